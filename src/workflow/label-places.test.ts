import { expect, test } from 'vitest'
import { apart } from './label-places'

test('labels that would lie over one another stand below each other', () => {
  const at = [10, 20] as const
  expect(apart([{ text: 'F1', at }, { text: 'F2', at: [14, 22] }, { text: 'F3', at: [20, 30] }])).toEqual([ [10, 20], [14, 35], [20, 50] ]) // prettier-ignore
})

test('a label that has room, and one without words, stay where they are', () => {
  const places = [
    { text: 'F1', at: [10, 20] },
    { text: 'F2', at: [40, 20] },
    { text: '', at: [10, 20] },
    { text: 'F4', at: [10, 36] },
  ] as const
  expect(apart(places)).toEqual(places.map(({ at }) => at))
})
