import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { en } from '../src/i18n/en'
import type { LookupTable } from '../src/domain/frame-tables'
import { atFrame, type Instance } from '../src/domain/study'
import { greyOf, windowOf } from '../src/viewer/picture/window-lut'
import { App, expect, test } from './app'
import { answeredFrames, decodedFile, listenToDecoders, type DecodedFile } from './decoded-frames'
import { whereReal } from './real-dicom'

/*
 * Every real file beside the project that is neither made to do harm nor by a fuzzer: what reaches the viewer is
 * what independent decoders read, to the last bit where nothing is lost.
 */

interface Listed {
  readonly file: string
  readonly category: string
  readonly expected: string
  readonly transfer_syntax?: string
  readonly Rows?: number
  readonly NumberOfFrames?: string | number
  readonly expected_pixels_same_as?: string
  readonly decoded?: {
    readonly sha256?: string
    readonly checksum_usable?: boolean
    readonly probes_frame_row_col_value?: readonly (readonly [number, number, number, number | number[]])[]
  }
  readonly display_frame1?: {
    readonly rule: string
    readonly tolerance: number
    readonly probes_row_col_value8?: readonly (readonly [number, number, number | number[]])[]
  }
}

interface GivenImage {
  readonly listed: Listed
  readonly name: string
  readonly bytes: Uint8Array
}

const folder = fileURLToPath(new URL('../../shared/dicom/', import.meta.url))
const LEFT_OUT = new Set(['fuzz', 'hostile', 'ref'])

const given = (listed: Listed): GivenImage => ({
  listed,
  name: listed.file.replaceAll('/', '~'),
  bytes: new Uint8Array(readFileSync(folder + listed.file)),
})

/** SOP Instance UID (0008,0018), and that of the file's meta (0002,0003), by their bytes in whichever encoding. */
function uidsOf({ name, bytes }: GivenImage): string[] {
  const buffer = Buffer.from(bytes)
  const uids = ['08001800', '00080018', '02000300'].flatMap((tag) => {
    const at = buffer.indexOf(Buffer.from(tag, 'hex'))
    const text = at < 0 ? '' : buffer.toString('latin1', at + 6, at + 80)
    return /[0-9][0-9.]{5,63}/.exec(text)?.[0] ?? []
  })
  return uids.length ? uids : [name]
}

/** Files with one SOP Instance UID are the same image to the program: they are opened after one another. */
function batchesOf(files: readonly GivenImage[]): GivenImage[][] {
  const batches: { uids: Set<string>; files: GivenImage[] }[] = []
  for (const file of files) {
    const own = uidsOf(file)
    const free = batches.find(({ uids }) => !own.some((uid) => uids.has(uid))) ?? {
      uids: new Set<string>(),
      files: [],
    }
    if (free.files.length === 0) batches.push(free)
    for (const uid of own) free.uids.add(uid)
    free.files.push(file)
  }
  return batches.map((batch) => batch.files)
}

/** Said of files that are open all the same. */
const WARNINGS = new Set<string>([
  'ignoredValue',
  'unusedValue',
  'onePlace',
  'assumedValue',
  'derivedUid',
  'noSpacing',
  'truncatedFrames',
  'otherPatient',
])

/** Of each file that was refused, what the reader is told. */
async function refusalsOf(app: App): Promise<Map<string, string>> {
  if (!(await app.status.getByRole('button', { name: /problem|skipped/ }).isVisible())) return new Map()
  const sentences = await app.problems()
  await app.page.keyboard.press('Escape')
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const patterns = Object.entries(en.problem)
    .filter(([code]) => !WARNINGS.has(code))
    .map(
      ([, text]) =>
        new RegExp(
          `^${escaped(text)
            .replace('\\{name\\}', '(?<name>.*)')
            .replace(/\\\{\w+\\\}/g, '.*')}$`,
        ),
    )
  return new Map(
    sentences.flatMap((sentence) => {
      const name = patterns.flatMap((pattern) => pattern.exec(sentence)?.groups?.name ?? [])[0]
      return name ? [[name, sentence] as const] : []
    }),
  )
}

/**
 * Opens files in one page and looks at each series until every frame is decoded, or could not be.
 * @returns of each file that was refused, what the reader is told
 */
async function openAll(app: App, files: readonly GivenImage[]): Promise<Map<string, string>> {
  await app.open(files.map(({ name, bytes }) => ({ name, bytes })))
  const problems = app.status.getByRole('button', { name: /problem|skipped/ })
  await expect(app.browser.or(problems).first()).toBeVisible()
  await expect(app.page.getByRole('group', { name: 'Opening files' })).toBeHidden()
  const refusals = await refusalsOf(app)
  const images = files.filter(({ name }) => !refusals.has(name))
  const missing = async () => {
    const answered = await answeredFrames(app.page)
    return images.filter(({ name, listed }) => (answered[name] ?? 0) < framesOf(listed))
  }
  // The one image of a series is decoded for its small picture, once that comes into view.
  const single = app.browser.getByRole('button', { name: /\b1 image\b/ })
  const series = app.browser.getByRole('button', { name: /\b([2-9]|\d{2,}) images/ })
  const lookAtAll = async () => {
    for (const one of await single.all()) await one.scrollIntoViewIfNeeded()
    for (const one of await series.all()) {
      if ((await missing()).length === 0) break
      await one.click()
      await whileDecoding(app)
    }
    return (await missing()).map(({ name }) => name)
  }
  await expect.poll(lookAtAll, { timeout: 60_000 }).toEqual([])
  return refusals
}

/** A document has none. */
const framesOf = ({ Rows, NumberOfFrames = 1 }: Listed): number => (Rows ? Number(NumberOfFrames) : 0)

/** Another series would stop the frames of this one that are decoded ahead. */
async function whileDecoding(app: App): Promise<void> {
  const count = async () => Object.values(await answeredFrames(app.page)).reduce((sum, n) => sum + n, 0)
  for (let before = -1, now = await count(); now !== before; now = await count()) {
    before = now
    await app.page.waitForTimeout(150)
  }
}

/** Within what an independent decoder may differ by: JPEG ±2, other lossy coding ±1; half for the colour model. */
const toleranceOf = ({ transfer_syntax = '' }: Listed): number =>
  /\.4\.5[01]$/.test(transfer_syntax) ? 2.5 : 1

const toYbr = ([r, g, b]: readonly number[]): number[] => [
  0.299 * r + 0.587 * g + 0.114 * b,
  128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
  128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
]

const apart = (came: readonly number[], expected: readonly number[]): number =>
  Math.max(...expected.map((part, colour) => Math.abs(part - (came[colour] ?? Infinity))))

/**
 * The reference gives a JPEG's components, not its colours, when the file calls them luminance and chrominance, and
 * also when they are and the file does not say so.
 */
const colourApart = (came: readonly number[], expected: readonly number[], isJpeg: boolean): number =>
  isJpeg && expected.length === 3
    ? Math.min(apart(came, expected), apart(toYbr(came), expected))
    : apart(came, expected)

/** What is wrong with the decoded values; undefined when they are as listed. */
function wrongValues(listed: Listed, decoded: DecodedFile): string | undefined {
  const { sha256 = '', checksum_usable, probes_frame_row_col_value: probes = [] } = listed.decoded ?? {}
  if (checksum_usable && decoded.sha256.includes(sha256)) return undefined
  const { BitsStored = 8, BitsAllocated = 8 } = decoded.instance ?? {}
  // Where unused bits are not empty the listed sum has them in it: the listed values lead on without them.
  if (checksum_usable && BitsStored === BitsAllocated) return 'other pixels'
  const stored = (value: number) => (checksum_usable ? ((value % 2 ** BitsStored) + 2 ** BitsStored) % 2 ** BitsStored : value) // prettier-ignore
  const tolerance = checksum_usable ? 0 : toleranceOf(listed)
  const off = probes.map(([, , , value], index) => {
    const came = decoded.probes[index]
    return came ? colourApart(came.map(stored), [value].flat().map(stored), isJpeg(listed)) : 0
  })
  const worst = Math.max(0, ...off)
  return worst <= tolerance ? undefined : `a value differs by ${worst.toFixed(1)}`
}

const isJpeg = ({ transfer_syntax = '' }: Listed): boolean => /\.4\.5[01]$/.test(transfer_syntax)

/** Compares colours, or greys through the file's first window or table, with what dcmtk draws of the first frame. */
function wrongDrawing(listed: Listed, decoded: DecodedFile): string | undefined {
  const { rule = '', tolerance = 0, probes_row_col_value8: probes = [] } = listed.display_frame1 ?? {}
  const { RescaleSlope = 1, PhotometricInterpretation } = decoded.instance ?? {}
  const [minimum, maximum] = decoded.range
  // dcmtk draws whole modality values: of a slope that makes fractions little is left.
  if (probes.length === 0 || !Number.isInteger(RescaleSlope)) return undefined
  const window = rule.includes('LUT')
    ? windowOf(decoded.voi as LookupTable)
    : rule.startsWith('first Window')
      ? atFrame(decoded.opened as Instance, 1).windows[0]
      : { center: (minimum + maximum + 1) / 2, width: maximum - minimum + 1 }
  const drawn = (value: number) => {
    const grey = greyOf(value, window, 'LINEAR')
    return PhotometricInterpretation === 'MONOCHROME1' ? 255 - grey : grey
  }
  const off = probes.map(([, , value], index) => {
    const came = decoded.shown[index]
    return colourApart(came.length === 1 ? came.map(drawn) : came, [value].flat(), isJpeg(listed))
  })
  const worst = Math.max(...off)
  return worst <= tolerance + 1.5 ? undefined : `drawn ${worst.toFixed(1)} off`
}

async function judge(app: App, file: GivenImage, refusal: string | undefined): Promise<string | undefined> {
  const { listed, name } = file
  const opens = /^opens/.test(listed.expected)
  if (refusal) return opens && !isText(listed) ? refusal : undefined
  if (/^clear-error/.test(listed.expected)) return 'opened'
  if (framesOf(listed) === 0) return undefined
  const probes =
    listed.decoded?.probes_frame_row_col_value?.map((probe) => probe.slice(0, 3) as number[]) ?? []
  const places =
    listed.display_frame1?.probes_row_col_value8?.map((probe) => probe.slice(0, 2) as number[]) ?? []
  const decoded = await decodedFile(app.page, name, probes, places)
  const wrong = decoded.failures.filter((failure) => !isOtherSize(failure))
  if (wrong.length > 0 || decoded.frames === 0) return opens ? (wrong[0] ?? 'no frame') : undefined
  return wrongValues(listed, decoded) ?? wrongDrawing(listed, decoded)
}

/** Opened with the files it lists, as a folder. */
const isDirectory = ({ listed }: GivenImage): boolean => /\/DICOMDIR[^/]*$/.test(listed.file)

/** Samples of text in which there is nothing to see. */
const isText = ({ category, decoded }: Listed): boolean => category === 'charset' && !decoded?.sha256

/** A frame of another size than its header says is refused by itself, the others are shown. */
const isOtherSize = (failure: string): boolean => /expected \d+ × \d+ pixels, got \d+ × \d+/.test(failure)

for (const [, manifest] of whereReal([['manifest', `${folder}manifest.json`] as const]))
  test('every real file behaves as listed, to the last bit where nothing is lost', async ({ app }) => {
    // Some 550 files.
    test.setTimeout(900_000)
    const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: Listed[] }
    const all = files.filter(({ category }) => !LEFT_OUT.has(category)).map(given)
    await listenToDecoders(app.page)
    const wrong = new Map<string, string>()
    const [directories, images] = [true, false].map((is) => all.filter((file) => isDirectory(file) === is))
    for (const batch of batchesOf(images)) {
      await app.page.goto('/')
      const refusals = await openAll(app, batch)
      for (const file of batch) {
        const reason = await judge(app, file, refusals.get(file.name))
        if (reason) wrong.set(file.listed.file, reason)
      }
    }
    await app.page.goto('/')
    await app.openFolder(`${folder}dicomdir`)
    await app.seesImage()
    await expect(app.page.getByRole('group', { name: 'Opening files' })).toBeHidden()
    const sentences = await app.problems()
    for (const { listed } of directories)
      if (
        !sentences.some((sentence) =>
          sentence.startsWith(`${listed.file} lists files (31, of which here: 31)`),
        )
      )
        wrong.set(listed.file, 'not used')
    const categories = [...new Set(all.map(({ listed }) => listed.category))]
    const rows = categories.map((category) => {
      const members = all.filter(({ listed }) => listed.category === category)
      const good = members.filter(({ listed }) => !wrong.has(listed.file)).length
      return `${category.padEnd(12)}${String(members.length).padStart(6)}${String(good).padStart(13)}`
    })
    console.log(
      ['category     files  as expected', ...rows, `${all.length - wrong.size} of ${all.length}`].join('\n'),
    )
    expect([...wrong].map(([file, reason]) => `${file}: ${reason}`)).toEqual([])
  })

interface ListedSeries {
  readonly name: string
  readonly order_along_normal: readonly string[]
  readonly gaps_mm: readonly number[]
}

for (const [, manifest] of whereReal([['manifest', `${folder}manifest.json`] as const]))
  test('every real series is in its true order, and says where its steps are uneven', async ({ app }) => {
    const { series } = JSON.parse(readFileSync(manifest, 'utf8')) as { series: ListedSeries[] }
    const rows: string[] = []
    for (const { name, order_along_normal: listed, gaps_mm } of series) {
      const files = listed.map((file) => ({ name: basename(file), bytes: readFileSync(folder + file) }))
      await app.page.goto('/')
      await app.open([...files].sort((a, b) => a.name.localeCompare(b.name)))
      await app.seesImage()
      await app.seesAllOpened()
      await app.viewport().focus()
      await app.page.keyboard.press('Home')
      for (const [index, file] of listed.entries()) {
        const [uid] = uidsOf(given({ file, category: 'series', expected: 'opens' }))
        await expect(app.viewport(), `${name}, slice ${index + 1}`).toHaveAttribute('data-instance', uid)
        await app.page.keyboard.press('ArrowDown')
      }
      const median = [...gaps_mm].sort((a, b) => a - b)[gaps_mm.length >> 1]
      const isEven = gaps_mm.every((mm) => Math.abs(mm - median) <= 0.1 * median)
      await expect(app.browser.getByText('uneven', { exact: false })).toHaveCount(isEven ? 0 : 1)
      rows.push(`${name.padEnd(18)}${String(listed.length).padStart(6)}  ${isEven ? 'even' : 'uneven'}`)
    }
    console.log(['series            slices  in order', ...rows].join('\n'))
  })
