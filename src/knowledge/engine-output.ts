import type { EvaluationInput } from './facts'
import { evaluate, type Ranked } from './evaluate'
import { knowledgeIdentity } from './identity'
import type { Walk, WalkReason } from './walk'
import type { Contribution, Reason } from './weigh'

/*
 * The result with the field names and the English reasons of the scheme's specification: what the command line
 * prints and what an export stores. The sentences are part of the format; readers see those of `explain`.
 */

export function engineOutput(input: EvaluationInput) {
  const { ranking, walk, insufficient, mustNotMiss } = evaluate(input)
  return {
    ranking: ranking.map(rankedOutput),
    walk: walkOutput(walk),
    insufficient,
    mustNotMiss,
    knowledge: knowledgeIdentity(),
  }
}

export type EngineOutput = ReturnType<typeof engineOutput>

const rankedOutput = ({ contributions, ...ranked }: Ranked) => ({
  ...ranked,
  contributions: contributions.map(contributionOutput),
})

export const contributionOutput = ({ group, key, weight, points, reason }: Contribution) => ({
  group,
  key,
  w: weight,
  eff: points,
  why: whyOf(reason),
})

const walkOutput = ({ biochemistry, path, open, because }: Walk) => ({
  biochem: biochemistry,
  path,
  open,
  because: because.map(becauseOf),
})

function whyOf(reason: Reason): string {
  switch (reason.kind) {
    case 'prior':
      return `prior: ${reason.prior}`
    case 'laboratory':
      return 'lab'
    case 'age':
      return 'age band'
    case 'needs-distribution':
      return `needs ${reason.distribution}`
    case 'needs-site':
      return `needs site ${reason.sites.map((site) => site.slice('site.'.length)).join('/')}`
    case 'needs-any':
      return `${reason.known ? 'absent' : 'not recorded'}: ${reason.criteria.join(' or ')}`
    case 'biochemistry':
      return whyBiochemistry(reason)
    default:
      return reason.kind
  }
}

function whyBiochemistry({ biochemistry, metastatic }: Extract<Reason, { kind: 'biochemistry' }>): string {
  if (biochemistry === 'normal') return 'Ca and P normal: metastatic branch closed'
  return metastatic ? 'Ca/P altered: metastatic branch' : 'Ca/P altered: off the metastatic branch'
}

function becauseOf(reason: WalkReason): string {
  switch (reason.kind) {
    case 'biochemistry':
      return `Analítica: ${reason.biochemistry} ${recorded(reason.calcium, reason.phosphate)}`
    case 'normal-calcium-high-phosphate':
      return 'Ca normal + P high: tumoral calcinosis branch; CKD stays open because real-world CKD often has normal Ca (deviation A4)'
    case 'connective-tissue-disease':
      return 'Connective-tissue disease recorded'
    case 'altered-biochemistry':
      return 'Biochemistry altered: dystrophic/idiopathic leaves are kept but down-weighted'
  }
}

const recorded = (calcium?: string, phosphate?: string): string =>
  calcium || phosphate
    ? `(Ca ${calcium ?? '?'}, P ${phosphate ?? '?'})`
    : '(Ca and P not recorded: both branches stay open)'
