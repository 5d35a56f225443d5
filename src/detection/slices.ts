import type { Irregularity } from '../domain/volume-geometry'
import type { SliceCandidate, SliceExcluded } from './candidate'
import type { SliceResult } from './find-in-slice'
import type { VolumeProblem } from './volume'

/** Why a series is not searched as a volume. */
export type NoVolume = Irregularity | 'colour'

/** Why a slice was left out. */
export type SliceProblem =
  | VolumeProblem['kind']
  | 'colour'
  | 'localizer' // a projection: its values are no Hounsfield units
  | 'unreadable'

/** What was found in the slices of a series that is no volume. */
export interface FoundInSlices {
  readonly why: NoVolume
  readonly candidates: readonly SliceCandidate[]
  readonly excluded: readonly SliceExcluded[]
  /** Slices that were searched. */
  readonly searched: number
  /** Slices that were left out, by reason. */
  readonly left: ReadonlyMap<SliceProblem, number>
  /** The highest over the slices, HU. */
  readonly thresholdHu: number
}

export const emptyResult = (why: NoVolume): FoundInSlices => ({
  why,
  candidates: [],
  excluded: [],
  searched: 0,
  left: new Map(),
  thresholdHu: -Infinity,
})

/** What was found so far and in one more slice. */
export function withSlice(
  found: FoundInSlices,
  slice: SliceResult | { readonly problem: { readonly kind: SliceProblem } },
): FoundInSlices {
  if (slice.problem) {
    const { kind } = slice.problem
    return { ...found, left: new Map([...found.left, [kind, (found.left.get(kind) ?? 0) + 1]]) }
  }
  return {
    ...found,
    candidates: [...found.candidates, ...slice.candidates],
    excluded: [...found.excluded, ...slice.excluded],
    searched: found.searched + 1,
    thresholdHu: Math.max(found.thresholdHu, slice.thresholdHu),
  }
}

/** The commonest reason, where no slice at all could be searched. */
export const problemOfAll = ({ searched, left }: FoundInSlices): SliceProblem | undefined =>
  searched > 0 ? undefined : [...left].sort((a, b) => b[1] - a[1])[0]?.[0]
