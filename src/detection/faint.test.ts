import { expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { thigh, type Ball } from './test-volume'

/** In fat 5 mm below the skin, half of it under 130 HU after blur and noise. */
const GRAINS: readonly Ball[] = [0, 1, 2, 3, 4, 5].map((at) => ({
  at: [43 * Math.cos(at), 43 * Math.sin(at), 3 * at - 8],
  radiusMm: 1.1,
  hu: 175,
}))
const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

test('grains in fat are found in a noisy picture, each once', () => {
  const { candidates } = find(thigh({ balls: GRAINS, noiseHu: 32 })) as Found
  const on = GRAINS.map(({ at }) => candidates.filter(({ centre }) => distance(centre, at) < 1.5).length)
  expect(on).toEqual(GRAINS.map(() => 1))
})

test('fat that is only noisy holds none', () => {
  for (const seed of [1, 2, 3])
    expect((find(thigh({ balls: [], noiseHu: 32, seed })) as Found).candidates).toEqual([])
})
