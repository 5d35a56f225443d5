/*
 * Which Chromium the browser tests drive: CHROME_PATH, else Playwright's own, else one installed on the system,
 * else the one from the npm registry (`browser/`), so that nothing but Node and npm has to be there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Software WebGL, the same on every machine; no sandbox, since tests also run as root and in containers. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
]

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
]
const LINUX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/google/chrome', '/opt/microsoft/msedge']
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]
const NPM_PACKAGE = fileURLToPath(new URL('./browser/node_modules/@sparticuz/chromium', import.meta.url))
const UNPACKED = fileURLToPath(new URL('./browser/node_modules/.chromium', import.meta.url))

/** @returns the browser to start and the environment it needs; throws, naming the ways out, where there is none */
export async function resolveBrowser() {
  const browser = (await findBrowser()) ?? npmBrowser()
  if (browser) return browser
  throw new Error(
    'No browser for the tests. Install Chrome, Chromium or Edge, or run `npx playwright install chromium`, ' +
      'or name one in CHROME_PATH.',
  )
}

/** A browser that is on the machine already, or undefined. */
export async function findBrowser() {
  const named = process.env.CHROME_PATH
  if (named && !existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist.`)
  if (named) return { executablePath: named, source: 'CHROME_PATH', env: {} }
  const { chromium } = await import('@playwright/test')
  if (existsSync(chromium.executablePath()))
    return { executablePath: chromium.executablePath(), source: 'Playwright', env: {} }
  const installed = systemPaths(process.platform, process.env).find(
    (path) => existsSync(path) && starts(path),
  )
  return installed && { executablePath: installed, source: 'system', env: {} }
}

export function systemPaths(platform, env) {
  if (platform === 'darwin')
    return ['', env.HOME ?? ''].flatMap((home) =>
      MAC_APPS.map((app) => `${home}/Applications/${app}.app/Contents/MacOS/${app}`),
    )
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean)
    return WINDOWS_PROGRAMS.flatMap((program) => roots.map((root) => `${root}\\${program}`))
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...LINUX_FOLDERS]
  return NAMES.flatMap((name) => [...new Set(folders)].map((folder) => `${folder}/${name}`))
}

/** Some systems keep a script under a browser's name that only says how to install it. */
function starts(path) {
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

/** The package carries one build only: Linux on x64 with the GNU C library. */
export function npmBrowserRunsHere() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false
  return Boolean(process.report?.getReport().header.glibcVersionRuntime)
}

/** The browser of `browser/`, unpacked once beside its package; undefined where it is not installed. */
function npmBrowser() {
  if (!existsSync(NPM_PACKAGE)) return undefined
  if (!existsSync(UNPACKED)) unpack()
  return {
    executablePath: join(UNPACKED, 'chromium'),
    source: 'npm',
    env: { LD_LIBRARY_PATH: join(UNPACKED, 'al2023', 'lib'), FONTCONFIG_PATH: join(UNPACKED, 'fonts') },
  }
}

/**
 * The package is made for one cloud host. Elsewhere it unpacks its own NSS and expat only when told that it runs
 * there, always unpacks into the temporary folder, and its fonts.conf names a folder that does not exist, upon
 * which Skia aborts. A process of its own does it, so that none of these settings reaches the tests.
 */
function unpack() {
  const folder = `${UNPACKED}-${process.pid}`
  mkdirSync(folder, { recursive: true })
  const entry = pathToFileURL(join(NPM_PACKAGE, 'build', 'esm', 'index.js')).href
  const program = `const { default: chromium } = await import('${entry}'); await chromium.executablePath()`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', TMPDIR: folder },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The browser from the npm registry could not be unpacked: ${stderr}`)
  writeFileSync(join(folder, 'fonts', 'fonts.conf'), fontsConf())
  moveInPlace(folder)
}

const fontsConf = () => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(UNPACKED, 'fonts', 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(UNPACKED, 'fonts', 'cache')}</cachedir>
</fontconfig>
`

/** Only whole: half an unpacked browser would be taken for a browser by the next run. */
function moveInPlace(folder) {
  try {
    renameSync(folder, UNPACKED)
  } catch (error) {
    // Another run was faster.
    if (!existsSync(UNPACKED)) throw error
    rmSync(folder, { recursive: true, force: true })
  }
}
