import { deflateRawSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { inflate } from './inflate'

afterEach(() => vi.unstubAllGlobals())

test('a stream is inflated, with what may follow it left out', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 251)
  const deflated = deflateRawSync(bytes)
  expect(await inflate(deflated)).toEqual({ bytes, size: bytes.length })
  expect(await inflate(Uint8Array.from([...deflated, 0]))).toMatchObject({ size: bytes.length })
  expect(await inflate(deflated.subarray(0, -100))).toMatchObject({ code: 'brokenDeflate' })
})

test('a bomb goes in by pieces, so that little more than the cap ever comes out', async () => {
  // Each byte becomes a thousand, as in the densest stream there can be, with no work done.
  let made = 0
  class Inflating extends TransformStream<Uint8Array, Uint8Array> {
    constructor() {
      super({
        transform(piece, controller) {
          made += 1000 * piece.length
          controller.enqueue({ length: 1000 * piece.length } as Uint8Array)
        },
      })
    }
  }
  vi.stubGlobal('DecompressionStream', Inflating)
  const refused = await inflate(new Uint8Array(4_000_000), 0)
  expect(refused).toMatchObject({ code: 'inflatesTooFar', expected: '≤ 268435456 B' })
  expect(made).toBeLessThan(1.25 * 268_435_456)
})
