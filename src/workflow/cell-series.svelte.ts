import { everySecond } from '../domain/memory'
import { isSameSeries, type Series, type SeriesRef } from '../domain/study'
import type { Cell } from '../state/layout.svelte'
import type { Workbench } from '../state/workbench.svelte'
import type { Share, Viewports } from './viewports.svelte'

/** The series that a viewport is told to show, how much of it may be decoded, and its voxels where they are needed. */
export class CellSeries {
  #cell: () => Cell
  #workbench: Workbench
  #viewports: Viewports
  #needsVoxels: () => boolean
  /** Whose voxels the worker holds. */
  #loaded: Series | undefined = $state.raw()
  filling = $state.raw({ loaded: 0, total: 0 })
  #failure: { readonly of: Series; readonly message: string } | undefined = $state.raw()

  readonly of: SeriesRef | undefined = $derived.by(() => {
    const { study, series } = this.#cell()
    return study && series ? { study, series } : undefined
  })
  readonly given: Series | undefined = $derived.by(() =>
    this.#workbench.series(this.of?.study, this.of?.series),
  )
  readonly share: Share | undefined = $derived.by(() => this.of && this.#viewports.shareOf(this.of))
  /** All of the series, or half of it where there is no memory for more. */
  readonly series: Series | undefined = $derived.by(() =>
    this.given && this.share === 'half' ? everySecond(this.given) : this.given,
  )
  readonly shape = $derived.by(() =>
    this.series && this.#needsVoxels() ? this.#viewports.volumes.shapeOf(this.series) : undefined,
  )

  /**
   * @param needsVoxels it is shown in other planes, or from outside
   * @param budget bytes for all that is decoded
   */
  constructor(
    cell: () => Cell,
    workbench: Workbench,
    viewports: Viewports,
    needsVoxels: () => boolean,
    budget: () => number,
  ) {
    this.#cell = cell
    this.#workbench = workbench
    this.#viewports = viewports
    this.#needsVoxels = needsVoxels
    $effect(() => {
      if (this.of && this.given && !workbench.opening) viewports.consider(this.of.study, this.given, budget())
    })
    // The voxels are gathered once nothing more is being opened.
    $effect(() => this.#gather())
  }

  get mayLoad(): boolean {
    return !this.#workbench.opening && (this.share === 'all' || this.share === 'half')
  }

  /** Its voxels are there. */
  get hasVoxels(): boolean {
    return this.series !== undefined && this.#loaded === this.series
  }

  /** Why its voxels cannot be had. */
  get failure(): string {
    return this.#failure && this.#failure.of === this.series ? this.#failure.message : ''
  }

  isOf = (other: Partial<SeriesRef> | undefined): boolean => isSameSeries(this.of, other)

  #gather(): void {
    const { of, series, shape } = this
    if (!of || !series || !shape?.geometry || this.hasVoxels || !this.mayLoad) return
    this.filling = { loaded: 0, total: 0 }
    this.#viewports.volumes
      .load(of.study, series, shape.geometry, (loaded, total) => {
        // In twentieths: to paint each frame's step would take longer than to decode it.
        if (this.series === series && isStep(loaded, total)) this.filling = { loaded, total }
      })
      .then(
        () => {
          if (this.series === series) this.#loaded = series
        },
        (error: unknown) =>
          (this.#failure = { of: series, message: error instanceof Error ? error.message : String(error) }),
      )
  }
}

/** Whether progress has come a twentieth further, or to its end. */
export const isStep = (loaded: number, total: number): boolean =>
  loaded === total || loaded % Math.ceil(total / 20) === 0
