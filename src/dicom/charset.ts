/**
 * Text by Specific Character Set (0008,0005; PS3.3 section C.12.1.1.2, PS3.5 section 6.1). Bytes that the set
 * does not know become U+FFFD; a set that is not known is read as UTF-8 if it is, else as Latin-1.
 *
 * @param charsets the attribute's values, in their order; none means the default repertoire
 */
export function decodeText(padded: Uint8Array, charsets: readonly string[] = []): string {
  const bytes = withoutPadding(padded)
  if (isPlain(bytes)) return plainText(bytes)
  const first = encodingOf(charsets[0] ?? '')
  if (charsets.length > 1 || bytes.includes(ESCAPE))
    return clean(decodeExtended(bytes, first ?? 'iso-8859-1'))
  return clean(first ? decoder(first).decode(bytes) : decodeUndeclared(bytes))
}

/** By the number in the defined term: `ISO_IR 100`, `ISO 2022 IR 100` and sloppy spellings alike. */
const ENCODINGS: Readonly<Record<string, string>> = {
  '13': 'shift_jis',
  '100': 'iso-8859-1',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '126': 'iso-8859-7',
  '127': 'iso-8859-6',
  '138': 'iso-8859-8',
  '144': 'iso-8859-5',
  '148': 'iso-8859-9',
  '166': 'windows-874',
  '192': 'utf-8',
  '203': 'iso-8859-15',
}

/** Escape sequences of PS3.3 tables C.12-3 and C.12-4, after the ESC byte: which set becomes G0 or G1. */
const ESCAPES: readonly (readonly [sequence: string, half: 'G0' | 'G1', set: string])[] = [
  ['(B', 'G0', 'ASCII'],
  ['(J', 'G0', 'ASCII'],
  ['$B', 'G0', 'JIS X 0208'],
  ['$@', 'G0', 'JIS X 0208'],
  ['$(D', 'G0', 'JIS X 0212'],
  [')I', 'G1', 'shift_jis'],
  ['$)C', 'G1', 'euc-kr'],
  ['$)A', 'G1', 'gbk'],
  ['-A', 'G1', 'iso-8859-1'],
  ['-B', 'G1', 'iso-8859-2'],
  ['-C', 'G1', 'iso-8859-3'],
  ['-D', 'G1', 'iso-8859-4'],
  ['-F', 'G1', 'iso-8859-7'],
  ['-G', 'G1', 'iso-8859-6'],
  ['-H', 'G1', 'iso-8859-8'],
  ['-L', 'G1', 'iso-8859-5'],
  ['-M', 'G1', 'iso-8859-9'],
  ['-T', 'G1', 'windows-874'],
  ['-b', 'G1', 'iso-8859-15'],
]

const ESCAPE = 0x1b

function encodingOf(term: string): string | undefined {
  const name = term.trim().toUpperCase()
  if (name === 'GB18030' || name === 'GBK') return name.toLowerCase()
  if (name.replaceAll(/[-_ ]/g, '') === 'UTF8') return 'utf-8'
  return ENCODINGS[/(\d+)$/.exec(name)?.[1] ?? '']
}

function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decoder('iso-8859-1').decode(bytes)
  }
}

/** ISO 2022 code extension: G0 holds the bytes below 128, G1 those above; an escape sequence changes one. */
function decodeExtended(bytes: Uint8Array, initial: string): string {
  let [g0, g1, text, start] = ['ASCII', initial, '', 0]
  for (let at = bytes.indexOf(ESCAPE); at >= 0; at = bytes.indexOf(ESCAPE, start)) {
    text += decodeRun(bytes.subarray(start, at), g0, g1)
    const found = ESCAPES.find(([sequence]) => startsWith(bytes, at + 1, sequence))
    if (found?.[1] === 'G0') g0 = found[2]
    if (found?.[1] === 'G1') g1 = found[2]
    start = at + 1 + (found?.[0].length ?? 0)
  }
  return text + decodeRun(bytes.subarray(start), g0, g1)
}

/** Two-byte sets of G0 are those of EUC-JP with the high bits off (PS3.5 annex H). */
function decodeRun(run: Uint8Array, g0: string, g1: string): string {
  if (g0 === 'ASCII') return decoder(g1).decode(run)
  const pairs = Array.from({ length: run.length >> 1 }, (_, i) => [run[2 * i] | 0x80, run[2 * i + 1] | 0x80])
  const coded = g0 === 'JIS X 0212' ? pairs.map((pair) => [0x8f, ...pair]) : pairs
  return decoder('euc-jp').decode(new Uint8Array(coded.flat()))
}

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0))

/** The last byte of a UID of odd length is NUL (PS3.5 section 9.1). */
const withoutPadding = (bytes: Uint8Array): Uint8Array =>
  bytes[bytes.length - 1] === 0 ? bytes.subarray(0, -1) : bytes

/** Printable ASCII, as nearly all values are: decoding it needs no decoder and no cleaning. */
function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7e || byte < 0x20) return false
  return true
}

function plainText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text.trim()
}

const decoders = new Map<string, TextDecoder>()

function decoder(label: string): TextDecoder {
  const known = decoders.get(label)
  if (known) return known
  const made = new TextDecoder(label)
  decoders.set(label, made)
  return made
}

/** Control characters other than the line's end say nothing on a screen and hide text in a terminal. */
// eslint-disable-next-line no-control-regex
const clean = (text: string): string => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').trim()
