import { describe, expect, it } from 'vitest'
import { sumRays, transmit, type DxGeometry } from './dx'
import type { RowSampler } from './sampler'
import { attenuationAt, huPerMgHydroxyapatite, tissues } from './tissues'

const geometry: DxGeometry = {
  columns: 40,
  rows: 40,
  pixelMm: 1,
  sourceDetectorMm: 1150,
  detectorYMm: 185,
  centreMm: [0, 0],
}

/** A wide slab of one tissue between two depths, with calcium in its left half. */
function slab(hu: number, addedHu: number): RowSampler {
  const host = new Float32Array(64).fill(hu)
  const added = new Float32Array(64)
  const body = { from: 0, to: 0 }
  return {
    host,
    added,
    bone: new Float32Array(64),
    body,
    sample: ({ x0, dx, count }) => {
      body.to = count
      for (let i = 0; i < count; i++) added[i] = x0 + i * dx > 0 ? addedHu : 0
    },
  }
}

describe('sumRays', () => {
  it('measures the slab along the central ray, in cm', () => {
    const sums = sumRays(slab(tissues.muscle.hu, 655), geometry, [-40, 40])
    const centre = 10 * sums.columns + 10
    expect(sums.muscle[centre]).toBeCloseTo(8, 1)
    expect(sums.fat[centre]).toBeCloseTo(0, 5)
    expect(sums.hydroxyapatite[centre]).toBeCloseTo((8 * 655) / huPerMgHydroxyapatite / 1000, 1)
  })

  it('shows the patient’s left on the viewer’s right', () => {
    const sums = sumRays(slab(tissues.muscle.hu, 655), geometry, [-40, 40])
    expect(sums.hydroxyapatite[10 * sums.columns + 3]).toBe(0)
    expect(sums.hydroxyapatite[10 * sums.columns + 16]).toBeGreaterThan(1)
  })

  it('takes fat for fat and half-way CT numbers for half of each', () => {
    const half = (tissues.muscle.hu + tissues.subcutaneousFat.hu) / 2
    const sums = sumRays(slab(half, 0), geometry, [-40, 40])
    expect(sums.fat[10 * sums.columns + 10]).toBeCloseTo(4, 1)
    expect(sums.muscle[10 * sums.columns + 10]).toBeCloseTo(4, 1)
  })
})

describe('transmit', () => {
  it('follows Beer and Lambert for a single energy', () => {
    const sums = sumRays(slab(tissues.subcutaneousFat.hu, 0), geometry, [-40, 40])
    const through = transmit(sums, [[50, 1]])[10 * sums.columns + 10]
    expect(through).toBeCloseTo(Math.exp(-8 * attenuationAt('fat', 50)), 3)
  })

  it('lets hard rays through more than soft ones', () => {
    const sums = sumRays(slab(tissues.muscle.hu, 655), geometry, [-40, 40])
    const at = (keV: number) => transmit(sums, [[keV, 1]])[10 * sums.columns + 16]
    expect(at(70)).toBeGreaterThan(3 * at(45))
  })
})
