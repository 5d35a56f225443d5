import {
  along,
  distanceToPlane,
  patientToPixel,
  subtract,
  type ImagePlane,
  type PixelPoint,
  type Vec3,
} from './image-plane'
import { SHAPES, type SpatialRegion } from './region'

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
    if (!SHAPES[region.shape].closed && next === 0) return []
    if (away[index] < 0 === away[next] < 0) return []
    const share = away[index] / (away[index] - away[next])
    return [patientToPixel(plane, along(point, subtract(outline[next], point), share))]
  })
  return passes.length > 0 ? outermost(passes) : undefined
}

/** The line of a region: its points, or those of its ellipse; patient mm. */
export function outlineOf({ shape, points }: SpatialRegion): readonly Vec3[] {
  if (shape !== 'ellipse') return points
  const [a, b, c, d] = points
  const centre = along(a, subtract(b, a), 0.5)
  const [major, minor] = [subtract(b, centre), subtract(d, along(c, subtract(d, c), 0.5))]
  return Array.from({ length: 48 }, (_, step) => {
    const angle = (2 * Math.PI * step) / 48
    return along(along(centre, major, Math.cos(angle)), minor, Math.sin(angle))
  })
}

function outermost(points: readonly PixelPoint[]): readonly [PixelPoint, PixelPoint] {
  const apart = (a: PixelPoint, b: PixelPoint) => Math.hypot(a[0] - b[0], a[1] - b[1])
  const [first] = points
  const one = points.reduce((far, point) => (apart(first, point) > apart(first, far) ? point : far))
  const other = points.reduce((far, point) => (apart(one, point) > apart(one, far) ? point : far))
  return [one, other]
}
