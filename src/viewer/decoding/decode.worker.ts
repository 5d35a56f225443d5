import { expose, transfer } from 'comlink'
import { decode } from './decode'
import type { EncodedFrame } from './decoded-frame'
import type { StoredValues } from './stored-values'

const service = {
  async decode(frame: EncodedFrame) {
    const decoded = await decode(frame)
    const [values, stored] = [whole(decoded.values), decoded.stored && whole(decoded.stored)]
    const buffers = new Set([values, ...(stored ? [stored] : [])].map(({ buffer }) => buffer as ArrayBuffer))
    return transfer({ ...decoded, values, stored }, [...buffers])
  },
}

export type DecodeService = typeof service

/** With memory of its own, which can be given away: of a codec's memory, or of a file, it may be a part. */
const whole = <Values extends StoredValues | Float32Array>(values: Values): Values =>
  values.byteLength === values.buffer.byteLength ? values : (values.slice() as Values)

expose(service)
