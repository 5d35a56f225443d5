import { describe, expect, test } from 'vitest'
import {
  encapsulate,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  syntheticImage,
  type SyntheticElement,
  type SyntheticImage,
} from '../../e2e/synthetic-dicom'
import { atFrame, type Instance } from '../domain/study'
import { frameData } from './frames'
import { readFile } from './read-file'

async function instanceOf(bytes: Uint8Array): Promise<Instance> {
  const { length: size } = bytes
  const reading = await readFile({ bytes: bytes.slice(), size }, { key: 'k', name: 'IM', size })
  if (reading.kind !== 'image') throw new Error(`expected an image, got ${JSON.stringify(reading)}`)
  return reading.imported.instance
}

async function frameOf(image: SyntheticImage, frameNumber = 1) {
  const bytes = syntheticImage(image)
  return frameData(bytes, await instanceOf(bytes), frameNumber)
}

const byteImage: readonly SyntheticElement[] = [
  ['00280100', 'US', 8],
  ['00280101', 'US', 8],
  ['00280102', 'US', 7],
]

describe('native pixels are handed on in little endian', () => {
  const values = (bytes: Uint8Array) => [...new Uint16Array(bytes.slice().buffer)]

  test.each([EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN])(
    'of 16 bits, %s',
    async (TransferSyntaxUID) => {
      const image = { TransferSyntaxUID, Rows: 2, Columns: 2, NumberOfFrames: 2 }
      const frame = await frameOf({ ...image, pixel: (x, y, n) => 256 * n + 2 * y + x }, 2)
      expect(values(frame.bytes)).toEqual([512, 513, 514, 515])
      expect(frame.TransferSyntaxUID).toBe(EXPLICIT_LITTLE_ENDIAN)
    },
  )

  test('bytes in words of big endian, frames of an odd length', async () => {
    const image = {
      TransferSyntaxUID: EXPLICIT_BIG_ENDIAN,
      ...{ Rows: 1, Columns: 3, NumberOfFrames: 2 },
      elements: [...byteImage, ['7FE00010', 'OW', [0x0201, 0x0403, 0x0605]] as const],
    }
    expect([...(await frameOf(image, 1)).bytes]).toEqual([1, 2, 3])
    expect([...(await frameOf(image, 2)).bytes]).toEqual([4, 5, 6])
  })

  test('bits of a frame that begins inside a byte', async () => {
    const image = {
      ...{ Rows: 1, Columns: 5, NumberOfFrames: 3 },
      elements: [
        ['00280100', 'US', 1],
        ['00280101', 'US', 1],
        ['00280102', 'US', 0],
        ['7FE00010', 'OW', [0b10010_01011_10101]],
      ] as const,
    }
    const bits = async (frameNumber: number) =>
      [...(await frameOf({ ...image, without: [] }, frameNumber)).bytes]
        .flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1))
        .slice(0, 5)
    expect(await bits(1)).toEqual([1, 0, 1, 0, 1])
    expect(await bits(2)).toEqual([1, 1, 0, 1, 0])
    expect(await bits(3)).toEqual([0, 1, 0, 0, 1])
  })
})

describe('compressed frames of several fragments, without a table of offsets', () => {
  const END = [0xff, 0xd9]
  const SIZE = [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 17, 0]
  const image = (...fragments: number[][]): SyntheticImage => ({
    ...{ NumberOfFrames: 3, TransferSyntaxUID: '1.2.840.10008.1.2.4.50' },
    elements: [
      ...byteImage,
      ['7FE00010', 'OB', encapsulate(fragments.map((bytes) => Uint8Array.from(bytes)))],
    ],
  })
  const [one, two, three] = [1, 2, 3].map((mark) => [
    [...SIZE, mark],
    [mark, mark, ...END],
  ])

  test('end where their streams do', async () => {
    const frames = image(...one, ...two, ...three)
    expect([...(await frameOf(frames, 2)).bytes]).toEqual(two.flat())
    expect([...(await frameOf(frames, 3)).bytes]).toEqual(three.flat())
  })

  test('one that lacks its end is never taken for the next', async () => {
    const [start] = two
    const frames = image(...one, start, [2, 2], ...three)
    expect([...(await frameOf(frames, 1)).bytes]).toEqual(one.flat())
    expect([...(await frameOf(frames, 2)).bytes]).toEqual([...start, 2, 2])
    expect([...(await frameOf(frames, 3)).bytes]).toEqual(three.flat())
  })

  test('of a file that was cut those are found that are whole', async () => {
    const whole = syntheticImage(image(...one, ...two, ...three))
    const cut = whole.slice(0, whole.length - 20)
    const instance = await instanceOf(cut)
    expect(instance.NumberOfFrames).toBe(2)
    expect([...frameData(cut, instance, 2).bytes]).toEqual(two.flat())
  })

  test('a table of offsets that fits them is followed', async () => {
    const offsets = Uint8Array.from(new Uint8Array(Uint32Array.from([0, 37, 74]).buffer))
    const item = (bytes: number[]) => [0xfe, 0xff, 0, 0xe0, bytes.length, 0, 0, 0, ...bytes]
    // The fragments of each frame do not begin as streams do.
    const fragments = [[...SIZE, 1], [1, 1, ...END], [2, ...SIZE], [2, ...END], [3, ...SIZE], [3, ...END]] // prettier-ignore
    const starts = fragments.map((_, index) => fragments.slice(0, index).reduce((sum, { length }) => sum + 8 + length, 0)) // prettier-ignore
    offsets.set(new Uint8Array(Uint32Array.from([starts[0], starts[2], starts[4]]).buffer))
    const value = Uint8Array.from([...item([...offsets]), ...fragments.flatMap(item), 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]) // prettier-ignore
    const frames = { ...image(), elements: [...byteImage, ['7FE00010', 'OB', value] as const] }
    expect([...(await frameOf(frames, 2)).bytes]).toEqual([2, ...SIZE, 2, ...END])
  })
})

describe('lookup tables', () => {
  const table = (...[length, first, bits, entries]: [number, number, number, number[]]) =>
    [
      ['00283002', 'US', [length, first, bits]],
      ['00283003', 'LO', 'as measured'],
      ['00283006', 'OW', entries],
    ] as const

  test('Modality LUT: its first value is negative where the pixels are signed', async () => {
    const { tables } = await frameOf({
      elements: [
        ['00280103', 'US', 1],
        ['00283000', 'SQ', [[...table(3, 0xfffe, 16, [10, 20, 30]), ['00283004', 'LO', 'HU']]]],
      ],
    })
    expect(tables.modality).toEqual({
      firstMapped: -2,
      bits: 16,
      entries: Uint16Array.from([10, 20, 30]),
      explanation: 'as measured',
    })
  })

  test('several VOI LUTs, by words or by bytes', async () => {
    const packed = [...table(4, 100, 8, [0x0201, 0x0403])]
    const { tables } = await frameOf({ elements: [['00283010', 'SQ', [table(2, 5, 12, [0, 4095]), packed]]] })
    expect(tables.voi.map(({ firstMapped, bits, entries }) => [firstMapped, bits, [...entries]])).toEqual([
      [5, 12, [0, 4095]],
      [100, 8, [1, 2, 3, 4]],
    ])
  })

  test('a palette, plain and in segments', async () => {
    const descriptor = [4, 0, 16]
    const { tables } = await frameOf({
      elements: [
        ['00280004', 'CS', 'PALETTE COLOR'],
        ['00281101', 'US', descriptor],
        ['00281102', 'US', descriptor],
        ['00281103', 'US', descriptor],
        ['00281201', 'OW', [1, 2, 3, 4]],
        ['00281222', 'OW', [0, 1, 100, 1, 3, 400]],
        // the first segment once more, by its offset in bytes
        ['00281223', 'OW', [0, 2, 7, 8, 2, 1, 0, 0]],
      ],
    })
    const { red, green, blue } = tables.palette ?? {}
    expect([red, green, blue].map((colour) => [...(colour?.entries ?? [])])).toEqual([
      [1, 2, 3, 4],
      [100, 200, 300, 400],
      [7, 8, 7, 8],
    ])
  })

  test('an empty descriptor length means 65536 entries', async () => {
    const full = Array.from({ length: 65536 }, (_, index) => index)
    const bytes = new Uint8Array(Uint16Array.from(full).buffer)
    const { tables } = await frameOf({
      elements: [['00283000', 'SQ', [[['00283002', 'US', [0, 0, 16]], ['00283006', 'OW', bytes]]]]], // prettier-ignore
    })
    expect(tables.modality?.entries.length).toBe(65536)
    expect(tables.modality?.entries[65535]).toBe(65535)
  })
})

describe('overlay planes', () => {
  const overlay = (group: string, ...more: SyntheticElement[]): SyntheticElement[] => [
    [`${group}0010`, 'US', 2],
    [`${group}0011`, 'US', 3],
    [`${group}0022`, 'LO', 'arrow'],
    [`${group}0040`, 'CS', 'G'],
    ...more,
  ]

  test('as bitmaps, with their place', async () => {
    const { tables } = await frameOf({
      elements: overlay('601E', ['601E0050', 'SS', [3, 0xffff]], ['601E3000', 'OW', [0b100011]]),
    })
    expect(tables.overlays).toEqual([
      {
        ...{ group: 0x601e, description: 'arrow', type: 'G', rows: 2, columns: 3 },
        ...{ top: 2, left: -2, bitPosition: 0 },
        bitmap: Uint8Array.from([1, 1, 0, 0, 0, 1]),
      },
    ])
  })

  test('one for each frame, from a frame on', async () => {
    const image = {
      NumberOfFrames: 3,
      elements: overlay(
        '6000',
        ['60000015', 'IS', '2'],
        ['60000051', 'US', 2],
        ['60003000', 'OW', [0b000000_111111 | (0b000001 << 6)]],
      ),
    }
    const bitmaps = async (frame: number) =>
      (await frameOf(image, frame)).tables.overlays.map(({ bitmap = [] }) => [...bitmap])
    expect(await bitmaps(1)).toEqual([])
    expect(await bitmaps(2)).toEqual([[1, 1, 1, 1, 1, 1]])
    expect(await bitmaps(3)).toEqual([[1, 0, 0, 0, 0, 0]])
  })

  test('among the unused bits of the pixels: named, for the decoder to find', async () => {
    const { tables } = await frameOf({
      Rows: 2,
      Columns: 3,
      elements: overlay('6002', ['60020100', 'US', 16], ['60020102', 'US', 12]),
    })
    expect(tables.overlays.map(({ bitPosition, bitmap }) => [bitPosition, bitmap])).toEqual([[12, undefined]])
  })
})

describe('what differs from frame to frame', () => {
  const frameGroups = (z: number, slope: string, center: string) =>
    [
      ['00209113', 'SQ', [[['00200032', 'DS', `0\\0\\${z}`]]]],
      ['00289145', 'SQ', [[['00281052', 'DS', '0'], ['00281053', 'DS', slope], ['00281054', 'LO', 'US']]]], // prettier-ignore
      [
        '00289132',
        'SQ',
        [
          [
            ['00281050', 'DS', center],
            ['00281051', 'DS', '100'],
          ],
        ],
      ],
    ] as const

  test('functional groups: plane, rescale and window of each frame, spacing of all', async () => {
    const instance = await instanceOf(
      syntheticImage({
        NumberOfFrames: 2,
        without: ['00200032', '00200037', '00280030', '00281050', '00281051', '00281052', '00281053'],
        elements: [
          [
            '52009229',
            'SQ',
            [
              [
                ['00209116', 'SQ', [[['00200037', 'DS', '1\\0\\0\\0\\1\\0']]]],
                ['00289110', 'SQ', [[['00180050', 'DS', '3'], ['00280030', 'DS', '0.5\\0.25']]]], // prettier-ignore
              ],
            ],
          ],
          ['52009230', 'SQ', [frameGroups(10, '1', '40'), frameGroups(13, '2', '80')]],
        ],
      }),
    )
    expect(instance.frames).toHaveLength(2)
    expect(atFrame(instance, 1)).toMatchObject({
      plane: { ImagePositionPatient: [0, 0, 10], rowSpacingMm: 0.5, columnSpacingMm: 0.25 },
      RescaleSlope: 1,
      windows: [{ center: 40, width: 100 }],
      SliceThickness: 3,
    })
    expect(atFrame(instance, 2)).toMatchObject({
      plane: { ImagePositionPatient: [0, 0, 13] },
      calibration: { kind: 'patient' },
      RescaleSlope: 2,
      windows: [{ center: 80, width: 100 }],
    })
    expect(atFrame(instance, 2)).toBe(atFrame(atFrame(instance, 1), 2))
  })

  describe('a frame that says nothing of itself has nothing of the first', () => {
    const place = (z: number): SyntheticElement => ['00209113', 'SQ', [[['00200032', 'DS', `0\\0\\${z}`]]]]
    const scale = (slope: string): SyntheticElement => [
      '00289145',
      'SQ',
      [[['00281052', 'DS', '0'], ['00281053', 'DS', slope]]], // prettier-ignore
    ]
    const given = (...items: SyntheticElement[][]) =>
      instanceOf(
        syntheticImage({
          NumberOfFrames: 4,
          without: ['00200032', '00281052', '00281053'],
          elements: [['52009230', 'SQ', items]],
        }),
      )
    const told = (instance: Instance) =>
      [1, 2, 3, 4]
        .map((frame) => atFrame(instance, frame))
        .map(({ plane, RescaleSlope }) => [plane?.ImagePositionPatient[2], RescaleSlope])

    test('an item without the group', async () =>
      expect(told(await given([place(5), scale('2')], [scale('3')], [place(7)], [place(6), scale('4')]))).toEqual([
        [5, 2],
        [undefined, 3],
        [7, undefined],
        [6, 4],
      ])) // prettier-ignore

    test('fewer items than frames', async () =>
      expect(told(await given([place(5), scale('2')], [place(6), scale('2')]))).toEqual([
        [5, 2],
        [6, 2],
        [undefined, undefined],
        [undefined, undefined],
      ])) // prettier-ignore

    test('a direction that makes no sense', async () => {
      const turned = (directions: string): SyntheticElement => [
        '00209116',
        'SQ',
        [[['00200037', 'DS', directions]]],
      ]
      const instance = await given(
        ...['1\\0\\0\\0\\1\\0', '2\\0\\0\\0\\1\\0'].map((directions) => [place(5), turned(directions)]),
      )
      expect(atFrame(instance, 1).orientation).toBeDefined()
      expect(atFrame(instance, 2)).toMatchObject({ orientation: undefined, plane: undefined })
    })
  })

  test('a dose grid: planes by their offsets, doses by their scaling', async () => {
    const instance = await instanceOf(
      syntheticImage({
        NumberOfFrames: 3,
        Modality: 'RTDOSE',
        without: ['00281052', '00281053'],
        elements: [
          ['30040002', 'CS', 'GY'],
          ['3004000C', 'DS', '0\\2.5\\5'],
          ['3004000E', 'DS', '1.5e-4'],
        ],
      }),
    )
    expect(instance).toMatchObject({ RescaleSlope: 1.5e-4, RescaleType: 'Gy' })
    expect(atFrame(instance, 3).plane?.ImagePositionPatient).toEqual([0, 0, 6])
  })

  test.each([
    ['0\\2\\4', '1\\0\\0\\0\\1\\0', [10, 12, 14]],
    ['10\\12\\14', '1\\0\\0\\0\\1\\0', [10, 12, 14]],
    ['0\\2\\4', '1\\0\\0\\0\\-1\\0', [10, 8, 6]],
    ['10\\12\\14', '1\\0\\0\\0\\-1\\0', [10, 12, 14]],
  ])(
    'offsets %s of planes in direction %s: along the normal, or heights',
    async (offsets, directions, heights) => {
      const instance = await instanceOf(
        syntheticImage({
          ...{ NumberOfFrames: 3, Modality: 'RTDOSE', ImagePositionPatient: [0, 0, 10] },
          elements: [['3004000C', 'DS', offsets], ['00200037', 'DS', directions]], // prettier-ignore
        }),
      )
      const found = [1, 2, 3].map((frame) => atFrame(instance, frame).plane?.ImagePositionPatient[2])
      expect(found).toEqual(heights)
    },
  )

  test('a VOI LUT Function in small letters is one', async () =>
    expect((await instanceOf(syntheticImage({ elements: [['00281056', 'CS', 'sigmoid ']] }))).VOILUTFunction).toBe('SIGMOID')) // prettier-ignore

  test('reconstructed nuclear medicine: planes by the slice vector, from the first detector', async () => {
    const detector = [
      ['00200032', 'DS', '1\\2\\3'],
      ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
    ] as const
    const instance = await instanceOf(
      syntheticImage({
        NumberOfFrames: 2,
        Modality: 'NM',
        without: ['00200032', '00200037'],
        elements: [
          ['00540022', 'SQ', [detector]],
          ['00540080', 'US', [1, 2]],
          ['00180088', 'DS', '4'],
        ],
      }),
    )
    expect(atFrame(instance, 2).plane?.ImagePositionPatient).toEqual([1, 2, 7])
  })

  test('a run plays at the mean of its frame times', async () => {
    const instance = await instanceOf(
      syntheticImage({ NumberOfFrames: 3, elements: [['00181065', 'DS', '0\\100\\300']] }),
    )
    expect(instance.framesPerSecond).toBe(5)
  })
})
