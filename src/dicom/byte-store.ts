import type { ByteSource } from '../domain/study'
import { inflatedFile, type DeflatedFile } from './file-meta'
import type { FrameData } from './frame-data'

/** Of frames that are waiting to be decoded. */
const MAX_KEPT = 192 * 1024 * 1024

/** Keeps the bytes of open instances: files stay on disk, entries of a zip are inflated when first asked for. */
export class ByteStore {
  #count = 0
  readonly #held = new Map<string, Held>()
  readonly #kept = new Map<string, FrameData>()
  #keptBytes = 0

  /** @param load gives the bytes; asked at most once until `forget` */
  add(name: string, size: number, load: () => Promise<Blob>): ByteSource {
    const key = `bytes-${++this.#count}`
    this.#held.set(key, { load })
    return { key, name, size }
  }

  /** From now on `blobOf` gives the file inflated. */
  inflateWhenRead(source: ByteSource, deflated: DeflatedFile): void {
    const held = this.#held.get(source.key)
    if (held) this.#held.set(source.key, { load: async () => inflatedFile(await held.load(), deflated) })
  }

  /** @throws Error when the source was forgotten, or its file has gone or changed since */
  async blobOf(source: ByteSource): Promise<Blob> {
    const held = this.#held.get(source.key)
    if (!held) throw new Error(`expected an open file, got ${source.name}, which was closed`)
    held.blob ??= held.load()
    try {
      return await held.blob
    } catch (thrown) {
      held.blob = undefined
      throw thrown
    }
  }

  /** Keeps the only frame of a file that was just read for the one who asks next, while there is room. */
  keep({ key }: ByteSource, frame: FrameData): void {
    const length = frame.bytes.buffer.byteLength
    if (!this.#held.has(key) || this.#keptBytes + length > MAX_KEPT) return
    this.#kept.set(key, frame)
    this.#keptBytes += length
  }

  /** The frame that was kept; whoever takes it has it alone. */
  takeFrame({ key }: Pick<ByteSource, 'key'>): FrameData | undefined {
    const frame = this.#kept.get(key)
    this.#kept.delete(key)
    this.#keptBytes -= frame?.bytes.buffer.byteLength ?? 0
    return frame
  }

  /**
   * All bytes of a source.
   * @throws Error when the source was forgotten, or its file has gone or changed since
   */
  async bytesOf(source: ByteSource): Promise<Uint8Array> {
    return new Uint8Array(await (await this.blobOf(source)).arrayBuffer())
  }

  /** Gives back the memory of what was kept and not asked for. */
  release(): void {
    this.#kept.clear()
    this.#keptBytes = 0
  }

  /** Gives back the memory of a closed study. */
  forget(sources: Iterable<Pick<ByteSource, 'key'>>): void {
    for (const { key } of sources) {
      this.#held.delete(key)
      this.takeFrame({ key })
    }
  }
}

interface Held {
  readonly load: () => Promise<Blob>
  blob?: Promise<Blob>
}

/** Compares a piece at a time, so that two large files are never both in memory. */
export async function isSameFile(a: Blob, b: Blob | undefined): Promise<boolean> {
  if (a.size !== b?.size) return false
  for (let at = 0; at < a.size; at += PIECE_BYTES) {
    const [left, right] = await Promise.all(
      [a, b].map(async (blob) => new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer())),
    )
    if (left.some((byte, index) => byte !== right[index])) return false
  }
  return true
}

const PIECE_BYTES = 4 * 1024 * 1024
