import type { Instance } from './study'

type Layout = Pick<Instance, 'Rows' | 'Columns' | 'SamplesPerPixel' | 'PhotometricInterpretation'>

/** How many pixels, across and down, share one pair of chrominance samples in native pixels (PS3.3 C.7.6.3.1.2). */
export function chrominanceShare(PhotometricInterpretation: string): { across: number; down: number } {
  if (PhotometricInterpretation.endsWith('_422')) return { across: 2, down: 1 }
  return PhotometricInterpretation.endsWith('_420') ? { across: 2, down: 2 } : { across: 1, down: 1 }
}

/** Samples of one frame stored natively; an odd row or column has its share of a whole block. */
export function nativeSampleCount(layout: Layout): number {
  const { Rows, Columns, SamplesPerPixel, PhotometricInterpretation } = layout
  const { across, down } = chrominanceShare(PhotometricInterpretation)
  if (across === 1) return Rows * Columns * SamplesPerPixel
  return Math.ceil(Columns / across) * Math.ceil(Rows / down) * (across * down + 2)
}
