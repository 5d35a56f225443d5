import { expect, test } from 'vitest'
import type { PixelGrid } from '../domain/measure'
import { disc, grow } from './grow'
import { voxelCount } from './runs'

/** A blurred disc of 9 pixels radius on a slope, seen through an edge two pixels wide. */
const slope: PixelGrid = frame((column, row) => {
  const away = Math.hypot(column + 0.5 - 60, row + 0.5 - 60)
  return 500 + 1.5 * column + 400 / (1 + Math.exp((away - 9) / 0.7))
})
const AREA = Math.PI * 9 ** 2

function frame(valueAt: PixelGrid['valueAt']): PixelGrid {
  return { columns: 120, rows: 120, unit: '', valueAt }
}

test('a spot grows to its half way border, from anywhere inside it', () => {
  for (const seed of [
    [60.5, 60.5],
    [54.5, 63.5],
  ] as const) {
    const grown = grow(slope, seed)
    expect(grown?.leaked).toBe(false)
    expect(voxelCount(grown?.runs ?? new Int32Array()) / AREA).toBeGreaterThan(0.94)
    expect(voxelCount(grown?.runs ?? new Int32Array()) / AREA).toBeLessThan(1.06)
  }
})

test('a void grows the same way', () => {
  const grown = grow(
    frame((column, row) => -slope.valueAt(column, row)),
    [60.5, 60.5],
    { polarity: 'low' },
  )
  expect(Math.abs(voxelCount(grown?.runs ?? new Int32Array()) / AREA - 1)).toBeLessThan(0.06)
})

test('a higher level gives a smaller region, a lower one a larger', () => {
  const at = (level: number) => voxelCount(grow(slope, [60.5, 60.5], { level })?.runs ?? new Int32Array())
  expect(at(0.7)).toBeLessThan(at(0.5))
  expect(at(0.5)).toBeLessThan(at(0.3))
})

test('beside a bone it is joined to, it stops short of it and says so', () => {
  const joined = frame((column, row) => {
    const spot = Math.hypot(column - 60, row - 60) < 8
    const bridge = Math.abs(row - 60) < 2 && column > 60 && column < 90
    return spot ? 1000 : column >= 85 ? 950 : bridge ? 820 : 400
  })
  const grown = grow(joined, [58.5, 60.5], { reach: 50 })
  expect(grown?.leaked).toBe(true)
  expect(voxelCount(grown?.runs ?? new Int32Array())).toBeLessThan(1.3 * Math.PI * 64)
})

test('nothing grows where nothing stands out, or outside the frame', () => {
  expect(
    grow(
      frame(() => 7),
      [20, 20],
    ),
  ).toBeUndefined()
  expect(grow(slope, [-3, 4])).toBeUndefined()
})

test('a brush covers the pixels whose centres it reaches', () => {
  expect(voxelCount(disc([10.5, 10.5], 1, slope))).toBe(5)
  expect(voxelCount(disc([0, 0], 2.2, slope))).toBe(4)
})
