import { expect, test } from 'vitest'
import type { Candidate } from './candidate'
import { suggestDistribution } from './suggest-distribution'
import type { Surroundings } from './surroundings'

const FAR: Surroundings = {
  shell: { fat: 0.5, muscle: 0.5, bone: 0, air: 0 },
  fibrousShare: 0,
  skinMm: 20,
  boneMm: 40,
  jointMm: 90,
  muscleToSkinMm: 0,
  fatToSkinMm: 20,
}

const lying = (surroundings: Partial<Surroundings>, elongation = 1.3, widthMm = 8) =>
  suggestDistribution({
    surroundings: { ...FAR, ...surroundings },
    shape: { elongation, semiAxesMm: [(widthMm / 2) * elongation, widthMm / 2, widthMm / 2] },
  } as unknown as Candidate)

test('fat around and nothing but fat on the way to the skin: subcutaneous, for these reasons', () => {
  const { term, confidence, reasons } = lying({ shell: { fat: 0.95, muscle: 0.05, bone: 0, air: 0 } })
  expect(term).toBe('dist.subcutaneous')
  expect(confidence).toBeGreaterThan(0.85)
  expect(reasons.map(({ observation }) => observation)).toContain('fatShare')
  expect(reasons.every(({ points }) => points > 0)).toBe(true)
})

test('the other places, each by what is measured there', () => {
  const muscle = { fat: 0.05, muscle: 0.95, bone: 0, air: 0 }
  expect(lying({ shell: muscle, muscleToSkinMm: 12 }).term).toBe('dist.intramuscular')
  expect(lying({ jointMm: 8, boneMm: 3, muscleToSkinMm: 4 }).term).toBe('dist.periarticular')
  expect(lying({ muscleToSkinMm: 6 }, 9, 3).term).toBe('dist.vascular')
  expect(lying({ fibrousShare: 0.6, boneMm: 5, muscleToSkinMm: 5 }).term).toBe('dist.tendon_ligament')
  const skin = { fat: 0.5, muscle: 0.2, bone: 0, air: 0.3 }
  expect(lying({ shell: skin, skinMm: 0.6 }).term).toBe('dist.dermal')
})

test('half in fat and half in muscle, at the fascia: it cannot tell', () => {
  expect(lying({ muscleToSkinMm: 4.5 }).term).toBeUndefined()
})
