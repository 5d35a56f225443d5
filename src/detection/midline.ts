import { dot, pixelToPatient, type ImagePlane, type PixelPoint, type Vec3 } from '../domain/image-plane'
import type { PixelGrid } from '../domain/measure'

/*
 * The line between the two sides of the body on one CT slice, by its bones: on a slice that shows both sides each bone
 * has its like at the mirrored place. A limb alone, or one side cut out of a body, has no such line.
 */

/** A line on a slice, in pixels: what lies on it has column = at + (row − rows / 2) × slope. */
export interface Midline {
  readonly at: number
  readonly slope: number
}

const BLOCK_MM = 3
/** Mean of a block that holds bone: cortex fills a part of it. */
const BONE_HU = 180
/** Two sides of a body are wider than the picture of a joint. */
const MIN_WIDTH_MM = 250
/** Nearer to the line bone is its own mirror image. */
const OWN_IMAGE_MM = 15
/** Bone this far from the line tells of two sides: a pair of shafts in one limb lies closer together. */
const SIDE_MM = 45
const MIN_SIDE_BLOCKS = 12
const MIN_SIDE_SHARE = 0.25
/** So much of the bone must have its like on the other side. */
const MIN_SYMMETRY = 0.7
/** A mark this near to the line is on neither side. */
const NEAR_MM = 10
/** How far a patient may lie turned, as slopes. */
const SLOPES = [-0.14, -0.07, 0, 0.07, 0.14]

/** @returns undefined where the slice does not show two sides that are alike */
export function midlineOf(
  pixels: PixelGrid,
  { rowSpacingMm, columnSpacingMm }: ImagePlane,
): Midline | undefined {
  if (pixels.unit !== 'HU' || pixels.columns * columnSpacingMm < MIN_WIDTH_MM) return undefined
  const bone = boneBlocks(pixels, rowSpacingMm, columnSpacingMm)
  let best: { share: number; at: number; slope: number } | undefined
  const columns = bone.places.map(([column]) => column)
  const [first, last] = [Math.min(...columns), Math.max(...columns)]
  for (const slope of SLOPES)
    for (let at = first; at <= last; at += 0.5) {
      const share = symmetryAbout(bone, at, slope)
      if (share > (best?.share ?? MIN_SYMMETRY)) best = { share, at, slope }
    }
  if (!best) return undefined
  return {
    at: ((best.at + 0.5) * bone.mm) / columnSpacingMm,
    slope: (best.slope * rowSpacingMm) / columnSpacingMm,
  }
}

/** The side of the patient on which a point of the slice lies; undefined near the line, and where rows run front to back. */
export function sideOfMidline(
  { at, slope }: Midline,
  plane: ImagePlane,
  { rows }: Pick<PixelGrid, 'rows'>,
  point: PixelPoint,
): 'L' | 'R' | undefined {
  const onLine = at + (point[1] - rows / 2) * slope
  const offMm = (point[0] - onLine) * plane.columnSpacingMm
  const across = dot(plane.rowDirection, TO_THE_LEFT)
  if (Math.abs(across) < 0.9 || Math.abs(offMm) < NEAR_MM) return undefined
  return offMm * across > 0 ? 'L' : 'R'
}

/** Where the line crosses the middle of the slice, in patient mm. */
export const middleOf = ({ at }: Midline, plane: ImagePlane, { rows }: Pick<PixelGrid, 'rows'>): Vec3 =>
  pixelToPatient(plane, [at, rows / 2])

const TO_THE_LEFT: Vec3 = [1, 0, 0]

interface BoneBlocks {
  readonly mm: number
  readonly size: readonly [columns: number, rows: number]
  readonly holds: Uint8Array
  /** Columns and rows of blocks with bone. */
  readonly places: readonly (readonly [column: number, row: number])[]
}

function boneBlocks({ columns, rows, valueAt }: PixelGrid, rowMm: number, columnMm: number): BoneBlocks {
  const size = [Math.floor((columns * columnMm) / BLOCK_MM), Math.floor((rows * rowMm) / BLOCK_MM)] as const
  const sums = new Float64Array(size[0] * size[1])
  const counts = new Uint32Array(size[0] * size[1])
  for (let row = 0; row < rows; row++) {
    const y = Math.floor(((row + 0.5) * rowMm) / BLOCK_MM)
    if (y >= size[1]) break
    for (let column = 0; column < columns; column++) {
      const x = Math.floor(((column + 0.5) * columnMm) / BLOCK_MM)
      if (x >= size[0]) break
      sums[y * size[0] + x] += valueAt(column, row)
      counts[y * size[0] + x]++
    }
  }
  const holds = new Uint8Array(sums.length)
  const places: [number, number][] = []
  sums.forEach((sum, index) => {
    if (counts[index] === 0 || sum / counts[index] < BONE_HU) return
    holds[index] = 1
    places.push([index % size[0], Math.floor(index / size[0])])
  })
  return { mm: BLOCK_MM, size, holds, places }
}

/** Share of the bone beside a line that has its like on the other side; 0 where there is not enough on both. */
function symmetryAbout({ mm, size, holds, places }: BoneBlocks, at: number, slope: number): number {
  const length = Math.hypot(1, slope)
  let [seen, alike, left, right] = [0, 0, 0, 0]
  for (const [column, row] of places) {
    // Signed distance from the line in blocks; the normal is (1, −slope).
    const off = (column - at - (row - size[1] / 2) * slope) / length
    if (Math.abs(off) * mm < OWN_IMAGE_MM) continue
    seen++
    if (off * mm < -SIDE_MM) left++
    if (off * mm > SIDE_MM) right++
    const x = Math.round(column - (2 * off) / length)
    const y = Math.round(row + (2 * off * slope) / length)
    if (holdsNear(holds, size, x, y)) alike++
  }
  const lateral = left + right
  const fewer = Math.min(left, right)
  if (fewer < MIN_SIDE_BLOCKS || fewer < MIN_SIDE_SHARE * lateral) return 0
  return alike / seen
}

/** A body is not symmetric to the millimetre: a block beside it will do. */
function holdsNear(
  holds: Uint8Array,
  [columns, rows]: readonly [number, number],
  x: number,
  y: number,
): boolean {
  for (let j = Math.max(0, y - 1); j <= Math.min(rows - 1, y + 1); j++)
    for (let i = Math.max(0, x - 1); i <= Math.min(columns - 1, x + 1); i++)
      if (holds[j * columns + i]) return true
  return false
}
