import type { PixelPoint, Vec3 } from '../domain/image-plane'
import { NO_SLAB, SLAB_MODES, type Slab, type Turn } from '../domain/reformat'
import type { Shape } from '../domain/region'
import { isSameSeries, type Instance } from '../domain/study'
import type { Translate } from '../i18n/translate'

/** How many viewports, by columns and rows. */
export interface Grid {
  readonly columns: number
  readonly rows: number
}

export const GRIDS: readonly Grid[] = [1, 2, 3].flatMap((rows) =>
  [1, 2, 3].map((columns) => ({ columns, rows })),
)

/** Slices as they were acquired, the same voxels in another plane, or all of them at once. */
export type CellView = 'stack' | 'axial' | 'coronal' | 'sagittal' | 'volume'

/** What the left button does: handles the picture, or draws a mark. */
export type Tool =
  | 'window'
  | 'zoom'
  | 'pan'
  | 'scroll'
  | 'select'
  | 'crosshair'
  | 'magnify'
  | 'calibrate'
  | 'region'
  | 'grow'
  | 'brush'
  | 'eraser'
  | Shape

export const STEPS = ['mark', 'describe', 'reason', 'report'] as const
export type Step = (typeof STEPS)[number]

export interface Cell {
  readonly id: number
  /** `studyKey` of the study; undefined while the viewport is empty. */
  readonly study?: string
  /** `groupKey` of the series. */
  readonly series?: string
  /** `stack` where it is not said. */
  readonly view?: CellView
}

/** A series in a viewport to be. */
export type Placed = Required<Pick<Cell, 'study' | 'series'>> & Pick<Cell, 'view'>

/** A place in the patient, mm. */
export interface Crosshair {
  readonly FrameOfReferenceUID: string
  readonly point: Vec3
  /** The viewport in which the reader pointed: its picture stays where it is. */
  readonly from?: number
}

/** A line on an image whose length the reader is about to say. */
export interface DrawnLine {
  /** `studyKey` of the study. */
  readonly study: string
  readonly instance: Instance
  readonly points: readonly [PixelPoint, PixelPoint]
}

/** Where the reader is asked to look: a slice to show, and the place on it. */
export interface Target {
  readonly SOPInstanceUID: string
  readonly frameNumber: number
  readonly point: readonly [column: number, row: number]
}

/** Something that was done, said for a moment. */
export interface Said {
  readonly text: (t: Translate) => string
}

/** The viewports, the active one, and the active tool. */
export class Layout {
  #grid: Grid = $state.raw(GRIDS[0])
  #cells: readonly Cell[] = $state.raw([{ id: 0 }])
  #active = $state(0)
  #maximised = $state(false)
  #target: Target | undefined = $state.raw()
  #arranged = $state(false)
  tool: Tool = $state('window')
  step: Step = $state('mark')
  /** What the first step lists: the reader's marks, or what a search found. */
  list: 'marks' | 'found' = $state('marks')
  overlays: 'all' | 'noIdentity' | 'none' = $state('all')
  /** What the files cover with a display shutter is covered. */
  shutters = $state(true)
  /** Where the planes of the other viewports cut an image. */
  referenceLines = $state(true)
  /** Radius of brush and eraser, in columns of the image. */
  brush = $state(4)
  /** Planes of one volume share window and level. */
  sharesWindow = $state(true)
  /** Viewports share window, zoom, pan and turn. */
  alike = $state(false)
  /** A calibration line that was drawn: its length is being asked. */
  line: DrawnLine | undefined = $state.raw()
  /** What was just done. */
  said: Said | undefined = $state.raw()
  /** Where the list of studies was left, px, and the study then in front. */
  studiesLeftAt: { readonly study: string; readonly top: number } | undefined
  /** The report is in a window of its own. */
  reportApart = $state(false)
  /** Viewports scroll together. */
  linked = $state(false)
  #turns: readonly Turn[] = $state.raw([])
  #slab: Slab = $state.raw(NO_SLAB)
  #crosshair: Crosshair | undefined = $state.raw()

  get grid(): Grid {
    return this.#maximised ? GRIDS[0] : this.#grid
  }
  get cells(): readonly Cell[] {
    return this.#maximised ? this.#cells.filter(({ id }) => id === this.#active) : this.#cells
  }
  get active(): Cell {
    return this.#cells.find(({ id }) => id === this.#active) ?? this.#cells[0]
  }
  /** How the three planes are turned. */
  get turns(): readonly Turn[] {
    return this.#turns
  }
  get slab(): Slab {
    return this.#slab
  }
  /** The place the reader pointed at; every viewport of its frame of reference goes there. */
  get crosshair(): Crosshair | undefined {
    return this.#crosshair
  }

  pointAt(FrameOfReferenceUID: string, point: Vec3, from?: number): void {
    this.#crosshair = { FrameOfReferenceUID, point, from }
  }
  /** Turns in a row about one axis are one turn. */
  turnPlanes(turn: Turn): void {
    const last = this.#turns.at(-1)
    const goesOn = last?.within === turn.within && last !== undefined && isSameAxis(last.about, turn.about)
    this.#turns = goesOn
      ? [...this.#turns.slice(0, -1), { ...last, degrees: last.degrees + turn.degrees }]
      : [...this.#turns, turn]
  }
  straightenPlanes(): void {
    this.#turns = []
  }

  /** No slab, then the largest, the least and the mean value through one. */
  nextSlab(): void {
    const { mode, thicknessMm } = this.#slab
    const at = SLAB_MODES.indexOf(mode)
    if (thicknessMm === 0) this.#slab = { mode: SLAB_MODES[0], thicknessMm: 10 }
    else if (at === SLAB_MODES.length - 1) this.#slab = NO_SLAB
    else this.#slab = { mode: SLAB_MODES[at + 1], thicknessMm }
  }
  /** @param factor above 1 for a thicker slab */
  thickenSlab(factor: number): void {
    const { mode, thicknessMm } = this.#slab
    if (thicknessMm === 0) this.#slab = { mode, thicknessMm: factor > 1 ? 5 : 0 }
    else this.#slab = { mode, thicknessMm: Math.min(200, Math.max(2, Math.round(thicknessMm * factor))) }
  }

  /** The same series in the three planes and as a volume; or as it was acquired, in one viewport. */
  toggleMpr(): void {
    const { study, series, view = 'stack' } = this.active
    if (!study || !series) return
    this.#arranged = true
    if (view !== 'stack') {
      this.arrange({ grid: GRIDS[0], cells: [{ study, series }] })
    } else {
      const views = ['axial', 'coronal', 'sagittal', 'volume'] as const
      this.arrange({
        grid: { columns: 2, rows: 2 },
        cells: views.map((it) => ({ study, series, view: it })),
      })
      this.tool = 'crosshair'
    }
    this.#arranged = true
  }

  setView(view: CellView, id = this.#active): void {
    this.#arranged = true
    this.#cells = this.#cells.map((cell) => (cell.id === id ? { ...cell, view } : cell))
  }

  get maximised(): boolean {
    return this.#maximised
  }

  /** The reader has chosen viewports or what they show; what is opened next does not rearrange them. */
  get arranged(): boolean {
    return this.#arranged
  }

  /** What every viewport shows, also those behind a maximised one; undefined for an empty one. */
  get placed(): { grid: Grid; cells: (Placed | undefined)[] } {
    const cells = this.#cells.map(({ study, series, view }) =>
      study && series ? { study, series, ...(view && { view }) } : undefined,
    )
    return { grid: this.#grid, cells }
  }

  /** The last place the reader was sent to; the viewport that shows its series goes there. */
  get target(): Target | undefined {
    return this.#target
  }

  /** Shows a place: in the viewport that has the series already, else in the active one. */
  lookAt(target: Target, study: string, series: string): void {
    const of = { study, series }
    const showing = this.#cells.find((cell) => isSameSeries(cell, of))
    const isActive = isSameSeries(this.active, of)
    if (showing && !isActive) this.#active = showing.id
    if (!showing) this.showSeries(study, series)
    this.#target = target
  }

  setGrid(grid: Grid): void {
    const count = grid.columns * grid.rows
    this.#arranged = true
    this.#grid = grid
    this.#maximised = false
    this.#cells = Array.from({ length: count }, (_, id) => this.#cells[id] ?? { id })
    if (this.#active >= count) this.#active = 0
  }

  /** Shows what an opening rule or a remembered layout says; the first viewport is the active one. */
  arrange({ grid, cells }: { grid: Grid; cells: readonly (Placed | undefined)[] }): void {
    this.#arranged = false
    this.#grid = grid
    this.#maximised = false
    this.#cells = Array.from({ length: grid.columns * grid.rows }, (_, id) => ({ ...cells[id], id }))
    this.#active = 0
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

  /** What the reader puts into a viewport stays there. */
  chooseSeries(study: string, series: string, id = this.#active): void {
    this.#arranged = true
    this.showSeries(study, series, id)
  }

  /** The active viewport is one of several that show one series, in planes or as a volume. */
  get isPlaneSet(): boolean {
    const { active } = this
    const set = this.#cells.filter((cell) => isSameSeries(cell, active))
    return set.length > 1 && set.some(({ view = 'stack' }) => view !== 'stack')
  }

  /** Another series in all viewports of the set; alone in one viewport where it is no volume. */
  chooseForPlanes(study: string, series: string, isVolume: boolean): void {
    const before = this.active
    if (isVolume)
      this.#cells = this.#cells.map((cell) =>
        isSameSeries(cell, before) ? { ...cell, study, series } : cell,
      )
    else this.arrange({ grid: GRIDS[0], cells: [{ study, series }] })
    this.#arranged = true
  }

  showSeries(study: string, series: string, id = this.#active): void {
    this.#cells = this.#cells.map((cell) => (cell.id === id ? { id, study, series } : cell))
  }

  /** Takes a closed study out of the viewports. */
  emptyStudy(study: string): void {
    this.#cells = this.#cells.map((cell) => (cell.study === study ? { id: cell.id } : cell))
  }

  nextOverlays(): void {
    this.overlays = this.overlays === 'all' ? 'noIdentity' : this.overlays === 'noIdentity' ? 'none' : 'all'
  }
}

const isSameAxis = (a: Vec3, b: Vec3): boolean => a[0] * b[0] + a[1] * b[1] + a[2] * b[2] > 0.999999
