import { proxy, transfer, wrap, type Remote } from 'comlink'
import type { CandidatesService } from '../detection/candidates.worker'
import type { FindOptions, FindProgress, Found } from '../detection/candidates'
import type { Candidate, SliceCandidate } from '../detection/candidate'
import type { Runs } from '../detection/runs'
import type { CtSlice } from '../detection/slice'
import {
  emptyResult,
  problemOfAll,
  withSlice,
  type FoundInSlices,
  type NoVolume,
  type SliceProblem,
} from '../detection/slices'
import type { CtVolume } from '../detection/volume'
import type { VolumeGeometry } from '../domain/volume-geometry'

/** How far the search through a series is. */
export type SearchState =
  | { readonly kind: 'gathering'; readonly share: number }
  | { readonly kind: 'running'; readonly progress: FindProgress }
  /** Slice by slice, for a series that is no volume. */
  | { readonly kind: 'slices'; readonly done: number; readonly count: number }
  | { readonly kind: 'problem'; readonly problem: SliceProblem }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly found: Found; readonly geometry: VolumeGeometry }
  | { readonly kind: 'sliced'; readonly found: FoundInSlices }

/** The slices of a series that is no volume, decoded when asked for. */
export interface Slices {
  readonly why: NoVolume
  readonly count: number
  /** A copy that may be given away, or why there is none. @throws Error when it cannot be decoded */
  readonly at: (index: number) => Promise<CtSlice | SliceProblem>
}

interface Running {
  readonly worker: Worker
  readonly remote: Remote<CandidatesService>
}

/**
 * Searches for calcification: one worker for each series, kept with its voxels until the study is closed. A series is
 * named by its `seriesKey`: two patients may have series of one UID.
 */
export class CandidateSearch {
  #states: ReadonlyMap<string, SearchState> = $state.raw(new Map())
  #running = new Map<string, Running>()

  stateOf = (series: string): SearchState | undefined => this.#states.get(series)

  isRunning(series: string): boolean {
    const kind = this.stateOf(series)?.kind
    return kind === 'gathering' || kind === 'running' || kind === 'slices'
  }

  /**
   * @param gather hands over the voxels, which the worker takes away
   * @returns undefined when there is nothing to show: a problem, a failure, or Cancel
   */
  async run(
    series: string,
    gather: (onProgress: (share: number) => void) => Promise<CtVolume>,
    options: Partial<FindOptions>,
  ): Promise<Found | undefined> {
    if (this.isRunning(series)) return undefined
    const say = (state: SearchState) => this.#set(series, state)
    const isWanted = () => this.isRunning(series)
    say({ kind: 'gathering', share: 0 })
    try {
      const volume = await gather((share) => {
        if (isWanted()) say({ kind: 'gathering', share })
      })
      if (!isWanted()) return undefined
      const { geometry } = volume
      say({ kind: 'running', progress: { stage: 'tissues', share: 0 } })
      const onProgress = proxy((progress: FindProgress) => {
        if (isWanted()) say({ kind: 'running', progress })
      })
      const result = await this.#start(series).remote.find(volume, options, onProgress)
      if (!result || !isWanted()) return undefined
      if (result.problem) {
        this.#end(series)
        say({ kind: 'problem', problem: result.problem.kind })
        return undefined
      }
      say({ kind: 'done', found: result, geometry })
      return result
    } catch (error) {
      this.#end(series)
      if (isWanted()) say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
      return undefined
    }
  }

  /**
   * Searches each slice alone. Only one is held at a time, and one that cannot be read does not hide the others.
   * @returns undefined when there is nothing to show: a problem, a failure, or Cancel
   */
  async runInSlices(
    series: string,
    { why, count, at }: Slices,
    options: Partial<FindOptions>,
  ): Promise<FoundInSlices | undefined> {
    if (this.isRunning(series)) return undefined
    const say = (state: SearchState) => this.#set(series, state)
    say({ kind: 'slices', done: 0, count })
    const running = this.#start(series)
    /** Another search may have begun after Cancel. */
    const isWanted = () => this.#running.get(series) === running
    let found = emptyResult(why)
    try {
      for (let index = 0; index < count; index++) {
        const slice = await at(index).catch((): SliceProblem => 'unreadable')
        if (!isWanted()) return undefined
        found = withSlice(found, await searched(running.remote, slice, options, found.candidates.length + 1))
        if (!isWanted()) return undefined
        say({ kind: 'slices', done: index + 1, count })
      }
    } catch (error) {
      if (!isWanted()) return undefined
      this.#end(series)
      say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
      return undefined
    }
    const problem = problemOfAll(found)
    if (problem) {
      this.#end(series)
      say({ kind: 'problem', problem })
      return undefined
    }
    say({ kind: 'sliced', found })
    return found
  }

  /** Measures pixels of one slice as `remeasure` does voxels. @throws Error when the series was not searched */
  async remeasureInSlice(
    series: string,
    slice: CtSlice,
    runs: Runs,
    id: number,
    kind: SliceCandidate['kind'],
  ): Promise<SliceCandidate | undefined> {
    return this.#searched(series).remote.remeasureInSlice(slice, runs, id, kind)
  }

  /**
   * Measures voxels that a reader put together or cut out of candidates of a series.
   * @throws Error when the series was not searched
   */
  async remeasure(
    series: string,
    runs: Runs,
    id: number,
    kind: Candidate['kind'],
  ): Promise<Candidate | undefined> {
    return this.#searched(series).remote.remeasure(runs, id, kind)
  }

  /** The Agatston-like score of each set of voxels. @throws Error as `remeasure` does */
  async scores(series: string, sets: readonly Runs[]): Promise<number[]> {
    return this.#searched(series).remote.scores(sets)
  }

  #searched(series: string): Running {
    const running = this.#running.get(series)
    if (!running) throw new Error('expected a series that was searched, got one that was not')
    return running
  }

  /** A series that cannot be searched says why. */
  refuse(series: string, problem: SliceProblem): void {
    this.#end(series)
    this.#set(series, { kind: 'problem', problem })
  }

  /** Stops a search at once; what was found before it is gone. */
  cancel(series: string): void {
    this.#end(series)
    this.#set(series, undefined)
  }

  #start(series: string): Running {
    this.#end(series)
    const worker = new Worker(new URL('../detection/candidates.worker.ts', import.meta.url), {
      type: 'module',
    })
    const running = { worker, remote: wrap<CandidatesService>(worker) }
    this.#running.set(series, running)
    return running
  }

  /** The memory of a worker comes back when the worker goes. */
  #end(series: string): void {
    this.#running.get(series)?.worker.terminate()
    this.#running.delete(series)
  }

  #set(series: string, state: SearchState | undefined): void {
    const states = new Map(this.#states)
    if (state) states.set(series, state)
    else states.delete(series)
    this.#states = states
  }
}

async function searched(
  remote: Running['remote'],
  slice: CtSlice | SliceProblem,
  options: Partial<FindOptions>,
  firstId: number,
) {
  if (typeof slice === 'string') return { problem: { kind: slice } }
  return remote.findInSlice(transfer(slice, [slice.values.buffer]), options, firstId)
}
