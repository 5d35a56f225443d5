import type { Element } from 'dicom-parser'
import {
  ATTRIBUTES,
  FIRST_ITEMS,
  FUNCTIONAL_GROUPS,
  PER_FRAME_FUNCTIONAL_GROUPS,
  SHARED_FUNCTIONAL_GROUPS,
  type Attributes,
  type Keyword,
  type ValueKind,
} from './attributes'
import { decodeText } from './charset'
import { firstItem, type ElementList } from './elements'

type Values = Record<string, readonly string[] | readonly number[]>

/** The attributes of the table that the elements hold, functional groups included. */
export function attributesOf(list: ElementList): Attributes {
  const values: Values = {}
  const unread: Record<string, string> = {}
  const charsets = textsOf(list, 'x00080005', [])
  for (const keyword of KEYWORDS) readValue(list, keyword, charsets, values, unread)
  for (const [sequence, keywords] of FUNCTIONAL_GROUPS) {
    const group = functionalGroup(list, sequence)
    if (group) for (const keyword of keywords) readValue(group, keyword, charsets, values, unread)
  }
  for (const [sequence, keywords] of FIRST_ITEMS) {
    const item = firstItem(list, sequence)
    if (item) for (const keyword of keywords) readValue(item, keyword, charsets, values, unread)
  }
  return { ...values, unread }
}

const KEYWORDS = Object.keys(ATTRIBUTES) as Keyword[]

/** A value longer than this is no name or number; the rest of it is not read. */
const LONGEST_VALUE = 4096

function functionalGroup(list: ElementList, sequence: string): ElementList | undefined {
  for (const groups of [SHARED_FUNCTIONAL_GROUPS, PER_FRAME_FUNCTIONAL_GROUPS]) {
    const item = firstItem(list, groups)
    const group = item && firstItem(item, sequence)
    if (group) return group
  }
  return undefined
}

function readValue(
  list: ElementList,
  keyword: Keyword,
  charsets: readonly string[],
  values: Values,
  unread: Record<string, string>,
): void {
  const [tag, kind] = ATTRIBUTES[keyword]
  const element = list.elements[tag]
  if (!element?.length) return
  if (kind === 'text' || kind === 'code') {
    const texts = textsOf(list, tag, kind === 'text' ? charsets : [])
    if (texts.some((text) => text !== '')) values[keyword] = texts
    return
  }
  const numbers = numbersOf(list, element, kind)
  if (numbers.length) values[keyword] = numbers
  if (numbers.some(Number.isNaN)) unread[keyword] = textsOf(list, tag, []).join('\\')
}

/** Multi-byte sets may hold the backslash's code inside a character, so values are split after decoding. */
function textsOf(list: ElementList, tag: string, charsets: readonly string[]): string[] {
  const element = list.elements[tag]
  if (!element?.length) return []
  return decodeText(bytesOf(list, element), charsets)
    .split('\\')
    .map((text) => text.trim())
}

const bytesOf = (list: ElementList, element: Element): Uint8Array =>
  list.bytes.subarray(element.dataOffset, element.dataOffset + Math.min(element.length, LONGEST_VALUE))

const BINARY: Readonly<
  Record<
    string,
    readonly [
      bytes: number,
      read: 'readUint16' | 'readInt16' | 'readUint32' | 'readInt32' | 'readFloat' | 'readDouble',
    ]
  >
> = {
  US: [2, 'readUint16'],
  SS: [2, 'readInt16'],
  UL: [4, 'readUint32'],
  SL: [4, 'readInt32'],
  FL: [4, 'readFloat'],
  FD: [8, 'readDouble'],
}
const USUAL: Readonly<Partial<Record<ValueKind, string>>> = { ushort: 'US', ulong: 'UL', double: 'FD' }
const TEXT_VR = /^(DS|IS|LO|SH|CS|ST|LT|UT|UC|AE|AS|DA|DT|TM|UI|UR|PN)$/

/** The file's own VR decides, also where it is not the standard's; without one, the attribute's usual form. */
function numbersOf(list: ElementList, element: Element, kind: ValueKind): number[] {
  const usual = USUAL[kind]
  const binary =
    BINARY[element.vr ?? ''] ?? (usual && !TEXT_VR.test(element.vr ?? '') ? BINARY[usual] : undefined)
  if (!binary) return textsOf(list, element.tag, []).map(parseNumber)
  const [size, read] = binary
  const count = Math.floor(bytesOf(list, element).length / size)
  return Array.from({ length: count }, (_, index) =>
    list.numbers[read](list.bytes, element.dataOffset + index * size),
  )
}

/** @returns NaN for anything but a finite decimal number, so also for an empty value between backslashes */
function parseNumber(text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? value : NaN
}
