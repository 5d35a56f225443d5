import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { CACHE, HERE } from './paths'

const PEERS = join(CACHE, 'peers')

export const OHIF = '3.13.2'
export const DWV = '0.36.4'
export const VOLVIEW = '4.4.1'

/** What DWV's page is bundled from. */
const DWV_PACKAGES = [`dwv@${DWV}`, 'konva@~10.2.0', 'jszip@^3.10.1', 'magic-wand-tool@^1.1.7']

/**
 * Each gives the folder to serve; the first time it fetches a package from npm.
 * @throws Error when npm, `tar` or the network is not there
 */
export const installOhif = (): Promise<string> => unpacked(`@ohif/app@${OHIF}`, `ohif-${OHIF}`)
export const installVolview = (): Promise<string> => unpacked(`volview@${VOLVIEW}`, `volview-${VOLVIEW}`)
export const installDwv = (): Promise<string> => installedOnce(`dwv-${DWV}`, bundleDwv)

/** A folder that is there is whole. */
async function installedOnce(name: string, install: (folder: string) => unknown): Promise<string> {
  const folder = join(PEERS, name)
  if (existsSync(folder)) return join(folder, 'dist')
  console.log(`Installing ${name} …`)
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  await install(unfinished)
  renameSync(unfinished, folder)
  return join(folder, 'dist')
}

/** The page as it was published: `dist/` of the package, without what the package depends on. */
const unpacked = (version: string, name: string): Promise<string> =>
  installedOnce(name, (folder) => {
    npm(folder, 'pack', version)
    const archive = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? ''
    execFileSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder })
    rmSync(join(folder, archive))
  })

/** DWV is a library: the page around it is ours, as small as its own examples. */
async function bundleDwv(folder: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...DWV_PACKAGES)
  cpSync(join(HERE, 'pages/dwv'), folder, { recursive: true })
  // DWV looks for its workers beside its own file.
  await build({ root: folder, configFile: false, base: './', logLevel: 'error', build: { assetsDir: '' } })
  cpSync(join(folder, 'node_modules/dwv/dist/assets/workers'), join(folder, 'dist/assets/workers'), {
    recursive: true,
    filter: (file) => !file.endsWith('.map'),
  })
}

const npm = (folder: string, ...given: readonly string[]): unknown =>
  execFileSync('npm', given, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
