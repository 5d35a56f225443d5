import { createContext } from 'svelte'
import { dot, planeNormal, type ImagePlane, type Vec3 } from '../domain/image-plane'
import { decodedBytes } from '../domain/memory'
import type { Series, Study } from '../domain/study'
import { FrameStore, type FrameBytes } from '../viewer/frame-store'
import { Volumes } from '../viewer/volumes'
import { isAlike, type View } from '../viewer/view'
import type { Viewport } from '../viewer/viewport'

/** What lies under the pointer. */
export interface Probe {
  /** From 1. */
  readonly column: number
  readonly row: number
  /** Modality value; undefined in colour. */
  readonly value?: number
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
  #taken: ReadonlyMap<string, { readonly share: Share; readonly bytes: number }> = $state.raw(new Map())
  #handles = new Map<number, Viewport>()
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
  shareOf = (series: Series): Share | undefined => this.#taken.get(series.SeriesInstanceUID)?.share

  /** Lets a series in when there is room for it, else asks. @param budget bytes for all that is decoded */
  consider(series: Series, budget: number): void {
    if (this.asked || this.shareOf(series)) return
    this.frames.budget = budget
    // Once as frames, once as the voxels that planes are cut from.
    const bytes = decodedBytes(series) * (this.volumes.shapeOf(series).geometry ? 2 : 1)
    const others = [...this.#taken.values()].reduce((sum, taken) => sum + taken.bytes, 0)
    if (bytes + others <= budget) this.#take(series, 'all', bytes)
    else this.asked = { series, bytes, others }
  }

  /** @param alone the memory of all other series is given back first */
  answer(share: Share, alone = false): void {
    if (!this.asked) return
    const { series, bytes } = this.asked
    if (alone) {
      this.frames.forgetAllBut(series)
      for (const uid of this.#taken.keys()) if (uid !== series.SeriesInstanceUID) this.volumes.releaseBy(uid)
      this.#taken = new Map()
    }
    this.#take(series, share, { all: bytes, half: bytes / 2, none: 0 }[share])
    this.asked = undefined
  }

  /** Gives back the memory of a study that was closed. */
  forget(study: Study): void {
    this.frames.forget(study)
    const taken = new Map(this.#taken)
    for (const { SeriesInstanceUID } of study.series) {
      this.volumes.releaseBy(SeriesInstanceUID)
      taken.delete(SeriesInstanceUID)
    }
    this.#taken = taken
  }

  #take({ SeriesInstanceUID }: Series, share: Share, bytes: number): void {
    this.#taken = new Map([...this.#taken, [SeriesInstanceUID, { share, bytes }]])
  }

  /** Lets a viewport adjust what its tool has made: 1 is less of it. */
  onAdjust(id: number, act: (by: 1 | -1) => void): () => void {
    this.#adjusters.set(id, act)
    return () => void this.#adjusters.delete(id)
  }
  adjust = (id: number, by: 1 | -1): void => this.#adjusters.get(id)?.(by)

  attach(id: number, viewport: Viewport): void {
    this.#handles.set(id, viewport)
  }

  detach(id: number): void {
    this.#handles.delete(id)
    this.#elements.delete(id)
    this.setView(id, undefined)
  }

  handle(id: number): Viewport | undefined {
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
      const [from, to] = [leader.instance.plane, view.instance.plane]
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

  #nearestKind(id: number, { series }: View): number {
    const others = this.others(id)
    const kin = others.find((other) => other.view.series.Modality === series.Modality) ?? others.at(0)
    return kin?.id ?? id
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

/** Parallel, in one frame of reference. */
export const isSamePlane = (a: ImagePlane, b: ImagePlane): boolean =>
  a.FrameOfReferenceUID === b.FrameOfReferenceUID &&
  a.FrameOfReferenceUID !== '' &&
  Math.abs(dot(planeNormal(a), planeNormal(b))) > 0.98

export const [useViewports, provideViewports] = createContext<Viewports>()
