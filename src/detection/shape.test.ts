import { describe, expect, test } from 'vitest'
import { runsOf, type Run } from './runs'
import { outerDiameterMm, shapeOf } from './shape'
import { thigh } from './test-volume'

const { geometry } = thigh({ balls: [], sliceMm: 0.9 })
const MIDDLE = 60

/** Voxels of 0.9 mm between two radii around the middle, over a length across the slices. */
function annulus(innerMm: number, outerMm: number, lengthMm: number) {
  const voxels: Run[] = []
  for (let k = 0; k * 0.9 < lengthMm; k++)
    for (let j = 0; j < 2 * MIDDLE; j++)
      for (let i = 0; i < 2 * MIDDLE; i++) {
        const mm = 0.9 * Math.hypot(i - MIDDLE, j - MIDDLE)
        if (mm >= innerMm && mm <= outerMm) voxels.push([k, j, i, 1])
      }
  const hollowShare = innerMm ** 2 / (outerMm ** 2 - innerMm ** 2)
  return { ...shapeOf(runsOf(voxels), geometry), hollowShare }
}

describe('the outer diameter', () => {
  test('is that of a rod, a pipe and a ring', () => {
    for (const [innerMm, outerMm, lengthMm] of [
      [0, 6, 30],
      [4, 6, 40],
      [10, 12, 60],
      [6, 8, 3],
    ])
      expect(Math.abs(outerDiameterMm(annulus(innerMm, outerMm, lengthMm)) - 2 * outerMm)).toBeLessThan(0.9)
  })
})
