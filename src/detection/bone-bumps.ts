import { EDGE_MM } from './bone-cores'
import { neighboursOf, spreadWays, type BoneGrid } from './bone-grid'
import type { Piece } from './bone-pieces'

/*
 * What stands on a bone without narrowing at its foot. The bone is opened by balls of growing size; what a ball
 * cannot reach is a mountain range whose heights are the ways to the opened bone, and a bump is a summit with all
 * that lies below it. Its height over the width of its foot tells it from ridges and the rims of joints, which are
 * wide and low.
 */

/** A ball is tried on bones this much thicker than itself. */
const ROOM_MM = 1.5
const BALLS_MM = [3.6, 4.5, 5.5, 6.5] as const
/** A ball of fewer steps than this takes the steps of thick slices for bumps. */
const MIN_STEPS = 1.6
/** A summit begins this much above what the ball reaches. */
const SUMMIT_MM = 1.4
const BUMP_MM3 = [10, 4000] as const
const MIN_SLENDERNESS = 0.35

/**
 * @param boneOf number of the bone of each cell
 * @param isBone cells of bone; what is found is to be taken out of them by the caller before the next is asked for
 */
export function* bumpsOf(
  grid: BoneGrid,
  boneOf: Int16Array,
  isBone: (index: number) => boolean,
): Generator<Piece> {
  const deepest = deepestOf(grid, boneOf)
  const coarsestMm = Math.max(...grid.stepMm)
  // One array for all balls: the grid of a whole trunk has 20 million cells.
  const heights = new Uint16Array(grid.solid.length)
  for (const ballMm of BALLS_MM) {
    if (ballMm < MIN_STEPS * coarsestMm) continue
    const isMeant = (index: number) => isBone(index) && deepest[boneOf[index]] >= 10 * (ballMm + ROOM_MM)
    const beyond = rise(grid, isMeant, ballMm, heights)
    const pieces = summits(grid, isBone, heights, beyond)
    for (const index of beyond) heights[index] = 0
    for (const piece of pieces) if (standsOut(grid, piece)) yield piece
  }
}

/** Greatest depth of each bone, 0.1 mm; of ridges that are of no bone in particular, any. */
function deepestOf({ cells, depth }: BoneGrid, boneOf: Int16Array): number[] {
  const deepest = [Infinity]
  for (const index of cells) {
    const bone = boneOf[index]
    if (bone > 0 && !(depth[index] <= deepest[bone])) deepest[bone] = depth[index]
  }
  return deepest
}

function standsOut({ stepMm }: BoneGrid, { cells, heightMm, footCells }: Piece): boolean {
  const mm3 = cells.length * stepMm[0] * stepMm[1] * stepMm[2]
  const footMm = Math.sqrt(footCells * stepMm[0] * stepMm[1])
  return mm3 >= BUMP_MM3[0] && mm3 <= BUMP_MM3[1] && heightMm >= MIN_SLENDERNESS * footMm
}

/** 0.1 mm; what is farther is no bump. */
const REACH = 250
const FAR = 0xffff

/** @param beyond cells with a height, lowest first */
function summits(
  grid: BoneGrid,
  isBone: (index: number) => boolean,
  heights: Uint16Array,
  beyond: readonly number[],
): Piece[] {
  const taken = new Set<number>()
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const [ni, nj, nk] = grid.size
  const ownMm = EDGE_MM + Math.min(...grid.stepMm) / 2
  const found: Piece[] = []
  for (let at = beyond.length - 1; at >= 0 && heights[beyond[at]] >= 10 * SUMMIT_MM; at--) {
    const top = beyond[at]
    if (taken.has(top)) continue
    taken.add(top)
    const cells = [top]
    let footCells = 0
    for (let next = 0; next < cells.length; next++) {
      const index = cells[next]
      const height = heights[index]
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      let touches = false
      for (const step of steps) {
        const [x, y, z] = [i + step.i, j + step.j, k + step.k]
        if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
        const other = index + step.offset
        const beside = heights[other]
        if (beside === 0) {
          touches ||= isBone(other)
          continue
        }
        // Downhill, or level among what is high.
        if (taken.has(other) || (beside >= height && beside < 10 * SUMMIT_MM)) continue
        taken.add(other)
        cells.push(other)
      }
      if (touches) footCells++
    }
    found.push({ cells, heightMm: heights[top] / 10 + ownMm, footCells })
  }
  return found
}

/**
 * Sets how far each cell of bone lies beyond what a ball reaches, in 0.1 mm: from 1 on; 0 within reach and outside
 * bone. Ways go through bone, from the middles that the ball can have.
 * @param heights all 0
 * @returns the cells beyond, lowest first
 */
function rise(
  grid: BoneGrid,
  isBone: (index: number) => boolean,
  ballMm: number,
  heights: Uint16Array,
): number[] {
  const { depth, cells, stepMm } = grid
  const within = Math.round(10 * (ballMm + EDGE_MM))
  const longest = Math.ceil(10 * Math.hypot(...stepMm))
  const buckets: number[][] = Array.from({ length: within + REACH + 1 }, () => [])
  const shallow: number[] = []
  for (const index of cells) {
    // Deeper ones have no neighbour that is no middle.
    if (depth[index] > 10 * ballMm + longest || !isBone(index)) continue
    if (depth[index] < 10 * ballMm) {
      heights[index] = FAR
      shallow.push(index)
    } else buckets[0].push(index)
  }
  spreadWays(grid, heights, buckets)
  const beyond = buckets
    .slice(within + 1)
    .flatMap((bucket, at) => bucket.filter((index) => heights[index] === within + 1 + at))
  for (const index of shallow)
    heights[index] = heights[index] === FAR || heights[index] <= within ? 0 : heights[index] - within
  return beyond
}
