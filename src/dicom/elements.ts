import {
  ByteStream,
  bigEndianByteArrayParser,
  littleEndianByteArrayParser,
  readDicomElementExplicit,
  readDicomElementImplicit,
  type ByteArrayParser,
  type Element,
} from 'dicom-parser'
import { EXPLICIT_BIG_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from './transfer-syntaxes'

export type Elements = Readonly<Record<string, Element>>

/** Elements by tag (`x00100010`) with the bytes they lie in. */
export interface ElementList {
  readonly bytes: Uint8Array
  readonly numbers: ByteArrayParser
  readonly elements: Elements
}

export interface Walk extends ElementList {
  /**
   * pixelData: reached it; end: no more elements; cut: the bytes end inside an element;
   * broken: an element that cannot be read; deep, many: more than a header can need.
   */
  readonly stopped: 'pixelData' | 'end' | 'cut' | 'broken' | 'deep' | 'many'
  /** Sequences that could not be read and were passed over. */
  readonly unread: readonly string[]
  /** Offset of the first byte after the last element read; after `cut` where that element ends, if known. */
  readonly end: number
}

export const PIXEL_DATA = 'x7fe00010'
/** Float, double float and integer pixels: PS3.3 sections C.7.6.24, C.7.6.25 and C.7.6.3. */
export const PIXEL_DATA_TAGS = ['x7fe00008', 'x7fe00009', PIXEL_DATA]
export const UNDEFINED_LENGTH = 0xffffffff

/** Far above the longest functional groups seen (20 000 frames of 40 elements), in reads of two bytes. */
const MAX_READS = 4_000_000

class TooManyElements extends Error {}

/** Reads group 0002 (always explicit little endian, PS3.10 section 7.1). */
export const walkFileMeta = (bytes: Uint8Array, start: number): Walk =>
  walk(bytes, start, '', (at) => bytes[at] !== 2 || bytes[at + 1] !== 0)

/**
 * Reads the data set up to Pixel Data, of which only the header is read.
 * @param syntax of the elements
 */
export const walkDataSet = (bytes: Uint8Array, start: number, syntax: string): Walk =>
  walk(bytes, start, syntax, () => false)

/** The elements of the first item of a sequence; undefined when it has none. */
export const firstItem = (list: ElementList, tag: string): ElementList | undefined => itemsOf(list, tag)[0]

/** Whether numbers of several bytes begin with the highest. */
export const isBigEndian = ({ numbers }: ElementList): boolean => numbers === bigEndianByteArrayParser

/** One of the values of an element of 16 bits each; undefined when it has not so many. */
export function uint16At(
  { bytes, numbers, elements }: ElementList,
  tag: string,
  index = 0,
): number | undefined {
  const { dataOffset, length } = elements[tag] ?? { dataOffset: 0, length: 0 }
  const at = dataOffset + 2 * index
  return 2 * index + 2 <= length && at + 2 <= bytes.length ? numbers.readUint16(bytes, at) : undefined
}

/** The elements of each item of a sequence. */
export const itemsOf = (list: ElementList, tag: string): ElementList[] =>
  (list.elements[tag]?.items ?? []).flatMap(({ dataSet }) =>
    dataSet ? { ...list, elements: dataSet.elements } : [],
  )

function walk(bytes: Uint8Array, start: number, syntax: string, stopsAt: (at: number) => boolean): Walk {
  const numbers = syntax === EXPLICIT_BIG_ENDIAN ? bigEndianByteArrayParser : littleEndianByteArrayParser
  const elements = Object.create(null) as Record<string, Element>
  const unread: string[] = []
  const finish = (stopped: Walk['stopped'], end: number): Walk => ({
    ...{ bytes, numbers, elements, unread, stopped, end },
  })
  if (start >= bytes.length) return finish('end', start)
  const stream = boundedStream(numbers, bytes, start)
  const read = syntax === IMPLICIT_LITTLE_ENDIAN ? readImplicit : readExplicit

  while (stream.position + 8 <= bytes.length) {
    const at = stream.position
    if (stopsAt(at)) return finish('end', at)
    if (read === readExplicit && hasNewerVR(bytes, at)) bytes.set(UN, at + 4)
    let element: Element
    try {
      element = read(stream, PIXEL_DATA)
    } catch (thrown) {
      if (thrown instanceof TooManyElements) return finish('many', at)
      if (thrown instanceof RangeError) return finish('deep', at)
      const header = headerAt(stream, at, read)
      if (!header) return finish(bytes.length - at < 12 ? 'cut' : 'broken', at)
      if (header.length === UNDEFINED_LENGTH) return finish('broken', at)
      // a known length lets one bad sequence be passed over
      element = header
      unread.push(header.tag)
      stream.position = header.dataOffset + header.length
    }
    elements[element.tag] = element
    if (PIXEL_DATA_TAGS.includes(element.tag)) return finish('pixelData', element.dataOffset)
    if (stream.position > bytes.length) return finish('cut', stream.position)
  }
  return finish(stream.position < bytes.length ? 'cut' : 'end', stream.position)
}

const UN = [0x55, 0x4e]

/**
 * OV, SV and UV (added to PS3.5 in 2018) have a length of four bytes, which dicom-parser 1.8 does not know. As UN,
 * in the bytes themselves, they are passed over in full.
 */
function hasNewerVR(bytes: Uint8Array, at: number): boolean {
  const [first, second] = [bytes[at + 4], bytes[at + 5]]
  return second === 0x56 && (first === 0x4f || first === 0x53 || first === 0x55)
}

type ReadElement = (stream: ByteStream, untilTag: string) => Element

const readExplicit: ReadElement = (stream, untilTag) =>
  readDicomElementExplicit(stream, stream.warnings, untilTag)

const readImplicit: ReadElement = (stream, untilTag) => readDicomElementImplicit(stream, untilTag)

/** Tag, VR and length alone: dicom-parser returns before the value of the tag it was told to stop at. */
function headerAt(stream: ByteStream, at: number, read: ReadElement): Element | undefined {
  try {
    const hex = (value: number) => value.toString(16).padStart(4, '0')
    stream.position = at
    const tag = `x${hex(stream.readUint16())}${hex(stream.readUint16())}`
    stream.position = at
    return read(stream, tag)
  } catch {
    return undefined
  }
}

/** Every element costs at least two reads of two bytes, nested ones too: counting them bounds the work. */
function boundedStream(numbers: ByteArrayParser, bytes: Uint8Array, start: number): ByteStream {
  const stream = new ByteStream(numbers, bytes, start)
  let reads = 0
  stream.readUint16 = () => {
    if (++reads > MAX_READS) throw new TooManyElements()
    const value = numbers.readUint16(bytes, stream.position)
    stream.position += 2
    return value
  }
  return stream
}
