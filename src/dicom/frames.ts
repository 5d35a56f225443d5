import type { Element } from 'dicom-parser'
import { nativeSampleCount } from '../domain/native-pixels'
import { atFrame, type ByteSource, type Instance } from '../domain/study'
import type { ByteStore } from './byte-store'
import type { FrameData } from './frame-data'
import { PIXEL_DATA, UNDEFINED_LENGTH, type ElementList } from './elements'
import { readFrameTables } from './frame-tables'
import { framesOfFragments, joinFragments, readFragments, type Fragment } from './fragments'
import { readElements } from './read'
import { numbersAt } from './values'
import { EXPLICIT_BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from './transfer-syntaxes'

/**
 * Cuts one frame out of the bytes of an open file.
 * @param frameNumber from 1
 * @throws Error saying what was expected and what came
 */
export const frameData = (bytes: Uint8Array, instance: Instance, frameNumber: number): FrameData =>
  frameOf(openPixels(readElements(bytes)?.data, instance), instance, frameNumber)

/**
 * The frame of a single-frame file whose elements were just read. Its bytes are part of the file's: who gives them
 * away gives the file away.
 * @returns undefined for several frames, and where the frame cannot be had: who asks for it then learns why
 */
export function onlyFrame(list: ElementList, instance: Instance): FrameData | undefined {
  if (instance.NumberOfFrames !== 1) return undefined
  try {
    return frameOf(openPixels(list, instance), instance, 1, true)
  } catch {
    return undefined
  }
}

interface OpenPixels {
  readonly list: ElementList
  readonly element: Element
  /** Of compressed pixels: those of each frame. */
  readonly frames?: readonly (readonly Fragment[])[]
}

/** Read as at import: what was accepted then is found here. */
function openPixels(list: ElementList | undefined, instance: Instance): OpenPixels {
  const element = list?.elements[PIXEL_DATA]
  if (!list || !element) throw new Error('expected Pixel Data (7FE0,0010), got none')
  if (element.length !== UNDEFINED_LENGTH) return { list, element }
  const sequence = readFragments(list.bytes, element.dataOffset)
  if (!sequence) throw new Error('expected compressed pixels, got no fragment')
  // As the header has it: of a file that was cut the instance has fewer.
  const [declared = 1] = numbersAt(list, 'x00280008')
  return {
    list,
    element,
    frames: framesOfFragments(list.bytes, sequence, declared, instance.TransferSyntaxUID),
  }
}

/** @param isLast nothing else is read from the file: native pixels need no copy */
function frameOf(pixels: OpenPixels, instance: Instance, frameNumber: number, isLast = false): FrameData {
  const { list, frames } = pixels
  const own = frames?.[frameNumber - 1]
  if (frames && !own?.length)
    throw new Error(`expected ${instance.NumberOfFrames} frames of compressed pixels, got ${frames.length}`)
  return {
    bytes: own ? joinFragments(list.bytes, own) : native(pixels, instance, frameNumber - 1, isLast),
    TransferSyntaxUID: frames ? instance.TransferSyntaxUID : EXPLICIT_LITTLE_ENDIAN,
    tables: readFrameTables(list, atFrame(instance, frameNumber), frameNumber),
  }
}

function native(
  { list, element }: OpenPixels,
  instance: Instance,
  index: number,
  isLast: boolean,
): Uint8Array {
  const { BitsAllocated } = instance
  const bits = nativeSampleCount(instance) * BitsAllocated
  const firstBit = bits * index
  const start = Math.floor(firstBit / 8)
  const length = Math.ceil(((firstBit % 8) + bits) / 8)
  const present = Math.min(element.length, list.bytes.length - element.dataOffset)
  if (start + length > present)
    throw new Error(`expected ${length} bytes of pixels, got ${Math.max(0, present - start)}`)
  const isBig = instance.TransferSyntaxUID === EXPLICIT_BIG_ENDIAN
  const width = isBig ? bytesPerWord(BitsAllocated, element.vr) : 1
  const lead = start % width
  const from = element.dataOffset + start - lead
  const part = list.bytes.subarray(from, from + lead + length + width - 1)
  // The decoder's worker takes the bytes away.
  const words = isLast && width === 1 ? part : part.slice()
  const bytes = width === 1 ? words : reversedWords(words, width).slice(lead, lead + length)
  return firstBit % 8 ? shiftedDown(bytes, firstBit % 8) : bytes
}

/** Bytes stored in words (OW) are swapped with them (PS3.5 section 8.1.1). */
function bytesPerWord(BitsAllocated: number, vr: string | undefined): number {
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

/** Reads frames of open instances. The last multi-frame file stays in memory while it is being scrolled. */
export class FrameReader {
  #store: ByteStore
  #last?: { readonly key: string; readonly pixels: Promise<OpenPixels> }

  constructor(store: ByteStore) {
    this.#store = store
  }

  /**
   * @param frameNumber from 1
   * @throws Error when the file has gone or has no such frame
   */
  read = async (instance: Instance, frameNumber: number): Promise<FrameData> => {
    try {
      return await this.#read(instance, frameNumber)
    } catch (thrown) {
      const { name } = transferSyntaxOf(instance.TransferSyntaxUID)
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      throw new Error(`frame ${frameNumber} (${name}): ${reason}`)
    }
  }

  async #read(instance: Instance, frameNumber: number): Promise<FrameData> {
    const { source, NumberOfFrames } = instance
    if (NumberOfFrames === 1)
      return (
        this.#store.takeFrame(source) ?? frameOf(await this.#pixelsOf(instance), instance, frameNumber, true)
      )
    if (this.#last?.key !== source.key) this.#last = { key: source.key, pixels: this.#pixelsOf(instance) }
    return frameOf(await this.#last.pixels, instance, frameNumber)
  }

  /** Gives back the memory of a closed file. */
  forget(sources: Iterable<Pick<ByteSource, 'key'>>): void {
    for (const { key } of sources) if (this.#last?.key === key) this.#last = undefined
  }

  async #pixelsOf(instance: Instance): Promise<OpenPixels> {
    return openPixels(readElements(await this.#store.bytesOf(instance.source))?.data, instance)
  }
}
