import type { ByteSource } from '../domain/study'
import type { FileReading } from './read-file'

/** What the worker is given of a file: all of it, or its start and its end. The buffers are handed over. */
export interface HeaderRequest {
  readonly source: ByteSource
  readonly bytes: ArrayBuffer
  readonly size: number
  readonly tail?: ArrayBuffer
}

/** What was read; the bytes come back with an image that was given whole. */
export type HeaderReply = 'ready' | { readonly reading: FileReading; readonly bytes?: ArrayBuffer }
