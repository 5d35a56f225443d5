import type { Label } from './vocabulary'

/*
 * Laboratory tests, their units and what a value means. Intervals are those of adults and of one laboratory;
 * a test without `source` has a customary interval that was not checked. The reader's own laboratory comes first.
 */

export type LaboratoryState = 'low' | 'normal' | 'high' | 'neg' | 'pos'

export type LaboratoryFamily =
  'lab_mineral' | 'lab_vitd' | 'lab_renal' | 'lab_urate' | 'lab_immuno' | 'lab_gene' | 'lab_inf' | 'lab_other'

/** Both ends belong to the interval. An end that is missing is open. */
export interface Interval {
  readonly low?: number
  readonly high?: number
}

export interface UnitInterval extends Interval {
  readonly unit: string
}

/** What can be measured: the tests of the knowledge, and three that only help to read them. */
export interface Measurable {
  readonly id: MeasuredId
  readonly label: Label
  /** International system. */
  readonly si?: UnitInterval
  readonly conventional?: UnitInterval
  /** One conventional unit in SI units. */
  readonly factor?: number
  /** Where the interval was seen. */
  readonly source?: string
  readonly note?: string
  /** The interval of adults says nothing about a minor: growth raises phosphate and alkaline phosphatase. */
  readonly adultsOnly?: boolean
}

export interface LaboratoryTest extends Measurable {
  readonly id: LaboratoryId
  readonly states: readonly LaboratoryState[]
  /** Share of findings with each state, in the order of `states`; an expert estimate. */
  readonly baseRates: readonly number[]
  /** 3 an ordinary test, up to 6 a special one. */
  readonly askingCost: number
  readonly family: LaboratoryFamily
  /** The test whose weights speak for this one. */
  readonly aliasOf?: LaboratoryId
  /** The state of that test for each state of this one; without it they are the same. */
  readonly aliasStates?: Readonly<Partial<Record<LaboratoryState, LaboratoryState>>>
}

/** What was entered for one test: a state, a value with its unit, or both. A stated state wins. */
export interface LaboratoryResult {
  readonly id: MeasuredId
  readonly state?: LaboratoryState
  readonly value?: number
  readonly unit?: string
  /** The laboratory's own, in the unit of the value. */
  readonly interval?: Interval
}

export type LaboratoryResults = Readonly<Partial<Record<MeasuredId, LaboratoryResult>>>

type LaboratoryRow = (typeof LABORATORY_ROWS)[number]
export type LaboratoryId = LaboratoryRow['id']
/** The states of one test. */
export type StateOf<Id extends LaboratoryId> = Extract<LaboratoryRow, { id: Id }>['states'][number]
/** `lab.calcium=high`: one test in one state. */
export type LaboratoryKey = { [Id in LaboratoryId]: `lab.${Id}=${StateOf<Id>}` }[LaboratoryId]
export type CompanionId = 'crp' | 'esr' | 'albumin'
export type MeasuredId = LaboratoryId | CompanionId

interface Row {
  readonly id: string
  readonly en: string
  readonly es: string
  readonly states: readonly LaboratoryState[]
  readonly base: readonly number[]
  readonly cost: number
  readonly family: LaboratoryFamily
  readonly aliasOf?: string
  readonly aliasStates?: LaboratoryTest['aliasStates']
  readonly si?: UnitInterval
  readonly conventional?: UnitInterval
  readonly factor?: number
  readonly source?: string
  readonly note?: string
  readonly adultsOnly?: boolean
}

const LABORATORY_ROWS = [
  {
    id: 'calcium',
    en: 'Total calcium (albumin-corrected)',
    es: 'Calcio total (corregido)',
    states: ['low', 'normal', 'high'],
    base: [0.07, 0.83, 0.1],
    cost: 3,
    family: 'lab_mineral',
    si: { low: 2.2, high: 2.6, unit: 'mmol/L' },
    conventional: { low: 8.8, high: 10.4, unit: 'mg/dL' },
    factor: 0.2495,
    source: 'PMC7276095 Table 1',
  },
  {
    id: 'calcium_ionised',
    en: 'Ionised calcium',
    es: 'Calcio iónico',
    states: ['low', 'normal', 'high'],
    base: [0.07, 0.83, 0.1],
    cost: 3,
    family: 'lab_mineral',
    aliasOf: 'calcium',
    si: { low: 1.1, high: 1.3, unit: 'mmol/L' },
    conventional: { low: 4.4, high: 5.2, unit: 'mg/dL' },
    factor: 0.2495,
    source: 'PMC7276095 Table 1',
  },
  {
    id: 'phosphate',
    en: 'Phosphate',
    es: 'Fosfato',
    states: ['low', 'normal', 'high'],
    base: [0.07, 0.78, 0.15],
    cost: 3,
    family: 'lab_mineral',
    si: { low: 0.8, high: 1.4, unit: 'mmol/L' },
    conventional: { low: 2.5, high: 4.3, unit: 'mg/dL' },
    factor: 0.3229,
    source: 'RCEMLearning calcium module (SI)',
    note: 'conventional computed; paediatric upper limits are higher: never auto-flag <18 y',
    adultsOnly: true,
  },
  {
    id: 'pth',
    en: 'PTH (intact)',
    es: 'PTH intacta',
    states: ['low', 'normal', 'high'],
    base: [0.08, 0.72, 0.2],
    cost: 4,
    family: 'lab_mineral',
    si: { low: 1.6, high: 6.9, unit: 'pmol/L' },
    conventional: { low: 15, high: 65, unit: 'pg/mL' },
    factor: 0.106,
    source: 'PMC7276095 Table 1',
  },
  {
    id: 'vitd25',
    en: '25-OH vitamin D',
    es: '25-OH vitamina D',
    states: ['low', 'normal', 'high'],
    base: [0.35, 0.62, 0.03],
    cost: 4,
    family: 'lab_vitd',
    si: { low: 50, high: 200, unit: 'nmol/L' },
    conventional: { low: 20, high: 80, unit: 'ng/mL' },
    factor: 2.496,
    source: 'PMC7276095 Table 1',
  },
  {
    id: 'vitd125',
    en: '1,25-(OH)2 vitamin D',
    es: '1,25-(OH)2 vitamina D',
    states: ['low', 'normal', 'high'],
    base: [0.1, 0.8, 0.1],
    cost: 5,
    family: 'lab_vitd',
    note: 'assay-dependent; use the laboratory’s own interval',
  },
  {
    id: 'creatinine',
    en: 'Creatinine',
    es: 'Creatinina',
    states: ['normal', 'high'],
    base: [0.8, 0.2],
    cost: 3,
    family: 'lab_renal',
    si: { low: 45, high: 110, unit: 'µmol/L' },
    conventional: { low: 0.5, high: 1.2, unit: 'mg/dL' },
    factor: 88.4,
    note: 'typical adult; sex/age dependent; prefer eGFR',
  },
  {
    id: 'egfr',
    en: 'eGFR',
    es: 'FGe',
    states: ['normal', 'low'],
    base: [0.8, 0.2],
    cost: 3,
    family: 'lab_renal',
    aliasOf: 'creatinine',
    aliasStates: { low: 'high', normal: 'normal' },
    si: { low: 60, unit: 'mL/min/1.73 m²' },
    note: '<60 for >3 months = CKD',
  },
  {
    id: 'urate',
    en: 'Uric acid',
    es: 'Ácido úrico',
    states: ['low', 'normal', 'high'],
    base: [0.03, 0.77, 0.2],
    cost: 3,
    family: 'lab_urate',
    si: { low: 150, high: 420, unit: 'µmol/L' },
    conventional: { low: 2.5, high: 7, unit: 'mg/dL' },
    factor: 59.48,
    note: 'typical adult; sex dependent',
  },
  {
    id: 'alp',
    en: 'Alkaline phosphatase',
    es: 'Fosfatasa alcalina',
    states: ['low', 'normal', 'high'],
    base: [0.02, 0.83, 0.15],
    cost: 3,
    family: 'lab_other',
    si: { low: 40, high: 130, unit: 'U/L' },
    note: 'typical adult; much higher in growth',
    adultsOnly: true,
  },
  {
    id: 'ck',
    en: 'Creatine kinase',
    es: 'CK (CPK)',
    states: ['normal', 'high'],
    base: [0.9, 0.1],
    cost: 3,
    family: 'lab_immuno',
    si: { low: 25, high: 200, unit: 'U/L' },
    note: 'typical adult; sex dependent',
  },
  {
    id: 'crp_esr',
    en: 'CRP / ESR',
    es: 'PCR / VSG',
    states: ['normal', 'high'],
    base: [0.65, 0.35],
    cost: 3,
    family: 'lab_other',
    si: { low: 0, high: 5, unit: 'mg/L' },
  },
  {
    id: 'ace',
    en: 'ACE',
    es: 'ECA',
    states: ['normal', 'high'],
    base: [0.93, 0.07],
    cost: 4,
    family: 'lab_vitd',
    note: 'assay-dependent',
  },
  {
    id: 'ana',
    en: 'ANA',
    es: 'ANA',
    states: ['neg', 'pos'],
    base: [0.8, 0.2],
    cost: 4,
    family: 'lab_immuno',
    note: '≥1:80–1:160 by laboratory',
  },
  {
    id: 'anti_dsdna',
    en: 'anti-dsDNA',
    es: 'anti-ADN',
    states: ['neg', 'pos'],
    base: [0.95, 0.05],
    cost: 4,
    family: 'lab_immuno',
  },
  {
    id: 'anti_centromere',
    en: 'Anticentromere',
    es: 'Anticentrómero',
    states: ['neg', 'pos'],
    base: [0.95, 0.05],
    cost: 4,
    family: 'lab_immuno',
  },
  {
    id: 'anti_scl70',
    en: 'anti-Scl-70',
    es: 'anti-Scl70',
    states: ['neg', 'pos'],
    base: [0.97, 0.03],
    cost: 4,
    family: 'lab_immuno',
  },
  {
    id: 'anti_rnp',
    en: 'anti-U1-RNP',
    es: 'anti-RNP',
    states: ['neg', 'pos'],
    base: [0.97, 0.03],
    cost: 4,
    family: 'lab_immuno',
  },
  {
    id: 'anti_ssa',
    en: 'anti-Ro/SSA (or other ENA)',
    es: 'anti-Ro/SSA',
    states: ['neg', 'pos'],
    base: [0.93, 0.07],
    cost: 4,
    family: 'lab_immuno',
  },
  {
    id: 'anti_nxp2',
    en: 'anti-NXP2',
    es: 'anti-NXP2',
    states: ['neg', 'pos'],
    base: [0.98, 0.02],
    cost: 5,
    family: 'lab_immuno',
  },
  {
    id: 'anti_mda5',
    en: 'anti-MDA5',
    es: 'anti-MDA5',
    states: ['neg', 'pos'],
    base: [0.98, 0.02],
    cost: 5,
    family: 'lab_immuno',
  },
  {
    id: 'anti_pmscl',
    en: 'anti-PM/Scl',
    es: 'anti-PM/Scl',
    states: ['neg', 'pos'],
    base: [0.98, 0.02],
    cost: 5,
    family: 'lab_immuno',
  },
  {
    id: 'aphl',
    en: 'Antiphospholipid antibodies',
    es: 'Antifosfolípidos',
    states: ['neg', 'pos'],
    base: [0.96, 0.04],
    cost: 4,
    family: 'lab_immuno',
  },
  {
    id: 'fgf23_gene',
    en: 'FGF23/GALNT3/KL pathogenic variant or low intact FGF23',
    es: 'Variante FGF23/GALNT3/KL',
    states: ['neg', 'pos'],
    base: [0.99, 0.01],
    cost: 6,
    family: 'lab_gene',
  },
  {
    id: 'acvr1',
    en: 'ACVR1 variant',
    es: 'Variante ACVR1',
    states: ['neg', 'pos'],
    base: [0.995, 0.005],
    cost: 6,
    family: 'lab_gene',
  },
  {
    id: 'parasite_serology',
    en: 'Cysticercus / parasite serology',
    es: 'Serología de cisticerco / parásitos',
    states: ['neg', 'pos'],
    base: [0.97, 0.03],
    cost: 5,
    family: 'lab_inf',
  },
  {
    id: 'eosinophils',
    en: 'Eosinophils',
    es: 'Eosinófilos',
    states: ['normal', 'high'],
    base: [0.93, 0.07],
    cost: 3,
    family: 'lab_inf',
  },
  {
    id: 'ptrp',
    en: 'PTHrP',
    es: 'PTHrP',
    states: ['normal', 'high'],
    base: [0.97, 0.03],
    cost: 6,
    family: 'lab_vitd',
  },
] as const satisfies readonly Row[]

export const LABORATORY_TESTS: readonly LaboratoryTest[] = (LABORATORY_ROWS as readonly Row[]).map(
  ({ en, es, base, cost, ...row }) =>
    ({ ...row, label: { en, es }, baseRates: base, askingCost: cost }) as LaboratoryTest,
)

/** Entered beside the tests: CRP and ESR make up `crp_esr`; albumin corrects total calcium. */
export const COMPANION_TESTS: readonly Measurable[] = [
  {
    id: 'crp',
    label: { en: 'C-reactive protein', es: 'Proteína C reactiva' },
    si: { low: 0, high: 5, unit: 'mg/L' },
    conventional: { low: 0, high: 0.5, unit: 'mg/dL' },
    factor: 10,
  },
  {
    id: 'esr',
    label: { en: 'Erythrocyte sedimentation rate', es: 'Velocidad de sedimentación globular' },
    si: { low: 0, high: 20, unit: 'mm/h' },
    note: 'rises with age; higher in women',
  },
  {
    id: 'albumin',
    label: { en: 'Albumin', es: 'Albúmina' },
    si: { low: 35, high: 50, unit: 'g/L' },
    conventional: { low: 3.5, high: 5, unit: 'g/dL' },
    factor: 10,
  },
]

export type LaboratoryGroup = keyof typeof LABORATORY_GROUPS

/** The headings of the form, in its order, and what is entered under each. */
export const LABORATORY_GROUPS = {
  mineral: {
    label: { en: 'Calcium and phosphate', es: 'Calcio y fosfato' },
    tests: ['calcium', 'albumin', 'calcium_ionised', 'phosphate', 'alp', 'pth', 'ptrp'],
  },
  'vitamin-d': {
    label: { en: 'Vitamin D and ACE', es: 'Vitamina D y ECA' },
    tests: ['vitd25', 'vitd125', 'ace'],
  },
  kidney: {
    label: { en: 'Kidney and uric acid', es: 'Riñón y ácido úrico' },
    tests: ['egfr', 'creatinine', 'urate'],
  },
  inflammation: {
    label: { en: 'Muscle and inflammation', es: 'Músculo e inflamación' },
    tests: ['ck', 'crp', 'esr', 'crp_esr'],
  },
  antibodies: {
    label: { en: 'Antibodies', es: 'Anticuerpos' },
    tests: [
      'ana',
      'anti_dsdna',
      'anti_centromere',
      'anti_scl70',
      'anti_rnp',
      'anti_ssa',
      'anti_nxp2',
      'anti_mda5',
      'anti_pmscl',
      'aphl',
    ],
  },
  'infection-genes': {
    label: { en: 'Infection and genes', es: 'Infección y genética' },
    tests: ['eosinophils', 'parasite_serology', 'fgf23_gene', 'acvr1'],
  },
} satisfies Record<string, { label: Label; tests: readonly MeasuredId[] }>

const TESTS = new Map<string, LaboratoryTest>(LABORATORY_TESTS.map((test) => [test.id, test]))
const MEASURABLES = new Map<string, Measurable>(
  [...LABORATORY_TESTS, ...COMPANION_TESTS].map((test) => [test.id, test]),
)

export const isLaboratoryId = (id: string): id is LaboratoryId => TESTS.has(id)
export const isMeasuredId = (id: string): id is MeasuredId => MEASURABLES.has(id)
export const laboratoryTestById = (id: LaboratoryId): LaboratoryTest => TESTS.get(id) as LaboratoryTest
export const measurableById = (id: MeasuredId): Measurable => MEASURABLES.get(id) as Measurable

/** SI first. Empty for a test that has no unit here. */
export const unitsOf = (id: MeasuredId): string[] =>
  [measurableById(id).si, measurableById(id).conventional].flatMap((interval) => interval?.unit ?? [])

/** @returns undefined when the test is not measured in one of the units */
export function convertValue(id: MeasuredId, value: number, from: string, to: string): number | undefined {
  const { si, conventional, factor = NaN } = measurableById(id)
  const units = [si, conventional].filter((interval) => interval !== undefined)
  const [source, target] = [from, to].map((unit) => units.find((known) => sameUnit(known.unit, unit)))
  if (!source || !target) return undefined
  if (source === target) return value
  return source === conventional ? value * factor : value / factor
}

/** An interval in another unit; undefined when the units do not convert. */
export function convertInterval(
  id: MeasuredId,
  interval: Interval,
  from: string,
  to: string,
): Interval | undefined {
  if (convertValue(id, 1, from, to) === undefined) return undefined
  const ends = (['low', 'high'] as const).flatMap((end) => {
    const converted = interval[end] === undefined ? undefined : convertValue(id, interval[end], from, to)
    return converted === undefined ? [] : [[end, asPrinted(converted)] as const]
  })
  return Object.fromEntries(ends)
}

/** The same result in another unit, its own interval with it. Where the units do not convert only the unit changes. */
export function convertResult(result: LaboratoryResult, to: string): LaboratoryResult {
  const { id, value, unit = '', interval } = result
  const converted = value === undefined ? undefined : convertValue(id, value, unit, to)
  if (converted === undefined) return { ...result, unit: to }
  const convertedInterval = interval && convertInterval(id, interval, unit, to)
  return {
    ...result,
    value: asPrinted(converted),
    unit: to,
    ...(convertedInterval ? { interval: convertedInterval } : {}),
  }
}

/** Four significant digits, as many as laboratories print; a half goes up although 2.7445 is stored as less. */
function asPrinted(value: number): number {
  if (value === 0) return 0
  const scale = 10 ** (3 - Math.floor(Math.log10(Math.abs(value))))
  return Number((Math.round(value * scale * (1 + 1e-12)) / scale).toPrecision(4))
}

/** µ exists twice in Unicode, and is often typed as u. */
const sameUnit = (a: string, b: string): boolean => plainUnit(a) === plainUnit(b)
const plainUnit = (unit: string): string => unit.replace(/[µμ]/g, 'u').replaceAll(' ', '').toLowerCase()

/** The adult interval in that unit; undefined for a minor where it does not apply. */
export function intervalFor(id: MeasuredId, unit: string, ageYears?: number): UnitInterval | undefined {
  const { si, conventional } = measurableById(id)
  if (refusesAdultInterval(id, ageYears)) return undefined
  return [si, conventional].find((interval) => interval && sameUnit(interval.unit, unit))
}

/** A minor, for a test that changes with growth. */
export const refusesAdultInterval = (id: MeasuredId, ageYears: number | undefined): boolean =>
  measurableById(id).adultsOnly === true && isMinor(ageYears)

/** An age that is not known counts as adult. */
export const isMinor = (ageYears: number | undefined): boolean => ageYears !== undefined && ageYears < 18

/** Why a value has no state of its own, so that the reader has to state it. */
export type Unclassified = 'minor' | 'unit' | 'value'
export type Classification = { readonly state: LaboratoryState } | { readonly unclassified: Unclassified }

/**
 * The state of one result by itself: as stated, else by the laboratory's own interval, else by the adult one.
 * An age that is not known counts as adult.
 */
export function classifyResult(result: LaboratoryResult, ageYears?: number): Classification {
  if (result.state) return { state: result.state }
  if (result.value === undefined || !Number.isFinite(result.value) || result.value < 0)
    return { unclassified: 'value' }
  const interval = result.interval ?? intervalFor(result.id, result.unit ?? '', ageYears)
  if (interval) return { state: stateIn(interval, result.value, statesOf(result.id)) }
  return { unclassified: refusesAdultInterval(result.id, ageYears) ? 'minor' : 'unit' }
}

/** Boundaries belong to normal. A side that the test does not know (low creatinine) is normal too. */
export function stateIn(
  { low = -Infinity, high = Infinity }: Interval,
  value: number,
  states: readonly LaboratoryState[] = ['low', 'normal', 'high'],
): LaboratoryState {
  const side = value < low ? 'low' : value > high ? 'high' : 'normal'
  return states.includes(side) ? side : 'normal'
}

export const statesOf = (id: MeasuredId): readonly LaboratoryState[] =>
  TESTS.get(id)?.states ?? (id === 'albumin' ? ['low', 'normal', 'high'] : statesOf('crp_esr'))

export interface Quantity {
  readonly value: number
  readonly unit: string
}

/**
 * Total calcium at an albumin of 40 g/L, in the unit of the calcium: + 0.8 mg/dL for each g/dL that is missing,
 * or + 0.02 mmol/L for each g/L.
 * @returns undefined when a unit is unknown
 */
export function correctCalcium(calcium: Quantity, albumin: Quantity): number | undefined {
  const gramsPerLitre = convertValue('albumin', albumin.value, albumin.unit, 'g/L')
  if (gramsPerLitre === undefined) return undefined
  if (sameUnit(calcium.unit, 'mg/dL')) return calcium.value + 0.8 * (4 - gramsPerLitre / 10)
  if (sameUnit(calcium.unit, 'mmol/L')) return calcium.value + 0.02 * (40 - gramsPerLitre)
  return undefined
}

/**
 * The states that the knowledge weighs. Entering albumin says that the calcium is still uncorrected. A result
 * of ionised calcium replaces total calcium, and eGFR replaces creatinine.
 */
export function laboratoryStates(
  results: LaboratoryResults,
  ageYears?: number,
): Partial<Record<LaboratoryId, LaboratoryState>> {
  const states: Partial<Record<LaboratoryId, LaboratoryState>> = {}
  for (const { id } of LABORATORY_TESTS) {
    const state = id === 'crp_esr' ? inflammationState(results, ageYears) : stateOf(results, id, ageYears)
    if (state) states[id] = state
  }
  for (const { id, aliasOf } of LABORATORY_TESTS) if (aliasOf && states[id]) delete states[aliasOf]
  return states
}

function stateOf(results: LaboratoryResults, id: MeasuredId, ageYears?: number): LaboratoryState | undefined {
  const result = id === 'calcium' ? correctedCalcium(results) : results[id]
  const classification = result && classifyResult(result, ageYears)
  return classification && 'state' in classification ? classification.state : undefined
}

/** The calcium with its value corrected for albumin; as it was entered while either value is missing. */
export function correctedCalcium({ calcium, albumin }: LaboratoryResults): LaboratoryResult | undefined {
  if (calcium?.value === undefined || albumin?.value === undefined) return calcium
  const value = correctCalcium(
    { value: calcium.value, unit: calcium.unit ?? '' },
    { value: albumin.value, unit: albumin.unit ?? '' },
  )
  return value === undefined ? calcium : { ...calcium, value: asPrinted(value) }
}

/** The test with a state that is weighed in place of this one: ionised for total calcium, eGFR for creatinine. */
export const replacementOf = (
  results: LaboratoryResults,
  id: MeasuredId,
  ageYears?: number,
): LaboratoryId | undefined =>
  LABORATORY_TESTS.find((test) => test.aliasOf === id && stateOf(results, test.id, ageYears))?.id

/** Either one high is high. */
function inflammationState(results: LaboratoryResults, ageYears?: number): LaboratoryState | undefined {
  const states = (['crp_esr', 'crp', 'esr'] as const).map((id) => stateOf(results, id, ageYears))
  if (states.includes('high')) return 'high'
  return states.find((state) => state !== undefined)
}
