import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession } from '@playwright/test'

/** One process of the browser. */
export interface BrowserProcess {
  /** `browser`, `renderer`, `gpu` or a utility. */
  readonly type: string
  readonly id: number
}

/** Processor time used so far, ms. */
export interface ProcessorTime {
  readonly all: number
  readonly renderer: number
}

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10
/** Quiet: all processes together use less of one core than this, for so long. */
const QUIET_SHARE = 0.15
const QUIET_MS = 800
const LOOK_EVERY_MS = 60
/** Asking the browser for its processes costs it time. */
const LIST_EVERY = 10

/** All but the browser process itself, which carries the screencast. */
export async function workingProcesses(devtools: CDPSession): Promise<BrowserProcess[]> {
  const processes = await allProcesses(devtools)
  return processes.filter(({ type }) => type !== 'browser')
}

export async function allProcesses(devtools: CDPSession): Promise<BrowserProcess[]> {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  return processInfo.map(({ type, id }) => ({ type: type.toLowerCase(), id }))
}

export async function processorTime(devtools: CDPSession): Promise<ProcessorTime> {
  const processes = await workingProcesses(devtools)
  return { all: timeOf(processes), renderer: timeOf(processes.filter(({ type }) => type === 'renderer')) }
}

export const timeOf = (processes: readonly BrowserProcess[]): number =>
  processes.reduce((sum, { id }) => sum + processMs(id), 0)

/** Most memory that any renderer occupied so far, MB. */
export async function rendererPeakMb(devtools: CDPSession): Promise<number> {
  const renderers = (await workingProcesses(devtools)).filter(({ type }) => type === 'renderer')
  return Math.max(0, ...renderers.map(({ id }) => peakMb(id)))
}

/**
 * Waits until the browser has nothing more to do.
 * @returns when that began, ms since 1970; undefined when it went on beyond the time limit
 */
export async function settled(devtools: CDPSession, timeoutMs: number): Promise<number | undefined> {
  const started = Date.now()
  const seen: { readonly time: number; readonly used: number }[] = []
  let processes = await workingProcesses(devtools)
  for (let look = 1; Date.now() - started < timeoutMs; look++) {
    if (look % LIST_EVERY === 0) processes = await workingProcesses(devtools)
    const now = { time: Date.now(), used: timeOf(processes) }
    seen.push(now)
    const before = seen.findLast(({ time }) => now.time - time >= QUIET_MS)
    if (before && (now.used - before.used) / (now.time - before.time) < QUIET_SHARE) return before.time
    await sleep(LOOK_EVERY_MS)
  }
  return undefined
}

/** Processor time that all programs of the machine have used since it started, ms. */
export function machineMs(): number {
  const [user, nice, system, , , irq, softIrq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softIrq) * MS_PER_TICK
}

export const loadAverage = (): number => Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0])

/** 0 when the process has gone. */
function processMs(id: number): number {
  const fields = ofProcess(id, 'stat').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MS_PER_TICK
}

const peakMb = (id: number): number =>
  (Number(/VmHWM:\s+(\d+)/.exec(ofProcess(id, 'status'))?.[1] ?? 0) * 1024) / 1e6

function ofProcess(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
