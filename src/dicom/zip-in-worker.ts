import { wrap, type Remote } from 'comlink'
import type { Flaw } from './problem'
import type { ZipArchive } from './zip'
import type { ZipService } from './zip.worker'

let service: Remote<ZipService> | undefined

/** As `openZip`, in a worker: inflating takes longer than a frame. The worker lives as long as the page. */
export async function openZipInWorker(file: Blob): Promise<ZipArchive | Flaw> {
  service ??= wrap<ZipService>(new Worker(new URL('./zip.worker.ts', import.meta.url), { type: 'module' }))
  const { open, extract } = service
  const opened = await open(file)
  if (!('entries' in opened)) return opened
  return { entries: opened.entries, extract: async (index) => extract(opened.archive, index) }
}
