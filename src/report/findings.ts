import { fociOf, type Finding, type Focus } from '../domain/finding'
import { patternSummary, termName } from '../domain/pattern-summary'
import type { ImagePlane } from '../domain/image-plane'
import type { KeyFrame, Reading } from '../domain/reading'
import type { FrameRef } from '../domain/study'
import { contradicts, sitesOf, suggestedSide, suggestedSites } from '../domain/suggested-site'
import type { Uid } from '../domain/uid'
import {
  GRADE_SCALES,
  LATERALITIES,
  STRUCTURES,
  takesLaterality,
  TERM_GROUPS,
  TERMS,
  termsOf,
  type SiteId,
  type TermGroup,
  type TermId,
} from '../domain/vocabulary'
import { formatNumber } from '../i18n/format'
import type { KeyImage, ReportInputs, Words } from './inputs'
import { fociTable, measurementsTable } from './measures'
import { imageIn, formatConflict, formatSide, formatSources, formatSuggested } from './suggested'
import type { Block, Field, Picture } from './model'
import { formatPlace, type Places } from './places'

/** Each finding with its pattern, key image and foci; then the frames the reader starred. */
export function findingsOf(
  findings: readonly Finding[],
  inputs: ReportInputs,
  places: Places,
  words: Words,
): Block[] {
  const blocks = findings.flatMap((finding): Block[] => [
    { kind: 'heading', text: formatHeading(finding, words) },
    {
      kind: 'fields',
      fields: patternFields(finding, places, words),
      ...pictureOf(finding, inputs, places, words),
    },
    fociTable(finding, places, words),
  ])
  const none: Block = { kind: 'paragraph', text: words.t('report.noFindings'), tone: 'dim' }
  return [
    ...(blocks.length > 0 ? blocks : [none]),
    ...measurementsOf(inputs, places, words),
    ...starredOf(inputs, places, words),
  ]
}

function measurementsOf({ reading }: ReportInputs, places: Places, words: Words): Block[] {
  const { findings, measurements } = reading
  const names = new Map(fociOf(findings).map(({ uid, TrackingIdentifier }) => [uid, TrackingIdentifier]))
  return measurements.length > 0 ? [measurementsTable(measurements, names, places, words)] : []
}

/** By site, from the head down as in the vocabulary, then by distribution; what is not described comes last. */
export function inReportOrder(findings: readonly Finding[]): Finding[] {
  const place = (group: TermGroup, finding: Finding) => {
    const index = termsOf(group).findIndex(({ id }) => finding.terms[id] === 'present')
    return index < 0 ? Infinity : index
  }
  const side = ({ laterality }: Finding) => {
    const index = LATERALITIES.findIndex(({ id }) => Object.values(laterality).includes(id))
    return index < 0 ? Infinity : index
  }
  const keys = [
    (finding: Finding) => place('site', finding),
    side,
    (finding: Finding) => place('distribution', finding),
    (finding: Finding) => place('morphology', finding),
  ]
  return findings.toSorted((a, b) => {
    const differing = keys.find((key) => key(a) !== key(b))
    return differing ? differing(a) - differing(b) : a.label.localeCompare(b.label, 'en', { numeric: true })
  })
}

export function formatHeading(finding: Finding, { t, language }: Words): string {
  const pattern = patternSummary(finding, language) || t('report.untagged')
  return `${t('report.finding', { label: finding.label })}: ${pattern}`
}

function patternFields(finding: Finding, places: Places, words: Words): Field[] {
  const { t } = words
  const suggested = suggestedSide(finding, imageIn(places))
  const fields = [
    ...TERM_GROUPS.map((group) => ({
      label: t(`group.${group}`),
      value: formatTerms(group, finding, suggested, words),
    })),
    suggestedField(finding, suggested, places, words),
    { label: t('report.absentTerms'), value: formatAbsent(finding, words) },
    { label: t('report.structures'), value: formatStructures(finding, words) },
    { label: t('report.grade'), value: formatGrade(finding, words) },
    { label: t('report.fociCount'), value: t('report.foci', { n: finding.foci.length }) },
  ]
  return fields.filter(({ value }) => value)
}

/** Site and side that the files suggest while the reader has said no site. */
function suggestedField(
  finding: Finding,
  side: ReturnType<typeof suggestedSide>,
  places: Places,
  words: Words,
): Field {
  const sites = suggestedSites(finding, imageIn(places))
  const isSaid = sitesOf(finding).length > 0
  return {
    label: words.t(sites.length > 0 ? 'report.suggestedSite' : 'report.suggestedSide'),
    value: isSaid ? '' : formatSuggested(sites, side, words),
  }
}

const formatTerms = (
  group: TermGroup,
  finding: Finding,
  side: ReturnType<typeof suggestedSide>,
  words: Words,
): string =>
  termsOf(group)
    .filter(({ id }) => finding.terms[id] === 'present')
    .map(({ id }) => formatTerm(id, finding, side, words))
    .join('; ')

/**
 * A site that has a side is never printed without a word on it: the reader's, with what the files say against it; else
 * what they suggest, with what that rests on.
 */
function formatTerm(
  id: TermId,
  finding: Finding,
  suggested: ReturnType<typeof suggestedSide>,
  words: Words,
): string {
  const { t, language } = words
  const site = termName(id, finding, language)
  if (!id.startsWith('site.') || !takesLaterality(id as SiteId)) return site
  const said = finding.laterality[id as SiteId]
  if (said && !contradicts(said, suggested)) return site
  if (!suggested) return t('report.sideUnknown', { site })
  if ('conflict' in suggested)
    return `${site} (${t('report.sideConflict', { sides: formatConflict(suggested, words) })})`
  const [side, sources] = [formatSide(suggested.side, words), formatSources(suggested.from, words)]
  return t(said ? 'report.sideContradicted' : 'report.sideSuggested', { site, side, sources })
}

const formatAbsent = ({ terms }: Finding, { language }: Words): string =>
  TERMS.filter(({ id }) => terms[id] === 'absent')
    .map(({ label }) => label[language])
    .join('; ')

const formatStructures = ({ structures }: Finding, { language }: Words): string =>
  STRUCTURES.filter(({ id }) => structures.includes(id))
    .map(({ label }) => label[language])
    .join('; ')

/** `Brooker, heterotopic ossification of the hip: II. Spurs from …` */
function formatGrade({ grade }: Finding, { language }: Words): string {
  const scale = GRADE_SCALES.find(({ id }) => id === grade?.scale)
  if (!grade || !scale) return ''
  const definition = scale.grades.find(({ value }) => value === grade.value)?.definition[language]
  return [`${scale.label[language]}: ${grade.value}`, definition].filter(Boolean).join('. ')
}

function pictureOf(
  finding: Finding,
  { keyImages = [], reading }: ReportInputs,
  places: Places,
  words: Words,
): { picture?: Picture } {
  const image = keyImages.find((image) => image.finding === finding.uid)
  if (!image || reading.report.keyImagesLeftOut.includes(finding.uid)) return {}
  const caption = formatCaption(image, finding, places, words)
  const alt = `${caption}. ${formatHeading(finding, words)}`
  return { picture: { of: { finding: finding.uid }, dataUrl: image.dataUrl, alt, caption } }
}

/** Every frame the reader starred, in the order of the stars; where its picture cannot be taken, its caption. */
function starredOf({ keyImages = [], reading }: ReportInputs, places: Places, words: Words): Block[] {
  if (reading.keyImages.length === 0) return []
  const labels = new Map(
    [...fociOf(reading.findings), ...reading.measurements].map(({ uid, TrackingIdentifier }) => [
      uid,
      TrackingIdentifier,
    ]),
  )
  const pictures = chooseStarred(reading).map(({ SOPInstanceUID, frameNumber, foci }): Picture => {
    const frame = { SOPInstanceUID, frameNumber }
    const image = keyImages.find((it) => it.finding === undefined && isSame(it, frame)) ?? frame
    const caption = [
      words.t('report.starred', { place: formatPlace(frame, places, words) }),
      foci.map((uid) => labels.get(uid)).join(', '),
      formatScale(image, places, words),
    ]
    const text = caption.filter(Boolean).join(' · ')
    return { of: { frame }, dataUrl: 'dataUrl' in image ? image.dataUrl : '', alt: text, caption: text }
  })
  return [{ kind: 'pictures', title: words.t('report.keyImages'), pictures }]
}

function formatCaption(image: KeyImage, { label }: Finding, places: Places, words: Words): string {
  const place = formatPlace(image, places, words)
  const scale = formatScale(image, places, words)
  return [words.t('report.keyImage', { label, place }), scale].filter(Boolean).join(' · ')
}

/** The window it is shown with, and what its sizes rest on. */
function formatScale(
  image: Pick<KeyImage, 'SOPInstanceUID' | 'window'>,
  places: Places,
  { t, language }: Words,
): string {
  const kind = places.get(image.SOPInstanceUID)?.instance.calibration?.kind
  const number = (value: number) => formatNumber(value, 0, language)
  const { window } = image
  return [
    window ? t('report.window', { width: number(window.width), level: number(window.level) }) : '',
    kind ? t('report.sizes', { kind: t(`report.calibration_${kind}`) }) : t('report.uncalibrated'),
  ]
    .filter(Boolean)
    .join(' · ')
}

export interface KeyImageChoice {
  /** None: the reader starred the frame. */
  readonly finding?: Uid
  readonly SOPInstanceUID: string
  readonly frameNumber: number
  /** Where the foci lie on a plane that was cut through the voxels. */
  readonly plane?: ImagePlane
  /** In which it was starred or marked. */
  readonly window?: KeyFrame['window']
  /** The foci that lie on that frame or plane. */
  readonly foci: readonly Uid[]
}

/** For each finding the frame, or the cut plane, that holds most of its foci, the first of them when several do. */
export function chooseKeyImages(findings: readonly Finding[]): KeyImageChoice[] {
  return findings.flatMap((finding) => {
    const frames = new Map<string, Focus[]>()
    for (const focus of finding.foci) {
      const { SOPInstanceUID, frameNumber } = focus.imageRegion
      const frame = JSON.stringify(focus.plane ?? [SOPInstanceUID, frameNumber])
      frames.set(frame, [...(frames.get(frame) ?? []), focus])
    }
    const [best] = [...frames.values()].sort((a, b) => b.length - a.length)
    if (!best) return []
    const [{ plane, imageRegion, window }] = best
    const { SOPInstanceUID, frameNumber } = imageRegion
    const where = { SOPInstanceUID, frameNumber, ...(plane && { plane }), ...(window && { window }) }
    return [{ finding: finding.uid, ...where, foci: best.map(({ uid }) => uid) }]
  })
}

/** The frames the reader starred, each with all marks that lie on it. */
export const chooseStarred = ({
  keyImages,
  findings,
  measurements = [],
}: Pick<Reading, 'keyImages' | 'findings'> & Partial<Pick<Reading, 'measurements'>>): KeyImageChoice[] =>
  keyImages.map((frame) => {
    const on = [...fociOf(findings), ...measurements].filter(
      ({ imageRegion, plane }) => !plane && isSame(imageRegion, frame),
    )
    return { ...frame, foci: on.map(({ uid }) => uid) }
  })

const isSame = (a: FrameRef, b: FrameRef): boolean =>
  a.SOPInstanceUID === b.SOPInstanceUID && a.frameNumber === b.frameNumber
