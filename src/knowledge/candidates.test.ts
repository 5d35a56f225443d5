import { describe, expect, test } from 'vitest'
import { EMPTY_CLINICAL_CONTEXT, setAge, setHistory, setLaboratoryResult } from '../domain/clinical'
import {
  candidatesFor,
  differingMechanisms,
  mustNotMissFor,
  posterListFor,
  rankingWithheld,
  tagNext,
} from './candidates'
import { evaluate } from './evaluate'
import { explain, explainWalk } from './explain'
import { evaluationInput, type EvaluationInput } from './facts'
import { FEATURES } from './feature'
import { aetiologyById } from './scheme'

describe('candidates', () => {
  const evaluation = evaluate({
    present: ['dist.intramuscular', 'morph.zonal_rim', 'hx.trauma', 'sign.bone_destruction'],
    absent: ['sign.haematoma_evolution'],
  })
  const [first] = candidatesFor(evaluation)

  test('carry what supports, what opposes and the warning', () => {
    expect(first.id).toBe('myositis_ossificans')
    expect(first.supports.map(({ key }) => key)).toEqual([
      'morph.zonal_rim',
      'hx.trauma',
      'dist.intramuscular',
    ])
    expect(first.opposes.map(({ key }) => key)).toContain('sign.bone_destruction')
    expect(first.warnings).toEqual(aetiologyById('myositis_ossificans').warnings)
  })

  test('are marked when one of the first three is contradicted, and only then', () => {
    expect(first.doesNotFit).toBe(true)
    expect(
      candidatesFor(evaluation)
        .slice(3)
        .some(({ doesNotFit }) => doesNotFit),
    ).toBe(false)
    const [fitting] = candidatesFor(
      evaluate({ present: ['dist.intramuscular', 'morph.zonal_rim', 'hx.trauma'] }),
    )
    expect(fitting.doesNotFit).toBe(false)
  })

  test('being rare, or a need that nobody asked about, is no contradiction', () => {
    const ranked = candidatesFor(evaluate({ present: ['sign.yellow_papules', 'dist.dermal'] }))
    expect(ranked[0].id).toBe('pxe')
    expect(ranked[0].contributions.some(({ key, weight }) => key === 'prior' && weight <= -2)).toBe(true)
    expect(ranked[0].doesNotFit).toBe(false)
  })
})

test('every cause not to be missed above −4 is listed, also beyond the first three', () => {
  const evaluation = evaluate({
    present: ['dist.intramuscular', 'sign.solid_enhancement', 'morph.central_mineralisation'],
  })
  const listed = mustNotMissFor(evaluation).map(({ id }) => id)
  const expected = evaluation.ranking.filter(({ id, score }) => aetiologyById(id).mustNotMiss && score > -4)
  expect(listed).toEqual(expected.map(({ id }) => id))
  expect(listed.length).toBeGreaterThan(3)
  expect(listed).toEqual(expect.arrayContaining(['synovial_sarcoma', ...evaluation.mustNotMiss]))
})

describe('differing mechanisms', () => {
  const ranked = (mechanisms: ('dystrophic' | 'metastatic')[][]) => {
    const evaluation = evaluate({ present: ['morph.zonal_rim'] })
    const ranking = mechanisms.map((mechanism, index) => ({
      ...evaluation.ranking[index],
      band: 'leading' as const,
      mechanism,
    }))
    return { ...evaluation, ranking }
  }

  test('are told when two leading causes share none', () => {
    expect(differingMechanisms(ranked([['dystrophic'], ['metastatic']]))).toHaveLength(2)
    expect(differingMechanisms(ranked([['dystrophic'], ['metastatic', 'dystrophic']]))).toEqual([])
    expect(differingMechanisms(ranked([['dystrophic']]))).toEqual([])
  })
})

describe('no ranking', () => {
  const withheld = (input: EvaluationInput) => rankingWithheld(input, evaluate(input))

  test('is shown for a distribution with or without a site', () => {
    expect(withheld({ present: ['dist.vascular'] })).toBe('only-distribution')
    expect(withheld({ present: ['dist.vascular', 'site.leg'], age: 70, sex: 'F' })).toBe('only-distribution')
    expect(withheld({ present: [] })).toBe('only-distribution')
    expect(withheld({ present: ['sign.contracture'] })).toBe('insufficient')
    expect(withheld({ present: ['dist.vascular', 'morph.tram_track'] })).toBeUndefined()
  })

  test('but the poster’s list for the pattern, and what to tag next', () => {
    expect(posterListFor(['dist.vascular', 'dist.tendon_ligament']).map(({ id }) => id)).toEqual([
      'N5b1',
      'N5b4',
    ])
    expect(posterListFor(['dist.periarticular']).map(({ id }) => id)).toEqual(['N5b2', 'N5b3'])
    const [tendon] = posterListFor(['dist.tendon_ligament'])
    expect(tendon.aetiologies.map(({ id }) => id)).toEqual([
      'calcific_tendinitis',
      'degenerative_tendon',
      'pellegrini_stieda',
    ])
    expect(posterListFor([])).toEqual([])
    expect(tagNext({ present: ['dist.vascular', 'site.leg'] })).toEqual([
      'morphology',
      'extent',
      'sign',
      'history',
    ])
    expect(tagNext({ present: [], historyComplete: true })).not.toContain('history')
  })
})

test('terms of a pattern and the clinical context make one input', () => {
  let context = setAge(EMPTY_CLINICAL_CONTEXT, 12)
  context = setHistory(context, 'hx.dm_juvenile', 'present')
  context = setHistory(context, 'hx.ckd', 'absent')
  context = setLaboratoryResult(context, { id: 'phosphate', value: 1.9, unit: 'mmol/L' })
  context = setLaboratoryResult(context, { id: 'calcium', value: 2.4, unit: 'mmol/L' })
  const terms = {
    'morph.fascial': 'present',
    'dist.subcutaneous': 'present',
    'sign.arthritis': 'absent',
  } as const
  expect(evaluationInput(terms, context)).toEqual({
    age: 12,
    present: ['dist.subcutaneous', 'morph.fascial', 'hx.dm_juvenile'],
    absent: ['sign.arthritis', 'hx.ckd'],
    historyComplete: false,
    labs: { calcium: 'normal' },
  })
})

describe('sentences', () => {
  const evaluation = evaluate({
    present: ['dist.vascular', 'site.hip', 'sign.raynaud', 'morph.ossified'],
    absent: ['hx.trauma', 'hx.major_limb_trauma_old'],
    labs: { calcium: 'high' },
    age: 50,
    sex: 'F',
  })
  const contributions = evaluation.ranking.flatMap((ranked) => ranked.contributions)

  test('exist for every contribution and step of the walk, and differ between the languages', () => {
    for (const contribution of contributions) {
      expect(explain(contribution, 'en').length).toBeGreaterThan(3)
      expect(explain(contribution, 'es').length).toBeGreaterThan(3)
    }
    for (const reason of evaluation.walk.because)
      expect(explainWalk(reason, 'en')).not.toBe(explainWalk(reason, 'es'))
  })

  test('say what is present, unexpected, absent or needed', () => {
    const of = (id: string, key: string) =>
      evaluation.ranking.find((ranked) => ranked.id === id)!.contributions.find((item) => item.key === key)!
    expect(explain(of('ssc_limited', 'sign.raynaud'), 'es')).toBe(
      'Raynaud / esclerodactilia / telangiectasias: presente',
    )
    expect(explain(of('eds', 'dist.vascular'), 'en')).toMatch(/not expected in this cause$/)
    expect(explain(of('pellegrini_stieda', 'siteRequired'), 'en')).toBe(
      'Only occurs at another site: Medial knee (MCL)',
    )
    expect(explain(of('calcific_myonecrosis', 'requires'), 'en')).toMatch(
      /all are absent: Old major limb injury/,
    )
    expect(explain(of('sarcoidosis', 'requires'), 'es')).toContain('1,25-(OH)2 vitamina D: alto')
    expect(explain(of('sarcoidosis', 'lab.calcium=high'), 'es')).toBe('Calcio total (corregido): alto')
  })
})

test('features named in the sentences have no English left in Spanish', () => {
  const sentences = FEATURES.map(({ label }) => label.es)
  expect(sentences.filter((sentence) => /\b(the|and|with)\b/.test(sentence))).toEqual([])
})
