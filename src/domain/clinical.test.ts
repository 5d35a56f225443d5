import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  EMPTY_CLINICAL_CONTEXT,
  HISTORY_GROUPS,
  HISTORY_ITEMS,
  clearLaboratoryResult,
  clinicalContextSchema,
  historyItemsOf,
  isHistoryId,
  setAge,
  setBedsideSign,
  setHistory,
  setHistoryComplete,
  setLaboratoryResult,
  setSex,
  type ClinicalContext,
  type HistoryGroup,
} from './clinical'

test('52 history items, each once, in a group of the form, with both labels', () => {
  expect(HISTORY_ITEMS).toHaveLength(52)
  const groups = Object.keys(HISTORY_GROUPS) as HistoryGroup[]
  const grouped = groups.flatMap(historyItemsOf).map((item) => item.id)
  expect(new Set(grouped)).toEqual(new Set(HISTORY_ITEMS.map((item) => item.id)))
  expect(grouped).toHaveLength(52)
  for (const { label, baseRate } of HISTORY_ITEMS) {
    expect(label.en && label.es).toBeTruthy()
    expect(baseRate > 0 && baseRate < 1).toBe(true)
  }
  expect([isHistoryId('hx.sle'), isHistoryId('valueOf')]).toEqual([true, false])
})

function filled(): ClinicalContext {
  let context = setAge(EMPTY_CLINICAL_CONTEXT, 54)
  context = setSex(context, 'F')
  context = setHistory(context, 'hx.ssc_limited', 'present')
  context = setHistory(context, 'hx.ckd', 'absent')
  context = setHistoryComplete(context, true)
  context = setBedsideSign(context, 'sign.raynaud', 'present')
  return setLaboratoryResult(context, { id: 'calcium', value: 2.4, unit: 'mmol/L' })
}

test('the context is plain JSON and passes its own schema', () => {
  const read = v.parse(clinicalContextSchema, JSON.parse(JSON.stringify(filled())))
  expect(read).toEqual(filled())
})

test('a verb changes a copy, and undefined makes unknown again', () => {
  const before = filled()
  const frozen = JSON.stringify(before)
  expect(setHistory(before, 'hx.ckd', undefined).history).toEqual({ 'hx.ssc_limited': 'present' })
  expect(setBedsideSign(before, 'sign.raynaud', undefined).signs).toEqual({})
  expect(clearLaboratoryResult(before, 'calcium').laboratory).toEqual({})
  expect('ageYears' in setAge(before, undefined)).toBe(false)
  expect('sex' in setSex(before, undefined)).toBe(false)
  expect(JSON.stringify(before)).toBe(frozen)
  expect(EMPTY_CLINICAL_CONTEXT).toEqual({ history: {}, historyComplete: false, laboratory: {}, signs: {} })
})

test('a context with a term, a test or a state that does not exist is refused', () => {
  const refused = (change: object) =>
    !v.safeParse(clinicalContextSchema, { ...EMPTY_CLINICAL_CONTEXT, ...change }).success
  expect(refused({ history: { 'hx.nothing': 'present' } })).toBe(true)
  expect(refused({ history: { 'hx.sle': 'perhaps' } })).toBe(true)
  expect(refused({ laboratory: { calcium: { id: 'calcium', state: 'pos' } } })).toBe(true)
  expect(refused({ signs: { 'hx.sle': 'present' } })).toBe(true)
  expect(refused({ ageYears: -1 })).toBe(true)
  expect(refused({})).toBe(false)
})

test('an age that crosses 18 years drops the intervals of tests that change with growth, and only those', () => {
  const interval = { low: 1, high: 2 }
  let adult = setAge(EMPTY_CLINICAL_CONTEXT, 40)
  adult = setLaboratoryResult(adult, { id: 'phosphate', value: 1.9, unit: 'mmol/L', interval })
  adult = setLaboratoryResult(adult, { id: 'calcium', value: 2.4, unit: 'mmol/L', interval })
  const child = setAge(adult, 4)
  expect(child.laboratory.phosphate).toEqual({ id: 'phosphate', value: 1.9, unit: 'mmol/L' })
  expect(child.laboratory.calcium?.interval).toEqual(interval)
  expect(setAge(adult, undefined).laboratory).toBe(adult.laboratory)
  expect(setAge(adult, 41).laboratory).toBe(adult.laboratory)
})
