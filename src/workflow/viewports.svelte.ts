import { createContext } from 'svelte'
import { dot, planeNormal, type ImagePlane, type Vec3 } from '../domain/image-plane'
import { decodedBytes } from '../domain/memory'
import {
  isSameSeries,
  refTo,
  seriesKey,
  studyKey,
  type Series,
  type SeriesRef,
  type Study,
} from '../domain/study'
import {
  acquiredStack,
  EngineError,
  FrameStore,
  isAlike,
  startEngine,
  Volumes,
  type Engine,
  type EngineFailure,
  type EngineOptions,
  type FrameBytes,
  type ImageViewport,
  type NamedSurface,
  type Stack,
  type View,
} from '../viewer/port'

/** What lies under the pointer. */
export interface Probe {
  /** From 1. */
  readonly column: number
  readonly row: number
  /** Modality value; undefined in colour. */
  readonly value?: number
  /** The value stands for no measurement. */
  readonly isPadding?: boolean
  readonly unit: string
  /** As they stand in the file, one for each sample. */
  readonly stored: readonly number[]
  /** Patient mm. */
  readonly place?: Vec3
}

/** How much of a series is decoded ahead. */
export type Share = 'all' | 'half' | 'none'

/** A series that would take more memory than there is. */
export interface Asked {
  /** `studyKey` of its study. */
  readonly study: string
  readonly series: Series
  readonly bytes: number
  /** What the other series take. */
  readonly others: number
}

/** The viewports on screen and what each shows now, by the id of their cell. */
export class Viewports {
  /** Decoded frames, shared by all that draw. */
  readonly frames: FrameStore
  /** Where the pointer is, while it is over an image. */
  probe: Probe | undefined = $state.raw()
  readonly volumes: Volumes
  /** The reader is asked what to do about a series that is too large. */
  asked: Asked | undefined = $state.raw()
  #taken: ReadonlyMap<string, { readonly of: SeriesRef; readonly share: Share; readonly bytes: number }> =
    $state.raw(new Map())
  #handles = new Map<number, ImageViewport>()
  #views: ReadonlyMap<number, View> = $state.raw(new Map())
  #elements = new Map<number, HTMLElement>()
  /** Whose picture the others take on. */
  #leader = 0
  #adjusters = new Map<number, (by: 1 | -1) => void>()

  /** An empty viewport has an element too: the keyboard must be able to reach it. */
  mount(id: number, element: HTMLElement): void {
    this.#elements.set(id, element)
  }

  constructor(frameBytes: FrameBytes) {
    this.frames = new FrameStore(frameBytes)
    this.volumes = new Volumes(this.frames)
  }

  /** How much of a series may be decoded ahead; undefined before that is known. */
  shareOf = (of: SeriesRef): Share | undefined => this.#taken.get(seriesKey(of))?.share

  #stacks = new WeakMap<Series, Stack>()

  /** The frames of an open series. */
  stackOf(study: string, series: Series): Stack {
    const known = this.#stacks.get(series)
    if (known?.of.study === study) return known
    const stack = acquiredStack(study, series, this.frames)
    this.#stacks.set(series, stack)
    return stack
  }

  /** Lets a series in when there is room for it, else asks. @param budget bytes for all that is decoded */
  consider(study: string, series: Series, budget: number): void {
    const of = refTo(study, series)
    if (this.asked || this.shareOf(of)) return
    this.frames.budget = budget
    // Once as frames, once as the voxels that planes are cut from.
    const bytes = decodedBytes(series) * (this.volumes.shapeOf(series).geometry ? 2 : 1)
    const others = [...this.#taken.values()].reduce((sum, taken) => sum + taken.bytes, 0)
    if (bytes + others <= budget) this.#take(of, 'all', bytes)
    else this.asked = { study, series, bytes, others }
  }

  /** @param alone the memory of all other series is given back first */
  answer(share: Share, alone = false): void {
    if (!this.asked) return
    const { study, series, bytes } = this.asked
    const of = refTo(study, series)
    if (alone) {
      this.frames.forgetAllBut(series)
      for (const other of this.#taken.values())
        if (seriesKey(other.of) !== seriesKey(of)) this.volumes.release(other.of)
      this.#taken = new Map()
    }
    this.#take(of, share, { all: bytes, half: bytes / 2, none: 0 }[share])
    this.asked = undefined
  }

  /** Gives back the memory of a study that was closed. */
  forget(study: Study): void {
    this.frames.forget(study)
    const taken = new Map(this.#taken)
    for (const series of study.series) {
      const of = refTo(studyKey(study), series)
      this.volumes.release(of)
      taken.delete(seriesKey(of))
    }
    this.#taken = taken
  }

  #take(of: SeriesRef, share: Share, bytes: number): void {
    this.#taken = new Map([...this.#taken, [seriesKey(of), { of, share, bytes }]])
  }

  /** Lets a viewport adjust what its tool has made: 1 is less of it. */
  onAdjust(id: number, act: (by: 1 | -1) => void): () => void {
    this.#adjusters.set(id, act)
    return () => void this.#adjusters.delete(id)
  }
  adjust = (id: number, by: 1 | -1): void => this.#adjusters.get(id)?.(by)

  attach(id: number, viewport: ImageViewport): void {
    this.#handles.set(id, viewport)
    if (this.#engine) viewport.drawBy(this.#surfaceFor)
  }

  #engine?: Engine
  /** The engine, where a graphics card is behind it: for planes and volumes. */
  graphics: Engine | undefined = $state.raw()
  /** Why images are drawn without the engine, or volumes without the graphics card they were drawn by. */
  engineFailure: EngineFailure | 'contextLost' | undefined = $state.raw()

  /**
   * Fetches and starts what draws. Until it is there, and where it cannot be had, images are drawn plainly, and volumes
   * by a worker.
   */
  async startEngine(options: EngineOptions = {}): Promise<void> {
    if (this.#engine) return
    try {
      const engine = (this.#engine = await startEngine(options))
      this.engineFailure = undefined
      if (engine.backing.gpu) this.graphics = engine
      this.#redraw()
      engine.onContextLost(() => {
        if (!this.graphics) return
        this.graphics = undefined
        this.engineFailure = 'contextLost'
        this.#redraw()
      })
      // Where they cannot be had, the mouse does the same without them.
      engine.fetchTools().catch(() => undefined)
    } catch (error) {
      this.engineFailure = error instanceof EngineError ? error.failure : 'notStarted'
    }
  }

  #redraw(): void {
    for (const viewport of this.#handles.values()) viewport.drawBy(this.#surfaceFor)
  }

  /** Planes by the graphics card where there is one that can hold the voxels; all else by the processor. */
  #surfaceFor = (stack: Stack | undefined): NamedSurface => {
    const [engine, graphics] = [this.#engine as Engine, this.graphics]
    const { geometry } = stack ?? {}
    if (!stack || !geometry || !graphics || graphics.noTextureFor(geometry))
      return { name: 'planar', make: (element, events) => engine.planarSurface(element, events) }
    const { of, series } = stack
    const texture = () => this.volumes.texture(graphics, of.study, series, geometry)
    return {
      name: `gpu ${seriesKey(of)} ${series.instances.length}`,
      make: (element, events) => graphics.planeSurface(element, texture, geometry, events),
    }
  }

  detach(id: number): void {
    this.#handles.delete(id)
    this.#elements.delete(id)
    this.setView(id, undefined)
  }

  handle(id: number): ImageViewport | undefined {
    return this.#handles.get(id)
  }
  view(id: number): View | undefined {
    return this.#views.get(id)
  }
  /** What is shown elsewhere. */
  others(id: number): readonly { readonly id: number; readonly view: View }[] {
    return [...this.#views].filter(([other]) => other !== id).map(([other, view]) => ({ id: other, view }))
  }
  get views(): readonly View[] {
    return [...this.#views.values()]
  }

  /**
   * Brings the other viewports to where one has gone: by the patient's place where they share a frame of
   * reference and lie in the same plane, else by their share of the way.
   */
  follow(id: number): void {
    const leader = this.#views.get(id)
    if (!leader) return
    for (const { id: other, view } of this.others(id)) {
      const handle = this.#handles.get(other)
      const [from, to] = [leader.image.plane, view.image.plane]
      if (from && to && isSamePlane(from, to)) {
        const slice = handle?.sliceNear(from.ImagePositionPatient)
        if (slice !== undefined) void handle?.scrollTo(slice)
      } else void handle?.scrollToShare(leader.sliceIndex / Math.max(1, leader.sliceCount - 1))
    }
  }

  /** The reader chose window, zoom, pan and turn in this viewport: those that are to be alike take them on from it. */
  lead(id: number): void {
    this.#leader = id
  }

  /**
   * Makes one that was drawn and the others alike. Sizes reach viewports one after another: whichever comes last,
   * all have the picture of the one that leads.
   * @param anew it shows another series: it takes on what the others have
   */
  makeAlike(id: number, anew = false): void {
    const view = this.#views.get(id)
    if (!view) return
    if (anew || !this.#views.has(this.#leader)) this.#leader = this.#nearestKind(id, view)
    const leader = this.#views.get(this.#leader) as View
    if (this.#leader !== id) return this.#showAlike(id, leader, view)
    for (const { id: other, view } of this.others(id)) this.#showAlike(other, leader, view)
  }

  /** The viewport whose window was chosen last, by its series. */
  #windows = new Map<string, number>()

  /** The reader chose a window in this viewport: what shares it with it takes it on. */
  leadWindow(id: number): void {
    const view = this.#views.get(id)
    if (view) this.#windows.set(seriesKey(view.of), id)
  }

  /** What was drawn takes the window of its volume on, or gives its own to the other planes. */
  shareWindow(id: number): void {
    const view = this.#views.get(id)
    const from = view && this.#windows.get(seriesKey(view.of))
    const leader = from === undefined ? undefined : this.#views.get(from)
    if (!view || !leader) return
    for (const [other, own] of from === id ? [...this.#views] : [[id, view] as const])
      if (sharesWindow(leader, own) && !hasWindowOf(own, leader))
        this.#handles.get(other)?.showWindowOf(leader)
  }

  #nearestKind(id: number, { series }: View): number {
    const others = this.others(id)
    const similar = others.find((other) => other.view.series.Modality === series.Modality) ?? others.at(0)
    return similar?.id ?? id
  }

  #showAlike(id: number, leader: View, view: View): void {
    if (!isAlike(leader, view)) this.#handles.get(id)?.showAs(leader)
  }

  setView(id: number, view: View | undefined): void {
    const views = new Map(this.#views)
    if (view) views.set(id, view)
    else views.delete(id)
    this.#views = views
  }

  focus(id: number): void {
    this.#elements.get(id)?.focus()
  }
}

/** One volume in two planes. Its slices as they were acquired, seen twice, may be seen in two windows. */
const sharesWindow = (a: View, b: View): boolean =>
  isSameSeries(a.of, b.of) && (a.image.kind === 'cut' || b.image.kind === 'cut')

const hasWindowOf = (a: View, b: View): boolean =>
  a.window.center === b.window.center && a.window.width === b.window.width && a.inverted === b.inverted

/** Parallel, in one frame of reference. */
export const isSamePlane = (a: ImagePlane, b: ImagePlane): boolean =>
  a.FrameOfReferenceUID === b.FrameOfReferenceUID &&
  a.FrameOfReferenceUID !== '' &&
  Math.abs(dot(planeNormal(a), planeNormal(b))) > 0.98

export const [useViewports, provideViewports] = createContext<Viewports>()
