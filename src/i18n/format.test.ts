import { expect, test } from 'vitest'
import { en } from './en'
import { es } from './es'
import {
  formatBytes,
  formatDate,
  formatMeasure,
  formatMoment,
  formatNumber,
  formatPersonName,
  formatPixel,
  formatQuantity,
  formatValue,
  formatWhole,
  fractionDigits,
  unitName,
} from './format'
import { translator } from './translate'

test('numbers have the decimal sign of the language and a real minus, and zero has none', () => {
  expect(formatNumber(-12.34, 1, 'en')).toBe('−12.3')
  expect(formatNumber(12345.6, 1, 'es')).toBe('12345,6')
  expect(formatNumber(-0.04, 1, 'en')).toBe('0.0')
})

test('whole numbers of five figures and more are grouped, in any language', () => {
  expect(formatWhole(1234567.8, 'en')).toBe('1\u00a0234\u00a0568')
  expect(formatWhole(87725, 'es')).toBe('87\u00a0725')
  expect(formatWhole(-1024, 'en')).toBe('−1024')
  expect(formatQuantity({ value: 87725.3, unit: 'mm3' }, 'en')).toBe('87\u00a0725 mm³')
  expect(formatQuantity({ value: 847.12, unit: 'mm3' }, 'en')).toBe('847.1 mm³')
})

test('a value is printed as it was entered', () => {
  expect(formatValue(0.1 + 0.2, 'en')).toBe('0.3')
  expect(formatValue(1500, 'es')).toBe('1500')
  expect(formatValue(-2.5, 'es')).toBe('−2,5')
})

test('units that are words are translated, others are not', () => {
  expect(['HU', 'counts', 'prop. counts', 'Bq/ml'].map((unit) => unitName(unit, 'es'))).toEqual(['UH', 'cuentas', 'cuentas prop.', 'Bq/ml']) // prettier-ignore
  expect(unitName('counts', 'en')).toBe('counts')
})

test('values of pixels have one precision', () => {
  const texts = [-1024, 325, 60942.4, 95842.5, 325.04, 0.01234].map((value) => formatPixel(value, 'en'))
  expect(texts).toEqual(['−1024', '325', '60\u00a0942', '95\u00a0843', '325.0', '0.0123'])
})

test('whole dates are written out; any other is left as the file has it', () => {
  expect(formatDate('20260314', 'es')).toBe('14 mar 2026')
  expect(formatDate('2026', 'en')).toBe('2026')
  expect(formatDate('', 'en')).toBe('')
})

test('a moment names its time zone', () => {
  expect(formatMoment('2026-03-14T11:30:00Z', 'en')).toMatch(/2026.*\d\d:\d\d.*\S{2,}$/)
  expect(formatMoment('no moment', 'en')).toBe('no moment')
})

test('person names lose their carets and their other scripts', () => {
  expect(formatPersonName('Yamada^Tarou=山田^太郎')).toBe('Yamada, Tarou')
  expect(formatPersonName('Núñez^Inés^María')).toBe('Núñez, Inés María')
})

test('measures carry unit and kind of calibration; pixels are never millimetres', () => {
  const [t, tEs] = [translator('en', en), translator('es', es)]
  expect(formatMeasure({ value: 12.44, unit: 'mm', calibration: 'detector' }, t, 'en')).toBe(
    '12.4 mm (detector)',
  )
  expect(formatMeasure({ value: 12.44, unit: 'mm', calibration: 'patient' }, tEs, 'es')).toBe('12,4 mm')
  expect(formatMeasure({ value: 57, unit: '{pixels}2' }, t, 'en')).toBe('57.0 px²')
  expect(formatQuantity({ value: -142.6, unit: "[hnsf'U]" }, 'en')).toBe('−143 HU')
})

test('bytes in the unit that fits', () => {
  expect(formatBytes(999, 'en')).toBe('999 B')
  expect(formatBytes(2_500_000, 'es')).toBe('2,5 MB')
})

test('small values keep three figures', () => {
  expect([400, 12, 1.5, 0.0019, -0.25, 0].map(fractionDigits)).toEqual([0, 1, 2, 5, 3, 0])
})
