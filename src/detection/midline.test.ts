import { describe, expect, test } from 'vitest'
import type { ImagePlane } from '../domain/image-plane'
import type { PixelGrid } from '../domain/measure'
import { midlineOf, sideOfMidline } from './midline'

/* A slice through both thighs or one, 2 mm a pixel: soft tissue, and shafts of bone as discs. */

const SIZE = 200
const plane: ImagePlane = {
  FrameOfReferenceUID: '1.2',
  ImagePositionPatient: [-200, -200, 0],
  rowDirection: [1, 0, 0],
  columnDirection: [0, 1, 0],
  rowSpacingMm: 2,
  columnSpacingMm: 2,
}

type Disc = readonly [column: number, row: number, radius: number]

const slice = (discs: readonly Disc[], columns = SIZE, unit = 'HU'): PixelGrid => ({
  columns,
  rows: SIZE,
  unit,
  valueAt: (column, row) =>
    discs.some(([x, y, radius]) => Math.hypot(column - x, row - y) < radius) ? 900 : 40,
})

/** Femora with something beside each, some 90 mm to either side of column 110. */
const PAIR: readonly Disc[] = [
  [65, 100, 8],
  [155, 100, 8],
  [50, 120, 4],
  [170, 120, 4],
]

describe('the midline', () => {
  test('lies between two sides that are alike, wherever the patient lies', () => {
    expect(midlineOf(slice(PAIR), plane)?.at).toBeCloseTo(110.5, -0.5)
    const moved = PAIR.map(([x, y, radius]): Disc => [x - 20, y, radius])
    expect(midlineOf(slice(moved), plane)?.at).toBeCloseTo(90.5, -0.5)
  })

  test('is found beside a calcification on one side', () => {
    expect(midlineOf(slice([...PAIR, [30, 100, 4]]), plane)?.at).toBeCloseTo(110.5, -0.5)
  })

  test.each([
    ['one limb', [[100, 100, 12]]],
    ['two bones of one limb', [[85, 100, 7], [115, 100, 7]]], // prettier-ignore
    ['bones that are not alike', [[60, 60, 12], [150, 140, 5], [90, 30, 7]]], // prettier-ignore
    ['no bone', []],
  ] satisfies [string, Disc[]][])('is none of %s', (_, discs) => {
    expect(midlineOf(slice(discs), plane)).toBeUndefined()
  })

  test('is none of a picture of one joint, and of values that are not HU', () => {
    expect(midlineOf(slice(PAIR, 120), plane)).toBeUndefined()
    expect(midlineOf(slice(PAIR, SIZE, ''), plane)).toBeUndefined()
  })
})

describe('a mark', () => {
  const grid = slice(PAIR)
  const line = midlineOf(grid, plane)!
  const on = (column: number, own: Partial<ImagePlane> = {}) =>
    sideOfMidline(line, { ...plane, ...own }, grid, [column, 100])

  test('has the side of the patient, not that of the picture', () => {
    expect([on(60), on(160)]).toEqual(['R', 'L'])
    expect(on(60, { rowDirection: [-1, 0, 0] })).toBe('L')
  })

  test('has none near the line, and on slices whose rows run from front to back', () => {
    expect(on(112)).toBeUndefined()
    expect(on(60, { rowDirection: [0, 1, 0] })).toBeUndefined()
  })
})
