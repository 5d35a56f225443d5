import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import * as v from 'valibot'
import { LibraryIndex } from './case'
import { cases, type CaseSource, type MadeFile } from './cases'
import { makeFileEncoder } from './dicom'

/*
 * `npm run samples`: makes every file of this folder's cases again, to the byte. A few minutes a case;
 * `npm run samples -- case-09` makes that case alone. The index and the sums are made of what lies in the folders.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

async function main(asked: readonly string[]): Promise<void> {
  const encode = await makeFileEncoder()
  for (const source of cases.filter(({ folder }) => asked.length === 0 || asked.includes(folder))) {
    const started = performance.now()
    rmSync(join(root, source.folder), { recursive: true, force: true })
    for (const file of source.make(encode)) await write(file)
    console.log(`${source.folder}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
  const made = cases.filter(({ folder }) => existsSync(join(root, folder)))
  await write({ path: 'index.json', bytes: indexOf(made) })
  const files = [...made.flatMap(({ folder }) => filesUnder(folder)), 'index.json']
  const list = files.map((path) => `${createHash('sha256').update(bytesOf(path)).digest('hex')}  ${path}\n`)
  writeFileSync(join(root, 'sha256.txt'), list.join(''))
  const total = files.reduce((sum, path) => sum + bytesOf(path).length, 0)
  console.log(`${files.length} files, ${(total / 1e6).toFixed(1)} MB`)
}

/** JSON in the house's format, everything else as it is. */
async function write({ path, bytes }: MadeFile): Promise<void> {
  const target = join(root, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, path.endsWith('.json') ? await tidy(bytes) : bytes)
}

async function tidy(json: Uint8Array): Promise<Uint8Array> {
  const text = new TextDecoder().decode(json)
  return new TextEncoder().encode(await format(text, { parser: 'json', printWidth: 110 }))
}

function indexOf(made: readonly CaseSource[]): Uint8Array {
  const index = v.parse(LibraryIndex, {
    schema: 'calcimap-sample-index',
    version: 1,
    cases: made.map(({ folder, title, modalities }) => {
      const images = filesUnder(folder).filter((path) => path.endsWith('.dcm'))
      return {
        folder,
        title,
        modalities,
        images: images.length,
        thumbnail: 'thumbnail.png',
        files: images.map((path) => ({ path: path.slice(folder.length + 1), bytes: bytesOf(path).length })),
      }
    }),
  })
  return new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`)
}

/** Relative to sample-dicom/, sorted. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

function bytesOf(path: string): Uint8Array {
  return readFileSync(join(root, path))
}

await main(process.argv.slice(2))
