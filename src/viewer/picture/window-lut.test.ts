import { expect, test } from 'vitest'
import type { DecodedFrame } from '../decoding/decoder'
import { greyOf, paint, paintOverlays, windowOf } from './window-lut'

const frame = (values: DecodedFrame['values'], components: 1 | 3 = 1): DecodedFrame => ({
  columns: values.length / components,
  rows: 1,
  components,
  values,
  minimum: Math.min(...values),
  maximum: Math.max(...values),
})
const painted = (decoded: DecodedFrame, inverted = false) => {
  const pixels = new Uint32Array(decoded.columns)
  paint(decoded, { center: 50, width: 100 }, inverted, 'LINEAR', pixels)
  return [...pixels].map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255])
}

// PS3.3 C.11.2.1.2.1: window centre 2048 and width 4096, or 40 and 400, as in its examples.
test('the linear function of the standard', () => {
  expect(greyOf(0, { center: 2048, width: 4096 }, 'LINEAR')).toBe(0)
  expect(greyOf(4095, { center: 2048, width: 4096 }, 'LINEAR')).toBe(255)
  expect(greyOf(-161, { center: 40, width: 400 }, 'LINEAR')).toBe(0)
  expect(greyOf(240, { center: 40, width: 400 }, 'LINEAR')).toBe(255)
  expect(greyOf(100, { center: 100, width: 1 }, 'LINEAR')).toBe(255)
  expect(greyOf(99, { center: 100, width: 1 }, 'LINEAR')).toBe(0)
})

test('linear exact and sigmoid', () => {
  expect(greyOf(0, { center: 0, width: 100 }, 'LINEAR_EXACT')).toBe(127.5)
  expect(greyOf(50, { center: 0, width: 100 }, 'LINEAR_EXACT')).toBe(255)
  expect(greyOf(0, { center: 0, width: 100 }, 'SIGMOID')).toBe(127.5)
})

test('whole numbers by table and fractions by function give the same grey', () => {
  const values = [-5, 0, 20, 49, 50, 99, 120]
  expect(painted(frame(Float32Array.from(values)))).toEqual(painted(frame(Int16Array.from(values))))
  const [black, white] = [
    painted(frame(Int16Array.from([-5, 120])))[0],
    painted(frame(Int16Array.from([-5, 120])))[1],
  ]
  expect([black, white]).toEqual([
    [0, 0, 0],
    [255, 255, 255],
  ])
})

test('inverted is the other way round, in grey and in colour', () => {
  expect(painted(frame(Int16Array.from([-5, 120])), true)[0]).toEqual([255, 255, 255])
  expect(painted(frame(Uint8Array.from([255, 0, 10, 1, 2, 3]), 3))).toEqual([
    [255, 0, 10],
    [1, 2, 3],
  ])
  expect(painted(frame(Uint8Array.from([255, 0, 10]), 3), true)).toEqual([[0, 255, 245]])
})

test('a table of the file takes the place of the line', () => {
  const window = windowOf({
    firstMapped: 10,
    bits: 4,
    entries: Uint16Array.from([0, 3, 15]),
    explanation: '',
  })
  expect(window).toMatchObject({ center: 11.5, width: 3 })
  expect([9, 10, 11, 12, 99].map((value) => greyOf(value, window, 'LINEAR'))).toEqual([0, 0, 51, 255, 255])
})

test('overlay planes are white, and end at the border of the image', () => {
  const plane = {
    group: 0x6000,
    description: '',
    type: 'G',
    rows: 1,
    columns: 3,
    left: -1,
    top: 0,
    bitPosition: 0,
  }
  const overlays = [
    { ...plane, bitmap: Uint8Array.from([1, 0, 1]) },
    { ...plane, top: 5, bitmap: Uint8Array.from([1, 1, 1]) },
  ]
  const pixels = new Uint32Array(2)
  paintOverlays({ ...frame(Uint8Array.from([0, 0])), overlays }, pixels)
  expect([...pixels]).toEqual([0, 0xffffffff])
})
