import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'

/*
 * Part 10 files: attributes by DICOM keyword written with dcmjs, pixels packed as JPEG-LS Lossless
 * (1.2.840.10008.1.2.4.80) by the encoder of @cornerstonejs/codec-charls. Neither package has types.
 */

export type AttributeValue = string | number | readonly (string | number)[] | readonly Attributes[]
export interface Attributes {
  readonly [keyword: string]: AttributeValue
}

export interface PixelBlock {
  readonly columns: number
  readonly rows: number
  readonly bitsStored: number
  /** MONOCHROME2 unless said; RGB has three samples a pixel, interleaved, of 8 bits. */
  readonly photometric?: 'MONOCHROME1' | 'MONOCHROME2' | 'RGB'
  /** Row by row; frames one after another. 8-bit samples where bitsStored is 8. */
  readonly values: Uint16Array | Uint8Array
}

const JPEG_LS_LOSSLESS = '1.2.840.10008.1.2.4.80'

export type EncodeFile = (attributes: Attributes, pixels: PixelBlock) => Uint8Array

interface JpegLsEncoder {
  getDecodedBuffer(frame: {
    width: number
    height: number
    bitsPerSample: number
    componentCount: number
  }): Uint8Array
  setNearLossless(tolerance: number): void
  /** 0 plane by plane, 1 by line, 2 by sample (PS3.5 A.4.3). */
  setInterleaveMode(mode: number): void
  encode(): void
  getEncodedBuffer(): Uint8Array
  delete(): void
}

interface Dcmjs {
  data: {
    DicomMetaDictionary: { denaturalizeDataset(dataset: object): object }
    DicomDict: new (meta: object) => { dict: object; write(options: object): ArrayBuffer }
  }
}

export async function makeFileEncoder(): Promise<EncodeFile> {
  const require = createRequire(import.meta.url)
  const { data } = require('dcmjs') as Dcmjs
  const startCodec = require('@cornerstonejs/codec-charls/wasmjs') as () => Promise<{
    JpegLSEncoder: new () => JpegLsEncoder
  }>
  const codec = await startCodec()
  return (attributes, pixels) => {
    const dataset = {
      ...attributes,
      ...describePixels(pixels),
      PixelData: framesOf(pixels).map((frame) => pack(new codec.JpegLSEncoder(), pixels, frame)),
      _vrMap: { PixelData: 'OB' },
    }
    const file = new data.DicomDict(metaOf(attributes))
    file.dict = data.DicomMetaDictionary.denaturalizeDataset(dataset)
    return new Uint8Array(file.write({ fragmentMultiframe: false }))
  }
}

type Samples = PixelBlock['values']

function framesOf({ columns, rows, photometric, values }: PixelBlock): Samples[] {
  const length = columns * rows * samplesPerPixel(photometric)
  if (values.length === 0 || values.length % length !== 0)
    throw new Error(`expected whole frames of ${length} samples, came ${values.length}`)
  return Array.from({ length: values.length / length }, (_, frame) =>
    values.subarray(frame * length, (frame + 1) * length),
  )
}

function samplesPerPixel(photometric: PixelBlock['photometric']): number {
  return photometric === 'RGB' ? 3 : 1
}

function pack(
  encoder: JpegLsEncoder,
  { columns, rows, bitsStored, photometric }: PixelBlock,
  frame: Samples,
): ArrayBuffer {
  const buffer = encoder.getDecodedBuffer({
    width: columns,
    height: rows,
    bitsPerSample: bitsStored,
    componentCount: samplesPerPixel(photometric),
  })
  buffer.set(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength))
  encoder.setNearLossless(0)
  if (photometric === 'RGB') encoder.setInterleaveMode(2)
  encoder.encode()
  const encoded = encoder.getEncodedBuffer()
  // An item has an even length (PS3.5 A.4).
  const even = new Uint8Array(encoded.length + (encoded.length % 2))
  even.set(encoded)
  encoder.delete()
  return even.buffer
}

function describePixels({ columns, rows, bitsStored, photometric = 'MONOCHROME2' }: PixelBlock): Attributes {
  return {
    SamplesPerPixel: samplesPerPixel(photometric),
    PhotometricInterpretation: photometric,
    ...(photometric === 'RGB' && { PlanarConfiguration: 0 }),
    Rows: rows,
    Columns: columns,
    BitsAllocated: bitsStored > 8 ? 16 : 8,
    BitsStored: bitsStored,
    HighBit: bitsStored - 1,
    PixelRepresentation: 0,
  }
}

function metaOf(attributes: Attributes): object {
  const element = (vr: string, value: AttributeValue) => ({ vr, Value: [value] })
  return {
    '00020001': { vr: 'OB', Value: [Uint8Array.of(0, 1).buffer] },
    '00020002': element('UI', attributes.SOPClassUID),
    '00020003': element('UI', attributes.SOPInstanceUID),
    '00020010': element('UI', JPEG_LS_LOSSLESS),
    '00020012': element('UI', makeUid('implementation')),
    '00020013': element('SH', 'CALCIMAP_PHANTOM'),
  }
}

/** A UID of the form 2.25.<128-bit number> (PS3.5 B.2), always the same for the same name. */
export function makeUid(name: string): string {
  const digest = createHash('sha256').update(`calcimap phantom/${name}`).digest('hex')
  return `2.25.${BigInt(`0x${digest.slice(0, 32)}`)}`
}
