import * as samples from '../dicom/samples'
import type { NamedBlob } from '../dicom/import'
import type { RecentStudy, Storage } from './storage'

export type { SampleCase } from '../dicom/samples'
export type { RecentStudy } from './storage'

export interface Fetching {
  readonly folder: string
  readonly bytes: number
  readonly totalBytes: number
  readonly cancel: () => void
}

/** The door of the program: sample cases, and studies read before. */
export class Library {
  #storage: Storage
  #cases: readonly samples.SampleCase[] = $state.raw([])
  #recent: readonly RecentStudy[] = $state.raw([])
  #loading: Fetching | undefined = $state.raw()
  #failed: string | undefined = $state()

  constructor(storage: Storage) {
    this.#storage = storage
  }

  get cases(): readonly samples.SampleCase[] {
    return this.#cases
  }
  get recent(): readonly RecentStudy[] {
    return this.#recent
  }
  /** The sample case that is being fetched, and how far that is. */
  get loading() {
    return this.#loading
  }
  /** Folder of a sample case that could not be fetched. */
  get failed(): string | undefined {
    return this.#failed
  }

  thumbnail = ({ folder, thumbnail }: samples.SampleCase): string => samples.sampleUrl(folder, thumbnail)

  async load(): Promise<void> {
    const [cases] = await Promise.all([samples.listCases().catch(() => []), this.refreshRecent()])
    this.#cases = cases
  }

  async refreshRecent(): Promise<void> {
    this.#recent = await this.#storage.recent().catch(() => [])
  }

  /** The images of a sample case; undefined when they could not be fetched, or the reader cancelled. */
  async fetchCase(sample: samples.SampleCase): Promise<NamedBlob[] | undefined> {
    this.#failed = undefined
    const totalBytes = sample.files.reduce((sum, { bytes }) => sum + bytes, 0)
    const stop = new AbortController()
    const cancel = () => stop.abort()
    const report = (bytes: number) => {
      if (!stop.signal.aborted) this.#loading = { folder: sample.folder, bytes, totalBytes, cancel }
    }
    report(0)
    try {
      return await samples.fetchCase(sample, report, stop.signal)
    } catch {
      if (!stop.signal.aborted) this.#failed = sample.folder
      stop.abort()
      return undefined
    } finally {
      this.#loading = undefined
    }
  }

  async forget(StudyInstanceUID: string): Promise<void> {
    await this.#storage.forget(StudyInstanceUID)
    await this.refreshRecent()
  }

  async forgetAll(): Promise<void> {
    await this.#storage.forgetAll()
    await this.refreshRecent()
  }
}
