/*
 * `npm run fuzz`: broken files made from whole ones, opened and drawn as the program does, in Node. Each file is known by
 * its seed and its number. What fails is made as small as it can be and kept in `kept.json`, which `npm test` tries again.
 *
 *   --seed 1       another seed, other files
 *   --count 10000  how many
 *   --from 0       number of the first
 *   --jobs 2       processes
 *
 * The exit code is 1 when a file hangs, throws, is passed over in silence or gives wrong values.
 */
import { fork } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import type { Message, Task } from './child'
import { codecFiles } from './codec-files'
import type { Fault, Mutant } from './trial'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const BUILT = join(HERE, '../../node_modules/.cache/calcimap/fuzz')
const KEPT = join(HERE, 'kept.json')

const TIMEOUT_MS = 5000
/** For reading the code and making the whole files. */
const START_MS = 60_000

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
  },
})
const [seed, count, from, jobs] = [values.seed, values.count, values.from, values.jobs].map(Number)

interface Found {
  readonly index: number
  readonly kind: Fault['kind'] | 'hang'
  readonly what: string
  readonly mutant?: Mutant
}

const tally = { tried: 0, open: 0, decoded: 0, drawn: 0, slowestMs: 0 }
const found: Found[] = []
const growth: number[] = []

await build({
  configFile: false,
  logLevel: 'error',
  plugins: [codecFiles()],
  ssr: { noExternal: ['dicom-parser'] },
  build: {
    ...{ ssr: join(HERE, 'child.ts'), outDir: BUILT, emptyOutDir: true, target: 'node20' },
    rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
  },
})
const started = Date.now()
await Promise.all(Array.from({ length: jobs }, (_, job) => tryAll(from + job)))
report()

/** Every so many from one on; a file that hangs ends its process, and the next continues in another. */
async function tryAll(first: number): Promise<void> {
  for (let next = first; next < from + count;)
    next = (await tryIn({ seed, from: next, to: from + count, step: jobs })) + jobs
}

/** @returns the number of the last file that was tried */
function tryIn(task: Task): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(join(BUILT, 'child.mjs'), { serialization: 'json' })
    let [at, startedAt, base, most] = [task.from - task.step, Date.now(), 0, 0]
    let [timer, isHung] = [setTimeout(end, START_MS), false]
    let mutant: Mutant | undefined
    function end() {
      isHung = true
      child.kill('SIGKILL')
    }
    child.on('message', (message: Message) => {
      clearTimeout(timer)
      if ('at' in message) [at, startedAt, mutant] = [message.at, Date.now(), message.mutant]
      if ('done' in message) {
        tally.tried += 1
        tally.decoded += message.decoded
        tally.drawn += message.drawn
        tally.open += message.isOpen ? 1 : 0
        tally.slowestMs = Math.max(tally.slowestMs, Date.now() - startedAt)
        base ||= message.megabytes
        most = Math.max(most, message.megabytes)
        if (tally.tried % 5000 === 0) progress()
      }
      if ('fault' in message) keep({ index: message.index, ...message.fault, mutant: message.mutant })
      if ('finished' in message) at = task.to
      else timer = setTimeout(end, 'fault' in message || 'at' in message ? TIMEOUT_MS : START_MS)
    })
    child.on('exit', (code) => {
      clearTimeout(timer)
      growth.push(most - base)
      if (at < task.to) keep({ index: at, kind: isHung ? 'hang' : 'uncaught', what: isHung ? `no answer in ${TIMEOUT_MS} ms` : `exit code ${code}`, mutant }) // prettier-ignore
      resolve(at)
    })
    child.send(task)
  })
}

function keep(one: Found): void {
  found.push(one)
  process.stdout.write(
    `${one.index} ${one.kind}: ${one.what.slice(0, 600)}\n  ${JSON.stringify(one.mutant)}\n`,
  )
  if (!one.mutant) return
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as (Mutant & { found: string })[]
  const isNew = !kept.some(
    ({ base, steps }) => base === one.mutant?.base && String(steps) === String(one.mutant.steps),
  )
  if (isNew)
    writeFileSync(KEPT, JSON.stringify([...kept, { found: `seed ${seed}, ${one.index}: ${one.kind}`, ...one.mutant }], null, 2)) // prettier-ignore
}

function progress(): void {
  const seconds = Math.round((Date.now() - started) / 1000)
  process.stdout.write(
    `${tally.tried} of ${count} in ${seconds} s, ${tally.decoded} frames decoded, ${found.length} faults\n`,
  )
}

function report(): void {
  const of = (...kinds: Found['kind'][]) => found.filter(({ kind }) => kinds.includes(kind)).length
  const rows = [
    ['seed', seed],
    ['files', `${from}–${from + count - 1}`],
    ['tried', tally.tried],
    ['opened', tally.open],
    ['frames through a decoder', tally.decoded],
    ['frames drawn', tally.drawn],
    [`hangs over ${TIMEOUT_MS / 1000} s`, of('hang')],
    ['uncaught errors', of('uncaught')],
    ['passed over in silence', of('silent')],
    ['opened, frame not found', of('verdict')],
    ['messages without a cause', of('words')],
    ['wrong values', of('values')],
    ['slowest, ms', tally.slowestMs],
    ['most growth of memory, MB', Math.round(Math.max(...growth))],
    ['seconds', Math.round((Date.now() - started) / 1000)],
  ]
  for (const [name, value] of rows) process.stdout.write(`${String(name).padEnd(28)}${value}\n`)
  process.exitCode = found.length > 0 ? 1 : 0
}
