import type { Reading } from '../domain/reading'
import { newUid } from '../domain/uid'
import type { RecentStudy, Storage } from './storage'

export type SaveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'saved'; readonly at: number }
  /** Nothing was lost yet: the Reading is in this page and can be saved to a file. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The same study was changed in another window: this one continues under a Reading of its own. */
  | { readonly kind: 'forked'; readonly at: number }

const DELAY_MS = 300

/** Keeps Readings in the browser's storage a moment after each change. */
export class Autosave {
  #storage: Storage
  #state: SaveState = $state.raw({ kind: 'idle' })
  #waiting = new Map<string, { reading: Reading; recent: RecentStudy }>()
  #lastModified = new Map<string, string>()
  #forks = new Map<string, string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(storage: Storage) {
    this.#storage = storage
    addEventListener('pagehide', () => {
      this.#leave()
      void this.flush()
    })
    addEventListener('visibilitychange', () => void this.flush())
  }

  get state(): SaveState {
    return this.#state
  }

  /** A Reading that is in storage as it is: nothing to save until it changes. */
  known(reading: Reading): void {
    this.#lastModified.set(reading.uid, reading.modified)
  }

  /** Under which UID a Reading is in storage: another, once two windows have parted. */
  storedUid = ({ uid }: Reading): string => this.#forks.get(uid) ?? uid

  unavailable(): { reading?: undefined; problem?: undefined } {
    this.#state = { kind: 'failed', message: '' }
    return {}
  }

  saveSoon(reading: Reading, recent: RecentStudy): void {
    this.#waiting.set(reading.uid, { reading, recent })
    if (this.hasNews(reading) && this.#state.kind !== 'failed') this.#state = { kind: 'pending' }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), DELAY_MS)
  }

  /** One write after the other: one that overtakes another would look like the work of another window. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    return (this.#writing = this.#writing.then(() => this.#saveWaiting()))
  }

  async #saveWaiting(): Promise<void> {
    for (const [uid, entry] of [...this.#waiting]) {
      await this.#save(entry.reading, entry.recent)
      if (this.#waiting.get(uid) === entry && !this.hasNews(entry.reading)) this.#waiting.delete(uid)
    }
  }

  /** The page is about to go: there is no time for the database. */
  #leave(): void {
    for (const { reading } of this.#waiting.values()) {
      const uid = this.#forks.get(reading.uid) ?? reading.uid
      if (this.hasNews(reading)) this.#storage.leave({ ...reading, uid }, this.#lastModified.get(uid))
    }
  }

  async #save(reading: Reading, recent: RecentStudy): Promise<void> {
    const uid = this.#forks.get(reading.uid) ?? reading.uid
    try {
      await this.#storage.remember(recent)
      if (!this.hasNews(reading)) return this.#rest(uid)
      const kept = await this.#storage.save({ ...reading, uid }, this.#lastModified.get(uid))
      if (!kept) return this.#fork(reading, recent)
      this.#lastModified.set(uid, reading.modified)
      this.#state = this.#isOvertaken(reading)
        ? { kind: 'pending' }
        : { kind: uid === reading.uid ? 'saved' : 'forked', at: Date.now() }
    } catch (error) {
      this.#state = { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Undo, or redo, led back to what is stored: nothing is pending any more. */
  #rest(uid: string): void {
    if (this.#state.kind !== 'pending') return
    this.#state = this.#lastModified.has(uid) ? { kind: 'saved', at: Date.now() } : { kind: 'idle' }
  }

  /** Changed again while it was being written: what waits is not safe yet. */
  #isOvertaken(reading: Reading): boolean {
    const waiting = this.#waiting.get(reading.uid)
    return waiting !== undefined && waiting.reading.modified !== reading.modified
  }

  /** A Reading that nobody has touched yet is not worth keeping. */
  hasNews({ uid, created, modified }: Reading): boolean {
    return (this.#lastModified.get(this.#forks.get(uid) ?? uid) ?? created) !== modified
  }

  #fork(reading: Reading, recent: RecentStudy): Promise<void> {
    this.#forks.set(reading.uid, newUid())
    return this.#save(reading, recent)
  }
}
