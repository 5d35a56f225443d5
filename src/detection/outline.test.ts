import { expect, test } from 'vitest'
import type { ImagePlane } from '../domain/image-plane'
import { outlinesInSlice, outlinesOnPlane } from './outline'
import { runsOf, type Run } from './runs'
import { thigh } from './test-volume'

const { geometry } = thigh({ balls: [] })
/** A box of 4 × 3 × 5 voxels with a hole in slice 12. */
const box = runsOf(
  [10, 11, 12, 13, 14].flatMap((k): Run[] =>
    [20, 21, 22].flatMap((j): Run[] =>
      k === 12 && j === 21
        ? [
            [k, j, 30, 1],
            [k, j, 33, 1],
          ]
        : [[k, j, 30, 4]],
    ),
  ),
)

test('an outline runs around the corners of its pixels', () => {
  const [outline, ...rest] = outlinesInSlice(box, 10)
  expect(rest).toEqual([])
  expect(new Set(outline.map(String))).toEqual(new Set(['30,20', '34,20', '34,23', '30,23']))
})

test('a hole has an outline of its own', () => expect(outlinesInSlice(box, 12)).toHaveLength(2))
test('a slice without voxels has none', () => expect(outlinesInSlice(box, 9)).toEqual([]))

test('a coronal plane cuts a box of its width and height', () => {
  const plane: ImagePlane = {
    FrameOfReferenceUID: geometry.FrameOfReferenceUID,
    ImagePositionPatient: [geometry.origin[0], geometry.origin[1] + 20 * 0.9, geometry.origin[2]],
    rowDirection: [1, 0, 0],
    columnDirection: [0, 0, 1],
    columnSpacingMm: 0.9,
    rowSpacingMm: 1,
  }
  const [outline, ...rest] = outlinesOnPlane(box, geometry, plane, 120, 50)
  expect(rest).toEqual([])
  expect(new Set(outline.map(String))).toEqual(new Set(['30,10', '34,10', '34,15', '30,15']))
  const beside = { ...plane, ImagePositionPatient: [0, 40, 0] as const }
  expect(outlinesOnPlane(box, geometry, beside, 120, 50)).toEqual([])
})
