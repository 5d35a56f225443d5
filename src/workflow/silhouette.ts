import type { Outline } from '../detection/outline'
import type { Runs } from '../detection/runs'
import type { PixelPoint, Vec3 } from '../domain/image-plane'
import { voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'
import { bordersOf, type Raster } from './raster-border'

/*
 * What a set of voxels looks like from outside, holes included: each run of voxels is a hexagon in the picture, their
 * union is filled in on a grid, and its border followed. Quick enough to follow a hand that turns the volume.
 */

/**
 * The outlines of voxels in a picture; those of holes run the other way round.
 * @param project parallel: patient mm to the picture, which goes from (0, 0) to (1, 1)
 */
export function silhouetteOf(
  runs: Runs,
  geometry: VolumeGeometry,
  project: (place: Vec3) => PixelPoint,
): readonly Outline[] {
  const seen = axesOf(geometry, project)
  const cell = cellOf(seen)
  const raster = filled(runs, inCells(seen, cell), cell)
  if (!raster) return []
  return bordersOf(raster).map((line) => line.map(([x, y]): PixelPoint => [cell * x, cell * y]))
}

/** Cells across the picture: it is shown about as many pixels wide. */
const CELLS = 640
/** Cells are no finer than this part of a voxel's smaller side. */
const FINEST = 0.5
/** The picture is square; what shows it may be twice as wide or high. */
const SEEN = { from: -0.5, to: 1.5 } as const
/** Hexagons side by side share the cells between them: no rounding leaves a gap. */
const TOUCH = 1e-6

/** Where voxel (0, 0, 0) is seen, and the way to the next one along i, j and k. */
interface Axes {
  readonly origin: PixelPoint
  readonly steps: readonly [PixelPoint, PixelPoint, PixelPoint]
}

function axesOf(geometry: VolumeGeometry, project: (place: Vec3) => PixelPoint): Axes {
  const at = (index: Vec3) => project(voxelToPatient(geometry, index))
  const origin = at([0, 0, 0])
  const to = (index: Vec3): PixelPoint => {
    const [x, y] = at(index)
    return [x - origin[0], y - origin[1]]
  }
  return { origin, steps: [to([1, 0, 0]), to([0, 1, 0]), to([0, 0, 1])] }
}

/** At least two of a voxel's three sides are seen from anywhere: the second longest tells how small it looks. */
function cellOf({ steps }: Axes): number {
  const [, second] = steps.map(([x, y]) => Math.hypot(x, y)).sort((a, b) => b - a)
  return Math.max(1 / CELLS, FINEST * second)
}

function inCells({ origin, steps }: Axes, cell: number): Axes {
  const scaled = ([x, y]: PixelPoint): PixelPoint => [x / cell, Math.abs(y / cell) < 1e-9 ? 0 : y / cell]
  return { origin: scaled(origin), steps: [scaled(steps[0]), scaled(steps[1]), scaled(steps[2])] }
}

/** One side of a voxel as it is seen, turned so that it goes down, or to the right where it is level. */
interface Side {
  readonly x: number
  readonly y: number
  /** To the right for each row further down. */
  readonly slope: number
  /** 1 for the direction in which runs lie. */
  readonly alongRun: 0 | 1
}

/** The most to the left first: in this order they are the left border of a hexagon from top to bottom. */
function sidesOf({ steps }: Axes): Side[] {
  const rank = ({ x, y }: Side) => (y === 0 ? Infinity : x / y)
  return steps
    .map(([x, y], axis): Side => {
      const turn = y < 0 || (y === 0 && x < 0) ? -1 : 1
      return { x: turn * x, y: turn * y, slope: y === 0 ? 0 : x / y, alongRun: axis === 0 ? 1 : 0 }
    })
    .sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
}

/** Undefined where nothing of them is in sight. */
function filled(runs: Runs, axes: Axes, cell: number): Raster | undefined {
  const raster = rasterFor(runs, axes, cell)
  if (!raster) return undefined
  const { origin, steps } = axes
  const sides = sidesOf(axes)
  const [[ix, iy], [jx, jy], [kx, ky]] = steps
  // From the first corner of a run's first voxel to the top of its hexagon, where steps go up.
  const toTop = steps.map(([x, y]) => (y < 0 || (y === 0 && x < 0) ? 1 : 0))
  const startX = origin[0] - raster.left + (toTop[1] - 0.5) * jx + (toTop[2] - 0.5) * kx - ix / 2
  const startY = origin[1] - raster.top + (toTop[1] - 0.5) * jy + (toTop[2] - 0.5) * ky - iy / 2
  for (let at = 0; at < runs.length; at += 4) {
    const [k, j, length] = [runs[at], runs[at + 1], runs[at + 3]]
    const i = runs[at + 2] + toTop[0] * length
    fillHexagon(raster, sides, startX + i * ix + j * jx + k * kx, startY + i * iy + j * jy + k * ky, length)
  }
  return raster
}

/** @param length of the run; @param x and @param y of the top of its hexagon */
function fillHexagon(
  { columns, rows, cells }: Raster,
  [a, b, c]: readonly Side[],
  x: number,
  y: number,
  length: number,
): void {
  const [na, nb, nc] = [a.alongRun ? length : 1, b.alongRun ? length : 1, c.alongRun ? length : 1]
  const [ay, by, cy] = [na * a.y, nb * b.y, nc * c.y]
  const [ax, bx, cx] = [na * a.x, nb * b.x, nc * c.x]
  const height = ay + by + cy
  const last = Math.min(rows - 2, Math.floor(y + height - 0.5 + TOUCH))
  for (let row = Math.max(1, Math.ceil(y - 0.5 - TOUCH)); row <= last; row++) {
    const down = Math.min(height, Math.max(0, row + 0.5 - y))
    let left = x
    if (down < ay) left += down * a.slope
    else if (down < ay + by) left += ax + (down - ay) * b.slope
    else left += ax + bx + (down - ay - by) * c.slope
    let right = x
    if (down < cy) right += down * c.slope
    else if (down < cy + by) right += cx + (down - cy) * b.slope
    else right += cx + bx + (down - cy - by) * a.slope
    const end = Math.min(columns - 2, Math.floor(right - 0.5 + TOUCH))
    for (let column = Math.max(1, Math.ceil(left - 0.5 - TOUCH)); column <= end; column++)
      cells[row * columns + column] = 1
  }
  // What is smaller than a cell may hold no cell's middle.
  const column = Math.floor(x + (ax + bx + cx) / 2)
  const row = Math.floor(y + height / 2)
  if (column > 0 && row > 0 && column < columns - 1 && row < rows - 1) cells[row * columns + column] = 1
}

/** Around all runs as far as they are in sight, with an empty cell on every side. */
function rasterFor(runs: Runs, axes: Axes, cell: number): Raster | undefined {
  const [across, down] = [rangeOf(runs, axes, 0), rangeOf(runs, axes, 1)]
  const [from, to] = [SEEN.from / cell, SEEN.to / cell]
  const [left, top] = [across, down].map(([low]) => Math.floor(Math.max(low, from)) - 1)
  const [right, bottom] = [across, down].map(([, high]) => Math.ceil(Math.min(high, to)) + 1)
  const [columns, rows] = [right - left, bottom - top]
  if (!(columns > 2 && rows > 2)) return undefined
  return { left, top, columns, rows, cells: new Uint8Array(columns * rows) }
}

function rangeOf(runs: Runs, { origin, steps }: Axes, axis: 0 | 1): [low: number, high: number] {
  const [di, dj, dk] = steps.map((step) => step[axis])
  let [low, high] = [Infinity, -Infinity]
  for (let at = 0; at < runs.length; at += 4) {
    const middle = origin[axis] + runs[at + 1] * dj + runs[at] * dk
    const [first, last] = [(runs[at + 2] - 0.5) * di, (runs[at + 2] + runs[at + 3] - 0.5) * di]
    low = Math.min(low, middle + Math.min(first, last))
    high = Math.max(high, middle + Math.max(first, last))
  }
  const beside = (Math.abs(dj) + Math.abs(dk)) / 2
  return [low - beside, high + beside]
}
