import type { Shape } from '../domain/region'

/** How many viewports, by columns and rows. */
export interface Grid {
  readonly columns: number
  readonly rows: number
}

export const GRIDS: readonly Grid[] = [
  { columns: 1, rows: 1 },
  { columns: 2, rows: 1 },
  { columns: 1, rows: 2 },
  { columns: 2, rows: 2 },
]

/** What the left button does: handles the picture, or draws a mark. */
export type Tool = 'window' | 'zoom' | 'pan' | 'scroll' | 'select' | Shape

export const STEPS = ['mark', 'describe', 'reason', 'report'] as const
export type Step = (typeof STEPS)[number]

export interface Cell {
  readonly id: number
  /** `studyKey` of the study; undefined while the viewport is empty. */
  readonly study?: string
  readonly SeriesInstanceUID?: string
}

/** Where the reader is asked to look: a slice to show, and the place on it. */
export interface Target {
  readonly SOPInstanceUID: string
  readonly frameNumber: number
  readonly point: readonly [column: number, row: number]
}

/** The viewports, the active one, and the tool in hand. */
export class Layout {
  #grid: Grid = $state.raw(GRIDS[0])
  #cells: readonly Cell[] = $state.raw([{ id: 0 }])
  #active = $state(0)
  #maximised = $state(false)
  #target: Target | undefined = $state.raw()
  tool: Tool = $state('window')
  step: Step = $state('mark')
  overlays: 'all' | 'noIdentity' | 'none' = $state('all')

  get grid(): Grid {
    return this.#maximised ? GRIDS[0] : this.#grid
  }
  get cells(): readonly Cell[] {
    return this.#maximised ? this.#cells.filter(({ id }) => id === this.#active) : this.#cells
  }
  get active(): Cell {
    return this.#cells.find(({ id }) => id === this.#active) ?? this.#cells[0]
  }
  get maximised(): boolean {
    return this.#maximised
  }

  /** The last place the reader was sent to; the viewport that shows its series goes there. */
  get target(): Target | undefined {
    return this.#target
  }

  /** Shows a place: in the viewport that has the series already, else in the active one. */
  lookAt(target: Target, study: string, SeriesInstanceUID: string): void {
    const showing = this.#cells.find((cell) => cell.SeriesInstanceUID === SeriesInstanceUID)
    const isActive = this.active.SeriesInstanceUID === SeriesInstanceUID
    if (showing && !isActive) this.#active = showing.id
    if (!showing) this.showSeries(study, SeriesInstanceUID)
    this.#target = target
  }

  setGrid(grid: Grid): void {
    const count = grid.columns * grid.rows
    this.#grid = grid
    this.#maximised = false
    this.#cells = Array.from({ length: count }, (_, id) => this.#cells[id] ?? { id })
    if (this.#active >= count) this.#active = 0
  }

  activate(id: number): void {
    this.#active = id
  }

  /** @param step 1 for the next viewport, −1 for the one before */
  activateNext(step: number): void {
    const at = this.#cells.findIndex(({ id }) => id === this.#active)
    this.#active = this.#cells[(at + step + this.#cells.length) % this.#cells.length].id
  }

  toggleMaximised(): void {
    this.#maximised = !this.#maximised && this.#cells.length > 1
  }

  showSeries(study: string, SeriesInstanceUID: string, id = this.#active): void {
    this.#cells = this.#cells.map((cell) => (cell.id === id ? { id, study, SeriesInstanceUID } : cell))
  }

  /** Takes a closed study out of the viewports. */
  emptyStudy(study: string): void {
    this.#cells = this.#cells.map((cell) => (cell.study === study ? { id: cell.id } : cell))
  }

  nextOverlays(): void {
    this.overlays = this.overlays === 'all' ? 'noIdentity' : this.overlays === 'noIdentity' ? 'none' : 'all'
  }
}
