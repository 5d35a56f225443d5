import { expose } from 'comlink'
import { findCandidates, type FindOptions, type FindProgress, type FindResult } from './candidates'
import type { Candidate } from './candidate'
import type { Search } from './look'
import { remeasure } from './remeasure'
import type { Runs } from './runs'
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
