import type { DistributionId } from '../domain/vocabulary'
import type { Candidate } from './candidate'

/*
 * Where a candidate lies, from what was measured around it. Each observation speaks for and against each
 * distribution by so many points, as log odds are added in a naive Bayes classifier; the points of an observation
 * are bounded, so that none outweighs all others. The winner is named only when it is well ahead.
 */

/** What is measured of a candidate and says something of its distribution. */
export type ObservationId =
  | 'fatShare' // of the tissue within 5 mm
  | 'muscleShare'
  | 'boneShare'
  | 'fibrousShare'
  | 'skinMm'
  | 'muscleToSkinMm'
  | 'boneMm'
  | 'jointMm'
  | 'elongation'
  | 'widthMm'

export interface Reason {
  readonly observation: ObservationId
  /** In the unit of its name; shares from 0 to 1. */
  readonly value: number
  /** Points for the distribution that is suggested, less those for the runner-up. */
  readonly points: number
}

export interface DistributionSuggestion {
  /** Undefined: cannot tell. */
  readonly term?: DistributionId
  /** Share of the answers given with this much evidence that are right. */
  readonly confidence: number
  /** What speaks for the winner, most first, also where it is too little to name it. */
  readonly reasons: readonly Reason[]
}

export const SUGGESTED_DISTRIBUTIONS = [
  'dist.subcutaneous',
  'dist.periarticular',
  'dist.vascular',
  'dist.intramuscular',
  'dist.tendon_ligament',
  'dist.dermal',
] as const satisfies readonly DistributionId[]
type Suggested = (typeof SUGGESTED_DISTRIBUTIONS)[number]

/** Below this nobody is told anything. */
const LEAST_CONFIDENCE = 0.6

export function suggestDistribution(candidate: Candidate): DistributionSuggestion {
  const seen = observationsOf(candidate)
  const totals = SUGGESTED_DISTRIBUTIONS.map((term) => ({
    term,
    points: seen.reduce((sum, { id, value }) => sum + pointsFor(term, id, value), 0),
  })).sort((a, b) => b.points - a.points)
  const [best, second] = totals
  const weights = totals.map(({ points }) => Math.exp(points - best.points))
  const confidence = 1 / weights.reduce((sum, weight) => sum + weight, 0)
  const reasons = seen
    .map(({ id, value }): Reason => ({
      observation: id,
      value,
      points: pointsFor(best.term, id, value) - pointsFor(second.term, id, value),
    }))
    .filter(({ points }) => points > 0.2)
    .sort((a, b) => b.points - a.points)
  const { term } = best
  return confidence >= LEAST_CONFIDENCE ? { term, confidence, reasons } : { confidence, reasons }
}

function observationsOf({ surroundings, shape }: Candidate): { id: ObservationId; value: number }[] {
  const { shell, fibrousShare, skinMm, boneMm, jointMm, muscleToSkinMm } = surroundings
  return [
    { id: 'fatShare', value: shell.fat },
    { id: 'muscleShare', value: shell.muscle },
    { id: 'boneShare', value: shell.bone },
    { id: 'fibrousShare', value: fibrousShare },
    { id: 'skinMm', value: skinMm },
    { id: 'muscleToSkinMm', value: muscleToSkinMm },
    { id: 'boneMm', value: boneMm },
    { id: 'jointMm', value: jointMm },
    { id: 'elongation', value: shape.elongation },
    { id: 'widthMm', value: 2 * shape.semiAxesMm[1] },
  ]
}

/** Points at low and at high values, and straight between: [from, points, to, points]. */
type Ramp = readonly [from: number, low: number, to: number, high: number]

const RAMPS: Readonly<Record<Suggested, Partial<Record<ObservationId, Ramp>>>> = {
  'dist.subcutaneous': {
    fatShare: [0.3, -2, 0.8, 2],
    muscleToSkinMm: [1, 1.2, 8, -3],
    skinMm: [1, -1.5, 4, 0.4],
    elongation: [3, 0.2, 8, -1.5],
  },
  'dist.intramuscular': {
    muscleShare: [0.35, -2, 0.85, 2.2],
    muscleToSkinMm: [1, -2, 7, 1.2],
    fibrousShare: [0.15, 0.3, 0.5, -2],
    skinMm: [2, -1.5, 8, 0.2],
  },
  'dist.periarticular': {
    jointMm: [15, 2.6, 45, -4],
    boneMm: [4, 0.8, 25, -2],
    elongation: [3, 0.2, 8, -1.5],
  },
  'dist.vascular': {
    elongation: [2, -2, 6, 2.2],
    widthMm: [4, 1, 14, -3],
    boneMm: [1, -1.2, 6, 0.2],
    skinMm: [2, -1.5, 6, 0.2],
  },
  'dist.tendon_ligament': {
    fibrousShare: [0.1, -2.5, 0.45, 2.8],
    boneMm: [6, 0.5, 30, -1.5],
    widthMm: [8, 0.3, 25, -1.5],
  },
  'dist.dermal': {
    skinMm: [1, 3, 4.5, -5],
    fatShare: [0.3, 0.3, 0.9, -0.5],
    muscleToSkinMm: [1, 0.4, 4, -3],
  },
}

function pointsFor(term: Suggested, id: ObservationId, value: number): number {
  const ramp = RAMPS[term][id]
  if (!ramp || Number.isNaN(value)) return 0
  const [from, low, to, high] = ramp
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return low + share * (high - low)
}
