import { apply, scaleOf, type Affine } from '../domain/affine'
import { distanceToPlane, type PixelPoint, type Vec3 } from '../domain/image-plane'
import type { PixelGrid } from '../domain/measure'
import { isSameImage, type ShownImage } from '../domain/shown-image'
import { isSameSeries, modalityUnit, type Instance, type SeriesRef } from '../domain/study'
import { nextOfClip } from './clip'
import { isPadding, storedAt } from './decoding/decoded-frame'
import {
  defaultWindow,
  hasWindow,
  dragged,
  isShownInverted,
  sheetOf,
  spreadWindow,
  voiFunctionOf,
  zoomAlike,
} from './picture/display'
import type { FrameStore } from './decoding/frame-store'
import type { MouseTools } from './gestures'
import {
  FITTED,
  flipped,
  panned,
  rotated,
  toPixels,
  toScreen,
  panIntoView,
  zoomed,
  type Presentation,
  type Size,
} from './picture/presentation'
import { MaskFinder } from './picture/segment-masks'
import { indexOfImage, type Stack } from './stack'
import { StackCanvas } from './picture/stack-canvas'
import {
  CanvasSurface,
  type Display,
  type NamedSurface,
  type ShownFrame,
  type Surface,
} from './picture/surface'
import { knownRange, rangeOfSeries } from './picture/series-range'
import type { View } from './view'
import type { Window } from './picture/window-lut'

/** Nearer to the edge a place is hardly seen. */
const EDGE_PX = 32
/** Slices that lie no farther apart are in one place. */
const SAME_PLACE_MM = 0.01
/** Who scrolls on sooner does not ask for values. */
const STAYS_MS = 80

const PLAIN: NamedSurface = { name: 'plain', make: (element) => new CanvasSurface(element) }

export interface Failure {
  /** The file, or the series that a plane is cut through. */
  readonly name: string
  /** The decoder's own words. */
  readonly message: string
}

export interface ViewportEvents {
  /** Undefined: nothing is shown any more. */
  readonly onView: (view: View | undefined) => void
  /** Window, zoom, pan or turn were changed here, not copied from another viewport. */
  readonly onAltered: () => void
  /** Window, level or inversion were chosen here. */
  readonly onWindow?: () => void
  readonly onFailure: (failure: Failure) => void
}

/** A wait that leaves the page no time to paint. */
const SHORT_MS = 4

/**
 * One stack in one element. Nothing is drawn that is not of the stack it was told to show, and what it showed before
 * is gone before anything else happens. Every method that changes the picture ends in `onView`.
 */
export class ImageViewport {
  #element: HTMLElement
  #events: ViewportEvents
  #surface: Surface
  #surfaceName = PLAIN.name
  #choose?: (stack: Stack | undefined) => NamedSurface
  /** Drawn on until the first picture of the one that takes its place is there. */
  #leaving?: Surface
  #stack?: Stack
  #wanted = 0
  #moved = false
  #shown?: ShownFrame
  #view?: View
  #presentation = FITTED
  #window?: Window
  #inverted = false
  #bare = false
  #unshuttered = false
  #masks: MaskFinder
  #store: FrameStore
  #drawing = 0
  #resize: ResizeObserver
  #disposed = false
  #playing: AbortController | undefined
  #lenses = new WeakMap<HTMLCanvasElement, StackCanvas>()

  constructor(element: HTMLElement, store: FrameStore, events: ViewportEvents) {
    this.#store = store
    this.#masks = new MaskFinder(store, () => this.#draw())
    this.#element = element
    this.#events = events
    this.#surface = new CanvasSurface(element)
    this.#resize = new ResizeObserver(() => this.#draw())
    this.#resize.observe(element)
  }

  /**
   * Shows a stack; the window is the file's, else the range of the frame. What was shown of another series, or of
   * another cut, is blanked at once.
   * @param keepsPresentation the same voxels cut anew: window, zoom and turn stay, and the picture until the new one
   * is there
   */
  async show(stack: Stack, sliceIndex = 0, keepsPresentation = false): Promise<void> {
    const isSame =
      isSameSeries(stack.of, this.#stack?.of) && (keepsPresentation || stack.key === this.#stack?.key)
    if (!isSame) this.blank()
    this.#stack = stack
    if (!isSame && this.#choose) this.#useSurface(this.#choose(stack))
    const shown = this.scrollTo(sliceIndex)
    this.#moved = false
    await shown
  }

  /** It has been scrolled since its stack was shown. */
  get moved(): boolean {
    return this.#moved
  }

  /**
   * Says what draws which stack, from now on.
   * @param choose by name, so that a surface is made anew only where another is wanted
   */
  drawBy(choose: (stack: Stack | undefined) => NamedSurface): void {
    this.#choose = choose
    this.#useSurface(choose(this.#stack))
  }

  /** What was drawn stays until the first picture of the other surface is there. */
  #useSurface({ name, make }: NamedSurface): void {
    if (this.#disposed || name === this.#surfaceName) return
    this.#surfaceName = name
    this.#leaving?.dispose()
    this.#leaving = this.#surface
    const made: Surface = make(this.#element, {
      onDrawn: () => this.#surface === made && this.#settle(),
      onRefused: () => this.#surface === made && this.#drawPlainly(),
    })
    this.#surface = made
    made.canvas.dataset.surface = name
    if (this.#shown) this.#draw()
    else this.#settle()
  }

  #settle(): void {
    this.#leaving?.dispose()
    this.#leaving = undefined
  }

  /** What another surface refuses to draw is drawn by a plain canvas, until another stack is shown. */
  #drawPlainly(): void {
    // A plain canvas needs what the other surface did without.
    if (this.#shown && !this.#shown.decoded) void this.#decode(this.#shown)
    this.#useSurface(PLAIN)
    this.#settle()
  }

  /** What follows the mouse here; undefined while nothing but `gestures.ts` does. */
  get mouseTools(): MouseTools | undefined {
    return this.#surface.mouseTools
  }

  #clear(): void {
    for (const surface of [this.#surface, this.#leaving]) {
      surface?.clear()
      delete surface?.canvas.dataset.series
    }
  }

  /** Shows nothing. */
  blank(): void {
    this.stop()
    this.#stack = undefined
    this.#shown = undefined
    this.#wanted = 0
    this.#restoreDefaults()
    cancelAnimationFrame(this.#drawing)
    this.#drawing = 0
    this.#clear()
    this.#isSettled(true)
    if (this.#view) this.#show(undefined)
  }

  /** The same series with more images: what is seen, or about to be, stays; its place in the series may not. */
  grow(stack: Stack): void {
    if (!isSameSeries(stack.of, this.#stack?.of)) return void this.show(stack)
    const wanted = this.#stack?.images[this.#wanted]
    this.#stack = stack
    this.#wanted = Math.max(0, indexOfImage(stack, wanted))
    if (!this.#shown) return
    this.#shown = { ...this.#shown, stack, index: Math.max(0, indexOfImage(stack, this.#shown.image)) }
    this.#draw()
  }

  /** @param sliceIndex from 0; kept within the series */
  async scrollTo(sliceIndex: number): Promise<void> {
    const stack = this.#stack
    if (!stack) return
    const index = Math.min(Math.max(sliceIndex, 0), stack.images.length - 1)
    const image = stack.images[index]
    if (!image) return
    this.#wanted = index
    this.#moved = true
    this.#isSettled(false)
    // The series may have grown while the frame was decoded, or given way to another.
    const isWanted = () =>
      !this.#disposed &&
      isSameSeries(this.#stack?.of, stack.of) &&
      isSameImage(this.#stack?.images[this.#wanted], image)
    const there = stack.peek(index)
    if (!there && this.#drawsAlone(image)) {
      this.#shown = { stack, index, image }
      this.#draw()
      return this.#decode(this.#shown)
    }
    try {
      const decoded = there ?? (await stack.frame(index))
      if (decoded.components === 1 && !hasWindow(image.attributes))
        await rangeOfSeries(stack.series, this.#store)
      if (!isWanted() || !this.#stack) return
      this.#shown = { stack: this.#stack, index: this.#wanted, image, decoded }
      this.#draw()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (isWanted()) this.#fail(stack, image, message)
    }
  }

  /** A picture of the image needs no values: its window is the reader's, or the file's. */
  #drawsAlone = ({ kind, attributes }: ShownImage): boolean =>
    kind === 'cut' &&
    this.#surface.drawsVoxels === true &&
    (this.#window ?? attributes.windows.find(({ width }) => width > 0)) !== undefined

  /** The values of an image that is drawn without them already, once the reader stays with it. */
  async #decode(shown: ShownFrame): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, STAYS_MS))
    if (this.#shown !== shown) return
    const decoded = await shown.stack.frame(shown.index, false).catch(() => undefined)
    if (this.#shown !== shown || !decoded) return
    this.#shown = { ...shown, decoded }
    this.#draw()
  }

  /** The picture of another image would be taken for this one. */
  #fail(stack: Stack, image: ShownImage, message: string): void {
    this.#shown = undefined
    this.#clear()
    this.#isSettled(true)
    // What it is, and its place in the stack, is known all the same: the reader scrolls on from it.
    this.#show(this.#viewOf({ stack, index: this.#wanted, image }))
    // The message of a frame begins with its file.
    const name = image.kind === 'acquired' ? '' : stack.series.SeriesDescription
    this.#events.onFailure({ name, message })
  }

  /**
   * Slice whose plane is nearest to a place in the patient; of several there, as in the phases of a perfusion, the one
   * that is shown. Undefined where slices have no planes.
   */
  sliceNear(point: Vec3): number | undefined {
    let [best, nearest] = [undefined as number | undefined, Infinity]
    this.#stack?.images.forEach(({ plane }, index) => {
      const away = plane ? Math.abs(distanceToPlane(plane, point)) : Infinity
      const isNearer = away < nearest - SAME_PLACE_MM
      const isShown = index === this.#wanted && away < nearest + SAME_PLACE_MM
      if (isNearer || isShown) [best, nearest] = [index, away]
    })
    return best
  }

  /** A place among all slices, from 0 to 1. */
  scrollToShare = (share: number): Promise<void> =>
    this.scrollTo(Math.round(share * ((this.#stack?.images.length ?? 1) - 1)))

  /** Whose images are shown, or about to be. */
  get of(): SeriesRef | undefined {
    return this.#stack?.of
  }

  /** What is shown, or about to be. */
  get image(): ShownImage | undefined {
    return this.#stack?.images[this.#wanted]
  }

  get playing(): boolean {
    return this.#playing !== undefined
  }

  /** Shows the frames of a clip one after another, from its first again after its last, each for its own time. */
  play(): void {
    this.stop()
    const { signal } = (this.#playing = new AbortController())
    const step = (drawnIn: number) => {
      const next = nextOfClip(this.#stack?.images ?? [], this.#wanted)
      if (!next) return this.stop()
      const restMs = next.afterMs - drawnIn
      // However fast a clip is, the page has a frame of the screen between two pictures.
      if (restMs > SHORT_MS) setTimeout(() => void show(next.index), restMs)
      else requestAnimationFrame(() => void show(next.index))
    }
    const show = async (index: number) => {
      if (signal.aborted) return
      const started = performance.now()
      await this.scrollTo(index)
      if (!signal.aborted) step(performance.now() - started)
    }
    step(0)
  }

  stop(): void {
    this.#playing?.abort()
    this.#playing = undefined
  }

  scrollBy = (slices: number): Promise<void> => this.scrollTo(this.#wanted + slices)

  setWindow(window: Window): void {
    this.#window = { ...window, width: Math.max(window.width, 1e-9) }
    this.#alterWindow()
  }

  /** From the least to the greatest value of the frame, or without the outermost hundredth at either end. */
  spreadWindow(share: 0 | 0.01): void {
    const { decoded } = this.#shown ?? {}
    if (decoded?.components === 1) this.setWindow(spreadWindow(decoded, share))
  }

  /** Back to the window of the file, or the range of the frame. */
  resetWindow(): void {
    this.#window = undefined
    this.#alterWindow()
  }

  /** @param right @param down pointer travel in CSS pixels: right widens, down raises the level */
  dragWindow(right: number, down: number): void {
    const shown = this.#shown
    if (shown?.decoded) this.setWindow(dragged(this.#windowNow(shown), shown.decoded, right, down))
  }

  invert(): void {
    this.#inverted = !this.#inverted
    this.#alterWindow()
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

  /** With or without the display shutter of the file. */
  showShutters(shown: boolean): void {
    this.#unshuttered = !shown
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
    this.#alterWindow()
  }

  /** Moves the picture until an image position is well in view. */
  reveal(point: PixelPoint): void {
    if (!this.#shown) return
    const { width, height } = this.#size
    const [x, y] = apply(this.#toScreen(this.#shown.image), point)
    const [right, down] = [panIntoView(x, width, EDGE_PX), panIntoView(y, height, EDGE_PX)]
    if (right !== 0 || down !== 0) this.panBy(right, down)
  }

  /**
   * Zoom, pan, turn, flip and window of another viewport, whatever size either has; the window only for the same
   * kind of values.
   */
  showAs({ presentation, zoom, image, window, series, inverted }: View): void {
    if (!this.#shown) return
    this.#presentation = presentation
    const scale = scaleOf(this.#toScreen(this.#shown.image))
    const wanted = zoomAlike(zoom, image, this.#shown.image)
    this.#presentation = { ...presentation, zoom: (presentation.zoom * wanted) / scale }
    if (series.Modality === this.#stack?.series.Modality) {
      this.#window = window
      this.#inverted = inverted
    }
    this.#draw()
  }

  /** Window and inversion of another viewport alone. */
  showWindowOf({ window, inverted }: Pick<View, 'window' | 'inverted'>): void {
    this.#window = window
    this.#inverted = inverted
    this.#draw()
  }

  /**
   * Draws what lies about a point, larger, on another canvas.
   * @param at CSS point of this viewport
   */
  drawLens(canvas: HTMLCanvasElement, at: PixelPoint, factor: number, size: Size): void {
    const lens = this.#lenses.get(canvas) ?? new StackCanvas(canvas)
    this.#lenses.set(canvas, lens)
    if (!this.#shown?.decoded) return lens.clear()
    const { a, b, c, d, e, f } = this.#toScreen(this.#shown.image)
    const map = {
      ...{ a: a * factor, b: b * factor, c: c * factor, d: d * factor },
      e: (e - at[0]) * factor + size.width / 2,
      f: (f - at[1]) * factor + size.height / 2,
    }
    lens.draw({ ...this.#displayOf(this.#shown), frame: this.#shown.decoded }, map, size)
  }

  /** The image position under a point given in CSS pixels of the viewport. */
  pixelAt(point: PixelPoint): PixelPoint | undefined {
    return this.#shown && toPixels(this.#toScreen(this.#shown.image), point)
  }

  /** The modality values of the frame shown; undefined while none is, and for colour. */
  pixels(): PixelGrid | undefined {
    const shown = this.#shown
    const { decoded } = shown ?? {}
    if (!shown || decoded?.components !== 1) return undefined
    const { columns, rows, values } = decoded
    return {
      columns,
      rows,
      unit: modalityUnit(shown.stack.series, shown.image.attributes),
      valueAt: (column, row) => values[row * columns + column],
      isPadding: decoded.padding && ((value) => isPadding(decoded, value)),
    }
  }

  /** Stored values of a pixel of the frame shown, one for each sample. */
  storedAt(column: number, row: number): readonly number[] {
    const { decoded, image } = this.#shown ?? {}
    return decoded && image ? storedAt(decoded, image.attributes, column, row) : []
  }

  /** Decodes the rest of the stack from the shown image outwards, until another stack is shown. */
  async prefetch(onProgress: (loaded: number, total: number) => void): Promise<void> {
    const stack = this.#stack
    if (!stack) return
    const outwards = Array.from(stack.images.keys()).sort(
      (a, b) => Math.abs(a - this.#wanted) - Math.abs(b - this.#wanted),
    )
    let loaded = 0
    const next = async (): Promise<void> => {
      const index = outwards.shift()
      if (index === undefined || this.#disposed || this.#stack !== stack) return
      await stack.frame(index, false).catch(() => undefined)
      onProgress(++loaded, stack.images.length)
      return next()
    }
    await Promise.all([next(), next(), next()])
  }

  dispose(): void {
    this.stop()
    this.#disposed = true
    cancelAnimationFrame(this.#drawing)
    this.#resize.disconnect()
    this.#leaving?.dispose()
    this.#surface.dispose()
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

  #alterWindow(): void {
    this.#events.onWindow?.()
    this.#alter()
  }

  #alter(): void {
    this.#events.onAltered()
    this.#draw()
  }

  /** At most one drawing a screen frame, however many changes there were. */
  #draw(): void {
    if (this.#drawing || this.#disposed || !this.#shown) return
    this.#isSettled(false)
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0
      if (!this.#shown) return
      this.#drawNow(this.#shown)
      this.#isSettled(this.#shown.index === this.#wanted)
    })
  }

  /** Said on the element: what was last asked for is on the screen, or nothing is to come. */
  #isSettled(is: boolean): void {
    this.#element.dataset.settled = String(is)
  }

  #drawNow(shown: ShownFrame): void {
    const { stack } = shown
    this.#surface.draw(shown, this.#displayOf(shown), this.#presentation, this.#size)
    this.#surface.canvas.dataset.series = stack.series.SeriesInstanceUID
    this.#show(this.#viewOf(shown))
  }

  #viewOf(shown: ShownFrame): View {
    const { stack, image, decoded } = shown
    const map = this.#toScreen(image)
    const display = this.#displayOf(shown)
    return {
      of: stack.of,
      series: stack.series,
      image,
      sliceIndex: shown.index,
      sliceCount: stack.images.length,
      spacingMm: stack.spacingMm,
      toScreen: map,
      window: display.window,
      inverted: this.#inverted,
      presentation: this.#presentation,
      zoom: scaleOf(map),
      tables: decoded?.voi ?? [],
      segments: display.masks?.map(({ segment }) => segment) ?? [],
    }
  }

  #show(view: View | undefined): void {
    this.#view = view
    this.#events.onView(view)
  }

  #displayOf(shown: ShownFrame): Display {
    const { stack, image, decoded } = shown
    return {
      window: this.#windowNow(shown),
      inverted: this.#inverted !== isShownInverted(stack.series, image.attributes),
      voi: voiFunctionOf(image.attributes, decoded),
      bare: this.#bare,
      unshuttered: this.#unshuttered,
      masks:
        this.#bare || image.kind === 'cut' || !decoded
          ? undefined
          : this.#masks.on(decoded, image.instance, image.frameNumber),
    }
  }

  #windowNow({ stack, image, decoded }: ShownFrame): Window {
    return this.#window ?? defaultWindow(image.attributes, decoded, knownRange(stack.series))
  }

  #toScreen(image: ShownImage): Affine {
    return toScreen(this.#presentation, sheetOf(image), this.#size)
  }
}
