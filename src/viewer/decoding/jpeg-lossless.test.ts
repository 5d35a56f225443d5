import { describe, expect, test } from 'vitest'
import { jpegExtended, jpegLossless, type GreyImage } from '../../../e2e/encoders'
import { wholeJpeg } from './codestream'
import { decodeJpegExtended } from './jpeg-extended'
import { decodeJpegLossless } from './jpeg-lossless'

/** Steps of all sizes, also of 32768. */
const image: GreyImage = {
  ...{ columns: 17, rows: 12, bits: 16 },
  values: Array.from({ length: 204 }, (_, at) =>
    at % 7 === 0 ? 32768 * (at & 1) : (at * at * 7919) % 65536,
  ),
}
const bytes: GreyImage = { ...image, bits: 8, values: Array.from(image.values, (value) => value & 255) }

const lossless = (stream: Uint8Array) => [...decodeJpegLossless(wholeJpeg(stream).jpeg)]
const extended = (stream: Uint8Array) => decodeJpegExtended(wholeJpeg(stream).jpeg)
const endless = (stream: Uint8Array) => stream.slice(0, stream.lastIndexOf(0xd9) - 1)

describe('JPEG Lossless', () => {
  test.each([1, 2, 3, 4, 5, 6, 7])('gives back every value, predictor %i', (predictor) => {
    expect(lossless(jpegLossless(image, predictor))).toEqual(Array.from(image.values))
    expect(lossless(jpegLossless(bytes, predictor))).toEqual(Array.from(bytes.values))
  })

  test('begins anew at restart markers', () => {
    expect(lossless(jpegLossless(image, 4, 3))).toEqual(Array.from(image.values))
    expect(lossless(jpegLossless(image, 1, 1))).toEqual(Array.from(image.values))
  })

  test.each([0, 3])('cut anywhere it is refused, restart each %i rows', (restartRows) => {
    const stream = jpegLossless(image, 1, restartRows)
    const header = stream.findIndex((_, at) => stream[at] === 0xff && stream[at + 1] === 0xda) + 10
    const end = endless(stream).length
    const whole = Array.from(image.values)
    expect(lossless(stream.slice(0, end))).toEqual(whole)
    for (let length = header; length < end; length++) {
      const cut = stream.slice(0, length)
      expect(() => lossless(cut), `${length} bytes`).toThrow(/truncated|damaged/)
      expect(() => lossless(Uint8Array.from([...cut, 0xff, 0xd9])), `${length}, ended`).toThrow(
        /truncated|damaged/,
      )
      const filled = Uint8Array.from([...cut, ...new Uint8Array(stream.length - length)])
      // The zero that follows a byte FF is all that the last cut takes away.
      if (stream[length - 1] === 0xff && length === end - 1) expect(lossless(filled)).toEqual(whole)
      else expect(() => lossless(filled), `${length}, filled`).toThrow(/truncated|damaged/)
    }
  })

  test('bits that are no code are refused', () => {
    const stream = jpegLossless(image)
    stream.fill(0xfe, endless(stream).length - 40, endless(stream).length)
    expect(() => lossless(stream)).toThrow(/damaged|truncated/)
  })
})

describe('JPEG Extended of 12 bits', () => {
  const values = [0, 4095, 2048, 100, 3000, 17]
  const stream = jpegExtended(3, values)

  test('gives back the value of each block', () => {
    const samples = extended(stream)
    expect(samples).toHaveLength(24 * 16)
    values.forEach((value, block) => {
      const at = Math.floor(block / 3) * 8 * 24 + (block % 3) * 8
      expect([samples[at], samples[at + 7 * 24 + 7]]).toEqual([value, value])
    })
  })

  test('cut anywhere it is refused', () => {
    const header = stream.findIndex((_, at) => stream[at] === 0xff && stream[at + 1] === 0xda) + 10
    const end = endless(stream).length
    expect(extended(stream.slice(0, end))).toEqual(extended(stream))
    for (let length = header; length < end; length++) {
      expect(() => extended(stream.slice(0, length)), `${length} bytes`).toThrow(/truncated|damaged/)
      const ended = Uint8Array.from([...stream.slice(0, length), 0xff, 0xd9])
      expect(() => extended(ended), `${length}, ended`).toThrow(/truncated|damaged/)
    }
  })
})
