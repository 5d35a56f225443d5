import { HISTORY_ITEMS, type ClinicalContext } from '../domain/clinical'
import type { Presence } from '../domain/finding'
import {
  classifyResult,
  COMPANION_TESTS,
  correctedCalcium,
  intervalFor,
  LABORATORY_TESTS,
  type Interval,
  type LaboratoryResult,
  type LaboratoryResults,
  type Measurable,
} from '../domain/laboratory'
import { termsOf, type Label } from '../domain/vocabulary'
import { formatValue } from '../i18n/format'
import { formatAge } from './age'
import type { Words } from './inputs'
import type { Block, Cell, Field } from './model'

/** Age, sex, history, signs of the patient and laboratory results, as they were weighed. */
export function clinicalContextOf(context: ClinicalContext, words: Words): Block[] {
  const laboratory = laboratoryRows(context, words)
  return [
    { kind: 'fields', fields: patientFields(context, words) },
    ...(laboratory.length > 0 ? [laboratoryTable(laboratory, words)] : []),
  ]
}

function patientFields(context: ClinicalContext, words: Words): Field[] {
  const { t } = words
  const signs = formatPresence(termsOf('sign'), context.signs, words)
  return [
    { label: t('report.age'), value: formatAge(context.ageYears, words) || t('report.notStated') },
    { label: t('report.sex'), value: context.sex ? t(`report.sex_${context.sex}`) : t('report.notStated') },
    { label: t('report.history'), value: formatHistory(context, words) },
    ...(signs ? [{ label: t('report.bedside'), value: signs }] : []),
  ]
}

function formatHistory(context: ClinicalContext, words: Words): string {
  const known = formatPresence(HISTORY_ITEMS, context.history, words)
  const rest = words.t(context.historyComplete ? 'report.historyComplete' : 'report.historyOpen')
  return known || context.historyComplete
    ? [known, rest].filter(Boolean).join(' ')
    : words.t('report.notStated')
}

interface Named {
  readonly id: string
  readonly label: Label
}

function formatPresence(
  items: readonly Named[],
  answers: Readonly<Partial<Record<string, Presence>>>,
  { t, language }: Words,
): string {
  const having = (presence: Presence) =>
    items.filter(({ id }) => answers[id] === presence).map(({ label }) => label[language])
  const [present, absent] = [having('present'), having('absent')]
  return [
    present.length > 0 ? t('report.presentItems', { items: present.join('; ') }) : '',
    absent.length > 0 ? t('report.absentItems', { items: absent.join('; ') }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

const laboratoryTable = (rows: readonly (readonly Cell[])[], { t }: Words): Block => ({
  kind: 'table',
  title: t('report.laboratory'),
  columns: [
    { title: t('report.test'), shape: 'wide' },
    { title: t('report.result'), shape: 'number' },
    { title: t('report.interval'), shape: 'wide' },
    { title: t('report.state'), shape: 'wide' },
  ],
  rows,
})

function laboratoryRows({ laboratory, ageYears }: ClinicalContext, words: Words): Cell[][] {
  const tests: readonly Measurable[] = [...LABORATORY_TESTS, ...COMPANION_TESTS]
  return tests.flatMap((test) => {
    const result = laboratory[test.id]
    if (!result) return []
    const corrected = test.id === 'calcium' && correctedCalcium(laboratory)
    if (!corrected || corrected === result || result.state)
      return [rowOf(test.label[words.language], result, ageYears, words)]
    const name = formatCorrected(test, laboratory, words)
    return [measuredRow(test, result, words), rowOf(name, corrected, ageYears, words)]
  })
}

function rowOf(name: string, result: LaboratoryResult, ageYears: number | undefined, words: Words): Cell[] {
  return [
    [{ text: name }],
    [{ text: formatResult(result, words) }],
    [{ text: intervalText(result, ageYears, words) }],
    formatState(result, ageYears, words),
  ]
}

/** With albumin the calcium as measured is not what is weighed: it has no state of its own. */
const measuredRow = (test: Measurable, result: LaboratoryResult, words: Words): Cell[] => [
  [{ text: words.t('report.uncorrected', { test: test.label[words.language] }) }],
  [{ text: formatResult(result, words) }],
  [{ text: '–' }],
  [{ text: '–' }],
]

const formatCorrected = (test: Measurable, { albumin }: LaboratoryResults, words: Words): string =>
  words.t('report.corrected', {
    test: test.label[words.language],
    albumin: albumin ? formatResult(albumin, words) : '–',
  })

const formatResult = ({ value, unit = '' }: LaboratoryResult, { language }: Words): string =>
  value === undefined ? '–' : [formatValue(value, language), unit].filter(Boolean).join(' ')

function intervalText(result: LaboratoryResult, ageYears: number | undefined, words: Words): string {
  const { unit = '', interval: own } = result
  const adult = intervalFor(result.id, unit, ageYears)
  const bounds = formatBounds(own ?? adult ?? {}, unit, words)
  if (!bounds) return '–'
  return words.t(own ? 'report.ofLaboratory' : 'report.ofAdults', { interval: bounds })
}

/** Nothing when both ends are open. */
function formatBounds({ low, high }: Interval, unit: string, { language }: Words): string {
  const word = (bound: number) => formatValue(bound, language)
  if (low !== undefined && high !== undefined) return `${word(low)}–${word(high)} ${unit}`
  if (low !== undefined) return `≥ ${word(low)} ${unit}`
  return high === undefined ? '' : `≤ ${word(high)} ${unit}`
}

function formatState(result: LaboratoryResult, ageYears: number | undefined, { t }: Words): Cell {
  const classification = classifyResult(result, ageYears)
  if ('unclassified' in classification)
    return [{ text: t(`report.unclassified_${classification.unclassified}`), tone: 'dim' }]
  const { state } = classification
  const ordinary = state === 'normal' || state === 'neg'
  return [ordinary ? { text: t(`state.${state}`) } : { text: t(`state.${state}`), tone: 'strong' }]
}
