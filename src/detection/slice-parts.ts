import { length3 } from '../domain/image-plane'
import { agatstonLikeOf, type SlicePart } from './burden'
import type { Runs } from './runs'
import { spacingOf, type CtVolume } from './volume'

/** At this value and above a voxel counts for the score. */
const SCORE_HU = 130

/** What each slice adds to the Agatston-like score of a set of voxels. */
export function slicePartsOf({ values, geometry }: CtVolume, runs: Runs): SlicePart[] {
  const [ni, nj] = geometry.size
  const pixelMm2 = length3(geometry.iStep) * length3(geometry.jStep)
  const parts = new Map<number, { areaMm2: number; maxHu: number }>()
  for (let at = 0; at < runs.length; at += 4) {
    const part = parts.get(runs[at]) ?? { areaMm2: 0, maxHu: -Infinity }
    parts.set(runs[at], part)
    const line = (runs[at] * nj + runs[at + 1]) * ni
    for (let i = runs[at + 2]; i < runs[at + 2] + runs[at + 3]; i++) {
      const value = values[line + i]
      if (value < SCORE_HU) continue
      part.areaMm2 += pixelMm2
      part.maxHu = Math.max(part.maxHu, value)
    }
  }
  return [...parts.values()]
}

export const agatstonLikeOfRuns = (volume: CtVolume, runs: Runs): number =>
  agatstonLikeOf(slicePartsOf(volume, runs), spacingOf(volume.geometry)[2])
