import { describe, expect, it } from 'vitest'
import { makeNoiseMaker, renderSlices, type CtGeometry } from './ct'
import type { RowSampler } from './sampler'

const geometry: CtGeometry = {
  originMm: [-29.7, -30.3, -17.2],
  columns: 64,
  rows: 64,
  slices: 12,
  pixelMm: 0.98,
  sliceMm: 3.75,
}

/** Edge of a deposit: the way from nothing to all. */
const EDGE_MM = 1.2

/** Water everywhere and a ball that adds `hu`. */
function ballInWater(centre: readonly [number, number, number], radiusMm: number, hu: number): RowSampler {
  const host = new Float32Array(256)
  const added = new Float32Array(256)
  const body = { from: 0, to: 0 }
  return {
    host,
    added,
    bone: new Float32Array(256),
    body,
    sample: ({ y, z, x0, dx, count }) => {
      body.to = count
      for (let i = 0; i < count; i++) {
        const distance = Math.hypot(x0 + i * dx - centre[0], y - centre[1], z - centre[2]) - radiusMm
        added[i] = hu * Math.min(1, Math.max(0, 0.5 - distance / EDGE_MM))
      }
    },
  }
}

describe('renderSlices', () => {
  it.each([
    [3, [0.3, -0.2, 1.1]],
    [5, [-4.1, 2.7, 3.9]],
    [9, [1.7, 0.4, 2.2]],
  ] as const)('keeps the volume of a ball of radius %d mm within 1 %%', (radiusMm, centre) => {
    const slices = [...renderSlices(ballInWater(centre, radiusMm, 800), geometry, () => -1000)]
    const sum = slices.reduce((total, { added }) => total + added.reduce((a, b) => a + b, 0), 0)
    const volumeMm3 = (sum / 800) * geometry.pixelMm ** 2 * geometry.sliceMm
    // A straight edge of width w adds r·w²/4 to r³.
    const trueMm3 = (4 / 3) * Math.PI * (radiusMm ** 3 + (radiusMm * EDGE_MM ** 2) / 4)
    expect(Math.abs(volumeMm3 / trueMm3 - 1)).toBeLessThan(0.01)
  })

  it('spreads a thin sheet over two slices, as thick slices do', () => {
    const slices = [...renderSlices(ballInWater([0, 0, -17.2 + 5.5 * 3.75], 1, 800), geometry, () => -1000)]
    const peaks = slices.map(({ added }) => Math.max(...added))
    expect(peaks[5]).toBeGreaterThan(5)
    expect(peaks[6]).toBeCloseTo(peaks[5], 0)
    expect(peaks[5]).toBeLessThan(400)
    expect(peaks[3]).toBe(0)
  })
})

describe('makeNoiseMaker', () => {
  const slice = new Float32Array(64 * 64)

  it('is the same for the same seed, and another for another', () => {
    const noise = (seed: number) => makeNoiseMaker(geometry, seed, 3).next(slice)
    expect(noise(1)).toEqual(noise(1))
    expect(noise(1)).not.toEqual(noise(2))
  })

  it('has mean 0, and neighbouring slices share part of it', () => {
    const maker = makeNoiseMaker(geometry, 7, 3)
    const [one, next] = [maker.next(slice), maker.next(slice)]
    const spread = Math.sqrt(one.reduce((sum, value) => sum + value * value, 0) / one.length)
    const mean = one.reduce((sum, value) => sum + value, 0) / one.length
    const shared = one.reduce((sum, value, index) => sum + value * next[index], 0) / one.length / spread ** 2
    expect(Math.abs(mean)).toBeLessThan(0.1 * spread)
    // Weights 1 2 1: neighbours correlate by (2 + 2) / 6.
    expect(shared).toBeGreaterThan(0.5)
    expect(shared).toBeLessThan(0.8)
  })
})
