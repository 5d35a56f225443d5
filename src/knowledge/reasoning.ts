import type { ClinicalContext } from '../domain/clinical'
import { presentTerms, type Finding } from '../domain/finding'
import type { DistributionId, TermGroup } from '../domain/vocabulary'
import {
  candidatesFor,
  differingMechanisms,
  mustNotMissFor,
  posterListFor,
  rankingWithheld,
  tagNext,
  type Candidate,
  type PosterList,
  type Withheld,
} from './candidates'
import { evaluate, type Evaluation, type Ranked } from './evaluate'
import { evaluationInput, type EvaluationInput } from './facts'

/** All that is said about one finding; computed anew from the Reading, never stored beside it. */
export interface Reasoning {
  readonly input: EvaluationInput
  readonly evaluation: Evaluation
  /** Why no ranking may be shown; the poster's lists are shown instead. */
  readonly withheld?: Withheld
  /** All causes, best first; empty while the ranking is withheld. */
  readonly candidates: readonly Candidate[]
  readonly mustNotMiss: readonly Candidate[]
  readonly posterLists: readonly PosterList[]
  /** Leading causes without a mechanism in common; empty when there is no such conflict. */
  readonly differing: readonly Ranked[]
  readonly tagNext: readonly (TermGroup | 'history')[]
}

export function reasonAbout(finding: Finding, clinical: ClinicalContext): Reasoning {
  const input = evaluationInput(finding.terms, clinical)
  const evaluation = evaluate(input)
  const withheld = rankingWithheld(input, evaluation)
  const distributions = presentTerms(finding).filter((id): id is DistributionId => id.startsWith('dist.'))
  return {
    input,
    evaluation,
    withheld,
    candidates: withheld ? [] : candidatesFor(evaluation),
    mustNotMiss: mustNotMissFor(evaluation),
    posterLists: posterListFor(distributions),
    differing: withheld ? [] : differingMechanisms(evaluation),
    tagNext: tagNext(input),
  }
}
