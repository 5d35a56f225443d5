import type { HistoryId, Sex } from '../domain/clinical'
import type { LaboratoryId, LaboratoryKey, StateOf } from '../domain/laboratory'
import type { DistributionId, ExtentId, Label, MorphologyId, SignId, SiteId } from '../domain/vocabulary'
import type { Criterion } from './criterion'
import type { CodeSource } from './code-sources'
import type { AgeBand } from './points'
import type { ReferenceId } from './references'

export type Mechanism = 'dystrophic' | 'metastatic' | 'iatrogenic' | 'idiopathic' | 'calciphylaxis'

/** The poster's second axis, with metabolic, genetic and idiopathic added. */
export type Category =
  | 'autoimmune'
  | 'vascular'
  | 'infection'
  | 'neoplasia'
  | 'trauma'
  | 'drugs'
  | 'metabolic'
  | 'genetic'
  | 'idiopathic'

export type Prior = 'common' | 'uncommon' | 'rare' | 'veryrare'

/**
 * Points of evidence, for or against: one point is a factor of 2 in odds. 1 weak, 2 moderate, 3 and 4 strong,
 * 5 and 6 nearly proof; −6 nearly excludes. 0 is neutral and listed on purpose: a distribution or a specific
 * morphology that is not listed counts against.
 */
export type Weight = -6 | -5 | -4 | -3 | -2 | -1 | 0 | 1 | 2 | 3 | 4 | 5 | 6

type Local<Id extends string> = Id extends `${string}.${infer Rest}` ? Rest : never
type Weighed<Key extends string> = { readonly [K in Key]?: Weight }

export interface Weights {
  readonly distribution?: Weighed<Local<DistributionId>>
  readonly extent?: Weighed<Local<ExtentId>>
  readonly morphology?: Weighed<Local<MorphologyId>>
  readonly site?: Weighed<Local<SiteId>>
  readonly sign?: Weighed<Local<SignId>>
  readonly history?: Weighed<Local<HistoryId>>
  readonly laboratory?: { readonly [Id in LaboratoryId]?: Weighed<StateOf<Id>> }
  readonly age?: Weighed<AgeBand>
  readonly sex?: Weighed<Sex>
}

export interface Code {
  readonly code: string
  readonly verified: boolean
  readonly source: CodeSource
  readonly note?: string
}

/** A code that was not found is left out rather than guessed. */
export interface Codes {
  readonly icd10?: Code
  readonly snomed?: Code
  readonly other?: Readonly<Record<string, string>>
}

/** One cause of soft-tissue calcification. */
export interface Entry {
  readonly label: Label
  readonly mechanism: readonly Mechanism[]
  readonly category: Category
  /** Named or covered by the poster. */
  readonly onPoster: boolean
  /** Where the poster and this entry differ. */
  readonly posterNote?: Label
  readonly prior: Prior
  /** Listed apart while it cannot be dismissed, however low it ranks. */
  readonly mustNotMiss?: boolean
  /** What must not be done, or must be done at once. */
  readonly warnings?: readonly Label[]
  /** Points lost when none of these is present: all known to be absent, or some unknown. */
  readonly requires?: {
    readonly anyOf: readonly Criterion[]
    readonly absent: Weight
    readonly unknown: Weight
  }
  readonly requiredSites?: readonly SiteId[]
  readonly requiredDistribution?: DistributionId
  readonly weights: Weights
  readonly nextTest: Label
  readonly codes: Codes
  readonly references: readonly ReferenceId[]
}

/** Entries by id. */
export type Chapter = Readonly<Record<string, Entry>>

/** `dist.subcutaneous`, `hx.sle`, `lab.calcium=high`, `age.child`, `sex.F`. */
export type WeightKey = Criterion | `age.${AgeBand}` | `sex.${Sex}`

const PREFIX = {
  distribution: 'dist',
  extent: 'ext',
  morphology: 'morph',
  site: 'site',
  sign: 'sign',
  history: 'hx',
  age: 'age',
  sex: 'sex',
} as const

/** Every weight of an entry under its full key. */
export function weightsByKey({ laboratory = {}, ...groups }: Weights): Map<WeightKey, Weight> {
  const byKey = new Map<WeightKey, Weight>()
  for (const [group, weights] of Object.entries(groups))
    for (const [id, weight] of Object.entries(weights))
      byKey.set(`${PREFIX[group as keyof typeof PREFIX]}.${id}` as WeightKey, weight)
  for (const [id, states] of Object.entries(laboratory))
    for (const [state, weight] of Object.entries(states))
      byKey.set(`lab.${id}=${state}` as LaboratoryKey, weight)
  return byKey
}
