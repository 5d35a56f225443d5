import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { affineFrom, apply, applyLinear, IDENTITY, inverse, scaleOf } from './affine'

const number = fc.double({ min: -50, max: 50, noNaN: true })

/** Turned, stretched and mirrored, but never flat. */
const invertible = fc
  .record({
    turn: fc.double({ min: 0, max: 7, noNaN: true }),
    across: fc.double({ min: 0.1, max: 20, noNaN: true }),
    down: fc.double({ min: 0.1, max: 20, noNaN: true }),
    mirrored: fc.boolean(),
    e: number,
    f: number,
  })
  .map(({ turn, across, down, mirrored, e, f }) => ({
    a: across * Math.cos(turn),
    b: across * Math.sin(turn) * (mirrored ? -1 : 1),
    c: -down * Math.sin(turn),
    d: down * Math.cos(turn) * (mirrored ? -1 : 1),
    e,
    f,
  }))

test('a map and its inverse undo each other', () => {
  fc.assert(
    fc.property(invertible, number, number, (map, x, y) => {
      const [backX, backY] = apply(inverse(map), apply(map, [x, y]))
      expect(backX).toBeCloseTo(x, 6)
      expect(backY).toBeCloseTo(y, 6)
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
