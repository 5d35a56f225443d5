import { mrTissues, signalOf, type MrSequence, type MrTissueName } from './mr-tissues'
import { fractalNoise } from './noise'
import { makeRandom } from './random'
import type { Parts, RowSampler } from './sampler'

/*
 * The imaging model of MR: signals of the tissues that share each sample, fat shifted along the readout, the
 * band-limit of the acquired matrix with its ringing at sharp edges, a slow bias of the coil, Rician noise.
 * Calcium is a void; so is flowing blood in a spin echo. The same body as CT and radiograph.
 */

export interface MrGeometry {
  readonly plane: 'axial' | 'coronal' | 'sagittal'
  /** Middle of the block, patient mm. */
  readonly centreMm: readonly [x: number, y: number, z: number]
  readonly columns: number
  readonly rows: number
  readonly slices: number
  readonly pixelMm: number
  /** Distance between slices. */
  readonly stepMm: number
}

export interface MrAppearance {
  /** What a sample with `reaction` is: oedema, or scar. */
  readonly reaction: 'inflamed' | 'fibrous'
  /** Noise relative to the signal of fat in T1. */
  readonly noise: number
  /** Depth in mm at which a surface coil has lost 63 %; none for a body coil. */
  readonly coil?: { readonly centreMm: readonly [x: number, y: number, z: number]; readonly reachMm: number }
  /** A tophus or milk of calcium is no void: CT number added below which a deposit keeps this signal. */
  readonly softDeposit?: { readonly tissue: MrTissueName; readonly belowHu: number }
}

/** Direction cosines of rows and columns, PS3.3 C.7.6.2.1.1. */
export const MR_AXES = {
  axial: { row: [1, 0, 0], column: [0, 1, 0], normal: [0, 0, 1] },
  coronal: { row: [1, 0, 0], column: [0, 0, -1], normal: [0, 1, 0] },
  sagittal: { row: [0, 1, 0], column: [0, 0, -1], normal: [-1, 0, 0] },
} as const

const FINE = 2
const SUBPLANES = 3
/** 220 Hz between fat and water over 170 Hz per pixel. */
const SHIFT_PX = 1.3
/** CT number at which a sample holds so much calcium that nothing is left to see. */
const VOID_HU = 260

/** Centre of the first pixel of a slice, patient mm. */
export function mrOrigin(geometry: MrGeometry, slice: number): [number, number, number] {
  const { row, column, normal } = MR_AXES[geometry.plane]
  const { columns, rows, slices, pixelMm, stepMm } = geometry
  return [0, 1, 2].map(
    (axis) =>
      geometry.centreMm[axis] +
      row[axis] * (0.5 - columns / 2) * pixelMm +
      column[axis] * (0.5 - rows / 2) * pixelMm +
      normal[axis] * (slice - (slices - 1) / 2) * stepMm,
  ) as [number, number, number]
}

/** 12-bit pictures, one a slice: 1000 stands for a signal of 1. */
export function renderMr(
  sampler: RowSampler,
  sequence: MrSequence,
  geometry: MrGeometry,
  look: MrAppearance,
  seed: number,
): Uint16Array[] {
  const { parts } = sampler
  if (!parts) throw new Error('MR needs a sampler made with its parts')
  const { water, fat } = sampleBlock(sampler, parts, sequence, geometry, look)
  const random = makeRandom(seed)
  const bias = coilOf(geometry, look, seed)
  const sigma = look.noise * signalOf(mrTissues.fat, { kind: 'SE', repetitionMs: 550, echoMs: 12 })
  const { columns, rows } = geometry
  return water.map((plane, slice) => {
    const picture = bandLimited(withShiftedFat(plane, fat[slice], columns * FINE), columns, rows)
    return Uint16Array.from(picture, (signal, index) => {
      const ideal = signal * bias(slice, index)
      const noisy = Math.hypot(ideal + sigma * random.gaussian(), sigma * random.gaussian())
      return Math.min(4095, Math.round(1000 * noisy))
    })
  })
}

interface Block {
  readonly water: Float32Array[]
  readonly fat: Float32Array[]
}

/** Walks the block along patient x, whatever its plane: the sampler reads rows. */
function sampleBlock(
  sampler: RowSampler,
  parts: Parts,
  sequence: MrSequence,
  geometry: MrGeometry,
  look: MrAppearance,
): Block {
  const { columns, rows, slices, pixelMm, stepMm, plane } = geometry
  const [wide, high] = [columns * FINE, rows * FINE]
  const planes = () => Array.from({ length: slices }, () => new Float32Array(wide * high))
  const block: Block = { water: planes(), fat: planes() }
  const signal = signalMixer(sampler, parts, sequence, look)
  const fine = pixelMm / FINE
  const sub = stepMm / SUBPLANES
  const [cx, cy, cz] = geometry.centreMm
  const start = (centre: number, count: number, step: number) => centre - ((count - 1) / 2) * step
  const add = (slice: number, at: number, i: number) => {
    signal.mix(i)
    block.water[slice][at] += signal.water / SUBPLANES
    block.fat[slice][at] += signal.fat / SUBPLANES
  }
  if (plane === 'sagittal') {
    // The normal points to the right: slice 0 has the largest x.
    const place = { y: 0, z: 0, x0: start(cx, slices * SUBPLANES, sub), dx: sub, count: slices * SUBPLANES }
    for (let j = 0; j < high; j++)
      for (let i = 0; i < wide; i++) {
        place.y = start(cy, wide, fine) + i * fine
        place.z = -start(-cz, high, fine) - j * fine
        sampler.sample(place)
        const { from, to } = sampler.body
        for (let n = from; n < to; n++) add(slices - 1 - Math.floor(n / SUBPLANES), j * wide + i, n)
      }
    return block
  }
  const place = { y: 0, z: 0, x0: start(cx, wide, fine), dx: fine, count: wide }
  for (let slice = 0; slice < slices; slice++)
    for (let layer = 0; layer < SUBPLANES; layer++) {
      const through = (slice - (slices - 1) / 2) * stepMm + (layer - (SUBPLANES - 1) / 2) * sub
      for (let j = 0; j < high; j++) {
        const down = (j - (high - 1) / 2) * fine
        place.y = plane === 'axial' ? cy + down : cy + through
        place.z = plane === 'axial' ? cz + through : cz - down
        sampler.sample(place)
        const { from, to } = sampler.body
        for (let i = from; i < to; i++) add(slice, j * wide + i, i)
      }
    }
  return block
}

/** Signal of one sample, water and fat apart. */
function signalMixer(sampler: RowSampler, parts: Parts, sequence: MrSequence, look: MrAppearance) {
  const of = (name: MrTissueName) => signalOf(mrTissues[name], sequence)
  const [fat, muscle, marrow] = [of('fat'), of('muscle'), of('yellowMarrow')]
  const [cartilage, tendon, nerve, fluid] = [of('cartilage'), of('tendon'), of('nerve'), of('fluid')]
  const reaction = of(look.reaction)
  const soft = look.softDeposit && of(look.softDeposit.tissue)
  const mixer = {
    water: 0,
    fat: 0,
    mix(i: number) {
      const hu = parts.soft[i]
      const lean = Math.min(1, Math.max(0, (hu + 106) / 158))
      const filled = hu < -106 ? Math.max(0, (hu + 1000) / 894) : 1
      const bone = parts.cortex[i] + parts.marrow[i]
      const laid =
        bone + parts.cartilage[i] + parts.blood[i] + parts.tendon[i] + parts.nerve[i] + parts.fluid[i]
      const host = Math.max(0, 1 - laid)
      const inflamed = Math.min(1, parts.reaction[i]) * host
      const plain = (host - inflamed) * filled
      const added = sampler.added[i]
      const solid = look.softDeposit && added < look.softDeposit.belowHu ? 0 : Math.min(1, added / VOID_HU)
      const softShare = soft === undefined || solid > 0 ? 0 : Math.min(1, added / 90)
      const left = 1 - Math.max(solid, softShare)
      mixer.water =
        left *
          (plain * lean * muscle +
            inflamed * reaction +
            parts.cartilage[i] * cartilage +
            parts.tendon[i] * tendon +
            parts.nerve[i] * nerve +
            parts.fluid[i] * fluid) +
        softShare * (soft ?? 0)
      mixer.fat = left * (plain * (1 - lean) * fat + parts.marrow[i] * marrow)
    },
  }
  return mixer
}

function withShiftedFat(water: Float32Array, fat: Float32Array, wide: number): Float32Array {
  const shift = SHIFT_PX * FINE
  const [whole, part] = [Math.floor(shift), shift - Math.floor(shift)]
  return water.map((value, index) => {
    const i = index % wide
    const near = i >= whole ? fat[index - whole] : 0
    const far = i > whole ? fat[index - whole - 1] : 0
    return value + near * (1 - part) + far * part
  })
}

const TAPS = 10

/** Ideal low pass at the acquired matrix, softened by a Hamming window: what a cut k-space does to an edge. */
const kernel = Float64Array.from({ length: 2 * TAPS * FINE }, (_, index) => {
  const t = (index - TAPS * FINE + 0.5) / FINE
  const sinc = Math.sin(Math.PI * t) / (Math.PI * t)
  return sinc * (0.6 + 0.4 * Math.cos((Math.PI * t) / TAPS))
})
const kernelSum = kernel.reduce((sum, value) => sum + value, 0)

function bandLimited(fine: Float32Array, columns: number, rows: number): Float32Array {
  const wide = columns * FINE
  const high = rows * FINE
  const narrow = new Float32Array(columns * high)
  for (let j = 0; j < high; j++)
    for (let i = 0; i < columns; i++) {
      let sum = 0
      for (let tap = 0; tap < kernel.length; tap++) {
        const at = i * FINE + tap - TAPS * FINE + 1
        if (at >= 0 && at < wide) sum += kernel[tap] * fine[j * wide + at]
      }
      narrow[j * columns + i] = sum / kernelSum
    }
  const picture = new Float32Array(columns * rows)
  for (let j = 0; j < rows; j++)
    for (let tap = 0; tap < kernel.length; tap++) {
      const at = j * FINE + tap - TAPS * FINE + 1
      if (at < 0 || at >= high) continue
      const weight = kernel[tap] / kernelSum
      for (let i = 0; i < columns; i++) picture[j * columns + i] += weight * narrow[at * columns + i]
    }
  return picture
}

/** Slow brightening and darkening over the picture; near a surface coil much brighter. */
function coilOf(
  geometry: MrGeometry,
  { coil }: MrAppearance,
  seed: number,
): (slice: number, index: number) => number {
  const wave = fractalNoise(seed + 5, 1)
  const { row, column } = MR_AXES[geometry.plane]
  return (slice, index) => {
    const origin = mrOrigin(geometry, slice)
    const [i, j] = [index % geometry.columns, Math.floor(index / geometry.columns)]
    const [x, y, z] = [0, 1, 2].map(
      (axis) => origin[axis] + geometry.pixelMm * (i * row[axis] + j * column[axis]),
    )
    const slow = 1 + 0.22 * wave(x / 240, y / 240, z / 240)
    if (!coil) return slow
    const away = Math.hypot(x - coil.centreMm[0], y - coil.centreMm[1], z - coil.centreMm[2])
    return slow * (0.55 + 0.75 * Math.exp(-away / coil.reachMm))
  }
}
