import { expect, test } from 'vitest'
import type { Segmentation } from '../../domain/segmentation'
import { masksIn, paintMask } from './segment-masks'

const colour = [255, 0, 0] as const
const segments = [
  { number: 1, label: 'bone', colour },
  { number: 2, label: 'calcification', colour },
]
const of = (more: Partial<Segmentation>): Segmentation => ({
  ...{ type: 'BINARY', fullValue: 1, segments, frames: [{ segment: 2, sources: [] }] },
  ...more,
})

test('a frame shows the segment it names', () => {
  const [mask, ...others] = masksIn({ values: Uint8Array.from([0, 1]) }, of({}), 1)
  expect(mask.segment.label).toBe('calcification')
  expect([...mask.opacity]).toEqual([0, 255])
  expect(others).toEqual([])
})

test('fractions of a pixel', () => {
  const [mask] = masksIn({ values: Uint8Array.from([0, 50, 100]) }, of({ type: 'FRACTIONAL', fullValue: 100 }), 1) // prettier-ignore
  expect([...mask.opacity]).toEqual([0, 127, 255])
})

test('a label map shows each segment that is on it', () => {
  const masks = masksIn({ values: Uint8Array.from([0, 2, 2]) }, of({ type: 'LABELMAP' }), 1)
  expect(masks.map(({ segment, opacity }) => [segment.number, ...opacity])).toEqual([[2, 0, 255, 255]])
})

test('the inside is tinted, the edge is strong, the rest is as it was', () => {
  const opacity = Uint8Array.from({ length: 25 }, (_, at) => (at % 5 > 0 && at % 5 < 4 && at > 4 && at < 20 ? 255 : 0)) // prettier-ignore
  const pixels = new Uint32Array(25).fill(0xff000000)
  paintMask({ segment: segments[0], opacity }, 5, pixels)
  expect([pixels[0], pixels[6], pixels[12]].map((pixel) => pixel & 255)).toEqual([0, 230, 77])
  expect(pixels[12] >>> 24).toBe(255)
})
