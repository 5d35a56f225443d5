import { moved, type ImageRegion } from '../domain/region'
import { rowOf, type Shape } from '../domain/shapes'
import type { PixelPoint } from '../domain/image-plane'

/*
 * How a mark is drawn. Anchors are what the reader places, by drag, by clicks or by keys; the region is made
 * of them. Drawing is ours and not Cornerstone's (2026-11-21): the Reading is then the only place where a mark
 * lives, and undo, keyboard and screen reader use the same verbs as the mouse. What a shape is stands in its row.
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
