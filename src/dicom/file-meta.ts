import { inflate } from './inflate'
import { EXPLICIT_LITTLE_ENDIAN } from './transfer-syntaxes'

/** What is known of a file whose data set is deflated. */
export interface DeflatedFile {
  readonly SOPClassUID: string
  readonly SOPInstanceUID: string
  /** Byte of the file at which its data set begins. */
  readonly dataSetOffset: number
}

/**
 * The same object inflated, with preamble and file meta (PS3.10 section 7.1) of its own.
 * @throws Error when the deflate stream is broken or too large
 */
export async function inflatedFile(file: Blob, deflated: DeflatedFile): Promise<Blob> {
  const inflated = await inflate(file.slice(deflated.dataSetOffset))
  if (!('size' in inflated)) throw new Error(inflated.code)
  return new Blob([writeFileMeta(deflated), inflated.bytes as Uint8Array<ArrayBuffer>])
}

/** Preamble, prefix and group 0002; elements in explicit little endian. */
function writeFileMeta({ SOPClassUID, SOPInstanceUID }: DeflatedFile): Uint8Array<ArrayBuffer> {
  const group = concatenate([
    longElement(0x0001, 'OB', new Uint8Array([0, 1])),
    uidElement(0x0002, SOPClassUID),
    uidElement(0x0003, SOPInstanceUID),
    uidElement(0x0010, EXPLICIT_LITTLE_ENDIAN),
    uidElement(0x0012, IMPLEMENTATION_CLASS_UID),
  ])
  const length = new Uint8Array(new Uint32Array([group.length]).buffer)
  const preamble = new Uint8Array(128)
  return concatenate([preamble, ascii('DICM'), shortElement(0x0000, 'UL', length), group])
}

/** Ours, below the UUID arc (PS3.5 annex B.2). */
const IMPLEMENTATION_CLASS_UID = '2.25.271828182845904523536028747135266249775'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** UIDs are padded to an even length with NUL (PS3.5 section 9.1). */
const uidElement = (element: number, uid: string): Uint8Array =>
  shortElement(element, 'UI', ascii(uid.length % 2 ? `${uid}\0` : uid))

const shortElement = (element: number, vr: string, value: Uint8Array): Uint8Array =>
  concatenate([tag(element), ascii(vr), little16(value.length), value])

const longElement = (element: number, vr: string, value: Uint8Array): Uint8Array =>
  concatenate([tag(element), ascii(vr), little16(0), little16(value.length), little16(0), value])

const tag = (element: number): Uint8Array => concatenate([little16(0x0002), little16(element)])

const little16 = (value: number): Uint8Array => new Uint8Array([value & 0xff, value >> 8])

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
