import { applyLinear, inverse, type Affine } from './affine'
import {
  along,
  directionLetters,
  dot,
  oppositeLetters,
  planeNormal,
  type ImageOrientation,
  type Vec3,
} from './image-plane'
import type { Instance } from './study'

export interface Sides {
  readonly left: string
  readonly right: string
  readonly top: string
  readonly bottom: string
}

/**
 * The patient directions at the four edges of the screen, for a frame drawn with `toScreen` (pixels → screen,
 * y down). From the orientation of the image where there is one; else from Patient Orientation, which only follows turns
 * by quarters and vanishes in between.
 * @param aspect height of a pixel divided by its width
 */
export function sidesOf(
  { orientation, PatientOrientation }: Pick<Instance, 'orientation' | 'PatientOrientation'>,
  toScreen: Affine,
  aspect = 1,
): Sides {
  const { rowDirection, columnDirection } = orientation ?? {}
  const toPixels = inverse(toScreen)
  const letters = (x: number, y: number): string => {
    const [columns, rows] = applyLinear(toPixels, [x, y])
    if (rowDirection && columnDirection) {
      const [u, v] = [columns, rows * aspect]
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

const AXES = [
  ['sagittal', [1, 0, 0]],
  ['coronal', [0, 1, 0]],
  ['axial', [0, 0, 1]],
] as const satisfies readonly (readonly [name: string, normal: Vec3])[]

/** The anatomical plane that is nearest. */
export function planeNameOf(orientation: ImageOrientation): (typeof AXES)[number][0] {
  const normal = planeNormal(orientation)
  const share = ([, axis]: (typeof AXES)[number]) => Math.abs(dot(normal, axis))
  return AXES.reduce((best, axis) => (share(axis) > share(best) ? axis : best))[0]
}
