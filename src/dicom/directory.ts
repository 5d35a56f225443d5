import type { Attributes } from './attributes'
import { decodeText } from './charset'
import { itemsOf, type ElementList } from './elements'
import { attributesOf } from './values'

/** One file of a media storage directory (DICOMDIR, PS3.3 annex F), with what its records say of it. */
export interface ListedFile {
  /** Below the folder of the directory: `IMAGES/CT1`. */
  readonly path: string
  readonly SOPInstanceUID: string
  readonly names: Pick<Attributes, 'PatientName' | 'StudyDescription' | 'SeriesDescription'>
}

export interface Directory {
  /** In the order of the records. */
  readonly files: readonly ListedFile[]
  /** File IDs that lead out of the folder; never followed. */
  readonly outside: readonly string[]
  /** A record leads back to one before it: what hangs on it is read by the order in the file. */
  readonly loops: boolean
  /** How many records there are, and how many of them no other one leads to. */
  readonly records: number
  readonly unreached: number
}

/** Reads the records from the first one on along their offsets; those that are not reached follow in file order. */
export function readDirectory(list: ElementList): Directory {
  const records = itemsOf(list, 'x00041220')
  const starts = (list.elements.x00041220?.items ?? []).map(({ dataOffset }) => dataOffset - ITEM_HEADER)
  const byOffset = new Map(starts.map((start, index) => [start, records[index]]))
  const order: Reached[] = []
  const loops = walk(byOffset, offsetOf(list, 'x00041200'), {}, order)
  const reached = new Set(order.map(({ record }) => record))
  const rest = records.filter((record) => !reached.has(record)).map((record) => ({ record, names: {} }))
  const files = [...order, ...rest].flatMap(fileOf)
  return {
    files: files.filter(({ path }) => !leadsOutside(path)),
    outside: files.map(({ path }) => path).filter(leadsOutside),
    loops,
    records: records.length,
    unreached: rest.length,
  }
}

/** Tag and length of an item: record offsets are those of its tag, from the start of the file. */
const ITEM_HEADER = 8

interface Reached {
  readonly record: ElementList
  readonly names: ListedFile['names']
}

/** Depth first; @returns whether a record was met twice */
function walk(
  records: ReadonlyMap<number, ElementList>,
  first: number,
  names: ListedFile['names'],
  order: Reached[],
  seen = new Set<number>(),
): boolean {
  let loops = false
  for (let offset = first; offset !== 0;) {
    const record = records.get(offset)
    if (!record) break
    if (seen.has(offset)) return true
    seen.add(offset)
    const { PatientName, StudyDescription, SeriesDescription } = attributesOf(record)
    const own = { PatientName, StudyDescription, SeriesDescription }
    const given = Object.entries(own).filter(([, value]) => value !== undefined)
    const known = { ...names, ...Object.fromEntries(given) }
    order.push({ record, names: known })
    loops = walk(records, offsetOf(record, 'x00041420'), known, order, seen) || loops
    offset = offsetOf(record, 'x00041400')
  }
  return loops
}

function offsetOf({ bytes, numbers, elements }: ElementList, tag: string): number {
  const element = elements[tag]
  return element && element.length >= 4 ? numbers.readUint32(bytes, element.dataOffset) : 0
}

function fileOf({ record, names }: Reached): ListedFile[] {
  const { bytes, elements } = record
  const element = elements.x00041500
  if (!element?.length) return []
  const id = decodeText(
    bytes.subarray(element.dataOffset, element.dataOffset + Math.min(element.length, 512)),
  )
  const path = id
    .split('\\')
    .map((part) => part.trim())
    .join('/')
  return [{ path, SOPInstanceUID: referencedUid(record), names }]
}

function referencedUid({ bytes, elements }: ElementList): string {
  const element = elements.x00041511
  return element ? decodeText(bytes.subarray(element.dataOffset, element.dataOffset + Math.min(element.length, 64))).trim() : '' // prettier-ignore
}

/** A component of a File ID is a name (PS3.10 section 8.2): no way up, no root, no drive, no address. */
const leadsOutside = (path: string): boolean =>
  path === '' || path.split('/').some((part) => part === '' || /^\.+$/.test(part) || /[:\0]/.test(part))

/** What is found of the files that a directory lists. */
export interface DirectoryCheck {
  readonly found: number
  readonly missing: readonly string[]
}

/**
 * @param name of the directory's own file, with its folder
 * @param given names of all files that are there
 */
export function checkDirectory(
  { files }: Directory,
  name: string,
  given: ReadonlySet<string>,
): DirectoryCheck {
  const folder = name.slice(0, name.lastIndexOf('/') + 1)
  const isThere = ({ path }: ListedFile) =>
    [path, `${path}.DCM`].some((file) => given.has(comparable(folder + file)))
  const missing = files.filter((file) => !isThere(file)).map(({ path }) => path)
  return { found: files.length - missing.length, missing }
}

/** File systems of discs write names in capitals, with a version at the end; copies of them do not. */
export const comparable = (name: string): string => name.toUpperCase().replace(/;\d+$/, '').replace(/\.$/, '')
