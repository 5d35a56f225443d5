import { nativeSampleCount } from '../domain/native-pixels'
import { codestreamSize } from './codestream'
import { UNDEFINED_LENGTH } from './elements'
import {
  firstFragment,
  framesOfFragments,
  joinFragments,
  readFragments,
  type FragmentSequence,
} from './fragments'
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
  /** Its two ends do not tell: all of the file is needed. */
  readonly needsAll?: boolean
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

/** Colour models that differ in how many samples of chrominance there are, and in nothing else. */
const SAMPLINGS: readonly (readonly string[])[] = [
  ['YBR_FULL', 'YBR_FULL_422', 'YBR_FULL_420'],
  ['YBR_PARTIAL_444', 'YBR_PARTIAL_422', 'YBR_PARTIAL_420'],
]
/** Those of them that the standard has; the others are refused. */
const KNOWN_SAMPLINGS: readonly string[] = ['YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_422', 'YBR_PARTIAL_420']

const LEFT_BEHIND: readonly string[] = ['YBR_RCT', 'YBR_ICT']

type Colours = Pick<PixelLayout, 'PhotometricInterpretation' | 'SamplesPerPixel'>

/**
 * Colour model and samples of pixels that are not compressed by JPEG, weighed against their length: a file that says 4:2:2
 * and stores every sample, or the other way about, would be drawn sheared. Only a length that is exactly that of another
 * layout speaks against the header.
 */
export function coloursOf(layout: PixelLayout, location: PixelLocation): Colours & { readonly flaw?: Flaw } {
  const { PhotometricInterpretation: said, SamplesPerPixel } = layout
  const { pixels } = transferSyntaxOf(location.TransferSyntaxUID)
  const asSaid = { PhotometricInterpretation: said, SamplesPerPixel }
  // Colours as JPEG 2000 keeps them inside its streams: whoever took the pixels out of one left the name behind.
  if (LEFT_BEHIND.includes(said) && (pixels === 'native' || pixels === 'RLE'))
    return ignoring(asSaid, { ...asSaid, PhotometricInterpretation: 'RGB' })
  if (pixels !== 'native') return asSaid
  if (SamplesPerPixel === 1 && /^(RGB|YBR)/.test(said)) return ofOneSample(layout, location)
  const models = SAMPLINGS.find((names) => names.includes(said)) ?? []
  const fits = (PhotometricInterpretation: string) =>
    isLength({ ...layout, PhotometricInterpretation }, location)
  const meant = fits(said) ? said : (models.find(fits) ?? said)
  if (meant === said) return asSaid
  if (!KNOWN_SAMPLINGS.includes(meant))
    return { ...asSaid, flaw: error('brokenPixelData', said, bytesText(location.length)) }
  return ignoring(asSaid, { ...asSaid, PhotometricInterpretation: meant })
}

/** A colour model of three samples with one of them: grey where the bytes are those of one, else of three. */
function ofOneSample(layout: PixelLayout, location: PixelLocation) {
  const grey = { PhotometricInterpretation: 'MONOCHROME2', SamplesPerPixel: 1 }
  const colour = { PhotometricInterpretation: layout.PhotometricInterpretation, SamplesPerPixel: 3 }
  return ignoring(layout, isLength({ ...layout, ...grey }, location) ? grey : colour)
}

/** Exactly, with a pad byte or without, and all of it there. */
function isLength(layout: PixelLayout, { length, dataOffset, size }: PixelLocation): boolean {
  const expected = bytesPerFrame(layout) * layout.NumberOfFrames
  const isWhole = length !== UNDEFINED_LENGTH && length <= size - dataOffset
  return isWhole && (length === expected || length === expected + (expected % 2))
}

const ignoring = (said: Colours, meant: Colours): Colours & { readonly flaw: Flaw } => ({
  ...meant,
  flaw: warning('ignoredValue', coloursText(meant), coloursText(said)),
})

const coloursText = ({ PhotometricInterpretation, SamplesPerPixel }: Colours): string =>
  `PhotometricInterpretation ${PhotometricInterpretation}, SamplesPerPixel ${SamplesPerPixel}`

const NATIVE = 'native'
const ENCAPSULATED = 'encapsulated'

function checkNative(layout: PixelLayout, { length, dataOffset, size }: PixelLocation): PixelCheck {
  if (length === UNDEFINED_LENGTH) return refuse(error('brokenPixelData', NATIVE, ENCAPSULATED))
  const present = Math.max(0, Math.min(length, size - dataOffset))
  // a missing pad byte is common; a length far beyond the end belongs to another image than the one that is here
  if (length - present > bytesPerFrame(layout) * layout.NumberOfFrames)
    return refuse(error('truncatedPixelData', bytesText(length), bytesText(present)))
  const whole = Math.floor(present / bytesPerFrame(layout))
  // Frames that nothing counts, or samples of more bits than the header says: not all that is there is shown.
  if (whole > layout.NumberOfFrames)
    return { frames: layout.NumberOfFrames, flaw: warning('moreFrames', String(layout.NumberOfFrames), String(whole)) } // prettier-ignore
  return countFrames(layout, whole, present)
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
  const { bytes, size, dataOffset, length } = location
  if (length !== UNDEFINED_LENGTH) return refuse(error('brokenPixelData', ENCAPSULATED, NATIVE))
  if (bytes.length < size) return checkLarge(layout, location)
  const sequence = readFragments(bytes, dataOffset)
  if (!sequence) return refuse(error('brokenPixelData', 'Basic Offset Table'))
  return checkFragments(layout, location, sequence)
}

/** A clip of more is not read twice to count its frames: the reader is told at the one that cannot be drawn. */
const MAX_COUNTED = 256 * 1024 * 1024

/**
 * Of a large file with one frame the two ends are looked at alone: the start of its stream and the sequence delimiter.
 * Where the delimiter is not in sight, or frames have to be counted, all of it is needed.
 */
function checkLarge(layout: PixelLayout, location: PixelLocation): PixelCheck {
  const { bytes, dataOffset, tail, size } = location
  const first = firstFragment(bytes, dataOffset)
  const isClosed = tail !== undefined && endsSequence(tail)
  const isCounted = layout.NumberOfFrames === 1 || first?.offsets.length === layout.NumberOfFrames
  if (size <= MAX_COUNTED && !(isClosed && isCounted && first)) return { frames: 0, needsAll: true }
  if (!isClosed || !first)
    return refuse(error('truncatedPixelData', 'Sequence Delimitation Item', bytesText(size)))
  const outside = first.offsets.find((offset) => offset >= size)
  if (outside !== undefined)
    return refuse(error('brokenPixelData', `Basic Offset Table < ${size}`, String(outside)))
  const flaw = checkCodestream(layout, location, first.stream, first.length)
  return flaw ? refuse(flaw) : { frames: layout.NumberOfFrames }
}

function checkFragments(
  layout: PixelLayout,
  location: PixelLocation,
  sequence: FragmentSequence,
): PixelCheck {
  const { bytes, size, TransferSyntaxUID } = location
  const { NumberOfFrames } = layout
  const { fragments, basicOffsetTable, end } = sequence
  const filled = fragments.filter(({ length }) => length > 0)
  if (end !== 'closed' && (NumberOfFrames === 1 || filled.length === 0))
    return refuse(error('truncatedPixelData', 'Sequence Delimitation Item', bytesText(size)))
  if (filled.length === 0) return refuse(error('noPixelData', 'Pixel Data (7FE0,0010)', '0 B'))
  const last = fragments[fragments.length - 1]
  const reach = last.offset + 8 + last.length
  const outside = basicOffsetTable.find((offset) => offset >= reach)
  if (outside !== undefined && end === 'closed')
    return refuse(error('brokenPixelData', `Basic Offset Table < ${reach}`, String(outside)))
  const frames = framesOfFragments(bytes, sequence, NumberOfFrames, TransferSyntaxUID)
  const first = frames.find((own) => own.some(({ length }) => length > 0))
  const flaw = first && checkFrame(layout, location, joinFragments(bytes, first))
  if (flaw) return refuse(flaw)
  if (frames.length <= NumberOfFrames)
    return countFrames(layout, frames.length, bytes.length - location.dataOffset)
  const found = String(frames.length)
  // Without a start of each stream it is not known which fragments go together.
  return transferSyntaxOf(TransferSyntaxUID).pixels === 'RLE'
    ? refuse(error('brokenPixelData', `RLE: ${NumberOfFrames}`, found))
    : { frames: NumberOfFrames, flaw: warning('moreFrames', String(NumberOfFrames), found) }
}

/** A blank image shrinks to almost nothing, but a blank image is small: this many pixels need no bytes to show for. */
const MAX_BLANK_PIXELS = 2 ** 24
/** More than a photograph of a patient ever shrinks. */
const MAX_PIXELS_PER_BYTE = 1024

/** Of the stream of a frame, whatever header and stream agree upon. */
function leastBytes({ Rows, Columns }: PixelLayout): number {
  const pixels = Rows * Columns
  return pixels > MAX_BLANK_PIXELS ? pixels / MAX_PIXELS_PER_BYTE : 0
}

const checkFrame = (layout: PixelLayout, location: PixelLocation, stream: Uint8Array): Flaw | undefined =>
  checkCodestream(layout, location, stream, stream.length)

/** SOI of JPEG and JPEG-LS (FF D8), SOC of JPEG 2000 (FF 4F). */
const beginsAs = ([first, second]: Uint8Array, pixels: string): boolean =>
  first === 0xff && second === (pixels === 'JPEG 2000' ? 0x4f : 0xd8)

/**
 * @param stream of a frame, or its start
 * @param length of all of it
 */
function checkCodestream(
  layout: PixelLayout,
  { bytes, size: fileSize, TransferSyntaxUID }: PixelLocation,
  stream: Uint8Array,
  length: number,
): Flaw | undefined {
  const { pixels } = transferSyntaxOf(TransferSyntaxUID)
  const least = leastBytes(layout)
  if (length < least) return error('truncatedPixelData', `≥ ${bytesText(least)}`, bytesText(length))
  if (pixels === 'RLE') return checkRunLengths(layout, stream, length)
  const size = codestreamSize(stream, pixels)
  if (!size && bytes.length < fileSize) return undefined
  // What begins as a stream of its kind, and says no size, was cut.
  if (!size && beginsAs(stream, pixels)) return error('cutCodestream', pixels, bytesText(length))
  if (!size) return error('brokenPixelData', pixels, firstBytes(stream))
  if (size.Rows === layout.Rows && size.Columns === layout.Columns) return undefined
  return error('brokenPixelData', `${layout.Columns} × ${layout.Rows}`, `${size.Columns} × ${size.Rows}`)
}

const firstBytes = (stream: Uint8Array): string =>
  Array.from(stream.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ') || '0 B'

/** The header of an RLE frame: the number of segments and where each begins (PS3.5 section G.5). */
function checkRunLengths(layout: PixelLayout, frame: Uint8Array, length: number): Flaw | undefined {
  const expected = Math.ceil((layout.SamplesPerPixel * layout.BitsAllocated) / 8)
  if (frame.length < 64) return error('brokenPixelData', 'RLE Header 64 B', bytesText(frame.length))
  const view = new DataView(frame.buffer, frame.byteOffset)
  const count = view.getUint32(0, true)
  if (count !== expected) return error('brokenPixelData', `RLE Header: ${expected}`, String(count))
  const offsets = Array.from({ length: count }, (_, index) => view.getUint32(4 + 4 * index, true))
  const outside = offsets.find(
    (offset, index) => offset < 64 || offset >= length || offset < offsets[index - 1],
  )
  return outside === undefined
    ? undefined
    : error('brokenPixelData', `RLE Header < ${length}`, String(outside))
}

/** Looks for (FFFE,E0DD) with length 0, backwards. */
function endsSequence(tail: Uint8Array): boolean {
  const delimiter = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
  for (let at = tail.length - 8; at >= 0; at--)
    if (delimiter.every((byte, index) => tail[at + index] === byte)) return true
  return false
}

const refuse = (flaw: Flaw): PixelCheck => ({ frames: 0, flaw })
