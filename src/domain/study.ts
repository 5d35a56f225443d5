import type { Calibration } from './calibration'
import type { DocumentContent } from './document'
import type { FrameRef } from './frame-ref'
import { planeNormal, dot, type ImagePlane } from './image-plane'
import type { Segmentation } from './segmentation'

export type { FrameRef }

/*
 * Patient ▸ Study ▸ Series ▸ Instance ▸ Frame as read-only values. A value taken unchanged from DICOM keeps
 * the keyword's spelling; it is an empty string (text) or undefined (number) where the file says nothing.
 */

export interface Patient {
  readonly PatientID: string
  readonly PatientName: string
  /** YYYYMMDD */
  readonly PatientBirthDate: string
  readonly PatientSex: string
}

export interface Study {
  readonly StudyInstanceUID: string
  readonly patient: Patient
  /** YYYYMMDD */
  readonly StudyDate: string
  readonly StudyTime: string
  readonly StudyDescription: string
  readonly StudyID: string
  readonly AccessionNumber: string
  readonly InstitutionName: string
  /** As in DICOM: `036Y`, `004M` … */
  readonly PatientAge: string
  readonly series: readonly Series[]
}

export interface Series {
  readonly SeriesInstanceUID: string
  readonly Modality: string
  readonly SeriesNumber?: number
  readonly SeriesDescription: string
  readonly ProtocolName: string
  readonly BodyPartExamined: string
  readonly SeriesDate: string
  readonly instances: readonly Instance[]
  readonly order: SeriesOrder
}

/** How the instances of a series were put in order, and whether they are evenly spaced. */
export interface SeriesOrder {
  readonly by: 'position' | 'InstanceNumber'
  /** Median mm between neighbouring slices; undefined when not ordered by position or a single slice. */
  readonly spacingMm?: number
  /** Indices i where the step from slice i to i + 1 differs from the median by more than 10 %. */
  readonly unevenAfter: readonly number[]
}

/** Names bytes that somebody else keeps: a file of the disk, an entry of a zip. Never holds them. */
export interface ByteSource {
  readonly key: string
  /** As the reader knows it: `series-1/IM0001` or `study.zip/IM0001`. */
  readonly name: string
  readonly size: number
}

export interface WindowPair {
  readonly center: number
  readonly width: number
  readonly explanation: string
}

export interface Instance {
  readonly SOPInstanceUID: string
  readonly SOPClassUID: string
  readonly TransferSyntaxUID: string
  readonly InstanceNumber?: number
  readonly source: ByteSource
  readonly NumberOfFrames: number
  readonly Rows: number
  readonly Columns: number
  readonly SamplesPerPixel: number
  readonly PhotometricInterpretation: string
  readonly PlanarConfiguration: number
  readonly BitsAllocated: number
  readonly BitsStored: number
  readonly HighBit: number
  /** 0 unsigned, 1 two's complement. */
  readonly PixelRepresentation: number
  readonly PixelPaddingValue?: number
  readonly RescaleSlope?: number
  readonly RescaleIntercept?: number
  readonly RescaleType: string
  /** Of the Modality LUT that takes the place of slope and intercept. */
  readonly ModalityLUTType?: string
  readonly windows: readonly WindowPair[]
  readonly VOILUTFunction: string
  readonly plane?: ImagePlane
  readonly calibration?: Calibration
  /** Height of a pixel divided by its width, where the file gives the ratio and no spacing. */
  readonly pixelAspect?: number
  /** Directions of the row and of the column, as the file's letters: `['L', 'F']`. Empty when not stated. */
  readonly PatientOrientation: readonly string[]
  /** Image Laterality, else Laterality: L, R, B, U or empty. Never guessed. */
  readonly laterality: string
  readonly ViewPosition: string
  readonly SliceThickness?: number
  readonly SliceLocation?: number
  readonly AcquisitionDateTime: string
  /** Lossy Image Compression '01', or a lossy transfer syntax. */
  readonly lossy: boolean
  readonly ImageType: readonly string[]
  /** How fast the frames of a run are to be shown. */
  readonly framesPerSecond?: number
  /** MR only: repetition and echo time in ms. */
  readonly RepetitionTime?: number
  readonly EchoTime?: number
  /** Of a document, which has no frames. */
  readonly document?: DocumentContent
  /** Of a segmentation: its frames are drawn over other images. */
  readonly segmentation?: Segmentation
  /** What each frame says of itself, in their order; absent when all are as the instance says. */
  readonly frames?: readonly FrameAttributes[]
}

/** What may differ from frame to frame of one instance. */
export type FrameAttributes = Partial<
  Pick<
    Instance,
    | 'plane'
    | 'calibration'
    | 'RescaleSlope'
    | 'RescaleIntercept'
    | 'RescaleType'
    | 'windows'
    | 'VOILUTFunction'
    | 'SliceThickness'
    | 'SliceLocation'
  >
>

/**
 * Names a study of one patient. A Study Instance UID that two patients share, as after a mistake at the
 * scanner or in anonymising, names two studies: their images are never mixed.
 */
export const studyKey = ({
  StudyInstanceUID,
  patient: { PatientID, PatientName, PatientBirthDate },
}: Pick<Study, 'StudyInstanceUID' | 'patient'>): string =>
  `${StudyInstanceUID} ${PatientID || [PatientName, PatientBirthDate].join(' ')}`

/** Names a series of an open study: two studies may hold series with one UID. */
export interface SeriesRef {
  /** `studyKey` of the study. */
  readonly study: string
  readonly SeriesInstanceUID: string
}

export const isSameSeries = (a: Partial<SeriesRef> | undefined, b: Partial<SeriesRef> | undefined): boolean =>
  a?.SeriesInstanceUID !== undefined && a.SeriesInstanceUID === b?.SeriesInstanceUID && a.study === b.study

export const seriesKey = ({ study, SeriesInstanceUID }: SeriesRef): string => `${study} ${SeriesInstanceUID}`

export const frameCount = (series: Series): number =>
  series.instances.reduce((sum, instance) => sum + instance.NumberOfFrames, 0)

/** Three values a pixel once it is decoded. */
export const isColour = ({
  SamplesPerPixel,
  PhotometricInterpretation,
}: Pick<Instance, 'SamplesPerPixel' | 'PhotometricInterpretation'>): boolean =>
  SamplesPerPixel > 1 || PhotometricInterpretation === 'PALETTE COLOR'

/** Reports and other objects without frames. */
export const isDocuments = ({ instances }: Series): boolean =>
  instances.length > 0 && instances.every(({ document }) => document !== undefined)

/** Every frame of the series in reading order; each instance as it is at its frame. */
export function framesOf(series: Series): { instance: Instance; frameNumber: number }[] {
  return series.instances.flatMap((instance) =>
    Array.from({ length: instance.NumberOfFrames }, (_, index) => ({
      instance: atFrame(instance, index + 1),
      frameNumber: index + 1,
    })),
  )
}

const byFrame = new WeakMap<readonly FrameAttributes[], Instance[]>()

/**
 * The instance with the plane, rescale and windows of one of its frames; the same value for the same frame.
 * @param frameNumber from 1
 */
export function atFrame(instance: Instance, frameNumber: number): Instance {
  const own = instance.frames?.[frameNumber - 1]
  if (!instance.frames || !own) return instance
  const known = byFrame.get(instance.frames) ?? []
  byFrame.set(instance.frames, known)
  known[frameNumber] ??= { ...instance, ...own }
  return known[frameNumber]
}

/**
 * Orders slices by position along their common normal; by Instance Number when any slice has no position, the
 * orientations differ by more than about 1°, or all lie at one position.
 */
export function orderInstances(instances: readonly Instance[]): {
  instances: Instance[]
  order: SeriesOrder
} {
  const positions = positionsOf(instances)
  if (!positions) return orderByNumber(instances)
  const at = (instance: Instance) => positions.get(instance) as number
  const ordered = [...instances].sort(
    (a, b) => at(a) - at(b) || (a.InstanceNumber ?? 0) - (b.InstanceNumber ?? 0),
  )
  const steps = ordered.slice(1).map((instance, index) => at(instance) - at(ordered[index]))
  const apart = steps.filter((step) => step > SAME_POSITION_MM).sort((a, b) => a - b)
  if (apart.length === 0) return orderByNumber(instances)
  const spacingMm = apart[Math.floor(apart.length / 2)]
  const unevenAfter = steps.flatMap((step, index) =>
    Math.abs(step - spacingMm) > 0.1 * spacingMm ? [index] : [],
  )
  return { instances: ordered, order: { by: 'position', spacingMm, unevenAfter } }
}

/** Below the precision with which positions are written. */
const SAME_POSITION_MM = 1e-3

/** @returns undefined when the slices do not lie in parallel planes */
function positionsOf(instances: readonly Instance[]): Map<Instance, number> | undefined {
  const first = instances[0]?.plane
  if (!first || instances.length < 2) return undefined
  const normal = planeNormal(first)
  const positions = new Map<Instance, number>()
  for (const instance of instances) {
    if (!instance.plane || dot(planeNormal(instance.plane), normal) <= 0.9998) return undefined
    // one normal for all: far from the origin, small differences of direction would become distances
    positions.set(instance, dot(instance.plane.ImagePositionPatient, normal))
  }
  return positions
}

function orderByNumber(instances: readonly Instance[]): { instances: Instance[]; order: SeriesOrder } {
  const numbered = [...instances].sort(
    (a, b) =>
      compareNumbers(a.InstanceNumber, b.InstanceNumber) ||
      a.source.name.localeCompare(b.source.name, 'en', { numeric: true }),
  )
  return { instances: numbered, order: { by: 'InstanceNumber', unevenAfter: [] } }
}

/** Those without a number come last. */
const compareNumbers = (a = Infinity, b = Infinity): number => (a === b ? 0 : a - b)

/** The unit of a modality value (PS3.3 C.11.1.1.2): HU only where the file or the modality allows it. */
export function modalityUnit(
  series: Pick<Series, 'Modality'>,
  instance: Pick<
    Instance,
    'ModalityLUTType' | 'RescaleSlope' | 'RescaleIntercept' | 'RescaleType' | 'ImageType'
  >,
): string {
  if (instance.ModalityLUTType) return instance.ModalityLUTType === 'US' ? '' : instance.ModalityLUTType
  if (instance.RescaleSlope === undefined && instance.RescaleIntercept === undefined) return ''
  if (instance.RescaleType) return instance.RescaleType === 'US' ? '' : instance.RescaleType
  return series.Modality === 'CT' && instance.ImageType[2] !== 'LOCALIZER' ? 'HU' : ''
}
