import type { Calibration, CalibrationKind } from './calibration'
import type { PixelPoint } from './image-plane'
import { contains, lineOf, type ImageRegion } from './region'
import { rowOf } from './shapes'

export const QUANTITIES = [
  'length',
  'longestDiameter',
  'area',
  'volume',
  'massLike', // volume × contrast, HU · mm³ ÷ 1000
  'agatstonLike', // not the coronary score
  'mean',
  'maximum',
  'minimum',
  'sd',
  'value',
] as const
export type Quantity = (typeof QUANTITIES)[number]

/** A number with its unit in UCUM, and the calibration that allowed millimetres. `1` is "no unit". */
export interface Measure {
  readonly quantity: Quantity
  readonly value: number
  /** UCUM: `mm`, `mm2`, `mm3`, `{pixels}`, `{pixels}2`, `[hnsf'U]`, `1`. */
  readonly unit: string
  readonly calibration?: CalibrationKind
}

/** A frame's modality values (after rescale), row by row from the top left. */
export interface PixelGrid {
  readonly columns: number
  readonly rows: number
  /** HU, another Rescale Type, or empty when the file gives no meaning to the values. */
  readonly unit: string
  readonly valueAt: (column: number, row: number) => number
  /** Values that stand for no measurement: left out of everything that is counted. */
  readonly isPadding?: (value: number) => boolean
}

/**
 * What can be measured of a region: its size, in mm only where the file supports mm; and the modality values
 * inside it where the pixels are at hand.
 */
export function measuresOf(region: ImageRegion, calibration?: Calibration, pixels?: PixelGrid): Measure[] {
  return [...sizesOf(region, calibration), ...(pixels ? valuesIn(region, pixels) : [])]
}

/** The same measures for another calibration: sizes anew, values of pixels as they were. */
export const resized = (
  measures: readonly Measure[],
  region: ImageRegion,
  calibration?: Calibration,
): Measure[] => [
  ...sizesOf(region, calibration),
  ...measures.filter(({ quantity }) => !IN_THE_PLANE.has(quantity)),
]

const IN_THE_PLANE: ReadonlySet<Quantity> = new Set(['length', 'longestDiameter', 'area'])

function sizesOf(region: ImageRegion, calibration?: Calibration): Measure[] {
  const { sizes, area } = rowOf(region.shape)
  const { kind, rowSpacingMm = 1, columnSpacingMm = 1 } = calibration ?? {}
  const [linear, areal] = calibration ? ['mm', 'mm2'] : ['{pixels}', '{pixels}2']
  const scaled = region.points.map(([column, row]): PixelPoint => [
    column * columnSpacingMm,
    row * rowSpacingMm,
  ])
  const values = { length: longestSpan, longestDiameter: longestSpan, area }
  return sizes.map((quantity) => ({
    quantity,
    value: values[quantity](scaled),
    unit: quantity === 'area' ? areal : linear,
    ...(kind ? { calibration: kind } : {}),
  }))
}

/** The largest distance between any two points. */
function longestSpan(points: readonly PixelPoint[]): number {
  const hull = points.length > 200 ? convexHull(points) : points
  let longest = 0
  hull.forEach((a, index) => {
    for (const b of hull.slice(index + 1)) longest = Math.max(longest, Math.hypot(a[0] - b[0], a[1] - b[1]))
  })
  return longest
}

/** Andrew's monotone chain. */
function convexHull(points: readonly PixelPoint[]): PixelPoint[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const turn = (o: PixelPoint, a: PixelPoint, b: PixelPoint) =>
    (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
  const chain = (ordered: PixelPoint[]) =>
    ordered.reduce<PixelPoint[]>((hull, point) => {
      while (hull.length > 1 && turn(hull[hull.length - 2], hull[hull.length - 1], point) <= 0) hull.pop()
      hull.push(point)
      return hull
    }, [])
  return [...chain(sorted), ...chain(sorted.reverse())]
}

/** Statistics over the pixels whose centres lie inside; the pixel under a point. */
function valuesIn(region: ImageRegion, pixels: PixelGrid): Measure[] {
  const unit = ucumOf(pixels.unit)
  const { isPadding = () => false } = pixels
  const values = pixelsIn(region, pixels).filter((value) => !isPadding(value))
  if (values.length === 0) return []
  if (rowOf(region.shape).pixels === 'under') return [{ quantity: 'value', value: values[0], unit }]
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const [minimum, maximum] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )
  return [
    { quantity: 'mean', value: mean, unit },
    { quantity: 'sd', value: Math.sqrt(variance), unit },
    { quantity: 'minimum', value: minimum, unit },
    { quantity: 'maximum', value: maximum, unit },
  ]
}

/** Of all the values read so far. */
export interface FrameStatistics {
  readonly count: number
  readonly minimum: number
  readonly maximum: number
  readonly mean: number
  readonly sd: number
}

/** Rows are read in turn, so that a caller can pause between them (Welford's update). */
export function* statisticsByRow({
  columns,
  rows,
  valueAt,
  isPadding = () => false,
}: PixelGrid): Generator<FrameStatistics> {
  let [count, mean, squares, minimum, maximum] = [0, 0, 0, Infinity, -Infinity]
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = valueAt(column, row)
      if (isPadding(value)) continue
      const off = value - mean
      mean += off / ++count
      squares += off * (value - mean)
      if (value < minimum) minimum = value
      if (value > maximum) maximum = value
    }
    yield { count, minimum, maximum, mean, sd: count > 0 ? Math.sqrt(squares / count) : 0 }
  }
}

function pixelsIn(region: ImageRegion, { columns, rows, valueAt }: PixelGrid): number[] {
  const on = (column: number, row: number) => column >= 0 && row >= 0 && column < columns && row < rows
  const { pixels } = rowOf(region.shape)
  if (pixels === 'under') {
    const [column, row] = region.points[0].map(Math.floor)
    return on(column, row) ? [valueAt(column, row)] : []
  }
  if (pixels === 'none') return []
  const bounds = boundsOf(region)
  const values: number[] = []
  for (let row = Math.max(0, bounds.top); row <= Math.min(rows - 1, bounds.bottom); row++)
    for (let column = Math.max(0, bounds.left); column <= Math.min(columns - 1, bounds.right); column++)
      if (contains(region, [column + 0.5, row + 0.5])) values.push(valueAt(column, row))
  return values
}

function boundsOf(region: ImageRegion) {
  // The line around an ellipse is a little inside of it.
  const reach = [...region.points, ...lineOf(region)]
  const columns = reach.map(([column]) => column)
  const rows = reach.map(([, row]) => row)
  return {
    left: Math.floor(columns.reduce((a, b) => Math.min(a, b))) - 1,
    right: Math.ceil(columns.reduce((a, b) => Math.max(a, b))) + 1,
    top: Math.floor(rows.reduce((a, b) => Math.min(a, b))) - 1,
    bottom: Math.ceil(rows.reduce((a, b) => Math.max(a, b))) + 1,
  }
}

const ucumOf = (unit: string): string => (unit === 'HU' ? "[hnsf'U]" : unit || '1')
