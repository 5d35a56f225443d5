import { moved, type ImageRegion } from '../domain/region'
import { rowOf, type Shape } from '../domain/shapes'
import type { PixelPoint } from '../domain/image-plane'

/*
 * How a mark is drawn. Anchors are what the reader places, by drag, by clicks or by keys; the region is made
 * of them. The Reading is the only place where a mark lives, and undo, keyboard and screen reader use the same verbs
 * as the mouse. What a shape is stands in its row.
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

export const isDrawable = (shape: Shape, anchors: readonly PixelPoint[]): boolean =>
  rowOf(shape).isDrawable(anchors)

/** The points of the region that the anchors make. */
export const pointsOf = (shape: Shape, anchors: readonly PixelPoint[]): PixelPoint[] =>
  rowOf(shape).fromAnchors(anchors)

/** Points that can be dragged to change the shape. An outline is moved as a whole. */
export const handlesOf = ({ shape, points }: ImageRegion): readonly PixelPoint[] =>
  rowOf(shape).handles(points)

/** The region with one handle dragged elsewhere. */
export const withHandle = (region: ImageRegion, handle: number, to: PixelPoint): ImageRegion => ({
  ...region,
  points: rowOf(region.shape).withHandle(region.points, handle, to),
})

export { moved }

/** The outline of a region as an SVG path in image pixels. */
export const pathOf = ({ shape, points }: Pick<ImageRegion, 'shape' | 'points'>): string =>
  points.length === 0 ? '' : rowOf(shape).path(points)
