import { outlinesInSlice, outlinesOnPlane, type Outline } from '../detection/outline'
import type { Runs } from '../detection/runs'
import { apply } from '../domain/affine'
import type { PixelPoint } from '../domain/image-plane'
import type { VolumeGeometry } from '../domain/volume-geometry'
import type { View } from '../viewer/port'

/** Voxels as a view draws them. */
export interface OutlinedVoxels<Key extends string | number> {
  readonly key: Key
  readonly name: string
  readonly outlines: readonly Outline[]
  readonly colour: string
  readonly chosen: boolean
  /** Beside it while it is chosen. */
  readonly label?: string
}

/**
 * The outlines of voxels of a series on what a viewport shows of it: one of its slices, or a plane that was cut.
 * @param geometry undefined for a series that is no volume
 */
export function outlinesOn(
  { image, sliceIndex }: View,
  runs: Runs,
  geometry: VolumeGeometry | undefined,
): readonly Outline[] {
  if (image.kind === 'cut')
    return geometry ? outlinesOnPlane(runs, geometry, image.plane, image.columns, image.rows) : []
  const [first, last] = [runs[0], runs[runs.length - 4]]
  return sliceIndex < first || sliceIndex > last ? [] : outlinesInSlice(runs, sliceIndex)
}

/** As the `d` of a path, in pixels of the image. */
export const pathOfOutlines = (outlines: readonly Outline[]): string =>
  outlines.map((line) => `M${line.map(([x, y]) => `${x} ${y}`).join('L')}Z`).join('')

/** Beside the right edge, so that a label never covers what it names; CSS pixels of the viewport. */
export function besideOutlines(outlines: readonly Outline[], { toScreen }: View): PixelPoint {
  const points = outlines.flat().map((point) => apply(toScreen, point))
  const right = points.reduce((best, point) => (point[0] > best[0] ? point : best))
  return [right[0] + 6, right[1] + 4]
}

/** Of the outlines in one slice. */
export const largestOutline = (runs: Runs, slice: number): Outline =>
  outlinesInSlice(runs, slice).reduce((a, b) => (areaOf(b) > areaOf(a) ? b : a))

const areaOf = (outline: Outline): number =>
  Math.abs(
    outline.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = outline[(index + 1) % outline.length]
      return sum + x * nextY - nextX * y
    }, 0),
  )
