import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'

/** Eight bits a sample, rows from the top. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly samples: number
  readonly values: Uint8Array
}

/** Part of the page, as fractions of its width and height. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What a region shows. */
export interface ImageStatistics {
  readonly hash: string
  /** Different greys. */
  readonly greys: number
  /** Share of pixels that are grey, neither black nor white. */
  readonly midShare: number
}

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 6: 4 }

/**
 * Decodes what Chromium sends: eight bits, not interlaced.
 * @throws Error for another colour type
 */
export function decodePng(file: Buffer): Pixels {
  const parts: Buffer[] = []
  let [width, height, samples] = [0, 0, 0]
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const data = file.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') {
      ;[width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)]
      samples = SAMPLES[data[9]] ?? 0
    }
    if (type === 'IDAT') parts.push(data)
    at += length + 12
  }
  if (samples === 0) throw new Error('expected a PNG of grey, RGB or RGBA')
  return {
    width,
    height,
    samples,
    values: unfiltered(inflateSync(Buffer.concat(parts)), width, height, samples),
  }
}

/** Undoes the filter of each row (PNG section 9). */
function unfiltered(raw: Uint8Array, width: number, height: number, samples: number): Uint8Array {
  const length = width * samples
  const values = new Uint8Array(length * height)
  for (let row = 0; row < height; row++) {
    const from = row * (length + 1) + 1
    const filter = raw[from - 1]
    const to = row * length
    for (let i = 0; i < length; i++) {
      const left = i >= samples ? values[to + i - samples] : 0
      const above = row > 0 ? values[to + i - length] : 0
      const corner = row > 0 && i >= samples ? values[to + i - length - samples] : 0
      values[to + i] = raw[from + i] + predicted(filter, left, above, corner)
    }
  }
  return values
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return (left + above) >> 1
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)]
  const toCorner = Math.abs(left + above - 2 * corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

const DARK = 24
const BRIGHT = 235
/** Samples of a grey pixel differ by less. */
const COLOURLESS = 14

export function lookAt({ width, height, samples, values }: Pixels, region: Region): ImageStatistics {
  const [left, right] = [region.x, region.x + region.width].map((share) => Math.round(share * width))
  const [top, bottom] = [region.y, region.y + region.height].map((share) => Math.round(share * height))
  const counts = new Uint32Array(256)
  const hash = createHash('md5')
  let [mid, total] = [0, 0]
  for (let y = top; y < bottom; y++) {
    hash.update(values.subarray((y * width + left) * samples, (y * width + right) * samples))
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * samples
      const [red, green, blue] =
        samples < 3 ? [values[at], values[at], values[at]] : values.subarray(at, at + 3)
      const grey = Math.floor((red + green + blue) / 3)
      const isGrey = Math.abs(red - green) < COLOURLESS && Math.abs(green - blue) < COLOURLESS
      if (isGrey && grey > DARK && grey < BRIGHT) mid++
      counts[grey]++
      total++
    }
  }
  const greys = counts.filter((count) => count > total / 5000).length
  return { hash: hash.digest('hex'), greys, midShare: mid / total }
}

/** Many greys over a good part: text, a progress bar or a plain background are no image. */
export const isImage = ({ greys, midShare }: ImageStatistics): boolean => greys >= 40 && midShare >= 0.15
