import { acquiredImage } from '../../domain/shown-image'
import { frameCount, framesOf, type Series } from '../../domain/study'
import type { DecodedFrame } from '../decoding/decoded-frame'
import type { FrameStore } from '../decoding/frame-store'
import { FITTED, toScreen } from './presentation'
import { rangeOfSeries } from './series-range'
import { paint, paintShutter } from './window-lut'
import { defaultWindow, hasWindow, isShownInverted, sheetOf, voiFunctionOf } from './display'

/**
 * Draws the middle frame of a series as the viewport does, in the window of the series where the file gives none and
 * behind its display shutter; leaves the canvas black when it cannot be decoded.
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
  const needsRange = decoded.components === 1 && !hasWindow(instance)
  const range = needsRange ? await rangeOfSeries(series, store) : undefined
  if (!isWanted()) return
  const window = defaultWindow(instance, decoded, range)
  const thin = thinned(decoded)
  const sheet = document.createElement('canvas')
  ;[sheet.width, sheet.height] = [thin.columns, thin.rows]
  const image = new ImageData(thin.columns, thin.rows)
  const pixels = new Uint32Array(image.data.buffer)
  paint(thin, window, isShownInverted(series, instance), voiFunctionOf(instance, decoded), pixels)
  paintShutter(thin, pixels)
  sheet.getContext('2d')?.putImageData(image, 0, 0)
  const { a, b, c, d, e, f } = toScreen(FITTED, sheetOf(acquiredImage(instance, frameNumber)), canvas)
  context.setTransform(a, b, c, d, e, f)
  context.imageSmoothingQuality = 'high'
  context.drawImage(sheet, 0, 0, decoded.columns, decoded.rows)
}

/** A thumbnail of a large frame needs no picture of all its pixels. */
const MAX_PIXELS = 2 ** 20

/** Every so many pixels of a large frame; a small one as it is. */
export function thinned(frame: DecodedFrame): DecodedFrame {
  const { columns, rows, components, values } = frame
  const step = Math.ceil(Math.sqrt((columns * rows) / MAX_PIXELS))
  if (step <= 1) return frame
  const [wide, high] = [Math.ceil(columns / step), Math.ceil(rows / step)]
  const everyStep = <Samples extends DecodedFrame['values']>(all: Samples, parts: number): Samples => {
    const kept = all.slice(0, wide * high * parts) as Samples
    for (let row = 0, to = 0; row < high; row++)
      for (let column = 0; column < wide; column++)
        for (let part = 0; part < parts; part++, to++)
          kept[to] = all[(row * step * columns + column * step) * parts + part]
    return kept
  }
  const covered = frame.shutter && everyStep(frame.shutter.covered, 1)
  return {
    ...frame,
    ...{ columns: wide, rows: high, values: everyStep(values, components) },
    shutter: frame.shutter && covered && { ...frame.shutter, covered },
  }
}
