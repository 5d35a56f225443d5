import { backgroundIn, evenBackground, inTendon, type Bands } from './background'
import { erf, highestOfNormal } from './normal'
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
  /** HU around, weighted as the candidate lies in it; of a tendon it lies in, what is around that too. */
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
  const rough = plateauOf(window, marks.own, background, 0)
  const seen = halfWay(window, marks, first, background, rough.hu)
  const mask = quiet ? wholeOf(window, seen, marks.others, quiet, rough.background, typical) : seen
  const bands = bandsOf(window, mask, toOthers)
  const field = backgroundIn(window, bands, typical)
  const beside = quiet ? inTendon(field, window, bands, typical) : field
  const plateau = plateauOf(window, mask, beside, typical.noise ?? 0)
  return {
    mask,
    ...sumsOver(window, mask, bands, { field, beside }, plateau),
    core: coreOf(plateau.values),
    // With thin slices the bands were measured by the true distances.
    squaredMm: Math.max(...window.spacing) <= BLUR_REACH_MM ? bands.toOwn : squaredDistances(window, mask),
  }
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

/** The mean of what lies deep in the mask; where nothing does, the highest voxels. */
function plateauOf({ size, spacing, values }: Window, mask: Uint8Array, field: Float32Array, noise: number) {
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
  const highest = mean(values)
  const alike = inside.filter((index) => values[index] >= highest - 2 * noise).length
  const hu = highest - noise * highestOfNormal(top.length, Math.max(alike, top.length))
  return { hu, background: mean(field), from: 'peak' as const, values: core }
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

/** @param backgrounds of its neighbourhood, and of what lies next to it */
function sumsOver(
  window: Window,
  mask: Uint8Array,
  { near }: Bands,
  { field, beside }: Record<'field' | 'beside', Float32Array>,
  plateau: Plateau,
) {
  const { size, spacing, values } = window
  const [ni, nj] = size
  const sums = { shares: 0, inMask: 0, i: 0, j: 0, k: 0, field: 0, weight: 0 }
  const contrast = Math.max(1, plateau.hu - plateau.background)
  for (let index = 0; index < near.length; index++) {
    if (!near[index]) continue
    const own = Math.max(MIN_CONTRAST * contrast, plateau.hu - beside[index])
    const share = values[index] > TISSUE_HU ? (values[index] - beside[index]) / own : 0
    sums.shares += share
    if (!mask[index]) continue
    sums.inMask += share
    // Uneven tissue beside it would draw the centre over.
    const weight = Math.min(1, Math.max(MIN_SHARE, share))
    sums.weight += weight
    sums.i += weight * (index % ni)
    sums.j += weight * (Math.floor(index / ni) % nj)
    sums.k += weight * Math.floor(index / (ni * nj))
    sums.field += weight * field[index]
  }
  const voxelMm3 = spacing[0] * spacing[1] * spacing[2]
  const backgroundHu = sums.weight > 0 ? sums.field / sums.weight : plateau.background
  // Of a grain in uneven tissue the blur may sum to less than nothing; its own voxels do not.
  const filledMm3 = Math.max(0, sums.shares, sums.inMask) * voxelMm3
  const { volumeMm3, own } =
    plateau.from === 'core'
      ? { volumeMm3: filledMm3, own: contrast }
      : deblurred(filledMm3, contrast, spacing)
  return {
    volumeMm3,
    centre: [sums.i / sums.weight, sums.j / sums.weight, sums.k / sums.weight] as const,
    plateauHu: plateau.background + own,
    backgroundHu,
    plateauFrom: plateau.from,
  }
}

/** Where the field nearly reaches the plateau, a share of their difference is noise: this part of the usual contrast. */
const MIN_CONTRAST = 0.25
/** Every voxel of the mask counts for the centre. */
const MIN_SHARE = 1e-3

/** σ of the blur of a soft kernel, in the plane. */
const BLUR_SIGMA_MM = 0.5

/**
 * A thing too small for a core: the ball whose blurred peak and whose sum are those found. The blur is that of a
 * soft kernel and of a triangular slice profile; with a sharper kernel the volume comes out up to a third small.
 */
function deblurred(filledMm3: number, peak: number, spacing: readonly number[]) {
  const sigma = Math.cbrt(
    (BLUR_SIGMA_MM ** 2 + spacing[0] ** 2 / 12) * Math.sqrt(BLUR_SIGMA_MM ** 2 / 25 + spacing[2] ** 2 / 6),
  )
  let radius = Math.cbrt((3 * filledMm3) / (4 * Math.PI))
  let kept = 1
  for (let turn = 0; turn < 30; turn++) {
    kept = peakOfBlurredBall(radius / sigma)
    radius = 0.5 * (radius + Math.cbrt((3 * filledMm3 * kept) / (4 * Math.PI)))
  }
  return { volumeMm3: filledMm3 * kept, own: peak / kept }
}

/** Value at the centre of a ball of radius r σ after blur: the chance that a normal vector of σ 1 is shorter than r. */
const peakOfBlurredBall = (r: number): number =>
  Math.max(0.08, erf(r / Math.SQRT2) - Math.sqrt(2 / Math.PI) * r * Math.exp((-r * r) / 2))
