import { createContext } from 'svelte'
import { FrameStore, type FrameBytes } from '../viewer/frame-store'
import type { View, Viewport } from '../viewer/viewport'

/** The viewports on screen and what each shows now, by the id of their cell. */
export class Viewports {
  /** Decoded frames, shared by all that draw. */
  readonly frames: FrameStore
  #handles = new Map<number, Viewport>()
  #views: ReadonlyMap<number, View> = $state.raw(new Map())
  #elements = new Map<number, HTMLElement>()

  /** An empty viewport has an element too: the keyboard must be able to reach it. */
  mount(id: number, element: HTMLElement): void {
    this.#elements.set(id, element)
  }

  constructor(frameBytes: FrameBytes) {
    this.frames = new FrameStore(frameBytes)
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
  get views(): readonly View[] {
    return [...this.#views.values()]
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

export const [useViewports, provideViewports] = createContext<Viewports>()
