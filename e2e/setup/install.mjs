/*
 * Brings node_modules to what the lockfile says, before `npm start` and `npm test`. Node's built-ins only: this
 * runs when nothing is installed yet. With `--browser` it also makes sure that a browser for the tests exists.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const BROWSER_FOLDER = join(ROOT, 'e2e', 'setup', 'browser')
const OLDEST_NODE = [20, 19]
const LONGEST_WAIT_MS = 15 * 60_000

async function main() {
  const complaint = nodeVersionError(process.versions.node)
  if (complaint) throw new Error(complaint)
  await install(ROOT)
  if (!process.argv.includes('--browser')) return
  const { findBrowser, npmBrowserRunsHere } = await import('./browser.mjs')
  if (!(await findBrowser()) && npmBrowserRunsHere()) await install(BROWSER_FOLDER)
}

/** What to tell the owner of an older Node, or undefined. */
export function nodeVersionError(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return undefined
  return `Calcimap needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${version}. See https://nodejs.org/`
}

async function install(folder) {
  if (isInstalled(folder)) return
  const lock = acquireLock(join(folder, '.setup-lock'))
  try {
    if (!isInstalled(folder)) await installNow(folder, lock)
  } finally {
    lock.release()
  }
}

async function installNow(folder, lock) {
  console.log(`Installing the packages of ${folder} …`)
  const npm = startNpmCi(folder)
  // npm outlives this process if only this one is killed.
  if (npm.pid) lock.share(npm.pid)
  const status = await new Promise((resolve, reject) => npm.once('error', reject).once('close', resolve))
  if (status !== 0) throw new Error(`npm ci ended with ${status} in ${folder}; its message stands above.`)
  writeFileSync(stampOf(folder), fingerprint(folder))
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

function startNpmCi(folder) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const options = { cwd: folder, stdio: 'inherit' }
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) return spawn(process.execPath, [npm, ...args], options)
  // npm is a .cmd file on Windows, which Node starts through a shell only.
  return spawn('npm', args, { ...options, shell: process.platform === 'win32' })
}

/**
 * A file naming the processes that install. Waits while one of them lives; takes over when all are dead.
 * @returns `share` adds a process, `release` gives the lock back
 */
export function acquireLock(file, longestWaitMs = LONGEST_WAIT_MS) {
  const start = Date.now()
  let told = false
  while (!createLock(file)) {
    const owners = lockOwners(file)
    if (!owners) continue
    const living = owners.find(isAlive)
    if (!living) {
      rmSync(file, { force: true })
      continue
    }
    if (Date.now() - start > longestWaitMs)
      throw new Error(`Process ${living} has been installing for too long. If it is not, remove ${file}.`)
    if (!told) console.log(`Waiting for another install (process ${living}) …`)
    told = true
    pause(250)
  }
  return {
    share: (pid) => appendFileSync(file, ` ${pid}`),
    release: () => rmSync(file, { force: true }),
  }
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

/** The processes named in the lock; undefined when it has gone, or is so new that none may be named yet. */
function lockOwners(file) {
  try {
    const owners = readFileSync(file, 'utf8').split(' ').map(Number).filter(Boolean)
    if (owners.length > 0 || Date.now() - statSync(file).mtimeMs > 2000) return owners
    pause(50)
    return undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

// The tests import this file without running it. The folder may be reached through a symbolic link.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
