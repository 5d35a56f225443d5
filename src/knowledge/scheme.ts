import { weightsByKey, type Entry, type Weight, type WeightKey } from './aetiology'
import { autoimmune } from './aetiologies/autoimmune'
import { drugs } from './aetiologies/drugs'
import { genetic } from './aetiologies/genetic'
import { idiopathic } from './aetiologies/idiopathic'
import { infection } from './aetiologies/infection'
import { metabolic } from './aetiologies/metabolic'
import { neoplasia } from './aetiologies/neoplasia'
import { trauma } from './aetiologies/trauma'
import { vascular } from './aetiologies/vascular'

/** Raised with every change of a weight, a rule or an entry, with the reason in the change log. */
export const KNOWLEDGE_VERSION = '0.1.1-draft'

const CHAPTERS = {
  ...autoimmune,
  ...vascular,
  ...infection,
  ...neoplasia,
  ...trauma,
  ...drugs,
  ...metabolic,
  ...genetic,
  ...idiopathic,
}

export type AetiologyId = keyof typeof CHAPTERS

export interface Aetiology extends Entry {
  readonly id: AetiologyId
  readonly weightOf: ReadonlyMap<WeightKey, Weight>
}

export const AETIOLOGIES: readonly Aetiology[] = (Object.entries(CHAPTERS) as [AetiologyId, Entry][]).map(
  ([id, entry]) => ({ ...entry, id, weightOf: weightsByKey(entry.weights) }),
)

const BY_ID = new Map<string, Aetiology>(AETIOLOGIES.map((aetiology) => [aetiology.id, aetiology]))

export const isAetiologyId = (id: string): id is AetiologyId => BY_ID.has(id)
export const aetiologyById = (id: AetiologyId): Aetiology => BY_ID.get(id) as Aetiology
