import type { Affine } from '../domain/affine'
import type { LookupTable } from '../domain/frame-tables'
import type { Segment } from '../domain/segmentation'
import type { Instance, Series } from '../domain/study'
import { zoomAlike } from './display'
import type { Presentation } from './presentation'
import type { Window } from './window-lut'

/** What a viewport shows at this moment; a new value after every change. */
export interface View {
  readonly series: Series
  readonly instance: Instance
  readonly frameNumber: number
  /** Index among the frames of the series, from 0. */
  readonly sliceIndex: number
  readonly sliceCount: number
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
    Math.abs(zoomAlike(a.zoom, a.instance, b.instance) / b.zoom - 1) < 1e-6 &&
    one.pan.every((part, axis) => part === two.pan[axis]) &&
    one.rotation === two.rotation &&
    one.flippedHorizontally === two.flippedHorizontally &&
    one.flippedVertically === two.flippedVertically
  )
}
