import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NO_TABLES } from '../../domain/frame-tables'
import type { Instance } from '../../domain/study'
import type { DecodedFrame, EncodedFrame } from './decoded-frame'

/** A worker that answers when the test says so; what it was asked is kept. */
class HeldWorker extends EventTarget {
  static all: HeldWorker[] = []
  readonly asked: string[] = []
  isEnded = false
  onerror: ((event: { message: string }) => void) | null = null

  constructor() {
    super()
    HeldWorker.all.push(this)
  }
  postMessage({ id }: { id: string }) {
    this.asked.push(id)
  }
  start() {
    // A message port would.
  }
  terminate() {
    this.isEnded = true
  }
  answer(value: unknown) {
    const data = { id: this.asked.at(-1), type: 'RAW', value }
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

const frame = (frameNumber: number, more: Partial<Instance> = {}): EncodedFrame => ({
  instance: { Rows: 512, Columns: 512, ...more } as Instance,
  frameNumber,
  bytes: new Uint8Array(4),
  TransferSyntaxUID: '1.2.840.10008.1.2.1',
  tables: NO_TABLES,
})

/** The text of what it was refused with, or what it was answered. */
const outcome = (decoded: Promise<DecodedFrame>): Promise<unknown> =>
  decoded.catch((thrown: unknown) => (thrown as Error).message)

async function decoder() {
  vi.resetModules()
  return import('./decoder')
}

beforeEach(() => {
  HeldWorker.all = []
  vi.useFakeTimers()
  vi.stubGlobal('Worker', HeldWorker)
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a decoder that gives no answer', () => {
  test('is ended; its frame alone is refused, and the next has a fresh one', async () => {
    const { decodeFrame, patienceMs } = await decoder()
    const first = outcome(decodeFrame(frame(1), false))
    const second = outcome(decodeFrame(frame(2), false))
    expect(HeldWorker.all).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(patienceMs(frame(1).instance, false))
    expect(await first).toBe(
      'frame 1 (uncompressed): expected an answer from the decoder in 15.5 s, got none',
    )
    expect(HeldWorker.all.map(({ isEnded }) => isEnded)).toEqual([true, false])
    // Too late: the worker that was ended still had it in its queue.
    HeldWorker.all[0].answer('of another frame')
    HeldWorker.all[1].answer('second')
    expect(await second).toBe('second')
  })

  test('has less time for a small frame than for a large one, and once it has started', async () => {
    const { patienceMs } = await decoder()
    const large = { Rows: 5000, Columns: 4000 }
    expect(patienceMs(frame(1).instance, true)).toBe(5_500)
    expect(patienceMs(large, true)).toBe(15_000)
    expect(patienceMs(large, false)).toBe(25_000)
  })
})

test('a worker that breaks refuses its frame and is terminated once', async () => {
  const { decodeFrame } = await decoder()
  const first = outcome(decodeFrame(frame(7), false))
  HeldWorker.all[0].onerror?.({ message: 'out of memory' })
  expect(await first).toBe(
    'frame 7 (uncompressed): expected an answer from the decoder, which stopped (out of memory)',
  )
  expect(HeldWorker.all[0]).toMatchObject({ isEnded: true, onerror: null })
  const second = outcome(decodeFrame(frame(8), false))
  await vi.advanceTimersByTimeAsync(0)
  expect(HeldWorker.all).toHaveLength(2)
  HeldWorker.all[1].answer('second')
  expect(await second).toBe('second')
})
