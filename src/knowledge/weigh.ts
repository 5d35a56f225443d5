import type { Sex } from '../domain/clinical'
import type { Presence } from '../domain/finding'
import {
  laboratoryTestById,
  type LaboratoryFamily,
  type LaboratoryId,
  type LaboratoryKey,
  type LaboratoryState,
} from '../domain/laboratory'
import type { DistributionId, SiteId } from '../domain/vocabulary'
import type { Mechanism, Prior } from './aetiology'
import { answerTo, answerToAny, type Criterion } from './criterion'
import type { Facts } from './facts'
import { featureById, type Feature, type FeatureGroup, type FeatureId } from './feature'
import { POINTS, type AgeBand } from './points'
import type { Aetiology } from './scheme'
import type { Biochemistry } from './walk'

/** Kinds of evidence. Those of the second line are whole: they are not attenuated. */
export type EvidenceGroup = FeatureGroup | `${FeatureGroup}_absent` | LaboratoryFamily | WholeGroup
type WholeGroup = 'prior' | 'rule' | 'demo' | 'scheme'

/** Why a contribution is there, without words of any language. */
export type Reason =
  | { readonly kind: 'prior'; readonly prior: Prior }
  | { readonly kind: 'present'; readonly feature: FeatureId; readonly listed: boolean }
  | { readonly kind: 'absent'; readonly feature: FeatureId }
  | { readonly kind: 'laboratory'; readonly test: LaboratoryId; readonly state: LaboratoryState }
  | { readonly kind: 'age'; readonly band: AgeBand }
  | { readonly kind: 'sex'; readonly sex: Sex }
  | { readonly kind: 'needs-distribution'; readonly distribution: DistributionId }
  | { readonly kind: 'needs-site'; readonly sites: readonly SiteId[]; readonly tagged: boolean }
  | { readonly kind: 'needs-any'; readonly criteria: readonly Criterion[]; readonly known: boolean }
  | { readonly kind: 'biochemistry'; readonly biochemistry: Biochemistry; readonly metastatic: boolean }

export interface Contribution {
  readonly group: EvidenceGroup
  readonly key: string
  /** The weight as written in the entry, or as worked out for an absent feature. */
  readonly weight: number
  /** What is left of it after attenuation. */
  readonly points: number
  readonly reason: Reason
}

type Unattenuated = Omit<Contribution, 'points'>

/** Absence of a weak sign says almost nothing: below this it is left out. */
const MIN_ABSENCE = 0.05

/** Everything that speaks for or against one cause. */
export function weigh(aetiology: Aetiology, facts: Facts, biochemistry: Biochemistry): Contribution[] {
  return attenuate([
    weighPrior(aetiology),
    ...weighFeatures(aetiology, facts),
    ...weighLaboratory(aetiology, facts),
    ...weighPatient(aetiology, facts),
    ...weighRules(aetiology, facts),
    weighBiochemistry(aetiology, biochemistry),
  ])
}

/** One fact that was unknown before. */
export type NewFact =
  | { readonly feature: FeatureId; readonly presence: Presence }
  | { readonly test: LaboratoryId; readonly state: LaboratoryState }

/** As `weigh` once the fact is among the facts, but only what the fact can change is weighed again. */
export function reweigh(
  aetiology: Aetiology,
  before: readonly Contribution[],
  fact: NewFact,
  facts: Facts,
  biochemistry: Biochemistry,
): Contribution[] {
  const added = weighFact(aetiology, fact)
  const rest = before.filter(({ group }) => group !== 'rule' && group !== 'scheme')
  const alike = rest.filter(({ group }) => group === added?.group)
  const changed = attenuate([
    ...alike,
    ...(added ? [added] : []),
    ...weighRules(aetiology, facts),
    weighBiochemistry(aetiology, biochemistry),
  ])
  return [...rest.filter(({ group }) => group !== added?.group), ...changed]
}

const weighFact = (aetiology: Aetiology, fact: NewFact): Unattenuated | undefined =>
  'feature' in fact
    ? weighFeature(aetiology, featureById(fact.feature), fact.presence)
    : weighTest(aetiology, fact.test, fact.state)

/** Rounded to 1/1000 point, so that the order of adding cannot show. */
export const scoreOf = (contributions: readonly Contribution[]): number =>
  Math.round(contributions.reduce((sum, { points }) => sum + points, 0) * 1000) / 1000

function weighPrior({ prior }: Aetiology): Unattenuated {
  return { group: 'prior', key: 'prior', weight: POINTS.prior[prior], reason: { kind: 'prior', prior } }
}

function weighFeatures(aetiology: Aetiology, facts: Facts): Unattenuated[] {
  const evidence: Unattenuated[] = []
  for (const [id, presence] of facts.features) {
    const item = weighFeature(aetiology, featureById(id), presence)
    if (item) evidence.push(item)
  }
  return evidence
}

const weighFeature = (
  aetiology: Aetiology,
  feature: Feature,
  presence: Presence,
): Unattenuated | undefined =>
  presence === 'present' ? weighPresent(aetiology, feature) : weighAbsent(aetiology, feature)

function weighPresent(aetiology: Aetiology, feature: Feature): Unattenuated {
  const listed = aetiology.weightOf.get(feature.id)
  const weight = listed ?? unlistedWeight(feature)
  const reason = { kind: 'present', feature: feature.id, listed: listed !== undefined } as const
  return { group: feature.group, key: feature.id, weight, reason }
}

function unlistedWeight({ group, specific }: Feature): number {
  if (group === 'dist') return POINTS.unlistedDistribution
  return group === 'morph' && specific ? POINTS.unlistedSpecificMorphology : 0
}

function weighAbsent(aetiology: Aetiology, { id, group, baseRate }: Feature): Unattenuated | undefined {
  const listed = aetiology.weightOf.get(id)
  if (listed === undefined) return undefined
  const weight = Math.log2((1 - expectedRate(baseRate, listed)) / (1 - baseRate))
  if (Math.abs(weight) < MIN_ABSENCE) return undefined
  return { group: `${group}_absent`, key: id, weight, reason: { kind: 'absent', feature: id } }
}

/** How often a feature is present in a cause that gives it this weight. */
export function expectedRate(baseRate: number, weight: number): number {
  const odds = (baseRate / (1 - baseRate)) * 2 ** weight
  return odds / (1 + odds)
}

function weighRules(aetiology: Aetiology, facts: Facts): Unattenuated[] {
  return [
    ruleOfDistribution(aetiology, facts),
    ruleOfSite(aetiology, facts),
    ruleOfNeed(aetiology, facts),
  ].filter((item) => item !== undefined)
}

function ruleOfDistribution({ requiredDistribution }: Aetiology, facts: Facts): Unattenuated | undefined {
  if (!requiredDistribution || !isTagged('dist', facts)) return undefined
  if (answerTo(requiredDistribution, facts) === 'present') return undefined
  return {
    group: 'rule',
    key: 'requiresDist',
    weight: POINTS.otherDistributionThanRequired,
    reason: { kind: 'needs-distribution', distribution: requiredDistribution },
  }
}

function ruleOfSite({ requiredSites: sites }: Aetiology, facts: Facts): Unattenuated | undefined {
  if (!sites || answerToAny(sites, facts) === 'present') return undefined
  const tagged = isTagged('site', facts)
  return {
    group: 'rule',
    key: 'siteRequired',
    weight: tagged ? POINTS.otherSiteThanRequired : POINTS.requiredSiteUnknown,
    reason: { kind: 'needs-site', sites, tagged },
  }
}

function ruleOfNeed({ requires }: Aetiology, facts: Facts): Unattenuated | undefined {
  const answer = requires && answerToAny(requires.anyOf, facts)
  if (!requires || !answer || answer === 'present') return undefined
  return {
    group: 'rule',
    key: 'requires',
    weight: requires[answer],
    reason: { kind: 'needs-any', criteria: requires.anyOf, known: answer === 'absent' },
  }
}

function isTagged(group: FeatureGroup, facts: Facts): boolean {
  for (const [id, presence] of facts.features)
    if (presence === 'present' && featureById(id).group === group) return true
  return false
}

function weighLaboratory(aetiology: Aetiology, facts: Facts): Unattenuated[] {
  return [...facts.laboratory].map(([test, state]) => weighTest(aetiology, test, state))
}

function weighTest({ weightOf }: Aetiology, test: LaboratoryId, state: LaboratoryState): Unattenuated {
  const key = `lab.${test}=${state}`
  const weight = weightOf.get(key as LaboratoryKey) ?? 0
  return { group: laboratoryTestById(test).family, key, weight, reason: { kind: 'laboratory', test, state } }
}

function weighPatient({ weightOf }: Aetiology, { age, sex }: Facts): Unattenuated[] {
  const evidence: Unattenuated[] = []
  const add = (key: `age.${AgeBand}` | `sex.${Sex}`, reason: Reason) =>
    evidence.push({ group: 'demo', key, weight: weightOf.get(key) ?? 0, reason })
  if (age) add(`age.${age}`, { kind: 'age', band: age })
  if (sex) add(`sex.${sex}`, { kind: 'sex', sex })
  return evidence
}

function weighBiochemistry({ mechanism }: Aetiology, biochemistry: Biochemistry): Unattenuated {
  const metastatic = mechanism.includes('metastatic')
  return {
    group: 'scheme',
    key: 'scheme',
    weight: biochemistryWeight(biochemistry, mechanism, metastatic),
    reason: { kind: 'biochemistry', biochemistry, metastatic },
  }
}

/** Altered calcium or phosphate leads to the metastatic branch; calciphylaxis stands apart. */
function biochemistryWeight(
  biochemistry: Biochemistry,
  mechanism: readonly Mechanism[],
  metastatic: boolean,
): number {
  if (biochemistry === 'unknown') return 0
  if (biochemistry === 'normal')
    return metastatic && mechanism.length === 1 ? POINTS.normalBiochemistry.metastatic : 0
  if (metastatic) return POINTS.alteredBiochemistry.metastatic
  return mechanism.includes('calciphylaxis') ? 0 : POINTS.alteredBiochemistry.other
}

const WHOLE: ReadonlySet<EvidenceGroup> = new Set<WholeGroup>(['prior', 'rule', 'demo', 'scheme'])

/** Diminishing returns: within one kind of evidence, for and against apart, each next item counts half. */
function attenuate(evidence: readonly Unattenuated[]): Contribution[] {
  const series = new Map<string, Unattenuated[]>()
  for (const item of evidence) {
    if (item.weight === 0) continue
    const name = item.group + (item.weight > 0 ? '+' : '−')
    const items = series.get(name)
    if (items) items.push(item)
    else series.set(name, [item])
  }
  return [...series.values()].flatMap((items) =>
    WHOLE.has(items[0].group)
      ? items.map((item) => ({ ...item, points: item.weight }))
      : items.sort(byWeight).map((item, index) => ({ ...item, points: item.weight * attenuationAt(index) })),
  )
}

const byWeight = (a: Unattenuated, b: Unattenuated): number =>
  Math.abs(b.weight) - Math.abs(a.weight) || (a.key < b.key ? -1 : 1)

function attenuationAt(index: number): number {
  const { attenuation } = POINTS
  const last = attenuation.length - 1
  return index <= last ? attenuation[index] : attenuation[last] / 2 ** (index - last)
}
