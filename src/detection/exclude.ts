import type { Candidate, ExclusionReason } from './candidate'
import type { Components } from './components'
import { cellAt } from './cells'
import type { Look, Search } from './look'
import { peakIn, structureUnder } from './structure'
import { GAS, type Body } from './tissue'
import { smoothed } from './window'
import { METAL_HU, spacingOf, type CtVolume } from './volume'

/** Smoothed contrast over smoothed noise: of some 100,000 independent places in a CT none reaches this by chance. */
const MIN_SIGNIFICANCE = 6
/** Contrast of the highest voxel over the noise. */
const MIN_SHARP = 6
/** The same over the structure that a candidate lies on. */
const MIN_OVER_STRUCTURE = 4.2
/** And this part of its contrast must be its own. */
const MIN_SHARE_OVER_STRUCTURE = 0.2

export function isNoise(look: Look, { noiseShare, scene, blood }: Search): boolean {
  const { candidate, quiet, mask } = look
  const { levels } = scene.body
  const { shell } = candidate.surroundings
  // Something small stands out more clearly unsmoothed; beside air smoothing lowers what it stands on.
  const isInSkin = shell.air > 0.1
  const sharpOver = (hu: number) => (isInSkin ? 0 : (candidate.maxHu - hu) / candidate.noiseHu)
  const standingOn =
    shell.muscle > 0.5 ? Math.max(levels.muscle, candidate.backgroundHu) : candidate.backgroundHu
  if (candidate.significance < MIN_SIGNIFICANCE && sharpOver(standingOn) < MIN_SHARP) return true
  if (isInEdgeSlice(look) && candidate.significance < MIN_AT_EDGE) return true
  const peak = quiet[peakIn(quiet, mask)]
  // What it lies on is the bone, and its height above that was measured.
  if (candidate.kind === 'attached')
    return (
      candidate.volumeMm3 < MIN_ATTACHED_MM3 ||
      Math.max(peak, candidate.maxHu - 2 * candidate.noiseHu) < levels.muscle + BLUR_OF_BONE_HU
    )
  if (!scene.body.hasMetal && look.core.count >= CLEAR_CORE_VOXELS && look.core.medianHu >= CALCIUM_HU)
    return false
  const faintHu = faintBlood(blood)
  const ownHu = scene.body.hasMetal ? Infinity : ABOVE_SOFT_TISSUE_HU
  const half = candidate.backgroundHu + HALF * (peak - candidate.backgroundHu)
  const structure = Math.max(
    structureUnder(look, quiet, half, faintHu, ownHu) ?? -Infinity,
    jointTissue(look, levels.muscle),
  )
  if (structure > -Infinity) {
    const smooth = (peak - structure) / Math.max(0.5, candidate.noiseHu * noiseShare)
    const top = isInSkin ? peak : Math.max(peak, candidate.maxHu - 2 * candidate.noiseHu)
    if (top - structure < MIN_SHARE_OVER_STRUCTURE * (top - candidate.backgroundHu)) return true
    // The blur of bone beside it makes anything smooth look bright.
    const isAtBone = candidate.kind === 'deposit' && candidate.surroundings.boneMm < 2.5
    const over = Math.max(isAtBone ? 0 : smooth, sharpOver(structure))
    if (over < MIN_OVER_STRUCTURE) return true
  }
  return isOnThinCord(look, levels.muscle, faintHu, ownHu)
}

/**
 * So many voxels deep inside that read like calcium are no peaks of noise, but may be rays of metal; whether they are
 * blood is asked later.
 */
const CLEAR_CORE_VOXELS = 40
/** Only vessels with contrast medium and rays of metal read more without calcium; vessels go on. */
const ABOVE_SOFT_TISSUE_HU = 110
const CALCIUM_HU = 130

/** A corner of the bone grid. */
const MIN_ATTACHED_MM3 = 4
/** The blur of a cortex lifts the tissue beside it as much as this above muscle. */
const BLUR_OF_BONE_HU = 150

/** In the first or the last slice alone nothing tells a deposit from the end of something. */
const MIN_AT_EDGE = 25

function isInEdgeSlice({ candidate: { runs }, slices }: Look): boolean {
  const last = runs[runs.length - 4]
  return last === 0 || runs[0] === slices - 1
}

/** Half-way down from the peak, a little above: noise of the tissue around must not be taken for the structure. */
const HALF = 0.55
const CORD_SMOOTH_MM = 0.45
const CORD_LEVEL = 0.45
const MIN_SHARE_OVER_CORD = 0.25

/** A cord too thin to be seen through more smoothing: a small vessel, with the candidate a part of it like any other. */
function isOnThinCord(look: Look, muscleHu: number, faintHu: number, ownHu: number): boolean {
  const { candidate, window, mask } = look
  if (candidate.plateauHu > faintHu || candidate.kind !== 'deposit') return false
  const field = smoothed(window, CORD_SMOOTH_MM)
  const peak = field[peakIn(field, mask)]
  const standingOn = Math.max(muscleHu, candidate.backgroundHu)
  const cord = structureUnder(look, field, standingOn + CORD_LEVEL * (peak - standingOn), faintHu, ownHu)
  return cord !== undefined && peak - cord < MIN_SHARE_OVER_CORD * (peak - candidate.backgroundHu)
}

/** Between two bones lies cartilage, and the blur of both: as much above muscle as this. */
const CARTILAGE_ABOVE_MUSCLE_HU = 60

function jointTissue({ candidate }: Look, muscleHu: number): number {
  const { shell, boneMm } = candidate.surroundings
  if (candidate.kind !== 'deposit' || boneMm > 3 || shell.bone < 0.1) return -Infinity
  return muscleHu + CARTILAGE_ABOVE_MUSCLE_HU
}

/** Blood holds at most this much contrast medium, in HU; arteries in a CT angiography reach 500. */
const MAX_BLOOD_HU = 520
const FAINT_BLOOD_HU = 185
const MAX_BOWEL_HU = 900
/** Fluid is of one value: its deviation is that of the noise, calcium's is more. */
const FLUID_SD = 1.35
const MIN_VESSEL_MM = 18

/** Of the tissue around a ridge or the rim of a joint more is bone; a deposit or a spur stands free on most sides. */
const maxBoneAround = (volumeMm3: number): number => (volumeMm3 > 100 ? 0.3 : 0.36)

/** Why a dense thing is not proposed; undefined when it is. */
export function exclusionOf(look: Look, { scene, blood }: Search): ExclusionReason | undefined {
  const { candidate } = look
  const { shell, gasShare, fibrousShare } = candidate.surroundings
  if (candidate.maxHu >= METAL_HU && metalShare(look) > MAX_METAL_SHARE) return 'metal'
  if (candidate.kind !== 'attached' && shell.fat + shell.muscle < 0.15 && shell.bone < 0.3)
    return 'outsideBody'
  if (candidate.kind === 'attached' && shell.bone > maxBoneAround(candidate.volumeMm3)) return 'boneSurface'
  if ((candidate.kind === 'attached' || candidate.surroundings.boneMm < 1) && edgeShare(look) > 0.2)
    return 'boneSurface'
  if (candidate.shape.longestDiameterMm > 25 && edgeShare(look) > 0.35) return 'boneSurface'
  if (isVessel(look, 0) && isThrough(look) && look.core.spreadHu < 0.2 * candidate.plateauHu) {
    blood.hu = Math.max(blood.hu, look.core.count > 0 ? look.core.medianHu : 0)
    return 'vessel'
  }
  if (isThinCord(look) || (look.isRest && isFluid(look) && isShortTube(look))) return 'vessel'
  if (isFluid(look)) {
    if (gasShare > 0.04 && candidate.plateauHu < MAX_BOWEL_HU && candidate.volumeMm3 > 800) return 'bowel'
    if (isVessel(look, 3) && isLongTube(look)) {
      blood.hu = Math.max(blood.hu, look.core.medianHu)
      return 'vessel'
    }
    // A tube that begins and ends within the series is a vessel only if it reads as blood, or nearly fades.
    if (isVessel(look, 3) && candidate.plateauHu < faintBlood(blood)) return 'vessel'
  }
  if (fibrousShare > 0.12 && !isTooSmallForCartilage(candidate) && isNearLung(scene.body, look))
    return 'cartilage'
  return undefined
}

/** A deposit that touches an implant holds less of it. */
const MAX_METAL_SHARE = 0.05

function metalShare({ window, mask }: Look): number {
  let [all, metal] = [0, 0]
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index]) continue
    all++
    if (window.values[index] >= METAL_HU) metal++
  }
  return metal / Math.max(1, all)
}

/** Calcified cartilage of ribs is long, and its grains read less than this. */
const CARTILAGE_GRAIN = { hu: 310, freeMm: 12, attachedMm: 22 }

const isTooSmallForCartilage = ({ kind, plateauHu, shape }: Candidate): boolean =>
  plateauHu >= CARTILAGE_GRAIN.hu &&
  shape.longestDiameterMm < (kind === 'attached' ? CARTILAGE_GRAIN.attachedMm : CARTILAGE_GRAIN.freeMm)

/** A vessel of this value or less may begin and end within the series. */
const faintBlood = (blood: Search['blood']): number => Math.max(FAINT_BLOOD_HU, 1.15 * blood.hu)

/** One value throughout, but for noise: of the voxels that hold nothing else. */
function isFluid(look: Look): boolean {
  const { candidate, core } = look
  return (
    core.count >= 12 &&
    look.candidate.shape.hollowShare < 0.06 &&
    core.spreadHu < FLUID_SD * candidate.noiseHu + 4
  )
}

/** A tube of blood with contrast: long, of one value, as thick as a vessel. */
function isVessel({ candidate, window, mask }: Look, leastMm2: number): boolean {
  const { shape, plateauHu, volumeMm3 } = candidate
  if (plateauHu > MAX_BLOOD_HU || shape.longestDiameterMm < MIN_VESSEL_MM) return false
  const section = volumeMm3 / shape.longestDiameterMm
  if (section < leastMm2 || section > 700) return false
  return shape.elongation > 3.5 || (shape.elongation > 2 && spansWindow(window.size, mask))
}

const MAX_THIN_CORD_HU = 350

/** Longer than 35 mm, thinner than 3 mm, and of no more contrast than blood: its core is too thin to look at. */
const isThinCord = ({ candidate: { shape, plateauHu, volumeMm3 }, core }: Look): boolean =>
  core.count < 12 &&
  plateauHu < MAX_THIN_CORD_HU &&
  shape.longestDiameterMm > 35 &&
  shape.elongation > 7 &&
  volumeMm3 / shape.longestDiameterMm < 8

const isLongTube = ({ candidate: { shape } }: Look): boolean =>
  shape.longestDiameterMm > 40 && shape.elongation > 5

/** Blood before and behind a calcified stretch of its vessel. */
const isShortTube = ({ candidate: { shape, plateauHu } }: Look): boolean =>
  plateauHu <= MAX_BLOOD_HU && shape.elongation > 2

/** A solid tube much longer than wide that enters and leaves the series: no deposit does. */
function isThrough(look: Look): boolean {
  const { candidate, slices } = look
  const { runs, shape } = candidate
  return (
    runs[0] === 0 &&
    runs[runs.length - 4] === slices - 1 &&
    shape.longestDiameterMm > 40 &&
    shape.elongation > 3 &&
    look.candidate.shape.hollowShare < 0.06
  )
}

/** Whether the candidate goes through from the first slice of its window to the last. */
function spansWindow([ni, nj, nk]: Look['window']['size'], mask: Uint8Array): boolean {
  const layer = ni * nj
  return mask.subarray(0, layer).includes(1) && mask.subarray((nk - 1) * layer).includes(1)
}

/** Share of a candidate's voxels in the first or the last slice of the series. */
function edgeShare({ candidate, slices }: Look): number {
  let [all, edge] = [0, 0]
  const { runs } = candidate
  for (let at = 0; at < runs.length; at += 4) {
    all += runs[at + 3]
    if (runs[at] <= 1 || runs[at] >= slices - 2) edge += runs[at + 3]
  }
  return edge / all
}

const LUNG_REACH_MM = 30

/** Whether much air lies within 30 mm: only costal cartilage is as dense and as near to lung. */
function isNearLung({ cells, place }: Body, { candidate, window }: Look): boolean {
  const [ni, nj, nk] = cells.size
  const { runs } = candidate
  const at = cellAt(cells, runs[2], runs[1], runs[0])
  const reach = cells.stepMm.map((mm) => Math.max(1, Math.round(LUNG_REACH_MM / mm)))
  const [ci, cj, ck] = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))]
  let [gas, all] = [0, 0]
  for (let k = Math.max(0, ck - reach[2]); k <= Math.min(nk - 1, ck + reach[2]); k++)
    for (let j = Math.max(0, cj - reach[1]); j <= Math.min(nj - 1, cj + reach[1]); j++)
      for (let i = Math.max(0, ci - reach[0]); i <= Math.min(ni - 1, ci + reach[0]); i++) {
        all++
        if (place[(k * nj + j) * ni + i] === GAS) gas++
      }
  return window.values.length > 0 && gas > 0.12 * all
}

/** Half-width of the box around a peak whose mean is looked at first, mm. */
const FIRST_MEAN_MM = 0.8
const AROUND_MM = 3.5
const MIN_FIRST_SIGMAS = 2.5
const CLEAR_PEAK = 7
/** The same of several voxels together. */
const CLEAR_PEAK_OF_SEVERAL = 5
const SEVERAL_VOXELS = 3

/** A first look at a small component: its highest voxel is far above noise, or the mean around that voxel is. */
export function standsOutFirst({ volume, components, scene, noiseShare }: Search, c: number): boolean {
  const { levels } = scene.body
  const { voxels, max } = components
  const clear = voxels[c] >= SEVERAL_VOXELS ? CLEAR_PEAK_OF_SEVERAL : CLEAR_PEAK
  if ((max[c] - levels.muscle) / levels.noise >= clear) return true
  if (voxels[c] < 2 && (max[c] - levels.muscle) / levels.noise < 4) return false
  const peak = peakOf(volume, components, c)
  const mean = meanAround(volume, peak, FIRST_MEAN_MM)
  const around = Math.min(levels.muscle, meanAround(volume, peak, AROUND_MM))
  return (mean - around) / (levels.noise * noiseShare) >= MIN_FIRST_SIGMAS
}

function peakOf({ values, geometry }: CtVolume, { at, order, runs }: Components, c: number) {
  const [ni, nj] = geometry.size
  let [best, place] = [-Infinity, 0]
  for (let position = at[c]; position < at[c + 1]; position++) {
    const run = order[position]
    for (let i = runs.start[run]; i < runs.end[run]; i++) {
      const index = runs.row[run] * ni + i
      if (values[index] > best) [best, place] = [values[index], index]
    }
  }
  return [place % ni, Math.floor(place / ni) % nj, Math.floor(place / (ni * nj))] as const
}

function meanAround(
  { values, geometry }: CtVolume,
  centre: readonly [number, number, number],
  reachMm: number,
): number {
  const spacing = spacingOf(geometry)
  const reach = spacing.map((mm) => Math.round(reachMm / mm))
  const low = centre.map((at, axis) => Math.max(0, at - reach[axis]))
  const high = centre.map((at, axis) => Math.min(geometry.size[axis] - 1, at + reach[axis]))
  let [sum, count] = [0, 0]
  for (let k = low[2]; k <= high[2]; k++)
    for (let j = low[1]; j <= high[1]; j++)
      for (let i = low[0]; i <= high[0]; i++, count++)
        sum += values[(k * geometry.size[1] + j) * geometry.size[0] + i]
  return sum / count
}
