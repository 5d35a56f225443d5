import type { JpegStream, Segment } from './codestream'
import { BitReader, Truncated, huffmanTables, restartInterval, tableOf } from './jpeg-bits'

/**
 * Sequential Huffman coding of JPEG with 12 bits (ITU-T T.81 annex F, process 4), for which no codec package is at
 * hand.
 * @returns components as they are coded, by pixel
 * @throws Error when the data ends before the image
 */
export function decodeJpegExtended(jpeg: JpegStream): Uint16Array {
  const { rows, columns, bits, segments } = jpeg
  const planes = planesOf(jpeg)
  for (const [index, scan] of segments.entries())
    if (scan.data) decodeScan(jpeg, planes, scan, segments.slice(0, index))
  const [widest, highest] = [largest(planes, 'across'), largest(planes, 'down')]
  const samples = new Uint16Array(rows * columns * planes.length)
  const [middle, most] = [1 << (bits - 1), (1 << bits) - 1]
  planes.forEach(({ across, down, blocksAcross, values }, component) => {
    for (let row = 0, at = component; row < rows; row++) {
      const line = Math.floor((row * down) / highest) * blocksAcross * 8
      for (let column = 0; column < columns; column++, at += planes.length) {
        const value = Math.round(values[line + Math.floor((column * across) / widest)]) + middle
        samples[at] = Math.min(Math.max(value, 0), most)
      }
    }
  })
  return samples
}

interface Plane {
  readonly id: number
  /** Sampling factors. */
  readonly across: number
  readonly down: number
  readonly table: number
  /** Blocks in a row and rows of them, up to whole interleaved units. */
  readonly blocksAcross: number
  /** Blocks that hold pixels: a scan of this component alone has no others. */
  readonly ownAcross: number
  readonly ownDown: number
  /** Values less half their range. */
  readonly values: Float32Array
}

const largest = (planes: readonly { across: number; down: number }[], key: 'across' | 'down'): number =>
  Math.max(...planes.map((plane) => plane[key]))

function planesOf({ process, rows, columns, components, segments }: JpegStream): Plane[] {
  const body = segments.find(({ marker }) => marker === process)?.body ?? new Uint8Array()
  const named = Array.from({ length: components }, (_, index) => {
    const [id, factors, table] = body.subarray(6 + 3 * index)
    return { id, across: factors >> 4, down: factors & 15, table }
  })
  const [widest, highest] = [largest(named, 'across'), largest(named, 'down')]
  if (named.some(({ across, down }) => !(across >= 1 && across <= 4 && down >= 1 && down <= 4)))
    throw new Error('expected sampling factors of 1 to 4 in the JPEG stream, got others')
  return named.map((plane) => {
    const blocksAcross = Math.ceil(columns / (8 * widest)) * plane.across
    const blocksDown = Math.ceil(rows / (8 * highest)) * plane.down
    return {
      ...plane,
      blocksAcross,
      ownAcross: Math.ceil((columns * plane.across) / widest / 8),
      ownDown: Math.ceil((rows * plane.down) / highest / 8),
      values: new Float32Array(blocksAcross * blocksDown * 64),
    }
  })
}

interface Coded {
  readonly plane: Plane
  readonly dc: Uint16Array
  readonly ac: Uint16Array
  readonly quantization: Uint16Array
  previous: number
}

function decodeScan(
  jpeg: JpegStream,
  planes: readonly Plane[],
  { body, data }: Segment,
  before: readonly Segment[],
) {
  const tables = huffmanTables(before)
  const quantization = quantizationTables(before)
  const coded = Array.from({ length: body[0] }, (_, index): Coded => {
    const [id, selectors] = body.subarray(1 + 2 * index)
    const plane = planes.find((one) => one.id === id)
    const steps = plane && quantization.get(plane.table)
    if (!plane || !steps) throw new Error(`expected component ${id} with a quantization table, got none`)
    return {
      ...{ plane, quantization: steps, previous: 0 },
      dc: tableOf(tables, selectors >> 4),
      ac: tableOf(tables, 16 + (selectors & 15)),
    }
  })
  const reader = new BitReader(data ?? new Uint8Array())
  const restart = restartInterval(before)
  const [unitsAcross, unitsDown] = unitsOf(jpeg, coded)
  for (let unit = 0; unit < unitsAcross * unitsDown; unit++)
    try {
      if (restart > 0 && unit > 0 && unit % restart === 0) {
        reader.restart()
        for (const one of coded) one.previous = 0
      }
      decodeUnit(reader, coded, unit % unitsAcross, Math.floor(unit / unitsAcross))
      reader.check()
    } catch (thrown) {
      if (!(thrown instanceof Truncated)) throw thrown
      throw new Error(`expected ${unitsAcross * unitsDown} blocks, got ${unit}: the JPEG data is truncated`)
    }
}

/** Interleaved units (T.81 A.2.3); of one component alone, its blocks. */
function unitsOf({ rows, columns }: JpegStream, coded: readonly Coded[]): readonly [number, number] {
  const [{ plane }] = coded
  if (coded.length === 1) return [plane.ownAcross, plane.ownDown]
  const planes = coded.map((one) => one.plane)
  return [
    Math.ceil(columns / (8 * largest(planes, 'across'))),
    Math.ceil(rows / (8 * largest(planes, 'down'))),
  ]
}

function decodeUnit(reader: BitReader, coded: readonly Coded[], column: number, row: number): void {
  const isAlone = coded.length === 1
  for (const one of coded) {
    const across = isAlone ? 1 : one.plane.across
    const down = isAlone ? 1 : one.plane.down
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++) {
        const coefficients = coefficientsOf(reader, one)
        const start = ((row * down + y) * one.plane.blocksAcross * 8 + (column * across + x)) * 8
        transform(coefficients, one.plane.values, start, one.plane.blocksAcross * 8)
      }
  }
}

const COEFFICIENTS = new Float32Array(64)

/** T.81 F.2.2: one DC difference, then runs of zeros and values along the zigzag. */
function coefficientsOf(reader: BitReader, one: Coded): Float32Array {
  COEFFICIENTS.fill(0)
  one.previous += reader.signed(codeOf(reader, one.dc) & 15)
  COEFFICIENTS[0] = one.previous * one.quantization[0]
  for (let at = 1; at < 64; at++) {
    const code = codeOf(reader, one.ac)
    const bits = code & 15
    if (bits === 0 && code !== 0xf0) break
    at += code >> 4
    if (bits > 0 && at < 64) COEFFICIENTS[ZIGZAG[at]] = reader.signed(bits) * one.quantization[at]
  }
  return COEFFICIENTS
}

function codeOf(reader: BitReader, codes: Uint16Array): number {
  const symbol = reader.symbol(codes)
  if (symbol >= 0) return symbol
  reader.check()
  throw new Error('expected a Huffman code in the JPEG data, got other bits: damaged')
}

/** Place in a block, row by row, of each coefficient in the order of the stream (T.81 figure A.6). */
const ZIGZAG = zigzag()

function zigzag(): number[] {
  const order: number[] = []
  for (let diagonal = 0; diagonal < 15; diagonal++) {
    const low = Math.max(0, diagonal - 7)
    const places = Array.from({ length: Math.min(diagonal, 7) - low + 1 }, (_, index) => low + index)
    // Odd diagonals run downwards, even ones upwards.
    for (const row of diagonal % 2 ? places : places.reverse()) order.push(row * 8 + diagonal - row)
  }
  return order
}

function quantizationTables(before: readonly Segment[]): Map<number, Uint16Array> {
  const tables = new Map<number, Uint16Array>()
  for (const { marker, body } of before) {
    if (marker !== 0xdb) continue
    for (let at = 0; at < body.length;) {
      const width = body[at] >> 4 ? 2 : 1
      const first = at + 1
      const step = (index: number) =>
        width === 1 ? body[first + index] : (body[first + 2 * index] << 8) | body[first + 2 * index + 1]
      tables.set(
        body[at] & 15,
        Uint16Array.from({ length: 64 }, (_, index) => step(index)),
      )
      at = first + 64 * width
    }
  }
  return tables
}

/** Row: frequency, column: place; with the factors of T.81 A.3.3. */
const COSINES = Float32Array.from({ length: 64 }, (_, at) => {
  const [frequency, place] = [at >> 3, at & 7]
  return (Math.cos(((2 * place + 1) * frequency * Math.PI) / 16) / 2) * (frequency === 0 ? Math.SQRT1_2 : 1)
})
const ROWS = new Float32Array(64)

/** Inverse discrete cosine transform of a block, first along its rows, then along its columns. */
function transform(coefficients: Float32Array, into: Float32Array, start: number, width: number): void {
  for (let row = 0; row < 8; row++)
    for (let x = 0; x < 8; x++) {
      let sum = 0
      for (let u = 0; u < 8; u++) sum += coefficients[row * 8 + u] * COSINES[u * 8 + x]
      ROWS[row * 8 + x] = sum
    }
  for (let y = 0; y < 8; y++)
    for (let x = 0; x < 8; x++) {
      let sum = 0
      for (let v = 0; v < 8; v++) sum += ROWS[v * 8 + x] * COSINES[v * 8 + y]
      into[start + y * width + x] = sum
    }
}
