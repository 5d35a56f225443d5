import { expect, test } from 'vitest'
import type { Calibration } from './calibration'
import { calibrationUsed, type DrawnCalibration } from './drawn-calibration'

const line: DrawnCalibration = {
  SOPInstanceUID: '1.2',
  points: [
    [10, 10],
    [40, 50],
  ],
  lengthMm: 25,
}

test('fifty pixels that are 25 mm make pixels of half a millimetre', () => {
  expect(calibrationUsed({ SOPInstanceUID: '1.2' }, [line])).toEqual({
    kind: 'user',
    rowSpacingMm: 0.5,
    columnSpacingMm: 0.5,
  })
})

test('pixels keep the shape of the file, and a later line counts before an earlier one', () => {
  const calibration: Calibration = { kind: 'detector', rowSpacingMm: 0.3, columnSpacingMm: 0.15 }
  const upright: DrawnCalibration = { SOPInstanceUID: '1.2', points: [[0, 0], [0, 20]], lengthMm: 8 } // prettier-ignore
  const used = calibrationUsed({ SOPInstanceUID: '1.2', calibration }, [line, upright])
  expect(used?.kind).toBe('user')
  expect(used?.rowSpacingMm).toBeCloseTo(0.4)
  expect(used?.columnSpacingMm).toBeCloseTo(0.2)
})

test('slices in the patient, and other images, keep what their file says', () => {
  const calibration: Calibration = { kind: 'patient', rowSpacingMm: 1, columnSpacingMm: 1 }
  expect(calibrationUsed({ SOPInstanceUID: '1.2', calibration }, [line])).toBe(calibration)
  expect(calibrationUsed({ SOPInstanceUID: '1.3' }, [line])).toBeUndefined()
})
