import { clearLaboratoryResult, setLaboratoryResult, type ClinicalContext } from '../../domain/clinical'
import {
  classifyResult,
  correctedCalcium,
  intervalFor,
  laboratoryStates,
  unitsOf,
  type Classification,
  type Interval,
  type LaboratoryGroup,
  type LaboratoryResult,
  type LaboratoryState,
  type MeasuredId,
  LABORATORY_GROUPS,
} from '../../domain/laboratory'

/*
 * What the rows of the laboratory do to a result and show of it. CRP and ESR are measured apart; the test they make
 * up together is only stated.
 */

export const GROUPS = Object.keys(LABORATORY_GROUPS) as LaboratoryGroup[]
export const testsIn = (group: LaboratoryGroup): readonly MeasuredId[] => LABORATORY_GROUPS[group].tests

export const unitsToEnter = (id: MeasuredId): string[] => (id === 'crp_esr' ? [] : unitsOf(id))

/** @param own the laboratory's interval, for a value that has none yet */
export function enterValue(
  context: ClinicalContext,
  id: MeasuredId,
  { value, unit, own }: { value: number | undefined; unit: string; own?: Interval },
): ClinicalContext {
  const result = context.laboratory[id]
  if (value === undefined) return keep(context, { id, state: result?.state })
  const interval = result?.interval ?? own
  return keep(context, { id, state: result?.state, value, unit, interval })
}

export const stateResult = (
  context: ClinicalContext,
  id: MeasuredId,
  state: LaboratoryState | undefined,
): ClinicalContext => keep(context, { ...context.laboratory[id], id, state })

/** Nothing to do without a value: the interval says nothing of a state that was stated. */
export function enterInterval(
  context: ClinicalContext,
  id: MeasuredId,
  interval: Interval | undefined,
): ClinicalContext {
  const result = context.laboratory[id]
  return result?.value === undefined ? context : keep(context, { ...result, interval })
}

/** An interval without an end would call everything normal: it is none. */
export function withEnd(
  { low, high }: Interval,
  end: keyof Interval,
  value: number | undefined,
): Interval | undefined {
  const ends = Object.entries({ low, high, [end]: value }).filter(([, limit]) => limit !== undefined)
  return ends.length > 0 ? Object.fromEntries(ends) : undefined
}

/** Leaves out what is undefined: a Reading is plain JSON. */
function keep(
  context: ClinicalContext,
  parts: { [Key in keyof LaboratoryResult]: LaboratoryResult[Key] | undefined },
): ClinicalContext {
  const entries = Object.entries(parts).filter(([, part]) => part !== undefined)
  const result = Object.fromEntries(entries) as unknown as LaboratoryResult
  if (result.state === undefined && result.value === undefined)
    return clearLaboratoryResult(context, result.id)
  return setLaboratoryResult(context, result)
}

/** The state the row shows: calcium as corrected, CRP and ESR together. */
export function judge({ laboratory, ageYears }: ClinicalContext, id: MeasuredId): Classification | undefined {
  if (id === 'crp_esr') {
    const state = laboratoryStates(laboratory, ageYears).crp_esr
    return state && { state }
  }
  const result = id === 'calcium' ? correctedCalcium(laboratory) : laboratory[id]
  return result && classifyResult(result, ageYears)
}

/** The same as if nothing had been stated; undefined without a value. */
export function judgeByInterval(context: ClinicalContext, id: MeasuredId): Classification | undefined {
  const result = context.laboratory[id]
  if (result?.value === undefined) return undefined
  return judge(stateResult(context, id, undefined), id)
}

/** The interval in use, or that a value would be judged by, and whether it is the laboratory's own. */
export function intervalInUse(
  { laboratory, ageYears }: ClinicalContext,
  id: MeasuredId,
  { unit, own }: { unit: string; own?: Interval },
): { readonly interval?: Interval; readonly isOwn: boolean } {
  const result = laboratory[id]
  const entered = result?.value === undefined ? own : result.interval
  return { interval: entered ?? intervalFor(id, unit, ageYears), isOwn: entered !== undefined }
}

export const isAbnormal = (classification: Classification | undefined): boolean =>
  classification !== undefined &&
  'state' in classification &&
  ['low', 'high', 'pos'].includes(classification.state)

/** How many results a group holds, and how many of them are not normal. */
export function countsOf(
  context: ClinicalContext,
  ids: readonly MeasuredId[],
): { readonly entered: number; readonly abnormal: number } {
  const entered = ids.filter((id) => context.laboratory[id])
  return { entered: entered.length, abnormal: entered.filter((id) => isAbnormal(judge(context, id))).length }
}
