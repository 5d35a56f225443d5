/*
 * The codecs' packages have no types. Each gives a module of WebAssembly that is made by its factory; numbers are
 * thrown for exceptions of C++.
 */

interface CodecFrameInfo {
  readonly width: number
  readonly height: number
  readonly bitsPerSample: number
  readonly componentCount: number
  readonly isSigned?: boolean
}

/** Views of its memory: they hold until the next call. */
interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array
  decode(): void
  getFrameInfo(): CodecFrameInfo
  getDecodedBuffer(): Uint8Array
  /** JPEG-LS: 0 by plane, 1 by line, 2 by sample. */
  getInterleaveMode?(): number
  delete(): void
}

interface WasmModule {
  readonly JpegLSDecoder: new () => WasmDecoder
  readonly J2KDecoder: new () => WasmDecoder
  readonly JPEGDecoder: new () => WasmDecoder
  getExceptionMessage?(pointer: number): string | readonly string[]
}

interface WasmModuleOptions {
  readonly locateFile: (name: string) => string
  readonly print?: (line: string) => void
  readonly printErr?: (line: string) => void
}

type WasmFactory = (options: WasmModuleOptions) => Promise<WasmModule>

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: WasmFactory
  export default factory
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: WasmFactory
  export default factory
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: WasmFactory
  export default factory
}
