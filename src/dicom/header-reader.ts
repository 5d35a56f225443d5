import type { FrameData } from './frame-data'
import type { HeaderRead, HeaderReply, HeaderRequest, SizesRequest } from './header-messages'
import { error } from './problem'
import type { FileReading } from './read-file'

/** again: the worker was stopped by another file; read the bytes once more and ask again. */
export type HeaderAnswer = (FileReading | { readonly kind: 'again' }) & {
  /** The only frame of an image, when its file was given whole. */
  readonly frame?: FrameData
}

export interface HeaderReader {
  readonly read: (request: HeaderRequest) => Promise<HeaderAnswer>
  /** Bytes of each; 0 for a file that has gone. */
  readonly sizes: (blobs: readonly Blob[]) => Promise<readonly number[]>
  readonly close: () => void
}

/** Slow, not stuck: a header takes milliseconds, inflating up to the cap some seconds. */
const PATIENCE_MS = 8000
/** Fetching and starting the worker's script on a busy machine. */
const START_PATIENCE_MS = 60_000
/** A busy page can be late to hear an answer that is already there: it is given this long to arrive. */
const SECOND_LOOK_MS = 250

const STOPPED: HeaderAnswer = {
  kind: 'refused',
  flaws: [error('readerStopped', `≤ ${PATIENCE_MS / 1000} s`)],
}

/**
 * Reads headers in a worker. A file that stops it is refused, and the worker replaced.
 * @param makeWorker for tests
 */
export function startHeaderReader(
  makeWorker: () => Worker = newWorker,
  patienceMs = PATIENCE_MS,
): HeaderReader {
  let waiting: ((answer: HeaderAnswer) => void)[] = []
  let asked: { readonly blobs: readonly Blob[]; readonly resolve: (sizes: readonly number[]) => void }[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let [isReady, isClosed, isBroken] = [false, false, false]
  let worker = start()

  function start(): Worker {
    const started = makeWorker()
    isReady = false
    started.onmessage = ({ data }: MessageEvent<HeaderReply>) => {
      if (data === 'ready') becomeReady()
      else if ('sizes' in data) asked.shift()?.resolve(data.sizes)
      else answer(data)
    }
    started.onerror = () => (isReady ? replace() : giveUp())
    return started
  }

  /** A worker that never starts would not start a second time. */
  function giveUp() {
    isBroken = true
    clearTimeout(timer)
    for (const resolve of waiting.splice(0)) resolve(STOPPED)
    measureHere()
  }

  /** Without the worker, what it was asked for is asked of the files here. */
  function measureHere() {
    for (const { blobs, resolve } of asked) resolve(sizesOf(blobs))
    asked = []
  }

  function becomeReady() {
    isReady = true
    watch()
  }

  function answer({ reading, frame }: HeaderRead) {
    waiting.shift()?.(frame ? { ...reading, frame } : reading)
    watch()
  }

  function watch() {
    clearTimeout(timer)
    if (waiting.length === 0) return
    const patience = isReady ? patienceMs : START_PATIENCE_MS
    timer = setTimeout(() => (timer = setTimeout(replace, SECOND_LOOK_MS)), patience)
  }

  function replace() {
    clearTimeout(timer)
    worker.onmessage = null
    worker.terminate()
    const [culprit, ...others] = waiting
    waiting = []
    if (!isClosed) worker = start()
    measureHere()
    culprit?.(STOPPED)
    for (const other of others) other({ kind: 'again' })
  }

  return {
    read: (request) =>
      new Promise((resolve) => {
        if (isBroken) return resolve(STOPPED)
        waiting.push(resolve)
        worker.postMessage(request, [request.bytes, ...(request.tail ? [request.tail] : [])])
        if (waiting.length === 1) watch()
      }),
    sizes: (blobs) =>
      new Promise((resolve) => {
        if (isBroken) return resolve(sizesOf(blobs))
        asked.push({ blobs, resolve })
        worker.postMessage({ blobs } satisfies SizesRequest)
      }),
    close: () => {
      isClosed = true
      clearTimeout(timer)
      worker.terminate()
    },
  }
}

const sizesOf = (blobs: readonly Blob[]): number[] => blobs.map(({ size }) => size)

const newWorker = (): Worker =>
  new Worker(new URL('./headers.worker.ts', import.meta.url), { type: 'module' })

let spare: HeaderReader | undefined

/** Starts a reader ahead of the files: its code is read while they are being chosen. */
export function prepareHeaderReader(): void {
  spare ??= startHeaderReader()
}

/** The reader that was prepared, else a new one. */
export function takeHeaderReader(): HeaderReader {
  const reader = spare ?? startHeaderReader()
  spare = undefined
  return reader
}
