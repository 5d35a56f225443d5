import type { Element } from 'dicom-parser'
import { decodeText } from './charset'
import { itemsOf, PIXEL_DATA_TAGS, type ElementList } from './elements'
import { readElements } from './read'
import { numbersAt, textAt } from './values'

/** One element of a file as a line of text. */
export interface TagRow {
  /** `(0010,0010)` */
  readonly tag: string
  /** Empty where the standard's dictionary does not know the tag. */
  readonly keyword: string
  readonly vr: string
  readonly value: string
  /** How many sequences it lies within. */
  readonly depth: number
}

type Dictionary = Readonly<Record<string, { readonly name: string; readonly vr: string } | undefined>>

const LONGEST_VALUE = 400
const MAX_ROWS = 5_000

/**
 * Every element of an open file up to its pixels, in order; sequences with what they hold.
 * @throws Error when the bytes are no DICOM
 */
export async function listTags(bytes: Uint8Array): Promise<TagRow[]> {
  const read = readElements(bytes)
  if (!read) throw new Error('expected a DICOM file, got another')
  const { default: dcmjs } = await import('dcmjs')
  const { dictionary } = dcmjs.data.DicomMetaDictionary
  const rows: TagRow[] = []
  for (const list of [read.meta, read.data]) addRows(rows, list, dictionary, 0, '')
  return rows
}

function addRows(rows: TagRow[], list: ElementList, dictionary: Dictionary, depth: number, charset: string) {
  const terms = textAt(list, 'x00080005') || charset
  for (const element of Object.values(list.elements).sort((a, b) => (a.tag < b.tag ? -1 : 1))) {
    if (rows.length >= MAX_ROWS) return
    const tag = `(${element.tag.slice(1, 5)},${element.tag.slice(5)})`.toUpperCase()
    const known = dictionary[tag]
    const vr = element.vr ?? known?.vr ?? 'UN'
    const value = element.items ? `${element.items.length}` : valueOf(list, element, vr, terms)
    rows.push({ tag, keyword: known?.name ?? '', vr: element.items ? 'SQ' : vr, value, depth })
    for (const item of itemsOf(list, element.tag)) addRows(rows, item, dictionary, depth + 1, terms)
  }
}

const TEXTS: ReadonlySet<string> = new Set(
  'AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '), // prettier-ignore
)

const MAX_NUMBERS = 32

function valueOf(list: ElementList, element: Element, vr: string, terms: string): string {
  const { tag, dataOffset } = element
  // Pixel Data comes last, and may claim to continue beyond the file.
  const length = Math.min(element.length, list.bytes.length - dataOffset)
  if (/^(US|SS|UL|SL|FL|FD)/.test(vr) && !PIXEL_DATA_TAGS.includes(tag)) {
    const numbers = numbersAt({ ...list, elements: { [tag]: { ...element, vr: vr.slice(0, 2) } } }, tag)
    return numbers.slice(0, MAX_NUMBERS).join('\\') + (numbers.length > MAX_NUMBERS ? ' …' : '')
  }
  if (!TEXTS.has(vr)) return length > 0 ? `${length} B` : ''
  const bytes = list.bytes.subarray(dataOffset, dataOffset + Math.min(length, LONGEST_VALUE))
  const text = decodeText(bytes, terms.split('\\')).replace(/[\0 ]+$/, '')
  return length > LONGEST_VALUE ? `${text} …` : text
}
