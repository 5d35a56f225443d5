import type { Element } from 'dicom-parser'
import type { FrameTables, LookupTable, OverlayPlane, Palette } from '../domain/frame-tables'
import type { Instance } from '../domain/study'
import { isBigEndian, itemsOf, uint16At, type ElementList } from './elements'
import { expandSegments } from './palette-segments'
import type { PixelDescription } from './pixel-description'
import { unused, warning, type Flaw } from './problem'
import { numbersAt, textAt } from './values'

/**
 * Lookup tables and overlay planes of one frame.
 * @param frameNumber from 1
 */
export function readFrameTables(list: ElementList, instance: Instance, frameNumber: number): FrameTables {
  const isSigned = instance.PixelRepresentation === 1
  const { RescaleSlope: slope = 1, RescaleIntercept: intercept = 0 } = instance
  const [modality] = itemsOf(list, 'x00283000').flatMap((item) => readTable(item, isSigned))
  const canBeNegative = !modality && (isSigned || intercept < 0 || slope < 0)
  return {
    modality,
    voi: itemsOf(list, 'x00283010').flatMap((item) => readTable(item, canBeNegative)),
    palette: instance.PhotometricInterpretation === 'PALETTE COLOR' ? readPalette(list) : undefined,
    overlays: OVERLAY_GROUPS.flatMap((group) => readOverlay(list, group, instance, frameNumber)),
  }
}

/** What is left out of the tables and overlays of a file since there is less of it than it says; a palette is needed. */
export function frameTableFlaws(list: ElementList, pixels: PixelDescription): Flaw[] {
  const lut = (keyword: string) => (item: ElementList) => {
    const descriptor = readDescriptor(item, 'x00283002', false)
    const found = descriptor && item.elements.x00283006 ? readEntries(item, item.elements.x00283006, descriptor).length : 0 // prettier-ignore
    return tableFlaw(keyword, descriptor, found)
  }
  const colours = pixels.PhotometricInterpretation === 'PALETTE COLOR' ? COLOURS : []
  return [
    ...itemsOf(list, 'x00283000').flatMap(lut('ModalityLUTSequence')),
    ...itemsOf(list, 'x00283010').flatMap(lut('VOILUTSequence')),
    ...colours.flatMap(([digit, name]) =>
      tableFlaw(
        `${name}PaletteColorLookupTableData`,
        readDescriptor(list, `x0028110${digit}`, false),
        readColourEntries(list, digit).length,
      ).map((flaw) => ({ ...flaw, code: 'invalidAttribute', severity: 'error' }) as const),
    ),
    ...OVERLAY_GROUPS.flatMap((group) => overlayFlaw(list, group, pixels)),
  ]
}

function tableFlaw(name: string, descriptor: Descriptor | undefined, found: number): Flaw[] {
  if (!descriptor) return [unused(name, 'entries')]
  const { length, bits } = descriptor
  if (bits > MAX_BITS) return [unused(name, 'bits', String(bits), { limits: String(MAX_BITS) })]
  return found < length ? [unused(name, 'entries', String(found), { limits: String(length) })] : []
}

/** Entries are words at most (PS3.3 section C.11.1.1). */
const MAX_BITS = 16

/** LUT Descriptor and LUT Data of an item (PS3.3 section C.11.1.1); none where there are fewer entries than it says. */
function readTable(item: ElementList, isSigned: boolean): LookupTable[] {
  const descriptor = readDescriptor(item, 'x00283002', isSigned)
  const data = item.elements.x00283006
  if (!descriptor || !data) return []
  const { firstMapped, bits, length } = descriptor
  const entries = readEntries(item, data, descriptor)
  const isWhole = entries.length === length && bits <= MAX_BITS
  return isWhole ? [{ firstMapped, bits, entries, explanation: textAt(item, 'x00283003') }] : []
}

interface Descriptor {
  readonly length: number
  readonly firstMapped: number
  readonly bits: number
}

/** Number of entries (0 means 65536), first value mapped, bits per entry. */
function readDescriptor(list: ElementList, tag: string, isSigned: boolean): Descriptor | undefined {
  const element = list.elements[tag]
  if (!element || element.length < 6) return undefined
  const [length, first, bits] = [0, 1, 2].map((index) => uint16At(list, tag, index) ?? 0)
  const isNegative = first > 0x7fff && (isSigned || element.vr === 'SS')
  return { length: length || 65536, firstMapped: isNegative ? first - 65536 : first, bits: bits || 16 }
}

/** Entries of 8 bits lie two in a word, or, against the standard and often, one in a word. */
function readEntries(list: ElementList, element: Element, { length, bits }: Descriptor): Uint16Array {
  const isPacked = bits <= 8 && element.length < 2 * length
  const count = Math.min(length, isPacked ? element.length : element.length >> 1)
  if (!isPacked) return Uint16Array.from({ length: count }, (_, index) => word(list, element, index))
  return Uint16Array.from({ length: count }, (_, index) => byte(list, element, index))
}

/** In big endian the bytes of a word are the other way round. */
const byte = (list: ElementList, { vr, dataOffset }: Element, index: number): number =>
  list.bytes[dataOffset + (isBigEndian(list) && vr === 'OW' ? index ^ 1 : index)]

const word = (list: ElementList, element: Element, index: number): number =>
  list.numbers.readUint16(list.bytes, element.dataOffset + 2 * index)

const COLOURS = [
  ['1', 'Red'],
  ['2', 'Green'],
  ['3', 'Blue'],
] as const

/** Palette Color Lookup Table (PS3.3 section C.7.9), plain or segmented. */
function readPalette(list: ElementList): Palette | undefined {
  const [red, green, blue] = COLOURS.map(([digit]) => readColour(list, digit))
  return red && green && blue ? { red, green, blue } : undefined
}

function readColour(list: ElementList, digit: string): LookupTable | undefined {
  const descriptor = readDescriptor(list, `x0028110${digit}`, false)
  const entries = readColourEntries(list, digit)
  if (!descriptor || entries.length < descriptor.length) return undefined
  const { firstMapped, bits } = descriptor
  return { firstMapped, bits, entries, explanation: '' }
}

function readColourEntries(list: ElementList, digit: string): Uint16Array {
  const descriptor = readDescriptor(list, `x0028110${digit}`, false)
  const [plain, segmented] = [`x0028120${digit}`, `x0028122${digit}`].map((tag) => list.elements[tag])
  if (descriptor && plain?.length) return readEntries(list, plain, descriptor)
  if (descriptor && segmented?.length) return readSegmented(list, segmented, descriptor)
  return new Uint16Array()
}

function readSegmented(list: ElementList, element: Element, { length, bits }: Descriptor): Uint16Array {
  const bytesPerWord = bits <= 8 ? 1 : 2
  const segments = Uint16Array.from({ length: Math.floor(element.length / bytesPerWord) }, (_, index) =>
    (bytesPerWord === 1 ? byte : word)(list, element, index),
  )
  return expandSegments(segments, length, bytesPerWord)
}

/** Groups 6000 to 601E, even. */
const OVERLAY_GROUPS = Array.from({ length: 16 }, (_, index) => 0x6000 + 2 * index)

function overlayFlaw(list: ElementList, group: number, pixels: PixelDescription): Flaw[] {
  const { rows = 0, columns = 0, frames, data, bitPosition } = overlayAt(list, group)
  const plane = `(${group.toString(16)},`
  if (rows * columns === 0) return []
  if (!data)
    return bitPosition < pixels.BitsAllocated
      ? []
      : [
          unused('OverlayBitPosition', 'within', `${bitPosition} ${plane}0102)`, {
            limits: `0–${pixels.BitsAllocated - 1}`,
          }),
        ]
  const bytes = Math.ceil((rows * columns * frames) / 8)
  if (data.length >= bytes) return []
  return [warning('ignoredValue', `OverlayData ${plane}3000) ${bytes} B`, `${data.length} B`)]
}

function overlayAt(list: ElementList, group: number) {
  const tag = (element: string) => `x${group.toString(16)}${element}`
  const [frames = 1] = numbersAt(list, tag('0015'))
  return {
    tag,
    rows: uint16At(list, tag('0010')),
    columns: uint16At(list, tag('0011')),
    frames: frames >= 1 ? frames : 1,
    bitPosition: uint16At(list, tag('0102')) ?? 0,
    data: list.elements[tag('3000')] as Element | undefined,
  }
}

function readOverlay(
  list: ElementList,
  group: number,
  { Rows, Columns, BitsAllocated }: Instance,
  frameNumber: number,
): OverlayPlane[] {
  const { tag, rows, columns, frames, data, bitPosition } = overlayAt(list, group)
  if (!rows || !columns) return []
  // (row, column) of the overlay's first pixel, counted from 1
  const [top, left] = [0, 1].map((index) => signed(uint16At(list, tag('0050'), index) ?? 1) - 1)
  const plane = {
    group,
    description: textAt(list, tag('0022')),
    type: textAt(list, tag('0040')),
    ...{ rows, columns, left, top },
    bitPosition,
  }
  const isInPixels = rows === Rows && columns === Columns && bitPosition > 0 && bitPosition < BitsAllocated
  if (!data) return isInPixels ? [plane] : []
  const index = frames > 1 ? frameNumber - (uint16At(list, tag('0051')) ?? 1) : 0
  const bitmap = index >= 0 && index < frames ? readBits(list, data, rows * columns, index) : undefined
  return bitmap ? [{ ...plane, bitmap }] : []
}

const signed = (word: number): number => (word > 0x7fff ? word - 0x10000 : word)

/** Bits are packed from the lowest upwards, frames without a gap (PS3.5 section 8.1.2). */
function readBits(list: ElementList, data: Element, count: number, frame: number): Uint8Array | undefined {
  if (data.length * 8 < count * (frame + 1)) return undefined
  const bits = new Uint8Array(count)
  for (let at = 0, bit = count * frame; at < count; at++, bit++)
    bits[at] = (byte(list, data, bit >> 3) >> (bit & 7)) & 1
  return bits
}
