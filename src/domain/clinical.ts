import * as v from 'valibot'
import type { Presence } from './finding'
import type { Saved } from './saved'
import {
  COMPANION_TESTS,
  LABORATORY_TESTS,
  isMinor,
  measurableById,
  statesOf,
  type LaboratoryResult,
  type LaboratoryResults,
  type MeasuredId,
} from './laboratory'
import { termsOf, type Label, type SignId } from './vocabulary'

/*
 * What is known of the patient beside the image: age, sex, history, laboratory results, bedside signs. Whatever
 * is not recorded is unknown, which is not the same as absent. Plain JSON.
 */

export type Sex = 'F' | 'M'

/** As it is saved: see its schema. */
export type ClinicalContext = Saved<typeof clinicalContextSchema>

export const EMPTY_CLINICAL_CONTEXT: ClinicalContext = {
  history: {},
  historyComplete: false,
  laboratory: {},
  signs: {},
}

/**
 * Years since birth, with decimals for infants; undefined makes it unknown. A change between minor and adult drops
 * the intervals entered for tests that change with growth: they were those of another age.
 */
export function setAge(context: ClinicalContext, ageYears: number | undefined): ClinicalContext {
  const aged = withKey(context, 'ageYears', ageYears)
  if (isMinor(ageYears) === isMinor(context.ageYears)) return aged
  return { ...aged, laboratory: withoutGrowthIntervals(context.laboratory) }
}

function withoutGrowthIntervals(results: LaboratoryResults): LaboratoryResults {
  const entries = Object.values(results).map((result) => [
    result.id,
    measurableById(result.id).adultsOnly ? withKey(result, 'interval', undefined) : result,
  ])
  return Object.fromEntries(entries) as LaboratoryResults
}

export const setSex = (context: ClinicalContext, sex: Sex | undefined): ClinicalContext =>
  withKey(context, 'sex', sex)

export const setHistoryComplete = (context: ClinicalContext, historyComplete: boolean): ClinicalContext => ({
  ...context,
  historyComplete,
})

export const setHistory = (
  context: ClinicalContext,
  id: HistoryId,
  presence: Presence | undefined,
): ClinicalContext => ({ ...context, history: withKey(context.history, id, presence) })

export const setBedsideSign = (
  context: ClinicalContext,
  id: SignId,
  presence: Presence | undefined,
): ClinicalContext => ({ ...context, signs: withKey(context.signs, id, presence) })

export const setLaboratoryResult = (context: ClinicalContext, result: LaboratoryResult): ClinicalContext => ({
  ...context,
  laboratory: withKey(context.laboratory, result.id, result),
})

export const clearLaboratoryResult = (context: ClinicalContext, id: MeasuredId): ClinicalContext => ({
  ...context,
  laboratory: withKey(context.laboratory, id, undefined),
})

/** A copy with the key set, or without the key when the value is undefined. */
function withKey<T extends object, Key extends keyof T>(record: T, key: Key, value: T[Key] | undefined): T {
  const copy = { ...record }
  if (value === undefined) delete copy[key]
  else copy[key] = value
  return copy
}

export type HistoryGroup = keyof typeof HISTORY_GROUPS

export interface HistoryItem {
  readonly id: HistoryId
  readonly group: HistoryGroup
  readonly label: Label
  /** Share of findings with it, 0 to 1; an expert estimate. */
  readonly baseRate: number
  readonly askingCost: number
}

export type HistoryId = (typeof HISTORY_ROWS)[number]['id']

/** The headings of the form, in its order. */
export const HISTORY_GROUPS = {
  autoimmune: { en: 'Autoimmune', es: 'Autoinmune' },
  'renal-metabolic': { en: 'Kidney and metabolism', es: 'Riñón y metabolismo' },
  'trauma-surgery': { en: 'Injury and surgery', es: 'Traumatismo y cirugía' },
  'drugs-treatment': { en: 'Drugs and treatment', es: 'Fármacos y tratamientos' },
  vascular: { en: 'Vessels', es: 'Vasos' },
  infection: { en: 'Infection', es: 'Infección' },
  genetic: { en: 'Family and genetics', es: 'Familia y genética' },
  other: { en: 'Other', es: 'Otros' },
} satisfies Record<string, Label>

const HISTORY_ROWS = [
  {
    id: 'hx.sle',
    group: 'autoimmune',
    en: 'Systemic lupus erythematosus',
    es: 'Lupus eritematoso sistémico',
    base: 0.04,
  },
  {
    id: 'hx.ssc_limited',
    group: 'autoimmune',
    en: 'Limited systemic sclerosis / CREST',
    es: 'Esclerodermia sistémica limitada / CREST',
    base: 0.04,
  },
  {
    id: 'hx.ssc_diffuse',
    group: 'autoimmune',
    en: 'Diffuse systemic sclerosis',
    es: 'Esclerodermia sistémica difusa',
    base: 0.04,
  },
  {
    id: 'hx.dm_adult',
    group: 'autoimmune',
    en: 'Dermatomyositis (adult)',
    es: 'Dermatomiositis (adulto)',
    base: 0.04,
  },
  {
    id: 'hx.dm_juvenile',
    group: 'autoimmune',
    en: 'Juvenile dermatomyositis',
    es: 'Dermatomiositis juvenil',
    base: 0.04,
  },
  { id: 'hx.polymyositis', group: 'autoimmune', en: 'Polymyositis', es: 'Polimiositis', base: 0.04 },
  {
    id: 'hx.mctd_overlap',
    group: 'autoimmune',
    en: 'MCTD / overlap / undifferentiated CTD',
    es: 'EMTC / síndrome de solapamiento / conectivopatía indiferenciada',
    base: 0.04,
  },
  {
    id: 'hx.antiphospholipid',
    group: 'autoimmune',
    en: 'Antiphospholipid syndrome',
    es: 'Síndrome antifosfolípido',
    base: 0.04,
  },
  {
    id: 'hx.ckd',
    group: 'renal-metabolic',
    en: 'Chronic kidney disease',
    es: 'Enfermedad renal crónica',
    base: 0.04,
  },
  {
    id: 'hx.dialysis',
    group: 'renal-metabolic',
    en: 'Dialysis / end-stage renal disease',
    es: 'Diálisis / enfermedad renal terminal',
    base: 0.04,
  },
  {
    id: 'hx.kidney_transplant',
    group: 'renal-metabolic',
    en: 'Kidney transplant',
    es: 'Trasplante renal',
    base: 0.04,
  },
  {
    id: 'hx.trauma',
    group: 'trauma-surgery',
    en: 'Local trauma / surgery / haematoma',
    es: 'Traumatismo / cirugía / hematoma en la zona',
    base: 0.12,
  },
  {
    id: 'hx.major_limb_trauma_old',
    group: 'trauma-surgery',
    en: 'Old major limb injury / compartment syndrome',
    es: 'Lesión grave antigua de una extremidad / síndrome compartimental',
    base: 0.02,
  },
  {
    id: 'hx.repetitive_overuse',
    group: 'trauma-surgery',
    en: 'Repetitive overuse',
    es: 'Microtraumatismo repetido',
    base: 0.06,
  },
  {
    id: 'hx.haemophilia',
    group: 'trauma-surgery',
    en: 'Haemophilia / bleeding disorder',
    es: 'Hemofilia / trastorno de la coagulación',
    base: 0.01,
  },
  { id: 'hx.burns', group: 'trauma-surgery', en: 'Burns', es: 'Quemaduras', base: 0.01 },
  {
    id: 'hx.radiotherapy',
    group: 'drugs-treatment',
    en: 'Radiotherapy to the area',
    es: 'Radioterapia local',
    base: 0.02,
  },
  {
    id: 'hx.injections',
    group: 'drugs-treatment',
    en: 'Intramuscular/subcutaneous injections',
    es: 'Inyecciones intramusculares o subcutáneas',
    base: 0.08,
  },
  {
    id: 'hx.calcium_infusion',
    group: 'drugs-treatment',
    en: 'Calcium (gluconate/chloride) or phosphate infusion/extravasation',
    es: 'Infusión o extravasación de calcio (gluconato, cloruro) o fosfato',
    base: 0.01,
  },
  {
    id: 'hx.heel_sticks',
    group: 'drugs-treatment',
    en: 'Neonatal heel sticks',
    es: 'Punciones de talón neonatales',
    base: 0.01,
  },
  {
    id: 'hx.arthroplasty',
    group: 'trauma-surgery',
    en: 'Arthroplasty / joint surgery at the site',
    es: 'Artroplastia / cirugía articular en la zona',
    base: 0.04,
  },
  {
    id: 'hx.cns_injury',
    group: 'trauma-surgery',
    en: 'CNS injury (TBI, SCI, stroke)',
    es: 'Lesión del SNC (traumatismo craneal, lesión medular, ictus)',
    base: 0.02,
  },
  {
    id: 'hx.immobilisation',
    group: 'trauma-surgery',
    en: 'Prolonged immobilisation / ICU',
    es: 'Inmovilización prolongada / UCI',
    base: 0.03,
  },
  {
    id: 'hx.parasite_endemic',
    group: 'infection',
    en: 'Residence/travel in endemic area, pork, freshwater',
    es: 'Área endémica / exposición a parásitos',
    base: 0.06,
  },
  {
    id: 'hx.venous_insufficiency',
    group: 'vascular',
    en: 'Chronic venous insufficiency / varicose veins',
    es: 'Insuficiencia venosa crónica / varices',
    base: 0.08,
  },
  {
    id: 'hx.dvt',
    group: 'vascular',
    en: 'Previous deep vein thrombosis',
    es: 'Trombosis venosa profunda previa',
    base: 0.04,
  },
  {
    id: 'hx.diabetes',
    group: 'renal-metabolic',
    en: 'Diabetes / metabolic syndrome',
    es: 'Diabetes / síndrome metabólico',
    base: 0.15,
  },
  {
    id: 'hx.gout',
    group: 'renal-metabolic',
    en: 'Gout / hyperuricaemia',
    es: 'Gota / hiperuricemia',
    base: 0.04,
  },
  { id: 'hx.malignancy', group: 'other', en: 'Malignancy', es: 'Neoplasia', base: 0.06 },
  {
    id: 'hx.bone_lysis_extensive',
    group: 'other',
    en: 'Extensive bone lysis / myeloma / metastases / immobilised Paget',
    es: 'Osteólisis extensa / mieloma / metástasis / Paget inmovilizado',
    base: 0.02,
  },
  {
    id: 'hx.family_history',
    group: 'genetic',
    en: 'Family history of the same / consanguinity',
    es: 'Antecedente familiar / consanguinidad',
    base: 0.04,
  },
  {
    id: 'hx.warfarin',
    group: 'drugs-treatment',
    en: 'Warfarin / vitamin K antagonist',
    es: 'Warfarina / antagonista de la vitamina K',
    base: 0.05,
  },
  {
    id: 'hx.vitd_excess',
    group: 'drugs-treatment',
    en: 'Vitamin D excess',
    es: 'Exceso de vitamina D',
    base: 0.03,
  },
  {
    id: 'hx.milk_alkali',
    group: 'drugs-treatment',
    en: 'High calcium carbonate / alkali / milk intake',
    es: 'Ingesta alta de carbonato cálcico / álcalis / leche',
    base: 0.02,
  },
  { id: 'hx.sarcoidosis', group: 'other', en: 'Sarcoidosis', es: 'Sarcoidosis', base: 0.02 },
  {
    id: 'hx.hyperpth_primary',
    group: 'renal-metabolic',
    en: 'Primary hyperparathyroidism',
    es: 'Hiperparatiroidismo primario',
    base: 0.02,
  },
  {
    id: 'hx.hyperpth_secondary',
    group: 'renal-metabolic',
    en: 'Secondary/tertiary hyperparathyroidism',
    es: 'Hiperparatiroidismo secundario/terciario',
    base: 0.03,
  },
  {
    id: 'hx.hypopth',
    group: 'renal-metabolic',
    en: 'Hypoparathyroidism (incl. post-thyroidectomy)',
    es: 'Hipoparatiroidismo',
    base: 0.01,
  },
  {
    id: 'hx.pseudohypopth',
    group: 'renal-metabolic',
    en: 'Pseudohypoparathyroidism',
    es: 'Pseudohipoparatiroidismo',
    base: 0.005,
  },
  { id: 'hx.obesity', group: 'renal-metabolic', en: 'Obesity', es: 'Obesidad', base: 0.15 },
  {
    id: 'hx.atherosclerotic_risk',
    group: 'vascular',
    en: 'Smoking / hypertension / dyslipidaemia / old age vascular disease',
    es: 'Factores de riesgo vascular',
    base: 0.2,
  },
  {
    id: 'hx.tb_infection',
    group: 'infection',
    en: 'Tuberculosis / chronic infection',
    es: 'Tuberculosis / infección crónica',
    base: 0.03,
  },
  {
    id: 'hx.eds',
    group: 'genetic',
    en: 'Ehlers-Danlos syndrome',
    es: 'Síndrome de Ehlers-Danlos',
    base: 0.005,
  },
  {
    id: 'hx.pxe',
    group: 'genetic',
    en: 'Pseudoxanthoma elasticum',
    es: 'Pseudoxantoma elástico',
    base: 0.005,
  },
  { id: 'hx.werner', group: 'genetic', en: 'Werner syndrome', es: 'Síndrome de Werner', base: 0.003 },
  {
    id: 'hx.fop_flares',
    group: 'genetic',
    en: 'Painful soft-tissue swellings since childhood turning to bone',
    es: 'Tumefacciones dolorosas que osifican desde la infancia',
    base: 0.005,
  },
  {
    id: 'hx.neonatal_stress',
    group: 'trauma-surgery',
    en: 'Perinatal asphyxia / cooling / traumatic delivery',
    es: 'Asfixia perinatal / hipotermia / parto traumático',
    base: 0.005,
  },
  {
    id: 'hx.calcium_vitd_treatment',
    group: 'drugs-treatment',
    en: 'Calcium + vitamin D treatment (ordinary dose)',
    es: 'Calcio y vitamina D a dosis habitual',
    base: 0.15,
  },
  { id: 'hx.steroids', group: 'drugs-treatment', en: 'Corticosteroids', es: 'Corticoides', base: 0.12 },
  {
    id: 'hx.local_steroid_injection',
    group: 'drugs-treatment',
    en: 'Local corticosteroid injection',
    es: 'Infiltración de corticoide',
    base: 0.04,
  },
  {
    id: 'hx.cosmetic_filler',
    group: 'drugs-treatment',
    en: 'Cosmetic filler / silicone / oil injection',
    es: 'Relleno cosmético / silicona / aceite',
    base: 0.01,
  },
  {
    id: 'hx.liver_disease_weightloss',
    group: 'other',
    en: 'Rapid weight loss / liver disease',
    es: 'Pérdida rápida de peso / hepatopatía',
    base: 0.05,
  },
] as const satisfies readonly { id: string; group: HistoryGroup; en: string; es: string; base: number }[]

/** Asking the patient: see the costs in the vocabulary. */
const ASKING_COST = 2

export const HISTORY_ITEMS: readonly HistoryItem[] = HISTORY_ROWS.map(({ id, group, en, es, base }) => ({
  id,
  group,
  label: { en, es },
  baseRate: base,
  askingCost: ASKING_COST,
}))

const HISTORY_BY_ID = new Map<string, HistoryItem>(HISTORY_ITEMS.map((item) => [item.id, item]))

export const isHistoryId = (id: string): id is HistoryId => HISTORY_BY_ID.has(id)
export const historyItemById = (id: HistoryId): HistoryItem => HISTORY_BY_ID.get(id) as HistoryItem
export const historyItemsOf = (group: HistoryGroup): HistoryItem[] =>
  HISTORY_ITEMS.filter((item) => item.group === group)

const measuredIds = [...LABORATORY_TESTS, ...COMPANION_TESTS].map((test) => test.id)
const presence = v.picklist(['present', 'absent'])
const quantity = v.pipe(v.number(), v.finite())

/** A saved context, checked when it is read back. */
export const clinicalContextSchema = v.strictObject({
  ageYears: v.optional(v.pipe(quantity, v.minValue(0), v.maxValue(150))),
  sex: v.optional(v.picklist(['F', 'M'])),
  history: v.record(v.picklist(HISTORY_ITEMS.map((item) => item.id)), presence),
  /** The whole history was asked: an item that is not recorded is absent. */
  historyComplete: v.boolean(),
  laboratory: v.record(
    v.picklist(measuredIds),
    v.pipe(
      v.strictObject({
        id: v.picklist(measuredIds),
        state: v.optional(v.picklist(['low', 'normal', 'high', 'neg', 'pos'])),
        value: v.optional(quantity),
        unit: v.optional(v.string()),
        interval: v.optional(v.strictObject({ low: v.optional(quantity), high: v.optional(quantity) })),
      }),
      v.check(({ id, state }) => !state || statesOf(id).includes(state), 'a state of this test'),
    ),
  ),
  /** Signs of the patient; those of one image belong to its finding. */
  signs: v.record(v.picklist(termsOf('sign').map((term) => term.id as SignId)), presence),
})
