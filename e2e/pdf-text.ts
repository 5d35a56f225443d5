import { spawnSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'

/** Whether the machine has the reference reader of PDF text. */
export const hasPdftotext = !spawnSync('pdftotext', ['-v']).error

/** The text as `pdftotext` finds it, in the order in which it is drawn. */
export const pdftotext = (pdf: Buffer): string =>
  spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' }).stdout

/**
 * The text of a PDF whose fonts are embedded with two-byte codes and whose objects stand in the file one by one, as
 * the report's are (ISO 32000-1 sections 9.4.3 and 9.10.3): glyph codes of every Tj and TJ, read through the
 * ToUnicode map of the font in use.
 */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf)
  const fonts = fontsOf(objects)
  return [...objects.values()]
    .filter(({ head, stream }) => stream !== undefined && !/\/(Type|Subtype|Length1)\b/.test(head))
    .map(({ stream }) => textOf(stream ?? '', fonts))
    .join('\n')
}

interface PdfObject {
  readonly head: string
  /** Inflated, one character for each byte. */
  readonly stream?: string
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1')
  const found = new Map<string, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = text.indexOf('endobj', start)
    const body = text.slice(start, end)
    const at = body.indexOf('stream\n')
    if (at < 0) found.set(match[1], { head: body })
    else
      found.set(match[1], { head: body.slice(0, at), stream: streamAt(pdf, start + at, body.slice(0, at)) })
  }
  return found
}

function streamAt(pdf: Buffer, at: number, head: string): string {
  const length = Number(/\/Length (\d+)/.exec(head)?.[1])
  const start = at + 'stream\n'.length
  const bytes = pdf.subarray(start, start + length)
  return (head.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
}

type Glyphs = ReadonlyMap<string, string>

/** By the name under which pages use a font. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): Map<string, Glyphs> {
  const fonts = new Map<string, Glyphs>()
  for (const { head } of objects.values())
    for (const [, name, number] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.head ?? '')?.[1]
      const stream = map && objects.get(map)?.stream
      if (stream) fonts.set(name, glyphsOf(stream))
    }
  return fonts
}

function glyphsOf(cmap: string): Glyphs {
  const glyphs = new Map<string, string>()
  for (const [, first, , list] of cmap.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g))
    list
      .trim()
      .split(/>\s*</)
      .forEach((code, index) => {
        const glyph = (parseInt(first, 16) + index).toString(16).padStart(4, '0')
        glyphs.set(glyph, Buffer.from(code.replace(/\W/g, ''), 'hex').swap16().toString('utf16le'))
      })
  return glyphs
}

function textOf(content: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let glyphs: Glyphs = new Map()
  let text = ''
  for (const [whole, font, codes] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|\bET\b/g))
    if (font) glyphs = fonts.get(font) ?? new Map()
    else if (whole === 'ET') text += '\n'
    else
      for (const [, run] of codes.matchAll(/<(\w+)>/g))
        text += (run.match(/.{4}/g) ?? []).map((code) => glyphs.get(code.toLowerCase()) ?? '').join('')
  return text
}
