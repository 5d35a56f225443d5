import { boneGridOf, DENSE, MARROW, neighboursOf, type BoneGrid } from './bone-grid'
import type { Components } from './components'
import type { CtVolume } from './volume'

/*
 * The skeleton, taken apart from what merely touches it. Dense components of some size are drawn on a grid of
 * 1.5 mm with their marrow filled in, opened by a ball (what the ball cannot enter is a process on the surface),
 * and the parts that the ball fills are looked at one by one: bone has a denser rim than core, calcification has
 * not. So a deposit that touches bone does not vanish with it, whatever its size.
 */

export interface Skeleton {
  readonly grid: BoneGrid
  /** What each cell of the grid belongs to: 0 nothing, BONE, or the number of a part, from 1. */
  readonly owner: Int16Array
  /** Number of the bone of each cell of bone, from 1; 0 elsewhere. Neighbouring bones differ. */
  readonly boneOf: Int16Array
  readonly parts: readonly Part[]
}

export const BONE = -1

/** Something dense that is not of the skeleton but was connected with it, or looks like bone by itself. */
export interface Part {
  readonly number: number
  readonly kind: 'attached' | 'ossified'
  /** Indices of its cells in the grid. */
  readonly cells: readonly number[]
  /** How far it stands out from the bone, mm. */
  readonly heightMm: number
}

/** The opening's ball: thinner than any rib or metacarpal, thicker than most processes. */
const BALL_MM = 2.9
/** Opened bone grows back by the ball and this much: sharp edges round off by less. */
const EDGE_MM = 0.6
/** Two parts of a bone meet over at least this share of the lesser's depth. */
const WAIST_SHARE = 0.8
/** Smaller dense cores are never bone. */
const MIN_BONE_MM3 = 400
/** A piece with marrow of this size is skeleton wherever it lies. */
const CERTAIN_BONE_MM3 = 15_000
/** Share of cells that are marrow; a shaft has a quarter and more. */
const HOLLOW_SHARE = 0.06
/** Core over rim in HU: trabecular bone about 0.4, calcium 1.0 and more. */
const BONE_CORE_RATIO = 0.74
/** The rim around marrow; a calcified artery around its blood reads less, blurred as it is. */
const MIN_CORTEX_HU = 550
const MIN_PROCESS_MM3 = 12
const MIN_PROCESS_HEIGHT_MM = 2

export function* skeletonOf(
  volume: CtVolume,
  components: Components,
  isLarge: Uint8Array,
): Generator<number, Skeleton> {
  const steps = boneGridOf(volume, components, isLarge)
  let step = steps.next()
  while (!step.done) {
    yield 0.5 * step.value
    step = steps.next()
  }
  const grid = step.value
  const cores = coresOf(grid)
  yield 0.6
  growBack(grid, cores, BALL_MM)
  yield 0.8
  const territories = territoriesOf(volume, grid, cores)
  yield 0.9
  return divide(grid, cores, territories)
}

interface Cores {
  /** Number of the core of each cell, from 1. */
  readonly label: Int16Array
  readonly count: number
}

const MAX_CORES = 32_000

/**
 * What lies deeper than the ball's radius, in parts that meet at a waist: a watershed of the depth, from the
 * deepest cell outward, in which two basins become one unless the pass between them is clearly
 * shallower than the lesser (Vincent and Soille 1991; the merging by the dynamics of Grimaud 1992).
 */
function coresOf(grid: BoneGrid): Cores {
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
    let own = 0
    for (const step of steps) {
      const x = i + step.i
      const y = j + step.j
      const z = k + step.k
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const next = label[index + step.offset]
      if (next === 0) continue
      const other = root(next)
      if (own === 0 || own === other) own = other
      else {
        const high = peak[own] >= peak[other] ? own : other
        const low = high === own ? other : own
        if (depth[index] - half >= WAIST_SHARE * (peak[low] - half)) parent[low] = high
        own = high
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

/** Visits a connected set of cells: `enter` says whether a cell belongs, and must remember that it was asked. */
function flood(grid: BoneGrid, start: number, enter: (index: number) => boolean): void {
  const [ni, nj, nk] = grid.size
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const stack = enter(start) ? [start] : []
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    for (const step of steps) {
      const [x, y, z] = [i + step.i, j + step.j, k + step.k]
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const next = index + step.offset
      if (enter(next)) stack.push(next)
    }
  }
}

/** Gives every solid cell near a core that core's number, nearest first. */
function growBack(grid: BoneGrid, { label }: Cores, ballMm: number): void {
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

interface Territory {
  readonly cells: number[]
  readonly volumeMm3: number
  readonly looksLikeBone: boolean
  /** It goes on beyond the picture. */
  readonly goesOn: boolean
}

function territoriesOf(volume: CtVolume, grid: BoneGrid, { label, count }: Cores): Territory[] {
  const cells: number[][] = Array.from({ length: count }, () => [])
  for (const index of grid.cells) if (label[index]) cells[label[index] - 1].push(index)
  const cellMm3 = grid.stepMm[0] * grid.stepMm[1] * grid.stepMm[2]
  return cells.map((own) => ({
    cells: own,
    volumeMm3: own.length * cellMm3,
    looksLikeBone: own.length * cellMm3 >= MIN_BONE_MM3 && looksLikeBone(volume, grid, own),
    goesOn: own.some((index) => isAtEdge(grid, index)),
  }))
}

function isAtEdge({ size }: BoneGrid, index: number): boolean {
  const [ni, nj, nk] = size
  const k = Math.floor(index / (ni * nj))
  const j = Math.floor(index / ni) - k * nj
  const i = index % ni
  return i === 0 || j === 0 || k === 0 || i === ni - 1 || j === nj - 1 || k === nk - 1
}

/** Marrow inside, or a core that is clearly less dense than the rim. */
function looksLikeBone(volume: CtVolume, grid: BoneGrid, cells: readonly number[]): boolean {
  const marrow = cells.reduce((sum, index) => sum + (grid.solid[index] === MARROW ? 1 : 0), 0)
  const [half, deep] = depthsAt(grid, cells, [0.5, 0.75])
  // Some thousand cells of each say enough.
  const stride = Math.max(1, Math.floor(cells.length / MAX_SAMPLE))
  const rim: number[] = []
  const core: number[] = []
  for (let at = 0; at < cells.length; at += stride) {
    const depth = grid.depth[cells[at]]
    if (depth <= half) rim.push(meanOfCell(volume, grid, cells[at]))
    if (depth >= deep) core.push(meanOfCell(volume, grid, cells[at]))
  }
  rim.sort((a, b) => a - b)
  const dense = rim[Math.floor(0.8 * rim.length)]
  if (marrow > HOLLOW_SHARE * cells.length) return dense >= MIN_CORTEX_HU
  return core.reduce((sum, value) => sum + value, 0) / core.length < BONE_CORE_RATIO * dense
}

const MAX_SAMPLE = 4000

/** The depths below which these shares of the cells lie. */
function depthsAt({ depth }: BoneGrid, cells: readonly number[], shares: readonly number[]): number[] {
  const counts = new Int32Array(256)
  for (const index of cells) counts[depth[index]]++
  return shares.map((share) => {
    let [sum, at] = [counts[0], 0]
    while (at < 255 && sum < share * cells.length) sum += counts[++at]
    return at
  })
}

function meanOfCell({ values, geometry }: CtVolume, { size, voxels }: BoneGrid, index: number): number {
  const [ni, nj, nk] = geometry.size
  const k0 = Math.floor(index / (size[0] * size[1])) * voxels[2]
  const j0 = (Math.floor(index / size[0]) % size[1]) * voxels[1]
  const i0 = (index % size[0]) * voxels[0]
  let [sum, count] = [0, 0]
  for (let k = k0; k < Math.min(nk, k0 + voxels[2]); k++)
    for (let j = j0; j < Math.min(nj, j0 + voxels[1]); j++)
      for (let i = i0; i < Math.min(ni, i0 + voxels[0]); i++, count++) sum += values[(k * nj + j) * ni + i]
  return sum / count
}

function divide(grid: BoneGrid, { label }: Cores, territories: readonly Territory[]): Skeleton {
  const isBone = skeletal(grid, label, territories)
  const bumps = bumpsOf(grid, label, isBone)
  const owner = new Int16Array(label.length)
  const boneOf = new Int16Array(label.length)
  const parts: Part[] = []
  const give = (kind: Part['kind'], cells: readonly number[], heightMm: number) => {
    const number = parts.length + 1
    for (const index of cells) owner[index] = number
    parts.push({ number, kind, cells, heightMm })
  }
  territories.forEach(({ cells }, at) => {
    if (!isBone[at]) return
    for (const index of cells) {
      boneOf[index] = at + 1
      if (!bumps[index]) owner[index] = BONE
    }
  })
  const touching = piecesTouchingBone(grid, owner)
  for (const { cells, heightMm, bones } of touching) {
    const mm3 = cells.length * grid.stepMm[0] * grid.stepMm[1] * grid.stepMm[2]
    const isBump = cells.filter((index) => bumps[index]).length > 0.5 * cells.length
    const standsOut = isBump
      ? isCompact(grid, mm3, heightMm, bones)
      : mm3 >= MIN_PROCESS_MM3 && heightMm >= MIN_PROCESS_HEIGHT_MM
    if (bones && standsOut) give('attached', cells, heightMm)
    else if (bones) for (const index of cells) owner[index] = BONE
    else if (territories[label[cells[0]] - 1]?.looksLikeBone) give('ossified', cells, Infinity)
  }
  return { grid, owner, boneOf, parts }
}

/** A bone this thick is opened once more with a larger ball; what that cuts off is a bump on it. */
const LARGE_BALLS = [
  { ballMm: 4, fromMm: 5.8, toMm: 8.5 },
  { ballMm: 5.5, fromMm: 8.5, toMm: Infinity },
] as const

/** Cells of bones that their larger ball cannot reach. */
function bumpsOf(grid: BoneGrid, label: Int16Array, isBone: readonly boolean[]): Uint8Array {
  const deepest = new Uint8Array(isBone.length)
  for (const index of grid.cells) {
    const own = label[index]
    if (own && grid.depth[index] > deepest[own - 1]) deepest[own - 1] = grid.depth[index]
  }
  const bumps = new Uint8Array(label.length)
  for (const { ballMm, fromMm, toMm } of LARGE_BALLS) {
    const isMeant = isBone.map((bone, at) => bone && deepest[at] >= 10 * fromMm && deepest[at] < 10 * toMm)
    const inner = new Int16Array(label.length)
    for (const index of grid.cells)
      if (label[index] && isMeant[label[index] - 1] && grid.depth[index] >= 10 * ballMm) inner[index] = 1
    growBack(grid, { label: inner, count: 1 }, ballMm)
    for (const index of grid.cells)
      if (label[index] && isMeant[label[index] - 1] && !inner[index]) bumps[index] = 1
  }
  return bumps
}

const BUMP_MM3 = [12, 4000] as const
const MIN_BUMP_HEIGHT_MM = 2.4
/** Height over the width of the foot: ridges and the rims of joints are wide and low. */
const BUMP_SLENDERNESS = 0.35

function isCompact({ stepMm }: BoneGrid, mm3: number, heightMm: number, footCells: number): boolean {
  const footMm = Math.sqrt(footCells * stepMm[0] * stepMm[1])
  return (
    mm3 >= BUMP_MM3[0] &&
    mm3 <= BUMP_MM3[1] &&
    heightMm >= MIN_BUMP_HEIGHT_MM &&
    heightMm >= BUMP_SLENDERNESS * footMm
  )
}

/** Which territories are skeleton: bone-like, and large, cut by the picture's edge, or facing another bone. */
function skeletal(grid: BoneGrid, label: Int16Array, territories: readonly Territory[]): boolean[] {
  const certain = territories.map(
    ({ looksLikeBone: like, volumeMm3, goesOn }) => like && (volumeMm3 >= CERTAIN_BONE_MM3 || goesOn),
  )
  const order = territories
    .map((_, at) => at)
    .sort((a, b) => territories[b].volumeMm3 - territories[a].volumeMm3)
  for (const at of order)
    if (!certain[at] && territories[at].looksLikeBone)
      certain[at] = isHeldByBone(grid, label, territories[at], certain)
  return certain
}

/** More than a fifth of its surface lies against bone that is known: a part of it that the opening cut off. */
function isHeldByBone(grid: BoneGrid, label: Int16Array, { cells }: Territory, certain: readonly boolean[]) {
  const [ni, nj, nk] = grid.size
  const offsets = [-1, 1, -ni, ni, -ni * nj, ni * nj]
  let [surface, held] = [0, 0]
  for (const index of cells) {
    const k = Math.floor(index / (ni * nj))
    if (k === 0 || k === nk - 1) continue
    for (const offset of offsets) {
      const other = label[index + offset]
      if (other === label[index]) continue
      surface++
      if (other && certain[other - 1]) held++
    }
  }
  return held > 0.2 * surface
}

/** Solid cells that are no bone, in connected pieces, with their height above the bone they touch. */
function piecesTouchingBone(grid: BoneGrid, owner: Int16Array) {
  const [ni, nj, nk] = grid.size
  const seen = new Uint8Array(owner.length)
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const found: { cells: number[]; heightMm: number; bones: number }[] = []
  for (const start of grid.cells) {
    if (seen[start] || owner[start] === BONE) continue
    const cells: number[] = []
    flood(grid, start, (index) => {
      if (seen[index] || owner[index] === BONE || !grid.solid[index]) return false
      seen[index] = 1
      cells.push(index)
      return true
    })
    const front: number[] = []
    for (const index of cells) {
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      for (const step of steps) {
        const [x, y, z] = [i + step.i, j + step.j, k + step.k]
        if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
        if (owner[index + step.offset] !== BONE) continue
        front.push(index)
        break
      }
    }
    found.push({ cells, heightMm: heightOf(grid, cells, front), bones: front.length })
  }
  return found
}

/** Greatest straight way from the cells to the nearest of those that touch bone, and the one cell of their own. */
function heightOf(grid: BoneGrid, cells: readonly number[], front: readonly number[]): number {
  if (front.length === 0) return Infinity
  // A handful of the front's cells is enough for a height in whole cells.
  const stride = Math.max(1, Math.floor(front.length / 60))
  const places = front.filter((_, at) => at % stride === 0).map((index) => placeOf(grid, index))
  let highest = 0
  for (const index of cells) {
    const [x, y, z] = placeOf(grid, index)
    let nearest = Infinity
    for (const [a, b, c] of places) nearest = Math.min(nearest, (x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2)
    highest = Math.max(highest, nearest)
  }
  return Math.sqrt(highest) + Math.min(...grid.stepMm)
}

function placeOf({ size, stepMm }: BoneGrid, index: number): [number, number, number] {
  const k = Math.floor(index / (size[0] * size[1]))
  const j = Math.floor(index / size[0]) - k * size[1]
  return [(index % size[0]) * stepMm[0], j * stepMm[1], k * stepMm[2]]
}

/** The cell of the grid that holds a voxel. */
export const gridIndex = ({ size, voxels }: BoneGrid, i: number, j: number, k: number): number =>
  (Math.floor(k / voxels[2]) * size[1] + Math.floor(j / voxels[1])) * size[0] + Math.floor(i / voxels[0])

/** Whether a cell was dense by itself, not filled. */
export const isDense = ({ solid }: BoneGrid, index: number): boolean => solid[index] === DENSE
