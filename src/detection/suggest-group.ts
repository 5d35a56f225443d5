import type { MorphologyId } from '../domain/vocabulary'
import type { Candidate } from './candidate'
import {
  MIN_CONFIDENCE,
  SUGGESTED,
  suggestDistribution,
  type DistributionSuggestion,
  type ObservationId,
  type Reason,
  type SuggestedTerm,
} from './suggest-distribution'
import { suggestMorphology } from './suggest-morphology'
import type { Shell } from './surroundings'

/*
 * One suggestion for several candidates. Their probabilities are pooled as logarithms (the logarithmic opinion pool;
 * Genest and Zidek, Statist Sci 1986;1:114-135), every candidate counting the same: by volume one mass would speak
 * for all. Neighbours lie alike and are measured alike, so n of them are not n witnesses: with a correlation of one
 * half within a group they count as n / (1 + (n − 1) / 2), never more than two (the effective size of a cluster
 * sample; Kish, Survey Sampling 1965). A pool always has a likeliest term; whether the members agree is counted
 * apart, and where more than a quarter say something else the answer is that they are mixed. What is attached to
 * bone says something else, and is not pooled. The confidence is that of the pool: on synthetic CTs, groups of two to
 * six of one place were right at least as often as it says.
 */

export interface GroupSuggestion {
  /** Undefined: it cannot tell, or they are mixed. */
  readonly term?: SuggestedTerm
  readonly likeliest: SuggestedTerm
  readonly confidence: number
  readonly unsure?: DistributionSuggestion['unsure'] | 'mixed'
  readonly members: number
  /** Members that have an answer of their own, and those whose answer is the likeliest. */
  readonly answering: number
  readonly agreeing: number
  /** How many say what, the most first. */
  readonly tally: readonly (readonly [term: SuggestedTerm, members: number])[]
  /** Of those that agree: given for at least half of them, with the median of the values. */
  readonly reasons: readonly Reason[]
  readonly medians: Medians
  /** Morphology that more than half of the members share, and how many do. */
  readonly morphology: readonly (readonly [term: MorphologyId, members: number])[]
  readonly version: string
}

export interface Medians {
  readonly shell: Shell
  readonly skinMm: number
  readonly boneMm: number
  readonly jointMm: number
}

const CORRELATION = 0.5
/** No single candidate can rule a term out for all. */
const MIN_PROBABILITY = 0.02
/** More than this share saying something else is mixed. */
const MAX_OTHERS = 0.25

/** @throws Error for no candidates */
export function suggestGroup(candidates: readonly Candidate[]): GroupSuggestion {
  if (candidates.length === 0) throw new Error('expected candidates, got none')
  const suggestions = candidates.map(suggestDistribution)
  const { probabilities, none } = pooled(suggestions)
  const likeliest = SUGGESTED.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a))
  const agreeing = suggestions.filter(({ term }) => term === likeliest)
  const unsure = whyUnsure(suggestions, likeliest, probabilities[likeliest], none)
  return {
    ...(unsure ? { unsure } : { term: likeliest }),
    likeliest,
    confidence: probabilities[likeliest],
    members: candidates.length,
    answering: suggestions.filter(({ term }) => term).length,
    agreeing: agreeing.length,
    tally: tallyOf(suggestions.flatMap(({ term }) => term ?? [])),
    reasons: reasonsOf(agreeing),
    medians: mediansOf(candidates),
    morphology: tallyOf(
      candidates.flatMap((candidate) => suggestMorphology(candidate).hints.map(({ term }) => term)),
    ).filter(([, members]) => members > candidates.length / 2),
    version: suggestions[0].version,
  }
}

function pooled(all: readonly DistributionSuggestion[]) {
  const free = all.filter(({ unsure }) => unsure !== 'attachedToBone')
  const suggestions = free.length > 0 ? free : all
  const count = suggestions.length
  const witnesses = count / (1 + (count - 1) * CORRELATION)
  const meanLog = (probabilityOf: (suggestion: DistributionSuggestion) => number) =>
    suggestions.reduce(
      (sum, suggestion) => sum + Math.log(Math.max(MIN_PROBABILITY, probabilityOf(suggestion))),
      0,
    ) / count
  const powers = [
    ...SUGGESTED.map((term) => meanLog(({ probabilities }) => probabilities[term])),
    meanLog(noneIn),
  ].map((log) => Math.exp(witnesses * log))
  const total = powers.reduce((sum, power) => sum + power, 0)
  const probabilities = Object.fromEntries(SUGGESTED.map((term, at) => [term, powers[at] / total])) as Record<
    SuggestedTerm,
    number
  >
  return { probabilities, none: powers[SUGGESTED.length] / total }
}

const noneIn = ({ probabilities }: DistributionSuggestion): number =>
  1 - SUGGESTED.reduce((sum, term) => sum + probabilities[term], 0)

function whyUnsure(
  suggestions: readonly DistributionSuggestion[],
  likeliest: SuggestedTerm,
  confidence: number,
  none: number,
): GroupSuggestion['unsure'] {
  // What cannot tell by itself says nothing against the others; what lies elsewhere does.
  const others = suggestions.filter(
    ({ term, unsure }) => (term && term !== likeliest) || (unsure && unsure !== 'tooUncertain'),
  )
  const [first] = suggestions
  if (first.unsure && suggestions.every(({ unsure }) => unsure === first.unsure && unsure !== 'tooUncertain'))
    return first.unsure
  if (others.length > MAX_OTHERS * suggestions.length) return 'mixed'
  if (none > confidence) return 'noneOfThese'
  return confidence < MIN_CONFIDENCE ? 'tooUncertain' : undefined
}

function tallyOf<Term extends string>(terms: readonly Term[]): [term: Term, members: number][] {
  const counts = new Map<Term, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}

function reasonsOf(agreeing: readonly DistributionSuggestion[]): Reason[] {
  const given = new Map<ObservationId, Reason[]>()
  for (const { reasons } of agreeing)
    for (const reason of reasons)
      given.set(reason.observation, [...(given.get(reason.observation) ?? []), reason])
  return [...given]
    .filter(([, reasons]) => reasons.length >= agreeing.length / 2)
    .map(([observation, reasons]) => ({
      observation,
      value: median(reasons.map(({ value }) => value)),
      points: reasons.reduce((sum, { points }) => sum + points, 0) / agreeing.length,
    }))
    .sort((a, b) => b.points - a.points)
}

function mediansOf(candidates: readonly Candidate[]): Medians {
  const around = candidates.map(({ surroundings }) => surroundings)
  const share = (tissue: keyof Shell) => median(around.map(({ shell }) => shell[tissue]))
  return {
    shell: { fat: share('fat'), muscle: share('muscle'), bone: share('bone'), air: share('air') },
    skinMm: median(around.map(({ skinMm }) => skinMm)),
    boneMm: median(around.map(({ boneMm }) => boneMm)),
    jointMm: median(around.map(({ jointMm }) => jointMm)),
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
