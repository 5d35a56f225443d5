import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { es } from './es'
import { GLOSSARY } from './glossary'
import type { Texts } from './translate'

const root = fileURLToPath(new URL('../..', import.meta.url))
const src = join(root, 'src')
const DOCUMENTS = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'src/README.md']
/** The list itself, this test, and the texts, which are checked by their values. */
const NOT_CODE = /^i18n\/(glossary(\.test)?|en|es)\.ts$/

/** Every sentence and plural form, by key. */
const sentencesOf = (texts: Texts): [key: string, text: string][] =>
  Object.entries(texts).flatMap(([section, keys]) =>
    Object.entries(keys).flatMap(([key, text]) =>
      (typeof text === 'string' ? [text] : Object.values(text)).map((form): [string, string] => [
        `${section}.${key}`,
        form,
      ]),
    ),
  )

/** Names as words, and text that a line break divides as one line: `takeBack` reads as `take back`. */
const wordsOf = (code: string): string =>
  code
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .replace(/\s*\n\s*(\*|\/\/)?\s*/g, ' ')

/** Whole words only; a synonym in capitals is an abbreviation and matches as it is written. */
function usesOf(synonym: string, text: string): boolean {
  const escaped = synonym.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')
  const isAbbreviation = synonym === synonym.toUpperCase() && /\p{L}/u.test(synonym)
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, isAbbreviation ? 'u' : 'iu').test(text)
}

/** `place: “synonym” is “term”` for each use. */
const faultsOf = (
  places: readonly (readonly [place: string, text: string])[],
  synonyms: readonly (readonly [synonym: string, term: string])[],
): string[] =>
  places.flatMap(([place, text]) =>
    synonyms
      .filter(([synonym]) => usesOf(synonym, text))
      .map(([synonym, term]) => `${place}: “${synonym}” is “${term}”`),
  )

const IN_CODE = GLOSSARY.flatMap(({ en: term, not = [] }) => not.map((synonym) => [synonym, term] as const))
const IN_TEXTS = [
  ...IN_CODE,
  ...GLOSSARY.flatMap(({ en: term, notInTexts = [] }) =>
    notInTexts.map((synonym) => [synonym, term] as const),
  ),
]
const IN_SPANISH = GLOSSARY.flatMap(({ es: term, notEs = [] }) =>
  notEs.map((synonym) => [synonym, term] as const),
)

const sources = (): [string, string][] =>
  readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte|css|html)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !NOT_CODE.test(path))
    .map((path) => [path, `${path} ${wordsOf(readFileSync(join(src, path), 'utf8'))}`])

function page(): string {
  const quoted = (words: readonly string[] = []) => words.map((word) => `“${word}”`).join(', ')
  const rows = GLOSSARY.map(({ en: term, es: spanish, meaning, not = [], notInTexts = [], notEs }) => [
    term,
    spanish,
    meaning,
    quoted([...not, ...notInTexts]),
    quoted(notEs),
  ])
  const header = ['English', 'Spanish', 'means', 'not', 'not in Spanish']
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [
    '# Glossary',
    '',
    'One word for one thing, in the interface, the documents, and the names and comments of the code. The list is',
    '`glossary.ts`; `glossary.test.ts` fails where a synonym of it comes back and where this page differs from it.',
    '`npx vitest run src/i18n/glossary.test.ts -u` writes the page.',
    '',
    line(header),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
  ].join('\n')
}

describe('no synonym of the glossary is used', () => {
  it('in the English texts', () => {
    expect(faultsOf(sentencesOf(en), IN_TEXTS)).toEqual([])
  })

  it('in the Spanish texts', () => {
    expect(faultsOf(sentencesOf(es), IN_SPANISH)).toEqual([])
  })

  it.each(DOCUMENTS)('in %s', (document) => {
    const text = readFileSync(join(root, document), 'utf8').replace(/\s+/g, ' ')
    expect(faultsOf([[document, text]], IN_TEXTS)).toEqual([])
  })

  it('in names and comments', () => {
    expect(faultsOf(sources(), IN_CODE)).toEqual([])
  })
})

describe('the search for synonyms', () => {
  it('finds them in names, across lines and in any case', () => {
    expect(usesOf('take back', wordsOf('export function takeBack()'))).toBe(true)
    expect(usesOf('left aside', wordsOf('/** What is left\n * aside. */'))).toBe(true)
    expect(usesOf('let go', 'Let go of tool')).toBe(true)
    expect(usesOf('HU', '143 HU')).toBe(true)
  })

  it('finds whole words only, and abbreviations only in capitals', () => {
    expect(usesOf('mend', 'recommend')).toBe(false)
    expect(usesOf('in hand', 'within handles')).toBe(false)
    expect(usesOf('HU', 'hu')).toBe(false)
  })
})

describe('the glossary', () => {
  it('forbids no term of its own', () => {
    const terms = GLOSSARY.flatMap((row): [string, string][] => [[row.en, row.en]])
    const spanish = GLOSSARY.flatMap((row): [string, string][] => [[row.es, row.es]])
    expect([...faultsOf(terms, IN_TEXTS), ...faultsOf(spanish, IN_SPANISH)]).toEqual([])
  })

  it('is GLOSSARY.md', async () => {
    await expect(page()).toMatchFileSnapshot('./GLOSSARY.md')
  })
})
