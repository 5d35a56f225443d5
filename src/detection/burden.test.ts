import { describe, expect, test } from 'vitest'
import {
  agatstonLikeOf,
  burdenByPlace,
  massLikeOf,
  sectionsByPlace,
  totalBurden,
  totalSections,
  type BurdenItem,
} from './burden'

const item = (volumeMm3: number, more: Partial<BurdenItem> = {}): BurdenItem => ({
  volumeMm3,
  massLike: massLikeOf({
    kind: 'deposit',
    shape: { hollowShare: 0, longestDiameterMm: 9 },
    volumeMm3,
    plateauHu: 555,
    backgroundHu: 55,
  }),
  agatstonLike: 10,
  ...more,
})

describe('burden', () => {
  test('adds number, volume and scores', () => {
    expect(totalBurden([item(100), item(50)])).toEqual({
      number: 2,
      volumeMm3: 150,
      massLike: 75,
      agatstonLike: 20,
    })
    expect(totalBurden([]).number).toBe(0)
  })

  test('has a row for each site, side and pattern', () => {
    const rows = burdenByPlace([
      item(10, { site: 'site.shoulder', laterality: 'L' }),
      item(30, { site: 'site.shoulder', laterality: 'R' }),
      item(5, { site: 'site.shoulder', laterality: 'L' }),
    ])
    expect(rows.map(({ laterality, number, volumeMm3 }) => [laterality, number, volumeMm3])).toEqual([
      ['R', 1, 30],
      ['L', 2, 15],
    ])
  })

  test('a background above the calcium has no mass', () => {
    const solid = {
      kind: 'deposit',
      shape: { hollowShare: 0, longestDiameterMm: 40 },
      volumeMm3: 10,
    } as const
    expect(massLikeOf({ ...solid, plateauHu: 40, backgroundHu: 55 })).toBe(0)
  })

  test('marrow has no mass: of ossification, free or on bone, and not of a small shell on bone', () => {
    const shell = { volumeMm3: 10, plateauHu: 855, backgroundHu: 55 }
    const shape = { hollowShare: 0.6, longestDiameterMm: 40 }
    const small = { ...shape, longestDiameterMm: 12 }
    expect(massLikeOf({ ...shell, kind: 'ossified', shape: small })).toBeCloseTo(5)
    expect(massLikeOf({ ...shell, kind: 'attached', shape })).toBeCloseTo(5)
    expect(massLikeOf({ ...shell, kind: 'attached', shape: small })).toBeCloseTo(8)
    expect(massLikeOf({ ...shell, kind: 'deposit', shape })).toBeCloseTo(8)
  })
})

describe('sections of single slices', () => {
  const shoulder = { site: 'site.shoulder', laterality: 'L' } as const

  test('are counted, and their areas added up', () => {
    expect(
      sectionsByPlace([{ areaMm2: 10 }, { areaMm2: 20, ...shoulder }, { areaMm2: 5, ...shoulder }]),
    ).toEqual([
      { ...shoulder, number: 2, areaMm2: 25 },
      { number: 1, areaMm2: 10 },
    ])
  })

  test('have no sum where one has no area', () => {
    expect(totalSections([{ areaMm2: 10 }, {}])).toEqual({ number: 2 })
  })
})

describe('the Agatston-like score', () => {
  test('weighs area by the highest value of each slice', () => {
    const parts = [150, 250, 350, 450, 1200].map((maxHu) => ({ areaMm2: 10, maxHu }))
    expect(agatstonLikeOf(parts, 3)).toBe(10 + 20 + 30 + 40 + 40)
  })
  test('is in proportion to the slice distance', () => {
    expect(agatstonLikeOf([{ areaMm2: 10, maxHu: 450 }], 1.5)).toBe(20)
  })
  test('leaves out less than 1 mm² and less than 130 HU', () => {
    expect(
      agatstonLikeOf(
        [
          { areaMm2: 0.9, maxHu: 450 },
          { areaMm2: 5, maxHu: 120 },
        ],
        3,
      ),
    ).toBe(0)
  })
})
