import { expect, test } from 'vitest'
import { decodedBytes, everySecond } from './memory'
import type { Instance, Series } from './study'

const image = (change: Partial<Instance>) =>
  ({
    Rows: 100,
    Columns: 50,
    NumberOfFrames: 1,
    SamplesPerPixel: 1,
    BitsAllocated: 16,
    ...change,
  }) as Instance

test('grey takes what its values need, colour three bytes', () => {
  const bytes = (change: Partial<Instance>) => decodedBytes({ instances: [image(change)] })
  expect(bytes({})).toBe(10_000)
  expect(bytes({ BitsAllocated: 8 })).toBe(5_000)
  expect(bytes({ RescaleSlope: 0.5 })).toBe(20_000)
  expect(bytes({ SamplesPerPixel: 3, BitsAllocated: 8 })).toBe(15_000)
  expect(bytes({ NumberOfFrames: 7 })).toBe(70_000)
})

test('every second image covers the same stretch in doubled steps', () => {
  const series = {
    instances: Array.from({ length: 7 }, (_, index) => image({ InstanceNumber: index })),
    order: { by: 'position', spacingMm: 1.5, unevenAfter: [4, 5] },
  } as unknown as Series
  const half = everySecond(series)
  expect(half.instances.map(({ InstanceNumber }) => InstanceNumber)).toEqual([0, 2, 4, 6])
  expect(half.order).toEqual({ by: 'position', spacingMm: 3, unevenAfter: [2] })
})
