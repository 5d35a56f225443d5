import { HISTORY_ITEMS, type HistoryId } from '../domain/clinical'
import { TERMS, type Label, type TermGroup, type TermId } from '../domain/vocabulary'

/** Whatever can be present, absent or unknown: a tagged term or an item of the history. */
export type FeatureId = TermId | HistoryId

/** Evidence of one group is attenuated together. */
export type FeatureGroup = 'dist' | 'ext' | 'morph' | 'site' | 'sign' | 'hx'

export interface Feature {
  readonly id: FeatureId
  readonly group: FeatureGroup
  readonly label: Label
  readonly baseRate: number
  readonly askingCost: number
  readonly specific?: boolean
}

const GROUP_OF: Record<TermGroup, FeatureGroup> = {
  distribution: 'dist',
  extent: 'ext',
  morphology: 'morph',
  site: 'site',
  sign: 'sign',
}

/** In the order of the vocabulary, which is the order in which facts are weighed. */
export const FEATURES: readonly Feature[] = [
  ...TERMS.map((term) => ({ ...term, group: GROUP_OF[term.group] })),
  ...HISTORY_ITEMS.map((item) => ({ ...item, group: 'hx' as const })),
]

const BY_ID = new Map<string, Feature>(FEATURES.map((feature) => [feature.id, feature]))

export const isFeatureId = (id: string): id is FeatureId => BY_ID.has(id)
export const featureById = (id: FeatureId): Feature => BY_ID.get(id) as Feature
