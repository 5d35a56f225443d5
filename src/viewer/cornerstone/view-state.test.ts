import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply, IDENTITY, type Affine } from '../../domain/affine'
import type { PixelPoint } from '../../domain/image-plane'
import { toScreen, type Presentation } from '../picture/presentation'
import { largestShift, mapReadBack, planarPlaceOf, planeFor, type PlanarPlace } from './view-state'
import { acquiredImage } from '../../domain/shown-image'
import type { Instance } from '../../domain/study'

const sheet = { columns: 60, rows: 100, aspect: 1.5 }
const size = { width: 401, height: 333 }
const canvas = { width: 602 / 1.5, height: 500 / 1.5 }

/** Where Cornerstone's camera puts a pixel: the fitted frame, scaled, turned, then flipped on the screen. */
function placed({ anchorCanvas, scale, rotation, ...flips }: PlanarPlace, [column, row]: PixelPoint) {
  const fit = Math.min(canvas.width / sheet.columns, canvas.height / (sheet.rows * sheet.aspect)) * scale[0]
  const [x, y] = [(column - sheet.columns / 2) * fit, (row - sheet.rows / 2) * sheet.aspect * fit]
  const turn = (rotation * Math.PI) / 180
  const [right, down] = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)]
  return [
    anchorCanvas[0] * canvas.width + (flips.flipHorizontal ? -right : right),
    anchorCanvas[1] * canvas.height + (flips.flipVertical ? -down : down),
  ]
}

test('a place in the words of Cornerstone is the same place', () => {
  const presentations: fc.Arbitrary<Presentation> = fc.record({
    zoom: fc.double({ min: 0.05, max: 64, noNaN: true }),
    pan: fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })),
    rotation: fc.integer({ min: 0, max: 359 }),
    flippedHorizontally: fc.boolean(),
    flippedVertically: fc.boolean(),
  })
  fc.assert(
    fc.property(presentations, (presentation) => {
      const place = planarPlaceOf(presentation, sheet, size, canvas)
      const map = toScreen(presentation, sheet, size)
      for (const corner of [
        [0, 0],
        [60, 0],
        [0, 100],
        [17, 31],
      ] as PixelPoint[]) {
        // prettier-ignore
        const [x, y] = apply(map, corner)
        const [right, down] = placed(place, corner)
        expect(Math.hypot(x - right, y - down)).toBeLessThan(1e-6)
      }
    }),
  )
})

test('the map is read back from three corners', () => {
  const map: Affine = { a: 2, b: 1, c: -1, d: 2, e: 30, f: 40 }
  const plane = planeFor(
    acquiredImage({ calibration: { rowSpacingMm: 0.5, columnSpacingMm: 0.25 } } as Instance, 1),
    '1.2',
  )
  const read = mapReadBack(plane, sheet, ([x, y]) => apply(map, [x / 0.25 + 0.5, y / 0.5 + 0.5]))
  expect(largestShift(read, map, sheet)).toBeLessThan(1e-9)
})

test('maps are apart by the worst corner, and never near one that is no number', () => {
  expect(largestShift(IDENTITY, { ...IDENTITY, e: 3, f: 4 }, sheet)).toBe(5)
  expect(largestShift(IDENTITY, { ...IDENTITY, a: 1.1 }, sheet)).toBeCloseTo(6)
  expect(largestShift(IDENTITY, { ...IDENTITY, e: NaN }, sheet)).toBe(Infinity)
})
