import type { ClinicalContext } from '../../domain/clinical'
import {
  correctedCalcium,
  measurableById,
  replacementOf,
  type Classification,
  type Interval,
  type LaboratoryId,
  type LaboratoryState,
  type MeasuredId,
} from '../../domain/laboratory'
import type { Language, TextKey, Translate } from '../../i18n/translate'
import { formatNumber } from '../../i18n/format'
import { judgeByInterval } from './laboratory-entry'
import { writeNumber } from '../kit/number-entry'

export type Note =
  /** The reader has to state the result, because: */
  | { readonly kind: 'minor' }
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'differs'; readonly state: LaboratoryState }
  | { readonly kind: 'ageUnknown' | 'uncorrected' | 'albuminWaits' | 'statedNotCorrected' }
  | { readonly kind: 'corrected'; readonly value: number; readonly unit: string; readonly used: boolean }
  | { readonly kind: 'replaced'; readonly by: LaboratoryId }

/** What a reader must know of one result beside its state. */
export function notesOf(context: ClinicalContext, id: MeasuredId): Note[] {
  const { laboratory, ageYears } = context
  const result = laboratory[id]
  if (!result) return []
  const replacement = replacementOf(laboratory, id, ageYears)
  return [
    ...whyStated(judgeByInterval(context, id), result.unit, result.state),
    ...(guessesAdult(context, id) ? [{ kind: 'ageUnknown' } as const] : []),
    ...(id === 'calcium' ? calciumNotes(context, replacement === undefined) : []),
    ...(id === 'albumin' ? albuminNotes(context) : []),
    ...(replacement ? [{ kind: 'replaced', by: replacement } as const] : []),
  ]
}

function whyStated(
  byInterval: Classification | undefined,
  unit = '',
  stated: LaboratoryState | undefined,
): Note[] {
  if (!byInterval) return []
  if ('state' in byInterval)
    return stated && stated !== byInterval.state ? [{ kind: 'differs', state: byInterval.state }] : []
  return byInterval.unclassified === 'minor' ? [{ kind: 'minor' }] : [{ kind: 'unit', unit }]
}

function guessesAdult({ laboratory, ageYears }: ClinicalContext, id: MeasuredId): boolean {
  const { value, state, interval } = laboratory[id] ?? {}
  const judged = value !== undefined && state === undefined && interval === undefined
  return judged && ageYears === undefined && measurableById(id).adultsOnly === true
}

function calciumNotes({ laboratory }: ClinicalContext, isWeighed: boolean): Note[] {
  const { value, state } = laboratory.calcium ?? {}
  const corrected = correctedCalcium(laboratory)
  if (value === undefined || state !== undefined || corrected?.value === undefined) return []
  if (corrected === laboratory.calcium) return [{ kind: 'uncorrected' }]
  return [{ kind: 'corrected', value: corrected.value, unit: corrected.unit ?? '', used: isWeighed }]
}

function albuminNotes({ laboratory: { calcium, albumin } }: ClinicalContext): Note[] {
  if (albumin?.value === undefined || calcium?.state === undefined) {
    const waits = albumin?.value !== undefined && calcium?.value === undefined
    return waits ? [{ kind: 'albuminWaits' }] : []
  }
  return [{ kind: 'statedNotCorrected' }]
}

export function sentenceOf(note: Note, t: Translate, language: Language): string {
  switch (note.kind) {
    case 'unit':
      return t('laboratory.unitUnknown', { unit: note.unit })
    case 'differs':
      return t('laboratory.differs', { state: t(`state.${note.state}`) })
    case 'replaced':
      return t('laboratory.replaced', { test: measurableById(note.by).label[language] })
    case 'corrected': {
      const value = formatNumber(note.value, 2, language)
      const sentence = t('laboratory.corrected', { value, unit: note.unit })
      return note.used ? `${sentence} ${t('laboratory.correctedUsed')}` : sentence
    }
    default:
      return t(`laboratory.${note.kind}` as TextKey)
  }
}

/** `8.8–10.4`, `≥ 60`, `≤ 5`. */
export function formatInterval({ low, high }: Interval, language: Language): string {
  if (low === undefined) return `≤ ${writeNumber(high, language)}`
  if (high === undefined) return `≥ ${writeNumber(low, language)}`
  return `${writeNumber(low, language)}–${writeNumber(high, language)}`
}
