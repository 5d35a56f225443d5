import { makeRandom } from './random'

/*
 * What metal does to a CT slice: rays of five energies through water and metal, starved of photons behind it. The
 * difference between what they measure and what a single energy would is back-projected: dark bands between dense
 * parts, bright streaks beside them. Titanium and cobalt–chromium: μ in cm⁻¹ from NIST SRD 126.
 */

const ENERGY_SHARE = [0.1, 0.28, 0.3, 0.21, 0.11] as const
/** At 40, 55, 70, 85, 100 keV. */
const WATER = [0.268, 0.216, 0.193, 0.18, 0.171] as const
const METALS = {
  titanium: [9.4, 4.1, 2.3, 1.55, 1.2],
  cobaltChromium: [34.9, 14.6, 7.8, 4.9, 3.5],
} as const
export type Metal = keyof typeof METALS

const VIEWS = 600
const QUANTA = 500_000

export interface MetalMap {
  readonly metal: Metal
  /** Share of each pixel. */
  readonly share: Float32Array
}

/** HU to add to the slice. */
export function metalArtefact(
  clean: Float32Array,
  metals: readonly MetalMap[],
  columns: number,
  pixelMm: number,
  seed: number,
): Float32Array {
  const bins = Math.ceil(columns * 1.42)
  const tissue = Float32Array.from(clean, (hu, index) =>
    metals.some(({ share }) => share[index] > 0.5) ? 0 : Math.max(0, 1 + hu / 1000),
  )
  const water = project(tissue, columns, bins, pixelMm / 10)
  const paths = metals.map(({ share }) => project(share, columns, bins, pixelMm / 10))
  const random = makeRandom(seed)
  const errors = new Float32Array(water.length)
  for (let ray = 0; ray < errors.length; ray++) {
    if (paths.every((path) => path[ray] < 0.005)) continue
    let through = 0
    let without = 0
    let single = 0
    metals.forEach(({ metal }, which) => (single += METALS[metal][2] * paths[which][ray]))
    for (let energy = 0; energy < WATER.length; energy++) {
      const soft = Math.exp(-WATER[energy] * water[ray])
      let hard = 0
      metals.forEach(({ metal }, which) => (hard += METALS[metal][energy] * paths[which][ray]))
      through += ENERGY_SHARE[energy] * soft * Math.exp(-hard)
      without += ENERGY_SHARE[energy] * soft
    }
    const counted = QUANTA * through + Math.sqrt(QUANTA * through + 9) * random.gaussian()
    errors[ray] = -Math.log(Math.max(1.5, counted) / (QUANTA * without)) - Math.min(single, 6.5)
  }
  const image = backProject(ramp(errors, bins, pixelMm / 10), columns, bins)
  return image.map((mu) => (1000 * mu) / WATER[2])
}

/** Line integrals in cm, one row per view. */
function project(map: Float32Array, columns: number, bins: number, pixelCm: number): Float32Array {
  const sums = new Float32Array(VIEWS * bins)
  for (let view = 0; view < VIEWS; view++) {
    const cos = Math.cos((Math.PI * view) / VIEWS)
    const sin = Math.sin((Math.PI * view) / VIEWS)
    for (let index = 0; index < map.length; index++) {
      const value = map[index]
      if (value < 0.004) continue
      const x = (index % columns) + 0.5 - columns / 2
      const y = Math.floor(index / columns) + 0.5 - columns / 2
      const place = x * cos + y * sin + bins / 2
      const bin = Math.floor(place)
      const part = place - bin
      sums[view * bins + bin] += value * pixelCm * (1 - part)
      sums[view * bins + bin + 1] += value * pixelCm * part
    }
  }
  return sums
}

/** A Gaussian of 0.9 bins: the Hann window of the filter, in space. */
function softened(sinogram: Float32Array, bins: number): Float32Array {
  const weights = [0.21, 0.58, 0.21]
  return sinogram.map((_, index) => {
    const bin = index % bins
    if (bin < 1 || bin >= bins - 1) return 0
    return weights[0] * sinogram[index - 1] + weights[1] * sinogram[index] + weights[2] * sinogram[index + 1]
  })
}

/** Ram-Lak filter in space (Kak and Slaney 1988, section 3.3). */
function ramp(sinogram: Float32Array, bins: number, pixelCm: number): Float32Array {
  const reach = 64
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const n = index - reach
    const plain = n === 0 ? 0.25 : n % 2 === 0 ? 0 : -1 / (Math.PI * n) ** 2
    return plain / (pixelCm * pixelCm)
  })
  const smooth = softened(sinogram, bins)
  const filtered = new Float32Array(sinogram.length)
  for (let view = 0; view < VIEWS; view++)
    for (let bin = 0; bin < bins; bin++) {
      const value = smooth[view * bins + bin]
      if (value === 0) continue
      const low = Math.max(0, bin - reach)
      const high = Math.min(bins - 1, bin + reach)
      for (let at = low; at <= high; at++)
        filtered[view * bins + at] += value * kernel[at - bin + reach] * pixelCm
    }
  return filtered
}

function backProject(sinogram: Float32Array, columns: number, bins: number): Float32Array {
  const image = new Float32Array(columns * columns)
  const weight = Math.PI / VIEWS
  for (let view = 0; view < VIEWS; view++) {
    const cos = Math.cos((Math.PI * view) / VIEWS)
    const sin = Math.sin((Math.PI * view) / VIEWS)
    for (let row = 0; row < columns; row++) {
      let place = (0.5 - columns / 2) * cos + (row + 0.5 - columns / 2) * sin + bins / 2
      for (let column = 0; column < columns; column++, place += cos) {
        const bin = place | 0
        const low = sinogram[view * bins + bin]
        image[row * columns + column] +=
          weight * (low + (place - bin) * (sinogram[view * bins + bin + 1] - low))
      }
    }
  }
  return image
}
