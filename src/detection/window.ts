import { spacingOf, type CtVolume } from './volume'
import type { Runs } from './runs'

/**
 * A box cut from the volume around one candidate. Distances within it are taken along the axes of the grid; with
 * a tilted gantry they are wrong by the shear over the box, under 0.4 mm per mm across slices.
 */
export interface Window {
  /** Voxel of the volume at the box's first voxel. */
  readonly origin: readonly [i: number, j: number, k: number]
  readonly size: readonly [ni: number, nj: number, nk: number]
  readonly spacing: readonly [number, number, number]
  /** HU */
  readonly values: Float32Array
}

export type Bounds = readonly [i0: number, i1: number, j0: number, j1: number, k0: number, k1: number]

export function cutWindow({ values, geometry }: CtVolume, bounds: Bounds, marginMm: number): Window {
  const spacing = spacingOf(geometry)
  const [low, high] = [
    [0, 1, 2].map((axis) => Math.max(0, bounds[2 * axis] - Math.ceil(marginMm / spacing[axis]))),
    [0, 1, 2].map((axis) =>
      Math.min(geometry.size[axis] - 1, bounds[2 * axis + 1] + Math.ceil(marginMm / spacing[axis])),
    ),
  ]
  const size = [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1] as const
  const cut = new Float32Array(size[0] * size[1] * size[2])
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++, to += size[0]) {
      const from = ((k + low[2]) * geometry.size[1] + j + low[1]) * geometry.size[0] + low[0]
      for (let i = 0; i < size[0]; i++) cut[to + i] = values[from + i]
    }
  return { origin: [low[0], low[1], low[2]], size, spacing, values: cut }
}

/** 1 where the runs are, in the box's voxels. */
export function rasterised({ origin, size }: Window, runs: Runs): Uint8Array {
  const mask = new Uint8Array(size[0] * size[1] * size[2])
  for (let at = 0; at < runs.length; at += 4) {
    const [k, j] = [runs[at] - origin[2], runs[at + 1] - origin[1]]
    if (k < 0 || j < 0 || k >= size[2] || j >= size[1]) continue
    const from = Math.max(0, runs[at + 2] - origin[0])
    const to = Math.min(size[0], runs[at + 2] + runs[at + 3] - origin[0])
    const line = (k * size[1] + j) * size[0]
    if (to > from) mask.fill(1, line + from, line + to)
  }
  return mask
}

/** The voxels of the box whose mask is not 0, as runs of the volume. */
export function runsOfMaskIn({ origin, size }: Window, mask: Uint8Array): Runs {
  const runs: number[] = []
  for (let k = 0, index = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, index++) {
        if (!mask[index]) continue
        const last = runs.length - 4
        if (i > 0 && mask[index - 1]) runs[last + 3]++
        else runs.push(k + origin[2], j + origin[1], i + origin[0], 1)
      }
  return Int32Array.from(runs)
}

/**
 * Exact squared Euclidean distance in mm² from each voxel to the nearest voxel of the mask (Felzenszwalb and
 * Huttenlocher, Theory of Computing 2012;8:415-428).
 */
export function squaredDistances({ size, spacing }: Pick<Window, 'size' | 'spacing'>, mask: Uint8Array) {
  const distance = new Float32Array(mask.length)
  for (let index = 0; index < mask.length; index++) distance[index] = mask[index] ? 0 : FAR
  const [ni, nj, nk] = size
  const scratch = makeScratch(Math.max(ni, nj, nk))
  for (let line = 0; line < nj * nk; line++) transformLine(distance, line * ni, 1, ni, spacing[0], scratch)
  for (let k = 0; k < nk; k++)
    for (let i = 0; i < ni; i++) transformLine(distance, k * ni * nj + i, ni, nj, spacing[1], scratch)
  for (let column = 0; column < ni * nj; column++)
    transformLine(distance, column, ni * nj, nk, spacing[2], scratch)
  return distance
}

const FAR = 1e12

interface Scratch {
  readonly heights: Float64Array
  readonly vertex: Int32Array
  readonly border: Float64Array
}

const makeScratch = (length: number): Scratch => ({
  heights: new Float64Array(length),
  vertex: new Int32Array(length),
  border: new Float64Array(length + 1),
})

/** The lower envelope of the parabolas that stand on the voxels of a line. */
function transformLine(
  distance: Float32Array,
  start: number,
  stride: number,
  length: number,
  step: number,
  { heights, vertex, border }: Scratch,
): void {
  const square = step * step
  let last = -1
  for (let q = 0; q < length; q++) {
    const height = distance[start + q * stride]
    heights[q] = height
    if (height >= FAR) continue
    let from = -Infinity
    while (last >= 0) {
      const p = vertex[last]
      from = ((height - heights[p]) / square + q * q - p * p) / (2 * (q - p))
      if (from > border[last]) break
      last--
      from = -Infinity
    }
    last++
    vertex[last] = q
    border[last] = from
  }
  if (last < 0) return
  border[last + 1] = Infinity
  for (let q = 0, piece = 0; q < length; q++) {
    while (border[piece + 1] < q) piece++
    const gap = (q - vertex[piece]) * step
    distance[start + q * stride] = gap * gap + heights[vertex[piece]]
  }
}

/** Separable Gaussian; the ends are held. σ in mm, the same in all directions. */
export function smoothed({ size, spacing, values }: Window, sigmaMm: number): Float32Array {
  let from = values
  const strides = [1, size[0], size[0] * size[1]]
  for (const axis of [0, 1, 2]) from = smoothedAlong(from, size, strides, axis, sigmaMm / spacing[axis])
  return from
}

function smoothedAlong(
  from: Float32Array,
  size: Window['size'],
  strides: readonly number[],
  axis: number,
  sigma: number,
): Float32Array {
  const reach = Math.min(size[axis] - 1, Math.ceil(2.5 * sigma))
  if (sigma < 0.2 || reach < 1) return from
  const weights = Array.from({ length: reach + 1 }, (_, tap) => Math.exp(-0.5 * (tap / sigma) ** 2))
  const total = weights.reduce((sum, weight) => sum + 2 * weight, -1)
  const to = new Float32Array(from.length)
  const [length, stride] = [size[axis], strides[axis]]
  const [a, b] = [0, 1, 2].filter((other) => other !== axis)
  for (let q = 0; q < size[b]; q++)
    for (let p = 0; p < size[a]; p++) {
      const start = p * strides[a] + q * strides[b]
      for (let at = 0; at < length; at++) {
        let sum = weights[0] * from[start + at * stride]
        for (let tap = 1; tap <= reach; tap++) {
          const before = at - tap < 0 ? 0 : at - tap
          const after = at + tap >= length ? length - 1 : at + tap
          sum += weights[tap] * (from[start + before * stride] + from[start + after * stride])
        }
        to[start + at * stride] = sum / total
      }
    }
  return to
}
