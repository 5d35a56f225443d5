import { expect, test } from 'vitest'
import { calibrationOf, type SpacingAttributes } from './calibration'

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
