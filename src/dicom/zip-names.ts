/*
 * Names of a zip whose entries do not say that they are UTF-8: by the standard in code page 437, and in practice in
 * whatever the computer wrote that made it. A name is a label here and opens nothing.
 */

/** As UTF-8 where the bytes are, in Japanese or Chinese where they can be nothing else, else code page 437. */
export function readName(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes)
  const utf8 = decoded(bytes, 'utf-8')
  if (utf8 !== undefined) return utf8
  const eastern = EASTERN.map((label) => decoded(bytes, label)).find(
    (text) => text !== undefined && isEastern(text),
  )
  return eastern ?? fromCodePage437(bytes)
}

const EASTERN = ['shift_jis', 'gb18030', 'euc-kr', 'big5'] as const

function decoded(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Western letters with an accent stand alone among others, and would become single signs there; a word is two signs or
 * more in a row. Signs of half width and of private use are what other encodings turn into.
 */
function isEastern(text: string): boolean {
  const words = text.match(/[\u0080-\u{10ffff}]+/gu) ?? []
  return words.every(
    (word) => [...word].length > 1 && /^[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff01-\uff5e]+$/u.test(word),
  )
}

/** The upper half, from 0x80. */
const UPPER =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const fromCodePage437 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : UPPER[byte - 0x80])).join('')
