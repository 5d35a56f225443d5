import { describe, expect, test } from 'vitest'
import {
  htj2k,
  jpeg2000,
  jpegBaseline,
  jpegLossless,
  jpegLs,
  jpegProgressive,
  type GreyImage,
} from '../../../e2e/encoders'
import { wholeJpeg, wholeJpeg2000 } from './codestream'

const deep: GreyImage = {
  ...{ columns: 96, rows: 64, bits: 16 },
  values: Array.from({ length: 96 * 64 }, (_, at) => (at * 7919) % 4099),
}
const bytes: GreyImage = { ...deep, bits: 8, values: Array.from(deep.values, (value) => value & 255) }

const padded = (stream: Uint8Array, ...more: number[]) => Uint8Array.from([...stream, ...more])
/** Without what follows its end marker, and without that. */
const endless = (stream: Uint8Array) => {
  const end = stream.lastIndexOf(0xd9)
  return stream.slice(0, end - 1)
}

describe.each([
  ['JPEG 2000', jpeg2000],
  ['HTJ2K', htj2k],
])('%s', (_, encode) => {
  test('says its size, and that it is whole', async () => {
    const stream = await encode(deep)
    const claims = { columns: 96, rows: 64, components: 1, bits: 16 }
    expect(wholeJpeg2000(stream)).toEqual({ stream, claims })
    expect(wholeJpeg2000(padded(stream, 0, 0, 0, 0)).claims).toEqual(claims)
    expect(wholeJpeg2000(padded(stream, 7, 0xff, 7)).claims).toEqual(claims)
    // In a JP2 box.
    expect(wholeJpeg2000(Uint8Array.from([...new Uint8Array(85), ...stream])).claims).toEqual(claims)
  })

  test('cut anywhere it is refused, with an end of its own or zeros in place of the rest as well', async () => {
    const stream = await encode(deep)
    const end = endless(stream).length
    for (let length = 0; length < end; length += length < end - 100 ? 37 : 1) {
      const cut = stream.slice(0, length)
      expect(() => wholeJpeg2000(cut), `${length} bytes`).toThrow(/truncated|expected/)
      expect(() => wholeJpeg2000(padded(cut, 0xff, 0xd9)), `${length} bytes, ended`).toThrow(/expected/)
      const filled = padded(cut, ...new Uint8Array(stream.length - length))
      expect(() => wholeJpeg2000(filled), `${length} bytes, filled`).toThrow(/expected/)
    }
  })

  test('one that lacks its end marker alone gets it', async () => {
    const stream = await encode(deep)
    const { stream: completed } = wholeJpeg2000(endless(stream))
    expect([...completed.subarray(-2)]).toEqual([0xff, 0xd9])
  })

  test('the last tile-part may be open; it then needs the end marker', async () => {
    const stream = await encode(deep)
    const view = new DataView(stream.buffer)
    let at = 0
    for (let next = 2; next < stream.length - 12; next++) if (view.getUint32(next) === 0xff90000a) at = next
    view.setUint32(at + 6, 0)
    expect(wholeJpeg2000(stream).claims).toMatchObject({ columns: 96 })
    expect(() => wholeJpeg2000(endless(stream))).toThrow(/without it: truncated/)
  })
})

describe.each([
  ['JPEG', jpegBaseline, bytes],
  ['JPEG-LS', jpegLs, deep],
  ['JPEG Lossless', (image: GreyImage) => jpegLossless(image), deep],
] as const)('%s', (_, encode, image) => {
  test('says its size, and whether it has an end', async () => {
    const stream = await encode(image)
    const claims = { columns: 96, rows: 64, components: 1, bits: image.bits, scanned: 1 }
    expect(wholeJpeg(stream).jpeg).toMatchObject({ ...claims, hasEnd: true })
    expect(wholeJpeg(padded(stream, 0, 0)).jpeg).toMatchObject(claims)
    expect(wholeJpeg(padded(stream, 1, 0xff, 0xd8, 2)).jpeg).toMatchObject(claims)
    // Fill bytes before a marker.
    const filled = Uint8Array.from([...stream.subarray(0, 2), 0xff, 0xff, ...stream.subarray(2)])
    expect(wholeJpeg(filled).jpeg).toMatchObject(claims)
  })

  test('without its end it gets one, right after the data', async () => {
    const stream = await encode(image)
    const bare = endless(stream)
    for (const given of [bare, padded(bare, 0), padded(bare, 0, 0, 0, 0)])
      expect(wholeJpeg(given).stream).toEqual(padded(bare, 0xff, 0xd9))
  })

  test('cut within its header it is refused', async () => {
    const stream = await encode(image)
    for (let length = 0; length < 20; length++)
      expect(() => wholeJpeg(stream.slice(0, length)), `${length} bytes`).toThrow(/expected/)
  })
})

test('a progressive stream without its end is refused: a scan may be missing', async () => {
  const stream = await jpegProgressive(bytes)
  expect(wholeJpeg(stream).jpeg).toMatchObject({ columns: 96, rows: 64 })
  expect(() => wholeJpeg(endless(stream))).toThrow(/without it: truncated/)
})

test('a progressive stream that lacks a scan is refused, with its end as well', async () => {
  const stream = await jpegProgressive(bytes)
  const scans = Array.from(stream.keys()).filter((at) => stream[at] === 0xff && stream[at + 1] === 0xda)
  expect(scans.length).toBeGreaterThan(2)
  for (const at of scans.slice(1))
    expect(() => wholeJpeg(padded(stream.slice(0, at), 0xff, 0xd9))).toThrow(/got fewer: truncated/)
})

test('a stream in which a component has no scan is refused', () => {
  const stream = jpegLossless(deep)
  const at = stream.findIndex((_, index) => stream[index] === 0xff && stream[index + 1] === 0xc3)
  stream[at + 9] = 3
  expect(() => wholeJpeg(stream)).toThrow('expected scans of 3 components, got 1: truncated')
})
