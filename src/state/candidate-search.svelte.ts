import { proxy, wrap, type Remote } from 'comlink'
import type { CandidatesService } from '../detection/candidates.worker'
import type { FindOptions, FindProgress, Found } from '../detection/candidates'
import type { Candidate } from '../detection/candidate'
import type { Runs } from '../detection/runs'
import type { CtVolume, VolumeProblem } from '../detection/volume'
import type { Irregularity, VolumeGeometry } from '../domain/volume-geometry'

/** How far the search through a series is. */
export type SearchState =
  | { readonly kind: 'gathering'; readonly share: number }
  | { readonly kind: 'running'; readonly progress: FindProgress }
  | { readonly kind: 'problem'; readonly problem: VolumeProblem }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly found: Found; readonly geometry: VolumeGeometry }

interface Running {
  readonly worker: Worker
  readonly remote: Remote<CandidatesService>
}

/** Searches for calcification: one worker for each series, kept with its voxels until the study is closed. */
export class CandidateSearch {
  #states: ReadonlyMap<string, SearchState> = $state.raw(new Map())
  #running = new Map<string, Running>()

  stateOf = (SeriesInstanceUID: string): SearchState | undefined => this.#states.get(SeriesInstanceUID)

  isRunning(SeriesInstanceUID: string): boolean {
    const kind = this.stateOf(SeriesInstanceUID)?.kind
    return kind === 'gathering' || kind === 'running'
  }

  /**
   * @param gather hands over the voxels, which the worker takes away
   * @returns undefined when there is nothing to show: a problem, a failure, or Cancel
   */
  async run(
    SeriesInstanceUID: string,
    gather: (onProgress: (share: number) => void) => Promise<CtVolume>,
    options: Partial<FindOptions>,
  ): Promise<Found | undefined> {
    if (this.isRunning(SeriesInstanceUID)) return undefined
    const say = (state: SearchState) => this.#set(SeriesInstanceUID, state)
    const isWanted = () => this.isRunning(SeriesInstanceUID)
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
      const result = await this.#start(SeriesInstanceUID).remote.find(volume, options, onProgress)
      if (!result || !isWanted()) return undefined
      if (result.problem) {
        this.#end(SeriesInstanceUID)
        say({ kind: 'problem', problem: result.problem })
        return undefined
      }
      say({ kind: 'done', found: result, geometry })
      return result
    } catch (error) {
      this.#end(SeriesInstanceUID)
      if (isWanted()) say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
      return undefined
    }
  }

  /**
   * Measures voxels that a reader put together or cut out of candidates of a series.
   * @throws Error when the series was not searched
   */
  async remeasure(
    SeriesInstanceUID: string,
    runs: Runs,
    id: number,
    kind: Candidate['kind'],
  ): Promise<Candidate | undefined> {
    return this.#searched(SeriesInstanceUID).remote.remeasure(runs, id, kind)
  }

  /** The Agatston-like score of each set of voxels. @throws Error as `remeasure` does */
  async scores(SeriesInstanceUID: string, sets: readonly Runs[]): Promise<number[]> {
    return this.#searched(SeriesInstanceUID).remote.scores(sets)
  }

  #searched(SeriesInstanceUID: string): Running {
    const running = this.#running.get(SeriesInstanceUID)
    if (!running) throw new Error('expected a series that was searched, got one that was not')
    return running
  }

  /** A series that is no volume is not searched, and says why. */
  refuse(SeriesInstanceUID: string, irregularity: Irregularity | 'colour'): void {
    this.#set(SeriesInstanceUID, { kind: 'problem', problem: { kind: 'irregular', irregularity } })
  }

  /** Stops a search at once; what was found before it is gone. */
  cancel(SeriesInstanceUID: string): void {
    this.#end(SeriesInstanceUID)
    this.#set(SeriesInstanceUID, undefined)
  }

  #start(SeriesInstanceUID: string): Running {
    this.#end(SeriesInstanceUID)
    const worker = new Worker(new URL('../detection/candidates.worker.ts', import.meta.url), {
      type: 'module',
    })
    const running = { worker, remote: wrap<CandidatesService>(worker) }
    this.#running.set(SeriesInstanceUID, running)
    return running
  }

  /** The memory of a worker comes back when the worker goes. */
  #end(SeriesInstanceUID: string): void {
    this.#running.get(SeriesInstanceUID)?.worker.terminate()
    this.#running.delete(SeriesInstanceUID)
  }

  #set(SeriesInstanceUID: string, state: SearchState | undefined): void {
    const states = new Map(this.#states)
    if (state) states.set(SeriesInstanceUID, state)
    else states.delete(SeriesInstanceUID)
    this.#states = states
  }
}
