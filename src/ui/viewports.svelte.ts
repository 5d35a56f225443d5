import { createContext } from 'svelte'
import { dot, planeNormal, type ImagePlane, type Vec3 } from '../domain/image-plane'
import { FrameStore, type FrameBytes } from '../viewer/frame-store'
import { Volumes } from '../viewer/volumes'
import type { View, Viewport } from '../viewer/viewport'

/** What lies under the pointer. */
export interface Probe {
  /** From 1. */
  readonly column: number
  readonly row: number
  /** Modality value; undefined in colour. */
  readonly value?: number
  readonly unit: string
  /** Patient mm. */
  readonly place?: Vec3
}

/** The viewports on screen and what each shows now, by the id of their cell. */
export class Viewports {
  /** Decoded frames, shared by all that draw. */
  readonly frames: FrameStore
  /** Where the pointer is, while it is over an image. */
  probe: Probe | undefined = $state.raw()
  readonly volumes: Volumes
  #handles = new Map<number, Viewport>()
  #views: ReadonlyMap<number, View> = $state.raw(new Map())
  #elements = new Map<number, HTMLElement>()

  /** An empty viewport has an element too: the keyboard must be able to reach it. */
  mount(id: number, element: HTMLElement): void {
    this.#elements.set(id, element)
  }

  constructor(frameBytes: FrameBytes) {
    this.frames = new FrameStore(frameBytes)
    this.volumes = new Volumes(this.frames)
  }

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

  /** The others take on window, zoom, pan and turn of one. */
  followPicture(id: number): void {
    const leader = this.#views.get(id)
    if (!leader) return
    for (const { id: other, view } of this.others(id))
      if (!isAlike(leader, view)) this.#handles.get(other)?.showAs(leader)
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

function isAlike(a: View, b: View): boolean {
  const comparable = a.series.Modality === b.series.Modality
  const sameWindow = a.window.center === b.window.center && a.window.width === b.window.width
  return a.presentation === b.presentation && (!comparable || (sameWindow && a.inverted === b.inverted))
}

export const [useViewports, provideViewports] = createContext<Viewports>()
