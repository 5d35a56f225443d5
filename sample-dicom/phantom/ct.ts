import { makeRandom } from './random'
import type { RowSampler } from './sampler'

/*
 * The imaging model of a CT: supersampled CT numbers, triangular slice profile, in-plane blur of a soft kernel,
 * dark band between dense bones, and noise made where it arises: in the projections. White noise whose
 * variance grows with the path through the body is filtered and back-projected, so it has the grain, the
 * streaks between the hips and the quiet edge of real noise.
 */

export interface CtGeometry {
  /** Centre of the first pixel of the lowest slice, patient mm. */
  readonly originMm: readonly [x: number, y: number, z: number]
  readonly columns: number
  readonly rows: number
  readonly slices: number
  readonly pixelMm: number
  /** Distance between slices; also the full width at half maximum of the slice profile. */
  readonly sliceMm: number
}

export interface CtSlice {
  /** Slice position along z. */
  readonly zMm: number
  /** Blurred CT numbers without noise, deposits not included. */
  readonly host: Float32Array
  /** Blurred CT numbers that deposits add. */
  readonly added: Float32Array
}

const SUBPLANES = 5
const SUBPIXELS = 2
/** In-plane blur of a soft kernel: σ = 0.187 / f50, f50 0.38 per mm. */
const BLUR_SIGMA_MM = 0.5

export type Scenery = (x: number, y: number) => number

/**
 * Slices without noise, lowest first. The weights of the triangular profile add up to 1 over neighbouring
 * slices at every height, so sums over a series are true to volume.
 * @param scenery HU outside the body at (x, y): table and pad.
 */
export function* renderSlices(
  sampler: RowSampler,
  geometry: CtGeometry,
  scenery: Scenery,
): Generator<CtSlice> {
  const size = geometry.columns * geometry.rows
  const outside = renderScenery(geometry, scenery)
  const kept = new Map<number, Plane>()
  const plane = (index: number) => {
    const ready =
      kept.get(index) ??
      renderPlane(sampler, geometry, outside, geometry.originMm[2] + (index * geometry.sliceMm) / SUBPLANES)
    kept.set(index, ready)
    return ready
  }
  for (let slice = 0; slice < geometry.slices; slice++) {
    const sum: Plane = {
      host: new Float32Array(size),
      added: new Float32Array(size),
      bone: new Float32Array(size),
    }
    for (let offset = 1 - SUBPLANES; offset < SUBPLANES; offset++) {
      const weight = (SUBPLANES - Math.abs(offset)) / SUBPLANES ** 2
      accumulate(sum, plane(slice * SUBPLANES + offset), weight)
    }
    for (const index of kept.keys()) if (index <= slice * SUBPLANES) kept.delete(index)
    darkenBetweenBones(sum, geometry)
    yield {
      zMm: geometry.originMm[2] + slice * geometry.sliceMm,
      host: blur(sum.host, geometry.columns, BLUR_SIGMA_MM / geometry.pixelMm),
      added: blur(sum.added, geometry.columns, BLUR_SIGMA_MM / geometry.pixelMm),
    }
  }
}

interface Plane {
  readonly host: Float32Array
  readonly added: Float32Array
  readonly bone: Float32Array
}

function renderScenery({ columns, rows, pixelMm, originMm }: CtGeometry, scenery: Scenery): Float32Array {
  const step = pixelMm / 4
  return Float32Array.from({ length: columns * rows }, (_, index) => {
    const x = originMm[0] + (index % columns) * pixelMm
    const y = originMm[1] + Math.floor(index / columns) * pixelMm
    let sum = 0
    for (let sub = 0; sub < 16; sub++)
      sum += scenery(x + ((sub % 4) - 1.5) * step, y + (Math.floor(sub / 4) - 1.5) * step)
    return sum / 16
  })
}

function renderPlane(sampler: RowSampler, geometry: CtGeometry, outside: Float32Array, z: number): Plane {
  const { columns, rows, pixelMm, originMm } = geometry
  const plane: Plane = {
    host: Float32Array.from(outside),
    added: new Float32Array(columns * rows),
    bone: new Float32Array(columns * rows),
  }
  const dx = pixelMm / SUBPIXELS
  const first = -(SUBPIXELS - 1) / 2
  const place = { y: 0, z, x0: originMm[0] + first * dx, dx, count: columns * SUBPIXELS }
  const share = 1 / SUBPIXELS ** 2
  for (let row = 0; row < rows; row++)
    for (let sub = 0; sub < SUBPIXELS; sub++) {
      place.y = originMm[1] + row * pixelMm + (first + sub) * dx
      sampler.sample(place)
      for (let i = sampler.body.from; i < sampler.body.to; i++) {
        const pixel = row * columns + Math.floor(i / SUBPIXELS)
        // Air at the skin's edge gives way to whatever lies outside: pad, table.
        plane.host[pixel] += share * (sampler.host[i] - outside[pixel])
        plane.added[pixel] += share * sampler.added[i]
        plane.bone[pixel] += share * sampler.bone[i]
      }
    }
  return plane
}

function accumulate(sum: Plane, plane: Plane, weight: number): void {
  for (let index = 0; index < sum.host.length; index++) {
    sum.host[index] += weight * plane.host[index]
    sum.added[index] += weight * plane.added[index]
    sum.bone[index] += weight * plane.bone[index]
  }
}

/** Beam hardening between two dense bones in a row: about −18 HU between the hips. */
function darkenBetweenBones({ host, bone }: Plane, { columns, rows, pixelMm }: CtGeometry): void {
  const dark = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    const line = row * columns
    let total = 0
    for (let column = 0; column < columns; column++) total += bone[line + column] * pixelMm
    let left = 0
    for (let column = 0; column < columns; column++) {
      left += bone[line + column] * pixelMm
      dark[line + column] = -Math.min(24, 0.0007 * Math.min(left, total - left))
    }
  }
  const soft = blur(dark, columns, 3)
  for (let index = 0; index < host.length; index++) if (host[index] > -300) host[index] += soft[index]
}

/** Separable Gaussian; the weights sum to 1. */
export function blur(image: Float32Array, columns: number, sigmaPixels: number): Float32Array {
  const reach = Math.ceil(3.2 * sigmaPixels)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-0.5 * ((index - reach) / sigmaPixels) ** 2),
  )
  const total = weights.reduce((a, b) => a + b, 0)
  const kernel = Float64Array.from(weights, (weight) => weight / total)
  const rows = image.length / columns
  const across = new Float32Array(image.length)
  const result = new Float32Array(image.length)
  convolve(image, across, kernel, rows, columns, columns, 1)
  convolve(across, result, kernel, columns, rows, 1, columns)
  return result
}

function convolve(
  source: Float32Array,
  target: Float32Array,
  kernel: Float64Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
): void {
  const reach = (kernel.length - 1) / 2
  for (let line = 0; line < lines; line++) {
    const start = line * lineStride
    for (let at = 0; at < length; at++) {
      let sum = 0
      for (let tap = -reach; tap <= reach; tap++) {
        const from = Math.min(length - 1, Math.max(0, at + tap))
        sum += kernel[tap + reach] * source[start + from * stride]
      }
      target[start + at * stride] = sum
    }
  }
}

// ---- noise ----

const VIEWS = 240

export interface NoiseMaker {
  /** Noise in HU for a slice; to be called slice after slice, for neighbours share part of it. */
  next(slice: Float32Array): Float32Array
}

/** @param strengthHu standard deviation for a path of no attenuation; about 13 HU result in a pelvis. */
export function makeNoiseMaker(geometry: CtGeometry, seed: number, strengthHu: number): NoiseMaker {
  const random = makeRandom(seed)
  const { columns, pixelMm } = geometry
  const bins = Math.ceil(columns * 1.45)
  const white = () => Float32Array.from({ length: VIEWS * bins }, () => random.gaussian())
  let layers = [white(), white(), white()] as const
  const kernel = rampKernel(pixelMm)
  return {
    next(slice) {
      layers = [layers[1], layers[2], white()]
      const paths = project(slice, columns, pixelMm, bins)
      const sinogram = new Float32Array(VIEWS * bins)
      for (let view = 0; view < VIEWS; view++) {
        // The tube current follows the thickest path half-way.
        let thickest = 0
        for (let bin = 0; bin < bins; bin++) thickest = Math.max(thickest, paths[view * bins + bin])
        for (let bin = 0; bin < bins; bin++) {
          const index = view * bins + bin
          const mixed = 0.25 * layers[0][index] + 0.5 * layers[1][index] + 0.25 * layers[2][index]
          sinogram[index] =
            (strengthHu * Math.exp(0.5 * (paths[index] - 0.62 * thickest)) * mixed) / Math.sqrt(0.375)
        }
      }
      return backProject(filter(sinogram, bins, kernel), columns, bins)
    },
  }
}

/** Ramp with a soft window, in space: noise power grows with f and falls with exp(−(f / 0.42)²), f per mm. */
function rampKernel(pixelMm: number): Float64Array {
  const reach = 24
  const steps = 400
  const nyquist = 0.5 / pixelMm
  return Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const lag = (index - reach) * pixelMm
    let sum = 0
    for (let step = 0; step < steps; step++) {
      const f = ((step + 0.5) / steps) * nyquist
      sum += f * Math.exp(-0.5 * (f / 0.42) ** 2) * Math.cos(2 * Math.PI * f * lag)
    }
    return sum / steps
  })
}

/** Line integrals of μ through a slice reduced to a quarter, one row per view. */
function project(slice: Float32Array, columns: number, pixelMm: number, bins: number): Float32Array {
  const coarse = columns >> 2
  const mu = new Float32Array(coarse * coarse)
  for (let index = 0; index < slice.length; index++) {
    const target = Math.floor(Math.floor(index / columns) / 4) * coarse + ((index % columns) >> 2)
    mu[target] += Math.max(0, (slice[index] + 1000) / 16000)
  }
  const paths = new Float32Array(VIEWS * bins)
  // μ of water per mm times the coarse pixel's width; its shadow is four bins wide.
  const weight = 0.0193 * 4 * pixelMm
  for (let view = 0; view < VIEWS; view++) {
    const cos = Math.cos((Math.PI * view) / VIEWS)
    const sin = Math.sin((Math.PI * view) / VIEWS)
    for (let j = 0; j < coarse; j++)
      for (let i = 0; i < coarse; i++) {
        const value = mu[j * coarse + i]
        if (value < 0.02) continue
        const bin = Math.round(((i + 0.5 - coarse / 2) * cos + (j + 0.5 - coarse / 2) * sin) * 4 + bins / 2)
        for (let tap = -2; tap < 2; tap++) paths[view * bins + bin + tap] += weight * value
      }
  }
  return paths
}

function filter(sinogram: Float32Array, bins: number, kernel: Float64Array): Float32Array {
  const filtered = new Float32Array(sinogram.length)
  convolve(sinogram, filtered, kernel, VIEWS, bins, bins, 1)
  return filtered
}

function backProject(sinogram: Float32Array, columns: number, bins: number): Float32Array {
  const image = new Float32Array(columns * columns)
  for (let view = 0; view < VIEWS; view++) {
    const cos = Math.cos((Math.PI * view) / VIEWS)
    const sin = Math.sin((Math.PI * view) / VIEWS)
    const line = view * bins
    for (let row = 0; row < columns; row++) {
      let position = (0.5 - columns / 2) * cos + (row + 0.5 - columns / 2) * sin + bins / 2
      const start = row * columns
      for (let column = 0; column < columns; column++, position += cos) {
        const bin = position | 0
        const low = sinogram[line + bin]
        image[start + column] += low + (position - bin) * (sinogram[line + bin + 1] - low)
      }
    }
  }
  return image
}
