import type { ClinicalContext } from '../domain/clinical'
import type { Finding } from '../domain/finding'
import { nextQuestions, type Question } from '../knowledge/next-question'
import { reasonAbout, type Reasoning } from '../knowledge/reasoning'
import { MIN_GAIN } from '../knowledge/what-would-change'

export interface Reasons extends Reasoning {
  /** What is worth finding out next, best first. */
  readonly questions: readonly Question[]
}

/** What was worked out for the terms of a finding; dropped together with them. */
const known = new WeakMap<
  Finding['terms'],
  { readonly clinical: ClinicalContext; readonly reasons: Reasons }
>()

/**
 * The reasoning of each finding. A preview asks for it with every letter typed, and the questions take about
 * 20 ms for a finding: the last answer for the same terms and context is kept.
 */
export function reasonsFor(finding: Finding, clinical: ClinicalContext): Reasons {
  const last = known.get(finding.terms)
  if (last?.clinical === clinical) return last.reasons
  const reasoning = reasonAbout(finding, clinical)
  const questions = nextQuestions(reasoning.input, { count: 3 }).filter(({ gain }) => gain >= MIN_GAIN)
  const reasons = { ...reasoning, questions }
  known.set(finding.terms, { clinical, reasons })
  return reasons
}
