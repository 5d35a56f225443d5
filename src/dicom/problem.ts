/** Why a file, or a part of it, could not be used as it stands. The sentences are `problem.<code>` in i18n. */
export type ProblemCode =
  | 'notDicom'
  | 'emptyFile'
  | 'unreadableFile'
  | 'brokenHeader'
  | 'nestedTooDeep'
  | 'tooManyElements'
  | 'headerTooLong'
  | 'readerStopped'
  | 'brokenDeflate'
  | 'inflatesTooFar'
  | 'missingAttribute'
  | 'invalidAttribute'
  | 'ignoredValue'
  | 'onePlace'
  | 'assumedValue'
  | 'noSpacing'
  | 'derivedUid'
  | 'unsupportedTransferSyntax'
  | 'objectNotShown'
  | 'directoryUsed'
  | 'directoryAlone'
  | 'directoryMissing'
  | 'directoryOutside'
  | 'directoryLoops'
  | 'directoryEmpty'
  | 'directoryUnreached'
  | 'noPixelData'
  | 'truncatedPixelData'
  | 'truncatedFrames'
  | 'moreFrames'
  | 'brokenPixelData'
  | 'cutCodestream'
  | 'duplicateDiffers'
  | 'otherPatient'
  | 'zipBroken'
  | 'zipEncrypted'
  | 'zipInZip'
  | 'zipMethod'
  | 'zipTooLarge'
  | 'noImages'

/** error: not opened. warning: opened, with something left out. info: nothing a reader would miss. */
export type Severity = 'error' | 'warning' | 'info'

/** What a value has to be. The phrases are `need.<code>` in i18n. */
export type Need =
  | 'twoPositive'
  | 'positive'
  | 'notZero'
  | 'threeNumbers'
  | 'unitVectors'
  | 'within' // the limits are in `expected`
  | 'sides'
  | 'uid'
  | 'entries' // so many as in `expected`
  | 'bits' // at most as many as in `expected`
  | 'rectangle'
  | 'circle'
  | 'polygon'
  | 'shutterShape'
  | 'overImage'
  | 'corners'
  | 'scale'
  | 'frameTimes'
  | 'allFrames' // so many as in `expected`

/** What a reader has to do without. The sentences are `effect.<code>` in i18n. */
export type Effect =
  | 'noMillimetres'
  | 'noDirections'
  | 'noPlanes'
  | 'storedValues'
  | 'ownWindow'
  | 'noShutter'
  | 'usualRate'
  | 'noPosition'

/** What is wrong, before anyone knows in which file. Texts may come from the file: show them as text only. */
export interface Flaw {
  readonly code: ProblemCode
  readonly severity: Severity
  /** `—` when there is nothing to say. Written without words wherever possible: it is not translated. */
  readonly expected: string
  readonly found: string
  /** Of one attribute: its keyword, and what its value has to be. */
  readonly attribute?: string
  readonly need?: Need
  readonly effect?: Effect
}

export interface Problem extends Flaw {
  /** Path of the file as the reader knows it: `series-1/IM0001`, `study.zip/IM0001`. */
  readonly source: string
}

export const error = (code: ProblemCode, expected?: string, found?: string): Flaw =>
  flaw('error', code, expected, found)

export const warning = (code: ProblemCode, expected?: string, found?: string): Flaw =>
  flaw('warning', code, expected, found)

export const info = (code: ProblemCode, expected?: string, found?: string): Flaw =>
  flaw('info', code, expected, found)

/** A value that is not used: which, what it has to be, and what that means for the reader. */
export const unused = (
  attribute: string,
  need: Need,
  found?: string,
  { limits, effect }: { readonly limits?: string; readonly effect?: Effect } = {},
): Flaw => ({ ...flaw('warning', 'ignoredValue', limits, found), attribute, need, ...(effect && { effect }) })

/** Sizes in a problem are written without words: they read the same in every language. */
export const bytesText = (count: number): string => `${Math.ceil(count)} B`

export const inFile = (source: string, flaw: Flaw): Problem => ({ source, ...flaw })

const LONGEST_QUOTE = 80

function flaw(severity: Severity, code: ProblemCode, expected = NOTHING, found = NOTHING): Flaw {
  return { code, severity, expected: quote(expected), found: quote(found) }
}

const NOTHING = '—'

const quote = (text: string): string =>
  text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
