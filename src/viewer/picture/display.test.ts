import { describe, expect, test } from 'vitest'
import { acquiredImage } from '../../domain/shown-image'
import type { Instance } from '../../domain/study'
import { storedAt, type DecodedFrame } from '../decoding/decoded-frame'
import {
  defaultWindow,
  dragged,
  isShownInverted,
  sheetOf,
  spreadWindow,
  voiFunctionOf,
  zoomAlike,
} from './display'
import { greyOf } from './window-lut'

const frame = (values: DecodedFrame['values'], more: Partial<DecodedFrame> = {}): DecodedFrame => ({
  ...{ columns: values.length, rows: 1, components: 1, values },
  ...{ minimum: Math.min(...values), maximum: Math.max(...values) },
  ...more,
})
const instance = (more: Partial<Instance> = {}): Instance =>
  ({
    Rows: 1,
    Columns: 2,
    SamplesPerPixel: 1,
    windows: [],
    VOILUTFunction: '',
    ...more,
  }) as unknown as Instance

const image = (more: Partial<Instance> = {}) => acquiredImage(instance(more), 1)

const table = { firstMapped: 0, bits: 8, entries: Uint16Array.from([0, 255]), explanation: '' }

describe('the first window', () => {
  test('is the first of the file, then its first table, then the range of the frame', () => {
    const windows = [{ center: 40, width: 400, explanation: '' }]
    const decoded = frame(Int16Array.from([-5, 10]))
    expect(defaultWindow(instance({ windows }), { ...decoded, voi: [table] })).toMatchObject({ center: 40 })
    expect(defaultWindow(instance(), { ...decoded, voi: [table] })).toMatchObject({ table })
    expect(defaultWindow(instance(), decoded)).toEqual({ center: 3, width: 16 })
  })

  test('of fractions spans them exactly, and a drag changes it by parts of them', () => {
    const counts = frame(Float32Array.from([0, 0.0005, 0.002]))
    const window = defaultWindow(instance(), counts)
    const grey = (value: number) => Math.round(greyOf(value, window, voiFunctionOf(instance(), counts)))
    expect([0, 0.0005, 0.002].map(grey)).toEqual([0, 64, 255])
    const narrower = dragged(window, counts, -500, 0)
    expect(narrower.width).toBeCloseTo(0.001, 6)
  })

  test('without the outermost hundredths', () => {
    const values = Int16Array.from({ length: 201 }, (_, index) => (index === 200 ? 30_000 : index))
    expect(spreadWindow(frame(values), 0.01)).toEqual({ center: 100.5, width: 197 })
    expect(spreadWindow(frame(values), 0)).toEqual({ center: 15_000.5, width: 30_001 })
  })
})

test('pixels are as high as the spacing, else the aspect ratio, says', () => {
  expect(sheetOf(image()).aspect).toBe(1)
  expect(sheetOf(image({ pixelAspect: 4 / 3 })).aspect).toBeCloseTo(4 / 3)
  const calibration = { kind: 'patient', rowSpacingMm: 1, columnSpacingMm: 2 } as const
  expect(sheetOf(image({ pixelAspect: 4 / 3, calibration })).aspect).toBe(0.5)
})

test('counts are dark on white, unless they are in colour', () => {
  expect(isShownInverted({ Modality: 'NM' }, instance())).toBe(true)
  expect(isShownInverted({ Modality: 'NM' }, instance({ PhotometricInterpretation: 'PALETTE COLOR' }))).toBe(false) // prettier-ignore
})

test('stored values: as kept, else worked out', () => {
  const ct = { RescaleSlope: 1, RescaleIntercept: -1024 }
  expect(storedAt(frame(Int16Array.from([-1024, 40])), ct, 1, 0)).toEqual([1064])
  const kept = frame(Uint16Array.from([100, 200]), { stored: Uint16Array.from([7, 8]) })
  expect(storedAt(kept, ct, 1, 0)).toEqual([8])
  const colour = { columns: 2, components: 3 as const }
  expect(storedAt(frame(Uint8Array.from([1, 2, 3, 4, 5, 6]), colour), {}, 1, 0)).toEqual([4, 5, 6])
  const palette = frame(new Uint8Array(6), { ...colour, stored: Uint16Array.from([17, 300]) })
  expect(storedAt(palette, {}, 1, 0)).toEqual([300])
})

describe('as large as another image', () => {
  const sized = (rowSpacingMm: number, columnSpacingMm: number) =>
    image({ plane: { rowSpacingMm, columnSpacingMm } as Instance['plane'] })

  test('is millimetre for millimetre where both have a size', () => {
    expect(zoomAlike(3, sized(0.5, 0.5), sized(1, 1))).toBeCloseTo(6)
    expect(zoomAlike(3, sized(0.5, 0.5), sized(2, 0.5))).toBeCloseTo(6)
  })

  test('is pixel for pixel where one has none', () => {
    expect(zoomAlike(3, sized(0.5, 0.5), image())).toBe(3)
    expect(zoomAlike(3, image(), sized(0.5, 0.5))).toBe(3)
  })
})
