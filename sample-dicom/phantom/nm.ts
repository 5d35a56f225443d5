import { blur } from './ct'
import { makeRandom, type Random } from './random'
import type { ChainPoint } from './sdf'

/*
 * A whole-body bone scan from the front and from behind: activity in a schematic skeleton, in soft tissue, kidneys
 * and bladder and in what the case adds; attenuated on its way out (μ 0.15 /cm at 140 keV), blurred as by a
 * low-energy high-resolution collimator, counted (Poisson).
 */

export interface Uptake {
  /** Round cones joined in order, mm; x to the left, y to the back, z to the head, origin between the hips. */
  readonly points: readonly ChainPoint[]
  /** Activity per mm³; soft tissue is 1. */
  readonly activity: number
}

export interface ScanGeometry {
  readonly columns: number
  readonly rows: number
  readonly pixelMm: number
  /** Height of the first row. */
  readonly topZ: number
}

const ATTENUATION_PER_MM = 0.015

/** Counts, anterior and posterior. In the anterior view the patient's right is on the reader's left. */
export function scanWholeBody(
  uptakes: readonly Uptake[],
  geometry: ScanGeometry,
  totalCounts: number,
  seed: number,
): readonly [anterior: Uint16Array, posterior: Uint16Array] {
  const random = makeRandom(seed)
  const views = [-1, 1].map((side) => {
    const ideal = blur(project(uptakes, geometry, side), geometry.columns, 3.6 / geometry.pixelMm)
    return ideal
  })
  const scale = totalCounts / views[0].reduce((sum, value) => sum + value, 0)
  const [anterior, posterior] = views.map((view) =>
    Uint16Array.from(view, (value) => poisson(value * scale, random)),
  )
  return [anterior, posterior]
}

/** @param side −1 the detector in front, 1 behind: there left and right change places */
function project(
  uptakes: readonly Uptake[],
  { columns, rows, pixelMm, topZ }: ScanGeometry,
  side: number,
): Float32Array {
  const image = new Float32Array(columns * rows)
  const add = (a: ChainPoint, b: ChainPoint, activity: number) => {
    const length = Math.max(0.1, Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]))
    const steps = Math.max(1, Math.ceil(length / (pixelMm * 0.7)))
    for (let step = 0; step < steps; step++) {
      const t = (step + 0.5) / steps
      const [x, y, z, r] = a.map((value, axis) => value + t * (b[axis] - value))
      // Depth below a body some 200 mm thick.
      const depth = Math.max(5, side < 0 ? 95 + y : 105 - y)
      // A slice of the tube, one step long, as a disc of its own activity.
      const amount = activity * Math.exp(-ATTENUATION_PER_MM * depth) * (length / steps)
      disc(image, columns, rows, (columns - 1) / 2 - (side * x) / pixelMm, (topZ - z) / pixelMm, r / pixelMm, amount * Math.PI * r * r) // prettier-ignore
    }
  }
  for (const { points, activity } of uptakes) {
    if (points.length === 1) add(points[0], points[0], activity * points[0][3] * 14)
    for (let index = 1; index < points.length; index++) add(points[index - 1], points[index], activity)
  }
  return image
}

/** Spreads an amount over a disc as a ball would throw it. */
function disc(
  image: Float32Array,
  columns: number,
  rows: number,
  u: number,
  v: number,
  r: number,
  amount: number,
) {
  const reach = Math.max(0.8, r)
  const low = Math.floor(-reach)
  const high = Math.ceil(reach)
  let sum = 0
  for (let dv = low; dv <= high; dv++)
    for (let du = low; du <= high; du++) sum += Math.sqrt(Math.max(0, reach * reach - du * du - dv * dv))
  for (let dv = low; dv <= high; dv++)
    for (let du = low; du <= high; du++) {
      const [i, j] = [Math.round(u) + du, Math.round(v) + dv]
      if (i < 0 || j < 0 || i >= columns || j >= rows) continue
      image[j * columns + i] += (amount * Math.sqrt(Math.max(0, reach * reach - du * du - dv * dv))) / sum
    }
}

function poisson(mean: number, random: Random): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.gaussian()))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++
  return count
}

const pair = (points: readonly ChainPoint[], activity: number): Uptake[] => [
  { points, activity },
  {
    points: points.map(([x, y, z, r]): ChainPoint => [-x - 1.5, y + 1, z - 2, r]),
    activity: activity * 0.97,
  },
]

/** Skeleton, soft tissue, kidneys and bladder of a woman 1.6 m tall, arms at her sides. */
// prettier-ignore
export function normalUptakes(): Uptake[] {
  const ribs = Array.from({ length: 10 }, (_, index) => {
    const z = 455 - 26 * index
    const wide = 92 + 5 * Math.min(index, 6)
    return pair([[16, 62, z + 12, 5], [wide * 0.8, 56, z, 4.5], [wide, 10, z - 18, 4.5], [wide * 0.75, -52, z - 32, 4.5], [24, -80, z - 34 + (index > 6 ? -14 : 4), 4]], 5)
  }).flat()
  const spine = Array.from({ length: 23 }, (_, index): ChainPoint => [2 * Math.sin(index / 5), 48 - 14 * Math.sin(index / 4), 100 + 21.5 * index, 17 - 0.35 * index])
  return [
    { points: [[0, 0, -90, 150], [0, 0, 60, 150], [0, 0, 300, 140], [0, 0, 480, 120]], activity: 0.75 },
    { points: [[0, 0, 560, 45], [0, -5, 690, 78]], activity: 0.9 },
    ...pair([[95, 5, -60, 78], [75, 5, -400, 52], [74, 10, -500, 48], [70, 10, -800, 32]], 0.8),
    ...pair([[195, 10, 420, 40], [225, 10, 190, 34], [240, 5, -40, 26], [240, 0, -160, 28]], 0.8),
    { points: spine, activity: 7.5 },
    ...ribs,
    { points: [[0, 10, 640, 10], [0, 60, 690, 10], [0, 20, 760, 9], [0, -60, 730, 9], [0, -75, 660, 10]], activity: 5 },
    { points: [[55, 10, 660, 8], [58, 0, 710, 8], [30, 0, 755, 8]], activity: 4.6 }, { points: [[-55, 10, 660, 8], [-58, 0, 710, 8], [-30, 0, 755, 8]], activity: 4.6 },
    { points: [[-34, -55, 610, 8], [0, -78, 596, 8], [34, -55, 610, 8]], activity: 6 },
    { points: [[0, -88, 470, 11], [0, -94, 330, 13]], activity: 6.5 },
    ...pair([[20, -60, 500, 8], [90, -30, 515, 7], [155, 5, 505, 9]], 6),
    ...pair([[90, 70, 470, 9], [70, 75, 360, 8], [130, 60, 480, 9]], 4),
    ...pair([[158, 5, 490, 22], [172, 5, 470, 18]], 7.5),
    ...pair([[178, 8, 440, 13], [200, 10, 200, 12]], 4.6),
    ...pair([[203, 10, 190, 16], [206, 10, 176, 15]], 6.5),
    ...pair([[210, 10, 160, 9], [235, 5, -30, 8]], 4.4),
    ...pair([[238, 5, -48, 13], [240, 0, -66, 14]], 6),
    ...pair([[238, 0, -90, 12], [240, -4, -150, 9]], 3.4),
    ...pair([[30, 65, 95, 22], [60, 55, 90, 20], [110, 10, 95, 16], [118, -20, 70, 12]], 6),
    ...pair([[52, 62, 80, 12], [50, 66, 50, 11]], 9),
    ...pair([[60, 10, 40, 18], [70, 4, 5, 20], [62, 30, -50, 16], [30, -36, -40, 12], [6, -42, -38, 10]], 5.6),
    ...pair([[88, 0, 0, 20], [112, 5, -14, 17], [140, 10, -14, 20]], 6.5),
    ...pair([[128, 6, -40, 15], [112, -6, -200, 13], [84, -2, -385, 15]], 4.8),
    ...pair([[66, 4, -408, 20], [94, 4, -408, 20]], 7.5),
    ...pair([[66, 6, -436, 18], [92, 6, -436, 18]], 7.2),
    ...pair([[80, 0, -450, 15], [76, 0, -620, 13], [76, 4, -790, 14]], 4.4),
    ...pair([[100, 16, -450, 8], [92, 14, -790, 8]], 3.6),
    ...pair([[78, 10, -812, 16], [80, 40, -835, 14], [82, -40, -845, 12], [84, -110, -860, 9]], 5.6),
    ...pair([[58, 62, 235, 22], [50, 62, 185, 24]], 4),
    { points: [[0, -18, -6, 30], [2, -20, 12, 32]], activity: 11 },
  ]
}
