import { describe, expect, test } from 'vitest'
import type { HeaderReply, HeaderRequest } from './header-messages'
import { startHeaderReader } from './header-reader'

/** A worker that answers with the file's size, and falls silent at files called `hang`. */
class FakeWorker {
  static started = 0
  onmessage: ((event: { data: HeaderReply }) => void) | null = null
  onerror: (() => void) | null = null
  #isStuck = false

  constructor(starts = true) {
    FakeWorker.started += 1
    setTimeout(() => (starts ? this.onmessage?.({ data: 'ready' }) : this.onerror?.()))
    this.#isStuck = !starts
  }

  postMessage({ source, size }: HeaderRequest) {
    if (source.name === 'hang') this.#isStuck = true
    if (source.name === 'crash') setTimeout(() => this.onerror?.())
    else if (!this.#isStuck)
      setTimeout(() => this.onmessage?.({ data: { reading: { kind: 'more', atLeast: size } } }))
  }

  terminate() {
    this.#isStuck = true
  }
}

const start = () => startHeaderReader(() => new FakeWorker() as unknown as Worker, 50)
const request = (name: string, size = 1): HeaderRequest => ({
  source: { key: name, name, size },
  bytes: new ArrayBuffer(1),
  size,
})

describe('the worker that reads headers', () => {
  test('answers in the order of the questions', async () => {
    const reader = start()
    const answers = await Promise.all([1, 2, 3].map((size) => reader.read(request('a', size))))
    expect(answers).toEqual([1, 2, 3].map((atLeast) => ({ kind: 'more', atLeast })))
    reader.close()
  })

  test.each(['hang', 'crash'])(
    '%s: that file is refused, the others are asked for again and answered',
    async (name) => {
      const reader = start()
      const before = FakeWorker.started
      const [good, bad, behind] = await Promise.all(
        ['a', name, 'b'].map((each) => reader.read(request(each))),
      )
      expect(good.kind).toBe('more')
      expect(bad).toMatchObject({ kind: 'refused', flaws: [{ code: 'readerStopped' }] })
      expect(['again', 'more']).toContain(behind.kind)
      expect(FakeWorker.started).toBe(before + 1)
      expect((await reader.read(request('b'))).kind).toBe('more')
      reader.close()
    },
  )

  test('one that never starts: every file is refused, and no new one is tried', async () => {
    const before = FakeWorker.started
    const reader = startHeaderReader(() => new FakeWorker(false) as unknown as Worker, 50)
    const answers = await Promise.all(['a', 'b'].map((name) => reader.read(request(name))))
    expect([...answers, await reader.read(request('c'))].map(({ kind }) => kind)).toEqual(
      Array(3).fill('refused'),
    )
    expect(FakeWorker.started).toBe(before + 1)
    reader.close()
  })
})
