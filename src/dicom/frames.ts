import {
  createJPEGBasicOffsetTable,
  parseDicom,
  readEncapsulatedImageFrame,
  readEncapsulatedPixelDataFromFragments,
  type DataSet,
  type Element,
} from 'dicom-parser'
import type { ByteSource, Instance } from '../domain/study'
import type { ByteStore } from './byte-store'

/** The encoded bytes of one frame. Native pixels may have been stored in any native syntax. */
export interface FrameData {
  readonly bytes: Uint8Array
  readonly TransferSyntaxUID: string
}

/**
 * Cuts one frame out of Part 10 bytes.
 * @param frameNumber from 1
 * @throws Error saying what was expected and what came
 */
export function frameData(part10: Uint8Array, instance: Instance, frameNumber: number): FrameData {
  const dataSet = parse(part10, instance)
  const pixels = dataSet.elements.x7fe00010 ?? dataSet.elements.x7fe00008 ?? dataSet.elements.x7fe00009
  if (!pixels) throw new Error('expected Pixel Data (7FE0,0010), got none')
  const bytes = pixels.encapsulatedPixelData
    ? encapsulated(dataSet, pixels, instance.NumberOfFrames, frameNumber - 1)
    : native(dataSet, pixels, instance, frameNumber - 1)
  return { bytes, TransferSyntaxUID: instance.TransferSyntaxUID }
}

function parse(part10: Uint8Array, instance: Instance): DataSet {
  try {
    const hasMeta = part10[128] === 0x44 && part10[129] === 0x49
    return parseDicom(part10, hasMeta ? undefined : { TransferSyntaxUID: instance.TransferSyntaxUID })
  } catch (error) {
    throw new Error(`not readable: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function native(dataSet: DataSet, pixels: Element, instance: Instance, index: number): Uint8Array {
  const { Rows, Columns, SamplesPerPixel, BitsAllocated, PhotometricInterpretation } = instance
  const samples = PhotometricInterpretation === 'YBR_FULL_422' ? 2 : SamplesPerPixel
  const bits = Rows * Columns * samples * BitsAllocated
  const start = pixels.dataOffset + Math.floor((bits * index) / 8)
  const length = Math.ceil(bits / 8)
  if (start + length > pixels.dataOffset + pixels.length || start + length > dataSet.byteArray.length)
    throw new Error(
      `frame ${index + 1}: expected ${length} bytes of pixels, got ${Math.max(0, dataSet.byteArray.length - start)}`,
    )
  // A copy: 16-bit views need an even offset, and the decoder's worker takes the bytes away.
  return dataSet.byteArray.slice(start, start + length)
}

function encapsulated(dataSet: DataSet, pixels: Element, frames: number, index: number): Uint8Array {
  const fragments = pixels.fragments ?? []
  if (fragments.length === 0) throw new Error('expected compressed pixels, got no fragment')
  if (frames === 1) return copy(readEncapsulatedPixelDataFromFragments(dataSet, pixels, 0, fragments.length))
  if (fragments.length === frames)
    return copy(readEncapsulatedPixelDataFromFragments(dataSet, pixels, index, 1))
  const offsets = pixels.basicOffsetTable?.length
    ? pixels.basicOffsetTable
    : createJPEGBasicOffsetTable(dataSet, pixels)
  return copy(readEncapsulatedImageFrame(dataSet, pixels, index, offsets))
}

const copy = (bytes: ArrayLike<number>): Uint8Array => Uint8Array.from(bytes)

/** Reads frames of open instances. The last multi-frame file stays in memory while it is being scrolled. */
export class FrameReader {
  #store: ByteStore
  #last?: { readonly key: string; readonly bytes: Promise<Uint8Array> }

  constructor(store: ByteStore) {
    this.#store = store
  }

  /**
   * @param frameNumber from 1
   * @throws Error when the file has gone or has no such frame
   */
  read = async (instance: Instance, frameNumber: number): Promise<FrameData> => {
    const { source, NumberOfFrames } = instance
    if (NumberOfFrames === 1) return frameData(await this.#bytesOf(source), instance, frameNumber)
    if (this.#last?.key !== source.key) this.#last = { key: source.key, bytes: this.#bytesOf(source) }
    return frameData(await this.#last.bytes, instance, frameNumber)
  }

  async #bytesOf(source: ByteSource): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#store.blobOf(source)).arrayBuffer())
  }
}
