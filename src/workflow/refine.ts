import { disc, grow, type GrowOptions } from '../detection/grow'
import { outlinesInSlice } from '../detection/outline'
import {
  difference,
  eachRun,
  focusMaskOf,
  pieces,
  runsOf,
  runsOfMask,
  union,
  type Run,
  type Runs,
} from '../detection/runs'
import type { Algorithm, Focus } from '../domain/finding'
import type { PixelPoint } from '../domain/image-plane'
import type { PixelGrid } from '../domain/measure'
import { contains, lineOf, type ImageRegion } from '../domain/region'
import { acquiredImage, isSameImage } from '../domain/shown-image'
import { framesOf } from '../domain/study'
import type { NewMark } from '../state/reading-session.svelte'
import { isShownInverted, type View } from '../viewer/port'
import { markOn, regionOn, type Sheet } from './marking'

/* Foci that grow to their own border from a point, and are refined with brush and eraser. */

/** Calcium is dense on radiographs and CT, bright on ultrasound, and without signal on MR. */
export const polarityOf = ({ series, image }: View): GrowOptions['polarity'] =>
  series.Modality === 'MR' || (series.Modality !== 'NM' && isShownInverted(series, image.attributes))
    ? 'low'
    : 'high'

export interface GrownMark {
  readonly mark: NewMark
  readonly level: number
  readonly leaked: boolean
}

/** @returns undefined where nothing stands out, and on colour */
export function growMark(
  sheet: Sheet,
  seed: PixelPoint,
  level: number,
  algorithm: Algorithm,
): GrownMark | undefined {
  const { view, pixels } = sheet
  const grown = pixels && grow(pixels, seed, { polarity: polarityOf(view), level })
  if (!grown) return undefined
  const mark = markOfRuns(grown.runs, sheet)
  return mark && { mark: { ...mark, algorithm }, level: grown.level, leaked: grown.leaked }
}

/** What a stroke of brush or eraser makes of a focus; undefined when nothing would be left of it on this frame. */
export function painted(
  focus: Focus,
  sheet: Sheet,
  stroke: readonly PixelPoint[],
  radius: number,
  erases: boolean,
): NewMark | undefined {
  const { view, pixels } = sheet
  const region = regionOn(view, focus)
  if (!region || !pixels) return undefined
  const before = runsHere(focus, region, sheet)
  const touched = stroke.map((point) => disc(point, radius, pixels)).reduce(union)
  const mark = markOfRuns(erases ? difference(before, touched) : union(before, touched), sheet)
  if (!mark || !focus.mask || focus.plane) return mark
  const frame = frameIndex(sheet)
  const elsewhere = [...eachRun(runsOfMask(focus.mask))].filter(([k]) => k !== frame)
  const runs = runsOf([...elsewhere, ...(mark.mask?.runs ?? [])])
  return { ...mark, mask: focusMaskOf(runs, focus.mask.SeriesInstanceUID) }
}

/** The focus on the frame shown, on slice 0. */
function runsHere(focus: Focus, region: ImageRegion, sheet: Sheet): Runs {
  const frame = frameIndex(sheet)
  const kept = focus.mask ? [...eachRun(runsOfMask(focus.mask))].filter(([k]) => k === frame) : []
  if (kept.length > 0 && !focus.plane) return runsOf(kept.map(([, j, i, length]): Run => [0, j, i, length]))
  return runsWithin(region, sheet.pixels as PixelGrid)
}

/** Pixels whose centres lie in a closed region. */
function runsWithin(region: ImageRegion, { columns, rows }: PixelGrid): Runs {
  const runs: Run[] = []
  const line = [...region.points, ...lineOf(region)]
  const bounds = (axis: 0 | 1, most: number) => {
    const values = line.map((point) => point[axis])
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
    return [Math.max(0, Math.floor(low) - 1), Math.min(most - 1, Math.ceil(high) + 1)]
  }
  const [[left, right], [top, bottom]] = [bounds(0, columns), bounds(1, rows)]
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++)
      if (contains(region, [column + 0.5, row + 0.5])) runs.push([0, row, column, 1])
  return runsOf(runs)
}

/** The outline of the largest piece, and all pieces as the mask; on a cut plane, whose pixels are no voxels, no mask. */
function markOfRuns(runs: Runs, sheet: Sheet): NewMark | undefined {
  const { view, source } = sheet
  const [largest] = pieces(runs)
  const [outline] = largest ? outlinesInSlice(largest, 0).sort((a, b) => b.length - a.length) : []
  if (!outline) return undefined
  const mark = markOn(sheet, 'outline', outline)
  if (view.image.kind === 'cut') return mark
  const index = frameIndex(sheet)
  const placed = runsOf([...eachRun(runs)].map(([, j, i, length]): Run => [index, j, i, length]))
  return { ...mark, mask: focusMaskOf(placed, source.SeriesInstanceUID) }
}

/** Among the frames of the series. */
const frameIndex = ({ view: { image }, source }: Sheet): number =>
  framesOf(source).findIndex(({ instance, frameNumber }) =>
    isSameImage(acquiredImage(instance, frameNumber), image),
  )
