import type { PixelPoint } from './image-plane'

/** x' = a·x + c·y + e, y' = b·x + d·y + f: the order of CSS and SVG `matrix(a b c d e f)`. */
export interface Affine {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

export const IDENTITY: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }

export const apply = ({ a, b, c, d, e, f }: Affine, [x, y]: PixelPoint): PixelPoint => [
  a * x + c * y + e,
  b * x + d * y + f,
]

/** The same map for a vector: without the shift. */
export const applyLinear = (map: Affine, vector: PixelPoint): PixelPoint =>
  apply({ ...map, e: 0, f: 0 }, vector)

/** @throws RangeError when the map is flat */
export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * d - b * c
  if (!Number.isFinite(1 / determinant)) throw new RangeError('the map has no inverse')
  return {
    a: d / determinant,
    b: -b / determinant,
    c: -c / determinant,
    d: a / determinant,
    e: (c * f - d * e) / determinant,
    f: (b * e - a * f) / determinant,
  }
}

/** The map that takes (0, 0), (width, 0) and (0, height) to the three points. */
export const affineFrom = (
  [width, height]: PixelPoint,
  origin: PixelPoint,
  right: PixelPoint,
  down: PixelPoint,
): Affine => ({
  a: (right[0] - origin[0]) / width,
  b: (right[1] - origin[1]) / width,
  c: (down[0] - origin[0]) / height,
  d: (down[1] - origin[1]) / height,
  e: origin[0],
  f: origin[1],
})

/** Screen pixels per image pixel, the mean of both directions. */
export const scaleOf = ({ a, b, c, d }: Affine): number => Math.sqrt(Math.abs(a * d - b * c))
