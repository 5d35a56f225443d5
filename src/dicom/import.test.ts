import { BlobWriter, Uint8ArrayReader, ZipWriter, configure } from '@zip.js/zip.js'
import { describe, expect, test } from 'vitest'
import { part10, syntheticImage, type SyntheticElement } from '../../e2e/synthetic-dicom'
import type { Study } from '../domain/study'
import { en } from '../i18n/en'
import { ByteStore } from './byte-store'
import type { HeaderReader } from './header-reader'
import { importFiles, type ImportOptions, type NamedBlob } from './import'
import { readFile } from './read-file'
import { addInstances, type ImportedInstance } from './study-builder'
import { openZip } from './zip'

configure({ useWebWorkers: false })

const inProcess = (): HeaderReader => ({
  read: ({ source, bytes, size, tail }) =>
    readFile({ bytes: new Uint8Array(bytes), size, tail: tail && new Uint8Array(tail) }, source),
  sizes: (blobs) => Promise.resolve(blobs.map(({ size }) => size)),
  close: () => undefined,
})

const run = (items: Iterable<NamedBlob> | AsyncIterable<NamedBlob>, options: Partial<ImportOptions> = {}) =>
  importFiles(items, { store: new ByteStore(), startReader: inProcess, openZip, ...options })

const file = (name: string, bytes: Uint8Array<ArrayBuffer>): NamedBlob => ({ name, blob: new Blob([bytes]) })
const slice = (InstanceNumber: number, more = {}) => syntheticImage({ InstanceNumber, ...more })
const text = (words: string) => new TextEncoder().encode(words)

async function zip(entries: Record<string, Uint8Array>, password?: string): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter(), { password })
  for (const [name, bytes] of Object.entries(entries)) await writer.add(name, new Uint8ArrayReader(bytes))
  return writer.close()
}

describe('a folder', () => {
  test('good files open beside bad ones, each of which is named', async () => {
    const { instances, problems, skipped } = await run([
      file('study/a', slice(1)),
      file('study/cut.dcm', slice(2).slice(0, -300)),
      file('study/page.dcm', text('<!doctype html><html>')),
      file('study/readme.txt', text('Thank you for choosing our hospital')),
      file('study/.DS_Store', new Uint8Array()),
      file('study/empty.dcm', new Uint8Array()),
      file('study/state', slice(3, { SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1' })),
    ])
    expect(instances.map(({ instance }) => instance.source.name)).toEqual(['study/a'])
    expect(problems.map(({ source, code }) => [source, code]).sort()).toEqual([
      ['study/cut.dcm', 'truncatedPixelData'],
      ['study/empty.dcm', 'emptyFile'],
      ['study/page.dcm', 'notDicom'],
    ])
    expect(skipped.map(({ source }) => source).sort()).toEqual([
      'study/.DS_Store',
      'study/readme.txt',
      'study/state',
    ])
  })

  test.each(['folder', 'zip'])('a directory in a %s: what it lists is looked for beside it', async (kind) => {
    const record = (path: string, uid: string) =>
      [
        ['00041430', 'CS', 'IMAGE'],
        ['00041500', 'CS', path],
        ['00041511', 'UI', uid],
      ] as const
    const directory = part10([
      ['00041200', 'UL', 0],
      [
        '00041220',
        'SQ',
        [record('IM\\A', '2.25.1.3.1'), record('IM\\GONE', '2.25.9'), record('..\\B', '2.25.8')],
      ],
      ['00080016', 'UI', '1.2.840.10008.1.3.10'],
    ])
    const files = { 'disc/DICOMDIR': directory, 'disc/IM/A': slice(1), B: slice(2) }
    const items =
      kind === 'zip'
        ? [{ name: 'all.zip', blob: await zip(files) }]
        : Object.entries(files).map(([name, bytes]) => file(name, bytes))
    const { instances, problems, skipped, listed } = await run(items)
    expect(instances).toHaveLength(2)
    expect(problems.map(({ code, found }) => [code, found])).toEqual([
      ['directoryOutside', '../B'],
      ['directoryUnreached', '3'],
      ['directoryMissing', 'IM/GONE'],
    ])
    expect(skipped.map(({ code, expected, found }) => [code, expected, found])).toEqual([
      ['directoryUsed', '2', '1'],
    ])
    expect(listed.map(({ SOPInstanceUID }) => SOPInstanceUID)).toEqual(['2.25.1.3.1', '2.25.9'])
  })

  test.each<[string, readonly SyntheticElement[], string]>([
    ['without a record', [['00041220', 'SQ', []]], 'directoryEmpty'],
    ['without its sequence', [], 'directoryEmpty'],
    ['whose records name no file', [['00041220', 'SQ', [[['00041430', 'CS', 'PATIENT']]]]], 'directoryEmpty'],
    [
      'whose sequence is cut',
      [['00041220', 'UN', new Uint8Array([0xfe, 0xff, 0, 0xe0, 200, 0, 0, 0])]],
      'directoryEmpty',
    ],
  ])('a directory %s is named, and what lies beside it opens', async (_, elements, code) => {
    const directory = part10([['00041200', 'UL', 0], ['00080016', 'UI', '1.2.840.10008.1.3.10'], ...elements]) // prettier-ignore
    const { instances, problems } = await run([file('disc/DICOMDIR', directory), file('disc/A', slice(1))])
    expect(instances).toHaveLength(1)
    expect(problems.map(({ source, code: said }) => [source, said])).toEqual([['disc/DICOMDIR', code]])
  })

  test('a directory that is truncated is named', async () => {
    const whole = part10([
      ['00041220', 'SQ', [[['00041500', 'CS', 'A']]]],
      ['00080016', 'UI', '1.2.840.10008.1.3.10'],
      ['00091001', 'OB', new Uint8Array(100)],
    ])
    const { problems } = await run([file('disc/DICOMDIR', whole.slice(0, -50)), file('disc/A', slice(1))])
    expect(problems.map(({ source, code }) => [source, code])).toEqual([['disc/DICOMDIR', 'brokenHeader']])
  })

  test('without an image says so, naming the folder', async () => {
    const { problems } = await run([file('holiday/a.txt', text('a')), file('holiday/b.txt', text('b'))])
    expect(problems).toMatchObject([{ source: 'holiday', code: 'noImages', found: '2' }])
  })

  test('a file that can no longer be read is named, the rest opens', async () => {
    const gone = new Blob([slice(1)])
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'))
    const { instances, problems } = await run([{ name: 'gone', blob: gone }, file('here', slice(2))])
    expect(instances).toHaveLength(1)
    expect(problems).toMatchObject([{ source: 'gone', code: 'unreadableFile', found: 'NotReadableError' }])
  })
})

describe('arrival', () => {
  test('the first instance is handed over by itself, before the others are read', async () => {
    const batches: number[] = []
    const items = Array.from({ length: 300 }, (_, index) => file(`s/${index}`, slice(index + 1)))
    const { instances } = await run(items, { onInstances: (batch) => batches.push(batch.length) })
    expect(batches[0]).toBe(1)
    expect(batches.reduce((sum, length) => sum + length)).toBe(300)
    expect(instances).toHaveLength(300)
  })

  test('nothing else is read until the first image has been shown', async () => {
    const given = Array.from({ length: 20 }, (_, index) => file(`s/${index}`, slice(index + 1)))
    const read: string[] = []
    const items = given.map(({ name, blob }) => {
      const arrayBuffer = blob.arrayBuffer.bind(blob)
      blob.arrayBuffer = () => (read.push(name), arrayBuffer())
      return { name, blob }
    })
    let readBefore: string[] = []
    const firstShown = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      readBefore = [...read]
    }
    const { instances } = await run(items, { firstShown })
    expect(readBefore).toEqual(['s/0'])
    expect(instances).toHaveLength(20)
  })

  test('progress ends with all files and bytes', async () => {
    const seen: { files: number; totalFiles: number; bytes: number; totalBytes: number }[] = []
    await run([file('a', slice(1)), file('b', slice(2))], { onProgress: (progress) => seen.push(progress) })
    const last = seen[seen.length - 1]
    expect(last).toMatchObject({ files: 2, totalFiles: 2, instances: 2 })
    expect(last.bytes).toBe(last.totalBytes)
  })

  test('cancel stops within 100 ms, though a file hangs, and keeps what arrived', async () => {
    const cancel = new AbortController()
    const hanging = new Blob([slice(2)])
    hanging.arrayBuffer = () => new Promise(() => undefined)
    let asked = 0
    async function* endless() {
      yield file('a', slice(1))
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        yield { name: `hanging-${asked++}`, blob: hanging }
      }
    }
    let cancelledAt = 0
    setTimeout(() => {
      cancelledAt = performance.now()
      cancel.abort()
    }, 150)
    const { instances, cancelled } = await run(endless(), { signal: cancel.signal })
    expect(performance.now() - cancelledAt).toBeLessThan(100)
    expect(cancelled).toBe(true)
    expect(instances).toHaveLength(1)
    const askedAtEnd = asked
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(asked - askedAtEnd).toBeLessThanOrEqual(1)
  })
})

describe('a large file', () => {
  test('is not read whole', async () => {
    const big = new Blob([slice(1, { Rows: 2000, Columns: 2000, pixel: () => 0 })])
    const reads: number[] = []
    const cut = big.slice.bind(big)
    big.slice = (from?: number, to?: number) => {
      const part = cut(from, to)
      reads.push(part.size)
      return part
    }
    big.arrayBuffer = () => Promise.reject(new Error('read whole'))
    const { instances } = await run([{ name: 'big', blob: big }])
    expect(instances).toHaveLength(1)
    expect(reads.reduce((sum, size) => sum + size)).toBeLessThan(big.size / 10)
  })

  test('with a long header is read further', async () => {
    const long = slice(1, {
      Rows: 2000,
      Columns: 2000,
      pixel: () => 0,
      elements: [['00091001', 'OB', new Uint8Array(700_000)]],
    })
    expect((await run([file('long', long)])).instances).toHaveLength(1)
  })
})

describe('the same UID twice', () => {
  test('the same bytes are counted and dropped', async () => {
    const { instances, duplicates, problems } = await run([file('a', slice(1)), file('copy', slice(1))])
    expect([instances.length, duplicates, problems.length]).toEqual([1, 1, 0])
  })

  test('other pixels: the first stays, and both files are named', async () => {
    const { instances, duplicates, problems } = await run([
      file('a', slice(1)),
      file('b', slice(1, { pixel: () => 5 })),
    ])
    expect([instances.length, duplicates]).toEqual([1, 0])
    expect(problems).toMatchObject([{ source: 'b', code: 'duplicateDiffers', severity: 'error', found: 'a' }])
  })

  test('of two patients: what is not opened is no study of its own', async () => {
    const { problems } = await run([file('a', slice(1)), file('b', slice(1, { PatientID: 'other' }))])
    expect(problems.map(({ code }) => code)).toEqual(['duplicateDiffers'])
  })

  test('a file that was cut says itself why there is nothing to show', async () => {
    const { problems } = await run([file('a.dcm', slice(1).slice(0, 700))])
    expect(problems.map(({ code }) => code)).not.toContain('noImages')
    expect(problems).toHaveLength(1)
  })

  test('another patient with the same study: warned, kept apart', async () => {
    const { instances, problems } = await run([
      file('a', slice(1)),
      file('b', slice(2, { PatientID: 'OTHER', SeriesInstanceUID: '2.25.9' })),
    ])
    expect(problems).toMatchObject([{ source: 'b', code: 'otherPatient' }])
    expect(addInstances([], instances).studies).toHaveLength(2)
  })

  test('what is open already counts', async () => {
    const store = new ByteStore()
    const first = await run([file('a', slice(1))], { store })
    const open = addInstances([], first.instances).studies
    const again = await run([file('a', slice(1))], { store, open })
    expect([again.instances.length, again.duplicates, again.problems.length]).toEqual([0, 1, 0])
  })
})

describe('a zip', () => {
  test('its entries open, and their bytes can be had until they are forgotten', async () => {
    const store = new ByteStore()
    const blob = await zip({ 'x/1': slice(1), 'x/2': slice(2), 'x/note.txt': text('note') })
    const { instances } = await run([{ name: 'study.zip', blob }], { store })
    const sources = instances.map(({ instance }) => instance.source)
    expect(sources.map(({ name }) => name).sort()).toEqual(['study.zip/x/1', 'study.zip/x/2'])
    expect((await store.blobOf(sources[0])).size).toBe(slice(1).length)
    store.forget(sources)
    await expect(store.blobOf(sources[0])).rejects.toThrow('closed')
  })

  test('paths that lead out of it are names and nothing else', async () => {
    const blob = await zip({ '../../evil': slice(1) })
    const { instances } = await run([{ name: 'slip.zip', blob }])
    expect(instances.map(({ instance }) => instance.source.name)).toEqual(['slip.zip/../../evil'])
  })

  test('a zip in a zip, an encrypted one, a broken one: said, and the rest opens', async () => {
    const inner = new Uint8Array(await (await zip({ a: slice(9) })).arrayBuffer())
    const { instances, problems } = await run([
      { name: 'outer.zip', blob: await zip({ 'inner.zip': inner, good: slice(1) }) },
      { name: 'secret.zip', blob: await zip({ b: slice(2) }, 'word') },
      { name: 'broken.zip', blob: (await zip({ c: slice(3) })).slice(0, 400) },
    ])
    expect(instances).toHaveLength(1)
    expect(problems.map(({ source, code }) => `${source} ${code}`).sort()).toEqual([
      'broken.zip zipBroken',
      'outer.zip/inner.zip zipInZip',
      'secret.zip/b zipEncrypted',
    ])
  })

  test('behind a program that unpacks itself', async () => {
    const prefix = new Uint8Array(700).fill(0x7f)
    const blob = new Blob([prefix, await zip({ 'x/1': slice(1), 'x/2': slice(2) })])
    const { instances, problems } = await run([{ name: 'study.exe', blob }])
    expect([instances.length, problems.length]).toEqual([2, 0])
  })

  test('a method that is not supported is named, and the rest opens', async () => {
    const whole = new Uint8Array(await (await zip({ a: slice(1), b: slice(2) })).arrayBuffer())
    // 10 bytes into its entry of the directory an entry says its method.
    const directory = whole.findLastIndex(
      (_, at) => whole[at] === 0x50 && whole[at + 1] === 0x4b && whole[at + 2] === 1 && whole[at + 3] === 2,
    )
    whole[directory + 10] = 14
    const local = whole.findLastIndex(
      (_, at) => whole[at] === 0x50 && whole[at + 1] === 0x4b && whole[at + 2] === 3 && whole[at + 3] === 4,
    )
    whole[local + 8] = 14
    const { instances, problems } = await run([{ name: 'study.zip', blob: new Blob([whole]) }])
    expect(instances).toHaveLength(1)
    expect(problems).toMatchObject([{ source: 'study.zip/b', code: 'zipMethod', found: 'LZMA' }])
  })

  test('a bomb is refused from its directory, unopened', async () => {
    const blob = await zip({ bomb: new Uint8Array(80 * 1024 * 1024) })
    const { problems } = await run([{ name: 'bomb.zip', blob }])
    expect(problems[0]).toMatchObject({ source: 'bomb.zip/bomb', code: 'zipTooLarge' })
  })
})

describe('objects of several kinds with one Series Instance UID', () => {
  const report = (InstanceNumber: number) =>
    part10([
      ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.88.33'],
      ['00080018', 'UI', `2.25.1.9.${InstanceNumber}`],
      ['00080060', 'CS', 'SR'],
      ['00100010', 'PN', 'Synthetic^Patient'],
      ['00100020', 'LO', 'SYNTHETIC-1'],
      ['0020000D', 'UI', '2.25.1.1'],
      ['0020000E', 'UI', '2.25.1.2'],
      ['0040A040', 'CS', 'CONTAINER'],
    ])
  const seriesOf = async (...batches: NamedBlob[][]) => {
    let studies: readonly Study[] = []
    for (const batch of batches) studies = addInstances(studies, (await run(batch)).instances).studies
    return studies.flatMap(({ series }) =>
      series.map(({ Modality, SeriesInstanceUID, instances }) => [
        Modality,
        SeriesInstanceUID,
        instances.length,
      ]),
    )
  }
  const [sr, other, images] = [[file('sr', report(1))], [file('sr2', report(2))], [file('a', slice(1)), file('b', slice(2))]] // prettier-ignore
  const apart = [
    ['CT', '2.25.1.2', 2],
    ['SR', '2.25.1.2', 1],
  ]

  test('are shown apart, in whatever order they come, each under its own modality', async () => {
    expect(await seriesOf([...images, ...sr])).toEqual(apart)
    expect(await seriesOf([...sr, ...images])).toEqual(apart)
    expect(await seriesOf(images, sr)).toEqual(apart)
    expect((await seriesOf(sr, images)).sort()).toEqual(apart)
    expect((await seriesOf(sr, images, other)).sort()).toEqual([apart[0], ['SR', '2.25.1.2', 2]])
  })
})

describe('adding to studies', () => {
  test('slices are ordered by position whatever their order of arrival, others stay the same objects', async () => {
    const arrive = async (...numbers: number[]): Promise<readonly ImportedInstance[]> =>
      (await run(numbers.map((n) => file(`s/${n}`, slice(n, { ImagePositionPatient: [0, 0, -n] })))))
        .instances
    const first = addInstances([], await arrive(2, 4)).studies
    const other = await run([
      file('o', slice(50, { StudyInstanceUID: '2.25.7', SeriesInstanceUID: '2.25.8' })),
    ])
    const both = addInstances(first, other.instances).studies
    const { studies, duplicates } = addInstances(both, await arrive(3, 1, 2))
    expect(studies[0].series[0].instances.map(({ InstanceNumber }) => InstanceNumber)).toEqual([4, 3, 2, 1])
    expect(studies[0].series[0].order).toEqual({ by: 'position', spacingMm: 1, unevenAfter: [] })
    expect(studies[1]).toBe(both[1])
    expect(duplicates).toHaveLength(1)
  })

  test('a patient called __proto__ is a patient', async () => {
    const { instances } = await run([file('a', slice(1, { PatientID: '__proto__' }))])
    expect(addInstances([], instances).studies[0].patient.PatientID).toBe('__proto__')
  })
})

test('every problem has a sentence that names the file', () => {
  for (const sentence of Object.values(en.problem)) expect(sentence).toContain('{name}')
})
