import { neighboursOf } from './bone-grid'
import { cellAt, distancesFrom, type Cells } from './cells'
import { BONE, type Skeleton } from './skeleton'

/** Distances to the skeleton and to its joints, for every cell of about 3 mm. */
export interface BoneDistances {
  /** mm, at most BONE_REACH_MM. */
  readonly boneMm: Float32Array
  /** To the nearest place where two bones face each other across a gap, mm, at most BONE_REACH_MM. */
  readonly jointMm: Float32Array
}

export const BONE_REACH_MM = 150
/** A joint space with its cartilage on both sides; the widest, a hip or a knee, has 8 mm. */
const JOINT_HALF_GAP_MM = 4.5
/** Two territories that touch over more than this are one bone that the opening cut. */
const SAME_BONE_CELLS = 25

export function boneDistancesOf(cells: Cells, skeleton: Skeleton): BoneDistances {
  const bones = new Uint8Array(cells.mean.length)
  const joints = new Uint8Array(cells.mean.length)
  for (const index of skeleton.grid.cells)
    if (skeleton.owner[index] === BONE) bones[cellOf(cells, skeleton, index)] = 1
  for (const index of jointCells(skeleton)) joints[cellOf(cells, skeleton, index)] = 1
  return {
    boneMm: distancesFrom(cells, bones, BONE_REACH_MM),
    jointMm: distancesFrom(cells, joints, BONE_REACH_MM),
  }
}

function cellOf(cells: Cells, { grid: { size, voxels } }: Skeleton, index: number): number {
  const k = Math.floor(index / (size[0] * size[1]))
  const j = Math.floor(index / size[0]) - k * size[1]
  const i = index % size[0]
  const middle = (at: number, axis: number) => (at + 0.5) * voxels[axis] - 0.5
  return cellAt(cells, middle(i, 0), middle(j, 1), middle(k, 2))
}

/** Empty cells of the bone grid where the reach of one bone meets the reach of another. */
function jointCells({ grid, boneOf, owner }: Skeleton): number[] {
  const same = mergedBones(grid, boneOf, owner)
  const [ni, nj, nk] = grid.size
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const reach = Math.round(10 * JOINT_HALF_GAP_MM)
  const nearestBone = new Int16Array(grid.solid.length)
  const nearestWay = new Uint8Array(grid.solid.length)
  const buckets: number[][] = Array.from({ length: reach + 1 }, () => [])
  const meeting: number[] = []
  const visit = (index: number, way: number, bone: number) => {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    for (const step of steps) {
      const [x, y, z] = [i + step.i, j + step.j, k + step.k]
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const next = index + step.offset
      if (grid.solid[next]) continue
      const through = way + step.way
      if (through > reach) continue
      const known = nearestBone[next]
      if (known && known !== bone) meeting.push(next)
      if (known && nearestWay[next] <= through) continue
      nearestBone[next] = bone
      nearestWay[next] = through
      buckets[through].push(next)
    }
  }
  // Depth tells the surface: what lies deeper than a cell's diagonal has no empty neighbour.
  const surface = 10 * Math.hypot(...grid.stepMm) + 1
  for (const index of grid.cells)
    if (owner[index] === BONE && grid.depth[index] <= surface) visit(index, 0, same[boneOf[index]])
  for (let way = 0; way <= reach; way++)
    for (const index of buckets[way]) if (nearestWay[index] === way) visit(index, way, nearestBone[index])
  return meeting
}

/** The bone that each territory is part of. */
function mergedBones(grid: Skeleton['grid'], boneOf: Int16Array, owner: Int16Array): Int16Array {
  const contact = new Map<number, number>()
  const offsets = [1, grid.size[0], grid.size[0] * grid.size[1]]
  let highest = 0
  for (const index of grid.cells) {
    if (owner[index] !== BONE) continue
    highest = Math.max(highest, boneOf[index])
    for (const offset of offsets) {
      const [a, b] = [boneOf[index], boneOf[index + offset]]
      if (!b || a === b) continue
      const key = Math.min(a, b) * 32768 + Math.max(a, b)
      contact.set(key, (contact.get(key) ?? 0) + 1)
    }
  }
  const parent = Int16Array.from({ length: highest + 1 }, (_, at) => at)
  const root = (at: number): number => (parent[at] === at ? at : root(parent[at]))
  for (const [key, cells] of contact)
    if (cells > SAME_BONE_CELLS) parent[root(key % 32768)] = root(Math.floor(key / 32768))
  return parent.map((_, at) => root(at))
}
