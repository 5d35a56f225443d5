import type { FrameRef } from './frame-ref'

/** A labelled part of the body, drawn over the frames it was found on (PS3.3 section A.51). */
export interface Segment {
  readonly number: number
  readonly label: string
  /** Red, green and blue, 0–255. */
  readonly colour: readonly [red: number, green: number, blue: number]
}

export interface Segmentation {
  readonly segments: readonly Segment[]
  /** LABELMAP: the value of a pixel is the number of its segment; otherwise a frame shows one segment. */
  readonly type: 'BINARY' | 'FRACTIONAL' | 'LABELMAP'
  /** The value of a pixel that is wholly in the segment. */
  readonly fullValue: number
  /** In the order of the frames. */
  readonly frames: readonly SegmentFrame[]
}

export interface SegmentFrame {
  /** Number of the segment; undefined in a label map. */
  readonly segment?: number
  /** Images it was drawn on; frame 0 stands for an image as a whole. */
  readonly sources: readonly FrameRef[]
}
