import { describe, expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { boneIn, hips, HIPS } from './test-hips'
import { thigh, type Solid } from './test-volume'

/** Between its ends. */
const cylinder = (x: number, y: number, radiusMm: number, halfMm: number): Solid['insideMm'] => {
  return (px, py, pz) => Math.min(radiusMm - Math.hypot(px - x, py - y), halfMm - Math.abs(pz))
}

/** A body with its canal, within a cortex of 1.5 mm. */
const vertebra = (inside: number): Solid => {
  const outer = cylinder(0, 0, 20, 15)
  const canal = cylinder(0, 9, 6, 40)
  const depth = (x: number, y: number, z: number) => Math.min(outer(x, y, z), -canal(x, y, z))
  return { insideMm: depth, hu: (x, y, z) => (depth(x, y, z) < 1.5 ? 480 : inside) }
}

const volumeOf = (solid: Solid): number => {
  const { candidates } = find(thigh({ balls: [], bone: false, solids: [solid] })) as Found
  return candidates.reduce((sum, { volumeMm3 }) => sum + volumeMm3, 0)
}

describe('a vertebra', () => {
  test('is skeleton, though its thin cortex encloses the canal', () => {
    expect(volumeOf(vertebra(190))).toBeLessThan(100)
  })

  test('an empty shell of the same form is calcium', () => {
    expect(volumeOf(vertebra(-60))).toBeGreaterThan(2000)
  })
})

describe('what lies against a hip', () => {
  const lump = (side: number, radiusMm: number) =>
    boneIn([side * (HIPS.shaftMm + 15 + radiusMm), 0, 0], radiusMm)
  const candidatesAt = (solids: Solid[], turnDegrees = 0) =>
    (find(hips(solids, { turnDegrees })) as Found).candidates

  test('is skeleton when the other side has the same', () => {
    expect(candidatesAt([lump(1, 13), lump(-1, 13)])).toEqual([])
  })

  test.each([13, 17])('is ossification when the other side has nothing: %i mm', (radiusMm) => {
    const candidates = candidatesAt([lump(1, radiusMm)])
    expect(candidates.length).toBe(1)
    expect(candidates[0].kind).toBe('attached')
    expect(Math.abs(candidates[0].centre[0] - HIPS.shaftMm - 15 - radiusMm)).toBeLessThan(3)
    const truth = (4 / 3) * Math.PI * radiusMm ** 3
    // Marrow included, though the side toward the bone is open.
    expect(Math.abs(candidates[0].volumeMm3 / truth - 1)).toBeLessThan(0.1)
  })

  /** A spine of cortex toward the middle. */
  const spine = (side: number): Solid => ({
    insideMm: (x, y, z) => {
      const away = HIPS.shaftMm - side * x
      return Math.min(3 - Math.hypot(y, z), away - 8, 30 - away)
    },
    hu: 900,
  })

  test('a spine of bone is one when the other side has it too', () => {
    expect(candidatesAt([spine(1), spine(-1)])).toEqual([])
    expect(candidatesAt([spine(1)]).map(({ kind }) => kind)).toEqual(['attached'])
  })

  test('is told as well when the body lies askew', () => {
    expect(candidatesAt([lump(1, 13), lump(-1, 13)], 7)).toEqual([])
    expect(candidatesAt([lump(-1, 17)], 7).length).toBe(1)
  })
})
