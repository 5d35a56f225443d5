/*
 * `npm run bench`: times the production build in a real browser and prints a table; asserts nothing. Numbers hold
 * inside one run only: compare the column against the floor, a bare page that reads the same bytes and draws one
 * canvas. The images are generated and kept in node_modules/.cache.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium, type Browser, type Page } from '@playwright/test'
import { preview } from 'vite'
import { AETIOLOGIES } from '../../src/knowledge/scheme'
import { evaluate } from '../../src/knowledge/evaluate'
import { nextQuestions } from '../../src/knowledge/next-question'
import type { EvaluationInput } from '../../src/knowledge/facts'
import { BROWSER_ARGS, resolveBrowser } from '../setup/browser.mjs'
import { syntheticImage } from '../synthetic-dicom'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CACHE = join(ROOT, 'node_modules/.cache/calcimap/bench')
const RUNS = 3

interface Row {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly floor?: number
}

const rows: Row[] = []
const add = (name: string, unit: string, values: readonly number[], floor?: readonly number[]) =>
  rows.push({ name, unit, value: median(values), ...(floor ? { floor: median(floor) } : {}) })

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]

/** A folder of synthetic files: `series` of `count` slices each. */
function folder(name: string, series: number, count: number, side: number): string {
  const path = join(CACHE, name)
  if (existsSync(path)) return path
  mkdirSync(path, { recursive: true })
  for (let s = 0; s < series; s++)
    for (let i = 0; i < count; i++)
      writeFileSync(
        join(path, `${s}-${i}.dcm`),
        syntheticImage({
          Rows: side,
          Columns: side,
          SeriesInstanceUID: `2.25.9.${s + 1}`,
          SOPInstanceUID: `2.25.9.${s + 1}.${i + 1}`,
          InstanceNumber: i + 1,
          ImagePositionPatient: [0, 0, i],
        }),
      )
  return path
}

const FLOOR_PAGE = `<!doctype html><title>floor</title><input type="file" webkitdirectory multiple><canvas width="512" height="512"></canvas>
<script>
const input = document.querySelector('input')
input.addEventListener('change', async () => {
  const files = [...input.files]
  const draw = (bytes) => {
    const context = document.querySelector('canvas').getContext('2d')
    const image = context.createImageData(512, 512)
    for (let i = 0; i < image.data.length; i++) image.data[i] = bytes[i % bytes.length]
    context.putImageData(image, 0, 0)
  }
  draw(new Uint8Array(await files[0].arrayBuffer()))
  requestAnimationFrame(() => requestAnimationFrame(() => (document.title = 'first')))
  let next = 0
  await Promise.all(Array.from({ length: 64 }, async () => {
    while (next < files.length) await files[next++].arrayBuffer()
  }))
  document.title = 'all'
})
</script>`

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(url)
  return page
}

async function openApp(browser: Browser, url: string): Promise<Page> {
  const page = await openPage(browser, url)
  await page.getByRole('button', { name: 'I understand' }).click()
  return page
}

/** Milliseconds from handing the folder over until the predicate holds, read inside the page. */
async function timed(give: () => Promise<unknown>, until: () => Promise<unknown>): Promise<number> {
  const start = Date.now()
  await give()
  await until()
  return Date.now() - start
}

async function floorTimes(browser: Browser, path: string) {
  const page = await openPage(browser, 'about:blank')
  await page.setContent(FLOOR_PAGE)
  const start = Date.now()
  await page.locator('input').setInputFiles(path)
  await page.waitForFunction(() => document.title !== 'floor')
  const first = Date.now() - start
  await page.waitForFunction(() => document.title === 'all')
  const all = Date.now() - start
  await page.context().close()
  return { first, all }
}

async function give(page: Page, path: string) {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open folder…' }).click()
  const chooser = await choosing
  return () => chooser.setFiles(path)
}

const heapMb = async (page: Page): Promise<number> => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = 0 } = (await devtools.send('Runtime.getHeapUsage')) as {
    usedSize: number
    backingStorageSize?: number
  }
  return (usedSize + backingStorageSize) / 1e6
}

function measureBytes() {
  const assets = join(ROOT, 'dist/assets')
  const html = readFileSync(join(ROOT, 'dist/index.html'), 'utf8')
  const linked = [...html.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([path]) => join(ROOT, 'dist', path))
  const gzip = (paths: readonly string[]) =>
    paths.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length / 1000, 0)
  add('first JavaScript, gzip', 'KB', [gzip([...new Set(linked)].filter((path) => path.endsWith('.js')))])
  const room = readdirSync(assets).filter((name) => /^(ReadingRoom|viewport|MarkLayer).*\.js$/.test(name))
  add('reading room and viewer, gzip', 'KB', [gzip(room.map((name) => join(assets, name)))])
}

async function measureStart(browser: Browser, url: string) {
  const [paint, usable, floorPaint]: number[][] = [[], [], []]
  for (let run = 0; run < RUNS; run++) {
    const page = await openPage(browser, url)
    await page.getByRole('button', { name: 'I understand' }).waitFor()
    usable.push(await page.evaluate(() => performance.now()))
    paint.push(await firstPaint(page))
    await page.context().close()
    const bare = await openPage(browser, `${url}samples/index.json`)
    floorPaint.push(await firstPaint(bare))
    await bare.context().close()
  }
  add('first paint', 'ms', paint, floorPaint)
  add('library usable', 'ms', usable, floorPaint)
}

const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({
          type: 'paint',
          buffered: true,
        }),
      ),
  )

async function measureCt(browser: Browser, url: string) {
  const path = folder('ct-300', 1, 300, 512)
  const [planes, volume]: number[][] = [[], []]
  const [first, all, p50, p95, loaded, closed, floorFirst, floorAll]: number[][] = [
    [],
    [],
    [],
    [],
    [],
    [],
    [],
    [],
  ]
  for (let run = 0; run < RUNS; run++) {
    const page = await openApp(browser, url)
    const start = Date.now()
    await timed(await give(page, path), () => page.waitForSelector('[data-instance]')).then((ms) =>
      first.push(ms),
    )
    await page.waitForFunction(() => document.querySelectorAll('[data-slice]').length > 0)
    await page.getByRole('navigation').getByText('300 images').waitFor()
    await page
      .locator('[data-cell] progress')
      .waitFor({ state: 'attached' })
      .catch(() => undefined)
    await page.locator('[data-cell] progress').waitFor({ state: 'detached', timeout: 60_000 })
    all.push(Date.now() - start)
    await page.locator('[data-view=sagittal][data-instance]').waitFor({ timeout: 60_000 })
    planes.push(Date.now() - start)
    await page.locator('[data-view=volume][data-drawn]').waitFor({ timeout: 120_000 })
    volume.push(Date.now() - start)
    const steps = await scrollTimes(page)
    p50.push(percentile(steps, 0.5))
    p95.push(percentile(steps, 0.95))
    loaded.push(await heapMb(page))
    await page
      .getByRole('button', { name: /^Close/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Sample cases' }).waitFor()
    closed.push(await heapMb(page))
    await page.context().close()
    const floor = await floorTimes(browser, path)
    floorFirst.push(floor.first)
    floorAll.push(floor.all)
  }
  add('300-slice CT: first image', 'ms', first, floorFirst)
  add('300-slice CT: all decoded', 'ms', all, floorAll)
  add('300-slice CT: planes ready (MPR)', 'ms', planes)
  add('300-slice CT: volume drawn (3D)', 'ms', volume)
  add('scroll step to new picture, p50', 'ms', p50)
  add('scroll step to new picture, p95', 'ms', p95)
  add('heap after load', 'MB', loaded)
  add('heap after close', 'MB', closed)
}

const CLOSES = 10

/** Memory that stays behind: what is held after the first close, and after the tenth in the same page. */
async function measureCloses(browser: Browser, url: string) {
  const path = folder('ct-300', 1, 300, 512)
  const page = await openApp(browser, url)
  const [heap, held, resident]: number[][] = [[], [], []]
  for (let close = 1; close <= CLOSES; close++) {
    await dropFolder(page, path)
    await page.locator('[data-view=sagittal][data-instance]').waitFor({ timeout: 60_000 })
    await page.locator('[data-view=volume][data-drawn]').waitFor({ timeout: 120_000 })
    await page
      .getByRole('button', { name: /^Close/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Sample cases' }).waitFor()
    // Freed pages go back to the system a moment later.
    await page.waitForTimeout(3000)
    heap.push(await heapMb(page))
    resident.push(await residentMb(browser))
    if (close === 1 || close === CLOSES) held.push(await heldMb(page))
  }
  await page.context().close()
  const last = CLOSES - 1
  add('heap after close 10, against close 1', 'MB', [heap[last]], [heap[0]])
  add('  of it all but compiled code', 'MB', [held[1]], [held[0]])
  if (resident[0] > 0) add('renderers after close 10, against 1', 'MB', [resident[last]], [resident[0]])
}

/** As a mouse does: a file chooser that is driven from outside keeps its files. */
async function dropFolder(page: Page, path: string) {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
  await devtools.detach()
}

interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } }
  readonly nodes: readonly number[]
}

/** What the page's objects hold. The browser goes on compiling what runs often: that is not held by a study. */
async function heldMb(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  const pieces: string[] = []
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => pieces.push(chunk))
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await devtools.detach()
  const { snapshot, nodes } = JSON.parse(pieces.join('')) as HeapSnapshot
  const { node_fields: fields, node_types } = snapshot.meta
  const [type, size, code] = [
    fields.indexOf('type'),
    fields.indexOf('self_size'),
    node_types[0].indexOf('code'),
  ]
  let bytes = 0
  for (let at = 0; at < nodes.length; at += fields.length)
    if (nodes[at + type] !== code) bytes += nodes[at + size]
  return bytes / 1e6
}

/** Memory the renderer processes occupy; 0 where `ps` does not tell. */
async function residentMb(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  await devtools.detach()
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', ids.join(',')], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').reduce((sum, line) => sum + Number(line), 0) / 1000
}

/** From the key to the frame after the one that shows the new slice. */
const scrollTimes = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const viewport = document.querySelector<HTMLElement>('[data-cell]')
    if (!viewport) return []
    const times: number[] = []
    for (let step = 0; step < 100; step++) {
      const before = viewport.dataset.slice
      const code = step % 60 < 30 ? 'ArrowDown' : 'ArrowUp'
      const start = performance.now()
      viewport.dispatchEvent(new KeyboardEvent('keydown', { key: code, code, bubbles: true }))
      while (viewport.dataset.slice === before) await new Promise((done) => requestAnimationFrame(done))
      await new Promise((done) => requestAnimationFrame(done))
      times.push(performance.now() - start)
    }
    return times
  })

async function measureList(browser: Browser, url: string) {
  const path = folder('list-3000', 30, 100, 64)
  const [list, floor]: number[][] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    const page = await openApp(browser, url)
    list.push(
      await timed(await give(page, path), async () => {
        await page.getByRole('group', { name: 'Opening files' }).waitFor({ state: 'attached' })
        await page
          .getByRole('group', { name: 'Opening files' })
          .waitFor({ state: 'detached', timeout: 120_000 })
      }),
    )
    await page.context().close()
    floor.push((await floorTimes(browser, path)).all)
  }
  add('3,000 files in 30 series: list', 'ms', list, floor)
}

function measureKnowledge() {
  const input: EvaluationInput = {
    age: 54,
    sex: 'F',
    present: ['dist.subcutaneous', 'ext.multifocal', 'morph.nodular', 'site.hand'],
  }
  const each = (work: () => unknown) =>
    Array.from({ length: 50 }, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    })
  each(() => evaluate(input))
  add(
    `ranking of ${AETIOLOGIES.length} causes`,
    'ms',
    each(() => evaluate(input)),
  )
  add(
    'questions',
    'ms',
    each(() => nextQuestions(input)),
  )
}

function print() {
  const number = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0))
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log(`${'medians'.padEnd(width)}      value        floor    ratio`)
  for (const { name, unit, value, floor } of rows) {
    const against = floor
      ? `${number(floor).padStart(8)} ${unit}  ${(value / floor).toFixed(2).padStart(6)}`
      : ''
    console.log(`${name.padEnd(width)}  ${number(value).padStart(8)} ${unit.padEnd(2)} ${against}`)
  }
}

if (!existsSync(join(ROOT, 'dist/index.html')))
  spawnSync('npx', ['vite', 'build'], { cwd: ROOT, stdio: 'inherit' })
const server = await preview({
  configFile: join(ROOT, 'vite.config.ts'),
  preview: { port: 4190, strictPort: false },
})
const url = server.resolvedUrls?.local[0] ?? ''
const { executablePath, env } = await resolveBrowser()
const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS, env })
try {
  measureBytes()
  await measureStart(browser, url)
  await measureCt(browser, url)
  await measureCloses(browser, url)
  await measureList(browser, url)
  measureKnowledge()
  print()
} finally {
  await browser.close()
  await server.close()
}
