import { EDGE_MM } from './bone-cores'
import { neighboursOf, type BoneGrid } from './bone-grid'
import type { Piece } from './bone-pieces'

/*
 * What stands on a bone without narrowing at its foot. The bone is opened by balls of growing size; what a ball
 * cannot reach is a mountain range whose heights are the ways to the opened bone, and a bump is a summit with all
 * that lies below it. Its height over the width of its foot tells it from ridges and the rims of joints, which are
 * wide and low.
 */

/** A ball is tried on bones this much thicker than itself. */
const ROOM_MM = 1.5
const BALLS_MM = [3.6, 4.5, 5.5] as const
/** A ball of fewer steps than this takes the steps of thick slices for bumps. */
const MIN_STEPS = 1.6
/** A summit begins this much above what the ball reaches. */
const SUMMIT_MM = 1.4
const BUMP_MM3 = [10, 4000] as const
const MIN_SLENDERNESS = 0.35

/** @param isBone cells of bone; what is found is to be taken out of them by the caller before the next is asked for */
export function* bumpsOf(grid: BoneGrid, isBone: (index: number) => boolean): Generator<Piece> {
  let deepest = 0
  for (const index of grid.cells)
    if (isBone(index) && grid.depth[index] > deepest) deepest = grid.depth[index]
  const coarsestMm = Math.max(...grid.stepMm)
  for (const ballMm of BALLS_MM)
    if (ballMm >= MIN_STEPS * coarsestMm && deepest >= 10 * (ballMm + ROOM_MM))
      for (const piece of summitsOver(grid, isBone, ballMm)) if (standsOut(grid, piece)) yield piece
}

function standsOut({ stepMm }: BoneGrid, { cells, heightMm, footCells }: Piece): boolean {
  const mm3 = cells.length * stepMm[0] * stepMm[1] * stepMm[2]
  const footMm = Math.sqrt(footCells * stepMm[0] * stepMm[1])
  return mm3 >= BUMP_MM3[0] && mm3 <= BUMP_MM3[1] && heightMm >= MIN_SLENDERNESS * footMm
}

/** 0.1 mm; what is farther is no bump. */
const REACH = 250
const FAR = 0xffff

function summitsOver(grid: BoneGrid, isBone: (index: number) => boolean, ballMm: number): Piece[] {
  const heights = heightsOver(grid, isBone, ballMm)
  const taken = new Uint8Array(heights.length)
  const tops = [...grid.cells.filter((index) => heights[index] >= 10 * SUMMIT_MM)]
  tops.sort((a, b) => heights[b] - heights[a])
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const [ni, nj, nk] = grid.size
  return tops.flatMap((top): Piece[] => {
    if (taken[top]) return []
    taken[top] = 1
    const cells = [top]
    let footCells = 0
    for (let next = 0; next < cells.length; next++) {
      const index = cells[next]
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      let touches = false
      for (const step of steps) {
        const [x, y, z] = [i + step.i, j + step.j, k + step.k]
        if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
        const other = index + step.offset
        if (heights[other] === 0 && isBone(other)) touches = true
        // Downhill, or level among what is high.
        const isBelow = heights[other] < heights[index] || heights[other] >= 10 * SUMMIT_MM
        if (taken[other] || heights[other] === 0 || !isBelow) continue
        taken[other] = 1
        cells.push(other)
      }
      if (touches) footCells++
    }
    return [{ cells, heightMm: heights[top] / 10 + EDGE_MM + Math.min(...grid.stepMm) / 2, footCells }]
  })
}

/**
 * How far each cell of bone lies beyond what a ball reaches, in 0.1 mm: from 1 on; 0 within reach and outside bone.
 * Ways go through bone, from the middles that the ball can have.
 */
function heightsOver(grid: BoneGrid, isBone: (index: number) => boolean, ballMm: number): Uint16Array {
  const { size, depth, cells } = grid
  const within = Math.round(10 * (ballMm + EDGE_MM))
  const ways = new Uint16Array(depth.length)
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const longest = Math.max(...steps.map(({ way }) => way))
  const [ni, nj, nk] = size
  const buckets: number[][] = Array.from({ length: within + REACH + 1 }, () => [])
  for (const index of cells) {
    if (!isBone(index)) continue
    if (depth[index] < 10 * ballMm) ways[index] = FAR
    // Deeper ones have no neighbour that is no middle.
    else if (depth[index] <= 10 * ballMm + longest) buckets[0].push(index)
  }
  for (let so = 0; so < buckets.length; so++)
    for (const index of buckets[so]) {
      if (ways[index] !== so) continue
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      for (const step of steps) {
        const [x, y, z] = [i + step.i, j + step.j, k + step.k]
        if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
        const next = index + step.offset
        const through = so + step.way
        if (through >= buckets.length || through >= ways[next]) continue
        ways[next] = through
        buckets[through].push(next)
      }
    }
  for (const index of cells) ways[index] = ways[index] === FAR ? 0 : Math.max(0, ways[index] - within)
  return ways
}
