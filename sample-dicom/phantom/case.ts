import * as v from 'valibot'

/*
 * case.json: what is true about a synthetic case. It lies beside the images and is never shown before a reader
 * has answered. Lengths in mm, positions in the patient coordinates of the DICOM files.
 */

const Text = v.strictObject({
  en: v.pipe(v.string(), v.minLength(1)),
  es: v.pipe(v.string(), v.minLength(1)),
})
const Position = v.tuple([v.number(), v.number(), v.number()])
const Positive = v.pipe(v.number(), v.gtValue(0))

export const FocusTruth = v.strictObject({
  label: v.string(),
  /** Centre of mass of the deposit, patient mm. */
  centreMm: Position,
  extentMm: Position,
  volumeMm3: Positive,
  /** Of a CT: mean CT number the deposit adds to its host, integrated excess / volume. */
  meanContrastHu: v.optional(Positive),
  /** Of a CT: CT number of the tissue it lies in. */
  hostHu: v.optional(v.number()),
  /** Highest CT number in the model, before blur and noise. */
  peakHu: Positive,
  distribution: v.string(),
  morphology: v.pipe(v.array(v.string()), v.minLength(1)),
  site: v.string(),
  laterality: v.picklist(['left', 'right', 'midline']),
  structures: v.array(v.string()),
  /** Folder of the study it is first seen in, where the case has several. */
  study: v.optional(v.string()),
  /** Least and greatest depth below the skin. */
  depthMm: v.optional(v.tuple([v.number(), v.number()])),
  /** Least distance to the investing fascia; positive is superficial. */
  aboveFasciaMm: v.optional(v.number()),
  /** Of a CT: integrated excess divided by contrast, over the volume, without noise and on the files. */
  measuredOverTrueVolume: v.optional(v.strictObject({ noiseFree: v.number(), shipped: v.number() })),
})

export const TeachingCase = v.strictObject({
  schema: v.literal('calcimap-sample-case'),
  version: v.literal(1),
  folder: v.string(),
  title: Text,
  patient: v.strictObject({ age: v.number(), sex: v.picklist(['F', 'M']) }),
  history: Text,
  laboratory: v.array(v.strictObject({ test: v.string(), value: v.string(), text: Text })),
  modalities: v.array(
    v.strictObject({ modality: v.string(), images: v.number(), folder: v.string(), series: v.string() }),
  ),
  /** In the shape the command `map` reads. */
  input: v.strictObject({
    age: v.number(),
    sex: v.string(),
    modality: v.array(v.string()),
    present: v.array(v.string()),
    absent: v.array(v.string()),
    /** Asked about everything: what is not recorded is absent. */
    historyComplete: v.optional(v.boolean()),
    labs: v.record(v.string(), v.union([v.string(), v.number()])),
  }),
  key: v.strictObject({
    aetiology: v.string(),
    diagnosis: Text,
    mechanism: v.string(),
    mechanismText: Text,
    comment: Text,
  }),
  foci: v.array(FocusTruth),
  otherFindings: v.array(v.strictObject({ label: Text, centreMm: Position })),
  source: v.strictObject({
    file: v.string(),
    lines: v.string(),
    chosenWhereSilent: v.array(Text),
    contradictions: v.array(Text),
  }),
  licence: v.strictObject({ images: v.literal('CC0-1.0'), texts: v.literal('CC0-1.0'), statement: Text }),
})

export type TeachingCase = v.InferOutput<typeof TeachingCase>
export type FocusTruth = v.InferOutput<typeof FocusTruth>

/** index.json: what a library may show of each case before it is opened. */
export const LibraryIndex = v.strictObject({
  schema: v.literal('calcimap-sample-index'),
  version: v.literal(1),
  cases: v.array(
    v.strictObject({
      folder: v.string(),
      title: Text,
      modalities: v.array(v.string()),
      images: v.number(),
      /** Relative to the case's folder, as are the files. */
      thumbnail: v.string(),
      files: v.array(v.strictObject({ path: v.string(), bytes: v.number() })),
    }),
  ),
})

export type LibraryIndex = v.InferOutput<typeof LibraryIndex>
