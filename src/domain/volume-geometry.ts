import { along, cross, dot, planeNormal, subtract, type ImagePlane, type Vec3 } from './image-plane'

/** Voxel indices: i along a row, j down a column, k from slice to slice; whole numbers are voxel centres. */
export type VoxelPoint = readonly [i: number, j: number, k: number]

/**
 * Parallel, evenly spaced frames as one grid. The steps are what one more voxel means in patient mm. With a
 * tilted gantry kStep is not perpendicular to the frames: the grid is sheared, and still exact.
 */
export interface VolumeGeometry {
  readonly FrameOfReferenceUID: string
  /** Voxels along i, j and k. */
  readonly size: VoxelPoint
  /** Centre of voxel (0, 0, 0), patient mm. */
  readonly origin: Vec3
  readonly iStep: Vec3
  readonly jStep: Vec3
  readonly kStep: Vec3
}

/** Why frames are no grid. */
export type Irregularity =
  | 'noPlane' // a frame without position, orientation or spacing
  | 'singleFrame'
  | 'mixedReference' // positions of several Frames of Reference
  | 'mixedOrientation'
  | 'mixedSize' // rows, columns or pixel spacing differ
  | 'samePosition' // two frames at one place: several echoes, phases or dates
  | 'unevenSteps' // slices missing, or unevenly spaced

export type VolumeShape =
  | { readonly geometry: VolumeGeometry; readonly sheared: boolean; readonly irregular?: undefined }
  | { readonly geometry?: undefined; readonly sheared?: undefined; readonly irregular: Irregularity }

interface PlanarFrame {
  readonly plane?: ImagePlane
  readonly Rows: number
  readonly Columns: number
}

/** A step may differ from the mean by this part of it: positions are written with few decimals. */
const STEP_TOLERANCE = 0.02
/** cos 0.2°: with the rows of a 500 mm picture 1.7 mm out of line at the edge, no more. */
const SAME_DIRECTION = Math.cos((0.2 * Math.PI) / 180)
const SAME_POSITION_MM = 1e-3

/** @param frames in the order of the slices */
export function volumeShapeOf(frames: readonly PlanarFrame[]): VolumeShape {
  const planes = frames.map(({ plane }) => plane)
  if (!planes.every((plane) => plane !== undefined)) return { irregular: 'noPlane' }
  if (planes.length < 2) return { irregular: 'singleFrame' }
  const [first] = planes
  if (!planes.every((plane) => plane.FrameOfReferenceUID === first.FrameOfReferenceUID))
    return { irregular: 'mixedReference' }
  if (!planes.every((plane) => isParallel(plane, first))) return { irregular: 'mixedOrientation' }
  if (!frames.every((frame, index) => isSameSize(frame, frames[0], planes[index], first)))
    return { irregular: 'mixedSize' }
  const steps = planes
    .slice(1)
    .map((plane, index) => subtract(plane.ImagePositionPatient, planes[index].ImagePositionPatient))
  const normal = planeNormal(first)
  if (steps.some((step) => Math.abs(dot(step, normal)) < SAME_POSITION_MM))
    return { irregular: 'samePosition' }
  const total = subtract(planes[planes.length - 1].ImagePositionPatient, first.ImagePositionPatient)
  const kStep = scaled(total, 1 / steps.length)
  const spacing = Math.abs(dot(kStep, normal))
  if (steps.some((step) => distance(step, kStep) > STEP_TOLERANCE * spacing + SAME_POSITION_MM))
    return { irregular: 'unevenSteps' }
  const geometry = {
    FrameOfReferenceUID: first.FrameOfReferenceUID,
    size: [frames[0].Columns, frames[0].Rows, frames.length] as VoxelPoint,
    origin: first.ImagePositionPatient,
    iStep: scaled(first.rowDirection, first.columnSpacingMm),
    jStep: scaled(first.columnDirection, first.rowSpacingMm),
    kStep,
  }
  return { geometry, sheared: distance(kStep, scaled(normal, dot(kStep, normal))) > STEP_TOLERANCE * spacing }
}

export function voxelToPatient({ origin, iStep, jStep, kStep }: VolumeGeometry, [i, j, k]: VoxelPoint): Vec3 {
  return along(along(along(origin, iStep, i), jStep, j), kStep, k)
}

export function patientToVoxel({ origin, iStep, jStep, kStep }: VolumeGeometry, point: Vec3): VoxelPoint {
  const offset = subtract(point, origin)
  const [across, down, through] = [cross(jStep, kStep), cross(kStep, iStep), cross(iStep, jStep)]
  return [
    dot(offset, across) / dot(iStep, across),
    dot(offset, down) / dot(jStep, down),
    dot(offset, through) / dot(kStep, through),
  ]
}

export const voxelVolumeMm3 = ({ iStep, jStep, kStep }: VolumeGeometry): number =>
  Math.abs(dot(iStep, cross(jStep, kStep)))

const scaled = ([x, y, z]: Vec3, factor: number): Vec3 => [x * factor, y * factor, z * factor]
const distance = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

const isParallel = (a: ImagePlane, b: ImagePlane): boolean =>
  dot(a.rowDirection, b.rowDirection) >= SAME_DIRECTION &&
  dot(a.columnDirection, b.columnDirection) >= SAME_DIRECTION

function isSameSize(a: PlanarFrame, b: PlanarFrame, plane: ImagePlane, other: ImagePlane): boolean {
  const near = (mm: number, same: number) => Math.abs(mm - same) <= 1e-3 * same
  return (
    a.Rows === b.Rows &&
    a.Columns === b.Columns &&
    near(plane.rowSpacingMm, other.rowSpacingMm) &&
    near(plane.columnSpacingMm, other.columnSpacingMm)
  )
}
