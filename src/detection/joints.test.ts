import { expect, test } from 'vitest'
import type { Candidate } from './candidate'
import { find, type Found } from './candidates'
import { thigh, type Ball, type Solid } from './test-volume'

/** Two rounded ends of bone with their cortex, across the middle. */
const jointWith = (gapMm: number): Solid[] =>
  [-1, 1].map((side) => {
    const depth = (x: number, y: number, z: number) => 19 - Math.hypot(x, y, z - side * (gapMm / 2 + 19))
    return { insideMm: depth, hu: (x, y, z) => (depth(x, y, z) < 2 ? 1100 : 240) }
  })
const BESIDE: Ball = { at: [27, 0, 2], radiusMm: 3, hu: 500 }
const jointMm = (sliceMm: number, gapMm: number): number => {
  const solids = jointWith(gapMm)
  const { candidates } = find(thigh({ balls: [BESIDE], bone: false, sliceMm, solids })) as Found
  const away = ({ centre }: Candidate) => Math.hypot(...centre.map((mm, axis) => mm - BESIDE.at[axis]))
  return [...candidates].sort((a, b) => away(a) - away(b))[0].surroundings.jointMm
}

test.each([
  [1, 4],
  [2.1, 5],
])('in slices of %s mm a space of %s mm between bones is a joint', (sliceMm, gapMm) => {
  expect(jointMm(sliceMm, gapMm)).toBeLessThan(25)
})

test.each([1, 2.1])('in slices of %s mm bones that lie 12 mm apart form none', (sliceMm) => {
  expect(jointMm(sliceMm, 12)).toBeGreaterThan(100)
})
