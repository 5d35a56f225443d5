import { evenOddArea, isInside } from './even-odd'
import type { PixelPoint } from './image-plane'

/*
 * The marks a reader can make, one row each: what it is called, how it is drawn, seen, changed and measured. Nothing
 * else asks which shape a mark has.
 *
 * A closed shape has one inside, that of the even-odd rule: the area is that of its outline, crossings counted out, and
 * statistics are taken of the pixels whose centres lie inside. A shape that crosses itself is measured like any other.
 */

type Points = readonly PixelPoint[]

/** What is read of the pixels of a mark: of that under it, of those inside, or of none. */
export type PixelReading = 'under' | 'inside' | 'none'

export interface ShapeRow {
  /** As in an SR SCOORD (PS3.3 C.18.6.1): a rectangle and an outline are closed polylines, a length is an open one. */
  readonly graphicType: 'POINT' | 'POLYLINE' | 'ELLIPSE'
  readonly closed: boolean
  readonly minPoints: number
  readonly maxPoints: number
  /** A symbol marks the place; there is no line. */
  readonly isSymbol: boolean
  /** It is a distance, and no calcification. */
  readonly isMeasurement: boolean
  /** Anchors that the reader sets; `many` ends when the reader says so. */
  readonly anchors: number | 'many'
  /** Whether the anchors make a mark that can be seen: a length or a box of no size is a slip of the hand. */
  readonly isDrawable: (anchors: Points) => boolean
  readonly fromAnchors: (anchors: Points) => PixelPoint[]
  /** Points that can be dragged to change it; without any it is moved as a whole. */
  readonly handles: (points: Points) => Points
  readonly withHandle: (points: Points, handle: number, to: PixelPoint) => Points
  /** SVG path in image pixels. */
  readonly path: (points: Points) => string
  /** Points along the line of the mark, also in the patient. */
  readonly line: <Point extends readonly number[]>(points: readonly Point[]) => readonly Point[]
  readonly contains: (points: Points, at: PixelPoint) => boolean
  readonly sizes: readonly ('length' | 'longestDiameter' | 'area')[]
  readonly area: (points: Points) => number
  readonly pixels: PixelReading
}

const polyline = {
  graphicType: 'POLYLINE',
  isSymbol: false,
  isMeasurement: false,
  line: <Point>(points: readonly Point[]) => points,
} as const

const closedLine = {
  ...polyline,
  closed: true,
  path: (points: Points) => `${drawn(points)}Z`,
  contains: isInside,
  sizes: ['longestDiameter', 'area'],
  area: evenOddArea,
  pixels: 'inside',
} as const satisfies Partial<ShapeRow>

const unclosed = { closed: false, path: drawn, contains: () => false, area: () => 0 } as const

export const SHAPES = {
  point: {
    ...unclosed,
    graphicType: 'POINT',
    minPoints: 1,
    maxPoints: 1,
    isSymbol: true,
    isMeasurement: false,
    anchors: 1,
    isDrawable: (anchors) => anchors.length === 1,
    fromAnchors: ([at]) => [at],
    handles: () => [],
    withHandle: (points) => points,
    line: (points) => points,
    sizes: [],
    pixels: 'under',
  },
  length: {
    ...polyline,
    ...unclosed,
    isMeasurement: true,
    minPoints: 2,
    maxPoints: 2,
    anchors: 2,
    isDrawable: ([from, to]) => to !== undefined && Math.hypot(to[0] - from[0], to[1] - from[1]) >= SEEN_PX,
    fromAnchors: ([from, to]) => [from, to],
    handles: (points) => points,
    withHandle: (points, handle, to) => points.map((point, index) => (index === handle ? to : point)),
    sizes: ['length'],
    pixels: 'none',
  },
  ellipse: {
    graphicType: 'ELLIPSE',
    closed: true,
    minPoints: 4,
    maxPoints: 4,
    isSymbol: false,
    isMeasurement: false,
    anchors: 2,
    isDrawable: isBox,
    fromAnchors: ([a, b]) => ellipseIn(a, b),
    handles: (points) => points,
    withHandle: withAxisEnd,
    path: ellipsePath,
    line: aroundEllipse,
    contains: isInEllipse,
    sizes: ['longestDiameter', 'area'],
    area: (points) => {
      const { major, minor } = ellipseAxes({ points })
      return Math.PI * Math.abs(major[0] * minor[1] - major[1] * minor[0])
    },
    pixels: 'inside',
  },
  rectangle: {
    ...closedLine,
    minPoints: 4,
    maxPoints: 4,
    anchors: 2,
    isDrawable: isBox,
    fromAnchors: ([a, b]) => boxIn(a, b),
    handles: (points) => points,
    withHandle: (points, handle, to) => boxIn(points[(handle + 2) % 4], to),
  },
  outline: {
    ...closedLine,
    minPoints: 3,
    maxPoints: 20_000,
    anchors: 'many',
    isDrawable: (anchors) => thinned(anchors).length >= 3,
    fromAnchors: thinned,
    handles: () => [],
    withHandle: (points) => points,
  },
} as const satisfies Record<string, ShapeRow>

export type Shape = keyof typeof SHAPES

/** The row as any other: for those who need not know which. */
export const rowOf = (shape: Shape): ShapeRow => SHAPES[shape]

/** Smaller marks are a slip of the hand. */
const SEEN_PX = 0.5

function isBox([a, b]: Points): boolean {
  return b !== undefined && Math.abs(b[0] - a[0]) >= SEEN_PX && Math.abs(b[1] - a[1]) >= SEEN_PX
}

function boxIn(a: PixelPoint, b: PixelPoint): PixelPoint[] {
  return [a, [b[0], a[1]], b, [a[0], b[1]]]
}

/** The ellipse in a box given by two corners; the longer axis first. */
function ellipseIn(a: PixelPoint, b: PixelPoint): PixelPoint[] {
  const [left, right] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])]
  const [top, bottom] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])]
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  const across: PixelPoint[] = [
    [left, y],
    [right, y],
  ]
  const down: PixelPoint[] = [
    [x, top],
    [x, bottom],
  ]
  return right - left >= bottom - top ? [...across, ...down] : [...down, ...across]
}

/** Leaves out points less than half a pixel from the one before: a hand draws many, a region needs few. */
function thinned(points: Points): PixelPoint[] {
  const kept: PixelPoint[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= SEEN_PX) kept.push(point)
  }
  return kept
}

/** The semi-axes of an ellipse region in pixels, as vectors from its centre. */
export function ellipseAxes({ points }: { readonly points: Points }) {
  const [a, b, c, d] = points
  return {
    centre: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as PixelPoint,
    major: [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2] as PixelPoint,
    minor: [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2] as PixelPoint,
  }
}

function isInEllipse(points: Points, [column, row]: PixelPoint): boolean {
  const { centre, major, minor } = ellipseAxes({ points })
  const [x, y] = [column - centre[0], row - centre[1]]
  const along = (x * major[0] + y * major[1]) / (major[0] ** 2 + major[1] ** 2)
  const across = (x * minor[0] + y * minor[1]) / (minor[0] ** 2 + minor[1] ** 2)
  return along ** 2 + across ** 2 <= 1
}

const STEPS_AROUND = 48

function aroundEllipse<Point extends readonly number[]>([a, b, c, d]: readonly Point[]): Point[] {
  return Array.from({ length: STEPS_AROUND }, (_, step) => {
    const angle = (2 * Math.PI * step) / STEPS_AROUND
    const [along, across] = [Math.cos(angle) / 2, Math.sin(angle) / 2]
    return a.map(
      (_, axis) => (a[axis] + b[axis]) / 2 + along * (b[axis] - a[axis]) + across * (d[axis] - c[axis]),
    ) as readonly number[] as Point
  })
}

/** Drags one end of an axis; the centre and the other axis stay. */
function withAxisEnd(points: Points, handle: number, to: PixelPoint): Points {
  const { centre, major, minor } = ellipseAxes({ points })
  const axis = handle < 2 ? major : minor
  const size = Math.hypot(axis[0], axis[1]) || 1
  const reach = ((to[0] - centre[0]) * axis[0] + (to[1] - centre[1]) * axis[1]) / size
  const length = Math.max(Math.abs(reach), 0.25)
  const scaled = (vector: PixelPoint, factor: number): PixelPoint => [vector[0] * factor, vector[1] * factor]
  const [a, b] = handle < 2 ? [scaled(major, length / size), minor] : [major, scaled(minor, length / size)]
  const [long, short] = Math.hypot(...a) >= Math.hypot(...b) ? [a, b] : [b, a]
  const at = (vector: PixelPoint, sign: number): PixelPoint => [
    centre[0] + sign * vector[0],
    centre[1] + sign * vector[1],
  ]
  return [at(long, -1), at(long, 1), at(short, -1), at(short, 1)]
}

function drawn(points: Points): string {
  return points.map(([x, y], index) => `${index ? 'L' : 'M'}${x} ${y}`).join('')
}

function ellipsePath(points: Points): string {
  // Not yet one while it is being drawn.
  if (points.length !== 4) return `${drawn(points)}Z`
  const { centre, major, minor } = ellipseAxes({ points })
  const turn = (Math.atan2(major[1], major[0]) * 180) / Math.PI
  const [rx, ry] = [Math.hypot(...major), Math.hypot(...minor)]
  const [sx, sy] = [centre[0] - major[0], centre[1] - major[1]]
  const [ex, ey] = [centre[0] + major[0], centre[1] + major[1]]
  return `M${sx} ${sy}A${rx} ${ry} ${turn} 0 1 ${ex} ${ey}A${rx} ${ry} ${turn} 0 1 ${sx} ${sy}Z`
}

interface Size {
  readonly columns: number
  readonly rows: number
}

/**
 * Anchors held at the edge of an image: those beyond it lie on it.
 * @returns undefined where the mark would lie beside the image
 */
export function heldOn(anchors: Points, { columns, rows }: Size): PixelPoint[] | undefined {
  const isBeside = ([0, 1] as const).some((axis) => {
    const values = anchors.map((anchor) => anchor[axis])
    return Math.max(...values) <= 0 || Math.min(...values) >= (axis === 0 ? columns : rows)
  })
  const held = (value: number, most: number) => Math.min(Math.max(value, 0), most)
  return isBeside ? undefined : anchors.map(([x, y]) => [held(x, columns), held(y, rows)])
}

/** How far a mark can be moved before it leaves the image: columns and rows of what was asked. */
export function heldMove(
  line: Points,
  [columns, rows]: readonly [columns: number, rows: number],
  size: Size,
): readonly [columns: number, rows: number] {
  const along = (asked: number, axis: 0 | 1, most: number) => {
    const values = line.map((point) => point[axis])
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
    return Math.min(Math.max(asked, Math.min(-low, 0)), Math.max(most - high, 0))
  }
  return [along(columns, 0, size.columns), along(rows, 1, size.rows)]
}
