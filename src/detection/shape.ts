import { dot, subtract, type Vec3 } from '../domain/image-plane'
import { voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'
import type { Runs } from './runs'

/** Size and form of a set of voxels, in patient mm. */
export interface Shape {
  /** Largest distance between two voxels' outer edges, within 2 %. */
  readonly longestDiameterMm: number
  /** Principal axes: standard deviations times √5, the semi-axes of the ellipsoid of the same spread, longest first. */
  readonly semiAxesMm: readonly [number, number, number]
  /** Direction of the longest axis, unit vector. */
  readonly axis: Vec3
  /** Longest over middle axis, at least 1. */
  readonly elongation: number
  /** Middle over shortest axis, at least 1. */
  readonly flatness: number
  /** Voxels that it encloses within its slices over its own: rings, and tubes across the slices. */
  readonly hollowShare: number
}

export function shapeOf(runs: Runs, geometry: VolumeGeometry): Omit<Shape, 'hollowShare'> {
  const points = endsOfRuns(runs, geometry)
  const { values, axis } = principalAxes(covarianceOf(runs, geometry))
  const semiAxes = values.map((value) => Math.sqrt(5 * Math.max(value, 1e-6))) as [number, number, number]
  return {
    longestDiameterMm: longestSpan(points, geometry),
    semiAxesMm: semiAxes,
    axis,
    elongation: semiAxes[0] / semiAxes[1],
    flatness: semiAxes[1] / semiAxes[2],
  }
}

function endsOfRuns(runs: Runs, geometry: VolumeGeometry): Vec3[] {
  const points: Vec3[] = []
  for (let at = 0; at < runs.length; at += 4) {
    points.push(voxelToPatient(geometry, [runs[at + 2], runs[at + 1], runs[at]]))
    if (runs[at + 3] > 1)
      points.push(voxelToPatient(geometry, [runs[at + 2] + runs[at + 3] - 1, runs[at + 1], runs[at]]))
  }
  return points
}

/** The widest extent over directions 7° apart, and one voxel's extent in that direction. */
function longestSpan(points: readonly Vec3[], { iStep, jStep, kStep }: VolumeGeometry): number {
  let longest = 0
  for (const direction of DIRECTIONS) {
    let [low, high] = [Infinity, -Infinity]
    for (const point of points) {
      const along = dot(point, direction)
      if (along < low) low = along
      if (along > high) high = along
    }
    // Half-way masks end near the middle of their outermost voxels: the box's projection would be too long.
    const voxel = Math.hypot(dot(iStep, direction), dot(jStep, direction), dot(kStep, direction))
    longest = Math.max(longest, high - low + voxel)
  }
  return longest
}

/** Directions of a half sphere on a spiral of equal areas. */
const DIRECTIONS: readonly Vec3[] = Array.from({ length: 400 }, (_, index) => {
  const z = (index + 0.5) / 400
  const turn = index * Math.PI * (3 - Math.sqrt(5))
  const radius = Math.sqrt(1 - z * z)
  return [radius * Math.cos(turn), radius * Math.sin(turn), z]
})

type Symmetric = [xx: number, xy: number, xz: number, yy: number, yz: number, zz: number]

/** Spread of the voxels' centres, each voxel's own extent included, in mm². */
function covarianceOf(runs: Runs, geometry: VolumeGeometry): Symmetric {
  const origin = voxelToPatient(geometry, [runs[2], runs[1], runs[0]])
  const sums: Symmetric = [0, 0, 0, 0, 0, 0]
  const first = [0, 0, 0]
  let count = 0
  const add = (square: Symmetric, [x, y, z]: Vec3, weight: number) => {
    square[0] += weight * x * x
    square[1] += weight * x * y
    square[2] += weight * x * z
    square[3] += weight * y * y
    square[4] += weight * y * z
    square[5] += weight * z * z
  }
  for (let at = 0; at < runs.length; at += 4)
    for (let step = 0; step < runs[at + 3]; step++) {
      const point = subtract(voxelToPatient(geometry, [runs[at + 2] + step, runs[at + 1], runs[at]]), origin)
      add(sums, point, 1)
      point.forEach((value, axis) => (first[axis] += value))
      count++
    }
  const mean = first.map((value) => value / count) as unknown as Vec3
  const covariance = sums.map((value) => value / count) as Symmetric
  add(covariance, mean, -1)
  for (const step of [geometry.iStep, geometry.jStep, geometry.kStep]) add(covariance, step, 1 / 12)
  return covariance
}

/** Eigenvalues, largest first, and the first eigenvector: Jacobi's rotations. */
export function principalAxes([xx, xy, xz, yy, yz, zz]: Symmetric): {
  values: readonly [number, number, number]
  axis: Vec3
} {
  const a = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ]
  const vectors = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]
  for (let sweep = 0; sweep < 12; sweep++)
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ])
      rotate(a, vectors, p, q)
  const order = [0, 1, 2].sort((m, n) => a[n][n] - a[m][m])
  return {
    values: [a[order[0]][order[0]], a[order[1]][order[1]], a[order[2]][order[2]]],
    axis: [vectors[0][order[0]], vectors[1][order[0]], vectors[2][order[0]]],
  }
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  if (Math.abs(a[p][q]) < 1e-12) return
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let row = 0; row < 3; row++) {
    const [rp, rq] = [a[row][p], a[row][q]]
    a[row][p] = c * rp - s * rq
    a[row][q] = s * rp + c * rq
  }
  for (let column = 0; column < 3; column++) {
    const [pc, qc] = [a[p][column], a[q][column]]
    a[p][column] = c * pc - s * qc
    a[q][column] = s * pc + c * qc
  }
  for (const vector of vectors) {
    const [vp, vq] = [vector[p], vector[q]]
    vector[p] = c * vp - s * vq
    vector[q] = s * vp + c * vq
  }
}
