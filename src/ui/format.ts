import type { CalibrationKind } from '../domain/calibration'
import type { Measure } from '../domain/measure'
import type { Language, TextKey, Translate } from '../i18n/translate'

/** Numbers as the language writes them, with a real minus sign. */
export const formatNumber = (value: number, digits: number, language: Language): string =>
  new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  })
    .format(Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value)
    .replace('-', '−')

/** `20260314` → the language's short date; anything else is shown as the file has it. */
export function formatDate(date: string, language: Language): string {
  if (!/^\d{8}$/.test(date)) return date
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number)
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  return format.format(Date.UTC(year, month - 1, day))
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

const UNITS: Readonly<Record<string, string>> = {
  mm2: 'mm²',
  "[hnsf'U]": 'HU',
  '{pixels}': 'px',
  '{pixels}2': 'px²',
  '1': '',
}

/** `(detector)`, `(est.)` …: how millimetres were found. Nothing for CT and MR, whose spacing is the patient's. */
export const calibrationNote = (kind: CalibrationKind | undefined, t: Translate): string =>
  kind && kind !== 'patient' ? t(`calibration.${kind}` as TextKey) : ''

/** `12.4 mm (detector)`, `143 HU`, `57 px`. */
export function formatMeasure(measure: Measure, t: Translate, language: Language): string {
  const unit = UNITS[measure.unit] ?? measure.unit
  const digits = measure.unit.startsWith('mm') ? 1 : measure.unit === "[hnsf'U]" ? 0 : 1
  const note = calibrationNote(measure.calibration, t)
  return [formatNumber(measure.value, digits, language), unit, note].filter(Boolean).join(' ')
}
