import type { Attributes, Keyword } from './attributes'
import { error, warning, type Flaw } from './problem'

/** Image Pixel module (PS3.3 section C.7.6.3), complete and within what can be drawn. */
export interface PixelDescription {
  readonly Rows: number
  readonly Columns: number
  readonly NumberOfFrames: number
  readonly SamplesPerPixel: number
  readonly PhotometricInterpretation: string
  readonly PlanarConfiguration: number
  readonly BitsAllocated: number
  readonly BitsStored: number
  readonly HighBit: number
  readonly PixelRepresentation: number
}

export type Described =
  | { readonly pixels: PixelDescription; readonly flaws: readonly Flaw[] }
  | { readonly pixels?: undefined; readonly flaws: readonly Flaw[] }

/** What is missing and harmless is assumed, with a warning; what would show a wrong picture is refused. */
export function describePixels(attributes: Attributes): Described {
  const Rows = attributes.Rows?.[0]
  const Columns = attributes.Columns?.[0]
  const BitsAllocated = attributes.BitsAllocated?.[0]
  const missing = Object.entries({ Rows, Columns, BitsAllocated }).filter(([, value]) => value === undefined)
  if (missing.length) return { flaws: missing.map(([keyword]) => error('missingAttribute', keyword)) }

  const colour = describeColour(attributes)
  const BitsStored = attributes.BitsStored?.[0] ?? BitsAllocated
  const pixels = {
    Rows,
    Columns,
    BitsAllocated,
    BitsStored,
    HighBit: attributes.HighBit?.[0] ?? (BitsStored ?? 1) - 1,
    NumberOfFrames: attributes.NumberOfFrames?.[0] ?? 1,
    PixelRepresentation: attributes.PixelRepresentation?.[0] ?? 0,
    PlanarConfiguration: attributes.PlanarConfiguration?.[0] ?? 0,
    ...colour.pixels,
  } as PixelDescription
  const wrong = LIMITS.filter(([keyword, , allows]) => !allows(pixels[keyword], pixels))
  const flaws = wrong.map(([keyword, expected]) =>
    error('invalidAttribute', `${keyword} ${expected}`, textOf(attributes, keyword, pixels[keyword])),
  )
  return flaws.length ? { flaws } : { pixels, flaws: colour.flaws }
}

type Limit = readonly [
  keyword: keyof PixelDescription & Keyword,
  expected: string,
  allows: (value: number | string, pixels: PixelDescription) => boolean,
]

const COLOUR_MODELS = [
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
  'YBR_PARTIAL_420',
  'YBR_PARTIAL_422',
]

/** More frames than any clip has: a number beyond it would only reserve memory. */
const MOST_FRAMES = 100_000

const between = (from: number, to: number) => (value: number | string) =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to

const LIMITS: readonly Limit[] = [
  ['Rows', '1–65535', between(1, 65535)],
  ['Columns', '1–65535', between(1, 65535)],
  ['NumberOfFrames', `1–${MOST_FRAMES}`, between(1, MOST_FRAMES)],
  ['SamplesPerPixel', '1 | 3', (value) => value === 1 || value === 3],
  ['BitsAllocated', '1 | 8 | 16 | 32', (value) => [1, 8, 16, 32].includes(value as number)],
  ['BitsStored', '1–BitsAllocated', (value, { BitsAllocated }) => between(1, BitsAllocated)(value)],
  [
    'PhotometricInterpretation',
    COLOUR_MODELS.join(' | '),
    (value) => COLOUR_MODELS.includes(value as string),
  ],
]

function describeColour(attributes: Attributes) {
  const declared = attributes.PhotometricInterpretation?.[0]
  const samples = attributes.SamplesPerPixel?.[0]
  const isColour = declared !== undefined && /^(RGB|YBR)/.test(declared)
  const SamplesPerPixel = samples ?? (isColour ? 3 : 1)
  const PhotometricInterpretation = declared ?? (SamplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2')
  const flaws = [
    ...(declared === undefined ? [assumed('PhotometricInterpretation', PhotometricInterpretation)] : []),
    ...(samples === undefined ? [assumed('SamplesPerPixel', SamplesPerPixel)] : []),
  ]
  return { pixels: { SamplesPerPixel, PhotometricInterpretation }, flaws }
}

const assumed = (keyword: Keyword, value: string | number): Flaw =>
  warning('assumedValue', keyword, String(value))

const textOf = (attributes: Attributes, keyword: Keyword, value: string | number): string =>
  attributes.unread?.[keyword] ?? String(value)
