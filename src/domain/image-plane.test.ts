import { describe, expect, test } from 'vitest'
import {
  directionLetters,
  distanceToPlane,
  oppositeLetters,
  patientToPixel,
  pixelToPatient,
  planeNormal,
  planeOf,
  positionAlongNormal,
  type ImagePlane,
} from './image-plane'

const axial = {
  FrameOfReferenceUID: '1.2',
  position: [-100, -50, 30],
  orientation: [1, 0, 0, 0, 1, 0],
  spacing: [0.5, 0.8],
}
const plane = planeOf(axial) as ImagePlane

describe('a plane', () => {
  test('exists only with finite numbers, spacing above 0 and perpendicular unit vectors', () => {
    expect(plane).toMatchObject({ rowSpacingMm: 0.5, columnSpacingMm: 0.8, rowDirection: [1, 0, 0] })
    expect(planeOf({ ...axial, spacing: [0, 0.5] })).toBeUndefined()
    expect(planeOf({ ...axial, spacing: [0.5] })).toBeUndefined()
    expect(planeOf({ ...axial, position: [NaN, 0, 0] })).toBeUndefined()
    expect(planeOf({ ...axial, orientation: [0, 0, 0, 0, 0, 0] })).toBeUndefined()
    expect(planeOf({ ...axial, orientation: [1, 0, 0, 1, 0, 0] })).toBeUndefined()
  })

  test('directions rounded in the file become unit vectors', () => {
    const rounded = planeOf({ ...axial, orientation: [0.707, 0.707, 0, -0.707, 0.707, 0] }) as ImagePlane
    expect(Math.hypot(...rounded.rowDirection)).toBeCloseTo(1, 12)
  })

  test('its position is the centre of the first pixel', () => {
    expect(pixelToPatient(plane, [0.5, 0.5])).toEqual([-100, -50, 30])
    expect(pixelToPatient(plane, [1.5, 2.5])).toEqual([-99.2, -49, 30])
  })

  test('pixel to patient and back', () => {
    const [column, row] = patientToPixel(plane, pixelToPatient(plane, [12.25, 300.75]))
    expect(column).toBeCloseTo(12.25, 9)
    expect(row).toBeCloseTo(300.75, 9)
  })

  test('distances along its normal are signed', () => {
    expect(planeNormal(plane)).toEqual([0, 0, 1])
    expect(positionAlongNormal(plane)).toBe(30)
    expect(distanceToPlane(plane, [7, 8, 28])).toBe(-2)
  })
})

describe('letters', () => {
  test('strongest component first, small ones left out', () => {
    expect(directionLetters([1, 0.05, 0])).toBe('L')
    expect(directionLetters([0.3, -0.9, 0.2])).toBe('ALH')
  })
  test('opposites', () => {
    expect(oppositeLetters('LPH')).toBe('RAF')
    expect(oppositeLetters('CD')).toBe('')
  })
})
