import {
  setHistory,
  setLaboratoryResult,
  EMPTY_CLINICAL_CONTEXT,
  type ClinicalContext,
} from '../domain/clinical'
import type { Calibration } from '../domain/calibration'
import type { Finding, Focus } from '../domain/finding'
import { measuresOf, type PixelGrid } from '../domain/measure'
import { newReading, type Reading } from '../domain/reading'
import { imageRegion, type Shape } from '../domain/region'
import { EMPTY_REPORT_DRAFT } from '../domain/report-draft'
import type { Instance, Series, Study } from '../domain/study'
import type { ReportInputs } from './inputs'

/* A reading that holds everything a report can say: three calibrations, pixels, a long list, a comparison. */

const CT: Calibration = { kind: 'patient', rowSpacingMm: 0.8, columnSpacingMm: 0.8 }
const DX: Calibration = { kind: 'detector', rowSpacingMm: 0.15, columnSpacingMm: 0.15 }

/** @param focusCount of the first finding */
export function exampleInputs(focusCount = 3): ReportInputs {
  const study = exampleStudy()
  return {
    reading: exampleReading(study, focusCount),
    study,
    studies: [study, earlierStudy()],
    version: '0.1.0',
    keyImages: [
      {
        finding: '2.25.101',
        SOPInstanceUID: '1.2.2.31',
        frameNumber: 1,
        dataUrl: GREY_PNG,
        window: { width: 400, level: -40 },
      },
      {
        SOPInstanceUID: '1.2.2.31',
        frameNumber: 1,
        dataUrl: GREY_PNG,
        window: { width: 400, level: -40 },
      },
    ],
  }
}

/** Two grey pixels. */
export const GREY_PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNocAAAAYMAwcnnJdQAAAAASUVORK5CYII='

function exampleStudy(): Study {
  return {
    StudyInstanceUID: '1.2.1',
    patient: {
      PatientID: 'C-1042',
      PatientName: 'Núñez <b>de</b> la O^Inés',
      PatientBirthDate: '19710502',
      PatientSex: 'F',
    },
    StudyDate: '20260314',
    StudyTime: '101500',
    StudyDescription: 'Thigh and pelvis',
    StudyID: '7',
    AccessionNumber: 'A-99',
    InstitutionName: 'Hospital General',
    PatientAge: '054Y',
    series: [
      series(2, 'CT', 80, CT, { SeriesDescription: 'Soft tissue 1.5 mm', BodyPartExamined: 'THIGH' }),
      series(3, 'DX', 1, DX, { SeriesDescription: 'Pelvis AP', BodyPartExamined: 'PELVIS' }),
      series(4, 'CR', 1, undefined, { SeriesDescription: 'Hand', BodyPartExamined: 'HAND' }),
    ],
  }
}

function earlierStudy(): Study {
  const study = exampleStudy()
  const [ct] = study.series
  return {
    ...study,
    StudyInstanceUID: '1.2.9',
    StudyDate: '20251122',
    StudyDescription: 'Thigh',
    series: [{ ...ct, SeriesInstanceUID: '1.2.9.1', instances: ct.instances.map(renamed) }],
  }
}

const renamed = (instance: Instance): Instance => ({
  ...instance,
  SOPInstanceUID: instance.SOPInstanceUID.replace('1.2.2', '1.2.9.2'),
})

function series(
  SeriesNumber: number,
  Modality: string,
  count: number,
  calibration: Calibration | undefined,
  words: Pick<Series, 'SeriesDescription' | 'BodyPartExamined'>,
): Series {
  const instances = Array.from({ length: count }, (_, index) =>
    instance(`1.2.${SeriesNumber}.${index + 1}`, index + 1, Modality, calibration),
  )
  return {
    SeriesInstanceUID: `1.2.${SeriesNumber}`,
    Modality,
    SeriesNumber,
    ...words,
    ProtocolName: '',
    SeriesDate: '20260314',
    instances,
    order:
      count > 1
        ? { by: 'position', spacingMm: 1.5, unevenAfter: [] }
        : { by: 'InstanceNumber', unevenAfter: [] },
  }
}

function instance(
  SOPInstanceUID: string,
  InstanceNumber: number,
  Modality: string,
  calibration: Calibration | undefined,
): Instance {
  return {
    SOPInstanceUID,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    InstanceNumber,
    source: { key: SOPInstanceUID, name: SOPInstanceUID, size: 1 },
    NumberOfFrames: 1,
    Rows: 512,
    Columns: 512,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    PlanarConfiguration: 0,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 1,
    RescaleType: 'HU',
    windows: [],
    VOILUTFunction: '',
    calibration,
    PatientOrientation: [],
    laterality: '',
    ViewPosition: Modality === 'CT' ? '' : 'AP',
    SliceThickness: Modality === 'CT' ? 1.5 : undefined,
    AcquisitionDateTime: '',
    lossy: false,
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  }
}

function exampleReading(study: Study, focusCount: number): Reading {
  return {
    ...newReading(study.StudyInstanceUID, exampleContext()),
    modified: '2026-03-14T11:30:00.000Z',
    findings: [handFinding(), pelvisFinding(), thighFinding(focusCount)],
    keyImages: [
      { SOPInstanceUID: '1.2.2.31', frameNumber: 1 },
      { SOPInstanceUID: '1.2.4.1', frameNumber: 1 },
    ],
    report: {
      ...EMPTY_REPORT_DRAFT,
      author: 'M. Lector',
      texts: {
        indication: 'Painful nodules of the thigh, <i>known lupus</i> & $1.',
        impression: 'Calcinosis of the right thigh, stable.\nClinical correlation is advised.',
      },
    },
  }
}

function exampleContext(): ClinicalContext {
  const asked = setHistory(setHistory(EMPTY_CLINICAL_CONTEXT, 'hx.sle', 'present'), 'hx.ckd', 'absent')
  return [
    { id: 'calcium', value: 2.1, unit: 'mmol/L' } as const,
    { id: 'albumin', value: 30, unit: 'g/L' } as const,
    { id: 'phosphate', value: 1.9, unit: 'mmol/L', interval: { low: 0.87, high: 1.45 } } as const,
    { id: 'ana', state: 'pos' } as const,
    { id: 'creatinine', value: 71, unit: 'µmol/L' } as const,
  ].reduce(setLaboratoryResult, { ...asked, ageYears: 54, sex: 'F' })
}

const thighFinding = (focusCount: number): Finding => ({
  uid: '2.25.101',
  label: '1',
  foci: Array.from({ length: focusCount }, (_, index) =>
    focus(`F${index + 1}`, index % 3 === 2 ? 'outline' : 'ellipse', `1.2.2.${31 + (index % 40)}`, index, CT),
  ),
  terms: {
    'dist.subcutaneous': 'present',
    'ext.multifocal': 'present',
    'morph.nodular': 'present',
    'morph.zonal_rim': 'absent',
    'site.thigh': 'present',
    'sign.skin_ulcer': 'absent',
  },
  laterality: { 'site.thigh': 'R' },
  structures: ['quadriceps', 'saphenous_veins'],
})

const pelvisFinding = (): Finding => ({
  uid: '2.25.102',
  label: '2',
  foci: [focus(`F${100}`, 'length', '1.2.3.1', 4, DX), focus(`F${101}`, 'point', '1.2.3.1', 5, DX)],
  terms: {
    'dist.periarticular': 'present',
    'site.hip': 'present',
    'morph.ossified': 'present',
  },
  laterality: {},
  structures: [],
  grade: { scale: 'brooker', value: 'II' },
})

const handFinding = (): Finding => ({
  uid: '2.25.103',
  label: '3',
  foci: [
    focus('F110', 'rectangle', '1.2.4.1', 6, undefined),
    focus('F111', 'length', '1.2.99.1', 7, undefined),
  ],
  terms: { 'dist.dermal': 'present' },
  laterality: {},
  structures: [],
})

function focus(
  name: string,
  shape: Shape,
  SOPInstanceUID: string,
  index: number,
  calibration?: Calibration,
): Focus {
  const region = imageRegion({
    shape,
    SOPInstanceUID,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    frameNumber: 1,
    points: pointsOf(shape, 10 + index),
  })
  const pixels: PixelGrid = {
    columns: 512,
    rows: 512,
    unit: calibration === CT ? 'HU' : '',
    valueAt: (column, row) => 320 + column - 3 * row - 40 * index,
  }
  return {
    uid: `2.25.5${index}${name.slice(1)}`,
    TrackingUID: `2.25.6${index}${name.slice(1)}`,
    TrackingIdentifier: name,
    imageRegion: region,
    measures: measuresOf(region, calibration, pixels),
  }
}

/** @param size half the width in pixels */
function pointsOf(shape: Shape, size: number): [number, number][] {
  const [column, row] = [120, 90]
  const [left, right] = [column - size, column + size]
  switch (shape) {
    case 'point':
      return [[column, row]]
    case 'length':
      return [
        [left, row],
        [right, row + 4],
      ]
    case 'ellipse':
      return [
        [left, row],
        [right, row],
        [column, row - size / 2],
        [column, row + size / 2],
      ]
    default:
      return [
        [left, row - 5],
        [right, row - 5],
        [right, row + 5],
        [left, row + 5],
      ]
  }
}
