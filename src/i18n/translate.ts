import { en } from './en'

export type Language = 'en' | 'es'
export const LANGUAGES: readonly Language[] = ['en', 'es']

/** A sentence, or its plural forms; `other` must exist. */
type Text = string | { readonly one?: string; readonly many?: string; readonly other: string }

/** The shape of every dictionary: the sections and keys of the English one, with any text. */
export type Texts = {
  readonly [Section in keyof typeof en]: { readonly [Key in keyof (typeof en)[Section]]: Text }
}

export type TextKey = {
  [Section in keyof typeof en]: `${Section & string}.${keyof (typeof en)[Section] & string}`
}[keyof typeof en]

export type TextValues = Readonly<Record<string, string | number>>

export type Translate = (key: TextKey, values?: TextValues) => string

/**
 * A translator for one language. Numbers among the values are written as that language writes them.
 * The plural form follows the value named `n`.
 */
export function translator(language: Language, texts: Texts): Translate {
  const plural = new Intl.PluralRules(language)
  const number = new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 2 })
  return (key, values = {}) => {
    const [section, name] = key.split('.')
    const text = (texts as Record<string, Record<string, Text>>)[section][name]
    const sentence =
      typeof text === 'string' ? text : (text[plural.select(Number(values.n)) as 'one'] ?? text.other)
    return sentence.replace(/\{(\w+)\}/g, (whole, placeholder: string) => {
      const value = values[placeholder]
      if (value === undefined) return whole
      return typeof value === 'number' ? number.format(value).replace('-', '−') : value
    })
  }
}
