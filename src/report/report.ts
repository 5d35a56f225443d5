import { REPORT_TEXTS, type ReportText } from '../domain/report-draft'
import type { Language, Translate } from '../i18n/translate'
import { NO_PATHOGNOMONIC_SIGN, SAFETY_STATEMENT } from '../knowledge/safety'
import { candidatesOf } from './candidates'
import { clinicalContextOf } from './clinical-context'
import { findingsOf, inReportOrder } from './findings'
import { headerOf } from './header'
import { impressionOf } from './impression'
import type { ReportInputs, Words } from './inputs'
import type { Block, Report } from './model'
import { placesOf } from './places'
import { comparisonOf, techniqueOf } from './technique'

export type { KeyImage, ReportInputs } from './inputs'
export type { Report } from './model'

/** The whole report, computed anew from the Reading each time. */
export function buildReport(inputs: ReportInputs, t: Translate, language: Language): Report {
  const words = { t, language }
  const { texts, author, status } = inputs.reading.report
  const blocks = blocksOf(inputs, words)
  return {
    ...headerOf(inputs, words),
    language,
    title: t('report.title'),
    final: status === 'final',
    author: author.trim(),
    sections: REPORT_TEXTS.map((id) => ({
      id,
      title: t(`report.${id}`),
      readerText: (texts[id] ?? '').trim(),
      blocks: blocks[id],
    })),
    disclaimer: [SAFETY_STATEMENT[language], NO_PATHOGNOMONIC_SIGN[language]],
    pageLabel: t('report.page'),
    unprintable: t('report.unprintable'),
  }
}

function blocksOf(inputs: ReportInputs, words: Words): Record<ReportText, readonly Block[]> {
  const { study, studies = [], reading } = inputs
  const { clinical, report } = reading
  const findings = inReportOrder(reading.findings)
  const places = placesOf([study, ...studies])
  return {
    indication: report.texts.indication
      ? []
      : [{ kind: 'paragraph', text: words.t('report.noText'), tone: 'dim' }],
    technique: techniqueOf(study, words),
    comparison: comparisonOf(inputs, words),
    clinical: clinicalContextOf(clinical, words),
    findings: findingsOf(findings, inputs, places, words),
    candidates: candidatesOf(findings, clinical, words),
    impression: impressionOf(findings, clinical, words),
  }
}
