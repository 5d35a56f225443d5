import { expect, test } from 'vitest'
import { imageRegion, type Shape } from '../domain/region'
import { handlesOf, isDrawable, pathOf, pointsOf, withHandle } from './tools'

const drawn = (shape: Shape, anchors: [number, number][]) =>
  imageRegion({
    shape,
    SOPInstanceUID: '1.2',
    SOPClassUID: '1.3',
    frameNumber: 1,
    points: pointsOf(shape, anchors),
  })

test('two corners make an ellipse, its longer axis first', () => {
  expect(
    drawn('ellipse', [
      [8, 4],
      [0, 0],
    ]).points,
  ).toEqual([
    [0, 2],
    [8, 2],
    [4, 0],
    [4, 4],
  ])
  expect(
    drawn('ellipse', [
      [0, 0],
      [2, 6],
    ]).points,
  ).toEqual([
    [1, 0],
    [1, 6],
    [0, 3],
    [2, 3],
  ])
})

test('a hand that trembles leaves no points on top of one another', () => {
  const { points } = drawn('outline', [
    [0, 0],
    [0.1, 0],
    [2, 0],
    [2, 0.2],
    [2, 2],
  ])
  expect(points).toEqual([
    [0, 0],
    [2, 0],
    [2, 2],
  ])
})

test('a mark of no size is a slip of the hand', () => {
  expect(
    isDrawable('ellipse', [
      [1, 1],
      [1, 5],
    ]),
  ).toBe(false)
  expect(
    isDrawable('length', [
      [1, 1],
      [1.2, 1.1],
    ]),
  ).toBe(false)
  expect(
    isDrawable('length', [
      [1, 1],
      [1, 5],
    ]),
  ).toBe(true)
  expect(
    isDrawable('outline', [
      [0, 0],
      [0.1, 0],
      [2, 0],
    ]),
  ).toBe(false)
  expect(isDrawable('point', [[1, 1]])).toBe(true)
})

test('a corner of a rectangle is dragged, the opposite one stays', () => {
  const rectangle = withHandle(
    drawn('rectangle', [
      [0, 0],
      [4, 4],
    ]),
    2,
    [6, 3],
  )
  expect(new Set(rectangle.points.map(String))).toEqual(new Set(['0,0', '6,0', '6,3', '0,3']))
})

test('an end of an axis is dragged, centre and other axis stay; the longer axis stays first', () => {
  const ellipse = drawn('ellipse', [
    [0, 0],
    [8, 4],
  ])
  expect(withHandle(ellipse, 1, [10, 9]).points).toEqual([
    [-2, 2],
    [10, 2],
    [4, 0],
    [4, 4],
  ])
  expect(withHandle(ellipse, 3, [4, 12]).points).toEqual([
    [4, -8],
    [4, 12],
    [0, 2],
    [8, 2],
  ])
})

test('a length has two handles, a point and an outline none', () => {
  expect(
    handlesOf(
      drawn('length', [
        [0, 0],
        [3, 4],
      ]),
    ),
  ).toHaveLength(2)
  expect(handlesOf(drawn('point', [[0, 0]]))).toHaveLength(0)
  expect(
    withHandle(
      drawn('length', [
        [0, 0],
        [3, 4],
      ]),
      0,
      [1, 1],
    ).points,
  ).toEqual([
    [1, 1],
    [3, 4],
  ])
})

test('closed shapes are drawn closed', () => {
  expect(
    pathOf(
      drawn('rectangle', [
        [0, 0],
        [2, 1],
      ]),
    ),
  ).toBe('M0 0L2 0L2 1L0 1Z')
  expect(
    pathOf(
      drawn('length', [
        [0, 0],
        [2, 1],
      ]),
    ),
  ).toBe('M0 0L2 1')
  expect(
    pathOf(
      drawn('ellipse', [
        [0, 0],
        [8, 4],
      ]),
    ),
  ).toBe('M0 2A4 2 0 0 1 8 2A4 2 0 0 1 0 2Z')
})
