import { describe, expect, test } from 'vitest'
import { part10, syntheticImage, type SyntheticElement } from '../../e2e/synthetic-dicom'
import type { Study } from '../domain/study'
import { checkDirectory, comparable, type Directory } from './directory'
import { withDirectory } from './directory-order'
import { readFile } from './read-file'
import { addInstances } from './study-builder'

interface Entry {
  readonly type: string
  /** Indices among the entries; offsets in the file. */
  readonly next?: number
  readonly lower?: number
  readonly elements?: readonly SyntheticElement[]
}

const fileId = (path: string, uid = '2.25.1'): SyntheticElement[] => [
  ['00041500', 'CS', path],
  ['00041511', 'UI', uid],
]

/** A DICOMDIR whose offsets are found by writing it twice. */
function dicomdir(entries: readonly Entry[]): Uint8Array {
  const write = (offsets: readonly number[]) =>
    part10([
      ['00041200', 'UL', offsets[0] ?? 0],
      [
        '00041220',
        'SQ',
        entries.map(({ type, next, lower, elements = [] }): SyntheticElement[] => [
          ['00041400', 'UL', offsets[next ?? -1] ?? 0],
          ['00041420', 'UL', offsets[lower ?? -1] ?? 0],
          ['00041430', 'CS', type],
          ...elements,
        ]),
      ],
      ['00080016', 'UI', '1.2.840.10008.1.3.10'],
    ])
  const blank = write([])
  const items = Array.from(blank.keys()).filter((at) =>
    [0xfe, 0xff, 0x00, 0xe0].every((byte, index) => blank[at + index] === byte),
  )
  return write(items)
}

async function read(entries: readonly Entry[]): Promise<Directory> {
  const bytes = dicomdir(entries)
  const size = bytes.length
  const reading = await readFile({ bytes, size }, { key: 'k', name: 'DICOMDIR', size })
  if (reading.kind !== 'directory') throw new Error(`expected a directory, got ${JSON.stringify(reading)}`)
  return reading.directory
}

describe('the records of a directory', () => {
  test('are read along their offsets, names handed down', async () => {
    const { files, outside, loops } = await read([
      { type: 'PATIENT', lower: 3, elements: [['00100010', 'PN', 'Roe^Jane']] },
      { type: 'IMAGE', elements: fileId('A\\SECOND', '2.25.2') },
      { type: 'IMAGE', next: 1, elements: fileId('A\\FIRST', '2.25.1') },
      { type: 'STUDY', lower: 4, elements: [['00081030', 'LO', 'Wrist']] },
      { type: 'SERIES', lower: 2, elements: [['0008103E', 'LO', 'AP']] },
    ])
    expect(files.map(({ path, SOPInstanceUID }) => [path, SOPInstanceUID])).toEqual([
      ['A/FIRST', '2.25.1'],
      ['A/SECOND', '2.25.2'],
    ])
    expect(files[1].names).toEqual({
      PatientName: ['Roe^Jane'],
      StudyDescription: ['Wrist'],
      SeriesDescription: ['AP'],
    })
    expect([outside, loops]).toEqual([[], false])
  })

  test('that nothing leads to follow in the order of the file', async () => {
    const { files } = await read([{ type: 'PATIENT' }, { type: 'IMAGE', elements: fileId('B') }])
    expect(files.map(({ path }) => path)).toEqual(['B'])
  })

  test('that lead back to one another are said to', async () => {
    const { loops, files } = await read([
      { type: 'PATIENT', lower: 1 },
      { type: 'STUDY', lower: 0, next: 1 },
      { type: 'IMAGE', elements: fileId('C') },
    ])
    expect(loops).toBe(true)
    expect(files.map(({ path }) => path)).toEqual(['C'])
  })

  test.each(['..\\SECRET', 'A\\..\\..\\B', '\\ROOT', 'C:\\X', 'http://example.org/x', '.'])(
    '%s leads out of the folder',
    async (path) => {
      const { files, outside } = await read([{ type: 'IMAGE', elements: fileId(path) }])
      expect(files).toEqual([])
      expect(outside).toHaveLength(1)
    },
  )
})

test('files are looked for beside the directory, in whichever letters, with or without an ending', () => {
  const file = (path: string) => ({ path, SOPInstanceUID: '', names: {} })
  const directory = {
    files: ['A/ONE', 'A/TWO', 'A/THREE', 'GONE'].map(file),
    outside: [],
    loops: false,
    records: 4,
    unreached: 0,
  }
  const given = new Set(['disc/DICOMDIR', 'disc/a/one', 'disc/A/TWO.dcm', 'disc/A/THREE.;1', 'GONE'].map(comparable)) // prettier-ignore
  expect(checkDirectory(directory, 'disc/DICOMDIR', given)).toEqual({ found: 3, missing: ['GONE'] })
})

test('order and names of the directory stand in where the files have none', async () => {
  const image = async (uid: string, without: string[]) => {
    const bytes = syntheticImage({ SOPInstanceUID: uid, without })
    const size = bytes.length
    const reading = await readFile({ bytes, size }, { key: uid, name: uid, size })
    if (reading.kind !== 'image') throw new Error(JSON.stringify(reading))
    return reading.imported
  }
  const without = ['00200013', '00200032', '0008103E']
  const images = await Promise.all(['2.25.31', '2.25.32', '2.25.33'].map((uid) => image(uid, without)))
  const { studies } = addInstances([], images)
  const listed = ['2.25.33', '2.25.31', '2.25.32'].map((SOPInstanceUID) => ({
    path: SOPInstanceUID,
    SOPInstanceUID,
    names: { SeriesDescription: ['Lateral'], StudyDescription: ['not used: the file has one'] },
  }))
  const uidsOf = ([{ series }]: readonly Study[]) => series[0].instances.map((one) => one.SOPInstanceUID)
  const after = withDirectory(studies, listed)
  expect(uidsOf(studies)).toEqual(['2.25.31', '2.25.32', '2.25.33'])
  expect(uidsOf(after)).toEqual(['2.25.33', '2.25.31', '2.25.32'])
  expect(after[0]).toMatchObject({
    StudyDescription: 'Synthetic study',
    series: [{ SeriesDescription: 'Lateral' }],
  })
})
