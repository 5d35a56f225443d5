import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { BROWSER_ARGS, resolveBrowser } from '../setup/browser.mjs'
import type { Viewer } from './apps'
import { allProcesses, settled, timeOf } from './processes'
import { Screen } from './screen'
import type { Server } from './serve'

/** One viewer in a browser that was started for it, its page open and quiet. */
export interface Session {
  readonly browser: Browser
  readonly page: Page
  /** DevTools of the page and of the browser. */
  readonly devtools: CDPSession
  readonly browserDevtools: CDPSession
  readonly screen: Screen
  /** From the address until the control that opens files is there, ms. */
  readonly readyMs: number
  /** JavaScript sent by then, compressed. */
  readonly scriptKb: number
}

export const WINDOW = { width: 1280, height: 800 }
export const LONGEST_WAIT_MS = 120_000

/** No host but this machine: nothing a viewer asks the world for costs time. */
const ARGS = [
  ...BROWSER_ARGS,
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
]

/** An empty cache, no storage, no compiled code: the first visit. */
export async function startSession(viewer: Viewer, server: Server): Promise<Session> {
  const { executablePath, env } = await resolveBrowser()
  const browser = await chromium.launch({ executablePath, args: ARGS, env })
  const browserDevtools = await browser.newBrowserCDPSession()
  const context = await browser.newContext({ viewport: WINDOW, locale: 'en-GB' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await page.addInitScript(watchLongTasks)
  await settled(browserDevtools, 8000)
  server.reset()
  const started = Date.now()
  await page.goto(server.url + viewer.path, { waitUntil: 'commit' })
  await viewer.ready(page)
  const readyMs = Date.now() - started
  await settled(browserDevtools, 30_000)
  const scriptKb = server.scriptBytes() / 1000
  const screen = new Screen(devtools)
  await screen.start()
  await sleep(300)
  return { browser, page, devtools, browserDevtools, screen, readyMs, scriptKb }
}

/** Processor time of the whole browser so far, its own process included, ms. */
export const ownMs = async ({ browserDevtools }: Session): Promise<number> =>
  timeOf(await allProcesses(browserDevtools))

interface Watched {
  longTasks?: { start: number; duration: number }[]
}

/** Runs in the page before its own code. */
function watchLongTasks() {
  const tasks: { start: number; duration: number }[] = []
  ;(globalThis as Watched).longTasks = tasks
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration })
  }).observe({ type: 'longtask', buffered: true })
}

/** Milliseconds since the page was opened, on its own clock. */
export const pageTime = ({ page }: Session): Promise<number> => page.evaluate(() => performance.now())

/** The longest task of the page's main thread since then, ms; 0 when none was above 50. */
export const longestTask = ({ page }: Session, since: number): Promise<number> =>
  page.evaluate(
    (from) =>
      Math.max(
        0,
        ...((globalThis as Watched).longTasks ?? [])
          .filter(({ start }) => start >= from)
          .map(({ duration }) => duration),
      ),
    since,
  )
