import { expect, test } from 'vitest'
import { nextQuestions } from './next-question'
import { evaluate } from './evaluate'
import { MIN_GAIN, whatWouldChange } from './what-would-change'
import type { EvaluationInput } from './facts'

const open: EvaluationInput = { present: ['dist.periarticular', 'ext.tumoral', 'site.hip'] }

test('the questions are the next questions, with what each answer would put first', () => {
  const changes = whatWouldChange(open, 4)
  const questions = nextQuestions(open, { count: 4 }).filter(({ gain }) => gain >= MIN_GAIN)
  expect(changes.map(({ ask }) => ask)).toEqual(questions.map(({ ask }) => ask))
  for (const { ask, answers } of changes) {
    expect(answers.length).toBeGreaterThan(1)
    for (const { answer, first, changesFirst } of answers) {
      const answered = ask.startsWith('lab.')
        ? { ...open, labs: { [ask.slice(4)]: answer } }
        : answer === 'present'
          ? { ...open, present: [...open.present, ask as never] }
          : { ...open, absent: [ask as never] }
      const [expected] = evaluate(answered).ranking
      expect(first.id).toBe(expected.id)
      expect(changesFirst).toBe(expected.id !== evaluate(open).ranking[0].id)
    }
  }
})

test('a case that is settled has nothing worth asking', () => {
  const settled: EvaluationInput = {
    age: 41,
    sex: 'F',
    present: [
      'dist.subcutaneous',
      'ext.circumscribed',
      'morph.nodular',
      'site.ankle',
      'sign.leg_ulcer_chronic',
      'sign.encases_veins',
      'sign.venous_occlusion',
      'hx.venous_insufficiency',
      'hx.dvt',
    ],
    historyComplete: true,
    labs: { calcium: 'normal', phosphate: 'normal', creatinine: 'normal' },
  }
  expect(Math.max(...nextQuestions(settled).map(({ gain }) => gain))).toBeLessThan(MIN_GAIN)
  expect(whatWouldChange(settled)).toEqual([])
})
