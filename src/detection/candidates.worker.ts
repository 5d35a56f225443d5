import { expose } from 'comlink'
import { findCandidates, type FindOptions, type FindProgress, type FindResult } from './candidates'
import type { CtVolume } from './volume'

/* Runs a search step by step, and looks for messages between the steps; no arithmetic of its own. */

/** Longer than this without a look at the messages, and Cancel would be late. */
const BREATH_MS = 30

let stopped = false

const service = {
  /** @returns undefined when it was cancelled */
  async find(
    volume: CtVolume,
    options: Partial<FindOptions>,
    onProgress: (progress: FindProgress) => void,
  ): Promise<FindResult | undefined> {
    stopped = false
    const steps = findCandidates(volume, options)
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
  cancel(): void {
    stopped = true
  },
}

export type CandidatesService = typeof service

expose(service)
