import { parseDicom, type DataSet, type Element } from 'dicom-parser'
import { decodeText } from './charset'

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
const MOST_ROWS = 5_000

/**
 * Every element of a Part 10 file up to its pixels, in order; sequences with what they hold.
 * @throws Error when the bytes are no DICOM
 */
export async function listTags(part10: Uint8Array, TransferSyntaxUID: string): Promise<TagRow[]> {
  const { default: dcmjs } = await import('dcmjs')
  const { dictionary } = dcmjs.data.DicomMetaDictionary
  const hasMeta = part10[128] === 0x44 && part10[129] === 0x49
  const options = { untilTag: 'x7fe00010', ...(hasMeta ? {} : { TransferSyntaxUID }) }
  const rows: TagRow[] = []
  addRows(rows, parseDicom(part10, options), dictionary, 0, '')
  return rows
}

function addRows(rows: TagRow[], dataSet: DataSet, dictionary: Dictionary, depth: number, charset: string) {
  const terms = dataSet.string('x00080005') ?? charset
  for (const element of Object.values(dataSet.elements).sort((a, b) => (a.tag < b.tag ? -1 : 1))) {
    if (rows.length >= MOST_ROWS) return
    const tag = `(${element.tag.slice(1, 5)},${element.tag.slice(5)})`.toUpperCase()
    const known = dictionary[tag]
    const vr = element.vr ?? known?.vr ?? 'UN'
    const value = element.items ? `${element.items.length}` : valueOf(dataSet, element, vr, terms)
    rows.push({ tag, keyword: known?.name ?? '', vr: element.items ? 'SQ' : vr, value, depth })
    for (const { dataSet: item } of element.items ?? [])
      if (item) addRows(rows, item, dictionary, depth + 1, terms)
  }
}

type ReadNumber = (dataSet: DataSet, tag: string, index: number) => number | undefined

const NUMBERS: Readonly<Record<string, readonly [bytes: number, read: ReadNumber]>> = {
  US: [2, (dataSet, tag, index) => dataSet.uint16(tag, index)],
  SS: [2, (dataSet, tag, index) => dataSet.int16(tag, index)],
  UL: [4, (dataSet, tag, index) => dataSet.uint32(tag, index)],
  SL: [4, (dataSet, tag, index) => dataSet.int32(tag, index)],
  FL: [4, (dataSet, tag, index) => dataSet.float(tag, index)],
  FD: [8, (dataSet, tag, index) => dataSet.double(tag, index)],
}
const TEXTS: ReadonlySet<string> = new Set(
  'AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '), // prettier-ignore
)

function valueOf(dataSet: DataSet, element: Element, vr: string, terms: string): string {
  const { tag, dataOffset, length } = element
  const numbers = NUMBERS[vr.slice(0, 2)]
  if (numbers) {
    const [bytes, read] = numbers
    const count = Math.min(Math.floor(length / bytes), 32)
    const values = Array.from({ length: count }, (_, index) => read(dataSet, tag, index) ?? '')
    return values.join('\\') + (length / bytes > count ? ' …' : '')
  }
  if (!TEXTS.has(vr)) return length > 0 ? `${length} B` : ''
  const bytes = dataSet.byteArray.subarray(dataOffset, dataOffset + Math.min(length, LONGEST_VALUE))
  const text = decodeText(bytes, terms.split('\\')).replace(/[\0 ]+$/, '')
  return length > LONGEST_VALUE ? `${text} …` : text
}
