/** Patient millimetres: x to the patient's left, y to the back, z to the head (PS3.3 section C.7.6.2.1.1). */
export type Vec3 = readonly [x: number, y: number, z: number]

/** How a frame is turned in the patient; known also where its place or size is not. */
export interface ImageOrientation {
  /** Unit vector along a row, towards higher column numbers. */
  readonly rowDirection: Vec3
  /** Unit vector down a column, towards higher row numbers. */
  readonly columnDirection: Vec3
}

/**
 * Where a frame lies in the patient. Exists only when the file gives position, orientation and spacing.
 * The position is that of the CENTRE of the first pixel.
 */
export interface ImagePlane extends ImageOrientation {
  readonly FrameOfReferenceUID: string
  readonly ImagePositionPatient: Vec3
  /** mm between neighbouring rows, that is, down a column: the first value of Pixel Spacing. */
  readonly rowSpacingMm: number
  /** mm between neighbouring columns: the second value of Pixel Spacing. */
  readonly columnSpacingMm: number
}

/** What the file says of a plane, as its values stand there (PS3.3 section C.7.6.2). */
export interface PlaneAttributes {
  readonly FrameOfReferenceUID: string
  /** Image Position (Patient) */
  readonly position: readonly number[]
  /** Image Orientation (Patient): row direction, then column direction. */
  readonly orientation: readonly number[]
  /** Pixel Spacing: row spacing, then column spacing. */
  readonly spacing: readonly number[]
}

/** Rounding in files: directions are stored with six decimals, sometimes with three. */
const DIRECTION_TOLERANCE = 0.01

/** @returns undefined when a value is missing or no number, or the directions are not perpendicular unit vectors */
export function planeOf({
  position,
  orientation,
  spacing,
  FrameOfReferenceUID,
}: PlaneAttributes): ImagePlane | undefined {
  const [place, directions] = [positionOf(position), orientationOf(orientation)]
  const [rowSpacingMm, columnSpacingMm] = spacing
  if (!place || !directions || !(rowSpacingMm > 0) || !(columnSpacingMm > 0)) return undefined
  if (!Number.isFinite(rowSpacingMm) || !Number.isFinite(columnSpacingMm)) return undefined
  return { FrameOfReferenceUID, ImagePositionPatient: place, ...directions, rowSpacingMm, columnSpacingMm }
}

/** @returns undefined unless there are three numbers */
export function positionOf(position: readonly number[]): Vec3 | undefined {
  const [x, y, z] = position
  return [x, y, z].every(Number.isFinite) ? [x, y, z] : undefined
}

/** @returns undefined unless the values are two perpendicular unit vectors */
export function orientationOf(orientation: readonly number[]): ImageOrientation | undefined {
  const [row, column] = [positionOf(orientation.slice(0, 3)), positionOf(orientation.slice(3, 6))]
  const isUnit = (vector: Vec3) => Math.abs(length3(vector) - 1) <= DIRECTION_TOLERANCE
  if (!row || !column || !isUnit(row) || !isUnit(column)) return undefined
  if (Math.abs(dot(row, column)) > DIRECTION_TOLERANCE) return undefined
  return { rowDirection: normalized(row), columnDirection: normalized(column) }
}

function normalized(vector: Vec3): Vec3 {
  const length = length3(vector)
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}

/** (column, row) in pixels; (0, 0) is the top-left CORNER of the first pixel, whose centre is (0.5, 0.5). */
export type PixelPoint = readonly [column: number, row: number]

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
/** a + factor × b */
export const along = (a: Vec3, b: Vec3, factor: number): Vec3 => [
  a[0] + factor * b[0],
  a[1] + factor * b[1],
  a[2] + factor * b[2],
]
export const length3 = (a: Vec3): number => Math.hypot(a[0], a[1], a[2])

/** The direction in which slices are stacked: row × column direction. */
export const planeNormal = (plane: ImageOrientation): Vec3 => cross(plane.rowDirection, plane.columnDirection)

/** Signed distance in mm of the plane from the origin of patient space, along its own normal. */
export const positionAlongNormal = (plane: ImagePlane): number =>
  dot(plane.ImagePositionPatient, planeNormal(plane))

export function pixelToPatient(plane: ImagePlane, [column, row]: PixelPoint): Vec3 {
  const acrossRow = along(
    plane.ImagePositionPatient,
    plane.rowDirection,
    (column - 0.5) * plane.columnSpacingMm,
  )
  return along(acrossRow, plane.columnDirection, (row - 0.5) * plane.rowSpacingMm)
}

/** Projects a patient position onto the plane; the distance from the plane is lost. */
export function patientToPixel(plane: ImagePlane, point: Vec3): PixelPoint {
  const offset = subtract(point, plane.ImagePositionPatient)
  return [
    dot(offset, plane.rowDirection) / plane.columnSpacingMm + 0.5,
    dot(offset, plane.columnDirection) / plane.rowSpacingMm + 0.5,
  ]
}

/** Signed distance in mm from the plane to the point, along the plane's normal. */
export const distanceToPlane = (plane: ImagePlane, point: Vec3): number =>
  dot(subtract(point, plane.ImagePositionPatient), planeNormal(plane))

/**
 * The patient direction of a vector as letters, strongest component first: `L`, `LP`, `LPH`.
 * Components under 1/10 of the vector are left out. Letters as in Patient Orientation (PS3.3 C.7.6.1.1.1).
 */
export function directionLetters(direction: Vec3): string {
  const letters = ['RL', 'AP', 'FH']
  return [0, 1, 2]
    .filter((axis) => Math.abs(direction[axis]) > 0.1)
    .sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]))
    .map((axis) => letters[axis][direction[axis] > 0 ? 1 : 0])
    .join('')
}

const OPPOSITE: Record<string, string> = { L: 'R', R: 'L', A: 'P', P: 'A', F: 'H', H: 'F' }
/** `LP` → `RA`. Letters without an opposite (veterinary codes) give an empty string. */
export const oppositeLetters = (letters: string): string =>
  [...letters].every((letter) => letter in OPPOSITE)
    ? [...letters].map((letter) => OPPOSITE[letter]).join('')
    : ''
