import { describe, expect, test } from 'vitest'
import { part10, syntheticImage, type SyntheticElement } from '../../e2e/synthetic-dicom'
import type { ContentItem } from '../domain/document'
import { readFile } from './read-file'

const identity: readonly SyntheticElement[] = [
  ['00080005', 'CS', 'ISO_IR 192'],
  ['00080018', 'UI', '2.25.50'],
  ['00080060', 'CS', 'SR'],
  ['0020000D', 'UI', '2.25.51'],
  ['0020000E', 'UI', '2.25.52'],
]

async function open(SOPClassUID: string, elements: readonly SyntheticElement[]) {
  const bytes = part10([...identity, ['00080016', 'UI', SOPClassUID], ...elements])
  const size = bytes.length
  const reading = await readFile({ bytes, size }, { key: 'k', name: 'report', size })
  if (reading.kind !== 'image') throw new Error(JSON.stringify(reading))
  return { ...reading.imported.instance, bytes }
}

const code = (value: string, meaning: string): readonly (readonly SyntheticElement[])[] => [
  [
    ['00080100', 'SH', value],
    ['00080104', 'LO', meaning],
  ],
]
const item = (type: string, name: string, ...more: SyntheticElement[]): SyntheticElement[] => [
  ['0040A010', 'CS', 'CONTAINS'],
  ['0040A040', 'CS', type],
  ['0040A043', 'SQ', code('1', name)],
  ...more,
]
const reference: SyntheticElement = [
  '00081199',
  'SQ',
  [
    [
      ['00081155', 'UI', '2.25.7'],
      ['00081160', 'IS', '2\\3'],
    ],
  ],
]

/** As it is shown. */
const indented = ({ depth, name, value }: ContentItem): string =>
  `${'  '.repeat(depth)}${name}${value && `: ${value}`}`

describe('a structured report', () => {
  test('is a tree of names and values', async () => {
    const { document, NumberOfFrames } = await open('1.2.840.10008.5.1.4.1.1.88.33', [
      ...item('CONTAINER', 'Imaging report'),
      ['0040A491', 'CS', 'COMPLETE'],
      [
        '0040A730',
        'SQ',
        [
          item('TEXT', 'Finding', ['0040A160', 'UT', 'Calcificación\\2 mm']),
          item('CODE', 'Site', ['0040A168', 'SQ', code('T', 'Wrist')]),
          item('NUM', 'Length', [
            '0040A300',
            'SQ',
            [
              [
                ['0040A30A', 'DS', '12.5'],
                ['004008EA', 'SQ', code('mm', 'millimetre')],
              ],
            ],
          ]),
          item('CONTAINER', 'Evidence', ['0040A730', 'SQ', [item('IMAGE', 'Source', reference)]]),
        ],
      ],
    ])
    expect(NumberOfFrames).toBe(0)
    if (document?.kind !== 'tree') throw new Error('expected a tree')
    expect(document.flags).toEqual(['COMPLETE'])
    expect(document.items.map(indented)).toEqual([
      'Imaging report',
      '  Finding: Calcificación\\2 mm',
      '  Site: Wrist',
      '  Length: 12.5 mm',
      '  Evidence',
      '    Source',
    ])
    expect(document.items.flatMap(({ images }) => images)).toEqual([
      { SOPInstanceUID: '2.25.7', frameNumber: 2 },
      { SOPInstanceUID: '2.25.7', frameNumber: 3 },
    ])
  })

  test('of more items than anyone reads is cut, and says so', async () => {
    const many = Array.from({ length: 10_001 }, () => item('TEXT', 'a'))
    const { document } = await open('1.2.840.10008.5.1.4.1.1.88.11', [['0040A730', 'SQ', many]])
    expect(document).toMatchObject({ kind: 'tree', truncated: true })
  })
})

describe('an encapsulated document', () => {
  const PDF = '1.2.840.10008.5.1.4.1.1.104.1'
  const encapsulated = (text: string, length = text.length): SyntheticElement[] => [
    ['00420010', 'ST', 'Report of the wrist'],
    ['00420011', 'OB', new TextEncoder().encode(text)],
    ['00420015', 'UL', length],
  ]

  test('that is a PDF: where it lies in the file', async () => {
    const { document, bytes } = await open(PDF, encapsulated('%PDF-1.4 … \0', 12))
    if (document?.kind !== 'pdf') throw new Error('expected a PDF')
    expect(document.title).toBe('Report of the wrist')
    const { fromEnd, length } = document
    const dataOffset = bytes.length - fromEnd
    expect(new TextDecoder().decode(bytes.subarray(dataOffset, dataOffset + length))).toBe('%PDF-1.4 …')
  })

  test('that only calls itself one is refused', async () => {
    const bytes = part10([...identity, ['00080016', 'UI', PDF], ...encapsulated('<html></html>')])
    const reading = await readFile({ bytes, size: bytes.length }, { key: 'k', name: 'x', size: bytes.length })
    expect(reading).toMatchObject({ kind: 'refused', flaws: [{ code: 'objectNotShown', found: 'Encapsulated PDF' }] }) // prettier-ignore
  })
})

describe('a segmentation', () => {
  const group = (segment: number, uid: string): readonly SyntheticElement[] => [
    ['0062000A', 'SQ', [[['0062000B', 'US', segment]]]],
    ['00089124', 'SQ', [[['00082112', 'SQ', [[['00081155', 'UI', uid]]]]]]],
  ]
  const seg = (groups: readonly (readonly SyntheticElement[])[]) => {
    const bytes = syntheticImage({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
      Modality: 'SEG',
      NumberOfFrames: 2,
      elements: [
        ['00620001', 'CS', 'BINARY'],
        ['00620002', 'SQ', [[['00620004', 'US', 1], ['00620005', 'LO', 'Bone'], ['0062000D', 'US', [35579, 53664, 50858]]]]], // prettier-ignore
        ['52009230', 'SQ', groups],
      ],
    })
    return readFile({ bytes, size: bytes.length }, { key: 'k', name: 'seg', size: bytes.length })
  }

  test('has segments, and frames that name images', async () => {
    const reading = await seg([group(1, '2.25.7'), group(1, '2.25.8')])
    if (reading.kind !== 'image') throw new Error(JSON.stringify(reading))
    const { segmentation } = reading.imported.instance
    // red of sRGB under D50: L* 54.29, a* 80.81, b* 69.89
    expect(segmentation?.segments).toEqual([{ number: 1, label: 'Bone', colour: [255, 0, 0] }])
    expect(segmentation?.frames).toEqual([
      { segment: 1, sources: [{ SOPInstanceUID: '2.25.7', frameNumber: 0 }] },
      { segment: 1, sources: [{ SOPInstanceUID: '2.25.8', frameNumber: 0 }] },
    ])
  })

  test('that names a segment it does not have, or leaves frames without one, is refused', async () => {
    expect(await seg([group(1, '2.25.7'), group(9, '2.25.8')])).toMatchObject({
      flaws: [{ code: 'invalidAttribute', expected: 'ReferencedSegmentNumber 1', found: '9' }],
    })
    expect(await seg([group(1, '2.25.7')])).toMatchObject({
      flaws: [{ code: 'invalidAttribute', expected: 'PerFrameFunctionalGroupsSequence 2', found: '1' }],
    })
  })
})
