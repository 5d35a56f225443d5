import { expect, expectTypeOf, test } from 'vitest'
import type { ClinicalContext, HistoryId } from './clinical'
import type { DrawnCalibration } from './drawn-calibration'
import type { Finding, Focus, Presence } from './finding'
import type { imageRegionSchema, measureSchema, planeSchema, spatialRegionSchema } from './finding-schema'
import type { ImagePlane } from './image-plane'
import type { LaboratoryResults } from './laboratory'
import type { Measure } from './measure'
import type { Measurement } from './measurement'
import { newReading, parseReading, type KeyFrame, type Reading } from './reading'
import type { ImageRegion, SpatialRegion } from './region'
import type { Saved } from './saved'
import type { FrameRef } from './study'
import type { SiteId, Laterality, TermId } from './vocabulary'

test('what is made elsewhere and saved here is as its schema says, field by field', () => {
  expectTypeOf<Saved<typeof measureSchema>>().toEqualTypeOf<Measure>()
  expectTypeOf<Saved<typeof planeSchema>>().toEqualTypeOf<ImagePlane>()
  expectTypeOf<Saved<typeof imageRegionSchema>>().toEqualTypeOf<ImageRegion>()
  expectTypeOf<Saved<typeof spatialRegionSchema>>().toEqualTypeOf<SpatialRegion>()
  expectTypeOf<Omit<KeyFrame, 'window'>>().toEqualTypeOf<FrameRef>()
  expectTypeOf<Reading['calibrations'][number]>().toEqualTypeOf<DrawnCalibration>()
  expectTypeOf<ClinicalContext['laboratory']>().toEqualTypeOf<LaboratoryResults>()
  expectTypeOf<ClinicalContext['history']>().toEqualTypeOf<Readonly<Partial<Record<HistoryId, Presence>>>>()
  expectTypeOf<Finding['terms']>().toEqualTypeOf<Readonly<Partial<Record<TermId, Presence>>>>()
  expectTypeOf<Finding['laterality']>().toEqualTypeOf<Readonly<Partial<Record<SiteId, Laterality>>>>()
})

const plane: ImagePlane = {
  FrameOfReferenceUID: '1.4',
  ImagePositionPatient: [1, 2, 3],
  rowDirection: [1, 0, 0],
  columnDirection: [0, 1, 0],
  rowSpacingMm: 0.5,
  columnSpacingMm: 0.6,
}
const algorithm = { name: 'Calcimap', version: '1' }

const focus: Required<Focus> = {
  uid: '2.25.1',
  TrackingUID: '2.25.2',
  TrackingIdentifier: 'F1',
  imageRegion: { shape: 'length', SOPInstanceUID: '1.2.3', SOPClassUID: '1.2', frameNumber: 2, points: [[0, 0], [3, 4]] }, // prettier-ignore
  spatialRegion: { shape: 'length', FrameOfReferenceUID: '1.4', points: [[0, 0, 0], [3, 4, 0]] }, // prettier-ignore
  mask: { SeriesInstanceUID: '1.2.5', runs: [[0, 1, 2, 3]] },
  plane,
  window: { center: 510, width: 60 },
  algorithm,
  suggestedMorphology: ['morph.linear'],
  sideOfMidline: 'L',
  measures: [
    { quantity: 'length', value: 5, unit: 'mm', calibration: 'patient' } satisfies Required<Measure>,
  ],
}

const measurement: Required<Measurement> = {
  uid: '2.25.4',
  TrackingUID: '2.25.5',
  TrackingIdentifier: 'M1',
  imageRegion: focus.imageRegion,
  spatialRegion: focus.spatialRegion,
  plane,
  window: focus.window,
  measures: focus.measures,
  belongsTo: focus.uid,
}

const finding: Required<Finding> = {
  uid: '2.25.3',
  label: 'A',
  foci: [focus],
  terms: { 'dist.vascular': 'present' },
  laterality: { 'site.knee': 'L' },
  structures: [],
  grade: { scale: 'brooker', value: '2' },
  suggestions: [{ term: 'dist.vascular', algorithm }],
}

const clinical: Required<ClinicalContext> = {
  ageYears: 41,
  sex: 'F',
  history: {},
  historyComplete: true,
  laboratory: {
    calcium: { id: 'calcium', state: 'high', value: 3, unit: 'mmol/L', interval: { low: 2, high: 2.5 } },
  },
  signs: {},
}

test('a reading in which every optional field is set comes back as it was', () => {
  const reading: Required<Reading> = {
    ...newReading('1.2.3'),
    findings: [finding],
    clinical,
    report: {
      texts: { impression: 'As said.' },
      author: 'R. Eader',
      status: 'final',
      finalised: '2026-01-02T03:04:05.000Z',
      keyImagesLeftOut: ['2.25.3'],
    } satisfies Required<Reading['report']>,
    keyImages: [
      {
        SOPInstanceUID: '1.2.3',
        frameNumber: 2,
        window: { center: 510, width: 60 },
      } satisfies Required<KeyFrame>,
    ],
    calibrations: [{ SOPInstanceUID: '1.2.3', points: [[0, 0], [3, 4]], lengthMm: 10 }], // prettier-ignore
    measurements: [measurement],
  }
  expect(parseReading(JSON.stringify(reading))).toEqual({ reading })
})

test('a field that no schema has cannot be given to a focus', () => {
  // @ts-expect-error: it would be lost when the Reading is saved
  const more: Focus = { ...focus, colour: 'red' }
  expect(more).toHaveProperty('colour')
})
