import * as v from 'valibot'
import { EMPTY_CLINICAL_CONTEXT, clinicalContextSchema } from './clinical'
import {
  fileUid,
  findingSchema,
  finite,
  measurementSchema,
  point2,
  uid,
  windowSchema,
} from './finding-schema'
import type { Saved } from './saved'
import { migrate, READING_VERSION } from './reading-migrations'
import { EMPTY_REPORT_DRAFT, reportDraftSchema } from './report-draft'
import { newUid, type Uid } from './uid'

/** Everything one reader saves about one study. Plain JSON: it is stored, undone and exported as it is. */
export type Reading = Saved<typeof readingSchema>

/** A starred frame. */
export type KeyFrame = Reading['keyImages'][number]

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
    measurements: [],
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

const readingSchema = v.object({
  format: v.literal('calcimap-reading'),
  version: v.literal(READING_VERSION),
  uid,
  StudyInstanceUID: fileUid,
  /** ISO 8601, UTC. */
  created: v.pipe(v.string(), v.isoTimestamp()),
  modified: v.pipe(v.string(), v.isoTimestamp()),
  findings: v.array(findingSchema),
  clinical: clinicalContextSchema,
  report: v.optional(reportDraftSchema, EMPTY_REPORT_DRAFT),
  /** Frames that the reader starred, in the order in which they were. */
  keyImages: v.array(
    v.object({
      SOPInstanceUID: fileUid,
      frameNumber: v.pipe(v.number(), v.minValue(1)),
      /** As the reader saw it then. */
      window: v.optional(windowSchema),
    }),
  ),
  /** Calibration lines, by which images are sized whose files do not say how large they are. */
  calibrations: v.array(
    v.object({
      SOPInstanceUID: fileUid,
      points: v.tuple([point2, point2]),
      lengthMm: v.pipe(finite, v.gtValue(0)),
    }),
  ),
  /** Lengths, in the order in which they were drawn. */
  measurements: v.array(measurementSchema),
})
