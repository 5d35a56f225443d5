import * as v from 'valibot'
import type { Saved } from './saved'
import type { Uid } from './uid'

/*
 * What the reader adds to the report of a Reading. Everything else in a report is computed from the Reading each
 * time. Texts are plain: nothing in them is ever taken for markup.
 */

/** Sections that take the reader's own text, in the order of the report. */
export const REPORT_TEXTS = [
  'indication',
  'technique',
  'comparison',
  'clinical',
  'findings',
  'candidates',
  'impression',
] as const
export type ReportText = (typeof REPORT_TEXTS)[number]

/** As it is saved: see its schema. */
export type ReportDraft = Saved<typeof reportDraftSchema>

export const EMPTY_REPORT_DRAFT: ReportDraft = {
  texts: {},
  author: '',
  status: 'draft',
  keyImagesLeftOut: [],
}

/** An empty text takes the section back to what is computed alone. */
export function setReportText(draft: ReportDraft, section: ReportText, text: string): ReportDraft {
  const plain = plainText(text)
  const texts = { ...draft.texts, [section]: plain }
  if (!plain.trim()) delete texts[section]
  return { ...reopened(draft), texts }
}

export const setReportAuthor = (draft: ReportDraft, author: string): ReportDraft => ({
  ...reopened(draft),
  author: plainText(author).replaceAll(/\s+/g, ' '),
})

export const setKeyImageShown = (draft: ReportDraft, finding: Uid, shown: boolean): ReportDraft => ({
  ...reopened(draft),
  keyImagesLeftOut: [...draft.keyImagesLeftOut.filter((uid) => uid !== finding), ...(shown ? [] : [finding])],
})

/** A report without the name of its author stays a draft. */
export const finaliseReport = (draft: ReportDraft, now: Date): ReportDraft =>
  draft.author.trim() ? { ...draft, status: 'final', finalised: now.toISOString() } : draft

/** A final report that is changed is a draft again. */
export function reopened(draft: ReportDraft): ReportDraft {
  if (draft.status === 'draft') return draft
  const { texts, author, keyImagesLeftOut } = draft
  return { texts, author, status: 'draft', keyImagesLeftOut }
}

const LONGEST_TEXT = 20_000

/**
 * Lines of visible text: control characters are dropped, and the marks that turn the direction of writing, which
 * could show a reader other words than those stored (Unicode UAX #9 section 2).
 */
export const plainText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/(?!\n)[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .slice(0, LONGEST_TEXT)

const plain = v.pipe(v.string(), v.maxLength(LONGEST_TEXT), v.transform(plainText))

const draft = v.object({
  texts: v.record(v.picklist(REPORT_TEXTS), plain),
  /** The reader's name as it is to be printed. */
  author: plain,
  status: v.picklist(['draft', 'final']),
  /** ISO 8601, UTC; only of a final report. */
  finalised: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  /** Findings whose key image is not printed. */
  keyImagesLeftOut: v.array(v.string()),
})

export const reportDraftSchema = v.pipe(
  draft,
  v.check(
    ({ status, finalised }) => (status === 'final') === (finalised !== undefined),
    'a time if and only if the report is final',
  ),
)
