import { transfer, wrap, type Remote } from 'comlink'
import type { DecodeService } from './decode.worker'
import type { DecodedFrame, EncodedFrame } from './decoded-frame'

/*
 * Decodes frames in workers with the decoders of Cornerstone's image loader, without the rest of Cornerstone
 * (2026-11-21): its core brings 800 KB of WebGL code that a stack on a canvas does not need, and that made the
 * first image wait a second on a machine without a graphics card.
 */

export type { DecodedFrame }

interface Decoder {
  readonly worker: Worker
  readonly remote: Remote<DecodeService>
  busy: boolean
}

interface Job {
  readonly run: (decoder: Decoder) => Promise<void>
}

const MOST_WORKERS = 4
const PATIENCE_MS = 30_000
const decoders: Decoder[] = []
const waiting: Job[] = []

/**
 * @param frame its bytes are taken away from the caller
 * @param urgent goes before everything that waits: a frame the reader is looking for
 * @throws Error with the decoder's words, or when it gives no answer in half a minute
 */
export function decodeFrame(frame: EncodedFrame, urgent: boolean): Promise<DecodedFrame> {
  return new Promise((resolve, reject) => {
    const run = (decoder: Decoder) => answerOf(decoder, frame).then(resolve, reject)
    if (urgent) waiting.unshift({ run })
    else waiting.push({ run })
    next()
  })
}

/** Starts a decoder ahead of the first frame: its code is read while files are still being listed. */
export function prepareDecoder(): void {
  if (decoders.length === 0) hire()
}

function next(): void {
  if (waiting.length === 0) return
  const decoder = decoders.find(({ busy }) => !busy) ?? hire()
  const job = decoder && waiting.shift()
  if (!decoder || !job) return
  decoder.busy = true
  void job.run(decoder).finally(() => {
    decoder.busy = false
    next()
  })
}

function hire(): Decoder | undefined {
  const cores = navigator.hardwareConcurrency || 2
  if (decoders.length >= Math.min(MOST_WORKERS, Math.max(1, cores - 1))) return undefined
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' })
  const decoder = { worker, remote: wrap<DecodeService>(worker), busy: false }
  decoders.push(decoder)
  return decoder
}

/** A decoder that hangs on a broken file is let go; the next job gets a fresh one. */
function answerOf(decoder: Decoder, frame: EncodedFrame): Promise<DecodedFrame> {
  return new Promise((resolve, reject) => {
    const dismiss = (reason: string) => {
      decoder.worker.terminate()
      decoders.splice(decoders.indexOf(decoder), 1)
      reject(new Error(reason))
    }
    const timer = setTimeout(
      () => dismiss(`no answer from the decoder in ${PATIENCE_MS / 1000} s`),
      PATIENCE_MS,
    )
    decoder.worker.onerror = (event) => dismiss(event.message || 'the decoder stopped')
    decoder.remote
      .decode(transfer(plain(frame), [frame.bytes.buffer as ArrayBuffer]))
      .then(resolve, (thrown: unknown) => reject(new Error(wordsOf(thrown))))
      .finally(() => clearTimeout(timer))
  })
}

/** What other frames of the instance say of themselves need not travel with each of them. */
const plain = (frame: EncodedFrame): EncodedFrame => ({
  ...frame,
  instance: { ...frame.instance, frames: undefined },
})

/** Decoders throw Errors, strings and objects with an `error` inside. */
function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  const inner = (thrown as { error?: unknown } | undefined)?.error
  return inner ? wordsOf(inner) : String(thrown)
}
