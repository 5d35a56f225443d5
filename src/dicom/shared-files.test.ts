import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { orderFrames } from '../domain/series-groups'
import { allFramesOf } from '../domain/study'
import { readFile, type FileReading } from './read-file'
import { nameOfNonImage } from './sop-classes'

/*
 * The shared DICOM test set, where it lies beside the project: every file behaves as its manifest says, those made
 * to do harm and those made by a fuzzer included.
 */

interface ManifestFile {
  readonly file: string
  readonly category: string
  readonly expected: string
  readonly sop_class_uid?: string
  readonly Rows?: number
  readonly Columns?: number
  readonly attrs?: Readonly<Record<string, string>>
}

interface ManifestSeries {
  readonly name: string
  readonly order_along_normal: readonly string[]
  readonly gaps_mm: readonly number[]
  readonly uniform_spacing_1pct: boolean
}

const folder = new URL('../../../shared/dicom/', import.meta.url)
const manifestFile = new URL('manifest.json', folder)
const manifest = existsSync(manifestFile)
  ? (JSON.parse(readFileSync(manifestFile, 'utf8')) as { files: ManifestFile[]; series: ManifestSeries[] })
  : undefined
if (!manifest) console.log('shared DICOM test set: not beside the project, its tests did not run')

const MAX_MS = 5000

/** Decoding would be needed to see it: the header and the frame of these are sound. */
const SOUND_HEADER = ['hostile/jpegll_garbage.dcm']
/** One sequence cannot be read and is left out with a warning; the image is whole. */
const OPENS_WITH_WARNING = ['hostile/sequence_item_len_overrun.dcm']

async function read(file: string): Promise<FileReading & { readonly ms: number }> {
  const bytes = new Uint8Array(readFileSync(new URL(file, folder)))
  const start = performance.now()
  const reading = await readFile({ bytes, size: bytes.length }, { key: file, name: file, size: bytes.length })
  return { ...reading, ms: performance.now() - start }
}

describe.runIf(manifest)('the shared test set', () => {
  const { files, series } = manifest ?? { files: [], series: [] }
  const dicom = files.filter(({ file, category }) => category !== 'ref' && !file.endsWith('.zip'))

  test('every file behaves as listed', async () => {
    const misbehaved: string[] = []
    let opened = 0
    for (const entry of dicom) {
      const reading = await read(entry.file)
      const wrong = misbehaviour(entry, reading)
      if (wrong) misbehaved.push(`${entry.file}: ${entry.expected}: ${wrong}`)
      if (reading.kind === 'image') opened += 1
    }
    console.log(
      `shared DICOM test set: ${dicom.length - misbehaved.length} of ${dicom.length} files behave, ${opened} open`,
    )
    expect(misbehaved).toEqual([])
  }, 120_000)

  test('no file takes long, whichever part of it is there', async () => {
    for (const { file, category } of dicom) {
      if (category !== 'hostile') continue
      const bytes = new Uint8Array(readFileSync(new URL(file, folder)))
      const half = bytes.slice(0, bytes.length >> 1)
      const start = performance.now()
      await readFile({ bytes: half, size: half.length }, { key: file, name: file, size: half.length })
      expect(performance.now() - start, file).toBeLessThan(MAX_MS)
    }
  }, 120_000)

  test.each(series)('$name is in its true order, its gaps as measured', async (listed) => {
    const readings = await Promise.all([...listed.order_along_normal].sort().map(read))
    const instances = readings.flatMap((reading) =>
      reading.kind === 'image' ? [reading.imported.instance] : [],
    )
    const { frames, order } = orderFrames(allFramesOf(instances))
    expect(frames.map(({ instance }) => instance.source.name)).toEqual(listed.order_along_normal)
    expect(order.spacingMm).toBeCloseTo(
      [...listed.gaps_mm].sort((a, b) => a - b)[listed.gaps_mm.length >> 1],
      2,
    )
    const isEven = listed.gaps_mm.every(
      (gap) => Math.abs(gap - (order.spacingMm ?? 0)) <= 0.1 * (order.spacingMm ?? 0),
    )
    expect(order.unevenAfter.length === 0).toBe(isEven)
  })

  test('names are decoded by their character set', async () => {
    const named = dicom.filter(
      ({ attrs }) => attrs?.PatientName_utf8 && !attrs.PatientName_utf8.includes('\x1b'),
    )
    const wrong: string[] = []
    let compared = 0
    for (const { file, attrs } of named) {
      const reading = await read(file)
      if (reading.kind !== 'image') continue
      compared += 1
      const { PatientName } = reading.imported.study.patient
      // an empty last component group, which the list leaves out
      if (PatientName.replace(/=$/, '') !== attrs?.PatientName_utf8.trim())
        wrong.push(`${file}: ${PatientName}`)
    }
    expect(compared).toBeGreaterThan(50)
    expect(wrong).toEqual([])
  })
})

function misbehaviour(
  entry: ManifestFile,
  reading: FileReading & { readonly ms: number },
): string | undefined {
  const { file, expected } = entry
  if (reading.ms > MAX_MS) return `took ${Math.round(reading.ms)} ms`
  if (reading.kind === 'more') return 'asked for more than the whole file'
  if (reading.kind === 'refused') {
    if (reading.flaws.length === 0) return 'refused without a reason'
    const codes = reading.flaws.map(({ code }) => code).join()
    return /^opens(;|$)/.test(expected) && !isNoImage(entry, codes) ? codes : undefined
  }
  if (reading.kind === 'directory') {
    const { files, outside, loops } = reading.directory
    return /^clear-error/.test(expected) === (outside.length > 0 || loops) &&
      (loops || files.length + outside.length > 0)
      ? undefined
      : 'read as if nothing were wrong with it'
  }
  const { instance } = reading.imported
  if (entry.Rows && (instance.Rows !== entry.Rows || instance.Columns !== entry.Columns)) return 'other size'
  if (!expected.startsWith('clear-error') || SOUND_HEADER.includes(file)) return undefined
  return OPENS_WITH_WARNING.includes(file) && reading.flaws.length > 0 ? undefined : 'opened'
}

/** Reports, segmentations and the like are named and left; so are the three files of text samples without pixels. */
const isNoImage = ({ category, sop_class_uid = '' }: ManifestFile, codes: string): boolean =>
  (codes === 'objectNotShown' && nameOfNonImage(sop_class_uid) !== undefined) ||
  (category === 'charset' && codes === 'noPixelData')
