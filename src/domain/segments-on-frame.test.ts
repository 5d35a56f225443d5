import { expect, test } from 'vitest'
import { planeOf } from './image-plane'
import { segmentFramesOn } from './segments-on-frame'
import type { SegmentFrame } from './segmentation'
import type { Instance } from './study'

const at = (z: number) =>
  planeOf({
    FrameOfReferenceUID: '1.9',
    position: [0, 0, z],
    orientation: [1, 0, 0, 0, 1, 0],
    spacing: [1, 1],
  })

const image = (SOPInstanceUID: string, more: Partial<Instance> = {}): Instance =>
  ({ SOPInstanceUID, Rows: 4, Columns: 4, NumberOfFrames: 1, ...more }) as Instance

const segmentation = (frames: readonly SegmentFrame[], planes: readonly number[] = []) =>
  image('seg', {
    segmentation: { type: 'BINARY', segments: [], fullValue: 1, frames },
    frames: planes.map((z) => ({ plane: at(z) })),
  })

test('frames that name the image, as a whole or by its frame', () => {
  const of = segmentation([
    { segment: 1, sources: [{ SOPInstanceUID: 'a', frameNumber: 0 }] },
    { segment: 1, sources: [{ SOPInstanceUID: 'b', frameNumber: 2 }] },
    { segment: 2, sources: [{ SOPInstanceUID: 'a', frameNumber: 0 }] },
  ])
  expect(segmentFramesOn(of, image('a'), 1)).toEqual([1, 3])
  expect(segmentFramesOn(of, image('b'), 1)).toEqual([])
  expect(segmentFramesOn(of, image('b'), 2)).toEqual([2])
})

test('frames that name none lie in its plane', () => {
  const of = segmentation([{ segment: 1, sources: [] }, { segment: 1, sources: [] }], [10, 13]) // prettier-ignore
  expect(segmentFramesOn(of, image('a', { plane: at(13.01) }), 1)).toEqual([2])
  expect(segmentFramesOn(of, image('a', { plane: at(12) }), 1)).toEqual([])
})

test('of another size none', () => {
  const of = segmentation([{ segment: 1, sources: [{ SOPInstanceUID: 'a', frameNumber: 0 }] }])
  expect(segmentFramesOn(of, image('a', { Rows: 8 }), 1)).toEqual([])
})
