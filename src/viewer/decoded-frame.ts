import type { FrameTables, LookupTable, OverlayPlane } from '../domain/frame-tables'
import type { Instance } from '../domain/study'
import type { ModalityValues } from './modality-values'
import type { StoredValues } from './stored-values'

/** One frame as it lies in its file. */
export interface EncodedFrame {
  /** With the values of the frame, where they differ from frame to frame. */
  readonly instance: Instance
  readonly frameNumber: number
  readonly bytes: Uint8Array
  readonly TransferSyntaxUID: string
  readonly tables: FrameTables
}

/** Modality values of a grey frame, row by row; or RGB with three values a pixel. */
export interface DecodedFrame {
  readonly columns: number
  readonly rows: number
  readonly components: 1 | 3
  readonly values: ModalityValues
  readonly minimum: number
  readonly maximum: number
  /** Stored values, colour by pixel; absent where slope and intercept lead back from `values` to them. */
  readonly stored?: StoredValues
  /** Tables from modality value to grey; empty or absent: by a window alone. */
  readonly voi?: readonly LookupTable[]
  readonly overlays?: readonly OverlayPlane[]
}
