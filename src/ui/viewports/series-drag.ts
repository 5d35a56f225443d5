import { refTo, type Series } from '../../domain/study'

/** A series on its way from the list to a viewport. */
export interface DraggedSeries {
  /** `studyKey` */
  readonly study: string
  /** `groupKey` of the series. */
  readonly series: string
}

const TYPE = 'application/x-calcimap-series'

export function dragSeries(event: DragEvent, study: string, series: Series): void {
  event.dataTransfer?.setData(TYPE, JSON.stringify(refTo(study, series) satisfies DraggedSeries))
}

export const bringsSeries = (event: DragEvent): boolean => event.dataTransfer?.types.includes(TYPE) ?? false

/** What was dropped; undefined when it is something else. */
export function droppedSeries(event: DragEvent): DraggedSeries | undefined {
  const text = event.dataTransfer?.getData(TYPE)
  return text ? (JSON.parse(text) as DraggedSeries) : undefined
}
