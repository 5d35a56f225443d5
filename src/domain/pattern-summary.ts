import type { Finding } from './finding'
import {
  LATERALITIES,
  termById,
  termsOf,
  type LabelLanguage,
  type SiteId,
  type TermGroup,
  type TermId,
} from './vocabulary'

const SUMMARISED: readonly TermGroup[] = ['distribution', 'extent', 'morphology', 'site']

/** The pattern of a finding in one line: distribution, extent, morphology, site. */
export const patternSummary = (finding: Finding, language: LabelLanguage): string =>
  SUMMARISED.flatMap((group) => termsOf(group))
    .filter(({ id }) => finding.terms[id] === 'present')
    .map(({ id }) => termName(id, finding, language))
    .join(' · ')

/** A term with the side where a site has one: `Thigh (right)`. */
export function termName(id: TermId, finding: Finding, language: LabelLanguage): string {
  const label = termById(id).label[language]
  const side = LATERALITIES.find((laterality) => laterality.id === finding.laterality[id as SiteId])
  return side ? `${label} (${side.label[language].toLowerCase()})` : label
}
