import { setTimeout as sleep } from 'node:timers/promises'
import { handOver, type Viewer } from './apps'
import { PATIENTS, type BenchData } from './data'
import { isImage } from './png'
import { processorTime, rendererPeakMb, settled } from './processes'
import { scroll } from './scroll'
import { LONGEST_WAIT_MS, longestTask, pageTime, type Session } from './session'

/** What one run measured, by the id of its row; what a viewer could not do is missing. */
export type Values = Readonly<Record<string, number | undefined>>

export interface Step {
  readonly canDo: (viewer: Viewer) => boolean
  readonly run: (session: Session, viewer: Viewer, data: BenchData) => Promise<Values>
  /** Done once, not in every run. */
  readonly once?: boolean
}

export const STEPS: Readonly<Record<string, Step>> = {
  view: { canDo: () => true, run: view },
  radiograph: { canDo: ({ slices }) => slices === 'mr', run: radiograph },
  list: { canDo: ({ lists, slices }) => lists === true && slices === 'mr', run: list },
  closes: { canDo: ({ close, slices }) => close !== undefined && slices === 'ct', run: closes, once: true },
}

/** A folder of slices from the picker to the image, until all is loaded; then through the slices. */
async function view(session: Session, viewer: Viewer, data: BenchData): Promise<Values> {
  const opened = await open(session, viewer, data[viewer.slices])
  return {
    ready: session.readyMs,
    script: session.scriptKb,
    firstImage: opened.imageMs,
    settled: opened.settledMs,
    processor: opened.processorMs,
    longestTask: opened.longestTaskMs,
    peak: await rendererPeakMb(session.browserDevtools),
    ...(await scroll(session, viewer.region)),
  }
}

async function radiograph(session: Session, viewer: Viewer, data: BenchData): Promise<Values> {
  const { imageMs } = await open(session, viewer, data.radiograph)
  return { radiograph: imageMs }
}

async function list(session: Session, viewer: Viewer, data: BenchData): Promise<Values> {
  const { page, devtools, browserDevtools } = session
  const input = await viewer.choose(page, devtools)
  await settled(browserDevtools, LONGEST_WAIT_MS)
  const started = Date.now()
  await handOver(viewer, devtools, input, data.many)
  await page.waitForFunction(
    (count) => new Set(document.body.innerText.match(/PHANTOM[\^, ]+P\d+/g)).size >= count,
    PATIENTS,
    { timeout: LONGEST_WAIT_MS, polling: 50 },
  )
  const listMs = Date.now() - started
  const quiet = await settled(browserDevtools, LONGEST_WAIT_MS)
  return { list: listMs, listSettled: quiet && quiet - started }
}

/**
 * The picker is open until the page is quiet: a user takes longer to find a folder than a viewer to fetch its code.
 * @throws Error when no image comes, or the start page has one where the viewer's is awaited
 */
async function open(session: Session, viewer: Viewer, folder: string) {
  const { page, devtools, browserDevtools, screen } = session
  const input = await viewer.choose(page, devtools)
  await settled(browserDevtools, LONGEST_WAIT_MS)
  if (screen.last && isImage(screen.last.look(viewer.region)))
    throw new Error('the region of the image shows one before anything is opened')
  const before = await processorTime(browserDevtools)
  const since = await pageTime(session)
  const started = Date.now()
  const image = screen.painted(started, viewer.region, LONGEST_WAIT_MS)
  await handOver(viewer, devtools, input, folder)
  await viewer.openViewer?.(page)
  const painted = await image
  if (!painted) throw new Error(`no image within ${LONGEST_WAIT_MS / 1000} s`)
  const quiet = await settled(browserDevtools, LONGEST_WAIT_MS)
  const used = (await processorTime(browserDevtools)).all - before.all
  return {
    imageMs: painted.time - started,
    settledMs: quiet && quiet - started,
    processorMs: used,
    longestTaskMs: await longestTask(session, since),
  }
}

const CLOSES = 10

/** Memory that stays behind: what is held after the first study is closed, and after the tenth in the same page. */
async function closes(session: Session, viewer: Viewer, data: BenchData): Promise<Values> {
  const held: number[] = []
  for (let close = 0; close < CLOSES; close++) {
    const started = Date.now()
    await drop(session, data[viewer.slices])
    await session.screen.painted(started, viewer.region, LONGEST_WAIT_MS)
    await settled(session.browserDevtools, LONGEST_WAIT_MS)
    await viewer.close?.(session.page)
    // Freed pages go back to the system a moment later.
    await sleep(2000)
    held.push(await heapMb(session))
  }
  return { heapFirst: held[0], heapLast: held[CLOSES - 1] }
}

/** As a mouse does: a file picker that is driven from outside keeps its files. */
async function drop({ devtools }: Session, folder: string): Promise<void> {
  const data = { items: [], files: [folder], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 640, y: 400, data })
}

async function heapMb({ devtools }: Session): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = 0 } = (await devtools.send('Runtime.getHeapUsage')) as {
    usedSize: number
    backingStorageSize?: number
  }
  return (usedSize + backingStorageSize) / 1e6
}
