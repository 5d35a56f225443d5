import { distanceToPlane, dot, planeNormal, type ImagePlane } from './image-plane'
import { atFrame, type Instance } from './study'

/** mm between two planes that are the same, as positions are written. */
const SAME_PLANE_MM = 0.05

/**
 * Frames of a segmentation that belong on a frame of an image: those that name it, else those that lie in its plane.
 * @returns frame numbers, from 1
 */
export function segmentFramesOn(of: Instance, image: Instance, frameNumber: number): number[] {
  const { segmentation } = of
  if (!segmentation || image.segmentation || of.Rows !== image.Rows || of.Columns !== image.Columns) return []
  const shown = atFrame(image, frameNumber)
  return segmentation.frames.flatMap(({ sources }, index) => {
    const isNamed = sources.some(
      ({ SOPInstanceUID, frameNumber: named }) =>
        SOPInstanceUID === image.SOPInstanceUID && (named === frameNumber || named === 0),
    )
    const isThere = sources.length === 0 && isSamePlace(atFrame(of, index + 1).plane, shown.plane)
    return isNamed || isThere ? [index + 1] : []
  })
}

function isSamePlace(a: ImagePlane | undefined, b: ImagePlane | undefined): boolean {
  if (!a || !b || a.FrameOfReferenceUID !== b.FrameOfReferenceUID || a.FrameOfReferenceUID === '')
    return false
  const apart = a.ImagePositionPatient.map((mm, axis) => mm - b.ImagePositionPatient[axis])
  return (
    dot(planeNormal(a), planeNormal(b)) > 0.9999 &&
    Math.abs(distanceToPlane(b, a.ImagePositionPatient)) < SAME_PLANE_MM &&
    Math.hypot(...apart) < b.columnSpacingMm / 2
  )
}
