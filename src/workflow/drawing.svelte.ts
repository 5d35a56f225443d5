import type { PixelPoint } from '../domain/image-plane'
import { heldOn, rowOf, type Shape } from '../domain/shapes'
import { isDrawable, pointsOf } from '../viewer/port'

interface ImageSize {
  readonly columns: number
  readonly rows: number
}

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
  #image: () => ImageSize | undefined
  #onBeside?: () => void

  /**
   * @param image on which is drawn: a mark beside it is refused, one that leaves it is held at its edge
   * @param onBeside a mark was refused
   */
  constructor(
    shape: () => Shape | undefined,
    image: () => ImageSize | undefined,
    onDone: (shape: Shape, points: PixelPoint[]) => void,
    onBeside?: () => void,
  ) {
    this.#shape = shape
    this.#image = image
    this.#onDone = onDone
    this.#onBeside = onBeside
  }

  get shape(): Shape | undefined {
    return this.#shape()
  }
  /** A drag draws its whole line. */
  get isTraced(): boolean {
    return this.shape !== undefined && rowOf(this.shape).anchors === 'many'
  }
  get started(): boolean {
    return this.#anchors.length > 0
  }

  /** The outline as it would be if the next anchor were the cursor. */
  get preview(): PixelPoint[] {
    const { shape, cursor } = this
    if (!shape || !this.started) return []
    const anchors = this.#held(cursor ? [...this.#anchors, cursor] : this.#anchors)
    if (!anchors) return []
    return isDrawable(shape, anchors) ? pointsOf(shape, anchors) : [...anchors]
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
    if (this.#anchors.length === rowOf(shape).anchors) this.finish()
  }

  /** Adds to an outline while the button is held. */
  trace(point: PixelPoint): void {
    this.#anchors = [...this.#anchors, point]
  }

  finish(): void {
    const { shape } = this
    const anchors = this.#held(this.#anchors)
    this.cancel()
    if (shape && !anchors) this.#onBeside?.()
    if (shape && anchors && isDrawable(shape, anchors)) this.#onDone(shape, pointsOf(shape, anchors))
  }

  #held(anchors: readonly PixelPoint[]): readonly PixelPoint[] | undefined {
    const image = this.#image()
    return image ? heldOn(anchors, image) : anchors
  }

  cancel(): void {
    this.#anchors = []
  }
}
