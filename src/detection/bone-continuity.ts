import { EMPTY, type BoneGrid } from './bone-grid'
import { meanOfCell } from './bone-like'
import { eachNeighbour } from './bone-pieces'
import type { CtVolume } from './volume'

/*
 * Whether what stands on a bone is the bone itself: its trabeculae go on into those of the bone, with no cortex in
 * between. What was laid down on a bone has the bone's cortex under it.
 */

/** Smaller pieces have no depth to look at. */
const MIN_MM3 = 300
const MIN_DEPTH_MM = 3
/** The cortex of a bone reads at least so much; a calcification of less has no rim of its own. */
const MIN_RIM_HU = 450
/** Trabeculae over the rim around them. */
const TRABECULAR_SHARE = 0.6
const MAX_TRABECULAR_HU = 420
/** The blur of the surface leads around a cortex: no way goes through it. */
const SURFACE_MM = 2
/** And it ends as deep in the bone as this. */
const MARROW_MM = 4

export function continuesIntoBone(
  volume: CtVolume,
  grid: BoneGrid,
  cells: readonly number[],
  isBone: (index: number) => boolean,
): boolean {
  const { depth, solid, stepMm } = grid
  const deepest = cells.reduce((most, index) => Math.max(most, depth[index]), 0)
  if (cells.length * stepMm[0] * stepMm[1] * stepMm[2] < MIN_MM3 || deepest < 10 * MIN_DEPTH_MM) return false
  const rim = cells
    .filter((index) => depth[index] <= 0.5 * deepest)
    .map((index) => meanOfCell(volume, grid, index))
    .sort((a, b) => a - b)
  const rimHu = rim[Math.floor(0.8 * rim.length)] ?? 0
  const inner = cells.filter((index) => depth[index] >= 0.7 * deepest)
  const innerHu = inner.reduce((sum, index) => sum + meanOfCell(volume, grid, index) / inner.length, 0)
  if (rimHu < MIN_RIM_HU || innerHu > TRABECULAR_SHARE * rimHu) return false
  const limitHu = Math.min(MAX_TRABECULAR_HU, TRABECULAR_SHARE * rimHu)
  const own = new Set(cells)
  const seen = new Set(inner)
  const way = inner.filter((index) => meanOfCell(volume, grid, index) <= limitHu)
  let arrived = false
  for (let index = way.pop(); index !== undefined && !arrived; index = way.pop())
    eachNeighbour(grid, index, (next) => {
      if (arrived || seen.has(next) || solid[next] === EMPTY || depth[next] < 10 * SURFACE_MM) return
      const isBeyond = isBone(next)
      if (!isBeyond && !own.has(next)) return
      seen.add(next)
      if (meanOfCell(volume, grid, next) > limitHu) return
      if (isBeyond && depth[next] >= 10 * MARROW_MM) arrived = true
      else way.push(next)
    })
  return arrived
}
