import type { Segment } from './codestream'

/** The coded data ended before the image did. */
export class Truncated extends Error {}

/** Bits of the coded data of a scan, the highest first (ITU-T T.81 F.2.2.5). */
export class BitReader {
  readonly #data: Uint8Array
  #at = 0
  #held = 0
  #bits = 0
  /** Zeros given out in place of data that is not there. */
  #invented = 0

  constructor(data: Uint8Array) {
    this.#data = data
  }

  /** A Huffman code by its table, or -1 where the bits are no code of it. */
  symbol(codes: Uint16Array): number {
    if (this.#bits < 16) this.#fill()
    const found = codes[(this.#held >>> (this.#bits - 16)) & 0xffff]
    if (found === 0) return -1
    this.#bits -= found >> 8
    return found & 0xff
  }

  /** A difference of so many bits, with its sign (T.81 F.2.2.1, table F.1). */
  signed(bits: number): number {
    if (bits === 0) return 0
    if (this.#bits < bits) this.#fill()
    this.#bits -= bits
    const value = (this.#held >>> this.#bits) & ((1 << bits) - 1)
    return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value
  }

  /** @throws Truncated when more was read than the data has */
  check(): void {
    if (this.#bits < this.#invented) throw new Truncated(`got ${this.#data.length} bytes: truncated`)
  }

  /**
   * Goes on after the next restart marker.
   * @throws Truncated when there is none
   */
  restart(): void {
    this.check()
    // Bytes read ahead never pass a marker.
    while (this.#at < this.#data.length && !this.#isMarker()) this.#at += 1
    if (this.#at >= this.#data.length) throw new Truncated(`got ${this.#data.length} bytes: truncated`)
    while (this.#data[this.#at] === 0xff) this.#at += 1
    this.#at += 1
    this.#held = this.#bits = this.#invented = 0
  }

  #isMarker(): boolean {
    return this.#data[this.#at] === 0xff && this.#data[this.#at + 1] !== 0
  }

  #fill(): void {
    while (this.#bits <= 24) {
      const isEnd = this.#at >= this.#data.length || this.#isMarker()
      const byte = isEnd ? 0 : this.#data[this.#at]
      if (isEnd) this.#invented += 8
      else this.#at += byte === 0xff ? 2 : 1
      this.#held = (this.#held << 8) | byte
      this.#bits += 8
    }
  }
}

/** Class (0 DC or lossless, 1 AC) and destination, as one number → length and symbol for each 16 bits; 0 is no code. */
export type HuffmanTables = ReadonlyMap<number, Uint16Array>

const DEFINE_HUFFMAN = 0xc4

/** The tables that hold at a scan: those defined before it, the last of each (T.81 B.2.4.2, annex C). */
export function huffmanTables(before: readonly Segment[]): HuffmanTables {
  const tables = new Map<number, Uint16Array>()
  for (const { marker, body } of before) {
    if (marker !== DEFINE_HUFFMAN) continue
    for (let at = 0; at + 17 <= body.length;) {
      const counts = body.subarray(at + 1, at + 17)
      const symbols = body.subarray(at + 17, at + 17 + counts.reduce((sum, count) => sum + count, 0))
      tables.set(body[at], codesOf(counts, symbols))
      at += 17 + symbols.length
    }
  }
  return tables
}

function codesOf(counts: Uint8Array, symbols: Uint8Array): Uint16Array {
  const codes = new Uint16Array(65536)
  let [code, next] = [0, 0]
  counts.forEach((count, index) => {
    const spread = 1 << (15 - index)
    for (let each = 0; each < count && next < symbols.length; each++, next++, code += spread)
      codes.fill(((index + 1) << 8) | symbols[next], code, code + spread)
  })
  return codes
}

/** Which table, of those that are there. @throws Error */
export function tableOf(tables: HuffmanTables, key: number): Uint16Array {
  const table = tables.get(key)
  if (!table) throw new Error(`expected Huffman table ${key} in the JPEG stream, got none`)
  return table
}

/** Units between two restart markers (T.81 B.2.4.4); 0: there are none. */
export const restartInterval = (before: readonly Segment[]): number =>
  before
    .filter(({ marker }) => marker === 0xdd)
    .map(({ body }) => (body[0] << 8) | body[1])
    .at(-1) ?? 0
