/** A file with its full path, as it lay in the folder that was dropped or chosen. */
export interface DroppedFile {
  readonly name: string
  readonly blob: File
}

/**
 * The files of a drop, folders opened to any depth. The browser empties the DataTransfer when the event's handler
 * returns, so the entries are taken at the call and the files come one by one.
 */
export function droppedFiles(transfer: DataTransfer): AsyncIterable<DroppedFile> {
  const entries = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
  return filesOf(entries)
}

/** The files of an `<input type="file">`, with their paths if a folder was chosen. */
export const chosenFiles = (files: FileList): DroppedFile[] =>
  [...files].map((file) => ({ name: file.webkitRelativePath || file.name, blob: file }))

async function* filesOf(entries: readonly (FileSystemEntry | File | null)[]): AsyncGenerator<DroppedFile> {
  for (const entry of entries) {
    if (entry instanceof File) yield { name: entry.name, blob: entry }
    else if (entry) yield* filesBelow(entry)
  }
}

async function* filesBelow(entry: FileSystemEntry): AsyncGenerator<DroppedFile> {
  if (isFile(entry)) {
    yield { name: pathOf(entry), blob: await fileOf(entry) }
    return
  }
  if (!isDirectory(entry)) return
  const reader = entry.createReader()
  // Chromium gives at most 100 entries at a time, an empty list at the end
  for (let some = await readSome(reader); some.length > 0; some = await readSome(reader))
    yield* filesTogether(some)
}

/** Asking for one file after the other would wait for the browser each time. */
async function* filesTogether(entries: readonly FileSystemEntry[]): AsyncGenerator<DroppedFile> {
  const files = entries
    .filter(isFile)
    .map(async (entry) => ({ name: pathOf(entry), blob: await fileOf(entry) }))
  yield* await Promise.all(files)
  for (const folder of entries.filter(isDirectory)) yield* filesBelow(folder)
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\//, '')

/**
 * @returns for a file that can no longer be opened an empty one: it is then reported by its name like any other
 * empty file, and the rest is opened
 */
const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(new File([], entry.name))))

/** A folder that cannot be read is as good as empty. */
const readSome = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve) => reader.readEntries(resolve, () => resolve([])))
