/** The decoders of the loader, one by one, by an alias of vite.config.ts: the package exports only its whole bundle. */
declare module '@cornerstonejs/dicom-image-loader/decoders/*' {
  type Pixels = Uint8Array | Int8Array | Uint16Array | Int16Array
  interface Frame {
    readonly pixelData: Pixels
    /** JPEG-LS: 0 by plane, 1 by line, 2 by sample. */
    readonly interleaveMode?: number
  }
  // Some take the stream first, some the frame: a call with the wrong order is seen at once.
  const decode: (first: object, second: object) => Promise<Frame>
  export default decode
}
