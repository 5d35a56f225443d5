import { calibrationOf, isSpatial, type Calibration, type UltrasoundRegion } from '../domain/calibration'
import { along, orientationOf, planeNormal, planeOf, positionOf, type Vec3 } from '../domain/image-plane'
import { REPEAT_VALUES, groupFrames } from '../domain/series-groups'
import {
  allFramesOf,
  isColour,
  isLocalizer,
  studyKey,
  type ByteSource,
  type FrameAttributes,
  type Instance,
  type Series,
  type SeriesFrame,
  type Study,
  type WindowPair,
} from '../domain/study'
import type { Attributes, Keyword } from './attributes'
import { withinReason } from './beyond-reason'
import type { PixelDescription } from './pixel-description'
import { error, unused, warning, type Effect, type Flaw, type Need } from './problem'
import { readShutter } from './shutter'
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
  const shutter = readShutter(attributes, pixels)
  const frames = pixels.NumberOfFrames > 1 ? readFrames(attributes, pixels.NumberOfFrames) : undefined
  const instance: Instance = {
    SOPInstanceUID: text(attributes, 'SOPInstanceUID'),
    SOPClassUID: text(attributes, 'SOPClassUID'),
    TransferSyntaxUID,
    InstanceNumber: number(attributes, 'InstanceNumber'),
    source,
    ...pixels,
    padding: readPadding(attributes, pixels),
    ...rescale.values,
    ModalityLUTType: text(attributes, 'ModalityLUTType') || undefined,
    Units: text(attributes, 'Units') || undefined,
    windows: windows.pairs,
    VOILUTFunction: text(attributes, 'VOILUTFunction').toUpperCase(),
    ...plane.values,
    FrameOfReferenceUID: text(attributes, 'FrameOfReferenceUID') || undefined,
    calibration: spacing.calibration,
    ...readRepeat(attributes),
    pixelAspect: pixelAspectOf(attributes),
    PatientOrientation: attributes.PatientOrientation ?? [],
    laterality: lateralityOf(attributes),
    anatomicRegion: text(attributes, 'CodeValue') || undefined,
    ViewPosition: text(attributes, 'ViewPosition'),
    SliceThickness: number(attributes, 'SliceThickness'),
    SliceLocation: number(attributes, 'SliceLocation'),
    AcquisitionDateTime: acquisitionDateTime(attributes),
    lossy: isLossy(TransferSyntaxUID, text(attributes, 'LossyImageCompression')),
    ImageType: attributes.ImageType ?? [],
    shutter: shutter.shutter,
    RepetitionTime: number(attributes, 'RepetitionTime'),
    EchoTime: number(attributes, 'EchoTime'),
    framesPerSecond: frameRateOf(attributes, pixels.NumberOfFrames),
    frameTimesMs: frameTimesOf(attributes, pixels.NumberOfFrames),
    frames: frames?.frames,
  }
  return {
    imported: { study: readStudy(attributes), series: readSeries(attributes), instance },
    flaws: [
      ...beyond,
      ...spacing.flaws,
      ...plane.flaws,
      ...rescale.flaws,
      ...windows.flaws,
      ...shutter.flaws,
      ...(isColour(pixels) ? [] : (frames?.flaws ?? [])),
      ...timeFlaws(attributes, pixels.NumberOfFrames),
    ],
  }
}

/** The file's own values are those of its first frame: what some frames say for themselves holds for no other. */
const without = (attributes: Attributes, keywords: ReadonlySet<string>): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !keywords.has(keyword)))

/** By functional groups (PS3.3 section C.7.6.16), else by the vectors of older objects. */
function readFrames(attributes: Attributes, count: number): Frames {
  const { frames, ...shared } = attributes
  if (frames) {
    const stated = new Set(frames.flatMap((own) => Object.keys(own)))
    const alike = without(shared, stated)
    const read = Array.from({ length: count }, (_, index) => frameAttributes({ ...alike, ...frames[index] }))
    if (alike.ImagePositionPatient && !areTimes(attributes, read))
      return { frames: read.map(unplaced), flaws: [onePlace(count)] }
    return { frames: read, flaws: placelessFlaw(frames, count) }
  }
  const { plane, orientation, ImagePositionPatient: first } = readPlane(attributes).values
  if (!orientation || !first) return { flaws: [] }
  const offsetsMm = sliceOffsetsMm(attributes, count)
  // The place of the first frame is not that of the others, unless they are moments at one place.
  if (offsetsMm?.length !== count || !offsetsMm.every(Number.isFinite))
    return areMoments(attributes)
      ? { flaws: [] }
      : { frames: ofFirstFrame(count), flaws: placesUnknown(attributes, count) }
  const normal = areHeights(attributes, first) ? TO_HEAD : planeNormal(orientation)
  const placed = offsetsMm.map((mm) => {
    const ImagePositionPatient = along(first, normal, mm)
    return { ImagePositionPatient, ...(plane ? { plane: { ...plane, ImagePositionPatient } } : {}) }
  })
  return { frames: placed, flaws: [] }
}

interface Frames {
  /** Absent when all are as the file says. */
  readonly frames?: FrameAttributes[]
  readonly flaws: readonly Flaw[]
}

const onePlace = (count: number): Flaw => warning('onePlace', String(count))

const unplaced = (frame: FrameAttributes): FrameAttributes => ({
  ...frame,
  ...{ plane: undefined, ImagePositionPatient: undefined, SliceLocation: undefined },
})

/** Frames at the one place that is given: moments, or told apart one by one; segments of one slice too. */
function areTimes(attributes: Attributes, frames: readonly FrameAttributes[]): boolean {
  if (areMoments(attributes) || text(attributes, 'SOPClassUID').startsWith(SEGMENTATIONS)) return true
  const times = frames.map((frame) => Object.values(REPEAT_VALUES).map((of) => of(frame)).join(' ')) // prettier-ignore
  return new Set(times).size === frames.length
}

/** Segmentation, Surface Segmentation, Label Map Segmentation. */
const SEGMENTATIONS = '1.2.840.10008.5.1.4.1.1.66.'

/** Frames without the position that others have. */
function placelessFlaw(frames: readonly Attributes[], count: number): Flaw[] {
  const placed = frames.slice(0, count).filter(({ ImagePositionPatient }) => ImagePositionPatient).length
  if (placed === 0 || placed === count) return []
  const how = { limits: String(count), effect: 'noPosition' } as const
  return [unused('ImagePositionPatient', 'allFrames', String(placed), how)]
}

/** Planar nuclear images share the place of their detector, and are no slices. */
function placesUnknown(attributes: Attributes, count: number): Flaw[] {
  const spacingMm = number(attributes, 'SpacingBetweenSlices') ?? 0
  if (spacingMm < 0) return [ignored(attributes, 'SpacingBetweenSlices', 'positive', 'noPlanes')]
  return isNuclear(attributes) && !attributes.SliceVector ? [] : [onePlace(count)]
}

const isNuclear = (attributes: Attributes): boolean => text(attributes, 'Modality') === 'NM'

const TO_HEAD: Vec3 = [0, 0, 1]

/** Offsets of a dose grid may be z coordinates, which begin at that of the first plane (PS3.3 section C.8.8.3.2). */
const areHeights = ({ GridFrameOffsetVector: [start] = [] }: Attributes, [, , z]: Vec3): boolean =>
  start !== undefined && start !== 0 && Math.abs(start - z) < 0.01

/** Frames that differ in time alone: a clip. */
const areMoments = ({
  FrameTime,
  FrameTimeVector,
  FrameIncrementPointer: pointer = [],
}: Attributes): boolean =>
  pointer.length > 0
    ? pointer.every((tag) => TIMES.includes(tag))
    : FrameTime !== undefined || FrameTimeVector !== undefined

/** Frame Time and Frame Time Vector, as numbers of group and element. */
const [FRAME_TIME, FRAME_TIME_VECTOR] = [0x00181063, 0x00181065]
const TIMES: readonly number[] = [FRAME_TIME, FRAME_TIME_VECTOR]

const ofFirstFrame = (count: number): FrameAttributes[] =>
  Array.from({ length: count }, (_, index) =>
    index === 0 ? {} : { plane: undefined, ImagePositionPatient: undefined, SliceLocation: undefined },
  )

const readStack = (attributes: Attributes): FrameAttributes => ({
  StackID: text(attributes, 'StackID') || undefined,
  inStackPosition: number(attributes, 'InStackPositionNumber'),
  ...readRepeat(attributes),
})

/** What tells images at one place apart. */
const readRepeat = (attributes: Attributes): FrameAttributes => ({
  temporalPosition:
    number(attributes, 'TemporalPositionIndex') ?? number(attributes, 'TemporalPositionIdentifier'),
  echo: number(attributes, 'EchoNumbers') ?? number(attributes, 'EffectiveEchoTime'),
  bValue: number(attributes, 'DiffusionBValue'),
  triggerTimeMs: number(attributes, 'TriggerTime') ?? number(attributes, 'NominalCardiacTriggerDelayTime'),
})

/** Present without a value, so that those of the first frame do not stand in for them. */
const UNKNOWN: FrameAttributes = {
  ...{ plane: undefined, orientation: undefined, ImagePositionPatient: undefined },
  ...{ RescaleSlope: undefined, RescaleIntercept: undefined, RescaleType: undefined },
}

const frameAttributes = (attributes: Attributes): FrameAttributes => ({
  ...UNKNOWN,
  ...readPlane(attributes).values,
  ...readStack(attributes),
  calibration: spacingOf(attributes).calibration,
  ...readRescale(attributes).values,
  shutter: readShutter(attributes).shutter,
  windows: readWindows(attributes).pairs,
  VOILUTFunction: text(attributes, 'VOILUTFunction').toUpperCase(),
  SliceThickness: number(attributes, 'SliceThickness'),
  laterality: lateralityOf(attributes),
})

const lateralityOf = (attributes: Attributes): string =>
  text(attributes, 'FrameLaterality') || text(attributes, 'ImageLaterality') || text(attributes, 'Laterality')

/** Along the normal from the first slice: a dose grid (C.8.8.3.2), reconstructed nuclear medicine (C.8.4.15). */
function sliceOffsetsMm(attributes: Attributes, count: number): number[] | undefined {
  const { GridFrameOffsetVector: offsets, SliceVector: slices } = attributes
  if (offsets) return offsets.map((mm) => mm - offsets[0])
  const spacingMm = number(attributes, 'SpacingBetweenSlices') ?? number(attributes, 'SliceThickness')
  const evenMm = number(attributes, 'SpacingBetweenSlices')
  // Below 0 in reconstructed nuclear medicine alone, whose slices may run against the normal.
  if (spacingMm !== undefined && spacingMm < 0 && !isNuclear(attributes)) return undefined
  if (!slices && evenMm && areReconstructed(attributes))
    return Array.from({ length: count }, (_, index) => index * evenMm)
  const isSlice = slices !== undefined && new Set(slices).size === slices.length
  return isSlice && spacingMm ? slices.map((slice) => (slice - slices[0]) * spacingMm) : undefined
}

/** Slices of a volume one after another: of CT and MR, where nothing says that frames are something else. */
const areReconstructed = (attributes: Attributes): boolean =>
  ['CT', 'MR', 'PT'].includes(text(attributes, 'Modality')) &&
  !areMoments(attributes) &&
  !attributes.FrameIncrementPointer

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

function withInstances(study: Study, added: readonly ImportedInstance[] | undefined): Study {
  if (!added) return study
  const bySeries = groupBy(added, ({ series }) => series.SeriesInstanceUID)
  const uids = new Set([
    ...study.series.map(({ SeriesInstanceUID }) => SeriesInstanceUID),
    ...bySeries.keys(),
  ])
  const series = [...uids].flatMap((uid) => {
    const there = study.series.filter(({ SeriesInstanceUID }) => SeriesInstanceUID === uid)
    const members = bySeries.get(uid)
    return members ? extendSeries(there, members) : there
  })
  return { ...study, series: series.sort((a, b) => seriesRank(a) - seriesRank(b)) }
}

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

/** One DICOM series with more instances, put into groups and in order again; a group without a change stays as it is. */
function extendSeries(there: readonly Series[], members: readonly ImportedInstance[]): Series[] {
  const frames = [
    ...there.flatMap(storedFramesOf),
    ...members.flatMap(({ instance }) => storedFramesOf({ instances: [instance] })),
  ]
  const known = there.flatMap(({ group }) => group ?? [])
  return groupFrames(frames, known).map(({ group, frames: own, order }) => {
    const before = there.find((one) => one.group?.key === group.key)
    if (before && storedFramesOf(before).length === own.length) return before
    const instances = [...new Set(own.map(({ instance }) => instance))]
    // An instance says what its series is: a report beside images is of another modality.
    const said = before ?? members.find(({ instance }) => instances.includes(instance))?.series ?? there[0]
    return { ...said, instances, frames: group.kind === 'document' ? [] : own, order, group }
  })
}

/** Documents have no frames, and stand for themselves. */
const storedFramesOf = ({
  instances,
  frames,
}: Pick<Series, 'instances' | 'frames'>): readonly SeriesFrame[] =>
  frames?.length
    ? frames
    : instances.flatMap((instance) =>
        instance.NumberOfFrames > 0 ? allFramesOf([instance]) : [{ instance, frameNumber: 0 }],
      )

const UIDS = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const

/**
 * Kinder than the standard (PS3.5 section 9): leading zeros and letters occur in files that were anonymised.
 * Nothing that means something in a path, a URL or a header passes.
 */
function uidFlaw(attributes: Attributes, keyword: (typeof UIDS)[number]): Flaw[] {
  const uid = text(attributes, keyword)
  if (uid === '') return [error('missingAttribute', keyword)]
  if (uid.length <= 64 && /^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$/.test(uid)) return []
  return [{ ...error('invalidAttribute', keyword, uid), attribute: keyword, need: 'uid' }]
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

type PlaneValues = Pick<Instance, 'plane' | 'orientation' | 'ImagePositionPatient'>

/** Position and orientation hold also where there is no spacing; both or neither where one makes no sense. */
function readPlane(attributes: Attributes): { values: PlaneValues; flaws: Flaw[] } {
  const { ImagePositionPatient: position, ImageOrientationPatient: directions } = attributes
  const orientation = directions && orientationOf(directions)
  const place = position && positionOf(position)
  const wrong =
    directions && !orientation
      ? 'ImageOrientationPatient'
      : position && !place
        ? 'ImagePositionPatient'
        : undefined
  if (wrong) {
    const need = wrong === 'ImagePositionPatient' ? 'threeNumbers' : 'unitVectors'
    return { values: {}, flaws: [ignored(attributes, wrong, need, 'noDirections')] }
  }
  const plane =
    position &&
    directions &&
    planeOf({
      FrameOfReferenceUID: text(attributes, 'FrameOfReferenceUID'),
      position,
      orientation: directions,
      spacing: attributes.PixelSpacing ?? [],
    })
  return { values: { plane, orientation, ImagePositionPatient: place }, flaws: [] }
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
      isLocalizer: isLocalizer({ ImageType: attributes.ImageType ?? [] }),
      regions: attributes.regions?.flatMap((region) => regionOf(region) ?? []),
    }),
    flaws: [
      ...wrong.map((keyword) => ignored(attributes, keyword, 'twoPositive', 'noMillimetres')),
      ...(attributes.regions ?? []).flatMap(regionFlaw),
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
  const [x0, y0, x1, y1] = location
  if (!(x0 <= x1 && y0 <= y1)) return undefined
  const delta = deltaOf(attributes)
  return {
    location,
    format: number(attributes, 'RegionSpatialFormat'),
    dataType: number(attributes, 'RegionDataType'),
    flags: number(attributes, 'RegionFlags'),
    units: [of('PhysicalUnitsXDirection'), of('PhysicalUnitsYDirection')],
    delta: isScale(delta) ? delta : [NaN, NaN],
  }
}

/** A negative step turns the axis round; a length has no direction. */
const deltaOf = (attributes: Attributes): readonly [x: number, y: number] => [
  Math.abs(number(attributes, 'PhysicalDeltaX') ?? NaN),
  Math.abs(number(attributes, 'PhysicalDeltaY') ?? NaN),
]

/** cm; as of Pixel Spacing in `beyond-reason`. */
const LEAST_CM = 1e-7
const MOST_CM = 10

const isScale = ([x, y]: readonly [number, number]): boolean =>
  [x, y].every((step) => step >= LEAST_CM && step <= MOST_CM) && x / y <= 100 && y / x <= 100

/** Corners that are none, and a scale in cm that is none. Other units, and none, are as they should be. */
function regionFlaw(attributes: Attributes): Flaw[] {
  const region = regionOf(attributes)
  const said = (keywords: readonly Keyword[]) => keywords.map((keyword) => attributes[keyword]?.[0] ?? '—').join('\\') // prettier-ignore
  if (!region)
    return [unused('SequenceOfUltrasoundRegions', 'corners', said(CORNERS), { effect: 'noMillimetres' })]
  const { units, dataType, format } = region
  const isPlace = isSpatial({ units, dataType, format })
  if (!isPlace || isScale(deltaOf(attributes))) return []
  const how = { limits: '0.0000001–10', effect: 'noMillimetres' } as const
  return [unused('PhysicalDeltaX\\PhysicalDeltaY', 'scale', said(['PhysicalDeltaX', 'PhysicalDeltaY']), how)]
}

const CORNERS = [
  'RegionLocationMinX0',
  'RegionLocationMinY0',
  'RegionLocationMaxX1',
  'RegionLocationMaxY1',
] as const

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
    flaws: [ignored(attributes, wrong, 'notZero', 'storedValues')],
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
  const flaws = usable.length < pairs.length ? [ignored(attributes, keyword, 'positive', 'ownWindow')] : []
  return { pairs: usable, flaws }
}

/**
 * US or SS by Pixel Representation, whatever the file calls them (PS3.3 section C.7.5.1.1.2). Values of more bits than
 * are stored, as −32768 or 65535 in twelve, cannot occur and do no harm.
 */
function readPadding(attributes: Attributes, { PixelRepresentation }: PixelDescription): Instance['padding'] {
  const signed = (value: number) => (PixelRepresentation === 1 && value > 0x7fff ? value - 0x10000 : value)
  const unsigned = (value: number) => (PixelRepresentation === 0 && value < 0 ? value + 0x10000 : value)
  const value = number(attributes, 'PixelPaddingValue')
  if (value === undefined) return undefined
  const limit = number(attributes, 'PixelPaddingRangeLimit') ?? value
  const ends = [value, limit].map((end) => unsigned(signed(end)))
  return [Math.min(...ends), Math.max(...ends)]
}

function frameRateOf(attributes: Attributes, frames: number): number | undefined {
  const frameTime = number(attributes, 'FrameTime') ?? meanFrameTime(attributes, frames)
  const rate =
    number(attributes, 'RecommendedDisplayFrameRate') ??
    number(attributes, 'CineRate') ??
    (frameTime ? 1000 / frameTime : undefined)
  return rate && rate > 0 ? rate : undefined
}

/** Unless Frame Increment Pointer names something else, or a time is missing or no time. */
function frameTimesOf(
  { FrameTimeVector: times = [], FrameIncrementPointer: pointer = [FRAME_TIME_VECTOR] }: Attributes,
  frames: number,
): readonly number[] | undefined {
  return frames > 1 && areFrameTimes(times, frames) && pointer.includes(FRAME_TIME_VECTOR)
    ? times.slice(0, frames)
    : undefined
}

/** Frame Time Vector: ms since the frame before, 0 for the first. */
function meanFrameTime({ FrameTimeVector: times = [] }: Attributes, frames: number): number | undefined {
  if (frames < 2 || !areFrameTimes(times, frames)) return undefined
  return times.slice(1, frames).reduce((total, ms) => total + ms, 0) / (frames - 1)
}

/** ms between two frames: what a screen can show, and what a reader waits for. */
const [SHORTEST_MS, LONGEST_MS] = [1, 60_000]

const areFrameTimes = (times: readonly number[], frames: number): boolean =>
  times.length >= frames && times.slice(1, frames).every((ms) => ms >= SHORTEST_MS && ms <= LONGEST_MS)

/** Times of frames that are none. What is beyond reason is said already. */
function timeFlaws(attributes: Attributes, frames: number): Flaw[] {
  if (frames < 2) return []
  const { FrameTimeVector: times, FrameTime: time, FrameIncrementPointer: pointer } = attributes
  const effect = frameRateOf(attributes, frames) === undefined ? 'usualRate' : undefined
  const isPointedAt = pointer === undefined || pointer.includes(FRAME_TIME_VECTOR)
  return [
    ...(times && isPointedAt && !areFrameTimes(times, frames)
      ? [ignored(attributes, 'FrameTimeVector', 'frameTimes', effect)]
      : []),
    ...(time && !(time[0] > 0)
      ? [
          unused('FrameTime', 'within', time.join('\\'), {
            limits: `${SHORTEST_MS}–${LONGEST_MS} ms`,
            effect,
          }),
        ]
      : []),
  ]
}

function acquisitionDateTime(attributes: Attributes): string {
  const stated = text(attributes, 'AcquisitionDateTime')
  if (stated) return stated
  const date = text(attributes, 'AcquisitionDate')
  return date && date + text(attributes, 'AcquisitionTime')
}

function ignored(attributes: Attributes, keyword: Keyword, need: Need, effect?: Effect): Flaw {
  const found = attributes.unread?.[keyword] ?? attributes[keyword]?.join('\\')
  return unused(keyword, need, found, { effect })
}

const text = (attributes: Attributes, keyword: Keyword): string => String(attributes[keyword]?.[0] ?? '')

function number(attributes: Attributes, keyword: Keyword): number | undefined {
  const value = attributes[keyword]?.[0]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
