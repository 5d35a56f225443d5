import { lookUp, type LookupTable } from '../../domain/frame-tables'
import type { StoredValues } from './stored-values'

export type ModalityValues = StoredValues | Float32Array

/** Values with their least and greatest. */
export interface Ranged<Values> {
  readonly values: Values
  readonly minimum: number
  readonly maximum: number
}

/** Stored values after slope and intercept, or a table (PS3.3 section C.11.1); in place where they fit. */
export function modalityValues(
  stored: StoredValues,
  slope: number,
  intercept: number,
  table?: LookupTable,
): Ranged<ModalityValues> {
  if (table) return withRange(Uint16Array.from(stored, (value) => lookUp(table, value)))
  const range = withRange(stored)
  if (slope === 1 && intercept === 0) return range
  const ends = [range.minimum, range.maximum].map((value) => value * slope + intercept)
  const [minimum, maximum] = [Math.min(...ends), Math.max(...ends)]
  const isWhole = Number.isInteger(slope) && Number.isInteger(intercept)
  const values = isWhole ? roomFor(stored, minimum, maximum) : new Float32Array(stored.length)
  for (let at = 0; at < values.length; at++) values[at] = stored[at] * slope + intercept
  return { values, minimum, maximum }
}

function withRange<Values extends StoredValues>(values: Values): Ranged<Values> {
  let [minimum, maximum] = [Infinity, -Infinity]
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  return values.length ? { values, minimum, maximum } : { values, minimum: 0, maximum: 0 }
}

function roomFor(stored: StoredValues, minimum: number, maximum: number): ModalityValues {
  if (minimum >= -0x8000 && maximum <= 0x7fff)
    return stored instanceof Int16Array ? stored : new Int16Array(stored.length)
  if (minimum >= 0 && maximum <= 0xffff)
    return stored instanceof Uint16Array ? stored : new Uint16Array(stored.length)
  return new Float32Array(stored.length)
}
