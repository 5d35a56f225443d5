import { cross, dot, type ImagePlane, type Vec3 } from '../../domain/image-plane'
import { NO_SLAB, type PlaneName, type Slab, type Turn } from '../../domain/reformat'
import { cutImage, type CutImage } from '../../domain/shown-image'
import type { Series } from '../../domain/study'
import type { VolumeGeometry } from '../../domain/volume-geometry'
import { extentAlong, type PlaneRequest } from './reslice'

/*
 * A series cut in another plane: where each image lies, and what to ask of the voxels for it. Nothing is cut here.
 */

/** Rows and columns of the three planes for a patient seen as radiologists see him. */
export interface PlaneAxes {
  readonly right: Vec3
  readonly down: Vec3
}

const STRAIGHT: Readonly<Record<PlaneName, PlaneAxes>> = {
  axial: { right: [1, 0, 0], down: [0, 1, 0] },
  coronal: { right: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { right: [0, 1, 0], down: [0, 0, -1] },
}

export function axesOf(name: PlaneName, turns: readonly Turn[]): PlaneAxes {
  const turned = (vector: Vec3) =>
    turns
      .filter(({ within }) => within !== name)
      .reduce((now, { about, degrees }) => rotated(now, about, degrees), vector)
  const { right, down } = STRAIGHT[name]
  return { right: turned(right), down: turned(down) }
}

/** Rodrigues' rotation of a vector about a unit axis. */
export function rotated(vector: Vec3, about: Vec3, degrees: number): Vec3 {
  const angle = (degrees * Math.PI) / 180
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const turn = cross(about, vector)
  const along = dot(about, vector) * (1 - c)
  return [0, 1, 2].map((axis) => vector[axis] * c + turn[axis] * s + about[axis] * along) as unknown as Vec3
}

export interface CutPlanes {
  /** Tells apart what is cut from the same voxels. */
  readonly key: string
  /** From one end of the volume to the other. */
  readonly images: readonly CutImage[]
  /** What to ask of the voxels for each image. */
  readonly requests: readonly PlaneRequest[]
  readonly spacingMm: number
}

/** The planes in which a volume is seen from one of three directions, as far apart as its finest voxels. */
export function cutPlanes(
  series: Series,
  geometry: VolumeGeometry,
  name: PlaneName,
  turns: readonly Turn[],
  slab: Slab,
): CutPlanes {
  const { right, down } = axesOf(name, turns)
  const spacingMm = finestStepOf(geometry)
  const [near, far] = extentAlong(geometry, cross(right, down))
  const count = Math.max(1, Math.round((far - near) / spacingMm) + 1)
  const [attributes] = series.instances
  const cuts = Array.from({ length: count }, (_, index) => {
    const locationMm = near + index * spacingMm
    const { plane, request } = cutAt(geometry, { right, down }, locationMm, spacingMm, slab)
    const place = { locationMm, thicknessMm: slab.thicknessMm || spacingMm, slab }
    return { request, image: cutImage(plane, request, place, attributes) }
  })
  const turnKey = turns
    .filter(({ within }) => within !== name)
    .map(({ about, degrees }) => `${about.map((part) => part.toFixed(3)).join(',')}@${degrees}`)
    .join(';')
  return {
    key: [name, turnKey, slab.mode, slab.thicknessMm].join('|'),
    images: cuts.map(({ image }) => image),
    requests: cuts.map(({ request }) => request),
    spacingMm,
  }
}

/** The plane of a mark again, as large as the volume is, and what to ask of the voxels. */
export function cutAgain(
  series: Series,
  geometry: VolumeGeometry,
  { rowDirection: right, columnDirection: down, ...plane }: ImagePlane,
): { readonly image: CutImage; readonly request: PlaneRequest } {
  const locationMm = dot(plane.ImagePositionPatient, cross(right, down))
  const cut = cutAt(geometry, { right, down }, locationMm, plane.columnSpacingMm, NO_SLAB)
  const place = { locationMm, thicknessMm: plane.columnSpacingMm, slab: NO_SLAB }
  return { request: cut.request, image: cutImage(cut.plane, cut.request, place, series.instances[0]) }
}

const finestStepOf = ({ iStep, jStep, kStep }: VolumeGeometry): number =>
  Math.min(...[iStep, jStep, kStep].map((step) => Math.hypot(...step)))

/** @param place mm of the plane from the patient's origin, along its normal */
function cutAt(
  geometry: VolumeGeometry,
  { right, down }: PlaneAxes,
  place: number,
  spacingMm: number,
  slab: Slab,
): { readonly plane: ImagePlane; readonly request: PlaneRequest } {
  const normal = cross(right, down)
  const [left, rightmost] = extentAlong(geometry, right)
  const [top, bottom] = extentAlong(geometry, down)
  const origin = [0, 1, 2].map((axis) => left * right[axis] + top * down[axis] + place * normal[axis]) as unknown as Vec3 // prettier-ignore
  const scaled = (vector: Vec3) => vector.map((part) => part * spacingMm) as unknown as Vec3
  return {
    plane: {
      FrameOfReferenceUID: geometry.FrameOfReferenceUID,
      ImagePositionPatient: origin,
      rowDirection: right,
      columnDirection: down,
      rowSpacingMm: spacingMm,
      columnSpacingMm: spacingMm,
    },
    request: {
      origin,
      columnStep: scaled(right),
      rowStep: scaled(down),
      columns: Math.max(1, Math.round((rightmost - left) / spacingMm) + 1),
      rows: Math.max(1, Math.round((bottom - top) / spacingMm) + 1),
      slab,
      normal,
    },
  }
}
