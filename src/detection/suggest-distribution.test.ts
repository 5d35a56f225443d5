import { describe, expect, test } from 'vitest'
import type { Candidate } from './candidate'
import { find, type Found } from './candidates'
import { MIN_CONFIDENCE, SUGGESTED, suggestDistribution } from './suggest-distribution'
import { thigh, type Ball } from './test-volume'

const only = (ball: Ball) => (find(thigh({ balls: [ball] })) as Found).candidates[0]
const IN_MUSCLE = only({ at: [-22, 8, 0], radiusMm: 3, hu: 600 })
const IN_FAT = only({ at: [0, 43, 0], radiusMm: 2.5, hu: 500 })
const AT_BONE = only({ at: [22, 0, 0], radiusMm: 5, hu: 700 })

describe('the suggested distribution', () => {
  test('is intramuscular in muscle and subcutaneous in fat', () => {
    expect(suggestDistribution(IN_MUSCLE).term).toBe('dist.intramuscular')
    expect(suggestDistribution(IN_FAT).term).toBe('dist.subcutaneous')
  })

  test('is none for what is attached to bone', () => {
    const { term, unsure } = suggestDistribution(AT_BONE)
    expect(term).toBeUndefined()
    expect(unsure).toBe('attachedToBone')
  })

  test('comes with the numbers that were looked at, the weightiest first', () => {
    const { reasons } = suggestDistribution(IN_FAT)
    const fat = reasons.find(({ observation }) => observation === 'fatShare')
    expect(fat?.value).toBeCloseTo(IN_FAT.surroundings.shell.fat)
    const points = reasons.map(({ points }) => points)
    expect(points).toEqual([...points].sort((a, b) => b - a))
  })

  test('gives probabilities that leave room for none of these', () => {
    const { probabilities, confidence, likeliest } = suggestDistribution(IN_MUSCLE)
    const sum = SUGGESTED.reduce((total, name) => total + probabilities[name], 0)
    expect(sum).toBeGreaterThan(0.5)
    expect(sum).toBeLessThanOrEqual(1 + 1e-9)
    expect(confidence).toBe(probabilities[likeliest])
  })

  test('is given only where it is likely enough', () => {
    const { surroundings, shape } = IN_MUSCLE
    const answers = [0, 0.1, 0.3, 0.5, 0.7, 1].flatMap((fat) =>
      [3, 10, 20, 40].flatMap((jointMm) =>
        [0, 4, 12].map((muscleToSkinMm) => {
          const shell = { fat, muscle: 1 - fat, bone: 0, air: 0 }
          const around = { ...surroundings, shell, jointMm, muscleToSkinMm }
          return suggestDistribution({ ...IN_MUSCLE, surroundings: around, shape })
        }),
      ),
    )
    const uncertain = answers.filter(({ unsure }) => unsure === 'tooUncertain')
    expect(uncertain.length).toBeGreaterThan(0)
    expect(uncertain.every(({ term, confidence }) => !term && confidence < MIN_CONFIDENCE)).toBe(true)
    const given = answers.filter(({ term }) => term)
    expect(given.length).toBeGreaterThan(0)
    expect(given.every(({ confidence }) => confidence >= MIN_CONFIDENCE)).toBe(true)
  })

  test('is vascular for being hollow or long only where it can be a vessel', () => {
    const { form, ...measured } = IN_MUSCLE
    expect(form?.thicknessMm).toBeUndefined()
    const asked = (elongation: number, hollowShare: number, change: Partial<Candidate> = {}) =>
      suggestDistribution({
        ...measured,
        shape: { ...IN_MUSCLE.shape, longestDiameterMm: 40, elongation, hollowShare },
        volumeMm3: 1200,
        ...change,
      })
    const vascular = (...parameters: Parameters<typeof asked>) =>
      asked(...parameters).probabilities['dist.vascular']
    expect(vascular(4, 0.4)).toBeGreaterThan(vascular(4, 0) + 0.01)
    expect(vascular(4, 0)).toBeGreaterThan(vascular(1, 0) + 0.01)
    const ossified = { kind: 'ossified' } as const
    expect(vascular(4, 0.4, ossified)).toBe(vascular(4, 0, ossified))
    const wide = { volumeMm3: 9000 }
    expect(vascular(4, 0.4, wide)).toBe(vascular(1, 0, wide))
    const { reasons } = asked(4, 0.4, wide)
    expect(reasons.map(({ observation }) => observation)).not.toContain('hollowShare')
  })
})
