import { makeUid, type Attributes } from './dicom'
import { MR_AXES, mrOrigin, type MrGeometry } from './mr'
import { inversionOf, type MrSequence } from './mr-tissues'
import { usArea, type UsSettings } from './us'

/*
 * DICOM attributes of the samples by kind of object (PS3.3 annex A). No text a viewer shows names the diagnosis;
 * UIDs come from the case's folder, so they are the same at every run.
 */

export interface CasePatient {
  /** Number of the case, as in its folder. */
  readonly number: number
  /** YYYYMMDD */
  readonly birth: string
  readonly sex: 'F' | 'M'
  /** Years. */
  readonly age: number
}

export interface StudyPlan {
  readonly patient: CasePatient
  /** Where one patient has several: a, b … */
  readonly part?: string
  readonly date: string
  /** HHMMSS */
  readonly time: string
  readonly description: string
}

/** A body part of PS3.16 annex L, with its code. */
export interface Region {
  readonly bodyPart: string
  readonly code: string
  readonly meaning: string
}

export const regions = {
  pelvis: { bodyPart: 'PELVIS', code: '12921003', meaning: 'Pelvis' },
  hip: { bodyPart: 'HIP', code: '24136001', meaning: 'Hip joint' },
  thigh: { bodyPart: 'THIGH', code: '68367000', meaning: 'Thigh' },
  leg: { bodyPart: 'LEG', code: '30021000', meaning: 'Lower leg' },
  ankle: { bodyPart: 'ANKLE', code: '70258002', meaning: 'Ankle joint' },
  upperArm: { bodyPart: 'HUMERUS', code: '40983000', meaning: 'Upper arm' },
  elbow: { bodyPart: 'ELBOW', code: '16953009', meaning: 'Elbow joint' },
  wrist: { bodyPart: 'WRIST', code: '74670003', meaning: 'Wrist joint' },
  forearm: { bodyPart: 'FOREARM', code: '14975008', meaning: 'Forearm' },
  hand: { bodyPart: 'HAND', code: '85562004', meaning: 'Hand' },
  wholeBody: { bodyPart: 'WHOLEBODY', code: '38266002', meaning: 'Entire body' },
} as const satisfies Record<string, Region>

export const folderOf = (number: number): string => `case-${String(number).padStart(2, '0')}`

const nameOf = ({ patient, part }: StudyPlan): string =>
  [folderOf(patient.number), part].filter(Boolean).join('/')

function studyAttributes(study: StudyPlan, region: Region): Attributes {
  const { patient } = study
  const two = String(patient.number).padStart(2, '0')
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    SyntheticData: 'YES',
    StudyDate: study.date,
    StudyTime: study.time,
    AccessionNumber: '',
    StudyInstanceUID: makeUid(`${nameOf(study)}/study`),
    StudyID: `${patient.number}${study.part ?? ''}`.toUpperCase(),
    StudyDescription: study.description,
    ReferringPhysicianName: '',
    PatientName: `SYNTHETIC^Case${two}`,
    PatientID: `SYNTHETIC-${two}`,
    PatientBirthDate: patient.birth,
    PatientSex: patient.sex,
    PatientAge: `${String(patient.age).padStart(3, '0')}Y`,
    Manufacturer: 'Synthetic phantom',
    ManufacturerModelName: 'Body phantom',
    DeviceSerialNumber: '1',
    SoftwareVersions: '1',
    InstitutionName: 'Synthetic',
    BodyPartExamined: region.bodyPart,
    AnatomicRegionSequence: [
      { CodeValue: region.code, CodingSchemeDesignator: 'SCT', CodeMeaning: region.meaning },
    ],
    BurnedInAnnotation: 'NO',
    LossyImageCompression: '00',
  }
}

export interface SeriesPlan {
  readonly study: StudyPlan
  /** Names the UIDs: `mr/t1`. */
  readonly key: string
  readonly number: number
  readonly description: string
  readonly region: Region
  /** HHMMSS */
  readonly time: string
  /** Of a paired part, where the image itself does not say it. */
  readonly laterality?: 'L' | 'R'
  /** Names how the patient lay, once moved within a study: a frame of reference for each placement (PS3.3 C.7.4.1). */
  readonly placement?: string
}

const frameOfReferenceOf = ({ study, placement }: SeriesPlan, modality: 'ct' | 'mr'): string =>
  makeUid(`${nameOf(study)}/${placement ?? modality}/frame of reference`)

function seriesAttributes(
  series: SeriesPlan,
  instance: number,
  SOPClassUID: string,
  Modality: string,
): Attributes {
  const { study, key, number, description, region, time, laterality } = series
  const name = `${nameOf(study)}/${key}`
  return {
    ...studyAttributes(study, region),
    SOPClassUID,
    SOPInstanceUID: makeUid(`${name}/${instance}`),
    SeriesInstanceUID: makeUid(name),
    Modality,
    SeriesNumber: number,
    SeriesDescription: description,
    ...(laterality && { Laterality: laterality }),
    SeriesDate: study.date,
    SeriesTime: time,
    AcquisitionDate: study.date,
    AcquisitionTime: time,
    ContentDate: study.date,
    ContentTime: time,
    AcquisitionNumber: 1,
    InstanceNumber: instance,
  }
}

// ---- radiographs ----

export interface RadiographPlan {
  readonly view: 'AP' | 'PA' | 'LL' | 'RL' | 'LLO' | 'RLO'
  readonly laterality: 'L' | 'R' | 'B' | 'U'
  /** Directions of rows and columns: ['L', 'F']. */
  readonly orientation: readonly [string, string]
  readonly pixelMm: number
  readonly sourceDetectorMm: number
  readonly sourcePatientMm: number
  readonly kVp: number
  /** `detector`: Imager Pixel Spacing alone; `magnification`: with the factor; `fiducial`: calibrated on a ball. */
  readonly spacing: 'detector' | 'magnification' | 'fiducial' | 'none'
  readonly inverted?: boolean
}

const VIEW_CODES = {
  AP: ['399348003', 'antero-posterior'],
  PA: ['399348003', 'postero-anterior'],
  LL: ['399173006', 'left lateral'],
  RL: ['399198007', 'right lateral'],
  LLO: ['399312006', 'left posterior oblique'],
  RLO: ['399268006', 'right posterior oblique'],
} as const

function exposureAttributes(plan: RadiographPlan): Attributes {
  const factor = plan.sourceDetectorMm / plan.sourcePatientMm
  return {
    ImageType: ['ORIGINAL', 'PRIMARY', ''],
    PatientOrientation: plan.orientation,
    KVP: plan.kVp,
    ...(plan.spacing !== 'none' && { ImagerPixelSpacing: [plan.pixelMm, plan.pixelMm] }),
    ...(plan.spacing === 'magnification' && {
      DistanceSourceToDetector: plan.sourceDetectorMm,
      DistanceSourceToPatient: plan.sourcePatientMm,
      EstimatedRadiographicMagnificationFactor: Number(factor.toFixed(6)),
    }),
    ...(plan.spacing === 'fiducial' && {
      PixelSpacing: [round(plan.pixelMm / factor, 5), round(plan.pixelMm / factor, 5)],
      PixelSpacingCalibrationType: 'FIDUCIAL',
      PixelSpacingCalibrationDescription: 'Steel ball of 25.4 mm beside the limb',
    }),
    PixelIntensityRelationship: 'LOG',
    PixelIntensityRelationshipSign: plan.inverted ? 1 : -1,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'US',
    PresentationLUTShape: plan.inverted ? 'INVERSE' : 'IDENTITY',
    WindowCenter: 2048,
    WindowWidth: 4096,
  }
}

export function dxAttributes(series: SeriesPlan, instance: number, plan: RadiographPlan): Attributes {
  const [CodeValue, CodeMeaning] = VIEW_CODES[plan.view]
  return {
    ...seriesAttributes(series, instance, '1.2.840.10008.5.1.4.1.1.1.1', 'DX'),
    ...exposureAttributes(plan),
    PresentationIntentType: 'FOR PRESENTATION',
    ImageLaterality: plan.laterality,
    ViewPosition: plan.view,
    ViewCodeSequence: [{ CodeValue, CodingSchemeDesignator: 'SCT', CodeMeaning }],
    PatientOrientationCodeSequence: [
      { CodeValue: '102538003', CodingSchemeDesignator: 'SCT', CodeMeaning: 'recumbent' },
    ],
    PositionerType: 'NONE',
    DetectorType: 'SCINTILLATOR',
    DetectorActiveShape: 'RECTANGLE',
    FieldOfViewShape: 'RECTANGLE',
    AcquisitionContextSequence: [],
  }
}

/** Computed radiography: a plate without a view code; the side is that of the series. */
export function crAttributes(series: SeriesPlan, instance: number, plan: RadiographPlan): Attributes {
  return {
    ...seriesAttributes(series, instance, '1.2.840.10008.5.1.4.1.1.1', 'CR'),
    ...exposureAttributes(plan),
    ...(plan.laterality === 'L' || plan.laterality === 'R' ? { Laterality: plan.laterality } : {}),
    ViewPosition: plan.view,
    PlateType: 'Storage phosphor',
  }
}

// ---- CT ----

export interface CtPlan {
  readonly pixelMm: number
  readonly sliceMm: number
  readonly columns: number
  readonly rows: number
  readonly kernel: string
  readonly rowDirection: readonly number[]
  readonly columnDirection: readonly number[]
  readonly patientPosition: 'HFS' | 'HFP' | 'HFDL'
}

/** @param positionMm centre of the slice's first pixel */
export function ctAttributes(
  series: SeriesPlan,
  instance: number,
  plan: CtPlan,
  positionMm: readonly number[],
): Attributes {
  return {
    ...seriesAttributes(series, instance, '1.2.840.10008.5.1.4.1.1.2', 'CT'),
    FrameOfReferenceUID: frameOfReferenceOf(series, 'ct'),
    PositionReferenceIndicator: '',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    ProtocolName: series.description,
    PatientPosition: plan.patientPosition,
    ImagePositionPatient: positionMm.map((value) => round(value, 3)),
    ImageOrientationPatient: [...plan.rowDirection, ...plan.columnDirection].map((value) => round(value, 6)),
    SliceLocation: round(positionMm[2], 3),
    SliceThickness: plan.sliceMm,
    SpacingBetweenSlices: plan.sliceMm,
    PixelSpacing: [plan.pixelMm, plan.pixelMm],
    KVP: 120,
    XRayTubeCurrent: 200,
    ExposureTime: 600,
    Exposure: 120,
    ConvolutionKernel: plan.kernel,
    GantryDetectorTilt: 0,
    DataCollectionDiameter: 500,
    ReconstructionDiameter: round(plan.columns * plan.pixelMm, 3),
    RescaleIntercept: -1024,
    RescaleSlope: 1,
    RescaleType: 'HU',
    WindowCenter: plan.kernel === 'BONE' ? [500, 40] : [40, 500],
    WindowWidth: plan.kernel === 'BONE' ? [2000, 400] : [400, 2000],
    WindowCenterWidthExplanation: plan.kernel === 'BONE' ? ['BONE', 'SOFT TISSUE'] : ['SOFT TISSUE', 'BONE'],
  }
}

// ---- MR ----

/** @param window of the whole series, in stored values */
export function mrAttributes(
  series: SeriesPlan,
  slice: number,
  geometry: MrGeometry,
  sequence: MrSequence,
  window: { readonly center: number; readonly width: number },
): Attributes {
  const { row, column } = MR_AXES[geometry.plane]
  const position = mrOrigin(geometry, slice).map((value) => round(value, 3))
  return {
    ...seriesAttributes(series, slice + 1, '1.2.840.10008.5.1.4.1.1.4', 'MR'),
    FrameOfReferenceUID: frameOfReferenceOf(series, 'mr'),
    PositionReferenceIndicator: '',
    ImageType: ['ORIGINAL', 'PRIMARY', 'M', sequence.kind === 'STIR' ? 'IR' : 'SE'],
    ProtocolName: series.description,
    ScanningSequence: sequence.kind === 'STIR' ? 'IR' : 'SE',
    SequenceVariant: sequence.kind === 'SE' ? 'NONE' : 'SK',
    ScanOptions: '',
    MRAcquisitionType: '2D',
    RepetitionTime: sequence.repetitionMs,
    EchoTime: sequence.echoMs,
    ...(sequence.kind === 'STIR' && { InversionTime: round(inversionOf(sequence), 1) }),
    EchoTrainLength: sequence.kind === 'SE' ? 1 : 12,
    MagneticFieldStrength: 1.5,
    PixelBandwidth: 170,
    ...(sequence.gadolinium && {
      ContrastBolusAgent: 'Gadolinium chelate',
      ContrastBolusRoute: 'IV',
    }),
    PatientPosition: 'HFS',
    ImagePositionPatient: position,
    ImageOrientationPatient: [...row, ...column],
    SliceThickness: round(geometry.stepMm * 0.9, 2),
    SpacingBetweenSlices: geometry.stepMm,
    PixelSpacing: [geometry.pixelMm, geometry.pixelMm],
    WindowCenter: window.center,
    WindowWidth: window.width,
  }
}

// ---- angiography ----

/** A multi-frame run, spacing at the detector only. */
export function xaAttributes(
  series: SeriesPlan,
  frames: number,
  secondsPerFrame: number,
  pixelMm: number,
): Attributes {
  return {
    ...seriesAttributes(series, 1, '1.2.840.10008.5.1.4.1.1.12.1', 'XA'),
    ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'],
    PatientOrientation: ['L', 'F'],
    NumberOfFrames: frames,
    FrameIncrementPointer: 0x00181063,
    FrameTime: round(1000 * secondsPerFrame, 3),
    RecommendedDisplayFrameRate: Math.round(1 / secondsPerFrame),
    CineRate: Math.round(1 / secondsPerFrame),
    KVP: 66,
    XRayTubeCurrent: 8,
    ExposureTime: 60,
    Exposure: 1,
    RadiationSetting: 'GR',
    PositionerMotion: 'STATIC',
    PositionerPrimaryAngle: 0,
    PositionerSecondaryAngle: 0,
    DistanceSourceToDetector: 1000,
    ImagerPixelSpacing: [pixelMm, pixelMm],
    PixelIntensityRelationship: 'DISP',
    WindowCenter: 540,
    WindowWidth: 760,
  }
}

// ---- ultrasound ----

export interface UsObject {
  readonly settings: UsSettings
  readonly frames: number
  readonly frameTimeMs: number
  readonly colour: boolean
}

/** B-mode region first; a second one where there is colour flow (PS3.3 C.8.5.5). */
export function usAttributes(series: SeriesPlan, instance: number, plan: UsObject): Attributes {
  const { settings, frames, frameTimeMs, colour } = plan
  const { x0, y0, width, height, perMm } = usArea(settings)
  const region = (RegionDataType: number) => ({
    RegionSpatialFormat: 1,
    RegionDataType,
    RegionFlags: 0,
    RegionLocationMinX0: x0,
    RegionLocationMinY0: y0,
    RegionLocationMaxX1: x0 + width - 1,
    RegionLocationMaxY1: y0 + height - 1,
    ReferencePixelX0: 0,
    ReferencePixelY0: 0,
    ReferencePixelPhysicalValueX: 0,
    ReferencePixelPhysicalValueY: 0,
    PhysicalUnitsXDirection: 3,
    PhysicalUnitsYDirection: 3,
    PhysicalDeltaX: 0.1 / perMm,
    PhysicalDeltaY: 0.1 / perMm,
    TransducerFrequency: settings.megahertz * 1000,
    ...(RegionDataType === 2 && { PulseRepetitionFrequency: 1500, DopplerCorrectionAngle: 0 }),
  })
  const multi = frames > 1
  return {
    ...seriesAttributes(
      series,
      instance,
      multi ? '1.2.840.10008.5.1.4.1.1.3.1' : '1.2.840.10008.5.1.4.1.1.6.1',
      'US',
    ),
    ImageType: ['ORIGINAL', 'PRIMARY', 'SMALL PARTS', colour ? '0011' : '0001'],
    PatientOrientation: ['L', 'P'],
    ...(multi && {
      NumberOfFrames: frames,
      FrameIncrementPointer: 0x00181063,
      FrameTime: frameTimeMs,
      RecommendedDisplayFrameRate: Math.round(1000 / frameTimeMs),
      CineRate: Math.round(1000 / frameTimeMs),
    }),
    UltrasoundColorDataPresent: colour ? 1 : 0,
    TransducerType: 'LINEAR',
    SequenceOfUltrasoundRegions: [region(1), ...(colour ? [region(2)] : [])],
  }
}

// ---- nuclear medicine ----

/** A whole-body bone scan: frame 1 anterior, frame 2 posterior. */
export function nmAttributes(series: SeriesPlan, pixelMm: number, counts: number): Attributes {
  const code = (CodeValue: string, CodeMeaning: string) => [
    { CodeValue, CodingSchemeDesignator: 'SCT', CodeMeaning },
  ]
  const detector = (name: string, view: readonly [string, string]) => ({
    CollimatorGridName: 'LEHR',
    CollimatorType: 'PARA',
    FieldOfViewShape: 'RECTANGLE',
    FocalDistance: 0,
    ViewCodeSequence: code(...view),
    ImagePositionPatient: [],
    ImageOrientationPatient: [],
    StartAngle: name === 'anterior' ? 0 : 180,
  })
  return {
    ...seriesAttributes(series, 1, '1.2.840.10008.5.1.4.1.1.20', 'NM'),
    ImageType: ['ORIGINAL', 'PRIMARY', 'WHOLE BODY', 'EMISSION'],
    PatientOrientation: ['L', 'F'],
    NumberOfFrames: 2,
    FrameIncrementPointer: [0x00540010, 0x00540020],
    EnergyWindowVector: [1, 1],
    NumberOfEnergyWindows: 1,
    EnergyWindowInformationSequence: [
      {
        EnergyWindowName: 'Tc99m',
        EnergyWindowRangeSequence: [{ EnergyWindowLowerLimit: 126, EnergyWindowUpperLimit: 154 }],
      },
    ],
    RadiopharmaceuticalInformationSequence: [
      {
        RadionuclideCodeSequence: code('72454007', '^99m^Technetium'),
        RadiopharmaceuticalStartTime: '080000',
        RadionuclideTotalDose: 740,
        Radiopharmaceutical: '99mTc-MDP',
      },
    ],
    DetectorVector: [1, 2],
    NumberOfDetectors: 2,
    DetectorInformationSequence: [
      detector('anterior', ['399348003', 'antero-posterior']),
      detector('posterior', ['399348003', 'postero-anterior']),
    ],
    PatientOrientationCodeSequence: code('102538003', 'recumbent'),
    PatientGantryRelationshipCodeSequence: code('102540008', 'headfirst'),
    CountsAccumulated: counts,
    CountRate: '',
    ActualFrameDuration: 900000,
    WholeBodyTechnique: '1PS',
    ScanVelocity: 2.1,
    ScanLength: 1900,
    PixelSpacing: [pixelMm, pixelMm],
    WindowCenter: 22,
    WindowWidth: 44,
  }
}

/** From the 1st to the 99.5th percentile of the pixels that are not air. */
export function windowOf(pictures: readonly Uint16Array[]): { center: number; width: number } {
  const values = pictures.flatMap((picture) => [
    ...picture.filter((value, index) => index % 17 === 0 && value > 60),
  ])
  values.sort((a, b) => a - b)
  const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? 1
  const [low, high] = [at(0.01) * 0.5, at(0.995)]
  return { center: Math.round((low + high) / 2), width: Math.max(2, Math.round(high - low)) }
}

export function round(value: number, digits: number): number {
  const rounded = Number(value.toFixed(digits))
  return rounded === 0 ? 0 : rounded
}
