import { describe, expect, test } from 'vitest'
import { orientationOf } from './image-plane'
import { orderFrames } from './series-groups'
import {
  allFramesOf,
  frameCount,
  framesOf,
  modalityUnit,
  studyKey,
  type Instance,
  type Series,
} from './study'

const AXIAL = [1, 0, 0, 0, 1, 0]

const slice = (InstanceNumber: number | undefined, z?: number, orientation = AXIAL, name = 'f'): Instance =>
  ({
    SOPInstanceUID: `1.${InstanceNumber}.${z}`,
    InstanceNumber,
    NumberOfFrames: 1,
    source: { key: name, name, size: 1 },
    ...(z === undefined
      ? {}
      : { orientation: orientationOf(orientation), ImagePositionPatient: [0, 0, z] as const }),
    ImageType: [],
    RescaleType: '',
  }) as unknown as Instance

const numbers = (instances: readonly Instance[]) => instances.map(({ InstanceNumber }) => InstanceNumber)

function orderInstances(instances: readonly Instance[]) {
  const { frames, order } = orderFrames(allFramesOf(instances))
  return { instances: frames.map(({ instance }) => instance), order }
}

describe('the order of a series', () => {
  test('by position along the normal, whatever the numbers say', () => {
    const { instances, order } = orderInstances([slice(1, 10), slice(2, 5), slice(3, 7.5)])
    expect(numbers(instances)).toEqual([2, 3, 1])
    expect(order).toEqual({ by: 'position', spacingMm: 2.5, unevenAfter: [] })
  })

  test('gaps are named by the slice before them', () => {
    const { order } = orderInstances([0, 1, 2, 4, 5].map((z, index) => slice(index, z)))
    expect(order).toEqual({ by: 'position', spacingMm: 1, unevenAfter: [2] })
  })

  test('two slices at one position are uneven, and do not spoil the spacing', () => {
    const { order } = orderInstances([0, 0, 1, 1, 2, 2].map((z, index) => slice(index, z)))
    expect(order.spacingMm).toBe(1)
    expect(order.unevenAfter).toEqual([0, 2, 4])
  })

  test('by number when a slice has no position, all share one, or planes differ', () => {
    const byNumber = (instances: Instance[]) => orderInstances(instances)
    expect(byNumber([slice(2, 0), slice(1)]).order.by).toBe('InstanceNumber')
    expect(byNumber([slice(2, 4), slice(1, 4)]).order.by).toBe('InstanceNumber')
    expect(byNumber([slice(2, 0), slice(1, 5, [0, 1, 0, 0, 0, -1])]).order.by).toBe('InstanceNumber')
    expect(numbers(byNumber([slice(2, 4), slice(1, 4)]).instances)).toEqual([1, 2])
  })

  test('without numbers by name, as people count: 2 before 10; numbered ones first', () => {
    const { instances } = orderInstances([
      slice(undefined, undefined, AXIAL, 'IM10'),
      slice(undefined, undefined, AXIAL, 'IM2'),
      slice(5),
    ])
    expect(instances.map(({ source }) => source.name)).toEqual(['f', 'IM2', 'IM10'])
  })

  test('one direction for all: slices far from the origin keep their spacing', () => {
    const tilted = [1, 0, 0, 0, Math.cos(0.01), Math.sin(0.01)]
    const { order } = orderInstances([slice(1, 1000), slice(2, 1001, tilted), slice(3, 1002)])
    expect(order.unevenAfter).toEqual([])
  })
})

test('frames in reading order, numbered from 1', () => {
  const series = { instances: [{ ...slice(1), NumberOfFrames: 2 }, slice(2)] } as unknown as Series
  expect(frameCount(series)).toBe(3)
  expect(framesOf(series).map(({ frameNumber }) => frameNumber)).toEqual([1, 2, 1])
})

test('a study is one of a patient', () => {
  const of = (PatientID: string) => studyKey({ StudyInstanceUID: '1.2', patient: { PatientID } } as never)
  expect(of('A')).not.toBe(of('B'))
  expect(of('A')).toBe(of('A'))
})

test.each<[string, Partial<Instance>, string]>([
  ['CT', { RescaleSlope: 1 }, 'HU'],
  ['CT', {}, ''],
  ['CT', { RescaleSlope: 1, ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, ''],
  ['CT', { RescaleSlope: 1, RescaleType: 'US' }, ''],
  ['MR', { RescaleSlope: 1 }, ''],
  ['PT', { RescaleSlope: 1, RescaleType: 'BQML' }, 'BQML'],
  ['CT', { RescaleIntercept: 0, RescaleType: 'hu' }, 'HU'],
])('%s %j is in %j', (Modality, values, unit) =>
  expect(modalityUnit({ Modality }, { ...slice(1), ...values })).toBe(unit),
)
