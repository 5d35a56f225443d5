import * as v from 'valibot'
import { QUANTITIES } from './measure'
import { imageRegion, SHAPES, type ImageRegion } from './region'
import { rowOf } from './shapes'
import { isUid } from './uid'
import {
  GRADE_SCALES,
  isTermId,
  LATERALITIES,
  STRUCTURES,
  termById,
  type MorphologyId,
  type SiteId,
  type TermId,
} from './vocabulary'

/*
 * Marks and findings as they are saved. The types are taken from here: what is not written and read back is no part of
 * them.
 */

export const uid = v.pipe(v.string(), v.check(isUid, 'a DICOM UID'))
/** A UID taken from a file: real ones have leading zeros that the standard forbids. */
export const fileUid = v.pipe(v.string(), v.regex(/^[\d.]{1,64}$/, 'a DICOM UID'))
const presence = v.picklist(['present', 'absent'])
const term = v.pipe(v.string(), v.check(isTermId, 'a term of the vocabulary'))
/** The same as a value of its type. */
const termId = v.pipe(
  term,
  v.transform((id) => id as TermId),
)
const siteId = v.pipe(
  term,
  v.transform((id) => id as SiteId),
)
const morphologyId = v.pipe(
  v.string(),
  v.check((id) => isTermId(id) && termById(id).group === 'morphology', 'a morphology of the vocabulary'),
  v.transform((id) => id as MorphologyId),
)
export const finite = v.pipe(v.number(), v.finite())
const shape = v.picklist(Object.keys(SHAPES) as [keyof typeof SHAPES])

/** A region on one frame, its points those of its shape. */
export const imageRegionSchema = v.pipe(
  v.object({
    shape,
    SOPInstanceUID: fileUid,
    SOPClassUID: fileUid,
    frameNumber: v.number(),
    points: v.array(v.tuple([finite, finite])),
  }),
  v.check((region) => isRegion(region), 'points that make the shape'),
)

export const measureSchema = v.object({
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

export const point2 = v.tuple([finite, finite])
const point3 = v.tuple([finite, finite, finite])
export const planeSchema = v.object({
  FrameOfReferenceUID: fileUid,
  ImagePositionPatient: point3,
  rowDirection: point3,
  columnDirection: point3,
  rowSpacingMm: v.pipe(finite, v.gtValue(0)),
  columnSpacingMm: v.pipe(finite, v.gtValue(0)),
})
/** How an image was seen, in modality values; absent where the reader had another curve than a straight line. */
export const windowSchema = v.object({ center: finite, width: v.pipe(finite, v.gtValue(0)) })

/** Algorithm Name and Version as in PS3.16 TID 4019. */
export const algorithmSchema = v.object({ name: v.string(), version: v.string() })

export const spatialRegionSchema = v.object({
  shape,
  FrameOfReferenceUID: v.string(),
  points: v.array(point3),
})

/**
 * One mark on one calcification. Marks of the same calcification in other images, modalities or studies share
 * its Tracking UID (PS3.16 TID 1410); the mark's own uid is never shared.
 */
export const focusSchema = v.object({
  uid,
  TrackingUID: uid,
  /** The reader's name for it: F1, F2 … */
  TrackingIdentifier: v.string(),
  imageRegion: imageRegionSchema,
  spatialRegion: v.optional(spatialRegionSchema),
  /**
   * Voxels of the focus as runs of pixels: index of the frame in the order of the series, row, first column, number of
   * columns; from 0. Absent for a mark drawn by hand.
   */
  mask: v.optional(
    v.object({
      SeriesInstanceUID: fileUid,
      runs: v.array(v.tuple([v.number(), v.number(), v.number(), v.number()])),
    }),
  ),
  /**
   * Where it was drawn on a plane cut through the voxels: the points of `imageRegion` lie on this plane, and the
   * instance it names is the acquired one nearest to their middle.
   */
  plane: v.optional(planeSchema),
  /** The window in which it was drawn. */
  window: v.optional(windowSchema),
  /** What found it, when it was not drawn by hand. */
  algorithm: v.optional(algorithmSchema),
  /** The side of the midline on which it lies, where its slice shows both sides of the body. */
  sideOfMidline: v.optional(v.picklist(['L', 'R'])),
  /** What its measured form suggested when it was accepted with what was suggested; empty where it did not tell. */
  suggestedMorphology: v.optional(v.array(morphologyId)),
  measures: v.array(measureSchema),
})

/** A length that the reader measured. It is no calcification: it is in no finding, and counts as no focus. */
export const measurementSchema = v.pipe(
  v.object({
    ...v.omit(focusSchema, ['mask', 'algorithm', 'suggestedMorphology', 'sideOfMidline']).entries,
    /** The focus that it measures; absent where it stands alone. */
    belongsTo: v.optional(uid),
  }),
  v.check(({ imageRegion }) => rowOf(imageRegion.shape).isMeasurement, 'a distance'),
)

/** One or more foci described together. Every focus belongs to exactly one finding. */
export const findingSchema = v.object({
  uid,
  label: v.string(),
  foci: v.array(focusSchema),
  /** Distribution, extent, morphology, site and image signs; a term that is missing is unknown. */
  terms: v.record(termId, presence),
  laterality: v.record(siteId, v.picklist(LATERALITIES.map(({ id }) => id))),
  structures: v.array(v.picklist(STRUCTURES.map(({ id }) => id))),
  grade: v.optional(v.object({ scale: v.picklist(GRADE_SCALES.map(({ id }) => id)), value: v.string() })),
  /** Terms that an algorithm suggested and the reader accepted. */
  suggestions: v.optional(v.array(v.object({ term: termId, algorithm: algorithmSchema }))),
})

function isRegion(region: unknown): boolean {
  try {
    return Boolean(imageRegion(region as ImageRegion))
  } catch {
    return false
  }
}
