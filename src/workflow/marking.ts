import { calibrationFor } from '../domain/calibration'
import { lyingIn } from '../domain/crossing'
import { calibrationUsed, type DrawnCalibration } from '../domain/drawn-calibration'
import type { Focus } from '../domain/finding'
import { distanceToPlane, pixelToPatient, type ImagePlane, type PixelPoint } from '../domain/image-plane'
import { measuresOf, type PixelGrid } from '../domain/measure'
import { centreOf, imageRegion, spatialRegion, type ImageRegion, type Shape } from '../domain/region'
import type { Instance, Series } from '../domain/study'
import type { NewMark } from '../state/reading-session.svelte'
import { isReformatted } from '../viewer/reformat'
import type { View } from '../viewer/view'

/** What a mark is measured by. */
export interface Sheet {
  readonly view: View
  /** The series of the files, also where a plane cut through it is shown. */
  readonly source: Series
  readonly calibrations: readonly DrawnCalibration[]
  readonly pixels: PixelGrid | undefined
}

/** The mark that a reader has just drawn on the frame shown. */
export function markOn(sheet: Sheet, shape: Shape, points: readonly PixelPoint[]): NewMark {
  const { instance, frameNumber } = sheet.view
  const { SOPInstanceUID, SOPClassUID } = instance
  return remeasured(imageRegion({ shape, SOPInstanceUID, SOPClassUID, frameNumber, points }), sheet)
}

/**
 * The same mark after its region has changed: place in the patient and measures follow it; voxels that were found
 * are not those of a region drawn by hand.
 */
export function remeasured(region: ImageRegion, { view, source, calibrations, pixels }: Sheet): NewMark {
  const { plane } = view.instance
  const calibration = calibrationFor(calibrationUsed(view.instance, calibrations), region.points)
  return {
    imageRegion: region,
    mask: undefined,
    ...(plane?.FrameOfReferenceUID ? { spatialRegion: spatialRegion(region, plane) } : {}),
    measures: measuresOf(region, calibration, pixels),
    ...(plane && isReformatted(view.instance) ? onPlane(region, plane, source) : { plane: undefined }),
  }
}

/** A plane that was cut is in no file: the mark keeps it, and names the acquired image nearest to its middle. */
function onPlane(region: ImageRegion, plane: ImagePlane, { instances }: Series) {
  const middle = pixelToPatient(plane, centreOf(region))
  const away = (instance: Instance) =>
    instance.plane ? Math.abs(distanceToPlane(instance.plane, middle)) : Infinity
  const { SOPInstanceUID, SOPClassUID } = instances.reduce((best, it) => (away(it) < away(best) ? it : best))
  return { plane, imageRegion: { ...region, SOPInstanceUID, SOPClassUID, frameNumber: 1 } }
}

/**
 * The region of a focus as it lies on the frame shown: drawn there, or on a cut plane that is the same to within
 * half a slice.
 */
export function regionOn({ instance, frameNumber, series }: View, focus: Focus): ImageRegion | undefined {
  const { imageRegion: region, spatialRegion: spatial, plane } = focus
  const isHere = region.SOPInstanceUID === instance.SOPInstanceUID && region.frameNumber === frameNumber
  if (!plane && !isReformatted(instance)) return isHere ? region : undefined
  if (!spatial || !instance.plane) return undefined
  const halfSliceMm = (series.order.spacingMm ?? instance.SliceThickness ?? 1) / 2
  const points = lyingIn(spatial, instance.plane, halfSliceMm)
  return points && { ...region, points }
}
