import { blur } from './ct'
import { makeRandom } from './random'
import type { RowSampler } from './sampler'
import { attenuationAt, huPerMgHydroxyapatite, tissues } from './tissues'

/*
 * The imaging model of a digital radiograph: rays from a point source through the body, attenuation of three
 * energies by fat, muscle and hydroxyapatite (Beer–Lambert), scatter, quantum noise, detector blur, and the
 * processing that turns exposure into a picture. The same body as the CT; table and pad are left out.
 */

export interface DxGeometry {
  readonly columns: number
  readonly rows: number
  /** Detector element, mm, in the detector's plane. */
  readonly pixelMm: number
  /** Source to detector. */
  readonly sourceDetectorMm: number
  /** Patient y of the detector; the source lies in front of the patient (anteroposterior). */
  readonly detectorYMm: number
  /** Where the central ray passes: patient x and z. */
  readonly centreMm: readonly [x: number, z: number]
}

export interface Exposure {
  /** Energies in keV and their share. */
  readonly spectrum: readonly (readonly [keV: number, share: number])[]
  /** Scatter over primary behind the grid. */
  readonly scatter: number
  /** Quanta detected per mm² without patient; behind a pelvis about one in eighty arrives. */
  readonly quantaPerMm2: number
  /** Optical density behind the thinnest part of the body that is to be seen; less behind a finger. */
  readonly thinnest?: number
}

export type Marker = (uMm: number, vMm: number) => number

/** Line integrals of the three basis materials on half the detector's sampling: cm of fat, cm of muscle, g/cm² of HA. */
export interface RaySums {
  readonly columns: number
  readonly rows: number
  readonly fat: Float32Array
  readonly muscle: Float32Array
  readonly hydroxyapatite: Float32Array
}

/** Thickness of the layers a ray is summed over. */
const LAYER_MM = 0.8
/** Two detector elements share a ray; the model has no finer detail. */
const COARSE = 2

export function sumRays(
  sampler: RowSampler,
  geometry: DxGeometry,
  box: readonly [yMin: number, yMax: number],
): RaySums {
  const columns = geometry.columns / COARSE
  const rows = geometry.rows / COARSE
  const sums: RaySums = {
    columns,
    rows,
    fat: new Float32Array(columns * rows),
    muscle: new Float32Array(columns * rows),
    hydroxyapatite: new Float32Array(columns * rows),
  }
  const sourceY = geometry.detectorYMm - geometry.sourceDetectorMm
  const pitch = geometry.pixelMm * COARSE
  const place = { y: 0, z: 0, x0: 0, dx: 0, count: columns }
  const layers = Math.round((box[1] - box[0]) / LAYER_MM)
  for (let row = 0; row < rows; row++)
    for (let layer = 0; layer < layers; layer++) {
      const y = box[0] + ((layer + 0.5) * (box[1] - box[0])) / layers
      const shrink = (y - sourceY) / geometry.sourceDetectorMm
      place.y = y
      place.z = geometry.centreMm[1] - (row + 0.5 - rows / 2) * pitch * shrink
      place.dx = pitch * shrink
      // Seen from the source: the patient's right on the left of the picture.
      place.x0 = geometry.centreMm[0] + (0.5 - columns / 2) * place.dx
      sampler.sample(place)
      addLine(sums, row, sampler, (box[1] - box[0]) / layers / 10)
    }
  stretchByObliquity(sums, geometry)
  return sums
}

/** Splits CT numbers into basis materials. `cm` is the length of ray one sample stands for. */
function addLine(sums: RaySums, row: number, sampler: RowSampler, cm: number): void {
  const start = row * sums.columns
  const fatHu = tissues.subcutaneousFat.hu
  const muscleHu = tissues.muscle.hu
  for (let i = sampler.body.from; i < sampler.body.to; i++) {
    const hu = sampler.host[i]
    let extra = sampler.added[i]
    if (hu < fatHu) sums.fat[start + i] += (cm * (hu + 1000)) / (fatHu + 1000)
    else {
      const lean = Math.min(1, (hu - fatHu) / (muscleHu - fatHu))
      sums.fat[start + i] += cm * (1 - lean)
      sums.muscle[start + i] += cm * lean
      extra += Math.max(0, hu - muscleHu)
    }
    if (extra > 0) sums.hydroxyapatite[start + i] += (cm * extra) / huPerMgHydroxyapatite / 1000
  }
}

/** Rays away from the centre cross every layer at a slant. */
function stretchByObliquity(sums: RaySums, { pixelMm, sourceDetectorMm }: DxGeometry): void {
  const pitch = pixelMm * COARSE
  for (let row = 0; row < sums.rows; row++)
    for (let column = 0; column < sums.columns; column++) {
      const u = (column + 0.5 - sums.columns / 2) * pitch
      const v = (row + 0.5 - sums.rows / 2) * pitch
      const slant = Math.sqrt(1 + (u * u + v * v) / sourceDetectorMm ** 2)
      const index = row * sums.columns + column
      sums.fat[index] *= slant
      sums.muscle[index] *= slant
      sums.hydroxyapatite[index] *= slant
    }
}

/** Share of the quanta that comes through, per detector element, without scatter or noise. */
export function transmit(sums: RaySums, spectrum: Exposure['spectrum']): Float32Array {
  const lines = spectrum.map(([keV, share]) => ({
    share,
    fat: attenuationAt('fat', keV),
    muscle: attenuationAt('muscle', keV),
    hydroxyapatite: attenuationAt('hydroxyapatite', keV),
  }))
  return Float32Array.from(sums.fat, (fat, index) =>
    lines.reduce(
      (through, line) =>
        through +
        line.share *
          Math.exp(
            -fat * line.fat -
              sums.muscle[index] * line.muscle -
              sums.hydroxyapatite[index] * line.hydroxyapatite,
          ),
      0,
    ),
  )
}

/** 12-bit presentation values, bone bright. */
export function expose(
  sums: RaySums,
  geometry: DxGeometry,
  exposure: Exposure,
  marker: Marker,
  seed: number,
): Uint16Array {
  const primary = enlargeTwice(transmit(sums, exposure.spectrum), sums.columns)
  const field = Float32Array.from(primary, (value, index) => value * fieldAt(geometry, index, marker))
  // Air scatters nothing: only what passed a body counts.
  const scattered = scatterOf(
    primary.map((value) => value * (1 - value) ** 4),
    geometry,
  )
  const random = makeRandom(seed)
  const quanta = exposure.quantaPerMm2 * geometry.pixelMm ** 2
  const signal = new Float32Array(field.length)
  const grain = new Float32Array(field.length)
  for (let index = 0; index < field.length; index++) {
    const mean = quanta * (field[index] + exposure.scatter * scattered[index]) + 1
    signal[index] = mean
    grain[index] = Math.sqrt(mean) * random.gaussian()
  }
  const sigma = 0.14 / geometry.pixelMm
  const blurred = blur(signal, geometry.columns, sigma)
  // Quantum noise passes the scintillator's blur too, but about half of it arises beyond.
  const noise = blur(grain, geometry.columns, sigma / 2)
  return present(
    blurred.map((value, index) => Math.max(1, value + noise[index])),
    geometry,
    quanta,
    exposure.thinnest,
  )
}

/** Heel effect and lead markers: what reaches the detector without a patient. The field covers the detector. */
function fieldAt(geometry: DxGeometry, index: number, marker: Marker): number {
  const u = ((index % geometry.columns) + 0.5 - geometry.columns / 2) * geometry.pixelMm
  const v = (Math.floor(index / geometry.columns) + 0.5 - geometry.rows / 2) * geometry.pixelMm
  const heel = 1 + (0.08 * v) / (geometry.rows * geometry.pixelMm)
  return heel * Math.exp(-marker(u, v))
}

/** Scatter: the primary image spread over some 30 mm. */
function scatterOf(primary: Float32Array, geometry: DxGeometry): Float32Array {
  return wideMean(primary, geometry, 30)
}

/** A very wide Gaussian blur, worked out on a sixteenth of the lines. */
function wideMean(
  field: Float32Array,
  { columns, rows, pixelMm }: DxGeometry,
  sigmaMm: number,
): Float32Array {
  const reduce = 16
  const smallColumns = Math.ceil(columns / reduce)
  const smallRows = Math.ceil(rows / reduce)
  const small = new Float32Array(smallColumns * smallRows)
  const counts = new Float32Array(smallColumns * smallRows)
  for (let index = 0; index < field.length; index++) {
    const target =
      Math.floor(Math.floor(index / columns) / reduce) * smallColumns + Math.floor((index % columns) / reduce)
    small[target] += field[index]
    counts[target] += 1
  }
  const soft = blur(
    small.map((value, index) => value / counts[index]),
    smallColumns,
    sigmaMm / (pixelMm * reduce),
  )
  return Float32Array.from(field, (_, index) =>
    bilinear(
      soft,
      smallColumns,
      smallRows,
      (index % columns) / reduce - 0.5,
      Math.floor(index / columns) / reduce - 0.5,
    ),
  )
}

/** Twice the lines and columns, pixel centres kept apart by a quarter. */
export function enlargeTwice(image: Float32Array, columns: number): Float32Array {
  const rows = image.length / columns
  return Float32Array.from({ length: image.length * COARSE * COARSE }, (_, index) => {
    const column = index % (columns * COARSE)
    const row = Math.floor(index / (columns * COARSE))
    return bilinear(image, columns, rows, (column + 0.5) / COARSE - 0.5, (row + 0.5) / COARSE - 0.5)
  })
}

function bilinear(image: Float32Array, columns: number, rows: number, x: number, y: number): number {
  const cx = Math.min(columns - 1, Math.max(0, x))
  const cy = Math.min(rows - 1, Math.max(0, y))
  const i = Math.min(columns - 2, Math.floor(cx))
  const j = Math.min(rows - 2, Math.floor(cy))
  const at = j * columns + i
  const upper = image[at] + (cx - i) * (image[at + 1] - image[at])
  const lower = image[at + columns] + (cx - i) * (image[at + columns + 1] - image[at + columns])
  return upper + (cy - j) * (lower - upper)
}

/** Logarithm, wide differences halved, a sigmoid around the middle of the body, edges enhanced within bounds. */
function present(
  exposure: Float32Array,
  geometry: DxGeometry,
  quanta: number,
  thinnest = BODY_DENSITY,
): Uint16Array {
  const density = exposure.map((value) => Math.log(quanta / value))
  const wide = wideMean(density, geometry, 26)
  const middle = middleOf(density, thinnest)
  const evened = density.map((p, index) => p - 0.5 * (wide[index] - middle) * Math.min(1, Math.max(0, p)))
  const { p50, slope } = bodyRange(evened, density, thinnest)
  const value = evened.map((p) => 4095 / (1 + Math.exp(-slope * (p - p50))))
  const soft = blur(value, geometry.columns, 6 / geometry.pixelMm)
  return Uint16Array.from(value, (bright, index) => {
    const detail = Math.min(400, Math.max(-400, 0.6 * (bright - soft[index])))
    return Math.round(Math.min(4095, Math.max(0, bright + detail)))
  })
}

/** Behind a body of any thickness; direct exposure stays below. */
const BODY_DENSITY = 0.8

function middleOf(density: Float32Array, thinnest: number): number {
  const inBody = density.filter((p, index) => index % 37 === 0 && p > thinnest).sort()
  return inBody[inBody.length >> 1]
}

/** Middle and spread of what lies in the body. */
function bodyRange(
  evened: Float32Array,
  density: Float32Array,
  thinnest: number,
): { p50: number; slope: number } {
  const inBody = evened.filter((_, index) => index % 37 === 0 && density[index] > thinnest).sort()
  const at = (share: number) => inBody[Math.floor(share * (inBody.length - 1))]
  return { p50: at(0.52), slope: 4 / (at(0.97) - at(0.04)) }
}
