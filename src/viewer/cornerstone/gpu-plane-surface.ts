import type { Display, ShownFrame, Surface, SurfaceEvents } from '../picture/surface'
import { sheetOf } from '../picture/display'
import { toScreen, type Presentation, type Size } from '../picture/presentation'
import type { GpuPlane } from './gpu-planes'
import { largestShift } from './view-state'

/** Screen pixels that a picture may lie from where it was asked for. */
const NEAR_PX = 0.5

interface Order {
  readonly of: ShownFrame
  readonly display: Display
  readonly presentation: Presentation
  readonly size: Size
}

/**
 * Planes cut by the graphics card out of voxels that it holds: nothing has to be decoded or cut for a picture. What it
 * cannot draw as the standard says (a curve of the file, a sigmoid) it refuses.
 */
export class GpuPlaneSurface implements Surface {
  readonly drawsVoxels = true
  readonly canvas: HTMLCanvasElement
  #element: HTMLDivElement
  #events: SurfaceEvents
  #view?: GpuPlane
  #order?: Order
  #drawnSize: Size = { width: 0, height: 0 }
  #resize: () => void
  #disposed = false

  /**
   * @param planeOn makes the view in an element of its own, once the voxels are there
   * @param resize fits what the graphics card draws to its elements
   */
  constructor(
    host: HTMLElement,
    planeOn: (element: HTMLDivElement) => Promise<GpuPlane>,
    resize: () => void,
    events: SurfaceEvents,
  ) {
    this.#events = events
    this.#resize = resize
    this.#element = document.createElement('div')
    this.#element.style.cssText = 'position: absolute; inset: 0; visibility: hidden'
    // What the card draws is copied here, as its own canvas comes and goes with the view.
    this.canvas = document.createElement('canvas')
    host.prepend(this.canvas)
    host.prepend(this.#element)
    planeOn(this.#element).then(
      (view) => this.#take(view),
      () => this.#events.onRefused(),
    )
  }

  draw(of: ShownFrame, display: Display, presentation: Presentation, size: Size): void {
    this.#order = { of, display, presentation, size }
    if (this.#view) this.#draw(this.#view, this.#order)
  }

  clear(): void {
    this.#order = undefined
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height)
  }

  dispose(): void {
    this.#disposed = true
    this.#order = undefined
    this.#view?.dispose()
    this.#element.remove()
    this.canvas.remove()
  }

  #take(view: GpuPlane): void {
    if (this.#disposed) return view.dispose()
    this.#view = view
    view.onDrawn(() => this.#copy(view))
    if (this.#order) this.#draw(view, this.#order)
  }

  #draw(view: GpuPlane, { of, display, presentation, size }: Order): void {
    const { image } = of
    if (image.kind !== 'cut' || display.voi === 'SIGMOID' || display.window.table)
      return this.#events.onRefused()
    if (size.width !== this.#drawnSize.width || size.height !== this.#drawnSize.height) this.#resize()
    this.#drawnSize = size
    const map = view.draw(image, { ...display, slab: image.slab }, presentation, size)
    const sheet = sheetOf(image)
    const apart =
      largestShift(map, toScreen(presentation, sheet, size), sheet) * (window.devicePixelRatio || 1)
    if (apart > NEAR_PX) this.#events.onRefused()
  }

  /** The card's picture of the order that stands; what comes after `clear` is thrown away. */
  #copy(view: GpuPlane): void {
    if (!this.#order) return
    const { canvas } = view
    if (this.canvas.width !== canvas.width) this.canvas.width = canvas.width
    if (this.canvas.height !== canvas.height) this.canvas.height = canvas.height
    this.canvas.getContext('2d', { alpha: false })?.drawImage(canvas, 0, 0)
    this.#events.onDrawn()
  }
}
