import { studyKey, type ByteSource, type Study } from '../domain/study'
import { isSameFile, type ByteStore } from './byte-store'
import { checkDirectory, comparable, type Directory, type ListedFile } from './directory'
import { takeHeaderReader, type HeaderAnswer, type HeaderReader } from './header-reader'
import { error, info, inFile, warning, type Flaw, type Problem } from './problem'
import type { ImportedInstance } from './study-builder'
import { Queue, inParallel } from './work-queue'
import type { ZipArchive } from './zip'
import { openZipInWorker } from './zip-in-worker'

/** A file with its full path as the reader knows it: `series-1/IM0001`. */
export interface NamedBlob {
  readonly name: string
  readonly blob: Blob
}

export interface ImportProgress {
  /** Files finished and known so far; an entry of a zip counts as a file once the zip is opened. */
  readonly files: number
  readonly totalFiles: number
  readonly bytes: number
  readonly totalBytes: number
  readonly instances: number
}

export interface ImportOptions {
  readonly store: ByteStore
  /** Stops at once; what has arrived stays. */
  readonly signal?: AbortSignal
  /** Called at most about four times a second, and once at the end. */
  readonly onProgress?: (progress: ImportProgress) => void
  /** Called with the first instance as soon as it is there, then with what arrived in a quarter of a second. */
  readonly onInstances?: (batch: readonly ImportedInstance[]) => void
  /** Waited for after the first instance: it is on screen before the others are read. */
  readonly firstShown?: () => Promise<void>
  /** Studies that are open already, for duplicates and mistaken patients. */
  readonly open?: readonly Study[]
  /** For tests; workers otherwise. */
  readonly startReader?: () => HeaderReader
  readonly openZip?: (file: Blob) => Promise<ZipArchive | Flaw>
}

export interface ImportResult {
  readonly instances: readonly ImportedInstance[]
  /** Errors and warnings, in the order in which they were met. */
  readonly problems: readonly Problem[]
  /** Files that are no images and of no concern. */
  readonly skipped: readonly Problem[]
  /** What the directories (DICOMDIR) among the files list, in their order. */
  readonly listed: readonly ListedFile[]
  /** Files left out because the same image is there already. */
  readonly duplicates: number
  /** The image that the first of them is. */
  readonly firstDuplicateOf?: ByteSource
  readonly cancelled: boolean
}

/** Small files are read whole, 64 at once; of large ones only as much as their header needs. */
const WHOLE_UP_TO = 4 * 1024 * 1024
const FIRST_BYTES = 256 * 1024
const LAST_BYTES = 64 * 1024
const LONGEST_HEADER = 256 * 1024 * 1024
const AT_ONCE = 64
/** Entries of a zip are held inflated while they are read. */
const ENTRIES_AT_ONCE = 4
/** Each is sorted in and painted: more often, that takes the time in which the files would be read. */
const BATCH_MS = 250
/** So many files are read one after the other in search of a first image. */
const ALONE = 8

/** Reads whatever was given and sorts it out: images, problems, things to leave alone. Never throws for a file. */
export async function importFiles(
  items: Iterable<NamedBlob> | AsyncIterable<NamedBlob>,
  options: ImportOptions,
): Promise<ImportResult> {
  const reader = (options.startReader ?? takeHeaderReader)()
  const session = new Session(options, reader)
  try {
    await Promise.race([session.run(items), whenAborted(options.signal)])
  } finally {
    reader.close()
  }
  return session.finish()
}

/** One kind of file, recognised by its first bytes. The first handler that accepts a file has it. */
interface Handler {
  readonly accepts: (file: OpenedFile) => boolean
  readonly handle: (file: OpenedFile, session: Session) => Promise<void>
}

interface OpenedFile extends NamedBlob {
  readonly size: number
  /** All bytes of a small file, the first of a large one. */
  readonly bytes: ArrayBuffer
  readonly tail?: ArrayBuffer
  /** Path of the zip it came from. */
  readonly archive?: string
}

const HANDLERS: readonly Handler[] = [
  { accepts: isZip, handle: importZip },
  { accepts: () => true, handle: importPart10 },
]

/** Documents that happen to be zips are no concern of ours. */
const OTHER_ZIP = /\.(docx|xlsx|pptx|odt|ods|odp|epub|jar|apk|key|pages|numbers|mrb|3mf|kmz|vsix|xpi)$/i

function isZip({ name, bytes, tail }: OpenedFile): boolean {
  if (OTHER_ZIP.test(name)) return false
  const [p, k, third] = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength))
  if (p === 0x50 && k === 0x4b && (third === 3 || third === 5)) return true
  return !isDicom(new Uint8Array(bytes)) && endsAsZip(new Uint8Array(tail ?? bytes))
}

const isDicom = (bytes: Uint8Array): boolean =>
  [0x44, 0x49, 0x43, 0x4d].every((letter, index) => bytes[128 + index] === letter)

/** A program that unpacks itself carries its archive behind it: an archive is known by its end. */
function endsAsZip(bytes: Uint8Array): boolean {
  for (let at = bytes.length - END_OF_DIRECTORY_BYTES; at >= 0; at--) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b || bytes[at + 2] !== 5 || bytes[at + 3] !== 6) continue
    const comment = bytes[at + 20] | (bytes[at + 21] << 8)
    if (at + END_OF_DIRECTORY_BYTES + comment === bytes.length) return true
  }
  return false
}

const END_OF_DIRECTORY_BYTES = 22

async function importZip({ name, blob, archive }: OpenedFile, session: Session): Promise<void> {
  if (archive) return session.refuse(name, [error('zipInZip', undefined, archive)])
  const opened = await session.openZip(blob)
  if (!('entries' in opened)) return session.refuse(name, [opened])
  const { entries, extract } = opened
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  session.count({ totalFiles: entries.length, totalBytes: total })
  await inParallel(
    ENTRIES_AT_ONCE,
    entries.keys(),
    () => session.isOver,
    async (index) => {
      const entry = entries[index]
      const path = `${name}/${entry.name}`
      const load = async () => {
        const extracted = await extract(index)
        if (!(extracted instanceof Uint8Array)) throw new FlawError(extracted)
        return new Blob([extracted])
      }
      if (entry.flaw) session.refuse(path, [entry.flaw])
      else await session.importOne({ name: path, load, size: entry.size, archive: name })
      session.count({ files: 1, bytes: entry.size })
    },
  )
}

async function importPart10(file: OpenedFile, session: Session): Promise<void> {
  const source = session.add(file)
  const answer = await readGrowing(file, source, session)
  if (session.isOver) return
  if (answer.kind === 'image') return session.accept(answer, source, file.blob)
  if (answer.kind === 'directory') session.consult(file.name, answer.directory)
  session.store.forget([source])
  if (answer.kind === 'refused') session.refuse(file.name, answer.flaws)
}

/** Asks with more and more of the file until its header is complete. */
async function readGrowing(file: OpenedFile, source: ByteSource, session: Session): Promise<HeaderAnswer> {
  const { blob, size } = file
  let [bytes, tail] = [file.bytes, file.tail]
  for (let length = bytes.byteLength; ;) {
    const answer = await session.reader.read({ source, bytes, size, tail })
    if (session.isOver || !['more', 'again'].includes(answer.kind)) return answer
    if (answer.kind === 'more') length = Math.max(answer.atLeast, 4 * length)
    if (answer.kind === 'more' && answer.atLeast > LONGEST_HEADER)
      return { kind: 'refused', flaws: [error('headerTooLong', `≤ ${LONGEST_HEADER} B`)] }
    bytes = await blob.slice(0, length).arrayBuffer()
    tail = length < size ? await blob.slice(-LAST_BYTES).arrayBuffer() : undefined
  }
}

/** A flaw met where only an exception can pass. */
class FlawError extends Error {
  readonly flaw: Flaw
  constructor(flaw: Flaw) {
    super(flaw.code)
    this.flaw = flaw
  }
}

/** What is given before its bytes are. */
interface Pending {
  readonly name: string
  readonly size: number
  readonly load: () => Promise<Blob>
  readonly archive?: string
}

/** The running import: what came of the files so far, and whom to tell. */
class Session {
  readonly store: ByteStore
  readonly reader: HeaderReader
  readonly openZip: (file: Blob) => Promise<ZipArchive | Flaw>
  readonly #options: ImportOptions
  readonly #problems: Problem[] = []
  readonly #instances: ImportedInstance[] = []
  readonly #known: Map<string, ByteSource>
  readonly #patients: Map<string, Set<string>>
  readonly #names: string[] = []
  readonly #given = new Set<string>()
  readonly #directories: { readonly name: string; readonly directory: Directory }[] = []
  #totals = { files: 0, totalFiles: 0, bytes: 0, totalBytes: 0 }
  #duplicates = 0
  #firstDuplicateOf?: ByteSource
  #waiting: ImportedInstance[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #isFinished = false
  #found: () => void = () => undefined
  readonly #first = new Promise<void>((resolve) => (this.#found = resolve))
  #goOn: () => void = () => undefined
  readonly #others = new Promise<void>((resolve) => (this.#goOn = resolve))

  constructor(options: ImportOptions, reader: HeaderReader) {
    this.#options = options
    this.store = options.store
    this.reader = reader
    this.openZip = options.openZip ?? openZipInWorker
    const open = options.open ?? []
    const instances = open.flatMap(({ series }) => series).flatMap((series) => series.instances)
    this.#known = new Map(instances.map(({ SOPInstanceUID, source }) => [SOPInstanceUID, source]))
    this.#patients = new Map(open.map(({ StudyInstanceUID }) => [StudyInstanceUID, new Set<string>()]))
    for (const study of open) this.#patients.get(study.StudyInstanceUID)?.add(studyKey(study))
  }

  get isOver(): boolean {
    return this.#isFinished || (this.#options.signal?.aborted ?? false)
  }

  async run(items: Iterable<NamedBlob> | AsyncIterable<NamedBlob>): Promise<void> {
    const queue = new Queue<Pending>()
    const readNext = async (pending: Pending) => {
      await this.importOne(pending)
      this.count({ files: 1, bytes: pending.size })
    }
    await Promise.all([this.#fill(queue, items), this.#readAll(queue, readNext)])
  }

  /** The first image by itself: nothing else takes the disk or the page's time until it is on screen. */
  async #readAll(queue: Queue<Pending>, readNext: (pending: Pending) => Promise<void>): Promise<void> {
    let tried = 0
    const isFound = () => this.isOver || this.#instances.length > 0 || ++tried > ALONE
    const search = inParallel(1, queue, isFound, readNext)
    await Promise.race([search, this.#first])
    if (this.#instances.length > 0) await this.#options.firstShown?.()
    this.#goOn()
    await Promise.all([search, inParallel(AT_ONCE, queue, () => this.isOver, readNext)])
  }

  async #fill(queue: Queue<Pending>, items: Iterable<NamedBlob> | AsyncIterable<NamedBlob>): Promise<void> {
    let some: NamedBlob[] = []
    const pass = async () => {
      const given = some
      some = []
      const sizes = await this.reader.sizes(given.map(({ blob }) => blob))
      if (!this.isOver) given.forEach(({ name, blob }, index) => this.#push(queue, name, blob, sizes[index]))
    }
    try {
      for await (const item of items) {
        if (this.isOver) break
        some.push(item)
        const isAlone = this.#names.length < ALONE
        if (isAlone || some.length === AT_ONCE) await pass()
        if (isAlone && this.#names.length === ALONE) await this.#others
      }
      await pass()
    } finally {
      queue.close()
    }
  }

  #push(queue: Queue<Pending>, name: string, blob: Blob, size: number): void {
    this.#names.push(name)
    this.count({ totalFiles: 1, totalBytes: size })
    queue.push({ name, size, load: () => Promise.resolve(blob) })
  }

  async importOne({ name, size, load, archive }: Pending): Promise<void> {
    this.#given.add(comparable(name))
    if (size === 0) return this.refuse(name, [severityByName(name, error('emptyFile'))])
    try {
      const blob = await load()
      const isSmall = size <= WHOLE_UP_TO
      const bytes = await (isSmall ? blob : blob.slice(0, FIRST_BYTES)).arrayBuffer()
      const tail = isSmall ? undefined : await blob.slice(-LAST_BYTES).arrayBuffer()
      const file = { name, size, blob, bytes, tail, archive }
      if (!this.isOver) await HANDLERS.find((handler) => handler.accepts(file))?.handle(file, this)
    } catch (thrown) {
      const found = thrown instanceof Error ? thrown.name : undefined
      this.refuse(name, [
        thrown instanceof FlawError ? thrown.flaw : error('unreadableFile', undefined, found),
      ])
    }
  }

  add({ name, size, blob }: OpenedFile): ByteSource {
    return this.store.add(name, size, () => Promise.resolve(blob))
  }

  async accept(
    { imported, flaws, deflated, frame }: Extract<HeaderAnswer, { kind: 'image' }>,
    source: ByteSource,
    blob: Blob,
  ): Promise<void> {
    const { SOPInstanceUID } = imported.instance
    const same = this.#known.get(SOPInstanceUID)
    if (same) return this.#refuseDuplicate(source, blob, same)
    this.#known.set(SOPInstanceUID, source)
    this.#checkPatient(imported)
    if (deflated) this.store.inflateWhenRead(source, deflated)
    if (frame) this.store.keep(source, frame)
    this.report(source.name, flaws)
    this.#instances.push(imported)
    this.#waiting.push(imported)
    if (this.#instances.length === 1) {
      this.#flush()
      this.#found()
    }
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS)
  }

  consult(name: string, directory: Directory): void {
    this.#directories.push({ name, directory })
  }

  refuse(name: string, flaws: readonly Flaw[]): void {
    this.report(
      name,
      flaws.map((flaw) => (flaw.code === 'notDicom' ? severityByName(name, flaw) : flaw)),
    )
  }

  report(name: string, flaws: readonly Flaw[]): void {
    if (!this.isOver) this.#problems.push(...flaws.map((flaw) => inFile(name, flaw)))
  }

  count(more: Partial<Omit<ImportProgress, 'instances'>>): void {
    if (this.isOver) return
    const totals = this.#totals
    for (const [key, value] of Object.entries(more)) totals[key as keyof typeof totals] += value
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS)
  }

  finish(): ImportResult {
    const cancelled = this.#options.signal?.aborted ?? false
    if (!cancelled)
      for (const { name, directory } of this.#directories) this.report(name, this.#flawsOf(name, directory))
    const isNothing = this.#instances.length === 0 && this.#duplicates === 0 && !cancelled
    // Files that were refused say themselves why nothing is shown.
    const areRefused = this.#problems.some(({ severity }) => severity === 'error')
    if (isNothing && !areRefused && this.#directories.length === 0)
      this.report(commonFolder(this.#names), [error('noImages', undefined, String(this.#totals.totalFiles))])
    this.#flush()
    this.#isFinished = true
    return {
      instances: this.#instances,
      problems: this.#problems.filter(({ severity }) => severity !== 'info'),
      skipped: this.#problems.filter(({ severity }) => severity === 'info'),
      duplicates: this.#duplicates,
      firstDuplicateOf: this.#firstDuplicateOf,
      listed: this.#directories.flatMap(({ directory }) => directory.files),
      cancelled,
    }
  }

  /** Known only when all files are: what a directory lists may be read after it. */
  #flawsOf(name: string, directory: Directory): Flaw[] {
    const { found, missing } = checkDirectory(directory, name, this.#given)
    const total = String(directory.files.length)
    const isAlone = found === 0 && missing.length > 0
    return [
      ...directory.outside.map((path) => error('directoryOutside', undefined, path)),
      ...(directory.loops ? [error('directoryLoops')] : []),
      ...unlistedFlaws(directory),
      ...(isAlone
        ? [error('directoryAlone', total, '0')]
        : missing.map((path) => warning('directoryMissing', undefined, path))),
      ...(found > 0 ? [info('directoryUsed', total, String(found))] : []),
    ]
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#isFinished) return
    const batch = this.#waiting
    this.#waiting = []
    if (batch.length > 0) this.#options.onInstances?.(batch)
    this.#options.onProgress?.({ ...this.#totals, instances: this.#instances.length })
  }

  /** The same UID must mean the same bytes: marks belong to one of the two images, and no one knows to which. */
  async #refuseDuplicate(source: ByteSource, blob: Blob, kept: ByteSource): Promise<void> {
    this.store.forget([source])
    const isSame = await isSameFile(
      blob,
      kept.size === source.size ? await this.store.blobOf(kept) : undefined,
    )
    if (!isSame) return this.report(source.name, [error('duplicateDiffers', undefined, kept.name)])
    this.#duplicates += 1
    this.#firstDuplicateOf ??= kept
  }

  #checkPatient({ study, instance }: ImportedInstance): void {
    const patients = this.#patients.get(study.StudyInstanceUID) ?? new Set()
    this.#patients.set(study.StudyInstanceUID, patients)
    const isOther = patients.size > 0 && !patients.has(studyKey(study))
    patients.add(studyKey(study))
    if (isOther) this.report(instance.source.name, [warning('otherPatient')])
  }
}

/** A directory that lists nothing, or part of which nothing leads to, says so itself. */
function unlistedFlaws({ files, outside, records, unreached }: Directory): Flaw[] {
  if (files.length + outside.length === 0) return [warning('directoryEmpty', undefined, String(records))]
  return unreached > 0 ? [warning('directoryUnreached', String(records), String(unreached))] : []
}

/** A file that calls itself DICOM and is not is a problem; a note or a picture beside the images is none. */
const severityByName = (name: string, flaw: Flaw): Flaw =>
  /\.(dcm|dicom|dic|ima)$/i.test(name) ? flaw : info(flaw.code, flaw.expected, flaw.found)

/** `study/series-1/a`, `study/b` → `study`; of a single file its own name. */
function commonFolder(names: readonly string[]): string {
  const [first = ''] = names
  return names.length === 1 ? first : (first.split('/')[0] ?? '')
}

const whenAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
