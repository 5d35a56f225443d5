import type { Segment, Segmentation } from '../../domain/segmentation'
import { segmentFramesOn } from '../../domain/segments-on-frame'
import type { Instance } from '../../domain/study'
import type { DecodedFrame } from '../decoding/decoder'
import type { FrameStore } from '../decoding/frame-store'

/** One segment on one frame. */
export interface Mask {
  readonly segment: Segment
  /** For each pixel how much of it is in the segment, 0–255. */
  readonly opacity: Uint8Array
}

/** The segments that were found on a frame; what cannot be decoded is left out. */
export async function masksOn(
  store: FrameStore,
  segmentations: readonly Instance[],
  image: Instance,
  frameNumber: number,
): Promise<Mask[]> {
  const found = segmentations.flatMap((of) =>
    segmentFramesOn(of, image, frameNumber).map(async (number): Promise<Mask[]> => {
      const frame = await store.frame(of, number).catch(() => undefined)
      return frame && of.segmentation ? masksIn(frame, of.segmentation, number) : []
    }),
  )
  return (await Promise.all(found)).flat()
}

/** @param frameNumber of the segmentation, from 1 */
export function masksIn(
  { values }: Pick<DecodedFrame, 'values'>,
  { type, segments, fullValue, frames }: Segmentation,
  frameNumber: number,
): Mask[] {
  if (type === 'LABELMAP') {
    const present = new Set<number>(values)
    return segments
      .filter(({ number }) => number !== 0 && present.has(number))
      .map((segment) => ({
        segment,
        opacity: Uint8Array.from(values, (value) => (value === segment.number ? 255 : 0)),
      }))
  }
  const segment = segments.find(({ number }) => number === frames[frameNumber - 1]?.segment)
  const opacity = Uint8Array.from(values, (value) => Math.min(255, (255 * value) / fullValue))
  return segment ? [{ segment, opacity }] : []
}

const NONE: readonly Mask[] = []

/** The masks of the frame that is being drawn: looked for when it is first seen, there when it is drawn again. */
export class MaskFinder {
  #store: FrameStore
  #onFound: () => void
  #segmentations: readonly Instance[] = []
  #of?: DecodedFrame
  #masks = NONE

  /** @param onFound there are masks for the frame last asked for */
  constructor(store: FrameStore, onFound: () => void) {
    this.#store = store
    this.#onFound = onFound
  }

  use(segmentations: readonly Instance[]): void {
    this.#segmentations = segmentations
    this.#of = undefined
  }

  on(decoded: DecodedFrame, image: Instance, frameNumber: number): readonly Mask[] {
    if (this.#of === decoded) return this.#masks
    this.#of = decoded
    this.#masks = NONE
    if (this.#segmentations.length > 0) void this.#find(decoded, image, frameNumber)
    return NONE
  }

  async #find(decoded: DecodedFrame, image: Instance, frameNumber: number): Promise<void> {
    const masks = await masksOn(this.#store, this.#segmentations, image, frameNumber)
    if (masks.length === 0 || this.#of !== decoded) return
    this.#masks = masks
    this.#onFound()
  }
}

/** Share of the colour inside a segment and at its edge: what lies below stays to be seen. */
const [FILL, EDGE] = [0.3, 0.9]

/** Colours the pixels of a painted frame (little endian 0xAABBGGRR). */
export function paintMask({ segment, opacity }: Mask, columns: number, into: Uint32Array): void {
  const { colour } = segment
  for (let at = 0; at < into.length; at++) {
    if (opacity[at] === 0) continue
    const isEdge = !(opacity[at - 1] && opacity[at + 1] && opacity[at - columns] && opacity[at + columns])
    const share = ((isEdge ? EDGE : FILL) * opacity[at]) / 255
    const mixed = colour.map((part, byte) =>
      Math.round(part * share + ((into[at] >> (8 * byte)) & 255) * (1 - share)),
    )
    into[at] = 0xff000000 | (mixed[2] << 16) | (mixed[1] << 8) | mixed[0]
  }
}
