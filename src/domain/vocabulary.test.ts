import { expect, test } from 'vitest'
import {
  GRADE_SCALES,
  LATERALITIES,
  STRUCTURES,
  TERMS,
  isTermId,
  searchTerms,
  takesLaterality,
  termById,
  termsOf,
} from './vocabulary'

test('the groups have their terms, each id once and under the prefix of its group', () => {
  const sizes = { distribution: 7, extent: 6, morphology: 27, site: 33, sign: 48 }
  for (const [group, size] of Object.entries(sizes)) expect(termsOf(group as 'site')).toHaveLength(size)
  expect(new Set(TERMS.map((term) => term.id)).size).toBe(121)
  expect(TERMS.filter((term) => !term.group.startsWith(term.id.slice(0, 3)))).toEqual([])
})

test('every term has both labels, a base rate between 0 and 1 and a cost', () => {
  for (const { id, label, baseRate, askingCost } of TERMS) {
    expect(label.en.length * label.es.length, id).toBeGreaterThan(0)
    expect(baseRate > 0 && baseRate < 1, id).toBe(true)
    expect(askingCost, id).toBeGreaterThanOrEqual(1)
  }
})

test('signs and only signs have a scope; sites and only sites are paired', () => {
  for (const term of TERMS) {
    expect(term.scope !== undefined, term.id).toBe(term.group === 'sign')
    if (term.paired) expect(term.group).toBe('site')
  }
  expect(termById('sign.raynaud').scope).toBe('bedside')
  expect(termById('sign.solid_enhancement').scope).toBe('image')
  expect([takesLaterality('site.knee'), takesLaterality('site.scrotum')]).toEqual([true, false])
})

test('an id is told from any other text', () => {
  expect(isTermId('morph.ossified')).toBe(true)
  expect(isTermId('constructor')).toBe(false)
})

const found = (query: string, language: 'en' | 'es') => searchTerms(query, language).map((term) => term.id)

test('search ignores case and accents, in either language', () => {
  expect(found('MUNECA', 'es')).toEqual(['site.wrist'])
  expect(found('wrist', 'es')).toEqual(['site.wrist'])
  expect(found('erosion saliente', 'en')).toEqual(['sign.erosion_overhanging'])
  expect(found('   ', 'en')).toEqual([])
  expect(found('zzz', 'en')).toEqual([])
})

test('search puts the beginning of a label first', () => {
  expect(found('pel', 'en')[0]).toBe('site.pelvis')
  expect(found('articular', 'es')[0]).toBe('dist.articular')
})

test('structures, sides and grades have both labels', () => {
  const labels = [...STRUCTURES, ...LATERALITIES, ...GRADE_SCALES].map(({ label }) => label)
  const grades = GRADE_SCALES.flatMap((scale) => scale.grades.map((grade) => grade.definition))
  for (const { en, es } of [...labels, ...grades]) expect(en && es).toBeTruthy()
  expect(GRADE_SCALES[0].grades.map((grade) => grade.value)).toEqual(['I', 'II', 'III', 'IV'])
  expect(new Set(STRUCTURES.map(({ id }) => id)).size).toBe(STRUCTURES.length)
})
