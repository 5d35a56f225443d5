import Dexie, { type Table } from 'dexie'
import { checkReading, type Reading, type ReadingProblem } from '../domain/reading'
import { newUid } from '../domain/uid'
import type { Grid, Placed } from './layout.svelte'

/** What the library shows of a study that was read before. Those kept by older versions name no patient. */
export interface RecentStudy {
  readonly StudyInstanceUID: string
  readonly description: string
  readonly StudyDate: string
  readonly modalities: string
  /** Name as the file has it, else Patient ID. */
  readonly patient?: string
  readonly findings: number
  /** Findings without a tag. */
  readonly untagged?: number
  /** The report is final. */
  readonly final?: boolean
  readonly foci: number
  /** ISO 8601. */
  readonly opened: string
  /** Folder of the sample case it came from, when it did. */
  readonly sample?: string
}

/** How the viewports stood when a study was last looked at. */
export interface KeptLayout {
  readonly StudyInstanceUID: string
  readonly grid: Grid
  readonly cells: readonly (Placed | undefined)[]
}

/** A Reading that its page had no time to store, and `modified` of the stored one it was made from. */
interface Left {
  readonly reading: Reading
  readonly basedOn?: string
}

const LEFT = 'calcimap.left.'

/** Readings in the browser's own database. Images are never stored. */
export class Storage {
  #database = new Dexie('calcimap') as Dexie & {
    readings: Table<Reading, string>
    recent: Table<RecentStudy, string>
    layouts: Table<KeptLayout, string>
  }

  constructor() {
    this.#database
      .version(1)
      .stores({ readings: 'uid, StudyInstanceUID, modified', recent: 'StudyInstanceUID' })
    this.#database.version(2).stores({ layouts: 'StudyInstanceUID' })
  }

  /**
   * @param basedOn `modified` of the stored reading this one was made from
   * @returns false, with nothing written, when another window has changed the stored one since
   * @throws DOMException QuotaExceededError and others when the browser cannot keep it
   */
  save(reading: Reading, basedOn: string | undefined): Promise<boolean> {
    const { readings } = this.#database
    return this.#database.transaction('rw', readings, async () => {
      const stored = await readings.get(reading.uid)
      if (stored && stored.modified !== basedOn) return false
      await readings.put(reading)
      return true
    })
  }

  /** Keeps a Reading past the end of its page, for the next one to `save`. Done when it returns. */
  leave(reading: Reading, basedOn: string | undefined): void {
    try {
      localStorage.setItem(LEFT + reading.uid, JSON.stringify({ reading, basedOn } satisfies Left))
    } catch {
      // Too large for this place, or switched off: the database has all but the last moment.
    }
  }

  async #takeUpLeft(): Promise<void> {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(LEFT))) {
      const { reading, basedOn } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Left>
      const stored = reading && (await this.#database.readings.get(reading.uid))
      if (reading && stored?.modified !== reading.modified && !(await this.save(reading, basedOn)))
        await this.save({ ...reading, uid: newUid() }, undefined)
      localStorage.removeItem(key)
    }
  }

  /** The reading of a study that was changed last; a problem when what is stored is not readable. */
  async readingOf(StudyInstanceUID: string): Promise<{ reading?: Reading; problem?: ReadingProblem }> {
    await this.#takeUpLeft()
    const stored = await this.#database.readings.where({ StudyInstanceUID }).sortBy('modified')
    const latest = stored.at(-1)
    return latest ? checkReading(latest) : {}
  }

  /** Every readable Reading of a study, the one changed last first. */
  async readingsOf(StudyInstanceUID: string): Promise<Reading[]> {
    const stored = await this.#database.readings.where({ StudyInstanceUID }).sortBy('modified')
    return stored.reverse().flatMap((saved) => {
      const result = checkReading(saved)
      return 'reading' in result ? [result.reading] : []
    })
  }

  async remember(study: RecentStudy): Promise<void> {
    await this.#database.recent.put(study)
  }

  async keepLayout(layout: KeptLayout): Promise<void> {
    await this.#database.layouts.put(layout)
  }

  layoutOf(StudyInstanceUID: string): Promise<KeptLayout | undefined> {
    return this.#database.layouts.get(StudyInstanceUID)
  }

  async recent(): Promise<RecentStudy[]> {
    const studies = await this.#database.recent.toArray()
    return studies.sort((a, b) => b.opened.localeCompare(a.opened))
  }

  /** Forgets one study and what was read in it. */
  async forget(StudyInstanceUID: string): Promise<void> {
    await this.#takeUpLeft()
    await this.#database.readings.where({ StudyInstanceUID }).delete()
    await this.#database.recent.delete(StudyInstanceUID)
    await this.#database.layouts.delete(StudyInstanceUID)
  }

  async forgetAll(): Promise<void> {
    await this.#takeUpLeft()
    const { readings, recent, layouts } = this.#database
    await Promise.all([readings.clear(), recent.clear(), layouts.clear()])
  }
}
