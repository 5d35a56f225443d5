import type { Focus } from '../domain/finding'
import type { MarkedImage, SideConflict, SuggestedSide, SuggestedSite } from '../domain/suggested-site'
import { atFrame } from '../domain/study'
import { LATERALITIES, termById, type Laterality } from '../domain/vocabulary'
import type { Words } from './inputs'
import type { Places } from './places'

/* Sides and sites that the files suggest, in words: always with what they rest on, never as if the reader had said them. */

/** The image of a focus among the open ones. */
export const imageIn =
  (places: Places) =>
  ({ imageRegion: { SOPInstanceUID, frameNumber } }: Focus): MarkedImage | undefined => {
    const place = places.get(SOPInstanceUID)
    return place && { series: place.series, instance: atFrame(place.instance, frameNumber) }
  }

/** `right` */
export const formatSide = (side: Laterality, { language }: Pick<Words, 'language'>): string =>
  LATERALITIES.find(({ id }) => id === side)?.label[language].toLowerCase() ?? ''

/** `Laterality of the image, side of the midline on the CT` */
export const formatSources = (
  from: readonly (SuggestedSide['from'][number] | SuggestedSite['from'])[],
  { t }: Words,
): string => [...new Set(from)].map((source) => t(`report.from_${source}`)).join(', ')

/** `right (Laterality of the image) or left (side of the midline on the CT)` */
export const formatConflict = ({ sides }: SideConflict, words: Words): string =>
  sides
    .map(({ side, from }) => `${formatSide(side, words)} (${formatSources(from, words)})`)
    .join(` ${words.t('report.or')} `)

/** `Thigh, right (body part in the file, laterality of the image)`; empty where nothing is suggested. */
export function formatSuggested(
  sites: readonly SuggestedSite[],
  side: SuggestedSide | SideConflict | undefined,
  words: Words,
): string {
  const agreed = side && !('conflict' in side) ? side : undefined
  const what = [
    ...sites.map(({ site }) => termById(site).label[words.language]),
    ...(agreed ? [formatSide(agreed.side, words)] : []),
  ]
  const sources = formatSources([...sites.map(({ from }) => from), ...(agreed?.from ?? [])], words)
  const said = what.length > 0 ? `${what.join(', ')} (${sources})` : ''
  const doubt =
    side && 'conflict' in side ? words.t('report.sideConflict', { sides: formatConflict(side, words) }) : ''
  return [said, doubt].filter(Boolean).join('; ')
}
