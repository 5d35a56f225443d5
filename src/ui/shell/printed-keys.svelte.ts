/** Keyboard Map of the browser, where it has one (Chromium): what is printed on a key, by its place. */
interface Keyboard {
  readonly getLayoutMap?: () => Promise<ReadonlyMap<string, string>>
}

/** What the reader's keyboard prints on its keys; empty where the browser does not tell. */
class PrintedKeys {
  #map: ReadonlyMap<string, string> = $state.raw(new Map())

  get map(): ReadonlyMap<string, string> {
    return this.#map
  }

  /** Asks the browser; a refusal leaves the names of the places. */
  async ask(keyboard: Keyboard | undefined): Promise<void> {
    const map = await keyboard?.getLayoutMap?.().catch(() => undefined)
    if (map) this.#map = new Map(map)
  }
}

export const printedKeys = new PrintedKeys()

export const askKeyboard = (): Promise<void> =>
  printedKeys.ask((navigator as Navigator & { readonly keyboard?: Keyboard }).keyboard)
