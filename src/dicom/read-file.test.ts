import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  dataSet,
  encapsulate,
  part10,
  syntheticImage,
  type SyntheticElement,
  type SyntheticImage,
} from '../../e2e/synthetic-dicom'
import { atFrame, modalityUnit, type Instance } from '../domain/study'
import { asPart10 } from './file-meta'
import { readFile, type FileReading } from './read-file'

const read = (bytes: Uint8Array, size = bytes.length, tail?: Uint8Array): Promise<FileReading> =>
  readFile({ bytes, size, tail }, { key: 'k', name: 'IM0001', size })

async function opened(image: SyntheticImage | Uint8Array) {
  const reading = await read(image instanceof Uint8Array ? image : syntheticImage(image))
  if (reading.kind !== 'image') throw new Error(`expected an image, got ${JSON.stringify(reading)}`)
  return { ...reading.imported, flaws: reading.flaws, recipe: reading.recipe }
}

async function refused(image: SyntheticImage | Uint8Array) {
  const reading = await read(image instanceof Uint8Array ? image : syntheticImage(image))
  if (reading.kind !== 'refused') throw new Error(`expected a refusal, got ${reading.kind}`)
  return reading.flaws[0]
}

describe('an ordinary file', () => {
  test.each([EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN])(
    'in %s',
    async (syntax) => {
      const { study, series, instance, flaws } = await opened({
        TransferSyntaxUID: syntax,
        InstanceNumber: 7,
      })
      expect(study).toMatchObject({
        StudyInstanceUID: '2.25.1.1',
        patient: { PatientName: 'Synthetic^Patient' },
      })
      expect(series).toMatchObject({ Modality: 'CT', SeriesNumber: 1 })
      expect(instance).toMatchObject({
        Rows: 16,
        Columns: 16,
        InstanceNumber: 7,
        RescaleIntercept: -1024,
        windows: [{ center: 40, width: 400, explanation: '' }],
        calibration: { kind: 'patient', rowSpacingMm: 0.5, columnSpacingMm: 0.5 },
        plane: { ImagePositionPatient: [0, 0, 7] },
      })
      expect(flaws).toEqual([])
    },
  )

  test('deflated: header read, and blobs handed on inflated', async () => {
    const deflated = '1.2.840.10008.1.2.1.99'
    const file = new Uint8Array([...part10([], deflated), ...deflateRawSync(dataSetBytes())])
    const { instance, recipe } = await opened(file)
    expect(instance.TransferSyntaxUID).toBe(deflated)
    const mended = await asPart10(new Blob([file]), recipe!)
    const again = await opened(new Uint8Array(await mended.arrayBuffer()))
    expect(again.instance.TransferSyntaxUID).toBe(EXPLICIT_LITTLE_ENDIAN)
    expect(again.recipe).toBeUndefined()
  })

  test('without preamble and file meta it opens, and is handed on with them', async () => {
    const { recipe } = await opened(dataSetBytes(IMPLICIT_LITTLE_ENDIAN))
    const mended = await asPart10(new Blob([dataSetBytes(IMPLICIT_LITTLE_ENDIAN)]), recipe!)
    expect((await opened(new Uint8Array(await mended.arrayBuffer()))).recipe).toBeUndefined()
  })

  test('a transfer syntax that contradicts the data set is corrected', async () => {
    const meta = part10([], EXPLICIT_LITTLE_ENDIAN)
    const { instance, recipe } = await opened(
      new Uint8Array([...meta, ...dataSetBytes(IMPLICIT_LITTLE_ENDIAN)]),
    )
    expect(instance.TransferSyntaxUID).toBe(IMPLICIT_LITTLE_ENDIAN)
    expect(recipe).toBeDefined()
  })

  test('64-bit VRs, unknown to dicom-parser, are passed over and marked for mending', async () => {
    const { instance, recipe } = await opened({ elements: [['00111001', 'SV', new Uint8Array(8)]] })
    expect(instance.Rows).toBe(16)
    expect(recipe?.newerVRs).toHaveLength(1)
  })
})

describe('wrong values', () => {
  test.each<[string, SyntheticElement, string]>([
    ['PixelSpacing', ['00280030', 'DS', '0\\0'], 'PixelSpacing'],
    ['orientation', ['00200037', 'DS', '0\\0\\0\\0\\0\\0'], 'ImageOrientationPatient'],
    ['slope 0', ['00281053', 'DS', '0'], 'RescaleSlope'],
    ['window width', ['00281051', 'DS', '-1'], 'WindowWidth'],
  ])('%s: open, with the value left out and a warning', async (_, element, keyword) => {
    const { flaws, instance } = await opened({ elements: [element] })
    expect(flaws).toMatchObject([{ code: 'ignoredValue', severity: 'warning' }])
    expect(flaws[0].expected).toContain(keyword)
    expect(JSON.stringify(instance)).not.toContain('null')
  })

  test('a wrong VR is read as what it is', async () => {
    const { instance } = await opened({
      elements: [
        ['00280010', 'IS', '16'],
        ['00280011', 'UL', 16],
      ],
    })
    expect(instance).toMatchObject({ Rows: 16, Columns: 16 })
  })

  test('no spacing: open, without millimetres', async () => {
    const { instance } = await opened({ without: ['00280030'] })
    expect(instance.calibration).toBeUndefined()
    expect(instance.plane).toBeUndefined()
  })

  test('missing UIDs are derived: the same each time, other ones for another file', async () => {
    const without = ['00080018', '0020000D', '0020000E']
    const bare = (pixel: number) =>
      dataSet(elementsOf({ without, pixel: () => pixel }), EXPLICIT_LITTLE_ENDIAN)
    const [one, same, other] = await Promise.all([opened(bare(1)), opened(bare(1)), opened(bare(2))])
    expect(one.instance.SOPInstanceUID).toBe(same.instance.SOPInstanceUID)
    expect(one.instance.SOPInstanceUID).not.toBe(other.instance.SOPInstanceUID)
    expect(one.study.StudyInstanceUID).not.toBe(other.study.StudyInstanceUID)
    expect(one.flaws[0].code).toBe('derivedUid')
  })
})

describe('what cannot be shown', () => {
  test.each<[string, SyntheticImage, string, string]>([
    ['no Rows', { without: ['00280010'] }, 'missingAttribute', 'Rows'],
    ['no BitsAllocated', { without: ['00280100'] }, 'missingAttribute', 'BitsAllocated'],
    ['no Pixel Data', { without: ['7FE00010'] }, 'noPixelData', 'Pixel Data'],
    ['24 bits', { elements: [['00280100', 'US', 24]] }, 'invalidAttribute', 'BitsAllocated'],
    ['frames 1e9', { elements: [['00280008', 'IS', '1e9']] }, 'invalidAttribute', 'NumberOfFrames'],
    ['UID with a path', { SOPInstanceUID: '../x' }, 'invalidAttribute', 'SOPInstanceUID'],
    ['no palette', { elements: [['00280004', 'CS', 'PALETTE COLOR']] }, 'missingAttribute', 'Palette'],
  ])('%s', async (_, image, code, expected) => {
    const flaw = await refused(image)
    expect(flaw).toMatchObject({ code, severity: 'error' })
    expect(flaw.expected).toContain(expected)
  })

  test('an unsupported transfer syntax is named', async () => {
    const flaw = await refused({ TransferSyntaxUID: '1.2.840.10008.1.2.4.100' })
    expect(flaw).toMatchObject({ code: 'unsupportedTransferSyntax' })
    expect(flaw.found).toContain('MPEG-2')
  })

  test('a presentation state is named and of no concern', async () => {
    const flaw = await refused({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1' })
    expect(flaw).toMatchObject({ code: 'objectNotShown', severity: 'info', found: 'Presentation State' })
  })

  test('text, a picture, nothing at all', async () => {
    expect(await refused(new TextEncoder().encode('Dear colleague, '.repeat(50)))).toMatchObject({
      code: 'notDicom',
    })
    expect(
      await refused(new Uint8Array([0x89, 0x50, 0x4e, 0x47, ...Array<number>(400).fill(8)])),
    ).toMatchObject({
      code: 'notDicom',
    })
    expect(await refused(new Uint8Array())).toMatchObject({ code: 'emptyFile' })
  })
})

describe('cut files', () => {
  const bytes = syntheticImage({ NumberOfFrames: 3 })

  test('one frame cut: refused with both numbers', async () => {
    expect(await refused(syntheticImage().subarray(0, -2))).toMatchObject({
      code: 'truncatedPixelData',
      expected: '512 B',
      found: '510 B',
    })
  })

  test('a clip shows the frames that are whole', async () => {
    const { instance, flaws } = await opened(bytes.subarray(0, -600))
    expect(instance.NumberOfFrames).toBe(1)
    expect(flaws).toMatchObject([{ code: 'truncatedFrames', expected: '3', found: '1' }])
  })

  test('at every length of the header there is an answer, and it is a refusal', async () => {
    const headerLength = bytes.length - 3 * 512
    for (let length = 1; length < headerLength; length += 7)
      expect((await read(bytes.slice(0, length))).kind).toBe('refused')
  })

  test('given the start of a larger file, it asks for more until it reaches the pixels', async () => {
    const headerLength = bytes.length - 3 * 512
    const early = await read(bytes.slice(0, 300), bytes.length)
    expect(early.kind).toBe('more')
    expect((await read(bytes.slice(0, headerLength), bytes.length)).kind).toBe('image')
  })
})

describe('compressed pixels', () => {
  const baseline = '1.2.840.10008.1.2.4.50'
  const jpeg = (rows: number, columns: number) =>
    new Uint8Array([
      0xff,
      0xd8,
      0xff,
      0xc0,
      0,
      11,
      8,
      rows >> 8,
      rows & 255,
      columns >> 8,
      columns & 255,
      1,
      1,
      17,
      0,
      0,
    ])
  const compressed = (value: Uint8Array, frames = 1): SyntheticImage => ({
    TransferSyntaxUID: baseline,
    NumberOfFrames: frames,
    elements: [['7FE00010', 'OB', value]],
  })

  test('open, and are marked lossy', async () => {
    const { instance } = await opened(compressed(encapsulate([jpeg(16, 16)])))
    expect(instance.lossy).toBe(true)
  })

  test('a size other than the header says is refused before a decoder sees it', async () => {
    expect(await refused(compressed(encapsulate([jpeg(65500, 65500)])))).toMatchObject({
      code: 'brokenPixelData',
      expected: '16 × 16',
      found: '65500 × 65500',
    })
  })

  test('an end that is missing: one frame refused, of a clip the whole frames open', async () => {
    expect(await refused(compressed(encapsulate([jpeg(16, 16)], false)))).toMatchObject({
      code: 'truncatedPixelData',
    })
    const clip = await opened(compressed(encapsulate([jpeg(16, 16), jpeg(16, 16)], false), 5))
    expect(clip.instance.NumberOfFrames).toBe(2)
  })

  test('of a large file the two ends are enough', async () => {
    const whole = syntheticImage(compressed(encapsulate([jpeg(16, 16), new Uint8Array(4000)]), 2))
    const start = whole.slice(0, whole.length - 3000)
    expect((await read(start, whole.length, whole.slice(-64))).kind).toBe('image')
    expect((await read(start, whole.length, whole.slice(-64, -8))).kind).toBe('refused')
  })
})

test('functional groups give plane, spacing and window of the first frame', async () => {
  const group = (tag: string, items: SyntheticElement[]): SyntheticElement => [tag, 'SQ', [items]]
  const shared = [
    group('00289110', [['00280030', 'DS', '0.7\\0.8']]),
    group('00209116', [['00200037', 'DS', '1\\0\\0\\0\\0\\-1']]),
  ]
  const perFrame = [
    [group('00209113', [['00200032', 'DS', '1\\2\\3']])],
    [group('00209113', [['00200032', 'DS', '1\\3\\3']])],
  ]
  const { instance } = await opened({
    NumberOfFrames: 2,
    without: ['00200032', '00200037', '00280030'],
    elements: [
      ['52009229', 'SQ', [shared]],
      ['52009230', 'SQ', perFrame],
    ],
  })
  expect(instance.plane).toMatchObject({
    ImagePositionPatient: [1, 2, 3],
    columnDirection: [0, 0, -1],
    rowSpacingMm: 0.7,
    columnSpacingMm: 0.8,
  })
})

test('a bomb of nested sequences is refused, not followed', async () => {
  const open = [
    0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 255, 0, 0xe0, 255, 255, 255, 255,
  ]
  const nested = Array.from({ length: 20_000 }, () => open).flat()
  const flaw = await refused(new Uint8Array([...part10([['00080016', 'UI', '1.2']]), ...nested]))
  expect(flaw.code).toBe('nestedTooDeep')
})

/** The synthetic image's data set alone. */
function dataSetBytes(syntax = EXPLICIT_LITTLE_ENDIAN): Uint8Array<ArrayBuffer> {
  return dataSet(elementsOf({}), syntax)
}

function elementsOf(image: SyntheticImage): SyntheticElement[] {
  const { without = [], pixel = () => 1 } = image
  const all: SyntheticElement[] = [
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
    ['00080018', 'UI', '2.25.1.3.1'],
    ['00080060', 'CS', 'CT'],
    ['0020000D', 'UI', '2.25.1.1'],
    ['0020000E', 'UI', '2.25.1.2'],
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', 16],
    ['00280011', 'US', 16],
    ['00280100', 'US', 16],
    ['00280101', 'US', 16],
    ['7FE00010', 'OW', Array.from({ length: 256 }, () => pixel(0, 0, 1))],
  ]
  return all.filter(([tag]) => !without.includes(tag))
}

test.each<[string, SyntheticElement[], Instance['padding']]>([
  ['a value', [['00280120', 'US', 65535]], [65535, 65535]],
  ['a range from above', [['00280120', 'US', 65535], ['00280121', 'US', 65000]], [65000, 65535]], // prettier-ignore
  ['a negative one of signed pixels, called unsigned', [['00280103', 'US', 1], ['00280120', 'US', 63536]], [-2000, -2000]], // prettier-ignore
  ['a limit alone says nothing', [['00280121', 'US', 10]], undefined],
])('padding: %s', async (_, elements, padding) =>
  expect((await opened({ elements })).instance.padding).toEqual(padding),
)

describe('where the frames of one file lie', () => {
  const cbct = (more: SyntheticElement[], without: string[] = []): SyntheticImage => ({
    NumberOfFrames: 4,
    ImagePositionPatient: [0, 0, 100],
    elements: more,
    without,
  })
  const heights = async (image: SyntheticImage) => {
    const { instance } = await opened(image)
    return [1, 2, 3, 4].map((frame) => atFrame(instance, frame).plane?.ImagePositionPatient[2])
  }
  const time: SyntheticElement = ['00181063', 'DS', '40']

  test.each<[string, SyntheticImage, (number | undefined)[]]>([
    ['by the spacing between slices', cbct([['00180088', 'DS', '0.5']]), [100, 100.5, 101, 101.5]],
    ['nothing about the others', cbct([]), [100, undefined, undefined, undefined]],
    ['thickness is no spacing', cbct([['00180050', 'DS', '0.5']]), [100, undefined, undefined, undefined]],
    ['frames in time are at one place', cbct([time]), [100, 100, 100, 100]],
    ['in time, though a spacing is given', cbct([time, ['00180088', 'DS', '0.5']]), [100, 100, 100, 100]],
    [
      'an unknown increment says nothing',
      cbct([
        ['00280009', 'AT', [0x0054, 0x0100]],
        ['00180088', 'DS', '0.5'],
      ]),
      [100, undefined, undefined, undefined],
    ],
  ])('%s', async (_, image, expected) => expect(await heights(image)).toEqual(expected))

  test('direction and size hold for frames whose place is not known', async () => {
    const { instance } = await opened(cbct([]))
    const { orientation, calibration } = atFrame(instance, 3)
    expect(orientation).toEqual({ rowDirection: [1, 0, 0], columnDirection: [0, 1, 0] })
    expect(calibration?.kind).toBe('patient')
  })

  test('without spacing there is a place and a direction, and no plane', async () => {
    const { instance } = await opened({ without: ['00280030'], ImagePositionPatient: [1, 2, 3] })
    expect(instance).toMatchObject({
      ImagePositionPatient: [1, 2, 3],
      orientation: { rowDirection: [1, 0, 0] },
    })
    expect(instance.plane).toBeUndefined()
  })
})

describe('a display shutter', () => {
  const shutter = async (...elements: SyntheticElement[]) => {
    const { instance, flaws } = await opened({ elements })
    return { shapes: instance.shutter?.shapes, grey: instance.shutter?.grey, flaws }
  }

  test('a polygon as row, column; a bitmap by its group; the grey in 16 bits', async () => {
    const { shapes, grey, flaws } = await shutter(
      ['00181600', 'CS', 'POLYGONAL\\BITMAP'],
      ['00181620', 'IS', '1\\2\\1\\9\\9\\2'],
      ['00181622', 'US', 0x8080],
      ['00181623', 'US', 0x6002],
    )
    expect(shapes).toEqual([
      { kind: 'polygon', vertices: [[2, 1], [9, 1], [2, 9]] }, // prettier-ignore
      { kind: 'bitmap', group: 0x6002 },
    ])
    expect(grey).toBe(128)
    expect(flaws).toEqual([])
  })

  test.each<[string, SyntheticElement[]]>([
    ['a rectangle turned inside out', [['00181600', 'CS', 'RECTANGULAR'], ['00181602', 'IS', '9'], ['00181604', 'IS', '2'], ['00181606', 'IS', '1'], ['00181608', 'IS', '9']]], // prettier-ignore
    ['a circle without a radius', [['00181600', 'CS', 'CIRCULAR'], ['00181610', 'IS', '5\\5']]], // prettier-ignore
    ['a polygon of two points', [['00181600', 'CS', 'POLYGONAL'], ['00181620', 'IS', '1\\1\\9\\9']]], // prettier-ignore
    ['an unknown shape', [['00181600', 'CS', 'STAR']]],
  ])('%s is ignored, and said', async (_, elements) => {
    const { shapes, flaws } = await shutter(...elements)
    expect(shapes).toBeUndefined()
    expect(flaws).toMatchObject([{ code: 'ignoredValue', expected: 'ShutterShape' }])
  })
})

test.each<[string, SyntheticElement[], readonly number[] | undefined, number | undefined]>([
  ['a vector', [['00181065', 'DS', '0\\40\\80']], [0, 40, 80], 1000 / 60],
  ['a vector that is not pointed at', [['00181065', 'DS', '0\\40\\80'], ['00181063', 'DS', '50'], ['00280009', 'AT', [0x0018, 0x1063]]], undefined, 20], // prettier-ignore
  ['a vector with a time that is none', [['00181065', 'DS', '0\\40\\0']], undefined, 50],
  ['a vector for fewer frames', [['00181065', 'DS', '0\\40']], undefined, 25],
])('times of frames: %s', async (_, elements, times, rate) => {
  const { instance } = await opened({ NumberOfFrames: 3, elements })
  expect(instance.frameTimesMs).toEqual(times)
  expect(instance.framesPerSecond).toBeCloseTo(rate as number, 6)
})

test.each([
  ['BQML', 'Bq/ml'],
  ['GML', 'g/ml'],
  ['CNTS', 'counts'],
  ['NONE', ''],
  ['XYZ', 'XYZ'],
])('units of PET and NM: %s', async (Units, unit) => {
  const { series, instance } = await opened({ Modality: 'PT', elements: [['00541001', 'CS', Units]] })
  expect(modalityUnit(series, instance)).toBe(unit)
})
