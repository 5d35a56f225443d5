import { expect, test } from 'vitest'
import type { Instance, Series } from '../../domain/study'
import type { DecodedFrame } from '../decoding/decoded-frame'
import { knownRange, rangeOfSeries } from './series-range'

const frame = (maximum: number, more: Partial<DecodedFrame> = {}): DecodedFrame => ({
  ...{ columns: 1, rows: 2, components: 1, values: Uint16Array.from([0, maximum]), minimum: 0, maximum },
  ...more,
})

const series = (count: number): Series =>
  ({
    instances: Array.from(
      { length: count },
      (_, index) => ({ InstanceNumber: index, NumberOfFrames: 1 }) as Instance,
    ),
  }) as unknown as Series

test('spans the first, the last and frames between, each decoded once', async () => {
  const seen: number[] = []
  const of = series(41)
  const store = {
    frame: ({ InstanceNumber = 0 }: Instance) => {
      seen.push(InstanceNumber)
      return Promise.resolve(frame(10 + InstanceNumber))
    },
  }
  expect(knownRange(of)).toBeUndefined()
  expect(await rangeOfSeries(of, store)).toEqual({ minimum: 0, maximum: 50 })
  await rangeOfSeries(of, store)
  expect(seen).toEqual([0, 10, 20, 30, 40])
  expect(knownRange(of)).toEqual({ minimum: 0, maximum: 50 })
})

test('padding and frames that cannot be decoded are left out', async () => {
  const padding = { from: 65535, to: 65535, measured: { minimum: 5, maximum: 9 } }
  const store = {
    frame: ({ InstanceNumber }: Instance) =>
      InstanceNumber === 0 ? Promise.reject(new Error('cut')) : Promise.resolve(frame(65535, { padding })),
  }
  expect(await rangeOfSeries(series(2), store)).toEqual({ minimum: 5, maximum: 9 })
})

test('colour has none', async () => {
  const store = { frame: () => Promise.resolve(frame(255, { components: 3 })) }
  expect(await rangeOfSeries(series(2), store)).toBeUndefined()
})
