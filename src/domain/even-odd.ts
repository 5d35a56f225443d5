import type { PixelPoint } from './image-plane'

/* The inside of a closed line by the even-odd rule: what a ray from outside reaches after an odd number of crossings. */

type Points = readonly PixelPoint[]

export function isInside(points: Points, [column, row]: PixelPoint): boolean {
  let inside = false
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[i]
    const [bx, by] = points[j]
    if (ay > row !== by > row && column < ((bx - ax) * (row - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** An edge from its upper to its lower end. */
interface Edge {
  readonly top: number
  readonly bottom: number
  readonly topX: number
  /** x for one y. */
  readonly slope: number
}

/**
 * Exact, also where the line crosses or follows itself: between the heights of its points the edges are straight, and
 * between their crossings they keep their order.
 */
export function evenOddArea(points: Points): number {
  const edges = edgesOf(points)
  const heights = [...new Set(points.map(([, y]) => y))].sort((a, b) => a - b)
  let [area, next] = [0, 0]
  let active: Edge[] = []
  for (const [index, bottom] of heights.slice(1).entries()) {
    const top = heights[index]
    active = active.filter((edge) => edge.bottom > top)
    while (next < edges.length && edges[next].top <= top) active.push(edges[next++])
    area += areaBetween(active, top, bottom)
  }
  return area
}

const edgesOf = (points: Points): Edge[] =>
  points
    .flatMap(([ax, ay], index): Edge[] => {
      const [bx, by] = points[(index + 1) % points.length]
      if (ay === by) return []
      const slope = (bx - ax) / (by - ay)
      return [ay < by ? { top: ay, bottom: by, topX: ax, slope } : { top: by, bottom: ay, topX: bx, slope }]
    })
    .sort((a, b) => a.top - b.top)

const xAt = ({ top, topX, slope }: Edge, y: number): number => topX + (y - top) * slope

function areaBetween(active: readonly Edge[], top: number, bottom: number): number {
  const cuts = [top, ...crossings(active, top, bottom), bottom]
  return cuts.slice(1).reduce((sum, low, index) => {
    const high = cuts[index]
    const xs = active.map((edge) => xAt(edge, (high + low) / 2)).sort((a, b) => a - b)
    let width = 0
    for (let at = 0; at + 1 < xs.length; at += 2) width += xs[at + 1] - xs[at]
    return sum + width * (low - high)
  }, 0)
}

/** Heights at which two edges cross. */
function crossings(active: readonly Edge[], top: number, bottom: number): number[] {
  const heights = active.flatMap((a, index) =>
    active.slice(index + 1).flatMap((b) => {
      const y = top + (xAt(b, top) - xAt(a, top)) / (a.slope - b.slope)
      return y > top && y < bottom ? [y] : []
    }),
  )
  return heights.sort((a, b) => a - b)
}
