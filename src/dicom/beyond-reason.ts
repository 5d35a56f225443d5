import type { Attributes, Keyword } from './attributes'
import { unused, type Effect, type Flaw } from './problem'

/*
 * Values of the right type that nothing real has: a pixel of a thousand kilometres, a slope of 1e-320. They are left
 * out, each with a warning, and never used. 0 is another matter: it often stands for a value that is not known.
 */

/** Least and greatest magnitude. Wide: what a scanner of any kind could write lies within. */
type Reason = readonly [keyword: Keyword, least: number, most: number, unit?: string]

const REASONS: readonly Reason[] = [
  ['PixelSpacing', 1e-6, 100, 'mm'],
  ['ImagerPixelSpacing', 1e-6, 100, 'mm'],
  ['NominalScannedPixelSpacing', 1e-6, 100, 'mm'],
  ['ImagePositionPatient', 0, 1e6, 'mm'],
  ['SliceThickness', 1e-6, 1000, 'mm'],
  ['SpacingBetweenSlices', 1e-6, 1000, 'mm'],
  ['SliceLocation', 0, 1e6, 'mm'],
  ['DistanceSourceToDetector', 0.1, 1e5, 'mm'],
  ['DistanceSourceToPatient', 0.1, 1e5, 'mm'],
  ['EstimatedRadiographicMagnificationFactor', 0.05, 20],
  ['RescaleSlope', 1e-12, 1e12],
  ['RescaleIntercept', 0, 1e12],
  ['DoseGridScaling', 1e-12, 1e12],
  ['WindowCenter', 0, 1e12],
  ['WindowWidth', 1e-12, 1e12],
  ['RepetitionTime', 0, 1e7, 'ms'],
  ['EchoTime', 0, 1e7, 'ms'],
  ['FrameTime', 1, 60_000, 'ms'],
  ['CineRate', 0.02, 1000, '/s'],
  ['RecommendedDisplayFrameRate', 0.02, 1000, '/s'],
  ['PixelAspectRatio', 1, 1e5],
]

/** Where one is wrong the others mean nothing. */
const TOGETHER: readonly (readonly Keyword[])[] = [
  ['RescaleSlope', 'RescaleIntercept', 'RescaleType'],
  ['WindowCenter', 'WindowWidth', 'WindowCenterWidthExplanation'],
]

const EFFECTS: Partial<Record<Keyword, Effect>> = {
  PixelSpacing: 'noMillimetres',
  ImagerPixelSpacing: 'noMillimetres',
  NominalScannedPixelSpacing: 'noMillimetres',
  ImagePositionPatient: 'noPlanes',
  RescaleSlope: 'storedValues',
  RescaleIntercept: 'storedValues',
  WindowCenter: 'ownWindow',
  WindowWidth: 'ownWindow',
  FrameTime: 'usualRate',
  CineRate: 'usualRate',
  RecommendedDisplayFrameRate: 'usualRate',
}

/** 0.000001 and 1000000000000, not 1e-6 and 1e+12. */
const plain = (value: number): string =>
  Math.abs(value) < 1 && value !== 0 ? value.toFixed(12).replace(/0+$/, '') : String(value)

/** Of two sides of a pixel the longer is at most so many times the other. */
const MAX_UNEQUAL = 100
const SIDES: readonly Keyword[] = [
  'PixelSpacing',
  'ImagerPixelSpacing',
  'NominalScannedPixelSpacing',
  'PixelAspectRatio',
]

/** The attributes of a file and of its frames without what is beyond reason; each keyword is named once. */
export function withinReason(attributes: Attributes): { attributes: Attributes; flaws: readonly Flaw[] } {
  const flaws = new Map<Keyword, Flaw>()
  const clean = (given: Attributes): Attributes => {
    const wrong = [...REASONS.flatMap((reason) => magnitudeFlaw(given, reason)), ...SIDES.flatMap((keyword) => sidesFlaw(given, keyword))] // prettier-ignore
    for (const [keyword, flaw] of wrong) if (!flaws.has(keyword)) flaws.set(keyword, flaw)
    const left = new Set(
      wrong.flatMap(([keyword]) => TOGETHER.find((all) => all.includes(keyword)) ?? [keyword]),
    )
    // Present without a value: what another frame says must not stand in for it.
    return { ...given, ...Object.fromEntries([...left].map((keyword) => [keyword, undefined])) }
  }
  const { frames, ...own } = attributes
  const cleaned = { ...clean(own), ...(frames ? { frames: frames.map(clean) } : {}) }
  return { attributes: cleaned, flaws: [...flaws.values()] }
}

const numbersOf = (attributes: Attributes, keyword: Keyword): number[] =>
  (attributes[keyword] ?? []).flatMap((value) => (typeof value === 'number' ? value : []))

function magnitudeFlaw(attributes: Attributes, [keyword, least, most, unit]: Reason): [Keyword, Flaw][] {
  const found = numbersOf(attributes, keyword)
  const isWrong = found.some((value) => value !== 0 && (Math.abs(value) < least || Math.abs(value) > most))
  const limits = [`${plain(least > 0 ? least : -most)}–${plain(most)}`, ...(unit ? [unit] : [])].join(' ')
  return isWrong
    ? [[keyword, unused(keyword, 'within', found.join('\\'), { limits, effect: EFFECTS[keyword] })]]
    : []
}

function sidesFlaw(attributes: Attributes, keyword: Keyword): [Keyword, Flaw][] {
  const [row, column] = numbersOf(attributes, keyword)
  if (row === 0 || column === 0) return []
  const ratio = row / column
  if (!(ratio > MAX_UNEQUAL) && !(ratio > 0 && ratio < 1 / MAX_UNEQUAL)) return []
  const how = { limits: String(MAX_UNEQUAL), effect: EFFECTS[keyword] }
  return [[keyword, unused(keyword, 'sides', `${row}\\${column}`, how)]]
}
