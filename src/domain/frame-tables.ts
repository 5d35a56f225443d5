/*
 * What is kept beside the pixels of a frame and is too large for a header: lookup tables and overlay planes. They
 * are read together with the pixels, not when a study is listed.
 */

/** Lookup table (PS3.3 section C.11.1.1.1): what lies outside is given the first or the last entry. */
export interface LookupTable {
  /** The input that is mapped to the first entry. */
  readonly firstMapped: number
  readonly entries: Uint16Array
  /** Significant bits of an entry: its greatest value is 2^bits − 1. */
  readonly bits: number
  readonly explanation: string
}

export interface Palette {
  readonly red: LookupTable
  readonly green: LookupTable
  readonly blue: LookupTable
}

/** Overlay plane (PS3.3 section C.9.2) of one frame. */
export interface OverlayPlane {
  /** Group 6000, 6002 … 601E. */
  readonly group: number
  readonly description: string
  /** G: graphics. R: region of interest. */
  readonly type: string
  readonly rows: number
  readonly columns: number
  /** Pixels of the image from its first column and row; may be negative. */
  readonly left: number
  readonly top: number
  /** One byte per pixel, 0 or 1; absent while the plane is still among the unused bits of the pixels. */
  readonly bitmap?: Uint8Array
  /** Bit of the stored pixel in which an embedded plane lies. */
  readonly bitPosition: number
}

export interface FrameTables {
  /** Stored value → modality value, in place of slope and intercept. */
  readonly modality?: LookupTable
  /** Modality value → grey, in place of a window. */
  readonly voi: readonly LookupTable[]
  readonly palette?: Palette
  readonly overlays: readonly OverlayPlane[]
}

export const NO_TABLES: FrameTables = { voi: [], overlays: [] }

/** The entry for a value. */
export function lookUp({ firstMapped, entries }: LookupTable, value: number): number {
  return entries[Math.min(Math.max(Math.round(value) - firstMapped, 0), entries.length - 1)]
}
