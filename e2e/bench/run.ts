/*
 * `npm run bench`: this program and its peers in the same Chromium in turn, timed by what is on the screen; asserts
 * nothing. Writes `RESULTS.md` and its picture beside this file. The first time it fetches the peers from npm and
 * makes the images (two minutes); they are kept in node_modules/.cache.
 *
 *   --apps ours,planes,dwv,ohif,floor   columns; also volview
 *   --runs 3                            rounds
 *   --rows view,radiograph,list,closes  what is done
 *   --before DIST                       another build of this program, as further columns
 *   --out FOLDER                        where the results are written
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { VIEWERS, viewersBefore, type Viewer } from './apps'
import { benchData, type BenchData } from './data'
import { knowledgeTimes } from './knowledge'
import { HERE } from './paths'
import { pictureOf } from './picture'
import { loadAverage, machineMs } from './processes'
import { reportOf } from './report'
import type { Results, Run } from './results'
import { serve, type Server } from './serve'
import { ownMs, startSession } from './session'
import { STEPS, type Values } from './steps'

const PICTURE = 'results.svg'
/** Before each run the machine is given so long to come to rest. */
const CALM_WITHIN_MS = 10_000
const CALM_SHARE = 0.25
/** Other programs had more of the machine. */
const DISTURBED_PERCENT = 30

interface Served {
  readonly id: string
  readonly viewer: Viewer
  readonly server: Server
}

const { values: given } = parseArgs({
  options: {
    apps: { type: 'string', default: 'floor,dwv,ohif,ours,planes' },
    runs: { type: 'string', default: '3' },
    rows: { type: 'string', default: Object.keys(STEPS).join(',') },
    before: { type: 'string' },
    out: { type: 'string', default: HERE },
  },
})

async function main() {
  if (!existsSync('/proc/stat'))
    throw new Error('The bench reads processor time and memory from /proc: it runs on Linux.')
  const missing: string[] = []
  const data = benchData()
  const served = await serveAll(missing)
  const runs: Run[] = []
  const rows = chosen(given.rows, STEPS)
  let browser = ''
  const resultsNow = (): Results => ({
    columns: served.map(({ id, viewer }) => ({ id, label: viewer.label })),
    runs,
    missing,
    knowledge: knowledgeTimes(),
    circumstances: {
      date: new Date().toISOString().slice(0, 10),
      browser,
      cores: cpus().length,
      load: loadAverage(),
      command: commandLine(process.argv.slice(2)),
    },
  })
  try {
    for (const each of served) browser = await warmUp(each)
    for (let round = 0; round < Number(given.runs); round++) {
      for (const [step, { once, canDo }] of rows)
        for (const each of served.filter(({ viewer }) => canDo(viewer) && !(once && round > 0)))
          runs.push(await calmest(each, step, round, data))
      // A bench that is truncated leaves the rounds it finished.
      await write(resultsNow())
    }
  } finally {
    await Promise.all(served.map(({ server }) => server.close()))
  }
}

const commandLine = (options: readonly string[]): string =>
  ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])].join(' ')

/** @throws Error for a name that is not there */
function chosen<Value>(names: string, all: Readonly<Record<string, Value>>): (readonly [string, Value])[] {
  return names.split(',').map((name) => {
    if (!all[name]) throw new Error(`“${name}” is none of ${Object.keys(all).join(', ')}.`)
    return [name, all[name]] as const
  })
}

/** A viewer that cannot be installed is named and left out. */
async function serveAll(missing: string[]): Promise<Served[]> {
  const before = given.before ? Object.entries(viewersBefore(resolve(given.before))) : []
  const served: Served[] = []
  for (const [id, viewer] of [...chosen(given.apps, VIEWERS), ...before]) {
    try {
      served.push({ id, viewer, server: await serve(await viewer.site()) })
    } catch (error) {
      missing.push(`${viewer.label} could not be installed: ${messageOf(error)}`)
      console.log(missing.at(-1))
    }
  }
  return served
}

/** Fills the server's memory and the system's; its times are thrown away. @returns name and version of the browser */
async function warmUp({ viewer, server }: Served): Promise<string> {
  const { browser } = await startSession(viewer, server)
  const name = `Chromium ${browser.version()}`
  await browser.close()
  return name
}

/** A run that had to share the machine is repeated once; the calmer of the two counts. */
async function calmest(served: Served, step: string, round: number, data: BenchData): Promise<Run> {
  const first = await run(served, step, round, data)
  if (first.othersPercent < DISTURBED_PERCENT) return first
  const second = await run(served, step, round, data)
  return second.othersPercent < first.othersPercent ? second : first
}

async function run(served: Served, step: string, round: number, data: BenchData): Promise<Run> {
  await calm()
  const before = { time: Date.now(), machine: machineMs(), bench: benchMs() }
  const { values, failure, browserMs } = await attempt(served, step, data)
  const passed = Date.now() - before.time
  const others = machineMs() - before.machine - browserMs - (benchMs() - before.bench)
  const othersPercent = Math.max(0, (100 * others) / passed / cpus().length)
  const result = { viewer: served.id, step, round, values, failure, othersPercent }
  console.log(summaryOf(result))
  return result
}

async function attempt({ viewer, server }: Served, step: string, data: BenchData) {
  const session = await startSession(viewer, server)
  let [values, failure]: [Values, string | undefined] = [{}, undefined]
  try {
    values = await STEPS[step].run(session, viewer, data)
  } catch (error) {
    failure = messageOf(error)
  }
  const browserMs = await ownMs(session).catch(() => 0)
  await session.browser.close()
  return { values, failure, browserMs }
}

/** Processor time of this process, ms. */
function benchMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function calm(): Promise<void> {
  const started = Date.now()
  while (Date.now() - started < CALM_WITHIN_MS) {
    const before = { time: Date.now(), machine: machineMs() }
    await sleep(1000)
    const share = (machineMs() - before.machine) / (Date.now() - before.time) / cpus().length
    if (share < CALM_SHARE) return
  }
}

function summaryOf({ viewer, step, round, values, failure, othersPercent }: Run): string {
  const numbers = Object.entries(values).map(([id, value]) => `${id} ${value?.toFixed(0) ?? '–'}`)
  return `${round + 1} ${step} ${viewer}: ${failure ?? numbers.join(', ')} (others ${othersPercent.toFixed(0)} %)`
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]

async function write(results: Results): Promise<void> {
  mkdirSync(given.out, { recursive: true })
  const report = await reportOf(results, PICTURE)
  writeFileSync(join(given.out, 'RESULTS.md'), report)
  writeFileSync(join(given.out, PICTURE), pictureOf(results))
}

await main()
