import { pixelToPatient, type ImagePlane, type PixelPoint, type Vec3 } from './image-plane'

/**
 * The marks a reader can make. Their graphic types are those of an SR SCOORD (PS3.3 C.18.6.1):
 * a rectangle and an outline are closed polylines, a length is an open one.
 */
export const SHAPES = {
  point: { graphicType: 'POINT', closed: false, minPoints: 1, maxPoints: 1 },
  length: { graphicType: 'POLYLINE', closed: false, minPoints: 2, maxPoints: 2 },
  ellipse: { graphicType: 'ELLIPSE', closed: true, minPoints: 4, maxPoints: 4 },
  rectangle: { graphicType: 'POLYLINE', closed: true, minPoints: 4, maxPoints: 4 },
  outline: { graphicType: 'POLYLINE', closed: true, minPoints: 3, maxPoints: 20_000 },
} as const
export type Shape = keyof typeof SHAPES

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
  const { minPoints, maxPoints } = SHAPES[region.shape]
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

/** The semi-axes of an ellipse region in pixels, as vectors from its centre. */
export function ellipseAxes({ points }: Pick<ImageRegion, 'points'>) {
  const [a, b, c, d] = points
  return {
    centre: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as PixelPoint,
    major: [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2] as PixelPoint,
    minor: [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2] as PixelPoint,
  }
}

/** Points along a region in pixels: its own, or those around its ellipse. */
export function lineOf({ shape, points }: Pick<ImageRegion, 'shape' | 'points'>): readonly PixelPoint[] {
  if (shape !== 'ellipse') return points
  const { centre, major, minor } = ellipseAxes({ points })
  return Array.from({ length: 48 }, (_, step): PixelPoint => {
    const angle = (2 * Math.PI * step) / 48
    return [
      centre[0] + major[0] * Math.cos(angle) + minor[0] * Math.sin(angle),
      centre[1] + major[1] * Math.cos(angle) + minor[1] * Math.sin(angle),
    ]
  })
}

/** Whether a pixel position lies inside a closed region. */
export function contains(region: Pick<ImageRegion, 'shape' | 'points'>, [column, row]: PixelPoint): boolean {
  if (region.shape === 'ellipse') {
    const { centre, major, minor } = ellipseAxes(region)
    const [x, y] = [column - centre[0], row - centre[1]]
    const along = (x * major[0] + y * major[1]) / (major[0] ** 2 + major[1] ** 2)
    const across = (x * minor[0] + y * minor[1]) / (minor[0] ** 2 + minor[1] ** 2)
    return along ** 2 + across ** 2 <= 1
  }
  return SHAPES[region.shape].closed && insidePolygon(region.points, column, row)
}

function insidePolygon(points: readonly PixelPoint[], column: number, row: number): boolean {
  let inside = false
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[i]
    const [bx, by] = points[j]
    if (ay > row !== by > row && column < ((bx - ax) * (row - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}
