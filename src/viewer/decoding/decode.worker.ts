import { expose, transfer } from 'comlink'
import { decode } from './decode'
import type { EncodedFrame } from './decoded-frame'

const service = {
  async decode(frame: EncodedFrame) {
    const decoded = await decode(frame)
    return transfer(decoded, buffersOf(decoded.values, decoded.stored))
  },
}

export type DecodeService = typeof service

/** Memory that an array only has a part of is not given away. */
const buffersOf = (...arrays: (ArrayBufferView | undefined)[]): ArrayBuffer[] =>
  arrays.flatMap((array) =>
    array && array.buffer instanceof ArrayBuffer && array.byteLength === array.buffer.byteLength
      ? [array.buffer]
      : [],
  )

expose(service)
