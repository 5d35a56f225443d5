import { addFocus } from '../../src/domain/finding'
import { newReading } from '../../src/domain/reading'
import { imageRegion } from '../../src/domain/region'
import {
  htj2k,
  jpeg2000,
  jpegBaseline,
  jpegExtended,
  jpegLossless,
  jpegLs,
  jpegProgressive,
  runLengths,
  type GreyImage,
} from '../encoders'
import {
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  type SyntheticElement,
} from '../synthetic-dicom'

/** What a mutant starts from: a valid file made from nothing, still in its parts. */
export interface Draft {
  readonly kind: 'image' | 'document' | 'directory' | 'zip' | 'reading'
  elements: SyntheticElement[]
  /** Transfer syntax in the file meta; undefined: a bare data set. */
  declared?: string
  /** How the elements are written. */
  encoded: string
  deflated?: boolean
  /** Compressed frames, as fragments. */
  fragments?: Uint8Array[]
  offsets: number[]
  isClosed: boolean
  json?: unknown
}

export interface Base {
  readonly name: string
  readonly make: () => Draft
}

const [COLUMNS, ROWS] = [48, 32]

const deep: GreyImage = {
  ...{ columns: COLUMNS, rows: ROWS, bits: 16 },
  values: Array.from({ length: COLUMNS * ROWS }, (_, at) => (at * 7919) % 4099),
}
const bytes: GreyImage = {
  ...deep,
  bits: 8,
  values: Array.from({ length: COLUMNS * ROWS }, (_, at) => (at % COLUMNS) + 3 * Math.floor(at / COLUMNS)),
}

const general = (SOPClassUID: string, Modality: string): SyntheticElement[] => [
  ['00080005', 'CS', 'ISO_IR 192'],
  ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
  ['00080016', 'UI', SOPClassUID],
  ['00080018', 'UI', '2.25.1.3.1'],
  ['00080020', 'DA', '20260101'],
  ['00080060', 'CS', Modality],
  ['0008103E', 'LO', 'Synthetic series'],
  ['00100010', 'PN', 'Synthetic^Patient'],
  ['00100020', 'LO', 'SYNTHETIC-1'],
  ['0020000D', 'UI', '2.25.1.1'],
  ['0020000E', 'UI', '2.25.1.2'],
  ['00200011', 'IS', '1'],
  ['00200013', 'IS', '1'],
]

const pixelModule = (bits: number, frames: number, colour = 'MONOCHROME2'): SyntheticElement[] => [
  ['00200032', 'DS', '0\\0\\1'],
  ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
  ['00200052', 'UI', '2.25.1.4'],
  ['00280002', 'US', colour === 'RGB' ? 3 : 1],
  ['00280004', 'CS', colour],
  ['00280006', 'US', 0],
  ['00280008', 'IS', String(frames)],
  ['00280010', 'US', ROWS],
  ['00280011', 'US', COLUMNS],
  ['00280030', 'DS', '0.5\\0.5'],
  ['00280100', 'US', bits],
  ['00280101', 'US', bits],
  ['00280102', 'US', bits - 1],
  ['00280103', 'US', 0],
  ['00281050', 'DS', '40'],
  ['00281051', 'DS', '400'],
  ['00281052', 'DS', '-1024'],
  ['00281053', 'DS', '1'],
]

const draft = (more: Partial<Draft> & Pick<Draft, 'elements'>): Draft => ({
  kind: 'image',
  ...{ declared: EXPLICIT_LITTLE_ENDIAN, encoded: EXPLICIT_LITTLE_ENDIAN, offsets: [], isClosed: true },
  ...more,
})

const CT = '1.2.840.10008.5.1.4.1.1.2'

const native = (syntax: string, frames = 1, more: readonly SyntheticElement[] = []): Draft =>
  draft({
    ...{ declared: syntax, encoded: syntax },
    elements: [
      ...general(CT, 'CT'),
      ...pixelModule(16, frames),
      ...more,
      ['7FE00010', 'OW', Array.from({ length: COLUMNS * ROWS * frames }, (_, at) => (at * 31) % 4096)],
    ],
  })

const compressed = (syntax: string, streams: readonly Uint8Array[], bits: 8 | 12 | 16): Draft =>
  draft({
    ...{ declared: syntax, encoded: EXPLICIT_LITTLE_ENDIAN },
    elements: [...general(CT, 'CT'), ...pixelModule(bits === 12 ? 16 : bits, streams.length)],
    fragments: streams.map((stream) =>
      stream.length % 2 ? Uint8Array.from([...stream, 0]) : stream.slice(),
    ),
  })

const table: SyntheticElement[] = [
  ['00283002', 'US', [16, 0, 16]],
  ['00283003', 'LO', 'table'],
  ['00283006', 'OW', Array.from({ length: 16 }, (_, at) => at * 4000)],
]

const palette = (): SyntheticElement[] => [
  ['00280004', 'CS', 'PALETTE COLOR'],
  ...['00281101', '00281102', '00281103'].map((tag): SyntheticElement => [tag, 'US', [16, 0, 16]]),
  ['00281201', 'OW', Array.from({ length: 16 }, (_, at) => at * 4000)],
  ['00281202', 'OW', Array.from({ length: 16 }, (_, at) => at * 2000)],
  ['00281223', 'OW', [0, 2, 7, 8, 1, 14, 400]],
]

const groups: SyntheticElement[] = [
  ['52009229', 'SQ', [[['00209116', 'SQ', [[['00200037', 'DS', '1\\0\\0\\0\\1\\0']]]], ['00289110', 'SQ', [[['00280030', 'DS', '0.5\\0.5']]]]]]], // prettier-ignore
  ['52009230', 'SQ', [1, 2, 3].map((z): SyntheticElement[] => [
    ['00209113', 'SQ', [[['00200032', 'DS', `0\\0\\${z}`]]]],
    ['00289145', 'SQ', [[['00281052', 'DS', '0'], ['00281053', 'DS', '1']]]],
  ])], // prettier-ignore
]

const segments: SyntheticElement[] = [
  ['00620001', 'CS', 'BINARY'],
  ['00620002', 'SQ', [[['00620004', 'US', 1], ['00620005', 'LO', 'calcium']]]],
  ['52009230', 'SQ', [1, 2, 3].map((): SyntheticElement[] => [['0062000A', 'SQ', [[['0062000B', 'US', 1]]]]])],
] // prettier-ignore

const without = (elements: readonly SyntheticElement[], ...tags: string[]) =>
  elements.filter(([tag]) => !tags.includes(tag))

const replaced = (elements: readonly SyntheticElement[], more: readonly SyntheticElement[]) => [
  ...without(elements, ...more.map(([tag]) => tag)),
  ...more,
]

const record = (type: string, more: readonly SyntheticElement[]): SyntheticElement[] => [
  ['00041400', 'UL', 0],
  ['00041420', 'UL', 0],
  ['00041430', 'CS', type],
  ...more,
]

const directory = (): Draft =>
  draft({
    kind: 'directory',
    elements: [
      ['00041200', 'UL', 0],
      ['00041202', 'UL', 0],
      [
        '00041220',
        'SQ',
        [
          record('PATIENT', [['00100010', 'PN', 'A']]),
          record('STUDY', [['00081030', 'LO', 'study']]),
          record('IMAGE', [['00041500', 'CS', 'IM\\A'], ['00041511', 'UI', '2.25.1.3.1']]), // prettier-ignore
        ],
      ],
      ['00080016', 'UI', '1.2.840.10008.1.3.10'],
    ],
  })

const report = (): Draft =>
  draft({
    kind: 'document',
    elements: [
      ...general('1.2.840.10008.5.1.4.1.1.88.33', 'SR'),
      ['0040A040', 'CS', 'CONTAINER'],
      ['0040A043', 'SQ', [[['00080100', 'SH', '1'], ['00080104', 'LO', 'Report']]]],
      ['0040A730', 'SQ', [
        [['0040A040', 'CS', 'TEXT'], ['0040A160', 'UT', 'calcified']],
        [['0040A040', 'CS', 'NUM'], ['0040A300', 'SQ', [[['0040A30A', 'DS', '3.5']]]]],
      ]],
    ],
  }) // prettier-ignore

/** One finding with a line of 5 mm, a starred frame and a calibration: all of it the same each time. */
function sampleReading(): unknown {
  const points = [[1, 1], [4, 5]] as const // prettier-ignore
  const region = { shape: 'length', SOPInstanceUID: '2.25.1.3.1', SOPClassUID: CT, frameNumber: 1, points } as const // prettier-ignore
  const focus = {
    imageRegion: imageRegion(region),
    mask: { SeriesInstanceUID: '2.25.1.2', runs: [[0, 1, 2, 3]] as const },
    measures: [{ quantity: 'length', value: 5, unit: 'mm', calibration: 'detector' }] as const,
  }
  const { findings } = addFocus([], focus, { focus: 'F', finding: 'G' })
  const stamp = '2026-01-01T00:00:00.000Z'
  return {
    ...newReading('2.25.1.1'),
    ...{ uid: '2.25.9', created: stamp, modified: stamp, findings },
    keyImages: [{ SOPInstanceUID: '2.25.1.3.1', frameNumber: 1 }],
    calibrations: [{ SOPInstanceUID: '2.25.1.3.1', points, lengthMm: 10 }],
  }
}

/** One of each kind of file. Streams are made once: the packages' encoders take their time. */
export async function makeBases(): Promise<readonly Base[]> {
  const [ls, j2k, ht, baseline, progressive] = await Promise.all([
    jpegLs(deep),
    jpeg2000(deep),
    htj2k(deep),
    jpegBaseline(bytes),
    jpegProgressive(bytes),
  ])
  const lossless = jpegLossless(deep, 4, 4)
  const blocks = Array.from({ length: (COLUMNS / 8) * (ROWS / 8) }, (_, at) => (at * 791) % 4096)
  const extended = jpegExtended(COLUMNS / 8, blocks)
  const [rle16, rle8] = [runLengths(deep), runLengths(bytes)]
  const uid = (last: string) => `1.2.840.10008.1.2.${last}`
  const all: [string, () => Draft][] = [
    ['explicit', () => native(EXPLICIT_LITTLE_ENDIAN)],
    ['implicit', () => native(IMPLICIT_LITTLE_ENDIAN, 2)],
    ['big endian', () => native(EXPLICIT_BIG_ENDIAN, 2)],
    ['bare', () => ({ ...native(EXPLICIT_LITTLE_ENDIAN), declared: undefined })],
    ['deflated', () => ({ ...native(EXPLICIT_LITTLE_ENDIAN), declared: uid('1.99'), deflated: true })],
    ['tables', () => native(EXPLICIT_LITTLE_ENDIAN, 1, [['00283000', 'SQ', [table]], ['00283010', 'SQ', [table, table]]])], // prettier-ignore
    ['overlays', () => native(EXPLICIT_LITTLE_ENDIAN, 1, [['60000010', 'US', ROWS], ['60000011', 'US', COLUMNS], ['60000050', 'SS', [1, 1]], ['60003000', 'OW', Array.from({ length: (COLUMNS * ROWS) / 16 }, () => 0xaaaa)]])], // prettier-ignore
    ['palette', () => ((of) => ({ ...of, elements: replaced(of.elements, palette()) }))(native(EXPLICIT_LITTLE_ENDIAN))], // prettier-ignore
    ['enhanced', () => native(EXPLICIT_LITTLE_ENDIAN, 3, groups)],
    ['segmentation', () => ((of) => ({ ...of, elements: replaced(of.elements, [['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.66.4'], ...segments]) }))(native(EXPLICIT_LITTLE_ENDIAN, 3))], // prettier-ignore
    ['colour', () => draft({ elements: [...general(CT, 'OT'), ...pixelModule(8, 1, 'RGB'), ['7FE00010', 'OW', Array.from({ length: (COLUMNS * ROWS * 3) / 2 }, (_, at) => (at * 77) & 0xffff)]] })], // prettier-ignore
    ['RLE 16', () => compressed(uid('5'), [rle16, rle16], 16)],
    ['RLE 8', () => compressed(uid('5'), [rle8], 8)],
    ['JPEG baseline', () => compressed(uid('4.50'), [baseline, baseline, baseline], 8)],
    ['JPEG progressive', () => compressed(uid('4.50'), [progressive], 8)],
    ['JPEG extended', () => compressed(uid('4.51'), [extended], 12)],
    ['JPEG lossless', () => compressed(uid('4.70'), [lossless, lossless], 16)],
    ['JPEG-LS', () => compressed(uid('4.80'), [ls, ls], 16)],
    ['JPEG 2000', () => compressed(uid('4.90'), [j2k, j2k], 16)],
    ['HTJ2K', () => compressed(uid('4.201'), [ht], 16)],
    ['implicit JPEG-LS', () => ({ ...compressed(uid('4.80'), [ls], 16), encoded: IMPLICIT_LITTLE_ENDIAN })],
    ['directory', directory],
    ['report', report],
    ['zip', () => ({ ...native(EXPLICIT_LITTLE_ENDIAN), kind: 'zip' })],
    ['reading', () => draft({ kind: 'reading', elements: [], json: sampleReading() })],
  ]
  return all.map(([name, make]) => ({ name, make }))
}
