import type { CalibratedPart, Calibration } from './calibration'
import type { PixelPoint } from './image-plane'
import type { ShownImage } from './shown-image'
import type { Instance } from './study'

/** A line that the reader drew along something whose length is known. */
export interface DrawnCalibration {
  readonly SOPInstanceUID: string
  readonly points: readonly [PixelPoint, PixelPoint]
  readonly lengthMm: number
}

/** Whether a line may say how large an image is: not where slices lie in the patient, whose size is known. */
export const takesDrawnCalibration = ({ calibration }: Pick<Instance, 'calibration'>): boolean =>
  calibration?.kind !== 'patient'

/**
 * The calibration that sizes an image: the line drawn on it, else what its file says.
 * @param drawn at most one counts for an image: the last
 */
export function calibrationUsed(
  instance: Pick<Instance, 'SOPInstanceUID' | 'calibration'>,
  drawn: readonly DrawnCalibration[],
): Calibration | undefined {
  const line = drawn.findLast(({ SOPInstanceUID }) => SOPInstanceUID === instance.SOPInstanceUID)
  return line && takesDrawnCalibration(instance)
    ? calibrationByLine(line, instance.calibration)
    : instance.calibration
}

/**
 * Pixels keep the shape that the file gives them; where it gives none they are square. Where parts of the image have
 * scales of their own, the line sizes the part it is drawn in and no other.
 */
function calibrationByLine({ points, lengthMm }: DrawnCalibration, file?: Calibration): Calibration {
  const aspect = file ? file.rowSpacingMm / file.columnSpacingMm : 1
  const [[x0, y0], [x1, y1]] = points
  const columnSpacingMm = lengthMm / Math.hypot(x1 - x0, (y1 - y0) * aspect)
  const drawn = { kind: 'user', rowSpacingMm: columnSpacingMm * aspect, columnSpacingMm } as const
  if (!file?.parts) return drawn
  const holds = ({ box: [left, top, right, bottom] }: CalibratedPart) =>
    points.every(([x, y]) => x >= left && x <= right && y >= top && y <= bottom)
  const parts = file.parts.map((part): CalibratedPart => ({
    ...part,
    spacing: holds(part) ? [drawn.rowSpacingMm, drawn.columnSpacingMm] : undefined,
  }))
  return { ...drawn, parts }
}

/** Of an image as it is shown: a line drawn on an acquired one comes before what its file says. */
export const calibrationShown = (
  image: ShownImage,
  drawn: readonly DrawnCalibration[],
): Calibration | undefined =>
  image.kind === 'acquired' ? calibrationUsed(image.instance, drawn) : image.calibration
