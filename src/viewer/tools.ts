import type { PixelPoint } from '../domain/image-plane'
import { ellipseAxes, moved, type ImageRegion, type Shape } from '../domain/region'

/**
 * How a mark is drawn. Anchors are what the reader places, by drag, by clicks or by keys; the region is made
 * of them. The Reading is the only place where a mark lives, and undo, keyboard and screen reader use the same verbs
 * as the mouse.
 *
 * Drawing is ours and not Cornerstone's. Its tools (5.14) were tried again on 2026-11-28: point, length and ellipse,
 * their annotations made from the Reading and their events made verbs of it. They could be made to do most: a click
 * at once after a click, ellipses from corner to corner, a drag as one step of our undo, its own undo left empty, no
 * mark of another image. Why not, all the same:
 * - Marks must be drawn before the engine is there and where it cannot be had: ours stay, and theirs come on top.
 * - Overridden were drawing, hit areas, measures, undo, the making and the handles of an ellipse (which theirs moves
 *   along the screen and not along its axes): what was left is who follows a press.
 * - A tool draws again only on the element whose keys it takes from the page, see `cornerstone/navigation.ts`.
 * - Places to press are 6 px about a line or a handle. With 12, a handle is pressed wherever an ellipse of 30 × 15 px
 *   is: it can no longer be moved. A point that is dragged says nothing.
 * - Their lines have no dark outline, and no tool of theirs shows where a mark passes through a cut plane.
 * - A drag among 24 marks took 1.4 ms of script for a move against 0.9, and 0.9 ms of style and layout against 0.4
 *   (medians of 6 × 100 moves; 7 ms in all with either, most of it painting).
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
