import { describe, expect, test } from 'vitest'
import { laboratoryTestById, type LaboratoryId } from '../domain/laboratory'
import conformance from './conformance.json'
import { evaluate } from './evaluate'
import type { EvaluationInput } from './facts'
import type { FeatureId } from './feature'
import { nextQuestions } from './next-question'

const CASES = conformance.cases as unknown as {
  id: string
  input: EvaluationInput
  next5: { ask: string; gainBits: number; cost: number }[]
}[]

describe('the frozen questions', () => {
  test.each(CASES)('$id asks the same, in the same order', ({ input, next5 }) => {
    const asked = nextQuestions(input, { count: 5 })
    expect(asked.map(({ ask, cost }) => [ask, cost])).toEqual(next5.map(({ ask, cost }) => [ask, cost]))
    asked.forEach(({ gain }, index) =>
      expect(Math.abs(gain - next5[index].gainBits)).toBeLessThanOrEqual(5.1e-4),
    )
  })
})

const entropyOf = (input: EvaluationInput): number =>
  -evaluate(input).ranking.reduce((sum, { share }) => sum + share * Math.log2(share), 0)

const entropyAfter = (input: EvaluationInput, ask: string): number[] => {
  if (!ask.startsWith('lab.')) {
    const id = ask as FeatureId
    return [
      entropyOf({ ...input, present: [...input.present, id] }),
      entropyOf({ ...input, absent: [...(input.absent ?? []), id] }),
    ]
  }
  const id = ask.slice('lab.'.length) as LaboratoryId
  return laboratoryTestById(id).states.map((state) =>
    entropyOf({ ...input, labs: { ...input.labs, [id]: state } }),
  )
}

test('what an answer is expected to leave lies between the best and the worst answer, all weighed again', () => {
  const input: EvaluationInput = { present: ['dist.periarticular', 'ext.tumoral'], age: 30 }
  for (const { ask, gain, cost, utility } of nextQuestions(input, { count: 1000 })) {
    const answers = entropyAfter(input, ask)
    const left = entropyOf(input) - gain
    expect(left, ask).toBeGreaterThan(Math.min(...answers) - 1e-9)
    expect(left, ask).toBeLessThan(Math.max(...answers) + 1e-9)
    expect(utility, ask).toBeCloseTo(gain / cost, 12)
  }
})

test('what is known is not asked, and the count is kept', () => {
  const { input } = CASES[11]
  const asked = nextQuestions(input, { count: 1000 }).map(({ ask }) => ask as string)
  for (const known of [...input.present, ...Object.keys(input.labs ?? {}).map((id) => `lab.${id}`)])
    expect(asked).not.toContain(known)
  expect(nextQuestions(input, { count: 3 })).toHaveLength(3)
  expect(nextQuestions(input, { count: 1000, pool: 1 }).length).toBeLessThan(asked.length)
})
