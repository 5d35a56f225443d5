import { frameCount, type Instance, type Series, type Study } from '../domain/study'
import type { Words } from './inputs'

/** Where an image stands among the open studies. */
export interface Place {
  readonly series: Series
  readonly instance: Instance
  /** Series number and image number as in (2:31); their order in the study where the file gives none. */
  readonly reference: string
}

/** The places of all images by SOP Instance UID. */
export type Places = ReadonlyMap<string, Place>

export function placesOf(studies: readonly Study[]): Places {
  const places = new Map<string, Place>()
  for (const { series: all } of studies)
    all.forEach((series, seriesIndex) =>
      series.instances.forEach((instance, index) => {
        const reference = `${series.SeriesNumber ?? seriesIndex + 1}:${instance.InstanceNumber ?? index + 1}`
        if (!places.has(instance.SOPInstanceUID))
          places.set(instance.SOPInstanceUID, { series, instance, reference })
      }),
    )
  return places
}

/** `2:31`, and for an image of several frames `3:1, frame 12`. */
export function formatPlace(
  { SOPInstanceUID, frameNumber }: { readonly SOPInstanceUID: string; readonly frameNumber: number },
  places: Places,
  { t }: Words,
): string {
  const place = places.get(SOPInstanceUID)
  if (!place) return t('report.imageNotOpen')
  const several = place.instance.NumberOfFrames > 1
  return several ? t('report.frame', { place: place.reference, number: frameNumber }) : place.reference
}

export const hasImages = (series: Series): boolean => frameCount(series) > 0
