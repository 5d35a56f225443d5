import { blur } from './ct'
import { enlargeTwice, transmit, type Exposure, type RaySums } from './dx'
import type { LimbGrid } from './leg-rays'
import { smoothStep } from './noise'
import { makeRandom } from './random'
import type { ChainPoint } from './sdf'

/*
 * A phlebography run: the ray sums of a limb, and over them contrast that climbs through tubes of veins frame by
 * frame. Iodine attenuates 12.3 cm²/g at 50 keV (NIST SRD 126); 100–150 mg/mL of it opacify a vein of the leg.
 */

export interface Vein {
  /** From the foot upwards. */
  readonly points: readonly ChainPoint[]
  /** Way the contrast has come before the first point, mm. */
  readonly startsAtMm: number
  /** Share of the full concentration that gets in: 0 for an occluded vein, little for a recanalised string. */
  readonly filling: number
}

export interface RunPlan {
  readonly frames: number
  readonly secondsPerFrame: number
  readonly mmPerSecond: number
  readonly iodineGPerCm3: number
}

const IODINE_CM2_PER_G = 12.3
const RISE_S = 1.6
const WASHOUT_S = 24

/** 10-bit frames, one after another; contrast is dark, as on the film. */
export function renderRun(
  sums: RaySums,
  grid: LimbGrid,
  veins: readonly Vein[],
  plan: RunPlan,
  exposure: Exposure,
  pixelMm: number,
  seed: number,
): Uint16Array {
  const columns = sums.columns * 2
  const rows = sums.rows * 2
  const base = enlargeTwice(transmit(sums, exposure.spectrum), sums.columns)
  const random = makeRandom(seed)
  const quanta = exposure.quantaPerMm2 * pixelMm ** 2
  const out = new Uint16Array(columns * rows * plan.frames)
  for (let frame = 0; frame < plan.frames; frame++) {
    const iodine = contrastAt(frame * plan.secondsPerFrame, grid, veins, plan, sums.columns, sums.rows)
    const path = enlargeTwice(iodine, sums.columns)
    const signal = base.map((through, index) => quanta * through * Math.exp(-IODINE_CM2_PER_G * path[index]))
    const grain = signal.map((mean) => Math.sqrt(mean + 1) * random.gaussian())
    const soft = blur(signal, columns, 0.15 / pixelMm)
    const noise = blur(grain, columns, 0.07 / pixelMm)
    for (let index = 0; index < soft.length; index++) {
      const share = Math.max(1, soft[index] + noise[index]) / quanta
      // A logarithmic amplifier over three decades.
      out[frame * soft.length + index] = Math.round(
        Math.min(1023, Math.max(0, 1023 * (1 + Math.log10(share) / 2.2))),
      )
    }
  }
  return out
}

/** g/cm² of iodine along each ray at time t: every millimetre of a vein is a short cylinder seen from the front. */
function contrastAt(
  t: number,
  grid: LimbGrid,
  veins: readonly Vein[],
  plan: RunPlan,
  columns: number,
  rows: number,
): Float32Array {
  const path = new Float32Array(columns * rows)
  for (const { points, startsAtMm, filling } of veins) {
    let way = startsAtMm
    for (let index = 1; index < points.length; index++) {
      const [a, b] = [points[index - 1], points[index]]
      const length = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])
      way += length
      const since = t - way / plan.mmPerSecond
      const strength = smoothStep(0, RISE_S, since) * Math.exp(-Math.max(0, since) / WASHOUT_S)
      if (strength < 0.01 || filling === 0) continue
      const concentration = plan.iodineGPerCm3 * strength * filling
      drawPiece(path, columns, rows, grid, a, b, concentration)
    }
  }
  return path
}

/** A valve every 38 mm widens the vein above its cusps. */
function drawPiece(
  path: Float32Array,
  columns: number,
  rows: number,
  grid: LimbGrid,
  a: ChainPoint,
  b: ChainPoint,
  concentration: number,
): void {
  const radius = a[3] * (1 + 0.25 * Math.max(0, Math.sin((a[2] / 38) * 2 * Math.PI)) ** 6)
  const row = (grid.topZ - (a[2] + b[2]) / 2) / grid.pitchMm - 0.5
  const column = ((a[0] + b[0]) / 2 - grid.xRange[0]) / grid.pitchMm - 0.5
  const reach = Math.ceil(radius / grid.pitchMm) + 1
  const [dx, dz] = [b[0] - a[0], b[2] - a[2]]
  const length = Math.max(1e-6, Math.hypot(dx, dz))
  const half = Math.max(length / 2, grid.pitchMm / 2)
  for (let j = Math.max(0, Math.floor(row - reach)); j <= Math.min(rows - 1, row + reach); j++)
    for (let i = Math.max(0, Math.floor(column - reach)); i <= Math.min(columns - 1, column + reach); i++) {
      const x = (i - column) * grid.pitchMm
      const z = (row - j) * grid.pitchMm
      const along = Math.abs((x * dx + z * dz) / length)
      const across = Math.abs((x * dz - z * dx) / length)
      if (across >= radius || along > half) continue
      const chord = (2 * Math.sqrt(radius * radius - across * across)) / 10
      const at = j * columns + i
      path[at] = Math.max(path[at], concentration * chord)
    }
}
