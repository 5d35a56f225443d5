import { expect, test } from 'vitest'
import { EMPTY_CLINICAL_CONTEXT, setAge, type ClinicalContext } from '../../domain/clinical'
import type { LaboratoryResults } from '../../domain/laboratory'
import { en } from '../../i18n/en'
import { es } from '../../i18n/es'
import { translator } from '../../i18n/translate'
import { formatInterval, notesOf, sentenceOf } from './laboratory-notes'

const adult = (laboratory: LaboratoryResults): ClinicalContext => ({
  ...setAge(EMPTY_CLINICAL_CONTEXT, 40),
  laboratory,
})
const calcium = { id: 'calcium', value: 8, unit: 'mg/dL' } as const
const albumin = { id: 'albumin', value: 2, unit: 'g/dL' } as const
const calcium_ionised = { id: 'calcium_ionised', state: 'high' } as const
const phosphate = { id: 'phosphate', value: 1.9, unit: 'mmol/L' } as const

test('which calcium is used is said', () => {
  expect(notesOf(adult({ calcium }), 'calcium')).toEqual([{ kind: 'uncorrected' }])
  const corrected = { kind: 'corrected', value: 9.6, unit: 'mg/dL' }
  expect(notesOf(adult({ calcium, albumin }), 'calcium')).toEqual([{ ...corrected, used: true }])
  expect(notesOf(adult({ calcium, albumin, calcium_ionised }), 'calcium')).toEqual([
    { ...corrected, used: false },
    { kind: 'replaced', by: 'calcium_ionised' },
  ])
})

test('albumin says what it does', () => {
  expect(notesOf(adult({ albumin }), 'albumin')).toEqual([{ kind: 'albuminWaits' }])
  expect(notesOf(adult({ albumin, calcium }), 'albumin')).toEqual([])
  const stated = { ...calcium, state: 'high' } as const
  expect(notesOf(adult({ albumin, calcium: stated }), 'albumin')).toEqual([{ kind: 'statedNotCorrected' }])
})

test('why a result has to be stated is said, and where what was stated differs', () => {
  expect(notesOf(setAge(adult({ phosphate }), 5), 'phosphate')).toEqual([{ kind: 'minor' }])
  expect(notesOf({ ...adult({ phosphate }), ageYears: undefined }, 'phosphate')).toEqual([
    { kind: 'ageUnknown' },
  ])
  expect(notesOf(adult({ phosphate: { ...phosphate, unit: 'g/L' } }), 'phosphate')).toEqual([
    { kind: 'unit', unit: 'g/L' },
  ])
  expect(notesOf(adult({ phosphate: { ...phosphate, state: 'normal' } }), 'phosphate')).toEqual([
    { kind: 'differs', state: 'high' },
  ])
  expect(notesOf(adult({ phosphate: { ...phosphate, state: 'high' } }), 'phosphate')).toEqual([])
  expect(notesOf(adult({}), 'phosphate')).toEqual([])
})

test('every note is a sentence in both languages', () => {
  const contexts = [
    adult({ calcium, albumin, calcium_ionised }),
    adult({ calcium, albumin }),
    adult({ calcium }),
    adult({ phosphate: { ...phosphate, state: 'low' }, albumin }),
    setAge(adult({ phosphate }), 5),
    adult({ calcium: { ...calcium, unit: 'kg' } }),
  ]
  const notes = contexts.flatMap((context) =>
    (['calcium', 'albumin', 'phosphate'] as const).flatMap((id) => notesOf(context, id)),
  )
  for (const [language, texts] of [
    ['en', en],
    ['es', es],
  ] as const)
    for (const note of notes)
      expect(sentenceOf(note, translator(language, texts), language)).toMatch(/^[^{}]{8,}\.$/)
  const t = translator('es', es)
  expect(
    sentenceOf(
      notes.find(({ kind }) => kind === 'corrected')!,
      t,
      'es',
    ),
  ).toContain('9,60 mg/dL')
})

test('an interval is written as laboratories do', () => {
  expect(formatInterval({ low: 8.8, high: 10.4 }, 'es')).toBe('8,8–10,4')
  expect([formatInterval({ low: 60 }, 'en'), formatInterval({ high: 5 }, 'en')]).toEqual(['≥ 60', '≤ 5'])
})
