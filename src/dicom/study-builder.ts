import { calibrationOf, type Calibration, type UltrasoundRegion } from '../domain/calibration'
import { along, planeNormal, planeOf, type ImagePlane } from '../domain/image-plane'
import {
  orderInstances,
  studyKey,
  type ByteSource,
  type FrameAttributes,
  type Instance,
  type Series,
  type Study,
  type WindowPair,
} from '../domain/study'
import type { Attributes, Keyword } from './attributes'
import { withinReason } from './beyond-reason'
import type { PixelDescription } from './pixel-description'
import { error, warning, type Flaw } from './problem'
import { isLossy } from './transfer-syntaxes'

/** One instance with what its file says of the series and study it belongs to. */
export interface ImportedInstance {
  readonly study: Omit<Study, 'series'>
  readonly series: Omit<Series, 'instances' | 'order'>
  readonly instance: Instance
}

export type Built =
  | { readonly imported: ImportedInstance; readonly flaws: readonly Flaw[] }
  | { readonly imported?: undefined; readonly flaws: readonly Flaw[] }

/** A file's attributes as a domain instance. Values that make no sense are left out, each with a warning. */
export function buildInstance(
  given: Attributes,
  pixels: PixelDescription,
  TransferSyntaxUID: string,
  source: ByteSource,
): Built {
  const unusable = UIDS.flatMap((keyword) => uidFlaw(given, keyword))
  if (unusable.length) return { flaws: unusable }
  const { attributes, flaws: beyond } = withinReason(given)
  const spacing = spacingOf(attributes, given)
  const plane = readPlane(attributes)
  const rescale = readRescale(attributes)
  const windows = readWindows(attributes)
  const instance: Instance = {
    SOPInstanceUID: text(attributes, 'SOPInstanceUID'),
    SOPClassUID: text(attributes, 'SOPClassUID'),
    TransferSyntaxUID,
    InstanceNumber: number(attributes, 'InstanceNumber'),
    source,
    ...pixels,
    PixelPaddingValue: readPadding(attributes, pixels),
    ...rescale.values,
    ModalityLUTType: text(attributes, 'ModalityLUTType') || undefined,
    windows: windows.pairs,
    VOILUTFunction: text(attributes, 'VOILUTFunction'),
    plane: plane.plane,
    calibration: spacing.calibration,
    pixelAspect: pixelAspectOf(attributes),
    PatientOrientation: attributes.PatientOrientation ?? [],
    laterality: text(attributes, 'ImageLaterality') || text(attributes, 'Laterality'),
    ViewPosition: text(attributes, 'ViewPosition'),
    SliceThickness: number(attributes, 'SliceThickness'),
    SliceLocation: number(attributes, 'SliceLocation'),
    AcquisitionDateTime: acquisitionDateTime(attributes),
    lossy: isLossy(TransferSyntaxUID, text(attributes, 'LossyImageCompression')),
    ImageType: attributes.ImageType ?? [],
    RepetitionTime: number(attributes, 'RepetitionTime'),
    EchoTime: number(attributes, 'EchoTime'),
    framesPerSecond: frameRateOf(attributes),
    frames: pixels.NumberOfFrames > 1 ? readFrames(attributes, pixels.NumberOfFrames) : undefined,
  }
  return {
    imported: { study: readStudy(attributes), series: readSeries(attributes), instance },
    flaws: [...beyond, ...spacing.flaws, ...plane.flaws, ...rescale.flaws, ...windows.flaws],
  }
}

/** By functional groups (PS3.3 section C.7.6.16), else by the vectors of older objects. */
function readFrames(attributes: Attributes, count: number): FrameAttributes[] | undefined {
  const { frames, ...shared } = attributes
  if (frames) return frames.slice(0, count).map((own) => frameAttributes({ ...shared, ...own }))
  const { plane } = readPlane(attributes)
  const offsetsMm = sliceOffsetsMm(attributes)
  if (!plane || offsetsMm?.length !== count || !offsetsMm.every(Number.isFinite)) return undefined
  const { ImagePositionPatient: first } = plane
  const normal = planeNormal(plane)
  return offsetsMm.map((mm) => ({ plane: { ...plane, ImagePositionPatient: along(first, normal, mm) } }))
}

const frameAttributes = (attributes: Attributes): FrameAttributes => ({
  plane: readPlane(attributes).plane,
  calibration: spacingOf(attributes).calibration,
  ...readRescale(attributes).values,
  windows: readWindows(attributes).pairs,
  VOILUTFunction: text(attributes, 'VOILUTFunction'),
  SliceThickness: number(attributes, 'SliceThickness'),
})

/** Along the normal from the first slice: a dose grid (C.8.8.3.2), reconstructed nuclear medicine (C.8.4.15). */
function sliceOffsetsMm(attributes: Attributes): number[] | undefined {
  const { GridFrameOffsetVector: offsets, SliceVector: slices } = attributes
  if (offsets) return offsets.map((mm) => mm - offsets[0])
  const spacingMm = number(attributes, 'SpacingBetweenSlices') ?? number(attributes, 'SliceThickness')
  const isSlice = slices !== undefined && new Set(slices).size === slices.length
  return isSlice && spacingMm ? slices.map((slice) => (slice - slices[0]) * spacingMm) : undefined
}

export interface Addition {
  readonly studies: readonly Study[]
  /** Instances left out because their SOP Instance UID is there already. */
  readonly duplicates: readonly Instance[]
}

/**
 * The studies with a batch of instances added, each in its study and series, series put in order again.
 * Studies and series without a change keep their identity.
 */
export function addInstances(studies: readonly Study[], batch: readonly ImportedInstance[]): Addition {
  const known = new Set(studies.flatMap(({ series }) => series).flatMap(sopInstanceUids))
  const fresh: ImportedInstance[] = []
  const duplicates: Instance[] = []
  for (const imported of batch) {
    const { SOPInstanceUID } = imported.instance
    if (known.has(SOPInstanceUID)) duplicates.push(imported.instance)
    else fresh.push(imported)
    known.add(SOPInstanceUID)
  }
  const groups = groupBy(fresh, ({ study }) => studyKey(study))
  const changed = studies.map((study) => withInstances(study, groups.get(studyKey(study))))
  const present = new Set(studies.map(studyKey))
  const added = [...groups].filter(([key]) => !present.has(key))
  const made = added.map(([, group]) => withInstances({ ...group[0].study, series: [] }, group))
  return { studies: [...changed, ...made], duplicates }
}

const sopInstanceUids = (series: Series): string[] =>
  series.instances.map(({ SOPInstanceUID }) => SOPInstanceUID)

function withInstances(study: Study, group: readonly ImportedInstance[] | undefined): Study {
  if (!group) return study
  const there = study.series.map((series) => ({
    UID: series.SeriesInstanceUID,
    kind: kindOf(series.instances[0]),
  }))
  const coming = group.map(({ series, instance }) => ({
    UID: series.SeriesInstanceUID,
    kind: kindOf(instance),
  }))
  const owners = new Map<string, Kind>()
  for (const { UID, kind } of [...there, ...coming])
    if (KINDS.indexOf(kind) < KINDS.indexOf(owners.get(UID) ?? 'document')) owners.set(UID, kind)
  const apart = (UID: string, instance: Instance) => apartUid(UID, kindOf(instance), owners.get(UID))
  const bySeries = groupBy(group, ({ series, instance }) => apart(series.SeriesInstanceUID, instance))
  const changed = study.series.map((series) => {
    const SeriesInstanceUID = apart(series.SeriesInstanceUID, series.instances[0])
    const own = SeriesInstanceUID === series.SeriesInstanceUID ? series : { ...series, SeriesInstanceUID }
    return extendSeries(own, bySeries.get(SeriesInstanceUID))
  })
  const present = new Set(changed.map(({ SeriesInstanceUID }) => SeriesInstanceUID))
  const made = [...bySeries]
    .filter(([uid]) => !present.has(uid))
    .map(([SeriesInstanceUID, members]) =>
      extendSeries(
        {
          ...members[0].series,
          ...{ SeriesInstanceUID, instances: [], order: { by: 'InstanceNumber', unevenAfter: [] } },
        },
        members,
      ),
    )
  const series = [...changed, ...made].sort((a, b) => seriesRank(a) - seriesRank(b))
  return { ...study, series }
}

/** What is shown in different ways never makes one series, whatever its files say; the first kind keeps the UID. */
const KINDS = ['image', 'segmentation', 'document'] as const
type Kind = (typeof KINDS)[number]

function kindOf({ document, segmentation }: Instance): Kind {
  if (document) return 'document'
  return segmentation ? 'segmentation' : 'image'
}

const apartUid = (SeriesInstanceUID: string, kind: Kind, owner: Kind = kind): string =>
  kind === owner ? SeriesInstanceUID : `${SeriesInstanceUID}.${kind}`

/** Series without a number come last, but before infinity: a difference of infinities would be no number. */
const seriesRank = ({ SeriesNumber }: Series): number => SeriesNumber ?? Number.MAX_SAFE_INTEGER

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function extendSeries(series: Series, members: readonly ImportedInstance[] | undefined): Series {
  if (!members) return series
  return { ...series, ...orderInstances([...series.instances, ...members.map(({ instance }) => instance)]) }
}

const UIDS = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const

/**
 * Kinder than the standard (PS3.5 section 9): leading zeros and letters occur in files that were anonymised.
 * Nothing that means something in a path, a URL or a header passes.
 */
function uidFlaw(attributes: Attributes, keyword: (typeof UIDS)[number]): Flaw[] {
  const uid = text(attributes, keyword)
  if (uid === '') return [error('missingAttribute', keyword)]
  if (uid.length <= 64 && /^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$/.test(uid)) return []
  return [error('invalidAttribute', `${keyword} 0–9 . ≤ 64`, uid)]
}

const readStudy = (attributes: Attributes): ImportedInstance['study'] => ({
  StudyInstanceUID: text(attributes, 'StudyInstanceUID'),
  patient: {
    PatientID: text(attributes, 'PatientID'),
    PatientName: text(attributes, 'PatientName'),
    PatientBirthDate: text(attributes, 'PatientBirthDate'),
    PatientSex: text(attributes, 'PatientSex'),
  },
  StudyDate: text(attributes, 'StudyDate'),
  StudyTime: text(attributes, 'StudyTime'),
  StudyDescription: text(attributes, 'StudyDescription'),
  StudyID: text(attributes, 'StudyID'),
  AccessionNumber: text(attributes, 'AccessionNumber'),
  InstitutionName: text(attributes, 'InstitutionName'),
  PatientAge: text(attributes, 'PatientAge'),
})

const readSeries = (attributes: Attributes): ImportedInstance['series'] => ({
  SeriesInstanceUID: text(attributes, 'SeriesInstanceUID'),
  Modality: text(attributes, 'Modality'),
  SeriesNumber: number(attributes, 'SeriesNumber'),
  SeriesDescription: text(attributes, 'SeriesDescription'),
  ProtocolName: text(attributes, 'ProtocolName'),
  BodyPartExamined: text(attributes, 'BodyPartExamined'),
  SeriesDate: text(attributes, 'SeriesDate'),
})

function readPlane(attributes: Attributes): { plane?: ImagePlane; flaws: Flaw[] } {
  const { ImagePositionPatient: position, ImageOrientationPatient: orientation } = attributes
  const spacing = attributes.PixelSpacing
  if (!position || !orientation || !spacing) return { flaws: [] }
  const plane = planeOf({
    FrameOfReferenceUID: text(attributes, 'FrameOfReferenceUID'),
    position,
    orientation,
    spacing,
  })
  if (plane) return { plane, flaws: [] }
  if (!isUsableSpacing(spacing)) return { flaws: [] } // said once, with the calibration
  const keyword =
    position.length === 3 && position.every(Number.isFinite)
      ? 'ImageOrientationPatient'
      : 'ImagePositionPatient'
  return { flaws: [ignored(attributes, keyword, '|v| = 1, ⊥')] }
}

const SPACINGS = ['PixelSpacing', 'ImagerPixelSpacing', 'NominalScannedPixelSpacing'] as const

/** Modalities whose images are expected to have a size. */
const MEASURED = new Set(['CT', 'MR', 'PT', 'NM', 'CR', 'DX', 'MG', 'XA', 'RF'])

/** @param given with what is beyond reason, which is said already */
function spacingOf(attributes: Attributes, given = attributes): { calibration?: Calibration; flaws: Flaw[] } {
  const [PixelSpacing, ImagerPixelSpacing, NominalScannedPixelSpacing] = SPACINGS.map((keyword) =>
    pair(attributes[keyword]),
  )
  const wrong = SPACINGS.filter((keyword) => attributes[keyword] && !isUsableSpacing(attributes[keyword]))
  const isMissing = MEASURED.has(text(attributes, 'Modality')) && !SPACINGS.some((keyword) => given[keyword])
  return {
    calibration: calibrationOf({
      Modality: text(attributes, 'Modality'),
      PixelSpacing,
      ImagerPixelSpacing,
      NominalScannedPixelSpacing,
      PixelSpacingCalibrationType: text(attributes, 'PixelSpacingCalibrationType') || undefined,
      EstimatedRadiographicMagnificationFactor: number(
        attributes,
        'EstimatedRadiographicMagnificationFactor',
      ),
      DistanceSourceToDetector: number(attributes, 'DistanceSourceToDetector'),
      DistanceSourceToPatient: number(attributes, 'DistanceSourceToPatient'),
      region: regionOf(attributes),
    }),
    flaws: [
      ...wrong.map((keyword) => ignored(attributes, keyword, '> 0')),
      ...(isMissing ? [warning('noSpacing', 'PixelSpacing')] : []),
    ],
  }
}

function regionOf(attributes: Attributes): UltrasoundRegion | undefined {
  const of = (keyword: Keyword) => number(attributes, keyword) ?? NaN
  const location = [
    of('RegionLocationMinX0'),
    of('RegionLocationMinY0'),
    of('RegionLocationMaxX1'),
    of('RegionLocationMaxY1'),
  ] as const
  if (location.some(Number.isNaN)) return undefined
  return {
    location,
    units: [of('PhysicalUnitsXDirection'), of('PhysicalUnitsYDirection')],
    // A negative step turns the axis round; a length has no direction.
    delta: [Math.abs(of('PhysicalDeltaX')), Math.abs(of('PhysicalDeltaY'))],
  }
}

const isUsableSpacing = (spacing: readonly number[]): boolean =>
  spacing.length >= 2 && spacing.slice(0, 2).every((mm) => mm > 0)

const pair = (values: readonly number[] | undefined): readonly [number, number] | undefined =>
  values && values.length >= 2 ? [values[0], values[1]] : undefined

/** Pixel Aspect Ratio: vertical, then horizontal size of a pixel (PS3.3 section C.7.6.3.1.7). */
function pixelAspectOf({ PixelAspectRatio: [vertical, horizontal] = [] }: Attributes): number | undefined {
  return vertical > 0 && horizontal > 0 && vertical !== horizontal ? vertical / horizontal : undefined
}

/** A slope that is zero or no number makes both meaningless: stored values are shown then. */
function readRescale(attributes: Attributes) {
  const [dose] = attributes.DoseGridScaling ?? []
  const [slope, intercept] = [attributes.RescaleSlope?.[0] ?? dose, attributes.RescaleIntercept?.[0]]
  const RescaleType = text(attributes, 'RescaleType') || (dose ? doseUnit(attributes) : '')
  const wrong =
    slope === 0 || Number.isNaN(slope)
      ? 'RescaleSlope'
      : Number.isNaN(intercept)
        ? 'RescaleIntercept'
        : undefined
  if (!wrong) return { values: { RescaleSlope: slope, RescaleIntercept: intercept, RescaleType }, flaws: [] }
  return {
    values: { RescaleSlope: undefined, RescaleIntercept: undefined, RescaleType: '' },
    flaws: [ignored(attributes, wrong, '≠ 0')],
  }
}

/** DoseUnits: GY or RELATIVE. */
const doseUnit = (attributes: Attributes): string => (text(attributes, 'DoseUnits') === 'GY' ? 'Gy' : '')

/** Window Width must be at least 1, above 0 for LINEAR_EXACT and SIGMOID (PS3.3 section C.11.2.1.2). */
function readWindows(attributes: Attributes): { pairs: WindowPair[]; flaws: Flaw[] } {
  const {
    WindowCenter: centers = [],
    WindowWidth: widths = [],
    WindowCenterWidthExplanation: words = [],
  } = attributes
  const pairs = centers.slice(0, widths.length).map((center, index) => ({
    center,
    width: widths[index],
    explanation: words[index] ?? '',
  }))
  const usable = pairs.filter(({ center, width }) => Number.isFinite(center) && width > 0)
  const keyword = centers.some(Number.isNaN) ? 'WindowCenter' : 'WindowWidth'
  const flaws = usable.length < pairs.length ? [ignored(attributes, keyword, '> 0')] : []
  return { pairs: usable, flaws }
}

/** US or SS by Pixel Representation (PS3.3 section C.7.5.1.1.2). */
function readPadding(attributes: Attributes, { PixelRepresentation }: PixelDescription): number | undefined {
  const value = attributes.PixelPaddingValue?.[0]
  return value !== undefined && PixelRepresentation === 1 && value > 0x7fff ? value - 0x10000 : value
}

function frameRateOf(attributes: Attributes): number | undefined {
  const frameTime = number(attributes, 'FrameTime') ?? meanFrameTime(attributes)
  const rate =
    number(attributes, 'RecommendedDisplayFrameRate') ??
    number(attributes, 'CineRate') ??
    (frameTime ? 1000 / frameTime : undefined)
  return rate && rate > 0 ? rate : undefined
}

/** Frame Time Vector: ms since the frame before, 0 for the first. */
function meanFrameTime({ FrameTimeVector: times = [] }: Attributes): number | undefined {
  const sum = times.reduce((total, ms) => total + ms, 0)
  return times.length > 1 && sum > 0 ? sum / (times.length - 1) : undefined
}

function acquisitionDateTime(attributes: Attributes): string {
  const stated = text(attributes, 'AcquisitionDateTime')
  if (stated) return stated
  const date = text(attributes, 'AcquisitionDate')
  return date && date + text(attributes, 'AcquisitionTime')
}

function ignored(attributes: Attributes, keyword: Keyword, expected: string): Flaw {
  const found = attributes.unread?.[keyword] ?? attributes[keyword]?.join('\\')
  return warning('ignoredValue', `${keyword} ${expected}`, found)
}

const text = (attributes: Attributes, keyword: Keyword): string => String(attributes[keyword]?.[0] ?? '')

function number(attributes: Attributes, keyword: Keyword): number | undefined {
  const value = attributes[keyword]?.[0]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
