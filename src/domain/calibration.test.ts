import { describe, expect, test } from 'vitest'
import {
  calibrationFor,
  calibrationOf,
  calibrationOfAll,
  type SpacingAttributes,
  type UltrasoundRegion,
} from './calibration'
import type { PixelPoint } from './image-plane'
import type { Shape } from './region'

const kindOf = (file: SpacingAttributes) => calibrationOf(file)?.kind

test.each<[string, SpacingAttributes, ReturnType<typeof kindOf>]>([
  ['CT', { Modality: 'CT', PixelSpacing: [0.5, 0.6] }, 'patient'],
  ['CT without spacing', { Modality: 'CT' }, undefined],
  ['CT with 0', { Modality: 'CT', PixelSpacing: [0, 0.5] }, undefined],
  ['radiograph, detector only', { Modality: 'DX', ImagerPixelSpacing: [0.15, 0.15] }, 'detector'],
  ['radiograph, Pixel Spacing only', { Modality: 'CR', PixelSpacing: [0.15, 0.15] }, 'unknown'],
  [
    'both the same',
    { Modality: 'DX', PixelSpacing: [0.15, 0.15], ImagerPixelSpacing: [0.15, 0.15] },
    'detector',
  ],
  [
    'both, different',
    { Modality: 'DX', PixelSpacing: [0.14, 0.14], ImagerPixelSpacing: [0.15, 0.15] },
    'unknown',
  ],
  [
    'fiducial',
    { Modality: 'DX', PixelSpacing: [0.1, 0.1], PixelSpacingCalibrationType: 'FIDUCIAL' },
    'calibrated',
  ],
  [
    'geometry',
    { Modality: 'DX', PixelSpacing: [0.1, 0.1], PixelSpacingCalibrationType: 'GEOMETRY' },
    'estimated',
  ],
  ['film', { Modality: 'OT', NominalScannedPixelSpacing: [0.2, 0.2] }, 'film'],
  ['ultrasound without spacing', { Modality: 'US' }, undefined],
])('%s', (_, file, kind) => expect(kindOf(file)).toBe(kind))

test('magnification makes the patient smaller than the detector', () => {
  const file = { Modality: 'XA', ImagerPixelSpacing: [0.3, 0.4] as const }
  const estimated = {
    kind: 'estimated',
    rowSpacingMm: 0.2,
    columnSpacingMm: expect.closeTo(0.4 / 1.5, 9) as number,
  }
  expect(calibrationOf({ ...file, EstimatedRadiographicMagnificationFactor: 1.5 })).toEqual({
    ...estimated,
    rowSpacingMm: expect.closeTo(0.2, 9) as number,
  })
  expect(
    calibrationOf({ ...file, DistanceSourceToDetector: 1500, DistanceSourceToPatient: 1000 })?.rowSpacingMm,
  ).toBeCloseTo(0.2, 9)
})

test('rows first: the first value is the distance between rows', () =>
  expect(calibrationOf({ Modality: 'MR', PixelSpacing: [1, 2] })).toEqual({
    kind: 'patient',
    rowSpacingMm: 1,
    columnSpacingMm: 2,
  }))

/** A region of an ultrasound image in 0.2 mm pixels, unless told otherwise. */
const part = (
  location: readonly [number, number, number, number],
  more: Partial<UltrasoundRegion> = {},
): UltrasoundRegion => ({
  ...{ location, format: 1, dataType: 1, flags: 0, units: [3, 3], delta: [0.02, 0.02] },
  ...more,
})

const scaleAt = (
  regions: readonly UltrasoundRegion[],
  points: readonly PixelPoint[],
  shape: Shape = 'length',
) => calibrationFor(calibrationOf({ Modality: 'US', regions }), { shape, points })?.columnSpacingMm

describe('one scale for all of an image', () => {
  const all = (...regions: UltrasoundRegion[]) =>
    calibrationOfAll(calibrationOf({ Modality: 'US', regions }))?.columnSpacingMm
  const left = part([0, 0, 49, 99])

  test('holds where all that has a scale has the same', () => {
    expect(all(left)).toBe(0.2)
    expect(all(left, part([50, 0, 99, 99]))).toBe(0.2)
    expect(all(part([50, 0, 99, 99], { dataType: 3 }), left)).toBe(0.2)
    expect(calibrationOfAll(calibrationOf({ Modality: 'CT', PixelSpacing: [0.5, 0.5] }))?.kind).toBe(
      'patient',
    )
  })

  test('does not where a part has another', () =>
    expect(all(left, part([10, 10, 20, 20], { delta: [0.005, 0.005] }))).toBeUndefined())
})

describe('the regions of an ultrasound image', () => {
  const line: PixelPoint[] = [
    [10, 10],
    [60, 10],
  ]
  const picture = part([0, 0, 99, 99])

  test.each<[string, UltrasoundRegion, number | undefined]>([
    ['tissue', picture, 0.2],
    ['colour flow', part([0, 0, 99, 99], { dataType: 2 }), 0.2],
    ['M-mode: time against depth', part([0, 0, 99, 99], { format: 2, units: [4, 3] }), undefined],
    ['M-mode that calls both axes centimetres', part([0, 0, 99, 99], { format: 2 }), undefined],
    ['a spectrum that calls both axes centimetres', part([0, 0, 99, 99], { dataType: 3 }), undefined],
    ['a bar of colours', part([0, 0, 99, 99], { dataType: 0xe }), undefined],
    ['graphics', part([0, 0, 99, 99], { format: 5, dataType: 0 }), undefined],
  ])('%s', (_, region, spacing) => expect(scaleAt([region], line)).toBe(spacing))

  test('of regions that overlap the one with priority counts, in either order', () => {
    const inset = part([40, 0, 99, 49], { flags: 1, delta: [0.005, 0.005] })
    for (const regions of [
      [picture, inset],
      [inset, picture],
    ]) {
      expect(scaleAt(regions, [[45, 10], [90, 10]])).toBe(0.05) // prettier-ignore
      expect(scaleAt(regions, [[5, 60], [90, 60]])).toBe(0.2) // prettier-ignore
      expect(scaleAt(regions, [[5, 60], [90, 10]])).toBeUndefined() // prettier-ignore
    }
  })

  test('a picture below a spectrum of the same priority has no scale where they overlap', () => {
    const spectrum = part([0, 0, 99, 49], { dataType: 3, format: 3, units: [4, 7] })
    expect(scaleAt([picture, spectrum], line)).toBeUndefined()
    expect(scaleAt([picture, spectrum], [[10, 60], [60, 60]])).toBe(0.2) // prettier-ignore
  })

  test('colour flow within tissue of the same scale interrupts no line', () => {
    expect(scaleAt([picture, part([20, 0, 40, 40], { dataType: 2 })], line)).toBe(0.2)
  })

  test('a line that passes over an inset, and a shape that goes around it, have no scale', () => {
    const inset = part([30, 5, 40, 20], { flags: 1, delta: [0.1, 0.1] })
    expect(scaleAt([picture, inset], line)).toBeUndefined()
    const around: PixelPoint[] = [[20, 2], [60, 2], [60, 40], [20, 40]] // prettier-ignore
    expect(scaleAt([picture, inset], around, 'rectangle')).toBeUndefined()
  })

  test('two pictures side by side: a line from one into the other measures nothing', () => {
    const regions = [part([0, 0, 49, 99]), part([50, 0, 99, 99])]
    expect(scaleAt(regions, line)).toBeUndefined()
  })

  test('an ellipse is sized by all of it, not by the ends of its axes', () => {
    const regions = [part([0, 0, 49, 99]), part([50, 0, 99, 99], { delta: [0.1, 0.1] })]
    const leaning: PixelPoint[] = [[12, 12], [47, 47], [38, 21], [21, 38]] // prettier-ignore
    expect(scaleAt(regions, leaning, 'ellipse')).toBe(0.2)
    const over: PixelPoint[] = leaning.map(([x, y]) => [x + 2, y])
    expect(scaleAt(regions, over, 'ellipse')).toBeUndefined()
  })
})
