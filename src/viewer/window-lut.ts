import type { DecodedFrame } from './decoder'

export interface Window {
  readonly center: number
  readonly width: number
}

/** PS3.3 C.11.2.1.2 and C.11.2.1.3. */
export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'

/** Modality value → grey 0…255, not rounded. */
export function greyOf(value: number, { center, width }: Window, voi: VoiFunction): number {
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
