/**
 * Expands a segmented palette (PS3.3 section C.7.9.2): discrete segments are copied, linear ones run from the last
 * value, indirect ones repeat earlier segments.
 * @param segments opcodes and data as they stand in the file
 * @param length entries that the descriptor promises; no more are made
 * @param bytesPerWord of the file's segments, for the offsets among them
 */
export function expandSegments(segments: Uint16Array, length: number, bytesPerWord: 1 | 2): Uint16Array {
  const table = { entries: new Uint16Array(length), filled: 0, bytesPerWord }
  let at = 0
  while (at + 1 < segments.length && table.filled < length) {
    const next = expandOne(segments, at, table)
    if (next === undefined) break
    at = next
  }
  return table.entries.slice(0, table.filled)
}

interface Table {
  readonly entries: Uint16Array
  readonly bytesPerWord: 1 | 2
  filled: number
}

const DISCRETE = 0
const LINEAR = 1
const INDIRECT = 2

/** @returns where the next segment begins; undefined when this one cannot be read */
function expandOne(segments: Uint16Array, at: number, table: Table): number | undefined {
  const [opcode, count] = [segments[at], segments[at + 1]]
  if (opcode === DISCRETE) {
    for (const value of segments.subarray(at + 2, at + 2 + count)) append(table, value)
    return at + 2 + count
  }
  if (opcode === LINEAR) {
    const from = table.entries[Math.max(table.filled - 1, 0)]
    for (let step = 1; step <= count; step++)
      append(table, Math.round(from + ((segments[at + 2] - from) * step) / count))
    return at + 3
  }
  if (opcode !== INDIRECT) return undefined
  // An offset in bytes, of 32 bits, lowest word first; the segments it names are never indirect themselves.
  const words = 4 / table.bytesPerWord
  const radix = table.bytesPerWord === 1 ? 256 : 65536
  const offset = segments.slice(at + 2, at + 2 + words).reduceRight((sum, part) => sum * radix + part, 0)
  let copied = Math.floor(offset / table.bytesPerWord)
  for (let segment = 0; segment < count; segment++) {
    if (copied >= at || segments[copied] === INDIRECT) return undefined
    const next = expandOne(segments, copied, table)
    if (next === undefined) return undefined
    copied = next
  }
  return at + 2 + words
}

function append(table: Table, value: number): void {
  if (table.filled < table.entries.length) table.entries[table.filled++] = value
}
