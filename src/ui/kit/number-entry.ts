import type { Language } from '../../i18n/translate'

export type NumberEntry =
  { readonly value: number | undefined } | { readonly problem: 'notNumber' | 'negative' | 'aboveMaximum' }

/** What was typed, with a comma or a point for the decimals and nothing between thousands; empty is no value. */
export function readNumber(text: string, maximum = Infinity): NumberEntry {
  const typed = text.trim().replace('−', '-').replace(',', '.')
  if (typed === '') return { value: undefined }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed)) return { problem: 'notNumber' }
  const value = Number(typed)
  if (value < 0) return { problem: 'negative' }
  return value > maximum ? { problem: 'aboveMaximum' } : { value }
}

/** As it may be typed again: every digit that was entered, decimals as the language writes them. */
export const writeNumber = (value: number | undefined, language: Language): string =>
  value === undefined
    ? ''
    : new Intl.NumberFormat(language, { maximumSignificantDigits: 12, useGrouping: false }).format(value)
