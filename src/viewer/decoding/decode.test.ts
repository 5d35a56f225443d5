import { describe, expect, test } from 'vitest'
import { jpegLossless } from '../../../e2e/encoders'
import { NO_TABLES, type FrameTables, type LookupTable } from '../../domain/frame-tables'
import type { Instance } from '../../domain/study'
import { decode } from './decode'
import { isPadding, measuredRange, type DecodedFrame } from './decoded-frame'
import { defaultWindow, spreadWindow } from '../picture/display'

const grey = {
  ...{ Rows: 1, Columns: 4, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2' },
  ...{ PlanarConfiguration: 0, BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0 },
}

interface Given {
  readonly instance?: Partial<Instance>
  readonly tables?: Partial<FrameTables>
  readonly TransferSyntaxUID?: string
}

const decoded = (values: Uint8Array | Uint16Array | Uint32Array, given: Given = {}) =>
  decode({
    instance: { ...grey, ...given.instance } as Instance,
    frameNumber: 1,
    bytes: new Uint8Array(values.buffer.slice(0)),
    TransferSyntaxUID: given.TransferSyntaxUID ?? '1.2.840.10008.1.2.1',
    tables: { ...NO_TABLES, ...given.tables },
  })

const table = (firstMapped: number, bits: number, ...entries: number[]): LookupTable => ({
  firstMapped,
  bits,
  entries: Uint16Array.from(entries),
  explanation: '',
})

describe('stored values', () => {
  test('bits above the stored ones are left out, and the sign is at the highest stored bit', async () => {
    const samples = Uint16Array.from([0xf001, 0x0fff, 0x0800, 0x07ff])
    const stored = { BitsStored: 12, HighBit: 11 }
    expect([...(await decoded(samples, { instance: stored })).values]).toEqual([1, 4095, 2048, 2047])
    const signed = await decoded(samples, { instance: { ...stored, PixelRepresentation: 1 } })
    expect([...signed.values]).toEqual([1, -1, -2048, 2047])
    expect(signed).toMatchObject({ minimum: -2048, maximum: 2047, components: 1 })
  })

  test('stored bits need not be the lowest', async () => {
    const frame = await decoded(Uint16Array.from([0x0010, 0xfff3, 0x1230, 0]), {
      instance: { BitsStored: 12, HighBit: 15 },
    })
    expect([...frame.values]).toEqual([1, 0xfff, 0x123, 0])
  })

  test('of 32 bits; what is rescaled keeps them', async () => {
    const samples = Uint32Array.from([0, 1, 2 ** 31, 2 ** 32 - 1])
    const instance = { BitsAllocated: 32, BitsStored: 32, HighBit: 31 }
    expect([...(await decoded(samples, { instance })).values]).toEqual([0, 1, 2 ** 31, 2 ** 32 - 1])
    const dose = await decoded(samples, { instance: { ...instance, RescaleSlope: 0.5 } })
    expect(dose.maximum).toBe((2 ** 32 - 1) / 2)
    expect([...(dose.stored ?? [])]).toEqual([...samples])
  })

  test('of one bit', async () => {
    const frame = await decoded(Uint8Array.from([0b0110]), { instance: { BitsAllocated: 1, BitsStored: 1, HighBit: 0 } }) // prettier-ignore
    expect([...frame.values]).toEqual([0, 1, 1, 0])
  })

  test('run lengths: bytes of a sample in segments, the highest first', async () => {
    const header = new Uint8Array(64)
    const segments = [
      [0xfd, 0x01], // four times 01
      [0x01, 10, 11, 0x80, 0xff, 12], // 10 11, nothing, 12 12
    ]
    new Uint32Array(header.buffer).set([2, 64, 66])
    const frame = await decoded(Uint8Array.from([...header, ...segments.flat()]), {
      TransferSyntaxUID: '1.2.840.10008.1.2.5',
    })
    expect([...frame.values]).toEqual([266, 267, 268, 268])
    const cut = decoded(Uint8Array.from([...header, ...segments[0], 0x03, 1]), {
      TransferSyntaxUID: '1.2.840.10008.1.2.5',
    })
    await expect(cut).rejects.toThrow(/expected 4 values in RLE segment 2/)
  })

  test('too few are refused', async () => {
    await expect(decoded(Uint16Array.from([1, 2]))).rejects.toThrow(
      'frame 1 (uncompressed): expected 8 bytes of pixels, got 4',
    )
  })
})

describe('a compressed stream', () => {
  const TransferSyntaxUID = '1.2.840.10008.1.2.4.70'
  const image = { ...{ columns: 16, rows: 8, bits: 16 as const }, values: Array.from({ length: 128 }, (_, at) => at * 500) } // prettier-ignore
  const header = { Rows: 8, Columns: 16 }
  const given = (instance: Partial<Instance> = {}) => ({ instance: { ...header, ...instance }, TransferSyntaxUID }) // prettier-ignore
  const stream = jpegLossless(image)

  test('that is whole and as its header says gives every value', async () => {
    expect([...(await decoded(stream, given())).values]).toEqual(image.values)
  })

  test('of another size than its header says is refused', async () => {
    const refused = (instance: Partial<Instance>) => expect(decoded(stream, given(instance))).rejects
    await refused({ Rows: 9 }).toThrow('frame 1 (JPEG Lossless SV1): expected 16 × 9 pixels, got 16 × 8 in')
    await refused({ SamplesPerPixel: 3 }).toThrow('expected 3 samples per pixel, got 1 in the stream')
    await refused({ BitsAllocated: 8 }).toThrow('expected at most 8 bits, got 16 in the stream')
  })

  test('that is truncated is refused, with what came of it', async () => {
    const cut = stream.slice(0, stream.length - 60)
    await expect(decoded(cut, given())).rejects.toThrow(
      /^frame 1 \(JPEG Lossless SV1\): expected 8 rows, got [1-7]: the JPEG data is truncated$/,
    )
  })

  test('gets no room for more than its bytes could hold, nor for more than a tab could', async () => {
    const vast = { Rows: 8000, Columns: 16 }
    const claimed = stream.slice()
    const at = claimed.findIndex((_, index) => claimed[index] === 0xff && claimed[index + 1] === 0xc3)
    claimed.set([8000 >> 8, 8000 & 255], at + 5)
    await expect(decoded(claimed, given(vast))).rejects.toThrow(/expected 16000 bytes or more, got \d+$/)
    const RLE = '1.2.840.10008.1.2.5'
    const runs = decoded(new Uint8Array(128), { instance: vast, TransferSyntaxUID: RLE })
    await expect(runs).rejects.toThrow('frame 1 (RLE Lossless): expected 2000 bytes or more, got 128')
    const endless = decoded(stream, given({ Rows: 65535, Columns: 65535 }))
    await expect(endless).rejects.toThrow('expected at most 1073741824 bytes of pixels, got 65535 × 65535')
  })

  test('of a syntax without a decoder is refused by its name', async () => {
    await expect(decoded(stream, { ...given(), TransferSyntaxUID: '1.2.3' })).rejects.toThrow(
      'frame 1 (1.2.3): no decoder for transfer syntax 1.2.3',
    )
  })
})

describe('modality values', () => {
  test('slope and intercept; whole numbers stay whole', async () => {
    const samples = Uint16Array.from([0, 1000, 1024, 4095])
    const ct = await decoded(samples, { instance: { RescaleSlope: 1, RescaleIntercept: -1024 } })
    expect([...ct.values]).toEqual([-1024, -24, 0, 3071])
    expect(ct.values).toBeInstanceOf(Int16Array)
    const pt = await decoded(samples, { instance: { RescaleSlope: -0.5, RescaleIntercept: 1 } })
    expect([...pt.values]).toEqual([1, -499, -511, -2046.5])
    expect(pt).toMatchObject({ minimum: -2046.5, maximum: 1 })
  })

  test('a table stands in their place, and what lies outside of it has its ends', async () => {
    const frame = await decoded(Uint16Array.from([0, 1, 2, 9]), {
      instance: { RescaleSlope: 5 },
      tables: { modality: table(1, 16, 100, 200, 300) },
    })
    expect([...frame.values]).toEqual([100, 100, 200, 300])
    expect([...(frame.stored ?? [])]).toEqual([0, 1, 2, 9])
  })
})

describe('colour', () => {
  const colour = { ...{ Columns: 2, SamplesPerPixel: 3, PhotometricInterpretation: 'RGB' }, ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7 } } // prettier-ignore

  test('by pixel and by plane', async () => {
    const pixels = Uint8Array.from([1, 2, 3, 4, 5, 6])
    expect([...(await decoded(pixels, { instance: colour })).values]).toEqual([1, 2, 3, 4, 5, 6])
    const planes = await decoded(pixels, { instance: { ...colour, PlanarConfiguration: 1 } })
    expect([...planes.values]).toEqual([1, 3, 5, 2, 4, 6])
  })

  test('16 bits keep their highest eight', async () => {
    const deep = { ...colour, BitsAllocated: 16, BitsStored: 16, HighBit: 15 }
    const frame = await decoded(Uint16Array.from([0xff00, 0x80ff, 0, 256, 255, 512]), { instance: deep })
    expect([...frame.values]).toEqual([255, 128, 0, 1, 0, 2])
    expect(frame.stored?.[0]).toBe(0xff00)
  })

  test('luminance and chrominance, also one pair for two pixels', async () => {
    const full = { ...colour, PhotometricInterpretation: 'YBR_FULL' }
    const frame = await decoded(Uint8Array.from([76, 85, 255, 255, 128, 128]), { instance: full })
    expect([...frame.values]).toEqual([254, 0, 0, 255, 255, 255])
    const half = { ...colour, PhotometricInterpretation: 'YBR_FULL_422' }
    const pair = await decoded(Uint8Array.from([76, 255, 128, 128]), { instance: half })
    expect([...pair.values]).toEqual([76, 76, 76, 255, 255, 255])
    const partial = { ...colour, PhotometricInterpretation: 'YBR_PARTIAL_422' }
    const studio = await decoded(Uint8Array.from([16, 235, 128, 128]), { instance: partial })
    expect([...studio.values]).toEqual([0, 0, 0, 255, 255, 255])
  })

  test('a palette of 16-bit entries, and one whose entries are bytes all the same', async () => {
    const deep = table(0, 16, 0x1000, 0x2000, 0xff00)
    const bytes = table(0, 16, 1, 2, 255)
    const frame = await decoded(Uint16Array.from([0, 1, 2, 9]), {
      instance: { PhotometricInterpretation: 'PALETTE COLOR' },
      tables: { palette: { red: deep, green: bytes, blue: deep } },
    })
    expect([...frame.values]).toEqual([16, 1, 16, 32, 2, 32, 255, 255, 255, 255, 255, 255])
    expect(frame.components).toBe(3)
    expect([...(frame.stored ?? [])]).toEqual([0, 1, 2, 9])
  })
})

test('an overlay among the unused bits is found there and does not change the values', async () => {
  const plane = { ...{ group: 0x6000, description: '', type: 'G', rows: 1, columns: 4 }, ...{ left: 0, top: 0, bitPosition: 12 } } // prettier-ignore
  const frame = await decoded(Uint16Array.from([0x1001, 2, 0x1003, 4]), {
    instance: { BitsStored: 12, HighBit: 11 },
    tables: { overlays: [plane] },
  })
  expect([...frame.values]).toEqual([1, 2, 3, 4])
  expect(frame.overlays).toEqual([{ ...plane, bitmap: Uint8Array.from([1, 0, 1, 0]) }])
})

describe('padding', () => {
  const range = ({ padding }: DecodedFrame) => padding && [padding.from, padding.to, padding.measured]

  test('a value, and a range given from either end, are not measured', async () => {
    const values = Uint16Array.from([0, 7, 9, 65535])
    const frame = (padding: Instance['padding']) => decoded(values, { instance: { padding } })
    expect(range(await frame([65535, 65535]))).toEqual([65535, 65535, { minimum: 0, maximum: 9 }])
    expect(range(await frame([0, 7]))).toEqual([0, 7, { minimum: 9, maximum: 65535 }])
    expect(range(await frame([100, 200]))).toBeUndefined()
    expect(measuredRange(await frame([0, 65535]))).toEqual({ minimum: 0, maximum: 65535 })
  })

  test('is looked for in stored values and told in modality values', async () => {
    const rescaled = {
      PixelRepresentation: 1,
      RescaleSlope: 0.1,
      RescaleIntercept: -10,
      padding: [-2000, -2000],
    } as const
    const frame = await decoded(new Uint16Array(Int16Array.from([-2000, 0, 100, 50]).buffer), {
      instance: rescaled,
    })
    expect(isPadding(frame, frame.values[0])).toBe(true)
    expect([...frame.values].filter((value) => isPadding(frame, value))).toHaveLength(1)
    expect(measuredRange(frame)).toEqual({ minimum: -10, maximum: 0 })
  })

  test('under a table it has a value of its own, also where the table gives it one of an image', async () => {
    const given = {
      instance: { Columns: 5, padding: [0, 0] as [number, number] },
      tables: { modality: table(0, 16, 500, 400, 500, 600) },
    }
    const frame = await decoded(Uint16Array.of(0, 1, 2, 3, 0), given)
    expect(Array.from(frame.values, (value) => isPadding(frame, value))).toEqual([true, false, false, false, true]) // prettier-ignore
    expect([...frame.values].slice(1, 4)).toEqual([400, 500, 600])
    expect(measuredRange(frame)).toEqual({ minimum: 400, maximum: 600 })
    expect(defaultWindow({ windows: [] }, frame)).toEqual({ center: 500.5, width: 201 })
    expect([...(frame.stored ?? [])]).toEqual([0, 1, 2, 3, 0])
  })

  test('is left out of automatic windows', async () => {
    const values = Uint16Array.from([50, 40, 60, 65535])
    const frame = await decoded(values, { instance: { padding: [65535, 65535] } })
    expect(defaultWindow({ windows: [] }, frame)).toEqual({ center: 50.5, width: 21 })
    expect(spreadWindow(frame, 0)).toEqual({ center: 50.5, width: 21 })
    expect(spreadWindow(frame, 0.01)).toEqual({ center: 50.5, width: 21 })
  })
})

describe('native colour with fewer samples of chrominance', () => {
  const GREEN = { full: [150, 44, 21], partial: [145, 54, 34] } as const
  const sized = (PhotometricInterpretation: string, Columns: number, Rows: number): Partial<Instance> => ({
    ...{ Rows, Columns, SamplesPerPixel: 3, PhotometricInterpretation },
    ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7 },
  })
  const pairs = ([y, cb, cr]: readonly number[], count: number) =>
    Array.from({ length: count }, () => [y, y, cb, cr]).flat()
  const isGreen = (values: ArrayLike<number>, pixels: number) =>
    Array.from(
      { length: pixels },
      (_, at) => values[3 * at] < 8 && values[3 * at + 1] > 247 && values[3 * at + 2] < 8,
    )

  test.each([
    ['YBR_FULL_422', 5, 3, pairs(GREEN.full, 9)],
    ['YBR_PARTIAL_422', 5, 3, pairs(GREEN.partial, 9)],
    ['YBR_PARTIAL_422', 4, 3, pairs(GREEN.partial, 6)],
    ['YBR_PARTIAL_420', 3, 3, Array.from({ length: 4 }, () => [145, 145, 145, 145, 54, 34]).flat()],
    [
      'YBR_PARTIAL_420',
      3,
      3,
      [...Array<number>(16).fill(145), ...Array<number>(4).fill(54), ...Array<number>(4).fill(34)],
    ],
  ])('%s, %i × %i', async (model, columns, rows, bytes) => {
    const { values } = await decoded(Uint8Array.from(bytes), { instance: sized(model, columns, rows) })
    expect(isGreen(values, columns * rows)).toEqual(Array<boolean>(columns * rows).fill(true))
  })

  test('rows of odd length are not sheared', async () => {
    const row = (first: number) => [first, 0, 128, 128, 0, 0, 128, 128]
    const bytes = Uint8Array.from([...row(255), ...row(255), ...row(255)])
    const { values } = await decoded(bytes, { instance: sized('YBR_FULL_422', 3, 3) })
    expect(Array.from({ length: 9 }, (_, at) => values[3 * at])).toEqual([255, 0, 0, 255, 0, 0, 255, 0, 0])
  })

  test('too few bytes are refused', async () => {
    const cut = decoded(Uint8Array.from(pairs(GREEN.full, 8)), { instance: sized('YBR_FULL_422', 5, 3) })
    await expect(cut).rejects.toThrow('expected 36 bytes of pixels, got 32')
  })
})
