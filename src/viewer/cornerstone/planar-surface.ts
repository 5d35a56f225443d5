import { Enums } from '@cornerstonejs/core'
import displaySets from '@cornerstonejs/core/utilities/genericViewportDisplaySetMetadataProvider'
import type { Affine } from '../../domain/affine'
import { isSameImage } from '../../domain/shown-image'
import { sheetOf } from '../picture/display'
import type { MouseTools } from '../gestures'
import { toScreen, type Presentation, type Size } from '../picture/presentation'
import { StackCanvas, type Picture } from '../picture/stack-canvas'
import type { Stack } from '../stack'
import type { Display, ShownFrame, Surface } from '../picture/surface'
import { imageIdOf } from './image-id'
import type { Images } from './images'
import { PICTURE, type PageRenderer, type PictureViewport } from './page-renderer'
import { paintsOn } from './painter'
import { largestShift, mapReadBack, planarPlaceOf, planeFor } from './view-state'

/** Screen pixels that a picture may lie from where it was asked for. */
const NEAR_PX = 0.5

export interface PlanarSurfaceEvents {
  /** A frame is on the canvas; the map is read back from Cornerstone, pixels → CSS pixels. */
  readonly onDrawn?: (of: ShownFrame, map: Affine) => void
  /** The picture could not be laid where it was asked for; the surface is blank. */
  readonly onRefused?: (of: ShownFrame, reason: 'misplaced' | 'notMounted') => void
}

interface Host {
  readonly renderer: PageRenderer
  readonly images: Images
  readonly nextName: (kind: string) => string
  /** Once they have been fetched. */
  readonly toolsFor: (viewportId: string) => MouseTools | undefined
}

interface Order {
  readonly of: ShownFrame
  readonly imageId: string
  readonly picture: Picture
  readonly presentation: Presentation
  readonly size: Size
}

interface Mounted {
  readonly key: string
  readonly imageIds: readonly string[]
}

/**
 * A picture in an element, drawn through Cornerstone's planar viewport on the CPU with our painter. Calls that it
 * would draw twice for are made quietly, and then it draws once.
 */
export class PlanarSurface implements Surface {
  readonly canvas: HTMLCanvasElement
  readonly viewportId: string
  #host: Host
  #element: HTMLDivElement
  #events: PlanarSurfaceEvents
  #viewport: PictureViewport
  #stack: StackCanvas
  #order?: Order
  /** The frames that the viewport holds, by their names. */
  #mounted?: Mounted
  #mounting?: Mounted
  #held?: string
  /** Calls under way that are not to draw. */
  #quiet = 0
  #drawnSize: Size = { width: 0, height: 0 }
  #density = 0
  #mouseTools?: MouseTools

  constructor(host: Host, element: HTMLDivElement, events: PlanarSurfaceEvents = {}) {
    this.#host = host
    this.#element = element
    this.#events = events
    this.viewportId = host.nextName('planar')
    const { tabIndex } = element
    // Cornerstone would write `relative` into the element, whatever its style sheet says.
    const { position } = getComputedStyle(element)
    if (position !== 'static') element.style.position = position
    const before = new Set(element.children)
    host.renderer.enableElement({
      viewportId: this.viewportId,
      element,
      type: PICTURE as Enums.ViewportType,
      defaultOptions: { orientation: Enums.OrientationAxis.ACQUISITION },
    })
    // It takes the element out of the order of the Tab key.
    element.tabIndex = tabIndex
    const viewport: unknown = host.renderer.getViewport(this.viewportId)
    this.#viewport = viewport as PictureViewport
    this.canvas = [...element.children].find(
      (child) => child instanceof HTMLCanvasElement && !before.has(child),
    ) as HTMLCanvasElement
    // Under what the element holds already, as marks.
    element.prepend(this.canvas)
    setCanvasSize(this.canvas, element)
    this.#stack = new StackCanvas(this.canvas)
    paintsOn(this.canvas, (imageId) => this.#paint(imageId))
  }

  draw(of: ShownFrame, display: Display, presentation: Presentation, size: Size): void {
    if (!of.decoded) return
    const picture = { ...display, frame: of.decoded }
    const imageId = imageIdOf(of.stack, of.index)
    this.#order = { of, imageId, picture, presentation, size }
    if (!isSameImage(of.image, of.stack.images[of.index])) return this.#refuse('notMounted')
    const { key } = of.stack
    if (this.#mounted?.key === key) this.#place()
    else if (this.#mounting?.key !== key) void this.#mount(of.stack)
  }

  get mouseTools(): MouseTools | undefined {
    return (this.#mouseTools ??= this.#host.toolsFor(this.viewportId))
  }

  clear(): void {
    this.#order = undefined
    this.#stack.clear()
  }

  dispose(): void {
    this.#order = undefined
    this.#mounting = undefined
    this.#mouseTools?.dispose()
    this.#host.renderer.disableElement(this.viewportId)
    this.#giveBack(this.#mounted)
    this.#mounted = undefined
    this.#hold(undefined)
    this.canvas.remove()
    this.#element.querySelector(':scope > .viewport-element')?.remove()
  }

  #nameOf = (key: string): string => `${this.viewportId} ${key}`

  /** Hands the images of a stack to the viewport: done before the screen is painted, as nothing has to be fetched. */
  async #mount(stack: Stack): Promise<void> {
    const { key } = stack
    const before = this.#mounted
    const imageIds = this.#host.images.open(stack)
    const mount = { key, imageIds }
    this.#mounting = mount
    this.#mounted = undefined
    const order = this.#order as Order
    if (!imageIds.includes(order.imageId)) {
      this.#mounting = undefined
      this.#giveBack(before, mount)
      return this.#refuse('notMounted')
    }
    this.#hold(order)
    displaySets.add(this.#nameOf(key), {
      kind: 'planar',
      imageIds,
      initialImageIdIndex: imageIds.indexOf(order.imageId),
    })
    this.#quiet++
    const isMounted = await this.#viewport
      .setDisplaySets({
        displaySetId: this.#nameOf(key),
        options: {
          orientation: Enums.OrientationAxis.ACQUISITION,
          renderBackend: Enums.RenderBackends.CPU,
        },
      })
      .then(
        () => true,
        () => false,
      )
    this.#quiet--
    this.#giveBack(before)
    // Meanwhile another stack was asked for, or the surface has gone.
    if (this.#mounting !== mount) return this.#giveBack(mount)
    this.#mounting = undefined
    if (!isMounted) {
      this.#giveBack(mount)
      return this.#refuse('notMounted')
    }
    this.#mounted = mount
    if (this.#order) this.#place()
  }

  #giveBack(...mounts: readonly (Mounted | undefined)[]): void {
    for (const mount of mounts) {
      if (!mount) continue
      this.#host.images.close(mount.imageIds)
      const isWanted = [this.#mounting, this.#mounted].some((other) => other?.key === mount.key)
      if (!isWanted) displaySets.remove(this.#nameOf(mount.key))
    }
  }

  /** Image, place and size of the order, quietly; then one drawing. */
  #place(): void {
    const order = this.#order as Order
    const { imageIds } = this.#mounted as Mounted
    const imageIdIndex = imageIds.indexOf(order.imageId)
    if (imageIdIndex < 0) return this.#refuse('notMounted')
    this.#hold(order)
    this.#quiet++
    this.#fitCanvas(order.size)
    this.#viewport.setViewState({
      slice: { kind: 'stackIndex', imageIdIndex },
      ...planarPlaceOf(order.presentation, sheetOf(order.of.image), order.size, this.#canvasSize),
    })
    this.#quiet--
    // Another image is drawn by Cornerstone as soon as it has it, which is before the screen is painted.
    if (this.#viewport.getCurrentImageId() === order.imageId) this.#viewport.render()
  }

  #fitCanvas(size: Size): void {
    const density = window.devicePixelRatio || 1
    if (
      size.width === this.#drawnSize.width &&
      size.height === this.#drawnSize.height &&
      density === this.#density
    )
      return
    this.#drawnSize = size
    this.#density = density
    this.#viewport.resize()
  }

  /** CSS pixels. */
  get #canvasSize(): Size {
    const density = window.devicePixelRatio || 1
    return { width: this.canvas.width / density, height: this.canvas.height / density }
  }

  #paint(imageId: string): void {
    const order = this.#order
    if (this.#quiet > 0 || order?.imageId !== imageId) return
    const sheet = sheetOf(order.of.image)
    const plane = planeFor(order.of.image, order.of.stack.series.SeriesInstanceUID)
    const map = mapReadBack(plane, sheet, (place) => this.#viewport.worldToCanvas([...place]))
    const wanted = toScreen(order.presentation, sheet, order.size)
    const density = window.devicePixelRatio || 1
    if (largestShift(map, wanted, sheet) * density > NEAR_PX) return this.#refuse('misplaced')
    this.#stack.draw(order.picture, map, order.size, density)
    this.#events.onDrawn?.(order.of, map)
  }

  /** No picture rather than one in a wrong place. */
  #refuse(reason: 'misplaced' | 'notMounted'): void {
    const of = this.#order?.of
    this.clear()
    if (of) this.#events.onRefused?.(of, reason)
  }

  /** Cornerstone's cache holds the image that is shown, and no other. */
  #hold(order: Order | undefined): void {
    if (order?.imageId === this.#held) return
    if (order) this.#host.images.hold(order.imageId, order.picture.frame)
    if (this.#held) this.#host.images.release(this.#held)
    this.#held = order?.imageId
  }
}

/**
 * Cornerstone 5.14 sizes its canvas in CSS pixels where all else counts screen pixels
 * (cpuFallback/rendering/resize.js): it is told the size in screen pixels.
 */
function setCanvasSize(canvas: HTMLCanvasElement, element: HTMLElement): void {
  const inScreenPixels = (side: 'clientWidth' | 'clientHeight') => ({
    configurable: true,
    get: () => Math.round(element[side] * (window.devicePixelRatio || 1)),
  })
  Object.defineProperties(canvas, {
    clientWidth: inScreenPixels('clientWidth'),
    clientHeight: inScreenPixels('clientHeight'),
  })
}
