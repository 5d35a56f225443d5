import {
  along,
  distanceToPlane,
  patientToPixel,
  subtract,
  type ImagePlane,
  type PixelPoint,
  type Vec3,
} from './image-plane'
import type { SpatialRegion } from './region'
import { rowOf } from './shapes'

/* Where marks made on one plane show on another of the same frame of reference. */

/**
 * The points of a region on a plane it lies in, in pixels of that plane.
 * @param withinMm how far from the plane a point may be
 * @returns undefined when it lies elsewhere
 */
export function lyingIn(
  region: SpatialRegion,
  plane: ImagePlane,
  withinMm: number,
): PixelPoint[] | undefined {
  if (region.FrameOfReferenceUID !== plane.FrameOfReferenceUID) return undefined
  const lies = region.points.every((point) => Math.abs(distanceToPlane(plane, point)) <= withinMm)
  return lies ? region.points.map((point) => patientToPixel(plane, point)) : undefined
}

/** Where the outline of a region passes through a plane: the outermost two points, in pixels of the plane. */
export function crossingOf(
  region: SpatialRegion,
  plane: ImagePlane,
): readonly [PixelPoint, PixelPoint] | undefined {
  if (region.FrameOfReferenceUID !== plane.FrameOfReferenceUID) return undefined
  const outline = outlineOf(region)
  const away = outline.map((point) => distanceToPlane(plane, point))
  const passes = outline.flatMap((point, index): PixelPoint[] => {
    const next = (index + 1) % outline.length
    if (!rowOf(region.shape).closed && next === 0) return []
    if (away[index] < 0 === away[next] < 0) return []
    const share = away[index] / (away[index] - away[next])
    return [patientToPixel(plane, along(point, subtract(outline[next], point), share))]
  })
  return passes.length > 0 ? outermost(passes) : undefined
}

/** The line of a region: its points, or those of its ellipse; patient mm. */
export const outlineOf = ({ shape, points }: SpatialRegion): readonly Vec3[] => rowOf(shape).line(points)

function outermost(points: readonly PixelPoint[]): readonly [PixelPoint, PixelPoint] {
  const apart = (a: PixelPoint, b: PixelPoint) => Math.hypot(a[0] - b[0], a[1] - b[1])
  const [first] = points
  const one = points.reduce((far, point) => (apart(first, point) > apart(first, far) ? point : far))
  const other = points.reduce((far, point) => (apart(one, point) > apart(one, far) ? point : far))
  return [one, other]
}
