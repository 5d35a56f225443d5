import type { SharedAttributes, ShownImage } from '../../domain/shown-image'
import { isColour, type Series } from '../../domain/study'
import { isPadding, measuredRange, type DecodedFrame, type Range } from '../decoding/decoded-frame'
import type { Sheet } from './presentation'
import { windowOf, type VoiFunction, type Window } from './window-lut'

/* How a frame is drawn before the reader has changed anything. */

/** The frame as a sheet: unequal spacing makes its pixels taller or wider. */
export function sheetOf({
  columns,
  rows,
  plane,
  calibration,
  attributes: { pixelAspect = 1 },
}: ShownImage): Sheet {
  const { rowSpacingMm, columnSpacingMm } = plane ??
    calibration ?? { rowSpacingMm: pixelAspect, columnSpacingMm: 1 }
  return { columns, rows, aspect: rowSpacingMm / columnSpacingMm }
}

/** Side of a pixel; of one that is no square, of the square with its area. Undefined where the file gives no size. */
function pixelMm({ plane, calibration }: ShownImage): number | undefined {
  const spacing = plane ?? calibration
  return spacing && Math.sqrt(spacing.rowSpacingMm * spacing.columnSpacingMm)
}

/**
 * The zoom (CSS pixels per image pixel) at which `other` is as large as `image` is at its own: millimetre for
 * millimetre where both have a size, else pixel for pixel.
 */
export function zoomAlike(zoom: number, image: ShownImage, other: ShownImage): number {
  const [from, to] = [pixelMm(image), pixelMm(other)]
  return from && to ? (zoom * to) / from : zoom
}

/** Fractions within a few units, as counts for a second are: the half unit of a linear window is too coarse. */
export function isFine(decoded: DecodedFrame): boolean {
  const { minimum, maximum } = measuredRange(decoded)
  return decoded.values instanceof Float32Array && maximum - minimum < 16
}

/** Whether the file says how the frame is to be windowed. */
export const hasWindow = ({ windows }: Pick<SharedAttributes, 'windows'>): boolean =>
  windows.some(({ width }) => width > 0)

/**
 * The first window of the file, else its first table, else the range of values that were measured; without a frame a
 * window of nothing.
 * @param series the range of the whole series; of the frame alone when left out
 */
export function defaultWindow(
  { windows }: Pick<SharedAttributes, 'windows'>,
  decoded: DecodedFrame | undefined,
  series?: Range,
): Window {
  if (decoded && decoded.components > 1) return { center: 128, width: 256 }
  const own = windows.find(({ width }) => width > 0)
  if (!decoded) return own ?? { center: 0.5, width: 1 }
  const [table] = decoded.voi ?? []
  return own ?? (table && windowOf(table)) ?? windowBetween(series ?? measuredRange(decoded), decoded)
}

function windowBetween({ minimum: low, maximum: high }: Range, decoded: DecodedFrame): Window {
  if (isFine(decoded)) return { center: (low + high) / 2, width: high - low || 1 }
  return { center: (low + high + 1) / 2, width: Math.max(high - low + 1, 1) }
}

const MAX_SAMPLED = 65_536

/** From the least to the greatest value measured in a grey frame, or without a share of the values at either end. */
export function spreadWindow(decoded: DecodedFrame, share: number): Window {
  const { values } = decoded
  if (share === 0) return windowBetween(measuredRange(decoded), decoded)
  const count = Math.min(values.length, MAX_SAMPLED)
  const all = Float64Array.from(
    { length: count },
    (_, index) => values[Math.floor((index * values.length) / count)],
  )
  const measured = all.filter((value) => !isPadding(decoded, value))
  const sample = (measured.length > 0 ? measured : all).sort()
  const at = (part: number) => sample[Math.round(part * (sample.length - 1))]
  return windowBetween({ minimum: at(share), maximum: at(1 - share) }, decoded)
}

/** @param right @param down pointer travel in CSS pixels: right widens, down raises the level */
export function dragged(
  { center, width }: Window,
  decoded: DecodedFrame,
  right: number,
  down: number,
): Window {
  const { values } = decoded
  const { minimum, maximum } = measuredRange(decoded)
  const share = (maximum - minimum) / 1000
  const step = isFine(decoded) ? share : Math.max(share, 1e-3)
  const finest = isFine(decoded) ? share : values instanceof Float32Array ? 1e-3 : 1
  return { center: center + down * step, width: Math.max(width + right * step, finest) }
}

/** Counts are read as dark on white. */
const COUNTS: readonly string[] = ['NM', 'PT']

/** MONOCHROME1 stores black as high values: it is inverted for the screen, and so is what is read on white. */
export const isShownInverted = (
  { Modality }: Pick<Series, 'Modality'>,
  attributes: SharedAttributes,
): boolean =>
  attributes.PhotometricInterpretation === 'MONOCHROME1' ||
  (!isColour(attributes) && COUNTS.includes(Modality))

export function voiFunctionOf(
  { VOILUTFunction }: Pick<SharedAttributes, 'VOILUTFunction'>,
  decoded: DecodedFrame | undefined,
): VoiFunction {
  if (VOILUTFunction === 'SIGMOID' || VOILUTFunction === 'LINEAR_EXACT') return VOILUTFunction
  return decoded && isFine(decoded) ? 'LINEAR_EXACT' : 'LINEAR'
}
