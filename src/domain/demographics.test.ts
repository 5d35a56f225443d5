import { expect, test } from 'vitest'
import { contextFromStudy } from './demographics'
import type { Study } from './study'

const study = (PatientAge: string, PatientBirthDate = '', StudyDate = '', PatientSex = '') =>
  ({ patient: { PatientBirthDate, PatientSex }, PatientAge, StudyDate }) as unknown as Study
const age = (...args: Parameters<typeof study>) => contextFromStudy(study(...args)).ageYears

test('the age of the file comes before the dates', () => {
  expect(age('036Y', '19500101', '20200101')).toBe(36)
  expect(age('006M')).toBe(0.5)
  expect(age('014D')).toBeCloseTo(14 / 365.25, 6)
})

test('from the dates: full years on the day of the study', () => {
  expect(age('', '19840615', '20200614')).toBe(35)
  expect(age('', '19840615', '20200615')).toBe(36)
})

test('nonsense is unknown', () => {
  expect(age('36')).toBeUndefined()
  expect(age('', '20210101', '20200101')).toBeUndefined()
  expect(age('', '17000101', '20200101')).toBeUndefined()
  expect(contextFromStudy(study('', '', '', 'O'))).not.toHaveProperty('sex')
  expect(contextFromStudy(study('', '', '', 'F')).sex).toBe('F')
})
