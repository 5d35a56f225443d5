import type { SliceCandidate } from '../detection/candidate'
import { TYPICAL_PIXEL_MM, type CtSlice } from '../detection/slice'
import type { NoVolume, SliceProblem } from '../detection/slices'
import type { Measure } from '../domain/measure'
import { framesOf, isColour, isLocalizer, modalityUnit, type Instance, type Series } from '../domain/study'
import type { Slices } from '../state/candidate-search.svelte'
import { isPadding, measuredRange, type FrameStore } from '../viewer/port'

/* A CT that is no volume, slice by slice: what is handed to the search, and what becomes of its candidates. */

export const slicesOf = (store: FrameStore, series: Series, why: NoVolume): Slices => ({
  why,
  count: framesOf(series).length,
  at: (index) => sliceAt(store, series, index),
})

/** A copy of a slice, decoded if need be, or why it is not searched. @throws Error when it cannot be decoded */
export async function sliceAt(
  store: FrameStore,
  series: Series,
  index: number,
): Promise<CtSlice | SliceProblem> {
  const { instance, frameNumber } = framesOf(series)[index]
  if (isColour(instance)) return 'colour'
  if (isLocalizer(instance)) return 'localizer'
  if (!hasHounsfieldUnits(series, instance)) return 'noHounsfieldUnits'
  const frame = await store.frame(instance, frameNumber, false)
  const { columns, rows, values, minimum, maximum } = frame
  const { rowSpacingMm, columnSpacingMm } = instance.calibration ?? instance.plane ?? {}
  const outside = Math.min(Math.floor(measuredRange(frame).minimum) - 1, BELOW_AIR)
  const searched = frame.padding ? values.map((value) => (isPadding(frame, value) ? outside : value)) : values
  const isWhole = !(values instanceof Float32Array) && minimum >= -0x8000 && maximum <= 0x7fff
  return {
    index,
    columns,
    rows,
    rowMm: rowSpacingMm ?? TYPICAL_PIXEL_MM,
    columnMm: columnSpacingMm ?? TYPICAL_PIXEL_MM,
    hasSpacing: rowSpacingMm !== undefined,
    values: isWhole ? Int16Array.from(searched) : Float32Array.from(searched),
  }
}

/** HU; what was not measured is no part of the body. */
const BELOW_AIR = -1025

/** Hounsfield units also where the file weighs them otherwise, as HU_MOD does. */
export const hasHounsfieldUnits = (series: Series, instance: Instance): boolean =>
  modalityUnit(series, instance).startsWith('HU')

/** Size in mm only where the file gives a spacing, and never a volume. */
export const measuresOfSlice = ({ size, meanHu, sdHu, maxHu }: SliceCandidate): Measure[] => [
  ...(size
    ? ([
        {
          quantity: 'longestDiameter',
          value: size.longestDiameterMm,
          unit: 'mm',
          calibration: 'patient',
        },
        { quantity: 'area', value: size.areaMm2, unit: 'mm2', calibration: 'patient' },
      ] as const)
    : []),
  { quantity: 'mean', value: meanHu, unit: "[hnsf'U]" },
  { quantity: 'sd', value: sdHu, unit: "[hnsf'U]" },
  { quantity: 'maximum', value: maxHu, unit: "[hnsf'U]" },
]
