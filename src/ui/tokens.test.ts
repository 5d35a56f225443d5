import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/*
 * Colours and sizes of type are chosen once, in `app.css`: a component names them.
 */

const here = fileURLToPath(new URL('..', import.meta.url))

const HEX_COLOUR = /(?<![\w&])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b/i
const FONT_SIZE = /font(?:-size)?:[^;{}]*\d(?:px|r?em|pt)/

/** Lines of the markup and style of a component, or of its style alone. */
function linesOf(source: string): string[] {
  const markup = source.replace(/<script[\s\S]*?<\/script>/g, (script) => script.replace(/[^\n]/g, ''))
  return markup.split('\n')
}

const usesOf = (source: string): string[] =>
  linesOf(source).flatMap((line, index) =>
    HEX_COLOUR.test(line) || FONT_SIZE.test(line) ? [`${index + 1}: ${line.trim()}`] : [],
  )

test('no component has a colour or a size of type of its own', () => {
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.svelte'),
  )
  expect(files.length).toBeGreaterThan(50)
  const found = files.flatMap((file) =>
    usesOf(readFileSync(`${here}${file}`, 'utf8')).map((use) => `${file}:${use}`),
  )
  expect(found).toEqual([])
})

test.each(['color: #fff;', 'background: #1C222A80;', 'font-size: 12px;', "font: 400 0.9rem 'Inter';"])(
  'would find %s',
  (declaration) => {
    expect(usesOf(`<p>x</p>\n<style>\n  p {\n    ${declaration}\n  }\n</style>`)).toHaveLength(1)
  },
)

test('a token, a private field and an anchor are none of these', () => {
  expect(
    usesOf(
      '<script>\n  this.#add(1)\n</script>\n<a href="#top">{n}</a>\n<style>a { color: var(--text) }</style>',
    ),
  ).toEqual([])
})
