import type { en } from './en'
import type { Language, Translate } from './translate'

/** Numbers as the language writes them, with a real minus sign. */
export const formatNumber = (value: number, digits: number, language: Language): string =>
  new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  })
    .format(Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value)
    .replace('-', '−')

/**
 * A whole number; from five figures on in groups of three (ISO 80000-1, 7.3.1), with the no-break space that every
 * font has.
 */
export function formatWhole(value: number, language: Language): string {
  const digits = formatNumber(value, 0, language)
  return Math.abs(value) < 10_000 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}

/** `20260314` → the language's short date; anything else is shown as the file has it. */
export function formatDate(date: string, language: Language): string {
  if (!/^\d{8}$/.test(date)) return date
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number)
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  return format.format(Date.UTC(year, month - 1, day))
}

/** A moment (ISO 8601) as the reader's clock shows it, with the name of the time zone. */
export function formatMoment(iso: string, language: Language): string {
  const moment = new Date(iso)
  if (Number.isNaN(moment.valueOf())) return iso
  const fields = {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  return new Intl.DateTimeFormat(language, { ...fields, hourCycle: 'h23', timeZoneName: 'short' }).format(
    moment,
  )
}

/** `Family^Given^Middle` → `Family, Given Middle` (PS3.5 section 6.2, value representation PN). */
export function formatPersonName(name: string): string {
  const [family = '', ...given] = name
    .split('=')[0]
    .split('^')
    .map((part) => part.trim())
  const rest = given.filter(Boolean).join(' ')
  return [family, rest].filter(Boolean).join(', ')
}

export function formatBytes(bytes: number, language: Language): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3)
  return `${formatNumber(bytes / 1000 ** power, power > 1 ? 1 : 0, language)} ${units[power]}`
}

/** The kinds of calibration that have a word here. */
export type CalibrationKey = keyof (typeof en)['calibration']

/** A number with its unit in UCUM. */
interface Measured {
  readonly value: number
  readonly unit: string
  readonly calibration?: CalibrationKey
}

const UNITS: Readonly<Record<string, string>> = {
  mm2: 'mm²',
  mm3: 'mm³',
  "[hnsf'U]": 'HU',
  '{pixels}': 'px',
  '{pixels}2': 'px²',
  '1': '',
}

/** Units that are words, as reports in this language write them; any other unit as it is. */
export const unitName = (unit: string, language: Language): string =>
  (language === 'es' ? UNITS_ES[unit] : undefined) ?? unit

const UNITS_ES: Readonly<Record<string, string>> = {
  HU: 'UH',
  SD: 'DE',
  counts: 'cuentas',
  'counts/s': 'cuentas/s',
  'prop. counts': 'cuentas prop.',
  'prop. counts/s': 'cuentas prop./s',
}

/** `(detector)`, `(est.)` …: how millimetres were found. Nothing for CT and MR, whose spacing is the patient's. */
export const calibrationNote = (kind: CalibrationKey | undefined, t: Translate): string =>
  kind && kind !== 'patient' ? t(`calibration.${kind}`) : ''

/** `12.4 mm (detector)`, `143 HU`, `57 px`. */
export const formatMeasure = (measure: Measured, t: Translate, language: Language): string =>
  [formatQuantity(measure, language), calibrationNote(measure.calibration, t)].filter(Boolean).join(' ')

/** The number and its unit alone: `12.4 mm`, `87 725 mm³`; a value without unit stands by itself. */
export function formatQuantity({ value, unit }: Measured, language: Language): string {
  const isWhole = unit === "[hnsf'U]" || Math.abs(value) >= 1000
  const text = isWhole ? formatWhole(value, language) : formatNumber(value, 1, language)
  return [text, unitName(UNITS[unit] ?? unit, language)].filter(Boolean).join(' ')
}

/**
 * A value of a pixel, wherever it stands: whole values whole, from 1000 on without decimals, others with at least one
 * and as many as show three figures.
 */
export function formatPixel(value: number, language: Language): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return formatWhole(value, language)
  return formatNumber(value, Math.max(1, fractionDigits(value)), language)
}

/** A number as it was entered, without the noise of floating point: at most three decimals. */
export const formatValue = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false })
    .format(value)
    .replace('-', '−')

/** Decimals at which a value of this size shows three figures; none where it has more before the point. */
export function fractionDigits(size: number): number {
  const magnitude = Math.abs(size)
  if (magnitude === 0 || magnitude >= 16) return 0
  return Math.min(15, Math.max(0, 2 - Math.floor(Math.log10(magnitude))))
}
