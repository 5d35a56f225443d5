import { fetchDictionary } from '../i18n/dictionaries'
import { LANGUAGES, translator, type Language, type Texts, type Translate } from '../i18n/translate'

export type Theme = 'dark' | 'light'

/** The two side panels: their share of the window in percent, and whether they are folded away. */
export interface Panel {
  readonly percent: number
  readonly collapsed: boolean
}

interface Saved {
  readonly language: Language
  readonly theme: Theme
  /** Chords the reader chose instead of a command's own, by command id. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Keys without Ctrl or Alt act; a reader who dictates may want them off (WCAG 2.1.4). */
  readonly plainKeys: boolean
  readonly studies: Panel
  readonly reading: Panel
  /** Version of the program for which "not for diagnosis" was accepted. */
  readonly accepted: string
  /** The tour has been shown: it does not come again by itself. */
  readonly toured: boolean
  /** The reader's name, as it stands in reports. */
  readonly reader: string
  /** How much memory decoded images may take, in GB (10⁹ bytes). */
  readonly memoryGb: number
}

const KEY = 'calcimap.preferences'

/** The share of the window, in percent, that a panel has until the reader changes it; a third at most. */
export function usualPercent(side: 'studies' | 'reading', windowWidth: number): number {
  const pixels = side === 'reading' ? 392 : windowWidth < 1180 ? 128 : 232
  return Math.min(Math.round((1000 * pixels) / windowWidth) / 10, 34)
}

function defaultsFor(language: Language, windowWidth: number): Saved {
  return {
    language,
    theme: 'dark',
    keys: {},
    plainKeys: true,
    studies: { percent: usualPercent('studies', windowWidth), collapsed: false },
    reading: { percent: usualPercent('reading', windowWidth), collapsed: false },
    accepted: '',
    toured: false,
    reader: '',
    memoryGb: 1.5,
  }
}

/** What a reader sets once and finds again: language, theme, keys, panels. */
export class Preferences {
  #saved: Saved = $state.raw() as Saved
  #texts: Texts = $state.raw() as Texts
  #t: Translate = $derived(translator(this.#saved.language, this.#texts))

  #missing: { readonly language: Language } | undefined = $state.raw()

  private constructor(saved: Saved, texts: Texts) {
    this.#saved = saved
    this.#texts = texts
  }

  /**
   * What was chosen before, or what suits the browser and its window.
   * @param windowWidth CSS pixels, for the first width of the panels
   */
  static async restore(windowWidth: number): Promise<Preferences> {
    const saved = restore(windowWidth)
    return new Preferences(saved, await fetchDictionary(saved.language))
  }

  get language(): Language {
    return this.#saved.language
  }
  /** What was chosen last and could not be fetched. */
  get missing(): { readonly language: Language } | undefined {
    return this.#missing
  }
  get theme(): Theme {
    return this.#saved.theme
  }
  get plainKeys(): boolean {
    return this.#saved.plainKeys
  }
  get studies(): Panel {
    return this.#saved.studies
  }
  get reading(): Panel {
    return this.#saved.reading
  }
  get accepted(): string {
    return this.#saved.accepted
  }
  get toured(): boolean {
    return this.#saved.toured
  }
  get memoryGb(): number {
    return this.#saved.memoryGb
  }
  get reader(): string {
    return this.#saved.reader
  }
  /** Interface text in the reader's language. */
  get t(): Translate {
    return this.#t
  }

  /** The chords of a command: the reader's own, else those given. */
  keysOf(command: string, own: readonly string[]): readonly string[] {
    return this.#saved.keys[command] ?? own
  }

  /** Where the words of a language cannot be fetched, the language stays as it is. */
  setLanguage = async (language: Language): Promise<void> => {
    const texts = await fetchDictionary(language).catch(() => undefined)
    this.#missing = texts ? undefined : { language }
    if (!texts) return
    this.#texts = texts
    this.#keep({ language })
  }
  setTheme = (theme: Theme): void => this.#keep({ theme })
  setPlainKeys = (plainKeys: boolean): void => this.#keep({ plainKeys })
  setPanel = (side: 'studies' | 'reading', panel: Partial<Panel>): void =>
    this.#keep({ [side]: { ...this.#saved[side], ...panel } })
  accept = (version: string): void => this.#keep({ accepted: version })
  setToured = (): void => this.#keep({ toured: true })
  setMemoryGb = (memoryGb: number): void => this.#keep({ memoryGb })
  setReader = (reader: string): void => this.#keep({ reader })

  /** @param chords undefined gives the command its own keys back */
  setKeys(command: string, chords: readonly string[] | undefined): void {
    const keys = { ...this.#saved.keys }
    if (chords) keys[command] = chords
    else delete keys[command]
    this.#keep({ keys })
  }
  resetKeys = (): void => this.#keep({ keys: {} })

  #keep(change: Partial<Saved>): void {
    this.#saved = { ...this.#saved, ...change }
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#saved))
    } catch {
      // A browser that keeps nothing still shows what was chosen until it is closed.
    }
  }
}

function restore(windowWidth: number): Saved {
  const spoken = LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? 'en'
  const defaults = defaultsFor(spoken, windowWidth)
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Saved>
    const sameKind = Object.entries(saved).filter(
      ([key, value]) => typeof value === typeof defaults[key as keyof Saved] && value !== null,
    )
    const known = { ...defaults, ...Object.fromEntries(sameKind) }
    return {
      ...known,
      language: LANGUAGES.includes(known.language) ? known.language : spoken,
      theme: known.theme === 'light' ? 'light' : 'dark',
    }
  } catch {
    return defaults
  }
}
