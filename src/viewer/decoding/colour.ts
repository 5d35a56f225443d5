import { lookUp, type Palette } from '../../domain/frame-tables'
import type { StoredValues } from './stored-values'

/** Three bytes a pixel, red, green, blue. */
export type Rgb = Uint8Array<ArrayBuffer>

/** Samples deeper than a byte keep their highest eight bits. */
export function rgbOf(stored: StoredValues, BitsStored: number): Rgb {
  const excess = Math.max(0, BitsStored - 8)
  const rgb = new Uint8Array(stored.length)
  for (let at = 0; at < rgb.length; at++) rgb[at] = stored[at] >>> excess
  return rgb
}

/** In place, by the matrices of PS3.3 section C.7.6.3.1.2. */
export function ybrToRgb(ybr: Rgb, isPartial: boolean): Rgb {
  const [black, gain, chroma] = isPartial ? [16, 255 / 219, 255 / 224] : [0, 1, 1]
  const byte = (value: number) => Math.min(Math.max(Math.round(value), 0), 255)
  for (let at = 0; at + 2 < ybr.length; at += 3) {
    const [y, cb, cr] = [gain * (ybr[at] - black), chroma * (ybr[at + 1] - 128), chroma * (ybr[at + 2] - 128)]
    ybr[at] = byte(y + 1.402 * cr)
    ybr[at + 1] = byte(y - 0.344136 * cb - 0.714136 * cr)
    ybr[at + 2] = byte(y + 1.772 * cb)
  }
  return ybr
}

/** Stored values as indices of a palette. */
export function paletteToRgb(stored: StoredValues, { red, green, blue }: Palette): Rgb {
  const rgb = new Uint8Array(3 * stored.length)
  ;[red, green, blue].forEach((table, colour) => {
    // Entries said to be of 16 bits that all fit into a byte are of 8: a common mistake.
    const excess = table.bits > 8 && table.entries.some((entry) => entry > 255) ? table.bits - 8 : 0
    for (let pixel = 0; pixel < stored.length; pixel++)
      rgb[3 * pixel + colour] = lookUp(table, stored[pixel]) >>> excess
  })
  return rgb
}
