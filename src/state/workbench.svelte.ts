import { untrack } from 'svelte'
import { addInstances, type ImportedInstance } from '../dicom/study-builder'
import { ByteStore } from '../dicom/byte-store'
import { withDirectory } from '../dicom/directory-order'
import { FrameReader } from '../dicom/frames'
import type { Problem } from '../dicom/problem'
import type { TagRow } from '../dicom/tag-list'
import { prepareHeaderReader } from '../dicom/header-reader'
import { importFiles, type ImportProgress, type NamedBlob } from '../dicom/import'
import { contextFromStudy } from '../domain/demographics'
import { fociOf } from '../domain/finding'
import { newReading, parseReading, type Reading, type ReadingProblem } from '../domain/reading'
import { refTo, seriesBy, seriesKey, studyKey, type Instance, type Series, type Study } from '../domain/study'
import { newUid } from '../domain/uid'
import { formatPersonName } from '../i18n/format'
import { Autosave } from './autosave.svelte'
import { CandidateSearch } from './candidate-search.svelte'
import { ReadingSession } from './reading-session.svelte'
import type { Storage } from './storage'

/** Files being opened, and how far that is. */
export interface Opening {
  readonly progress: ImportProgress
  readonly cancel: () => void
}

/** Something the reader should know that is not about one file of a study. */
export type Notice =
  | { readonly kind: 'reading'; readonly name: string; readonly problem: ReadingProblem }
  | { readonly kind: 'otherStudy'; readonly name: string; readonly expected: string; readonly found: string }
  | {
      readonly kind: 'imported'
      readonly images: number
      readonly duplicates: number
      readonly problems: number
    }

/** How long what was read of files is kept for the decoder, once all are read. */
const KEPT_MS = 20_000

/** What came of opening files. */
export interface Opened {
  /** How many images were open already where nothing else came; their study is brought to the front. */
  readonly alreadyOpen: number
  /** A study that was not brought to the front: the reader was doing something else. */
  readonly waiting?: Study
}

export type OpenItems = Iterable<NamedBlob> | AsyncIterable<NamedBlob>
export type { NamedBlob, Problem, TagRow }

/** Open studies, the Reading of each, and what went wrong on the way. */
export class Workbench {
  #storage: Storage
  #store = new ByteStore()
  #frames = new FrameReader(this.#store)
  /** Encoded bytes of a frame, for the viewer. */
  readonly frameBytes = this.#frames.read
  #studies: readonly Study[] = $state.raw([])
  #active: string | undefined = $state()
  #sessions: ReadonlyMap<string, ReadingSession> = $state.raw(new Map())
  #samples = new Map<string, string>()
  #opening: Opening | undefined = $state.raw()
  #isOpening = $derived(this.#opening !== undefined)
  #problems: readonly Problem[] = $state.raw([])
  #notices: readonly Notice[] = $state.raw([])
  readonly autosave: Autosave
  readonly search = new CandidateSearch()

  constructor(storage: Storage) {
    this.#storage = storage
    this.autosave = new Autosave(storage)
    $effect.root(() => {
      $effect(() => this.#watch())
    })
  }

  get studies(): readonly Study[] {
    return this.#studies
  }
  get study(): Study | undefined {
    return this.#studies.find((study) => studyKey(study) === this.#active)
  }
  /** The Reading of the active study; undefined while it is being restored. */
  get session(): ReadingSession | undefined {
    return this.#active ? this.#sessions.get(this.#active) : undefined
  }
  get opening(): Opening | undefined {
    return this.#opening
  }
  get problems(): readonly Problem[] {
    return this.#problems
  }
  get notices(): readonly Notice[] {
    return this.#notices
  }

  studyBy(key: string | undefined): Study | undefined {
    return this.#studies.find((study) => studyKey(study) === key)
  }

  /** @param key `groupKey` of the series */
  series(study: string | undefined, key: string | undefined): Series | undefined {
    const open = key === undefined ? undefined : this.studyBy(study)
    return open && seriesBy(open, key as string)
  }

  /**
   * The attributes of an open image, as its file has them.
   * @throws Error when the file has gone
   */
  async tagsOf({ source }: Instance): Promise<TagRow[]> {
    const { listTags } = await import('../dicom/tag-list')
    const blob = await this.#store.blobOf(source)
    return listTags(new Uint8Array(await blob.arrayBuffer()))
  }

  /**
   * The pages of an encapsulated document, always as a PDF: a browser shows them, and runs nothing.
   * @throws Error when the file has gone
   */
  async pagesOf({ source, document }: Instance): Promise<Blob> {
    const blob = await this.#store.blobOf(source)
    if (document?.kind !== 'pdf') throw new Error('expected an encapsulated document')
    const start = blob.size - document.fromEnd
    return blob.slice(start, start + document.length, 'application/pdf')
  }

  /** @param study its `studyKey` */
  sessionOf(study: string | undefined): ReadingSession | undefined {
    return study ? this.#sessions.get(study) : undefined
  }

  /** Files are about to come. */
  prepare = prepareHeaderReader

  /**
   * Opens files, folders' contents and zips; studies appear while the rest is still being read. A saved reading
   * among them is opened too.
   * @param sample folder of the sample case the files belong to
   * @param firstShown resolves when the first image is on screen: the others are read after it
   * @param isUntouched whether the reader has arranged, activated and marked nothing since; else nothing comes to the
   * front by itself
   */
  async open(
    items: OpenItems,
    sample?: string,
    firstShown?: () => Promise<void>,
    isUntouched: () => boolean = () => true,
  ): Promise<Opened> {
    let alreadyOpen = 0
    const readings: NamedBlob[] = []
    const stop = new AbortController()
    const first = this.#studies.length
    const report = (progress: ImportProgress) => (this.#opening = { progress, cancel: () => stop.abort() })
    const onInstances = (batch: readonly ImportedInstance[]) => {
      this.#studies = addInstances(this.#studies, batch).studies
      if (sample) for (const { study } of batch) this.#samples.set(study.StudyInstanceUID, sample)
      if (!this.study) this.activate(this.#studies[0])
    }
    try {
      const { instances, skipped, duplicates, firstDuplicateOf, listed, ...found } = await importFiles(
        withoutReadings(items, readings),
        {
          store: this.#store,
          open: this.#studies,
          signal: stop.signal,
          onProgress: report,
          onInstances,
          firstShown: this.study ? undefined : firstShown,
        },
      )
      this.#studies = withDirectory(this.#studies, listed)
      // Who opens a saved reading alone expects no image.
      const problems = found.problems.filter(({ code }) => code !== 'noImages' || readings.length === 0)
      this.#problems = [...this.#problems, ...problems, ...skipped]
      const images = instances.length
      if (images === 0 && duplicates > 0 && problems.length === 0) {
        alreadyOpen = duplicates
        const holds = ({ series }: Study) =>
          series.some(({ instances: own }) => own.some(({ source }) => source.key === firstDuplicateOf?.key))
        this.activate(this.#studies.find(holds) ?? this.study)
      } else if (duplicates > 0 || problems.length > 0)
        this.#notice({ kind: 'imported', images, duplicates, problems: problems.length })
    } finally {
      this.#opening = undefined
      setTimeout(() => this.#store.release(), KEPT_MS)
    }
    for (const { name, blob } of readings) this.openReading(name, await blob.text())
    const opened = this.#studies[first]
    if (!opened || opened === this.study) return { alreadyOpen }
    // What was opened onto an empty workbench came to the front when its first images were there.
    if (this.study && (first === 0 || !isUntouched())) return { alreadyOpen, waiting: opened }
    this.activate(opened)
    return { alreadyOpen }
  }

  /** Brings a study to the front; its Reading is restored when it was not there yet. */
  activate(study: Study | undefined): void {
    this.#active = study && studyKey(study)
    if (study && !this.#sessions.has(studyKey(study))) void this.#restore(study)
  }

  /** Takes the study off the workbench; its Reading stays in storage. */
  async close(study: Study): Promise<void> {
    await this.autosave.flush()
    const key = studyKey(study)
    for (const series of study.series) this.search.cancel(seriesKey(refTo(key, series)))
    const sources = study.series.flatMap(({ instances }) => instances.map(({ source }) => source))
    this.#store.forget(sources)
    this.#frames.forget(sources)
    this.#studies = this.#studies.filter((open) => studyKey(open) !== key)
    this.#sessions = new Map([...this.#sessions].filter(([open]) => open !== key))
    if (this.#active === key) this.activate(this.#studies[0])
  }

  /** Opens a saved reading onto its study, which must be open. */
  openReading(name: string, json: string): void {
    const result = parseReading(json)
    if ('problem' in result) return this.#notice({ kind: 'reading', name, problem: result.problem })
    const { reading } = result
    const study = this.#studies.find((open) => open.StudyInstanceUID === reading.StudyInstanceUID)
    const session = study && this.sessionOf(studyKey(study))
    if (!session) {
      const [expected, found] = [this.study?.StudyInstanceUID ?? '', reading.StudyInstanceUID]
      return this.#notice({ kind: 'otherStudy', name, expected, found })
    }
    session.replace(reading)
    this.activate(study)
  }

  /** What else is in storage for the active study: two windows may have left two readings. */
  async otherReadings(): Promise<Reading[]> {
    const { study, session } = this
    if (!study || !session || this.#isShared(study)) return []
    const stored = await this.#storage.readingsOf(study.StudyInstanceUID).catch(() => [])
    return stored.filter(({ uid }) => uid !== this.autosave.storedUid(session.reading))
  }

  /** Another stored reading of the active study takes the place of the one shown; undo brings that back. */
  openStored(stored: Reading): void {
    const { session } = this
    if (!session) return
    // The other window keeps that one: here a copy of it is worked on.
    const reading = stored.uid === session.reading.uid ? { ...stored, uid: newUid() } : stored
    this.autosave.known(reading)
    session.replace(reading)
  }

  dismissNotice(notice: Notice): void {
    this.#notices = this.#notices.filter((other) => other !== notice)
  }
  clearProblems(): void {
    this.#problems = []
  }

  #notice(notice: Notice): void {
    this.#notices = [...this.#notices, notice]
  }

  async #restore(study: Study): Promise<void> {
    const key = studyKey(study)
    const { reading, problem } = await this.#storedReadingOf(study)
    if (problem) this.#notice({ kind: 'reading', name: study.StudyDescription, problem })
    if (this.#sessions.has(key)) return
    const fresh = newReading(study.StudyInstanceUID, contextFromStudy(study))
    const session = new ReadingSession(reading ?? fresh)
    if (reading) this.autosave.known(reading)
    this.#sessions = new Map([...this.#sessions, [key, session]])
  }

  /** Where two patients share a Study Instance UID nobody can tell whose the stored Reading is: none is restored. */
  async #storedReadingOf(study: Study): ReturnType<Storage['readingOf']> {
    if (this.#isShared(study)) return {}
    return this.#storage.readingOf(study.StudyInstanceUID).catch(() => this.autosave.unavailable())
  }

  #isShared = ({ StudyInstanceUID }: Study): boolean =>
    this.#studies.filter((open) => open.StudyInstanceUID === StudyInstanceUID).length > 1

  /** Saves the active Reading whenever it changes, and keeps the library's list of recent studies. */
  #watch(): void {
    const { study, session } = this
    if (!study || !session) return
    const { reading } = session
    // There is time for what nobody has touched when all is read.
    if (this.#isOpening && !this.autosave.hasNews(reading)) return
    const recent = {
      StudyInstanceUID: study.StudyInstanceUID,
      description: study.StudyDescription,
      StudyDate: study.StudyDate,
      modalities: [...new Set(study.series.map(({ Modality }) => Modality))].join(' '),
      patient: formatPersonName(study.patient.PatientName) || study.patient.PatientID,
      findings: reading.findings.length,
      untagged: reading.findings.filter(({ terms }) => Object.keys(terms).length === 0).length,
      final: reading.report.status === 'final',
      foci: fociOf(reading.findings).length,
      opened: new Date().toISOString(),
      sample: this.#samples.get(study.StudyInstanceUID),
    }
    untrack(() => this.autosave.saveSoon(reading, recent))
  }
}

/** Passes images on; saved readings wait until their study is there. */
async function* withoutReadings(items: OpenItems, readings: NamedBlob[]): AsyncGenerator<NamedBlob> {
  for await (const item of items) {
    if (item.name.toLowerCase().endsWith('.json')) readings.push(item)
    else yield item
  }
}
