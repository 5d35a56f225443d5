import { readRow, type Grid } from './grid'

/*
 * The investing fascia as a signed distance, negative beneath it: the surface a ball of radius `ballMm` can
 * reach when it rolls over muscles and bones from the skin. It spans the furrows between neighbouring bellies
 * as the fascia lata does, and closes the abdominal wall.
 */
export function rollFascia(skin: Grid, firm: readonly Grid[], ballMm: number): Grid {
  const distance = nearestOf(skin, firm)
  const reached = flood(skin, distance, ballMm)
  const toReached = distanceTransform(distance, (index) => reached[index] === 1)
  const beneath = (index: number) => toReached[index] > ballMm
  const outside = distanceTransform(distance, beneath)
  const inside = distanceTransform(distance, (index) => !beneath(index))
  const fascia = emptyLike(distance)
  for (let index = 0; index < fascia.values.length; index++)
    fascia.values[index] = beneath(index)
      ? 0.5 * fascia.stepMm - inside[index]
      : outside[index] - 0.5 * fascia.stepMm
  smooth(fascia)
  smooth(fascia)
  for (let index = 0; index < fascia.values.length; index++)
    fascia.values[index] = Math.min(fascia.values[index], distance.values[index] - 0.9)
  return fascia
}

function emptyLike(grid: Grid): Grid {
  return { ...grid, values: new Float32Array(grid.values.length) }
}

/** Least distance to any of the parts, on the lattice of `like`. */
function nearestOf(like: Grid, parts: readonly Grid[]): Grid {
  const nearest = emptyLike(like)
  nearest.values.fill(99)
  const out = new Float32Array(like.nx)
  const span = { from: 0, to: 0 }
  for (const part of parts)
    for (let k = 0; k < like.nz; k++)
      for (let j = 0; j < like.ny; j++) {
        const row = {
          y: like.y0 + j * like.stepMm,
          z: like.z0 + k * like.stepMm,
          x0: like.x0,
          dx: like.stepMm,
          count: like.nx,
        }
        if (!readRow(part, row, out, span)) continue
        const line = (k * like.ny + j) * like.nx
        for (let i = span.from; i < span.to; i++)
          if (out[i] < nearest.values[line + i]) nearest.values[line + i] = out[i]!
      }
  return nearest
}

/** 1 where the centre of the ball can come from the skin without leaving free space. */
function flood(skin: Grid, distance: Grid, ballMm: number): Uint8Array {
  const { nx, ny, nz } = skin
  const reached = new Uint8Array(skin.values.length)
  const queue = new Int32Array(skin.values.length)
  let tail = 0
  for (let index = 0; index < reached.length; index++)
    if (skin.values[index] > -2) {
      reached[index] = 1
      queue[tail++] = index
    }
  const visit = (index: number) => {
    if (reached[index] === 1 || distance.values[index] <= ballMm) return
    reached[index] = 1
    queue[tail++] = index
  }
  for (let head = 0; head < tail; head++) {
    const index = queue[head]
    const i = index % nx
    const j = Math.floor(index / nx) % ny
    const k = Math.floor(index / (nx * ny))
    if (i > 0) visit(index - 1)
    if (i < nx - 1) visit(index + 1)
    if (j > 0) visit(index - nx)
    if (j < ny - 1) visit(index + nx)
    if (k > 0) visit(index - nx * ny)
    if (k < nz - 1) visit(index + nx * ny)
  }
  return reached
}

/** Exact Euclidean distance (mm) to the lattice points that are `target` (Felzenszwalb and Huttenlocher 2012). */
function distanceTransform(grid: Grid, target: (index: number) => boolean): Float32Array {
  const { nx, ny, nz } = grid
  const squared = new Float32Array(grid.values.length)
  for (let index = 0; index < squared.length; index++) squared[index] = target(index) ? 0 : 1e9
  for (let k = 0; k < nz; k++) for (let j = 0; j < ny; j++) lowerEnvelope(squared, (k * ny + j) * nx, 1, nx)
  for (let k = 0; k < nz; k++) for (let i = 0; i < nx; i++) lowerEnvelope(squared, k * ny * nx + i, nx, ny)
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) lowerEnvelope(squared, j * nx + i, nx * ny, nz)
  for (let index = 0; index < squared.length; index++)
    squared[index] = Math.sqrt(squared[index]) * grid.stepMm
  return squared
}

const line = new Float64Array(1024)
const vertex = new Int32Array(1024)
const border = new Float64Array(1025)

function lowerEnvelope(values: Float32Array, start: number, stride: number, count: number): void {
  for (let q = 0; q < count; q++) line[q] = values[start + q * stride]!
  let last = 0
  vertex[0] = 0
  border[0] = -Infinity
  border[1] = Infinity
  const crossing = (q: number, v: number) => (line[q] + q * q - line[v] - v * v) / (2 * (q - v))
  for (let q = 1; q < count; q++) {
    let at = crossing(q, vertex[last])
    while (at <= border[last]) at = crossing(q, vertex[--last])
    vertex[++last] = q
    border[last] = at
    border[last + 1] = Infinity
  }
  for (let q = 0, piece = 0; q < count; q++) {
    while (border[piece + 1] < q) piece++
    const v = vertex[piece]
    values[start + q * stride] = (q - v) * (q - v) + line[v]
  }
}

/** Mean over 3 × 3 × 3 lattice points, weights 1 2 1 along each axis. */
function smooth({ nx, ny, nz, values }: Grid): void {
  const pass = (stride: number, size: number) => {
    const before = values.slice()
    for (let index = 0; index < values.length; index++) {
      const place = Math.floor(index / stride) % size
      const low = place > 0 ? before[index - stride] : before[index]
      const high = place < size - 1 ? before[index + stride] : before[index]
      values[index] = 0.25 * (low + high) + 0.5 * before[index]
    }
  }
  pass(1, nx)
  pass(nx, ny)
  pass(nx * ny, nz)
}
