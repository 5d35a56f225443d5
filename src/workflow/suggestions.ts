import { isInOneSlice, type AnyCandidate, type Candidate } from '../detection/candidate'
import { suggestDistribution } from '../detection/suggest-distribution'
import { suggestGroup } from '../detection/suggest-group'
import { suggestMorphology } from '../detection/suggest-morphology'
import { termById, type DistributionId, type MorphologyId, type TermId } from '../domain/vocabulary'
import type { Language, Translate } from '../i18n/translate'
import { patternOf, patternStyle, type PatternStyle } from './patterns'

/** The distribution that is suggested; undefined where the measured distances do not tell, as in single slices. */
export const suggestedTerm = (candidate: AnyCandidate): DistributionId | undefined =>
  isInOneSlice(candidate) ? undefined : suggestDistribution(candidate).term

/** What their form suggests, nothing where it does not tell; undefined in single slices, which show no form. */
export const morphologyOf = (candidate: AnyCandidate): readonly MorphologyId[] | undefined =>
  isInOneSlice(candidate) ? undefined : suggestMorphology(candidate).hints.map(({ term }) => term)

/** Candidates of a volume, which get one suggestion together; undefined for one alone and for single slices. */
export function togetherInVolume(candidates: readonly AnyCandidate[]): readonly Candidate[] | undefined {
  const inVolume = candidates.filter((candidate): candidate is Candidate => !isInOneSlice(candidate))
  return inVolume.length > 1 && inVolume.length === candidates.length ? inVolume : undefined
}

/** The distribution that is suggested for several together, where it is clear. */
export function suggestedForAll(candidates: readonly AnyCandidate[]): DistributionId | undefined {
  const together = togetherInVolume(candidates)
  return together && suggestGroup(together).term
}

export function suggestedStyle(candidate: AnyCandidate): PatternStyle {
  const term = suggestedTerm(candidate)
  return term ? patternStyle(term) : patternOf(undefined)
}

export function suggestedName(candidate: AnyCandidate, language: Language, t: Translate): string {
  const term = suggestedTerm(candidate)
  return term ? briefName(term, language) : t('found.cannotTell')
}

/** Without what explains it in brackets: the lists are narrow. */
export const briefName = (term: TermId, language: Language): string =>
  termById(term).label[language].replace(/ \(.*\)$/, '')

export interface SuggestedGroup {
  readonly term: DistributionId | undefined
  /** They touch bone: a class of its own, whatever else is known of them. */
  readonly attached: boolean
  readonly members: readonly AnyCandidate[]
}

/** Those with the same suggestion together, the most first; then what nobody can tell, and what touches bone. */
export function bySuggestion(candidates: readonly AnyCandidate[]): SuggestedGroup[] {
  const groups = new Map<DistributionId | 'attached' | undefined, AnyCandidate[]>()
  for (const candidate of candidates) {
    const key = candidate.kind === 'attached' ? 'attached' : suggestedTerm(candidate)
    groups.set(key, [...(groups.get(key) ?? []), candidate])
  }
  return [...groups]
    .map(([key, members]) =>
      key === 'attached'
        ? { term: undefined, attached: true, members }
        : { term: key, attached: false, members },
    )
    .sort(
      (a, b) =>
        Number(a.attached) - Number(b.attached) ||
        Number(!a.term) - Number(!b.term) ||
        b.members.length - a.members.length,
    )
}
