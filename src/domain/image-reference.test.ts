import { expect, test } from 'vitest'
import { frameOf, placesIn, placesOf } from './image-reference'
import type { Instance, Series, Study } from './study'

const instance = (SOPInstanceUID: string, InstanceNumber?: number, NumberOfFrames = 1) =>
  ({ SOPInstanceUID, InstanceNumber, NumberOfFrames }) as Instance
const series = (SeriesNumber: number | undefined, instances: readonly Instance[]) =>
  ({ SeriesNumber, instances }) as Series
const study = (...series: readonly Series[]) => ({ series }) as unknown as Study

const hips = study(
  // From the feet up, as they are shown; the scanner counted from the head down.
  series(2, [instance('feet', 58), instance('head', 1)]),
  series(undefined, [instance('a'), instance('b', undefined, 4)]),
)

test('an image is called by the numbers of its file, by its order where the file gives none', () => {
  const places = placesIn(hips)
  expect([...places].map(([uid, { reference }]) => `${uid} ${reference}`)).toEqual([
    'feet 2:58',
    'head 2:1',
    'a 2:1',
    'b 2:2',
  ])
  expect(placesIn(hips)).toBe(places)
})

test('of several frames in one image the frame is named', () => {
  const places = placesIn(hips)
  expect(frameOf(places.get('a')!, { SOPInstanceUID: 'a', frameNumber: 1 })).toBeUndefined()
  expect(frameOf(places.get('b')!, { SOPInstanceUID: 'b', frameNumber: 3 })).toBe(3)
})

test('what two studies hold is called as in the first', () => {
  const other = study(series(9, [instance('head', 7), instance('new', 8)]))
  expect(placesOf([hips, other]).get('head')?.reference).toBe('2:1')
  expect(placesOf([hips, other]).get('new')?.reference).toBe('9:8')
})
