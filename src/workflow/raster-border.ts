import type { PixelPoint } from '../domain/image-plane'

/* The borders of what is filled in on a grid, as smooth as the grid allows. */

/** Row by row, 1 where it is filled; the cells along its edge are empty. */
export interface Raster {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
  readonly cells: Uint8Array
}

type Point = readonly [x: number, y: number]

/** In cells, closed, the filled side on the right hand; borders of holes run the other way round. */
export function bordersOf({ left, top, columns, cells }: Raster): PixelPoint[][] {
  const walked = new Uint8Array(cells.length)
  const borders: PixelPoint[][] = []
  for (let index = columns; index < cells.length; index++) {
    if (!cells[index] || cells[index - columns] || walked[index]) continue
    const corners = walk(cells, columns, index, walked)
    borders.push(smooth(corners).map(([x, y]): PixelPoint => [left + x, top + y]))
  }
  return borders
}

/** Right, down, left, up. */
const AHEAD = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const // prettier-ignore
/** The cells to the right and to the left beyond the corner one has come to, from that corner. */
const RIGHT = [[0, 0], [-1, 0], [-1, -1], [0, -1]] as const // prettier-ignore
const LEFT = [[0, -1], [0, 0], [-1, 0], [-1, -1]] as const // prettier-ignore

/** Every corner of a cell on the way round, from the upper edge of one that was not walked before. */
function walk(cells: Uint8Array, columns: number, start: number, walked: Uint8Array): Point[] {
  const isFilled = (x: number, y: number, [right, down]: Point) =>
    cells[(y + down) * columns + x + right] === 1
  const [startX, startY] = [start % columns, Math.floor(start / columns)]
  const corners: Point[] = []
  let [x, y, heading] = [startX, startY, 0]
  do {
    if (heading === 0) walked[y * columns + x] = 1
    corners.push([x, y])
    x += AHEAD[heading][0]
    y += AHEAD[heading][1]
    if (!isFilled(x, y, RIGHT[heading])) heading = (heading + 1) % 4
    else if (isFilled(x, y, LEFT[heading])) heading = (heading + 3) % 4
  } while (x !== startX || y !== startY || heading !== 0)
  return corners
}

/** In cells: a staircase along any line stays within this of it. */
const STEP = 0.5
/** What is this small is drawn as it is. */
const SMALL = 16

function smooth(corners: readonly Point[]): readonly Point[] {
  if (corners.length <= SMALL) return corners
  return simplified(
    corners.map(([x, y], index): Point => {
      const [nextX, nextY] = corners[(index + 1) % corners.length]
      return [(x + nextX) / 2, (y + nextY) / 2]
    }),
  )
}

/** Fewer points, none farther than STEP from the line (D. H. Douglas and T. K. Peucker, Cartographica 10, 1973). */
function simplified(line: readonly Point[]): Point[] {
  const [start] = line
  const away = ([x, y]: Point) => Math.hypot(x - start[0], y - start[1])
  const far = line.reduce((best, point, index) => (away(point) > away(line[best]) ? index : best), 0)
  const kept = new Uint8Array(line.length)
  kept[0] = kept[far] = 1
  const open: [from: number, to: number][] = [
    [0, far],
    [far, line.length],
  ]
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part
    const at = farthest(line, from, to)
    if (at === undefined) continue
    kept[at] = 1
    open.push([from, at], [at, to])
  }
  return line.filter((_, index) => kept[index])
}

/** The point between two that is farthest from their line; undefined when all are near it. */
function farthest(line: readonly Point[], from: number, to: number): number | undefined {
  const [ax, ay] = line[from]
  const [bx, by] = line[to % line.length]
  const length = Math.hypot(bx - ax, by - ay)
  let [best, most] = [undefined as number | undefined, STEP * length]
  for (let index = from + 1; index < to; index++) {
    const [x, y] = line[index]
    const off = Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax))
    if (off > most) [best, most] = [index, off]
  }
  return best
}
