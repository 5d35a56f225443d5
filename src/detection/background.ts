import type { TypicalLevels } from './tissue'
import type { Window } from './window'

export interface Bands {
  /** Distance to the mask, mm, squared; thick slices count as thin ones. */
  readonly toOwn: Float32Array
  /** The mask and what its blur reaches. */
  readonly near: Uint8Array
  /** Tissue around that gives the background. */
  readonly around: Uint8Array
}

/**
 * Background at the voxels of the inner band: of the two tissues around, fat and all that is denser, the one that
 * prevails nearest by, and its mean there. So neither a septum nor the skin beside a deposit tips the scale, and at
 * a fascia each side keeps its own.
 */
export function backgroundIn(window: Window, { near, around }: Bands, typical: TypicalLevels): Float32Array {
  const { fat, soft, fatMean, softMean } = classesAround(window, around, typical)
  const field = evenField(near.length, fatMean, softMean, typical)
  // Fewer are noise: one voxel in forty lies beyond 2 σ.
  const [fewer, more] = [fatMean.count, softMean.count].sort((a, b) => a - b)
  if (fewer < MIN_OTHER_TISSUE * more) return field
  const open = near.slice()
  for (const radius of [1.5, 4]) {
    const [fatHere, softHere] = [boxSums(window, fat, radius), boxSums(window, soft, radius)]
    let left = false
    for (let index = 0; index < near.length; index++) {
      if (!open[index]) continue
      if (fatHere.weight[index] + softHere.weight[index] < 0.02) {
        left = true
        continue
      }
      const here = softHere.weight[index] >= fatHere.weight[index] ? softHere : fatHere
      field[index] = here.value[index] / here.weight[index]
      open[index] = 0
    }
    if (!left) break
  }
  return field
}

/**
 * Calcium within a tendon leaves little of it around, and most of what lies farther out is muscle. Where the tissue
 * next to it is denser than that farther out, what its blur covers is taken to be as much denser again.
 *
 * @param field the background without this; returned as it is where there is no tendon
 */
export function inTendon(
  field: Float32Array,
  { values }: Window,
  { near, around, toOwn }: Bands,
  { fat, muscle }: TypicalLevels,
): Float32Array {
  const border = (fat + muscle) / 2
  const [all, beside] = [
    { sum: 0, count: 0 },
    { sum: 0, count: 0 },
  ]
  for (let index = 0; index < around.length; index++) {
    if (!around[index] || values[index] < border) continue
    all.sum += values[index]
    all.count++
    if (toOwn[index] > BESIDE_MM ** 2) continue
    beside.sum += values[index]
    beside.count++
  }
  const mean = beside.sum / beside.count
  const denser = mean - all.sum / all.count
  if (beside.count < MIN_BESIDE || denser < MIN_DENSER_HU || mean < muscle + MIN_DENSER_HU) return field
  const level = Math.min(mean + denser, muscle + TENDON_HU)
  return field.map((hu, index) => (near[index] && hu > border ? Math.max(hu, level) : hu))
}

const BESIDE_MM = 2.25
const MIN_BESIDE = 40
const MIN_DENSER_HU = 8
/** A tendon reads some 50 HU more than muscle. */
const TENDON_HU = 50

/** The mean of the tissue that prevails all around: enough to find the border by. */
export function evenBackground(
  window: Window,
  { near, around }: Bands,
  typical: TypicalLevels,
): Float32Array {
  const { fatMean, softMean } = classesAround(window, around, typical)
  return evenField(near.length, fatMean, softMean, typical)
}

const MIN_OTHER_TISSUE = 0.04

type Mean = ReturnType<typeof meanWhere>

function evenField(length: number, fat: Mean, soft: Mean, typical: TypicalLevels): Float32Array {
  const prevailing = soft.count >= fat.count ? soft : fat
  return new Float32Array(length).fill(prevailing.count > 0 ? prevailing.mean : typical.muscle)
}

function classesAround({ values }: Window, around: Uint8Array, typical: TypicalLevels) {
  const border = (typical.fat + typical.muscle) / 2
  const fat = new Uint8Array(around.length)
  const soft = new Uint8Array(around.length)
  for (let index = 0; index < around.length; index++)
    if (around[index]) (values[index] < border ? fat : soft)[index] = 1
  return { fat, soft, fatMean: meanWhere(values, fat), softMean: meanWhere(values, soft) }
}

function meanWhere(values: Float32Array, where: Uint8Array) {
  let [sum, count] = [0, 0]
  for (let index = 0; index < where.length; index++)
    if (where[index]) {
      sum += values[index]
      count++
    }
  return { mean: count > 0 ? sum / count : 0, count }
}

/** Moving averages of value × weight and of weight, of half-width `mm`. */
function boxSums({ size, spacing, values }: Window, weight: Uint8Array, mm: number) {
  let sumOfWeights = Float32Array.from(weight)
  let sumOfValues = new Float32Array(weight.length)
  for (let index = 0; index < weight.length; index++) if (weight[index]) sumOfValues[index] = values[index]
  const strides = [1, size[0], size[0] * size[1]]
  for (const axis of [0, 1, 2]) {
    const reach = Math.max(axis === 2 ? 0 : 1, Math.round(mm / spacing[axis]))
    if (reach === 0) continue
    sumOfWeights = movingAverage(sumOfWeights, size, strides, axis, reach)
    sumOfValues = movingAverage(sumOfValues, size, strides, axis, reach)
  }
  return { weight: sumOfWeights, value: sumOfValues }
}

function movingAverage(
  from: Float32Array,
  size: Window['size'],
  strides: readonly number[],
  axis: number,
  reach: number,
): Float32Array<ArrayBuffer> {
  const to = new Float32Array(from.length)
  const [length, stride] = [size[axis], strides[axis]]
  const [a, b] = [0, 1, 2].filter((other) => other !== axis)
  for (let q = 0; q < size[b]; q++)
    for (let p = 0; p < size[a]; p++) {
      const start = p * strides[a] + q * strides[b]
      let sum = 0
      for (let at = 0; at < Math.min(reach, length); at++) sum += from[start + at * stride]
      for (let at = 0; at < length; at++) {
        if (at + reach < length) sum += from[start + (at + reach) * stride]
        if (at - reach - 1 >= 0) sum -= from[start + (at - reach - 1) * stride]
        to[start + at * stride] = sum / (2 * reach + 1)
      }
    }
  return to
}
