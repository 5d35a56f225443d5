import type { Mechanism } from './aetiology'
import { factsOf, type EvaluationInput } from './facts'
import { POINTS } from './points'
import { AETIOLOGIES, aetiologyById, type Aetiology, type AetiologyId } from './scheme'
import { walkScheme, type Walk } from './walk'
import { scoreOf, weigh, type Contribution } from './weigh'

export type Band = 'leading' | 'consider' | 'less likely' | 'unlikely'

export interface Ranked {
  readonly id: AetiologyId
  /** From 1. */
  readonly rank: number
  /** Points; one point is a factor of 2 in odds. */
  readonly score: number
  /** Relative weight of evidence, 0 to 1 over all causes; not a probability of disease. */
  readonly share: number
  readonly band: Band
  readonly mechanism: readonly Mechanism[]
  /** Points for how common the cause is. */
  readonly prior: number
  /** The strongest first. */
  readonly contributions: readonly Contribution[]
}

export interface Evaluation {
  readonly ranking: readonly Ranked[]
  readonly walk: Walk
  /** No cause reaches 2 points: the poster's list is shown instead. */
  readonly insufficient: boolean
  /** The first three not to be missed that rank below the third place and score above −4. */
  readonly mustNotMiss: readonly AetiologyId[]
}

const SUFFICIENT_SCORE = 2
/** A cause not to be missed is listed apart while it scores above this. */
export const DISMISSED_SCORE = -4

/** Weighs what is known against every cause. Pure: the same input gives the same result, to the bit. */
export function evaluate(input: EvaluationInput): Evaluation {
  const facts = factsOf(input)
  const walk = walkScheme(facts)
  const scored = AETIOLOGIES.map((aetiology) => {
    const contributions = weigh(aetiology, facts, walk.biochemistry).sort(byPoints)
    return { aetiology, contributions, score: scoreOf(contributions) }
  }).sort((a, b) => b.score - a.score || byPriorThenId(a.aetiology, b.aetiology))
  const top = scored[0].score
  const shares = sharesOf(scored.map(({ score }) => score))
  const ranking = scored.map(({ aetiology, contributions, score }, index) => ({
    id: aetiology.id,
    rank: index + 1,
    score,
    share: shares[index],
    band: bandOf(score, top - score),
    mechanism: aetiology.mechanism,
    prior: POINTS.prior[aetiology.prior],
    contributions,
  }))
  return { ranking, walk, insufficient: top < SUFFICIENT_SCORE, mustNotMiss: firstNotToBeMissed(ranking) }
}

const byPoints = (a: Contribution, b: Contribution): number =>
  Math.abs(b.points) - Math.abs(a.points) || (a.key < b.key ? -1 : 1)

const byPriorThenId = (a: Aetiology, b: Aetiology): number =>
  POINTS.prior[b.prior] - POINTS.prior[a.prior] || (a.id < b.id ? -1 : 1)

/** 2^score over the sum of all. */
export function sharesOf(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const odds = scores.map((score) => 2 ** (score - top))
  const sum = odds.reduce((total, value) => total + value, 0)
  return odds.map((value) => value / sum)
}

function bandOf(score: number, behindTop: number): Band {
  if (score >= 4 && behindTop <= 1) return 'leading'
  if (score >= 0 && behindTop <= 3) return 'consider'
  return behindTop <= 6 ? 'less likely' : 'unlikely'
}

const firstNotToBeMissed = (ranking: readonly Ranked[]): AetiologyId[] =>
  ranking
    .filter(({ id, score, rank }) => aetiologyById(id).mustNotMiss && score > DISMISSED_SCORE && rank > 3)
    .slice(0, 3)
    .map(({ id }) => id)
