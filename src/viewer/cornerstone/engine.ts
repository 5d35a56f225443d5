import type { FrameStore } from '../frame-store'
import { backingOf, gpuOf, type EngineOptions } from './gpu'
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
export function startEngine(store: FrameStore, options: EngineOptions = {}): Promise<Engine> {
  starting ??= start(store, options)
  starting.catch(() => (starting = undefined))
  return starting
}

async function start(store: FrameStore, options: EngineOptions): Promise<Engine> {
  const fetched = await import('./running-engine').catch((error: unknown) => {
    throw new EngineError('notFetched', error)
  })
  try {
    return new fetched.RunningEngine(store, backingOf(gpuOf(), options))
  } catch (error) {
    throw new EngineError('notStarted', error)
  }
}
