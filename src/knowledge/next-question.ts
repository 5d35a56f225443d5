import { laboratoryTestById, type LaboratoryId, type LaboratoryState } from '../domain/laboratory'
import type { Presence } from '../domain/finding'
import { isLaboratoryKey, laboratoryKeyParts, type Criterion } from './criterion'
import { evaluate, sharesOf, type Evaluation, type Ranked } from './evaluate'
import { factsOf, type EvaluationInput, type Facts } from './facts'
import { featureById, isFeatureId, type Feature, type FeatureId } from './feature'
import { POINTS } from './points'
import { aetiologyById, type Aetiology } from './scheme'
import { biochemistryOf } from './walk'
import { expectedRate, reweigh, scoreOf, type NewFact } from './weigh'

export interface Question {
  readonly ask: FeatureId | `lab.${LaboratoryId}`
  /** Bits of uncertainty about the cause that the answer is expected to take away. */
  readonly gain: number
  readonly cost: number
  /** Gain for its cost; the order of the questions. */
  readonly utility: number
}

interface Options {
  readonly count?: number
  /** How many leading causes may suggest a question. */
  readonly pool?: number
}

/** One possible answer, how likely it is, and what would then be known. */
interface Outcome {
  readonly fact: NewFact
  readonly probability: number
  readonly facts: Facts
}

/** A weight of this size makes a fact worth asking for. */
const MIN_WEIGHT_ASKED = 2

/** The unknown facts that would separate the causes best, for their cost. */
export function nextQuestions(input: EvaluationInput, { count = 5, pool = 12 }: Options = {}): Question[] {
  const facts = factsOf(input)
  const evaluation = evaluate(input)
  const before = entropy(evaluation.ranking.map(({ share }) => share))
  return questionsFrom(evaluation, pool)
    .filter((ask) => !isKnown(ask, facts))
    .map((ask) => {
      const gain = before - expectedEntropy(ask, facts, evaluation)
      const cost = costOf(ask)
      return { ask, gain, cost, utility: gain / cost }
    })
    .sort((a, b) => b.utility - a.utility || (a.ask < b.ask ? -1 : 1))
    .slice(0, count)
}

function questionsFrom({ ranking }: Evaluation, pool: number): Question['ask'][] {
  const asked = new Set<Question['ask']>()
  for (const { id } of ranking.slice(0, pool))
    for (const [key, weight] of aetiologyById(id).weightOf) {
      if (Math.abs(weight) < MIN_WEIGHT_ASKED) continue
      if (isLaboratoryKey(key)) asked.add(`lab.${laboratoryKeyParts(key).id}`)
      else if (isFeatureId(key)) asked.add(key)
    }
  return [...asked].sort()
}

const isTest = (ask: Question['ask']): ask is `lab.${LaboratoryId}` => ask.startsWith('lab.')
const testOf = (ask: `lab.${LaboratoryId}`): LaboratoryId => ask.slice('lab.'.length) as LaboratoryId

const isKnown = (ask: Question['ask'], facts: Facts): boolean =>
  isTest(ask) ? facts.laboratory.has(testOf(ask)) : facts.features.has(ask)

const costOf = (ask: Question['ask']): number =>
  isTest(ask) ? laboratoryTestById(testOf(ask)).askingCost : featureById(ask).askingCost

function expectedEntropy(ask: Question['ask'], facts: Facts, { ranking }: Evaluation): number {
  const affects = isTest(ask) ? testAffects(testOf(ask)) : featureAffects(featureById(ask))
  const outcomes = isTest(ask)
    ? testOutcomes(testOf(ask), facts, ranking)
    : featureOutcomes(featureById(ask), facts, ranking)
  return outcomes.reduce(
    (sum, outcome) => sum + outcome.probability * entropyAfter(outcome, ranking, affects),
    0,
  )
}

/** Only the causes that the answer can touch are weighed again. */
function entropyAfter(
  { fact, facts }: Outcome,
  ranking: readonly Ranked[],
  affects: (aetiology: Aetiology) => boolean,
): number {
  const biochemistry = biochemistryOf(facts)
  const scores = ranking.map(({ id, score, contributions }) => {
    const aetiology = aetiologyById(id)
    return affects(aetiology) ? scoreOf(reweigh(aetiology, contributions, fact, facts, biochemistry)) : score
  })
  return entropy(sharesOf(scores))
}

const entropy = (shares: readonly number[]): number =>
  -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log2(share) : 0), 0)

/** Listed, counted against where it is not listed, or part of a rule. */
function featureAffects({ id, group, specific }: Feature): (aetiology: Aetiology) => boolean {
  if (group === 'dist' || specific) return () => true
  return ({ weightOf, requiredSites, requires }) =>
    weightOf.has(id) ||
    (group === 'site' && requiredSites !== undefined) ||
    requires?.anyOf.includes(id) === true
}

/** Calcium and phosphate decide the branch, and with it the points of every cause. */
function testAffects(id: LaboratoryId): (aetiology: Aetiology) => boolean {
  if (id === 'calcium' || id === 'phosphate') return () => true
  const keys = laboratoryTestById(id).states.map((state) => `lab.${id}=${state}` as Criterion)
  return ({ weightOf, requires }) =>
    keys.some((key) => weightOf.has(key) || requires?.anyOf.includes(key) === true)
}

function featureOutcomes(feature: Feature, facts: Facts, ranking: readonly Ranked[]): Outcome[] {
  const unlisted = feature.group === 'dist' ? POINTS.unlistedDistribution : 0
  const present = ranking.reduce((sum, { id, share }) => {
    const weight = aetiologyById(id).weightOf.get(feature.id) ?? unlisted
    return sum + share * expectedRate(feature.baseRate, weight)
  }, 0)
  const outcome = (presence: Presence, probability: number): Outcome => ({
    fact: { feature: feature.id, presence },
    probability,
    facts: { ...facts, features: new Map(facts.features).set(feature.id, presence) },
  })
  return [outcome('present', present), outcome('absent', 1 - present)]
}

function testOutcomes(id: LaboratoryId, facts: Facts, ranking: readonly Ranked[]): Outcome[] {
  const { states, baseRates } = laboratoryTestById(id)
  const probabilities = states.map(() => 0)
  for (const { id: aetiology, share } of ranking) {
    const odds = states.map((state, index) => baseRates[index] * 2 ** weightOfState(aetiology, id, state))
    const sum = odds.reduce((total, value) => total + value, 0)
    odds.forEach((value, index) => (probabilities[index] += (share * value) / sum))
  }
  return states.map((state, index) => ({
    fact: { test: id, state },
    probability: probabilities[index],
    facts: { ...facts, laboratory: new Map(facts.laboratory).set(id, state) },
  }))
}

const weightOfState = (aetiology: Ranked['id'], id: LaboratoryId, state: LaboratoryState): number =>
  aetiologyById(aetiology).weightOf.get(`lab.${id}=${state}` as Criterion) ?? 0
