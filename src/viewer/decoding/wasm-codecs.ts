import type { Samples } from './stored-values'

/** What one of Cornerstone's codecs made of a stream, in memory of its own. */
export interface WasmDecoded {
  readonly samples: Samples
  /** JPEG-LS: 0 by plane, 1 by line, 2 by sample. */
  readonly interleaveMode?: number
}

export type WasmCodec = (stream: Uint8Array, isSigned?: boolean) => Promise<WasmDecoded>

/** Each codec is a chunk of its own, fetched with its WebAssembly when first needed. */
export const jpegLsCodec = codec(
  () => import('@cornerstonejs/codec-charls/decodewasmjs'),
  () => import('@cornerstonejs/codec-charls/decodewasm?url'),
  ({ JpegLSDecoder }) => new JpegLSDecoder(),
)

/** HTJ2K as well: OpenJPH takes a fourth of the time, and silently fills what is missing or damaged. */
export const jpeg2000Codec = codec(
  () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
  () => import('@cornerstonejs/codec-openjpeg/decodewasm?url'),
  ({ J2KDecoder }) => new J2KDecoder(),
)

export const jpegCodec = codec(
  () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
  () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url'),
  ({ JPEGDecoder }) => new JPEGDecoder(),
)

/** WebAssembly keeps all memory it ever had: after a frame that needed more than this it starts anew. */
const MAX_MEMORY_KEPT = 256 * 1024 * 1024

/**
 * A decoder lives for one frame: the buffer of one that had another frame before still holds that frame when a stream
 * fails. After a failure the whole module is discarded, since a codec that throws leaves its memory in any state.
 */
function codec(
  code: () => Promise<{ default: WasmFactory }>,
  binary: () => Promise<{ default: string }>,
  decoderOf: (module: WasmModule) => WasmDecoder,
): WasmCodec {
  let kept: Promise<WasmModule> | undefined
  let complaint = ''
  // Codecs print; what OpenJPEG calls an error is one, even where it continues.
  const listen = (line: string) => {
    if (!complaint && line.includes('[ERROR]')) complaint = line.replace('[ERROR] ', '').trim()
  }
  const start = async () => {
    const [{ default: factory }, { default: url }] = await Promise.all([code(), binary()])
    return factory({ locateFile: () => url, print: listen, printErr: listen })
  }
  return async (stream, isSigned) => {
    kept ??= start()
    let isSound = false
    let module: WasmModule | undefined
    try {
      module = await kept.catch((thrown: unknown) => {
        throw new Error(`expected the codec to start, got “${messageOf(thrown)}”`)
      })
      complaint = ''
      const decoder = decoderOf(module)
      const decoded = run(decoder, stream, isSigned)
      if (complaint) throw new Error(complaint)
      isSound = decoder.getDecodedBuffer().buffer.byteLength <= MAX_MEMORY_KEPT
      decoder.delete()
      return decoded
    } catch (thrown) {
      throw new Error(messageOf(thrown, module))
    } finally {
      if (!isSound) kept = undefined
    }
  }
}

function run(decoder: WasmDecoder, stream: Uint8Array, isSigned?: boolean): WasmDecoded {
  decoder.getEncodedBuffer(stream.length).set(stream)
  decoder.decode()
  const { bitsPerSample, componentCount, isSigned: isSignedInside } = decoder.getFrameInfo()
  const bytes = decoder.getDecodedBuffer().slice()
  const hasSign = (isSigned ?? isSignedInside) === true && componentCount === 1
  return { samples: samplesOf(bytes, bitsPerSample, hasSign), interleaveMode: decoder.getInterleaveMode?.() }
}

function samplesOf({ buffer, byteLength }: Uint8Array, bits: number, isSigned: boolean): Samples {
  if (bits > 8)
    return isSigned ? new Int16Array(buffer, 0, byteLength >> 1) : new Uint16Array(buffer, 0, byteLength >> 1)
  return isSigned ? new Int8Array(buffer) : new Uint8Array(buffer)
}

/**
 * Exceptions of C++ come as numbers: where the module cannot say what they mean, only that there was one is known. It says
 * their type and their words, of which either alone means little.
 */
function messageOf(thrown: unknown, module?: WasmModule): string {
  if (typeof thrown !== 'number') return thrown instanceof Error ? thrown.message : String(thrown)
  const said = module?.getExceptionMessage?.(thrown) ?? 'the codec refuses it'
  return typeof said === 'string' ? said : said.filter(Boolean).join(': ')
}
