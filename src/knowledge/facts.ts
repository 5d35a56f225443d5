import type { ClinicalContext, Sex } from '../domain/clinical'
import { HISTORY_ITEMS } from '../domain/clinical'
import type { Presence } from '../domain/finding'
import {
  LABORATORY_TESTS,
  laboratoryStates,
  type LaboratoryId,
  type LaboratoryState,
} from '../domain/laboratory'
import type { TermId } from '../domain/vocabulary'
import { FEATURES, type FeatureId } from './feature'
import { ageBandOf, type AgeBand } from './points'

/** What is weighed, as it is stored with a result. */
export interface EvaluationInput {
  /** Years. */
  readonly age?: number
  readonly sex?: Sex
  readonly present: readonly FeatureId[]
  readonly absent?: readonly FeatureId[]
  /** History items that are not named are absent. */
  readonly historyComplete?: boolean
  readonly labs?: Readonly<Partial<Record<LaboratoryId, LaboratoryState>>>
}

/** The same, completed; in the order of the vocabulary, so that the order of the input cannot matter. */
export interface Facts {
  readonly features: ReadonlyMap<FeatureId, Presence>
  readonly laboratory: ReadonlyMap<LaboratoryId, LaboratoryState>
  readonly age?: AgeBand
  readonly sex?: Sex
}

/** The evidence for one pattern: the terms of its findings, with the clinical context of the patient. */
export function evaluationInput(
  terms: Readonly<Partial<Record<TermId, Presence>>>,
  context: ClinicalContext,
): EvaluationInput {
  const features: Readonly<Partial<Record<FeatureId, Presence>>> = {
    ...context.signs,
    ...context.history,
    ...terms,
  }
  const having = (presence: Presence) =>
    FEATURES.map((feature) => feature.id).filter((id) => features[id] === presence)
  return {
    ...(context.ageYears === undefined ? {} : { age: context.ageYears }),
    ...(context.sex ? { sex: context.sex } : {}),
    present: having('present'),
    absent: having('absent'),
    historyComplete: context.historyComplete,
    labs: laboratoryStates(context.laboratory, context.ageYears),
  }
}

export const factsOf = (input: EvaluationInput): Facts => ({
  features: featuresOf(input),
  laboratory: laboratoryOf(input.labs ?? {}),
  age: ageBandOf(input.age),
  sex: input.sex,
})

/** A feature named both present and absent is absent. */
function featuresOf({ present, absent = [], historyComplete }: EvaluationInput): Map<FeatureId, Presence> {
  const stated = new Map<FeatureId, Presence>()
  if (historyComplete) for (const { id } of HISTORY_ITEMS) stated.set(id, 'absent')
  for (const id of present) stated.set(id, 'present')
  for (const id of absent) stated.set(id, 'absent')
  return inOrder(FEATURES, stated)
}

/** A test that speaks for another (ionised calcium, eGFR) is heard where that other has no state. */
function laboratoryOf(labs: NonNullable<EvaluationInput['labs']>): Map<LaboratoryId, LaboratoryState> {
  const states = new Map<LaboratoryId, LaboratoryState>()
  for (const { id, aliasOf = id, aliasStates } of LABORATORY_TESTS) {
    const state = labs[id]
    if (state && !states.has(aliasOf)) states.set(aliasOf, aliasStates?.[state] ?? state)
  }
  return inOrder(LABORATORY_TESTS, states)
}

function inOrder<Id, Value>(
  rows: readonly { readonly id: Id }[],
  values: ReadonlyMap<Id, Value>,
): Map<Id, Value> {
  const ordered = new Map<Id, Value>()
  for (const { id } of rows) {
    const value = values.get(id)
    if (value !== undefined) ordered.set(id, value)
  }
  return ordered
}
