import { transfer, wrap, type Remote } from 'comlink'
import type { Instance } from '../domain/study'

/*
 * Decodes frames in workers with the decoders of Cornerstone's image loader, without the rest of Cornerstone
 * (2026-11-21): its core brings 800 KB of WebGL code that a stack on a canvas does not need, and that made the
 * first image wait a second on a machine without a graphics card.
 */

/** Modality values (after rescale) of a grey frame, row by row; or RGB with three values a pixel. */
export interface DecodedFrame {
  readonly columns: number
  readonly rows: number
  readonly components: 1 | 3
  readonly values: Uint8Array | Uint16Array | Int16Array | Uint32Array | Float32Array
  readonly minimum: number
  readonly maximum: number
}

interface Task {
  readonly imageFrame: object
  readonly transferSyntax: string
  readonly pixelData: Uint8Array
  readonly options: { readonly preScale: { readonly enabled: boolean; readonly scalingParameters?: object } }
}

interface LoaderFrame {
  readonly pixelData: DecodedFrame['values']
  readonly smallestPixelValue: number
  readonly largestPixelValue: number
}

interface LoaderWorker {
  decodeTask(task: Task): Promise<LoaderFrame>
}

interface Decoder {
  readonly worker: Worker
  readonly remote: Remote<LoaderWorker>
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
 * @param bytes the encoded frame; taken away from the caller
 * @param urgent goes before everything that waits: a frame the reader is looking for
 * @throws Error with the decoder's words, or when it gives no answer in half a minute
 */
export function decodeFrame(
  instance: Instance,
  bytes: Uint8Array,
  TransferSyntaxUID: string,
  urgent: boolean,
): Promise<DecodedFrame> {
  return new Promise((resolve, reject) => {
    const run = (decoder: Decoder) =>
      answerOf(decoder, taskFor(instance, bytes, TransferSyntaxUID)).then(
        (frame) => resolve(checked(frame, instance)),
        reject,
      )
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
  const decoder = { worker, remote: wrap<LoaderWorker>(worker), busy: false }
  decoders.push(decoder)
  return decoder
}

/** A decoder that hangs on a broken file is let go; the next job gets a fresh one. */
function answerOf(decoder: Decoder, task: Task): Promise<LoaderFrame> {
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
      .decodeTask(transfer(task, [task.pixelData.buffer]))
      .then(resolve, (thrown: unknown) => reject(new Error(wordsOf(thrown))))
      .finally(() => clearTimeout(timer))
  })
}

function taskFor(instance: Instance, pixelData: Uint8Array, transferSyntax: string): Task {
  const { RescaleSlope = 1, RescaleIntercept = 0 } = instance
  const rescaled = RescaleSlope !== 1 || RescaleIntercept !== 0
  return {
    imageFrame: {
      samplesPerPixel: instance.SamplesPerPixel,
      photometricInterpretation: instance.PhotometricInterpretation,
      planarConfiguration: instance.PlanarConfiguration,
      rows: instance.Rows,
      columns: instance.Columns,
      bitsAllocated: instance.BitsAllocated,
      bitsStored: instance.BitsStored,
      pixelRepresentation: instance.PixelRepresentation,
    },
    transferSyntax,
    pixelData,
    options: {
      preScale: rescaled
        ? {
            enabled: true,
            scalingParameters: { rescaleSlope: RescaleSlope, rescaleIntercept: RescaleIntercept },
          }
        : { enabled: false },
    },
  }
}

/** A decoder can give fewer pixels than the header promises; such a frame is not shown as if it were whole. */
function checked(frame: LoaderFrame, { Rows, Columns, SamplesPerPixel }: Instance): DecodedFrame {
  const expected = Rows * Columns * SamplesPerPixel
  if (frame.pixelData.length < expected)
    throw new Error(`expected ${expected} decoded values, got ${frame.pixelData.length}`)
  return {
    columns: Columns,
    rows: Rows,
    components: SamplesPerPixel === 3 ? 3 : 1,
    values: frame.pixelData,
    minimum: frame.smallestPixelValue,
    maximum: frame.largestPixelValue,
  }
}

/** Decoders throw Errors, strings and objects with an `error` inside. */
function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  const inner = (thrown as { error?: unknown } | undefined)?.error
  return inner ? wordsOf(inner) : String(thrown)
}
