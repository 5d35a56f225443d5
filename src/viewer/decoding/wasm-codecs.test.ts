import { beforeAll, describe, expect, test } from 'vitest'
import { jpeg2000, jpegBaseline, jpegLs, type GreyImage } from '../../../e2e/encoders'
import { NO_TABLES } from '../../domain/frame-tables'
import type { Instance } from '../../domain/study'
import { decode } from './decode'

/* The codecs of WebAssembly on streams that are not what they should be. Vitest finds their files by `codecFiles`. */

const size = { columns: 512, rows: 384 }
const values = Array.from({ length: 512 * 384 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 20)
const deep: GreyImage = { ...size, bits: 16, values }
const smooth: GreyImage = { ...size, bits: 8, values: values.map((_, at) => ((at % 512) + (at >> 9)) >> 2) }

const header = (bits: number): Partial<Instance> => ({
  ...{ Rows: 384, Columns: 512, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2' },
  ...{
    PlanarConfiguration: 0,
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
  },
})

const draw = (bytes: Uint8Array, last: string, bits = 16, frameNumber = 3) =>
  decode({
    instance: header(bits) as Instance,
    ...{ frameNumber, bytes, tables: NO_TABLES },
    TransferSyntaxUID: `1.2.840.10008.1.2.${last}`,
  })

describe.each([
  ['JPEG-LS Lossless', '4.80', jpegLs],
  ['JPEG 2000 Lossless', '4.90', jpeg2000],
] as const)('%s', (name, last, encode) => {
  let stream: Uint8Array
  beforeAll(async () => {
    stream = await encode(deep)
  })

  test('whole gives every value', async () => {
    expect([...(await draw(stream, last)).values]).toEqual(values)
  })

  test.each([0.05, 0.5, 0.9, 0.999])(
    '%s of it is refused, as it is, with an end, and filled with zeros',
    async (part) => {
      const cut = stream.slice(0, Math.floor(stream.length * part))
      const filled = new Uint8Array(stream.length)
      filled.set(cut)
      for (const bytes of [cut, Uint8Array.from([...cut, 0xff, 0xd9]), filled])
        await expect(draw(bytes, last)).rejects.toThrow(new RegExp(`^frame 3 \\(${name}\\): expected .+`))
    },
  )

  test('with damage in its data it is drawn as such or refused with a cause', async () => {
    for (let at = 60; at < stream.length; at += Math.ceil(stream.length / 9)) {
      const damaged = stream.slice()
      damaged.set([0xff, 0xff, 0, 0xff], at)
      const said = await draw(damaged, last).then(
        () => 'drawn',
        (thrown: Error) => thrown.message,
      )
      expect(said).toMatch(new RegExp(`^drawn$|^frame 3 \\(${name}\\): expected .+`))
    }
  })
})

test('the words of a codec follow what was expected', async () => {
  const stream = await jpegBaseline(smooth)
  const tables = stream.findIndex((byte, at) => byte === 0xff && stream[at + 1] === 0xc4)
  const damaged = stream.slice()
  damaged.fill(0xff, tables + 5, tables + 21)
  await expect(draw(damaged, '4.50', 8)).rejects.toThrow(
    /^frame 3 \(JPEG Baseline\): expected 512 × 384 pixels of 1 × 8 bits, got a stream that is truncated or damaged \(.*[A-Za-z].*\)$/,
  )
})
