import { allFramesOf, framesOf, isColour, type Instance, type Series } from './study'

/* How much memory images take once they are decoded, said before they are. */

/** Bytes of all decoded frames of a series. */
export const decodedBytes = (series: Pick<Series, 'instances' | 'frames'>): number =>
  framesOf(series).reduce((sum, { instance }) => sum + frameBytes(instance), 0)

/** Three bytes a pixel of colour; grey values as wide as they must be after rescaling. */
function frameBytes(instance: Instance): number {
  const { Rows, Columns, BitsAllocated, RescaleSlope = 1 } = instance
  if (isColour(instance)) return Rows * Columns * 3
  if (BitsAllocated > 16 || !Number.isInteger(RescaleSlope)) return Rows * Columns * 4
  return Rows * Columns * (BitsAllocated > 8 ? 2 : 1)
}

/** The series with every second of its images: the same stretch, half the memory. */
export function everySecond(series: Series): Series {
  const { order } = series
  const frames = (series.frames ?? allFramesOf(series.instances)).filter((_, index) => index % 2 === 0)
  const spacingMm = order.spacingMm && 2 * order.spacingMm
  return {
    ...series,
    instances: [...new Set(frames.map(({ instance }) => instance))],
    frames,
    order: { ...order, spacingMm, unevenAfter: [...new Set(order.unevenAfter.map((at) => at >> 1))] },
  }
}
