import { expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { thigh, type Solid } from './test-volume'

const ball = (x: number, y: number, z: number, radiusMm: number, hu: number): Solid => ({
  insideMm: (px, py, pz) => radiusMm - Math.hypot(px - x, py - y, pz - z),
  hu,
})
/** Across from x = -32 to -14 at y = 20. */
const cord = (hu: number, radiusMm: number): Solid => ({
  insideMm: (x, y, z) => Math.min(radiusMm - Math.hypot(y - 20, z), 9 - Math.abs(x + 23)),
  hu,
})
const placesOf = (solids: readonly Solid[]) =>
  (find(thigh({ balls: [], solids, noiseHu: 10 })) as Found).candidates.map(({ centre }) =>
    Math.round(centre[0]),
  )

test('two deposits that a cord joins are two, however much denser one of them is', () => {
  const places = placesOf([cord(150, 1.2), ball(-30, 20, 0, 3, 900), ball(-16, 20, 0, 2.5, 320)])
  expect(places.sort((a, b) => a - b)).toEqual([-30, -16])
})

test('a cord that continues from a deposit at one height is no second one', () => {
  expect(placesOf([cord(300, 1.6), ball(-30, 20, 0, 3, 900)])).toHaveLength(1)
})
