import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { affineFrom, apply, applyLinear, IDENTITY, inverse, scaleOf } from './affine'

const number = fc.double({ min: -50, max: 50, noNaN: true })

test('a map and its inverse undo each other', () => {
  fc.assert(
    fc.property(number, number, number, number, number, number, number, number, (a, b, c, d, e, f, x, y) => {
      fc.pre(Math.abs(a * d - b * c) > 0.01)
      const map = { a, b, c, d, e, f }
      const [backX, backY] = apply(inverse(map), apply(map, [x, y]))
      expect(backX).toBeCloseTo(x, 4)
      expect(backY).toBeCloseTo(y, 4)
    }),
  )
})

test('three points make the map that takes the corners to them', () => {
  const map = affineFrom([4, 2], [10, 20], [10, 28], [6, 20])
  expect(apply(map, [0, 0])).toEqual([10, 20])
  expect(apply(map, [4, 0])).toEqual([10, 28])
  expect(apply(map, [0, 2])).toEqual([6, 20])
  expect(scaleOf(map)).toBe(2)
})

test('a vector is not shifted, a flat map has no inverse', () => {
  expect(applyLinear({ ...IDENTITY, e: 5, f: 7 }, [1, 2])).toEqual([1, 2])
  expect(() => inverse({ ...IDENTITY, d: 0 })).toThrow(RangeError)
})
