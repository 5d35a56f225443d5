import type { Calibration } from './calibration'
import type { DocumentContent } from './document'
import type { FrameRef } from './frame-ref'
import type { ImageOrientation, ImagePlane, Vec3 } from './image-plane'
import type { Shutter } from './shutter'
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
  /** Its frames in reading order; absent where they are all those of its instances, one after another. */
  readonly frames?: readonly SeriesFrame[]
  readonly order: SeriesOrder
  /** Which of the images of the DICOM series these are; absent where it was not asked. */
  readonly group?: SeriesGroup
}

export interface SeriesFrame {
  readonly instance: Instance
  /** From 1. */
  readonly frameNumber: number
}

/** What the images of a group have in common. */
export type GroupKind =
  | 'slices' // with a place in the patient
  | 'localizer' // Image Type value 3
  | 'secondary' // Secondary Capture: pictures of a screen, scanned paper
  | 'unplaced' // images without position or orientation
  | 'segmentation'
  | 'document'

/** How many pixels an image has, how large they are, and whether they are in colour. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly rowSpacingMm?: number
  readonly columnSpacingMm?: number
  readonly isColour: boolean
}

/**
 * Images of one DICOM series that belong together: of one kind, Frame of Reference, matrix, direction and stack,
 * of one unit, and taken at one time.
 */
export interface SeriesGroup {
  /** Unlike that of the other groups of the series, and the same while images are still coming. */
  readonly key: string
  readonly kind: GroupKind
  /** Absent where the images have none in common. */
  readonly orientation?: ImageOrientation
  /** Stack ID, where several stacks have one direction. */
  readonly stack?: string
  /** Of its images, where those of the series have several. */
  readonly FrameOfReferenceUID?: string
  /** From 2: of images in another Frame of Reference than the first of the series. */
  readonly reference?: number
  /** Of its images, where those of the series have several. */
  readonly matrix?: Matrix
  /** From 2: of images of another matrix than the first of the series. */
  readonly otherMatrix?: number
  /** Of its values, where those of the series have several; empty where the file says none. */
  readonly unit?: string
  /** From 2: of values in another unit than the first of the series. */
  readonly otherUnit?: number
  /** Which time these are, where the slices of the series were taken several times over. */
  readonly repeats?: readonly Repeat[]
}

/** In what slices at one place differ. */
export type RepeatKind =
  | 'phase' // Temporal Position
  | 'echo' // Echo Numbers, or Effective Echo Time
  | 'bValue' // Diffusion b-value, s/mm²
  | 'cardiac' // Trigger Time, or Nominal Cardiac Trigger Delay Time

export interface Repeat {
  readonly kind: RepeatKind
  readonly value: number | undefined
  /** From 2, as they were met. */
  readonly number?: number
  /** From 1, by value. */
  readonly place: number
  readonly count: number
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
  /** Stored values, least and greatest, that stand for no measurement: Pixel Padding Value and Range Limit. */
  readonly padding?: readonly [from: number, to: number]
  readonly RescaleSlope?: number
  readonly RescaleIntercept?: number
  readonly RescaleType: string
  /** Units of PET and NM, as the file's code: BQML, CNTS, GML … */
  readonly Units?: string
  /** Of the Modality LUT that takes the place of slope and intercept. */
  readonly ModalityLUTType?: string
  readonly windows: readonly WindowPair[]
  readonly VOILUTFunction: string
  /** Absent also where the file gives position and orientation, and no spacing. */
  readonly plane?: ImagePlane
  /** Known also where there is no plane. */
  readonly FrameOfReferenceUID?: string
  readonly orientation?: ImageOrientation
  /** Centre of the first pixel, patient mm. */
  readonly ImagePositionPatient?: Vec3
  readonly StackID?: string
  /** In-Stack Position Number */
  readonly inStackPosition?: number
  /** Temporal Position Index, or Identifier. */
  readonly temporalPosition?: number
  /** Echo Numbers; of a frame of an enhanced image Effective Echo Time, ms. */
  readonly echo?: number
  /** Diffusion b-value, s/mm². */
  readonly bValue?: number
  /** Trigger Time, or Nominal Cardiac Trigger Delay Time: ms after the R wave. */
  readonly triggerTimeMs?: number
  readonly calibration?: Calibration
  /** Height of a pixel divided by its width, where the file gives the ratio and no spacing. */
  readonly pixelAspect?: number
  /** Directions of the row and of the column, as the file's letters: `['L', 'F']`. Empty when not stated. */
  readonly PatientOrientation: readonly string[]
  /** Frame or Image Laterality, else Laterality: L, R, B, U or empty. Never guessed. */
  readonly laterality: string
  /** Code Value of Anatomic Region Sequence. */
  readonly anatomicRegion?: string
  readonly ViewPosition: string
  readonly SliceThickness?: number
  readonly SliceLocation?: number
  readonly AcquisitionDateTime: string
  /** Lossy Image Compression '01', or a lossy transfer syntax. */
  readonly lossy: boolean
  readonly ImageType: readonly string[]
  /** How fast the frames of a run are to be shown. */
  readonly framesPerSecond?: number
  /** Frame Time Vector: ms since the frame before, by frame; where these times are to be followed. */
  readonly frameTimesMs?: readonly number[]
  /** What is covered when the image is shown; a reader can take it away. */
  readonly shutter?: Shutter
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
    | 'orientation'
    | 'ImagePositionPatient'
    | 'StackID'
    | 'inStackPosition'
    | 'temporalPosition'
    | 'echo'
    | 'bValue'
    | 'triggerTimeMs'
    | 'calibration'
    | 'RescaleSlope'
    | 'RescaleIntercept'
    | 'RescaleType'
    | 'shutter'
    | 'windows'
    | 'VOILUTFunction'
    | 'SliceThickness'
    | 'SliceLocation'
    | 'laterality'
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
  /** `groupKey` of the series. */
  readonly series: string
}

/** Names a series within its study, also where one DICOM series became several. */
export const groupKey = ({
  SeriesInstanceUID,
  group,
}: Pick<Series, 'SeriesInstanceUID' | 'group'>): string =>
  group ? `${SeriesInstanceUID} ${group.key}` : SeriesInstanceUID

/** @param study `studyKey` of the study */
export const refTo = (study: string, series: Pick<Series, 'SeriesInstanceUID' | 'group'>): SeriesRef => ({
  study,
  series: groupKey(series),
})

/** The series of that name; where its images have been grouped anew meanwhile, the first of the same DICOM series. */
export function seriesBy({ series }: Pick<Study, 'series'>, key: string): Series | undefined {
  const [uid] = key.split(' ')
  return (
    series.find((one) => groupKey(one) === key) ??
    series.find(({ SeriesInstanceUID }) => SeriesInstanceUID === uid)
  )
}

export const isSameSeries = (a: Partial<SeriesRef> | undefined, b: Partial<SeriesRef> | undefined): boolean =>
  a?.series !== undefined && a.series === b?.series && a.study === b.study

export const seriesKey = ({ study, series }: SeriesRef): string => `${study} ${series}`

export const frameCount = ({ instances, frames }: Pick<Series, 'instances' | 'frames'>): number =>
  frames?.length ?? instances.reduce((sum, instance) => sum + instance.NumberOfFrames, 0)

/** Whether a frame is one of the series. */
export const holdsFrame = (series: Series, { SOPInstanceUID, frameNumber }: FrameRef): boolean =>
  series.frames
    ? series.frames.some(
        (frame) => frame.frameNumber === frameNumber && frame.instance.SOPInstanceUID === SOPInstanceUID,
      )
    : series.instances.some((instance) => instance.SOPInstanceUID === SOPInstanceUID)

/** A projection from which slices are planned: some scanners write it further on than the third value. */
export const isLocalizer = ({ ImageType }: Pick<Instance, 'ImageType'>): boolean =>
  ImageType.slice(2).includes('LOCALIZER')

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
export const framesOf = ({ instances, frames }: Pick<Series, 'instances' | 'frames'>): SeriesFrame[] =>
  (frames ?? allFramesOf(instances)).map(({ instance, frameNumber }) => ({
    instance: atFrame(instance, frameNumber),
    frameNumber,
  }))

/** Instance after instance, as they are stored. */
export const allFramesOf = (instances: readonly Instance[]): SeriesFrame[] =>
  instances.flatMap((instance) =>
    Array.from({ length: instance.NumberOfFrames }, (_, index) => ({ instance, frameNumber: index + 1 })),
  )

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

/** Units (PS3.3 section C.8.9.1.1.3) as they are written; GML is grams of tissue to a millilitre, as the file says it. */
const UNITS: Readonly<Record<string, string>> = {
  BQML: 'Bq/ml',
  BQCC: 'Bq/cm³',
  CNTS: 'counts',
  CPS: 'counts/s',
  PROPCNTS: 'prop. counts',
  PROPCPS: 'prop. counts/s',
  GML: 'g/ml',
  CM2ML: 'cm²/ml',
  CM2: 'cm²',
  PCNT: '%',
  MGMINML: 'mg/min/ml',
  UMOLMINML: 'µmol/min/ml',
  MLMING: 'ml/min/g',
  MLG: 'ml/g',
  '1CM': '1/cm',
  UMOLML: 'µmol/ml',
  MLMINML: 'ml/min/ml',
  MLML: 'ml/ml',
  STDDEV: 'SD',
  NONE: '',
}

/** The unit of a modality value (PS3.3 C.11.1.1.2): HU only where the file or the modality allows it. */
export function modalityUnit(
  series: Pick<Series, 'Modality'>,
  instance: Pick<
    Instance,
    'ModalityLUTType' | 'Units' | 'RescaleSlope' | 'RescaleIntercept' | 'RescaleType' | 'ImageType'
  >,
): string {
  if (instance.ModalityLUTType) return namedUnit(instance.ModalityLUTType)
  if (instance.Units) return UNITS[instance.Units] ?? instance.Units
  if (instance.RescaleSlope === undefined && instance.RescaleIntercept === undefined) return ''
  if (instance.RescaleType) return namedUnit(instance.RescaleType)
  return series.Modality === 'CT' && !isLocalizer(instance) ? 'HU' : ''
}

/** US means that there is none; HU is HU in small letters too. */
function namedUnit(type: string): string {
  const name = type.toUpperCase()
  if (name === 'US') return ''
  return name === 'HU' ? 'HU' : type
}
