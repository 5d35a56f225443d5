import { pixelToPatient, type ImagePlane, type PixelPoint, type Vec3 } from './image-plane'
import { ellipseAxes, rowOf, SHAPES, type Shape } from './shapes'

export { ellipseAxes, SHAPES, type Shape }

/**
 * A region on one frame. Points are (column, row); (0, 0) is the top-left corner of the first pixel.
 * A closed polyline does not repeat its first point. An ellipse is the two ends of its major axis, then the
 * two of its minor axis.
 */
export interface ImageRegion {
  readonly shape: Shape
  readonly SOPInstanceUID: string
  readonly SOPClassUID: string
  readonly frameNumber: number
  readonly points: readonly PixelPoint[]
}

/** The same region in patient millimetres; only where the frame has a Frame of Reference. */
export interface SpatialRegion {
  readonly shape: Shape
  readonly FrameOfReferenceUID: string
  readonly points: readonly Vec3[]
}

/** @throws RangeError when the points do not make the shape */
export function imageRegion(region: ImageRegion): ImageRegion {
  const { minPoints, maxPoints } = rowOf(region.shape)
  const count = region.points.length
  if (count < minPoints || count > maxPoints)
    throw new RangeError(`${region.shape}: expected ${minPoints} to ${maxPoints} points, got ${count}`)
  if (!region.points.flat().every(Number.isFinite))
    throw new RangeError(`${region.shape}: a coordinate is not a finite number`)
  if (!Number.isInteger(region.frameNumber) || region.frameNumber < 1)
    throw new RangeError(`frame number: expected 1 or more, got ${region.frameNumber}`)
  return region
}

export const spatialRegion = (region: ImageRegion, plane: ImagePlane): SpatialRegion => ({
  shape: region.shape,
  FrameOfReferenceUID: plane.FrameOfReferenceUID,
  points: region.points.map((point) => pixelToPatient(plane, point)),
})

/** The middle of the region in pixels: where a label or a crosshair goes. */
export function centreOf({ points }: Pick<ImageRegion, 'points'>): PixelPoint {
  const columns = points.map(([column]) => column)
  const rows = points.map(([, row]) => row)
  return [(Math.min(...columns) + Math.max(...columns)) / 2, (Math.min(...rows) + Math.max(...rows)) / 2]
}

/** The same region moved by whole or part pixels. */
export const moved = (region: ImageRegion, columns: number, rows: number): ImageRegion => ({
  ...region,
  points: region.points.map(([column, row]) => [column + columns, row + rows]),
})

/** Points along a region in pixels: its own, or those around its ellipse. */
export const lineOf = ({ shape, points }: Pick<ImageRegion, 'shape' | 'points'>): readonly PixelPoint[] =>
  rowOf(shape).line(points)

/** Whether a pixel position lies inside a closed region. */
export const contains = ({ shape, points }: Pick<ImageRegion, 'shape' | 'points'>, at: PixelPoint): boolean =>
  rowOf(shape).contains(points, at)
