import { describe, expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { suggestDistribution } from './suggest-distribution'
import { thigh, type Solid } from './test-volume'

/* The thigh of the tests: skin from 50 mm, fat from 48 to 38 mm, bone of 12 mm around (5, 0). */

const largest = (insideMm: Solid['insideMm'], hu = 700) =>
  (find(thigh({ balls: [], solids: [{ insideMm, hu }] })) as Found).candidates.reduce((a, b) =>
    b.volumeMm3 > a.volumeMm3 ? b : a,
  )
/** Cells of 3 mm, and the chamfer's part. */
const GRID_MM = 3.5
const near = (value: number, mm: number) => expect(Math.abs(value - mm)).toBeLessThan(GRID_MM)

describe('distances', () => {
  test('of a long rod are those of its nearest voxels, not of a ball of its length', () => {
    const rod = largest((x, y, z) => Math.min(20 - Math.abs(z), 3 - Math.hypot(x + 26, y)))
    near(rod.surroundings.skinMm, 50 - 29)
    near(rod.surroundings.boneMm, 23 - 7)
  })

  test('of a plate are exact where skin or bone is near', () => {
    const plate = largest((x, y, z) => Math.min(18 - Math.abs(z), 12 - Math.abs(y), 2 - Math.abs(x + 14)))
    expect(Math.abs(plate.surroundings.boneMm - 5)).toBeLessThan(1.2)
    const underSkin = largest((x, y, z) =>
      Math.min(10 - Math.abs(z), 10 - Math.abs(x), 1.5 - Math.abs(y - 44)),
    )
    expect(Math.abs(underSkin.surroundings.skinMm - (50 - Math.hypot(10, 45.5)))).toBeLessThan(1.2)
  })
})

describe('the way to the skin', () => {
  test('begins outside of the candidate: a plaque in fat has no muscle over it', () => {
    const bent = largest((x, y, z) => {
      const aside = Math.abs(Math.atan2(y, -x)) > 1.1 ? 99 : Math.abs(Math.hypot(x, y) - 42.5)
      return Math.min(3 - aside, 16 - Math.abs(z))
    })
    expect(bent.surroundings.muscleToSkinMm).toBe(0)
    expect(suggestDistribution(bent).term).toBe('dist.subcutaneous')
  })

  test('leads through the muscle over what lies in it, and through no part of a large one', () => {
    const small = largest((x, y, z) => 3 - Math.hypot(x + 18, y, z))
    const large = largest((x, y, z) => 9 - Math.hypot(x + 26, y, z))
    // From 3 mm over it, where its blur ends, to the fascia at 38 mm.
    near(small.surroundings.muscleToSkinMm, 38 - 21 - 3)
    near(large.surroundings.muscleToSkinMm, 0)
  })
})
