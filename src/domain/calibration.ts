/**
 * How a length in pixels became millimetres. Every length carries its kind; without one there are no
 * millimetres. Kinds and their order follow PS3.3 sections 10.7.1.1 to 10.7.1.3.
 */
export type CalibrationKind =
  | 'patient' // CT, MR: spacing in the patient itself
  | 'detector' // Imager Pixel Spacing alone: size at the detector, larger than in the patient
  | 'estimated' // detector spacing corrected for magnification, or Calibration Type GEOMETRY
  | 'calibrated' // Calibration Type FIDUCIAL: an object of known size
  | 'unknown' // Pixel Spacing in a projection without a word on how it was found
  | 'film' // digitised film: Nominal Scanned Pixel Spacing
  | 'region' // ultrasound: the region's own units
  | 'user' // the reader drew a line of known length

export interface Calibration {
  readonly kind: CalibrationKind
  /** mm between neighbouring rows. */
  readonly rowSpacingMm: number
  /** mm between neighbouring columns. */
  readonly columnSpacingMm: number
  /** Only within this part of the image, in pixels: corner to corner. */
  readonly within?: readonly [left: number, top: number, right: number, bottom: number]
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
  readonly region?: UltrasoundRegion
}

/** The first region of an ultrasound image (PS3.3 section C.8.5.5). */
export interface UltrasoundRegion {
  /** First and last column and row. */
  readonly location: readonly [x0: number, y0: number, x1: number, y1: number]
  /** Code of the physical units; 3 is centimetres. */
  readonly units: readonly [x: number, y: number]
  /** Units per pixel. */
  readonly delta: readonly [x: number, y: number]
}

const CENTIMETRES = 3

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
  if (file.region) return calibrationOfRegion(file.region)
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

function calibrationOfRegion({ location, units, delta }: UltrasoundRegion): Calibration | undefined {
  if (units.some((unit) => unit !== CENTIMETRES) || !usable(delta)) return undefined
  const [x0, y0, x1, y1] = location
  return {
    kind: 'region',
    rowSpacingMm: 10 * delta[1],
    columnSpacingMm: 10 * delta[0],
    within: [x0, y0, x1 + 1, y1 + 1],
  }
}

/** The calibration that holds for all of a mark: none where it leaves the part of the image it is given for. */
export function calibrationFor(
  calibration: Calibration | undefined,
  points: readonly (readonly [column: number, row: number])[],
): Calibration | undefined {
  if (!calibration?.within) return calibration
  const [left, top, right, bottom] = calibration.within
  const inside = points.every(([x, y]) => x >= left && x <= right && y >= top && y <= bottom)
  return inside ? calibration : undefined
}

function magnificationOf(file: SpacingAttributes): number {
  if (file.EstimatedRadiographicMagnificationFactor) return file.EstimatedRadiographicMagnificationFactor
  const { DistanceSourceToDetector: detector, DistanceSourceToPatient: patient } = file
  return detector && patient ? detector / patient : 1
}
