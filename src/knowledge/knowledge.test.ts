import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { isLaboratoryId, laboratoryTestById } from '../domain/laboratory'
import { CODE_SOURCES } from './code-sources'
import { isLaboratoryKey, laboratoryKeyParts } from './criterion'
import { FEATURES, isFeatureId } from './feature'
import { canonicalJson, knowledgeIdentity, wholeKnowledge } from './identity'
import { AGE_BANDS, ageBandOf } from './points'
import { POSTER_NODES, POSTER_ROOT, type NodeId } from './poster'
import { REFERENCES } from './references'
import { SAFETY_STATEMENT } from './safety'
import { AETIOLOGIES, aetiologyById, isAetiologyId } from './scheme'
import { sha256 } from './sha256'

const text = v.pipe(v.string(), v.trim(), v.minLength(1))
const label = v.strictObject({ en: text, es: text })
const points = v.pipe(v.number(), v.integer(), v.minValue(-6), v.maxValue(6))
const criterion = v.pipe(
  v.string(),
  v.check((key) => isFeatureId(key) || isLaboratoryState(key)),
)
const weightKey = v.union([
  criterion,
  v.picklist([...Object.keys(AGE_BANDS).map((band) => `age.${band}`), 'sex.F', 'sex.M']),
])
const code = (form: RegExp) =>
  v.strictObject({
    code: v.pipe(v.string(), v.regex(form)),
    verified: v.boolean(),
    source: v.picklist(Object.keys(CODE_SOURCES)),
    note: v.optional(text),
  })

function isLaboratoryState(key: string): boolean {
  if (!isLaboratoryKey(key)) return false
  const { id, state } = laboratoryKeyParts(key)
  return isLaboratoryId(id) && laboratoryTestById(id).states.includes(state)
}

const aetiologySchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9_]+$/)),
  label,
  mechanism: v.pipe(
    v.array(v.picklist(['dystrophic', 'metastatic', 'iatrogenic', 'idiopathic', 'calciphylaxis'])),
    v.minLength(1),
  ),
  category: text,
  onPoster: v.boolean(),
  posterNote: v.optional(label),
  prior: v.picklist(['common', 'uncommon', 'rare', 'veryrare']),
  mustNotMiss: v.optional(v.literal(true)),
  warnings: v.optional(v.array(label)),
  requires: v.optional(
    v.strictObject({ anyOf: v.pipe(v.array(criterion), v.minLength(1)), absent: points, unknown: points }),
  ),
  requiredSites: v.optional(v.array(criterion)),
  requiredDistribution: v.optional(criterion),
  weights: v.record(v.string(), v.record(v.string(), v.union([points, v.record(v.string(), points)]))),
  weightOf: v.map(weightKey, points),
  nextTest: label,
  codes: v.strictObject({
    icd10: v.optional(code(/^[A-Z]\d[0-9A-Z](\.\d{1,3})?$/)),
    snomed: v.optional(code(/^\d{6,18}$/)),
    other: v.optional(v.record(v.string(), text)),
  }),
  references: v.array(v.picklist(Object.keys(REFERENCES))),
})

describe('the entries', () => {
  test.each(AETIOLOGIES)('$id: every weight, need, label, code and reference holds', (aetiology) => {
    const { issues } = v.safeParse(aetiologySchema, aetiology)
    expect(issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)).toBeUndefined()
  })

  test('there are 64, with 1806 weights', () => {
    expect(AETIOLOGIES).toHaveLength(64)
    expect(AETIOLOGIES.reduce((sum, { weightOf }) => sum + weightOf.size, 0)).toBe(1806)
    expect([isAetiologyId('gout_tophaceous'), isAetiologyId('constructor')]).toEqual([true, false])
  })

  test('features have both labels and ids of their own', () => {
    expect(FEATURES).toHaveLength(173)
    expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(173)
    for (const feature of FEATURES) expect(v.is(label, feature.label), feature.id).toBe(true)
  })

  test('the warnings that must not be lost are there', () => {
    const warned = (id: Parameters<typeof aetiologyById>[0]) => aetiologyById(id).warnings?.[0]
    expect(warned('myositis_ossificans')?.en).toMatch(/no early biopsy/i)
    expect(warned('fop')?.en).toMatch(/no biopsy and no intramuscular injection/i)
    expect(warned('hydatid_soft')?.en).toMatch(/no blind puncture/i)
    expect(warned('calcific_myonecrosis')?.en).toMatch(/avoid biopsy/i)
    for (const id of ['calciphylaxis_uraemic', 'calciphylaxis_nonuraemic'] as const)
      expect(warned(id)?.es).toMatch(/^urgente/i)
  })

  test('those not to be missed are named', () => {
    expect(
      AETIOLOGIES.filter(({ mustNotMiss }) => mustNotMiss)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([
      'calciphylaxis_nonuraemic',
      'calciphylaxis_uraemic',
      'extraskeletal_chondrosarcoma',
      'extraskeletal_osteosarcoma',
      'infection_chronic',
      'synovial_sarcoma',
      'tumour_other',
    ])
  })
})

describe('the poster', () => {
  test('every edge leads to a node, and every node is reached from the root', () => {
    const reached = new Set<string>()
    const visit = (id: string): void => {
      expect(POSTER_NODES, id).toHaveProperty(id)
      reached.add(id)
      POSTER_NODES[id as NodeId].edges?.forEach(({ to }) => visit(to))
    }
    visit(POSTER_ROOT)
    expect(reached).toEqual(new Set(Object.keys(POSTER_NODES)))
  })

  test('every cause stands on a node, and every node has both labels', () => {
    const nodes = Object.values(POSTER_NODES)
    const placed = new Set(nodes.flatMap(({ aetiologies = [] }) => aetiologies))
    expect(AETIOLOGIES.filter(({ id }) => !placed.has(id))).toEqual([])
    for (const node of nodes) expect(v.is(label, node.label)).toBe(true)
  })
})

test('age bands meet without a gap, and end below 200', () => {
  const ages = [0, 0.24, 0.25, 17.99, 18, 39.99, 40, 64.99, 65, 199]
  const bands = [
    'neonate',
    'neonate',
    'child',
    'child',
    'young',
    'young',
    'middle',
    'middle',
    'elder',
    'elder',
  ]
  expect(ages.map(ageBandOf)).toEqual(bands)
  expect([ageBandOf(undefined), ageBandOf(-1), ageBandOf(200)]).toEqual([undefined, undefined, undefined])
})

test('the safety statement denies being a diagnosis, in both languages', () => {
  expect(SAFETY_STATEMENT.en).toContain('It is not a diagnosis')
  expect(SAFETY_STATEMENT.es).toContain('No es un diagnóstico')
})

describe('identity', () => {
  const hashOf = (content: string) => createHash('sha256').update(content).digest('hex')

  test('SHA-256 is the one of FIPS 180-4, around every length of a block', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000])
      expect(sha256('é'.repeat(length)), `${length}`).toBe(hashOf('é'.repeat(length)))
    expect(sha256('x'.repeat(55))).toBe(hashOf('x'.repeat(55)))
  })

  test('names version and content', () => {
    const { version, sha256: hash } = knowledgeIdentity()
    expect(version).toBe(wholeKnowledge().version)
    expect(hash).toBe(hashOf(canonicalJson(wholeKnowledge())))
  })

  test('changes with a single weight, not with the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: 2, c: [3, 4] } })).toBe('{"a":{"c":[3,4],"d":2},"b":1}')
    const changed = canonicalJson(wholeKnowledge()).replace('"gout":5', '"gout":4')
    expect(sha256(changed)).not.toBe(knowledgeIdentity().sha256)
  })
})
