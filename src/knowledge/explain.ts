import { laboratoryTestById } from '../domain/laboratory'
import type { Label, LabelLanguage } from '../domain/vocabulary'
import type { Category, Mechanism, Prior } from './aetiology'
import { criterionLabel, STATE_LABELS, type Criterion } from './criterion'
import type { Band } from './evaluate'
import { featureById } from './feature'
import type { AgeBand } from './points'
import type { Biochemistry, WalkReason } from './walk'
import type { Contribution, Reason } from './weigh'

/** One contribution as a sentence for the reader; its points are shown beside it. */
export const explain = ({ reason }: Contribution, language: LabelLanguage): string =>
  sentence(reason)[language]

export function explainWalk(reason: WalkReason, language: LabelLanguage): string {
  return walkSentence(reason)[language]
}

function sentence(reason: Reason): Label {
  switch (reason.kind) {
    case 'prior':
      return PRIOR_LABELS[reason.prior]
    case 'present':
      return presentSentence(featureById(reason.feature).label, reason.listed)
    case 'absent':
      return append(featureById(reason.feature).label, { en: 'absent', es: 'ausente' })
    case 'laboratory':
      return append(laboratoryTestById(reason.test).label, STATE_LABELS[reason.state])
    case 'age':
      return AGE_LABELS[reason.band]
    case 'sex':
      return reason.sex === 'F' ? { en: 'Female', es: 'Mujer' } : { en: 'Male', es: 'Varón' }
    case 'needs-distribution':
      return append(
        {
          en: 'Needs a distribution that is not tagged',
          es: 'Exige una distribución que no está etiquetada',
        },
        featureById(reason.distribution).label,
      )
    case 'needs-site':
      return append(
        reason.tagged
          ? { en: 'Only occurs at another site', es: 'Solo ocurre en otra localización' }
          : {
              en: 'Depends on the site, not recorded yet',
              es: 'Depende de la localización, aún sin registrar',
            },
        anyOf(reason.sites),
      )
    case 'needs-any':
      return append(
        reason.known
          ? {
              en: 'Needs one of these and all are absent',
              es: 'Exige alguno de estos y todos están ausentes',
            }
          : { en: 'Needs one of these, not recorded yet', es: 'Exige alguno de estos, aún sin registrar' },
        anyOf(reason.criteria),
      )
    case 'biochemistry':
      return biochemistrySentence(reason.biochemistry, reason.metastatic)
  }
}

const append = (start: Label, end: Label): Label => ({
  en: `${start.en}: ${end.en}`,
  es: `${start.es}: ${end.es}`,
})

const anyOf = (criteria: readonly Criterion[]): Label => {
  const labels = criteria.map(criterionLabel)
  return { en: labels.map(({ en }) => en).join('; '), es: labels.map(({ es }) => es).join('; ') }
}

const presentSentence = (label: Label, listed: boolean): Label =>
  append(
    label,
    listed
      ? { en: 'present', es: 'presente' }
      : { en: 'present, not expected in this cause', es: 'presente, no esperable en esta causa' },
  )

function biochemistrySentence(biochemistry: Biochemistry, metastatic: boolean): Label {
  if (biochemistry === 'normal')
    return {
      en: 'Calcium and phosphate are normal: against a metastatic cause',
      es: 'Calcio y fosfato normales: en contra de una causa metastásica',
    }
  return metastatic
    ? {
        en: 'Calcium or phosphate is altered: for a metastatic cause',
        es: 'Calcio o fosfato alterados: a favor de una causa metastásica',
      }
    : {
        en: 'Calcium or phosphate is altered: against a cause that is not metastatic',
        es: 'Calcio o fosfato alterados: en contra de una causa no metastásica',
      }
}

function walkSentence(reason: WalkReason): Label {
  switch (reason.kind) {
    case 'biochemistry':
      return BIOCHEMISTRY_LABELS[reason.biochemistry]
    case 'normal-calcium-high-phosphate':
      return {
        en: 'Normal calcium with high phosphate: tumoral calcinosis; renal disease remains possible, because its calcium is often normal.',
        es: 'Calcio normal con fosfato alto: calcinosis tumoral; la enfermedad renal sigue siendo posible, porque su calcio suele ser normal.',
      }
    case 'connective-tissue-disease':
      return {
        en: 'A connective-tissue disease is recorded.',
        es: 'Consta una enfermedad del tejido conectivo.',
      }
    case 'altered-biochemistry':
      return {
        en: 'Dystrophic and idiopathic causes remain in the list and lose one point.',
        es: 'Las causas distróficas e idiopáticas siguen en la lista y pierden un punto.',
      }
  }
}

export const BIOCHEMISTRY_LABELS: Record<Biochemistry, Label> = {
  altered: { en: 'Calcium or phosphate is altered.', es: 'Calcio o fosfato alterados.' },
  normal: { en: 'Calcium and phosphate are normal.', es: 'Calcio y fosfato normales.' },
  unknown: {
    en: 'Calcium and phosphate are not both known: both branches remain possible.',
    es: 'No se conocen a la vez calcio y fosfato: ambas ramas siguen siendo posibles.',
  },
}

export const PRIOR_LABELS: Record<Prior, Label> = {
  common: { en: 'Common cause', es: 'Causa frecuente' },
  uncommon: { en: 'Uncommon cause', es: 'Causa poco frecuente' },
  rare: { en: 'Rare cause', es: 'Causa rara' },
  veryrare: { en: 'Very rare cause', es: 'Causa muy rara' },
}

export const AGE_LABELS: Record<AgeBand, Label> = {
  neonate: { en: 'Age under 3 months', es: 'Edad menor de 3 meses' },
  child: { en: 'Age under 18 years', es: 'Edad menor de 18 años' },
  young: { en: 'Age 18 to 39 years', es: 'Edad de 18 a 39 años' },
  middle: { en: 'Age 40 to 64 years', es: 'Edad de 40 a 64 años' },
  elder: { en: 'Age 65 years or more', es: 'Edad de 65 años o más' },
}

export const BAND_LABELS: Record<Band, Label> = {
  leading: { en: 'Leading', es: 'Principal' },
  consider: { en: 'Consider', es: 'A valorar' },
  'less likely': { en: 'Less likely', es: 'Menos probable' },
  unlikely: { en: 'Unlikely', es: 'Improbable' },
}

export const MECHANISM_LABELS: Record<Mechanism, Label> = {
  dystrophic: { en: 'Dystrophic', es: 'Distrófica' },
  metastatic: { en: 'Metastatic', es: 'Metastásica' },
  iatrogenic: { en: 'Iatrogenic', es: 'Iatrogénica' },
  idiopathic: { en: 'Idiopathic', es: 'Idiopática' },
  calciphylaxis: { en: 'Calciphylaxis', es: 'Calcifilaxis' },
}

export const CATEGORY_LABELS: Record<Category, Label> = {
  autoimmune: { en: 'Autoimmune', es: 'Autoinmune' },
  vascular: { en: 'Vascular', es: 'Vascular' },
  infection: { en: 'Infection', es: 'Infección' },
  neoplasia: { en: 'Neoplasia', es: 'Neoplasia' },
  trauma: { en: 'Trauma', es: 'Traumatismo' },
  drugs: { en: 'Drugs and treatment', es: 'Fármacos y tratamientos' },
  metabolic: { en: 'Metabolic', es: 'Metabólica' },
  genetic: { en: 'Genetic', es: 'Genética' },
  idiopathic: { en: 'Idiopathic', es: 'Idiopática' },
}
