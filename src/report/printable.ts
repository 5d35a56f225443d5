/*
 * What the font that pdfmake brings along (Roboto, 928 characters) can draw: Latin with Vietnamese, Greek,
 * Cyrillic, signs of currency, typography and arithmetic. It has no arrows and no Asian or Arabic letters.
 */
const DRAWN =
  /^[\n\u0020-\u007E\u00A0-\u017F\u018F\u0192\u01A0-\u01A1\u01AF-\u01B0\u01F0\u01FA-\u01FF\u0218-\u021B\u0237\u0259\u02BC\u02C6-\u02C7\u02C9\u02D8-\u02DD\u02F3\u0300-\u0301\u0303\u0309\u030F\u0323\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u03CE\u03D1-\u03D2\u03D6\u0400-\u0486\u0488-\u0513\u1E00-\u1E01\u1E3E-\u1E3F\u1E80-\u1E85\u1E9E\u1EA0-\u1EF9\u1F4D\u2000-\u200B\u2010-\u2011\u2013-\u2015\u2017-\u201E\u2020-\u2022\u2025-\u2027\u2030\u2032-\u2033\u2039-\u203A\u203C\u2044\u2070\u2074-\u208E\u20A3-\u20A4\u20A6-\u20AC\u20B1\u20B9-\u20BA\u20BC-\u20BD\u20C1\u2105\u2113\u2116\u2122\u2126\u212E\u215B-\u215E\u2202\u2206\u220F\u2211-\u2212\u221A\u221E\u222B\u2248\u2260\u2264-\u2265\u25A0\u25CA-\u25CB\u25CF\uFFFD]$/u

/** Signs that the font lacks and that others say as well. */
const INSTEAD: Readonly<Record<string, string>> = { '→': '›', '↑': '(+)', '↓': '(–)', μ: 'µ' }

const UNKNOWN = '\uFFFD'

/** The text as the font can draw it; what it cannot is replaced by �, one for each character. */
export const printable = (text: string): string =>
  Array.from(text.normalize('NFC'), (character) =>
    character in INSTEAD ? INSTEAD[character] : DRAWN.test(character) ? character : UNKNOWN,
  ).join('')

export const lacksCharacters = (text: string): boolean => printable(text).includes(UNKNOWN)

/** PNG and JPEG by their first bytes; anything else would stop the whole document. */
export const isPicture = (dataUrl: string): boolean =>
  /^data:image\/(png;base64,iVBORw0KGgo|jpeg;base64,\/9j\/)[A-Za-z0-9+/]+=*$/.test(dataUrl)
