import { describe, expect, test } from 'vitest'
import { decodeText } from './charset'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('a single set', () => {
  test.each([
    ['Buc^J\xe9r\xf4me', 'ISO_IR 100', 'Buc^Jérôme'],
    ['\xc4neas', 'ISO IR 100', 'Äneas'],
    ['\xc4\xe9\xef\xed', 'ISO_IR 126', 'Διον'],
    ['\xbb\xee\xda', 'ISO_IR 144', 'Люк'],
    ['Wang^XiaoDong=\xe7\x8e\x8b', 'ISO_IR 192', 'Wang^XiaoDong=王'],
    ['\xcd\xf5^\xd0\xa1\xb6\xab', 'GB18030', '王^小东'],
    ['\xd4\xcf\xc0\xde', 'ISO_IR 13', 'ﾔﾏﾀﾞ'],
  ])('%j in %s', (raw, charset, text) => expect(decodeText(bytes(raw), [charset])).toBe(text))
})

describe('code extension by escape sequences (PS3.5 annexes H, I, K)', () => {
  test('Japanese: JIS X 0208 in G0, back to ASCII before a delimiter', () => {
    const raw = 'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O\x3a\x1b(B'
    expect(decodeText(bytes(raw), ['', 'ISO 2022 IR 87'])).toBe('Yamada^Tarou=山田^太郎')
  })
  test('Korean: KS X 1001 in G1', () => {
    const raw = 'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7'
    expect(decodeText(bytes(raw), ['', 'ISO 2022 IR 149'])).toBe('Hong^Gildong=洪^吉洞')
  })
  test('Chinese: GB 2312 in G1', () => {
    const raw = 'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab'
    expect(decodeText(bytes(raw), ['', 'ISO 2022 IR 58'])).toBe('Zhang^XiaoDong=张^小东')
  })
  test('a sequence cut off at the end leaves the text before it', () =>
    expect(decodeText(bytes('Doe\x1b$'), ['', 'ISO 2022 IR 87'])).toContain('Doe'))
})

test('without a declared set, UTF-8 if it is UTF-8, else Latin-1', () => {
  expect(decodeText(bytes('J\xc3\xa9'))).toBe('Jé')
  expect(decodeText(bytes('J\xe9'))).toBe('Jé')
})

test('invalid UTF-8 becomes replacement characters', () =>
  expect(decodeText(bytes('A\xff'), ['ISO_IR 192'])).toBe('A\ufffd'))

test('control characters do not reach the screen', () =>
  expect(decodeText(bytes('A\0B\x07\x1bC'))).toBe('ABC'))
