import { BlobWriter, configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js'
import { deflateRawSync } from 'node:zlib'
import { readElements } from '../../src/dicom/read'
import {
  dataSet,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  part10,
  type SyntheticElement,
  type SyntheticValue,
} from '../synthetic-dicom'
import type { Draft } from './bases'
import { pick } from './random'

configure({ useWebWorkers: false })

/** One change: its name and the numbers that decide where and what. Plain data: it is shrunk, kept and done again. */
export type Step = readonly [name: string, a: number, b: number, c: number]

type OnDraft = (draft: Draft, a: number, b: number, c: number) => void
type OnBytes = (bytes: Uint8Array, a: number, b: number, c: number) => Uint8Array

const NUMBERS = [
  ...[0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 24, 31, 32, 64, 127, 128, 255, 256, 511, 512, 1023, 4096, 5000],
  ...[8192, 16384, 30000, 32767, 32768, 40000, 65534, 65535, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff],
]
const TEXTS = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    '1e-320',
    '1e308',
    'NaN',
    'Infinity',
    '0x10',
    '1,5',
    '١',
    '\\',
    '\\\\\\\\',
    '1\\',
    '\\1',
  ],
  ...[
    '0\\0\\0\\0\\0\\0',
    '1\\0\\0\\0\\1\\0\\7',
    '-0',
    '00000000000000000001',
    '2.25.1.1',
    '../../x',
    'C:\\X',
    '\0',
    '\x1b$B',
  ],
  ...[
    'PALETTE COLOR',
    'RGB',
    'YBR_FULL',
    'YBR_FULL_422',
    'YBR_RCT',
    'MONOCHROME1',
    'FRACTIONAL',
    'LABELMAP',
    'TILED_FULL',
  ],
  ...[
    'ISO_IR 100',
    'ISO 2022 IR 87',
    '\\ISO 2022 IR 149',
    'GB18030',
    '<img src=x>',
    '=1+1',
    '__proto__',
    'x'.repeat(5000),
  ],
]
const SYNTAXES = [
  ...[
    IMPLICIT_LITTLE_ENDIAN,
    EXPLICIT_LITTLE_ENDIAN,
    EXPLICIT_BIG_ENDIAN,
    '1.2.840.10008.1.2.1.99',
    '1.2.840.10008.1.2.5',
  ],
  ...['4.50', '4.51', '4.57', '4.70', '4.80', '4.81', '4.90', '4.91', '4.100', '4.201', '4.202', '4.203'].map(
    (last) => `1.2.840.10008.1.2.${last}`,
  ),
  ...['1.2.3', ''],
]
const VRS = 'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV ZZ \0\0'.split(' ') // prettier-ignore
const CLASSES = ['2', '4', '7', '66.4', '66.7', '88.33', '104.1', '481.2', '11.1', '77.1.6'].map((last) => `1.2.840.10008.5.1.4.1.1.${last}`) // prettier-ignore
const PIXEL_TAGS = '00280002 00280004 00280006 00280008 00280010 00280011 00280100 00280101 00280102 00280103'.split(' ') // prettier-ignore
const NUMBER_TAGS = '00280030 00281050 00281051 00281052 00281053 00200032 00200037 00180050 00181063 00281101 00283002'.split(' ') // prettier-ignore

const valueFor = (vr: string, a: number, b: number): SyntheticValue => {
  if (['US', 'SS', 'UL', 'SL'].includes(vr)) return pick(NUMBERS, a)
  if (vr === 'OW') return Array.from({ length: b % 70 }, () => pick(NUMBERS, a) & 0xffff)
  if (['OB', 'UN', 'OF', 'FD', 'FL'].includes(vr)) return new Uint8Array(pick(NUMBERS, a) % 5000).fill(b)
  return pick(TEXTS, a)
}

const replace = (draft: Draft, tag: string, vr: string, value: SyntheticValue): void => {
  draft.elements = [...draft.elements.filter((element) => element[0] !== tag), [tag, vr, value]]
}

/** Sequences in sequences, of undefined length, closed or not. */
function nested(depth: number, isClosed: boolean): SyntheticElement {
  const open = [
    0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255, 8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255,
  ]
  const close = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]
  const times = (bytes: number[]) => Array.from({ length: depth }, () => bytes).flat()
  return ['00081140', 'SQ', Uint8Array.from([...times(open), ...(isClosed ? times(close) : [])])]
}

const bigEndian16 = (value: number): [number, number] => [(value >> 8) & 255, value & 255]

/** The places of sizes in a stream: after a start of frame, or in SIZ. */
function writeSize(stream: Uint8Array, rows: number, columns: number): void {
  for (let at = 0; at + 16 < stream.length; at++) {
    if (stream[at] !== 0xff) continue
    const marker = stream[at + 1]
    if ([0xc0, 0xc1, 0xc2, 0xc3, 0xf7].includes(marker))
      return stream.set([...bigEndian16(rows), ...bigEndian16(columns)], at + 5)
    if (marker !== 0x51 || stream[at - 1] !== 0x4f) continue
    for (const [value, place] of [
      [columns, 6],
      [rows, 10],
      [columns, 22],
      [rows, 26],
    ] as const)
      // prettier-ignore
      if (at + place + 4 <= stream.length) stream.set([0, 0, ...bigEndian16(value)], at + place)
    return
  }
}

const onStream =
  (change: (stream: Uint8Array, a: number, b: number) => Uint8Array): OnDraft =>
  (draft, a, b, c) => {
    const streams = draft.fragments
    if (streams?.length) streams[c % streams.length] = change(streams[c % streams.length], a, b)
  }

const DRAFT_STEPS: Readonly<Record<string, OnDraft>> = {
  value: (draft, a, b, c) => {
    const at = c % Math.max(1, draft.elements.length)
    const element = draft.elements[at]
    if (element) draft.elements[at] = [element[0], element[1], valueFor(element[1], a, b)]
  },
  pixels: (draft, a, b, c) => {
    const tag = pick(PIXEL_TAGS, c)
    const vr = tag === '00280004' ? 'CS' : tag === '00280008' ? 'IS' : 'US'
    replace(draft, tag, vr, vr === 'IS' ? String(pick(NUMBERS, a)) : valueFor(vr, a, b))
  },
  numbers: (draft, a, b, c) => replace(draft, pick(NUMBER_TAGS, c), b % 5 ? 'DS' : 'US', b % 5 ? pick(TEXTS, a) : [pick(NUMBERS, a), pick(NUMBERS, b), 16]), // prettier-ignore
  vr: (draft, a, b, c) => {
    const at = c % Math.max(1, draft.elements.length)
    const element = draft.elements[at]
    const vr = pick(VRS, a)
    if (element && element[1] !== 'SQ')
      draft.elements[at] = [element[0], vr, vr === 'SQ' ? [] : valueFor(vr, b, a)]
  },
  tag: (draft, a, _, c) => {
    const at = c % Math.max(1, draft.elements.length)
    const [, vr, value] = draft.elements[at] ?? []
    if (vr && value !== undefined)
      draft.elements[at] = [(a >>> 0).toString(16).padStart(8, '0').toUpperCase(), vr, value]
  },
  drop: (draft, a) => void draft.elements.splice(a % Math.max(1, draft.elements.length), 1),
  repeat: (draft, a) => {
    if (draft.elements.length) draft.elements.push(pick(draft.elements, a))
  },
  nest: (draft, a, b) => void draft.elements.push(nested(pick([1, 5, 60, 300, 3000], a), b % 2 === 0)),
  private: (draft, a, b) => void draft.elements.push([`0009${(0x1000 + (a % 200)).toString(16)}`, pick(VRS.slice(0, -2).filter((vr) => vr !== 'SQ'), b), new Uint8Array(a % 600)]), // prettier-ignore
  class: (draft, a) => replace(draft, '00080016', 'UI', pick(CLASSES, a)),
  declared: (draft, a) => void (draft.declared = pick(SYNTAXES, a)),
  encoded: (draft, a) => void (draft.encoded = pick(SYNTAXES.slice(0, 3), a)),
  claim: (draft, a, b) => {
    const sizes = [0, 1, 17, 250, 1000, 2048, 4096, 5000, 16384, 30000, 65535]
    const [rows, columns] = [pick(sizes, a), pick(sizes, b)]
    replace(draft, '00280010', 'US', rows)
    replace(draft, '00280011', 'US', columns)
    for (const stream of draft.fragments ?? []) writeSize(stream, rows, columns)
  },
  frames: (draft, a) =>
    replace(draft, '00280008', 'IS', String(pick([0, 1, 2, 3, 4, 7, 100, 99999, 1e6], a))),
  split: (draft, a, b) => {
    const { fragments = [] } = draft
    const at = a % Math.max(1, fragments.length)
    const stream = fragments[at]
    if (stream && stream.length > 2) fragments.splice(at, 1, stream.slice(0, 1 + (b % (stream.length - 1))), stream.slice(1 + (b % (stream.length - 1)))) // prettier-ignore
  },
  lose: (draft, a) => void draft.fragments?.splice(a % Math.max(1, draft.fragments.length), 1),
  again: (draft, a, b) => {
    const { fragments } = draft
    if (fragments?.length) fragments.splice(b % fragments.length, 0, pick(fragments, a).slice())
  },
  empty: (draft, a, b) => void draft.fragments?.splice(a % (draft.fragments.length + 1), 0, ...Array.from({ length: pick([1, 2, 1000], b) }, () => new Uint8Array())), // prettier-ignore
  offsets: (draft, a, b) => void (draft.offsets = Array.from({ length: b % 5 }, (_, at) => (at === 0 ? 0 : pick(NUMBERS, a + at)))), // prettier-ignore
  open: (draft) => void (draft.isClosed = false),
  'stream cut': onStream((stream, a) => stream.slice(0, a % (stream.length + 1))),
  'stream zeros': onStream((stream, a) => stream.slice().fill(0, a % (stream.length + 1))),
  'stream byte': onStream((stream, a, b) => {
    const changed = stream.slice()
    if (changed.length) changed[a % changed.length] = b
    return changed
  }),
  'stream head': onStream((stream, a, b) => {
    const changed = stream.slice()
    if (changed.length) changed[a % Math.min(120, changed.length)] = b
    return changed
  }),
  'stream noise': onStream((stream, a, b) =>
    stream.map((byte, at) => (at >= a % (stream.length + 1) ? Math.imul(at + b, 0x9e3779b1) >>> 24 : byte)),
  ),
  'stream of another': (draft, a, b) => {
    const { fragments } = draft
    if (fragments?.length) fragments[b % fragments.length] = Uint8Array.from({ length: a % 300 }, (_, at) => (Math.imul(at + b, 0x9e3779b1) >>> 24)) // prettier-ignore
  },
  record: (draft, a, b, c) => {
    const sequence = draft.elements.find(([tag]) => tag === '00041220')
    if (!Array.isArray(sequence?.[2]) || !Array.isArray(sequence[2][0])) return
    const items = sequence[2] as SyntheticElement[][]
    const more: SyntheticElement[] = [
      ['00041400', 'UL', pick(NUMBERS, a)],
      ['00041420', 'UL', pick([0, 100, 400, 420, 430, 460, 500], b)],
      ['00041500', 'CS', pick(TEXTS, a)],
    ]
    const item = [...items[c % items.length].filter(([tag]) => tag !== more[b % 3][0]), more[b % 3]]
    replace(
      draft,
      '00041220',
      'SQ',
      items.map((old, index) => (index === c % items.length ? item : old)),
    )
    replace(draft, '00041200', 'UL', pick([0, 100, 380, 388, 396, 412, 420, a], c))
  },
  json: (draft, a, b, c) => void (draft.json = withChange(draft.json, a, b, c)),
}

const JSON_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    1e-320,
    'x',
    '',
    [],
    {},
    [[]],
    '2.25.1',
    '__proto__',
    'x'.repeat(70),
    [1, 2],
    [null],
  ],
]

/** Puts another value, or none, at some place of a tree. */
function withChange(tree: unknown, a: number, b: number, c: number): unknown {
  if (typeof tree !== 'object' || tree === null || a % 4 === 0) return pick(JSON_VALUES, b)
  const keys = Object.keys(tree)
  if (keys.length === 0) return pick(JSON_VALUES, b)
  const key = pick(keys, c)
  if (Array.isArray(tree)) {
    const at = Number(key)
    const inner = withChange(tree[at], a >>> 2, b, (c >>> 3) + a)
    return a % 7 === 0
      ? [...(tree as unknown[]), inner]
      : tree.map((old: unknown, index) => (index === at ? inner : old))
  }
  const { [key]: old, ...rest } = tree as Record<string, unknown>
  return a % 11 === 0 ? rest : { ...rest, [key]: withChange(old, a >>> 2, b, (c >>> 3) + a) }
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Where elements begin, their headers as they are mostly written: the value of one, less eight bytes or twelve. */
function places(bytes: Uint8Array): number[] {
  try {
    const { data } = readElements(bytes.slice()) ?? {}
    const own = Object.values(data?.elements ?? {}).map(({ dataOffset }) => dataOffset)
    return own.length ? own : [132]
  } catch {
    return [132]
  }
}

const BYTE_STEPS: Readonly<Record<string, OnBytes>> = {
  cut: (bytes, a) => bytes.slice(0, a % (bytes.length + 1)),
  'cut late': (bytes, a) => bytes.slice(0, Math.max(0, bytes.length - 1 - (a % 900))),
  append: (bytes, a, b) => {
    const more = pick<readonly number[]>([[13, 10], [0], [...new TextEncoder().encode('-- end --')], Array.from({ length: b % 5000 }, () => 0), [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0], [0x0a, 0x00, 0xff, 0xff, 0x55, 0x4e, 0, 0, 255, 255, 255, 255]], a) // prettier-ignore
    return Uint8Array.from([...bytes, ...more])
  },
  byte: (bytes, a, b) => {
    const changed = bytes.slice()
    if (changed.length) changed[a % changed.length] = b
    return changed
  },
  length: (bytes, a, b, c) => {
    const changed = bytes.slice()
    const at = pick(places(bytes), a) - (c % 2 ? 4 : 2)
    if (at < 0 || at + 4 > changed.length) return changed
    if (c % 2) view(changed).setUint32(at, pick(NUMBERS, b), true)
    else view(changed).setUint16(at, pick(NUMBERS, b), true)
    return changed
  },
  letters: (bytes, a, b, c) => {
    const changed = bytes.slice()
    const at = pick(places(bytes), a) - (c % 2 ? 8 : 4)
    const vr = pick(VRS, b)
    if (at >= 0 && at + 2 <= changed.length) changed.set([vr.charCodeAt(0), vr.charCodeAt(1)], at)
    return changed
  },
  word: (bytes, a, b) => {
    const changed = bytes.slice()
    if (changed.length > 4) view(changed).setUint32(a % (changed.length - 3), pick(NUMBERS, b), true)
    return changed
  },
  'take out': (bytes, a, b) => {
    const from = a % (bytes.length + 1)
    return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + (b % 64))])
  },
  'put in': (bytes, a, b) => {
    const from = a % (bytes.length + 1)
    return Uint8Array.from([
      ...bytes.subarray(0, from),
      ...new Uint8Array(b % 64).fill(a),
      ...bytes.subarray(from),
    ])
  },
  swap: (bytes, a, b, c) => {
    const changed = bytes.slice()
    const length = c % 128
    const [from, to] = [a, b].map((number) => number % Math.max(1, bytes.length - length))
    if (bytes.length > length) changed.set(bytes.subarray(from, from + length), to)
    return changed
  },
}

export const STEP_NAMES: readonly string[] = [...Object.keys(DRAFT_STEPS), ...Object.keys(BYTE_STEPS)]

/** The steps that can change something of such a draft. */
export function stepNamesFor({ kind, fragments }: Draft): readonly string[] {
  if (kind === 'reading') return ['json', 'json', 'json', 'byte', 'cut', 'take out']
  const own = STEP_NAMES.filter((name) => name !== 'json' && (name !== 'record' || kind === 'directory'))
  if (kind === 'zip') return [...Object.keys(BYTE_STEPS), 'drop']
  const ofStreams = ['split', 'lose', 'again', 'empty', 'offsets', 'open', 'claim']
  if (!fragments) return own.filter((name) => !ofStreams.includes(name) && !name.startsWith('stream'))
  const streams = own.filter((name) => name.startsWith('stream'))
  return [...own, ...streams, ...streams]
}

/** The file: steps on its parts first, then on its bytes. */
export async function fileOf(draft: Draft, steps: readonly Step[]): Promise<Uint8Array<ArrayBuffer>> {
  for (const [name, a, b, c] of steps) DRAFT_STEPS[name]?.(draft, a, b, c)
  let bytes: Uint8Array = await written(draft)
  for (const [name, a, b, c] of steps) bytes = BYTE_STEPS[name]?.(bytes, a, b, c) ?? bytes
  return Uint8Array.from(bytes)
}

async function written(draft: Draft): Promise<Uint8Array> {
  const { kind, declared, encoded, deflated, fragments, json } = draft
  if (kind === 'reading') return new TextEncoder().encode(JSON.stringify(json) ?? '')
  const pixels: SyntheticElement[] = fragments ? [['7FE00010', 'OB', encapsulated(draft)]] : []
  const data = dataSet([...draft.elements, ...pixels], encoded)
  const body = deflated ? deflateRawSync(data) : data
  const file = declared === undefined ? data : Uint8Array.from([...part10([], declared), ...body])
  if (kind !== 'zip') return file
  const writer = new ZipWriter(new BlobWriter())
  await writer.add('a', new Uint8ArrayReader(file))
  await writer.add('note.txt', new Uint8ArrayReader(new TextEncoder().encode('note')))
  return new Uint8Array(await (await writer.close()).arrayBuffer())
}

function encapsulated({ fragments = [], offsets, isClosed }: Draft): Uint8Array {
  const item = (bytes: Uint8Array): Uint8Array => {
    const header = new Uint8Array(8)
    header.set([0xfe, 0xff, 0, 0xe0])
    view(header).setUint32(4, bytes.length, true)
    return Uint8Array.from([...header, ...bytes])
  }
  const table = new Uint8Array(Uint32Array.from(offsets).buffer)
  const parts = [item(table), ...fragments.map(item)].map((part) => [...part])
  return Uint8Array.from([...parts.flat(), ...(isClosed ? [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0] : [])])
}
