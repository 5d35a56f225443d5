import { contextFromStudy } from '../domain/demographics'
import type { Study } from '../domain/study'
import { knowledgeIdentity } from '../knowledge/identity'
import { formatDate, formatMoment, formatPersonName } from '../i18n/format'
import { formatAge } from './age'
import type { ReportInputs, Words } from './inputs'
import type { Field, Report } from './model'
import { hasImages } from './places'

type Header = Pick<Report, 'status' | 'identity' | 'running' | 'footer'>

/** Whose study was read, by whom, and with which program and knowledge. */
export function headerOf(inputs: ReportInputs, words: Words): Header {
  const { study, showsIdentity = true } = inputs
  const { t } = words
  const status = formatStatus(inputs, words)
  return {
    status,
    identity: [
      [
        ...(showsIdentity ? patientFields(study, words) : anonymousFields(study, words)),
        field(t('report.reader'), inputs.reading.report.author, words),
      ],
      [...studyFields(study, showsIdentity, words), field(t('report.status'), status, words)],
    ],
    running: {
      patient: showsIdentity ? formatPatient(study, words) : t('report.identityWithheld'),
      study: formatStudy(study, showsIdentity, words),
    },
    footer: [t('report.safety'), `${t('app.name')} ${inputs.version}`, formatKnowledge(words)].join(' · '),
  }
}

function formatStatus({ reading: { report, modified } }: ReportInputs, { t, language }: Words): string {
  if (report.status === 'draft') return t('report.draft', { moment: formatMoment(modified, language) })
  const moment = formatMoment(report.finalised ?? modified, language)
  return t('report.final', { author: report.author.trim(), moment })
}

function patientFields(study: Study, words: Words): Field[] {
  const { t, language } = words
  const { patient } = study
  return [
    field(t('report.patient'), formatPersonName(patient.PatientName), words),
    field(t('report.patientId'), patient.PatientID, words),
    field(t('report.birthDate'), formatDate(patient.PatientBirthDate, language), words),
    ...anonymousFields(study, words),
  ]
}

const anonymousFields = (study: Study, words: Words): Field[] => [
  field(words.t('report.sex'), formatSex(study.patient.PatientSex, words), words),
  field(words.t('report.age'), formatAge(contextFromStudy(study).ageYears, words), words),
]

function studyFields(study: Study, showsIdentity: boolean, words: Words): Field[] {
  const { t, language } = words
  const identifying = [
    field(t('report.studyDate'), formatDate(study.StudyDate, language), words),
    field(t('report.accession'), study.AccessionNumber, words),
    field(t('report.institution'), study.InstitutionName, words),
  ]
  return [
    field(t('report.study'), study.StudyDescription, words),
    field(t('report.modalities'), modalitiesOf(study), words),
    ...(showsIdentity ? identifying : []),
  ]
}

const field = (label: string, value: string, { t }: Words): Field => ({
  label,
  value: value.trim() || t('report.notStated'),
})

function formatSex(sex: string, { t }: Words): string {
  return sex === 'F' || sex === 'M' || sex === 'O' ? t(`report.sex_${sex}`) : ''
}

export const modalitiesOf = ({ series }: Study): string =>
  [...new Set(series.filter(hasImages).map(({ Modality }) => Modality))].join(', ')

function formatPatient({ patient }: Study, { t, language }: Words): string {
  const born = patient.PatientBirthDate && formatDate(patient.PatientBirthDate, language)
  return (
    [formatPersonName(patient.PatientName), patient.PatientID, born].filter(Boolean).join(' · ') ||
    t('report.notStated')
  )
}

const formatStudy = (study: Study, showsDate: boolean, { language }: Words): string =>
  [modalitiesOf(study), study.StudyDescription, showsDate ? formatDate(study.StudyDate, language) : '']
    .filter(Boolean)
    .join(' · ')

/** Short of the hash: enough to tell two versions apart. */
const HASH_SHOWN = 12

function formatKnowledge({ t }: Words): string {
  const { version, sha256 } = knowledgeIdentity()
  return t('report.knowledge', { version, sha256: sha256.slice(0, HASH_SHOWN) })
}
