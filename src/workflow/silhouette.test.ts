import { expect, test } from 'vitest'
import { runsOf, type Run } from '../detection/runs'
import type { PixelPoint, Vec3 } from '../domain/image-plane'
import type { VolumeGeometry } from '../domain/volume-geometry'
import { projectionOf } from '../viewer/port'
import { silhouetteOf } from './silhouette'

const STEP_MM = [1, 1, 2] as const
const geometry: VolumeGeometry = {
  FrameOfReferenceUID: '1.2.3',
  origin: [0, 0, 0],
  iStep: [STEP_MM[0], 0, 0],
  jStep: [0, STEP_MM[1], 0],
  kStep: [0, 0, STEP_MM[2]],
  size: [60, 60, 30],
}
/** mm across the picture, from the front and from the feet. */
const ACROSS = 60

type View = (place: Vec3) => PixelPoint
const fromFront: View = ([x, , z]) => [x / ACROSS, z / ACROSS]
const fromFeet: View = ([x, y]) => [x / ACROSS, y / ACROSS]
const fromAside =
  (turn: number, tilt: number): View =>
  ([x, y, z]) => {
    const [across, deep] = [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)]
    return [across / ACROSS, (z * Math.cos(tilt) + deep * Math.sin(tilt)) / ACROSS]
  }

function solid(isInside: (x: number, y: number, z: number) => boolean) {
  const runs: Run[] = []
  for (let k = 0; k < 30; k++)
    for (let j = 0; j < 60; j++)
      for (let i = 0; i < 60; i++) if (isInside(i, j, STEP_MM[2] * k)) runs.push([k, j, i, 1])
  return runsOf(runs)
}

/** mm²; those of holes count as less than nothing. */
const areaOf = (outline: readonly (readonly [number, number])[]) =>
  ACROSS ** 2 *
  outline.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length]
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
const areasOf = (runs: ReturnType<typeof runsOf>, view: View) =>
  silhouetteOf(runs, geometry, view)
    .map(areaOf)
    .sort((a, b) => b - a)

test('a single voxel is seen with its own size, also where slices are thick', () => {
  const voxel = runsOf([[3, 5, 7, 1]])
  expect(areasOf(voxel, fromFront)).toHaveLength(1)
  expect(Math.abs(areasOf(voxel, fromFront)[0] / 2 - 1)).toBeLessThan(0.15)
  expect(Math.abs(areasOf(voxel, fromFeet)[0] - 1)).toBeLessThan(0.15)
  expect(silhouetteOf(new Int32Array(), geometry, () => [0, 0])).toEqual([])
})

test('a ball is seen round from any side, within a few per cent of its area', () => {
  const ball = solid((x, y, z) => Math.hypot(x - 30, y - 30, z - 30) < 15)
  for (const [turn, tilt] of [
    [0, 0],
    [0.5, 0],
    [1.1, 0.4],
    [Math.PI / 2, 0],
    [0.3, 1.4],
    [2.5, -0.8],
  ]) {
    // prettier-ignore
    const areas = areasOf(ball, fromAside(turn, tilt))
    expect(areas).toHaveLength(1)
    // The corners of its voxels stand out.
    expect(areas[0] / (Math.PI * 15 ** 2)).toBeGreaterThan(0.98)
    expect(areas[0] / (Math.PI * 15 ** 2)).toBeLessThan(1.12)
  }
})

test('a ring is hollow along its axis and closed from its side; a bent thing is no wider than it is', () => {
  const ring = solid((x, y, z) => Math.abs(Math.hypot(x - 30, y - 30) - 13) < 2.5 && Math.abs(z - 30) < 5)
  const [outside, hole, ...others] = areasOf(ring, fromFeet)
  expect(others).toEqual([])
  expect(outside / (Math.PI * 15.5 ** 2)).toBeCloseTo(1, 1)
  expect(-hole / (Math.PI * 10.5 ** 2)).toBeCloseTo(1, 1)
  expect(areasOf(ring, fromFront)).toHaveLength(1)
  const bent = solid((x, y, z) => (x < 10 || y < 10) && x < 40 && y < 40 && z === 20)
  expect(areasOf(bent, fromFeet)[0] / (40 * 40 - 30 * 30)).toBeCloseTo(1, 1)
})

test('it lies on the voxels that the volume shows, from any side', () => {
  const ball = solid((x, y, z) => Math.hypot(x - 42, y - 20, z - 24) < 6)
  for (const [azimuth, elevation] of [
    [0, 0],
    [20, 10],
    [-75, 60],
    [180, -90],
  ]) {
    // prettier-ignore
    const project = projectionOf(geometry, { azimuth, elevation, zoom: 1 })
    const [outline] = silhouetteOf(ball, geometry, project)
    const middle = project([42, 20, 24])
    const reaches = outline.map(([x, y]) => Math.hypot(x - middle[0], y - middle[1]))
    const across = Math.hypot(project([48, 20, 24])[0] - middle[0], project([48, 20, 24])[1] - middle[1])
    expect(Math.max(...reaches) / Math.min(...reaches)).toBeLessThan(1.6)
    if (azimuth === 0) expect(Math.max(...reaches) / across).toBeLessThan(1.3)
  }
})

test('what is out of sight costs nothing, and what is near is not finer than its voxels', () => {
  const ball = solid((x, y, z) => Math.hypot(x - 30, y - 30, z - 30) < 15)
  const points = (zoom: number) =>
    silhouetteOf(ball, geometry, (place) => {
      const [x, y] = fromFeet(place)
      return [zoom * (x - 0.5) + 0.5, zoom * (y - 0.5) + 0.5]
    }).flat().length
  expect(points(8)).toBeLessThan(3 * points(1))
  expect(silhouetteOf(ball, geometry, ([x, y]) => [x / ACROSS + 5, y / ACROSS])).toEqual([])
})
