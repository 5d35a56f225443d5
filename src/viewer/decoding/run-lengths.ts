/**
 * Decodes an RLE frame (PS3.5 annex G): one segment for each byte of a sample, the highest first, sample after
 * sample.
 * @returns samples in little endian, colour by pixel
 * @throws Error when a segment lies outside the frame or is too short
 */
export function decodeRunLengths(
  frame: Uint8Array,
  pixels: number,
  samples: number,
  bytesPerSample: number,
): Uint8Array<ArrayBuffer> {
  const header = new DataView(frame.buffer, frame.byteOffset, Math.min(64, frame.length))
  const count = header.byteLength < 64 ? 0 : header.getUint32(0, true)
  if (count !== samples * bytesPerSample)
    throw new Error(`expected ${samples * bytesPerSample} RLE segments, got ${count}`)
  const decoded = new Uint8Array(pixels * count)
  for (let segment = 0; segment < count; segment++) {
    const from = header.getUint32(4 + 4 * segment, true)
    const to = segment + 1 < count ? header.getUint32(8 + 4 * segment, true) : frame.length
    const sample = Math.floor(segment / bytesPerSample)
    const byte = bytesPerSample - 1 - (segment % bytesPerSample)
    const filled = unpack(frame.subarray(from, to), decoded, sample * bytesPerSample + byte, count)
    if (filled < pixels)
      throw new Error(`expected ${pixels} values in RLE segment ${segment + 1}, got ${filled}`)
  }
  return decoded
}

/** PackBits into every `step`-th byte; @returns how many were written */
function unpack(segment: Uint8Array, into: Uint8Array, offset: number, step: number): number {
  let [at, to] = [0, offset]
  while (at < segment.length && to < into.length) {
    const control = segment[at++]
    if (control === 128) continue
    const isRun = control > 128
    const length = isRun ? 257 - control : control + 1
    for (let index = 0; index < length && to < into.length; index++, to += step) {
      if (at + (isRun ? 0 : index) >= segment.length) return (to - offset) / step
      into[to] = segment[isRun ? at : at + index]
    }
    at += isRun ? 1 : length
  }
  return Math.ceil((to - offset) / step)
}
