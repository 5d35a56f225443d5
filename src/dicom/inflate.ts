import { error, type Flaw } from './problem'

export interface Inflated {
  /** The first bytes, at most `keep` of them. */
  readonly bytes: Uint8Array
  /** How many there are in all. */
  readonly size: number
}

/** A deflated object larger than this would not fit beside its pixels in a browser tab. */
const MAX_BYTES = 256 * 1024 * 1024
/** A stream grows a thousandfold at most: so little of it goes in that what comes out of it at once is bounded. */
const PIECE_BYTES = 16 * 1024

/**
 * Inflates a raw deflate stream (PS3.5 annex A.5) piece by piece: what lies beyond the cap is never made.
 * @param keep bytes of the result to hold; the rest is only counted
 */
export async function inflate(deflated: Uint8Array | Blob, keep = MAX_BYTES): Promise<Inflated | Flaw> {
  const blob = deflated instanceof Blob ? deflated : new Blob([deflated as Uint8Array<ArrayBuffer>])
  const inflated = await inflateBlob(blob, keep)
  if ('size' in inflated || inflated.code !== 'brokenDeflate') return inflated
  for (const bytes of trailersOf(new Uint8Array(await blob.slice(-8).arrayBuffer()))) {
    const shorter = await inflateBlob(blob.slice(0, -bytes), keep)
    if ('size' in shorter) return shorter
  }
  return inflated
}

/**
 * How many bytes may follow the end of the stream, which the browser's decoder takes for rubbish: the zero that
 * makes the length even, or the checksum and length of what was deflated, as gzip writes them.
 */
function trailersOf(last: Uint8Array): number[] {
  if (last.length < 8) return []
  const length = new DataView(last.buffer, last.byteOffset).getUint32(4, true)
  return [...(last[7] === 0 ? [1] : []), ...(length > 0 && length < LONGEST_TRAILED ? [8] : [])]
}

/** Beyond it a length is more likely a part of the stream, and to inflate all of it again would take long. */
const LONGEST_TRAILED = 64 * 1024 * 1024

async function inflateBlob(blob: Blob, keep: number): Promise<Inflated | Flaw> {
  const reader = inPieces(blob).pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let [size, kept] = [0, 0]
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      size += step.value.length
      if (size > MAX_BYTES) {
        await reader.cancel()
        return error('inflatesTooFar', `≤ ${MAX_BYTES} B`, `${blob.size} B → ${size} B`)
      }
      if (kept >= keep) continue
      pieces.push(step.value)
      kept += step.value.length
    }
  } catch {
    return error('brokenDeflate', undefined, `${size} B`)
  }
  return { bytes: joined(pieces, kept), size }
}

/** What was inflated is asked for before the next piece goes in: nothing is queued that is not counted. */
function inPieces(blob: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream(
    {
      async pull(controller) {
        if (at >= blob.size) return controller.close()
        controller.enqueue(new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer()))
        at += PIECE_BYTES
      },
    },
    { highWaterMark: 0 },
  )
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
