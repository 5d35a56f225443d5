import { lookUp, type LookupTable } from '../../domain/frame-tables'
import type { DecodedFrame } from '../decoding/decoder'

export interface Window {
  readonly center: number
  readonly width: number
  /** The file's own curve over this width, in place of the straight line. */
  readonly table?: LookupTable
}

/** A VOI LUT as the window it spans. */
export const windowOf = (table: LookupTable): Window => ({
  center: table.firstMapped + table.entries.length / 2,
  width: table.entries.length,
  table,
})

/** PS3.3 C.11.2.1.2 and C.11.2.1.3. */
export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'

/** Modality value → grey 0…255, not rounded. */
export function greyOf(value: number, { center, width, table }: Window, voi: VoiFunction): number {
  if (table) return (lookUp(table, value) / (2 ** table.bits - 1)) * 255
  if (voi === 'SIGMOID') return 255 / (1 + Math.exp((-4 * (value - center)) / width))
  const [middle, span] = voi === 'LINEAR' ? [center - 0.5, Math.max(width - 1, 1e-6)] : [center, width]
  return Math.min(Math.max(((value - middle) / span + 0.5) * 255, 0), 255)
}

const OPAQUE = 0xff000000

/**
 * Paints a decoded frame into RGBA (little endian 0xAABBGGRR).
 * @param frame modality values, or RGB with three values a pixel
 */
export function paint(
  frame: DecodedFrame,
  window: Window,
  inverted: boolean,
  voi: VoiFunction,
  into: Uint32Array,
): void {
  const { values, minimum: low, maximum: high } = frame
  if (frame.components === 3) return paintColour(values, inverted, into)
  const grey = (value: number) => {
    const level = Math.round(greyOf(value, window, voi))
    return OPAQUE | ((inverted ? 255 - level : level) * 0x010101)
  }
  if (values instanceof Float32Array || high - low > 0xffff) {
    for (let i = 0; i < into.length; i++) into[i] = grey(values[i])
    return
  }
  const table = Uint32Array.from({ length: high - low + 1 }, (_, index) => grey(low + index))
  for (let i = 0; i < into.length; i++) into[i] = table[values[i] - low]
}

function paintColour(values: ArrayLike<number>, inverted: boolean, into: Uint32Array): void {
  const flip = inverted ? 0xffffff : 0
  for (let i = 0, j = 0; i < into.length; i++, j += 3)
    into[i] = OPAQUE | (((values[j + 2] << 16) | (values[j + 1] << 8) | values[j]) ^ flip)
}

/** The display shutter of the file, in the grey it asks for, whatever the window is. */
export function paintShutter({ shutter }: DecodedFrame, into: Uint32Array): void {
  if (!shutter) return
  const grey = OPAQUE | (shutter.grey * 0x010101)
  for (let at = 0; at < into.length; at++) if (shutter.covered[at]) into[at] = grey
}

/** Overlay planes in white, as graphics that belong to the image; what lies outside of it is left out. */
export function paintOverlays({ columns, rows, overlays = [] }: DecodedFrame, into: Uint32Array): void {
  for (const plane of overlays) {
    const { bitmap, left, top } = plane
    if (!bitmap) continue
    for (let y = Math.max(0, -top); y < Math.min(plane.rows, rows - top); y++)
      for (let x = Math.max(0, -left); x < Math.min(plane.columns, columns - left); x++)
        if (bitmap[y * plane.columns + x]) into[(top + y) * columns + left + x] = WHITE
  }
}

const WHITE = 0xffffffff
