import type { FrameRef } from './frame-ref'

/*
 * What a study holds besides pictures: reports and other trees of content, and printed pages.
 */

/** One item of a report (PS3.3 section C.17.3), as it is read aloud: its name and its value. */
export interface ContentItem {
  /** 0 for the root; what hangs on an item follows it, one deeper. */
  readonly depth: number
  /** `CONTAINER`, `TEXT`, `NUM` …; empty where the object is no report. */
  readonly valueType: string
  readonly name: string
  /** With its unit. */
  readonly value: string
  /** Frames that an IMAGE item names; frame 1 where it names an image as a whole. */
  readonly images: readonly FrameRef[]
}

export interface ContentTree {
  readonly kind: 'tree'
  /** The tree from its root, depth first: as a list it can be drawn and copied however deep it is. */
  readonly items: readonly ContentItem[]
  /** Completion and Verification Flag: `COMPLETE`, `VERIFIED`; empty where the object has none. */
  readonly flags: readonly string[]
  /** There are more items than are kept. */
  readonly truncated: boolean
}

/** An encapsulated document (PS3.3 section C.24.2): where its bytes lie in the file, counted from the end of it. */
export interface EncapsulatedDocument {
  readonly kind: 'pdf'
  readonly title: string
  readonly fromEnd: number
  readonly length: number
}

export type DocumentContent = ContentTree | EncapsulatedDocument
