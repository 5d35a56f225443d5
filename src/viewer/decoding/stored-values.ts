import { chrominanceShare, nativeSampleCount } from '../../domain/native-pixels'
import type { Instance } from '../../domain/study'

/** Values of Pixel Data before any transformation, colour by pixel. */
export type StoredValues = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array

export type PixelFormat = Pick<
  Instance,
  | 'Rows'
  | 'Columns'
  | 'SamplesPerPixel'
  | 'PhotometricInterpretation'
  | 'PlanarConfiguration'
  | 'BitsAllocated'
  | 'BitsStored'
  | 'HighBit'
  | 'PixelRepresentation'
>

/** What a codec, or the file itself, gives for each sample: all allocated bits, whatever they mean. */
export type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array

/**
 * Native pixels (PS3.5 section 8.1) as samples, colour by pixel.
 * @param bytes little endian
 * @throws Error when there are too few
 */
export function nativeSamples(bytes: Uint8Array, format: PixelFormat): Samples {
  const { Rows, Columns, SamplesPerPixel, BitsAllocated, PhotometricInterpretation } = format
  const pixels = Rows * Columns
  const count = nativeSampleCount(format)
  const expected = Math.ceil((count * BitsAllocated) / 8)
  if (bytes.length < expected) throw new Error(`expected ${expected} bytes of pixels, got ${bytes.length}`)
  if (BitsAllocated === 1) return bitSamples(bytes, pixels * SamplesPerPixel)
  const samples = samplesOfWords(bytes, BitsAllocated)
  const { down } = chrominanceShare(PhotometricInterpretation)
  if (count !== pixels * SamplesPerPixel)
    return down === 1 ? spreadPairs(samples, format) : spreadBlocks(samples.subarray(0, count), format)
  return SamplesPerPixel > 1 && format.PlanarConfiguration === 1
    ? byPixel(samples, pixels, SamplesPerPixel)
    : samples
}

/** @param bytes little endian */
export function samplesOfWords(bytes: Uint8Array, BitsAllocated: number): Samples {
  if (BitsAllocated <= 8) return bytes
  const { buffer, byteOffset, byteLength } = bytes
  if (BitsAllocated === 16 && byteOffset % 2 === 0)
    return new Uint16Array(buffer, byteOffset, byteLength >> 1)
  if (BitsAllocated === 32 && byteOffset % 4 === 0)
    return new Uint32Array(buffer, byteOffset, byteLength >> 2)
  return samplesOfWords(bytes.slice(), BitsAllocated)
}

/** The first pixel is the lowest bit of the first byte. */
const bitSamples = (bytes: Uint8Array, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, index) => (bytes[index >> 3] >> (index & 7)) & 1)

/** Plane after plane → pixel after pixel. */
export function byPixel<Kind extends Samples>(planes: Kind, pixels: number, samples: number): Kind {
  const woven = planes.slice() as Kind
  for (let sample = 0; sample < samples; sample++)
    for (let pixel = 0; pixel < pixels; pixel++)
      woven[pixel * samples + sample] = planes[sample * pixels + pixel]
  return woven
}

type Size = Pick<PixelFormat, 'Rows' | 'Columns'>

const alike = <Kind extends Samples>(samples: Kind, length: number): Kind =>
  new (samples.constructor as { new (length: number): Kind })(length)

/** 4:2:2: Y Y Cb Cr for two pixels; a row of odd length ends in a whole pair (PS3.3 section C.7.6.3.1.2). */
function spreadPairs(samples: Samples, { Rows, Columns }: Size): Samples {
  const full = alike(samples, 3 * Rows * Columns)
  const perRow = 4 * Math.ceil(Columns / 2)
  for (let row = 0, to = 0; row < Rows; row++)
    for (let column = 0; column < Columns; column++, to += 3) {
      const pair = row * perRow + 4 * (column >> 1)
      full[to] = samples[pair + (column & 1)]
      full[to + 1] = samples[pair + 2]
      full[to + 2] = samples[pair + 3]
    }
  return full
}

/**
 * 4:2:0. The standard names no order of native samples; of the two that are written, blocks of Y Y Y Y Cb Cr and
 * plane after plane, the one in which neighbouring pixels are more alike is taken: the other shows stripes.
 */
function spreadBlocks(samples: Samples, { Rows, Columns }: Size): Samples {
  const [wide, high] = [Math.ceil(Columns / 2), Math.ceil(Rows / 2)]
  const spread = (at: (row: number, column: number) => readonly [y: number, cb: number, cr: number]) => {
    const full = alike(samples, 3 * Rows * Columns)
    let rough = 0
    for (let row = 0, to = 0; row < Rows; row++)
      for (let column = 0; column < Columns; column++, to += 3) {
        at(row, column).forEach((from, part) => (full[to + part] = samples[from]))
        if (column > 0) rough += Math.abs(full[to] - full[to - 3])
        if (row > 0) rough += Math.abs(full[to] - full[to - 3 * Columns])
      }
    return { full, rough }
  }
  const blocks = spread((row, column) => {
    const block = 6 * ((row >> 1) * wide + (column >> 1))
    return [block + 2 * (row & 1) + (column & 1), block + 4, block + 5]
  })
  const planes = spread((row, column) => {
    const chroma = 4 * wide * high + (row >> 1) * wide + (column >> 1)
    return [row * 2 * wide + column, chroma, chroma + wide * high]
  })
  return planes.rough < blocks.rough ? planes.full : blocks.full
}

/** The stored bits of each sample as a number: other bits of the sample, overlays among them, are left out. */
export function storedValues(samples: Samples, format: PixelFormat): StoredValues {
  const { BitsAllocated, BitsStored, HighBit, PixelRepresentation } = format
  const isSigned = PixelRepresentation === 1
  const down = Math.max(0, HighBit + 1 - BitsStored)
  const width = samples.BYTES_PER_ELEMENT * 8
  if (down === 0 && BitsStored >= Math.min(width, Math.max(BitsAllocated, 8)))
    return asSigned(samples, isSigned)
  const stored = roomFor(samples.length, BitsStored, isSigned)
  const up = 32 - BitsStored
  if (isSigned) for (let at = 0; at < stored.length; at++) stored[at] = ((samples[at] >> down) << up) >> up
  else for (let at = 0; at < stored.length; at++) stored[at] = ((samples[at] >>> down) << up) >>> up
  return stored
}

/** The same bits, read with or without a sign. */
function asSigned(samples: Samples, isSigned: boolean): StoredValues {
  const { buffer, byteOffset, length } = samples
  if (samples.BYTES_PER_ELEMENT === 1)
    return isSigned
      ? Int16Array.from(new Int8Array(buffer, byteOffset, length))
      : new Uint8Array(buffer, byteOffset, length)
  if (samples.BYTES_PER_ELEMENT === 2)
    return isSigned ? new Int16Array(buffer, byteOffset, length) : new Uint16Array(buffer, byteOffset, length)
  return isSigned ? new Int32Array(buffer, byteOffset, length) : new Uint32Array(buffer, byteOffset, length)
}

function roomFor(length: number, bits: number, isSigned: boolean): StoredValues {
  if (isSigned) return bits <= 16 ? new Int16Array(length) : new Int32Array(length)
  if (bits <= 8) return new Uint8Array(length)
  return bits <= 16 ? new Uint16Array(length) : new Uint32Array(length)
}

/** An overlay plane among the unused bits of the samples. */
export function embeddedBits(samples: Samples, bitPosition: number): Uint8Array {
  const bits = new Uint8Array(samples.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (samples[at] >>> bitPosition) & 1
  return bits
}
