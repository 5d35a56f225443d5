import type { DistributionId, Label, TermGroup } from '../domain/vocabulary'
import type { Mechanism } from './aetiology'
import { DISMISSED_SCORE, type Evaluation, type Ranked } from './evaluate'
import type { EvaluationInput } from './facts'
import { featureById, type FeatureGroup, type FeatureId } from './feature'
import { POSTER_NODES, type NodeId, type PosterNode } from './poster'
import { aetiologyById, type Aetiology } from './scheme'
import { patternNodes } from './walk'
import type { Contribution } from './weigh'

/** One cause as it is shown: what speaks for it, what against, and what must not be done. */
export interface Candidate extends Ranked {
  readonly aetiology: Aetiology
  readonly supports: readonly Contribution[]
  readonly opposes: readonly Contribution[]
  readonly warnings: readonly Label[]
  /** Among the first three, although a finding contradicts it. */
  readonly doesNotFit: boolean
}

export const candidatesFor = ({ ranking }: Evaluation): Candidate[] => ranking.map(candidateOf)

function candidateOf(ranked: Ranked): Candidate {
  const aetiology = aetiologyById(ranked.id)
  return {
    ...ranked,
    aetiology,
    supports: ranked.contributions.filter(({ points }) => points > 0),
    opposes: ranked.contributions.filter(({ points }) => points < 0),
    warnings: aetiology.warnings ?? [],
    doesNotFit: ranked.rank <= 3 && ranked.contributions.some(isContradiction),
  }
}

/** Being rare, or a need that was not asked about yet, contradicts nothing. */
function isContradiction({ weight, reason }: Contribution): boolean {
  if (reason.kind === 'prior' || (reason.kind === 'needs-any' && !reason.known)) return false
  return weight <= -2
}

/** Every cause not to be missed that cannot be dismissed, whatever its rank. */
export const mustNotMissFor = (evaluation: Evaluation): Candidate[] =>
  evaluation.ranking
    .filter(({ id, score }) => aetiologyById(id).mustNotMiss && score > DISMISSED_SCORE)
    .map(candidateOf)

/**
 * The leading causes when two of them share no mechanism: the reader is told, and shown the question with the
 * highest gain. Empty otherwise.
 */
export function differingMechanisms({ ranking }: Evaluation): Ranked[] {
  const leading = ranking.filter(({ band }) => band === 'leading')
  const differ = leading.some((a) => leading.some((b) => sharesNone(a.mechanism, b.mechanism)))
  return differ ? leading : []
}

const sharesNone = (a: readonly Mechanism[], b: readonly Mechanism[]): boolean =>
  !a.some((mechanism) => b.includes(mechanism))

/** Why no ranking is shown. By distribution alone one in eight first places was right (57 published cases). */
export type Withheld = 'only-distribution' | 'insufficient'

export function rankingWithheld(input: EvaluationInput, evaluation: Evaluation): Withheld | undefined {
  const groups = new Set(input.present.map((id) => featureById(id).group))
  const more = [...groups].some((group) => group !== 'dist' && group !== 'site')
  const tested = Object.keys(input.labs ?? {}).length > 0
  if (!more && !tested) return 'only-distribution'
  return evaluation.insufficient ? 'insufficient' : undefined
}

export interface PosterList {
  readonly id: NodeId
  readonly node: PosterNode
  readonly aetiologies: readonly Aetiology[]
}

/** The poster's own list for a pattern; `onPoster` of an entry tells what was added to it. */
export const posterListFor = (distributions: readonly DistributionId[]): PosterList[] =>
  patternNodes((id) => (distributions as readonly FeatureId[]).includes(id)).map((id) => ({
    id,
    node: POSTER_NODES[id],
    aetiologies: (POSTER_NODES[id].aetiologies ?? []).map(aetiologyById),
  }))

const TAGGING_ORDER: readonly (readonly [TermGroup | 'history', FeatureGroup])[] = [
  ['distribution', 'dist'],
  ['morphology', 'morph'],
  ['site', 'site'],
  ['extent', 'ext'],
  ['sign', 'sign'],
  ['history', 'hx'],
]

/** What is still untagged, most telling first: the shape, the site, then signs and history. */
export function tagNext(input: EvaluationInput): (TermGroup | 'history')[] {
  const tagged = new Set([...input.present, ...(input.absent ?? [])].map((id) => featureById(id).group))
  if (input.historyComplete) tagged.add('hx')
  return TAGGING_ORDER.filter(([, group]) => !tagged.has(group)).map(([name]) => name)
}
