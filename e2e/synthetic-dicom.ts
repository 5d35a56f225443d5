/*
 * Small DICOM files made from nothing, for tests: no patient, no pixels of anyone. Every file is valid unless the
 * test asks for something else.
 */

/** One element: tag as eight hexadecimal digits, VR, value. A sequence has items of elements. */
export type SyntheticElement = readonly [tag: string, vr: string, value: SyntheticValue]
export type SyntheticValue =
  string | number | readonly number[] | Uint16Array | Uint8Array | readonly SyntheticItem[]
export type SyntheticItem = readonly SyntheticElement[]

export interface SyntheticImage {
  PatientName?: string
  PatientID?: string
  StudyInstanceUID?: string
  SeriesInstanceUID?: string
  SOPInstanceUID?: string
  SOPClassUID?: string
  Modality?: string
  SeriesNumber?: number
  InstanceNumber?: number
  Rows?: number
  Columns?: number
  NumberOfFrames?: number
  PixelSpacing?: readonly [row: number, column: number]
  /** mm; the slices lie across the body, rows towards the left, columns towards the back. */
  ImagePositionPatient?: readonly [x: number, y: number, z: number]
  TransferSyntaxUID?: string
  /** Stored value, 0–65535; a pattern that differs from pixel to pixel when left out. */
  pixel?: (column: number, row: number, frameNumber: number) => number
  /** Added, or put in place of those with the same tag. */
  elements?: readonly SyntheticElement[]
  /** Tags left out. */
  without?: readonly string[]
}

/** A 16-bit CT slice in Part 10 form, 16 × 16 unless told otherwise. */
export function syntheticImage(image: SyntheticImage = {}): Uint8Array<ArrayBuffer> {
  const { TransferSyntaxUID = EXPLICIT_LITTLE_ENDIAN, without = [], elements = [] } = image
  const given = new Map([...imageElements(image), ...elements].map((element) => [element[0], element]))
  for (const tag of without) given.delete(tag)
  return part10([...given.values()], TransferSyntaxUID)
}

/** The slices of a series, numbered from 1, as files of a folder. */
export const syntheticSeries = (
  count: number,
  image: SyntheticImage | ((InstanceNumber: number) => SyntheticImage) = {},
): { name: string; bytes: Uint8Array<ArrayBuffer> }[] =>
  Array.from({ length: count }, (_, index) => {
    const InstanceNumber = index + 1
    const more = typeof image === 'function' ? image(InstanceNumber) : image
    return { name: `IM${InstanceNumber}`, bytes: syntheticImage({ InstanceNumber, ...more }) }
  })

/** Preamble, file meta and a data set of the given elements, in the order of their tags. */
export function part10(
  elements: readonly SyntheticElement[],
  TransferSyntaxUID: string = EXPLICIT_LITTLE_ENDIAN,
): Uint8Array<ArrayBuffer> {
  const valueOf = (tag: string, otherwise: string) =>
    String(elements.find((element) => element[0] === tag)?.[2] ?? otherwise)
  const meta = dataSet(
    [
      ['00020001', 'OB', new Uint8Array([0, 1])],
      ['00020002', 'UI', valueOf('00080016', CT_IMAGE_STORAGE)],
      ['00020003', 'UI', valueOf('00080018', '2.25.1')],
      ['00020010', 'UI', TransferSyntaxUID],
      ['00020012', 'UI', '2.25.2'],
    ],
    EXPLICIT_LITTLE_ENDIAN,
  )
  const length = dataSet([['00020000', 'UL', meta.length]], EXPLICIT_LITTLE_ENDIAN)
  const prefix = new Uint8Array(132)
  prefix.set(ascii('DICM'), 128)
  return joined([prefix, length, meta, dataSet(elements, TransferSyntaxUID)])
}

/** The elements alone, without preamble and file meta. */
export function dataSet(
  elements: readonly SyntheticElement[],
  TransferSyntaxUID: string,
): Uint8Array<ArrayBuffer> {
  const encoding = {
    isLittle: TransferSyntaxUID !== EXPLICIT_BIG_ENDIAN,
    isExplicit: TransferSyntaxUID !== IMPLICIT_LITTLE_ENDIAN,
  }
  const ordered = [...elements].sort((a, b) => (a[0] < b[0] ? -1 : 1))
  return joined(ordered.map((element) => encode(element, encoding)))
}

/** Pixel Data of compressed frames, one fragment each (PS3.5 annex A.4). */
export function encapsulate(frames: readonly Uint8Array[], withDelimiter = true): Uint8Array {
  const item = (bytes: Uint8Array) =>
    joined([ascii('\xfe\xff\x00\xe0'), number(bytes.length, 4, true), bytes])
  const delimiter = withDelimiter ? [ascii('\xfe\xff\xdd\xe0\0\0\0\0')] : []
  return joined([item(new Uint8Array()), ...frames.map(item), ...delimiter])
}

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2'
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2'
export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2'

function imageElements(image: SyntheticImage): SyntheticElement[] {
  const { Rows = 16, Columns = 16, NumberOfFrames = 1, InstanceNumber = 1 } = image
  const { PixelSpacing = [0.5, 0.5], ImagePositionPatient = [0, 0, InstanceNumber] } = image
  return [
    ['00080005', 'CS', 'ISO_IR 192'],
    ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    ['00080016', 'UI', image.SOPClassUID ?? CT_IMAGE_STORAGE],
    ['00080018', 'UI', image.SOPInstanceUID ?? `2.25.1.3.${InstanceNumber}`],
    ['00080020', 'DA', '20260101'],
    ['00080060', 'CS', image.Modality ?? 'CT'],
    ['00081030', 'LO', 'Synthetic study'],
    ['0008103E', 'LO', 'Synthetic series'],
    ['00100010', 'PN', image.PatientName ?? 'Synthetic^Patient'],
    ['00100020', 'LO', image.PatientID ?? 'SYNTHETIC-1'],
    ['0020000D', 'UI', image.StudyInstanceUID ?? '2.25.1.1'],
    ['0020000E', 'UI', image.SeriesInstanceUID ?? '2.25.1.2'],
    ['00200011', 'IS', String(image.SeriesNumber ?? 1)],
    ['00200013', 'IS', String(InstanceNumber)],
    ['00200032', 'DS', ImagePositionPatient.join('\\')],
    ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
    ['00200052', 'UI', '2.25.1.4'],
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ...(NumberOfFrames === 1 ? [] : ([['00280008', 'IS', String(NumberOfFrames)]] as SyntheticElement[])),
    ['00280010', 'US', Rows],
    ['00280011', 'US', Columns],
    ['00280030', 'DS', PixelSpacing.join('\\')],
    ['00280100', 'US', 16],
    ['00280101', 'US', 16],
    ['00280102', 'US', 15],
    ['00280103', 'US', 0],
    ['00281050', 'DS', '40'],
    ['00281051', 'DS', '400'],
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    ['7FE00010', 'OW', pixels(Rows, Columns, NumberOfFrames, image.pixel)],
  ]
}

function pixels(rows: number, columns: number, frames: number, pixel?: SyntheticImage['pixel']): Uint16Array {
  const valueAt = pixel ?? ((column, row, frame) => (1000 + 7 * column + 13 * row + 101 * frame) % 4096)
  const values = new Uint16Array(rows * columns * frames)
  for (let index = 0; index < values.length; index++) {
    const inFrame = index % (rows * columns)
    const frameNumber = Math.floor(index / (rows * columns)) + 1
    values[index] = valueAt(inFrame % columns, Math.floor(inFrame / columns), frameNumber)
  }
  return values
}

interface ByteEncoding {
  readonly isLittle: boolean
  readonly isExplicit: boolean
}

/** These have two reserved bytes and a length of four in explicit VR (PS3.5 section 7.1.2). */
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])

function encode([tag, vr, value]: SyntheticElement, encoding: ByteEncoding): Uint8Array {
  const { isLittle, isExplicit } = encoding
  const isEncapsulated = tag === '7FE00010' && vr === 'OB' && value instanceof Uint8Array
  const bytes = valueBytes(vr, value, encoding)
  const length = isEncapsulated ? 0xffffffff : bytes.length
  const group = number(parseInt(tag.slice(0, 4), 16), 2, isLittle)
  const element = number(parseInt(tag.slice(4), 16), 2, isLittle)
  if (!isExplicit) return joined([group, element, number(length, 4, isLittle), bytes])
  if (LONG.has(vr)) return joined([group, element, ascii(`${vr}\0\0`), number(length, 4, isLittle), bytes])
  return joined([group, element, ascii(vr), number(length, 2, isLittle), bytes])
}

const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, UL: 4, SL: 4, FL: 4, FD: 8 }

function valueBytes(vr: string, value: SyntheticValue, encoding: ByteEncoding): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (typeof value === 'string') return text(vr, value)
  const size = NUMBER_BYTES[vr] ?? 2
  if (vr === 'FL' || vr === 'FD') return floats(value as number | ArrayLike<number>, size, encoding.isLittle)
  if (typeof value === 'number') return number(value, size, encoding.isLittle)
  if (vr === 'SQ')
    return joined((value as readonly SyntheticItem[]).map((item) => encodeItem(item, encoding)))
  return numbers(value as ArrayLike<number>, size, encoding.isLittle)
}

function encodeItem(item: SyntheticItem, encoding: ByteEncoding): Uint8Array {
  const content = joined(item.map((element) => encode(element, encoding)))
  const { isLittle } = encoding
  const tag = [number(0xfffe, 2, isLittle), number(0xe000, 2, isLittle)]
  return joined([...tag, number(content.length, 4, isLittle), content])
}

/** Values have an even length: UIDs are padded with NUL, text with a space (PS3.5 section 6.2). */
function text(vr: string, value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value)
  return bytes.length % 2 ? joined([bytes, ascii(vr === 'UI' ? '\0' : ' ')]) : bytes
}

const ascii = (letters: string): Uint8Array => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))

const number = (value: number, size: number, isLittle: boolean): Uint8Array =>
  numbers([value], size, isLittle)

function numbers(values: ArrayLike<number>, size: number, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(values.length * size)
  for (let at = 0; at < bytes.length; at++) {
    const place = isLittle ? at % size : size - 1 - (at % size)
    bytes[at] = values[Math.floor(at / size)] / 256 ** place
  }
  return bytes
}

function floats(value: number | ArrayLike<number>, size: number, isLittle: boolean): Uint8Array {
  const values = typeof value === 'number' ? [value] : Array.from(value)
  const view = new DataView(new ArrayBuffer(values.length * size))
  values.forEach((each, index) =>
    size === 4 ? view.setFloat32(4 * index, each, isLittle) : view.setFloat64(8 * index, each, isLittle),
  )
  return new Uint8Array(view.buffer)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
