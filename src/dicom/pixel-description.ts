import type { Attributes, Keyword } from './attributes'
import { error, unused, warning, type Flaw } from './problem'

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
  const bits = describeBits(attributes, BitsAllocated ?? 0, BitsStored ?? 1)
  const pixels = {
    Rows,
    Columns,
    BitsAllocated,
    BitsStored,
    NumberOfFrames: attributes.NumberOfFrames?.[0] ?? 1,
    ...colour.pixels,
    ...bits.pixels,
  } as PixelDescription
  const wrong = LIMITS.filter(([keyword, , allows]) => !allows(pixels[keyword], pixels))
  const flaws = wrong.map(([keyword, expected]) =>
    error(
      'invalidAttribute',
      `${keyword} ${keyword === 'BitsStored' ? `1–${BitsAllocated}` : expected}`,
      expected.startsWith('×') ? `${Rows} × ${Columns}` : textOf(attributes, keyword, pixels[keyword]),
    ),
  )
  return flaws.length ? { flaws } : { pixels, flaws: [...colour.flaws, ...bits.flaws] }
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

/** Of one frame. More is no image of a patient, would not fit beside others, and is beyond what a canvas can hold. */
const MAX_PIXELS = 100_000_000
const LONGEST_SIDE = 32_767

/** More frames than any clip has: a number beyond it would only reserve memory. */
const MAX_FRAMES = 100_000

const between = (from: number, to: number) => (value: number | string) =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to

const LIMITS: readonly Limit[] = [
  ['Rows', `1–${LONGEST_SIDE}`, between(1, LONGEST_SIDE)],
  ['Columns', `1–${LONGEST_SIDE}`, between(1, LONGEST_SIDE)],
  ['Rows', `× Columns ≤ ${MAX_PIXELS}`, (_, { Rows, Columns }) => Rows * Columns <= MAX_PIXELS],
  ['NumberOfFrames', `1–${MAX_FRAMES}`, between(1, MAX_FRAMES)],
  ['SamplesPerPixel', '1 | 3', (value) => value === 1 || value === 3],
  ['BitsAllocated', '1 | 8 | 16 | 32', (value) => [1, 8, 16, 32].includes(value as number)],
  ['BitsStored', '1–Bits Allocated', (value, { BitsAllocated }) => between(1, BitsAllocated)(value)],
  [
    'PhotometricInterpretation',
    COLOUR_MODELS.join(' | '),
    (value) => COLOUR_MODELS.includes(value as string),
  ],
  [
    'SamplesPerPixel',
    '1 (PALETTE COLOR)',
    (value, { PhotometricInterpretation: model }) => model !== 'PALETTE COLOR' || value === 1,
  ],
]

/** High Bit and Pixel Representation that cannot be meant are left out: the stored bits are then the lowest, unsigned. */
function describeBits(attributes: Attributes, BitsAllocated: number, BitsStored: number) {
  const lowest = BitsStored - 1
  const flaws: Flaw[] = []
  const within = (
    keyword: 'HighBit' | 'PixelRepresentation' | 'PlanarConfiguration',
    from: number,
    to: number,
  ) => {
    const value = attributes[keyword]?.[0] ?? from
    if (between(from, to)(value)) return value
    const expected = from === to ? String(from) : `${from}–${to}`
    flaws.push(unused(keyword, 'within', textOf(attributes, keyword, value), { limits: expected }))
    return from
  }
  const pixels = {
    HighBit: within('HighBit', lowest, Math.max(lowest, BitsAllocated - 1)),
    PixelRepresentation: within('PixelRepresentation', 0, 1),
    PlanarConfiguration: within('PlanarConfiguration', 0, 1),
  }
  return { pixels, flaws }
}

function describeColour(attributes: Attributes) {
  const declared = attributes.PhotometricInterpretation?.[0]
  const samples = attributes.SamplesPerPixel?.[0]
  const isColour = declared !== undefined && /^(RGB|YBR)/.test(declared)
  const SamplesPerPixel = samples ?? (isColour ? 3 : 1)
  const isMeantAsColour = SamplesPerPixel === 3 && declared?.startsWith('MONOCHROME') === true
  const PhotometricInterpretation =
    declared === undefined || isMeantAsColour ? (SamplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2') : declared
  const flaws = [
    ...(isMeantAsColour ? [warning('ignoredValue', 'PhotometricInterpretation RGB (SamplesPerPixel 3)', declared)] : []), // prettier-ignore
    ...(declared === undefined ? [assumed('PhotometricInterpretation', PhotometricInterpretation)] : []),
    ...(samples === undefined ? [assumed('SamplesPerPixel', SamplesPerPixel)] : []),
  ]
  return { pixels: { SamplesPerPixel, PhotometricInterpretation }, flaws }
}

const assumed = (keyword: Keyword, value: string | number): Flaw =>
  warning('assumedValue', keyword, String(value))

const textOf = (attributes: Attributes, keyword: Keyword, value: string | number): string =>
  attributes.unread?.[keyword] ?? String(value)
