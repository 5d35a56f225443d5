import type { Series, Study } from '../domain/study'
import { frameCount } from '../domain/study'
import { formatDate, formatQuantity } from '../i18n/format'
import { modalitiesOf } from './header'
import type { ReportInputs, Words } from './inputs'
import type { Block } from './model'
import { hasImages } from './places'

/** What the files say of each series: one line each. */
export function techniqueOf({ series }: Study, words: Words): Block[] {
  const items = series.flatMap((one, index) => (hasImages(one) ? [formatSeries(one, index, words)] : []))
  if (items.length === 0) return [{ kind: 'paragraph', text: words.t('report.noSeries'), tone: 'dim' }]
  return [{ kind: 'list', items }]
}

function formatSeries(series: Series, index: number, words: Words): string {
  const { t } = words
  const { Modality, BodyPartExamined, SeriesDescription, SeriesNumber = index + 1 } = series
  const said = [
    Modality,
    SeriesDescription,
    BodyPartExamined,
    t('report.images', { n: frameCount(series) }),
    ...slicesOf(series, words),
    ...timesOf(series, words),
    ...projectionOf(series, words),
    formatSizes(series, words),
    series.instances.some(({ lossy }) => lossy) ? t('report.lossy') : '',
  ]
  return `${t('report.series', { number: SeriesNumber })}: ${said.filter(Boolean).join(' · ')}`
}

function slicesOf({ instances, order }: Series, { t, language }: Words): string[] {
  const length = (value: number) => formatQuantity({ value, unit: 'mm' }, language)
  const thickness = onlyValue(instances.map(({ SliceThickness }) => SliceThickness))
  return [
    thickness ? t('report.thickness', { length: length(thickness) }) : '',
    order.spacingMm ? t('report.spacing', { length: length(order.spacingMm) }) : '',
  ]
}

function timesOf({ instances }: Series, { t }: Words): string[] {
  const repetition = onlyValue(instances.map(({ RepetitionTime }) => RepetitionTime))
  const echo = onlyValue(instances.map(({ EchoTime }) => EchoTime))
  return [
    repetition === undefined ? '' : t('report.repetition', { ms: repetition }),
    echo === undefined ? '' : t('report.echo', { ms: echo }),
  ]
}

function projectionOf({ instances }: Series, { t }: Words): string[] {
  const view = onlyValue(instances.map(({ ViewPosition }) => ViewPosition))
  const side = onlyValue(instances.map(({ laterality }) => laterality))
  return [view ? t('report.view', { view }) : '', side ? t('report.lateralityInFile', { side }) : '']
}

function formatSizes({ instances }: Series, { t }: Words): string {
  const kinds = new Set(instances.map(({ calibration }) => calibration?.kind))
  if (kinds.size !== 1) return ''
  const [kind] = kinds
  return kind ? t('report.sizes', { kind: t(`report.calibration_${kind}`) }) : t('report.uncalibrated')
}

/** The value that all have; undefined when they differ. */
function onlyValue<Value>(values: readonly Value[]): Value | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined
}

/** Other open studies of the same patient, oldest first. */
export function comparisonOf(
  { study, studies = [], showsIdentity = true }: ReportInputs,
  words: Words,
): Block[] {
  const others = studies
    .filter((other) => isOtherStudyOfPatient(other, study))
    .sort((a, b) => (a.StudyDate < b.StudyDate ? -1 : 1))
  if (others.length === 0) return [{ kind: 'paragraph', text: words.t('report.noComparison'), tone: 'dim' }]
  return [
    { kind: 'list', items: others.map((other) => formatComparison(other, study, showsIdentity, words)) },
  ]
}

/** A patient without an ID is nobody else's; two birth dates are two patients. */
function isOtherStudyOfPatient(other: Study, { StudyInstanceUID, patient }: Study): boolean {
  const { PatientID, PatientBirthDate } = other.patient
  if (other.StudyInstanceUID === StudyInstanceUID || !PatientID || PatientID !== patient.PatientID)
    return false
  return !PatientBirthDate || !patient.PatientBirthDate || PatientBirthDate === patient.PatientBirthDate
}

function formatComparison(other: Study, study: Study, showsIdentity: boolean, words: Words): string {
  const apart = formatDistance(other.StudyDate, study.StudyDate, words)
  return [
    showsIdentity ? formatDate(other.StudyDate, words.language) : '',
    modalitiesOf(other),
    other.StudyDescription,
    apart,
  ]
    .filter(Boolean)
    .join(' · ')
}

function formatDistance(date: string, reference: string, { t }: Words): string {
  const days = (dayOf(date) - dayOf(reference)) / 86_400_000
  if (Number.isNaN(days)) return ''
  if (days === 0) return t('report.sameDay')
  return days < 0 ? t('report.earlier', { n: -days }) : t('report.later', { n: days })
}

/** Milliseconds, or NaN when the date is not a whole one. */
const dayOf = (date: string): number =>
  /^\d{8}$/.test(date) ? Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6)) : NaN
