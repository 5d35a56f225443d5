import type { PixelFormat, Samples } from './stored-values'
import { byPixel } from './stored-values'

/** What a codec gave, in memory of its own, and whether its colours are red, green, blue already, whatever the file calls them. */
export interface Decoded {
  readonly samples: Samples
  readonly isRgb: boolean
}

type Codec = (bytes: Uint8Array, format: PixelFormat) => Promise<Decoded>

/**
 * Compressed transfer syntaxes but RLE, by Cornerstone's codecs; each is fetched when first needed.
 * @throws Error or whatever the codec throws
 */
export function decodeCompressed(
  bytes: Uint8Array,
  TransferSyntaxUID: string,
  format: PixelFormat,
): Promise<Decoded> {
  const codec = CODECS[TransferSyntaxUID]
  if (!codec) throw new Error(`no decoder for transfer syntax ${TransferSyntaxUID}`)
  return codec(bytes, format)
}

/** As the loader's decoders want it. */
const frameOf = (format: PixelFormat) => ({
  samplesPerPixel: format.SamplesPerPixel,
  photometricInterpretation: format.PhotometricInterpretation,
  planarConfiguration: format.PlanarConfiguration,
  rows: format.Rows,
  columns: format.Columns,
  bitsAllocated: format.BitsAllocated,
  bitsStored: format.BitsStored,
  pixelRepresentation: format.PixelRepresentation,
  signed: format.PixelRepresentation === 1,
  bytesPerPixel: format.BitsAllocated <= 8 ? 1 : 2,
})

/** By the process the stream itself names: some files carry another than their transfer syntax. */
const jpeg: Codec = (bytes, format) => {
  const { marker, precision } = startOfFrame(bytes)
  if (marker === LOSSLESS) return jpegLossless(bytes, format)
  return precision > 8 ? jpeg12(bytes, format) : jpeg8(bytes, format)
}

const jpeg8: Codec = async (bytes, format) => {
  const { default: decode } =
    await import('@cornerstonejs/dicom-image-loader/decoders/decodeJPEGBaseline8Bit.js')
  const stream = format.PhotometricInterpretation === 'RGB' ? withoutTransform(bytes) : bytes
  const { pixelData } = await decode(stream, frameOf(format))
  return { samples: pixelData.slice(), isRgb: true }
}

/**
 * The decoder takes a 12-bit sample for 255/4095 of a byte where it is 1/16, and so adds 15 to all but the
 * highest value, at which it stops too early.
 */
const jpeg12: Codec = async (bytes, format) => {
  const { default: decode } =
    await import('@cornerstonejs/dicom-image-loader/decoders/decodeJPEGBaseline12Bit-js.js')
  const { pixelData } = await decode(frameOf(format), bytes)
  const samples = pixelData as Uint16Array
  for (let at = 0; at < samples.length; at++)
    if (samples[at] < 4095) samples[at] = Math.max(samples[at] - 15, 0)
  return { samples, isRgb: false }
}

const jpegLossless: Codec = async (bytes, format) => {
  const { default: decode } = await import('@cornerstonejs/dicom-image-loader/decoders/decodeJPEGLossless.js')
  const { pixelData } = await decode(frameOf(format), bytes)
  return { samples: pixelData, isRgb: false }
}

const jpegLs: Codec = async (bytes, format) => {
  const { default: decode } = await import('@cornerstonejs/dicom-image-loader/decoders/decodeJPEGLS.js')
  const { pixelData, interleaveMode } = await decode(bytes, frameOf(format))
  // Components one after the other (ITU-T T.87 ILV 0) come as planes.
  const isPlanar = format.SamplesPerPixel > 1 && interleaveMode === 0
  const samples = isPlanar
    ? byPixel(pixelData, format.Rows * format.Columns, format.SamplesPerPixel)
    : pixelData.slice()
  return { samples, isRgb: false }
}

const jpeg2000: Codec = async (bytes, format) => {
  const { default: decode } = await import('@cornerstonejs/dicom-image-loader/decoders/decodeJPEG2000.js')
  const { pixelData } = await decode(bytes, frameOf(format))
  return { samples: pixelData, isRgb: isTransformedInside(format) }
}

const htj2k: Codec = async (bytes, format) => {
  const { default: decode } = await import('@cornerstonejs/dicom-image-loader/decoders/decodeHTJ2K.js')
  const { pixelData } = await decode(bytes, frameOf(format))
  return { samples: pixelData, isRgb: isTransformedInside(format) }
}

/** YBR_RCT and YBR_ICT name a step of the codec itself, which it takes back. */
const isTransformedInside = ({ PhotometricInterpretation }: PixelFormat): boolean =>
  /^YBR_(RCT|ICT)$/.test(PhotometricInterpretation)

const CODECS: Readonly<Record<string, Codec>> = {
  '1.2.840.10008.1.2.4.50': jpeg,
  '1.2.840.10008.1.2.4.51': jpeg,
  '1.2.840.10008.1.2.4.57': jpeg,
  '1.2.840.10008.1.2.4.70': jpeg,
  '1.2.840.10008.1.2.4.80': jpegLs,
  '1.2.840.10008.1.2.4.81': jpegLs,
  '1.2.840.10008.1.2.4.90': jpeg2000,
  '1.2.840.10008.1.2.4.91': jpeg2000,
  '1.2.840.10008.1.2.4.201': htj2k,
  '1.2.840.10008.1.2.4.202': htj2k,
  '1.2.840.10008.1.2.4.203': htj2k,
}

/** Start of frame of the lossless process (ITU-T T.81 table B.1). */
const LOSSLESS = 0xc3

/** Process and bits per sample (ITU-T T.81 B.2.2). */
function startOfFrame(stream: Uint8Array): { marker: number; precision: number } {
  for (let at = 2; at + 4 < stream.length && stream[at] === 0xff;) {
    const marker = stream[at + 1]
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { marker, precision: stream[at + 4] }
    at += marker === 0xff ? 1 : 2 + ((stream[at + 2] << 8) | stream[at + 3])
  }
  return { marker: 0xc0, precision: 8 }
}

/**
 * Adobe's marker with transform 0: three components are then red, green and blue, as the file says. Not where the
 * stream has a marker of its own: JFIF is always luminance and chrominance, whatever the file says.
 */
const APP14 = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]

function withoutTransform(stream: Uint8Array): Uint8Array {
  for (let at = 2; at + 4 < stream.length && stream[at] === 0xff && stream[at + 1] !== 0xda;) {
    if (stream[at + 1] === 0xee || stream[at + 1] === 0xe0) return stream
    at += 2 + ((stream[at + 2] << 8) | stream[at + 3])
  }
  return Uint8Array.from([...stream.subarray(0, 2), ...APP14, ...stream.subarray(2)])
}
