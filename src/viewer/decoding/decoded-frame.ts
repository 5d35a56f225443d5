import type { FrameTables, LookupTable, OverlayPlane } from '../../domain/frame-tables'
import type { Instance } from '../../domain/study'
import type { ModalityValues } from './modality-values'
import type { StoredValues } from './stored-values'

/** What of an instance a decoder needs: the rest does not travel with each of its frames. */
const DESCRIBING = [
  'source',
  'Rows',
  'Columns',
  'SamplesPerPixel',
  'PhotometricInterpretation',
  'PlanarConfiguration',
  'BitsAllocated',
  'BitsStored',
  'HighBit',
  'PixelRepresentation',
  'RescaleSlope',
  'RescaleIntercept',
  'padding',
  'shutter',
] as const satisfies readonly (keyof Instance)[]

export type FrameFormat = Pick<Instance, (typeof DESCRIBING)[number]>

export const formatOf = (instance: Instance): FrameFormat =>
  Object.fromEntries(DESCRIBING.map((name) => [name, instance[name]])) as unknown as FrameFormat

/** One frame as it lies in its file. */
export interface EncodedFrame {
  /** With the values of the frame, where they differ from frame to frame. */
  readonly instance: FrameFormat
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
  /** Of all values, padding among them. */
  readonly minimum: number
  readonly maximum: number
  readonly padding?: Padding
  /** Stored values, colour by pixel; absent where slope and intercept lead back from `values` to them. */
  readonly stored?: StoredValues
  /** Tables from modality value to grey; empty or absent: by a window alone. */
  readonly voi?: readonly LookupTable[]
  readonly overlays?: readonly OverlayPlane[]
  /** What the display shutter of the file covers: one byte a pixel, and the grey it is shown in. */
  readonly shutter?: { readonly covered: Uint8Array; readonly grey: number }
}

/** What of a frame stands for no measurement, in modality values. */
export interface Padding {
  readonly from: number
  readonly to: number
  /** Least and greatest of the other values; absent where there are none. */
  readonly measured?: Range
}

export interface Range {
  readonly minimum: number
  readonly maximum: number
}

/** Least and greatest of what was measured; of all values where everything is padding. */
export const measuredRange = ({ minimum, maximum, padding }: DecodedFrame): Range =>
  padding?.measured ?? { minimum, maximum }

/** Whether a modality value of the frame is padding. */
export const isPadding = ({ padding }: Pick<DecodedFrame, 'padding'>, value: number): boolean =>
  padding !== undefined && value >= padding.from && value <= padding.to

/** Stored values of a pixel, one for each sample; without those that were kept, worked out from what is shown. */
export function storedAt(
  { columns, rows, components, values, stored }: DecodedFrame,
  { RescaleSlope = 1, RescaleIntercept = 0 }: Pick<Instance, 'RescaleSlope' | 'RescaleIntercept'>,
  column: number,
  row: number,
): readonly number[] {
  const samples = stored ? stored.length / (columns * rows) : components
  const first = (row * columns + column) * samples
  const at = Array.from({ length: samples }, (_, index) => (stored ?? values)[first + index])
  return stored || components > 1
    ? at
    : at.map((value) => Math.round((value - RescaleIntercept) / RescaleSlope))
}
