import { expect, test } from 'vitest'
import { emptyResult, problemOfAll, withSlice } from './slices'

const searched = { candidates: [], excluded: [], thresholdHu: 130 }

test('slices add up, and those left out are counted by reason', () => {
  const found = [
    searched,
    { problem: { kind: 'allAir' } } as const,
    { ...searched, thresholdHu: 150 },
    { problem: { kind: 'allAir' } } as const,
    { problem: { kind: 'unreadable' } } as const,
  ].reduce(withSlice, emptyResult('unevenSteps'))
  expect(found).toMatchObject({ why: 'unevenSteps', searched: 2, thresholdHu: 150 })
  expect([...found.left]).toEqual([
    ['allAir', 2],
    ['unreadable', 1],
  ])
  expect(problemOfAll(found)).toBeUndefined()
})

test('where no slice could be searched the commonest reason is the one that is told', () => {
  const kinds = ['unreadable', 'noHounsfieldUnits', 'noHounsfieldUnits'] as const
  const found = kinds.map((kind) => ({ problem: { kind } })).reduce(withSlice, emptyResult('singleFrame'))
  expect(problemOfAll(found)).toBe('noHounsfieldUnits')
})
