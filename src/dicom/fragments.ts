import { transferSyntaxOf, type TransferSyntax } from './transfer-syntaxes'

/** An item of encapsulated Pixel Data (PS3.5 annex A.4). */
export interface Fragment {
  /** Of its tag, from that of the first fragment: as the Basic Offset Table counts. */
  readonly offset: number
  /** Of its bytes, from the start of the file. */
  readonly position: number
  readonly length: number
}

export interface FragmentSequence {
  /** Those that are there to their last byte. */
  readonly fragments: readonly Fragment[]
  readonly basicOffsetTable: readonly number[]
  /** closed: by a delimiter, whatever follows it. cut: the bytes end first. broken: something else stands there. */
  readonly end: 'closed' | 'cut' | 'broken'
}

const ITEM = 0xe000fffe
const SEQUENCE_DELIMITER = 0xe0ddfffe
const HEADER = 8

/**
 * The fragments of encapsulated Pixel Data, always in little endian.
 * @param dataOffset of the value, at which the item of the Basic Offset Table begins
 * @returns undefined when there is no such item
 */
export function readFragments(bytes: Uint8Array, dataOffset: number): FragmentSequence | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const itemAt = (at: number) =>
    at + HEADER <= bytes.length
      ? { tag: view.getUint32(at, true), length: view.getUint32(at + 4, true) }
      : undefined
  const table = itemAt(dataOffset)
  const start = dataOffset + HEADER + (table?.length ?? 0)
  if (table?.tag !== ITEM || start > bytes.length) return undefined
  const basicOffsetTable = Array.from({ length: Math.floor(table.length / 4) }, (_, index) =>
    view.getUint32(dataOffset + HEADER + 4 * index, true),
  )
  const fragments: Fragment[] = []
  const finish = (end: FragmentSequence['end']) => ({ fragments, basicOffsetTable, end })
  for (let at = start; ;) {
    const item = itemAt(at)
    if (!item) return finish('cut')
    if (item.tag !== ITEM) return finish(item.tag === SEQUENCE_DELIMITER ? 'closed' : 'broken')
    const position = at + HEADER
    if (position + item.length > bytes.length) return finish('cut')
    fragments.push({ offset: at - start, position, length: item.length })
    at = position + item.length
  }
}

/** The Basic Offset Table and the start of the first fragment, where it has bytes: `bytes` may end inside it. */
export function firstFragment(
  bytes: Uint8Array,
  dataOffset: number,
): { offsets: readonly number[]; stream: Uint8Array; length: number } | undefined {
  const offsets = readFragments(bytes, dataOffset)?.basicOffsetTable
  const at = dataOffset + HEADER + 4 * (offsets?.length ?? 0)
  if (!offsets || at + HEADER >= bytes.length) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(4, true)
  const stream = bytes.subarray(at + HEADER, at + HEADER + length)
  return length > 0 ? { offsets, stream, length } : undefined
}

/**
 * The fragments of each frame that is there whole, as far as they can be told apart: one each, else by the Basic Offset
 * Table, else by the starts of their streams.
 * @param NumberOfFrames as the header says; more frames than that are given where more streams begin
 */
export function framesOfFragments(
  bytes: Uint8Array,
  sequence: FragmentSequence,
  NumberOfFrames: number,
  TransferSyntaxUID: string,
): readonly (readonly Fragment[])[] {
  const { pixels } = transferSyntaxOf(TransferSyntaxUID)
  const { end } = sequence
  const isWhole = end === 'closed'
  const oneEach = sequence.fragments.map((one) => [one])
  if (isWhole && oneEach.length === NumberOfFrames) return oneEach
  const fragments = sequence.fragments.filter(({ length }) => length > 0)
  if (NumberOfFrames === 1 && !startsOf(bytes, fragments, pixels)) return fragments.length ? [fragments] : []
  const groups = byOffsets(sequence, NumberOfFrames) ?? byStarts(bytes, fragments, pixels) ?? oneEach
  const last = groups.at(-1)
  const isLastWhole =
    isWhole || !last || groups.every(({ length }) => length === 1) || endsStream(bytes, last, pixels)
  return isLastWhole ? groups : groups.slice(0, -1)
}

/** By a table that names as many fragments as there are frames, in order. */
function byOffsets(
  { fragments, basicOffsetTable: table, end }: FragmentSequence,
  NumberOfFrames: number,
): Fragment[][] | undefined {
  const places = new Set(fragments.map(({ offset }) => offset))
  const isOrdered = table[0] === 0 && table.every((offset, index) => index === 0 || offset > table[index - 1])
  const firstMissing = table.findIndex((offset) => !places.has(offset))
  if (table.length !== NumberOfFrames || !isOrdered || (firstMissing >= 0 && end === 'closed'))
    return undefined
  const reached = firstMissing < 0 ? table : table.slice(0, firstMissing)
  return reached.map((from, index) =>
    fragments.filter(({ offset }) => offset >= from && offset < (reached[index + 1] ?? Infinity)),
  )
}

/** A stream that lacks its end is never continued by the next one. */
function byStarts(
  bytes: Uint8Array,
  fragments: readonly Fragment[],
  pixels: TransferSyntax['pixels'],
): Fragment[][] | undefined {
  const starts = startsOf(bytes, fragments, pixels)
  return starts?.map((from, index) => fragments.slice(from, starts[index + 1]))
}

/** Indices of the fragments at which streams begin; undefined where that cannot be told. */
function startsOf(
  bytes: Uint8Array,
  fragments: readonly Fragment[],
  pixels: TransferSyntax['pixels'],
): number[] | undefined {
  const starts = [...fragments.keys()].filter((index) => beginsStream(bytes, fragments[index], pixels))
  return starts[0] === 0 ? starts : undefined
}

const START_OF_JPEG = [0xff, 0xd8, 0xff]
/** SOC and SIZ, as they are or within a JP2 file. */
const START_OF_JPEG_2000 = [
  [0xff, 0x4f, 0xff, 0x51],
  [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20],
]

function beginsStream(
  bytes: Uint8Array,
  { position, length }: Fragment,
  pixels: TransferSyntax['pixels'],
): boolean {
  if (pixels === 'native' || pixels === 'RLE') return false
  const markers = pixels === 'JPEG 2000' ? START_OF_JPEG_2000 : [START_OF_JPEG]
  return markers.some(
    (marker) => marker.length <= length && marker.every((byte, index) => bytes[position + index] === byte),
  )
}

/** By its end marker, which zeros may follow. Run lengths have none: a fragment is a frame. */
function endsStream(
  bytes: Uint8Array,
  fragments: readonly Fragment[],
  pixels: TransferSyntax['pixels'],
): boolean {
  if (pixels === 'RLE') return true
  const { position, length } = fragments[fragments.length - 1] ?? { position: 0, length: 0 }
  let at = position + length - 1
  while (at > position && bytes[at] === 0) at -= 1
  return bytes[at] === 0xd9 && bytes[at - 1] === 0xff
}

/** One frame in memory of its own: the decoder's worker takes it away. */
export function joinFragments(bytes: Uint8Array, fragments: readonly Fragment[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const { position, length } of fragments) {
    whole.set(bytes.subarray(position, position + length), at)
    at += length
  }
  return whole
}
