// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { OwnIntervals } from './intervals.svelte'

beforeEach(() => localStorage.clear())

test('an interval is found again, also in the other unit', () => {
  new OwnIntervals().setInterval('calcium', 'mg/dL', { low: 8.5, high: 10.2 })
  const next = new OwnIntervals()
  expect(next.unitOf('calcium')).toBe('mg/dL')
  expect(next.intervalOf('calcium', 'mg/dL')).toEqual({ low: 8.5, high: 10.2 })
  expect(next.intervalOf('calcium', 'mmol/L')).toEqual({ low: 2.121, high: 2.545 })
  expect(next.intervalOf('calcium', 'kg')).toBeUndefined()
  expect(next.intervalOf('pth', 'pg/mL')).toBeUndefined()
})

test('another unit keeps the interval, and an interval can be forgotten without its unit', () => {
  const intervals = new OwnIntervals()
  intervals.setInterval('crp', 'mg/dL', { high: 0.8 })
  intervals.setUnit('crp', 'mg/L')
  expect(intervals.intervalOf('crp', 'mg/L')).toEqual({ high: 8 })
  expect([intervals.unitOf('crp'), intervals.intervalOf('crp', 'mg/dL')]).toEqual(['mg/L', { high: 0.8 }])
  intervals.setInterval('crp', 'mg/L', undefined)
  expect(intervals.intervalOf('crp', 'mg/L')).toBeUndefined()
  expect(new OwnIntervals().unitOf('crp')).toBe('mg/L')
})

test('what is damaged is left out and the rest is used', () => {
  const kept = {
    calcium: { unit: 'mg/dL', interval: { low: 'a', high: 10, unit: 'mg/dL' } },
    pth: 7,
    nothing: { unit: 'mg' },
    urate: { unit: 'mg/dL', interval: null },
  }
  localStorage.setItem('calcimap.laboratory', JSON.stringify(kept))
  const intervals = new OwnIntervals()
  expect(intervals.intervalOf('calcium', 'mg/dL')).toEqual({ high: 10 })
  expect(intervals.unitOf('pth')).toBeUndefined()
  expect(intervals.unitOf('urate')).toBe('mg/dL')
  localStorage.setItem('calcimap.laboratory', '{')
  expect(new OwnIntervals().unitOf('calcium')).toBeUndefined()
})
