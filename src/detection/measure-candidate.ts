import type { TypicalLevels } from './tissue'
import { wholeOf } from './whole'
import { squaredDistances, type Window } from './window'

/*
 * Volume of a small dense thing in a blurred, noisy picture. Counting voxels above a threshold is wrong by the
 * border, which holds most of the voxels; the sum of what the thing adds to its surroundings is not: every voxel
 * counts with (value − background) / (own value − background), the share of it that is calcium, as in the
 * two-class mixing model of Santago and Gage (IEEE Trans Med Imaging 1993;12:566-574) and the integrated calcium mass of Hong et al. (Radiology 2002;223:474-480).
 * Blur moves these shares about and leaves their sum.
 */

/** Marks of the voxels of a window. */
export interface Marks {
  /** 1 where the candidate is at or above the threshold of the search. */
  readonly own: Uint8Array
  /** 1 where another dense thing is. */
  readonly others: Uint8Array
}

export interface Measured {
  /** 1 where a voxel is at least half candidate. */
  readonly mask: Uint8Array
  readonly volumeMm3: number
  /** In voxels of the window, fractions included. */
  readonly centre: readonly [number, number, number]
  /** HU of the calcium itself, where a voxel holds nothing else. */
  readonly plateauHu: number
  /** HU around, weighted as the candidate lies in it. */
  readonly backgroundHu: number
  /** How the plateau was come by: from inside, or from the peak and the blur of a CT. */
  readonly plateauFrom: 'core' | 'peak'
  readonly core: Core
  /** Distance of each voxel of the window to the mask, mm, squared. */
  readonly squaredMm: Float32Array
}

/** The voxels that hold nothing but the candidate. */
export interface Core {
  readonly count: number
  readonly medianHu: number
  /** A fifth of the voxels read less. */
  readonly lowHu: number
  /** Half the range between the 16th and the 84th percentile: the standard deviation, if it is noise. */
  readonly spreadHu: number
}

/** Blur reaches this far beyond the border: 2.5 times the σ of a soft kernel, 0.5 mm, and a quarter of a voxel. */
const BLUR_REACH_MM = 1.5
/** Tissue that gives the background lies this much farther out. */
const BACKGROUND_MM = 3.5
/** Air beside a deposit is no background: what the deposit lies in is skin. */
const TISSUE_HU = -250
/** This deep in the mask a voxel holds nothing but calcium. */
const CORE_MM = 1.05
const MIN_CORE_VOXELS = 5

/** @param quiet the window's values, smoothed; left out for what is only a part of something dense */
export function measure(
  window: Window,
  marks: Marks,
  typical: TypicalLevels,
  quiet?: Float32Array,
): Measured {
  const toOthers = wayToOthers(window, marks.others)
  const first = bandsOf(window, marks.own, toOthers)
  const background = evenBackground(window, first, typical)
  const rough = plateauOf(window, marks.own, background)
  const seen = halfWay(window, marks, first, background, rough.hu)
  const mask = quiet ? wholeOf(window, seen, marks.others, quiet, rough.background, typical) : seen
  const bands = bandsOf(window, mask, toOthers)
  const field = backgroundIn(window, bands, typical)
  const plateau = plateauOf(window, mask, field)
  return {
    mask,
    ...sumsOver(window, mask, bands, field, plateau),
    core: coreOf(plateau.values),
    // With thin slices the bands were measured by the true distances.
    squaredMm: Math.max(...window.spacing) <= BLUR_REACH_MM ? bands.toOwn : squaredDistances(window, mask),
  }
}

interface Bands {
  /** Distance to the mask, mm, squared; thick slices count as thin ones. */
  readonly toOwn: Float32Array
  /** The mask and what its blur reaches. */
  readonly near: Uint8Array
  /** Tissue around that gives the background. */
  readonly around: Uint8Array
}

/** Blur spreads over the neighbouring slice and pixel however thick they are. */
const blurSpacing = ({ spacing }: Window) =>
  spacing.map((mm) => Math.min(mm, BLUR_REACH_MM)) as [number, number, number]

const wayToOthers = (window: Window, others: Uint8Array): Float32Array | undefined =>
  others.includes(1)
    ? squaredDistances({ size: window.size, spacing: blurSpacing(window) }, others)
    : undefined

function bandsOf(window: Window, own: Uint8Array, toOthers: Float32Array | undefined): Bands {
  const toOwn = squaredDistances({ size: window.size, spacing: blurSpacing(window) }, own)
  const near = new Uint8Array(own.length)
  const around = new Uint8Array(own.length)
  const blur = BLUR_REACH_MM ** 2 + 1e-6
  const outer = (BLUR_REACH_MM + BACKGROUND_MM) ** 2
  for (let index = 0; index < own.length; index++) {
    const mm2 = toOwn[index]
    const other = toOthers ? toOthers[index] : Infinity
    if (mm2 <= blur) {
      if (mm2 <= other) near[index] = 1
    } else if (mm2 <= outer && other > blur && window.values[index] > TISSUE_HU) around[index] = 1
  }
  return { toOwn, near, around }
}

/**
 * Background at the voxels of the inner band: of the two tissues around, fat and all that is denser, the one that
 * prevails nearest by, and its mean there. So neither a septum nor the skin beside a deposit tips the scale, and at
 * a fascia each side keeps its own.
 */
function backgroundIn(window: Window, { near, around }: Bands, typical: TypicalLevels): Float32Array {
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

/** The mean of the tissue that prevails all around: enough to find the border by. */
function evenBackground(window: Window, { near, around }: Bands, typical: TypicalLevels): Float32Array {
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

/** The mean of what lies deep in the mask; where nothing does, the highest voxels. */
function plateauOf({ size, spacing, values }: Window, mask: Uint8Array, field: Float32Array) {
  const isDeep = deepIn(mask, size, spacing)
  let [sum, count, back] = [0, 0, 0]
  const inside: number[] = []
  const core: number[] = []
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index]) continue
    inside.push(index)
    if (!isDeep(index)) continue
    // A voxel whose neighbour in the next slice is outside holds a share of the outside.
    if (spacing[2] >= CORE_MM && isOnCap(mask, size, index)) continue
    core.push(values[index])
    sum += values[index]
    back += field[index]
    count++
  }
  if (count >= MIN_CORE_VOXELS)
    return { hu: sum / count, background: back / count, from: 'core' as const, values: core }
  inside.sort((a, b) => values[b] - values[a])
  const top = inside.slice(0, Math.max(1, Math.min(4, Math.round(0.15 * inside.length))))
  const mean = (numbers: Float32Array) => top.reduce((total, index) => total + numbers[index], 0) / top.length
  return { hu: mean(values), background: mean(field), from: 'peak' as const, values: core }
}

/** Whether no voxel outside the mask lies within CORE_MM of one in it. */
function deepIn(mask: Uint8Array, [ni, nj, nk]: Window['size'], spacing: readonly number[]) {
  const [di, dj, dk] = spacing.map((mm) => Math.max(mm, 0.5))
  const around: (readonly [i: number, j: number, k: number])[] = []
  for (let k = -2; k <= 2; k++)
    for (let j = -2; j <= 2; j++)
      for (let i = -2; i <= 2; i++)
        if ((i * di) ** 2 + (j * dj) ** 2 + (k * dk) ** 2 < CORE_MM ** 2) around.push([i, j, k])
  return (index: number): boolean => {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    for (const [x, y, z] of around) {
      const [a, b, c] = [i + x, j + y, k + z]
      if (a < 0 || b < 0 || c < 0 || a >= ni || b >= nj || c >= nk) continue
      if (!mask[(c * nj + b) * ni + a]) return false
    }
    return true
  }
}

function coreOf(values: readonly number[]): Core {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { count: sorted.length, medianHu: at(0.5), lowHu: at(0.2), spreadHu: (at(0.84) - at(0.16)) / 2 }
}

function isOnCap(mask: Uint8Array, [ni, nj]: Window['size'], index: number): boolean {
  const layer = ni * nj
  return !mask[index - layer] || !mask[index + layer]
}

/** Voxels at least half-way from the background to the calcium's own value, connected with the candidate. */
function halfWay(window: Window, { own }: Marks, { near }: Bands, field: Float32Array, plateauHu: number) {
  const { size, values } = window
  const mask = new Uint8Array(own.length)
  const isHalf = (index: number) =>
    near[index] && values[index] >= (field[index] + plateauHu) / 2 && values[index] > TISSUE_HU
  const stack: number[] = []
  for (let index = 0; index < own.length; index++)
    if (own[index] && isHalf(index)) {
      mask[index] = 1
      stack.push(index)
    }
  if (stack.length === 0) return own.slice()
  const [ni, nj, nk] = size
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const i = index % ni
    const j = Math.floor(index / ni) % nj
    const k = Math.floor(index / (ni * nj))
    const enter = (next: number) => {
      if (mask[next] || !isHalf(next)) return
      mask[next] = 1
      stack.push(next)
    }
    if (i > 0) enter(index - 1)
    if (i < ni - 1) enter(index + 1)
    if (j > 0) enter(index - ni)
    if (j < nj - 1) enter(index + ni)
    if (k > 0) enter(index - ni * nj)
    if (k < nk - 1) enter(index + ni * nj)
  }
  return mask
}

type Plateau = ReturnType<typeof plateauOf>

function sumsOver(window: Window, mask: Uint8Array, { near }: Bands, field: Float32Array, plateau: Plateau) {
  const { size, spacing, values } = window
  const [ni, nj] = size
  const sums = { added: 0, inMask: 0, i: 0, j: 0, k: 0, field: 0, weight: 0 }
  const contrast = Math.max(1, plateau.hu - plateau.background)
  for (let index = 0; index < near.length; index++) {
    if (!near[index]) continue
    const added = values[index] > TISSUE_HU ? values[index] - field[index] : 0
    // Uneven tissue beside it would draw the centre over; in fat the same calcium adds more than in muscle.
    const weight = mask[index] ? shareOf(added, plateau.hu - field[index]) : 0
    sums.added += added
    if (mask[index]) sums.inMask += added
    sums.weight += weight
    sums.i += weight * (index % ni)
    sums.j += weight * (Math.floor(index / ni) % nj)
    sums.k += weight * Math.floor(index / (ni * nj))
    sums.field += weight * field[index]
  }
  const voxelMm3 = spacing[0] * spacing[1] * spacing[2]
  const backgroundHu = sums.weight > 0 ? sums.field / sums.weight : plateau.background
  // Of a grain in uneven tissue the blur may sum to less than nothing; its own voxels do not.
  const integral = Math.max(0, sums.added, sums.inMask) * voxelMm3
  const { volumeMm3, own } =
    plateau.from === 'core'
      ? { volumeMm3: integral / contrast, own: contrast }
      : deblurred(integral, contrast, spacing)
  return {
    volumeMm3,
    centre: [sums.i / sums.weight, sums.j / sums.weight, sums.k / sums.weight] as const,
    plateauHu: plateau.background + own,
    backgroundHu,
    plateauFrom: plateau.from,
  }
}

/** Share of a voxel that is calcium, kept above 0: every voxel of the mask counts. */
const shareOf = (added: number, contrast: number): number =>
  Math.min(1, Math.max(1e-3, added / Math.max(1, contrast)))

/** σ of the blur of a soft kernel, in the plane. */
const BLUR_SIGMA_MM = 0.5

/**
 * A thing too small for a core: the ball whose blurred peak and whose sum are those found. The blur is that of a
 * soft kernel and of a triangular slice profile; with a sharper kernel the volume comes out up to a third small.
 */
function deblurred(integral: number, peak: number, spacing: readonly number[]) {
  const sigma = Math.cbrt(
    (BLUR_SIGMA_MM ** 2 + spacing[0] ** 2 / 12) * Math.sqrt(BLUR_SIGMA_MM ** 2 / 25 + spacing[2] ** 2 / 6),
  )
  let radius = Math.cbrt((3 * integral) / (4 * Math.PI * peak))
  let kept = 1
  for (let turn = 0; turn < 30; turn++) {
    kept = peakOfBlurredBall(radius / sigma)
    radius = 0.5 * (radius + Math.cbrt((3 * integral * kept) / (4 * Math.PI * peak)))
  }
  return { volumeMm3: (integral * kept) / peak, own: peak / kept }
}

/** Value at the centre of a ball of radius r σ after blur: the chance that a normal vector of σ 1 is shorter than r. */
const peakOfBlurredBall = (r: number): number =>
  Math.max(0.08, erf(r / Math.SQRT2) - Math.sqrt(2 / Math.PI) * r * Math.exp((-r * r) / 2))

/** Abramowitz and Stegun 7.1.26, error under 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * x)
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return 1 - poly * Math.exp(-x * x)
}
