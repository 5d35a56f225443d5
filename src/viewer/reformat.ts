import { cross, dot, type ImagePlane, type Vec3 } from '../domain/image-plane'
import { NO_SLAB, type PlaneName, type Slab, type Turn } from '../domain/reformat'
import type { Instance, Series } from '../domain/study'
import type { VolumeGeometry } from '../domain/volume-geometry'
import { extentAlong, type PlaneRequest } from './reslice'

/*
 * A series cut in another plane: a stack of reformatted frames that are made when they are asked for. Each is an
 * instance with its own plane, so that orientation, scale, place and window are those of any other image.
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

export const REFORMATTED = 'reformat:'

/** Whether a frame was cut through the voxels and is in no file. */
export const isReformatted = ({ SOPInstanceUID }: Pick<Instance, 'SOPInstanceUID'>): boolean =>
  SOPInstanceUID.startsWith(REFORMATTED)

/** @param key tells apart what is cut from the same series */
export function reformatSeries(
  series: Series,
  geometry: VolumeGeometry,
  name: PlaneName,
  turns: readonly Turn[],
  slab: Slab,
): { readonly series: Series; readonly requests: ReadonlyMap<string, PlaneRequest> } {
  const { right, down } = axesOf(name, turns)
  const normal = cross(right, down)
  const finest = finestStepOf(geometry)
  const [near, far] = extentAlong(geometry, normal)
  const count = Math.max(1, Math.round((far - near) / finest) + 1)
  const [first] = series.instances
  const turnKey = turns
    .filter(({ within }) => within !== name)
    .map(({ about, degrees }) => `${about.map((part) => part.toFixed(3)).join(',')}@${degrees}`)
    .join(';')
  const key = [REFORMATTED + series.SeriesInstanceUID, name, turnKey, slab.mode, slab.thicknessMm].join('|')
  const requests = new Map<string, PlaneRequest>()
  const instances = Array.from({ length: count }, (_, index): Instance => {
    const place = near + index * finest
    const cut = cutAt(geometry, { right, down }, place, finest, slab)
    const SOPInstanceUID = `${key}|${index}`
    requests.set(SOPInstanceUID, cut.request)
    return {
      ...instanceOn(cut.plane, cut.request, first),
      SOPInstanceUID,
      source: { key, name: series.SeriesDescription, size: 0 },
      InstanceNumber: index + 1,
      SliceThickness: slab.thicknessMm || finest,
      SliceLocation: place,
    }
  })
  return {
    requests,
    series: {
      ...series,
      SeriesInstanceUID: key,
      instances,
      order: { by: 'position', spacingMm: finest, unevenAfter: [] },
    },
  }
}

/** The plane of a mark again, as large as the volume is: its instance, and what to ask of the voxels. */
export function cutAgain(
  series: Series,
  geometry: VolumeGeometry,
  { rowDirection: right, columnDirection: down, ...plane }: ImagePlane,
): { readonly instance: Instance; readonly request: PlaneRequest } {
  const place = dot(plane.ImagePositionPatient, cross(right, down))
  const cut = cutAt(geometry, { right, down }, place, plane.columnSpacingMm, NO_SLAB)
  return { request: cut.request, instance: instanceOn(cut.plane, cut.request, series.instances[0]) }
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

const instanceOn = (plane: ImagePlane, { columns, rows }: PlaneRequest, first: Instance): Instance => ({
  ...first,
  NumberOfFrames: 1,
  frames: undefined,
  Rows: rows,
  Columns: columns,
  plane,
  calibration: { kind: 'patient', rowSpacingMm: plane.rowSpacingMm, columnSpacingMm: plane.columnSpacingMm },
  ImageType: ['DERIVED', 'SECONDARY', 'REFORMATTED'],
})
