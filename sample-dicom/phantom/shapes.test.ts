import { describe, expect, it } from 'vitest'
import { readAt, readRow, tabulate } from './grid'
import { cellularWalls, fractalNoise } from './noise'
import { makeRandom } from './random'
import { ball, blend, chain, outlineSolid, ribbon, subtract } from './sdf'

const everywhere = { min: [-100, -100, -100], max: [100, 100, 100] } as const

describe('shapes', () => {
  it('are negative inside and measure millimetres outside', () => {
    const rod = chain([[0, 0, 0, 5], [0, 0, 40, 5]]) // prettier-ignore
    expect(rod.distance(0, 0, 20)).toBeCloseTo(-5)
    expect(rod.distance(12, 0, 20)).toBeCloseTo(7)
    expect(rod.distance(0, 0, 52)).toBeCloseTo(7)
  })

  it('swell where they blend and keep away from what is cut', () => {
    const pair = [ball([-6, 0, 0, 5]), ball([6, 0, 0, 5])]
    expect(blend(pair, 6).distance(0, 0, 0)).toBeLessThan(blend(pair, 0).distance(0, 0, 0))
    expect(subtract(ball([0, 0, 0, 10]), ball([0, 0, 0, 4])).distance(0, 0, 0)).toBeCloseTo(4)
  })

  it('never overshoot between levels', () => {
    const muscle = ribbon([
      { z: 0, discs: [[0, 0, 0.5]] },
      { z: 10, discs: [[0, 0, 10]] },
      { z: 60, discs: [[0, 0, 0.5]] },
    ])
    for (let z = 0; z <= 60; z += 0.5) {
      expect(muscle.distance(0, 0, z)).toBeLessThan(0)
      expect(muscle.distance(0, 0, z)).toBeGreaterThan(-10.001)
    }
  })

  it('follow an outline', () => {
    const ring = Array.from({ length: 12 }, (_, index): [number, number] => [
      20 * Math.cos((index * Math.PI) / 6),
      20 * Math.sin((index * Math.PI) / 6),
    ])
    const drum = outlineSolid([
      { z: 0, points: ring },
      { z: 30, points: ring },
    ])
    expect(drum.distance(0, 0, 15)).toBeCloseTo(-20, 0)
    expect(drum.distance(26, 0, 15)).toBeCloseTo(6, 0)
  })
})

describe('a lattice', () => {
  const sphere = ball([1.3, -2.1, 0.7, 9])
  const grid = tabulate(sphere, 1.5, 4, everywhere)

  it('gives the distance back between its points', () => {
    expect(Math.abs(readAt(grid, 8, 1, 2, 99) - sphere.distance(8, 1, 2))).toBeLessThan(0.1)
    expect(readAt(grid, 80, 0, 0, 99)).toBe(99)
  })

  it('reads a row like its points, and only where it lies', () => {
    const out = new Float32Array(200)
    const span = { from: 0, to: 0 }
    const row = { y: -1, z: 2, x0: -40, dx: 0.49, count: 160 }
    expect(readRow(grid, row, out, span)).toBe(true)
    for (let i = span.from; i < span.to; i += 5)
      expect(out[i]).toBeCloseTo(readAt(grid, row.x0 + i * row.dx, row.y, row.z, 99), 3)
    expect(readRow(grid, { ...row, y: 70 }, out, span)).toBe(false)
    expect(span.to).toBe(span.from)
  })
})

describe('randomness', () => {
  it('repeats with its seed', () => {
    const draw = (seed: number) => {
      const random = makeRandom(seed)
      return [random.uniform(), random.gaussian(), random.between(3, 4)]
    }
    expect(draw(5)).toEqual(draw(5))
    expect(draw(5)).not.toEqual(draw(6))
  })

  it('draws normal numbers', () => {
    const random = makeRandom(11)
    const values = Array.from({ length: 20_000 }, () => random.gaussian())
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
  })

  it('makes noise that repeats after its period and stays in bounds', () => {
    const noise = fractalNoise(3, 3, 4)
    const walls = cellularWalls(3, 4)
    for (let step = 0; step < 200; step++) {
      const [x, y, z] = [step * 0.137, step * 0.071, step * 0.053]
      expect(noise(x + 4, y, z)).toBeCloseTo(noise(x, y, z), 6)
      expect(walls(x, y + 4, z)).toBeCloseTo(walls(x, y, z), 6)
      expect(Math.abs(noise(x, y, z))).toBeLessThan(1.5)
      expect(walls(x, y, z)).toBeGreaterThanOrEqual(0)
    }
  })
})
