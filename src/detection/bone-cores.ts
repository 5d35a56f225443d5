import { neighboursOf, type BoneGrid } from './bone-grid'

/*
 * The parts of what is dense: what lies deeper than the radius of a ball, split where it narrows, and grown
 * back to the surface. What the ball cannot enter is left over.
 */

export interface Cores {
  /** Number of the core of each cell, from 1. */
  readonly label: Int16Array
  readonly count: number
}

/** The opening's ball: thinner than any rib or metacarpal, thicker than most processes. */
export const BALL_MM = 2.9
/** Opened bone grows back by the ball and this much: sharp edges round off by less. */
export const EDGE_MM = 0.6
/** Two parts of a bone meet over at least this share of the lesser's depth. */
const WAIST_SHARE = 0.8

const MAX_CORES = 32_000

/**
 * What lies deeper than the ball's radius, in parts that meet at a waist: a watershed of the depth, from the
 * deepest cell outward, in which two basins become one unless the pass between them is clearly
 * shallower than the lesser (Vincent and Soille 1991; the merging by the dynamics of Grimaud 1992).
 */
export function coresOf(grid: BoneGrid): Cores {
  const { depth } = grid
  // Depths are from centre to centre: the surface is half a cell nearer.
  const half = 5 * Math.min(...grid.stepMm)
  const label = new Int16Array(depth.length)
  const parent = [0]
  const peak = [0]
  const root = (at: number): number => {
    while (parent[at] !== at) at = parent[at] = parent[parent[at]]
    return at
  }
  const [ni, nj, nk] = grid.size
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  for (const index of byFallingDepth(grid)) {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    let [own, deepest] = [0, -1]
    for (const step of steps) {
      const x = i + step.i
      const y = j + step.j
      const z = k + step.k
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const next = label[index + step.offset]
      if (next === 0) continue
      const other = root(next)
      const isDeeper = depth[index + step.offset] > deepest
      if (isDeeper) deepest = depth[index + step.offset]
      if (own === 0 || own === other) own = other
      else {
        const high = peak[own] >= peak[other] ? own : other
        const low = high === own ? other : own
        if (depth[index] - half >= WAIST_SHARE * (peak[low] - half)) own = parent[low] = high
        // What lies between two goes uphill, so that neither creeps along the other's surface.
        else if (isDeeper) own = other
      }
    }
    if (own === 0 && parent.length < MAX_CORES) {
      own = parent.length
      parent.push(own)
      peak.push(depth[index])
    }
    label[index] = own
  }
  return renumbered(
    label,
    parent.map((_, at) => root(at)),
    grid,
  )
}

/** Cells of the cores, deepest first. */
function byFallingDepth({ cells, depth }: BoneGrid): Int32Array {
  const counts = new Int32Array(257)
  const least = 10 * BALL_MM
  for (const index of cells) if (depth[index] >= least) counts[255 - depth[index] + 1]++
  for (let at = 0; at < 256; at++) counts[at + 1] += counts[at]
  const sorted = new Int32Array(counts[256])
  for (const index of cells) if (depth[index] >= least) sorted[counts[255 - depth[index]]++] = index
  return sorted
}

function renumbered(label: Int16Array, roots: readonly number[], { cells }: BoneGrid): Cores {
  const numbers = new Map<number, number>([[0, 0]])
  for (const index of cells) {
    if (!label[index]) continue
    const own = roots[label[index]]
    const number = numbers.get(own) ?? numbers.size
    numbers.set(own, number)
    label[index] = number
  }
  return { label, count: numbers.size - 1 }
}

/** Gives every solid cell near a core that core's number, nearest first. */
export function regrow(grid: BoneGrid, { label }: Cores, ballMm: number): void {
  const [ni, nj, nk] = grid.size
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const reach = Math.round(10 * (ballMm + EDGE_MM))
  const way = new Uint8Array(label.length)
  const buckets: number[][] = Array.from({ length: reach + 1 }, () => [])
  for (const index of grid.cells) {
    if (label[index]) buckets[0].push(index)
    else way[index] = 255
  }
  for (let so = 0; so <= reach; so++)
    for (const index of buckets[so]) {
      if (way[index] !== so) continue
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      for (const step of steps) {
        const [x, y, z] = [i + step.i, j + step.j, k + step.k]
        if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
        const next = index + step.offset
        const through = so + step.way
        if (!grid.solid[next] || through > reach || through >= way[next]) continue
        way[next] = through
        label[next] = label[index]
        buckets[through].push(next)
      }
    }
}
