import type { Instance, Series } from '../domain/study'
import type { Presentation, Size } from './presentation'
import type { Picture } from './stack-canvas'

/** Which frame a picture is of. */
export interface ShownFrame {
  /** `studyKey` of its study; the name of its bytes tells apart what this leaves open. */
  readonly study?: string
  readonly series: Series
  /** As it is at this frame. */
  readonly instance: Instance
  readonly frameNumber: number
}

/** What draws the picture of an image viewport into its element. */
export interface Surface {
  /**
   * Draws a frame at a place, before the screen is next painted; exact to half a screen pixel.
   * @param presentation how the frame is laid on the element, as `toScreen` of `presentation.ts` reads it
   * @param size CSS pixels of the element
   */
  draw(of: ShownFrame, picture: Picture, presentation: Presentation, size: Size): void
  /** Blank at once. */
  clear(): void
  readonly canvas: HTMLCanvasElement
  dispose(): void
}
