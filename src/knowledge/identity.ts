import { LABORATORY_TESTS } from '../domain/laboratory'
import { FEATURES } from './feature'
import { AGE_BANDS, POINTS } from './points'
import { POSTER_NODES } from './poster'
import { REFERENCES } from './references'
import { SAFETY_STATEMENT } from './safety'
import { AETIOLOGIES, KNOWLEDGE_VERSION } from './scheme'
import { sha256 } from './sha256'

/** Stored with every exported result, so that it is never compared with another version unawares. */
export interface KnowledgeIdentity {
  readonly version: string
  /** Of the canonical JSON of everything that is weighed or shown. */
  readonly sha256: string
}

let known: KnowledgeIdentity | undefined

/** Worked out once, on first use. */
export const knowledgeIdentity = (): KnowledgeIdentity =>
  (known ??= { version: KNOWLEDGE_VERSION, sha256: sha256(canonicalJson(wholeKnowledge())) })

export const wholeKnowledge = () => ({
  version: KNOWLEDGE_VERSION,
  safety: SAFETY_STATEMENT,
  points: POINTS,
  ageBands: AGE_BANDS,
  features: FEATURES.map(({ id, group, label, baseRate, askingCost, specific = false }) => ({
    id,
    group,
    label,
    baseRate,
    askingCost,
    specific,
  })),
  laboratory: LABORATORY_TESTS,
  poster: POSTER_NODES,
  aetiologies: AETIOLOGIES.map(({ weightOf: _, ...entry }) => entry),
  references: REFERENCES,
})

/** JSON with the keys of every object in order, so that moving a row changes nothing but the lists. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
