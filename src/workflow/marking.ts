import { calibrationFor } from '../domain/calibration'
import { lyingIn } from '../domain/crossing'
import { calibrationShown, type DrawnCalibration } from '../domain/drawn-calibration'
import type { Focus } from '../domain/finding'
import { midlineOf, sideOfMidline, type Midline } from '../detection/midline'
import { distanceToPlane, pixelToPatient, type ImagePlane, type PixelPoint } from '../domain/image-plane'
import type { Mark } from '../domain/measurement'
import { measuresOf, type PixelGrid } from '../domain/measure'
import { centreOf, imageRegion, spatialRegion, type ImageRegion, type Shape } from '../domain/region'
import type { CutImage } from '../domain/shown-image'
import { framesOf, type Series, type SeriesFrame } from '../domain/study'
import type { NewMark } from '../state/reading-session.svelte'
import type { View } from '../viewer/port'

/** What a mark is measured by. */
export interface Sheet {
  readonly view: View
  /** The series of the files, also where a plane cut through it is shown. */
  readonly source: Series
  readonly calibrations: readonly DrawnCalibration[]
  readonly pixels: PixelGrid | undefined
}

/** The mark that a reader has just drawn on the image shown. */
export function markOn(sheet: Sheet, shape: Shape, points: readonly PixelPoint[]): NewMark {
  const { image } = sheet.view
  // On a cut plane the mark names an acquired image all the same: which one follows from its place.
  const { instance, frameNumber } =
    image.kind === 'acquired' ? image : { instance: sheet.source.instances[0], frameNumber: 1 }
  const { SOPInstanceUID, SOPClassUID } = instance
  const mark = remeasured(imageRegion({ shape, SOPInstanceUID, SOPClassUID, frameNumber, points }), sheet)
  const { center, width, table } = sheet.view.window
  return table || !sheet.pixels ? mark : { ...mark, window: { center, width } }
}

/**
 * The same mark after its region has changed: place in the patient and measures follow it; voxels that were found
 * are not those of a region drawn by hand.
 */
export function remeasured(region: ImageRegion, { view, source, calibrations, pixels }: Sheet): NewMark {
  const { image } = view
  const { plane } = image
  const calibration = calibrationFor(calibrationShown(image, calibrations), region)
  return {
    imageRegion: region,
    mask: undefined,
    ...(plane?.FrameOfReferenceUID ? { spatialRegion: spatialRegion(region, plane) } : {}),
    measures: measuresOf(region, calibration, pixels),
    sideOfMidline: sideOf(region, plane, pixels),
    ...(image.kind === 'cut' ? onCut(region, image, source) : { plane: undefined }),
  }
}

/** Of a CT that shows both sides of the body. */
export function sideOf(
  region: Pick<ImageRegion, 'points'>,
  plane: ImagePlane | undefined,
  pixels: PixelGrid | undefined,
): Focus['sideOfMidline'] {
  if (!plane || !pixels) return undefined
  if (!midlines.has(plane)) midlines.set(plane, midlineOf(pixels, plane))
  const line = midlines.get(plane)
  return line && sideOfMidline(line, plane, pixels, centreOf(region))
}

/** By the plane of a slice: a mark that is dragged asks many times. */
const midlines = new WeakMap<ImagePlane, Midline | undefined>()

/** A plane that was cut is in no file: the mark keeps it, and names the acquired frame nearest to its middle. */
function onCut(region: ImageRegion, { plane }: CutImage, source: Series) {
  const middle = pixelToPatient(plane, centreOf(region))
  const away = ({ instance }: SeriesFrame) =>
    instance.plane ? Math.abs(distanceToPlane(instance.plane, middle)) : Infinity
  const { instance, frameNumber } = framesOf(source).reduce((best, it) => (away(it) < away(best) ? it : best))
  const { SOPInstanceUID, SOPClassUID } = instance
  return { plane, imageRegion: { ...region, SOPInstanceUID, SOPClassUID, frameNumber } }
}

/**
 * The region of a focus as it lies on the frame shown: drawn there, or on a cut plane that is the same to within
 * half a slice.
 */
export function regionOn(
  { image, spacingMm }: View,
  focus: Pick<Mark, 'imageRegion' | 'spatialRegion' | 'plane'>,
): ImageRegion | undefined {
  const { imageRegion: region, spatialRegion: spatial, plane } = focus
  if (!plane && image.kind === 'acquired') {
    const isHere =
      region.SOPInstanceUID === image.instance.SOPInstanceUID && region.frameNumber === image.frameNumber
    return isHere ? region : undefined
  }
  if (!spatial || !image.plane) return undefined
  const points = lyingIn(spatial, image.plane, (spacingMm ?? image.thicknessMm ?? 1) / 2)
  return points && { ...region, points }
}
