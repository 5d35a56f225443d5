/*
 * `npm test`: every gate and every test, the browser tests on the production build. A failing step does not stop
 * the next, so that one run gives the whole picture; the last line counts it, and the exit code is 1 if any failed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resolveBrowser } from './browser.mjs'
import { closingLine, gate, playwrightTally, sum, vitestTally } from './tally.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORTS = join(ROOT, 'node_modules', '.cache', 'calcimap')

mkdirSync(REPORTS, { recursive: true })
const tallies = [
  gate(script('Format', 'format:check')),
  gate(script('Lint', 'lint')),
  gate(script('Types', 'types')),
  unitTests(),
  ...(await buildAndBrowserTests()),
]
const total = sum(tallies)
console.log('')
if (total.notRun > 0) console.log(`${total.notRun} tests were not run.`)
const waiting = filesWaitingForShared()
if (waiting.length > 0)
  console.log(`../shared is not here: what ${waiting.length} test files do with its real DICOM was not run.`)
console.log(closingLine(total))
process.exitCode = total.failed > 0 ? 1 : 0

function unitTests() {
  const report = freshReport('vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = script('Fences and unit tests', 'unit', reporters)
  return vitestTally(readReport(report), ok)
}

async function buildAndBrowserTests() {
  if (!script('Build', 'build')) {
    console.log('The browser tests were not run: there is no build to run them on.')
    return [gate(false), gate(false)]
  }
  return [gate(true), await browserTests()]
}

async function browserTests() {
  const report = freshReport('playwright.json')
  try {
    const browser = await resolveBrowser()
    headline(`Browser tests (${browser.source}: ${browser.executablePath})`)
  } catch (error) {
    console.error(`The browser tests were not run. ${error.message}`)
    return gate(false)
  }
  const playwright = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
  const ok = run(process.execPath, [playwright, 'test', '-c', 'e2e/playwright.config.ts'])
  return playwrightTally(readReport(report), ok)
}

/** Runs one of package.json's scripts. */
function script(title, name, args = []) {
  headline(title)
  const npm = process.env.npm_execpath
  const rest = ['run', '--silent', name, ...(args.length ? ['--', ...args] : [])]
  return npm?.endsWith('.js') ? run(process.execPath, [npm, ...rest]) : run('npm', rest)
}

function run(command, args) {
  const shell = process.platform === 'win32' && command === 'npm'
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell }).status === 0
}

function headline(title) {
  console.log(`\n── ${title}`)
}

/** Where a step writes its report; what an earlier run left there is removed first. */
function freshReport(name) {
  const path = join(REPORTS, name)
  rmSync(path, { force: true })
  return path
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** Test files that do more where the reference material lies beside the project. */
function filesWaitingForShared() {
  if (existsSync(join(ROOT, '..', 'shared'))) return []
  const folders = ['src', 'e2e', 'sample-dicom'].filter((folder) => existsSync(join(ROOT, folder)))
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(test|spec)\.ts$/.test(file) && !file.includes('node_modules'))
      .filter((file) => /\.\.(\/|', ')shared\b/.test(readFileSync(join(ROOT, folder, file), 'utf8'))),
  )
}
