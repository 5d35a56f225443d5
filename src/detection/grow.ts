import type { PixelPoint } from '../domain/image-plane'
import type { PixelGrid } from '../domain/measure'
import { runsOf, type Run, type Runs } from './runs'

/*
 * A focus on one frame, grown from a point inside it to its own border: where the values are half way between its
 * inside and what surrounds it, the full width at half maximum of a blurred edge. For radiographs, where there are
 * no CT numbers to go by, and for signal voids of MR.
 */

export interface GrowOptions {
  /** Whether the focus is higher or lower than what surrounds it. */
  readonly polarity: 'high' | 'low'
  /** Where the border lies between the surroundings (0) and the inside (1). */
  readonly level: number
  /** Nothing farther from the point is looked at, in columns. */
  readonly reach: number
}

export const DEFAULT_GROWTH: GrowOptions = { polarity: 'high', level: 0.5, reach: 80 }

export interface Grown {
  /** On slice 0. */
  readonly runs: Runs
  /** The level of the border; above the one asked for where the focus would have run into something else. */
  readonly level: number
  readonly leaked: boolean
}

/** A region that fills this much of what is looked at, or reaches its edge, has left the focus. */
const MAX_OF_WINDOW = 0.4
const LEVEL_STEP = 0.05
const HIGHEST_LEVEL = 0.95
const ROUNDS = 3
/** Columns from the border in which the surroundings are measured. */
const RING = [2, 6] as const

/**
 * @param seed (column, row); (0, 0) is the corner of the first pixel
 * @returns undefined outside the frame, or where nothing stands out
 */
export function grow(grid: PixelGrid, seed: PixelPoint, asked: Partial<GrowOptions> = {}): Grown | undefined {
  const options = { ...DEFAULT_GROWTH, ...asked }
  const window = windowAround(grid, seed, options)
  if (!window) return undefined
  for (let level = options.level; level <= HIGHEST_LEVEL + 1e-9; level += LEVEL_STEP) {
    const region = settled(window, level)
    if (!region) return undefined
    if (!hasLeaked(window, region))
      return { runs: runsOfRegion(window, region), level, leaked: level > options.level + 1e-9 }
  }
  return undefined
}

/** A square of the frame, high where the focus is high or low. */
interface GrowWindow {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
  readonly values: Float32Array
  /** Where growing begins: the strongest pixel near the point. */
  readonly start: number
}

function windowAround(
  { columns, rows, valueAt, isPadding }: PixelGrid,
  [column, row]: PixelPoint,
  { polarity, reach }: GrowOptions,
): GrowWindow | undefined {
  const [x, y] = [Math.floor(column), Math.floor(row)]
  if (x < 0 || y < 0 || x >= columns || y >= rows) return undefined
  const [left, top] = [Math.max(0, x - reach), Math.max(0, y - reach)]
  const size = {
    columns: Math.min(columns - 1, x + reach) - left + 1,
    rows: Math.min(rows - 1, y + reach) - top + 1,
  }
  if (isPadding?.(valueAt(x, y))) return undefined
  const sign = polarity === 'high' ? 1 : -1
  const values = new Float32Array(size.columns * size.rows)
  for (let r = 0, to = 0; r < size.rows; r++)
    for (let c = 0; c < size.columns; c++, to++) {
      const value = valueAt(c + left, r + top)
      values[to] = isPadding?.(value) ? NaN : sign * value
    }
  if (isPadding) fillGaps(values)
  const start = strongestNear(values, size, x - left, y - top)
  return { left, top, ...size, values, start }
}

/** Where nothing was measured it is as in most of the window: neither part of a focus nor its surroundings. */
function fillGaps(values: Float32Array): void {
  const measured = values.filter((value) => !Number.isNaN(value)).sort()
  if (measured.length < values.length)
    values.forEach((value, index) => {
      if (Number.isNaN(value)) values[index] = measured[measured.length >> 1]
    })
}

/** Of the pixel and those two away, the one with the highest mean of its nine. */
function strongestNear(
  values: Float32Array,
  { columns, rows }: { columns: number; rows: number },
  x: number,
  y: number,
): number {
  let [best, highest] = [y * columns + x, -Infinity]
  for (let r = Math.max(1, y - 2); r <= Math.min(rows - 2, y + 2); r++)
    for (let c = Math.max(1, x - 2); c <= Math.min(columns - 2, x + 2); c++) {
      let sum = 0
      for (let dr = -1; dr <= 1; dr++)
        for (let dc = -1; dc <= 1; dc++) sum += values[(r + dr) * columns + c + dc]
      if (sum > highest) [best, highest] = [r * columns + c, sum]
    }
  return best
}

/** The region whose border is at the level between its own inside and its own surroundings. */
function settled(window: GrowWindow, level: number): Uint8Array | undefined {
  const { values, start } = window
  const sorted = Float32Array.from(values).sort()
  let surroundings = sorted[sorted.length >> 1]
  let inside = values[start]
  if (inside <= surroundings) return undefined
  let region = flood(window, surroundings + level * (inside - surroundings))
  for (let round = 0; round < ROUNDS; round++) {
    inside = meanOfUpperQuarter(values, region)
    surroundings = meanAround(window, region) ?? surroundings
    const threshold = surroundings + level * (inside - surroundings)
    if (values[start] < threshold) break
    region = flood(window, threshold)
  }
  return region
}

/** The pixels at or above a threshold that are connected to the start by their sides. */
function flood({ values, columns, rows, start }: GrowWindow, threshold: number): Uint8Array {
  const region = new Uint8Array(values.length)
  const stack = [start]
  region[start] = 1
  const enter = (next: number) => {
    if (region[next] || values[next] < threshold) return
    region[next] = 1
    stack.push(next)
  }
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const column = at % columns
    if (column > 0) enter(at - 1)
    if (column < columns - 1) enter(at + 1)
    if (at >= columns) enter(at - columns)
    if (at < columns * (rows - 1)) enter(at + columns)
  }
  return region
}

function meanOfUpperQuarter(values: Float32Array, region: Uint8Array): number {
  const inside = values.filter((_, index) => region[index] === 1).sort()
  const upper = inside.subarray(Math.floor(0.75 * inside.length))
  return upper.reduce((sum, value) => sum + value, 0) / upper.length
}

/** Mean of what lies a little way outside; undefined where the window ends before that. */
function meanAround({ values, columns, rows }: GrowWindow, region: Uint8Array): number | undefined {
  const [near, far] = RING
  const within = (reach: number) => widened(region, columns, rows, reach)
  const [close, wide] = [within(near), within(far)]
  let [sum, count] = [0, 0]
  for (let index = 0; index < values.length; index++)
    if (wide[index] && !close[index]) {
      sum += values[index]
      count++
    }
  return count > 0 ? sum / count : undefined
}

/** The region and all pixels within a square of so many columns about it, one direction after the other. */
function widened(region: Uint8Array, columns: number, rows: number, reach: number): Uint8Array {
  const across = new Uint8Array(region.length)
  const both = new Uint8Array(region.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!region[row * columns + column]) continue
      const from = Math.max(0, column - reach)
      across.fill(1, row * columns + from, row * columns + Math.min(columns, column + reach + 1))
    }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!across[row * columns + column]) continue
      for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++)
        both[r * columns + column] = 1
    }
  return both
}

function hasLeaked({ columns, rows }: GrowWindow, region: Uint8Array): boolean {
  let count = 0
  for (let index = 0; index < region.length; index++) {
    if (!region[index]) continue
    const column = index % columns
    if (column === 0 || column === columns - 1 || index < columns || index >= columns * (rows - 1))
      return true
    count++
  }
  return count > MAX_OF_WINDOW * region.length
}

function runsOfRegion({ left, top, columns, rows }: GrowWindow, region: Uint8Array): Runs {
  const runs: Run[] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (region[row * columns + column]) runs.push([0, row + top, column + left, 1])
  return runsOf(runs)
}

/** A round brush about a point: pixels whose centres lie within so many columns. */
export function disc([column, row]: PixelPoint, radius: number, { columns, rows }: PixelGrid): Runs {
  const runs: Run[] = []
  for (let r = Math.max(0, Math.floor(row - radius)); r <= Math.min(rows - 1, Math.ceil(row + radius)); r++) {
    const left = radius ** 2 - (r + 0.5 - row) ** 2
    if (left < 0) continue
    const half = Math.sqrt(left)
    const from = Math.max(0, Math.ceil(column - half - 0.5))
    const to = Math.min(columns - 1, Math.floor(column + half - 0.5))
    if (to >= from) runs.push([0, r, from, to - from + 1])
  }
  return runsOf(runs)
}
