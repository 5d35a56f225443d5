import type { Part } from './body'
import type { Deposit } from './deposits'
import type { Random } from './random'
import { length } from './solids'

/*
 * The picture of a body: parts painted plane by plane with blended borders, deposits by 27 and more samples per
 * voxel, a triangular slice profile, the blur of a kernel, noise of its grain and metal's streaks.
 */

export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly slices: number
  readonly pixelMm: number
  readonly sliceMm: number
}

export interface Rendered {
  /** HU without noise. */
  readonly clean: Float32Array
  /** Number of the deposit, from 1, where it fills a tenth of a voxel; 0 elsewhere. */
  readonly label: Uint8Array
  readonly truths: readonly DepositTruth[]
}

export interface DepositTruth {
  readonly volumeMm3: number
  /** mm from the middle of the grid. */
  readonly centre: readonly [number, number, number]
  /** HU of the tissue it replaced. */
  readonly backgroundHu: number
  /** HU of the densest tissue that it replaced some of. */
  readonly densestHu: number
  /** Highest HU after blur, without noise or rays, where most is its doing: at least half of what it adds at most. */
  readonly peakHu: number
  readonly slices: number
}

const PLANE_MM = 0.9
const AIR_HU = -1000

export function render(
  parts: readonly Part[],
  deposits: readonly Deposit[],
  grid: Grid,
  blurMm: number,
): Rendered {
  const base = renderParts(parts, grid)
  const added = new Float32Array(base.length)
  const label = new Uint8Array(base.length)
  const truths = deposits.map((deposit, at) => addDeposit(deposit, at + 1, base, added, label, grid))
  const sigma = blurMm / grid.pixelMm
  const soft = blurred(added, grid, sigma)
  const clean = blurred(base, grid, sigma)
  for (let index = 0; index < clean.length; index++) clean[index] += soft[index]
  const mostAdded = highestBy(label, soft, deposits.length)
  const peaks = highestBy(
    label,
    clean,
    deposits.length,
    (index, number) => soft[index] >= mostAdded[number] / 2,
  )
  return { clean, label, truths: truths.map((truth, at) => ({ ...truth, peakHu: peaks[at + 1] })) }
}

/** The highest value of each deposit's voxels, by its number. */
function highestBy(
  label: Uint8Array,
  values: Float32Array,
  deposits: number,
  counts: (index: number, number: number) => boolean = () => true,
): Float32Array {
  const highest = new Float32Array(deposits + 1).fill(-Infinity)
  for (let index = 0; index < label.length; index++) {
    const number = label[index]
    if (number && values[index] > highest[number] && counts(index, number)) highest[number] = values[index]
  }
  return highest
}

const middle = (count: number): number => (count - 1) / 2

function renderParts(parts: readonly Part[], grid: Grid): Float32Array {
  const { columns, rows, slices, sliceMm } = grid
  const size = columns * rows
  const result = new Float32Array(size * slices)
  const perSlice = Math.max(1, Math.ceil(sliceMm / PLANE_MM))
  const plane = new Float32Array(size)
  for (let at = 1 - perSlice; at < slices * perSlice + perSlice - 1; at++) {
    paint(parts, grid, (at / perSlice - middle(slices)) * sliceMm, plane)
    for (
      let slice = Math.max(0, Math.ceil(at / perSlice - 1));
      slice <= Math.min(slices - 1, at / perSlice + 1);
      slice++
    ) {
      const weight = (perSlice - Math.abs(at - slice * perSlice)) / perSlice ** 2
      if (weight <= 0) continue
      const start = slice * size
      for (let index = 0; index < size; index++) result[start + index] += weight * plane[index]
    }
  }
  return result
}

function paint(
  parts: readonly Part[],
  { columns, rows, pixelMm }: Grid,
  z: number,
  plane: Float32Array,
): void {
  plane.fill(AIR_HU)
  for (const { solid, hu } of parts) {
    const [x0, x1, y0, y1, z0, z1] = solid.box
    if (z < z0 - 1 || z > z1 + 1) continue
    const i0 = Math.max(0, Math.floor(x0 / pixelMm + middle(columns)))
    const i1 = Math.min(columns - 1, Math.ceil(x1 / pixelMm + middle(columns)))
    const j0 = Math.max(0, Math.floor(y0 / pixelMm + middle(rows)))
    const j1 = Math.min(rows - 1, Math.ceil(y1 / pixelMm + middle(rows)))
    for (let j = j0; j <= j1; j++) {
      const y = (j - middle(rows)) * pixelMm
      for (let i = i0; i <= i1; i++) {
        const x = (i - middle(columns)) * pixelMm
        const share = 0.5 - solid.distance(x, y, z) / pixelMm
        if (share <= 0) continue
        const index = j * columns + i
        const value = typeof hu === 'number' ? hu : hu(x, y, z)
        plane[index] += Math.min(1, share) * (value - plane[index])
      }
    }
  }
}

/** Samples of a pixel along each side. */
const SAMPLES = 3
/** Deposits larger than this are mottled. */
const MOTTLED_MM = 6

function addDeposit(
  deposit: Deposit,
  number: number,
  base: Float32Array,
  added: Float32Array,
  label: Uint8Array,
  grid: Grid,
): DepositTruth {
  const { columns, rows, slices, pixelMm, sliceMm } = grid
  const [x0, x1, y0, y1, z0, z1] = deposit.solid.box
  const stepMm = Math.min(0.35, sliceMm / 3)
  const i0 = Math.max(0, Math.floor(x0 / pixelMm + middle(columns)) - 1)
  const i1 = Math.min(columns - 1, Math.ceil(x1 / pixelMm + middle(columns)) + 1)
  const j0 = Math.max(0, Math.floor(y0 / pixelMm + middle(rows)) - 1)
  const j1 = Math.min(rows - 1, Math.ceil(y1 / pixelMm + middle(rows)) + 1)
  const share = new Map<number, number>()
  const sums = { amount: 0, x: 0, y: 0, z: 0 }
  const mottle = deposit.longestMm > MOTTLED_MM ? 0.12 : 0
  const [zLow, zHigh] = [Math.floor(z0 / stepMm), Math.ceil(z1 / stepMm)]
  for (let level = zLow; level <= zHigh; level++) {
    const z = (level + 0.5) * stepMm
    const slice = z / sliceMm + middle(slices)
    const low = Math.floor(slice)
    for (let j = j0; j <= j1; j++)
      for (let i = i0; i <= i1; i++) {
        const x = (i - middle(columns)) * pixelMm
        const y = (j - middle(rows)) * pixelMm
        const filled = filledShare(deposit, x, y, z, pixelMm)
        if (filled <= 0) continue
        sums.amount += filled
        sums.x += filled * x
        sums.y += filled * y
        sums.z += filled * z
        const hu =
          deposit.hu * (1 + mottle * Math.sin(1.1 * x + 0.4 * z) * Math.sin(1.2 * y) * Math.cos(0.9 * z))
        for (const [at, weight] of [
          [low, 1 - slice + low],
          [low + 1, slice - low],
        ]) {
          if (at < 0 || at >= slices) continue
          const index = (at * rows + j) * columns + i
          const part = filled * weight * (stepMm / sliceMm)
          share.set(index, (share.get(index) ?? 0) + part)
          added[index] += part * (hu - base[index])
        }
      }
  }
  let [host, weight, densestHu] = [0, 0, -Infinity]
  for (const [index, part] of share) {
    if (part > 0.1) label[index] = number
    host += part * base[index]
    weight += part
    densestHu = Math.max(densestHu, base[index])
  }
  return {
    volumeMm3: sums.amount * pixelMm * pixelMm * stepMm,
    centre: [sums.x / sums.amount, sums.y / sums.amount, sums.z / sums.amount],
    backgroundHu: host / weight,
    densestHu,
    peakHu: 0,
    slices: (z1 - z0) / sliceMm,
  }
}

function filledShare({ solid }: Deposit, x: number, y: number, z: number, pixelMm: number): number {
  const outside = solid.distance(x, y, z)
  if (outside > 0.75 * pixelMm) return 0
  if (outside < -0.75 * pixelMm) return 1
  let inside = 0
  const step = pixelMm / SAMPLES
  for (let a = 0; a < SAMPLES; a++)
    for (let b = 0; b < SAMPLES; b++) {
      const away = solid.distance(x + (a - 1) * step, y + (b - 1) * step, z)
      inside += Math.min(1, Math.max(0, 0.5 - away / step))
    }
  return inside / SAMPLES ** 2
}

/** Gaussian in the plane, slice by slice. */
function blurred(volume: Float32Array, { columns, rows, slices }: Grid, sigma: number): Float32Array {
  const size = columns * rows
  const result = new Float32Array(volume.length)
  const scratch = new Float32Array(size)
  for (let slice = 0; slice < slices; slice++) {
    const from = volume.subarray(slice * size, (slice + 1) * size)
    const to = result.subarray(slice * size, (slice + 1) * size)
    blurPlane(from, scratch, to, columns, rows, sigma)
  }
  return result
}

function blurPlane(
  from: Float32Array,
  scratch: Float32Array,
  to: Float32Array,
  columns: number,
  rows: number,
  sigma: number,
): void {
  const reach = Math.max(1, Math.ceil(3 * sigma))
  const weights = new Float64Array(reach + 1).map((_, tap) => Math.exp(-0.5 * (tap / sigma) ** 2))
  const total = weights.reduce((sum, weight) => sum + 2 * weight, -weights[0])
  for (let tap = 0; tap <= reach; tap++) weights[tap] /= total
  for (let j = 0; j < rows; j++)
    for (let i = 0, at = j * columns; i < columns; i++, at++) {
      let sum = weights[0] * from[at]
      for (let tap = 1; tap <= reach; tap++)
        sum +=
          weights[tap] *
          (from[at - (i < tap ? i : tap)] + from[at + (i + tap >= columns ? columns - 1 - i : tap)])
      scratch[at] = sum
    }
  for (let j = 0; j < rows; j++)
    for (let i = 0, at = j * columns; i < columns; i++, at++) {
      let sum = weights[0] * scratch[at]
      for (let tap = 1; tap <= reach; tap++)
        sum +=
          weights[tap] *
          (scratch[at - (j < tap ? j : tap) * columns] +
            scratch[at + (j + tap >= rows ? rows - 1 - j : tap) * columns])
      to[at] = sum
    }
}

/**
 * Noise with the grain of filtered back-projection: power that rises with frequency and falls again (difference of
 * two Gaussians, σ 0.55 and 1.1 mm), neighbouring slices sharing part of it.
 */
export function addNoise(clean: Float32Array, grid: Grid, sigmaHu: number, random: Random): Int16Array {
  const { columns, rows, slices, pixelMm, sliceMm } = grid
  const size = columns * rows
  const values = new Int16Array(clean.length)
  const white = () => Float32Array.from({ length: size }, () => random.normal())
  const mix = sliceMm < 1.5 ? [0.25, 0.5, 0.25] : [0, 1, 0]
  let layers = [white(), white(), white()]
  const [fine, coarse, scratch] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  let scale = 0
  for (let slice = 0; slice < slices; slice++) {
    const mixed = layers[0].map(
      (value, at) => mix[0] * value + mix[1] * layers[1][at] + mix[2] * layers[2][at],
    )
    layers = [layers[1], layers[2], white()]
    blurPlane(mixed, scratch, fine, columns, rows, 0.55 / pixelMm)
    blurPlane(mixed, scratch, coarse, columns, rows, 1.1 / pixelMm)
    if (scale === 0) {
      let squares = 0
      for (let at = 0; at < size; at++) squares += (fine[at] - coarse[at]) ** 2
      scale = sigmaHu / Math.sqrt(squares / size)
    }
    const start = slice * size
    for (let at = 0; at < size; at++)
      values[start + at] = Math.max(
        -1024,
        Math.min(8000, Math.round(clean[start + at] + scale * (fine[at] - coarse[at]))),
      )
  }
  return values
}

/** Dark and bright rays around metal, fading outward, a little different in every slice. */
export function addStreaks(
  clean: Float32Array,
  grid: Grid,
  metal: readonly [x: number, y: number],
  strengthHu: number,
  random: Random,
): void {
  const { columns, rows, slices, pixelMm } = grid
  const phases = Array.from({ length: 6 }, () => random.between(0, 6))
  for (let slice = 0; slice < slices; slice++) {
    const drift = 0.05 * slice
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++) {
        const index = (slice * rows + j) * columns + i
        if (clean[index] < -600 || clean[index] > 2500) continue
        const x = (i - middle(columns)) * pixelMm - metal[0]
        const y = (j - middle(rows)) * pixelMm - metal[1]
        const away = length(x, y)
        const turn = Math.atan2(y, x)
        let rays = 0
        for (let ray = 0; ray < 6; ray++)
          rays += Math.sin((5 + 4 * ray) * turn + phases[ray] + drift * (ray - 2)) / (1 + 0.3 * ray)
        clean[index] += 0.5 * strengthHu * rays * Math.exp(-away / 45)
      }
  }
}
