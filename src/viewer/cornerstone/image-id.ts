import type { ShownFrame } from '../surface'

export const SCHEME = 'calcimap'

/**
 * The name of a frame for Cornerstone. Study, series and instance do not name one image where two patients share
 * UIDs, as after a mistake at the scanner: the name of its bytes is part of it.
 */
export function imageIdOf({ study = '', series, instance, frameNumber }: ShownFrame): string {
  const parts = [study, series.SeriesInstanceUID, instance.SOPInstanceUID, instance.source.key]
  return `${SCHEME}:${parts.map(encodeURIComponent).join('/')}/${frameNumber}`
}
