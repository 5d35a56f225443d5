import { BlobReader, ZipReader, configure, type FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js'
import { bytesText, error, type Flaw } from './problem'
import { readName } from './zip-names'

// zip.js starts its workers from blobs, which the page's Content-Security-Policy refuses: ours is a file.
configure({ useWebWorkers: false })

export interface ZipEntry {
  readonly name: string
  readonly size: number
  /** Why the entry is not read, known from the directory alone. */
  readonly flaw?: Flaw
}

export interface ZipArchive {
  readonly entries: readonly ZipEntry[]
  /** @param index of the entry; never makes more bytes than the directory states */
  readonly extract: (index: number) => Promise<Uint8Array<ArrayBuffer> | Flaw>
}

/** Reads the directory at the end of a zip; entries are read at random from the Blob. */
export async function openZip(file: Blob): Promise<ZipArchive | Flaw> {
  // a name is a label here and no path: one that leads out of the archive does no harm
  const reader = new ZipReader(new BlobReader(file), {
    filenameValidation: 'tolerant',
    decodeText: (bytes, encoding) => (encoding === 'cp437' ? readName(bytes) : undefined),
  })
  try {
    const found: FileEntry[] = []
    for await (const entry of reader.getEntriesGenerator()) {
      if (!entry.directory) found.push(entry)
      if (found.length > MAX_ENTRIES) return error('zipTooLarge', `≤ ${MAX_ENTRIES}`, `> ${MAX_ENTRIES}`)
    }
    const total = found.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
    if (total > MAX_BYTES) return error('zipTooLarge', `≤ ${bytesText(MAX_BYTES)}`, bytesText(total))
    return {
      entries: found.map((entry) => ({
        name: entry.filename,
        size: entry.uncompressedSize,
        flaw: entryFlaw(entry),
      })),
      extract: (index) => extract(found[index]),
    }
  } catch (thrown) {
    return error('zipBroken', undefined, messageOf(thrown))
  }
}

/** A large study is some thousand files and some gigabytes. */
const MAX_ENTRIES = 100_000
const MAX_BYTES = 32 * 1024 ** 3
const MAX_ENTRY_BYTES = 2 * 1024 ** 3
/** Blank images shrink a thousandfold, but a blank image is small. */
const MAX_RATIO = 200
const RATIO_MATTERS_FROM = 64 * 1024 ** 2

/** Stored and deflate. */
const METHODS: readonly number[] = [0, 8]

/** APPNOTE 4.4.5 */
const METHOD_NAMES: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  96: 'JPEG',
  98: 'PPMd',
  99: 'AES',
}

function entryFlaw({
  encrypted,
  compressionMethod,
  uncompressedSize: size,
  compressedSize,
}: FileEntry): Flaw | undefined {
  if (encrypted) return error('zipEncrypted')
  if (!METHODS.includes(compressionMethod))
    return error('zipMethod', 'deflate', METHOD_NAMES[compressionMethod] ?? String(compressionMethod))
  const isBomb = size > RATIO_MATTERS_FROM && size / Math.max(1, compressedSize) > MAX_RATIO
  if (size > MAX_ENTRY_BYTES || isBomb)
    return error(
      'zipTooLarge',
      `≤ ${isBomb ? MAX_RATIO : MAX_ENTRY_BYTES / 1024 ** 3 + ' GB'}${isBomb ? ' : 1' : ''}`,
      `${bytesText(compressedSize)} → ${bytesText(size)}`,
    )
  return undefined
}

class TooLong extends Error {}

async function extract(entry: FileEntry): Promise<Uint8Array<ArrayBuffer> | Flaw> {
  const whole = new Uint8Array(entry.uncompressedSize)
  let at = 0
  const sink = new WritableStream<Uint8Array>({
    write(piece) {
      if (at + piece.length > whole.length) throw new TooLong()
      whole.set(piece, at)
      at += piece.length
    },
  })
  try {
    await entry.getData(sink, { checkSignature: true })
  } catch (thrown) {
    if (thrown instanceof TooLong) return error('zipTooLarge', bytesText(whole.length), `> ${bytesText(at)}`)
    return error('zipBroken', undefined, messageOf(thrown))
  }
  return at === whole.length ? whole : error('zipBroken', bytesText(whole.length), bytesText(at))
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
