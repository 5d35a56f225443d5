import type { FocusMask } from '../domain/finding'

/**
 * A set of voxels as runs, four numbers each: slice k, row j, first column i, number of voxels; from 0, ordered
 * by slice, row and column, none touching another of its row.
 */
export type Runs = Int32Array

/** One stretch of a row: [k, j, first i, length]. */
export type Run = readonly [k: number, j: number, i: number, length: number]

export const runCount = (runs: Runs): number => runs.length >> 2

export function voxelCount(runs: Runs): number {
  let total = 0
  for (let at = 3; at < runs.length; at += 4) total += runs[at]
  return total
}

/** Sorts, joins what overlaps or touches in a row, and drops empty runs. */
export function runsOf(stretches: Iterable<Run>): Runs {
  const sorted = [...stretches]
    .filter((run) => run[3] > 0)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
  const joined: [number, number, number, number][] = []
  for (const [k, j, i, length] of sorted) {
    const last = joined.at(-1)
    if (last && last[0] === k && last[1] === j && i <= last[2] + last[3])
      last[3] = Math.max(last[3], i + length - last[2])
    else joined.push([k, j, i, length])
  }
  return Int32Array.from(joined.flat())
}

export function* eachRun(runs: Runs): Generator<Run> {
  for (let at = 0; at < runs.length; at += 4) yield [runs[at], runs[at + 1], runs[at + 2], runs[at + 3]]
}

export const union = (a: Runs, b: Runs): Runs => runsOf([...eachRun(a), ...eachRun(b)])

/** Voxels of `a` that are not in `b`. */
export function difference(a: Runs, b: Runs): Runs {
  const taken = byRow(b)
  const left: Run[] = []
  for (const [k, j, i, length] of eachRun(a)) {
    let from = i
    for (const [start, end] of taken.get(rowKey(k, j)) ?? []) {
      if (end <= from || start >= i + length) continue
      if (start > from) left.push([k, j, from, start - from])
      from = end
    }
    if (from < i + length) left.push([k, j, from, i + length - from])
  }
  return runsOf(left)
}

/** Voxels that are in both. */
export function intersection(a: Runs, b: Runs): Runs {
  const other = byRow(b)
  const both: Run[] = []
  for (const [k, j, i, length] of eachRun(a))
    for (const [start, end] of other.get(rowKey(k, j)) ?? []) {
      const from = Math.max(i, start)
      both.push([k, j, from, Math.min(i + length, end) - from])
    }
  return runsOf(both)
}

export function includes(runs: Runs, i: number, j: number, k: number): boolean {
  let [low, high] = [0, runCount(runs)]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = 4 * middle
    const order = runs[at] - k || runs[at + 1] - j || runs[at + 2] - i
    if (order <= 0) low = middle + 1
    else high = middle
  }
  const at = 4 * (low - 1)
  return at >= 0 && runs[at] === k && runs[at + 1] === j && i < runs[at + 2] + runs[at + 3]
}

/** First and last voxel along each axis: i0, i1, j0, j1, k0, k1; undefined for an empty set. */
export function boundsOf(runs: Runs): readonly [number, number, number, number, number, number] | undefined {
  if (runs.length === 0) return undefined
  let [i0, i1, j0, j1] = [Infinity, -1, Infinity, -1]
  for (let at = 0; at < runs.length; at += 4) {
    i0 = Math.min(i0, runs[at + 2])
    i1 = Math.max(i1, runs[at + 2] + runs[at + 3] - 1)
    j0 = Math.min(j0, runs[at + 1])
    j1 = Math.max(j1, runs[at + 1])
  }
  return [i0, i1, j0, j1, runs[0], runs[runs.length - 4]]
}

/** The 26-connected pieces of a set, largest first. */
export function pieces(runs: Runs): Runs[] {
  const count = runCount(runs)
  const parent = Int32Array.from({ length: count }, (_, index) => index)
  const rows = new Map<string, number[]>()
  const root = (index: number): number => {
    while (parent[index] !== index) index = parent[index] = parent[parent[index]]
    return index
  }
  for (let run = 0; run < count; run++) {
    const [k, j, i, length] = runs.subarray(4 * run, 4 * run + 4)
    for (const [dk, dj] of EARLIER_ROWS)
      for (const other of rows.get(rowKey(k + dk, j + dj)) ?? []) {
        const [start, span] = [runs[4 * other + 2], runs[4 * other + 3]]
        if (start <= i + length && i <= start + span) parent[root(run)] = root(other)
      }
    const row = rows.get(rowKey(k, j)) ?? []
    row.push(run)
    rows.set(rowKey(k, j), row)
  }
  const groups = new Map<number, Run[]>()
  for (let run = 0; run < count; run++) {
    const group = groups.get(root(run)) ?? []
    group.push([...runs.subarray(4 * run, 4 * run + 4)] as unknown as Run)
    groups.set(root(run), group)
  }
  return [...groups.values()].map(runsOf).sort((a, b) => voxelCount(b) - voxelCount(a))
}

const EARLIER_ROWS = [
  [0, -1],
  [-1, -1],
  [-1, 0],
  [-1, 1],
] as const

export const focusMaskOf = (runs: Runs, SeriesInstanceUID: string): FocusMask => ({
  SeriesInstanceUID,
  runs: [...eachRun(runs)],
})

export const runsOfMask = (mask: FocusMask): Runs => runsOf(mask.runs)

const rowKey = (k: number, j: number): string => `${k} ${j}`

function byRow(runs: Runs): Map<string, [start: number, end: number][]> {
  const rows = new Map<string, [number, number][]>()
  for (const [k, j, i, length] of eachRun(runs)) {
    const row = rows.get(rowKey(k, j)) ?? []
    row.push([i, i + length])
    rows.set(rowKey(k, j), row)
  }
  return rows
}
