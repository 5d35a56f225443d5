import { backingOf, gpuOf, type EngineOptions } from './gpu'
import { pageTurn } from '../page-turn'
import type { RunningEngine } from './running-engine'

/*
 * The one way to Cornerstone. This file is small and part of the first JavaScript; what it starts is fetched when it
 * is first asked for.
 */

export type Engine = RunningEngine

export type { EngineOptions }

export type EngineFailure =
  /** The program for it could not be fetched: without a network, or after an update of the server. */
  | 'notFetched'
  /** It was fetched and did not start. */
  | 'notStarted'

export class EngineError extends Error {
  readonly failure: EngineFailure

  constructor(failure: EngineFailure, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.failure = failure
  }
}

let starting: Promise<Engine> | undefined

/**
 * One engine for the page; asked again, the same one.
 * @throws EngineError; after it, the next call tries again
 */
export function startEngine(options: EngineOptions = {}): Promise<Engine> {
  starting ??= start(options)
  starting.catch(() => (starting = undefined))
  return starting
}

async function start(options: EngineOptions): Promise<Engine> {
  const fetched = await fetchInStages().catch((error: unknown) => {
    throw new EngineError('notFetched', error)
  })
  await pageTurn()
  const backing = backingOf(gpuOf(), options)
  await pageTurn()
  try {
    return new fetched.RunningEngine(backing)
  } catch (error) {
    throw new EngineError('notStarted', error)
  }
}

/** To run the whole program at once holds the page for a tenth of a second: a part at a time, with pauses between. */
async function fetchInStages() {
  // Named one by one: a bundler follows no list.
  await import('./stages/metadata')
  await pageTurn()
  await import('./stages/rules')
  await pageTurn()
  await import('./stages/drawing')
  await pageTurn()
  await import('./stages/volume')
  await pageTurn()
  return import('./running-engine')
}
