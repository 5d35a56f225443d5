import { describe, expect, test } from 'vitest'
import { find } from './candidates'
import { thigh } from './test-volume'
import { problemOf, type CtVolume } from './volume'

const GOOD = thigh({ balls: [], bone: true })
const changed = (change: (value: number) => number): CtVolume => ({
  ...GOOD,
  values: GOOD.values.map(change),
})

describe('bad volumes are named, and never searched', () => {
  test.each([
    ['noHounsfieldUnits', changed((value) => value + 1024)],
    // Padded outside the circle of reconstruction, with a value below all others.
    ['noHounsfieldUnits', changed((value) => (value < -900 ? -2000 : value + 1024))],
    // A hand in a large picture: hardly any of it reads 1000.
    [
      'noHounsfieldUnits',
      { ...GOOD, values: GOOD.values.map((value, at) => (at % 97 < 90 ? 24 : value + 1024)) },
    ],
    ['allAir', changed((value) => value - 3000)],
    ['metalEverywhere', changed((value) => 10 * (value + 1024) - 1024)],
    ['allAir', changed(() => -1000)],
    ['allBone', changed(() => 600)],
    ['metalEverywhere', changed(() => 3000)],
    ['length', { ...GOOD, values: GOOD.values.slice(1) }],
    [
      'tooSmall',
      {
        values: GOOD.values.slice(0, 120 * 120),
        geometry: { ...GOOD.geometry, size: [120, 120, 1] as const },
      },
    ],
  ] as const)('%s', (kind, volume) => {
    expect(problemOf(volume)?.kind).toBe(kind)
    expect(find(volume).problem?.kind).toBe(kind)
  })

  test('tooLarge, before anything is built', () => {
    const problem = problemOf(GOOD, 1000)
    expect(problem?.kind).toBe('tooLarge')
  })

  test('a good one has no problem, as whole numbers or not', () => {
    expect(problemOf(GOOD)).toBeUndefined()
    expect(problemOf({ ...GOOD, values: Float32Array.from(GOOD.values) })).toBeUndefined()
  })
})
