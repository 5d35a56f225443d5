import { apply, inverse, type Affine } from '../../domain/affine'
import type { PixelPoint } from '../../domain/image-plane'

/** How a frame is laid on the screen. Lengths are CSS pixels; turns are clockwise. */
export interface Presentation {
  /** 1 fits the whole frame. */
  readonly zoom: number
  readonly pan: PixelPoint
  /** Degrees clockwise. */
  readonly rotation: number
  readonly flippedHorizontally: boolean
  readonly flippedVertically: boolean
}

export const FITTED: Presentation = {
  zoom: 1,
  pan: [0, 0],
  rotation: 0,
  flippedHorizontally: false,
  flippedVertically: false,
}

export interface Sheet {
  readonly columns: number
  readonly rows: number
  /** Height of a pixel divided by its width: 1 unless the file says otherwise. */
  readonly aspect: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Pixels (column, row; 0, 0 at the corner) → CSS pixels of the viewport, y down. */
export function toScreen(presentation: Presentation, sheet: Sheet, size: Size): Affine {
  const { zoom, pan, rotation, flippedHorizontally, flippedVertically } = presentation
  const scale = zoom * fitScale(sheet, size, rotation)
  const turn = (rotation * Math.PI) / 180
  // Exact zeros at quarter turns keep edges crisp.
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)].map((part) => Math.round(part * 1e12) / 1e12)
  const across = scale * (flippedHorizontally ? -1 : 1)
  const down = scale * sheet.aspect * (flippedVertically ? -1 : 1)
  const linear = { a: cos * across, b: sin * across, c: -sin * down, d: cos * down, e: 0, f: 0 }
  const [x, y] = apply(linear, [sheet.columns / 2, sheet.rows / 2])
  return { ...linear, e: size.width / 2 + pan[0] - x, f: size.height / 2 + pan[1] - y }
}

/** CSS pixels per column at which the turned frame just fits. */
function fitScale({ columns, rows, aspect }: Sheet, { width, height }: Size, rotation: number): number {
  const turn = (rotation * Math.PI) / 180
  const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))]
  const tall = rows * aspect
  return Math.min(width / (columns * cos + tall * sin), height / (columns * sin + tall * cos))
}

const ZOOM_LIMITS = [0.05, 64] as const

/** @param at the CSS point that stays where it is; the middle when left out */
export function zoomed(
  presentation: Presentation,
  factor: number,
  size: Size,
  at: PixelPoint = [size.width / 2, size.height / 2],
): Presentation {
  const zoom = Math.min(Math.max(presentation.zoom * factor, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
  const growth = zoom / presentation.zoom
  const [x, y] = [at[0] - size.width / 2, at[1] - size.height / 2]
  return {
    ...presentation,
    zoom,
    pan: [x + (presentation.pan[0] - x) * growth, y + (presentation.pan[1] - y) * growth],
  }
}

export const panned = (presentation: Presentation, right: number, down: number): Presentation => ({
  ...presentation,
  pan: [presentation.pan[0] + right, presentation.pan[1] + down],
})

/**
 * How far to move a picture along one side of its viewport to have a place well in view: one at the edge only off the
 * edge, so that what was seen stays in sight; one that is out of sight into the middle.
 */
export function panIntoView(at: number, length: number, margin: number): number {
  if (at < 0 || at > length) return length / 2 - at
  if (at < margin) return margin - at
  return Math.min(0, length - margin - at)
}

/** Turns about the middle of the screen, so that what is looked at stays there. */
export function rotated(presentation: Presentation, degrees: number): Presentation {
  const turn = (degrees * Math.PI) / 180
  const [x, y] = presentation.pan
  return {
    ...presentation,
    rotation: (presentation.rotation + degrees + 360) % 360,
    pan: [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)],
  }
}

/** Flips what is seen left to right or top to bottom, whatever the turn is. */
export function flipped(presentation: Presentation, axis: 'horizontal' | 'vertical'): Presentation {
  const horizontally = axis === 'horizontal'
  return {
    ...presentation,
    rotation: (360 - presentation.rotation) % 360,
    flippedHorizontally: horizontally ? !presentation.flippedHorizontally : presentation.flippedHorizontally,
    flippedVertically: horizontally ? presentation.flippedVertically : !presentation.flippedVertically,
    pan: horizontally
      ? [-presentation.pan[0], presentation.pan[1]]
      : [presentation.pan[0], -presentation.pan[1]],
  }
}

/** The image position under a point of the screen. */
export const toPixels = (map: Affine, point: PixelPoint): PixelPoint => apply(inverse(map), point)
