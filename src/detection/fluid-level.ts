import { dot, length3 } from '../domain/image-plane'
import type { VolumeGeometry } from '../domain/volume-geometry'
import type { BoundsAlong } from './box'
import type { TypicalLevels } from './tissue'
import type { Window } from './window'

/*
 * Calcium that settles in fluid lies at the bottom with a flat, horizontal surface (the sedimentation sign;
 * Steinbach et al., Skeletal Radiol 1995;24:573-578). A patient lies on the back or on the belly: horizontal
 * is across the anterior–posterior axis. In every column along it the steepest rise is looked for; a level is
 * where most columns have it at one height, while the other side of the calcium is not flat, and what stands on it
 * reads neither as muscle nor as fat. Levels of a patient lying on the side are not looked for.
 */

export interface FluidLevel {
  /** Share of the columns through the candidate whose steepest rise is at the height of the level. */
  readonly share: number
  /** Share of the columns whose far edge is at one height: 1 for a plate, which is no level. */
  readonly farShare: number
  readonly areaMm2: number
  /** Means of 1.5 to 4 mm above and below. */
  readonly aboveHu: number
  readonly belowHu: number
  /** Standard deviation of what is above: fluid is even, a border of two tissues is not. */
  readonly aboveSdHu: number
  /** HU of this picture's muscle, to compare with. */
  readonly muscleHu: number
  /** Where the calcium lies: a patient on the back has it posterior. */
  readonly denseSide: 'posterior' | 'anterior'
}

/** cos 14° */
const UPRIGHT = 0.97
/** Along coarser voxels no height is told to a millimetre. */
const MAX_STEP_MM = 2
const SAME_HEIGHT_MM = 0.75
const NEAR_MM = 1.5
const FAR_MM = 4
const MIN_COLUMNS = 12

interface Place {
  readonly window: Window
  readonly mask: Uint8Array
  readonly bounds: BoundsAlong
  readonly geometry: VolumeGeometry
  readonly levels: TypicalLevels
}

/** The clearer level of the two sides; undefined where the picture has no axis to look along. */
export function fluidLevelOf(place: Place): FluidLevel | undefined {
  const { iStep, jStep, kStep } = place.geometry
  const posterior = [iStep, jStep, kStep].map((step) => dot(step, [0, 1, 0]) / length3(step))
  const axis = posterior.findIndex((along) => Math.abs(along) >= UPRIGHT)
  if (axis < 0 || place.window.spacing[axis] > MAX_STEP_MM) return undefined
  const toPosterior = Math.sign(posterior[axis])
  const sides = [
    levelTowards(place, axis, toPosterior, 'posterior'),
    levelTowards(place, axis, -toPosterior, 'anterior'),
  ].filter((level) => level !== undefined)
  return sides.sort((a, b) => b.share - a.share)[0]
}

/** @param down the step along the axis that goes down: +1 or -1 */
function levelTowards(
  place: Place,
  axis: number,
  down: number,
  denseSide: FluidLevel['denseSide'],
): FluidLevel | undefined {
  const { window, levels } = place
  const stepMm = window.spacing[axis]
  const stride = [1, window.size[0], window.size[0] * window.size[1]][axis]
  const columns = columnsOf(place, axis, down)
  if (columns.length < MIN_COLUMNS) return undefined
  const reach = Math.max(0.6, SAME_HEIGHT_MM / stepMm)
  const level = fullest(
    columns.map(({ rise }) => rise),
    reach,
  )
  const far = fullest(
    columns.map(({ far }) => far),
    reach,
  )
  const flat = columns.filter(({ rise }) => Math.abs(rise - level.height) <= reach)
  const [near, beyond] = [Math.ceil(NEAR_MM / stepMm), Math.floor(FAR_MM / stepMm)]
  const valuesOf = (steps: number) => {
    let [sum, squares, count] = [0, 0, 0]
    for (const { start, rise } of flat)
      for (let step = near; step <= Math.max(near, beyond); step++) {
        const at = (Math.round(rise) + steps * step) * down
        if (at < 0 || at >= window.size[axis]) continue
        const value = window.values[start + at * stride]
        sum += value
        squares += value * value
        count++
      }
    const mean = sum / Math.max(1, count)
    return { mean, sd: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) }
  }
  const above = valuesOf(-1)
  const columnMm2 = (window.spacing[0] * window.spacing[1] * window.spacing[2]) / stepMm
  return {
    share: level.count / columns.length,
    farShare: far.count / columns.length,
    areaMm2: level.count * columnMm2,
    aboveHu: above.mean,
    aboveSdHu: above.sd,
    belowHu: valuesOf(1).mean,
    muscleHu: levels.muscle,
    denseSide,
  }
}

interface Column {
  /** Index of the column's first voxel in the window. */
  readonly start: number
  /** Heights in voxels, counted downwards: of the steepest rise, and of the mask's lower edge. */
  readonly rise: number
  readonly far: number
}

function columnsOf({ window: { size, values }, mask, bounds }: Place, axis: number, down: number): Column[] {
  const strides = [1, size[0], size[0] * size[1]]
  const stride = strides[axis]
  const [a, b] = [0, 1, 2].filter((other) => other !== axis)
  const columns: Column[] = []
  for (let q = bounds[b][0]; q <= bounds[b][1]; q++)
    for (let p = bounds[a][0]; p <= bounds[a][1]; p++) {
      const start = p * strides[a] + q * strides[b]
      let [first, last, count] = [-1, -1, 0]
      for (let at = bounds[axis][0]; at <= bounds[axis][1]; at++) {
        if (!mask[start + at * stride]) continue
        if (first < 0) first = at
        last = at
        count++
      }
      // A column of one or two voxels is the border of the candidate.
      if (count < 3) continue
      const [top, bottom] = down > 0 ? [first, last] : [-last, -first]
      const valueAt = (height: number) =>
        values[start + Math.min(size[axis] - 1, Math.max(0, height * down)) * stride]
      let [rise, steepest] = [top, -Infinity]
      for (let height = top - 1; height < bottom; height++) {
        const gain = valueAt(height + 1) + valueAt(height + 2) - valueAt(height) - valueAt(height - 1)
        if (gain > steepest) {
          rise = height + 0.5
          steepest = gain
        }
      }
      columns.push({ start, rise, far: bottom })
    }
  return columns
}

/** The height about which most of the columns lie. */
function fullest(heights: readonly number[], reach: number): { height: number; count: number } {
  const sorted = [...heights].sort((a, b) => a - b)
  let [best, count] = [sorted[0], 0]
  for (let from = 0, to = 0; from < sorted.length; from++) {
    while (to < sorted.length && sorted[to] <= sorted[from] + 2 * reach) to++
    if (to - from > count) [best, count] = [sorted[(from + to) >> 1], to - from]
  }
  return { height: best, count }
}
