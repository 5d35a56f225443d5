import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boundsOf,
  difference,
  focusMaskOf,
  includes,
  intersection,
  pieces,
  runsOf,
  runsOfMask,
  union,
  voxelCount,
  type Run,
  type Runs,
} from './runs'

const stretch = fc
  .tuple(fc.nat(2), fc.nat(3), fc.nat(8), fc.integer({ min: 1, max: 4 }))
  .map((run) => run as Run)
const someRuns = fc.array(stretch, { maxLength: 12 }).map(runsOf)

const voxelsOf = (runs: Runs): Set<string> => {
  const voxels = new Set<string>()
  for (let at = 0; at < runs.length; at += 4)
    for (let x = 0; x < runs[at + 3]; x++) voxels.add(`${runs[at]} ${runs[at + 1]} ${runs[at + 2] + x}`)
  return voxels
}

describe('sets of voxels', () => {
  test('union, difference and intersection are those of sets', () => {
    fc.assert(
      fc.property(someRuns, someRuns, (a, b) => {
        const [left, right] = [voxelsOf(a), voxelsOf(b)]
        expect(voxelsOf(union(a, b))).toEqual(new Set([...left, ...right]))
        expect(voxelsOf(difference(a, b))).toEqual(new Set([...left].filter((voxel) => !right.has(voxel))))
        expect(voxelsOf(intersection(a, b))).toEqual(new Set([...left].filter((voxel) => right.has(voxel))))
      }),
    )
  })

  test('a voxel is included when it is in a run', () => {
    fc.assert(
      fc.property(someRuns, fc.nat(2), fc.nat(3), fc.nat(12), (runs, k, j, i) => {
        expect(includes(runs, i, j, k)).toBe(voxelsOf(runs).has(`${k} ${j} ${i}`))
      }),
    )
  })

  test('pieces have the same voxels, and none touches another', () => {
    fc.assert(
      fc.property(someRuns, (runs) => {
        const parts = pieces(runs)
        expect(parts.reduce((sum, part) => sum + voxelCount(part), 0)).toBe(voxelCount(runs))
        const all = parts.flatMap((part, index) =>
          [...voxelsOf(part)].map((voxel) => [index, ...voxel.split(' ').map(Number)]),
        )
        for (const [p, k, j, i] of all)
          for (const [q, z, y, x] of all)
            if (p !== q)
              expect(Math.max(Math.abs(k - z), Math.abs(j - y), Math.abs(i - x))).toBeGreaterThan(1)
      }),
    )
  })

  test('as the mask of a focus and back', () => {
    const runs = runsOf([
      [0, 1, 2, 3],
      [1, 0, 0, 1],
    ])
    expect(runsOfMask(focusMaskOf(runs, '1.2'))).toEqual(runs)
    expect(boundsOf(runs)).toEqual([0, 4, 0, 1, 0, 1])
    expect(boundsOf(runsOf([]))).toBeUndefined()
  })
})
