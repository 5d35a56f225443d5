import { findCandidates } from '../detection/candidates'
import { componentsAbove } from '../detection/components'
import type { CtVolume } from '../detection/volume'
import { makeRandom } from './detection-phantom/random'

/*
 * npm run bench:detection: a synthetic pelvis of 300 × 512 × 512 voxels, searched. Times are ratios to one pass over
 * the same volume in the same run, the best of five; only the ratios mean anything on another machine.
 */

const [COLUMNS, ROWS, SLICES] = [512, 512, 300]
const [PIXEL_MM, SLICE_MM] = [0.75, 1]
const RUNS = 5
const THRESHOLD_HU = 130
const DEPOSITS = 60

run()

function run(): void {
  const clean = pelvis(12)
  const pass = best(RUNS, () => sumOf(clean.values))
  const rows: [name: string, ms: number, target: string][] = [
    ['one pass', pass, ''],
    [
      'threshold, components, statistics: clean',
      best(RUNS, () => exhaust(componentsAbove(clean, THRESHOLD_HU))),
      '≤ 4',
    ],
  ]
  const noisy = pelvis(35)
  rows.push([
    'threshold, components, statistics: noisy',
    best(RUNS, () => exhaust(componentsAbove(noisy, THRESHOLD_HU))),
    '≤ 6',
  ])
  rows.push(['whole find: clean', best(3, () => exhaust(findCandidates(clean))), '≤ 60'])
  rows.push(['whole find: noisy', best(1, () => exhaust(findCandidates(noisy))), '≤ 60'])
  for (const [name, ms, target] of rows)
    process.stdout.write(
      `${name.padEnd(44)}${ms.toFixed(0).padStart(7)} ms${(ms / pass).toFixed(1).padStart(8)} passes  ${target}\n`,
    )
  const { peakBytes, longestMs, candidates } = watched(clean)
  process.stdout.write(
    `extra memory at most ${(peakBytes / clean.values.byteLength).toFixed(2)} × the volume (≤ 1.5); longest step ` +
      `${longestMs.toFixed(0)} ms (Cancel waits for one); ${candidates} candidates of ${DEPOSITS} deposits\n`,
  )
}

function best(runs: number, work: () => unknown): number {
  let least = Infinity
  work()
  for (let turn = 0; turn < runs; turn++) {
    const started = performance.now()
    work()
    least = Math.min(least, performance.now() - started)
  }
  return least
}

function sumOf(values: CtVolume['values']): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum = (sum + values[index]) | 0
  return sum
}

function exhaust<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** A search with an eye on memory between its steps and on the longest of them. */
function watched(volume: CtVolume) {
  const before = heldBytes()
  let [peakBytes, longestMs] = [0, 0]
  const steps = findCandidates(volume)
  for (;;) {
    const started = performance.now()
    const step = steps.next()
    longestMs = Math.max(longestMs, performance.now() - started)
    peakBytes = Math.max(peakBytes, heldBytes() - before)
    if (!step.done) continue
    return { peakBytes, longestMs, candidates: step.value.problem ? 0 : step.value.candidates.length }
  }
}

function heldBytes(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

/** Fat, muscle, two thigh bones and balls of calcium; noise by rows of a table, to be made quickly. */
function pelvis(noiseHu: number): CtVolume {
  const values = new Int16Array(COLUMNS * ROWS * SLICES)
  const random = makeRandom(7)
  const noise = Int16Array.from({ length: 1 << 20 }, () => Math.round(noiseHu * random.normal()))
  const slice = new Int16Array(COLUMNS * ROWS)
  for (let j = 0; j < ROWS; j++)
    for (let i = 0; i < COLUMNS; i++)
      slice[j * COLUMNS + i] = tissueHu((i - 255.5) * PIXEL_MM, (j - 255.5) * PIXEL_MM)
  for (let k = 0; k < SLICES; k++)
    for (let j = 0; j < ROWS; j++) {
      const shift = Math.floor(random.uniform() * ((1 << 20) - COLUMNS))
      const line = (k * ROWS + j) * COLUMNS
      for (let i = 0; i < COLUMNS; i++) values[line + i] = slice[j * COLUMNS + i] + noise[shift + i]
    }
  for (let deposit = 0; deposit < DEPOSITS; deposit++) addBall(values, random)
  return {
    geometry: {
      FrameOfReferenceUID: '2.25.3',
      size: [COLUMNS, ROWS, SLICES],
      origin: [0, 0, 0],
      iStep: [PIXEL_MM, 0, 0],
      jStep: [0, PIXEL_MM, 0],
      kStep: [0, 0, SLICE_MM],
    },
    values,
  }
}

function tissueHu(x: number, y: number): number {
  const body = (x / 170) ** 2 + (y / 110) ** 2
  if (body > 1) return -1000
  if (body > 0.96) return 60
  const bone = Math.min(Math.hypot(x - 90, y), Math.hypot(x + 90, y))
  if (bone < 15) return bone > 10 ? 1200 : -50
  return body > 0.62 ? -100 : 55
}

function addBall(values: Int16Array, random: ReturnType<typeof makeRandom>): void {
  const radius = random.between(1.2, 8)
  const turn = random.between(0, 2 * Math.PI)
  const [x, y, z] = [140 * Math.cos(turn), 88 * Math.sin(turn), random.between(12, SLICES * SLICE_MM - 12)]
  const hu = random.between(250, 1100)
  for (let k = Math.floor(z - radius - 1); k <= z + radius + 1; k++)
    for (let j = Math.floor((y - radius) / PIXEL_MM + 254); j <= (y + radius) / PIXEL_MM + 257; j++)
      for (let i = Math.floor((x - radius) / PIXEL_MM + 254); i <= (x + radius) / PIXEL_MM + 257; i++) {
        const inside =
          radius - Math.hypot((i - 255.5) * PIXEL_MM - x, (j - 255.5) * PIXEL_MM - y, k * SLICE_MM - z)
        const index = (k * ROWS + j) * COLUMNS + i
        const part = Math.min(1, Math.max(0, 0.5 + inside))
        values[index] += Math.round(part * (hu - values[index]))
      }
}
