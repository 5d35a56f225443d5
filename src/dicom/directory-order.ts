import type { Instance, Series, Study } from '../domain/study'
import type { ListedFile } from './directory'

/**
 * Studies with the names that a directory gives where their files give none, and in its order where neither
 * positions nor numbers make one.
 */
export function withDirectory(studies: readonly Study[], files: readonly ListedFile[]): readonly Study[] {
  if (files.length === 0) return studies
  const listed = new Map(files.map((file, index) => [file.SOPInstanceUID, { ...file, index }]))
  const of = ({ instances }: Series) =>
    instances.flatMap(({ SOPInstanceUID }) => listed.get(SOPInstanceUID) ?? [])
  return studies.map((study) => {
    const own = study.series.flatMap(of)
    if (own.length === 0) return study
    const [{ names }] = own
    const placeOf = new Map(
      study.series.map((series) => [series, Math.min(...of(series).map(({ index }) => index))]),
    )
    const series = study.series
      .map((one) => ({
        series: named(inListedOrder(one, listed), of(one)[0]),
        place: placeOf.get(one) ?? Infinity,
      }))
      .sort((a, b) => compare(a.series.SeriesNumber, b.series.SeriesNumber) || compare(a.place, b.place))
    return {
      ...study,
      patient: { ...study.patient, PatientName: study.patient.PatientName || (names.PatientName?.[0] ?? '') },
      StudyDescription: study.StudyDescription || (names.StudyDescription?.[0] ?? ''),
      series: series.map((one) => one.series),
    }
  })
}

function named(series: Series, first: ListedFile | undefined): Series {
  return {
    ...series,
    SeriesDescription: series.SeriesDescription || (first?.names.SeriesDescription?.[0] ?? ''),
  }
}

function inListedOrder(series: Series, listed: ReadonlyMap<string, { readonly index: number }>): Series {
  const numbers = series.instances.map(({ InstanceNumber }) => InstanceNumber)
  const isOrdered = series.order.by === 'position' || new Set(numbers).size === numbers.length
  if (isOrdered) return series
  const place = ({ SOPInstanceUID }: Instance) => listed.get(SOPInstanceUID)?.index ?? Infinity
  const instances = [...series.instances].sort(
    (a, b) => compare(a.InstanceNumber, b.InstanceNumber) || compare(place(a), place(b)),
  )
  return { ...series, instances }
}

/** What has no number comes last. */
const compare = (a = Infinity, b = Infinity): number => (a === b ? 0 : a - b)
