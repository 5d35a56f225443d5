import { transfer, wrap, type Remote } from 'comlink'
import type { Instance } from '../../domain/study'
import type { DecodeService } from './decode.worker'
import type { DecodedFrame, EncodedFrame } from './decoded-frame'
import { frameName } from './frame-name'

/*
 * Decodes frames in workers with Cornerstone's codecs, without the rest of Cornerstone (2026-11-21): its core brings
 * 800 KB of WebGL code that a stack on a canvas does not need, and that made the first image wait a second on a
 * machine without a graphics card.
 */

export type { DecodedFrame }

interface Decoder {
  readonly worker: Worker
  readonly remote: Remote<DecodeService>
  busy: boolean
  /** Whether it answered before: its code and its codecs' are read by then. */
  isStarted: boolean
}

interface Job {
  readonly run: (decoder: Decoder) => Promise<void>
}

const MAX_WORKERS = 4

/** How long an answer may take: a decoder that a damaged stream keeps going is ended. */
const PATIENCE_MS = {
  /** Of every frame. */
  frame: 5_000,
  /** More for each million of its pixels. */
  perMegapixel: 500,
  /** More for the first frame of a worker, which reads its code. */
  start: 10_000,
} as const

const decoders: Decoder[] = []
const waiting: Job[] = []

/**
 * @param frame its bytes are taken away from the caller
 * @param urgent goes before everything that waits: a frame the reader is looking for
 * @throws Error with the decoder's words, or when it gives no answer in the time that a frame of its size may take
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
  if (decoders.length === 0) startDecoder()
}

function next(): void {
  if (waiting.length === 0) return
  const decoder = decoders.find(({ busy }) => !busy) ?? startDecoder()
  const job = decoder && waiting.shift()
  if (!decoder || !job) return
  decoder.busy = true
  void job.run(decoder).finally(() => {
    decoder.busy = false
    next()
  })
}

function startDecoder(): Decoder | undefined {
  const cores = navigator.hardwareConcurrency || 2
  if (decoders.length >= Math.min(MAX_WORKERS, Math.max(1, cores - 1))) return undefined
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' })
  const decoder = { worker, remote: wrap<DecodeService>(worker), busy: false, isStarted: false }
  decoders.push(decoder)
  return decoder
}

/** A decoder that hangs on a broken file is terminated, and its answer is lost; the next job gets a fresh one. */
function answerOf(decoder: Decoder, frame: EncodedFrame): Promise<DecodedFrame> {
  return new Promise((resolve, reject) => {
    const endDecoder = (reason: string) => {
      decoder.worker.onerror = null
      decoder.worker.terminate()
      const place = decoders.indexOf(decoder)
      if (place >= 0) decoders.splice(place, 1)
      reject(new Error(`${frameName(frame)}: ${reason}`))
    }
    const patience = patienceMs(frame.instance, decoder.isStarted)
    const timer = setTimeout(
      () => endDecoder(`expected an answer from the decoder in ${patience / 1000} s, got none`),
      patience,
    )
    decoder.worker.onerror = (event) => {
      clearTimeout(timer)
      endDecoder(`expected an answer from the decoder, which stopped (${event.message || 'no reason given'})`)
    }
    decoder.remote
      .decode(transfer(frame, [frame.bytes.buffer as ArrayBuffer]))
      .then(resolve, (thrown: unknown) => reject(new Error(messageOf(thrown))))
      .finally(() => {
        decoder.isStarted = true
        clearTimeout(timer)
      })
  })
}

/** @param isStarted whether its worker answered before */
export const patienceMs = (
  { Rows, Columns }: Pick<Instance, 'Rows' | 'Columns'>,
  isStarted: boolean,
): number =>
  PATIENCE_MS.frame +
  Math.ceil((Rows * Columns) / 1e6) * PATIENCE_MS.perMegapixel +
  (isStarted ? 0 : PATIENCE_MS.start)

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
