import { en } from '../i18n/en'
import { es } from '../i18n/es'
import { LANGUAGES, translator, type Language, type Translate } from '../i18n/translate'

export type Theme = 'dark' | 'light'

interface Saved {
  readonly language: Language
  readonly theme: Theme
}

const KEY = 'calcimap.preferences'
const DICTIONARIES = { en, es }

/** What a reader sets once and finds again: language, theme. */
export class Preferences {
  #saved: Saved = $state.raw(restore())
  #t: Translate = $derived(translator(this.#saved.language, DICTIONARIES[this.#saved.language]))

  get language(): Language {
    return this.#saved.language
  }
  get theme(): Theme {
    return this.#saved.theme
  }
  /** Interface text in the reader's language. */
  get t(): Translate {
    return this.#t
  }

  setLanguage(language: Language): void {
    this.#keep({ language })
  }
  setTheme(theme: Theme): void {
    this.#keep({ theme })
  }

  #keep(change: Partial<Saved>): void {
    this.#saved = { ...this.#saved, ...change }
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#saved))
    } catch {
      // A browser that keeps nothing still shows the chosen language until it is closed.
    }
  }
}

function restore(): Saved {
  const spoken = LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? 'en'
  const defaults: Saved = { language: spoken, theme: 'dark' }
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Saved>
    return {
      language: LANGUAGES.find((language) => language === saved.language) ?? defaults.language,
      theme: saved.theme === 'light' ? 'light' : 'dark',
    }
  } catch {
    return defaults
  }
}
