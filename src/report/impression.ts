import type { ClinicalContext } from '../domain/clinical'
import type { Finding } from '../domain/finding'
import { patternSummary } from '../domain/pattern-summary'
import { aetiologyById } from '../knowledge/scheme'
import { leadingOf } from './candidates'
import type { Words } from './inputs'
import { formatLargest } from './measures'
import type { Block } from './model'
import { reasonsFor, type Reasons } from './reasons'

/** One numbered line for each finding: what is there, and which causes to consider. Never a diagnosis. */
export function impressionOf(findings: readonly Finding[], clinical: ClinicalContext, words: Words): Block[] {
  if (findings.length === 0) return [{ kind: 'paragraph', text: words.t('report.noFindings'), tone: 'dim' }]
  const items = findings.map((finding) => formatLine(finding, reasonsFor(finding, clinical), words))
  return [{ kind: 'list', ordered: true, items }]
}

function formatLine(finding: Finding, reasons: Reasons, words: Words): string {
  const { t, language } = words
  const largest = formatLargest(finding, words)
  const size = [
    t('report.foci', { n: finding.foci.length }),
    largest && t('report.largest', { size: largest }),
  ].filter(Boolean)
  const pattern = patternSummary(finding, language) || t('report.untagged')
  const seen = `${t('report.finding', { label: finding.label })}: ${pattern}; ${size.join(', ')}.`
  return [seen, formatCauses(reasons, words), formatNotToMiss(reasons, words)].filter(Boolean).join(' ')
}

function formatCauses(reasons: Reasons, { t, language }: Words): string {
  if (reasons.withheld) return t('report.withheldShort')
  const causes = leadingOf(reasons).map(({ aetiology }) => aetiology.label[language])
  return t('report.causes', { causes: causes.join('; ') })
}

/** Those that are not named among the causes to consider. */
function formatNotToMiss(reasons: Reasons, { t, language }: Words): string {
  if (reasons.withheld) return ''
  const named = new Set(leadingOf(reasons).map(({ id }) => id))
  const others = reasons.evaluation.mustNotMiss.filter((id) => !named.has(id))
  if (others.length === 0) return ''
  return t('report.alsoConsider', {
    causes: others.map((id) => aetiologyById(id).label[language]).join('; '),
  })
}
