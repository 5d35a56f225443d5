import { expect, test } from 'vitest'
import { AGE_UNITS, ageIn, maximumAge, usualAgeUnit, yearsOf } from './age-entry'

test('days in the first month, months in the first two years, then years', () => {
  expect(usualAgeUnit(23 / 365.25)).toBe('days')
  expect(usualAgeUnit(1 / 12)).toBe('months')
  expect(usualAgeUnit(1.99)).toBe('months')
  expect(usualAgeUnit(2)).toBe('years')
  expect(usualAgeUnit(0)).toBe('days')
  expect(usualAgeUnit(undefined)).toBe('years')
})

test('an age is said in round numbers and goes back to years', () => {
  expect(ageIn('days', 23 / 365.25)).toBe(23)
  expect(ageIn('months', 0.5)).toBe(6)
  expect(ageIn('months', 52 / 52.1775)).toBe(12)
  expect(ageIn('years', 54)).toBe(54)
  for (const unit of AGE_UNITS) expect(ageIn(unit, yearsOf(unit, 6))).toBe(6)
  for (const unit of AGE_UNITS) expect(yearsOf(unit, maximumAge(unit))).toBe(150)
})
