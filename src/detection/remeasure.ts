import type { Candidate } from './candidate'
import { measureSeed } from './evaluate'
import type { Search } from './look'
import { boundsOf, voxelCount, type Runs } from './runs'

/**
 * Measures a set of voxels that a reader put together or cut out, as the search would have.
 * @returns undefined for an empty set
 */
export function remeasure(
  search: Search,
  runs: Runs,
  id: number,
  kind: Candidate['kind'],
): Candidate | undefined {
  const bounds = boundsOf(runs)
  if (!bounds) return undefined
  const own = { runs, bounds, voxels: voxelCount(runs), kind }
  return measureSeed(search, { ...own, maxHu: NaN, component: NONE, part: 0, heightMm: Infinity }, id)
    .candidate
}

/** The set is of the reader's making, and no component of the search. */
const NONE = -1
