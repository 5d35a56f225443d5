import type { PixelPoint } from '../domain/image-plane'
import { ellipseAxes, moved, type ImageRegion, type Shape } from '../domain/region'

/**
 * How a mark is drawn. Anchors are what the reader places, by drag, by clicks or by keys; the region is made
 * of them. Drawing is ours and not Cornerstone's (2026-11-21): the Reading is then the only place where a mark
 * lives, and undo, keyboard and screen reader use the same verbs as the mouse.
 */
export interface DrawingTool {
  readonly shape: Shape
  /** Anchors needed; `many` ends when the reader says so. */
  readonly anchors: number | 'many'
  readonly points: (anchors: readonly PixelPoint[]) => PixelPoint[]
}

export const DRAWING_TOOLS: Readonly<Record<Shape, DrawingTool>> = {
  point: { shape: 'point', anchors: 1, points: ([at]) => [at] },
  length: { shape: 'length', anchors: 2, points: ([from, to]) => [from, to] },
  ellipse: { shape: 'ellipse', anchors: 2, points: ([a, b]) => ellipseIn(a, b) },
  rectangle: { shape: 'rectangle', anchors: 2, points: ([a, b]) => [a, [b[0], a[1]], b, [a[0], b[1]]] },
  outline: { shape: 'outline', anchors: 'many', points: (anchors) => thinned(anchors) },
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

const CLOSER_THAN = 0.5

/** Leaves out points less than half a pixel from the one before: a hand draws many, a region needs few. */
function thinned(points: readonly PixelPoint[]): PixelPoint[] {
  const kept: PixelPoint[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= CLOSER_THAN) kept.push(point)
  }
  return kept
}

/** Whether the anchors make a mark that can be seen: a length or a box of no size is a slip of the hand. */
export function isDrawable(shape: Shape, anchors: readonly PixelPoint[]): boolean {
  if (shape === 'point') return anchors.length === 1
  if (shape === 'outline') return thinned(anchors).length >= 3
  if (anchors.length < 2) return false
  const [wide, high] = [Math.abs(anchors[1][0] - anchors[0][0]), Math.abs(anchors[1][1] - anchors[0][1])]
  return shape === 'length' ? Math.hypot(wide, high) >= 0.5 : wide >= 0.5 && high >= 0.5
}

/** Points that can be dragged to change the shape. An outline is moved as a whole. */
export const handlesOf = (region: ImageRegion): readonly PixelPoint[] =>
  region.shape === 'point' || region.shape === 'outline' ? [] : region.points

/** The region with one handle dragged elsewhere. */
export function withHandle(region: ImageRegion, handle: number, to: PixelPoint): ImageRegion {
  if (region.shape === 'length')
    return { ...region, points: region.points.map((point, index) => (index === handle ? to : point)) }
  if (region.shape === 'rectangle') {
    const opposite = region.points[(handle + 2) % 4]
    return { ...region, points: DRAWING_TOOLS.rectangle.points([opposite, to]) }
  }
  return region.shape === 'ellipse' ? withAxisEnd(region, handle, to) : region
}

/** Drags one end of an axis; the centre and the other axis stay. */
function withAxisEnd(region: ImageRegion, handle: number, to: PixelPoint): ImageRegion {
  const { centre, major, minor } = ellipseAxes(region)
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
  return { ...region, points: [at(long, -1), at(long, 1), at(short, -1), at(short, 1)] }
}

export { moved }

/** The outline of a region as an SVG path in image pixels. */
export function pathOf({ shape, points }: Pick<ImageRegion, 'shape' | 'points'>): string {
  if (points.length === 0) return ''
  if (shape === 'ellipse' && points.length === 4) {
    const { centre, major, minor } = ellipseAxes({ points })
    const turn = (Math.atan2(major[1], major[0]) * 180) / Math.PI
    const [rx, ry] = [Math.hypot(...major), Math.hypot(...minor)]
    const [sx, sy] = [centre[0] - major[0], centre[1] - major[1]]
    const [ex, ey] = [centre[0] + major[0], centre[1] + major[1]]
    return `M${sx} ${sy}A${rx} ${ry} ${turn} 0 1 ${ex} ${ey}A${rx} ${ry} ${turn} 0 1 ${sx} ${sy}Z`
  }
  const line = points.map(([x, y], index) => `${index ? 'L' : 'M'}${x} ${y}`).join('')
  return shape === 'length' || shape === 'point' ? line : `${line}Z`
}
