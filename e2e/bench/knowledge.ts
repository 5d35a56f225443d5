import type { EvaluationInput } from '../../src/knowledge/facts'
import { evaluate } from '../../src/knowledge/evaluate'
import { nextQuestions } from '../../src/knowledge/next-question'
import { median } from './statistics'

const INPUT: EvaluationInput = {
  age: 54,
  sex: 'F',
  present: ['dist.subcutaneous', 'ext.multifocal', 'morph.nodular', 'site.hand'],
}

/** Weighing a finding, in Node, ms: there is no such thing in the peers. */
export function knowledgeTimes() {
  const time = (work: () => unknown) => {
    const started = performance.now()
    work()
    return performance.now() - started
  }
  const medianOf = (work: () => unknown) => median(Array.from({ length: 50 }, () => time(work)))
  evaluate(INPUT)
  return { ranking: medianOf(() => evaluate(INPUT)), questions: medianOf(() => nextQuestions(INPUT)) }
}
