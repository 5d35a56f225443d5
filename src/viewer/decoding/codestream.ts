/*
 * What a compressed stream says of itself, and whether it is all there: read from its markers alone, before a codec
 * sees it. Codecs differ in what they do with a stream that was truncated; some fill the rest with anything.
 */

export interface Claims {
  readonly rows: number
  readonly columns: number
  readonly components: number
  /** Bits per sample, of the component that has most. */
  readonly bits: number
}

/** One marker segment of JPEG or JPEG-LS (ITU-T T.81 B.1.1). */
export interface Segment {
  readonly marker: number
  /** What follows the length. */
  readonly body: Uint8Array
  /** After a start of scan: the coded data, restart markers included. */
  readonly data?: Uint8Array
}

export interface JpegStream extends Claims {
  /** Marker of the start of frame, which names the process. */
  readonly process: number
  readonly segments: readonly Segment[]
  /** Components that have a scan. */
  readonly scanned: number
  readonly hasEnd: boolean
}

const START_OF_IMAGE = 0xd8
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda

/** The processes of a start of frame that this program knows (ITU-T T.81 table B.1, T.87 C.2.2). */
export const PROGRESSIVE = 0xc2
export const LOSSLESS = 0xc3
export const JPEG_LS = 0xf7

/**
 * The segments of a JPEG or JPEG-LS stream up to its end; what follows the end is padding.
 * @throws Error when the stream has no header, or ends inside one
 */
export function readJpeg(stream: Uint8Array): JpegStream {
  if (stream[0] !== 0xff || stream[1] !== START_OF_IMAGE)
    throw new Error(`expected a JPEG stream (FF D8), got ${hex(stream.subarray(0, 2))}`)
  const segments: Segment[] = []
  let at = 2
  let hasEnd = false
  while (at + 1 < stream.length) {
    if (stream[at] !== 0xff)
      throw new Error(`expected a JPEG marker at byte ${at}, got ${hex(stream.subarray(at, at + 2))}`)
    const marker = stream[at + 1]
    if (marker === 0xff) {
      at += 1 // fill byte
      continue
    }
    hasEnd = marker === END_OF_IMAGE
    if (hasEnd) break
    const end = at + 2 + ((stream[at + 2] << 8) | stream[at + 3])
    if (!(end >= at + 4 && end <= stream.length)) break
    const body = stream.subarray(at + 4, end)
    at = marker === START_OF_SCAN ? nextMarker(stream, end) : end
    segments.push({ marker, body, data: marker === START_OF_SCAN ? stream.subarray(end, at) : undefined })
  }
  return { ...claimsOf(segments, stream.length), segments, hasEnd }
}

/** Coded data has no byte FF before one of C0 or more, but for restart markers (JPEG-LS: of 80 or more). */
function nextMarker(stream: Uint8Array, from: number): number {
  for (let at = stream.indexOf(0xff, from); at >= 0; at = stream.indexOf(0xff, at + 1)) {
    const next = stream[at + 1]
    if (next >= 0xc0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return stream.length
}

function claimsOf(segments: readonly Segment[], length: number): Omit<JpegStream, 'segments' | 'hasEnd'> {
  const frame = segments.find(({ marker }) => isStartOfFrame(marker))
  const scans = segments.filter(({ marker }) => marker === START_OF_SCAN)
  if (!frame || scans.length === 0)
    throw new Error(`expected a frame and a scan in the JPEG stream, got neither or one in ${length} bytes`)
  const { marker, body } = frame
  const word = (at: number) => (body[at] << 8) | body[at + 1]
  const named = new Set(
    scans.flatMap((scan) => Array.from({ length: scan.body[0] }, (_, index) => scan.body[1 + 2 * index])),
  )
  return {
    process: marker,
    bits: body[0],
    rows: word(1),
    columns: word(3),
    components: body[5],
    scanned: named.size,
  }
}

/** Not DHT, JPG, DAC. */
const isStartOfFrame = (marker: number): boolean =>
  marker === JPEG_LS || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))

/**
 * The stream as a decoder must get it. One without its end marker may still have all its data: it gets an end, and
 * the decoder tells whether that came too early. Zeros at the end are taken for padding: they could decode as pixels.
 * @throws Error when the stream cannot be whole
 */
export function wholeJpeg(given: Uint8Array): { stream: Uint8Array; jpeg: JpegStream } {
  const jpeg = readJpeg(given)
  if (jpeg.scanned < jpeg.components)
    throw new Error(`expected scans of ${jpeg.components} components, got ${jpeg.scanned}: truncated`)
  if (jpeg.process === PROGRESSIVE && !isRefined(jpeg))
    throw new Error('expected scans of all bits of the JPEG stream, got fewer: truncated')
  if (jpeg.hasEnd) return { stream: given, jpeg }
  // A part of the last scan of this process is less sharp, and not missing.
  if (jpeg.process === PROGRESSIVE)
    throw new Error(`expected the end of the stream (FF D9), got ${given.length} bytes without it: truncated`)
  let length = given.length
  while (length > 0 && given[length - 1] === 0) length -= 1
  // The zero after FF is a part of the data.
  if (given[length - 1] === 0xff && length < given.length) length += 1
  const stream = new Uint8Array(length + 2)
  stream.set(given.subarray(0, length))
  stream.set([0xff, END_OF_IMAGE], length)
  return { stream, jpeg: readJpeg(stream) }
}

/** Whether the scans together give every coefficient of every component to its last bit (ITU-T T.81 G.1.1.1). */
function isRefined({ segments, components }: JpegStream): boolean {
  const given = new Set<number>()
  for (const { data, body } of segments) {
    if (!data) continue
    const [first, last, bits] = body.subarray(1 + 2 * body[0])
    for (let index = 0; index < body[0] && (bits & 15) === 0; index++)
      for (let at = first; at <= Math.min(last, 63); at++) given.add(64 * body[1 + 2 * index] + at)
  }
  return given.size >= 64 * components
}

const SOC_SIZ = 0xff4fff51
const START_OF_TILE_PART = 0xff90
const START_OF_DATA = 0xff93
const END_OF_CODESTREAM = 0xffd9

/**
 * Follows a JPEG 2000 or HTJ2K codestream from tile-part to tile-part (ITU-T T.800 annex A) to its end. One that lacks
 * nothing but its end marker gets it.
 * @throws Error when it has no header, or a part of it is missing
 */
export function wholeJpeg2000(given: Uint8Array): { stream: Uint8Array; claims: Claims } {
  const view = new DataView(given.buffer, given.byteOffset, given.byteLength)
  const start = startOfCodestream(view)
  const { tiles, ...claims } = sizeOf(view, start)
  const parts = tileParts(view, start)
  if (parts.seen < tiles)
    throw new Error(`expected ${tiles} tiles in the codestream, got ${parts.seen}: truncated`)
  if (parts.hasEnd) return { stream: given, claims }
  // The last part could be filled up with zeros, and only the end marker could tell.
  if (given[given.length - 1] === 0)
    throw new Error(`expected the end of the codestream (FF D9), got zeros in its place`)
  return { stream: Uint8Array.from([...given, 0xff, 0xd9]), claims }
}

/** Some writers put the codestream into a JP2 box: it begins within the first bytes. */
function startOfCodestream(view: DataView): number {
  const last = Math.min(view.byteLength - 42, 512)
  for (let at = 0; at <= last; at++) if (view.getUint32(at) === SOC_SIZ) return at
  throw new Error(`expected a JPEG 2000 codestream (FF 4F FF 51), got none in ${view.byteLength} bytes`)
}

/** SIZ (T.800 A.5.1): reference grid, tiles, and a byte for the bits of each component. */
function sizeOf(view: DataView, start: number): Claims & { tiles: number } {
  const [right, bottom, left, top, tileWidth, tileHeight, tileLeft, tileTop] = Array.from(
    { length: 8 },
    (_, field) => view.getUint32(start + 8 + 4 * field),
  )
  const components = view.getUint16(start + 40)
  const end = start + 42 + 3 * components
  if (components === 0 || tileWidth === 0 || tileHeight === 0 || end > view.byteLength)
    throw new Error(`expected the size of the codestream, got ${view.byteLength} bytes: truncated`)
  const bits = Math.max(
    ...Array.from({ length: components }, (_, index) => (view.getUint8(start + 42 + 3 * index) & 0x7f) + 1),
  )
  const tiles = Math.ceil((right - tileLeft) / tileWidth) * Math.ceil((bottom - tileTop) / tileHeight)
  return { columns: right - left, rows: bottom - top, components, bits, tiles }
}

function tileParts(view: DataView, start: number): { seen: number; hasEnd: boolean } {
  const came = view.byteLength
  const seen = new Map<number, { parts: number; of: number }>()
  let at = start + 2
  while (at + 4 <= came && view.getUint16(at) !== START_OF_TILE_PART) {
    if (view.getUint8(at) !== 0xff) throw new Error(`expected a marker at byte ${at} of the codestream`)
    at += 2 + view.getUint16(at + 2)
  }
  while (at + 12 <= came && view.getUint16(at) === START_OF_TILE_PART) {
    const tile = view.getUint16(at + 4)
    const length = view.getUint32(at + 6)
    const before = seen.get(tile)
    seen.set(tile, { parts: (before?.parts ?? 0) + 1, of: view.getUint8(at + 11) || (before?.of ?? 0) })
    const end = length === 0 ? endAfter(view, at + 12) : at + length
    if (end > came || (length > 0 && length < 14))
      throw new Error(`expected ${end} bytes of the codestream or more, got ${came}: truncated`)
    at = end
  }
  if (seen.size === 0) throw new Error(`expected a tile-part of the codestream, got ${came} bytes: truncated`)
  const missing = [...seen.values()].find(({ parts, of }) => parts < of)
  if (missing)
    throw new Error(
      `expected ${missing.of} parts of a tile, got ${missing.parts}: the codestream is truncated`,
    )
  const hasEnd = at + 2 <= came && view.getUint16(at) === END_OF_CODESTREAM
  // An end marker inside the last part, where data has none, came too early.
  if (!hasEnd && (at < came || view.getUint16(at - 2) === END_OF_CODESTREAM))
    throw new Error(`expected a tile-part or the end of the codestream at byte ${at}`)
  return { seen: seen.size, hasEnd }
}

/** The last tile-part may leave its length open. Its data has no byte FF before one above 8F (T.800 B.10.1). */
function endAfter(view: DataView, from: number): number {
  let at = from
  while (at + 2 <= view.byteLength && view.getUint16(at) !== START_OF_DATA) at += 1
  for (at += 2; at + 2 <= view.byteLength; at++) if (view.getUint16(at) === END_OF_CODESTREAM) return at
  throw new Error(
    `expected the end of the codestream (FF D9), got ${view.byteLength} bytes without it: truncated`,
  )
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ') || 'nothing'
