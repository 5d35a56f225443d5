import { describe, expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { suggestDistribution } from './suggest-distribution'
import { suggestGroup } from './suggest-group'
import { thigh } from './test-volume'

const { candidates } = find(
  thigh({
    balls: [
      { at: [0, 43, 0], radiusMm: 2.5, hu: 500 },
      { at: [0, -43, 5], radiusMm: 2.5, hu: 500 },
      { at: [-43, 0, -8], radiusMm: 3, hu: 600 },
      { at: [-30, -30, 12], radiusMm: 2, hu: 600 },
      { at: [-22, 8, 0], radiusMm: 3, hu: 600 },
      { at: [-8, -24, -12], radiusMm: 3, hu: 600 },
      { at: [22, 0, 0], radiusMm: 5, hu: 700 },
    ],
  }),
) as Found
const IN_FAT = candidates.filter((one) => suggestDistribution(one).term === 'dist.subcutaneous')
const IN_MUSCLE = candidates.filter((one) => suggestDistribution(one).term === 'dist.intramuscular')
const AT_BONE = candidates.filter(({ kind }) => kind === 'attached')

/** Between fat and muscle, where a single one cannot tell. */
const UNSURE = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
  .flatMap((fat) =>
    [5, 10, 15, 20, 25, 30].flatMap((jointMm) =>
      [0, 4, 12].map((muscleToSkinMm) => {
        const around = IN_MUSCLE[0].surroundings
        const shell = { fat, muscle: 1 - fat, bone: 0, air: 0 }
        return { ...IN_MUSCLE[0], surroundings: { ...around, shell, muscleToSkinMm, jointMm } }
      }),
    ),
  )
  .filter((one) => suggestDistribution(one).unsure === 'tooUncertain')

test('the scene holds what the tests speak of', () => {
  expect(IN_FAT.length).toBe(4)
  expect(IN_MUSCLE.length).toBe(2)
  expect(AT_BONE.length).toBe(1)
  expect(UNSURE.length).toBeGreaterThan(1)
})

describe('the suggestion for a group', () => {
  test('is what all of them say, with how many agree', () => {
    const group = suggestGroup(IN_FAT)
    expect(group).toMatchObject({ term: 'dist.subcutaneous', members: 4, answering: 4, agreeing: 4 })
    expect(group.tally).toEqual([['dist.subcutaneous', 4]])
    expect(group.unsure).toBeUndefined()
  })

  test('of one is its own', () => {
    const own = suggestDistribution(IN_MUSCLE[0])
    const group = suggestGroup([IN_MUSCLE[0]])
    expect(group.term).toBe(own.term)
    // Only that no member can rule a term out is taken from it.
    expect(group.confidence).toBeLessThanOrEqual(own.confidence)
    expect(group.confidence).toBeGreaterThan(own.confidence - 6 * 0.02)
  })

  test('does not grow surer without end: many alike count as two at most', () => {
    const many = suggestGroup(Array.from({ length: 200 }, () => IN_FAT[0]))
    const { probabilities } = suggestDistribution(IN_FAT[0])
    const none = 1 - Object.values(probabilities).reduce((sum, value) => sum + value, 0)
    const squares = [...Object.values(probabilities), none].map((value) => Math.max(0.02, value) ** 2)
    const two = Math.max(...squares) / squares.reduce((sum, value) => sum + value, 0)
    expect(many.confidence).toBeLessThanOrEqual(two + 1e-9)
    expect(many.confidence).toBeGreaterThanOrEqual(suggestGroup([IN_FAT[0]]).confidence)
  })

  test('is mixed when more than a quarter say something else', () => {
    const [fat] = IN_FAT
    const [muscle] = IN_MUSCLE
    for (const members of [
      [fat, muscle],
      [fat, fat, muscle],
      [...IN_FAT, ...IN_MUSCLE],
    ]) {
      const group = suggestGroup(members)
      expect(group.unsure).toBe('mixed')
      expect(group.term).toBeUndefined()
      expect(group.tally[0]).toEqual(['dist.subcutaneous', group.agreeing])
    }
    expect(suggestGroup([...IN_FAT, muscle])).toMatchObject({
      term: 'dist.subcutaneous',
      agreeing: 4,
      members: 5,
    })
  })

  test('is mixed with what is attached to bone, and none where all are', () => {
    expect(suggestGroup([IN_FAT[0], AT_BONE[0]]).unsure).toBe('mixed')
    expect(suggestGroup([AT_BONE[0], AT_BONE[0]]).unsure).toBe('attachedToBone')
  })

  test('goes by what the others say where some cannot tell, and says so where none can', () => {
    const group = suggestGroup([...IN_MUSCLE, ...IN_MUSCLE, UNSURE[0]])
    expect(group).toMatchObject({ term: 'dist.intramuscular', members: 5, answering: 4, agreeing: 4 })
    const alike = suggestGroup([UNSURE[0], UNSURE[0]])
    expect(alike.answering).toBe(0)
    expect(Boolean(alike.term)).toBe(alike.confidence >= 0.5)
  })

  test('comes with the medians of what was measured', () => {
    const { medians, reasons } = suggestGroup(IN_FAT.slice(0, 3))
    const skin = IN_FAT.slice(0, 3).map(({ surroundings }) => surroundings.skinMm)
    expect(medians.skinMm).toBe(skin.sort((a, b) => a - b)[1])
    const fat = reasons.find(({ observation }) => observation === 'fatShare')
    expect(fat?.value).toBeCloseTo(medians.shell.fat, 5)
    const points = reasons.map(({ points }) => points)
    expect(points).toEqual([...points].sort((a, b) => b - a))
  })

  test('names the form that most of them share', () => {
    expect(suggestGroup(IN_MUSCLE).morphology).toEqual([['morph.nodular', 2]])
    const { morphology } = suggestGroup([IN_MUSCLE[0], AT_BONE[0]])
    expect(morphology).toEqual([])
  })

  test('needs candidates', () => {
    expect(() => suggestGroup([])).toThrow('expected candidates')
  })
})
