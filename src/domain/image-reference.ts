import type { FrameRef, Instance, Series, Study } from './study'

/* How an image is called, by the same number wherever it is named: in lists, on the image, in documents and reports. */

/** Where an image stands among the open studies. */
export interface Place {
  readonly series: Series
  readonly instance: Instance
  /** As the file numbers it; its order in the study where the file gives none. */
  readonly seriesNumber: number
  /** As the file numbers it; its order in the series where the file gives none. */
  readonly imageNumber: number
  /** Series number and image number as in 2:31. */
  readonly reference: string
}

/** The places of images by SOP Instance UID. */
export type Places = ReadonlyMap<string, Place>

/** Of all images of the studies; what two studies hold is that of the first. */
export function placesOf(studies: readonly Study[]): Places {
  const places = new Map<string, Place>()
  for (const study of studies)
    for (const [uid, place] of placesIn(study)) if (!places.has(uid)) places.set(uid, place)
  return places
}

/** Of all images of one study; counted once for a study that has not changed. */
export function placesIn(study: Study): Places {
  const known = byStudy.get(study) ?? placesAnew(study)
  byStudy.set(study, known)
  return known
}

const byStudy = new WeakMap<Study, Places>()

function placesAnew({ series: all }: Study): Places {
  const places = new Map<string, Place>()
  all.forEach((series, seriesIndex) =>
    series.instances.forEach((instance, index) => {
      if (places.has(instance.SOPInstanceUID)) return
      const seriesNumber = series.SeriesNumber ?? seriesIndex + 1
      const imageNumber = instance.InstanceNumber ?? index + 1
      const reference = `${seriesNumber}:${imageNumber}`
      places.set(instance.SOPInstanceUID, { series, instance, seriesNumber, imageNumber, reference })
    }),
  )
  return places
}

/** Of several frames in one image the frame is named too. */
export const frameOf = ({ instance }: Place, { frameNumber }: FrameRef): number | undefined =>
  instance.NumberOfFrames > 1 ? frameNumber : undefined
