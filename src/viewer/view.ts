import type { Affine } from '../domain/affine'
import type { LookupTable } from '../domain/frame-tables'
import type { Segment } from '../domain/segmentation'
import type { ShownImage } from '../domain/shown-image'
import type { Series, SeriesRef } from '../domain/study'
import { zoomAlike } from './picture/display'
import type { Presentation } from './picture/presentation'
import type { Window } from './picture/window-lut'

/** What a viewport shows at this moment; a new value after every change. */
export interface View {
  /** Whose image it is. */
  readonly of: SeriesRef
  /** As it was acquired, also where a plane cut through it is shown. */
  readonly series: Series
  readonly image: ShownImage
  /** Index among the images of the stack, from 0. */
  readonly sliceIndex: number
  readonly sliceCount: number
  /** mm to the next image; undefined where they lie in no order of place. */
  readonly spacingMm?: number
  /** Image pixels (column, row; 0, 0 at the corner of the first) → CSS pixels in the viewport. */
  readonly toScreen: Affine
  readonly window: Window
  readonly inverted: boolean
  readonly presentation: Presentation
  /** CSS pixels per image pixel. */
  readonly zoom: number
  /** The file's own curves from modality value to grey. */
  readonly tables: readonly LookupTable[]
  /** What is drawn over the image. */
  readonly segments: readonly Segment[]
}

/** As large, at the same place, turned the same way; with the same window where the values are of one kind. */
export function isAlike(a: View, b: View): boolean {
  const comparable = a.series.Modality === b.series.Modality
  const sameWindow = a.window.center === b.window.center && a.window.width === b.window.width
  return isLaidAlike(a, b) && (!comparable || (sameWindow && a.inverted === b.inverted))
}

function isLaidAlike(a: View, b: View): boolean {
  const [one, two] = [a.presentation, b.presentation]
  return (
    Math.abs(zoomAlike(a.zoom, a.image, b.image) / b.zoom - 1) < 1e-6 &&
    one.pan.every((part, axis) => part === two.pan[axis]) &&
    one.rotation === two.rotation &&
    one.flippedHorizontally === two.flippedHorizontally &&
    one.flippedVertically === two.flippedVertically
  )
}
