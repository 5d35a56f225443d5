import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../domain/affine'
import {
  FITTED,
  flipped,
  panned,
  rotated,
  toPixels,
  toScreen,
  panIntoView,
  zoomed,
  type Presentation,
} from './presentation'

const sheet = { columns: 200, rows: 100, aspect: 1 }
const size = { width: 400, height: 400 }
const map = (presentation: Presentation) => toScreen(presentation, sheet, size)
const close = (a: readonly number[], b: readonly number[]) =>
  a.forEach((value, index) => expect(value).toBeCloseTo(b[index], 6))

const anyPresentation = fc.record({
  zoom: fc.double({ min: 0.1, max: 20, noNaN: true }),
  pan: fc.tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -200, max: 200 })),
  rotation: fc.constantFrom(0, 90, 180, 270, 37),
  flippedHorizontally: fc.boolean(),
  flippedVertically: fc.boolean(),
})

test('fitted: the whole frame, in the middle', () => {
  close(apply(map(FITTED), [0, 0]), [0, 100])
  close(apply(map(FITTED), [200, 100]), [400, 300])
})

test('pixels that are taller than wide are drawn so', () => {
  const tall = toScreen(FITTED, { columns: 100, rows: 100, aspect: 2 }, size)
  close([tall.a, tall.d], [2, 4])
})

test('a turned frame fits too', () => {
  const turned = map(rotated(FITTED, 90))
  close(apply(turned, [0, 0]), [300, 0])
  close(apply(turned, [200, 100]), [100, 400])
})

test('zooming keeps the point under the pointer where it is', () => {
  fc.assert(
    fc.property(
      anyPresentation,
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })),
      (presentation, factor, at) => {
        const before = toPixels(map(presentation), at)
        close(toPixels(map(zoomed(presentation, factor, size, at)), at), before)
      },
    ),
  )
})

test('zoom stays within reason', () => {
  expect(zoomed(FITTED, 1e9, size).zoom).toBe(64)
  expect(zoomed(FITTED, 1e-9, size).zoom).toBe(0.05)
})

test('a flip mirrors what is seen about the middle of the screen, whatever the turn is', () => {
  fc.assert(
    fc.property(anyPresentation, (presentation) => {
      const [x, y] = apply(map(presentation), [30, 70])
      close(apply(map(flipped(presentation, 'horizontal')), [30, 70]), [400 - x, y])
      close(apply(map(flipped(presentation, 'vertical')), [30, 70]), [x, 400 - y])
    }),
  )
})

test('four quarter turns, two flips, and a pan there and back change nothing', () => {
  let turned = panned(FITTED, 30, 10)
  for (let i = 0; i < 4; i++) turned = rotated(turned, 90)
  close(Object.values(map(turned)), Object.values(map(panned(FITTED, 30, 10))))
  close(Object.values(map(flipped(flipped(turned, 'vertical'), 'vertical'))), Object.values(map(turned)))
  close(Object.values(map(panned(turned, -30, -10))), Object.values(map(FITTED)))
})

test('a place comes into view with the least movement, and into the middle from out of sight', () => {
  expect(panIntoView(200, 400, 32)).toBe(0)
  expect(panIntoView(10, 400, 32)).toBe(22)
  expect(panIntoView(390, 400, 32)).toBe(-22)
  expect(panIntoView(-60, 400, 32)).toBe(260)
  expect(panIntoView(900, 400, 32)).toBe(-700)
})
