import type { Focus } from '../domain/finding'
import { patientToPixel, pixelToPatient, type PixelPoint } from '../domain/image-plane'
import { centreOf } from '../domain/region'
import { framesOf, studyKey, type FrameRef, type Instance } from '../domain/study'
import type { Layout } from '../state/layout.svelte'
import type { Workbench } from '../state/workbench.svelte'

/** Shows the slice on which a focus was marked. Does nothing when its study is not open. */
export function lookAtFocus(workbench: Workbench, layout: Layout, focus: Focus): void {
  const { plane, imageRegion } = focus
  if (plane) layout.pointAt(plane.FrameOfReferenceUID, pixelToPatient(plane, centreOf(imageRegion)))
  lookAtFrame(workbench, layout, imageRegion, (instance) => middleOn(instance, focus))
}

/** Shows a frame, in its middle unless told where. Does nothing when its study is not open. */
export function lookAtFrame(
  workbench: Workbench,
  layout: Layout,
  { SOPInstanceUID, frameNumber }: FrameRef,
  pointOn: (instance: Instance) => PixelPoint = ({ Columns, Rows }) => [Columns / 2, Rows / 2],
): void {
  for (const study of workbench.studies)
    for (const series of study.series) {
      const instance = series.instances.find((it) => it.SOPInstanceUID === SOPInstanceUID)
      if (!instance) continue
      const target = { SOPInstanceUID, frameNumber, point: pointOn(instance) }
      return layout.lookAt(target, studyKey(study), series.SeriesInstanceUID)
    }
}

/** How a frame is called: its series and its place there. Undefined when it is not open. */
export function placeOfFrame(
  { studies }: Workbench,
  { SOPInstanceUID, frameNumber }: FrameRef,
): { series: number | string; image: number } | undefined {
  for (const series of studies.flatMap((study) => study.series)) {
    const index = framesOf(series).findIndex(
      ({ instance, frameNumber: number }) =>
        instance.SOPInstanceUID === SOPInstanceUID && number === frameNumber,
    )
    if (index >= 0) return { series: series.SeriesNumber ?? series.Modality, image: index + 1 }
  }
  return undefined
}

/** The middle of a focus on the acquired image it names. */
function middleOn({ plane }: Instance, { imageRegion, plane: cut }: Focus): PixelPoint {
  const middle = centreOf(imageRegion)
  return plane && cut ? patientToPixel(plane, pixelToPatient(cut, middle)) : middle
}
