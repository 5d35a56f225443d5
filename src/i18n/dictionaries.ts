import type { Language, Texts } from './translate'

/** By language: each is fetched when it is first asked for. */
const FETCH: { readonly [Name in Language]: () => Promise<Texts> } = {
  en: async () => (await import('./en')).en,
  es: async () => (await import('./es')).es,
}

/** @throws Error when it cannot be fetched */
export const fetchDictionary = (language: Language): Promise<Texts> => FETCH[language]()
