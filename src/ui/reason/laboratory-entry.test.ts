import { expect, test } from 'vitest'
import { EMPTY_CLINICAL_CONTEXT, setAge } from '../../domain/clinical'
import {
  enterInterval,
  enterValue,
  intervalInUse,
  isAbnormal,
  judge,
  judgeByInterval,
  stateResult,
  unitsToEnter,
  withEnd,
} from './laboratory-entry'

const EMPTY = EMPTY_CLINICAL_CONTEXT
const mg = { unit: 'mg/dL' }

test('a value is judged at once; clearing it leaves nothing behind', () => {
  const high = enterValue(EMPTY, 'calcium', { value: 11, ...mg })
  expect(high.laboratory).toEqual({ calcium: { id: 'calcium', value: 11, unit: 'mg/dL' } })
  expect(judge(high, 'calcium')).toEqual({ state: 'high' })
  expect(enterValue(high, 'calcium', { value: undefined, ...mg })).toEqual(EMPTY)
})

test('a stated state outlives the value and wins over its interval', () => {
  const stated = stateResult(enterValue(EMPTY, 'calcium', { value: 11, ...mg }), 'calcium', 'normal')
  expect(judge(stated, 'calcium')).toEqual({ state: 'normal' })
  expect(judgeByInterval(stated, 'calcium')).toEqual({ state: 'high' })
  const cleared = enterValue(stated, 'calcium', { value: undefined, ...mg })
  expect(cleared.laboratory.calcium).toEqual({ id: 'calcium', state: 'normal' })
  expect(judgeByInterval(cleared, 'calcium')).toBeUndefined()
  expect(stateResult(cleared, 'calcium', undefined)).toEqual(EMPTY)
})

test('the laboratory’s own interval is stored with the value, and given up again', () => {
  const own = { low: 9, high: 12 }
  const entered = enterValue(EMPTY, 'calcium', { value: 11, own, ...mg })
  expect(entered.laboratory.calcium?.interval).toEqual(own)
  expect(judge(entered, 'calcium')).toEqual({ state: 'normal' })
  expect(intervalInUse(entered, 'calcium', mg)).toEqual({ interval: own, isOwn: true })
  const builtIn = enterInterval(entered, 'calcium', undefined)
  expect(judge(builtIn, 'calcium')).toEqual({ state: 'high' })
  expect(intervalInUse(builtIn, 'calcium', mg)).toMatchObject({ interval: { high: 10.4 }, isOwn: false })
  expect(intervalInUse(EMPTY, 'calcium', { ...mg, own })).toEqual({ interval: own, isOwn: true })
  expect(enterInterval(EMPTY, 'calcium', own)).toBe(EMPTY)
})

test('an interval loses one end at a time, the last one with it', () => {
  expect(withEnd({ low: 1, high: 2 }, 'low', undefined)).toEqual({ high: 2 })
  expect(withEnd({ high: 2 }, 'high', undefined)).toBeUndefined()
  expect(withEnd({ high: 2 }, 'low', 1)).toEqual({ low: 1, high: 2 })
})

test('a minor’s phosphate waits for the reader, also after the age was corrected', () => {
  const adult = enterValue(setAge(EMPTY, 40), 'phosphate', { value: 5, own: { high: 6 }, ...mg })
  expect(judge(adult, 'phosphate')).toEqual({ state: 'normal' })
  const child = setAge(adult, 4)
  expect(judge(child, 'phosphate')).toEqual({ unclassified: 'minor' })
  expect(intervalInUse(child, 'phosphate', mg)).toEqual({ interval: undefined, isOwn: false })
  expect(judge(stateResult(child, 'phosphate', 'normal'), 'phosphate')).toEqual({ state: 'normal' })
})

test('calcium is judged as corrected, CRP and ESR apart and together', () => {
  let context = enterValue(EMPTY, 'calcium', { value: 8, ...mg })
  context = enterValue(context, 'albumin', { value: 2, unit: 'g/dL' })
  expect(judge(context, 'calcium')).toEqual({ state: 'normal' })
  context = enterValue(context, 'crp', { value: 3, unit: 'mg/L' })
  context = enterValue(context, 'esr', { value: 40, unit: 'mm/h' })
  expect(['crp', 'esr', 'crp_esr'].map((id) => judge(context, id as 'crp'))).toEqual([
    { state: 'normal' },
    { state: 'high' },
    { state: 'high' },
  ])
  expect(unitsToEnter('crp_esr')).toEqual([])
  expect(judge(EMPTY, 'crp_esr')).toBeUndefined()
})

test('low, high and positive are abnormal', () => {
  expect(isAbnormal({ state: 'pos' }) && isAbnormal({ state: 'low' }) && isAbnormal({ state: 'high' })).toBe(
    true,
  )
  expect(isAbnormal({ state: 'neg' }) || isAbnormal({ unclassified: 'minor' }) || isAbnormal(undefined)).toBe(
    false,
  )
})
