import type { FrameTables } from '../domain/frame-tables'

/** The encoded bytes of one frame, and what else is needed to draw it. Native pixels are in little endian. */
export interface FrameData {
  readonly bytes: Uint8Array
  readonly TransferSyntaxUID: string
  readonly tables: FrameTables
}
