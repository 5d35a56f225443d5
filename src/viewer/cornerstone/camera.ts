import { apply, inverse, type Affine } from '../../domain/affine'
import {
  along,
  cross,
  dot,
  length3,
  pixelToPatient,
  subtract,
  type ImagePlane,
  type PixelPoint,
  type Vec3,
} from '../../domain/image-plane'
import { voxelToPatient, type VolumeGeometry } from '../../domain/volume-geometry'
import type { Size } from '../picture/presentation'
import { projectionOf, viewAxes, type RayRequest } from '../volume/ray-cast'

/* Cameras without perspective, as Cornerstone has them; patient mm. */

export interface Camera {
  /** What is seen in the middle. */
  readonly focalPoint: Vec3
  readonly position: Vec3
  /** Unit vectors: up on the screen, and towards who looks. */
  readonly viewUp: Vec3
  readonly viewPlaneNormal: Vec3
  /** Half of what is seen from the lower to the upper edge, mm. */
  readonly parallelScale: number
}

/** The camera that shows a plane laid on the screen by a map (pixels → CSS pixels); flipped, it looks from behind. */
export function cameraOnto(plane: ImagePlane, map: Affine, { width, height }: Size, awayMm: number): Camera {
  const back = inverse(map)
  const at = (place: PixelPoint) => pixelToPatient(plane, apply(back, place))
  const focalPoint = at([width / 2, height / 2])
  const right = subtract(at([width / 2 + 1, height / 2]), focalPoint)
  const up = subtract(at([width / 2, height / 2 - 1]), focalPoint)
  return cameraAt(focalPoint, unit(right), unit(up), (length3(up) * height) / 2, awayMm)
}

/** The camera of the worker's ray caster: the picture is a square in the middle of the element. */
export function cameraAbout(
  geometry: VolumeGeometry,
  angle: Pick<RayRequest, 'azimuth' | 'elevation' | 'zoom'>,
  { width, height }: Size,
  awayMm: number,
): Camera {
  const { right, down } = viewAxes(angle.azimuth, angle.elevation)
  const [i, j, k] = geometry.size
  const middle = voxelToPatient(geometry, [(i - 1) / 2, (j - 1) / 2, (k - 1) / 2])
  // Of the square that is one across, how much a millimetre to the right is.
  const perMm = projectionOf(geometry, angle)(along(middle, right, 1))[0] - 0.5
  const up: Vec3 = [-down[0], -down[1], -down[2]]
  return cameraAt(middle, right, up, height / Math.min(width, height) / perMm / 2, awayMm)
}

/** Where a camera shows a place: CSS pixels. */
export function seenAt(
  { focalPoint, viewUp, viewPlaneNormal, parallelScale }: Camera,
  { width, height }: Size,
  place: Vec3,
): PixelPoint {
  const perMm = height / 2 / parallelScale
  const away = subtract(place, focalPoint)
  return [
    width / 2 + dot(away, cross(viewUp, viewPlaneNormal)) * perMm,
    height / 2 - dot(away, viewUp) * perMm,
  ]
}

function cameraAt(
  focalPoint: Vec3,
  right: Vec3,
  viewUp: Vec3,
  parallelScale: number,
  awayMm: number,
): Camera {
  const viewPlaneNormal = cross(right, viewUp)
  return {
    focalPoint,
    viewUp,
    viewPlaneNormal,
    parallelScale,
    position: along(focalPoint, viewPlaneNormal, awayMm),
  }
}

function unit(vector: Vec3): Vec3 {
  const length = length3(vector)
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}
