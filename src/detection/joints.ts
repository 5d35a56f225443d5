import { DENSE, neighboursOf, type BoneGrid } from './bone-grid'
import { meanOfCell } from './bone-like'
import { distancesFrom, type Cells } from './cells'
import { BONE, type Skeleton } from './skeleton'
import type { CtVolume } from './volume'

/** Distances to the skeleton and to its joints, for every cell of about 3 mm. */
export interface BoneDistances {
  /** mm, at most BONE_REACH_MM. */
  readonly boneMm: Float32Array
  /** To the nearest place where two bones face each other across a gap, mm, at most BONE_REACH_MM. */
  readonly jointMm: Float32Array
}

export const BONE_REACH_MM = 150
/** A joint space with its cartilage on both sides; beyond this lie the shafts of the forearm and of the hand. */
const JOINT_HALF_GAP_MM = 3.6
/** Bones of a joint are told apart by their cortex: its blur fills the joint space at the threshold of the search. */
const CORTEX_HU = 550
/** Pieces of cortex smaller than this are no bone of a joint. */
const MIN_CORTEX_MM3 = 300

export function boneDistancesOf(volume: CtVolume, cells: Cells, skeleton: Skeleton): BoneDistances {
  const { grid, owner } = skeleton
  const bones = grid.cells.filter((index) => owner[index] === BONE)
  return {
    boneMm: distancesFrom(cells, cellsHolding(cells, grid, bones), BONE_REACH_MM),
    jointMm: distancesFrom(
      cells,
      cellsHolding(cells, grid, jointCells(grid, cortices(volume, skeleton))),
      BONE_REACH_MM,
    ),
  }
}

/** Marks the cells of 3 mm that hold the middles of cells of the bone grid. */
function cellsHolding(
  cells: Cells,
  { size, origin, voxels }: BoneGrid,
  indices: Iterable<number>,
): Uint8Array {
  const marked = new Uint8Array(cells.mean.length)
  const along = size.map((count, axis) =>
    Int32Array.from({ length: count }, (_, at) =>
      Math.min(
        cells.size[axis] - 1,
        Math.floor((origin[axis] + (at + 0.5) * voxels[axis] - 0.5) / cells.voxels[axis]),
      ),
    ),
  )
  const layer = size[0] * size[1]
  for (const index of indices) {
    const k = Math.floor(index / layer)
    const j = Math.floor(index / size[0]) - k * size[1]
    marked[(along[2][k] * cells.size[1] + along[1][j]) * cells.size[0] + along[0][index % size[0]]] = 1
  }
  return marked
}

/** Number of the bone whose cortex each cell is of, from 1; 0 for none. */
function cortices(volume: CtVolume, { grid, owner }: Skeleton): Int16Array {
  const piece = new Int16Array(grid.solid.length)
  for (const index of grid.cells)
    if (owner[index] === BONE && grid.solid[index] === DENSE && meanOfCell(volume, grid, index) >= CORTEX_HU)
      piece[index] = OPEN
  const sizes = numberByFaces(grid, piece)
  const bones = mergedOverContact(grid, piece, sizes)
  const total = new Float64Array(sizes.length)
  sizes.forEach((cells, number) => (total[bones[number]] += cells))
  const least = MIN_CORTEX_MM3 / (grid.stepMm[0] * grid.stepMm[1] * grid.stepMm[2])
  for (const index of grid.cells) {
    const bone = bones[piece[index]]
    piece[index] = total[bone] >= least ? bone : 0
  }
  return piece
}

const OPEN = -1

/** Numbers the pieces of open cells that are connected by faces. @returns cells of each, by number */
function numberByFaces({ size, cells }: BoneGrid, piece: Int16Array): number[] {
  const [ni, nj, nk] = size
  const sizes = [0]
  for (const start of cells) {
    if (piece[start] !== OPEN) continue
    const number = sizes.length
    const own = [start]
    piece[start] = number
    const enter = (other: number) => {
      if (piece[other] !== OPEN) return
      piece[other] = number
      own.push(other)
    }
    for (let next = 0; next < own.length; next++) {
      const index = own[next]
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      if (i > 0) enter(index - 1)
      if (i < ni - 1) enter(index + 1)
      if (j > 0) enter(index - ni)
      if (j < nj - 1) enter(index + ni)
      if (k > 0) enter(index - ni * nj)
      if (k < nk - 1) enter(index + ni * nj)
    }
    sizes.push(own.length)
  }
  return sizes
}

/**
 * Pieces that touch by edges or corners in many places for their size are one bone, whose thin cortex runs aslant;
 * two bones of a joint touch in a few.
 */
function mergedOverContact(grid: BoneGrid, piece: Int16Array, sizes: readonly number[]): number[] {
  const contact = new Map<number, number>()
  const { after } = neighboursOf(grid)
  const [ni, nj, nk] = grid.size
  // One piece alone touches no other.
  for (const index of sizes.length > 2 ? grid.cells : []) {
    const own = piece[index]
    if (own <= 0) continue
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    for (const step of after) {
      const other = piece[index + step.offset]
      if (other <= 0 || other === own) continue
      const [x, y, z] = [i + step.i, j + step.j, k + step.k]
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const key = Math.min(own, other) * MAX_PIECES + Math.max(own, other)
      contact.set(key, (contact.get(key) ?? 0) + 1)
    }
  }
  const parent = sizes.map((_, at) => at)
  const root = (at: number): number => (parent[at] === at ? at : root(parent[at]))
  for (const [key, places] of contact) {
    const [a, b] = [Math.floor(key / MAX_PIECES), key % MAX_PIECES]
    if (places > SAME_BONE_SHARE * Math.min(sizes[a], sizes[b])) parent[root(b)] = root(a)
  }
  return parent.map((_, at) => root(at))
}

const MAX_PIECES = 1 << 16
/** Places of contact over the cells of the smaller piece. */
const SAME_BONE_SHARE = 0.08

/** Cells between cortices where the reach of one meets the reach of another. */
function jointCells(grid: BoneGrid, cortex: Int16Array): number[] {
  const [ni, nj, nk] = grid.size
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const reach = Math.round(10 * JOINT_HALF_GAP_MM)
  const nearest = new Int16Array(cortex.length)
  const nearestWay = new Uint8Array(cortex.length)
  const buckets: number[][] = Array.from({ length: reach + 1 }, () => [])
  const meeting: number[] = []
  const visit = (index: number, way: number, piece: number) => {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    for (const step of steps) {
      const [x, y, z] = [i + step.i, j + step.j, k + step.k]
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const next = index + step.offset
      if (cortex[next]) continue
      const through = way + step.way
      const known = nearest[next]
      // In thick slices one cell is half a gap: both ways count together.
      if (known && known !== piece && through + nearestWay[next] <= 2 * reach) meeting.push(next)
      if (through > reach || (known && nearestWay[next] <= through)) continue
      nearest[next] = piece
      nearestWay[next] = through
      buckets[through].push(next)
    }
  }
  for (const index of grid.cells) if (cortex[index]) visit(index, 0, cortex[index])
  for (let way = 0; way <= reach; way++)
    for (const index of buckets[way]) if (nearestWay[index] === way) visit(index, way, nearest[index])
  return meeting
}
