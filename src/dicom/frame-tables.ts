import { bigEndianByteArrayParser, type DataSet, type Element } from 'dicom-parser'
import type { FrameTables, LookupTable, OverlayPlane, Palette } from '../domain/frame-tables'
import type { Instance } from '../domain/study'
import { expandSegments } from './palette-segments'

/**
 * Lookup tables and overlay planes of one frame.
 * @param frameNumber from 1
 */
export function readFrameTables(dataSet: DataSet, instance: Instance, frameNumber: number): FrameTables {
  const isSigned = instance.PixelRepresentation === 1
  const { RescaleSlope: slope = 1, RescaleIntercept: intercept = 0 } = instance
  const [modality] = itemsOf(dataSet, 'x00283000').flatMap((item) => readTable(item, isSigned))
  const canBeNegative = !modality && (isSigned || intercept < 0 || slope < 0)
  return {
    modality,
    voi: itemsOf(dataSet, 'x00283010').flatMap((item) => readTable(item, canBeNegative)),
    palette: instance.PhotometricInterpretation === 'PALETTE COLOR' ? readPalette(dataSet) : undefined,
    overlays: OVERLAY_GROUPS.flatMap((group) => readOverlay(dataSet, group, instance, frameNumber)),
  }
}

const itemsOf = (dataSet: DataSet, tag: string): DataSet[] =>
  (dataSet.elements[tag]?.items ?? []).flatMap((item) => item.dataSet ?? [])

/** LUT Descriptor and LUT Data of an item (PS3.3 section C.11.1.1); none when it is unusable. */
function readTable(item: DataSet, isSigned: boolean): LookupTable[] {
  const descriptor = readDescriptor(item, 'x00283002', isSigned)
  const data = item.elements.x00283006
  if (!descriptor || !data) return []
  const { firstMapped, bits } = descriptor
  const entries = readEntries(item, data, descriptor)
  return entries.length ? [{ firstMapped, bits, entries, explanation: item.string('x00283003') ?? '' }] : []
}

interface Descriptor {
  readonly length: number
  readonly firstMapped: number
  readonly bits: number
}

/** Number of entries (0 means 65536), first value mapped, bits per entry. */
function readDescriptor(dataSet: DataSet, tag: string, isSigned: boolean): Descriptor | undefined {
  const element = dataSet.elements[tag]
  if (!element || element.length < 6) return undefined
  const [length, first, bits] = [0, 1, 2].map((index) => dataSet.uint16(tag, index) ?? 0)
  const isNegative = first > 0x7fff && (isSigned || element.vr === 'SS')
  return { length: length || 65536, firstMapped: isNegative ? first - 65536 : first, bits: bits || 16 }
}

/** Entries of 8 bits lie two in a word, or, against the standard and often, one in a word. */
function readEntries(dataSet: DataSet, element: Element, { length, bits }: Descriptor): Uint16Array {
  const isPacked = bits <= 8 && element.length < 2 * length
  const count = Math.min(length, isPacked ? element.length : element.length >> 1)
  if (!isPacked) return Uint16Array.from({ length: count }, (_, index) => word(dataSet, element, index))
  return Uint16Array.from({ length: count }, (_, index) => byte(dataSet, element, index))
}

/** In big endian the bytes of a word are the other way round. */
const byte = (dataSet: DataSet, { vr, dataOffset }: Element, index: number): number =>
  dataSet.byteArray[dataOffset + (isBigEndian(dataSet) && vr === 'OW' ? index ^ 1 : index)]

const isBigEndian = ({ byteArrayParser }: DataSet): boolean => byteArrayParser === bigEndianByteArrayParser

const word = (dataSet: DataSet, element: Element, index: number): number =>
  dataSet.byteArrayParser.readUint16(dataSet.byteArray, element.dataOffset + 2 * index)

/** Palette Color Lookup Table (PS3.3 section C.7.9), plain or segmented. */
function readPalette(dataSet: DataSet): Palette | undefined {
  const [red, green, blue] = ['1', '2', '3'].map((colour) => readColour(dataSet, colour))
  return red && green && blue ? { red, green, blue } : undefined
}

function readColour(dataSet: DataSet, colour: string): LookupTable | undefined {
  const descriptor = readDescriptor(dataSet, `x0028110${colour}`, false)
  if (!descriptor) return undefined
  const [plain, segmented] = [`x0028120${colour}`, `x0028122${colour}`].map((tag) => dataSet.elements[tag])
  const entries = plain?.length
    ? readEntries(dataSet, plain, descriptor)
    : segmented?.length
      ? readSegmented(dataSet, segmented, descriptor)
      : undefined
  const { firstMapped, bits } = descriptor
  return entries?.length ? { firstMapped, bits, entries, explanation: '' } : undefined
}

function readSegmented(dataSet: DataSet, element: Element, { length, bits }: Descriptor): Uint16Array {
  const bytesPerWord = bits <= 8 ? 1 : 2
  const segments = Uint16Array.from({ length: Math.floor(element.length / bytesPerWord) }, (_, index) =>
    (bytesPerWord === 1 ? byte : word)(dataSet, element, index),
  )
  return expandSegments(segments, length, bytesPerWord)
}

/** Groups 6000 to 601E, even. */
const OVERLAY_GROUPS = Array.from({ length: 16 }, (_, index) => 0x6000 + 2 * index)

function readOverlay(
  dataSet: DataSet,
  group: number,
  { Rows, Columns }: Instance,
  frameNumber: number,
): OverlayPlane[] {
  const tag = (element: string) => `x${group.toString(16)}${element}`
  const [rows, columns] = [dataSet.uint16(tag('0010')), dataSet.uint16(tag('0011'))]
  if (!rows || !columns) return []
  // (row, column) of the overlay's first pixel, counted from 1
  const [top, left] = [0, 1].map((index) => (dataSet.int16(tag('0050'), index) ?? 1) - 1)
  const plane = {
    group,
    description: dataSet.string(tag('0022')) ?? '',
    type: dataSet.string(tag('0040')) ?? '',
    ...{ rows, columns, left, top },
    bitPosition: dataSet.uint16(tag('0102')) ?? 0,
  }
  const data = dataSet.elements[tag('3000')]
  if (!data) return rows === Rows && columns === Columns && plane.bitPosition > 0 ? [plane] : []
  const frames = dataSet.intString(tag('0015')) ?? 1
  const index = frames > 1 ? frameNumber - (dataSet.uint16(tag('0051')) ?? 1) : 0
  const bitmap = index >= 0 && index < frames ? readBits(dataSet, data, rows * columns, index) : undefined
  return bitmap ? [{ ...plane, bitmap }] : []
}

/** Bits are packed from the lowest upwards, frames without a gap (PS3.5 section 8.1.2). */
function readBits(dataSet: DataSet, data: Element, count: number, frame: number): Uint8Array | undefined {
  if (data.length * 8 < count * (frame + 1)) return undefined
  const bits = new Uint8Array(count)
  for (let at = 0, bit = count * frame; at < count; at++, bit++)
    bits[at] = (byte(dataSet, data, bit >> 3) >> (bit & 7)) & 1
  return bits
}
