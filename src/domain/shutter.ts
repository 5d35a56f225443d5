import type { OverlayPlane } from './frame-tables'

/*
 * What a display shutter covers (PS3.3 sections C.7.6.11 and C.7.6.15). Columns and rows as in the file, counted from
 * 1; what lies on an edge is seen. Where several shapes are given, only what lies within all of them is seen.
 */

export type ShutterShape =
  | {
      readonly kind: 'rectangle'
      readonly left: number
      readonly right: number
      readonly upper: number
      readonly lower: number
    }
  | { readonly kind: 'circle'; readonly column: number; readonly row: number; readonly radius: number }
  | { readonly kind: 'polygon'; readonly vertices: readonly (readonly [column: number, row: number])[] }
  /** Overlay plane of that group; what is set in it is covered. */
  | { readonly kind: 'bitmap'; readonly group: number }

export interface Shutter {
  readonly shapes: readonly ShutterShape[]
  /** Grey of what is covered, 0 black to 255 white. */
  readonly grey: number
}

interface Size {
  readonly columns: number
  readonly rows: number
}

/** One byte a pixel, 1 where it is covered; undefined where all of the image would be, or nothing of it. */
export function coveredBy(
  { shapes }: Shutter,
  size: Size,
  overlays: readonly OverlayPlane[] = [],
): Uint8Array | undefined {
  const { columns, rows } = size
  const covered = new Uint8Array(columns * rows)
  for (const shape of shapes) {
    const isSeen = seenIn(shape, overlays)
    for (let row = 0, at = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, at++) if (!isSeen(column + 1, row + 1)) covered[at] = 1
  }
  return covered.includes(0) && covered.includes(1) ? covered : undefined
}

function seenIn(
  shape: ShutterShape,
  overlays: readonly OverlayPlane[],
): (column: number, row: number) => boolean {
  switch (shape.kind) {
    case 'rectangle':
      return (column, row) =>
        column >= shape.left && column <= shape.right && row >= shape.upper && row <= shape.lower
    case 'circle':
      return (column, row) => Math.hypot(column - shape.column, row - shape.row) <= shape.radius
    case 'polygon':
      return (column, row) => isWithin(shape.vertices, column, row)
    case 'bitmap': {
      const plane = overlays.find(({ group }) => group === shape.group)
      if (!plane?.bitmap) return () => true
      const { bitmap, columns, rows, left, top } = plane
      return (column, row) => {
        const [x, y] = [column - 1 - left, row - 1 - top]
        return x < 0 || y < 0 || x >= columns || y >= rows || bitmap[y * columns + x] === 0
      }
    }
  }
}

/** Even-odd; a point on an edge is within. */
function isWithin(vertices: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let within = false
  for (const [index, [ax, ay]] of vertices.entries()) {
    const [bx, by] = vertices[(index + 1) % vertices.length]
    const turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    const isBetween =
      Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)
    if (turn === 0 && isBetween) return true
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within
  }
  return within
}
