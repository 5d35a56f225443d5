import type { PixelPoint } from './image-plane'
import { contains, lineOf, type ImageRegion } from './region'
import { rowOf } from './shapes'

/**
 * How a length in pixels became millimetres. Every length carries its kind; without one there are no
 * millimetres. Kinds and their order follow PS3.3 sections 10.7.1.1 to 10.7.1.3.
 */
export type CalibrationKind =
  | 'patient' // CT, MR: spacing in the patient itself
  | 'detector' // Imager Pixel Spacing alone: size at the detector, larger than in the patient
  | 'estimated' // detector spacing corrected for magnification, or Calibration Type GEOMETRY
  | 'calibrated' // Calibration Type FIDUCIAL: an object of known size
  | 'unknown' // Pixel Spacing in a projection that does not say how it was found
  | 'film' // digitised film: Nominal Scanned Pixel Spacing
  | 'region' // ultrasound: the region's own units
  | 'projection' // localizer of a CT: a projection, whose size holds at one depth
  | 'user' // the reader drew a calibration line

export interface Calibration {
  readonly kind: CalibrationKind
  /** mm between neighbouring rows. */
  readonly rowSpacingMm: number
  /** mm between neighbouring columns. */
  readonly columnSpacingMm: number
  /** The parts of the image that have scales of their own; outside of them there is none. */
  readonly parts?: readonly CalibratedPart[]
}

/** A part of an image with its own scale, or with none, as a spectrum or an M-mode trace has. */
export interface CalibratedPart {
  /** In pixels, corner to corner. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
  /** Lies over those that have not. */
  readonly hasPriority: boolean
  /** mm between neighbouring rows and columns; absent where the part shows no place. */
  readonly spacing?: Pair
}

type Pair = readonly [row: number, column: number]

/** What the file says of size; each absent when the attribute is. Pairs are row spacing, column spacing. */
export interface SpacingAttributes {
  readonly Modality: string
  readonly PixelSpacing?: Pair
  readonly ImagerPixelSpacing?: Pair
  readonly NominalScannedPixelSpacing?: Pair
  readonly PixelSpacingCalibrationType?: string
  readonly EstimatedRadiographicMagnificationFactor?: number
  readonly DistanceSourceToDetector?: number
  readonly DistanceSourceToPatient?: number
  /** Those that make sense; empty where none of those that there are does. */
  readonly regions?: readonly UltrasoundRegion[]
  /** Image Type has LOCALIZER among its values. */
  readonly isLocalizer?: boolean
}

/** A region of an ultrasound image (PS3.3 section C.8.5.5). */
export interface UltrasoundRegion {
  /** Region Spatial Format: 1 is two-dimensional. */
  readonly format?: number
  /** Region Data Type. */
  readonly dataType?: number
  /** Region Flags: of regions that overlap, one with bit 0 lies above. */
  readonly flags?: number
  /** First and last column and row. */
  readonly location: readonly [x0: number, y0: number, x1: number, y1: number]
  /** Code of the physical units; 3 is centimetres. */
  readonly units: readonly [x: number, y: number]
  /** Units per pixel. */
  readonly delta: readonly [x: number, y: number]
}

const CENTIMETRES = 3
const TWO_DIMENSIONAL = 1
/** Tissue, colour flow, backscatter; other types are spectra, traces of time, and bars of grey and colour. */
const PICTURES: readonly number[] = [0x01, 0x02, 0x0f]

const CROSS_SECTIONAL = new Set(['CT', 'MR', 'PT', 'NM'])

const usable = (pair: Pair | undefined): pair is Pair =>
  pair !== undefined && pair.every((mm) => Number.isFinite(mm) && mm > 0)

const same = (a: Pair, b: Pair): boolean =>
  a.every((mm, axis) => Math.abs(mm - b[axis]) <= 1e-3 * Math.max(mm, b[axis]))

/** @returns undefined when the file does not support millimetres: lengths are then in pixels */
export function calibrationOf(file: SpacingAttributes): Calibration | undefined {
  const spaced = (kind: CalibrationKind, [row, column]: Pair): Calibration => ({
    kind,
    rowSpacingMm: row,
    columnSpacingMm: column,
  })
  const { PixelSpacing: pixel, ImagerPixelSpacing: imager, NominalScannedPixelSpacing: film } = file
  if (file.regions) return calibrationOfRegions(file.regions)
  if (file.Modality === 'CT' && file.isLocalizer)
    return usable(pixel) ? spaced('projection', pixel) : undefined
  if (CROSS_SECTIONAL.has(file.Modality)) return usable(pixel) ? spaced('patient', pixel) : undefined
  if (usable(pixel) && file.PixelSpacingCalibrationType === 'FIDUCIAL') return spaced('calibrated', pixel)
  if (usable(pixel) && file.PixelSpacingCalibrationType === 'GEOMETRY') return spaced('estimated', pixel)
  if (usable(imager)) {
    if (usable(pixel) && !same(pixel, imager)) return spaced('unknown', pixel)
    const magnification = magnificationOf(file)
    return magnification > 1
      ? spaced('estimated', [imager[0] / magnification, imager[1] / magnification])
      : spaced('detector', imager)
  }
  if (usable(film)) return spaced('film', film)
  return usable(pixel) ? spaced('unknown', pixel) : undefined
}

/** The scale of the largest picture stands for the image; marks are sized by the part they lie in. */
function calibrationOfRegions(regions: readonly UltrasoundRegion[]): Calibration | undefined {
  const parts = regions.map(partOf)
  const areaOf = ({ box: [left, top, right, bottom] }: CalibratedPart) => (right - left) * (bottom - top)
  const [largest] = parts.filter(({ spacing }) => spacing).sort((a, b) => areaOf(b) - areaOf(a))
  if (!largest?.spacing) return undefined
  const [rowSpacingMm, columnSpacingMm] = largest.spacing
  return { kind: 'region', rowSpacingMm, columnSpacingMm, parts }
}

/** Whether a region shows a place, in centimetres both ways. */
export const isSpatial = ({
  format,
  dataType,
  units,
}: Pick<UltrasoundRegion, 'format' | 'dataType' | 'units'>): boolean =>
  (format ?? TWO_DIMENSIONAL) === TWO_DIMENSIONAL &&
  (dataType === undefined || PICTURES.includes(dataType)) &&
  units.every((unit) => unit === CENTIMETRES)

function partOf({ location, flags = 0, delta, ...region }: UltrasoundRegion): CalibratedPart {
  const [x0, y0, x1, y1] = location
  const isPlace = isSpatial(region) && usable(delta)
  return {
    box: [x0, y0, x1 + 1, y1 + 1],
    hasPriority: (flags & 1) === 1,
    ...(isPlace ? { spacing: [10 * delta[1], 10 * delta[0]] } : {}),
  }
}

/**
 * The calibration that holds for all of a mark: that of the part of the image it lies in. None where it leaves that
 * part, or touches one of another scale that does not lie below.
 */
export function calibrationFor(
  calibration: Calibration | undefined,
  region: Pick<ImageRegion, 'shape' | 'points'>,
): Calibration | undefined {
  if (!calibration?.parts) return calibration
  const { parts, ...whole } = calibration
  const line = lineOf(region)
  const around = parts.filter(({ box }) => line.every((point) => isWithin(point, box)))
  const holding = around.find(({ hasPriority }) => hasPriority) ?? around.at(0)
  if (!holding?.spacing) return undefined
  const { spacing } = holding
  const isOther = (part: CalibratedPart) =>
    !(part.spacing && same(part.spacing, spacing)) &&
    part.hasPriority >= holding.hasPriority &&
    meets(region, line, part.box)
  if (parts.some(isOther)) return undefined
  return { ...whole, rowSpacingMm: spacing[0], columnSpacingMm: spacing[1] }
}

/** The calibration that holds wherever there is one: none where parts of the image have different scales. */
export function calibrationOfAll(calibration: Calibration | undefined): Calibration | undefined {
  const scales = calibration?.parts?.flatMap(({ spacing }) => (spacing ? [spacing] : [])) ?? []
  return scales.every((spacing) => same(spacing, scales[0])) ? calibration : undefined
}

const isWithin = ([x, y]: PixelPoint, [left, top, right, bottom]: CalibratedPart['box']): boolean =>
  x >= left && x <= right && y >= top && y <= bottom

/** Whether the inner part of a box is crossed by a mark, or lies within it. */
function meets(
  region: Pick<ImageRegion, 'shape' | 'points'>,
  line: readonly PixelPoint[],
  box: CalibratedPart['box'],
): boolean {
  const { closed } = rowOf(region.shape)
  const [left, top, right, bottom] = box
  if (closed && contains(region, [(left + right) / 2, (top + bottom) / 2])) return true
  const ends = closed || line.length === 1 ? [...line.slice(1), line[0]] : line.slice(1)
  return ends.some((end, index) => passes(line[index], end, box))
}

/** Whether a straight line has a piece inside a box; along its edge it has none (Liang and Barsky). */
function passes(
  from: PixelPoint,
  to: PixelPoint,
  [left, top, right, bottom]: CalibratedPart['box'],
): boolean {
  let [enters, leaves] = [0, 1]
  for (const [start, end, low, high] of [
    [from[0], to[0], left, right],
    [from[1], to[1], top, bottom],
  ]) {
    const step = end - start
    if (step === 0) {
      if (start <= low || start >= high) return false
      continue
    }
    const [near, far] = [(low - start) / step, (high - start) / step].sort((a, b) => a - b)
    enters = Math.max(enters, near)
    leaves = Math.min(leaves, far)
  }
  return enters < leaves || (enters === leaves && from[0] === to[0] && from[1] === to[1])
}

function magnificationOf(file: SpacingAttributes): number {
  if (file.EstimatedRadiographicMagnificationFactor) return file.EstimatedRadiographicMagnificationFactor
  const { DistanceSourceToDetector: detector, DistanceSourceToPatient: patient } = file
  return detector && patient ? detector / patient : 1
}
