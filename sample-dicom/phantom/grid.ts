import type { Field } from './noise'
import { grow, type Box, type Shape } from './sdf'

/*
 * A field kept on a regular lattice and read back by trilinear interpolation, row by row along x: the model is
 * worked out once at 1–2 mm and then sampled some 10⁸ times. A distance is nearly linear between lattice
 * points, so its zero surface moves by far less than a pixel.
 */

export interface Grid {
  readonly x0: number
  readonly y0: number
  readonly z0: number
  readonly stepMm: number
  readonly nx: number
  readonly ny: number
  readonly nz: number
  /** x fastest, then y, then z. */
  readonly values: Float32Array
}

/** Works the shape out over its box and `marginMm` around it. `move` bends space first (see body.ts). */
export function tabulate(shape: Shape, stepMm: number, marginMm: number, clip: Box, move?: Warp): Grid {
  const grid = emptyGrid(intersect(grow(shape.box, marginMm), clip), stepMm)
  fill(grid, move ? (x, y, z) => move(x, y, z, shape.distance) : shape.distance)
  return grid
}

/** Calls `field` at the place where the body would lie if it were perfectly straight and symmetric. */
export type Warp = (x: number, y: number, z: number, field: Field) => number

export function emptyGrid(box: Box, stepMm: number): Grid {
  const [x0, y0, z0] = box.min.map((value) => Math.floor(value / stepMm) * stepMm) as [number, number, number]
  const size = (axis: number, start: number) => Math.max(2, Math.ceil((box.max[axis] - start) / stepMm) + 1)
  const nx = size(0, x0)
  const ny = size(1, y0)
  const nz = size(2, z0)
  return { x0, y0, z0, stepMm, nx, ny, nz, values: new Float32Array(nx * ny * nz) }
}

export function fill(grid: Grid, field: Field): void {
  let index = 0
  for (let k = 0; k < grid.nz; k++)
    for (let j = 0; j < grid.ny; j++)
      for (let i = 0; i < grid.nx; i++)
        grid.values[index++] = field(
          grid.x0 + i * grid.stepMm,
          grid.y0 + j * grid.stepMm,
          grid.z0 + k * grid.stepMm,
        )
}

/** Equally spaced samples along x: sample i lies at x0 + i · dx. */
export interface RowPlace {
  y: number
  z: number
  x0: number
  dx: number
  count: number
}

/** First sample inside the grid and one past the last; `out` holds values only between them. */
export interface Span {
  from: number
  to: number
}

let scratch = new Float32Array(1024)

/** Reads the grid along a row into `out`; returns an empty span when the row misses the grid. */
export function readRow(grid: Grid, row: RowPlace, out: Float32Array, span: Span): boolean {
  const fy = (row.y - grid.y0) / grid.stepMm
  const fz = (row.z - grid.z0) / grid.stepMm
  span.from = span.to = 0
  if (fy < 0 || fz < 0 || fy > grid.ny - 1 || fz > grid.nz - 1) return false
  const from = Math.max(0, Math.ceil((grid.x0 - row.x0) / row.dx))
  const last = grid.x0 + (grid.nx - 1) * grid.stepMm
  const to = Math.min(row.count, Math.floor((last - row.x0) / row.dx) + 1)
  if (to <= from) return false
  blendLines(grid, fy, fz)
  interpolate(grid, row, out, from, to)
  span.from = from
  span.to = to
  return true
}

/** The four lattice lines around (y, z), blended into `scratch`. */
function blendLines(grid: Grid, fy: number, fz: number): void {
  const j = Math.min(grid.ny - 2, Math.floor(fy))
  const k = Math.min(grid.nz - 2, Math.floor(fz))
  const ty = fy - j
  const tz = fz - k
  if (scratch.length < grid.nx + 1) scratch = new Float32Array(grid.nx * 2)
  const a = (k * grid.ny + j) * grid.nx
  const b = a + grid.nx
  const c = a + grid.nx * grid.ny
  const d = c + grid.nx
  const values = grid.values
  const wa = (1 - ty) * (1 - tz)
  const wb = ty * (1 - tz)
  const wc = (1 - ty) * tz
  const wd = ty * tz
  for (let i = 0; i < grid.nx; i++)
    scratch[i] = values[a + i] * wa + values[b + i] * wb + values[c + i] * wc + values[d + i] * wd
  scratch[grid.nx] = scratch[grid.nx - 1]!
}

function interpolate(grid: Grid, row: RowPlace, out: Float32Array, from: number, to: number): void {
  const scale = row.dx / grid.stepMm
  let f = (row.x0 + from * row.dx - grid.x0) / grid.stepMm
  if (f < 0) f = 0
  for (let index = from; index < to; index++, f += scale) {
    const i = f | 0
    const low = scratch[i]
    out[index] = low + (f - i) * (scratch[i + 1] - low)
  }
}

/** Value at one point, `outside` beyond the grid. */
export function readAt(grid: Grid, x: number, y: number, z: number, outside: number): number {
  const fx = (x - grid.x0) / grid.stepMm
  const fy = (y - grid.y0) / grid.stepMm
  const fz = (z - grid.z0) / grid.stepMm
  if (fx < 0 || fy < 0 || fz < 0 || fx > grid.nx - 1 || fy > grid.ny - 1 || fz > grid.nz - 1) return outside
  const i = Math.min(grid.nx - 2, Math.floor(fx))
  const j = Math.min(grid.ny - 2, Math.floor(fy))
  const k = Math.min(grid.nz - 2, Math.floor(fz))
  const line = (dj: number, dk: number) => {
    const at = ((k + dk) * grid.ny + j + dj) * grid.nx + i
    return grid.values[at] + (fx - i) * (grid.values[at + 1] - grid.values[at])
  }
  const near = line(0, 0) + (fy - j) * (line(1, 0) - line(0, 0))
  const far = line(0, 1) + (fy - j) * (line(1, 1) - line(0, 1))
  return near + (fz - k) * (far - near)
}

/** Divides by the slope near the surface, so that sheets which lean over keep their thickness. */
export function straighten(grid: Grid, withinMm: number): void {
  const { nx, ny, nz, values, stepMm } = grid
  const original = values.slice()
  const sy = nx
  const sz = nx * ny
  for (let k = 1; k < nz - 1; k++)
    for (let j = 1; j < ny - 1; j++)
      for (let i = 1; i < nx - 1; i++) {
        const at = k * sz + j * sy + i
        if (Math.abs(original[at]) > withinMm) continue
        const gx = original[at + 1] - original[at - 1]
        const gy = original[at + sy] - original[at - sy]
        const gz = original[at + sz] - original[at - sz]
        const slope = Math.sqrt(gx * gx + gy * gy + gz * gz) / (2 * stepMm)
        values[at] = original[at] / Math.min(2.5, Math.max(0.6, slope))
      }
}

export function intersect(a: Box, b: Box): Box {
  const pair = (pick: 'min' | 'max', choose: (p: number, q: number) => number) =>
    [0, 1, 2].map((axis) => choose(a[pick][axis], b[pick][axis])) as unknown as Box['min']
  return { min: pair('min', Math.max), max: pair('max', Math.min) }
}
