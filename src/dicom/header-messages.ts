import type { ByteSource } from '../domain/study'
import type { FrameData } from './frame-data'
import type { FileReading } from './read-file'

/** What the worker is given of a file: all of it, or its start and its end. The buffers are handed over. */
export interface HeaderRequest {
  readonly source: ByteSource
  readonly bytes: ArrayBuffer
  readonly size: number
  readonly tail?: ArrayBuffer
}

/** How large are these? The page would be halted half a millisecond for each. */
export interface SizesRequest {
  readonly blobs: readonly Blob[]
}

export type HeaderReply = 'ready' | SizesReply | HeaderRead

export interface SizesReply {
  readonly sizes: readonly number[]
}

/** What was read; of an image that was given whole, its only frame comes with it. */
export interface HeaderRead {
  readonly reading: FileReading
  readonly frame?: FrameData
}
