import { wrap, type Remote } from 'comlink'
import type { Flaw } from './problem'
import type { ZipArchive } from './zip'
import type { ZipService } from './zip.worker'

interface Running {
  readonly service: Remote<ZipService>
  /** Rejects when the worker cannot be started, and else never settles. */
  readonly failure: Promise<never>
}

let running: Running | undefined

/** As `openZip`, in a worker: inflating takes longer than a frame. The worker lives as long as the page. */
export async function openZipInWorker(file: Blob): Promise<ZipArchive | Flaw> {
  running ??= start()
  const { service, failure } = running
  const opened = await Promise.race([service.open(file), failure])
  if (!('entries' in opened)) return opened
  const { archive, entries } = opened
  return { entries, extract: (index) => Promise.race([service.extract(archive, index), failure]) }
}

function start(): Running {
  const worker = new Worker(new URL('./zip.worker.ts', import.meta.url), { type: 'module' })
  const failure = new Promise<never>((_, reject) => {
    worker.onerror = () => {
      running = undefined
      reject(new Error('the worker that unpacks zips did not start'))
    }
  })
  return { service: wrap<ZipService>(worker), failure }
}
