import { describe, expect, test } from 'vitest'
import type { Candidate, SliceCandidate } from './candidate'
import {
  accept,
  accepted,
  idsWhere,
  isRestored,
  isSmallerThan,
  isWithin,
  listed,
  merge,
  open,
  reject,
  reopen,
  restore,
  sidesInSlice,
  sidesOf,
  split,
} from './candidate-list'
import { findCandidates, type Found } from './candidates'
import { remeasure } from './remeasure'
import type { Search } from './look'
import { voxelCount, type Runs } from './runs'
import { thigh } from './test-volume'

const volume = thigh({
  balls: [
    { at: [-22, 4, 0], radiusMm: 3, hu: 500 },
    { at: [-22, 18, 0], radiusMm: 1.5, hu: 500 },
    { at: [0, 43, 10], radiusMm: 2.5, hu: 500 },
  ],
})
const { found, search } = searched()
const list = listed(found.candidates)
const measured = (runs: Runs, id: number, kind: Candidate['kind']) => remeasure(search, runs, id, kind)
const ids = found.candidates.map(({ id }) => id)

function searched(): { found: Found; search: Search } {
  let kept: Search | undefined
  const steps = findCandidates(volume, {}, (made) => (kept = made))
  for (;;) {
    const step = steps.next()
    if (step.done) return { found: step.value as Found, search: kept as Search }
  }
}

describe('decisions about candidates', () => {
  test('nothing is accepted by itself', () => {
    expect(accepted(list)).toEqual([])
    expect(open(list)).toHaveLength(3)
  })

  test('each is accepted, rejected and opened again, the list before left as it was', () => {
    const first = new Set([ids[0]])
    const after = accept(list, first)
    expect(accepted(after).map(({ id }) => id)).toEqual([ids[0]])
    expect(accepted(list)).toEqual([])
    expect(open(reject(after, first))).toHaveLength(2)
    expect(open(reopen(after, first))).toHaveLength(3)
  })

  test('many at once by size and by place', () => {
    expect(idsWhere(list, isSmallerThan(4.5)).size).toBe(1)
    expect(idsWhere(list, isWithin([10, 60, 40], [-10, 30, -40])).size).toBe(1)
  })
})

describe('merging and splitting', () => {
  const volumes = found.candidates.map(({ volumeMm3 }) => volumeMm3)
  const total = volumes.reduce((sum, value) => sum + value, 0)

  test('a merged candidate holds the voxels and the volume of its parts', () => {
    const merged = merge(list, new Set(ids), measured)
    expect(merged).toHaveLength(1)
    const [{ candidate, decision }] = merged
    expect(decision).toBe('open')
    expect(Math.abs((candidate as Candidate).volumeMm3 / total - 1)).toBeLessThan(0.15)
    expect(ids).not.toContain(candidate.id)
  })

  test('fewer than two are not merged', () => expect(merge(list, new Set([ids[0]]), measured)).toBe(list))

  test('a candidate is split across its middle', () => {
    const [whole] = [...found.candidates].sort((a, b) => b.volumeMm3 - a.volumeMm3)
    const sides = sidesOf(whole.runs, volume.geometry, whole.centre, whole.shape.axis)
    expect(voxelCount(sides[0]) + voxelCount(sides[1])).toBe(voxelCount(whole.runs))
    const parted = split(list, whole.id, sides, measured)
    expect(parted).toHaveLength(4)
    expect(parted.some(({ candidate }) => candidate.id === whole.id)).toBe(false)
  })

  test('a part that holds nothing is no split', () => {
    expect(split(list, ids[0], [found.candidates[0].runs, new Int32Array()], measured)).toBe(list)
  })
})

describe('what the search excluded', () => {
  const excluded = found.candidates[0].runs.slice()
  const [{ candidate }] = list
  const made = { ...candidate, id: 90 }

  test('is restored once', () => {
    const restored = restore(list, made, excluded)
    expect(isRestored(list, excluded)).toBe(false)
    expect(restored.at(-1)).toMatchObject({ candidate: { id: 90 }, decision: 'open' })
    expect(restore(restored, { ...made, id: 91 }, excluded)).toBe(restored)
    expect(isRestored(restored, excluded.slice())).toBe(false)
  })

  test('stays restored when it is rejected, merged with others or cut', () => {
    const restored = restore(list, made, excluded)
    expect(isRestored(reject(restored, new Set([90])), excluded)).toBe(true)
    expect(isRestored(merge(restored, new Set([90, ids[1]]), measured), excluded)).toBe(true)
    const halves = [found.candidates[0].runs, found.candidates[1].runs]
    expect(split(restored, 90, halves, measured).filter((it) => it.restored)).toHaveLength(2)
  })
})

test('a section is cut across its longest axis', () => {
  const section = {
    runs: Int32Array.from([4, 10, 20, 8, 4, 11, 20, 8]),
    centre: [24, 11],
    axis: [0.7, 0],
  } as const
  const [left, right] = sidesInSlice(section as unknown as SliceCandidate)
  expect([...left]).toEqual([4, 10, 20, 4, 4, 11, 20, 4])
  expect([...right]).toEqual([4, 10, 24, 4, 4, 11, 24, 4])
})
