import {
  findEndOfEncapsulatedElement,
  ByteStream,
  littleEndianByteArrayParser,
  type Fragment,
} from 'dicom-parser'
import { nativeSampleCount } from '../domain/native-pixels'
import { codestreamSize } from './codestream'
import { UNDEFINED_LENGTH } from './elements'
import { bytesText, error, warning, type Flaw } from './problem'
import { transferSyntaxOf } from './transfer-syntaxes'

/** How the pixels are stored, as far as their number of bytes depends on it. */
export interface PixelLayout {
  readonly Rows: number
  readonly Columns: number
  readonly SamplesPerPixel: number
  readonly BitsAllocated: number
  readonly NumberOfFrames: number
  readonly PhotometricInterpretation: string
}

/** Where Pixel Data lies: its offset in `bytes`, the start (or all) of a file of `size` bytes. */
export interface PixelLocation {
  readonly bytes: Uint8Array
  readonly size: number
  readonly dataOffset: number
  readonly length: number
  readonly TransferSyntaxUID: string
  /** The file's last bytes, where `bytes` is only its start. */
  readonly tail?: Uint8Array
}

export interface PixelCheck {
  /** Whole frames in the file; 0 when it cannot be shown. */
  readonly frames: number
  readonly flaw?: Flaw
}

/** Compares what the header promises with the bytes that are there; decodes nothing. */
export const checkPixelData = (layout: PixelLayout, location: PixelLocation): PixelCheck =>
  transferSyntaxOf(location.TransferSyntaxUID).pixels === 'native'
    ? checkNative(layout, location)
    : checkEncapsulated(layout, location)

/** Bytes of one frame stored natively; a fraction for 1-bit frames that end inside a byte. */
export function bytesPerFrame(layout: PixelLayout): number {
  return (nativeSampleCount(layout) * layout.BitsAllocated) / 8
}

const NATIVE = 'native'
const ENCAPSULATED = 'encapsulated'

function checkNative(layout: PixelLayout, { length, dataOffset, size }: PixelLocation): PixelCheck {
  if (length === UNDEFINED_LENGTH) return refuse(error('brokenPixelData', NATIVE, ENCAPSULATED))
  const present = Math.max(0, Math.min(length, size - dataOffset))
  // a missing pad byte is common; a length far beyond the end belongs to another image than the one that is here
  if (length - present > bytesPerFrame(layout) * layout.NumberOfFrames)
    return refuse(error('truncatedPixelData', bytesText(length), bytesText(present)))
  return countFrames(layout, Math.floor(present / bytesPerFrame(layout)), present)
}

function countFrames(layout: PixelLayout, whole: number, present: number): PixelCheck {
  const { NumberOfFrames } = layout
  if (whole >= NumberOfFrames) return { frames: NumberOfFrames }
  if (whole === 0)
    return refuse(
      error('truncatedPixelData', bytesText(bytesPerFrame(layout) * NumberOfFrames), bytesText(present)),
    )
  return { frames: whole, flaw: warning('truncatedFrames', String(NumberOfFrames), String(whole)) }
}

function checkEncapsulated(layout: PixelLayout, location: PixelLocation): PixelCheck {
  const { bytes, size, dataOffset, length, tail } = location
  if (length !== UNDEFINED_LENGTH) return refuse(error('brokenPixelData', ENCAPSULATED, NATIVE))
  if (bytes.length < size) return checkLarge(layout, location, tail)
  const sequence = readFragments(bytes, dataOffset)
  if (!sequence) return refuse(error('brokenPixelData', 'Basic Offset Table'))
  return checkFragments(layout, location, sequence)
}

/** Only the two ends of a large file are looked at: its first fragment and the sequence delimiter. */
function checkLarge(layout: PixelLayout, location: PixelLocation, tail?: Uint8Array): PixelCheck {
  if (!tail || !endsSequence(tail))
    return refuse(error('truncatedPixelData', 'Sequence Delimitation Item', bytesText(location.size)))
  const first = readFragments(location.bytes, location.dataOffset)?.fragments.find(({ length }) => length > 0)
  const flaw = first && checkCodestream(layout, location, first)
  return flaw ? refuse(flaw) : { frames: layout.NumberOfFrames }
}

interface FragmentSequence {
  readonly fragments: readonly Fragment[]
  readonly basicOffsetTable: readonly number[]
  /** Whether a sequence delimitation item closes it. */
  readonly closed: boolean
}

function readFragments(bytes: Uint8Array, dataOffset: number): FragmentSequence | undefined {
  const element: Parameters<typeof findEndOfEncapsulatedElement>[1] = {
    tag: 'x7fe00010',
    length: UNDEFINED_LENGTH,
    dataOffset,
  }
  const warnings: string[] = []
  try {
    const stream = new ByteStream(littleEndianByteArrayParser, bytes, dataOffset)
    findEndOfEncapsulatedElement(stream, element, warnings)
  } catch {
    // the bytes end inside an item: what was read so far stands
    if (!element.fragments?.length) return undefined
    warnings.push('cut')
  }
  const { fragments = [], basicOffsetTable = [] } = element
  return { fragments, basicOffsetTable, closed: warnings.length === 0 }
}

function checkFragments(
  layout: PixelLayout,
  location: PixelLocation,
  sequence: FragmentSequence,
): PixelCheck {
  const { bytes, size } = location
  const whole = sequence.fragments.filter(({ position, length }) => position + length <= bytes.length)
  const filled = whole.filter(({ length }) => length > 0)
  if (!sequence.closed && (layout.NumberOfFrames === 1 || filled.length === 0))
    return refuse(error('truncatedPixelData', 'Sequence Delimitation Item', bytesText(size)))
  if (filled.length === 0) return refuse(error('noPixelData', 'Pixel Data (7FE0,0010)', '0 B'))
  const end = whole[whole.length - 1]
  const reach = end.offset + 8 + end.length
  const outside = sequence.basicOffsetTable.find((offset) => offset >= reach)
  if (outside !== undefined && sequence.closed)
    return refuse(error('brokenPixelData', `Basic Offset Table < ${reach}`, String(outside)))
  const flaw = checkCodestream(layout, location, filled[0])
  if (flaw) return refuse(flaw)
  return countFrames(
    layout,
    Math.min(layout.NumberOfFrames, filled.length),
    bytes.length - location.dataOffset,
  )
}

function checkCodestream(layout: PixelLayout, location: PixelLocation, first: Fragment): Flaw | undefined {
  const { bytes, TransferSyntaxUID } = location
  const stream = bytes.subarray(first.position, first.position + first.length)
  const { pixels } = transferSyntaxOf(TransferSyntaxUID)
  if (pixels === 'RLE') return checkRunLengths(layout, stream)
  const size = codestreamSize(stream, pixels)
  if (!size) return bytes.length < location.size ? undefined : error('brokenPixelData', pixels)
  if (size.Rows === layout.Rows && size.Columns === layout.Columns) return undefined
  return error('brokenPixelData', `${layout.Columns} × ${layout.Rows}`, `${size.Columns} × ${size.Rows}`)
}

/** The header of an RLE frame: the number of segments and where each begins (PS3.5 section G.5). */
function checkRunLengths(layout: PixelLayout, frame: Uint8Array): Flaw | undefined {
  const expected = Math.ceil((layout.SamplesPerPixel * layout.BitsAllocated) / 8)
  if (frame.length < 64) return error('brokenPixelData', 'RLE Header 64 B', bytesText(frame.length))
  const view = new DataView(frame.buffer, frame.byteOffset)
  const count = view.getUint32(0, true)
  if (count !== expected) return error('brokenPixelData', `RLE Header: ${expected}`, String(count))
  const offsets = Array.from({ length: count }, (_, index) => view.getUint32(4 + 4 * index, true))
  const outside = offsets.find(
    (offset, index) => offset < 64 || offset >= frame.length || offset < offsets[index - 1],
  )
  return outside === undefined
    ? undefined
    : error('brokenPixelData', `RLE Header < ${frame.length}`, String(outside))
}

/** Looks for (FFFE,E0DD) with length 0, backwards. */
function endsSequence(tail: Uint8Array): boolean {
  const delimiter = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
  for (let at = tail.length - 8; at >= 0; at--)
    if (delimiter.every((byte, index) => tail[at + index] === byte)) return true
  return false
}

const refuse = (flaw: Flaw): PixelCheck => ({ frames: 0, flaw })
