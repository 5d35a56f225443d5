import {
  createJPEGBasicOffsetTable,
  parseDicom,
  readEncapsulatedImageFrame,
  readEncapsulatedPixelDataFromFragments,
  type DataSet,
  type Element,
} from 'dicom-parser'
import type { FrameTables } from '../domain/frame-tables'
import { nativeSampleCount } from '../domain/native-pixels'
import { atFrame, type ByteSource, type Instance } from '../domain/study'
import type { ByteStore } from './byte-store'
import { readFrameTables } from './frame-tables'
import { EXPLICIT_BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN } from './transfer-syntaxes'

/** The encoded bytes of one frame, and what else is needed to draw it. Native pixels are in little endian. */
export interface FrameData {
  readonly bytes: Uint8Array
  readonly TransferSyntaxUID: string
  readonly tables: FrameTables
}

/**
 * Cuts one frame out of Part 10 bytes.
 * @param frameNumber from 1
 * @throws Error saying what was expected and what came
 */
export const frameData = (part10: Uint8Array, instance: Instance, frameNumber: number): FrameData =>
  frameOf(parse(part10, instance), instance, frameNumber)

function frameOf(dataSet: DataSet, instance: Instance, frameNumber: number): FrameData {
  const pixels = dataSet.elements.x7fe00010 ?? dataSet.elements.x7fe00008 ?? dataSet.elements.x7fe00009
  if (!pixels) throw new Error('expected Pixel Data (7FE0,0010), got none')
  const isNative = !pixels.encapsulatedPixelData
  const bytes = isNative
    ? native(dataSet, pixels, instance, frameNumber - 1)
    : encapsulated(dataSet, pixels, instance.NumberOfFrames, frameNumber - 1)
  return {
    bytes,
    TransferSyntaxUID: isNative ? EXPLICIT_LITTLE_ENDIAN : instance.TransferSyntaxUID,
    tables: readFrameTables(dataSet, atFrame(instance, frameNumber), frameNumber),
  }
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
  const { BitsAllocated } = instance
  const bits = nativeSampleCount(instance) * BitsAllocated
  const firstBit = bits * index
  const start = Math.floor(firstBit / 8)
  const length = Math.ceil(((firstBit % 8) + bits) / 8)
  const present = Math.min(pixels.length, dataSet.byteArray.length - pixels.dataOffset)
  if (start + length > present)
    throw new Error(
      `frame ${index + 1}: expected ${length} bytes of pixels, got ${Math.max(0, present - start)}`,
    )
  // Copies: 16-bit views need an even offset, and the decoder's worker takes the bytes away.
  const isBig = instance.TransferSyntaxUID === EXPLICIT_BIG_ENDIAN
  const width = isBig ? wordBytes(BitsAllocated, pixels.vr) : 1
  const lead = start % width
  const from = pixels.dataOffset + start - lead
  const words = dataSet.byteArray.slice(from, from + lead + length + width - 1) as Uint8Array
  const bytes = width === 1 ? words : reversedWords(words, width).slice(lead, lead + length)
  return firstBit % 8 ? shiftedDown(bytes, firstBit % 8) : bytes
}

/** Bytes stored in words (OW) are swapped with them (PS3.5 section 8.1.1). */
function wordBytes(BitsAllocated: number, vr: string | undefined): number {
  if (BitsAllocated > 8) return BitsAllocated / 8
  return vr === 'OW' ? 2 : 1
}

/** Big endian to little endian, in place. */
function reversedWords(bytes: Uint8Array, width: number): Uint8Array {
  for (let at = 0; width > 1 && at + width <= bytes.length; at += width)
    bytes.subarray(at, at + width).reverse()
  return bytes
}

/** Frames of single bits follow one another without a gap: one may begin inside a byte. */
const shiftedDown = (bytes: Uint8Array, bits: number): Uint8Array =>
  bytes.map((byte, index) => (byte >> bits) | ((bytes[index + 1] ?? 0) << (8 - bits)))

function encapsulated(dataSet: DataSet, pixels: Element, frames: number, index: number): Uint8Array {
  const fragments = pixels.fragments ?? []
  if (fragments.length === 0) throw new Error('expected compressed pixels, got no fragment')
  if (frames === 1) return copy(readEncapsulatedPixelDataFromFragments(dataSet, pixels, 0, fragments.length))
  if (fragments.length === frames)
    return copy(readEncapsulatedPixelDataFromFragments(dataSet, pixels, index, 1))
  const offsets = pixels.basicOffsetTable?.length
    ? pixels.basicOffsetTable
    : createJPEGBasicOffsetTable(dataSet, pixels)
  // Found by the ends of their streams: one without its end runs into the next, and those after it would be taken for
  // their neighbours.
  if (offsets.length < frames)
    throw new Error(`frame ${index + 1}: expected ${frames} compressed frames, got ${offsets.length}`)
  return copy(readEncapsulatedImageFrame(dataSet, pixels, index, offsets))
}

const copy = (bytes: ArrayLike<number>): Uint8Array => Uint8Array.from(bytes)

/** Reads frames of open instances. The last multi-frame file stays in memory while it is being scrolled. */
export class FrameReader {
  #store: ByteStore
  #last?: { readonly key: string; readonly dataSet: Promise<DataSet> }

  constructor(store: ByteStore) {
    this.#store = store
  }

  /**
   * @param frameNumber from 1
   * @throws Error when the file has gone or has no such frame
   */
  read = async (instance: Instance, frameNumber: number): Promise<FrameData> => {
    const { source, NumberOfFrames } = instance
    if (NumberOfFrames === 1) return frameOf(await this.#dataSetOf(instance), instance, frameNumber)
    if (this.#last?.key !== source.key) this.#last = { key: source.key, dataSet: this.#dataSetOf(instance) }
    return frameOf(await this.#last.dataSet, instance, frameNumber)
  }

  /** Gives back the memory of a closed file. */
  forget(sources: Iterable<Pick<ByteSource, 'key'>>): void {
    for (const { key } of sources) if (this.#last?.key === key) this.#last = undefined
  }

  async #dataSetOf(instance: Instance): Promise<DataSet> {
    return parse(await this.#store.bytesOf(instance.source), instance)
  }
}
