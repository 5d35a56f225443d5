import type { TransferSyntax } from './transfer-syntaxes'

export interface CodestreamSize {
  readonly Rows: number
  readonly Columns: number
}

/**
 * The size that a compressed frame says of itself, read before any decoder reserves memory for it.
 * @returns undefined when the header of that kind is not found
 */
export function codestreamSize(
  stream: Uint8Array,
  kind: TransferSyntax['pixels'],
): CodestreamSize | undefined {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  try {
    return kind === 'JPEG 2000' ? sizeOfJpeg2000(view) : sizeOfJpeg(view)
  } catch {
    return undefined // the header runs past the end
  }
}

/** Start of frame of JPEG (ITU-T T.81 B.2.2) and JPEG-LS (T.87 C.2.2); not DHT, JPG, DAC. */
const isStartOfFrame = (marker: number): boolean =>
  marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))

function sizeOfJpeg(view: DataView): CodestreamSize | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1 // fill byte
      continue
    }
    if (isStartOfFrame(marker)) return { Rows: view.getUint16(at + 5), Columns: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** SIZ follows SOC at once (ITU-T T.800 A.5.1); some writers put the codestream into a JP2 box. */
function sizeOfJpeg2000(view: DataView): CodestreamSize | undefined {
  const last = Math.min(view.byteLength - 24, 512)
  for (let at = 0; at <= last; at++) {
    if (view.getUint32(at) !== 0xff4fff51) continue
    const [right, bottom, left, top] = [8, 12, 16, 20].map((field) => view.getUint32(at + field))
    return { Columns: right - left, Rows: bottom - top }
  }
  return undefined
}
