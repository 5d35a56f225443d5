import { MARROW, type BoneGrid } from './bone-grid'
import type { Cores } from './bone-cores'
import type { CtVolume } from './volume'

/*
 * Whether a part of what is dense is bone by its own look: bone has marrow inside, or a rim denser than its core.
 */

/** Smaller dense cores are never bone. */
const MIN_BONE_MM3 = 400
/** Share of cells that are marrow; a shaft has a quarter and more. */
const HOLLOW_SHARE = 0.06
/** Core over rim in HU: trabecular bone about 0.4, calcium 1.0 and more. */
const BONE_CORE_RATIO = 0.74
/** The rim around marrow; a calcified artery around its blood reads less, blurred as it is. */
const MIN_CORTEX_HU = 550
/**
 * A vertebra has a thin cortex and encloses its canal; its depth is filled with trabeculae, though, where a shell of
 * calcium is empty.
 */
const LEAST_VERTEBRA_MM3 = 10_000
const FILLED_SHARE = 0.5
const TRABECULAR_RATIO = 0.66

export interface Territory {
  readonly cells: number[]
  readonly volumeMm3: number
  readonly looksLikeBone: boolean
  /** It continues beyond the image. */
  readonly goesOn: boolean
  /** It encloses what reads like muscle: a shell of calcium around soft tissue. Bone holds fat or trabeculae. */
  readonly holdsSoftTissue: boolean
}

/** @param muscleHu what muscle reads in this picture */
export function territoriesOf(
  volume: CtVolume,
  grid: BoneGrid,
  { label, count }: Cores,
  muscleHu: number,
): Territory[] {
  const cells: number[][] = Array.from({ length: count }, () => [])
  for (const index of grid.cells) if (label[index]) cells[label[index] - 1].push(index)
  const cellMm3 = grid.stepMm[0] * grid.stepMm[1] * grid.stepMm[2]
  return cells.map((own) => ({
    cells: own,
    volumeMm3: own.length * cellMm3,
    looksLikeBone: own.length * cellMm3 >= MIN_BONE_MM3 && looksLikeBone(volume, grid, own),
    goesOn: own.some((index) => isAtEdge(grid, index)),
    holdsSoftTissue:
      own.length * cellMm3 <= LARGEST_SHELL_MM3 && holdsSoftTissue(volume, grid, own, muscleHu),
  }))
}

function isAtEdge({ size }: BoneGrid, index: number): boolean {
  const [ni, nj, nk] = size
  const k = Math.floor(index / (ni * nj))
  const j = Math.floor(index / ni) - k * nj
  const i = index % ni
  return i === 0 || j === 0 || k === 0 || i === ni - 1 || j === nj - 1 || k === nk - 1
}

const LARGEST_SHELL_MM3 = 15_000
const MIN_ENCLOSED_CELLS = 6
const LIKE_MUSCLE_HU = 22

function holdsSoftTissue(
  volume: CtVolume,
  grid: BoneGrid,
  cells: readonly number[],
  muscleHu: number,
): boolean {
  const enclosed = cells.filter((index) => grid.solid[index] === MARROW)
  if (enclosed.length < MIN_ENCLOSED_CELLS) return false
  // The deepest half: the blur of the shell does not reach them.
  enclosed.sort((a, b) => grid.depth[b] - grid.depth[a])
  const deepest = enclosed.slice(0, Math.ceil(enclosed.length / 2))
  const values = deepest.map((index) => meanOfCell(volume, grid, index)).sort((a, b) => a - b)
  return Math.abs(values[values.length >> 1] - muscleHu) <= LIKE_MUSCLE_HU
}

/** Marrow inside, or a core that is clearly less dense than the rim. */
function looksLikeBone(volume: CtVolume, grid: BoneGrid, cells: readonly number[]): boolean {
  const marrow = cells.reduce((sum, index) => sum + (grid.solid[index] === MARROW ? 1 : 0), 0)
  const [half, deep] = depthsAt(grid, cells, [0.5, 0.75])
  // Some thousand cells of each say enough.
  const stride = Math.max(1, Math.floor(cells.length / MAX_SAMPLE))
  const rim: number[] = []
  const core: number[] = []
  const filled: number[] = []
  for (let at = 0; at < cells.length; at += stride) {
    const depth = grid.depth[cells[at]]
    if (depth > half && depth < deep) continue
    const hu = meanOfCell(volume, grid, cells[at])
    if (depth <= half) rim.push(hu)
    if (depth >= deep) core.push(hu)
    if (depth >= deep && grid.solid[cells[at]] !== MARROW) filled.push(hu)
  }
  rim.sort((a, b) => a - b)
  const dense = rim[Math.floor(0.8 * rim.length)]
  const isHollow = marrow > HOLLOW_SHARE * cells.length
  if (isHollow && dense < MIN_CORTEX_HU) {
    const mm3 = cells.length * grid.stepMm[0] * grid.stepMm[1] * grid.stepMm[2]
    const isFilled = mm3 >= LEAST_VERTEBRA_MM3 && filled.length >= FILLED_SHARE * core.length
    if (!isFilled || mean(filled) >= TRABECULAR_RATIO * dense) return false
  }
  if (!isHollow && mean(core) >= BONE_CORE_RATIO * dense) return false
  return !isRimmedInPart(volume, grid, cells)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** A vessel with contrast medium has marrow and a rim only where its wall is calcified; bone has them all along. */
const TUBE_MM2 = 180
const TUBE_SLENDERNESS = 4
/** A layer without a rim: its densest cell reads less than this part of the rim elsewhere. */
const NO_RIM = 0.5
const SHARE_WITHOUT_RIM = 0.25

function isRimmedInPart(volume: CtVolume, grid: BoneGrid, cells: readonly number[]): boolean {
  const { size, stepMm } = grid
  const placeOf = (index: number) => [
    index % size[0],
    Math.floor(index / size[0]) % size[1],
    Math.floor(index / (size[0] * size[1])),
  ]
  const low = [Infinity, Infinity, Infinity]
  const high = [-1, -1, -1]
  for (const index of cells)
    placeOf(index).forEach((at, axis) => {
      low[axis] = Math.min(low[axis], at)
      high[axis] = Math.max(high[axis], at)
    })
  const lengths = [0, 1, 2].map((axis) => (high[axis] - low[axis] + 1) * stepMm[axis])
  const axis = lengths.indexOf(Math.max(...lengths))
  const sectionMm2 = (cells.length * stepMm[0] * stepMm[1] * stepMm[2]) / lengths[axis]
  if (sectionMm2 > TUBE_MM2 || lengths[axis] < TUBE_SLENDERNESS * Math.sqrt(sectionMm2)) return false
  const densest = new Float32Array(high[axis] - low[axis] + 1).fill(-Infinity)
  for (const index of cells) {
    const layer = placeOf(index)[axis] - low[axis]
    densest[layer] = Math.max(densest[layer], meanOfCell(volume, grid, index))
  }
  const rimHu = densest.toSorted()[Math.floor(0.8 * densest.length)]
  return densest.filter((hu) => hu < NO_RIM * rimHu).length > SHARE_WITHOUT_RIM * densest.length
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

/** HU */
export function meanOfCell(
  { values, geometry }: CtVolume,
  { size, origin, voxels }: BoneGrid,
  index: number,
): number {
  const [ni, nj, nk] = geometry.size
  const k0 = origin[2] + Math.floor(index / (size[0] * size[1])) * voxels[2]
  const j0 = origin[1] + (Math.floor(index / size[0]) % size[1]) * voxels[1]
  const i0 = origin[0] + (index % size[0]) * voxels[0]
  let [sum, count] = [0, 0]
  for (let k = k0; k < Math.min(nk, k0 + voxels[2]); k++)
    for (let j = j0; j < Math.min(nj, j0 + voxels[1]); j++)
      for (let i = i0; i < Math.min(ni, i0 + voxels[0]); i++, count++) sum += values[(k * nj + j) * ni + i]
  return sum / count
}
