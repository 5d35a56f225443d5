import { expect, test } from 'vitest'
import { EMPTY_CLINICAL_CONTEXT } from './clinical'
import { addFocus, tag } from './finding'
import { checkReading, newReading, parseReading } from './reading'
import { READING_VERSION } from './reading-migrations'
import { EMPTY_REPORT_DRAFT } from './report-draft'
import { imageRegion } from './region'

function sample() {
  const { findings } = addFocus(
    [],
    {
      imageRegion: imageRegion({
        shape: 'length',
        SOPInstanceUID: '1.02.3',
        SOPClassUID: '1.3',
        frameNumber: 2,
        points: [
          [1, 1],
          [4, 5],
        ],
      }),
      spatialRegion: {
        shape: 'length',
        FrameOfReferenceUID: '1.4',
        points: [
          [0, 0, 0],
          [3, 4, 0],
        ],
      },
      mask: { SeriesInstanceUID: '1.5', runs: [[0, 1, 2, 3]] },
      measures: [{ quantity: 'length', value: 5, unit: 'mm', calibration: 'detector' }],
    },
    { focus: 'F', finding: '' },
  )
  return {
    ...newReading('1.2.3'),
    keyImages: [{ SOPInstanceUID: '1.02.3', frameNumber: 2 }],
    calibrations: [{ SOPInstanceUID: '1.02.3', points: [[0, 0], [3, 4]] as const, lengthMm: 10 }], // prettier-ignore
    findings: [tag(findings[0], 'dist.vascular', 'present')],
  }
}

function omit<T extends object, Key extends keyof T>(from: T, key: Key): Omit<T, Key> {
  const left = { ...from }
  delete (left as Partial<T>)[key]
  return left
}

const problemOf = (saved: unknown) => {
  const result = checkReading(saved)
  return 'problem' in result ? result.problem : undefined
}

test('a reading survives being written and read', () => {
  const reading = sample()
  expect(parseReading(JSON.stringify(reading))).toEqual({ reading })
})

test('the same focus in another study keeps its Tracking UID', () => {
  const reading = sample()
  const [finding] = reading.findings
  const other = {
    ...newReading('1.2.4'),
    findings: [{ ...finding, foci: [{ ...finding.foci[0], uid: '2.25.7' }] }],
  }
  const result = checkReading(other)
  expect('reading' in result && result.reading.findings[0].foci[0].TrackingUID).toBe(
    finding.foci[0].TrackingUID,
  )
})

test('a reading of version 1 is brought up to this one', () => {
  const frozen = {
    format: 'calcimap-reading',
    version: 1,
    uid: '2.25.1',
    StudyInstanceUID: '1.2.3',
    created: '2026-01-02T03:04:05.000Z',
    modified: '2026-01-02T03:04:05.000Z',
    findings: [
      {
        uid: '2.25.2',
        label: '1',
        foci: [
          {
            uid: '2.25.3',
            TrackingUID: '2.25.4',
            TrackingIdentifier: 'F1',
            imageRegion: {
              shape: 'point',
              SOPInstanceUID: '1.2.3.4',
              SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
              frameNumber: 1,
              points: [[3.5, 4.5]],
            },
            measures: [{ quantity: 'value', value: 420, unit: "[hnsf'U]" }],
          },
        ],
        terms: { 'dist.vascular': 'present' },
        laterality: {},
        structures: [],
      },
    ],
    clinical: EMPTY_CLINICAL_CONTEXT,
    report: EMPTY_REPORT_DRAFT,
  }
  expect(checkReading(frozen)).toEqual({
    reading: { ...frozen, version: READING_VERSION, keyImages: [], calibrations: [], measurements: [] },
  })
})

test('a length that was saved as a focus in version 2 stays one', () => {
  const before = omit(sample(), 'measurements')
  const result = checkReading({ ...before, version: 2 })
  expect(result).toEqual({ reading: { ...before, version: READING_VERSION, measurements: [] } })
  expect('reading' in result && result.reading.findings[0].foci[0].imageRegion.shape).toBe('length')
})

test('what is no reading is named with what was expected and what came', () => {
  expect('problem' in parseReading('{"a') && parseReading('{"a')).toMatchObject({
    problem: { code: 'notJson' },
  })
  expect(problemOf({ hello: 1 })).toMatchObject({ code: 'notAReading', expected: 'calcimap-reading' })
  expect(problemOf(null)).toMatchObject({ code: 'notAReading' })
  expect(problemOf({ ...sample(), version: READING_VERSION + 1 })).toMatchObject({
    code: 'newerVersion',
    expected: `${READING_VERSION}`,
    found: `${READING_VERSION + 1}`,
  })
})

test('a measurement is a length', () => {
  const focus = omit(sample().findings[0].foci[0], 'mask')
  const measured = (imageRegion: object) => ({
    ...sample(),
    measurements: [{ ...focus, TrackingIdentifier: 'M1', belongsTo: focus.uid, imageRegion }],
  })
  expect(problemOf(measured(focus.imageRegion))).toBeUndefined()
  const point = { ...focus.imageRegion, shape: 'point', points: [[1, 1]] }
  expect(problemOf(measured(point))?.code).toBe('invalid')
})

test('damage is found where it is', () => {
  const reading = sample()
  const [finding] = reading.findings
  const withFocus = (change: object) => ({
    ...reading,
    findings: [{ ...finding, foci: [{ ...finding.foci[0], ...change }] }],
  })
  expect(problemOf(withFocus({ measures: [{ quantity: 'length', value: 'long', unit: 'mm' }] }))?.field).toBe(
    'findings.0.foci.0.measures.0.value',
  )
  const region = { ...finding.foci[0].imageRegion, points: [[1, 1]] }
  expect(problemOf(withFocus({ imageRegion: region }))?.field).toBe('findings.0.foci.0.imageRegion')
  expect(
    problemOf({ ...reading, findings: [{ ...finding, terms: { 'dist.nowhere': 'present' } }] })?.code,
  ).toBe('invalid')
})
