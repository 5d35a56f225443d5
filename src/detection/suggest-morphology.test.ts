import { describe, expect, test } from 'vitest'
import type { Candidate } from './candidate'
import { find, type Found } from './candidates'
import { suggestMorphology } from './suggest-morphology'
import { thigh, type Solid } from './test-volume'

type Inside = Solid['insideMm']

/** Middles of muscle and of the fat under the skin, away from the bone. */
const MUSCLE = [-22, 0, 0] as const
const FAT = [0, 43, 0] as const

const ellipsoid =
  (a: number, b: number, c: number, at: readonly number[] = MUSCLE): Inside =>
  (x, y, z) => {
    const from = Math.hypot((x - at[0]) / a, (y - at[1]) / b, (z - at[2]) / c)
    return (1 - from) * Math.min(a, b, c)
  }
const ball = (radiusMm: number, at: readonly number[] = MUSCLE): Inside =>
  ellipsoid(radiusMm, radiusMm, radiusMm, at)
const box =
  (a: number, b: number, c: number, at: readonly number[] = MUSCLE): Inside =>
  (x, y, z) =>
    Math.min(a - Math.abs(x - at[0]), b - Math.abs(y - at[1]), c - Math.abs(z - at[2]))
/** A rod along a direction from the middle. */
const rod =
  (
    lengthMm: number,
    radiusMm: number,
    along: readonly [number, number, number],
    at: readonly number[] = MUSCLE,
  ): Inside =>
  (x, y, z) => {
    const from = [x - at[0], y - at[1], z - at[2]]
    const length = Math.hypot(...along)
    const way = from.reduce((sum, value, axis) => sum + (value * along[axis]) / length, 0)
    const aside = Math.sqrt(Math.max(0, from.reduce((sum, value) => sum + value * value, 0) - way * way))
    return Math.min(lengthMm / 2 - Math.abs(way), radiusMm - aside)
  }
const without =
  (outer: Inside, inner: Inside): Inside =>
  (x, y, z) =>
    Math.min(outer(x, y, z), -inner(x, y, z))
const together =
  (...parts: readonly Inside[]): Inside =>
  (x, y, z) =>
    Math.max(...parts.map((part) => part(x, y, z)))

const largest = (solids: readonly Solid[], options: { sliceMm?: number; noiseHu?: number } = {}): Candidate =>
  (find(thigh({ balls: [], solids, ...options })) as Found).candidates.reduce((a, b) =>
    b.volumeMm3 > a.volumeMm3 ? b : a,
  )
const hintsOf = (...parameters: Parameters<typeof largest>) =>
  suggestMorphology(largest(...parameters)).hints.map(({ term }) => term)
const of = (insideMm: Inside, hu: Solid['hu'] = 700): Solid => ({ insideMm, hu })

describe('the form', () => {
  test('of a ball or an egg is nodular', () => {
    expect(hintsOf([of(ball(5))])).toEqual(['morph.nodular'])
    expect(hintsOf([of(ellipsoid(5, 6, 7, [-22, 0, 3]))])).toEqual(['morph.nodular'])
    expect(hintsOf([of(ball(4, FAT))])).toEqual(['morph.nodular'])
  })

  test('of a point is punctate, whatever the slices draw it out to', () => {
    expect(hintsOf([of(ball(1), 1200)])).toEqual(['morph.punctate'])
    expect(hintsOf([of(ball(1.2), 1200)], { sliceMm: 2.5 })).toEqual(['morph.punctate'])
  })

  test('of a rod is linear, in any direction, with its numbers', () => {
    for (const along of [
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 1],
      [0.3, 1, 0.6],
    ] as const)
      expect(hintsOf([of(rod(24, 1.6, along))])).toEqual(['morph.linear'])
    const { hints } = suggestMorphology(largest([of(rod(24, 1.6, [0, 1, 0]))]))
    const { elongation, longestMm } = Object.fromEntries(
      hints[0].reasons.map(({ observation, value }) => [observation, value]),
    )
    expect(elongation).toBeGreaterThan(5)
    expect(Math.abs(longestMm - 24)).toBeLessThan(1.5)
  })

  test('of a sheet is a plaque', () => {
    expect(hintsOf([of(box(1.5, 10, 10))])).toEqual(['morph.plaque_sheet'])
    expect(hintsOf([of(box(1.3, 8, 12, [-26, 0, 0]))])).toEqual(['morph.plaque_sheet'])
  })

  /** Around the middle of the thigh, before the bone: how far from the arc in its own plane, and along it. */
  const arc = (x: number, y: number): number =>
    Math.hypot(x, y) < 1 || Math.abs(Math.atan2(y, -x)) > 1.2 ? 99 : Math.abs(Math.hypot(x, y) - 30)

  test('of a bent sheet is a plaque, though its axes hold the bend', () => {
    const bent: Inside = (x, y, z) => Math.min(2.5 - arc(x, y), 18 - Math.abs(z))
    for (const sliceMm of [1, 3.75]) {
      const { shape } = largest([of(bent)], { sliceMm })
      expect(shape.flatness).toBeLessThan(2)
      expect(hintsOf([of(bent)], { sliceMm })).toEqual(['morph.plaque_sheet'])
    }
    const bentRod: Inside = (x, y, z) => 6 - Math.hypot(arc(x, y), z)
    expect(hintsOf([of(bentRod)])).not.toContain('morph.plaque_sheet')
  })

  test('of a ball is nodular however the slices cut it, and that of a short rod is not', () => {
    for (const z of [0, 0.7, 1.3, 1.9, 2.6])
      for (const radiusMm of [4.5, 6])
        expect(hintsOf([of(ball(radiusMm, [-22, 0, z]))], { sliceMm: 3.75 })).toEqual(['morph.nodular'])
    for (const z of [0, 1.9])
      expect(hintsOf([of(rod(16, 3, [0, 0, 1], [-22, 0, z]))], { sliceMm: 3.75 })).toEqual([])
  })

  test('of what lies between two words is neither', () => {
    const { hints, unsure } = suggestMorphology(largest([of(rod(14, 2.6, [0, 1, 0]))]))
    expect(hints).toEqual([])
    expect(unsure).toBe('noneOfThese')
  })

  test('of a small ball in thick slices is no rod', () => {
    expect(hintsOf([of(ball(2.5), 1200)], { sliceMm: 5 })).not.toContain('morph.linear')
  })
})

describe('lobules', () => {
  const at = (x: number, y: number, z: number) => ball(5, [-22 + x, y, z])

  test('are three balls with necks between them', () => {
    const hints = suggestMorphology(largest([of(together(at(0, -8, 0), at(0, 0, 4), at(0, 8, 0)))])).hints
    expect(hints.map(({ term }) => term)).toEqual(['morph.multilobular_cystic'])
    expect(hints[0].reasons).toContainEqual({ observation: 'lobules', value: 3 })
  })

  test('are not the waves of a sausage, two balls, or a rod aslant through thick slices', () => {
    const sausage: Inside = (x, y, z) =>
      4 + 0.5 * Math.sin(y) - Math.hypot(x + 22, Math.max(0, Math.abs(y) - 10), z)
    expect(hintsOf([of(sausage)])).not.toContain('morph.multilobular_cystic')
    expect(hintsOf([of(together(at(0, -4, 0), at(0, 4, 0)))])).not.toContain('morph.multilobular_cystic')
    expect(hintsOf([of(rod(36, 3, [0, 1, 1]))], { sliceMm: 4 })).not.toContain('morph.multilobular_cystic')
  })
})

describe('what is hollow', () => {
  test('is a ring around fat', () => {
    const shell = without(ball(6, FAT), ball(4, FAT))
    expect(hintsOf([of(ball(4, FAT), -90), of(shell)])).toEqual(['morph.ring_eggshell', 'morph.nodular'])
  })

  test('is zonal in muscle around what is no fat, and no ring', () => {
    expect(hintsOf([of(without(ball(8), ball(5.5)))])).toEqual(['morph.zonal_rim', 'morph.nodular'])
  })

  test('is a pipe when it is long and open, along a slice and across slices', () => {
    for (const along of [
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 0.6],
    ] as const) {
      const pipe = without(rod(26, 4, along), rod(40, 2.2, along))
      expect(hintsOf([of(pipe, 800)])).toEqual(['morph.tram_track'])
    }
  })

  test('is no pipe when it is a long shell or an oval ring', () => {
    const longShell = without(ellipsoid(5, 15, 5), ellipsoid(3, 13, 3))
    expect(hintsOf([of(longShell)])).not.toContain('morph.tram_track')
    const ring = without(ellipsoid(5, 15, 90), ellipsoid(2.5, 12, 90))
    const flatRing: Inside = (x, y, z) => Math.min(ring(x, y, z), 1.5 - Math.abs(z))
    expect(hintsOf([of(flatRing)])).not.toContain('morph.tram_track')
  })

  test('counts as zonal when the centre is only less dense, and not when it is evenly dense', () => {
    const rim: Solid['hu'] = (x, y, z) => (Math.hypot(x + 22, y, z) > 5 ? 900 : 600)
    expect(hintsOf([of(ball(8), rim)])).toContain('morph.zonal_rim')
    expect(hintsOf([of(ball(8), 700)], { noiseHu: 25 })).toEqual(['morph.nodular'])
    const denseCore: Solid['hu'] = (x, y, z) => (Math.hypot(x + 22, y, z) > 5 ? 600 : 900)
    expect(hintsOf([of(ball(8), denseCore)])).not.toContain('morph.zonal_rim')
  })
})

describe('a fluid level', () => {
  const sac = ball(9)
  const settled =
    (dense: number, fluid: number, side = 1): Solid['hu'] =>
    (_, y) =>
      side * y > 1 ? dense : fluid
  const slanting: Solid['hu'] = (_, y, z) => (y + z > 1 ? 600 : 15)

  test('is calcium at the bottom under fluid, in a patient on the back or on the belly', () => {
    expect(hintsOf([of(sac, settled(600, 12))])).toContain('morph.sedimentation')
    expect(hintsOf([of(sac, settled(600, 12, -1))], { noiseHu: 20 })).toContain('morph.sedimentation')
    expect(hintsOf([of(sac, settled(700, 200))])).toContain('morph.sedimentation')
  })

  test('is not the same under muscle or fat, slanting, a ball, or a plate', () => {
    expect(hintsOf([of(sac, settled(600, 55))])).not.toContain('morph.sedimentation')
    expect(hintsOf([of(sac, settled(600, -95))])).not.toContain('morph.sedimentation')
    expect(hintsOf([of(sac, slanting)])).not.toContain('morph.sedimentation')
    expect(hintsOf([of(sac, 600)])).not.toContain('morph.sedimentation')
    const plate = together(box(9, 3, 9))
    const fluidOver = box(9, 6, 9, [-22, -7, 0])
    expect(hintsOf([of(fluidOver, 12), of(plate, 600)])).not.toContain('morph.sedimentation')
  })
})

describe('nothing is suggested', () => {
  test('of what is attached to bone', () => {
    const found = find(thigh({ balls: [{ at: [22, 0, 0], radiusMm: 5, hu: 700 }] })) as Found
    expect(suggestMorphology(found.candidates[0])).toEqual({ hints: [], unsure: 'attachedToBone' })
  })

  test('of what continues beyond the image', () => {
    const candidate = largest([of(ball(6, [-22, 0, 23]))])
    expect(suggestMorphology(candidate)).toEqual({ hints: [], unsure: 'notWhole' })
  })
})

describe('what is built like bone', () => {
  const bone = (centre: number): Solid[] => [of(ball(8), centre), of(without(ball(8), ball(5.5)), 900)]

  test('is ossified around marrow or trabeculae', () => {
    expect(hintsOf(bone(-70))).toEqual(['morph.ossified', 'morph.nodular'])
    expect(hintsOf(bone(220))).toEqual(['morph.ossified', 'morph.nodular'])
  })

  test('is not yet ossified around soft tissue', () => {
    expect(hintsOf(bone(50))).toEqual(['morph.zonal_rim', 'morph.nodular'])
  })
})
