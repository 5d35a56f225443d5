import { applyLinear, inverse, type Affine } from './affine'
import { along, directionLetters, oppositeLetters } from './image-plane'
import type { Instance } from './study'

export interface Sides {
  readonly left: string
  readonly right: string
  readonly top: string
  readonly bottom: string
}

/**
 * The patient directions at the four edges of the screen, for a frame drawn with `toScreen` (pixels → screen,
 * y down). From the image plane where there is one; else from Patient Orientation, which only follows turns by
 * quarters and vanishes in between.
 */
export function sidesOf(
  { plane, PatientOrientation }: Pick<Instance, 'plane' | 'PatientOrientation'>,
  toScreen: Affine,
): Sides {
  const { rowDirection, columnDirection, columnSpacingMm, rowSpacingMm } = plane ?? {}
  const toPixels = inverse(toScreen)
  const letters = (x: number, y: number): string => {
    const [columns, rows] = applyLinear(toPixels, [x, y])
    if (rowDirection && columnDirection && columnSpacingMm && rowSpacingMm) {
      const [u, v] = [columns * columnSpacingMm, rows * rowSpacingMm]
      const size = Math.hypot(u, v)
      const direction = along([0, 0, 0], rowDirection, u / size)
      return directionLetters(along(direction, columnDirection, v / size))
    }
    return lettersByQuarter(PatientOrientation, columns, rows)
  }
  return { left: letters(-1, 0), right: letters(1, 0), top: letters(0, -1), bottom: letters(0, 1) }
}

function lettersByQuarter([row = '', column = '']: readonly string[], columns: number, rows: number): string {
  const [strong, weak] = [
    Math.max(Math.abs(columns), Math.abs(rows)),
    Math.min(Math.abs(columns), Math.abs(rows)),
  ]
  if (weak > 0.01 * strong) return ''
  const [letters, sign] = Math.abs(columns) > Math.abs(rows) ? [row, columns] : [column, rows]
  return sign > 0 ? letters : oppositeLetters(letters)
}
