import type { Attributes } from './attributes'
import { warning, type Flaw } from './problem'
import type { FileBytes } from './read'

const REQUIRED = ['SOPInstanceUID', 'StudyInstanceUID', 'SeriesInstanceUID'] as const

/**
 * UIDs for a file that lacks them, made from its bytes: the same file gets the same UIDs each time it is opened,
 * so that marks on it are found again. Without a Study Instance UID every file is a study of its own: nothing
 * says that two of them belong to one patient.
 */
export function deriveMissingUids(
  attributes: Attributes,
  file: FileBytes,
): { derived: Pick<Attributes, (typeof REQUIRED)[number]>; flaws: Flaw[] } {
  const missing = REQUIRED.filter((keyword) => !attributes[keyword]?.[0])
  if (missing.length === 0) return { derived: {}, flaws: [] }
  const instance =
    attributes.SOPInstanceUID?.[0] || uidOf(file.bytes, file.tail ?? new Uint8Array(), file.size)
  const study = attributes.StudyInstanceUID?.[0] || uidOfText(`study ${instance}`)
  const series =
    attributes.SeriesInstanceUID?.[0] ||
    uidOfText(`series ${study} ${attributes.Modality?.[0]} ${attributes.SeriesNumber?.[0]}`)
  return {
    derived: { SOPInstanceUID: [instance], StudyInstanceUID: [study], SeriesInstanceUID: [series] },
    flaws: [warning('derivedUid', missing.join(', '))],
  }
}

const uidOfText = (text: string): string => uidOf(new TextEncoder().encode(text), new Uint8Array(), 0)

/** Below 2.25, the arc of UUIDs, with 128 bits of checksum in place of a UUID. */
function uidOf(start: Uint8Array, end: Uint8Array, size: number): string {
  const lanes = [0, 1, 2, 3].map((lane) => checksum(end, checksum(start, size ^ SEEDS[lane])))
  return `2.25.${lanes.reduce((sum, lane) => (sum << 32n) | BigInt(lane), 0n)}`
}

const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]

/** FNV-1a (Fowler, Noll, Vo), with one more mixing of the high bits: 32 bits. */
function checksum(bytes: Uint8Array, seed: number): number {
  let hash = seed
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 0x01000193)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}
