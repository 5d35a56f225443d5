import { frameOf, type Places } from '../domain/image-reference'
import { frameCount, type FrameRef, type Series } from '../domain/study'
import type { Words } from './inputs'

export { placesOf, type Place, type Places } from '../domain/image-reference'

/** `2:31`, and for an image of several frames `3:1, frame 12`. */
export function formatPlace(frame: FrameRef, places: Places, { t }: Pick<Words, 't'>): string {
  const place = places.get(frame.SOPInstanceUID)
  if (!place) return t('report.imageNotOpen')
  const number = frameOf(place, frame)
  return number === undefined ? place.reference : t('report.frame', { place: place.reference, number })
}

export const hasImages = (series: Series): boolean => frameCount(series) > 0
