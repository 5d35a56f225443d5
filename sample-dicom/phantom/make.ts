import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import * as v from 'valibot'
import { LibraryIndex } from './case'
import { makeCase09, type MadeFile } from './case-09'
import { case09Text } from './case-09-text'
import { makeFileEncoder } from './dicom'

/* `npm run samples`: makes every file of this folder's cases again, to the byte. A few minutes. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

async function main(): Promise<void> {
  const encode = await makeFileEncoder()
  const files: MadeFile[] = []
  for (const file of makeCase09(encode)) files.push(await write(file))
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  files.push(await write({ path: 'index.json', bytes: indexOf(files) }))
  const list = files.map(
    ({ path, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`,
  )
  writeFileSync(join(root, 'sha256.txt'), list.join(''))
  console.log(`${files.length} files, ${(total(files) / 1e6).toFixed(1)} MB`)
}

/** JSON in the house's format, everything else as it is. */
async function write({ path, bytes }: MadeFile): Promise<MadeFile> {
  const target = join(root, path)
  mkdirSync(dirname(target), { recursive: true })
  const written = path.endsWith('.json') ? await tidy(bytes) : bytes
  writeFileSync(target, written)
  return { path, bytes: written }
}

async function tidy(json: Uint8Array): Promise<Uint8Array> {
  const text = new TextDecoder().decode(json)
  return new TextEncoder().encode(await format(text, { parser: 'json', printWidth: 110 }))
}

function indexOf(files: readonly MadeFile[]): Uint8Array {
  const { folder, title } = case09Text
  const images = files.filter(({ path }) => path.startsWith(`${folder}/`) && path.endsWith('.dcm'))
  const index = v.parse(LibraryIndex, {
    schema: 'calcimap-sample-index',
    version: 1,
    cases: [
      {
        folder,
        title,
        modalities: ['DX', 'CT'],
        images: images.length,
        thumbnail: 'thumbnail.png',
        files: images.map(({ path, bytes }) => ({
          path: path.slice(folder.length + 1),
          bytes: bytes.length,
        })),
      },
    ],
  })
  return new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`)
}

function total(files: readonly MadeFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

await main()
