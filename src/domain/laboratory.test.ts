import { describe, expect, test } from 'vitest'
import {
  COMPANION_TESTS,
  LABORATORY_GROUPS,
  LABORATORY_TESTS,
  classifyResult,
  convertInterval,
  convertResult,
  convertValue,
  correctCalcium,
  correctedCalcium,
  intervalFor,
  isLaboratoryId,
  laboratoryStates,
  measurableById,
  replacementOf,
  statesOf,
  unitsOf,
  type LaboratoryResult,
} from './laboratory'

const state = (result: LaboratoryResult, ageYears?: number) => classifyResult(result, ageYears)

describe('the table', () => {
  test('every test has both labels and one base rate for each state; they add up to 1', () => {
    expect(LABORATORY_TESTS).toHaveLength(28)
    for (const { id, label, states, baseRates } of LABORATORY_TESTS) {
      expect(label.en && label.es, id).toBeTruthy()
      expect(baseRates, id).toHaveLength(states.length)
      expect(baseRates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(1, 9)
    }
  })

  // 5 %: both intervals are rounded by the laboratories that print them.
  test('conventional and SI intervals agree through the factor', () => {
    for (const { id, si, conventional, factor } of [...LABORATORY_TESTS, ...COMPANION_TESTS])
      for (const end of ['low', 'high'] as const) {
        if (!conventional?.[end] || !si?.[end]) continue
        expect(Math.abs((conventional[end] * (factor as number)) / si[end] - 1), `${id} ${end}`).toBeLessThan(
          0.05,
        )
      }
  })

  test('the form has a place for everything that can be measured, once', () => {
    const placed = Object.values(LABORATORY_GROUPS).flatMap(({ tests }): string[] => tests)
    expect(placed.sort()).toEqual([...LABORATORY_TESTS, ...COMPANION_TESTS].map(({ id }) => id).sort())
  })

  test('an id is told from any other text', () => {
    expect(isLaboratoryId('pth')).toBe(true)
    expect(isLaboratoryId('albumin')).toBe(false)
    expect(isLaboratoryId('toString')).toBe(false)
  })
})

describe('units', () => {
  test('calcium and phosphate convert both ways', () => {
    expect(convertValue('calcium', 11, 'mg/dL', 'mmol/L')).toBeCloseTo(2.7445, 9)
    expect(convertValue('calcium', 2.7445, 'mmol/L', 'mg/dL')).toBeCloseTo(11, 9)
    expect(convertValue('phosphate', 4.5, 'mg/dL', 'mmol/L')).toBeCloseTo(1.45305, 9)
  })

  test('the micro sign may be any of its three spellings', () => {
    for (const unit of ['µmol/L', 'μmol/L', 'umol/l'])
      expect(convertValue('creatinine', 88.4, unit, 'mg/dL')).toBeCloseTo(1, 9)
  })

  test('a result changes its unit with its own interval, in four digits as laboratories print them', () => {
    const result = { id: 'calcium', value: 11, unit: 'mg/dL', interval: { low: 8.5, high: 10.2 } } as const
    const si = { id: 'calcium', value: 2.745, unit: 'mmol/L', interval: { low: 2.121, high: 2.545 } }
    expect(convertResult(result, 'mmol/L')).toEqual(si)
    expect(convertResult({ id: 'calcium', value: 2.745, unit: 'mmol/L' }, 'mg/dL').value).toBe(11)
    expect(convertResult({ id: 'crp', value: 0, unit: 'mg/L' }, 'mg/dL').value).toBe(0)
    expect(convertInterval('calcium', { high: 2.6 }, 'mmol/L', 'mg/dL')).toEqual({ high: 10.42 })
  })

  test('where units do not convert the number stays', () => {
    const result = { id: 'calcium', value: 11, unit: 'mg/L' } as const
    expect(convertResult(result, 'mg/dL')).toEqual({ ...result, unit: 'mg/dL' })
    expect(convertInterval('calcium', { high: 2.6 }, 'mg/L', 'mg/dL')).toBeUndefined()
  })

  test('an unknown unit converts to nothing', () => {
    expect(convertValue('calcium', 11, 'mg/L', 'mmol/L')).toBeUndefined()
    expect(convertValue('ana', 1, 'mg/dL', 'mmol/L')).toBeUndefined()
    expect(unitsOf('ana')).toEqual([])
    expect(unitsOf('pth')).toEqual(['pmol/L', 'pg/mL'])
  })
})

describe('states', () => {
  test('above the interval is high in either unit', () => {
    expect(state({ id: 'calcium', value: 11, unit: 'mg/dL' })).toEqual({ state: 'high' })
    expect(state({ id: 'calcium', value: 2.745, unit: 'mmol/L' })).toEqual({ state: 'high' })
    expect(state({ id: 'phosphate', value: 4.5, unit: 'mg/dL' }, 40)).toEqual({ state: 'high' })
    expect(state({ id: 'phosphate', value: 1.453, unit: 'mmol/L' }, 40)).toEqual({ state: 'high' })
  })

  test('both boundaries are normal', () => {
    for (const { id } of LABORATORY_TESTS) {
      const { si, conventional } = measurableById(id)
      for (const interval of [si, conventional])
        for (const value of [interval?.low, interval?.high])
          if (interval && value !== undefined)
            expect(state({ id, value, unit: interval.unit }), id).toEqual({ state: 'normal' })
    }
    expect(state({ id: 'calcium', value: 2.1999, unit: 'mmol/L' })).toEqual({ state: 'low' })
  })

  test('a side that the test does not have is normal', () => {
    expect(state({ id: 'creatinine', value: 20, unit: 'µmol/L' })).toEqual({ state: 'normal' })
    expect(state({ id: 'egfr', value: 120, unit: 'mL/min/1.73 m²' })).toEqual({ state: 'normal' })
    expect(state({ id: 'egfr', value: 59, unit: 'mL/min/1.73 m²' })).toEqual({ state: 'low' })
  })

  test('a minor’s phosphate and alkaline phosphatase have to be stated', () => {
    const phosphate = { id: 'phosphate', value: 1.9, unit: 'mmol/L' } as const
    expect(state(phosphate, 17.9)).toEqual({ unclassified: 'minor' })
    expect(state({ id: 'alp', value: 300, unit: 'U/L' }, 12)).toEqual({ unclassified: 'minor' })
    expect(state(phosphate, 18)).toEqual({ state: 'high' })
    expect(state({ ...phosphate, state: 'normal' }, 12)).toEqual({ state: 'normal' })
    expect(state({ ...phosphate, interval: { low: 1.3, high: 2.1 } }, 5)).toEqual({ state: 'normal' })
    expect(intervalFor('phosphate', 'mmol/L', 5)).toBeUndefined()
    expect(state({ id: 'calcium', value: 2.9, unit: 'mmol/L' }, 5)).toEqual({ state: 'high' })
  })

  test('the laboratory’s own interval comes before the built-in one, a stated state before both', () => {
    const result = { id: 'pth', value: 8, unit: 'pmol/L', interval: { low: 2, high: 9 } } as const
    expect(state(result)).toEqual({ state: 'normal' })
    expect(state({ ...result, state: 'high' })).toEqual({ state: 'high' })
  })

  test('a value without a known unit, or no number, says nothing', () => {
    expect(state({ id: 'calcium', value: 11 })).toEqual({ unclassified: 'unit' })
    expect(state({ id: 'ace', value: 80, unit: 'U/L' })).toEqual({ unclassified: 'unit' })
    expect(state({ id: 'calcium' })).toEqual({ unclassified: 'value' })
    expect(state({ id: 'calcium', value: NaN, unit: 'mg/dL' })).toEqual({ unclassified: 'value' })
  })
})

describe('corrected calcium', () => {
  test('adds 0.8 mg/dL for each g/dL of albumin below 4, and 0.02 mmol/L for each g/L below 40', () => {
    expect(correctCalcium({ value: 8, unit: 'mg/dL' }, { value: 2, unit: 'g/dL' })).toBeCloseTo(9.6, 9)
    expect(correctCalcium({ value: 2, unit: 'mmol/L' }, { value: 20, unit: 'g/L' })).toBeCloseTo(2.4, 9)
    expect(correctCalcium({ value: 8, unit: 'mg/dL' }, { value: 20, unit: 'g/L' })).toBeCloseTo(9.6, 9)
    expect(correctCalcium({ value: 8, unit: 'mg/dL' }, { value: 20, unit: 'kg' })).toBeUndefined()
  })

  test('decides the state when albumin was entered', () => {
    const calcium = { id: 'calcium', value: 8, unit: 'mg/dL' } as const
    expect(laboratoryStates({ calcium })).toEqual({ calcium: 'low' })
    const albumin = { id: 'albumin', value: 2, unit: 'g/dL' } as const
    expect(laboratoryStates({ calcium, albumin })).toEqual({ calcium: 'normal' })
  })
})

test('a corrected calcium on the boundary is normal although the sum is not exact', () => {
  const calcium = { id: 'calcium', value: 9.52, unit: 'mg/dL' } as const
  const albumin = { id: 'albumin', value: 2.9, unit: 'g/dL' } as const
  expect(correctedCalcium({ calcium, albumin })?.value).toBe(10.4)
  expect(laboratoryStates({ calcium, albumin })).toEqual({ calcium: 'normal' })
  expect(correctedCalcium({ calcium })).toBe(calcium)
})

describe('results that speak for others', () => {
  test('ionised calcium replaces total calcium, and eGFR creatinine', () => {
    expect(
      laboratoryStates({
        calcium: { id: 'calcium', state: 'normal' },
        calcium_ionised: { id: 'calcium_ionised', value: 1.5, unit: 'mmol/L' },
        creatinine: { id: 'creatinine', state: 'normal' },
        egfr: { id: 'egfr', value: 30, unit: 'mL/min/1.73 m²' },
      }),
    ).toEqual({ calcium_ionised: 'high', egfr: 'low' })
  })

  test('what replaces a test is named once it has a state', () => {
    const calcium_ionised = { id: 'calcium_ionised', value: 1.2, unit: 'mmol/L' } as const
    expect(replacementOf({ calcium_ionised }, 'calcium')).toBe('calcium_ionised')
    expect(replacementOf({ calcium_ionised: { ...calcium_ionised, unit: 'g' } }, 'calcium')).toBeUndefined()
    expect(replacementOf({ calcium_ionised }, 'creatinine')).toBeUndefined()
  })

  test('an ionised calcium without a state leaves total calcium in place', () => {
    expect(
      laboratoryStates({
        calcium: { id: 'calcium', state: 'high' },
        calcium_ionised: { id: 'calcium_ionised', value: 1.5 },
      }),
    ).toEqual({ calcium: 'high' })
  })

  test('either CRP or ESR is enough to be high', () => {
    const crp = (value: number): LaboratoryResult => ({ id: 'crp', value, unit: 'mg/L' })
    const esr = (value: number): LaboratoryResult => ({ id: 'esr', value, unit: 'mm/h' })
    expect(laboratoryStates({ crp: crp(5), esr: esr(40) })).toEqual({ crp_esr: 'high' })
    expect(laboratoryStates({ crp: crp(6) })).toEqual({ crp_esr: 'high' })
    expect(laboratoryStates({ crp: crp(5), esr: esr(20) })).toEqual({ crp_esr: 'normal' })
    expect(laboratoryStates({})).toEqual({})
    const low = { ...crp(0.5), interval: { low: 1, high: 5 } }
    expect(laboratoryStates({ crp: low })).toEqual({ crp_esr: 'normal' })
    expect(statesOf('albumin')).toContain('low')
  })
})
