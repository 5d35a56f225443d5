import type { Focus } from '../domain/finding'
import { centreOf } from '../domain/region'
import { studyKey } from '../domain/study'
import type { Layout } from '../state/layout.svelte'
import type { Workbench } from '../state/workbench.svelte'

/** Shows the slice on which a focus was marked. Does nothing when its study is not open. */
export function lookAtFocus(workbench: Workbench, layout: Layout, focus: Focus): void {
  const { SOPInstanceUID, frameNumber } = focus.imageRegion
  for (const study of workbench.studies)
    for (const series of study.series) {
      if (!series.instances.some((instance) => instance.SOPInstanceUID === SOPInstanceUID)) continue
      const target = { SOPInstanceUID, frameNumber, point: centreOf(focus.imageRegion) }
      layout.lookAt(target, studyKey(study), series.SeriesInstanceUID)
      return
    }
}
