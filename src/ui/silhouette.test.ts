import { expect, test } from 'vitest'
import { runsOf, type Run } from '../detection/runs'
import type { VolumeGeometry } from '../domain/volume-geometry'
import { convexOutline, farthestPlaces } from './silhouette'

const geometry = {
  origin: [0, 0, 0],
  iStep: [1, 0, 0],
  jStep: [0, 1, 0],
  kStep: [0, 0, 2],
  size: [40, 40, 40],
} as unknown as VolumeGeometry

const areaOf = (outline: readonly (readonly [number, number])[]) =>
  Math.abs(
    outline.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = outline[(index + 1) % outline.length]
      return sum + (x * nextY - nextX * y) / 2
    }, 0),
  )

test('the convex outline keeps corners alone, in order', () => {
  const outline = convexOutline([[0, 0], [4, 0], [2, 1], [4, 3], [0, 3], [2, 0]]) // prettier-ignore
  expect(outline).toHaveLength(4)
  expect(areaOf(outline)).toBe(12)
})

test('a single voxel is seen with its own size, also where slices are thick', () => {
  const places = farthestPlaces(runsOf([[3, 5, 7, 1]]), geometry)
  const fromTheFront = convexOutline(places.map(([x, , z]) => [x, z]))
  expect(areaOf(fromTheFront)).toBeCloseTo(2)
})

test('a ball is seen round from any side, within a few per cent of its area', () => {
  const runs: Run[] = []
  for (let k = 0; k < 20; k++)
    for (let j = 0; j < 40; j++) {
      const half = Math.sqrt(15 ** 2 - (2 * (k - 10)) ** 2 - (j - 20) ** 2)
      if (half > 0.5) runs.push([k, j, Math.round(20 - half), Math.round(2 * half)])
    }
  const places = farthestPlaces(runsOf(runs), geometry)
  expect(places.length).toBeLessThanOrEqual(64)
  for (const turn of [0, 0.5, 1.1]) {
    const seen = places.map(([x, y, z]) => [x * Math.cos(turn) + y * Math.sin(turn), z] as const)
    expect(areaOf(convexOutline(seen)) / (Math.PI * 15 ** 2)).toBeGreaterThan(0.88)
    expect(areaOf(convexOutline(seen)) / (Math.PI * 15 ** 2)).toBeLessThan(1.12)
  }
})
