import type { Components } from './components'
import { spacingOf, type CtVolume } from './volume'

/*
 * What is dense, on a grid of about 1.5 mm: solid cells with their marrow filled in, and how deep each lies.
 */

export interface BoneGrid {
  readonly size: readonly [number, number, number]
  /** The voxel at which cell 0 begins: the grid is cut to what is drawn, with an empty cell around. */
  readonly origin: readonly [number, number, number]
  /** Voxels of a cell along i, j and k. */
  readonly voxels: readonly [number, number, number]
  readonly stepMm: readonly [number, number, number]
  /** EMPTY, DENSE, or MARROW: enclosed by dense cells within a slice. */
  readonly solid: Uint8Array
  /** Depth of a solid cell's centre below the nearest empty cell's, in 0.1 mm, at most 25. */
  readonly depth: Uint8Array
  /** Indices of the solid cells, in the order of the array. */
  readonly cells: Int32Array
}

export const EMPTY = 0
export const DENSE = 1
export const MARROW = 2

const CELL_MM = 1.6
/** A third of a cell is enough, so that a cortex of 1 mm keeps closed. */
const DENSE_SHARE = 1 / 3
/** The marrow of an adult's femoral head fills 18 cm² of a slice; a pelvic ring encloses far more. */
const LARGEST_HOLE_MM2 = 2000

/** @param isLarge which components are drawn */
export function* boneGridOf(
  volume: CtVolume,
  components: Components,
  isLarge: Uint8Array,
): Generator<number, BoneGrid> {
  const grid = emptyGrid(volume, boundsOf(components, isLarge))
  drawRuns(volume, components, isLarge, grid)
  yield 0.4
  const layer = grid.size[0] * grid.size[1]
  for (let k = 0; k < grid.size[2]; k++) {
    fillHoles(grid, k * layer)
    if ((k & 31) === 31) yield 0.4 + (0.3 * k) / grid.size[2]
  }
  const cells = solidCells(grid.solid)
  yield 0.8
  measureDepth(grid, cells)
  return { ...grid, cells }
}

type Drawn = Omit<BoneGrid, 'cells'>

/** Bounds of what is drawn, inclusive: i0, i1, j0, j1, k0, k1. */
function boundsOf({ bounds, count }: Components, isLarge: Uint8Array): number[] {
  const all = [Infinity, -1, Infinity, -1, Infinity, -1]
  for (let c = 0; c < count; c++)
    if (isLarge[c])
      for (let side = 0; side < 6; side++)
        all[side] = (side % 2 ? Math.max : Math.min)(all[side], bounds[6 * c + side])
  return all
}

function emptyGrid({ geometry }: CtVolume, bounds: readonly number[]): Drawn {
  const spacing = spacingOf(geometry)
  const along = spacing.map((mm) => Math.max(1, Math.floor(CELL_MM / mm + 1e-6)))
  const isEmpty = bounds[1] < 0
  const low = along.map((voxels, axis) =>
    isEmpty ? 0 : Math.max(0, Math.floor(bounds[2 * axis] / voxels) - 1),
  )
  const high = along.map((voxels, axis) => {
    const last = Math.ceil(geometry.size[axis] / voxels) - 1
    return isEmpty ? 0 : Math.min(last, Math.floor(bounds[2 * axis + 1] / voxels) + 1)
  })
  const counts = high.map((to, axis) => to - low[axis] + 1)
  const total = counts[0] * counts[1] * counts[2]
  return {
    size: [counts[0], counts[1], counts[2]],
    origin: [low[0] * along[0], low[1] * along[1], low[2] * along[2]],
    voxels: [along[0], along[1], along[2]],
    stepMm: [along[0] * spacing[0], along[1] * spacing[1], along[2] * spacing[2]],
    solid: new Uint8Array(total),
    depth: new Uint8Array(total),
  }
}

/** The cell that holds a voxel; a voxel beyond the grid is in an empty cell at its face. */
export function gridIndex({ size, origin, voxels }: BoneGrid, i: number, j: number, k: number): number {
  const x = Math.floor((i - origin[0]) / voxels[0])
  const y = Math.floor((j - origin[1]) / voxels[1])
  const z = Math.floor((k - origin[2]) / voxels[2])
  return (within(z, size[2]) * size[1] + within(y, size[1])) * size[0] + within(x, size[0])
}

const within = (at: number, count: number): number => (at < 0 ? 0 : at >= count ? count - 1 : at)

function drawRuns(
  { geometry }: CtVolume,
  { runs, at, order, count }: Components,
  isLarge: Uint8Array,
  { size, origin, voxels, solid }: Drawn,
): void {
  const [, nj] = geometry.size
  for (let c = 0; c < count; c++) {
    if (!isLarge[c]) continue
    for (let position = at[c]; position < at[c + 1]; position++) {
      const run = order[position]
      const k = Math.floor(runs.row[run] / nj)
      const j = runs.row[run] - k * nj
      const line =
        (Math.floor((k - origin[2]) / voxels[2]) * size[1] + Math.floor((j - origin[1]) / voxels[1])) *
        size[0]
      for (let i = runs.start[run]; i < runs.end[run];) {
        const cell = Math.floor((i - origin[0]) / voxels[0])
        const end = Math.min(runs.end[run], origin[0] + (cell + 1) * voxels[0])
        solid[line + cell] += end - i
        i = end
      }
    }
  }
  const least = Math.max(1, DENSE_SHARE * voxels[0] * voxels[1] * voxels[2])
  for (let index = 0; index < solid.length; index++)
    if (solid[index]) solid[index] = solid[index] >= least ? DENSE : EMPTY
}

/** Empty cells that no way within the slice leads out of, if their hole is small enough for marrow. */
function fillHoles({ size, stepMm, solid }: Drawn, layer: number): void {
  const [ni, nj] = size
  const box = boxOfSlice(solid, layer, ni, nj)
  if (!box) return
  const [i0, i1, j0, j1] = box
  const seen = new Uint8Array(ni * nj)
  const largest = LARGEST_HOLE_MM2 / (stepMm[0] * stepMm[1])
  for (let j = j0; j <= j1; j++)
    for (let i = i0; i <= i1; i++) {
      const start = j * ni + i
      if (seen[start] || solid[layer + start]) continue
      const hole = [start]
      seen[start] = 1
      let open = false
      for (let next = 0; next < hole.length; next++) {
        const index = hole[next]
        const [x, y] = [index % ni, Math.floor(index / ni)]
        if (x === i0 || x === i1 || y === j0 || y === j1) open = true
        for (const other of [
          x > i0 ? index - 1 : -1,
          x < i1 ? index + 1 : -1,
          y > j0 ? index - ni : -1,
          y < j1 ? index + ni : -1,
        ])
          if (other >= 0 && !seen[other] && !solid[layer + other]) {
            seen[other] = 1
            hole.push(other)
          }
      }
      if (!open && hole.length <= largest) for (const index of hole) solid[layer + index] = MARROW
    }
}

function boxOfSlice(solid: Uint8Array, layer: number, ni: number, nj: number) {
  let [i0, i1, j0, j1] = [ni, -1, nj, -1]
  for (let j = 0; j < nj; j++)
    for (let i = 0; i < ni; i++) {
      if (!solid[layer + j * ni + i]) continue
      if (i < i0) i0 = i
      if (i > i1) i1 = i
      if (j < j0) j0 = j
      j1 = j
    }
  return j1 < 0 ? undefined : ([i0, i1, j0, j1] as const)
}

function solidCells(solid: Uint8Array): Int32Array {
  let count = 0
  for (let index = 0; index < solid.length; index++) if (solid[index]) count++
  const cells = new Int32Array(count)
  for (let index = 0, at = 0; index < solid.length; index++) if (solid[index]) cells[at++] = index
  return cells
}

/** Neighbours of a cell with their way in 0.1 mm: the 13 that come before it in the array, then those after. */
export function neighboursOf({ size, stepMm }: Pick<BoneGrid, 'size' | 'stepMm'>) {
  const all = [-1, 0, 1].flatMap((k) => [-1, 0, 1].flatMap((j) => [-1, 0, 1].map((i) => ({ i, j, k }))))
  const ways = all.map((step) => ({
    ...step,
    offset: (step.k * size[1] + step.j) * size[0] + step.i,
    way: Math.round(10 * Math.hypot(step.i * stepMm[0], step.j * stepMm[1], step.k * stepMm[2])),
  }))
  return { before: ways.slice(0, 13), after: ways.slice(14) }
}

/**
 * Spreads ways through the grid in the order of their length (Dial 1969): `ways` holds what is known, 0 where no way
 * may go, and is lowered wherever a shorter one comes.
 * @param starts cells by their way in 0.1 mm; filled up with those that are reached
 */
export function spreadWays(
  grid: Pick<BoneGrid, 'size' | 'stepMm'>,
  ways: Uint16Array,
  starts: number[][],
): void {
  const [ni, nj, nk] = grid.size
  const { before, after } = neighboursOf(grid)
  const steps = [...before, ...after]
  const offsets = Int32Array.from(steps, ({ offset }) => offset)
  const lengths = Int32Array.from(steps, ({ way }) => way)
  const reach = starts.length
  for (let so = 0; so < reach; so++)
    for (const index of starts[so]) {
      if (ways[index] !== so) continue
      const k = Math.floor(index / (ni * nj))
      const j = Math.floor(index / ni) - k * nj
      const i = index % ni
      const isAtFace = i === 0 || j === 0 || k === 0 || i === ni - 1 || j === nj - 1 || k === nk - 1
      for (let at = 0; at < offsets.length; at++) {
        const next = index + offsets[at]
        const through = so + lengths[at]
        if (through >= reach || !(through < ways[next])) continue
        if (isAtFace && isBeyond(steps[at], i, j, k, grid.size)) continue
        ways[next] = through
        starts[through].push(next)
      }
    }
}

const isBeyond = (
  step: { readonly i: number; readonly j: number; readonly k: number },
  i: number,
  j: number,
  k: number,
  [ni, nj, nk]: BoneGrid['size'],
): boolean =>
  i + step.i < 0 ||
  j + step.j < 0 ||
  k + step.k < 0 ||
  i + step.i >= ni ||
  j + step.j >= nj ||
  k + step.k >= nk

/** Chamfer distance inward (Borgefors 1986); the edges of the picture count as solid. */
function measureDepth({ size, stepMm, solid, depth }: Drawn, cells: Int32Array): void {
  const [ni, nj, nk] = size
  const { before, after } = neighboursOf({ size, stepMm })
  for (const index of cells) depth[index] = 250
  const relax = (index: number, steps: typeof before) => {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    let best = depth[index]
    for (const step of steps) {
      const [x, y, z] = [i + step.i, j + step.j, k + step.k]
      if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
      const other = index + step.offset
      const through = (solid[other] ? depth[other] : 0) + step.way
      if (through < best) best = through
    }
    depth[index] = best
  }
  for (const index of cells) relax(index, before)
  for (let at = cells.length - 1; at >= 0; at--) relax(cells[at], after)
}
