import type { Page } from '@playwright/test'
import type { LookupTable } from '../src/domain/frame-tables'
import type { FileReading } from '../src/dicom/read-file'
import type { Instance } from '../src/domain/study'
import type { FrameFormat } from '../src/viewer/decoding/decoded-frame'

/** What the decoders of the page answered for one frame, as it reached the viewer. */
interface Answer {
  readonly instance: FrameFormat
  readonly frame?: {
    readonly columns: number
    readonly rows: number
    readonly components: number
    readonly values: ArrayLike<number>
    readonly stored?: ArrayLike<number>
    readonly voi?: readonly LookupTable[]
  }
  readonly failure?: string
}

declare global {
  interface Window {
    /** By name of the file and number of the frame. */
    decodedFrames: Map<string, Map<number, Answer>>
    /** By name of the file: as its header was read. */
    openedFiles: Map<string, Instance>
  }
}

/** Listens to the workers of the page from its next load on: what a decoder answers is what the viewer draws. */
export const listenToDecoders = (page: Page) =>
  page.addInitScript(() => {
    window.decodedFrames = new Map()
    window.openedFiles = new Map()
    const asked = new Map<string, { name: string; frameNumber: number; instance: FrameFormat }>()
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        this.addEventListener(
          'message',
          ({
            data,
          }: MessageEvent<{ id?: string; value?: Answer['frame']; reading?: FileReading } | null>) => {
            if (data?.reading?.kind === 'image') {
              const { instance } = data.reading.imported
              window.openedFiles.set(instance.source.name, instance)
            }
            const question = asked.get(data?.id ?? '')
            if (!question) return
            const { name, frameNumber, instance } = question
            const answers = window.decodedFrames.get(name) ?? new Map<number, Answer>()
            window.decodedFrames.set(name, answers)
            const value = data?.value
            answers.set(
              frameNumber,
              value?.values ? { instance, frame: value } : { instance, failure: JSON.stringify(value) },
            )
          },
        )
      }
      override postMessage(message: unknown, transfer?: unknown) {
        const { id, argumentList } = message as { id?: string; argumentList?: { value?: never }[] }
        const question = argumentList?.[0]?.value as
          { frameNumber?: number; instance?: FrameFormat } | undefined
        if (id && question?.instance && question.frameNumber) {
          const { instance, frameNumber } = question
          asked.set(id, { name: instance.source.name, frameNumber, instance })
        }
        super.postMessage(message, transfer as Transferable[])
      }
    }
  })

/** Frames of each file that were decoded or could not be. */
export const answeredFrames = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() =>
    Object.fromEntries([...window.decodedFrames].map(([name, answers]) => [name, answers.size])),
  )

export interface DecodedFile {
  /** As its header was read. */
  readonly opened?: Instance
  /** As it was at the first frame. */
  readonly instance?: FrameFormat
  /**
   * SHA-256 of the stored values of all frames, with the bits above the stored ones filled with the sign, and
   * with zeros: files have both.
   */
  readonly sha256: readonly string[]
  /** Stored values at the places asked for; of colour as shown. */
  readonly probes: readonly (readonly number[] | undefined)[]
  /** Values of the first frame as they are shown, before a window. */
  readonly shown: readonly (readonly number[])[]
  /** The first table from modality value to grey. */
  readonly voi?: LookupTable
  /** How many were decoded. */
  readonly frames: number
  readonly range: readonly [minimum: number, maximum: number]
  readonly failures: readonly string[]
}

/**
 * @param probes frame (from 0), row, column
 * @param shown row, column of the first frame
 */
export const decodedFile = (
  page: Page,
  name: string,
  probes: readonly (readonly number[])[],
  shown: readonly (readonly number[])[],
): Promise<DecodedFile> =>
  page.evaluate(
    async ([name, probes, shown]) => {
      const answers = [...(window.decodedFrames.get(name) ?? [])].sort(([a], [b]) => a - b)
      const failures = answers.flatMap(([, { failure }]) => failure ?? [])
      const frames = answers.flatMap(([, { frame, instance }]) => (frame ? [{ frame, instance }] : []))
      const storedOf = ({ frame, instance }: (typeof frames)[number]): ArrayLike<number> => {
        const { RescaleSlope: slope = 1, RescaleIntercept: intercept = 0 } = instance
        if (frame.stored || frame.components > 1 || (slope === 1 && intercept === 0))
          return frame.stored ?? frame.values
        return Array.from(frame.values, (value) => Math.round((value - intercept) / slope))
      }
      const pack = (mask: boolean) => {
        const [{ BitsAllocated = 8, BitsStored = 8 } = {}] = frames.map(({ instance }) => instance)
        const all = frames.map(storedOf)
        const count = all.reduce((sum, { length }) => sum + length, 0)
        const unused = BitsStored < BitsAllocated ? 2 ** BitsStored : 0
        let at = 0
        if (BitsAllocated === 1) {
          const bytes = new Uint8Array(Math.ceil(count / 8))
          for (const stored of all)
            for (let i = 0; i < stored.length; i++, at++) bytes[at >> 3] |= stored[i] << (at & 7)
          return bytes
        }
        const packed =
          BitsAllocated > 16
            ? new Uint32Array(count)
            : BitsAllocated > 8
              ? new Uint16Array(count)
              : new Uint8Array(count)
        for (const stored of all)
          for (let i = 0; i < stored.length; i++)
            packed[at++] = mask && unused && stored[i] < 0 ? stored[i] + unused : stored[i]
        return new Uint8Array(packed.buffer)
      }
      const sha256 = await Promise.all(
        [false, true].map(async (mask) =>
          [...new Uint8Array(await crypto.subtle.digest('SHA-256', pack(mask)))]
            .map((byte) => byte.toString(16).padStart(2, '0'))
            .join(''),
        ),
      )
      const at = (
        values: ArrayLike<number>,
        columns: number,
        components: number,
        row: number,
        column: number,
      ) =>
        Array.from(
          { length: components },
          (_, index) => values[(row * columns + column) * components + index],
        )
      const [first] = frames
      const values = first?.frame.values ?? []
      let [minimum, maximum] = [Infinity, -Infinity]
      for (let i = 0; i < values.length; i++) {
        minimum = Math.min(minimum, values[i])
        maximum = Math.max(maximum, values[i])
      }
      return {
        opened: window.openedFiles.get(name),
        instance: answers[0]?.[1].instance,
        sha256,
        failures,
        range: [minimum, maximum] as const,
        voi: first?.frame.voi?.[0],
        frames: frames.length,
        probes: probes.map(([index, row, column]) => {
          const { frame, instance } = window.decodedFrames.get(name)?.get(index + 1) ?? {}
          if (!frame || !instance) return undefined
          const of = { frame, instance }
          const stored = storedOf(of)
          return at(stored, of.frame.columns, stored.length / (of.frame.rows * of.frame.columns), row, column)
        }),
        shown: shown.map(([row, column]) =>
          first ? at(values, first.frame.columns, first.frame.components, row, column) : [],
        ),
      }
    },
    [name, probes, shown] as const,
  )
