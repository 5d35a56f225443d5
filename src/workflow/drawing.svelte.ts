import type { PixelPoint } from '../domain/image-plane'
import type { Shape } from '../domain/region'
import { DRAWING_TOOLS, isDrawable } from '../viewer/port'

/**
 * A mark being drawn on one viewport. Anchors come from a drag, from clicks, or from Enter at the crosshair;
 * all three end in `onDone`.
 */
export class Drawing {
  #anchors: readonly PixelPoint[] = $state.raw([])
  /** Where the next anchor would go: the pointer, or the crosshair of the keyboard. */
  cursor: PixelPoint | undefined = $state.raw()
  /** The crosshair is shown: the keyboard is drawing. */
  byKeyboard = $state(false)
  #onDone: (shape: Shape, points: PixelPoint[]) => void
  #shape: () => Shape | undefined

  constructor(shape: () => Shape | undefined, onDone: (shape: Shape, points: PixelPoint[]) => void) {
    this.#shape = shape
    this.#onDone = onDone
  }

  get shape(): Shape | undefined {
    return this.#shape()
  }
  get started(): boolean {
    return this.#anchors.length > 0
  }

  /** The outline as it would be if the next anchor were the cursor. */
  get preview(): PixelPoint[] {
    const { shape, cursor } = this
    if (!shape || !this.started) return []
    const anchors = cursor ? [...this.#anchors, cursor] : this.#anchors
    return isDrawable(shape, anchors) ? DRAWING_TOOLS[shape].points(anchors) : [...anchors]
  }

  /** Sets an anchor; the mark is done when it has all it needs, or when an outline comes back to its start. */
  place(point: PixelPoint, closeWithin = 0): void {
    const { shape } = this
    if (!shape) return
    const [start] = this.#anchors
    const closes =
      start && this.#anchors.length > 2 && Math.hypot(point[0] - start[0], point[1] - start[1]) <= closeWithin
    if (closes) return this.finish()
    this.#anchors = [...this.#anchors, point]
    if (this.#anchors.length === DRAWING_TOOLS[shape].anchors) this.finish()
  }

  /** Adds to an outline while the button is held. */
  trace(point: PixelPoint): void {
    this.#anchors = [...this.#anchors, point]
  }

  finish(): void {
    const { shape } = this
    const anchors = this.#anchors
    this.cancel()
    if (shape && isDrawable(shape, anchors)) this.#onDone(shape, DRAWING_TOOLS[shape].points(anchors))
  }

  cancel(): void {
    this.#anchors = []
  }
}
