import { EMPTY_CLINICAL_CONTEXT, type ClinicalContext } from './clinical'
import type { Study } from './study'

/** Age and sex as the file gives them; the reader may correct both. */
export function contextFromStudy({ patient, PatientAge, StudyDate }: Study): ClinicalContext {
  const ageYears = ageFromString(PatientAge) ?? ageFromDates(patient.PatientBirthDate, StudyDate)
  const sex = patient.PatientSex === 'F' || patient.PatientSex === 'M' ? patient.PatientSex : undefined
  return {
    ...EMPTY_CLINICAL_CONTEXT,
    ...(ageYears === undefined ? {} : { ageYears }),
    ...(sex ? { sex } : {}),
  }
}

const PER_YEAR: Readonly<Record<string, number>> = { Y: 1, M: 12, W: 52.1775, D: 365.25 }

/** `036Y` → 36, `006M` → 0.5 (PS3.5 section 6.2, value representation AS). */
function ageFromString(text: string): number | undefined {
  const match = /^(\d{1,3})([DWMY])$/.exec(text.trim())
  return match ? Number(match[1]) / PER_YEAR[match[2]] : undefined
}

/** Full years from birth to the study; undefined unless both dates are whole and in order. */
function ageFromDates(birth: string, study: string): number | undefined {
  if (!/^\d{8}$/.test(birth) || !/^\d{8}$/.test(study) || study < birth) return undefined
  const years = Number(study.slice(0, 4)) - Number(birth.slice(0, 4))
  const age = study.slice(4) < birth.slice(4) ? years - 1 : years
  return age <= 130 ? age : undefined
}
