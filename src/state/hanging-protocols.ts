import type { Vec3 } from '../domain/image-plane'
import { planeNameOf } from '../domain/orientation'
import { frameCount, framesOf, refTo, studyKey, type Series, type Study } from '../domain/study'
import { volumeShapeOf, voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'
import type { CellView, Grid, Placed } from './layout.svelte'

/** What a reader finds on the screen: viewports row by row. */
export interface HangingProtocol {
  readonly grid: Grid
  readonly cells: readonly Placed[]
  /** The viewports scroll together. */
  readonly linked?: boolean
}

/** A hanging protocol. The first rule of the list with an answer is used; a new rule is a row. */
interface OpeningRule {
  readonly name: string
  /** @param studies of one patient, the oldest first; @param study the one that was opened */
  readonly arrange: (study: Study, studies: readonly Study[]) => HangingProtocol | undefined
}

const PROJECTIONS: readonly string[] = ['CR', 'DX', 'MG', 'RG', 'PX', 'IO']
/** What is compared over time, first come first served: the fewest images first. */
const COMPARED: readonly string[] = [...PROJECTIONS, 'US', 'CT', 'MR', 'PT', 'NM']
/** Fewer slices make no picture worth seeing in another plane. */
const MIN_SLICES = 16
const MAX_VIEWPORTS = 9
const CT_VIEWS: readonly CellView[] = ['stack', 'coronal', 'sagittal', 'volume']

const RULES: readonly OpeningRule[] = [
  { name: 'one viewport a date, the oldest left', arrange: protocolByDate },
  { name: 'CT: acquired slices, coronal, sagittal and volume', arrange: protocolOfCt },
  {
    name: "MR: the sequences of one plane, linked; a place left over is a radiograph's",
    arrange: protocolOfMr,
  },
  {
    name: 'radiographs side by side, the right side of the patient first',
    arrange: (study) => sideBySide(study, ofModality(study, PROJECTIONS).sort(byProjection)),
  },
  {
    name: 'ultrasound, the series side by side',
    arrange: (study) => sideBySide(study, ofModality(study, ['US'])),
  },
  { name: 'the first series', arrange: (study) => sideBySide(study, imagesOf(study).slice(0, 1)) },
]

/**
 * How a study is opened.
 * @param open studies of every patient that are open
 * @returns undefined while the study has no image
 */
export function hangingProtocolOf(study: Study, open: readonly Study[]): HangingProtocol | undefined {
  const ofPatient = open
    .filter(({ patient }) => patient.PatientID === study.patient.PatientID && patient.PatientID !== '')
    .sort((a, b) => (a.StudyDate + a.StudyTime).localeCompare(b.StudyDate + b.StudyTime))
  for (const { arrange } of RULES) {
    const protocol = arrange(study, ofPatient)
    if (protocol && protocol.cells.length > 0) return protocol
  }
  return undefined
}

function protocolByDate(_: Study, studies: readonly Study[]): HangingProtocol | undefined {
  const dated = studies.filter((study) => imagesOf(study).length > 0)
  if (new Set(dated.map(({ StudyDate }) => StudyDate)).size < 2) return undefined
  const latest = dated.slice(-MAX_VIEWPORTS)
  const countOf = (modality: string) =>
    latest.filter((study) => imagesOf(study).some(({ Modality }) => Modality === modality)).length
  const compared = [...COMPARED].sort((a, b) => countOf(b) - countOf(a))[0]
  const shown = latest.map((study) => {
    const series = imagesOf(study)
    const first = series.find(({ Modality }) => Modality === compared) ?? series[0]
    return place(study, first)
  })
  return { grid: gridFor(shown.length), cells: shown }
}

function protocolOfCt(study: Study): HangingProtocol | undefined {
  const largest = ofModality(study, ['CT', 'PT']).sort((a, b) => frameCount(b) - frameCount(a))[0]
  if (!largest) return undefined
  const stack = place(study, largest)
  const frames = framesOf(largest).map(({ instance }) => instance)
  if (frames.length < MIN_SLICES || !volumeShapeOf(frames).geometry)
    return { grid: gridFor(1), cells: [stack] }
  const views = CT_VIEWS.map((view) => ({ ...stack, view }))
  return { grid: gridFor(views.length), cells: views }
}

function protocolOfMr(study: Study): HangingProtocol | undefined {
  const byPlane = new Map<string, Series[]>()
  for (const series of ofModality(study, ['MR'])) {
    const plane = planeOfSeries(series)
    byPlane.set(plane, [...(byPlane.get(plane) ?? []), series])
  }
  const most = [...byPlane.values()].sort((a, b) => b.length - a.length)[0]
  if (!most) return undefined
  // One sequence a plane: the planes themselves are what is compared, and each goes its own way.
  const linked = most.length > 1
  const shown = (linked ? most : [...byPlane.values()].map(([first]) => first)).slice(0, 4)
  const radiograph = ofModality(study, PROJECTIONS)
    .sort(byProjection)
    .slice(0, shown.length % 2)
  return { ...sideBySide(study, [...shown, ...radiograph]), linked }
}

const sideBySide = (study: Study, series: readonly Series[]): HangingProtocol => {
  const shown = series.slice(0, MAX_VIEWPORTS)
  return { grid: gridFor(shown.length), cells: shown.map((it) => place(study, it)) }
}

const place = (study: Study, series: Series): Placed => refTo(studyKey(study), series)

/** Each image of these is a place of its own in a body that is scrolled through, or a moment of a run. */
const SCROLLED: readonly string[] = ['CT', 'MR', 'PT', 'XA', 'RF']

/** Where a series that is scrolled through begins: in its middle; other images begin with the first. From 0. */
export const openingSlice = ({ Modality }: Pick<Series, 'Modality'>, count: number): number =>
  SCROLLED.includes(Modality) ? Math.floor(count / 2) : 0

/** A field of view wider than this holds both sides of the body. */
const BOTH_SIDES_MM = 300

/** The middle of the side that was examined, in patient mm; undefined where the whole was, or one side fills it. */
export function openingPoint({ instances: [first] }: Series, geometry: VolumeGeometry): Vec3 | undefined {
  const side = first.laterality === 'L' ? 1 : first.laterality === 'R' ? -1 : 0
  const [columns, rows, slices] = geometry.size
  const corners = [0, columns - 1].flatMap((i) =>
    [0, rows - 1].flatMap((j) => [0, slices - 1].map((k) => voxelToPatient(geometry, [i, j, k])[0])),
  )
  const widthMm = Math.max(...corners) - Math.min(...corners)
  if (side === 0 || widthMm < BOTH_SIDES_MM) return undefined
  const [x, y, z] = voxelToPatient(geometry, [(columns - 1) / 2, (rows - 1) / 2, (slices - 1) / 2])
  return [x + (side * widthMm) / 4, y, z]
}

/** The smallest grid for so many viewports, wider than high. */
export function gridFor(count: number): Grid {
  const columns = Math.min(Math.ceil(Math.sqrt(Math.max(count, 1))), 3)
  if (count === 3) return { columns: 3, rows: 1 }
  return { columns, rows: Math.min(Math.ceil(Math.max(count, 1) / columns), 3) }
}

/** Segmentations are seen on the images they belong to, and by themselves only where there are none. */
function imagesOf({ series }: Study): Series[] {
  const images = series.filter((it) => frameCount(it) > 0)
  const others = images.filter(({ Modality }) => Modality !== 'SEG')
  return others.length > 0 ? others : images
}

const ofModality = (study: Study, modalities: readonly string[]): Series[] =>
  imagesOf(study).filter(({ Modality }) => modalities.includes(Modality))

/** As films hang on a light box: the patient's right on the reader's left, frontal view before lateral. */
function byProjection(a: Series, b: Series): number {
  const rank = ({ instances: [first], BodyPartExamined }: Series) => [
    BodyPartExamined,
    ['R', 'L'].indexOf(first.laterality) < 0 ? 'Z' : first.laterality === 'R' ? 'A' : 'B',
    /^(PA|AP)/.test(first.ViewPosition) ? 'A' : 'B',
  ]
  const [left, right] = [rank(a), rank(b)]
  const differs = left.findIndex((part, index) => part !== right[index])
  return differs < 0 ? 0 : left[differs].localeCompare(right[differs])
}

/** The anatomical plane nearest to that of the slices; '' where the files do not say. */
function planeOfSeries(series: Series): string {
  const orientation = framesOf(series)[0]?.instance.orientation
  return orientation ? planeNameOf(orientation) : ''
}
