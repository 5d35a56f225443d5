import type { JpegStream } from './codestream'
import { BitReader, Truncated, huffmanTables, restartInterval, tableOf } from './jpeg-bits'

/**
 * Lossless Huffman coding of JPEG (ITU-T T.81 annex H), any predictor, components and up to 16 bits. The package that
 * Cornerstone uses continues with zeros where the data ends, and has no colour of more than eight bits.
 * @returns samples, colour by pixel
 * @throws Error when the data ends before the image
 */
export function decodeJpegLossless(jpeg: JpegStream): Uint8Array | Uint16Array {
  const { rows, columns, components, bits, segments } = jpeg
  const count = rows * columns * components
  const samples = bits > 8 ? new Uint16Array(count) : new Uint8Array(count)
  const frame = segments.find(({ marker }) => marker === jpeg.process)
  const order = Array.from({ length: components }, (_, index) => frame?.body[6 + 3 * index])
  const isSubsampled = order.some((_, index) => frame?.body[7 + 3 * index] !== frame?.body[7])
  if (isSubsampled) throw new Error('expected components of one size in the JPEG stream, got several sizes')
  for (const [index, { body, data }] of segments.entries()) {
    if (!data) continue
    const before = segments.slice(0, index)
    const tables = huffmanTables(before)
    const named = Array.from({ length: body[0] }, (_, at) => ({
      place: order.indexOf(body[1 + 2 * at]),
      codes: tableOf(tables, body[2 + 2 * at] >> 4),
    }))
    const predictor = body[1 + 2 * body[0]]
    const shift = body[3 + 2 * body[0]] & 15
    decodeScan(samples, new BitReader(data), {
      ...{ rows, columns, components, named, predictor, shift },
      first: 1 << (bits - shift - 1),
      restart: restartInterval(before),
    })
  }
  return samples
}

interface Scan {
  readonly rows: number
  readonly columns: number
  readonly components: number
  readonly named: readonly { readonly place: number; readonly codes: Uint16Array }[]
  readonly predictor: number
  /** Bits that the point transform took off. */
  readonly shift: number
  /** What the first sample is predicted to be. */
  readonly first: number
  readonly restart: number
}

function decodeScan(samples: Uint8Array | Uint16Array, reader: BitReader, scan: Scan): void {
  const { rows, columns, components, named, restart } = scan
  if (restart % columns !== 0)
    throw new Error(`expected restarts at the ends of rows of ${columns} pixels, got one each ${restart}`)
  if (!(scan.predictor >= 1 && scan.predictor <= 7) || named.some(({ place }) => place < 0))
    throw new Error('expected a lossless JPEG scan (ITU-T T.81 H.1), got another')
  const [width, rowsBetween] = [columns * components, restart / columns]
  for (let row = 0; row < rows; row++) {
    const isFirst = row === 0 || (rowsBetween > 0 && row % rowsBetween === 0)
    try {
      if (isFirst && row > 0) reader.restart()
      decodeRow(samples, reader, row * width, isFirst, scan)
      reader.check()
    } catch (thrown) {
      if (thrown instanceof Truncated)
        throw new Error(`expected ${rows} rows, got ${row}: the JPEG data is truncated`)
      throw thrown
    }
  }
}

/** Values are kept shifted up: predictors are sums of them, and wrap at 16 bits. */
function decodeRow(
  samples: Uint8Array | Uint16Array,
  reader: BitReader,
  from: number,
  isFirst: boolean,
  { columns, components, named, predictor, shift, first }: Scan,
): void {
  const width = columns * components
  for (let column = 0; column < columns; column++)
    for (const { place, codes } of named) {
      const at = from + column * components + place
      const bits = reader.symbol(codes)
      if (bits < 0 || bits > 16) {
        reader.check()
        throw new Error('expected a Huffman code in the JPEG data, got other bits: damaged')
      }
      const difference = bits === 16 ? 32768 : reader.signed(bits)
      const left = samples[at - components] >> shift
      const above = samples[at - width] >> shift
      let predicted: number
      if (isFirst) predicted = column === 0 ? first : left
      else if (column === 0) predicted = above
      else predicted = predict(predictor, left, above, samples[at - width - components] >> shift)
      samples[at] = ((predicted + difference) & 0xffff) << shift
    }
}

/** T.81 table H.1: from the samples left, above, and above left. */
function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left
    case 2:
      return above
    case 3:
      return corner
    case 4:
      return left + above - corner
    case 5:
      return left + ((above - corner) >> 1)
    case 6:
      return above + ((left - corner) >> 1)
    default:
      return (left + above) >> 1
  }
}
