import { expect, test } from 'vitest'
import type { ImagePlane } from './image-plane'
import { centreOf, contains, imageRegion, moved, spatialRegion, type ImageRegion } from './region'

const on = (shape: ImageRegion['shape'], points: [number, number][], frameNumber = 1) =>
  imageRegion({ shape, SOPInstanceUID: '1.2', SOPClassUID: '1.3', frameNumber, points })

test('a region that is none cannot be made', () => {
  expect(() => on('length', [[0, 0]])).toThrow(/expected 2 to 2 points, got 1/)
  expect(() => on('point', [[NaN, 0]])).toThrow(/finite/)
  expect(() => on('point', [[0, 0]], 0)).toThrow(/frame number/)
})

test('a pixel centre is half a pixel inside its corner', () => {
  const plane: ImagePlane = {
    FrameOfReferenceUID: '1.9',
    ImagePositionPatient: [10, 20, 30],
    rowDirection: [0, 1, 0],
    columnDirection: [0, 0, -1],
    rowSpacingMm: 2,
    columnSpacingMm: 0.5,
  }
  const { points, FrameOfReferenceUID } = spatialRegion(
    on('length', [
      [0.5, 0.5],
      [4.5, 3.5],
    ]),
    plane,
  )
  expect(FrameOfReferenceUID).toBe('1.9')
  expect(points).toEqual([
    [10, 20, 30],
    [10, 22, 24],
  ])
})

test('inside and outside of a turned ellipse and of an outline', () => {
  const ellipse = on('ellipse', [
    [2, 2],
    [8, 8],
    [6, 4],
    [4, 6],
  ])
  expect(contains(ellipse, [7, 7])).toBe(true)
  expect(contains(ellipse, [7, 3])).toBe(false)
  const horseshoe = on('outline', [
    [0, 0],
    [6, 0],
    [6, 6],
    [4, 6],
    [4, 2],
    [2, 2],
    [2, 6],
    [0, 6],
  ])
  expect(contains(horseshoe, [1, 5])).toBe(true)
  expect(contains(horseshoe, [3, 5])).toBe(false)
  expect(
    contains(
      on('length', [
        [0, 0],
        [6, 6],
      ]),
      [3, 3],
    ),
  ).toBe(false)
})

test('moving and the middle', () => {
  const rectangle = moved(
    on('rectangle', [
      [0, 0],
      [4, 0],
      [4, 2],
      [0, 2],
    ]),
    1,
    -1,
  )
  expect(rectangle.points).toEqual([
    [1, -1],
    [5, -1],
    [5, 1],
    [1, 1],
  ])
  expect(centreOf(rectangle)).toEqual([3, 0])
})
