import { acquiredImage, isSameImage, type ShownImage } from '../domain/shown-image'
import { framesOf, refTo, seriesKey, type Series, type SeriesRef } from '../domain/study'
import type { VolumeGeometry } from '../domain/volume-geometry'
import type { DecodedFrame } from './decoding/decoded-frame'
import type { FrameStore } from './decoding/frame-store'

/**
 * Images in an order that can be scrolled: the frames of a series, or planes cut through its voxels. A stack knows
 * whose images it holds, and gives no other.
 */
export interface Stack {
  readonly of: SeriesRef
  /** Of another stack exactly when the images are others, or in another order. */
  readonly key: string
  /** As it was acquired, also where planes are cut through it. */
  readonly series: Series
  readonly images: readonly ShownImage[]
  /** Of the voxels, where planes are cut through them. */
  readonly geometry?: VolumeGeometry
  /** mm between neighbouring images; undefined where they lie in no order of place. */
  readonly spacingMm?: number
  /** The image if it is decoded already. */
  peek(index: number): DecodedFrame | undefined
  /**
   * @param urgent before the images that are decoded ahead
   * @throws Error when the file has gone or cannot be decoded
   */
  frame(index: number, urgent?: boolean): Promise<DecodedFrame>
}

/** The frames of a series in reading order. */
export function acquiredStack(study: string, series: Series, store: FrameStore): Stack {
  const of = refTo(study, series)
  const frames = framesOf(series)
  return {
    of,
    key: `${seriesKey(of)} ${frames.length}`,
    series,
    images: frames.map(({ instance, frameNumber }) => acquiredImage(instance, frameNumber)),
    spacingMm: series.order.spacingMm,
    peek: (index) => store.peek(frames[index].instance, frames[index].frameNumber),
    frame: (index, urgent = true) => store.frame(frames[index].instance, frames[index].frameNumber, urgent),
  }
}

/** From 0; −1 where the stack does not hold it. */
export const indexOfImage = ({ images }: Stack, image: ShownImage | undefined): number =>
  images.findIndex((other) => isSameImage(other, image))
