import { describe, expect, test } from 'vitest'
import { findInSlice, remeasureInSlice, type FoundInSlice } from './find-in-slice'
import { voxelCount } from './runs'
import type { CtSlice } from './slice'
import { thigh, THIGH, type ThighOptions } from './test-volume'

/** One slice of the thigh, at a height in mm from its middle. */
function sliceOf(options: ThighOptions, heightMm = 0): CtSlice {
  const { columns, rows, pixelMm } = THIGH
  const volume = thigh(options)
  const k = Math.round((volume.geometry.size[2] - 1) / 2 + heightMm / (options.sliceMm ?? 1))
  return {
    ...{ index: 3, columns, rows, rowMm: pixelMm, columnMm: pixelMm, hasSpacing: true },
    values: volume.values.slice(k * columns * rows, (k + 1) * columns * rows),
  }
}
const found = (options: ThighOptions) => findInSlice(sliceOf(options)) as FoundInSlice
const pixelOf = (mm: number) => mm / THIGH.pixelMm + THIGH.columns / 2

describe('deposits in one slice', () => {
  const result = found({
    balls: [
      { at: [-20, 0, 0], radiusMm: 4, hu: 600 },
      { at: [0, 43, 0], radiusMm: 3, hu: 400 },
      { at: [0, -20, 0], radiusMm: 1.5, hu: 800 },
    ],
  })

  test('each is found once, and the bone is excluded with a reason', () => {
    expect(result.candidates.map(({ kind }) => kind)).toEqual(['deposit', 'deposit', 'deposit'])
    expect(result.candidates.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(result.excluded.map(({ reason }) => reason)).toEqual(['likeBone'])
  })

  test('area, diameter and place are those of the section; there is no volume', () => {
    const large = result.candidates.find(
      ({ centre }) => Math.hypot(centre[0] - pixelOf(-20), centre[1] - 60) < 1,
    )!
    expect(Math.abs(large.size!.areaMm2 / (Math.PI * 16) - 1)).toBeLessThan(0.08)
    expect(Math.abs(large.size!.longestDiameterMm - 8)).toBeLessThan(0.9)
    expect(large.shell.muscle).toBeGreaterThan(0.95)
    expect(large.sliceIndex).toBe(3)
    expect([...large.runs].filter((_, at) => at % 4 === 0).every((k) => k === 3)).toBe(true)
    expect(large).not.toHaveProperty('volumeMm3')
  })

  test('without a spacing nothing is said in mm', () => {
    const { candidates } = findInSlice({
      ...sliceOf({ balls: [{ at: [-20, 0, 0], radiusMm: 4, hu: 600 }] }),
      hasSpacing: false,
    }) as FoundInSlice
    expect(candidates).toHaveLength(1)
    expect(candidates[0].size).toBeUndefined()
    expect(candidates[0].meanHu).toBeGreaterThan(400)
  })
})

test('noise alone gives nothing, in any of many slices', () => {
  for (const noiseHu of [10, 25, 40])
    for (const seed of [1, 2, 3, 4, 5]) expect(found({ balls: [], noiseHu, seed }).candidates).toEqual([])
})

test('a deposit that touches bone is a class of its own', () => {
  const { candidates } = found({ balls: [{ at: [24, 0, 0], radiusMm: 8, hu: 700 }] })
  expect(candidates.map(({ kind }) => kind)).toEqual(['attached'])
})

test('vessels with contrast medium are excluded where two read the same; one such deposit is not', () => {
  const vessel = (x: number) => ({ at: [x, 20, 0], radiusMm: 5, hu: 320 }) as const
  const two = found({ balls: [vessel(-20), vessel(15)] })
  expect(two.candidates).toEqual([])
  expect(two.excluded.filter(({ reason }) => reason === 'vessel')).toHaveLength(2)
  expect(found({ balls: [vessel(-20)] }).candidates).toHaveLength(1)
})

test('what is dense in a table is excluded', () => {
  const slice = sliceOf({ balls: [] })
  const rows = slice.rows + 60
  const values = new Int16Array(slice.columns * rows).fill(-1000)
  values.set(slice.values)
  for (let row = rows - 30; row < rows - 24; row++)
    for (let column = 0; column < slice.columns; column++)
      values[row * slice.columns + column] = column % 30 < 3 ? 500 : 60
  const { candidates, excluded } = findInSlice({ ...slice, rows, values }) as FoundInSlice
  expect(candidates).toEqual([])
  expect(excluded.filter(({ reason }) => reason === 'outsideBody')).toHaveLength(4)
})

test('what a reader puts together is measured as the search would', () => {
  const slice = sliceOf({ balls: [{ at: [-20, 0, 0], radiusMm: 4, hu: 600 }] })
  const [one] = (findInSlice(slice) as FoundInSlice).candidates
  const again = remeasureInSlice(slice, one.runs, 9, 'deposit')!
  expect(again.id).toBe(9)
  expect(again.sliceIndex).toBe(3)
  expect(Math.abs(voxelCount(again.runs) - voxelCount(one.runs))).toBeLessThan(4)
  expect(remeasureInSlice(slice, new Int32Array(), 9, 'deposit')).toBeUndefined()
})

describe('bad slices are named', () => {
  const changed = (change: (value: number) => number): CtSlice => {
    const slice = sliceOf({ balls: [] })
    return { ...slice, values: slice.values.map(change) }
  }
  test.each([
    ['noHounsfieldUnits', changed((value) => value + 1000)],
    ['allAir', changed(() => -1000)],
    ['allBone', changed(() => 600)],
    ['metalEverywhere', changed(() => 3000)],
  ] as const)('%s', (kind, slice) => {
    expect(findInSlice(slice).problem?.kind).toBe(kind)
  })

  test('an empty, a tiny and a streaked slice end', () => {
    const tiny = { ...sliceOf({ balls: [] }), columns: 2, rows: 2, values: new Int16Array(4) }
    expect(findInSlice(tiny).problem).toBeUndefined()
    const metal = found({ balls: [{ at: [-20, 0, 0], radiusMm: 4, hu: 3000 }] })
    expect(metal.excluded.map(({ reason }) => reason)).toContain('metal')
  })
})
