import type { ContentItem, DocumentContent } from '../domain/document'
import type { FrameRef } from '../domain/study'
import { firstItem, itemsOf, type ElementList } from './elements'
import { numbersAt, textAt } from './values'

/** Storage classes that are shown as documents. */
export function documentKindOf(SOPClassUID: string): 'report' | 'pdf' | 'mapping' | undefined {
  if (SOPClassUID.startsWith('1.2.840.10008.5.1.4.1.1.88.')) return 'report'
  if (SOPClassUID === '1.2.840.10008.5.1.4.1.1.104.1') return 'pdf'
  return SOPClassUID === '1.2.840.10008.5.1.4.1.1.67' ? 'mapping' : undefined
}

/** Reports, key object selections and mappings as trees; of a PDF where it lies. Undefined when there is no content. */
export function readDocument(list: ElementList, SOPClassUID: string): DocumentContent | undefined {
  const charsets = textAt(list, 'x00080005').split('\\')
  const kind = documentKindOf(SOPClassUID)
  if (kind === 'pdf') return readPdf(list, charsets)
  const reader: Reader = { charsets, items: [] }
  const truncated = !(kind === 'mapping' ? readMapping(list, reader) : readItem(list, reader, 0))
  const flags = ['x0040a491', 'x0040a493'].map((tag) => textAt(list, tag)).filter(Boolean)
  return { kind: 'tree', items: reader.items, flags, truncated }
}

/** Far above the longest measurement reports; a tree that no one reads to its end. */
const MAX_ITEMS = 10_000

interface Reader {
  readonly charsets: readonly string[]
  /** What was read so far. */
  readonly items: ContentItem[]
}

const PDF_SIGNATURE = [0x25, 0x50, 0x44, 0x46]

function readPdf(list: ElementList, charsets: readonly string[]): DocumentContent | undefined {
  const element = list.elements.x00420011
  if (!element) return undefined
  const { dataOffset, length: stored } = element
  const isPdf = PDF_SIGNATURE.every((byte, index) => list.bytes[dataOffset + index] === byte)
  // Encapsulated Document Length leaves out the byte that makes the element even
  const [length = stored] = numbersAt(list, 'x00420015')
  return isPdf
    ? {
        kind: 'pdf',
        title: textAt(list, 'x00420010', charsets),
        fromEnd: list.bytes.length - dataOffset,
        length: Math.min(length, stored),
      }
    : undefined
}

/** @returns false when there are too many */
function readItem(item: ElementList, reader: Reader, depth: number): boolean {
  if (reader.items.length >= MAX_ITEMS) return false
  reader.items.push({
    depth,
    valueType: textAt(item, 'x0040a040'),
    name: codeOf(item, 'x0040a043', reader),
    value: valueOf(item, reader),
    images: imagesOf(item),
  })
  return itemsOf(item, 'x0040a730').every((child) => readItem(child, reader, depth + 1))
}

/** Code Meaning, else the code itself. */
function codeOf(item: ElementList, sequence: string, { charsets }: Reader): string {
  const code = firstItem(item, sequence)
  if (!code) return ''
  const values = ['x00080104', 'x00080100', 'x00080119', 'x00080120'].map((tag) =>
    textAt(code, tag, charsets),
  )
  return values.find(Boolean) ?? ''
}

/** TEXT, DATETIME, DATE, TIME, PNAME, UIDREF: one attribute each. */
const PLAIN = ['x0040a160', 'x0040a120', 'x0040a121', 'x0040a122', 'x0040a123', 'x0040a124']

function valueOf(item: ElementList, reader: Reader): string {
  const plain = PLAIN.map((tag) => textAt(item, tag, reader.charsets)).find(Boolean)
  if (plain) return plain
  const code = codeOf(item, 'x0040a168', reader)
  return code || measuredOf(item, reader) || shapeOf(item) || referenceTo(item)
}

function measuredOf(item: ElementList, reader: Reader): string {
  const measured = firstItem(item, 'x0040a300')
  if (!measured) return codeOf(item, 'x0040a301', reader)
  const unit = firstItem(measured, 'x004008ea')
  const [symbol, meaning] = ['x00080100', 'x00080104'].map(
    (tag) => unit && textAt(unit, tag, reader.charsets),
  )
  // UCUM 1 stands for every unit that UCUM does not have: its meaning may be pixels
  const shown = symbol === '1' ? (/no units?|unity/i.test(meaning ?? '') ? '' : meaning) : symbol
  return [textAt(measured, 'x0040a30a'), shown].filter(Boolean).join(' ')
}

/** Graphic Type and how many points it has. */
function shapeOf(item: ElementList): string {
  const type = textAt(item, 'x00700023')
  const coordinates = numbersAt(item, 'x00700022').length
  return type && `${type} (${coordinates / (textAt(item, 'x0040a040') === 'SCOORD3D' ? 3 : 2)})`
}

/** By-reference relationship: where in the tree the item stands. */
function referenceTo(item: ElementList): string {
  const path = numbersAt(item, 'x0040db73')
  return path.length ? `→ ${path.join('.')}` : ''
}

function imagesOf(item: ElementList): FrameRef[] {
  if (textAt(item, 'x0040a040') !== 'IMAGE') return []
  return itemsOf(item, 'x00081199').flatMap(framesNamedBy)
}

/** A reference to a SOP instance, and to its frames where it names them. */
function framesNamedBy(reference: ElementList): FrameRef[] {
  const SOPInstanceUID = textAt(reference, 'x00081155')
  const frames = numbersAt(reference, 'x00081160').filter(Number.isInteger)
  if (!SOPInstanceUID) return []
  return (frames.length ? frames : [1]).map((frameNumber) => ({ SOPInstanceUID, frameNumber }))
}

/** Real World Value Mapping (PS3.3 section A.46): which values of which images mean what. */
function readMapping(list: ElementList, reader: Reader): boolean {
  const add = (depth: number, name: string, value = '', images: readonly FrameRef[] = []) =>
    reader.items.push({ depth, valueType: '', name, value, images })
  add(0, textAt(list, 'x00700081', reader.charsets) || textAt(list, 'x00700080'))
  for (const group of itemsOf(list, 'x00409094')) {
    const references = ['x00081140', 'x00081199'].flatMap((tag) => itemsOf(group, tag))
    add(1, 'Referenced Image Real World Value Mapping', '', references.flatMap(framesNamedBy))
    for (const mapping of itemsOf(group, 'x00409096')) {
      add(2, textAt(mapping, 'x00409210', reader.charsets), textAt(mapping, 'x00283003', reader.charsets))
      add(3, 'Measurement Units', codeOf(mapping, 'x004008ea', reader))
      for (const [tag, name] of MAPPED) add(3, name, numbersAt(mapping, tag).join(', '))
    }
  }
  return true
}

const MAPPED = [
  ['x00409216', 'Real World Value First Value Mapped'],
  ['x00409211', 'Real World Value Last Value Mapped'],
  ['x00409224', 'Real World Value Intercept'],
  ['x00409225', 'Real World Value Slope'],
] as const
