import { expect, test } from 'vitest'
import type { Instance, Series } from '../../domain/study'
import { imageIdOf } from './image-id'

const frame = (study: string, series: string, instance: string, key: string, frameNumber = 1) =>
  imageIdOf({
    study,
    series: { SeriesInstanceUID: series } as Series,
    instance: { SOPInstanceUID: instance, source: { key, name: key, size: 0 } } as Instance,
    frameNumber,
  })

test('frames that differ in anything have different names', () => {
  const names = [
    frame('1 A', '2', '3', 'x'),
    frame('1 B', '2', '3', 'x'),
    frame('1 A', '4', '3', 'x'),
    frame('1 A', '2', '5', 'x'),
    frame('1 A', '2', '3', 'y'),
    frame('1 A', '2', '3', 'x', 2),
    // A separator within a value does not shift the others.
    frame('1 A', '2/3', '', 'x'),
  ]
  expect(new Set(names).size).toBe(names.length)
})

test('the same frame has the same name', () => {
  expect(frame('1 A', '2', '3', 'x')).toBe(frame('1 A', '2', '3', 'x'))
})
