import type { CtVolume } from './volume'

/*
 * Connected components over runs, never over voxels: a run is an unbroken stretch of one row at or above the
 * threshold. Two runs of neighbouring rows belong together when they touch, also by a corner (26-connected).
 * Union-find with path halving over the runs (Rosenfeld and Pfaltz 1966, on runs as in He et al. 2008).
 */

export interface Components {
  readonly runs: RunTable
  readonly count: number
  /** Voxels of each component. */
  readonly voxels: Uint32Array
  readonly sum: Float64Array
  readonly max: Float32Array
  /** Bounds of each component, inclusive: i0, i1, j0, j1, k0, k1. */
  readonly bounds: Int32Array
  /** Runs of component c: order[at[c]] … order[at[c + 1] - 1], in the order of the rows. */
  readonly at: Int32Array
  readonly order: Int32Array
}

export interface RunTable {
  /** Runs of row j of slice k: rowAt[k · nj + j] … rowAt[k · nj + j + 1] - 1. */
  readonly rowAt: Int32Array
  readonly start: Uint16Array
  /** One past the last voxel. */
  readonly end: Uint16Array
  /** Component of each run. */
  readonly label: Int32Array
  /** Row of each run: k · nj + j. */
  readonly row: Int32Array
}

/** A higher threshold for a part of row j of slice k, HU for each block of columns; undefined for none. */
export interface RaisedThreshold {
  readonly columns: number
  readonly rowAt: (j: number, k: number) => Float32Array | undefined
}

/** Yields the share that is done, slice by slice. */
export function* componentsAbove(
  volume: CtVolume,
  threshold: number,
  raised?: RaisedThreshold,
): Generator<number, Components> {
  const [, , nk] = volume.geometry.size
  const scan = makeScan(volume, threshold, raised)
  for (let k = 0; k < nk; k++) {
    scan.slice(k)
    if ((k & 7) === 7) yield (k + 1) / nk
  }
  return scan.finish()
}

function makeScan({ values, geometry }: CtVolume, threshold: number, raised?: RaisedThreshold) {
  const [ni, nj, nk] = geometry.size
  const level = Math.ceil(threshold)
  const words = wordsOf(values, ni, level)
  const rowAt = new Int32Array(nj * nk + 1)
  let capacity = 1 << 16
  let start = new Uint16Array(capacity)
  let end = new Uint16Array(capacity)
  let parent = new Int32Array(capacity)
  let row = new Int32Array(capacity)
  let sum = new Float32Array(capacity)
  let max = new Float32Array(capacity)
  let runs = 0

  const grow = () => {
    capacity *= 2
    start = enlarged(start, new Uint16Array(capacity))
    end = enlarged(end, new Uint16Array(capacity))
    parent = enlarged(parent, new Int32Array(capacity))
    row = enlarged(row, new Int32Array(capacity))
    sum = enlarged(sum, new Float32Array(capacity))
    max = enlarged(max, new Float32Array(capacity))
  }

  const scanRaised = (line: number, levels: Float32Array, columns: number) => {
    const base = line * ni
    const reaches = (x: number) => values[base + x] >= Math.max(level, levels[Math.floor(x / columns)])
    for (let x = 0; x < ni; x++) {
      if (!reaches(x)) continue
      start[runs] = x
      parent[runs] = runs
      row[runs] = line
      let total = 0
      let highest = -Infinity
      for (; x < ni && reaches(x); x++) {
        const value = values[base + x]
        total += value
        if (value > highest) highest = value
      }
      end[runs] = x
      sum[runs] = total
      max[runs] = highest
      runs++
    }
  }

  const scanRow = (line: number) => {
    const base = line * ni
    let x = 0
    while (x < ni) {
      x = words
        ? nextAbove(words, values as Int16Array, base, x, ni, level)
        : nextValue(values, base, x, ni, level)
      if (x === ni) return
      const first = x
      let total = 0
      let highest = -Infinity
      while (x < ni) {
        const value = values[base + x]
        if (!(value >= level)) break
        total += value
        if (value > highest) highest = value
        x++
      }
      start[runs] = first
      end[runs] = x
      parent[runs] = runs
      row[runs] = line
      sum[runs] = total
      max[runs] = highest
      runs++
    }
  }

  const join = (line: number, other: number) => {
    const aEnd = rowAt[line + 1]
    const bEnd = rowAt[other + 1]
    let a = rowAt[line]
    let b = rowAt[other]
    while (a < aEnd && b < bEnd) {
      if (end[b] < start[a]) b++
      else if (end[a] < start[b]) a++
      else {
        unite(parent, a, b)
        if (end[a] < end[b]) a++
        else b++
      }
    }
  }

  return {
    slice(k: number) {
      for (let j = 0; j < nj; j++) {
        const line = k * nj + j
        rowAt[line] = runs
        if (runs + ni > capacity) grow()
        const levels = raised?.rowAt(j, k)
        if (raised && levels) scanRaised(line, levels, raised.columns)
        else scanRow(line)
        rowAt[line + 1] = runs
        if (rowAt[line] === runs) continue
        if (j > 0) join(line, line - 1)
        if (k === 0) continue
        if (j > 0) join(line, line - nj - 1)
        join(line, line - nj)
        if (j + 1 < nj) join(line, line - nj + 1)
      }
    },
    finish: (): Components => gather({ rowAt, start, end, parent, row, sum, max, runs, nj }),
  }
}

/** Two Int16 voxels per word, where rows begin on a word and the threshold is above 0. */
function wordsOf(values: CtVolume['values'], ni: number, level: number): Int32Array | undefined {
  if (!(values instanceof Int16Array) || ni % 2 === 1 || values.byteOffset % 4 !== 0) return undefined
  if (level <= 0 || level > 0x7fff) return undefined
  return new Int32Array(values.buffer, values.byteOffset, values.length >> 1)
}

/**
 * The first voxel of the row from x on that reaches the level, eight voxels per test: bit 15 of
 * (v & 0x7fff) + 0x8000 − level is set when v reaches the level, or is negative, which its own sign says.
 */
function nextAbove(
  words: Int32Array,
  values: Int16Array,
  base: number,
  from: number,
  ni: number,
  level: number,
) {
  const add = ((0x8000 - level) * 0x10001) | 0
  let x = from
  if (x & 1) {
    if (values[base + x] >= level) return x
    x++
  }
  let word = (base + x) >> 1
  const last = (base + ni) >> 1
  while (word + 4 <= last) {
    const a = words[word]
    const b = words[word + 1]
    const c = words[word + 2]
    const d = words[word + 3]
    const hit =
      (((a & 0x7fff7fff) + add) & ~a) |
      (((b & 0x7fff7fff) + add) & ~b) |
      (((c & 0x7fff7fff) + add) & ~c) |
      (((d & 0x7fff7fff) + add) & ~d)
    if (hit & 0x80008000) break
    word += 4
  }
  return nextValue(values, base, word * 2 - base, ni, level)
}

function nextValue(
  values: CtVolume['values'],
  base: number,
  from: number,
  ni: number,
  level: number,
): number {
  let x = from
  while (x < ni && !(values[base + x] >= level)) x++
  return x
}

function enlarged<T extends Uint16Array | Int32Array | Float32Array>(old: T, target: T): T {
  target.set(old)
  return target
}

function find(parent: Int32Array, run: number): number {
  let root = run
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]]
    root = parent[root]
  }
  return root
}

function unite(parent: Int32Array, a: number, b: number): void {
  const p = find(parent, a)
  const q = find(parent, b)
  if (p < q) parent[q] = p
  else parent[p] = q
}

interface Scanned {
  readonly rowAt: Int32Array
  readonly start: Uint16Array
  readonly end: Uint16Array
  readonly parent: Int32Array
  readonly row: Int32Array
  readonly sum: Float32Array
  readonly max: Float32Array
  readonly runs: number
  readonly nj: number
}

function gather(scan: Scanned): Components {
  const { runs, nj, start, end, row } = scan
  const { label, count } = labelled(scan)
  const voxels = new Uint32Array(count)
  const sum = new Float64Array(count)
  const max = new Float32Array(count).fill(-Infinity)
  const bounds = new Int32Array(6 * count)
  for (let c = 0; c < count; c++) bounds.set([0x7fffffff, -1, 0x7fffffff, -1, 0x7fffffff, -1], 6 * c)
  const at = new Int32Array(count + 1)
  for (let run = 0; run < runs; run++) {
    const c = label[run]
    voxels[c] += end[run] - start[run]
    sum[c] += scan.sum[run]
    if (scan.max[run] > max[c]) max[c] = scan.max[run]
    const b = 6 * c
    const k = (row[run] / nj) | 0
    const j = row[run] - k * nj
    if (start[run] < bounds[b]) bounds[b] = start[run]
    if (end[run] - 1 > bounds[b + 1]) bounds[b + 1] = end[run] - 1
    if (j < bounds[b + 2]) bounds[b + 2] = j
    if (j > bounds[b + 3]) bounds[b + 3] = j
    if (k < bounds[b + 4]) bounds[b + 4] = k
    if (k > bounds[b + 5]) bounds[b + 5] = k
    at[c + 1]++
  }
  for (let c = 0; c < count; c++) at[c + 1] += at[c]
  const order = new Int32Array(runs)
  const next = at.slice()
  for (let run = 0; run < runs; run++) order[next[label[run]]++] = run
  return { runs: { rowAt: scan.rowAt, start, end, label, row }, count, voxels, sum, max, bounds, at, order }
}

function labelled({ parent, runs }: Scanned): { label: Int32Array; count: number } {
  const label = new Int32Array(runs)
  let count = 0
  for (let run = 0; run < runs; run++) {
    const root = find(parent, run)
    label[run] = root === run ? count++ : label[root]
  }
  return { label, count }
}
