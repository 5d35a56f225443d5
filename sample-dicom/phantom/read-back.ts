import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/* Committed samples read back, with the readers of the product. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

/** @param path relative to sample-dicom/ */
export function openFile(path: string) {
  const { parseDicom } = require('dicom-parser') as { parseDicom: (bytes: Uint8Array) => DataSet }
  const bytes = new Uint8Array(readFileSync(join(root, path)))
  const dataset = parseDicom(bytes)
  return { bytes, dataset, text: (tag: string) => dataset.string(tag) }
}

/** Stored values of a frame in JPEG-LS. */
export async function unpack(packed: Uint8Array): Promise<Uint16Array> {
  const start = require('@cornerstonejs/codec-charls/decodewasmjs') as () => Promise<{
    JpegLSDecoder: new () => {
      getEncodedBuffer(size: number): Uint8Array
      decode(): void
      getDecodedBuffer(): Uint8Array
    }
  }>
  const decoder = new (await start()).JpegLSDecoder()
  decoder.getEncodedBuffer(packed.length).set(packed)
  decoder.decode()
  return new Uint16Array(decoder.getDecodedBuffer().slice().buffer)
}

interface DataSet {
  string(tag: string): string | undefined
  uint16(tag: string): number | undefined
  readonly elements: Record<string, { fragments?: { position: number; length: number }[] }>
}
