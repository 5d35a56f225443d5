import type { Runs } from '../detection/runs'
import { dot, type PixelPoint, type Vec3 } from '../domain/image-plane'
import { voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'

/* What a set of voxels looks like from outside: its convex outline, quick enough to follow a hand that turns it. */

/**
 * Places of the set that lie farthest in one of many directions, patient mm: enough to draw its convex outline from
 * any side. Corners of voxels, so that a single one has a size too.
 */
export function farthestPlaces(runs: Runs, geometry: VolumeGeometry): readonly Vec3[] {
  const best = DIRECTIONS.map(() => -Infinity)
  const places: Vec3[] = []
  const consider = (index: Vec3) => {
    const place = voxelToPatient(geometry, index)
    DIRECTIONS.forEach((direction, at) => {
      const reach = dot(place, direction)
      if (reach <= best[at]) return
      best[at] = reach
      places[at] = place
    })
  }
  for (let at = 0; at < runs.length; at += 4) {
    const [k, j, i, length] = runs.subarray(at, at + 4)
    for (const column of [i - 0.5, i + length - 0.5])
      for (const row of [j - 0.5, j + 0.5])
        for (const slice of [k - 0.5, k + 0.5]) consider([column, row, slice])
  }
  return [...new Set(places)]
}

/** Evenly over the sphere, by the golden angle. */
const DIRECTIONS: readonly Vec3[] = Array.from({ length: 64 }, (_, index) => {
  const z = 1 - (2 * index + 1) / 64
  const turn = index * Math.PI * (3 - Math.sqrt(5))
  const across = Math.sqrt(1 - z * z)
  return [across * Math.cos(turn), across * Math.sin(turn), z]
})

/** The corners of the smallest convex outline around points, in order (A. M. Andrew, Inf. Process. Lett. 9, 1979). */
export function convexOutline(points: readonly PixelPoint[]): readonly PixelPoint[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  if (sorted.length < 3) return sorted
  return [...halfOutline(sorted), ...halfOutline(sorted.reverse())]
}

/** One side, without its last point: that is the first of the other side. */
function halfOutline(sorted: readonly PixelPoint[]): PixelPoint[] {
  const line: PixelPoint[] = []
  for (const point of sorted) {
    while (line.length > 1 && !turnsLeft(line[line.length - 2], line[line.length - 1], point)) line.pop()
    line.push(point)
  }
  return line.slice(0, -1)
}

const turnsLeft = (a: PixelPoint, b: PixelPoint, c: PixelPoint): boolean =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0
