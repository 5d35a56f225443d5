import { deflateRawSync } from 'node:zlib'
import { App, expect, test, type GivenFile } from './app'
import { decodedFile, listenToDecoders, type DecodedFile } from './decoded-frames'
import { bytesOf, htj2k, jpeg2000, jpegBaseline, jpegLossless, jpegLs, runLengths, type GreyImage } from './encoders' // prettier-ignore
import { encapsulate, part10, syntheticImage, type SyntheticElement } from './synthetic-dicom'

/*
 * Streams that were truncated, opened after the image of another patient was decoded by the same decoder: not one of
 * its pixels is seen, and no part of a picture passes for the whole.
 */

const SIZE = 96
const CUTS = 20

interface Syntax {
  readonly name: string
  readonly uid: string
  readonly bits: 8 | 16
  readonly encode: (image: GreyImage) => Uint8Array | Promise<Uint8Array>
}

const SYNTAXES: readonly Syntax[] = [
  { name: 'JPEG 2000', uid: '1.2.840.10008.1.2.4.90', bits: 16, encode: jpeg2000 },
  { name: 'HTJ2K', uid: '1.2.840.10008.1.2.4.201', bits: 16, encode: htj2k },
  { name: 'JPEG Lossless', uid: '1.2.840.10008.1.2.4.70', bits: 16, encode: (image) => jpegLossless(image) },
  { name: 'JPEG-LS', uid: '1.2.840.10008.1.2.4.80', bits: 16, encode: jpegLs },
  { name: 'JPEG Baseline', uid: '1.2.840.10008.1.2.4.50', bits: 8, encode: jpegBaseline },
  { name: 'RLE', uid: '1.2.840.10008.1.2.5', bits: 16, encode: runLengths },
]
const DEFLATED = '1.2.840.10008.1.2.1.99'

/** Noise that is the same in every run. */
const noise = (at: number): number => ((at * 1103515245 + 12345) >>> 8) % 997

/** The patient whose pixels must not be seen is bright throughout, the other one dark. */
function picture(bits: 8 | 16, isBright: boolean): GreyImage {
  const most = bits === 8 ? 255 : 4095
  const value = (at: number) =>
    isBright ? Math.round(most * (0.8 + (0.2 * (at % SIZE)) / SIZE)) : Math.round((most * noise(at)) / 4000)
  return {
    columns: SIZE,
    rows: SIZE,
    bits,
    values: Array.from({ length: SIZE * SIZE }, (_, at) => value(at)),
  }
}

interface Described {
  readonly bits: 8 | 16
  readonly patient: string
  readonly number: number
}

/** Drawn through a window of all values: what is bright in the file is bright on the canvas. */
function elementsOf({ bits, patient, number }: Described): SyntheticElement[] {
  const most = bits === 8 ? 256 : 4096
  return [
    ['00080018', 'UI', `2.25.9.${patient.length}.${number}`],
    ['0008103E', 'LO', patient],
    ['00100010', 'PN', patient],
    ['00100020', 'LO', patient],
    ['0020000D', 'UI', `2.25.8.${patient.length}`],
    ['0020000E', 'UI', `2.25.7.${patient.length}`],
    ['00280100', 'US', bits],
    ['00280101', 'US', bits],
    ['00280102', 'US', bits - 1],
    ['00281050', 'DS', String(most / 2)],
    ['00281051', 'DS', String(most)],
    ['00281052', 'DS', '0'],
  ]
}

const file = (given: Described & { uid: string; stream: Uint8Array }): Uint8Array =>
  syntheticImage({
    ...{ Rows: SIZE, Columns: SIZE, InstanceNumber: given.number, TransferSyntaxUID: given.uid },
    elements: [...elementsOf(given), ['7FE00010', 'OB', encapsulate([even(given.stream)])]],
  })

const even = (stream: Uint8Array): Uint8Array =>
  stream.length % 2 ? Uint8Array.from([...stream, 0]) : stream

const BRIGHT = 'Other^Patient'
const DARK = 'Cut^Patient'

/** Cut at many places; some are filled up with zeros, some are given an end. */
function cutsOf(stream: Uint8Array, hasMarkers: boolean): readonly (readonly [string, Uint8Array])[] {
  const part = (of: number, all: number) => stream.slice(0, Math.floor((stream.length * of) / all))
  const plain = Array.from({ length: CUTS }, (_, index) => part(index + 1, CUTS + 1))
  const quarters = [1, 2, 3].map((of) => part(of, 4))
  const filled = quarters.map((cut) => Uint8Array.from({ length: stream.length }, (_, at) => cut[at] ?? 0))
  const ended = hasMarkers ? quarters.map((cut) => Uint8Array.from([...cut, 0xff, 0xd9])) : []
  const told = hasMarkers ? quarters.flatMap((cut) => withOwnLength(cut) ?? []) : []
  const named = (kind: string) => (cut: Uint8Array, index: number) => [`${kind}-${index + 1}-`, cut] as const
  return [
    ...plain.map(named('cut')),
    ...filled.map(named('filled')),
    ...ended.map(named('ended')),
    ...told.map(named('told')),
  ]
}

/** One decoder for all frames of the page, as on a machine of two cores. */
async function start(app: App): Promise<void> {
  await app.page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 2 }),
  )
  await listenToDecoders(app.page)
  await app.page.goto('/')
}

const seriesOf = (app: App, patient: string) =>
  app.browser.getByRole('button', { name: new RegExp(patient.replace('^', '.')) })

/** How much of the canvas is as bright as the other patient. */
const brightShare = (app: App): Promise<number> =>
  app
    .viewport()
    .locator(':scope > canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      let count = 0
      for (let at = 0; at < data.length; at += 4) if (data[at] > 180) count++
      return count / (data.length / 4)
    })

const answered = ({ frames, failures }: DecodedFile): number => frames + failures.length

/** Names that the list of problems has. */
async function refusedNames(app: App, names: readonly string[]): Promise<Set<string>> {
  if (!(await app.status.getByRole('button', { name: /problem|skipped/ }).isVisible())) return new Set()
  const sentences = await app.problems()
  await app.page.keyboard.press('Escape')
  return new Set(names.filter((name) => sentences.some((sentence) => sentence.includes(name))))
}

async function openAfterAnother(
  app: App,
  bright: Uint8Array,
  cuts: readonly GivenFile[],
): Promise<Set<string>> {
  await start(app)
  await app.openAndSee([{ name: 'other', bytes: bright }])
  expect(await brightShare(app)).toBeGreaterThan(0.2)
  await app.open(cuts)
  await expect(app.page.getByRole('group', { name: 'Opening files' })).toBeHidden()
  const problems = app.status.getByRole('button', { name: /problem|skipped/ })
  await expect(problems.or(seriesOf(app, DARK)).first()).toBeVisible()
  return refusedNames(
    app,
    cuts.map(({ name }) => name),
  )
}

for (const { name, uid, bits, encode } of SYNTAXES) {
  test(`${name}: what was truncated is refused, and nothing of another patient is seen`, async ({ app }) => {
    const other = await encode(picture(bits, true))
    const cuts = cutsOf(await encode(picture(bits, false)), name !== 'RLE').map(([name, stream], index) => ({
      name,
      bytes: file({ bits, uid, stream, patient: DARK, number: index + 1 }),
    }))
    const refused = await openAfterAnother(
      app,
      file({ bits, uid, stream: other, patient: BRIGHT, number: 1 }),
      cuts,
    )
    const asImages = cuts.filter((cut) => !refused.has(cut.name))
    const wrong: string[] = []
    if (asImages.length > 0) await seriesOf(app, DARK).click()
    for (const cut of asImages) {
      await app.press(cut === asImages[0] ? 'Home' : 'ArrowDown')
      await expect.poll(async () => answered(await decodedFile(app.page, cut.name, [], []))).toBe(1)
      const { frames, failures } = await decodedFile(app.page, cut.name, [], [])
      if (frames > 0) wrong.push(`${cut.name} is shown`)
      else {
        await expect(app.viewport().locator('..').getByRole('alert').first()).toContainText(cut.name)
        expect(failures[0]).toMatch(/frame 1 \([^)]+\): /)
      }
      const share = await brightShare(app)
      if (share > 0) wrong.push(`${cut.name}: ${(100 * share).toFixed(0)} % of the canvas is another patient`)
    }
    console.log(
      `${name}: ${refused.size} refused when opened, ${asImages.length} looked at, ${wrong.length} wrong`,
    )
    expect(wrong).toEqual([])
  })
}

test('deflated: what was truncated is refused when it is opened', async ({ app }) => {
  const deflated = (patient: string, isBright: boolean): Uint8Array => {
    const image = picture(16, isBright)
    const whole = syntheticImage({
      ...{ Rows: SIZE, Columns: SIZE },
      elements: [...elementsOf({ bits: 16, patient, number: 1 }), ['7FE00010', 'OW', bytesOf(image)]],
    })
    const meta = 132 + metaLength(whole)
    return Uint8Array.from([...part10(META, DEFLATED), ...deflateRawSync(whole.subarray(meta))])
  }
  const dark = deflated(DARK, false)
  const start = part10(META, DEFLATED).length
  const cuts = Array.from({ length: CUTS }, (_, index) => ({
    name: `cut-${index + 1}-`,
    bytes: dark.slice(0, start + Math.floor(((dark.length - start) * (index + 1)) / (CUTS + 1))),
  }))
  const refused = await openAfterAnother(app, deflated(BRIGHT, true), cuts)
  expect([...refused]).toHaveLength(CUTS)
  await expect(seriesOf(app, DARK)).toHaveCount(0)
})

/** A file meta alone. */
const META: readonly SyntheticElement[] = []
const metaLength = (file: Uint8Array): number =>
  12 + new DataView(file.buffer, file.byteOffset).getUint32(140, true)

test('streams that are whole in an unusual way are shown whole', async ({ app }) => {
  await start(app)
  const jpegs = SYNTAXES.filter(({ name }) => name !== 'RLE')
  const files: { name: string; bytes: Uint8Array; bits: 8 | 16 }[] = []
  for (const { name, uid, bits, encode } of jpegs) {
    const stream = await encode(picture(bits, false))
    const end = stream.lastIndexOf(0xd9) - 1
    const variants = {
      plain: stream,
      padded: Uint8Array.from([...stream, ...new Uint8Array(64)]),
      trailed: Uint8Array.from([...stream, ...Array.from({ length: 64 }, (_, at) => noise(at) & 255)]),
      endless: stream.slice(0, end),
      open: name.includes('2') ? withOpenLength(stream) : undefined,
    }
    for (const [kind, given] of Object.entries(variants))
      // The byte that would make it even could be a part of what is missing.
      if (given && !(kind === 'endless' && name.includes('2') && given.length % 2))
        files.push({
          ...{ name: `${name} ${kind}`, bits },
          bytes: file({ bits, uid, stream: given, patient: DARK, number: files.length + 1 }),
        })
  }
  await app.openAndSee(files)
  for (const [index, { name, bits }] of files.entries()) {
    await app.press(index === 0 ? 'Home' : 'ArrowDown')
    await expect.poll(async () => answered(await decodedFile(app.page, name, [], []))).toBe(1)
    const places = [0, 17, 50, 95].map((row) => [0, row, (row * 7) % SIZE])
    const { failures, frames, probes } = await decodedFile(app.page, name, places, [])
    expect({ name, failures, frames }).toEqual({ name, failures: [], frames: 1 })
    const { values } = picture(bits, false)
    for (const [at, [, row, column]] of places.entries())
      expect(Math.abs((probes[at]?.[0] ?? NaN) - values[row * SIZE + column])).toBeLessThan(
        bits === 8 ? 40 : 1,
      )
  }
})

/** A cut codestream whose one tile-part was given the length that it now has, and an end. */
function withOwnLength(cut: Uint8Array): Uint8Array | undefined {
  const stream = Uint8Array.from([...cut, 0xff, 0xd9])
  const part = onlyTilePart(stream)
  if (part === undefined) return undefined
  new DataView(stream.buffer).setUint32(part + 6, cut.length - part)
  return stream
}

/** The last tile-part of a codestream may leave its length open (ITU-T T.800 A.4.2). */
function withOpenLength(stream: Uint8Array): Uint8Array | undefined {
  const part = onlyTilePart(stream)
  const open = stream.slice()
  if (part !== undefined) open.fill(0, part + 6, part + 10)
  return part === undefined ? undefined : open
}

/** Where it begins. */
function onlyTilePart(stream: Uint8Array): number | undefined {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const parts = Array.from({ length: stream.length - 12 }, (_, at) => at).filter(
    (at) => view.getUint32(at) === 0xff90000a,
  )
  return parts.length === 1 ? parts[0] : undefined
}
