/*
 * The rules that keep `src/` a house with rooms: who may import whom, which packages a folder names, and which
 * names of the browser or of Node it may use. The table itself is `fences.json`, read by ESLint too.
 * Every rule takes the sources as values (path below `src/`, text) and returns one sentence per breach.
 *
 * Tests (`*.test.ts`) may import what they like. Files directly in `src/` wire the rest and may import anything,
 * Cornerstone excepted. Imports of types count like any other: they tie folders together just as much.
 */
import { posix } from 'node:path'
import globals from 'globals'
import ts from 'typescript'
import table from './fences.json'

export type Sources = ReadonlyMap<string, string>

export interface Fence {
  readonly holds: string
  /** The one module that other folders may import; any of them where it is left out. */
  readonly face?: string
  readonly imports: readonly string[]
  readonly packages: readonly string[]
  /** Names of the browser or of Node; `browser`, `node` and `worker` stand for all of theirs. */
  readonly platform: readonly string[]
}

export const FENCES: ReadonlyMap<string, Fence> = new Map(Object.entries(table.folders))

const isCode = (path: string) => /\.(ts|svelte)$/.test(path)
const isTest = (path: string) => path.endsWith('.test.ts')
const isWorker = (path: string) => path.endsWith('.worker.ts')
const folderOf = (path: string) => (path.includes('/') ? path.split('/')[0] : '')
const judged = (sources: Sources) => [...sources].filter(([path]) => isCode(path) && !isTest(path))

export function unknownFolders(sources: Sources): string[] {
  const folders = new Set([...sources.keys()].map(folderOf))
  return [...folders]
    .filter((name) => name && !FENCES.has(name))
    .map((name) => `${name}/ is not in fences.json`)
}

export function crossings(sources: Sources): string[] {
  return judged(sources).flatMap(([path, text]) =>
    specifiersOf(path, text)
      .filter((specifier) => !mayImport(path, specifier))
      .map((specifier) => `${path} imports ${specifier}`),
  )
}

function mayImport(path: string, specifier: string): boolean {
  const folder = folderOf(path)
  const fence = FENCES.get(folder)
  if (!specifier.startsWith('.')) return mayName(path, specifier)
  if (!fence) return true
  const target = posix.join(posix.dirname(path), specifier)
  return target.startsWith(`${folder}/`) || fence.imports.some((name) => showsFace(name, target))
}

function showsFace(folder: string, target: string): boolean {
  const face = FENCES.get(folder)?.face
  return face ? target === `${folder}/${face}` : target.startsWith(`${folder}/`)
}

function mayName(path: string, specifier: string): boolean {
  const fence = FENCES.get(folderOf(path))
  if (!fence) return !specifier.startsWith('@cornerstonejs/')
  const packages = isWorker(path) ? [...fence.packages, ...table.worker.packages] : fence.packages
  return packages.some((name) =>
    name.endsWith(':') ? specifier.startsWith(name) : `${specifier}/`.startsWith(`${name}/`),
  )
}

/** Circles of imports, each once, as `a.ts -> b.ts -> a.ts`. A component that shows itself is no circle. */
export function cycles(sources: Sources): string[] {
  const visited = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    if (visited.has(path)) return
    visited.add(path)
    for (const next of filesImportedBy(path, sources)) visit(next, [...trail, path])
  }
  for (const [path] of judged(sources)) visit(path, [])
  return found
}

function filesImportedBy(path: string, sources: Sources): string[] {
  return specifiersOf(path, sources.get(path) ?? '')
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(path), specifier))
    .flatMap((target) =>
      ['', '.ts', '.svelte'].map((ending) => target + ending).filter((f) => sources.has(f)),
    )
    .filter((target) => target !== path && isCode(target))
}

/** All that a file names to be loaded: imports of every kind, workers and other `new URL`s, globs. */
export function specifiersOf(path: string, text: string): string[] {
  const imported = ts
    .preProcessFile(scriptOf(path, text), true, true)
    .importedFiles.map((file) => file.fileName)
  const urls = [...text.matchAll(/new URL\(\s*['"`]([^'"`]+)['"`]\s*,\s*import\.meta\.url/g)].map((m) => m[1])
  const globs = [...text.matchAll(/import\.meta\.glob(?:<[^(]*>)?\(([^)]*)\)/g)].flatMap((call) =>
    [...call[1].matchAll(/['"`]([^'"`]+)['"`]/g)].map((m) => m[1]),
  )
  const inMarkup = path.endsWith('.svelte')
    ? [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map((m) => m[1])
    : []
  return [...new Set([...imported, ...urls, ...globs, ...inMarkup].map((name) => name.replace(/\?.*$/, '')))]
}

/** A component's script blocks; any other file whole. */
function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((block) => block[1]).join('\n')
}

/**
 * Names of the browser or of Node that a file uses and its folder may not. A name declared or imported in the
 * file (a parameter called `history`, say) is its own and no breach. `console` is the command line's alone:
 * what it prints may name a patient.
 */
export function platformUses(sources: Sources): string[] {
  const files = judged(sources).filter(([path]) => !path.endsWith('.d.ts'))
  const program = programOf(files)
  const checker = program.getTypeChecker()
  return files.flatMap(([path]) => {
    const source = program.getSourceFile(scriptName(path))
    const forbidden = forbiddenNames(path)
    const used = source ? identifiersIn(source).filter((name) => forbidden.has(name.text)) : []
    const foreign = used.filter((name) => isForeign(name, checker)).map((name) => name.text)
    return [...new Set(foreign)].map((name) => `${path} uses ${name}`)
  })
}

function forbiddenNames(path: string): Set<string> {
  const folder = folderOf(path)
  const fence = FENCES.get(folder)
  if (!fence) return new Set(['console'])
  const platform = isWorker(path) ? [...fence.platform, ...table.worker.platform] : fence.platform
  const allowed = new Set([...platform.flatMap(namesOf), ...table.everywhere])
  const names = [...namesOf('browser'), ...namesOf('node')].filter((name) => !allowed.has(name))
  return new Set(folder === 'cli' ? names : [...names, 'console'])
}

const namesOf = (platform: string): string[] =>
  platform in globals ? Object.keys(globals[platform as keyof typeof globals]) : [platform]

/** Sources as one program without library or module resolution: what stays unresolved comes from outside. */
function programOf(files: readonly (readonly [string, string])[]): ts.Program {
  const texts = new Map(files.map(([path, text]) => [scriptName(path), scriptOf(path, text)]))
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
  }
  return ts.createProgram([...texts.keys()], options, {
    getSourceFile: (name, target) => {
      const text = texts.get(name)
      return text === undefined ? undefined : ts.createSourceFile(name, text, target, true)
    },
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    writeFile: () => undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  })
}

const scriptName = (path: string) => (path.endsWith('.svelte') ? `${path}-script.ts` : path)

function identifiersIn(source: ts.SourceFile): ts.Identifier[] {
  const found: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Right of a dot, or the outer name in `{ outer: inner }` and `{ outer as inner }`. */
function isMemberName(name: ts.Identifier): boolean {
  const parent = name.parent
  if (ts.isPropertyAccessExpression(parent))
    return parent.name === name && parent.expression.getText() !== 'globalThis'
  if (ts.isQualifiedName(parent)) return parent.right === name
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === name
  return ts.isExportSpecifier(parent) || ts.isNamedTupleMember(parent)
}

function isForeign(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name)
  return !symbol?.declarations?.length
}

/** Folders of one machine (`home`, `tmp` and the like at the root of a path), which no other machine has. */
export function machinePaths(sources: Sources): string[] {
  const path = /(?<![\w.:/)>-])\/(work|home|root|tmp|mnt|Users)\/\w[^\s'"`]*|\b[A-Z]:\\\w+/
  return [...sources].flatMap(([file, text]) => {
    const found = path.exec(text)
    return found ? [`${file} names ${found[0]}`] : []
  })
}
