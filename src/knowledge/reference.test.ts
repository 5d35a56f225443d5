import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LABORATORY_TESTS, laboratoryTestById, type LaboratoryId } from '../domain/laboratory'
import { TERMS } from '../domain/vocabulary'
import type { Code } from './aetiology'
import { CODE_SOURCES } from './code-sources'
import { CORRECTED_LABELS } from './corrected-labels'
import { engineOutput } from './engine-output'
import type { EvaluationInput } from './facts'
import { knowledgeIdentity } from './identity'
import { FEATURES, featureById, type FeatureId } from './feature'
import { nextQuestions } from './next-question'
import { AGE_BANDS, POINTS } from './points'
import { POSTER_NODES, type NodeId } from './poster'
import { REFERENCES } from './references'
import { SAFETY_STATEMENT } from './safety'
import { AETIOLOGIES, KNOWLEDGE_VERSION, aetiologyById, type AetiologyId } from './scheme'

/*
 * The knowledge and the results against the specification they come from, which is kept beside the repository
 * and does not travel with it.
 */
const folder = new URL('../../../shared/knowledge/', import.meta.url)
const here = existsSync(folder)
/** Its shape is what the tests below are about. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Specified = any
const read = (name: string): Specified => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

/**
 * Every change of a weight, a rule or an entry raises the version; the hash changes with a corrected label too. These
 * lines change with them.
 */
const CONTENT = {
  version: '0.1.1-draft',
  sha256: 'e99f1d1a595d3af8ae5d87984e0ccb5f3e615cff6ca720c09ce3ca3a5cf56683',
}

test('the content is that of the version', () => {
  expect(knowledgeIdentity()).toEqual(CONTENT)
})

if (!here) {
  console.info('../shared/knowledge is not there: the comparison with the specification does not run')
} else {
  const knowledge = read('knowledge.json')
  /** The specification with the corrected labels; each correction answers to a label that is there. */
  const found = new Set<string>()
  const correction = new Map(CORRECTED_LABELS.map(([before, after]) => [before, after]))
  const corrected = (label: { en: string; es: string }) => {
    found.add(label.es).add(label.en)
    return { en: correction.get(label.en) ?? label.en, es: correction.get(label.es) ?? label.es }
  }
  const cases: { id: string; input: EvaluationInput }[] = read('gold_seed_cases.json').cases
  const engine = await import(/* @vite-ignore */ new URL('reference-engine.mjs', folder).href)

  describe('the data', () => {
    test('version, safety statement and points', () => {
      expect(KNOWLEDGE_VERSION).toBe(knowledge.version)
      expect(SAFETY_STATEMENT).toEqual(knowledge.disclaimer)
      expect(AGE_BANDS).toEqual(knowledge.demographics.age)
      expect({
        attenuation: POINTS.attenuation,
        distDefault: POINTS.unlistedDistribution,
        specificMorphDefault: POINTS.unlistedSpecificMorphology,
        siteRequiredPenalty: POINTS.otherSiteThanRequired,
        siteRequiredUnknown: POINTS.requiredSiteUnknown,
        requiresDistPenalty: POINTS.otherDistributionThanRequired,
        schemeAlteredMetastatic: POINTS.alteredBiochemistry.metastatic,
        schemeAlteredOther: POINTS.alteredBiochemistry.other,
        schemeNormalMetastatic: POINTS.normalBiochemistry.metastatic,
        priors: POINTS.prior,
      }).toEqual(knowledge.params)
    })

    test('features, in their order', () => {
      const ids = FEATURES.map(({ id }) => id as string)
      for (const group of ['dist', 'ext', 'morph', 'site', 'sign', 'hx'])
        expect(ids.filter((id) => id.startsWith(`${group}.`))).toEqual(
          Object.keys(knowledge.features).filter((id) => id.startsWith(`${group}.`)),
        )
      const posterTerms = new Map<string, string | undefined>(TERMS.map((term) => [term.id, term.posterTerm]))
      for (const id of ids) {
        const { label, group, baseRate, askingCost, specific = false } = featureById(id as FeatureId)
        const { en, es, base, cost, ...rest } = knowledge.features[id]
        expect({ label, group, baseRate, askingCost, specific, posterTerm: posterTerms.get(id) }, id).toEqual(
          {
            label: corrected({ en, es }),
            group: rest.group,
            baseRate: base,
            askingCost: cost,
            specific: rest.specific ?? false,
            posterTerm: rest.posterTerm,
          },
        )
      }
    })

    test('laboratory tests', () => {
      expect(LABORATORY_TESTS.map(({ id }) => id)).toEqual(Object.keys(knowledge.labs))
      for (const [
        id,
        { en, es, states, base, cost, family, aliasOf, aliasMap, ref },
      ] of Object.entries<Specified>(knowledge.labs)) {
        const ours = laboratoryTestById(id as LaboratoryId)
        expect([ours.label, ours.states, ours.baseRates, ours.askingCost], id).toEqual([
          { en, es },
          states,
          base,
          cost,
        ])
        expect([ours.family, ours.aliasOf, ours.aliasStates], id).toEqual([family, aliasOf, aliasMap])
        const ends = (interval?: { low?: number; high?: number; unit: string }) =>
          interval && [interval.low ?? null, interval.high ?? null, interval.unit]
        expect([ends(ours.si), ends(ours.conventional), ours.factor], id).toEqual([
          ref?.si ?? undefined,
          ref?.conv ?? undefined,
          ref?.factor,
        ])
        if (ref?.verified) expect(ref.verified, id).toContain(ours.source)
        else expect(ours.source, id).toBeUndefined()
      }
    })

    test('aetiologies: labels, rules, weights, codes, references', () => {
      expect(AETIOLOGIES.map(({ id }) => id as string).sort()).toEqual(
        knowledge.aetiologies.map(({ id }: { id: string }) => id).sort(),
      )
      for (const theirs of knowledge.aetiologies) {
        const ours = aetiologyById(theirs.id as AetiologyId)
        expect(Object.fromEntries(ours.weightOf), theirs.id).toEqual(theirs.weights)
        expect({
          label: ours.label,
          mechanism: ours.mechanism,
          posterCategory: ours.category,
          scheme: ours.onPoster,
          prior: ours.prior,
          mustNotMiss: ours.mustNotMiss ?? false,
          requires: ours.requires,
          siteRequired: ours.requiredSites?.map((site) => site.slice('site.'.length)),
          requiresDist: ours.requiredDistribution?.slice('dist.'.length),
          nextTest: ours.nextTest,
          references: ours.references,
        }).toEqual({
          label: corrected(theirs.label),
          mechanism: theirs.mechanism,
          posterCategory: theirs.posterCategory,
          scheme: theirs.scheme,
          prior: theirs.prior,
          mustNotMiss: theirs.mustNotMiss,
          requires: theirs.requires,
          siteRequired: theirs.siteRequired,
          requiresDist: theirs.requiresDist,
          nextTest: theirs.nextTest && corrected(theirs.nextTest),
          references: theirs.references,
        })
        expect(codeOf(ours.codes.icd10), theirs.id).toEqual(theirCode(theirs.codes.icd10))
        expect(codeOf(ours.codes.snomed), theirs.id).toEqual(theirCode(theirs.codes.snomed))
        expect(ours.codes.other, theirs.id).toEqual(theirs.codes.other)
      }
    })

    test('every corrected label is one of the specification, and really another', () => {
      expect(CORRECTED_LABELS.filter(([before, after]) => !found.has(before) || before === after)).toEqual([])
      expect(correction.size).toBe(CORRECTED_LABELS.length)
    })

    test('references and the tree of the poster', () => {
      const theirs = Object.entries<Specified>(knowledge.references).map(([id, { cite, url, verified }]) => [
        id,
        { cite, url, verified },
      ])
      const ours = Object.entries(REFERENCES).map(([id, { cite, url, verified }]) => [
        id,
        { cite, url, verified },
      ])
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
      expect(Object.keys(POSTER_NODES)).toEqual(Object.keys(knowledge.scheme.nodes))
      for (const [id, node] of Object.entries<Specified>(knowledge.scheme.nodes))
        expect(POSTER_NODES[id as NodeId].aetiologies, id).toEqual(node.aetiologies)
    })
  })

  const SAME_SOURCE: Partial<Record<string, string>> = {
    'from memory, not confirmed in a look-up': 'not confirmed',
    'see calcinosis cutis': 'as calcinosis cutis',
  }
  const codeOf = (code?: Code) => code && [code.code, code.verified, CODE_SOURCES[code.source]]
  const theirCode = (code: { code: string; verified: boolean; source: string } | null) =>
    code ? [code.code, code.verified, SAME_SOURCE[code.source] ?? code.source] : undefined

  describe('the results', () => {
    test.each(cases)('$id: the whole ranking and the questions', ({ input }) => {
      expect(resultOf(input)).toEqual(toNineDecimals(engine.rank(input, knowledge)))
      const questions = nextQuestions(input, { count: 200 })
      expect(toNineDecimals(questions)).toEqual(toNineDecimals(engine.nextQuestions(input, knowledge, 200)))
    })

    test('with altered biochemistry too', () => {
      for (const labs of [
        { calcium: 'normal', phosphate: 'high' },
        { phosphate: 'high' },
        { calcium: 'low' },
        { calcium_ionised: 'high', egfr: 'low', calcium: 'normal' },
      ] as EvaluationInput['labs'][]) {
        const input = { ...cases[6].input, labs }
        expect(resultOf(input)).toEqual(toNineDecimals(engine.rank(input, knowledge)))
      }
    })

    test('the questions come well before the reader looks up', () => {
      cases.forEach(({ input }) => nextQuestions(input))
      const start = performance.now()
      cases.forEach(({ input }) => nextQuestions(input))
      const ours = performance.now() - start
      cases.forEach(({ input }) => engine.nextQuestions(input, knowledge))
      expect(ours).toBeLessThan(performance.now() - start - ours)
    })
  })

  function resultOf(input: EvaluationInput): unknown {
    const { ranking, walk, insufficient, mustNotMiss } = engineOutput(input)
    return toNineDecimals({ ranking, walk, insufficient, mustNotMiss })
  }

  /** As JSON, without the last digits and the sign of zero. */
  function toNineDecimals(value: unknown): unknown {
    return JSON.parse(
      JSON.stringify(value, (_, part: unknown) =>
        typeof part === 'number' ? Number(part.toFixed(9)) : part,
      ),
    )
  }
}
