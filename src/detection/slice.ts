import type { CtVolume } from './volume'

/** One frame of a CT, searched alone. */
export interface CtSlice {
  /** In the order of its series, from 0. */
  readonly index: number
  readonly columns: number
  readonly rows: number
  /** mm between neighbouring rows and columns; TYPICAL_PIXEL_MM where `hasSpacing` is false. */
  readonly rowMm: number
  readonly columnMm: number
  /** Whether the file gives the spacing; without it nothing is said in mm. */
  readonly hasSpacing: boolean
  /** HU, row by row. */
  readonly values: Int16Array | Float32Array
}

/** Of a CT of the trunk: only what is looked for, never what is said, depends on it. */
export const TYPICAL_PIXEL_MM = 0.75

/** What the functions for volumes take: the slice, 1 mm thick. Nothing that counts on its thickness may be used. */
export const volumeOf = ({ columns, rows, rowMm, columnMm, values }: CtSlice): CtVolume => ({
  geometry: {
    FrameOfReferenceUID: '',
    size: [columns, rows, 1],
    origin: [0, 0, 0],
    iStep: [columnMm, 0, 0],
    jStep: [0, rowMm, 0],
    kStep: [0, 0, 1],
  },
  values,
})
