import { expect, test } from 'vitest'
import { acquiredImage } from '../../domain/shown-image'
import type { Instance } from '../../domain/study'
import type { Stack } from '../stack'
import { imageIdOf } from './image-id'

const frame = (study: string, series: string, instance: string, key: string, frameNumber = 1) => {
  const made = { SOPInstanceUID: instance, source: { key, name: key, size: 0 } } as Instance
  const stack = { of: { study, series }, key: '', images: [acquiredImage(made, frameNumber)] }
  return imageIdOf(stack as unknown as Stack, 0)
}

const cut = (key: string, index: number) =>
  imageIdOf({ of: {}, key, images: [{ kind: 'cut' }, { kind: 'cut' }] } as unknown as Stack, index)

test('images that differ in anything have different names', () => {
  const names = [
    frame('1 A', '2', '3', 'x'),
    frame('1 B', '2', '3', 'x'),
    frame('1 A', '4', '3', 'x'),
    frame('1 A', '2', '5', 'x'),
    frame('1 A', '2', '3', 'y'),
    frame('1 A', '2', '3', 'x', 2),
    // A separator within a value does not shift the others.
    frame('1 A', '2/3', '', 'x'),
    cut('1 A 2 30|coronal', 0),
    cut('1 A 2 30|coronal', 1),
    cut('1 B 2 30|coronal', 0),
  ]
  expect(new Set(names).size).toBe(names.length)
})

test('the same frame has the same name', () => {
  expect(frame('1 A', '2', '3', 'x')).toBe(frame('1 A', '2', '3', 'x'))
})
