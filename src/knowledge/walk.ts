import type { LaboratoryState } from '../domain/laboratory'
import { answerTo, answerToAny } from './criterion'
import type { Facts } from './facts'
import type { FeatureId } from './feature'
import type { NodeId } from './poster'

/** Altered as soon as calcium or phosphate is; normal only when both are known to be. */
export type Biochemistry = 'altered' | 'normal' | 'unknown'

/** The way through the poster's tree: a teaching overlay and a small modifier, never a filter. */
export interface Walk {
  readonly biochemistry: Biochemistry
  readonly path: readonly NodeId[]
  readonly open: readonly NodeId[]
  readonly because: readonly WalkReason[]
}

export type WalkReason =
  | {
      readonly kind: 'biochemistry'
      readonly biochemistry: Biochemistry
      readonly calcium?: LaboratoryState
      readonly phosphate?: LaboratoryState
    }
  | { readonly kind: 'normal-calcium-high-phosphate' }
  | { readonly kind: 'connective-tissue-disease' }
  | { readonly kind: 'altered-biochemistry' }

const IATROGENIC: readonly FeatureId[] = [
  'hx.injections',
  'hx.calcium_infusion',
  'hx.radiotherapy',
  'hx.cosmetic_filler',
  'hx.heel_sticks',
]
const CONNECTIVE_TISSUE: readonly FeatureId[] = [
  'hx.sle',
  'hx.ssc_limited',
  'hx.ssc_diffuse',
  'hx.dm_adult',
  'hx.dm_juvenile',
  'hx.polymyositis',
  'hx.mctd_overlap',
]
const PATTERN_NODES: readonly { node: NodeId; distributions: readonly FeatureId[] }[] = [
  { node: 'N5b1', distributions: ['dist.vascular'] },
  { node: 'N5b2', distributions: ['dist.articular', 'dist.periarticular'] },
  {
    node: 'N5b3',
    distributions: ['dist.subcutaneous', 'dist.intramuscular', 'dist.dermal', 'dist.periarticular'],
  },
  { node: 'N5b4', distributions: ['dist.tendon_ligament'] },
]

export function walkScheme(facts: Facts): Walk {
  const biochemistry = biochemistryOf(facts)
  const altered = biochemistry === 'altered'
  return {
    biochemistry,
    path: altered ? ['N0', 'N1', 'N2'] : ['N0', 'N1', 'N3'],
    open: altered ? alteredBranches(facts) : [...metastaticBranches(biochemistry), ...normalBranches(facts)],
    because: reasonsFor(facts, biochemistry),
  }
}

export function biochemistryOf({ laboratory }: Facts): Biochemistry {
  const states = [laboratory.get('calcium'), laboratory.get('phosphate')]
  if (states.some((state) => state !== undefined && state !== 'normal')) return 'altered'
  return states.every((state) => state === 'normal') ? 'normal' : 'unknown'
}

/**
 * Normal calcium with high phosphate is tumoral calcinosis on the poster; renal disease stays open beside it,
 * because its calcium is often normal. Any other alteration opens the rest of the branch.
 */
function alteredBranches({ laboratory }: Facts): NodeId[] {
  const calcium = laboratory.get('calcium')
  const highPhosphate = laboratory.get('phosphate') === 'high'
  if (calcium === 'normal' && highPhosphate) return ['N2a', 'N2b']
  return calcium === undefined && highPhosphate ? ['N2b', 'N2c', 'N2a'] : ['N2b', 'N2c']
}

const metastaticBranches = (biochemistry: Biochemistry): NodeId[] =>
  biochemistry === 'unknown' ? ['N2a', 'N2b', 'N2c'] : []

/** A branch is closed only by history that is known to be absent. */
function normalBranches(facts: Facts): NodeId[] {
  return [
    ...openUnlessAbsent('N4', IATROGENIC, facts),
    ...openUnlessAbsent('N5a', CONNECTIVE_TISSUE, facts),
    ...patternNodes((distribution) => answerTo(distribution, facts) === 'present'),
    'N6',
  ]
}

const openUnlessAbsent = (node: NodeId, history: readonly FeatureId[], facts: Facts): NodeId[] =>
  answerToAny(history, facts) === 'absent' ? [] : [node]

/** The leaves of the poster's “Patrón de distribución” for the distributions that are present. */
export const patternNodes = (isPresent: (distribution: FeatureId) => boolean): NodeId[] =>
  PATTERN_NODES.filter(({ distributions }) => distributions.some(isPresent)).map(({ node }) => node)

function reasonsFor(facts: Facts, biochemistry: Biochemistry): WalkReason[] {
  const calcium = facts.laboratory.get('calcium')
  const phosphate = facts.laboratory.get('phosphate')
  const reasons: WalkReason[] = [{ kind: 'biochemistry', biochemistry, calcium, phosphate }]
  if (calcium === 'normal' && phosphate === 'high') reasons.push({ kind: 'normal-calcium-high-phosphate' })
  if (biochemistry === 'altered') return [...reasons, { kind: 'altered-biochemistry' }]
  if (answerToAny(CONNECTIVE_TISSUE, facts) === 'present') reasons.push({ kind: 'connective-tissue-disease' })
  return reasons
}
