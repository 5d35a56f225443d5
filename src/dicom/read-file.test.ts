import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { runLengths } from '../../e2e/encoders'
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
import { inflatedFile } from './file-meta'
import { frameData } from './frames'
import { readFile, type FileReading } from './read-file'

const read = (bytes: Uint8Array, size = bytes.length, tail?: Uint8Array): Promise<FileReading> =>
  readFile({ bytes, size, tail }, { key: 'k', name: 'IM0001', size })

async function opened(image: SyntheticImage | Uint8Array) {
  const reading = await read(image instanceof Uint8Array ? image : syntheticImage(image))
  if (reading.kind !== 'image') throw new Error(`expected an image, got ${JSON.stringify(reading)}`)
  return { ...reading.imported, flaws: reading.flaws, deflated: reading.deflated }
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

  test('with its side and its region', async () => {
    const region: SyntheticElement = ['00082218', 'SQ', [[['00080100', 'SH', '68367000']]]]
    const { instance } = await opened({ elements: [['00200060', 'CS', 'L'], region] })
    expect(instance).toMatchObject({ laterality: 'L', anatomicRegion: '68367000' })
    const own = await opened({
      elements: [
        ['00200060', 'CS', 'L'],
        ['00200062', 'CS', 'R'],
      ],
    })
    expect(own.instance.laterality).toBe('R')
    expect((await opened({})).instance).toMatchObject({ laterality: '', anatomicRegion: undefined })
  })

  test('of several frames, each with its side', async () => {
    const side = (letter: string) => [['00209071', 'SQ', [[['00209072', 'CS', letter]]]]] as const
    const { instance } = await opened({
      NumberOfFrames: 2,
      elements: [['52009230', 'SQ', [side('R'), side('L')]]],
    })
    expect([1, 2].map((frame) => atFrame(instance, frame).laterality)).toEqual(['R', 'L'])
  })

  test('deflated: header read, and blobs handed on inflated', async () => {
    const deflated = '1.2.840.10008.1.2.1.99'
    const file = new Uint8Array([...part10([], deflated), ...deflateRawSync(dataSetBytes())])
    const { instance, deflated: how } = await opened(file)
    expect(instance.TransferSyntaxUID).toBe(deflated)
    const inflated = await inflatedFile(new Blob([file]), how!)
    const again = await opened(new Uint8Array(await inflated.arrayBuffer()))
    expect(again.instance.TransferSyntaxUID).toBe(EXPLICIT_LITTLE_ENDIAN)
    expect(again.deflated).toBeUndefined()
  })

  /** One reading of the file: its frame is found the way its header was. */
  async function drawn(bytes: Uint8Array) {
    const { instance, ...more } = await opened(bytes)
    const { bytes: frame } = frameData(bytes, instance, 1)
    expect(frame.length).toBe(2 * 16 * 16)
    return { instance, ...more }
  }

  test.each([IMPLICIT_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN])(
    'without preamble and file meta it opens, and its pixels are found: %s',
    async (syntax) => {
      expect((await drawn(dataSetBytes(syntax))).instance.TransferSyntaxUID).toBe(syntax)
    },
  )

  test('a transfer syntax that contradicts the data set is corrected', async () => {
    const meta = part10([], EXPLICIT_LITTLE_ENDIAN)
    const { instance } = await drawn(new Uint8Array([...meta, ...dataSetBytes(IMPLICIT_LITTLE_ENDIAN)]))
    expect(instance.TransferSyntaxUID).toBe(IMPLICIT_LITTLE_ENDIAN)
  })

  test('64-bit VRs, unknown to dicom-parser, are passed over', async () => {
    const { instance } = await drawn(syntheticImage({ elements: [['00111001', 'SV', new Uint8Array(8)]] }))
    expect(instance.Rows).toBe(16)
  })

  test.each([
    ['CR LF', [13, 10]],
    ['zeros', Array<number>(3000).fill(0)],
    ['text', [...new TextEncoder().encode('-- end of transmission --\r\n')]],
    ['half an element', [0xfc, 0xff, 0xfc, 0xff, 0x4f]],
    ['an element longer than what is left', [0xfc, 0xff, 0xfc, 0xff, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0, 0, 1]],
  ])('bytes after Pixel Data hide nothing: %s', async (_, more) => {
    const { flaws } = await drawn(new Uint8Array([...syntheticImage(), ...more]))
    expect(flaws).toEqual([])
  })

  test('nor after compressed pixels, of a large file either', async () => {
    const rle = runLengths({ columns: 16, rows: 16, bits: 8, values: Array<number>(256).fill(7) })
    const image = syntheticImage({
      TransferSyntaxUID: '1.2.840.10008.1.2.5',
      elements: [...BYTES, ['7FE00010', 'OB', encapsulate([rle])]],
    })
    const padded = new Uint8Array([...image, ...new Uint8Array(100_000)])
    const { instance } = await opened(padded)
    expect(frameData(padded, instance, 1).bytes).toEqual(rle)
    const start = padded.slice(0, image.length - 50)
    expect(await read(start, padded.length, padded.slice(-65536))).toEqual({
      kind: 'more',
      atLeast: padded.length,
    })
  })

  test('implicit elements around compressed pixels are read as they are', async () => {
    const rle = runLengths({ columns: 16, rows: 16, bits: 8, values: Array<number>(256).fill(7) })
    const TransferSyntaxUID = '1.2.840.10008.1.2.5'
    const meta = part10([], TransferSyntaxUID)
    const implicit = dataSet(elementsOf({}, [...BYTES, ['7FE00010', 'OB', encapsulate([rle])]]), IMPLICIT_LITTLE_ENDIAN) // prettier-ignore
    const file = new Uint8Array([...meta, ...implicit])
    const { instance, flaws } = await opened(file)
    expect([instance.TransferSyntaxUID, ...flaws.map(({ code }) => code)]).toEqual([
      TransferSyntaxUID,
      'noSpacing',
    ])
    expect(frameData(file, instance, 1).bytes).toEqual(rle)
  })
})

describe('wrong values', () => {
  test.each<[string, SyntheticElement, string]>([
    ['PixelSpacing', ['00280030', 'DS', '0\\0'], 'PixelSpacing'],
    ['orientation', ['00200037', 'DS', '0\\0\\0\\0\\0\\0'], 'ImageOrientationPatient'],
    ['decimal comma', ['00280030', 'DS', '1,5\\1,5'], 'PixelSpacing'],
    ['position with a comma', ['00200032', 'DS', '1,5\\2\\3'], 'ImagePositionPatient'],
    ['two coordinates', ['00200032', 'DS', '1\\2\\'], 'ImagePositionPatient'],
    ['slope with a comma', ['00281053', 'DS', '0,5'], 'RescaleSlope'],
    ['slope 0', ['00281053', 'DS', '0'], 'RescaleSlope'],
    ['window width', ['00281051', 'DS', '-1'], 'WindowWidth'],
  ])('%s: open, with the value left out and a warning', async (_, element, keyword) => {
    const { flaws, instance } = await opened({ elements: [element] })
    expect(flaws).toMatchObject([{ code: 'ignoredValue', severity: 'warning' }])
    expect(flaws[0].attribute).toBe(keyword)
    expect(JSON.stringify(instance)).not.toContain('null')
  })

  const of = (tag: string, ...values: [vr: string, value: SyntheticElement[2]]): SyntheticElement => [
    tag,
    ...values,
  ]

  test.each<[string, SyntheticElement, string, string]>([
    ['High Bit above all bits', of('00280102', 'US', 16), 'HighBit', '16'],
    ['High Bit of another file', of('00280102', 'US', 31), 'HighBit', '31'],
    ['High Bit 255', of('00280102', 'US', 255), 'HighBit', '255'],
    ['High Bit below the stored bits', of('00280102', 'US', 3), 'HighBit', '3'],
    ['Pixel Representation', of('00280103', 'US', 7), 'PixelRepresentation', '7'],
    ['Planar Configuration', of('00280006', 'US', 9), 'PlanarConfiguration', '9'],
    ['Pixel Spacing of a continent', of('00280030', 'DS', '1e9\\1e9'), 'PixelSpacing', '1000000000'],
    ['Pixel Spacing below an atom', of('00280030', 'DS', '1e-12\\1e-12'), 'PixelSpacing', '1e-12'],
    ['Pixel Spacing of a line', of('00280030', 'DS', '50\\0.001'), 'PixelSpacing', '50'],
    ['slope of a denormal', of('00281053', 'DS', '1e-320'), 'RescaleSlope', '1e-320'],
    ['slope', of('00281053', 'DS', '-1e300'), 'RescaleSlope', '-1e+300'],
    ['intercept', of('00281052', 'DS', '9e99'), 'RescaleIntercept', '9e+99'],
    ['window width', of('00281051', 'DS', '1e-300'), 'WindowWidth', '1e-300'],
    ['window centre', of('00281050', 'DS', '-1e200'), 'WindowCenter', '-1e+200'],
    ['position', of('00200032', 'DS', '1e30\\0\\0'), 'ImagePositionPatient', '1e+30'],
    ['thickness', of('00180050', 'DS', '1e12'), 'SliceThickness', '1000000000000'],
    ['magnification', of('00181114', 'DS', '4e7'), 'EstimatedRadiographicMagnificationFactor', '40000000'],
    ['frame time', of('00181063', 'DS', '1e-99'), 'FrameTime', '1e-99'],
    ['pixel aspect', of('00280034', 'IS', '1\\30000'), 'PixelAspectRatio', '30000'],
    ['embedded overlay', of('60000102', 'US', 255), 'OverlayBitPosition', '255'],
  ])('beyond reason, %s: named and never used', async (_, element, keyword, found) => {
    const overlay = element[0].startsWith('6000') ? [of('60000010', 'US', 16), of('60000011', 'US', 16)] : []
    const file = syntheticImage({ elements: [element, ...overlay] })
    const { flaws, instance } = await opened(file)
    expect(flaws).toHaveLength(1)
    expect(flaws[0]).toMatchObject({ code: 'ignoredValue', severity: 'warning' })
    expect(flaws[0].attribute).toBe(keyword)
    expect(flaws[0].found).toContain(found)
    expect(JSON.stringify(instance)).not.toMatch(/1e9|1e-12|1e-320|e\+|1e-300|4e7|"HighBit":(3|16|31|255)/)
    expect(instance.HighBit).toBe(15)
    expect(frameData(file, instance, 1).tables.overlays).toEqual([])
  })

  describe('native colour whose length is that of another sampling', () => {
    const colour = (model: string, frames: number, bytesPerPixel: number): SyntheticImage => ({
      Rows: 4,
      Columns: 6,
      NumberOfFrames: frames,
      elements: [
        of('00280002', 'US', 3),
        of('00280004', 'CS', model),
        of('00280006', 'US', 0),
        ...[of('00280100', 'US', 8), of('00280101', 'US', 8), of('00280102', 'US', 7)],
        of(
          '7FE00010',
          'OW',
          Uint8Array.from({ length: 24 * bytesPerPixel * frames }, (_, at) => at),
        ),
      ],
    })

    test.each([
      ['YBR_FULL_422', 1, 3, 'YBR_FULL'],
      ['YBR_FULL_422', 5, 3, 'YBR_FULL'],
      ['YBR_FULL', 1, 2, 'YBR_FULL_422'],
      ['YBR_FULL', 3, 2, 'YBR_FULL_422'],
      ['YBR_PARTIAL_422', 4, 1.5, 'YBR_PARTIAL_420'],
      ['YBR_PARTIAL_420', 3, 2, 'YBR_PARTIAL_422'],
    ])('%s, %i frames of %d bytes a pixel: %s, with a warning', async (said, frames, bytes, meant) => {
      const { instance, flaws } = await opened(colour(said, frames, bytes))
      expect(instance).toMatchObject({ PhotometricInterpretation: meant, NumberOfFrames: frames })
      expect(flaws).toMatchObject([{ code: 'ignoredValue' }])
      expect(flaws[0].found).toContain(said)
    })

    test.each([
      ['YBR_FULL', 2, 1.5],
      ['YBR_PARTIAL_422', 2, 3],
    ])('%s, %i frames of %d bytes a pixel: a sampling that the standard lacks', async (said, frames, bytes) =>
      expect(await refused(colour(said, frames, bytes))).toMatchObject({
        code: 'brokenPixelData',
        expected: said,
      }),
    )

    test.each([
      ['RGB', 1, 1, 'MONOCHROME2', 1],
      ['RGB', 1, 3, 'RGB', 3],
      ['MONOCHROME2', 3, 3, 'RGB', 3],
      ['YBR_RCT', 3, 3, 'RGB', 3],
      ['YBR_ICT', 3, 3, 'RGB', 3],
    ])(
      '%s with %i samples and %d bytes a pixel: %s, with a warning',
      async (said, samples, bytes, meant, SamplesPerPixel) => {
        const { elements = [], ...rest } = colour(said, 2, bytes)
        const file = {
          ...rest,
          without: ['00200032'],
          elements: [...elements, of('00280002', 'US', samples)],
        }
        const { instance, flaws } = await opened(file)
        expect(instance).toMatchObject({
          PhotometricInterpretation: meant,
          SamplesPerPixel,
          NumberOfFrames: 2,
        })
        expect(flaws).toMatchObject([{ code: 'ignoredValue', severity: 'warning' }])
        expect(flaws[0].found).toContain(said)
      },
    )

    test('a palette of three samples is refused', async () =>
      expect(await refused(colour('PALETTE COLOR', 1, 3))).toMatchObject({ code: 'invalidAttribute' }))

    test('more bytes than the frames that are counted: said', async () => {
      const { instance, flaws } = await opened(colour('RGB', 1, 9))
      expect(instance.NumberOfFrames).toBe(1)
      expect(flaws).toMatchObject([{ code: 'moreFrames', expected: '1', found: '3' }])
    })

    test('a length that is its own says nothing', async () =>
      expect((await opened(colour('YBR_FULL_422', 3, 2))).flaws).toEqual([]))
  })

  test('a frame of a functional group is held to the same', async () => {
    const frame = (slope: string): SyntheticElement[] => [
      ['00289145', 'SQ', [[['00281052', 'DS', '0'], ['00281053', 'DS', slope]]]], // prettier-ignore
    ]
    const { instance, flaws } = await opened({
      NumberOfFrames: 2,
      without: ['00200032'],
      elements: [['52009230', 'SQ', [frame('2'), frame('1e-310')]]],
    })
    expect(flaws).toMatchObject([{ code: 'ignoredValue', found: '1e-310' }])
    expect(instance.frames?.map(({ RescaleSlope }) => RescaleSlope)).toEqual([2, undefined])
  })

  test.each([
    ['VOI LUT', '00283010', 'VOILUTSequence', '16'],
    ['Modality LUT', '00283000', 'ModalityLUTSequence', '16'],
  ])('a %s shorter than it says is named and never used', async (_, sequence, attribute, found) => {
    const item: SyntheticElement[] = [
      ['00283002', 'US', [4096, 0, 16]],
      ['00283006', 'OW', Array.from({ length: 16 }, (_, index) => index)],
    ]
    const file = syntheticImage({ elements: [[sequence, 'SQ', [item]]] })
    const { instance, flaws } = await opened(file)
    expect(flaws).toMatchObject([
      { code: 'ignoredValue', attribute, need: 'entries', expected: '4096', found },
    ])
    const { tables } = frameData(file, instance, 1)
    expect([tables.modality, tables.voi]).toEqual([undefined, []])
  })

  test('a palette shorter than it says is refused: its colours would be made up', async () => {
    const descriptors = ['00281101', '00281102', '00281103'].map((tag) => of(tag, 'US', [256, 0, 16]))
    const data = ['00281201', '00281202', '00281203'].map((tag) => of(tag, 'OW', [1, 2, 3]))
    const elements = [of('00280004', 'CS', 'PALETTE COLOR'), ...descriptors, ...data]
    expect(await refused({ elements })).toMatchObject({
      ...{
        code: 'invalidAttribute',
        attribute: 'RedPaletteColorLookupTableData',
        expected: '256',
        found: '3',
      },
    })
  })

  test('an overlay shorter than it says is named', async () => {
    const plane: SyntheticElement[] = [
      of('60020010', 'US', 512),
      of('60020011', 'US', 512),
      of('60023000', 'OW', [1]),
    ]
    expect((await opened({ elements: plane })).flaws).toMatchObject([
      { code: 'ignoredValue', expected: 'OverlayData (6002,3000) 32768 B', found: '2 B' },
    ])
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
    ['Rows of a wall', { elements: [['00280010', 'US', 40000]] }, 'invalidAttribute', 'Rows 1–32767'],
    [
      'more pixels than a canvas holds',
      {
        elements: [
          ['00280010', 'US', 16384],
          ['00280011', 'US', 16384],
        ],
      },
      ...(['invalidAttribute', 'Rows × Columns ≤ 100000000'] as const),
    ],
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
    const cut = bytes.subarray(0, -600)
    const { instance, flaws } = await opened(cut)
    expect(instance.NumberOfFrames).toBe(1)
    expect(flaws).toMatchObject([{ code: 'truncatedFrames', expected: '3', found: '1' }])
    expect(frameData(cut, instance, 1).bytes).toHaveLength(512)
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

  test.each(['JPEG', 'JPEG 2000'])(
    'a size that header and %s stream agree upon is weighed against the bytes',
    async (kind) => {
      const side = 8192
      const stream = jpeg(side, side)
      const siz = new Uint8Array(60)
      siz.set([0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, 0, 0, side >> 8, 0, 0, 0, side >> 8, 0])
      const flaw = await refused({
        TransferSyntaxUID: kind === 'JPEG' ? baseline : '1.2.840.10008.1.2.4.90',
        elements: [
          ['00280010', 'US', side],
          ['00280011', 'US', side],
          ['7FE00010', 'OB', encapsulate([kind === 'JPEG' ? stream : siz])],
        ],
      })
      expect(flaw).toMatchObject({ code: 'truncatedPixelData', expected: '≥ 65536 B' })
    },
  )

  test('an end that is missing: one frame refused, of a clip the whole frames open', async () => {
    expect(await refused(compressed(encapsulate([jpeg(16, 16)], false)))).toMatchObject({
      code: 'truncatedPixelData',
    })
    const clip = await opened(compressed(encapsulate([jpeg(16, 16), jpeg(16, 16)], false), 5))
    expect(clip.instance.NumberOfFrames).toBe(2)
  })

  test('of a large file with one frame the two ends are enough; frames are counted', async () => {
    const large = async (frames: number, tail?: number) => {
      const whole = syntheticImage(compressed(encapsulate([jpeg(16, 16), new Uint8Array(4000)]), frames))
      return (await read(whole.slice(0, whole.length - 3000), whole.length, whole.slice(-64, tail))).kind
    }
    expect(await large(1)).toBe('image')
    expect(await large(1, -8)).toBe('more')
    expect(await large(2)).toBe('more')
  })

  test('a stream that was cut before its size is called so', async () =>
    expect(await refused(compressed(encapsulate([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...Array<number>(60).fill(0))])))).toMatchObject({
      code: 'cutCodestream',
    })) // prettier-ignore

  test('more streams than frames: the first are shown, and how many there are is said', async () => {
    const { instance, flaws } = await opened(compressed(encapsulate([1, 2, 3].map(() => jpeg(16, 16))), 2))
    expect(instance.NumberOfFrames).toBe(2)
    expect(flaws[0]).toMatchObject({ code: 'moreFrames', expected: '2', found: '3' })
  })

  test('run lengths in more fragments than frames are refused: which go together is not known', async () => {
    const rle = runLengths({ columns: 16, rows: 16, bits: 16, values: Array<number>(256).fill(7) })
    const pieces = [rle.slice(0, 100), rle.slice(100), rle.slice(0, 100), rle.slice(100)]
    const image: SyntheticImage = { ...compressed(encapsulate(pieces), 2), TransferSyntaxUID: '1.2.840.10008.1.2.5' } // prettier-ignore
    expect((await refused(image)).code).toBe('brokenPixelData')
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

describe('a segmentation organised as TILED_FULL', () => {
  const segment = (number: number): SyntheticElement[] => [
    ['00620004', 'US', number],
    ['00620005', 'LO', `segment ${number}`],
  ]
  const tiled = (NumberOfFrames: number, type: string): SyntheticImage => ({
    SOPClassUID: type === 'LABELMAP' ? '1.2.840.10008.5.1.4.1.1.66.7' : '1.2.840.10008.5.1.4.1.1.66.4',
    ...{ Modality: 'SEG', NumberOfFrames },
    elements: [
      ['00209311', 'CS', 'TILED_FULL'],
      ['00620001', 'CS', type],
      ['00620002', 'SQ', [segment(2), segment(1)]],
    ],
  })

  test('opens: its frames come segment by segment, and lie on no image', async () => {
    const { instance } = await opened(tiled(6, 'BINARY'))
    expect(instance.segmentation?.frames.map(({ segment: number }) => number)).toEqual([1, 1, 1, 2, 2, 2])
    expect(instance.segmentation?.frames.every(({ sources }) => sources.length === 0)).toBe(true)
  })

  test('as a label map too: each of its frames shows all segments', async () => {
    expect((await opened(tiled(3, 'LABELMAP'))).instance.segmentation?.frames).toHaveLength(3)
  })

  test('frames that do not share out among the segments are refused', async () => {
    expect(await refused(tiled(5, 'BINARY'))).toMatchObject({ code: 'invalidAttribute' })
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

const BYTES: readonly SyntheticElement[] = [
  ['00280100', 'US', 8],
  ['00280101', 'US', 8],
  ['00280102', 'US', 7],
]

function elementsOf(image: SyntheticImage, more: readonly SyntheticElement[] = []): SyntheticElement[] {
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
  const replaced = new Set(more.map(([tag]) => tag))
  return [...all.filter(([tag]) => !without.includes(tag) && !replaced.has(tag)), ...more]
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

  const group = (tag: string, ...items: SyntheticElement[]): SyntheticElement => [tag, 'SQ', [items]]
  const place: SyntheticElement = group('00209113', ['00200032', 'DS', '0\\0\\100'])
  const content = (index: number): SyntheticElement => group('00209111', ['00209057', 'UL', index])
  const phase = (index: number): SyntheticElement => group('00209111', ['00209128', 'UL', index])
  const bValue = (index: number): SyntheticElement => group('00189117', ['00189087', 'FD', index])
  const grouped = (shared: SyntheticElement[], frames: SyntheticElement[][]): SyntheticImage => ({
    ...cbct([['52009229', 'SQ', [shared]], ['52009230', 'SQ', frames]]), // prettier-ignore
    without: ['00200032'],
  })
  const said = async (image: SyntheticImage) =>
    (await opened(image)).flaws.map(({ code, attribute }) => attribute ?? code)
  const nowhere = [undefined, undefined, undefined, undefined]

  test.each<[string, SyntheticImage, (number | undefined)[], string[]]>([
    ['of all frames is that of none', grouped([place], [1, 2, 3, 4].map((n) => [content(n)])), nowhere, ['onePlace']],
    ['of moments is that of all', grouped([place], [1, 2, 3, 4].map((n) => [phase(n)])), [100, 100, 100, 100], []],
    ['of b-values is that of all', grouped([place], [0, 1, 2, 3].map((n) => [bValue(n)])), [100, 100, 100, 100], []],
    ['that two frames lack', grouped([], [[place], [place], [content(3)]]), [100, 100, undefined, undefined], ['ImagePositionPatient']],
    ['and no spacing', cbct([]), [100, undefined, undefined, undefined], ['onePlace']],
    ['and a spacing of 0', cbct([['00180088', 'DS', '0']]), [100, undefined, undefined, undefined], ['onePlace']],
    ['and a spacing below 0', cbct([['00180088', 'DS', '-2']]), [100, undefined, undefined, undefined], ['SpacingBetweenSlices']],
  ])('one position %s', async (_, image, expected, flaws) => {
    expect(await heights(image)).toEqual(expected)
    expect(await said(image)).toEqual(flaws)
  }) // prettier-ignore

  test('slices of nuclear medicine may run against the normal', async () => {
    const image = cbct([['00180088', 'DS', '-2'], ['00540080', 'US', [1, 2, 3, 4]]]) // prettier-ignore
    expect(await heights({ ...image, Modality: 'NM' })).toEqual([100, 98, 96, 94])
    expect(await heights(image)).toEqual([100, undefined, undefined, undefined])
  })

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
    ['a circle beside the image', [['00181600', 'CS', 'CIRCULAR'], ['00181610', 'IS', '500\\600'], ['00181611', 'IS', '9'], ['00181612', 'IS', '35']]], // prettier-ignore
    ['a rectangle beside the image', [['00181600', 'CS', 'RECTANGULAR'], ['00181602', 'IS', '90'], ['00181604', 'IS', '99'], ['00181606', 'IS', '1'], ['00181608', 'IS', '9']]], // prettier-ignore
    ['a polygon beside the image', [['00181600', 'CS', 'POLYGONAL'], ['00181620', 'IS', '1\\90\\9\\90\\9\\99']]], // prettier-ignore
  ])('%s is ignored, and said', async (_, elements) => {
    const { shapes, flaws } = await shutter(...elements)
    expect(shapes).toBeUndefined()
    expect(flaws).toMatchObject([{ code: 'ignoredValue', attribute: 'ShutterShape' }])
  })
})

test.each<[string, SyntheticElement[], readonly number[] | undefined, number | undefined]>([
  ['a vector', [['00181065', 'DS', '0\\40\\80']], [0, 40, 80], 1000 / 60],
  ['a vector that is not pointed at', [['00181065', 'DS', '0\\40\\80'], ['00181063', 'DS', '50'], ['00280009', 'AT', [0x0018, 0x1063]]], undefined, 20], // prettier-ignore
])('times of frames: %s', async (_, elements, times, rate) => {
  const { instance } = await opened({ NumberOfFrames: 3, elements })
  expect(instance.frameTimesMs).toEqual(times)
  expect(instance.framesPerSecond).toBeCloseTo(rate as number, 6)
})

test.each<[string, SyntheticElement[], string[]]>([
  ['0', [['00181063', 'DS', '0']], ['FrameTime usualRate']],
  ['far below 1 ms', [['00181063', 'DS', '1e-9']], ['FrameTime usualRate']],
  ['beyond a minute', [['00181063', 'DS', '1e9']], ['FrameTime usualRate']],
  ['below 0', [['00181063', 'DS', '-100']], ['FrameTime usualRate']],
  ['0, beside a rate', [['00181063', 'DS', '0'], ['00082144', 'IS', '5']], ['FrameTime undefined']],
  ['of fewer frames', [['00181065', 'DS', '0\\40']], ['FrameTimeVector usualRate']],
  ['back in time', [['00181065', 'DS', '0\\40\\-40']], ['FrameTimeVector usualRate']],
])('times of frames that are none: %s', async (_, elements, expected) => {
  const { instance, flaws } = await opened({ NumberOfFrames: 3, without: ['00200032'], elements })
  expect(flaws.map(({ attribute, effect }) => `${attribute} ${effect}`)).toEqual(expected)
  expect([instance.frameTimesMs, instance.framesPerSecond ?? 5]).toEqual([undefined, 5])
}) // prettier-ignore

describe('a region of an ultrasound image', () => {
  const region = (change: Record<string, SyntheticElement[]> = {}): SyntheticImage => ({
    Modality: 'US',
    without: ['00280030', '00200032', '00200037'],
    elements: [['00186011', 'SQ', [[
      ['00186012', 'US', 1], ['00186014', 'US', 1], ['00186016', 'UL', 0],
      ...(change.corners ?? [['00186018', 'UL', 0], ['0018601A', 'UL', 0], ['0018601C', 'UL', 15], ['0018601E', 'UL', 15]]),
      ...(change.units ?? [['00186024', 'US', 3], ['00186026', 'US', 3]]),
      ...(change.delta ?? [['0018602C', 'FD', 0.02], ['0018602E', 'FD', 0.02]]),
    ] as SyntheticElement[]]]],
  }) // prettier-ignore
  const delta = (...[x, y]: number[]): SyntheticElement[] => [['0018602C', 'FD', x], ['0018602E', 'FD', y]] // prettier-ignore

  test.each<[string, Record<string, SyntheticElement[]>, number | undefined, string | undefined]>([
    ['as it should be', {}, 0.2, undefined],
    ['with an axis turned round', { delta: delta(0.02, -0.02) }, 0.2, undefined],
    ['of a scale below an atom', { delta: delta(1e-9, 1e-9) }, undefined, 'scale'],
    ['of metres', { delta: delta(100, 100) }, undefined, 'scale'],
    ['of no scale', { delta: delta(0, 0) }, undefined, 'scale'],
    ['of seconds has no scale, and needs none', { units: [['00186024', 'US', 4], ['00186026', 'US', 3]], delta: delta(0, 0) }, undefined, undefined],
    ['with its corners changed about', { corners: [['00186018', 'UL', 15], ['0018601A', 'UL', 15], ['0018601C', 'UL', 0], ['0018601E', 'UL', 0]] }, undefined, 'corners'],
  ])('%s', async (_, change, mm, need) => {
    const { instance, flaws } = await opened(region(change))
    expect(instance.calibration?.columnSpacingMm).toEqual(mm)
    expect(flaws.map((flaw) => flaw.need)).toEqual(need ? [need] : [])
  }) // prettier-ignore
})

test.each([
  ['one value', '0.5', 'twoPositive', '0.5'],
  ['a comma', '0,5\\0,5', 'twoPositive', '0,5\\0,5'],
  ['a zero', '0.5\\0', 'twoPositive', '0.5\\0'],
  ['a line', '0.5\\90', 'sides', '0.5\\90'],
])('Pixel Spacing of %s: what is expected is not what was found', async (_, spacing, need, found) => {
  const { flaws } = await opened({ elements: [['00280030', 'DS', spacing]] })
  expect(flaws).toMatchObject([{ attribute: 'PixelSpacing', need, found, effect: 'noMillimetres' }])
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
