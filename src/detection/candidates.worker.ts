import { expose } from 'comlink'
import { findCandidates, type FindOptions, type FindProgress, type FindResult } from './candidates'
import type { Candidate, SliceCandidate } from './candidate'
import { findInSlice, remeasureInSlice, type SliceResult } from './find-in-slice'
import type { Search } from './look'
import { remeasure } from './remeasure'
import type { Runs } from './runs'
import type { CtSlice } from './slice'
import { agatstonLikeOfRuns } from './slice-parts'
import type { CtVolume } from './volume'

/* Runs a search step by step, and looks for messages between the steps; no arithmetic of its own. */

/** Longer than this without a look at the messages, and Cancel would be late. */
const BREATH_MS = 30

let stopped = false
/** Kept while candidates may still be put together or cut. */
let search: Search | undefined

const service = {
  /** @returns undefined when it was cancelled */
  async find(
    volume: CtVolume,
    options: Partial<FindOptions>,
    onProgress: (progress: FindProgress) => void,
  ): Promise<FindResult | undefined> {
    stopped = false
    search = undefined
    const steps = findCandidates(volume, options, (made) => (search = made))
    let breath = performance.now()
    for (;;) {
      const step = steps.next()
      if (step.done) return step.value
      if (performance.now() - breath < BREATH_MS) continue
      onProgress(step.value)
      await new Promise((resolve) => setTimeout(resolve))
      if (stopped) return undefined
      breath = performance.now()
    }
  },
  /** One slice, alone; nothing of it is kept. @param firstId of its first candidate */
  findInSlice(
    slice: CtSlice,
    options: Partial<Pick<FindOptions, 'thresholdHu'>>,
    firstId: number,
  ): SliceResult {
    return findInSlice(slice, options, firstId)
  },
  remeasureInSlice(
    slice: CtSlice,
    runs: Runs,
    id: number,
    kind: SliceCandidate['kind'],
  ): SliceCandidate | undefined {
    return remeasureInSlice(slice, runs, id, kind)
  },
  /** @throws Error before a search */
  remeasure(runs: Runs, id: number, kind: Candidate['kind']): Candidate | undefined {
    return remeasure(search ?? raise('expected a search to measure in, got none'), runs, id, kind)
  },
  /** The Agatston-like score of each set of voxels. @throws Error before a search */
  scores(sets: readonly Runs[]): number[] {
    const { volume } = search ?? raise('expected a search to score in, got none')
    return sets.map((runs) => agatstonLikeOfRuns(volume, runs))
  },
  cancel(): void {
    stopped = true
  },
}

function raise(message: string): never {
  throw new Error(message)
}

export type CandidatesService = typeof service

expose(service)
