import { affineFrom, apply, type Affine } from '../../domain/affine'
import type { PixelPoint, Vec3 } from '../../domain/image-plane'
import { pixelToPatient, type ImagePlane } from '../../domain/image-plane'
import type { ShownImage } from '../../domain/shown-image'
import { toScreen, type Presentation, type Sheet, type Size } from '../picture/presentation'

/*
 * Where a frame lies, in Cornerstone's words. The middle of the frame is put on a place of the canvas, with a scale,
 * a turn and flips about it.
 */

/** What of a planar view state says where the picture lies. */
export interface PlanarPlace {
  /** Share of the canvas from its top left corner: where the middle of the frame is. */
  readonly anchorCanvas: [number, number]
  /** 1 where the frame just fits, its turn left out. */
  readonly scale: [number, number]
  /** Degrees clockwise, after the flips of the screen. */
  readonly rotation: number
  readonly flipHorizontal: boolean
  readonly flipVertical: boolean
}

/** @param canvas CSS pixels; a fraction of a pixel larger or smaller than the element where the screen is dense */
export function planarPlaceOf(
  presentation: Presentation,
  sheet: Sheet,
  size: Size,
  canvas: Size,
): PlanarPlace {
  const map = toScreen(presentation, sheet, size)
  const [x, y] = apply(map, [sheet.columns / 2, sheet.rows / 2])
  // CSS pixels for the width of a column, of which all lengths are multiples.
  const perColumn = Math.hypot(map.a, map.b)
  const fitted = Math.min(canvas.width / sheet.columns, canvas.height / (sheet.rows * sheet.aspect))
  const scale = perColumn / fitted
  const { rotation, flippedHorizontally, flippedVertically } = presentation
  return {
    anchorCanvas: [x / canvas.width, y / canvas.height],
    scale: [scale, scale],
    // Ours flips the frame and then turns it, Cornerstone's camera turns and then flips: one flip turns the turn round.
    rotation: flippedHorizontally === flippedVertically ? rotation : (360 - rotation) % 360,
    flipHorizontal: flippedHorizontally,
    flipVertical: flippedVertically,
  }
}

/** Where a frame lies for Cornerstone: in the patient where the file says so, else on a plane of its own. */
export function planeFor(
  { plane, calibration, attributes: { pixelAspect = 1 } }: ShownImage,
  FrameOfReferenceUID: string,
): ImagePlane {
  if (plane) return plane
  const { rowSpacingMm, columnSpacingMm } = calibration ?? { rowSpacingMm: pixelAspect, columnSpacingMm: 1 }
  return {
    FrameOfReferenceUID,
    ImagePositionPatient: [0, 0, 0],
    rowDirection: [1, 0, 0],
    columnDirection: [0, 1, 0],
    rowSpacingMm,
    columnSpacingMm,
  }
}

/** Pixels → CSS pixels as Cornerstone has it, read at three corners of the frame. */
export function mapReadBack(
  plane: ImagePlane,
  { columns, rows }: Pick<Sheet, 'columns' | 'rows'>,
  worldToCanvas: (place: Vec3) => PixelPoint,
): Affine {
  const at = (corner: PixelPoint) => worldToCanvas(pixelToPatient(plane, corner))
  return affineFrom([columns, rows], at([0, 0]), at([columns, 0]), at([0, rows]))
}

/** The greatest distance between what two maps make of the corners of a frame. */
export function largestShift(
  a: Affine,
  b: Affine,
  { columns, rows }: Pick<Sheet, 'columns' | 'rows'>,
): number {
  const corners: PixelPoint[] = [
    [0, 0],
    [columns, 0],
    [0, rows],
    [columns, rows],
  ]
  const apart = corners.map((corner) => {
    const [one, two] = [apply(a, corner), apply(b, corner)]
    return Math.hypot(one[0] - two[0], one[1] - two[1])
  })
  // A number that is none is never near.
  return apart.every(Number.isFinite) ? Math.max(...apart) : Infinity
}
