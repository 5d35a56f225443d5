import { expect, test } from 'vitest'
import { acquiredImage, type ShownImage } from '../domain/shown-image'
import type { Instance } from '../domain/study'
import { nextOfClip } from './clip'

const clip = (key: string, NumberOfFrames: number, change: Partial<Instance> = {}): ShownImage[] => {
  const instance = { SOPInstanceUID: key, source: { key }, NumberOfFrames, ...change } as Instance
  return Array.from({ length: NumberOfFrames }, (_, index) => acquiredImage(instance, index + 1))
}

test('each clip goes round within itself at its own rate, stills between them left out', () => {
  const images = [
    ...clip('a', 3, { framesPerSecond: 10 }),
    ...clip('still', 1),
    ...clip('b', 2, { framesPerSecond: 2 }),
  ]
  expect(nextOfClip(images, 2)).toEqual({ index: 0, afterMs: 100 })
  expect(nextOfClip(images, 3)).toBeUndefined()
  expect(nextOfClip(images, 5)).toEqual({ index: 4, afterMs: 500 })
})

test('single images play as one clip, past a clip between them', () => {
  const images = [...clip('1', 1), ...clip('a', 3), ...clip('2', 1)]
  expect(nextOfClip(images, 0)?.index).toBe(4)
  expect(nextOfClip(images, 4)?.index).toBe(0)
})

test('a vector gives the time before each frame, the usual one before the first', () => {
  const images = clip('a', 3, { framesPerSecond: 20, frameTimesMs: [0, 30, 500] })
  expect([0, 1, 2].map((index) => nextOfClip(images, index)?.afterMs)).toEqual([30, 500, 50])
})

test('frames that were put in order by place keep their own times', () => {
  const images = clip('a', 3, { framesPerSecond: 20, frameTimesMs: [0, 30, 500] }).reverse()
  expect(nextOfClip(images, 2)?.afterMs).toBe(500)
})
