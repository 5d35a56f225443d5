import { expose, transfer } from 'comlink'
import { openZip, type ZipArchive, type ZipEntry } from './zip'
import type { Flaw } from './problem'

const archives: ZipArchive[] = []

/** The archives opened so far, by number: an archive holds a Blob, no bytes. */
const zipService = {
  async open(file: Blob): Promise<{ archive: number; entries: readonly ZipEntry[] } | Flaw> {
    const opened = await openZip(file)
    if (!('entries' in opened)) return opened
    return { archive: archives.push(opened) - 1, entries: opened.entries }
  },
  async extract(archive: number, index: number): Promise<Uint8Array<ArrayBuffer> | Flaw> {
    const extracted = await archives[archive].extract(index)
    return extracted instanceof Uint8Array ? transfer(extracted, [extracted.buffer]) : extracted
  },
}

export type ZipService = typeof zipService

expose(zipService)
