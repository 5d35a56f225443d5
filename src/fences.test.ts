import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { crossings, cycles, FENCES, machinePaths, platformUses, specifiersOf, unknownFolders } from './fences'

const here = import.meta.dirname
const house = new Map(
  readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte|css|html|json|md)$/.test(path))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(here, path), 'utf8')] as const),
)
const seeded = (...files: [path: string, text: string][]) => new Map(files)

/** Packages named by code that runs, and by styles. */
const packagesIn = (isWanted: (entry: readonly [path: string, text: string]) => boolean): string[] =>
  [...house]
    .filter(
      ([path]) => /\.(ts|svelte|css)$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'),
    )
    .filter(isWanted)
    .flatMap(([path, text]) =>
      path.endsWith('.css')
        ? [...text.matchAll(/@import '([^']+)'/g)].map(([, name]) => name)
        : specifiersOf(path, text),
    )
    .filter((specifier) => !/^[./$]/.test(specifier))

describe('the house as it stands', () => {
  test('was read', () => expect(house.size).toBeGreaterThan(10))
  test('has no folder without a fence', () => expect(unknownFolders(house)).toEqual([]))
  test('imports only the allowed way', () => expect(crossings(house)).toEqual([]))
  test('imports in no circle', () => expect(cycles(house)).toEqual([]))
  test('uses browser and Node only where allowed', () => expect(platformUses(house)).toEqual([]))
  test('names no folder of one machine', () => expect(machinePaths(house)).toEqual([]))

  test('has every folder that has a fence, and imports every package that a fence names', () => {
    const folders = new Set([...house.keys()].map((path) => path.split('/')[0]))
    expect([...FENCES.keys()].filter((name) => !folders.has(name))).toEqual([])
    for (const [name, { imports, packages }] of FENCES) {
      expect(imports.filter((other) => !FENCES.has(other))).toEqual([])
      const named = packagesIn(([path]) => path.startsWith(`${name}/`))
      const isNamed = (fence: string) => named.some((one) => one === fence || one.startsWith(`${fence}/`) || one.startsWith(fence.replace(/:?$/, ':'))) // prettier-ignore
      expect(
        packages.filter((fence) => !isNamed(fence)),
        name,
      ).toEqual([])
    }
  })

  test('has as dependencies what it imports when it runs, and nothing else', () => {
    const imported = packagesIn(([path]) => path !== 'fences.ts' && !path.startsWith('cli/'))
    const packages = new Set(imported.map((specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/'))) // prettier-ignore
    const { dependencies } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>
    }
    expect([...packages].sort()).toEqual(Object.keys(dependencies).sort())
  })

  test('is described in README.md as fences.json has it', () => {
    const rows = (house.get('README.md') ?? '').split('\n').map((row) => row.replace(/\s*\|\s*/g, '|'))
    const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ') || 'nothing'
    for (const [name, fence] of FENCES) {
      const cells = [`\`${name}/\``, fence.holds, quoted(fence.imports), quoted(fence.packages)]
      expect(rows.some((row) => row.startsWith(`|${cells.join('|')}|`))).toBe(true)
    }
  })
})

describe('a seeded breach is found', () => {
  test.each([
    ['a folder nobody knows', 'utils/strings.ts'],
    ['a folder named like an object property', 'toString/a.ts'],
  ])('%s', (_, path) => expect(unknownFolders(seeded([path, '']))).toHaveLength(1))

  test.each([
    ['upwards', 'domain/study.ts', `import { x } from '../knowledge/scheme'`],
    ['upwards for a type', 'domain/study.ts', `import type { X } from '../state/workbench.svelte'`],
    ['an inline type', 'knowledge/scheme.ts', `export type X = import('../ui/commands').X`],
    ['a re-export', 'dicom/import.ts', `export * from '../viewer/engine'`],
    ['on demand', 'dicom/import.ts', `await import('../report/pdf')`],
    ['from a folder within a folder', 'knowledge/aetiologies/x.ts', `import '../../dicom/read'`],
    [
      'a worker of another folder',
      'knowledge/scheme.ts',
      `new URL('../dicom/parse.worker.ts', import.meta.url)`,
    ],
    ['a glob', 'i18n/all.ts', `import.meta.glob('../ui/*.svelte')`],
    ['with a query', 'domain/a.ts', `import text from '../ui/help.md?raw'`],
    ['the file that wires all', 'ui/Toolbar.svelte', `<script lang="ts">import '../main'</script>`],
    ['out of src', 'ui/About.svelte', `<script>import json from '../../package.json'</script>`],
    ['ui to dicom', 'ui/DropZone.svelte', `<script lang="ts">import { a } from '../dicom/import'</script>`],
    ['in markup', 'ui/Panel.svelte', `{#await import('../dicom/read') then x}{x}{/await}`],
    [
      'in a module script',
      'ui/P.svelte',
      `<script module>import '../cli/map'</script><script>let a</script>`,
    ],
    [
      'past the face of a folder',
      'ui/Lens.svelte',
      `<script>import { x } from '../viewer/stack-canvas'</script>`,
    ],
    ['state to viewer', 'state/layout.svelte.ts', `import { tools } from '../viewer/tools'`],
  ])('crossing: %s', (_, path, text) => expect(crossings(seeded([path, text]))).toHaveLength(1))

  test.each([
    ['a package in a folder without any', 'detection/volume.ts', `import { x } from 'valibot'`],
    ['a package that begins alike', 'state/a.svelte.ts', `import { toast } from 'svelte-sonner'`],
    ['Cornerstone in dicom', 'dicom/read.ts', `import '@cornerstonejs/core'`],
    ['Cornerstone where all is wired', 'App.svelte', `<script>import('@cornerstonejs/core')</script>`],
    ['comlink outside a worker', 'detection/candidates.ts', `import { wrap } from 'comlink'`],
    ['Node in the core', 'domain/uid.ts', `import { randomUUID } from 'node:crypto'`],
    ['Node without its prefix', 'cli/map.ts', `import fs from 'fs'`],
    ['an alias', 'ui/a.ts', `import { x } from '$lib/x'`],
  ])('package: %s', (_, path, text) => expect(crossings(seeded([path, text]))).toHaveLength(1))

  test.each([
    ['document', 'domain/a.ts', `export const a = document.title`],
    ['fetch in the core', 'knowledge/a.ts', `export const a = () => fetch('x')`],
    ['through globalThis', 'knowledge/a.ts', `export const a = globalThis.localStorage`],
    ['in shorthand', 'i18n/a.ts', `export const a = { navigator }`],
    ['as a type', 'detection/a.ts', `export const width = (image: ImageData) => image.width`],
    [
      'as a default beside a parameter of that name',
      'domain/a.ts',
      `(history: 1) => history; history.back()`,
    ],
    ['a page in dicom', 'dicom/a.ts', `window.alert('x')`],
    ['storage in report', 'report/a.ts', `indexedDB.open('x')`],
    ['Node in a browser folder', 'ui/a.ts', `process.exit(1)`],
    ['Node in a component', 'ui/A.svelte', `<script lang="ts">const a = Buffer.from('x')</script>`],
    ['a page in a worker', 'detection/a.worker.ts', `document.title`],
    ['the console', 'viewer/a.ts', `console.log('x')`],
    ['the console at the root', 'main.ts', `console.error('x')`],
  ])('platform: %s', (_, path, text) => expect(platformUses(seeded([path, text]))).toHaveLength(1))

  test('a circle, of types and through a runes file and a worker', () => {
    const circle = seeded(
      ['state/a.svelte.ts', `import type { B } from './b'`],
      ['state/b.ts', `new Worker(new URL('./c.worker.ts', import.meta.url))`],
      ['state/c.worker.ts', `import { a } from './a.svelte'`],
    )
    expect(cycles(circle)).toEqual([
      'state/a.svelte.ts -> state/b.ts -> state/c.worker.ts -> state/a.svelte.ts',
    ])
  })

  test('a path of one machine', () => {
    const text = `const folder = '${['', 'home', 'someone', 'studies'].join('/')}'`
    expect(machinePaths(seeded(['domain/a.test.ts', text]))).toHaveLength(1)
  })
})

describe('what is allowed is not reported', () => {
  test.each([
    ['the own folder', 'domain/finding.ts', `import type { Region } from './region'`],
    ['the own folder from within', 'knowledge/aetiologies/x.ts', `import { y } from '../aetiology'`],
    [
      'downwards',
      'report/report.ts',
      `import { x } from '../domain/reading'; import pdf from 'pdfmake/build/pdfmake'`,
    ],
    ['a scope', 'viewer/engine.ts', `import { init } from '@cornerstonejs/core'`],
    ['comlink in any worker', 'detection/candidates.worker.ts', `import { expose } from 'comlink'`],
    [
      'anything at the root',
      'App.svelte',
      `<script>import { x } from './dicom/import'; import 'svelte'</script>`,
    ],
    [
      'anything in a test',
      'domain/a.test.ts',
      `import { x } from '../ui/commands'; import fc from 'fast-check'`,
    ],
    [
      'words in comments and texts',
      'domain/a.ts',
      `// import '../ui/a'\nexport const a = "import '../ui/a'"`,
    ],
  ])('import: %s', (_, path, text) => expect(crossings(seeded([path, text]))).toEqual([]))

  test.each([
    ['a parameter', 'domain/a.ts', `export const last = (history: string[]) => history.at(-1)`],
    ['an imported name', 'domain/a.ts', `import { document } from './b'\nexport const a = document`],
    ['a member', 'domain/a.ts', `export const a = (x: { name: string }) => x.name`],
    ['a destructured member', 'domain/a.ts', `export const a = ({ status: b }: { status: 1 }) => b`],
    ['a declared type', 'i18n/a.ts', `type Text = string\nexport const a = (b: Text) => b`],
    ['the word in a comment', 'domain/a.ts', `/* window.document */ export const a = 'window'`],
    ['what every runtime has', 'domain/a.ts', `export const a = () => crypto.randomUUID()`],
    ['files in dicom', 'dicom/a.ts', `export const a = (file: File): Blob => file.slice(0, 132)`],
    ['the worker itself', 'dicom/a.worker.ts', `self.postMessage(1)`],
    ['the console of the command line', 'cli/a.ts', `console.log(process.argv)`],
    ['the page in ui', 'ui/A.svelte', `<script lang="ts">document.title</script>`],
  ])('platform: %s', (_, path, text) => expect(platformUses(seeded([path, text]))).toEqual([]))

  test('a component that shows itself', () => {
    expect(cycles(seeded(['ui/Tree.svelte', `<script>import Tree from './Tree.svelte'</script>`]))).toEqual(
      [],
    )
  })

  test('two ways to the same file', () => {
    const diamond = seeded(
      ['domain/a.ts', `import './b'; import './c'`],
      ['domain/b.ts', `import './d'`],
      ['domain/c.ts', `import './d'`],
      ['domain/d.ts', ``],
    )
    expect(cycles(diamond)).toEqual([])
  })

  test('an address and a route', () => {
    const text = `const a = 'https://example.org/home/x'; const b = \`\${base}/studies/x\``
    expect(machinePaths(seeded(['dicom/a.ts', text]))).toEqual([])
  })
})

test('every way of naming a file is read', () => {
  const text = `
    import a from './a'
    import type { B } from './b'
    export * from './c'
    type D = import('./d').D
    void import(\`./e\`)
    new Worker(new URL('./f.worker.ts', import.meta.url), { type: 'module' })
    import.meta.glob<string>(['./g/*.json', './h/*.json'])
    import './i.css?inline'`
  expect(specifiersOf('ui/x.ts', text).sort()).toEqual(
    ['./a', './b', './c', './d', './e', './f.worker.ts', './g/*.json', './h/*.json', './i.css'].sort(),
  )
})
