import type { Attributes } from './attributes'
import { decodeText } from './charset'
import { PIXEL_DATA_TAGS, walkDataSet, walkFileMeta, type ElementList, type Walk } from './elements'
import { bytesText, error, warning, type Flaw } from './problem'
import { readDirectory, type Directory } from './directory'
import { documentKindOf, readDocument } from './document'
import { isSegmentation, readSegmentation } from './segmentation'
import { DICOMDIR_CLASS, nameOfNonImage } from './sop-classes'
import type { DocumentContent } from '../domain/document'
import type { Segmentation } from '../domain/segmentation'
import {
  DEFLATED_LITTLE_ENDIAN,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  isKnownTransferSyntax,
  transferSyntaxOf,
} from './transfer-syntaxes'
import { attributesOf } from './values'

/** The start of a file, or all of it. */
export interface FileBytes {
  readonly bytes: Uint8Array
  /** Length of the whole file. */
  readonly size: number
  /** The last bytes, where `bytes` is not all. */
  readonly tail?: Uint8Array
}

/** Where the data set begins and how it is encoded. */
export interface Encoding {
  /** Of the pixels. */
  readonly TransferSyntaxUID: string
  /** Of the elements: some writers put implicit ones around compressed pixels. */
  readonly elementSyntax: string
  readonly dataSetOffset: number
  readonly MediaStorageSOPClassUID: string
  readonly MediaStorageSOPInstanceUID: string
}

export interface Header {
  readonly attributes: Attributes
  /** As they were read; they hold the bytes of the file. */
  readonly elements: ElementList
  readonly encoding: Encoding
  /** Absent when the object has none. `length` may be 0xFFFFFFFF. */
  readonly pixelData?: { readonly tag: string; readonly dataOffset: number; readonly length: number }
  /** Has a palette with entries (PS3.3 section C.7.9). */
  readonly hasPalette: boolean
  /** Of the Extended Offset Table; usually none. */
  readonly extendedOffsets: readonly bigint[]
  readonly flaws: readonly Flaw[]
  /** Of a DICOMDIR: the files it lists. */
  readonly directory?: Directory
  readonly document?: DocumentContent
  readonly segmentation?: Segmentation
}

export type HeaderReading =
  | { readonly kind: 'header'; readonly header: Header }
  /** The header continues: give at least so many bytes. */
  | { readonly kind: 'more'; readonly atLeast: number }
  /** The data set is deflated: give it inflated to `readDataSet`. */
  | { readonly kind: 'deflated'; readonly encoding: Encoding }
  | { readonly kind: 'refused'; readonly flaw: Flaw }

/** Reads the header of a Part 10 file, or of a bare data set that looks like one. Never throws. */
export function readHeader(file: FileBytes): HeaderReading {
  if (file.size === 0) return refuse(error('emptyFile'))
  const encoding = findEncoding(file)
  if (!encoding) return refuse(error('notDicom', 'DICM', firstBytes(file.bytes)))
  if (encoding.TransferSyntaxUID === DEFLATED_LITTLE_ENDIAN) return { kind: 'deflated', encoding }
  return readDataSet(file, encoding)
}

/** @param file of a deflated file the inflated data set, with `dataSetOffset` 0 in the encoding */
export function readDataSet(file: FileBytes, encoding: Encoding): HeaderReading {
  const { bytes, size } = file
  const walk = walkDataSet(bytes, encoding.dataSetOffset, encoding.elementSyntax)
  if (walk.stopped === 'deep') return refuse(error('nestedTooDeep'))
  if (walk.stopped === 'many') return refuse(error('tooManyElements'))
  const attributes = withMediaStorage(attributesOf(walk), encoding)
  if (walk.stopped !== 'pixelData') {
    const known = nameOfNonImage(attributes.SOPClassUID?.[0] ?? '') !== undefined
    if (bytes.length < size && !known) return { kind: 'more', atLeast: Math.max(walk.end, bytes.length + 1) }
    if (walk.stopped !== 'end' && !known) return refuse(brokenHeader(walk, size))
    if (Object.keys(walk.elements).length === 0)
      return refuse(error('brokenHeader', `> ${bytesText(size)}`, bytesText(size)))
  }
  const SOPClassUID = attributes.SOPClassUID?.[0] ?? ''
  const isDirectory = SOPClassUID === DICOMDIR_CLASS
  const isDocument = documentKindOf(SOPClassUID) !== undefined
  if ((isDirectory || isDocument) && bytes.length < size) return { kind: 'more', atLeast: size }
  if ((isDocument || isDirectory) && !['end', 'pixelData'].includes(walk.stopped))
    return refuse(brokenHeader(walk, size))
  const tag = PIXEL_DATA_TAGS.find((candidate) => candidate in walk.elements)
  const { dataOffset, length } = tag ? walk.elements[tag] : { dataOffset: 0, length: 0 }
  return {
    kind: 'header',
    header: {
      attributes,
      elements: walk,
      encoding,
      pixelData: tag ? { tag, dataOffset, length } : undefined,
      hasPalette: hasPalette(walk),
      extendedOffsets: readExtendedOffsets(walk),
      directory: isDirectory ? readDirectory(walk) : undefined,
      document: isDocument ? readDocument(walk, SOPClassUID) : undefined,
      segmentation: isSegmentation(SOPClassUID) ? readSegmentation(walk) : undefined,
      flaws: walk.unread.map((unreadTag) => warning('ignoredValue', formatTag(unreadTag))),
    },
  }
}

/** The elements of a file that was accepted, for readers that come later: read again the way it was then. */
export interface ElementsOfFile {
  readonly meta: Walk
  /** Up to Pixel Data. */
  readonly data: Walk
  readonly TransferSyntaxUID: string
}

/** @param bytes all of a file that is not deflated; undefined when it is no DICOM */
export function readElements(bytes: Uint8Array): ElementsOfFile | undefined {
  const encoding = findEncoding({ bytes, size: bytes.length })
  if (!encoding) return undefined
  const { TransferSyntaxUID, dataSetOffset, elementSyntax } = encoding
  const meta = walkFileMeta(bytes, isAt(bytes, 128, 'DICM') ? 132 : 0)
  return { meta, data: walkDataSet(bytes, dataSetOffset, elementSyntax), TransferSyntaxUID }
}

const refuse = (flaw: Flaw): HeaderReading => ({ kind: 'refused', flaw })

function brokenHeader(walk: Walk, size: number): Flaw {
  if (walk.stopped === 'cut')
    return error('brokenHeader', `≥ ${bytesText(Math.max(walk.end, size + 1))}`, bytesText(size))
  return error('brokenHeader', 'DICOM (gggg,eeee) VR …', `byte ${walk.end}`)
}

const withMediaStorage = (attributes: Attributes, encoding: Encoding): Attributes => ({
  ...attributes,
  SOPClassUID: attributes.SOPClassUID ?? filled(encoding.MediaStorageSOPClassUID),
  SOPInstanceUID: attributes.SOPInstanceUID ?? filled(encoding.MediaStorageSOPInstanceUID),
})

/** `x00081140` → `(0008,1140)` */
const formatTag = (tag: string): string => `(${tag.slice(1, 5)},${tag.slice(5)})`.toUpperCase()

const filled = (text: string): string[] | undefined => (text === '' ? undefined : [text])

/** Red entries, plain or segmented: without them a descriptor has nothing to describe. */
const hasPalette = ({ elements }: ElementList): boolean =>
  ['x00281201', 'x00281221'].some((tag) => (elements[tag]?.length ?? 0) > 0)

function readExtendedOffsets({ bytes, elements }: ElementList): bigint[] {
  const { dataOffset, length } = elements.x7fe00001 ?? { dataOffset: 0, length: 0 }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, length)
  return Array.from({ length: Math.floor(length / 8) }, (_, index) => view.getBigUint64(8 * index, true))
}

function findEncoding({ bytes, size }: FileBytes): Encoding | undefined {
  const metaOffset = isAt(bytes, 128, 'DICM') ? 132 : 0
  const isPart10 = metaOffset > 0
  const metaWalk = walkFileMeta(bytes, metaOffset)
  const meta = (tag: string) => metaText(metaWalk, tag)
  const hasMeta = Object.keys(metaWalk.elements).length > 0
  if (!isPart10 && !hasMeta && !looksLikeDataSet(bytes, size)) return undefined
  const dataSetOffset = hasMeta ? Math.min(metaWalk.end, bytes.length) : metaOffset
  const declared = meta('x00020010')
  return {
    ...agreedSyntax(declared, guessSyntax(bytes, dataSetOffset, size)),
    dataSetOffset,
    MediaStorageSOPClassUID: meta('x00020002'),
    MediaStorageSOPInstanceUID: meta('x00020003'),
  }
}

function metaText({ bytes, elements }: ElementList, tag: string): string {
  const element = elements[tag]
  if (!element) return ''
  return decodeText(bytes.subarray(element.dataOffset, element.dataOffset + Math.min(element.length, 128)))
}

/**
 * The declared syntax unless there is none, or the first element is plainly in another form: of native pixels both are
 * then what it shows, of compressed pixels the elements alone.
 */
function agreedSyntax(
  declared: string,
  guessed: string | undefined,
): Pick<Encoding, 'TransferSyntaxUID' | 'elementSyntax'> {
  const both = (uid: string) => ({ TransferSyntaxUID: uid, elementSyntax: uid })
  if (declared === '') return both(guessed ?? IMPLICIT_LITTLE_ENDIAN)
  if (declared === DEFLATED_LITTLE_ENDIAN || !guessed || !isKnownTransferSyntax(declared))
    return both(declared)
  return transferSyntaxOf(declared).pixels === 'native'
    ? both(guessed)
    : { TransferSyntaxUID: declared, elementSyntax: guessed }
}

const VALUE_REPRESENTATION =
  /^(AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|OB|OD|OF|OL|OV|OW|PN|SH|SL|SQ|SS|ST|SV|TM|UC|UI|UL|UN|UR|US|UT|UV)$/

/** By the first element: two letters of a VR make it explicit, the zero byte of its low group the byte order. */
function guessSyntax(bytes: Uint8Array, at: number, size: number): string | undefined {
  if (at + 8 > bytes.length) return undefined
  const isExplicit = VALUE_REPRESENTATION.test(String.fromCharCode(bytes[at + 4], bytes[at + 5]))
  const isBig = bytes[at] === 0 && bytes[at + 1] > 0
  if (isExplicit) return isBig ? EXPLICIT_BIG_ENDIAN : EXPLICIT_LITTLE_ENDIAN
  const length = new DataView(bytes.buffer, bytes.byteOffset + at + 4).getUint32(0, true)
  return !isBig && at + 8 + length <= size ? IMPLICIT_LITTLE_ENDIAN : undefined
}

/** Two elements in a row that begin in group 0008 and fit: text and pictures fail this. */
function looksLikeDataSet(bytes: Uint8Array, size: number): boolean {
  const group = bytes[0] + bytes[1]
  const syntax = guessSyntax(bytes, 0, size)
  if (group !== 8 || bytes[0] * bytes[1] !== 0 || !syntax) return false
  const walk = walkDataSet(bytes.subarray(0, 4096), 0, syntax)
  return Object.keys(walk.elements).filter((tag) => tag.startsWith('x0008')).length >= 2
}

const isAt = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0))

/** Enough to recognise a picture or a page by; never text of a patient, as it is no DICOM. */
const firstBytes = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
