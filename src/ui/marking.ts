import { calibrationFor } from '../domain/calibration'
import { measuresOf, type PixelGrid } from '../domain/measure'
import { imageRegion, spatialRegion, type ImageRegion, type Shape } from '../domain/region'
import type { PixelPoint } from '../domain/image-plane'
import type { NewMark } from '../state/reading-session.svelte'
import type { View } from '../viewer/viewport'

/** The mark that a reader has just drawn on the frame shown. */
export function markOn(
  view: View,
  shape: Shape,
  points: readonly PixelPoint[],
  pixels: PixelGrid | undefined,
): NewMark {
  const { SOPInstanceUID, SOPClassUID } = view.instance
  return remeasured(
    imageRegion({ shape, SOPInstanceUID, SOPClassUID, frameNumber: view.frameNumber, points }),
    view,
    pixels,
  )
}

/** The same mark after its region has changed: place in the patient and measures follow it. */
export function remeasured(region: ImageRegion, view: View, pixels: PixelGrid | undefined): NewMark {
  const { plane } = view.instance
  return {
    imageRegion: region,
    ...(plane?.FrameOfReferenceUID ? { spatialRegion: spatialRegion(region, plane) } : {}),
    measures: measuresOf(region, calibrationFor(view.instance.calibration, region.points), pixels),
  }
}
