import type { algorithmSchema, findingSchema, focusSchema } from './finding-schema'
import type { Saved } from './saved'
import { holdsFrame, type Series } from './study'
import { newUid, type Uid } from './uid'
import { termById, type Laterality, type MorphologyId, type SiteId, type TermId } from './vocabulary'

/** Present or absent; a term that is not tagged is unknown, which is not the same as absent. */
export type Presence = 'present' | 'absent'

/** As it is saved: see its schema. */
export type Focus = Saved<typeof focusSchema>
export type FocusMask = NonNullable<Focus['mask']>
export type Algorithm = Saved<typeof algorithmSchema>

/** The voxels of a focus that was found in the series: its runs count the frames in the order of that series. */
export const maskIn = ({ mask, imageRegion }: Focus, series: Series): FocusMask | undefined =>
  mask?.SeriesInstanceUID === series.SeriesInstanceUID && holdsFrame(series, imageRegion) ? mask : undefined

/** As it is saved: see its schema. */
export type Finding = Saved<typeof findingSchema>
export type Grade = NonNullable<Finding['grade']>
export type Suggestion = NonNullable<Finding['suggestions']>[number]

export type Findings = readonly Finding[]

export const fociOf = (findings: Findings): Focus[] => findings.flatMap((finding) => finding.foci)

export const findingOf = (findings: Findings, focusUid: Uid): Finding | undefined =>
  findings.find((finding) => finding.foci.some((focus) => focus.uid === focusUid))

export const focusBy = (findings: Findings, focusUid: Uid): Focus | undefined =>
  fociOf(findings).find((focus) => focus.uid === focusUid)

/** A new mark: its own finding, or one more focus of the finding named. */
export function addFocus(
  findings: Findings,
  mark: Omit<Focus, 'uid' | 'TrackingUID' | 'TrackingIdentifier'>,
  names: { focus: string; finding: string },
  joins?: Uid,
): { findings: Findings; focus: Focus } {
  const focus: Focus = {
    ...mark,
    uid: newUid(),
    TrackingUID: newUid(),
    TrackingIdentifier: nextLabel(
      names.focus,
      fociOf(findings).map((other) => other.TrackingIdentifier),
    ),
  }
  if (findings.some((finding) => finding.uid === joins))
    return {
      focus,
      findings: findings.map((finding) =>
        finding.uid === joins ? { ...finding, foci: [...finding.foci, focus] } : finding,
      ),
    }
  const label = nextLabel(
    names.finding,
    findings.map((finding) => finding.label),
  )
  return { focus, findings: [...findings, emptyFinding(label, [focus])] }
}

/**
 * Marks that an algorithm found and the reader accepted, as one finding. Those with a suggested term join the
 * finding that was made of earlier ones with the same; its term is present from then on. So is the morphology that
 * most of the finding's foci share. A term that the reader chose for them is present, and no suggestion.
 */
export function addFoundFoci(
  findings: Findings,
  marks: readonly Omit<Focus, 'uid' | 'TrackingUID' | 'TrackingIdentifier'>[],
  names: { focus: string; finding: string },
  { suggestion, tagged }: { suggestion?: Suggestion; tagged?: TermId } = {},
): { findings: Findings; foci: Focus[] } {
  const home = findings.find(({ suggestions, terms }) =>
    suggestions?.some(({ term }) => term === suggestion?.term && terms[term] === 'present'),
  )
  const foci: Focus[] = []
  let [changed, joins] = [findings, home?.uid]
  for (const mark of marks) {
    const added = addFocus(changed, mark, names, joins)
    changed = added.findings
    foci.push(added.focus)
    joins ??= findingOf(changed, added.focus.uid)?.uid
  }
  if (suggestion && joins && !home)
    changed = changeFinding(changed, joins, (finding) => ({
      ...tag(finding, suggestion.term, 'present'),
      suggestions: [suggestion],
    }))
  if (tagged && joins) changed = changeFinding(changed, joins, (finding) => tag(finding, tagged, 'present'))
  if (joins) changed = changeFinding(changed, joins, withSharedMorphology)
  return { findings: changed, foci }
}

/** Votes for morphologies, of the foci that came with a suggestion, or with the answer that their form does not tell. */
function morphologyVotes({ foci }: Pick<Finding, 'foci'>) {
  const voters = foci.filter(({ suggestedMorphology }) => suggestedMorphology)
  const terms = [...new Set(voters.flatMap(({ suggestedMorphology }) => suggestedMorphology ?? []))]
  const votesFor = (term: TermId) =>
    voters.filter(({ suggestedMorphology }) => suggestedMorphology?.some((id) => id === term)).length
  return { voters, terms, votesFor }
}

/** A morphology that at least half of the foci share, too few for it to be tagged. */
export interface LikelyMorphology {
  readonly term: MorphologyId
  /** Foci that share it, and those that were looked at. */
  readonly foci: number
  readonly of: number
}

/** What the reader has not decided, and was not suggested before: it is offered, not tagged. */
export function likelyMorphologies(
  finding: Pick<Finding, 'foci' | 'terms' | 'suggestions'>,
): LikelyMorphology[] {
  const { voters, terms, votesFor } = morphologyVotes(finding)
  const isNew = (term: TermId) =>
    !finding.terms[term] && !finding.suggestions?.some((suggestion) => suggestion.term === term)
  return terms
    .filter((term) => isNew(term) && votesFor(term) >= voters.length / 2)
    .map((term) => ({ term, foci: votesFor(term), of: voters.length }))
}

/**
 * A morphology is suggested for a finding when more than half of those of its foci that came with a suggestion share
 * it, those whose form did not tell included; it is removed when they no longer do. What the reader tagged, or
 * took away after it was suggested, stays as it is.
 */
function withSharedMorphology(finding: Finding): Finding {
  const { voters, terms: voted, votesFor } = morphologyVotes(finding)
  const isShared = (term: TermId) => votesFor(term) > voters.length / 2
  const before = finding.suggestions ?? []
  const isOver = ({ term }: Suggestion) =>
    termById(term).group === 'morphology' && finding.terms[term] === 'present' && !isShared(term)
  const kept = before.filter((suggestion) => !isOver(suggestion))
  const terms = { ...finding.terms }
  for (const { term } of before.filter(isOver)) delete terms[term]
  const algorithm = voters.at(-1)?.algorithm
  const news = voted.filter(
    (term) => isShared(term) && !terms[term] && kept.every((suggestion) => suggestion.term !== term),
  )
  if (!algorithm || (news.length === 0 && kept.length === before.length)) return finding
  for (const term of news) terms[term] = 'present'
  return { ...finding, terms, suggestions: [...kept, ...news.map((term) => ({ term, algorithm }))] }
}

const emptyFinding = (label: string, foci: readonly Focus[]): Finding => ({
  uid: newUid(),
  label,
  foci,
  terms: {},
  laterality: {},
  structures: [],
})

/** `F` and [F1, F3] → F4: numbers are not used again while a higher one is there. */
function nextLabel(prefix: string, taken: readonly string[]): string {
  const numbers = taken.map((label) => (label.startsWith(prefix) ? Number(label.slice(prefix.length)) : 0))
  return `${prefix}${Math.max(0, ...numbers.filter(Number.isFinite)) + 1}`
}

export const changeFocus = (findings: Findings, focusUid: Uid, change: Partial<Focus>): Findings =>
  findings.map((finding) =>
    finding.foci.some((focus) => focus.uid === focusUid)
      ? {
          ...finding,
          foci: finding.foci.map((focus) => (focus.uid === focusUid ? { ...focus, ...change } : focus)),
        }
      : finding,
  )

export const changeFinding = (
  findings: Findings,
  uid: Uid,
  change: (finding: Finding) => Finding,
): Findings => findings.map((finding) => (finding.uid === uid ? change(finding) : finding))

/** Takes foci out; a finding that loses its last focus goes too. */
export function deleteFoci(findings: Findings, focusUids: ReadonlySet<Uid>): Findings {
  return findings
    .map((finding) => withoutFoci(finding, focusUids))
    .filter((finding) => finding.foci.length > 0)
}

const withoutFoci = (finding: Finding, focusUids: ReadonlySet<Uid>): Finding =>
  finding.foci.some((focus) => focusUids.has(focus.uid))
    ? { ...finding, foci: finding.foci.filter((focus) => !focusUids.has(focus.uid)) }
    : finding

/**
 * Puts foci into one finding: that of the first of them, which keeps its tags. Tags of findings that are
 * emptied by this are added where the first one says nothing.
 */
export function groupFoci(findings: Findings, focusUids: readonly Uid[]): Findings {
  const chosen = new Set(focusUids)
  const home = findings.find((finding) => finding.foci.some((focus) => chosen.has(focus.uid)))
  if (!home || chosen.size < 2) return findings
  const joining = fociOf(findings).filter((focus) => chosen.has(focus.uid) && !home.foci.includes(focus))
  const emptied = findings.filter(
    (finding) => finding !== home && finding.foci.every((focus) => chosen.has(focus.uid)),
  )
  const merged: Finding = {
    ...home,
    foci: [...home.foci, ...joining],
    terms: filledIn(
      home.terms,
      emptied.map((finding) => finding.terms),
    ),
    laterality: filledIn(
      home.laterality,
      emptied.map((finding) => finding.laterality),
    ),
    structures: [...new Set([...home.structures, ...emptied.flatMap((finding) => finding.structures)])],
  }
  return findings
    .map((finding) => (finding === home ? merged : withoutFoci(finding, chosen)))
    .filter((finding) => finding.foci.length > 0)
}

/** What the first says, and what the others say where it is silent. */
const filledIn = <T extends object>(first: T, others: readonly T[]): T =>
  others.reduceRight((filled, other) => ({ ...other, ...filled }), first)

/** Takes foci out of their findings into a finding of their own, which keeps the tags of the first's. */
export function splitFoci(findings: Findings, focusUids: readonly Uid[], name: string): Findings {
  const chosen = new Set(focusUids)
  const leaving = fociOf(findings).filter((focus) => chosen.has(focus.uid))
  const home = leaving[0] && findingOf(findings, leaving[0].uid)
  if (!home || home.foci.every((focus) => chosen.has(focus.uid))) return findings
  const label = nextLabel(
    name,
    findings.map((finding) => finding.label),
  )
  return [...deleteFoci(findings, chosen), { ...home, uid: newUid(), label, foci: leaving }]
}

/** Sets a term, or makes it unknown again. */
export function tag(finding: Finding, term: TermId, presence: Presence | undefined): Finding {
  const terms = { ...finding.terms }
  if (presence) terms[term] = presence
  else delete terms[term]
  return { ...finding, terms }
}

export function setLaterality(finding: Finding, site: SiteId, side: Laterality | undefined): Finding {
  const laterality = { ...finding.laterality }
  if (side) laterality[site] = side
  else delete laterality[site]
  return { ...finding, laterality }
}

export const presentTerms = (finding: Finding): TermId[] =>
  (Object.keys(finding.terms) as TermId[]).filter((term) => finding.terms[term] === 'present')
