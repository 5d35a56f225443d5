import { expect, test } from 'vitest'
import { crossingOf, lyingIn } from './crossing'
import type { ImagePlane } from './image-plane'
import type { SpatialRegion } from './region'

/** Pixels of 1 mm whose first centre lies at the origin. */
const axial: ImagePlane = {
  FrameOfReferenceUID: '1.9',
  ImagePositionPatient: [0, 0, 5],
  rowDirection: [1, 0, 0],
  columnDirection: [0, 1, 0],
  rowSpacingMm: 1,
  columnSpacingMm: 1,
}

const region = (shape: SpatialRegion['shape'], points: SpatialRegion['points']): SpatialRegion => ({
  shape,
  FrameOfReferenceUID: '1.9',
  points,
})

test('a region lies in the plane it is near to, and in no other', () => {
  const square = region('rectangle', [
    [0, 0, 5.3],
    [4, 0, 5.3],
    [4, 2, 5.3],
    [0, 2, 5.3],
  ])
  expect(lyingIn(square, axial, 0.5)).toEqual([
    [0.5, 0.5],
    [4.5, 0.5],
    [4.5, 2.5],
    [0.5, 2.5],
  ])
  expect(lyingIn(square, axial, 0.2)).toBeUndefined()
  expect(lyingIn({ ...square, FrameOfReferenceUID: '1.8' }, axial, 0.5)).toBeUndefined()
})

test('an ellipse of another plane crosses in the chord of that height', () => {
  // A circle of radius 5 mm about (10, 3, 8) in a coronal plane: at z = 5 it is 4 mm to either side.
  const circle = region('ellipse', [
    [5, 3, 8],
    [15, 3, 8],
    [10, 3, 3],
    [10, 3, 13],
  ])
  const [a, b] = crossingOf(circle, axial) ?? []
  const columns = [a?.[0] ?? NaN, b?.[0] ?? NaN].sort((x, y) => x - y)
  expect(columns[0]).toBeCloseTo(6.5, 1)
  expect(columns[1]).toBeCloseTo(14.5, 1)
  expect(a?.[1]).toBeCloseTo(3.5)
})

test('a line crosses in one point, and one that ends before the plane not at all', () => {
  const line = region('length', [
    [1, 1, 0],
    [1, 1, 10],
  ])
  expect(crossingOf(line, axial)).toEqual([
    [1.5, 1.5],
    [1.5, 1.5],
  ])
  expect(crossingOf(region('length', [[1, 1, 6], [1, 1, 10]]), axial)).toBeUndefined() // prettier-ignore
})
