import { describe, expect, test } from 'vitest'
import { orientationOf, type Vec3 } from './image-plane'
import { groupFrames, orderFrames } from './series-groups'
import { allFramesOf, type FrameAttributes, type Instance, type SeriesFrame } from './study'

const AXIAL = [1, 0, 0, 0, 1, 0]
const CORONAL = [1, 0, 0, 0, 0, -1]

let serial = 1
const image = (
  change: Partial<Instance> = {},
  position?: Vec3,
  orientation: readonly number[] = AXIAL,
): Instance =>
  ({
    SOPInstanceUID: `1.${serial}`,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    InstanceNumber: serial++,
    NumberOfFrames: 1,
    source: { key: String(serial), name: `IM${serial}`, size: 1 },
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    ...(position && { ImagePositionPatient: position, orientation: orientationOf(orientation) }),
    ...change,
  }) as unknown as Instance

const stack = (count: number, orientation = AXIAL, change: Partial<Instance> = {}): Instance[] =>
  Array.from({ length: count }, (_, index) =>
    image(change, orientation === AXIAL ? [0, 0, 3 * index] : [0, 3 * index, 0], orientation),
  )

const groups = (...instances: Instance[]) =>
  groupFrames(allFramesOf(instances)).map(({ group, frames, order }) => [group.kind, frames.length, order.by])

describe('the groups of a series', () => {
  test('slices alone are one', () => expect(groups(...stack(5))).toEqual([['slices', 5, 'position']]))

  test('a localizer, a screen and an image without a place are set apart', () => {
    const localizer = image({ ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, [0, 0, 9])
    const screen = image({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7.2' }, [0, 0, 9])
    expect(groups(localizer, ...stack(5), screen, image())).toEqual([
      ['slices', 5, 'position'],
      ['unplaced', 1, 'InstanceNumber'],
      ['localizer', 1, 'InstanceNumber'],
      ['secondary', 1, 'InstanceNumber'],
    ])
  })

  test('a localizer that says so further on in its Image Type', () => {
    const localizer = image({ ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL', 'LOCALIZER'] }, [0, 0, 99])
    expect(groups(localizer, ...stack(5)).map(([kind]) => kind)).toEqual(['slices', 'localizer'])
  })

  test('frames of one instance that have no place; one place for many frames makes no stack', () => {
    const frames = (...heights: (number | undefined)[]): Partial<Instance> => ({
      NumberOfFrames: heights.length,
      frames: heights.map((z) => (z === undefined ? {} : { orientation: orientationOf(AXIAL), ImagePositionPatient: [0, 0, z] })), // prettier-ignore
    })
    expect(groups(image(frames(4, undefined, 2, 0)))).toEqual([
      ['slices', 3, 'position'],
      ['unplaced', 1, 'InstanceNumber'],
    ])
    expect(groups(image(frames(4, undefined, undefined, undefined)))).toEqual([
      ['unplaced', 4, 'InstanceNumber'],
    ])
  })

  test('an image of another direction, though nothing calls it a localizer', () =>
    expect(groups(image({}, [0, 9, 0], CORONAL), ...stack(5))).toEqual([
      ['slices', 5, 'position'],
      ['slices', 1, 'InstanceNumber'],
    ]))

  test('stacks of three directions, each with its own order', () => {
    const kinds = groups(...stack(4), ...stack(3, CORONAL), ...stack(2, [0, 1, 0, 0, 0, -1]))
    expect(kinds.map(([, count]) => count)).toEqual([4, 3, 2])
  })

  test('slices turned about an axis stay together', () => {
    const turned = [0, 15, 30, 45, 60, 75].map((degrees) => {
      const angle = (degrees * Math.PI) / 180
      return image({}, [0, 0, 0], [Math.cos(angle), Math.sin(angle), 0, 0, 0, -1])
    })
    expect(groups(...turned)).toEqual([['slices', 6, 'InstanceNumber']])
  })

  test('a direction keeps its name while images are coming', () => {
    const first = groupFrames(allFramesOf(stack(3)))
    const leaning = stack(4, [0.99995, 0.00999, 0, -0.00999, 0.99995, 0])
    const then = groupFrames(
      [...first.flatMap(({ frames }) => frames), ...allFramesOf(leaning)],
      first.map(({ group }) => group),
    )
    expect(then.map(({ group }) => group.key)).toEqual(first.map(({ group }) => group.key))
  })

  describe('in several frames of reference', () => {
    const inReference = (FrameOfReferenceUID: string, count: number) =>
      stack(count, AXIAL, { FrameOfReferenceUID })
    const named = (frames: readonly SeriesFrame[], known: ReturnType<typeof groupFrames> = []) =>
      groupFrames(frames, known.map(({ group }) => group)) // prettier-ignore

    test('each has an order of its own', () => {
      const mixed = [...inReference('1.1', 5), ...inReference('1.2', 4), ...stack(3)]
      expect(named(allFramesOf(mixed)).map(({ group, frames, order }) => [group.reference, frames.length, order.by])).toEqual([
        [undefined, 5, 'position'],
        [2, 4, 'position'],
        [3, 3, 'position'],
      ]) // prettier-ignore
    })

    test('they keep their names while images are coming', () => {
      const first = named(allFramesOf([...inReference('1.1', 3), ...inReference('1.2', 2)]))
      const more = allFramesOf(inReference('1.2', 5))
      const then = named([...more, ...first.flatMap(({ frames }) => frames)], first)
      expect(then.map(({ group, frames }) => [group.key, frames.length])).toEqual([
        [first[1].group.key, 7],
        [first[0].group.key, 3],
      ])
      expect(first[0].group.key).not.toBe(first[1].group.key)
    })

    test('one for every image means that they were lost: the images stay together', () => {
      const each = [0, 1, 2, 3].map((z) => image({ FrameOfReferenceUID: `1.${z}` }, [0, 0, z]))
      expect(groups(...each)).toEqual([['slices', 4, 'position']])
    })
  })

  describe('of several sizes', () => {
    const sized = (count: number, Columns: number, spacingMm: number, more: Partial<Instance> = {}) =>
      [...Array(count).keys()].map((z) => {
        const plane = { rowSpacingMm: spacingMm, columnSpacingMm: spacingMm } as Instance['plane']
        return image({ Rows: 64, Columns, SamplesPerPixel: 1, plane, ...more }, [0, 0, z])
      })
    const orders = (...instances: Instance[]) =>
      groupFrames(allFramesOf(instances)).map(({ group, frames, order }) => [
        group.otherMatrix,
        frames.length,
        order.unevenAfter.length,
      ])

    test.each<[string, Instance[]]>([
      ['fewer columns', sized(1, 32, 1)],
      ['another field of view', sized(1, 64, 0.7)],
      ['no spacing', sized(1, 64, 1, { plane: undefined })],
      ['colours', sized(1, 64, 1, { SamplesPerPixel: 3 })],
    ])('%s: set apart', (_, other) =>
      expect(orders(...other, ...sized(5, 64, 1))).toEqual([[2, 5, 0], [undefined, 1, 0]])) // prettier-ignore

    test('two reconstructions of the same slices are not mixed into one order', () =>
      expect(orders(...sized(5, 64, 1), ...sized(5, 64, 0.7))).toEqual([[undefined, 5, 0], [2, 5, 0]])) // prettier-ignore

    test('decimals of a spacing make no difference', () =>
      expect(orders(...sized(5, 64, 0.7031), ...sized(5, 64, 0.70313)).length).toBe(1))
  })

  test('two stacks of one instance and one direction by their Stack ID', () => {
    const frames: FrameAttributes[] = [0, 1, 2, 3].map((index) => ({
      StackID: String(1 + (index % 2)),
      orientation: orientationOf(AXIAL),
      ImagePositionPatient: [0, 0, index],
    }))
    const made = groupFrames(allFramesOf([image({ NumberOfFrames: 4, frames })]))
    expect(
      made.map(({ group, frames: own }) => [group.stack, own.map(({ frameNumber }) => frameNumber)]),
    ).toEqual([
      ['1', [1, 3]],
      ['2', [2, 4]],
    ])
  })
})

describe('the frames of an instance', () => {
  const frameNumbers = (frames: readonly SeriesFrame[]) => frames.map(({ frameNumber }) => frameNumber)
  const of = (frames: FrameAttributes[]) =>
    frameNumbers(orderFrames(allFramesOf([image({ NumberOfFrames: frames.length, frames })])).frames)
  const at = (z: number, more: FrameAttributes = {}): FrameAttributes => ({
    orientation: orientationOf(AXIAL),
    ImagePositionPatient: [0, 0, z],
    ...more,
  })

  test('by position', () => expect(of([at(4), at(0), at(2)])).toEqual([2, 3, 1]))

  test('at one position by time', () =>
    expect(
      of([at(2, { temporalPosition: 2 }), at(0, { temporalPosition: 2 }), at(2, { temporalPosition: 1 }), at(0, { temporalPosition: 1 })]),
    ).toEqual([4, 2, 3, 1])) // prettier-ignore

  test('without positions by their place in the stack, ten after two', () =>
    expect(of([10, 2, 1].map((inStackPosition) => ({ StackID: '1', inStackPosition })))).toEqual([3, 2, 1]))

  test('without either as they are stored', () => expect(of([{}, {}, {}])).toEqual([1, 2, 3]))
})

describe('values of several units', () => {
  const units = (...instances: Instance[]) =>
    groupFrames(allFramesOf(instances)).map(({ group, frames }) => [
      group.unit,
      group.otherUnit,
      frames.length,
    ])
  const at = (z: number, change: Partial<Instance>) => image({ RescaleSlope: 1, ...change }, [0, 0, z])

  test('each is a group, also where every image has one of its own', () => {
    const PET = ['BQML', 'CNTS', 'GML'].map((Units, z) => at(z, { Units }))
    expect(units(...PET)).toEqual([
      ['Bq/ml', undefined, 1],
      ['counts', 2, 1],
      ['g/ml', 3, 1],
    ])
  })

  test('Rescale Type tells them apart; HU that is not written is HU', () => {
    const slice = (RescaleType: string, z: number) => at(z, { RescaleType })
    expect(units(slice('HU', 0), slice('', 1), slice('MGML', 2))).toEqual([
      ['HU', undefined, 2],
      ['MGML', 2, 1],
    ])
  })

  test('images without a place too', () =>
    expect(units(image({ Units: 'BQML' }), image({ Units: 'CNTS' })).length).toBe(2))
})

describe('slices taken several times', () => {
  const slices = (count: number, change: Partial<Instance>) => stack(count, AXIAL, change)
  const repeats = (...instances: Instance[]) =>
    groupFrames(allFramesOf(instances)).map(({ group, frames, order }) => [
      ...(group.repeats ?? []).map(({ kind, value, place, count }) => `${kind} ${value} ${place}/${count}`),
      frames.length,
      order.unevenAfter.length,
    ])

  test.each<[string, Partial<Instance>, Partial<Instance>]>([
    ['phase', { temporalPosition: 1 }, { temporalPosition: 2 }],
    ['echo', { echo: 1 }, { echo: 2 }],
    ['bValue', { bValue: 1 }, { bValue: 2 }],
    ['cardiac', { triggerTimeMs: 1 }, { triggerTimeMs: 2 }],
  ])('each is a group: %s', (kind, one, other) =>
    expect(repeats(...slices(5, other), ...slices(5, one))).toEqual([
      [`${kind} 2 2/2`, 5, 0],
      [`${kind} 1 1/2`, 5, 0],
    ]),
  )

  test('in two ways', () => {
    const all = [1, 2].flatMap((temporalPosition) =>
      [1, 2].flatMap((echo) => slices(3, { temporalPosition, echo })),
    )
    const keys = new Set(groupFrames(allFramesOf(all)).map(({ group }) => group.key))
    expect([keys.size, repeats(...all)[0]]).toEqual([4, ['phase 1 1/2', 'echo 1 1/2', 3, 0]])
  })

  test('a number that every image has to itself tells nothing apart', () => {
    const numbered = [...slices(4, {}), ...slices(4, {})].map((slice, index) => ({
      ...slice,
      temporalPosition: index,
    }))
    expect(repeats(...numbered)).toHaveLength(1)
  })

  test('at one place they stay together: they are moments', () => {
    const moments = [1, 2, 3, 4].map((temporalPosition) => image({ temporalPosition }, [0, 0, 0]))
    expect(repeats(...moments)).toEqual([[4, 0]])
  })

  test('slices that lie at places of their own are one stack', () => {
    const halves = [0, 1, 2, 3].map((z) => image({ temporalPosition: 1 + (z % 2) }, [0, 0, z]))
    expect(repeats(...halves)).toEqual([[4, 0]])
  })

  test('they keep their names while images are coming', () => {
    const [one, two] = [slices(3, { temporalPosition: 1 }), slices(3, { temporalPosition: 2 })]
    const first = groupFrames(allFramesOf(one))
    const then = groupFrames(
      allFramesOf([...two, ...one]),
      first.map(({ group }) => group),
    )
    const last = groupFrames(
      allFramesOf([...one, ...two]),
      then.map(({ group }) => group),
    )
    expect(new Set(then.map(({ group }) => group.key))).toEqual(new Set(last.map(({ group }) => group.key)))
    const keyOf = (made: typeof then) => made.find(({ group }) => group.repeats?.[0].value === 2)?.group.key
    expect(keyOf(then)).toBe(keyOf(last))
  })
})
