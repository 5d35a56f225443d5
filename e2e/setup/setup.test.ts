import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemPaths } from './browser.mjs'
import { acquireLock, fingerprint, nodeVersionError } from './install.mjs'
import { closingLine, gate, playwrightTally, sum, vitestTally } from './tally.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calcimap-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a Node that is too old is told so', () => {
  for (const version of ['16.20.2', '18.20.4', '20.18.3'])
    expect(nodeVersionError(version)).toContain(`20.19 or newer; this is Node ${version}`)
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.0'])
    expect(nodeVersionError(version)).toBeUndefined()
})

test('another lockfile asks for another install', () => {
  writeFileSync(join(folder, 'package-lock.json'), '{"a":1}')
  const first = fingerprint(folder)
  expect(fingerprint(folder)).toBe(first)
  writeFileSync(join(folder, 'package-lock.json'), '{"a":2}')
  expect(fingerprint(folder)).not.toBe(first)
})

describe('the lock of an install', () => {
  const lock = () => join(folder, '.setup-lock')
  const deadPid = () => spawnSync(process.execPath, ['--version']).pid

  test('names its process and goes away', () => {
    const { release } = acquireLock(lock())
    expect(readFileSync(lock(), 'utf8')).toBe(String(process.pid))
    release()
    expect(existsSync(lock())).toBe(false)
  })

  test('is replaced from a process that died', () => {
    writeFileSync(lock(), String(deadPid()))
    acquireLock(lock())
    expect(readFileSync(lock(), 'utf8')).toBe(String(process.pid))
  })

  test('is replaced when its process died before naming itself', () => {
    writeFileSync(lock(), '')
    utimesSync(lock(), new Date(0), new Date(0))
    acquireLock(lock())
    expect(readFileSync(lock(), 'utf8')).toBe(String(process.pid))
  })

  test('is respected while one of its processes lives, and says which file to remove', () => {
    const owners = `${deadPid()} ${process.ppid}`
    writeFileSync(lock(), owners)
    expect(() => acquireLock(lock(), 300)).toThrow(lock())
    expect(readFileSync(lock(), 'utf8')).toBe(owners)
  })

  test('names the process it is shared with', () => {
    acquireLock(lock()).share(process.ppid)
    expect(readFileSync(lock(), 'utf8')).toBe(`${process.pid} ${process.ppid}`)
  })
})

describe('where browsers are looked for', () => {
  test('on Linux along PATH, then in the usual folders', () => {
    const paths = systemPaths('linux', { PATH: '/opt/mine' })
    expect(paths[0]).toBe('/opt/mine/google-chrome-stable')
    expect(paths).toContain('/usr/bin/chromium')
  })

  test('on a Mac among the applications of all and of the user', () => {
    const paths = systemPaths('darwin', { HOME: '/Users/x' })
    expect(paths).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
    expect(paths).toContain('/Users/x/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge')
  })

  test('on Windows among the programs, Edge last', () => {
    const paths = systemPaths('win32', {
      PROGRAMFILES: 'C:\\Programs',
      'PROGRAMFILES(X86)': 'C:\\Programs32',
    })
    expect(paths[0]).toBe('C:\\Programs\\Google\\Chrome\\Application\\chrome.exe')
    expect(paths.at(-1)).toBe('C:\\Programs32\\Microsoft\\Edge\\Application\\msedge.exe')
  })
})

describe('the count', () => {
  test('adds gates and tests', () => {
    const total = sum([
      gate(true),
      gate(false),
      vitestTally({ numPassedTests: 40, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }, false),
      playwrightTally({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 } }, false),
    ])
    expect(total).toEqual({ passed: 46, failed: 5, notRun: 5 })
    expect(closingLine(total)).toBe('46 passed, 5 failed')
  })

  test('of a step that failed without a report, or with one that names no failure, is a failure', () => {
    expect(vitestTally(undefined, false).failed).toBe(1)
    expect(vitestTally({ numPassedTests: 7, numFailedTests: 0 }, false)).toMatchObject({
      passed: 7,
      failed: 1,
    })
    expect(playwrightTally(undefined, false).failed).toBe(1)
  })
})
