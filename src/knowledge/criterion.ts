import {
  laboratoryTestById,
  type LaboratoryId,
  type LaboratoryKey,
  type LaboratoryState,
} from '../domain/laboratory'
import type { Label } from '../domain/vocabulary'
import type { Facts } from './facts'
import { featureById, type FeatureId } from './feature'

/** One question with three answers: a feature, or a laboratory test in a certain state. */
export type Criterion = FeatureId | LaboratoryKey

export type Answer = 'present' | 'absent' | 'unknown'

export function answerTo(criterion: Criterion, facts: Facts): Answer {
  if (!isLaboratoryKey(criterion)) return facts.features.get(criterion) ?? 'unknown'
  const { id, state } = laboratoryKeyParts(criterion)
  const found = facts.laboratory.get(id)
  if (found === undefined) return 'unknown'
  return found === state ? 'present' : 'absent'
}

/** Present as soon as one is; absent only when every one is known to be. */
export function answerToAny(criteria: readonly Criterion[], facts: Facts): Answer {
  const answers = criteria.map((criterion) => answerTo(criterion, facts))
  if (answers.includes('present')) return 'present'
  return answers.includes('unknown') ? 'unknown' : 'absent'
}

export const isLaboratoryKey = (criterion: string): criterion is LaboratoryKey => criterion.startsWith('lab.')

export function laboratoryKeyParts(key: LaboratoryKey): { id: LaboratoryId; state: LaboratoryState } {
  const [id, state] = key.slice('lab.'.length).split('=')
  return { id: id as LaboratoryId, state: state as LaboratoryState }
}

export const STATE_LABELS: Record<LaboratoryState, Label> = {
  low: { en: 'low', es: 'bajo' },
  normal: { en: 'normal', es: 'normal' },
  high: { en: 'high', es: 'alto' },
  neg: { en: 'negative', es: 'negativo' },
  pos: { en: 'positive', es: 'positivo' },
}

/** `Raynaud`, or `PTH (intact): high`. */
export function criterionLabel(criterion: Criterion): Label {
  if (!isLaboratoryKey(criterion)) return featureById(criterion).label
  const { id, state } = laboratoryKeyParts(criterion)
  const { en, es } = laboratoryTestById(id).label
  return { en: `${en}: ${STATE_LABELS[state].en}`, es: `${es}: ${STATE_LABELS[state].es}` }
}
