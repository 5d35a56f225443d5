import type { SliceCandidate, SliceExcluded, ExclusionReason } from './candidate'
import { cellAt, cellsOf } from './cells'
import { componentsAbove } from './components'
import { DEFAULT_OPTIONS, type FindOptions } from './candidates'
import { measure } from './measure-candidate'
import { noiseAt, smoothNoiseShare, SMOOTH_MM } from './noise'
import { boundsOf, type Runs } from './runs'
import { volumeOf, type CtSlice } from './slice'
import { bonesIn, type SlicePart } from './slice-bones'
import { areaMm2Of, formInSlice } from './slice-form'
import { thresholdNearMetal } from './streaks'
import { bodyOf, fatMuscleBorder, OUTSIDE, TISSUE, type Body } from './tissue'
import { METAL_HU, problemOfValues, spacingOf, type CtVolume, type VolumeProblem } from './volume'
import { cutWindow, rasterised, runsOfMaskIn, smoothed, squaredDistances, type Window } from './window'

/*
 * One slice alone, for a CT that is no volume: threshold above background and noise, components in the slice,
 * what looks like bone excluded, and the rest measured at half its height above what it lies in. Area and
 * diameter are those of this section; how large the thing is, and how far from skin, bone and joint, one slice
 * does not tell, so no volume and no distance is given and no distribution is suggested.
 */

export interface FoundInSlice {
  readonly problem?: undefined
  readonly candidates: readonly SliceCandidate[]
  readonly excluded: readonly SliceExcluded[]
  /** HU; above the one asked for where the noise requires it. */
  readonly thresholdHu: number
}

export type SliceResult = FoundInSlice | { readonly problem: VolumeProblem }

/** Noise reaches above muscle by this many σ in one pixel of some 700. */
const SCAN_SIGMAS = 3
/** Cells of 3 mm: a finger fills this many. */
const MIN_CELLS = 14
/** Smoothed contrast over smoothed noise; a slice has some 10,000 independent places, a series a hundred times that. */
const MIN_SIGNIFICANCE = 6
const MIN_SHARP = 6.5
/** A tendon end-on is as small as a deposit, and one slice does not show where it goes: it reads 90 to 120 HU. */
const TENDON_ABOVE_MUSCLE_HU = 50
const MIN_OVER_TENDON = 4
const BESIDE_MM = 2.5
/** As for the Agatston score: less is a pixel or two of noise. */
const MIN_AREA_MM2 = 1
const MARGIN_MM = 7

/** @param firstId of the first candidate; the others count on */
export function findInSlice(
  slice: CtSlice,
  asked: Partial<Pick<FindOptions, 'thresholdHu'>> = {},
  firstId = 1,
): SliceResult {
  const problem = problemOfValues(slice.values)
  if (problem) return { problem }
  const scene = sceneOf(slice, asked.thresholdHu ?? DEFAULT_OPTIONS.thresholdHu)
  const { bones, rest } = bonesIn(slice, scene.volume, scene.components, scene.body.levels.noise)
  const candidates: SliceCandidate[] = []
  const excluded = bones.map((runs): SliceExcluded => excludedPart(slice, runs, 'likeBone'))
  const looks = rest.flatMap((part) => lookAt(scene, part) ?? [])
  for (const look of looks) {
    const reason = exclusionOf(look, looks)
    if (reason) excluded.push(excludedPart(slice, look.candidate.runs, reason))
    else candidates.push({ ...look.candidate, id: firstId + candidates.length })
  }
  return { candidates, excluded, thresholdHu: scene.thresholdHu }
}

/** Measures pixels of one slice that a reader put together or cut out; undefined for an empty set. */
export function remeasureInSlice(
  slice: CtSlice,
  runs: Runs,
  id: number,
  kind: SliceCandidate['kind'],
): SliceCandidate | undefined {
  if (runs.length === 0) return undefined
  const flat = atSlice(runs, 0)
  const scene = sceneOf(slice, DEFAULT_OPTIONS.thresholdHu)
  const { candidate } = measured(scene, flat, kind)
  return { ...candidate, id }
}

interface Scene {
  readonly slice: CtSlice
  readonly volume: CtVolume
  readonly body: Body
  readonly components: ReturnType<typeof allComponents>
  readonly thresholdHu: number
  readonly noiseShare: number
  /** From each pixel to the depth of a body, mm². */
  readonly toBodyMm2: Float32Array
}

function sceneOf(slice: CtSlice, askedHu: number): Scene {
  const volume = volumeOf(slice)
  const body = bodyOf(finished(cellsOf(volume)), MIN_CELLS)
  const { muscle, noise } = body.levels
  const thresholdHu = Math.max(askedHu, muscle + SCAN_SIGMAS * noise)
  const components = allComponents(volume, thresholdHu, body)
  const noiseShare = smoothNoiseShare(volume, body)
  return { slice, volume, body, components, thresholdHu, noiseShare, toBodyMm2: toBody(volume) }
}

/** A wall of a table is thinner than twice this, a finger thicker. */
const BODY_DEPTH_MM = 4.5
const BODY_REACH_MM = 10
const SOLID_HU = -400

function toBody({ geometry, values }: CtVolume): Float32Array {
  const grid = { size: geometry.size, spacing: spacingOf(geometry) }
  const depth = squaredDistances(
    grid,
    Uint8Array.from(values, (hu) => Number(!(hu > SOLID_HU))),
  )
  return squaredDistances(
    grid,
    Uint8Array.from(depth, (mm2) => Number(mm2 >= BODY_DEPTH_MM ** 2)),
  )
}

const allComponents = (volume: CtVolume, thresholdHu: number, body: Body) =>
  finished(componentsAbove(volume, thresholdHu, thresholdNearMetal(body)))

interface Look {
  readonly candidate: SliceCandidate
  /** mm², also where the file gives no spacing. */
  readonly areaMm2: number
  readonly plateauHu: number
  readonly standsOnHu: number
  /** The smoothed peak. */
  readonly smoothHu: number
  readonly core: { readonly count: number; readonly medianHu: number; readonly spreadHu: number }
  /** Share of the surroundings that is air within the body. */
  readonly gasShare: number
  readonly isBesideOthers: boolean
  readonly isInBody: boolean
}

/** @returns undefined for noise */
function lookAt(scene: Scene, { runs, kind }: SlicePart): Look | undefined {
  const look = measured(scene, runs, kind)
  const { standsOnHu } = look
  const tendonHu = scene.body.levels.muscle + TENDON_ABOVE_MUSCLE_HU
  const isSeen =
    look.areaMm2 >= MIN_AREA_MM2 &&
    isAbove(scene, look, standsOnHu, MIN_SHARP, MIN_SIGNIFICANCE) &&
    isAbove(scene, look, Math.max(standsOnHu, tendonHu), MIN_OVER_TENDON, MIN_OVER_TENDON)
  return isSeen ? look : undefined
}

/** Whether the highest pixel, or the smoothed peak, stands above a level by this many times its noise. */
function isAbove({ noiseShare }: Scene, look: Look, hu: number, sharp: number, smooth: number): boolean {
  const { maxHu, noiseHu } = look.candidate
  if (maxHu - hu >= sharp * noiseHu) return true
  // The blur of bone beside it makes anything smooth look bright.
  return !look.isBesideOthers && look.smoothHu - hu >= smooth * Math.max(0.5, noiseHu * noiseShare)
}

/**
 * What noise would have to stand on here: in fat too it may lie on a vein, a septum or the skin, which one slice
 * hardly shows and which read about as muscle; and near a tendon on the tendon.
 */
function standsOn(
  { body }: Scene,
  backgroundHu: number,
  quiet: Float32Array,
  squaredMm: Float32Array,
  others: Uint8Array,
): number {
  const around: number[] = []
  for (let index = 0; index < quiet.length; index++) {
    const mm2 = squaredMm[index]
    if (mm2 >= NEAR_MM[0] ** 2 && mm2 <= NEAR_MM[1] ** 2 && !others[index]) around.push(quiet[index])
  }
  around.sort((a, b) => a - b)
  const dense = around[Math.floor(DENSE_PART * around.length)] ?? -Infinity
  return Math.max(body.levels.muscle, backgroundHu, dense)
}

/** Beyond the candidate's own blur, smoothed once more, and within the reach of a tendon. */
const NEAR_MM = [2.5, 6] as const
const DENSE_PART = 0.85

function measured(scene: Scene, runs: Runs, kind: SliceCandidate['kind']): Look {
  const { slice, volume, body, noiseShare } = scene
  const window = cutWindow(volume, boundsOf(runs) as NonNullable<ReturnType<typeof boundsOf>>, MARGIN_MM)
  const own = rasterised(window, runs)
  const others = othersIn(scene, window, own)
  const { mask, centre, plateauHu, backgroundHu, core, squaredMm } = measure(
    window,
    { own, others },
    body.levels,
  )
  const inSlice = runsOfMaskIn(window, mask)
  const quiet = smoothed(window, SMOOTH_MM)
  const [column, row] = [centre[0] + window.origin[0], centre[1] + window.origin[1]]
  const noiseHu = noiseAt(body, column, row, 0)
  const { shell, gasShare } = shellOf(window, quiet, squaredMm, others, body)
  const { areaMm2, longestDiameterMm, elongation, axis } = formInSlice(slice, inSlice)
  const standsOnHu = standsOn(scene, backgroundHu, quiet, squaredMm, others)
  const smoothHu = highest(quiet, mask)
  const candidate: SliceCandidate = {
    id: 0,
    sliceIndex: slice.index,
    kind,
    runs: atSlice(inSlice, slice.index),
    centre: [column + 0.5, row + 0.5],
    ...(slice.hasSpacing ? { size: { areaMm2, longestDiameterMm } } : {}),
    ...valuesOf(window, mask),
    backgroundHu,
    noiseHu,
    significance: (smoothHu - standsOnHu) / Math.max(0.5, noiseHu * noiseShare),
    elongation,
    axis,
    shell,
  }
  const isBesideOthers = others.some((value, index) => value && squaredMm[index] < BESIDE_MM ** 2)
  const at = Math.floor(row) * slice.columns + Math.floor(column)
  const isInBody = scene.toBodyMm2[at] <= BODY_REACH_MM ** 2
  return { candidate, areaMm2, plateauHu, standsOnHu, smoothHu, core, gasShare, isBesideOthers, isInBody }
}

/** Blood with contrast medium, and bowel with it, are of one value: their deviation is that of the noise. */
const FLUID_SD = 1.35
const MAX_BLOOD_HU = 520
const MAX_BOWEL_HU = 900
/** One round thing of one value may be calcium; a section as large as the aorta's, or a second of the same value, not. */
const AORTA_MM2 = 200
const SAME_HU = 20
const MIN_BOWEL_MM2 = 100

const isOfOneValue = ({ candidate, core }: Look): boolean =>
  core.count >= 12 && core.spreadHu < FLUID_SD * candidate.noiseHu + 4

function exclusionOf(look: Look, all: readonly Look[]): ExclusionReason | undefined {
  const { candidate, core, plateauHu, gasShare, areaMm2 } = look
  const { shell } = candidate
  if (candidate.maxHu >= METAL_HU) return 'metal'
  if (!look.isInBody || (shell.fat + shell.muscle < 0.15 && shell.bone < 0.3)) return 'outsideBody'
  if (!isOfOneValue(look)) return undefined
  if (gasShare > 0.04 && plateauHu < MAX_BOWEL_HU && areaMm2 > MIN_BOWEL_MM2) return 'bowel'
  const reads = ({ core: other }: Look) => Math.abs(other.medianHu - core.medianHu) < SAME_HU
  const isShown =
    areaMm2 >= AORTA_MM2 || all.some((other) => other !== look && isOfOneValue(other) && reads(other))
  return plateauHu < MAX_BLOOD_HU && isShown ? 'vessel' : undefined
}

function excludedPart(slice: CtSlice, runs: Runs, reason: ExclusionReason): SliceExcluded {
  const placed = atSlice(runs, slice.index)
  return {
    sliceIndex: slice.index,
    runs: placed,
    maxHu: highestIn(slice, placed),
    ...(slice.hasSpacing ? { areaMm2: areaMm2Of(slice, placed) } : {}),
    reason,
  }
}

const SHELL_MM = 5
/** Nearer than this a pixel holds the candidate's own blur. */
const BLUR_MM = 1.5
const AIR_HU = -350

function shellOf(
  window: Window,
  quiet: Float32Array,
  squaredMm: Float32Array,
  others: Uint8Array,
  body: Body,
) {
  const border = fatMuscleBorder(body.levels)
  const counts = { fat: 0, muscle: 0, bone: 0, air: 0, gas: 0 }
  for (let index = 0; index < squaredMm.length; index++) {
    if (squaredMm[index] > SHELL_MM ** 2 || squaredMm[index] < BLUR_MM ** 2) continue
    if (window.values[index] < AIR_HU) {
      counts.air++
      if (!isOutside(body, window, index)) counts.gas++
    } else if (others[index]) counts.bone++
    else if (quiet[index] < border) counts.fat++
    else counts.muscle++
  }
  const { gas, ...tissues } = counts
  const total = Math.max(1, tissues.fat + tissues.muscle + tissues.bone + tissues.air)
  const share = (count: number) => count / total
  return {
    shell: {
      fat: share(tissues.fat),
      muscle: share(tissues.muscle),
      bone: share(tissues.bone),
      air: share(tissues.air),
    },
    gasShare: share(gas),
  }
}

/** Whether the air of a pixel is that around the body: its cell of 3 mm, or one beside it, is outside. */
function isOutside({ cells, place }: Body, { origin, size }: Window, index: number): boolean {
  const at = cellAt(cells, origin[0] + (index % size[0]), origin[1] + Math.floor(index / size[0]), 0)
  if (place[at] !== TISSUE) return place[at] === OUTSIDE
  const [ni] = cells.size
  return [at - 1, at + 1, at - ni, at + ni].some((other) => place[other] === OUTSIDE)
}

const SPECK_PIXELS = 6

/** Dense pixels of the window that belong to something else. */
function othersIn({ volume, components }: Scene, { origin, size }: Window, own: Uint8Array): Uint8Array {
  const { runs, voxels } = components
  const others = new Uint8Array(own.length)
  for (let j = 0; j < Math.min(size[1], volume.geometry.size[1] - origin[1]); j++)
    for (let run = runs.rowAt[j + origin[1]]; run < runs.rowAt[j + origin[1] + 1]; run++) {
      if (voxels[runs.label[run]] < SPECK_PIXELS) continue
      const from = Math.max(0, runs.start[run] - origin[0])
      const to = Math.min(size[0], runs.end[run] - origin[0])
      for (let i = from; i < to; i++) if (!own[j * size[0] + i]) others[j * size[0] + i] = 1
    }
  return others
}

function valuesOf({ values }: Window, mask: Uint8Array) {
  let [count, sum, squares, maxHu] = [0, 0, 0, -Infinity]
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index]) continue
    count++
    sum += values[index]
    squares += values[index] ** 2
    maxHu = Math.max(maxHu, values[index])
  }
  const meanHu = sum / count
  return { meanHu, maxHu, sdHu: Math.sqrt(Math.max(0, squares / count - meanHu * meanHu)) }
}

const highest = (values: Float32Array, mask: Uint8Array): number =>
  values.reduce((best, value, index) => (mask[index] ? Math.max(best, value) : best), -Infinity)

function highestIn({ values, columns }: CtSlice, runs: Runs): number {
  let best = -Infinity
  for (let at = 0; at < runs.length; at += 4)
    for (let step = 0; step < runs[at + 3]; step++)
      best = Math.max(best, values[runs[at + 1] * columns + runs[at + 2] + step])
  return best
}

/** The same pixels on another frame. */
function atSlice(runs: Runs, index: number): Runs {
  const placed = runs.slice()
  for (let at = 0; at < placed.length; at += 4) placed[at] = index
  return placed
}

/** A step at a time is for volumes: a slice is done at once. */
function finished<T>(work: Generator<number, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
