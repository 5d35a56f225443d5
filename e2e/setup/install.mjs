/*
 * Brings node_modules to what the lockfile says, before `npm start` and `npm test`. Node's built-ins only: this
 * runs when nothing is installed yet. With `--browser` it also makes sure that a browser for the tests exists.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const BROWSER_FOLDER = join(ROOT, 'e2e', 'setup', 'browser')
const OLDEST_NODE = [20, 19]
const LONGEST_WAIT_MS = 15 * 60_000

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main()

async function main() {
  const complaint = nodeComplaint(process.versions.node)
  if (complaint) leave(complaint)
  install(ROOT)
  if (!process.argv.includes('--browser')) return
  const { findBrowser, npmBrowserRunsHere } = await import('./browser.mjs')
  if (!(await findBrowser()) && npmBrowserRunsHere()) install(BROWSER_FOLDER)
}

/** What to tell the owner of an older Node, or undefined. */
export function nodeComplaint(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return undefined
  return `Calcimap needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${version}. See https://nodejs.org/`
}

function install(folder) {
  if (isInstalled(folder)) return
  const release = acquireLock(join(folder, '.setup-lock'))
  try {
    if (isInstalled(folder)) return
    console.log(`Installing the packages of ${folder} …`)
    const status = npmCi(folder)
    if (status !== 0) throw new Error(`npm ci ended with ${status} in ${folder}; its message stands above.`)
    writeFileSync(stampOf(folder), fingerprint(folder))
  } catch (error) {
    release()
    leave(error.message)
  }
  release()
}

// `npm ci` empties node_modules first, so an install that was cut short leaves no stamp.
const stampOf = (folder) => join(folder, 'node_modules', '.installed')

const isInstalled = (folder) =>
  existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === fingerprint(folder)

/** The lockfile together with all that decides which binaries fit: system, processor, Node's ABI. */
export function fingerprint(folder) {
  const { platform, arch, versions } = process
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${platform} ${arch} ${versions.modules}`)
    .digest('hex')
}

function npmCi(folder) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const options = { cwd: folder, stdio: 'inherit' }
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) return spawnSync(process.execPath, [npm, ...args], options).status
  // npm is a .cmd file on Windows, which Node starts through a shell only.
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' }).status
}

/**
 * A file naming the process that installs. Waits while that process lives; takes over when it is dead.
 * @returns gives the lock back
 */
export function acquireLock(file, longestWaitMs = LONGEST_WAIT_MS) {
  const start = Date.now()
  let told = false
  while (!createLock(file)) {
    const owner = lockOwner(file)
    if (owner === undefined) continue
    if (!isAlive(owner)) {
      rmSync(file, { force: true })
      continue
    }
    if (Date.now() - start > longestWaitMs)
      throw new Error(`Process ${owner} has been installing for too long. If it is not, remove ${file}.`)
    if (!told) console.log(`Waiting for another install (process ${owner}) …`)
    told = true
    pause(250)
  }
  return () => rmSync(file, { force: true })
}

function createLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

/** The process named in the lock: 0 where none is named after a while, undefined when the lock has gone. */
function lockOwner(file) {
  try {
    const owner = Number.parseInt(readFileSync(file, 'utf8'), 10)
    if (owner > 0) return owner
    // Written by a process that is just between creating the file and naming itself, or died there.
    if (Date.now() - statSync(file).mtimeMs > 2000) return 0
    pause(50)
    return undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(pid) {
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

function leave(message) {
  console.error(message)
  process.exit(1)
}
