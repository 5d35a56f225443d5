import type { Affine } from '../../domain/affine'
import type { DecodedFrame } from '../decoding/decoder'
import type { Size } from './presentation'
import { paintMask, type Mask } from './segment-masks'
import { paint, paintOverlays, paintShutter, type VoiFunction, type Window } from './window-lut'

/** How an image is drawn. */
export interface Display {
  readonly window: Window
  readonly inverted: boolean
  readonly voi: VoiFunction
  /** Without the file's overlay planes. */
  readonly bare?: boolean
  /** Without the file's display shutter. */
  readonly unshuttered?: boolean
  /** Segments drawn over the picture. */
  readonly masks?: readonly Mask[]
}

export interface Picture extends Display {
  readonly frame: DecodedFrame
}

/** Draws one frame on a canvas. The grey picture is painted anew only when frame or window change. */
export class StackCanvas {
  readonly canvas: HTMLCanvasElement
  #sheet = document.createElement('canvas')
  #painted?: Picture

  /** @param canvas one that is on the page already */
  constructor(canvas = document.createElement('canvas')) {
    this.canvas = canvas
  }

  /**
   * @param toScreen pixels → CSS pixels
   * @param density screen pixels per CSS pixel
   */
  draw(
    picture: Picture,
    toScreen: Affine,
    { width, height }: Size,
    density = window.devicePixelRatio || 1,
  ): void {
    if (!samePicture(picture, this.#painted)) this.#paint(picture)
    const [wide, high] = [Math.round(width * density), Math.round(height * density)]
    if (this.canvas.width !== wide) this.canvas.width = wide
    if (this.canvas.height !== high) this.canvas.height = high
    // A viewport may be a fraction of a pixel wider: stretched, the picture would be blurred and slip under its marks.
    this.canvas.style.width = `${wide / density}px`
    this.canvas.style.height = `${high / density}px`
    const context = this.canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = '#000'
    context.fillRect(0, 0, wide, high)
    const { a, b, c, d, e, f } = toScreen
    context.setTransform(a * density, b * density, c * density, d * density, e * density, f * density)
    context.imageSmoothingEnabled = true
    context.imageSmoothingQuality = Math.hypot(a, b) < 0.5 ? 'medium' : 'low'
    context.drawImage(this.#sheet, 0, 0)
  }

  clear(): void {
    this.#painted = undefined
    this.canvas.width = this.canvas.width || 1
  }

  #paint(picture: Picture): void {
    const { columns, rows } = picture.frame
    if (this.#sheet.width !== columns) this.#sheet.width = columns
    if (this.#sheet.height !== rows) this.#sheet.height = rows
    const context = this.#sheet.getContext('2d', { alpha: false }) as CanvasRenderingContext2D
    const image = context.createImageData(columns, rows)
    const pixels = new Uint32Array(image.data.buffer)
    paint(picture.frame, picture.window, picture.inverted, picture.voi, pixels)
    for (const mask of picture.masks ?? []) paintMask(mask, columns, pixels)
    if (!picture.unshuttered) paintShutter(picture.frame, pixels)
    if (!picture.bare) paintOverlays(picture.frame, pixels)
    context.putImageData(image, 0, 0)
    this.#painted = picture
  }
}

const samePicture = (a: Picture, b?: Picture): boolean =>
  b !== undefined &&
  a.frame === b.frame &&
  a.inverted === b.inverted &&
  a.voi === b.voi &&
  a.bare === b.bare &&
  a.unshuttered === b.unshuttered &&
  a.masks === b.masks &&
  a.window.center === b.window.center &&
  a.window.width === b.window.width &&
  a.window.table === b.window.table
