import type { Finding } from '../domain/finding'
import { laboratoryTestById } from '../domain/laboratory'
import type { Candidate } from '../knowledge/candidates'
import { BAND_LABELS, explain, explainWalk, MECHANISM_LABELS } from '../knowledge/explain'
import { featureById, isFeatureId } from '../knowledge/feature'
import type { Question } from '../knowledge/next-question'
import { testOf } from '../knowledge/what-would-change'
import type { Contribution } from '../knowledge/weigh'
import { formatNumber } from '../i18n/format'
import { formatHeading } from './findings'
import type { Words } from './inputs'
import type { Block, Cell, Line } from './model'
import { reasonsFor, type Reasons } from './reasons'
import type { ClinicalContext } from '../domain/clinical'

/** For each finding its ranked causes, or why they are not ranked; what not to miss; what to find out next. */
export function candidatesOf(findings: readonly Finding[], clinical: ClinicalContext, words: Words): Block[] {
  if (findings.length === 0) return [{ kind: 'paragraph', text: words.t('report.noFindings'), tone: 'dim' }]
  const walks = findings.map((finding) => formatWalk(reasonsFor(finding, clinical), words))
  const common = walks.every((walk) => walk === walks[0])
  const blocks = findings.flatMap((finding, index): Block[] => {
    const reasons = reasonsFor(finding, clinical)
    return [
      { kind: 'heading', text: formatHeading(finding, words) },
      ...(common ? [] : [walkBlock(walks[index])]),
      ...(reasons.withheld ? posterBlocks(reasons, words) : rankedBlocks(finding, reasons, words)),
      ...mustNotMissBlocks(reasons, words),
      ...nextBlocks(reasons, words),
    ]
  })
  return common ? [walkBlock(walks[0]), ...blocks] : blocks
}

/** The path through the poster's scheme, said once when it is the same for all findings. */
const walkBlock = (text: string): Block => ({ kind: 'paragraph', text, tone: 'dim' })

/** Causes worth a line: those in front, and at least the first five. */
export const shownCandidates = ({ candidates }: Reasons): Candidate[] =>
  candidates.filter(
    ({ band, rank }) => band === 'leading' || rank <= MIN_SHOWN || (band === 'consider' && rank <= MAX_SHOWN),
  )

const MIN_SHOWN = 5
const MAX_SHOWN = 10
/** Reasons for and against a cause, each. */
const REASONS_SHOWN = 3

function rankedBlocks(finding: Finding, reasons: Reasons, words: Words): Block[] {
  const { t, language } = words
  const shown = shownCandidates(reasons)
  const rest = reasons.candidates.length - shown.length
  return [
    ...(reasons.differing.length > 1 ? [{ kind: 'paragraph', text: t('report.differing') } as const] : []),
    {
      kind: 'table',
      title: t('report.rankedOf', { label: finding.label }),
      columns: [
        { title: t('report.rank'), shape: 'number' },
        { title: t('report.cause'), shape: 'wide' },
        { title: t('report.band'), shape: 'short' },
        { title: t('report.points'), shape: 'number' },
        { title: t('report.speaksFor'), shape: 'wide' },
        { title: t('report.speaksAgainst'), shape: 'wide' },
      ],
      rows: shown.map((candidate) => [
        [{ text: String(candidate.rank) }],
        formatCause(candidate, words),
        [{ text: BAND_LABELS[candidate.band][language] }],
        [{ text: signed(candidate.score, words) }],
        formatReasons(candidate.supports, words),
        formatReasons(candidate.opposes, words),
      ]),
    },
    ...(rest > 0
      ? [{ kind: 'paragraph', text: t('report.notListed', { n: rest }), tone: 'dim' } as const]
      : []),
  ]
}

const formatWalk = ({ evaluation }: Reasons, { language }: Words): string =>
  evaluation.walk.because.map((reason) => explainWalk(reason, language)).join(' ')

function formatCause(
  { aetiology, mechanism, doesNotFit, warnings }: Candidate,
  { t, language }: Words,
): Cell {
  const mechanisms = mechanism.map((id) => MECHANISM_LABELS[id][language]).join(', ')
  return [
    { text: aetiology.label[language], tone: 'strong' },
    { text: mechanisms, tone: 'dim' },
    ...(doesNotFit ? [{ text: t('report.doesNotFit'), tone: 'warning' } as const] : []),
    ...warnings.map((warning): Line => ({ text: warning[language], tone: 'warning' })),
  ]
}

const formatReasons = (contributions: readonly Contribution[], words: Words): Cell =>
  contributions.length === 0
    ? [{ text: '–' }]
    : contributions.slice(0, REASONS_SHOWN).map((contribution) => ({
        text: `${explain(contribution, words.language)} (${signed(contribution.points, words)})`,
      }))

function signed(points: number, { language }: Words): string {
  const number = formatNumber(points, 1, language)
  return points > 0 ? `+${number}` : number
}

/** The poster's own lists stand in for a ranking that would mislead. */
function posterBlocks(reasons: Reasons, words: Words): Block[] {
  const { t, language } = words
  const why =
    reasons.withheld === 'only-distribution' ? 'report.withheld_distribution' : 'report.withheld_insufficient'
  const open = reasons.tagNext.map((group) => t(`group.${group}`).toLocaleLowerCase(language)).join(', ')
  return [
    { kind: 'paragraph', text: t(why) },
    ...(open ? [{ kind: 'paragraph', text: t('report.stillOpen', { groups: open }) } as const] : []),
    ...(reasons.posterLists.length === 0
      ? [{ kind: 'paragraph', text: t('report.noPosterList'), tone: 'dim' } as const]
      : []),
    ...reasons.posterLists.map(({ node, aetiologies }) => ({
      kind: 'list' as const,
      title: node.label[language],
      items: aetiologies.map(({ label, onPoster }) =>
        onPoster ? label[language] : t('report.notOnPoster', { cause: label[language] }),
      ),
    })),
  ]
}

/** Those the table does not show already. */
function mustNotMissBlocks(reasons: Reasons, words: Words): Block[] {
  const shown = new Set(shownCandidates(reasons).map(({ id }) => id))
  const apart = reasons.mustNotMiss.filter(({ id }) => reasons.withheld || !shown.has(id))
  if (apart.length === 0) return []
  const items = apart.map((candidate) => formatMustNotMiss(candidate, words))
  return [{ kind: 'list', title: words.t('report.mustNotMiss'), items }]
}

function formatMustNotMiss(candidate: Candidate, words: Words): string {
  const { t, language } = words
  const cause = candidate.aetiology.label[language]
  const points = t('report.pointsOf', { cause, points: signed(candidate.score, words) })
  return [points, ...candidate.warnings.map((warning) => warning[language])].join('. ')
}

/** The next test of each cause in front, and the answers that would tell most. */
function nextBlocks(reasons: Reasons, words: Words): Block[] {
  const { t, language } = words
  const tests = leadingOf(reasons).map(
    ({ aetiology }) => `${aetiology.label[language]}: ${aetiology.nextTest[language]}`,
  )
  const asked = reasons.questions.map((question) => formatQuestion(question, words))
  return [
    ...(tests.length > 0 ? [{ kind: 'list', title: t('report.nextTest'), items: tests } as const] : []),
    asked.length > 0
      ? { kind: 'list', title: t('report.askNext'), items: asked }
      : { kind: 'paragraph', text: t('report.nothingToAsk'), tone: 'dim' },
  ]
}

/** The causes that lead, or the first three when none does. */
export const leadingOf = ({ candidates }: Reasons): Candidate[] => {
  const leading = candidates.filter(({ band }) => band === 'leading')
  return leading.length > 0 ? leading : candidates.slice(0, 3)
}

const formatQuestion = ({ ask }: Question, { language }: Words): string =>
  (isFeatureId(ask) ? featureById(ask) : laboratoryTestById(testOf(ask))).label[language]
