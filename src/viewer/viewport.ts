import { apply, scaleOf, type Affine } from '../domain/affine'
import { distanceToPlane, type PixelPoint, type Vec3 } from '../domain/image-plane'
import type { PixelGrid } from '../domain/measure'
import { framesOf, modalityUnit, type Instance, type Series } from '../domain/study'
import { storedAt, type DecodedFrame } from './decoded-frame'
import {
  defaultWindow,
  dragged,
  isShownInverted,
  sheetOf,
  spreadWindow,
  voiFunctionOf,
  zoomAlike,
} from './display'
import type { FrameStore } from './frame-store'
import {
  FITTED,
  flipped,
  panned,
  rotated,
  toPixels,
  toScreen,
  wayIntoView,
  zoomed,
  type Presentation,
  type Size,
} from './presentation'
import { MaskFinder } from './segment-masks'
import { StackCanvas, type Picture } from './stack-canvas'
import type { View } from './view'
import type { Window } from './window-lut'

/** Nearer to the edge a place is hardly seen. */
const EDGE_PX = 32
/** Slices that lie no farther apart are in one place. */
const SAME_PLACE_MM = 0.01

export interface Failure {
  readonly instance: Instance
  readonly frameNumber: number
  /** The decoder's own words. */
  readonly message: string
}

export interface ViewportEvents {
  readonly onView: (view: View) => void
  /** Window, zoom, pan or turn were changed here, not taken on from another viewport. */
  readonly onAltered: () => void
  readonly onFailure: (failure: Failure) => void
}

export interface Frame {
  readonly instance: Instance
  readonly frameNumber: number
}

interface Shown extends Frame {
  readonly series: Series
  readonly index: number
  readonly decoded: DecodedFrame
}

/** One series in one element. Every method that changes the picture ends in `onView`. */
export class Viewport {
  #element: HTMLElement
  #store: FrameStore
  #events: ViewportEvents
  #stack = new StackCanvas()
  #series?: Series
  #frames: readonly Frame[] = []
  #wanted = 0
  #shown?: Shown
  #presentation = FITTED
  #window?: Window
  #inverted = false
  #bare = false
  #masks: MaskFinder
  #drawing = 0
  #resize: ResizeObserver
  #disposed = false
  #playing: AbortController | undefined

  constructor(element: HTMLElement, store: FrameStore, events: ViewportEvents) {
    this.#store = store
    this.#masks = new MaskFinder(store, () => this.#draw())
    this.#element = element
    this.#events = events
    element.prepend(this.#stack.canvas)
    this.#resize = new ResizeObserver(() => this.#draw())
    this.#resize.observe(element)
  }

  /**
   * Shows a series; the window is the file's, else the range of the frame.
   * @param keepsPresentation the same voxels cut anew: window, zoom and turn stay
   */
  async show(series: Series, sliceIndex = 0, keepsPresentation = false): Promise<void> {
    const another = series.SeriesInstanceUID !== this.#series?.SeriesInstanceUID && !keepsPresentation
    this.#series = series
    this.#frames = framesOf(series)
    if (another) {
      this.#shown = undefined
      this.#stack.clear()
      this.#restoreDefaults()
    }
    await this.scrollTo(sliceIndex)
  }

  /** The same series with more instances: what is seen, or about to be, stays; its place in the series may not. */
  grow(series: Series): void {
    const wanted = this.#frames[this.#wanted]
    this.#series = series
    this.#frames = framesOf(series)
    this.#wanted = this.#indexOf(wanted)
    if (!this.#shown) return
    this.#shown = { ...this.#shown, series, index: this.#indexOf(this.#shown) }
    this.#draw()
  }

  /** @param sliceIndex from 0; kept within the series */
  async scrollTo(sliceIndex: number): Promise<void> {
    const index = Math.min(Math.max(sliceIndex, 0), this.#frames.length - 1)
    const frame = this.#frames[index]
    if (!frame || !this.#series) return
    this.#wanted = index
    const { instance, frameNumber } = frame
    // The series may have grown while the frame was decoded.
    const isWanted = () => !this.#disposed && isSameFrame(this.#frames[this.#wanted], frame)
    try {
      const decoded =
        this.#store.peek(instance, frameNumber) ?? (await this.#store.frame(instance, frameNumber))
      if (!isWanted()) return
      this.#shown = { series: this.#series, instance, frameNumber, index: this.#wanted, decoded }
      this.#draw()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (isWanted()) this.#events.onFailure({ instance, frameNumber, message })
    }
  }

  /**
   * Slice whose plane is nearest to a place in the patient; of several there, as in the phases of a perfusion, the one
   * that is shown. Undefined where slices have no planes.
   */
  sliceNear(point: Vec3): number | undefined {
    let [best, nearest] = [undefined as number | undefined, Infinity]
    this.#frames.forEach(({ instance: { plane } }, index) => {
      const away = plane ? Math.abs(distanceToPlane(plane, point)) : Infinity
      const isNearer = away < nearest - SAME_PLACE_MM
      const isShown = index === this.#wanted && away < nearest + SAME_PLACE_MM
      if (isNearer || isShown) [best, nearest] = [index, away]
    })
    return best
  }

  /** A place among all slices, from 0 to 1. */
  scrollToShare = (share: number): Promise<void> =>
    this.scrollTo(Math.round(share * (this.#frames.length - 1)))

  /** What is shown, or about to be. */
  get frame(): Frame | undefined {
    return this.#frames[this.#wanted]
  }

  get playing(): boolean {
    return this.#playing !== undefined
  }

  /** Shows frame after frame, from the first again after the last. */
  play(framesPerSecond: number): void {
    this.stop()
    const { signal } = (this.#playing = new AbortController())
    const next = async () => {
      if (signal.aborted) return
      const started = performance.now()
      await this.scrollTo((this.#wanted + 1) % this.#frames.length)
      setTimeout(() => void next(), Math.max(0, 1000 / framesPerSecond - (performance.now() - started)))
    }
    setTimeout(() => void next(), 1000 / framesPerSecond)
  }

  stop(): void {
    this.#playing?.abort()
    this.#playing = undefined
  }

  scrollBy = (slices: number): Promise<void> => this.scrollTo(this.#wanted + slices)

  setWindow(window: Window): void {
    this.#window = { ...window, width: Math.max(window.width, 1e-9) }
    this.#alter()
  }

  /** From the least to the greatest value of the frame, or without the outermost hundredth at either end. */
  spreadWindow(share: 0 | 0.01): void {
    const { decoded } = this.#shown ?? {}
    if (decoded && decoded.components === 1) this.setWindow(spreadWindow(decoded, share))
  }

  /** Back to the window of the file, or the range of the frame. */
  resetWindow(): void {
    this.#window = undefined
    this.#alter()
  }

  /** @param right @param down pointer travel in CSS pixels: right widens, down raises the level */
  dragWindow(right: number, down: number): void {
    const shown = this.#shown
    if (!shown) return
    this.setWindow(dragged(this.#windowNow(shown), shown.decoded, right, down))
  }

  invert(): void {
    this.#inverted = !this.#inverted
    this.#alter()
  }

  /** Segmentations whose segments are drawn over the frames they were found on. */
  showSegmentations(segmentations: readonly Instance[]): void {
    this.#masks.use(segmentations)
    this.#draw()
  }

  /** With or without the overlay planes of the file, and segments. */
  showOverlays(shown: boolean): void {
    this.#bare = !shown
    this.#draw()
  }

  /** @param at CSS point of the viewport that stays in place; the middle when left out */
  zoomBy = (factor: number, at?: PixelPoint): void =>
    this.#present(zoomed(this.#presentation, factor, this.#size, at))
  panBy = (right: number, down: number): void => this.#present(panned(this.#presentation, right, down))
  rotateBy = (degrees: number): void => this.#present(rotated(this.#presentation, degrees))
  flip = (axis: 'horizontal' | 'vertical'): void => this.#present(flipped(this.#presentation, axis))

  /** Centres and fits the picture; turns and flips stay. */
  fit = (): void => this.#present({ ...this.#presentation, zoom: FITTED.zoom, pan: FITTED.pan })

  /** Window, zoom, pan, turn, flip and invert as when the series was opened. */
  reset(): void {
    this.#restoreDefaults()
    this.#alter()
  }

  /** Moves the picture until an image position is well in view. */
  reveal(point: PixelPoint): void {
    if (!this.#shown) return
    const { width, height } = this.#size
    const [x, y] = apply(this.#toScreen(this.#shown.instance), point)
    const [right, down] = [wayIntoView(x, width, EDGE_PX), wayIntoView(y, height, EDGE_PX)]
    if (right !== 0 || down !== 0) this.panBy(right, down)
  }

  /**
   * Zoom, pan, turn, flip and window of another viewport, whatever size either has; the window only for the same
   * kind of values.
   */
  showAs({ presentation, zoom, instance, window, series, inverted }: View): void {
    if (!this.#shown) return
    this.#presentation = presentation
    const scale = scaleOf(this.#toScreen(this.#shown.instance))
    const wanted = zoomAlike(zoom, instance, this.#shown.instance)
    this.#presentation = { ...presentation, zoom: (presentation.zoom * wanted) / scale }
    if (series.Modality === this.#series?.Modality) {
      this.#window = window
      this.#inverted = inverted
    }
    this.#draw()
  }

  /**
   * Draws what lies about a point, larger, on another canvas.
   * @param at CSS point of this viewport
   */
  drawLens(lens: StackCanvas, at: PixelPoint, factor: number, size: Size): void {
    if (!this.#shown) return
    const { a, b, c, d, e, f } = this.#toScreen(this.#shown.instance)
    const map = {
      ...{ a: a * factor, b: b * factor, c: c * factor, d: d * factor },
      e: (e - at[0]) * factor + size.width / 2,
      f: (f - at[1]) * factor + size.height / 2,
    }
    lens.draw(this.#pictureOf(this.#shown), map, size)
  }

  /** The image position under a point given in CSS pixels of the viewport. */
  pixelAt(point: PixelPoint): PixelPoint | undefined {
    return this.#shown && toPixels(this.#toScreen(this.#shown.instance), point)
  }

  /** The modality values of the frame shown; undefined while none is, and for colour. */
  pixels(): PixelGrid | undefined {
    const shown = this.#shown
    if (!shown || shown.decoded.components > 1) return undefined
    const { columns, rows, values } = shown.decoded
    return {
      columns,
      rows,
      unit: modalityUnit(shown.series, shown.instance),
      valueAt: (column, row) => values[row * columns + column],
    }
  }

  /** Stored values of a pixel of the frame shown, one for each sample. */
  storedAt(column: number, row: number): readonly number[] {
    return this.#shown ? storedAt(this.#shown.decoded, this.#shown.instance, column, row) : []
  }

  /** Decodes the rest of the series from the shown slice outwards, until another series is shown. */
  async prefetch(onProgress: (loaded: number, total: number) => void): Promise<void> {
    const frames = this.#frames
    const outwards = frames
      .map((frame, index) => ({ ...frame, distance: Math.abs(index - this.#wanted) }))
      .sort((a, b) => a.distance - b.distance)
    let loaded = 0
    const next = async (): Promise<void> => {
      const item = outwards.shift()
      if (!item || this.#disposed || this.#frames !== frames) return
      await this.#store.frame(item.instance, item.frameNumber, false).catch(() => undefined)
      onProgress(++loaded, frames.length)
      return next()
    }
    await Promise.all([next(), next(), next()])
  }

  dispose(): void {
    this.stop()
    this.#disposed = true
    cancelAnimationFrame(this.#drawing)
    this.#resize.disconnect()
    this.#stack.canvas.remove()
  }

  #indexOf(frame: Frame | undefined): number {
    return Math.max(
      this.#frames.findIndex((other) => isSameFrame(other, frame)),
      0,
    )
  }

  get #size() {
    return { width: this.#element.clientWidth || 1, height: this.#element.clientHeight || 1 }
  }

  #restoreDefaults(): void {
    this.#presentation = FITTED
    this.#window = undefined
    this.#inverted = false
  }

  #present(presentation: Presentation): void {
    this.#presentation = presentation
    this.#alter()
  }

  #alter(): void {
    this.#events.onAltered()
    this.#draw()
  }

  /** At most one drawing a screen frame, however many changes there were. */
  #draw(): void {
    if (this.#drawing || this.#disposed) return
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0
      if (this.#shown) this.#drawNow(this.#shown)
    })
  }

  #drawNow(shown: Shown): void {
    const { instance } = shown
    const map = this.#toScreen(instance)
    const picture = this.#pictureOf(shown)
    this.#stack.draw(picture, map, this.#size)
    this.#events.onView({
      series: shown.series,
      instance,
      frameNumber: shown.frameNumber,
      sliceIndex: shown.index,
      sliceCount: this.#frames.length,
      toScreen: map,
      window: picture.window,
      inverted: this.#inverted,
      presentation: this.#presentation,
      zoom: scaleOf(map),
      tables: shown.decoded.voi ?? [],
      segments: picture.masks?.map(({ segment }) => segment) ?? [],
    })
  }

  #pictureOf(shown: Shown): Picture {
    const { series, instance, frameNumber, decoded } = shown
    return {
      frame: decoded,
      window: this.#windowNow(shown),
      inverted: this.#inverted !== isShownInverted(series, instance),
      voi: voiFunctionOf(instance, decoded),
      bare: this.#bare,
      masks: this.#bare ? undefined : this.#masks.on(decoded, instance, frameNumber),
    }
  }

  #windowNow({ instance, decoded }: Shown): Window {
    return this.#window ?? defaultWindow(instance, decoded)
  }

  #toScreen(instance: Instance): Affine {
    return toScreen(this.#presentation, sheetOf(instance), this.#size)
  }
}

const isSameFrame = (a: Frame | undefined, b: Frame | undefined): boolean =>
  a !== undefined &&
  a.instance.SOPInstanceUID === b?.instance.SOPInstanceUID &&
  a.frameNumber === b.frameNumber
