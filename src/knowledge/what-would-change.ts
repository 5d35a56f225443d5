import type { Presence } from '../domain/finding'
import { laboratoryTestById, type LaboratoryId, type LaboratoryState } from '../domain/laboratory'
import { evaluate, type Ranked } from './evaluate'
import type { EvaluationInput } from './facts'
import { isFeatureId } from './feature'
import { nextQuestions, type Question } from './next-question'

/** Below this many bits no single answer is expected to tell the causes apart. */
export const MIN_GAIN = 0.05

export interface PossibleAnswer {
  readonly answer: Presence | LaboratoryState
  /** The cause that would then come first. */
  readonly first: Ranked
  /** Another cause would come first than does now. */
  readonly changesFirst: boolean
}

/** A fact that is not known yet, and what each answer would do to the order. */
export interface OpenQuestion extends Question {
  readonly answers: readonly PossibleAnswer[]
}

/** The facts worth finding out, best first; empty when nothing asked would change the order. */
export function whatWouldChange(input: EvaluationInput, count = 5): OpenQuestion[] {
  const questions = nextQuestions(input, { count }).filter(({ gain }) => gain >= MIN_GAIN)
  if (questions.length === 0) return []
  const now = evaluate(input).ranking[0].id
  return questions.map((question) => ({
    ...question,
    answers: answersTo(question.ask).map((answer) => {
      const [first] = evaluate(withAnswer(input, question.ask, answer)).ranking
      return { answer, first, changesFirst: first.id !== now }
    }),
  }))
}

const answersTo = (ask: Question['ask']): readonly (Presence | LaboratoryState)[] =>
  isFeatureId(ask) ? ['present', 'absent'] : laboratoryTestById(testOf(ask)).states

/** `lab.calcium` → `calcium` */
export const testOf = (ask: Question['ask']): LaboratoryId => ask.slice('lab.'.length) as LaboratoryId

function withAnswer(
  input: EvaluationInput,
  ask: Question['ask'],
  answer: Presence | LaboratoryState,
): EvaluationInput {
  if (!isFeatureId(ask))
    return { ...input, labs: { ...input.labs, [testOf(ask)]: answer as LaboratoryState } }
  const group = answer as Presence
  return { ...input, [group]: [...(input[group] ?? []), ask] }
}
