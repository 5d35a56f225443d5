import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Calibration } from './calibration'
import { measuresOf, type Measure, type PixelGrid } from './measure'
import { imageRegion, type ImageRegion } from './region'

const on = (shape: ImageRegion['shape'], points: [number, number][]) =>
  imageRegion({ shape, SOPInstanceUID: '1.2', SOPClassUID: '1.3', frameNumber: 1, points })
const patient: Calibration = { kind: 'patient', rowSpacingMm: 2, columnSpacingMm: 0.5 }
const named = (measures: Measure[], quantity: Measure['quantity']) =>
  measures.find((measure) => measure.quantity === quantity)
const ramp: PixelGrid = { columns: 10, rows: 10, unit: 'HU', valueAt: (column, row) => column + 100 * row }

test('a length in millimetres takes both spacings and names its calibration', () => {
  const [length] = measuresOf(
    on('length', [
      [0, 0],
      [6, 2],
    ]),
    patient,
  )
  expect(length).toEqual({ quantity: 'length', value: 5, unit: 'mm', calibration: 'patient' })
})

test('without a calibration there are pixels and never millimetres', () => {
  const measures = measuresOf(
    on('rectangle', [
      [0, 0],
      [3, 0],
      [3, 4],
      [0, 4],
    ]),
  )
  expect(named(measures, 'longestDiameter')).toEqual({
    quantity: 'longestDiameter',
    value: 5,
    unit: '{pixels}',
  })
  expect(named(measures, 'area')).toEqual({ quantity: 'area', value: 12, unit: '{pixels}2' })
})

test('the area of an ellipse is π times its half axes, whatever its turn', () => {
  const upright = measuresOf(
    on('ellipse', [
      [0, 3],
      [8, 3],
      [4, 0],
      [4, 6],
    ]),
    patient,
  )
  expect(named(upright, 'area')?.value).toBeCloseTo(Math.PI * (4 * 0.5) * (3 * 2), 9)
  const turned = measuresOf(
    on('ellipse', [
      [0, 0],
      [6, 6],
      [5, 1],
      [1, 5],
    ]),
  )
  expect(named(turned, 'area')?.value).toBeCloseTo(Math.PI * Math.hypot(3, 3) * Math.hypot(2, 2), 9)
})

test('values are those of the pixels whose centres lie inside', () => {
  const measures = measuresOf(
    on('rectangle', [
      [2, 3],
      [4, 3],
      [4, 5],
      [2, 5],
    ]),
    undefined,
    ramp,
  )
  const values = [302, 303, 402, 403]
  expect(named(measures, 'mean')).toEqual({ quantity: 'mean', value: 352.5, unit: "[hnsf'U]" })
  expect(named(measures, 'minimum')?.value).toBe(302)
  expect(named(measures, 'maximum')?.value).toBe(403)
  const variance = values.reduce((sum, value) => sum + (value - 352.5) ** 2, 0) / 4
  expect(named(measures, 'sd')?.value).toBeCloseTo(Math.sqrt(variance), 9)
})

test('a point reads the pixel under it; outside the frame there is nothing', () => {
  expect(measuresOf(on('point', [[2.9, 3.1]]), patient, ramp)).toEqual([
    { quantity: 'value', value: 302, unit: "[hnsf'U]" },
  ])
  expect(measuresOf(on('point', [[-0.1, 3]]), patient, ramp)).toEqual([])
})

test('values without a meaning carry no unit', () => {
  const [value] = measuresOf(on('point', [[1, 1]]), undefined, { ...ramp, unit: '' })
  expect(value.unit).toBe('1')
})

test('the longest diameter of an outline with many points is that of all its pairs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), {
        minLength: 201,
        maxLength: 260,
      }),
      (points) => {
        const farthest = Math.max(
          ...points.flatMap((a) => points.map((b) => Math.hypot(a[0] - b[0], a[1] - b[1]))),
        )
        const measures = measuresOf(on('outline', points))
        expect(named(measures, 'longestDiameter')?.value).toBeCloseTo(farthest, 9)
      },
    ),
    { numRuns: 20 },
  )
})
