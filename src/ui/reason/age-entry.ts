/** The units in which an age is said; `ageYears` of the clinical context is always in years. */
export type AgeUnit = keyof typeof PER_YEAR
const PER_YEAR = { years: 1, months: 12, days: 365.25 }
const DECIMALS = { years: 2, months: 1, days: 0 }

export const AGE_UNITS = Object.keys(PER_YEAR) as AgeUnit[]

/** Days in the first month, months in the first two years. */
export function usualAgeUnit(ageYears: number | undefined): AgeUnit {
  if (ageYears === undefined || ageYears >= 2) return 'years'
  return ageYears * PER_YEAR.months < 1 ? 'days' : 'months'
}

/** Rounded to what one would say: 10.5 months, 23 days. */
export function ageIn(unit: AgeUnit, ageYears: number): number {
  const scale = 10 ** DECIMALS[unit]
  return Math.round(ageYears * PER_YEAR[unit] * scale) / scale
}

export const yearsOf = (unit: AgeUnit, age: number): number => age / PER_YEAR[unit]

/** 150 years, the most that a Reading takes. */
export const maximumAge = (unit: AgeUnit): number => 150 * PER_YEAR[unit]
