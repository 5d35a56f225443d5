import { acquiredImage } from '../domain/shown-image'
import { frameCount, framesOf, type Series } from '../domain/study'
import type { FrameStore } from './frame-store'
import { FITTED, toScreen } from './presentation'
import { paint } from './window-lut'
import { defaultWindow, isShownInverted, sheetOf, voiFunctionOf } from './display'

/**
 * Draws the middle frame of a series; leaves the canvas black when it cannot be decoded.
 * @param isWanted false once the canvas is another series'
 */
export async function drawThumbnail(
  series: Series,
  canvas: HTMLCanvasElement,
  store: FrameStore,
  isWanted: () => boolean,
): Promise<void> {
  const context = canvas.getContext('2d')
  context?.reset()
  const middle = framesOf(series)[Math.floor(frameCount(series) / 2)]
  if (!middle) return
  const { instance, frameNumber } = middle
  const decoded = await store.frame(instance, frameNumber, false).catch(() => undefined)
  if (!decoded || !context || !isWanted()) return
  const sheet = document.createElement('canvas')
  ;[sheet.width, sheet.height] = [decoded.columns, decoded.rows]
  const image = new ImageData(decoded.columns, decoded.rows)
  const window = defaultWindow(instance, decoded)
  paint(
    decoded,
    window,
    isShownInverted(series, instance),
    voiFunctionOf(instance, decoded),
    new Uint32Array(image.data.buffer),
  )
  sheet.getContext('2d')?.putImageData(image, 0, 0)
  const { a, b, c, d, e, f } = toScreen(FITTED, sheetOf(acquiredImage(instance, frameNumber)), canvas)
  context.setTransform(a, b, c, d, e, f)
  context.imageSmoothingQuality = 'high'
  context.drawImage(sheet, 0, 0)
}
