import type { CtGeometry } from './ct'
import { makeUid, type Attributes } from './dicom'
import type { DxGeometry, Exposure } from './dx'

/* Geometry and DICOM attributes of case 9. No text a viewer shows names the diagnosis. */

/** Model coordinates to those of the scanner: isocentre and table position are never the hips' middle. */
export const patientOffsetMm = [-4.3, -21.6, -846.25] as const

export const ctGeometry: CtGeometry = {
  originMm: [-188, -164, -108],
  columns: 384,
  rows: 384,
  slices: 75,
  pixelMm: 0.98,
  sliceMm: 3.75,
}

export const dxGeometry: DxGeometry = {
  columns: 2000,
  rows: 1600,
  pixelMm: 0.215,
  sourceDetectorMm: 1150,
  detectorYMm: 185,
  centreMm: [0, 42],
}

/** 77 kVp: effective energy 52 keV; grid 12:1. */
export const dxExposure: Exposure = {
  spectrum: [
    [40, 0.3],
    [52, 0.45],
    [67, 0.25],
  ],
  scatter: 0.4,
  quantaPerMm2: 4_500_000,
}

const name = 'case-09'
const abdomenAndPelvis = {
  CodeValue: '416949008',
  CodingSchemeDesignator: 'SCT',
  CodeMeaning: 'Abdomen and Pelvis',
}

const study: Attributes = {
  SpecificCharacterSet: 'ISO_IR 192',
  SyntheticData: 'YES',
  StudyDate: '20240312',
  StudyTime: '101500',
  AccessionNumber: '',
  StudyInstanceUID: makeUid(`${name}/study`),
  StudyID: '9',
  StudyDescription: 'Abdomen and pelvis',
  ReferringPhysicianName: '',
  PatientName: 'SYNTHETIC^Case09',
  PatientID: 'SYNTHETIC-09',
  PatientBirthDate: '19870921',
  PatientSex: 'F',
  PatientAge: '036Y',
  Manufacturer: 'Synthetic phantom',
  ManufacturerModelName: 'Body phantom',
  DeviceSerialNumber: '1',
  SoftwareVersions: '1',
  InstitutionName: 'Synthetic',
  BodyPartExamined: 'ABDOMENPELVIS',
  AnatomicRegionSequence: [abdomenAndPelvis],
  BurnedInAnnotation: 'NO',
  LossyImageCompression: '00',
}

/** @param instanceNumber from 1, the slice nearest the head. */
export function ctAttributes(instanceNumber: number, zMm: number): Attributes {
  const { originMm, pixelMm, sliceMm } = ctGeometry
  const z = decimal(zMm + patientOffsetMm[2])
  return {
    ...study,
    ...times('20240312', '102210'),
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: makeUid(`${name}/ct/${instanceNumber}`),
    SeriesInstanceUID: makeUid(`${name}/ct`),
    FrameOfReferenceUID: makeUid(`${name}/ct/frame of reference`),
    PositionReferenceIndicator: '',
    Modality: 'CT',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SeriesNumber: 2,
    SeriesDescription: 'Abdomen pelvis 3.75 mm soft',
    ProtocolName: 'Abdomen pelvis without contrast',
    AcquisitionNumber: 1,
    InstanceNumber: instanceNumber,
    PatientPosition: 'HFS',
    ImagePositionPatient: [
      decimal(originMm[0] + patientOffsetMm[0]),
      decimal(originMm[1] + patientOffsetMm[1]),
      z,
    ],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    SliceLocation: z,
    SliceThickness: sliceMm,
    SpacingBetweenSlices: sliceMm,
    PixelSpacing: [pixelMm, pixelMm],
    KVP: 120,
    XRayTubeCurrent: 240,
    ExposureTime: 600,
    Exposure: 144,
    ConvolutionKernel: 'SOFT',
    GantryDetectorTilt: 0,
    DataCollectionDiameter: 500,
    ReconstructionDiameter: decimal(384 * pixelMm),
    RescaleIntercept: -1024,
    RescaleSlope: 1,
    RescaleType: 'HU',
    WindowCenter: [40, 500],
    WindowWidth: [400, 2000],
    WindowCenterWidthExplanation: ['SOFT TISSUE', 'BONE'],
  }
}

export function dxAttributes(): Attributes {
  const sourceToPatientMm = dxGeometry.sourceDetectorMm - dxGeometry.detectorYMm
  return {
    ...study,
    ...times('20240312', '101732'),
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
    SOPInstanceUID: makeUid(`${name}/dx/1`),
    SeriesInstanceUID: makeUid(`${name}/dx`),
    Modality: 'DX',
    ImageType: ['ORIGINAL', 'PRIMARY', ''],
    PresentationIntentType: 'FOR PRESENTATION',
    SeriesNumber: 1,
    SeriesDescription: 'Abdomen and pelvis AP',
    AcquisitionNumber: 1,
    InstanceNumber: 1,
    ImageLaterality: 'U',
    PatientOrientation: ['L', 'F'],
    ViewPosition: 'AP',
    ViewCodeSequence: [
      { CodeValue: '399348003', CodingSchemeDesignator: 'SCT', CodeMeaning: 'antero-posterior' },
    ],
    PatientOrientationCodeSequence: [
      { CodeValue: '102538003', CodingSchemeDesignator: 'SCT', CodeMeaning: 'recumbent' },
    ],
    PositionerType: 'NONE',
    KVP: 77,
    ExposureInuAs: 20000,
    Grid: 'FIXED',
    DistanceSourceToDetector: dxGeometry.sourceDetectorMm,
    DistanceSourceToPatient: sourceToPatientMm,
    EstimatedRadiographicMagnificationFactor: Number(
      (dxGeometry.sourceDetectorMm / sourceToPatientMm).toFixed(6),
    ),
    DetectorType: 'SCINTILLATOR',
    DetectorActiveShape: 'RECTANGLE',
    DetectorDescription: 'Flat panel, 2 x 2 binned',
    ImagerPixelSpacing: [dxGeometry.pixelMm, dxGeometry.pixelMm],
    FieldOfViewShape: 'RECTANGLE',
    PixelIntensityRelationship: 'LOG',
    PixelIntensityRelationshipSign: -1,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'US',
    PresentationLUTShape: 'IDENTITY',
    WindowCenter: 2048,
    WindowWidth: 4096,
    AcquisitionContextSequence: [],
  }
}

function times(date: string, time: string): Attributes {
  return {
    SeriesDate: date,
    SeriesTime: time,
    AcquisitionDate: date,
    AcquisitionTime: time,
    ContentDate: date,
    ContentTime: time,
  }
}

/** Decimal strings hold 16 characters at most; micrometres are enough. */
function decimal(value: number): number {
  return Math.round(value * 1000) / 1000
}
