import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, resolveBrowser } from './setup/browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { executablePath, env } = await resolveBrowser()

// Every worker reads this file again: the first reader chooses the port, the others find it in the environment.
// 4173 belongs to `npm start`, which may be running; no server that happens to be there is ever used.
process.env.CALCIMAP_TEST_PORT ??= String(await freePort(4174))
const port = process.env.CALCIMAP_TEST_PORT
const baseURL = `http://127.0.0.1:${port}`

/** The journeys, on the production build in `dist/`, drawn by software WebGL (a first frame may take seconds). */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  // Software WebGL takes every core it finds. On two cores, 16 tests of WebGL frames took 31–34 s with one worker
  // and 21–29 s with two.
  workers: Math.min(2, availableParallelism()),
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // The fonts are the page's own: one picture for every system.
  snapshotPathTemplate: '{testDir}/looks/{arg}{ext}',
  reporter: [['list'], ['json', { outputFile: '../node_modules/.cache/calcimap/playwright.json' }]],
  webServer: {
    command: `"${process.execPath}" node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    cwd: root,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 60_000,
  },
  use: {
    baseURL,
    browserName: 'chromium',
    locale: 'en',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: BROWSER_ARGS,
      env: { ...(process.env as Record<string, string>), ...env },
    },
  },
})

/** The first port from `wanted` upwards that nobody listens on. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(freePort(wanted + 1))
      else reject(error)
    })
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)))
  })
}
