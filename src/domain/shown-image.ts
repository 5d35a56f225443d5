import type { Calibration } from './calibration'
import type { ImageOrientation, ImagePlane } from './image-plane'
import type { Slab } from './reformat'
import type { Instance } from './study'

/*
 * An image as a viewport shows it: a frame of a file, or a plane cut through the voxels of a series, which is in no
 * file. Both have a size and a place; only the first has an instance.
 */

/** What all images of one series have in common: units, windows, colours; never a place, a size or a file. */
export type SharedAttributes = Omit<
  Instance,
  | 'SOPInstanceUID'
  | 'InstanceNumber'
  | 'NumberOfFrames'
  | 'Rows'
  | 'Columns'
  | 'calibration'
  | 'document'
  | 'FrameOfReferenceUID'
  | 'frames'
  | 'ImagePositionPatient'
  | 'inStackPosition'
  | 'orientation'
  | 'plane'
  | 'StackID'
  | 'temporalPosition'
  | 'segmentation'
  | 'SliceLocation'
  | 'SliceThickness'
  | 'source'
>

interface Shown {
  readonly columns: number
  readonly rows: number
  readonly plane?: ImagePlane
  /** Known also where the file gives no spacing. */
  readonly orientation?: ImageOrientation
  /** As the file says; a line drawn by the reader comes before it. */
  readonly calibration?: Calibration
  /** mm along the normal from the patient's origin, or as the file says. */
  readonly locationMm?: number
  readonly thicknessMm?: number
  readonly attributes: SharedAttributes
}

export interface AcquiredImage extends Shown {
  readonly kind: 'acquired'
  /** With the values of its frame. */
  readonly instance: Instance
  readonly frameNumber: number
}

export interface CutImage extends Shown {
  readonly kind: 'cut'
  readonly plane: ImagePlane
  readonly slab: Slab
}

export type ShownImage = AcquiredImage | CutImage

/** @param instance as it is at the frame */
export const acquiredImage = (instance: Instance, frameNumber: number): AcquiredImage => ({
  kind: 'acquired',
  instance,
  frameNumber,
  columns: instance.Columns,
  rows: instance.Rows,
  plane: instance.plane,
  orientation: instance.orientation,
  calibration: instance.calibration,
  locationMm: instance.SliceLocation,
  thicknessMm: instance.SliceThickness,
  attributes: instance,
})

/**
 * @param attributes of any instance of the series
 * @param thicknessMm of the slab, or the distance to the next plane
 */
export const cutImage = (
  plane: ImagePlane,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  { locationMm, thicknessMm, slab }: { locationMm: number; thicknessMm: number; slab: Slab },
  attributes: SharedAttributes,
): CutImage => ({
  kind: 'cut',
  columns,
  rows,
  plane,
  orientation: plane,
  slab,
  calibration: {
    kind: 'patient',
    rowSpacingMm: plane.rowSpacingMm,
    columnSpacingMm: plane.columnSpacingMm,
  },
  locationMm,
  thicknessMm,
  attributes,
})

/** Whether two are one image: the same frame of the same file, or the same plane of the same voxels. */
export function isSameImage(a: ShownImage | undefined, b: ShownImage | undefined): boolean {
  if (a === b) return a !== undefined
  if (a?.kind !== 'acquired' || b?.kind !== 'acquired') return false
  return (
    a.frameNumber === b.frameNumber &&
    a.instance.SOPInstanceUID === b.instance.SOPInstanceUID &&
    a.instance.source.key === b.instance.source.key
  )
}
