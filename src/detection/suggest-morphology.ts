import type { MorphologyId } from '../domain/vocabulary'
import type { Candidate } from './candidate'
import { HOLLOW_FROM, sheetWidthMm, type Form } from './form'

/*
 * Morphology that a candidate's measured form shows. Each term has a rule of plain numbers, which are given with it;
 * the rules are geometry and not fitted, so no probability goes with them. A form between two words gets neither.
 * Terms that need to know what a thing lies in or how it came about (tendon, cartilage, muscle fibre, vein), and those
 * of texture (amorphous, mottled, reticular), are left to the reader.
 */

export interface MorphologySuggestion {
  readonly hints: readonly MorphologyHint[]
  /** Why nothing is suggested; undefined when something is. */
  readonly unsure?: 'attachedToBone' | 'notWhole' | 'noneOfThese'
}

export interface MorphologyHint {
  readonly term: MorphologyId
  readonly reasons: readonly FormReason[]
}

/** A number that was looked at; for the interface to put into words. */
export interface FormReason {
  readonly observation: FormObservation
  /** In the unit of its name; shares from 0 to 1; ratios as they are. */
  readonly value: number
}

export type FormObservation =
  | 'longestMm'
  | 'elongation'
  | 'flatness'
  | 'roundness' // longest axis, less what its end slices leave open, over the shortest
  | 'lobules'
  | 'ringShare' // of the planes across its axis
  | 'cavityMm'
  | 'closedShare' // of the hole
  | 'centreHu'
  | 'rimHu'
  | 'levelShare' // of the columns
  | 'levelMm2'
  | 'aboveLevelHu'
  | 'belowLevelHu'

export function suggestMorphology(candidate: Candidate): MorphologySuggestion {
  const { form, kind } = candidate
  if (kind === 'attached') return { hints: [], unsure: 'attachedToBone' }
  if (!form || form.isCut) return { hints: [], unsure: 'notWhole' }
  const hints = RULES.flatMap(([term, rule]): MorphologyHint[] => {
    const reasons = rule(candidate, form)
    return reasons ? [{ term, reasons: Object.entries(reasons).map(asReason) }] : []
  })
  return hints.length > 0 ? { hints } : { hints, unsure: 'noneOfThese' }
}

type Numbers = Partial<Record<FormObservation, number>>
type Rule = (candidate: Candidate, form: Form) => Numbers | undefined

const asReason = ([observation, value]: [string, number]): FormReason => ({
  observation: observation as FormObservation,
  value,
})

/** Fewer voxels along the longest axis, and their steps make the form. */
const MIN_VOXELS = 6
/** Slices cannot make a thing round that is not; two of them make any speck an egg. */
const MIN_ROUND_VOXELS = 2.5

/** A rod or band: four times as long as wide. Thick slices draw small things out: the voxels are counted too. */
const linear: Rule = ({ shape }, form) => {
  const { elongation, longestDiameterMm: longestMm } = shape
  if (elongation < 4 || longestMm < 6 || form.voxelsAlong < MIN_VOXELS) return undefined
  return tubeOf(form, elongation) ? undefined : { elongation, longestMm }
}

/** A sheet, flat or bent: three times as wide as thick, wide both ways, and no wall around a hole. */
const plaque: Rule = (candidate, form) => {
  const { elongation, semiAxesMm, longestDiameterMm: longestMm } = candidate.shape
  if (elongation > 3 || semiAxesMm[1] < 4 || form.voxelsAlong < MIN_VOXELS) return undefined
  const flatness = Math.max(candidate.shape.flatness, bentFlatness(candidate, form))
  return flatness >= 3 ? { flatness, longestMm } : undefined
}

/** Width over thickness by depth, since the axes of a bent sheet hold its bend. */
function bentFlatness(candidate: Candidate, { thicknessMm, cavity }: Form): number {
  if (!thicknessMm || (cavity && cavity.share >= HOLLOW_FROM)) return 0
  const acrossMm = SQUARE_SIDE * candidate.shape.semiAxesMm[1]
  return Math.min(sheetWidthMm(candidate, thicknessMm), acrossMm) / thicknessMm
}

/** Side over semi-axis of a square sheet: a variance of side²/12, and of semi-axis²/5. */
const SQUARE_SIDE = Math.sqrt(12 / 5)

/**
 * A ball or egg without necks: as full as an ellipsoid, or a closed shell. The last slice at either end is in or
 * out as a whole: half a voxel of the length is not known, a quarter of the semi-axis.
 */
const nodular: Rule = ({ shape }, form) => {
  const { semiAxesMm, longestDiameterMm: longestMm } = shape
  const { lobules = 1, cavity, fill, voxelsAlong } = form
  if (lobules > 1 || longestMm < 4 || voxelsAlong < MIN_ROUND_VOXELS) return undefined
  const leastMm = semiAxesMm[0] - longestMm / voxelsAlong / 4
  const roundness = Math.max(1, leastMm / semiAxesMm[2])
  if (roundness > 1.6) return undefined
  const leastFill = 0.85 * (leastMm / semiAxesMm[0])
  const isWhole = fill >= leastFill || (cavity !== undefined && cavity.closedShare >= 0.5)
  return isWhole ? { roundness, longestMm } : undefined
}

/** No larger than 3 mm, blur included, or than a CT of these voxels can draw a point. */
const punctate: Rule = ({ shape, volumeMm3 }, form) => {
  const { longestDiameterMm: longestMm } = shape
  const acrossMm = 2 * Math.cbrt((3 * volumeMm3) / (4 * Math.PI))
  const isPoint = longestMm <= 3 || (form.voxelsAlong <= 3 && acrossMm <= 2.5)
  return isPoint ? { longestMm } : undefined
}

/** Three lobes or more, each clearly thicker than the necks between them. Whether they are cystic a mask cannot tell. */
const multilobular: Rule = (candidate, form) => {
  const { lobules = 1 } = form
  const { longestDiameterMm: longestMm } = candidate.shape
  // A sheet of uneven thickness has necks too.
  if (lobules < 3 || longestMm < 12 || plaque(candidate, form)) return undefined
  return { lobules, longestMm }
}

/**
 * A flat horizontal surface of calcium, curved below, under what is even and neither muscle nor fat
 * (fluid-level.ts). The top of a ball of 15 mm is level over less than half its width.
 */
const sedimentation: Rule = ({ noiseHu }, { level }) => {
  if (!level || level.share < 0.85 || level.farShare > 0.6 || level.areaMm2 < 60) return undefined
  const { aboveHu, aboveSdHu, belowHu, muscleHu } = level
  if (aboveHu < FLUID_FROM_HU || Math.abs(aboveHu - muscleHu) < 12) return undefined
  if (aboveSdHu > Math.max(25, 2.5 * noiseHu) || belowHu - aboveHu < 100) return undefined
  const { share: levelShare, areaMm2: levelMm2 } = level
  return { levelShare, levelMm2, belowLevelHu: belowHu, aboveLevelHu: aboveHu }
}

/** Serous fluid reads 0 to 20. */
const FLUID_FROM_HU = -10

/** A pipe: long, a ring in most planes across it, and open at its ends. */
const tramTrack: Rule = ({ shape: { elongation, longestDiameterMm: longestMm } }, form) => {
  const tube = tubeOf(form, elongation)
  return tube && { elongation, ringShare: tube.ringShare, cavityMm: tube.widthMm, longestMm }
}

const tubeOf = ({ cavity }: Form, elongation: number): Form['cavity'] =>
  cavity && elongation >= 2.5 && cavity.ringShare >= 0.6 && cavity.closedShare <= 0.5 ? cavity : undefined

/**
 * A rim around fat, in fat: HU below −30 where blur has the least part (oil reads −120 to −40). In muscle the same
 * fat is marrow.
 */
const ring: Rule = ({ shape, surroundings }, { cavity }) => {
  if (!cavity || cavity.share < 0.1 || cavity.widthMm < 2 || shape.elongation > 2) return undefined
  if (surroundings.shell.fat < 0.5) return undefined
  const { centreHu, widthMm: cavityMm } = cavity
  return centreHu < FAT_BELOW_HU ? { centreHu, cavityMm } : undefined
}

const FAT_BELOW_HU = -30

/**
 * A rim around less, in muscle: closed around a hole that is not fat, or solid with a centre at least a quarter
 * less dense than the rim, beyond four standard errors (Kransdorf et al., AJR 1991;157:1243-1248, on the zones of
 * myositis ossificans). In fat the same form has other causes; with marrow or trabeculae it is bone already.
 */
const zonal: Rule = (candidate, form) => {
  const { shape, surroundings, backgroundHu, plateauHu } = candidate
  const { longestDiameterMm: longestMm, elongation } = shape
  const { cavity, zones } = form
  if (longestMm < 10 || elongation > 3 || surroundings.shell.muscle < 0.5) return undefined
  if (ossified(candidate, form)) return undefined
  if (cavity && cavity.closedShare >= 0.5 && cavity.share >= 0.1 && cavity.widthMm >= 3) {
    const { centreHu, closedShare, widthMm: cavityMm } = cavity
    return centreHu >= FAT_BELOW_HU ? { rimHu: plateauHu, centreHu, closedShare, cavityMm } : undefined
  }
  if (!zones) return undefined
  const { rimHu, centreHu, errorHu } = zones
  const lessHu = rimHu - centreHu
  return lessHu >= 0.25 * (rimHu - backgroundHu) && lessHu > 4 * errorHu
    ? { rimHu, centreHu, longestMm }
    : undefined
}

/**
 * The search found it built like bone (skeleton.ts), and its centre reads as fat marrow outside fat, or as
 * trabeculae: above soft tissue and at most 0.6 of the rim. A rim around soft tissue is not yet bone.
 */
const ossified: Rule = (candidate, form) => {
  const { kind, shape, surroundings, plateauHu } = candidate
  const { cavity, zones } = form
  if (kind !== 'ossified' || shape.longestDiameterMm < 10 || tubeOf(form, shape.elongation)) return undefined
  const rimHu = zones?.rimHu ?? plateauHu
  const centreHu = cavity && cavity.share >= 0.1 ? cavity.centreHu : zones?.centreHu
  if (centreHu === undefined) return undefined
  const isMarrow = centreHu < FAT_BELOW_HU && surroundings.shell.fat < 0.5
  const isTrabecular = centreHu >= TRABECULAR_HU && centreHu <= 0.6 * rimHu
  return isMarrow || isTrabecular ? { rimHu, centreHu } : undefined
}

/** Trabecular bone of adults reads from here on (Schreiber et al., J Bone Joint Surg Am 2011;93:1057-1063). */
const TRABECULAR_HU = 80

/** In the order in which they are shown. */
const RULES: readonly (readonly [MorphologyId, Rule])[] = [
  ['morph.ossified', ossified],
  ['morph.sedimentation', sedimentation],
  ['morph.zonal_rim', zonal],
  ['morph.tram_track', tramTrack],
  ['morph.ring_eggshell', ring],
  ['morph.multilobular_cystic', multilobular],
  ['morph.plaque_sheet', plaque],
  ['morph.linear', linear],
  ['morph.nodular', nodular],
  ['morph.punctate', punctate],
]
