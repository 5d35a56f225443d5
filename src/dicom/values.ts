import type { Element } from 'dicom-parser'
import {
  ATTRIBUTES,
  FIRST_ITEMS,
  FUNCTIONAL_GROUPS,
  PER_FRAME_FUNCTIONAL_GROUPS,
  SHARED_FUNCTIONAL_GROUPS,
  ULTRASOUND_REGIONS,
  type Attributes,
  type Keyword,
  type ValueKind,
} from './attributes'
import { decodeText } from './charset'
import { firstItem, itemsOf, type ElementList } from './elements'

type Values = Record<string, readonly string[] | readonly number[]>

/** The attributes of the table that the elements hold, functional groups included. */
export function attributesOf(list: ElementList): Attributes {
  const values: Values = {}
  const unread: Record<string, string> = {}
  const charsets = textsOf(list, 'x00080005', [])
  for (const keyword of KEYWORDS) readValue(list, keyword, charsets, values, unread)
  const frames = framesOf(list, charsets)
  Object.assign(values, groupsOf(sharedGroups(list), charsets, unread), frames?.[0])
  for (const [sequence, keywords] of FIRST_ITEMS) {
    const item = firstItem(list, sequence)
    if (item) for (const keyword of keywords) readValue(item, keyword, charsets, values, unread)
  }
  return { ...values, unread, frames, regions: regionsOf(list, unread) }
}

function regionsOf(list: ElementList, unread: Record<string, string>): Attributes[] | undefined {
  const [sequence, keywords] = ULTRASOUND_REGIONS
  const regions = itemsOf(list, sequence).map((item) => {
    const values: Values = {}
    for (const keyword of keywords) readValue(item, keyword, [], values, unread)
    return values
  })
  return regions.length > 0 ? regions : undefined
}

const sharedGroups = (list: ElementList): ElementList[] => itemsOf(list, SHARED_FUNCTIONAL_GROUPS).slice(0, 1)

/** A group that all frames share is written once: what a frame says for itself stands before it. */
function framesOf(list: ElementList, charsets: readonly string[]): Attributes[] | undefined {
  const items = itemsOf(list, PER_FRAME_FUNCTIONAL_GROUPS)
  const frames = items.map((item) => groupsOf([item], charsets, {}))
  return frames.some((frame) => Object.keys(frame).length > 0) ? frames : undefined
}

function groupsOf(
  items: readonly ElementList[],
  charsets: readonly string[],
  unread: Record<string, string>,
): Values {
  const values: Values = {}
  for (const item of items)
    for (const [sequence, keywords] of FUNCTIONAL_GROUPS) {
      const group = firstItem(item, sequence)
      if (group) for (const keyword of keywords) readValue(group, keyword, charsets, values, unread)
    }
  return values
}

const KEYWORDS = Object.keys(ATTRIBUTES) as Keyword[]

/** Bytes of a value beyond which it is no name, or no vector of frames; the rest of it is not read. */
const LONGEST_TEXT = 4096
const LONGEST_VECTOR = 64 * 1024

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
function textsOf(
  list: ElementList,
  tag: string,
  charsets: readonly string[],
  longest = LONGEST_TEXT,
): string[] {
  const element = list.elements[tag]
  if (!element?.length) return []
  return decodeText(bytesOf(list, element, longest), charsets)
    .split('\\')
    .map((text) => text.trim())
}

const bytesOf = (list: ElementList, { dataOffset, length }: Element, longest: number): Uint8Array =>
  list.bytes.subarray(dataOffset, dataOffset + Math.min(length, longest))

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
const USUAL: Readonly<Partial<Record<ValueKind | 'float', string>>> = {
  ushort: 'US',
  ulong: 'UL',
  float: 'FL',
  double: 'FD',
  tag: 'UL',
}
const TEXT_VR = /^(DS|IS|LO|SH|CS|ST|LT|UT|UC|AE|AS|DA|DT|TM|UI|UR|PN)$/

/** The file's own VR decides, also where it is not the standard's; without one, the attribute's usual form. */
function numbersOf(list: ElementList, element: Element, kind: ValueKind | 'float'): number[] {
  const usual = USUAL[kind]
  const binary =
    BINARY[element.vr ?? ''] ?? (usual && !TEXT_VR.test(element.vr ?? '') ? BINARY[usual] : undefined)
  if (!binary) return textsOf(list, element.tag, [], LONGEST_VECTOR).map(parseNumber)
  const [size, read] = binary
  if (kind === 'tag') return tagsOf(list, element)
  const count = Math.floor(bytesOf(list, element, LONGEST_VECTOR).length / size)
  return Array.from({ length: count }, (_, index) =>
    list.numbers[read](list.bytes, element.dataOffset + index * size),
  )
}

/** Attribute tags: two words each, group first. */
const tagsOf = (list: ElementList, { dataOffset, length }: Element): number[] =>
  Array.from({ length: Math.floor(Math.min(length, LONGEST_VECTOR) / 4) }, (_, index) => {
    const [group, element] = [0, 2].map((at) =>
      list.numbers.readUint16(list.bytes, dataOffset + 4 * index + at),
    )
    return group * 0x10000 + element
  })

/** @returns NaN for anything but a finite decimal number, so also for an empty value between backslashes */
function parseNumber(text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? value : NaN
}

/** A value as one text, also where it holds backslashes; empty when it is not there. */
export function textAt(list: ElementList, tag: string, charsets: readonly string[] = []): string {
  const element = list.elements[tag]
  return element?.length ? decodeText(bytesOf(list, element, LONGEST_VECTOR), charsets).trim() : ''
}

/** Numbers by the file's own VR; of implicit files by what the tag usually has. */
export function numbersAt(list: ElementList, tag: string): number[] {
  const element = list.elements[tag]
  return element?.length ? numbersOf(list, element, USUAL_KINDS[tag] ?? 'number') : []
}

/** Binary numbers outside the table of attributes. */
const USUAL_KINDS: Readonly<Record<string, ValueKind | 'float'>> = {
  x00409211: 'ushort',
  x00409216: 'ushort',
  x00409224: 'double',
  x00409225: 'double',
  x0040db73: 'ulong',
  x00420015: 'ulong',
  x00620004: 'ushort',
  x0062000b: 'ushort',
  x0062000d: 'ushort',
  x0062000e: 'ushort',
  x00700022: 'float',
}
