import { describe, expect, test } from 'vitest'
import { readNumber, writeNumber } from './number-entry'

describe('a typed number', () => {
  test.each([
    ['2.7', 2.7],
    ['2,7', 2.7],
    [' 11,0 ', 11],
    ['.5', 0.5],
    ['5.', 5],
    ['0', 0],
    ['', undefined],
  ])('%j is %s', (text, value) => expect(readNumber(text)).toEqual({ value }))

  test.each(['2.7x', '1.234,5', '1 000', '<5', '.', 'NaN', '1e3', '2,7,1'])('%j is no number', (text) =>
    expect(readNumber(text)).toEqual({ problem: 'notNumber' }),
  )

  test('it is neither below 0 nor above the maximum', () => {
    expect(readNumber('-1')).toEqual({ problem: 'negative' })
    expect(readNumber('−1')).toEqual({ problem: 'negative' })
    expect(readNumber('151', 150)).toEqual({ problem: 'aboveMaximum' })
    expect(readNumber('150', 150)).toEqual({ value: 150 })
  })
})

test('a value is written as it can be read again, in either language', () => {
  for (const value of [11, 2.745, 133.45, 0.0015, 1234567.5])
    for (const language of ['en', 'es'] as const)
      expect(readNumber(writeNumber(value, language))).toEqual({ value })
  expect([writeNumber(2.745, 'es'), writeNumber(2.745, 'en')]).toEqual(['2,745', '2.745'])
  expect(writeNumber(undefined, 'en')).toBe('')
})
