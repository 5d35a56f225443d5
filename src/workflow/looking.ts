import type { Focus } from '../domain/finding'
import { patientToPixel, pixelToPatient, type ImagePlane, type PixelPoint } from '../domain/image-plane'
import { centreOf } from '../domain/region'
import {
  atFrame,
  framesOf,
  groupKey,
  holdsFrame,
  studyKey,
  type FrameRef,
  type Instance,
  type Series,
} from '../domain/study'
import type { Layout } from '../state/layout.svelte'
import type { Workbench } from '../state/workbench.svelte'

/**
 * Shows the slice on which a focus was marked, and points the other planes at its middle. Does nothing when its study is
 * not open.
 */
export function lookAtFocus(
  workbench: Workbench,
  layout: Layout,
  { imageRegion, plane: cut }: Pick<Focus, 'imageRegion' | 'plane'>,
): void {
  const open = openImage(workbench, imageRegion)
  if (!open) return
  const { plane } = open.instance
  const middle = centreOf(imageRegion)
  pointAt(layout, cut ?? plane, middle)
  // What was marked on a plane that was cut is shown on the acquired image it names.
  show(layout, open, imageRegion, plane && cut ? patientToPixel(plane, pixelToPatient(cut, middle)) : middle)
}

/** Makes a viewport the active one, and its study the one that panel and keys are about. */
export function bringForward(workbench: Workbench, layout: Layout, id: number): void {
  layout.activate(id)
  // What was dropped a moment ago is not yet that of the viewport.
  const study = workbench.studyBy(layout.active.study)
  if (study && study !== workbench.study) workbench.activate(study)
}

/** Shows the middle of a frame. Does nothing when its study is not open. */
export function lookAtFrame(workbench: Workbench, layout: Layout, frame: FrameRef): void {
  const open = openImage(workbench, frame)
  if (open) show(layout, open, frame, [open.instance.Columns / 2, open.instance.Rows / 2])
}

/** Shows a place on a slice, and points the other planes at it. @param study `studyKey` of it */
export function lookAtPlace(
  layout: Layout,
  study: string,
  series: Series,
  sliceIndex: number,
  point: PixelPoint,
): void {
  const { instance, frameNumber } = framesOf(series)[sliceIndex]
  const { SOPInstanceUID, plane } = instance
  pointAt(layout, plane, point)
  show(layout, { study, series, instance }, { SOPInstanceUID, frameNumber }, point)
}

interface OpenImage {
  readonly study: string
  readonly series: Series
  readonly instance: Instance
}

/** In the active study first: two patients may have images of one UID. */
function openImage({ studies, study: active }: Workbench, frame: FrameRef): OpenImage | undefined {
  for (const study of active ? [active, ...studies] : studies)
    for (const series of study.series) {
      if (!holdsFrame(series, frame)) continue
      const instance = series.instances.find((it) => it.SOPInstanceUID === frame.SOPInstanceUID)
      if (instance) return { study: studyKey(study), series, instance: atFrame(instance, frame.frameNumber) }
    }
  return undefined
}

const show = (
  layout: Layout,
  { study, series }: OpenImage,
  { SOPInstanceUID, frameNumber }: FrameRef,
  point: PixelPoint,
): void => layout.lookAt({ SOPInstanceUID, frameNumber, point }, study, groupKey(series))

/** Images without a frame of reference have no place in common with others. */
function pointAt(layout: Layout, plane: ImagePlane | undefined, point: PixelPoint): void {
  if (plane?.FrameOfReferenceUID) layout.pointAt(plane.FrameOfReferenceUID, pixelToPatient(plane, point))
}
