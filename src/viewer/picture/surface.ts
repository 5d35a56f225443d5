import type { ShownImage } from '../../domain/shown-image'
import type { DecodedFrame } from '../decoding/decoded-frame'
import { sheetOf } from './display'
import type { MouseTools } from '../gestures'
import { toScreen, type Presentation, type Size } from './presentation'
import type { Stack } from '../stack'
import { StackCanvas, type Display } from './stack-canvas'

export type { Display }

/** An image of a stack. */
export interface ShownFrame {
  readonly stack: Stack
  /** Among the images of the stack, from 0. */
  readonly index: number
  readonly image: ShownImage
  /** Absent while a surface that draws voxels by itself is ahead of the worker. */
  readonly decoded?: DecodedFrame
}

/** What draws the picture of an image viewport into its element. */
export interface Surface {
  /**
   * Draws a frame at a place, before the screen is next painted; exact to half a screen pixel.
   * @param presentation how the frame is laid on the element, as `toScreen` of `presentation.ts` reads it
   * @param size CSS pixels of the element
   */
  draw(of: ShownFrame, display: Display, presentation: Presentation, size: Size): void
  /** Planes through voxels need not be cut for it. */
  readonly drawsVoxels?: boolean
  /** Blank at once. */
  clear(): void
  readonly canvas: HTMLCanvasElement
  /** What follows the mouse over it, once that is there. */
  readonly mouseTools?: MouseTools
  dispose(): void
}

export interface SurfaceEvents {
  /** The picture last asked for is there. */
  readonly onDrawn: () => void
  /** It will not be. */
  readonly onRefused: () => void
}

/** One way to draw. */
export interface NamedSurface {
  readonly name: string
  /** Puts it into an element. */
  readonly make: (element: HTMLElement, events: SurfaceEvents) => Surface
}

/** A plain canvas: the first picture while the engine is still being fetched, and every one where there is none. */
export class CanvasSurface implements Surface {
  #stack = new StackCanvas()

  constructor(element: HTMLElement) {
    element.prepend(this.#stack.canvas)
  }

  get canvas(): HTMLCanvasElement {
    return this.#stack.canvas
  }

  draw({ image, decoded }: ShownFrame, display: Display, presentation: Presentation, size: Size): void {
    if (decoded)
      this.#stack.draw({ ...display, frame: decoded }, toScreen(presentation, sheetOf(image), size), size)
  }

  clear = (): void => this.#stack.clear()

  dispose = (): void => this.#stack.canvas.remove()
}
