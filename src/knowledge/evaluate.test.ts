import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LABORATORY_TESTS, laboratoryTestById, type LaboratoryId } from '../domain/laboratory'
import conformance from './conformance.json'
import { isLaboratoryKey, laboratoryKeyParts } from './criterion'
import { engineOutput } from './engine-output'
import { evaluate, type Evaluation } from './evaluate'
import type { EvaluationInput } from './facts'
import { FEATURES, featureById, isFeatureId, type FeatureId } from './feature'
import { AETIOLOGIES, KNOWLEDGE_VERSION, type Aetiology, type AetiologyId } from './scheme'

const CASES = conformance.cases as unknown as {
  id: string
  input: EvaluationInput
  expected: { top1?: string[]; top3?: string[]; mechanism: string[] }
  biochem: string
  openNodes: string[]
  because: string[]
  insufficient: boolean
  mustNotMiss: string[]
  top5: { id: string; score: number; share: number; band: string; contributions: Pinned[] }[]
}[]
interface Pinned {
  group: string
  key: string
  w: number
  eff: number
  why: string
}

const scoreFor = (id: AetiologyId, { ranking }: Evaluation): number =>
  ranking.find((ranked) => ranked.id === id)!.score

describe('the frozen results', () => {
  test('are those of this version of the knowledge', () => {
    expect(conformance.knowledge).toBe(KNOWLEDGE_VERSION)
    expect(CASES).toHaveLength(12)
  })

  test.each(CASES)('$id is reproduced: order, scores, contributions, walk', (frozen) => {
    const { ranking, walk, insufficient, mustNotMiss } = engineOutput(frozen.input)
    expect({ ...walk, path: undefined, insufficient, mustNotMiss }).toEqual({
      biochem: frozen.biochem,
      open: frozen.openNodes,
      because: frozen.because,
      insufficient: frozen.insufficient,
      mustNotMiss: frozen.mustNotMiss,
    })
    const top5 = ranking.slice(0, 5)
    expect(top5.map(({ id, band }) => [id, band])).toEqual(frozen.top5.map(({ id, band }) => [id, band]))
    top5.forEach((ranked, index) => {
      const pinned = frozen.top5[index]
      expect(Math.abs(ranked.score - pinned.score)).toBeLessThanOrEqual(1e-3)
      expect(ranked.share).toBeCloseTo(pinned.share, 4)
      expect(ranked.contributions.map(rounded)).toEqual(pinned.contributions.map(rounded))
    })
  })

  test.each(CASES)('$id ranks the diagnosis where a reader would look', ({ input, expected }) => {
    const { ranking } = evaluate(input)
    const ids: string[] = ranking.map(({ id }) => id)
    if (expected.top1) expect(expected.top1).toContain(ids[0])
    if (expected.top3) expect(expected.top3.some((id) => ids.slice(0, 3).includes(id))).toBe(true)
    expect(
      expected.mechanism.some((name) => (ranking[0].mechanism as readonly string[]).includes(name)),
    ).toBe(true)
  })
})

const rounded = ({ w, eff, ...rest }: Pinned) => ({
  ...rest,
  w: Math.round(w * 1000) / 1000,
  eff: Math.round(eff * 1000) / 1000,
})

const anyInput: fc.Arbitrary<EvaluationInput> = fc.record({
  present: fc.uniqueArray(fc.constantFrom(...FEATURES.map(({ id }) => id)), { maxLength: 14 }),
  absent: fc.uniqueArray(fc.constantFrom(...FEATURES.map(({ id }) => id)), { maxLength: 8 }),
  historyComplete: fc.boolean(),
  labs: fc
    .uniqueArray(fc.constantFrom(...LABORATORY_TESTS), { maxLength: 6, selector: ({ id }) => id })
    .chain((tests) =>
      fc
        .tuple(...tests.map(({ states }) => fc.constantFrom(...states)))
        .map((states) => Object.fromEntries(tests.map(({ id }, index) => [id, states[index]]))),
    ),
  age: fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }),
  sex: fc.constantFrom('F', 'M', undefined),
})

const isKnown = (key: string, { present, absent = [], labs = {} }: EvaluationInput): boolean =>
  isLaboratoryKey(key)
    ? LABORATORY_TESTS.some(({ id, aliasOf = id }) => aliasOf === laboratoryKeyParts(key).id && labs[id])
    : [...present, ...absent].includes(key as FeatureId)

const withEvidence = (input: EvaluationInput, key: string): EvaluationInput => {
  if (!isLaboratoryKey(key)) return { ...input, present: [...input.present, key as FeatureId] }
  const { id, state } = laboratoryKeyParts(key)
  return { ...input, labs: { ...input.labs, [id]: state } }
}

/** Evidence through which a rule of the entry, or the branch of the scheme, cancels what the weight gives. */
function isRuledBy({ requiredDistribution, requiredSites }: Aetiology, key: string): boolean {
  if (isLaboratoryKey(key)) return ['calcium', 'phosphate'].includes(laboratoryKeyParts(key).id)
  const { id, group } = featureById(key as FeatureId)
  if (group === 'dist') return requiredDistribution !== undefined && id !== requiredDistribution
  return group === 'site' && requiredSites !== undefined && !requiredSites.some((site) => site === id)
}

const positiveKeys = (aetiology: Aetiology): string[] =>
  [...aetiology.weightOf]
    .filter(([key, weight]) => weight > 0 && (isLaboratoryKey(key) || isFeatureId(key)))
    .map(([key]) => key)

describe('properties', () => {
  const anyAetiology = fc.constantFrom(...AETIOLOGIES)

  test('evidence listed for a cause never lowers its score', () => {
    fc.assert(
      fc.property(anyInput, anyAetiology, fc.nat(), (input, aetiology, pick) => {
        const keys = positiveKeys(aetiology).filter(
          (key) => !isKnown(key, input) && !isRuledBy(aetiology, key),
        )
        fc.pre(keys.length > 0)
        const more = withEvidence(input, keys[pick % keys.length])
        const before = scoreFor(aetiology.id, evaluate(input))
        expect(scoreFor(aetiology.id, evaluate(more))).toBeGreaterThanOrEqual(before - 1e-9)
      }),
      { numRuns: 300 },
    )
  })

  test('the one exception without other evidence: a distribution beside the one that is required', () => {
    const empty: EvaluationInput = { present: [] }
    const nothing = evaluate(empty)
    const lowered = AETIOLOGIES.flatMap((aetiology) =>
      positiveKeys(aetiology)
        .filter(
          (key) =>
            scoreFor(aetiology.id, evaluate(withEvidence(empty, key))) < scoreFor(aetiology.id, nothing),
        )
        .map((key) => `${aetiology.id} ${key}`),
    )
    expect(lowered).toEqual(['acdc_cd73 dist.periarticular', 'acdc_cd73 dist.articular'])
  })

  test('the order of the input cannot matter, and the same input gives the same text', () => {
    const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })
    const twice = anyInput.chain((input) =>
      fc.record({
        input: fc.constant(input),
        present: shuffled(input.present),
        absent: shuffled(input.absent ?? []),
        labs: shuffled(Object.entries(input.labs ?? {})),
      }),
    )
    fc.assert(
      fc.property(twice, ({ input, present, absent, labs }) => {
        const other = { ...input, present, absent, labs: Object.fromEntries(labs) }
        const text = JSON.stringify(evaluate(input))
        expect(JSON.stringify(evaluate(other))).toBe(text)
        expect(JSON.stringify(evaluate(input))).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  test('the contributions add up to the score, and the shares to 1', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { ranking } = evaluate(input)
        for (const { contributions, score } of ranking)
          expect(Math.abs(contributions.reduce((sum, { points }) => sum + points, 0) - score)).toBeLessThan(
            6e-4,
          )
        expect(ranking.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
      }),
      { numRuns: 50 },
    )
  })
})

describe('unknown is not absent', () => {
  test.each(AETIOLOGIES.filter(({ requires }) => requires))(
    '$id loses more when what it needs is absent than when nobody asked',
    ({ id, requires }) => {
      const criteria = requires!.anyOf
      const absent = criteria.filter((key): key is FeatureId => !isLaboratoryKey(key))
      const labs = Object.fromEntries(criteria.filter(isLaboratoryKey).map((key) => otherState(key)))
      const [asked, unasked] = [evaluate({ present: [], absent, labs }), evaluate({ present: [] })]
      const need = ({ ranking }: Evaluation) =>
        ranking.find((ranked) => ranked.id === id)!.contributions.find(({ key }) => key === 'requires')
          ?.points
      expect([need(asked), need(unasked)]).toEqual([requires!.absent, requires!.unknown])
      expect(need(asked)).toBeLessThan(need(unasked)!)
    },
  )

  test('a frozen case changes when the history that a cause needs is denied', () => {
    const [venous] = CASES
    const denied = evaluate({ ...venous.input, absent: ['hx.sle'], labs: { anti_dsdna: 'neg' } })
    expect(scoreFor('sle_cutis', denied)).toBeLessThan(scoreFor('sle_cutis', evaluate(venous.input)))
  })

  test('a complete history makes every item that is not named absent', () => {
    const named: EvaluationInput = { present: ['hx.sle'], historyComplete: true }
    const absent = FEATURES.filter(({ id, group }) => group === 'hx' && id !== 'hx.sle').map(({ id }) => id)
    expect(evaluate(named)).toEqual(evaluate({ present: ['hx.sle'], absent }))
  })
})

/** The test of the key, in a state that is not the one asked for. */
function otherState(key: `lab.${string}`): [LaboratoryId, string] {
  const { id, state } = laboratoryKeyParts(key as Parameters<typeof laboratoryKeyParts>[0])
  return [id, laboratoryTestById(id).states.find((other) => other !== state)!]
}

describe('laboratory tests that speak for others', () => {
  test('ionised calcium and eGFR count as calcium and creatinine', () => {
    expect(evaluate({ present: [], labs: { calcium_ionised: 'high', egfr: 'low' } })).toEqual(
      evaluate({ present: [], labs: { calcium: 'high', creatinine: 'high' } }),
    )
  })
})
