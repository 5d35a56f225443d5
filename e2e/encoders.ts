import { createRequire } from 'node:module'

/*
 * Encoders for tests: those of the codecs' packages, and small ones by hand where there is none. They need not make
 * small streams.
 */

/** Grey samples of one image, row by row. */
export interface GreyImage {
  readonly columns: number
  readonly rows: number
  /** 8 bits, or 16. */
  readonly bits: 8 | 16
  readonly values: ArrayLike<number>
}

interface WasmEncoder {
  getDecodedBuffer(frame: object): Uint8Array
  getEncodedBuffer(): Uint8Array
  setQuality?(...quality: readonly unknown[]): void
  setProgressive?(isProgressive: boolean): void
  encode(): void
  delete(): void
}

const require = createRequire(import.meta.url)

/** @param prepare settings of the encoder */
async function encodeWith(
  path: string,
  name: string,
  image: GreyImage,
  prepare: (encoder: WasmEncoder) => void = () => undefined,
): Promise<Uint8Array> {
  const factory = require(path) as (options: object) => Promise<Record<string, new () => WasmEncoder>>
  const silent = () => undefined
  const module = await factory({ print: silent, printErr: silent })
  const encoder = new module[name]()
  const { columns: width, rows: height, bits: bitsPerSample } = image
  const frame = { width, height, bitsPerSample, componentCount: 1, isSigned: false }
  encoder.getDecodedBuffer({ ...frame, isUsingColorTransform: false }).set(bytesOf(image))
  prepare(encoder)
  encoder.encode()
  const encoded = encoder.getEncodedBuffer().slice()
  encoder.delete()
  return encoded
}

/** Little endian. */
export function bytesOf({ bits, values }: GreyImage): Uint8Array {
  const samples = bits === 8 ? Uint8Array.from(values) : Uint16Array.from(values)
  return new Uint8Array(samples.buffer)
}

export const jpegLs = (image: GreyImage) =>
  encodeWith('@cornerstonejs/codec-charls/wasmjs', 'JpegLSEncoder', image)

export const jpeg2000 = (image: GreyImage) =>
  encodeWith('@cornerstonejs/codec-openjpeg/wasmjs', 'J2KEncoder', image, (encoder) =>
    encoder.setQuality?.(true, 0),
  )

export const htj2k = (image: GreyImage) =>
  encodeWith('@cornerstonejs/codec-openjph/wasmjs', 'HTJ2KEncoder', image, (encoder) =>
    encoder.setQuality?.(true, 0),
  )

/** @param image of 8 bits */
export const jpegBaseline = (image: GreyImage) => jpegWith(image, false)

/** Of 8 bits; DICOM has retired it. */
export const jpegProgressive = (image: GreyImage) => jpegWith(image, true)

const jpegWith = (image: GreyImage, isProgressive: boolean) =>
  encodeWith('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs', 'JPEGEncoder', image, (encoder) =>
    encoder.setProgressive?.(isProgressive),
  )

/** RLE (PS3.5 annex G), without a single run. */
export function runLengths(image: GreyImage): Uint8Array {
  const bytes = bytesOf(image)
  const width = image.bits / 8
  const segments = Array.from({ length: width }, (_, index) => {
    const plane = bytes.filter((_, at) => at % width === width - 1 - index)
    const packed: number[] = []
    for (let at = 0; at < plane.length; at += 128) {
      const literal = plane.subarray(at, at + 128)
      packed.push(literal.length - 1, ...literal)
    }
    return packed.length % 2 ? [...packed, 0] : packed
  })
  const header = new Uint32Array(16)
  header[0] = width
  segments.forEach((_, index) => (header[index + 1] = 64 + segments.slice(0, index).flat().length))
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()])
}

/** Appends codes, the highest bit first, with a zero after each byte FF. */
class BitWriter {
  readonly bytes: number[] = []
  #held = 0
  #bits = 0

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#held = (this.#held << 1) | ((value >> bit) & 1)
      if (++this.#bits === 8) this.#flush()
    }
  }

  /** Fills the last byte with ones (ITU-T T.81 F.1.2.3). */
  end(): number[] {
    while (this.#bits > 0) this.write(1, 1)
    return this.bytes
  }

  #flush(): void {
    this.bytes.push(this.#held)
    if (this.#held === 0xff) this.bytes.push(0)
    this.#held = this.#bits = 0
  }
}

/** One code of five bits for each number of bits that a difference may have. */
const CODE_BITS = 5
const CODES = Array.from({ length: 17 }, (_, index) => index)

const word = (value: number): [number, number] => [value >> 8, value & 255]
const segment = (marker: number, ...body: number[]) => [0xff, marker, ...word(body.length + 2), ...body]
const huffman = (key: number, symbols: readonly number[]) =>
  segment(0xc4, key, ...Array.from({ length: 16 }, (_, at) => (at === CODE_BITS - 1 ? symbols.length : 0)), ...symbols) // prettier-ignore

/** Bits of a difference and its code (T.81 F.1.2.1). */
function writeDifference(writer: BitWriter, difference: number): void {
  const bits = difference === -32768 ? 16 : 32 - Math.clz32(Math.abs(difference))
  writer.write(bits, CODE_BITS)
  if (bits < 16) writer.write(difference < 0 ? difference + (1 << bits) - 1 : difference, bits)
}

/**
 * JPEG Lossless (T.81 annex H), samples of 16 bits or 8.
 * @param predictor 1–7
 * @param restartRows rows between two restart markers; 0: none
 */
export function jpegLossless(image: GreyImage, predictor = 1, restartRows = 0): Uint8Array {
  const { columns, rows, bits, values } = image
  const at = (column: number, row: number) => values[row * columns + column]
  const predict = (column: number, row: number) => {
    const isFirst = row === 0 || (restartRows > 0 && row % restartRows === 0)
    if (isFirst) return column === 0 ? 1 << (bits - 1) : at(column - 1, row)
    if (column === 0) return at(column, row - 1)
    const [left, above, corner] = [at(column - 1, row), at(column, row - 1), at(column - 1, row - 1)]
    const all = [left, above, corner, left + above - corner, left + ((above - corner) >> 1), above + ((left - corner) >> 1), (left + above) >> 1] // prettier-ignore
    return all[predictor - 1]
  }
  const data: number[] = []
  let writer = new BitWriter()
  for (let row = 0; row < rows; row++) {
    if (restartRows > 0 && row > 0 && row % restartRows === 0) {
      data.push(...writer.end(), 0xff, 0xd0 + ((row / restartRows - 1) % 8))
      writer = new BitWriter()
    }
    for (let column = 0; column < columns; column++)
      writeDifference(writer, ((at(column, row) - predict(column, row)) << 16) >> 16)
  }
  return Uint8Array.from([
    ...[0xff, 0xd8, ...huffman(0, CODES)],
    ...segment(0xc3, bits, ...word(rows), ...word(columns), 1, 1, 0x11, 0),
    ...(restartRows > 0 ? segment(0xdd, ...word(restartRows * columns)) : []),
    ...segment(0xda, 1, 1, 0, predictor, 0, 0),
    ...[...data, ...writer.end(), 0xff, 0xd9],
  ])
}

/**
 * JPEG Extended of 12 bits (T.81 annex F): blocks of 8 × 8 pixels, each of one value.
 * @param values 0–4095, one for each block, row by row
 */
export function jpegExtended(blocksAcross: number, values: readonly number[]): Uint8Array {
  const writer = new BitWriter()
  values.forEach((value, index) => {
    writeDifference(writer, value - (values[index - 1] ?? 2048))
    writer.write(0, CODE_BITS) // end of block
  })
  const steps = Array.from({ length: 64 }, () => 8)
  return Uint8Array.from([
    ...[0xff, 0xd8, ...segment(0xdb, 0, ...steps), ...huffman(0, CODES), ...huffman(0x10, CODES)],
    ...segment(
      0xc1,
      12,
      ...word((values.length / blocksAcross) * 8),
      ...word(blocksAcross * 8),
      1,
      1,
      0x11,
      0,
    ),
    ...segment(0xda, 1, 1, 0, 0, 63, 0),
    ...[...writer.end(), 0xff, 0xd9],
  ])
}
