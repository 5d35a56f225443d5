import {
  JPEG_LS,
  LOSSLESS,
  PROGRESSIVE,
  wholeJpeg,
  wholeJpeg2000,
  type Claims,
  type JpegStream,
} from './codestream'
import { decodeRunLengths } from './run-lengths'
import { byPixel, nativeSamples, samplesOfWords, type PixelFormat, type Samples } from './stored-values'
import { jpeg2000Codec, jpegCodec, jpegLsCodec } from './wasm-codecs'

/** What a codec gave, in memory of its own, and whether its colours are red, green, blue already, whatever the file calls them. */
export interface Decoded {
  readonly samples: Samples
  readonly isRgb: boolean
}

type Codec = (bytes: Uint8Array, format: PixelFormat) => Decoded | Promise<Decoded>

/**
 * The samples of a frame, all of them or none: no codec is asked before the stream was found to be whole and of the
 * size that the header promises.
 * @throws Error saying what was expected and what came
 */
export function decodeSamples(
  bytes: Uint8Array,
  TransferSyntaxUID: string,
  format: PixelFormat,
): Decoded | Promise<Decoded> {
  const codec = CODECS.get(TransferSyntaxUID)
  if (!codec) throw new Error(`no decoder for transfer syntax ${TransferSyntaxUID}`)
  checkRoom(format)
  return codec(bytes, format)
}

/** A frame larger than this is no image of a patient, and would not fit beside others. */
const MAX_DECODED_BYTES = 1024 ** 3

function checkRoom({ Rows, Columns, SamplesPerPixel, BitsAllocated }: PixelFormat): void {
  const bytes = (Rows * Columns * SamplesPerPixel * BitsAllocated) / 8
  if (!(bytes <= MAX_DECODED_BYTES))
    throw new Error(
      `expected at most ${MAX_DECODED_BYTES} bytes of pixels, got ${Columns} × ${Rows} pixels of ` +
        `${SamplesPerPixel} × ${BitsAllocated} bits`,
    )
}

/** A header that another stream belongs to is worse than no header. */
function checkClaims({ rows, columns, components, bits }: Claims, format: PixelFormat): void {
  const { Rows, Columns, SamplesPerPixel, BitsAllocated } = format
  if (rows !== Rows || columns !== Columns)
    throw new Error(`expected ${Columns} × ${Rows} pixels, got ${columns} × ${rows} in the stream`)
  if (components !== SamplesPerPixel)
    throw new Error(`expected ${SamplesPerPixel} samples per pixel, got ${components} in the stream`)
  if (bits > BitsAllocated)
    throw new Error(`expected at most ${BitsAllocated} bits, got ${bits} in the stream`)
}

/** Room is not made for pixels that so few bytes cannot hold. */
function checkReach(
  bytes: Uint8Array,
  mostPerByte: number,
  { Rows, Columns, SamplesPerPixel }: PixelFormat,
): void {
  const samples = Rows * Columns * SamplesPerPixel
  if (samples > bytes.length * mostPerByte)
    throw new Error(`expected ${Math.ceil(samples / mostPerByte)} bytes or more, got ${bytes.length}`)
}

/** A run of 128 bytes takes two (PS3.5 annex G). */
const MAX_PER_BYTE_RLE = 64
/** One bit for each difference. */
const MAX_PER_BYTE_LOSSLESS = 8
/** One bit for a run of up to 32768 (ITU-T T.87 A.7.1). */
const MAX_PER_BYTE_JPEG_LS = 8 * 32768
/** Two bits for a block of 64, its difference and its end; a unit of ten blocks spreads to 1536 samples at most. */
const MAX_PER_BYTE_SEQUENTIAL = 1024

const native: Codec = (bytes, format) => ({ samples: nativeSamples(bytes, format), isRgb: false })

const runLengths: Codec = (bytes, format) => {
  const { Rows, Columns, SamplesPerPixel, BitsAllocated } = format
  const pixels = Rows * Columns
  checkReach(bytes, BitsAllocated > 1 ? MAX_PER_BYTE_RLE : 8 * MAX_PER_BYTE_RLE, format)
  if (BitsAllocated === 1) return native(decodeRunLengths(bytes, Math.ceil(pixels / 8), 1, 1), format)
  const decoded = decodeRunLengths(bytes, pixels, SamplesPerPixel, BitsAllocated / 8)
  return { samples: samplesOfWords(decoded, BitsAllocated), isRgb: false }
}

/** By the process the stream itself names: some files carry another than their transfer syntax. */
const jpeg: Codec = async (bytes, format) => {
  const { stream, jpeg: read } = wholeJpeg(bytes)
  checkClaims(read, format)
  if (read.process === LOSSLESS) return jpegLossless(read, stream, format)
  if (read.process !== PROGRESSIVE) checkReach(stream, MAX_PER_BYTE_SEQUENTIAL, format)
  if (read.bits <= 8) {
    const { samples } = await jpegCodec(
      format.PhotometricInterpretation === 'RGB' ? withoutTransform(stream, read) : stream,
    )
    return { samples, isRgb: true }
  }
  if (read.process > 0xc1) throw new Error('expected sequential JPEG of 12 bits, got another process')
  const { decodeJpegExtended } = await import('./jpeg-extended')
  return { samples: decodeJpegExtended(read), isRgb: false }
}

async function jpegLossless(read: JpegStream, stream: Uint8Array, format: PixelFormat): Promise<Decoded> {
  checkReach(stream, MAX_PER_BYTE_LOSSLESS, format)
  const { decodeJpegLossless } = await import('./jpeg-lossless')
  return { samples: decodeJpegLossless(read), isRgb: false }
}

const jpegLs: Codec = async (bytes, format) => {
  const { stream, jpeg: read } = wholeJpeg(bytes)
  if (read.process !== JPEG_LS) throw new Error('expected JPEG-LS, got JPEG of another kind')
  checkClaims(read, format)
  checkReach(stream, MAX_PER_BYTE_JPEG_LS, format)
  const { samples, interleaveMode } = await jpegLsCodec(stream, format.PixelRepresentation === 1)
  // Components one after the other (ITU-T T.87 ILV 0) come as planes.
  const isPlanar = format.SamplesPerPixel > 1 && interleaveMode === 0
  return {
    samples: isPlanar ? byPixel(samples, format.Rows * format.Columns, format.SamplesPerPixel) : samples,
    isRgb: false,
  }
}

const jpeg2000: Codec = async (bytes, format) => {
  const { stream, claims } = wholeJpeg2000(bytes)
  checkClaims(claims, format)
  const { samples } = await jpeg2000Codec(stream)
  return { samples, isRgb: isTransformedInside(format) }
}

/** YBR_RCT and YBR_ICT name a transform of the codec itself, which it inverts. */
const isTransformedInside = ({ PhotometricInterpretation }: PixelFormat): boolean =>
  /^YBR_(RCT|ICT)$/.test(PhotometricInterpretation)

const CODECS: ReadonlyMap<string, Codec> = new Map([
  ['1.2.840.10008.1.2.1', native],
  ['1.2.840.10008.1.2.5', runLengths],
  ['1.2.840.10008.1.2.4.50', jpeg],
  ['1.2.840.10008.1.2.4.51', jpeg],
  ['1.2.840.10008.1.2.4.57', jpeg],
  ['1.2.840.10008.1.2.4.70', jpeg],
  ['1.2.840.10008.1.2.4.80', jpegLs],
  ['1.2.840.10008.1.2.4.81', jpegLs],
  ['1.2.840.10008.1.2.4.90', jpeg2000],
  ['1.2.840.10008.1.2.4.91', jpeg2000],
  ['1.2.840.10008.1.2.4.201', jpeg2000],
  ['1.2.840.10008.1.2.4.202', jpeg2000],
  ['1.2.840.10008.1.2.4.203', jpeg2000],
])

/**
 * Adobe's marker with transform 0: three components are then red, green and blue, as the file says. Not where the
 * stream has a marker of its own: JFIF is always luminance and chrominance, whatever the file says.
 */
const APP14 = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]

function withoutTransform(stream: Uint8Array, read: JpegStream): Uint8Array {
  const hasOwn = read.segments.some(({ marker }) => marker === 0xee || marker === 0xe0)
  return hasOwn ? stream : Uint8Array.from([...stream.subarray(0, 2), ...APP14, ...stream.subarray(2)])
}
