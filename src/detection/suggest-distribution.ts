import type { TermId } from '../domain/vocabulary'
import type { Candidate } from './candidate'
import weights from './distribution-weights.json'
import { widthMm } from './form'

/*
 * Where a candidate lies, by what was measured of it. A multinomial logistic model over a handful of plain
 * measures, fitted to synthetic CTs (`src/cli/fit-distribution.ts`); its probability is the confidence, and where no
 * answer is likely enough, or where "none of these" is, the answer is that it cannot tell. The measures and their
 * weights are given with the answer: nothing else went into it.
 */

export const SUGGESTED = [
  'dist.subcutaneous',
  'dist.dermal',
  'dist.intramuscular',
  'dist.periarticular',
  'dist.vascular',
  'dist.tendon_ligament',
] as const satisfies readonly TermId[]
export type SuggestedTerm = (typeof SUGGESTED)[number]

export interface DistributionSuggestion {
  /** Undefined: it cannot tell. */
  readonly term?: SuggestedTerm
  /** The likeliest, whether or not it is likely enough. */
  readonly likeliest: SuggestedTerm
  /** 0 to 1: of a hundred answers given at 0.9, ninety are right, on synthetic CTs. */
  readonly confidence: number
  readonly probabilities: Readonly<Record<SuggestedTerm, number>>
  /** Why no answer is given. */
  readonly unsure?: 'tooUncertain' | 'noneOfThese' | 'attachedToBone'
  /** What speaks for the likeliest, most first. */
  readonly reasons: readonly Reason[]
  /** Of the weights: recorded with what the reader accepts. */
  readonly version: string
}

/** A number that was looked at; for the interface to put into words. */
export interface Reason {
  readonly observation: ObservationId
  /** In the unit of its name; shares from 0 to 1. */
  readonly value: number
  /** Added to the log odds of the likeliest against the mean of the others. */
  readonly points: number
}

export type ObservationId =
  | 'fatShare' // of the tissue within 5 mm
  | 'muscleShare'
  | 'airShare'
  | 'fibrousShare'
  | 'skinMm'
  | 'boneMm'
  | 'jointMm'
  | 'muscleToSkinMm'
  | 'elongation'
  | 'flatness'
  | 'hollowShare'
  | 'inVessel' // 1 within a vessel with contrast medium
  | 'volumeMm3'

/** Below this probability no answer is given. */
export const MIN_CONFIDENCE = 0.55
const MIN_REASON_POINTS = 0.15

const CLASSES = [...SUGGESTED, 'none'] as const
type Class = (typeof CLASSES)[number]

/** One measure as the model takes it. Several may come from one number; their weights are added in the reasons. */
interface Feature {
  readonly name: string
  readonly of: (measured: Measured) => number
  readonly observation?: ObservationId
}

interface Measured {
  readonly fat: number
  readonly air: number
  readonly fibrous: number
  readonly skinMm: number
  readonly boneMm: number
  readonly jointMm: number
  readonly muscleMm: number
  /** 1 for what is wider than any vessel: a long plaque is no cord. */
  readonly long: number
  readonly flat: number
  /** 0 where it cannot be the wall of a vessel: wider, or bone around marrow. */
  readonly hollow: number
  readonly inVessel: number
  readonly volumeMm3: number
}

/** Between the distances of a grid and of a candidate's own size no difference is made. */
const near = (mm: number, reachMm: number): number => Math.exp(-mm / reachMm)
const deep = (mm: number): number => 1 - near(mm, 6)
const within = (value: number): number => Math.min(1, Math.max(0, value))
const mixed = ({ fat }: Measured): number => 4 * fat * (1 - fat)

export const FEATURES: readonly Feature[] = [
  { name: 'constant', of: () => 1 },
  { name: 'fat', of: ({ fat }) => fat, observation: 'fatShare' },
  { name: 'mixed', of: mixed, observation: 'fatShare' },
  { name: 'pureMuscle', of: ({ fat }) => within(1 - 8 * fat), observation: 'muscleShare' },
  { name: 'air', of: ({ air }) => within(3 * air), observation: 'airShare' },
  { name: 'inSkin', of: ({ skinMm }) => near(skinMm, 2), observation: 'skinMm' },
  { name: 'skin', of: ({ skinMm }) => near(skinMm, 15), observation: 'skinMm' },
  { name: 'muscle', of: ({ muscleMm }) => deep(muscleMm), observation: 'muscleToSkinMm' },
  { name: 'joint', of: ({ jointMm }) => near(jointMm, 8), observation: 'jointMm' },
  { name: 'jointRegion', of: ({ jointMm }) => within((32 - jointMm) / 20), observation: 'jointMm' },
  { name: 'bone', of: ({ boneMm }) => near(boneMm, 6), observation: 'boneMm' },
  { name: 'fibrous', of: ({ fibrous }) => within(3 * fibrous), observation: 'fibrousShare' },
  { name: 'hollow', of: ({ hollow }) => within(5 * hollow), observation: 'hollowShare' },
  { name: 'long', of: ({ long }) => within((long - 1.5) / 3), observation: 'elongation' },
  { name: 'flat', of: ({ flat }) => within((flat - 1.5) / 3), observation: 'flatness' },
  { name: 'large', of: ({ volumeMm3 }) => Math.log10(Math.max(1, volumeMm3)) / 4, observation: 'volumeMm3' },
  { name: 'inVessel', of: ({ inVessel }) => inVessel, observation: 'inVessel' },
  { name: 'longInFat', of: (m) => within((m.long - 1.5) / 3) * mixed(m), observation: 'elongation' },
  { name: 'hollowDeep', of: (m) => within(5 * m.hollow) * deep(m.muscleMm), observation: 'hollowShare' },
  { name: 'mixedDeep', of: (m) => mixed(m) * deep(m.muscleMm), observation: 'fatShare' },
  { name: 'fatUnderMuscle', of: (m) => m.fat * deep(m.muscleMm), observation: 'muscleToSkinMm' },
  { name: 'muscleAtJoint', of: (m) => (1 - m.fat) * within((32 - m.jointMm) / 20), observation: 'jointMm' },
  {
    name: 'fibrousLong',
    of: (m) => within(3 * m.fibrous) * within((m.long - 1.5) / 3),
    observation: 'fibrousShare',
  },
]

/** Iliac arteries measure up to 13 mm across, and the arteries and veins of the limbs less. */
const WIDEST_VESSEL_MM = 16

export function measuredOf(candidate: Candidate): Measured {
  const { kind, surroundings, shape, volumeMm3 } = candidate
  const { shell, skinMm, boneMm, jointMm, muscleToSkinMm, fibrousShare, inVessel } = surroundings
  const isNarrow = widthMm(candidate) <= WIDEST_VESSEL_MM
  return {
    fat: shell.fat / Math.max(0.01, shell.fat + shell.muscle),
    air: shell.air,
    fibrous: fibrousShare,
    skinMm,
    boneMm,
    jointMm,
    muscleMm: muscleToSkinMm,
    long: isNarrow ? shape.elongation : 1,
    flat: shape.flatness,
    hollow: isNarrow && kind !== 'ossified' ? shape.hollowShare : 0,
    inVessel: inVessel ? 1 : 0,
    volumeMm3,
  }
}

export const featuresOf = (candidate: Candidate): number[] => {
  const measured = measuredOf(candidate)
  return FEATURES.map(({ of }) => of(measured))
}

export function suggestDistribution(candidate: Candidate): DistributionSuggestion {
  const values = featuresOf(candidate)
  const scores = CLASSES.map((name) => scoreOf(name, values))
  const shares = softmax(scores)
  const probabilities = Object.fromEntries(SUGGESTED.map((name, at) => [name, shares[at]])) as Record<
    SuggestedTerm,
    number
  >
  const best = SUGGESTED.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a))
  const none = shares[CLASSES.indexOf('none')]
  const unsure = whyUnsure(candidate, probabilities[best], none)
  return {
    ...(unsure ? { unsure } : { term: best }),
    likeliest: best,
    confidence: probabilities[best],
    probabilities,
    reasons: reasonsFor(best, values, candidate),
    version: weights.version,
  }
}

function whyUnsure({ kind }: Candidate, likeliest: number, none: number): DistributionSuggestion['unsure'] {
  if (kind === 'attached') return 'attachedToBone'
  if (none > likeliest) return 'noneOfThese'
  return likeliest < MIN_CONFIDENCE ? 'tooUncertain' : undefined
}

const weightOf = (name: Class, feature: string): number =>
  (weights.classes as Record<string, Record<string, number>>)[name]?.[feature] ?? 0

const scoreOf = (name: Class, values: readonly number[]): number =>
  FEATURES.reduce((sum, feature, at) => sum + weightOf(name, feature.name) * values[at], 0)

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

function reasonsFor(term: SuggestedTerm, values: readonly number[], candidate: Candidate): Reason[] {
  const sums = new Map<ObservationId, number>()
  FEATURES.forEach(({ name, observation }, at) => {
    if (!observation) return
    const others = CLASSES.filter((other) => other !== term)
    const mean = others.reduce((sum, other) => sum + weightOf(other, name), 0) / others.length
    sums.set(observation, (sums.get(observation) ?? 0) + (weightOf(term, name) - mean) * values[at])
  })
  const { shell, inVessel, ...distances } = candidate.surroundings
  const observed: Record<ObservationId, number> = {
    ...distances,
    fatShare: shell.fat,
    muscleShare: shell.muscle,
    airShare: shell.air,
    inVessel: inVessel ? 1 : 0,
    elongation: candidate.shape.elongation,
    flatness: candidate.shape.flatness,
    hollowShare: candidate.shape.hollowShare,
    volumeMm3: candidate.volumeMm3,
  }
  return [...sums]
    .filter(([observation, points]) => points >= MIN_REASON_POINTS && isWorthSaying(observation, observed))
    .sort(([, a], [, b]) => b - a)
    .map(([observation, points]) => ({ observation, points, value: observed[observation] }))
}

/** A tenth of fat is not why something lies in fat, whatever the model makes of it beside the other numbers. */
function isWorthSaying(
  observation: ObservationId,
  { [observation]: value }: Record<ObservationId, number>,
): boolean {
  if (observation.endsWith('Share')) return value >= 0.1
  if (observation === 'inVessel') return value === 1
  return observation !== 'jointMm' || value < 60
}
