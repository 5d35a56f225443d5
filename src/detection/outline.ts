import {
  dot,
  pixelToPatient,
  subtract,
  type ImagePlane,
  type PixelPoint,
  type Vec3,
} from '../domain/image-plane'
import { patientToVoxel, voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'
import { boundsOf, includes, type Runs } from './runs'

/** A closed line around a patch of pixels, by their corners; the first point is not repeated. */
export type Outline = readonly PixelPoint[]

/** The outlines of a set of voxels on slice k of its own series, (column, row) with (0, 0) the first pixel's corner. */
export function outlinesInSlice(runs: Runs, k: number): Outline[] {
  const rows = new Map<number, [start: number, end: number][]>()
  for (let at = 0; at < runs.length; at += 4) {
    if (runs[at] !== k) continue
    const row = rows.get(runs[at + 1]) ?? []
    row.push([runs[at + 2], runs[at + 2] + runs[at + 3]])
    rows.set(runs[at + 1], row)
  }
  return traced(rows)
}

/**
 * The outlines of a set of voxels where a plane cuts it: pixels of the plane whose centres lie in one of its
 * voxels. Columns and rows are those of the picture on the plane.
 */
export function outlinesOnPlane(
  runs: Runs,
  geometry: VolumeGeometry,
  plane: ImagePlane,
  columns: number,
  rows: number,
): Outline[] {
  const box = boxOnPlane(runs, geometry, plane, columns, rows)
  if (!box) return []
  const cut = new Map<number, [number, number][]>()
  for (let row = box.top; row <= box.bottom; row++) {
    const stretches: [number, number][] = []
    for (let column = box.left; column <= box.right; column++) {
      const voxel = patientToVoxel(geometry, pixelToPatient(plane, [column + 0.5, row + 0.5])).map(Math.round)
      if (!includes(runs, voxel[0], voxel[1], voxel[2])) continue
      const last = stretches.at(-1)
      if (last?.[1] === column) last[1]++
      else stretches.push([column, column + 1])
    }
    if (stretches.length > 0) cut.set(row, stretches)
  }
  return traced(cut)
}

/** The pixels that can show the set: where its box, projected on the plane, lies; undefined when the plane misses it. */
function boxOnPlane(runs: Runs, geometry: VolumeGeometry, plane: ImagePlane, columns: number, rows: number) {
  const bounds = boundsOf(runs)
  if (!bounds) return undefined
  const normal = normalOf(plane)
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  let [nearest, farthest] = [Infinity, -Infinity]
  for (const i of [bounds[0] - 0.5, bounds[1] + 0.5])
    for (const j of [bounds[2] - 0.5, bounds[3] + 0.5])
      for (const k of [bounds[4] - 0.5, bounds[5] + 0.5]) {
        const offset = subtract(voxelToPatient(geometry, [i, j, k]), plane.ImagePositionPatient)
        const column = dot(offset, plane.rowDirection) / plane.columnSpacingMm
        const row = dot(offset, plane.columnDirection) / plane.rowSpacingMm
        left = Math.min(left, column)
        right = Math.max(right, column)
        top = Math.min(top, row)
        bottom = Math.max(bottom, row)
        nearest = Math.min(nearest, dot(offset, normal))
        farthest = Math.max(farthest, dot(offset, normal))
      }
  if (nearest > 0 || farthest < 0) return undefined
  return {
    left: Math.max(0, Math.floor(left)),
    right: Math.min(columns - 1, Math.ceil(right)),
    top: Math.max(0, Math.floor(top)),
    bottom: Math.min(rows - 1, Math.ceil(bottom)),
  }
}

const normalOf = ({ rowDirection: a, columnDirection: b }: ImagePlane): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/** Follows the edges between pixels inside and outside, the inside on the right hand, until each line closes. */
function traced(rows: ReadonlyMap<number, readonly (readonly [number, number])[]>): Outline[] {
  const inside = (column: number, row: number) =>
    rows.get(row)?.some(([start, end]) => column >= start && column < end) ?? false
  const next = new Map<string, PixelPoint[]>()
  const edge = (from: PixelPoint, to: PixelPoint) => {
    const key = from.join()
    next.set(key, [...(next.get(key) ?? []), to])
  }
  for (const [row, stretches] of rows)
    for (const [start, end] of stretches)
      for (let column = start; column < end; column++) {
        if (!inside(column, row - 1)) edge([column, row], [column + 1, row])
        if (!inside(column + 1, row)) edge([column + 1, row], [column + 1, row + 1])
        if (!inside(column, row + 1)) edge([column + 1, row + 1], [column, row + 1])
        if (!inside(column - 1, row)) edge([column, row + 1], [column, row])
      }
  const outlines: Outline[] = []
  for (const [key] of next) {
    const start = key.split(',').map(Number) as unknown as PixelPoint
    for (let line = follow(next, start); line.length > 0; line = follow(next, start))
      outlines.push(withoutMiddles(line))
  }
  return outlines
}

function follow(next: Map<string, PixelPoint[]>, start: PixelPoint): PixelPoint[] {
  const line: PixelPoint[] = []
  let at = start
  for (let to = next.get(at.join())?.pop(); to; to = next.get(at.join())?.pop()) {
    line.push(at)
    at = to
    if (at[0] === start[0] && at[1] === start[1]) break
  }
  return line
}

/** Corners only: points on a straight stretch go. */
const withoutMiddles = (line: readonly PixelPoint[]): Outline =>
  line.filter((point, index) => {
    const before = line[(index + line.length - 1) % line.length]
    const after = line[(index + 1) % line.length]
    return !(
      (before[0] === point[0] && point[0] === after[0]) ||
      (before[1] === point[1] && point[1] === after[1])
    )
  })
