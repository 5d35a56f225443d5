import { eachRun, voxelCount, type Runs } from './runs'
import { principalAxes } from './shape'
import type { CtSlice } from './slice'

type Pixel = Pick<CtSlice, 'rowMm' | 'columnMm'>

/** Area of the pixels that are at least half calcium. */
export const areaMm2Of = ({ rowMm, columnMm }: Pixel, runs: Runs): number =>
  voxelCount(runs) * rowMm * columnMm

/** Size and form of a section. */
export function formInSlice(pixel: Pixel, runs: Runs) {
  const { values, axis } = principalAxes(spreadOf(pixel, runs))
  const { columnMm, rowMm } = pixel
  return {
    areaMm2: areaMm2Of(pixel, runs),
    longestDiameterMm: longestSpan(pixel, runs),
    elongation: Math.sqrt(values[0] / values[1]),
    /** What a step to the next column and row is worth along the longest axis, mm. */
    axis: [axis[0] * columnMm, axis[1] * rowMm] as const,
  }
}

/** The widest extent over directions 3° apart, and one pixel's extent in that direction. */
function longestSpan({ columnMm, rowMm }: Pixel, runs: Runs): number {
  return Math.max(
    ...DIRECTIONS.map(([x, y]) => {
      let [low, high] = [Infinity, -Infinity]
      for (const [, row, column, length] of eachRun(runs))
        for (const end of [column, column + length - 1]) {
          const along = end * columnMm * x + row * rowMm * y
          low = Math.min(low, along)
          high = Math.max(high, along)
        }
      return high - low + Math.hypot(columnMm * x, rowMm * y)
    }),
  )
}

const DIRECTIONS = Array.from({ length: 60 }, (_, index) => {
  const angle = (index * Math.PI) / 60
  return [Math.cos(angle), Math.sin(angle)] as const
})

/** Variances in mm², each pixel's own extent included; the slice has no thickness. */
function spreadOf({ columnMm, rowMm }: Pixel, runs: Runs): [number, number, number, number, number, number] {
  let [count, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0]
  for (const [, row, column, length] of eachRun(runs))
    for (let step = 0; step < length; step++) {
      const [right, down] = [(column + step) * columnMm, row * rowMm]
      count++
      x += right
      y += down
      xx += right * right
      xy += right * down
      yy += down * down
    }
  const [middleX, middleY] = [x / count, y / count]
  return [
    xx / count - middleX ** 2 + columnMm ** 2 / 12,
    xy / count - middleX * middleY,
    0,
    yy / count - middleY ** 2 + rowMm ** 2 / 12,
    0,
    0,
  ]
}
