import * as v from 'valibot'
import { EMPTY_CLINICAL_CONTEXT, clinicalContextSchema, type ClinicalContext } from './clinical'
import type { DrawnCalibration } from './drawn-calibration'
import type { Findings } from './finding'
import { QUANTITIES } from './measure'
import { migrate, READING_VERSION } from './reading-migrations'
import { EMPTY_REPORT_DRAFT, reportDraftSchema, type ReportDraft } from './report-draft'
import { imageRegion, SHAPES, type ImageRegion } from './region'
import type { FrameRef } from './study'
import { isUid, newUid, type Uid } from './uid'
import {
  GRADE_SCALES,
  isTermId,
  LATERALITIES,
  STRUCTURES,
  termById,
  type MorphologyId,
  type TermId,
} from './vocabulary'

/** Everything one reader saves about one study. Plain JSON: it is stored, undone and exported as it is. */
export interface Reading {
  readonly format: 'calcimap-reading'
  readonly version: typeof READING_VERSION
  readonly uid: Uid
  readonly StudyInstanceUID: Uid
  /** ISO 8601, UTC. */
  readonly created: string
  readonly modified: string
  readonly findings: Findings
  readonly clinical: ClinicalContext
  readonly report: ReportDraft
  /** Frames that the reader starred, in the order in which they were. */
  readonly keyImages: readonly FrameRef[]
  /** Lines of known length, by which images are sized whose files do not say how large they are. */
  readonly calibrations: readonly DrawnCalibration[]
}

export const newReading = (StudyInstanceUID: Uid, clinical = EMPTY_CLINICAL_CONTEXT): Reading => {
  const now = new Date().toISOString()
  return {
    format: 'calcimap-reading',
    version: READING_VERSION,
    uid: newUid(),
    StudyInstanceUID,
    created: now,
    modified: now,
    findings: [],
    clinical,
    report: EMPTY_REPORT_DRAFT,
    keyImages: [],
    calibrations: [],
  }
}

/** What is wrong with a saved reading: the place in it, what was expected there and what came. */
export interface ReadingProblem {
  readonly code: 'notJson' | 'notAReading' | 'newerVersion' | 'invalid'
  readonly field: string
  readonly expected: string
  readonly found: string
}

export type ReadingResult = { readonly reading: Reading } | { readonly problem: ReadingProblem }

/** Reads a saved reading of this or an older version. */
export function parseReading(json: string): ReadingResult {
  const saved = parseJson(json)
  if (saved === undefined)
    return { problem: { code: 'notJson', field: '', expected: 'JSON', found: json.slice(0, 20) } }
  return checkReading(saved)
}

export function checkReading(saved: unknown): ReadingResult {
  const { format, version } = (saved ?? {}) as { format?: unknown; version?: unknown }
  if (format !== 'calcimap-reading' || typeof version !== 'number')
    return {
      problem: { code: 'notAReading', field: 'format', expected: 'calcimap-reading', found: words(format) },
    }
  if (version > READING_VERSION)
    return {
      problem: {
        code: 'newerVersion',
        field: 'version',
        expected: `${READING_VERSION}`,
        found: words(version),
      },
    }
  const result = v.safeParse(readingSchema, migrate(saved as { version: number }))
  if (result.success) return { reading: result.output }
  const [issue] = result.issues
  return {
    problem: {
      code: 'invalid',
      field: v.getDotPath(issue) ?? '',
      expected: issue.expected ?? issue.message,
      found: issue.received,
    },
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) ?? undefined
  } catch {
    return undefined
  }
}

const words = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 40)

const uid = v.pipe(v.string(), v.check(isUid, 'a DICOM UID'))
/** A UID taken from a file: real ones have leading zeros that the standard forbids. */
const fileUid = v.pipe(v.string(), v.regex(/^[\d.]{1,64}$/, 'a DICOM UID'))
const presence = v.picklist(['present', 'absent'])
const term = v.pipe(v.string(), v.check(isTermId, 'a term of the vocabulary'))
/** The same as a value of its type. */
const termId = v.pipe(
  term,
  v.transform((id) => id as TermId),
)
const morphologyId = v.pipe(
  v.string(),
  v.check((id) => isTermId(id) && termById(id).group === 'morphology', 'a morphology of the vocabulary'),
  v.transform((id) => id as MorphologyId),
)
const finite = v.pipe(v.number(), v.finite())
const shape = v.picklist(Object.keys(SHAPES) as [keyof typeof SHAPES])

const image = v.pipe(
  v.object({
    shape,
    SOPInstanceUID: fileUid,
    SOPClassUID: fileUid,
    frameNumber: v.number(),
    points: v.array(v.tuple([finite, finite])),
  }),
  v.check((region) => isRegion(region), 'points that make the shape'),
)

const measure = v.object({
  quantity: v.picklist(QUANTITIES),
  value: finite,
  unit: v.string(),
  calibration: v.optional(
    v.picklist([
      'patient',
      'detector',
      'estimated',
      'calibrated',
      'unknown',
      'film',
      'region',
      'projection',
      'user',
    ]),
  ),
})

const point2 = v.tuple([finite, finite])
const point3 = v.tuple([finite, finite, finite])
const plane = v.object({
  FrameOfReferenceUID: fileUid,
  ImagePositionPatient: point3,
  rowDirection: point3,
  columnDirection: point3,
  rowSpacingMm: v.pipe(finite, v.gtValue(0)),
  columnSpacingMm: v.pipe(finite, v.gtValue(0)),
})
const algorithm = v.object({ name: v.string(), version: v.string() })

const focus = v.object({
  uid,
  TrackingUID: uid,
  TrackingIdentifier: v.string(),
  imageRegion: image,
  spatialRegion: v.optional(v.object({ shape, FrameOfReferenceUID: v.string(), points: v.array(point3) })),
  mask: v.optional(
    v.object({
      SeriesInstanceUID: fileUid,
      runs: v.array(v.tuple([v.number(), v.number(), v.number(), v.number()])),
    }),
  ),
  plane: v.optional(plane),
  algorithm: v.optional(algorithm),
  suggestedMorphology: v.optional(v.array(morphologyId)),
  measures: v.array(measure),
})

const finding = v.object({
  uid,
  label: v.string(),
  foci: v.array(focus),
  terms: v.record(term, presence),
  laterality: v.record(term, v.picklist(LATERALITIES.map(({ id }) => id))),
  structures: v.array(v.picklist(STRUCTURES.map(({ id }) => id))),
  grade: v.optional(v.object({ scale: v.picklist(GRADE_SCALES.map(({ id }) => id)), value: v.string() })),
  suggestions: v.optional(v.array(v.object({ term: termId, algorithm }))),
})

const readingSchema = v.object({
  format: v.literal('calcimap-reading'),
  version: v.literal(READING_VERSION),
  uid,
  StudyInstanceUID: fileUid,
  created: v.pipe(v.string(), v.isoTimestamp()),
  modified: v.pipe(v.string(), v.isoTimestamp()),
  findings: v.array(finding),
  clinical: clinicalContextSchema,
  report: v.optional(reportDraftSchema, EMPTY_REPORT_DRAFT),
  keyImages: v.array(v.object({ SOPInstanceUID: fileUid, frameNumber: v.pipe(v.number(), v.minValue(1)) })),
  calibrations: v.array(
    v.object({
      SOPInstanceUID: fileUid,
      points: v.tuple([point2, point2]),
      lengthMm: v.pipe(finite, v.gtValue(0)),
    }),
  ),
})

function isRegion(region: unknown): boolean {
  try {
    return Boolean(imageRegion(region as ImageRegion))
  } catch {
    return false
  }
}
