import type { ByteSource } from '../domain/study'
import { deriveMissingUids } from './derived-uids'
import type { Directory } from './directory'
import type { ElementList } from './elements'
import type { DeflatedFile } from './file-meta'
import { frameTableFlaws } from './frame-tables'
import { inflate } from './inflate'
import { describePixels, type PixelDescription } from './pixel-description'
import { checkPixelData, coloursOf, type PixelLocation } from './pixel-data'
import { error, info, type Flaw } from './problem'
import { readDataSet, readHeader, type FileBytes, type Header, type HeaderReading } from './read'
import { nameOfNonImage } from './sop-classes'
import { buildInstance, type ImportedInstance } from './study-builder'
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from './transfer-syntaxes'

export type FileReading =
  | {
      readonly kind: 'image'
      readonly imported: ImportedInstance
      readonly flaws: readonly Flaw[]
      /** Present when the data set is deflated. */
      readonly deflated?: DeflatedFile
      /** As they were read; they hold the bytes of the file. Absent for a document. */
      readonly elements?: ElementList
    }
  | { readonly kind: 'directory'; readonly directory: Directory }
  /** The header continues beyond the bytes given. */
  | { readonly kind: 'more'; readonly atLeast: number }
  | { readonly kind: 'refused'; readonly flaws: readonly Flaw[] }

/** One file's bytes, or their start → an instance that can be displayed, or why not. Never throws. */
export async function readFile(file: FileBytes, source: ByteSource): Promise<FileReading> {
  try {
    const reading = readHeader(file)
    if (reading.kind !== 'deflated') return judge(reading, file, source)
    if (file.bytes.length < file.size) return { kind: 'more', atLeast: file.size }
    return await readDeflated(reading.encoding, file, source)
  } catch (thrown) {
    // dicom-parser throws strings and plain objects: whatever came, it is about this file alone
    const found = thrown instanceof Error ? thrown.message : String(thrown)
    return refuse(error('brokenHeader', 'DICOM (gggg,eeee) VR …', found))
  }
}

/** The header of a deflated object is within its first bytes; its pixels are counted, not held. */
const HEADER_BYTES = 16 * 1024 * 1024

async function readDeflated(
  encoding: Header['encoding'],
  file: FileBytes,
  source: ByteSource,
): Promise<FileReading> {
  const inflated = await inflate(file.bytes.subarray(encoding.dataSetOffset), HEADER_BYTES)
  if (!('size' in inflated)) return refuse(inflated)
  const elementSyntax = EXPLICIT_LITTLE_ENDIAN
  const reading = readDataSet(inflated, { ...encoding, elementSyntax, dataSetOffset: 0 })
  if (reading.kind === 'more') return refuse(error('headerTooLong', `≤ ${HEADER_BYTES} B`))
  const judged = judge(reading, inflated, source)
  if (judged.kind !== 'image') return judged
  const { SOPClassUID, SOPInstanceUID } = judged.imported.instance
  const { dataSetOffset } = encoding
  return { ...judged, deflated: { SOPClassUID, SOPInstanceUID, dataSetOffset } }
}

function judge(reading: HeaderReading, file: FileBytes, source: ByteSource): FileReading {
  if (reading.kind === 'more') return reading
  if (reading.kind === 'refused') return refuse(reading.flaw)
  if (reading.kind === 'deflated') return refuse(error('brokenDeflate'))
  const { header } = reading
  if (header.directory) return { kind: 'directory', directory: header.directory }
  if (header.document) return judgeDocument(header, file, source)
  const unusable = objectFlaw(header)
  if (unusable) return refuse(unusable)
  return judgeImage(header, file, source)
}

/** What the object is and how it is encoded, before its pixels are looked at. */
function objectFlaw({ attributes, encoding, pixelData }: Header): Flaw | undefined {
  const SOPClassUID = attributes.SOPClassUID?.[0] ?? ''
  const other = nameOfNonImage(SOPClassUID)
  if (other) return info('objectNotShown', undefined, other)
  const syntax = transferSyntaxOf(encoding.TransferSyntaxUID)
  if (!pixelData) return error('noPixelData', 'Pixel Data (7FE0,0010)')
  if (syntax.pixels === 'not shown')
    return error('unsupportedTransferSyntax', undefined, nameAndUid(syntax.name, encoding.TransferSyntaxUID))
  if (pixelData.tag !== 'x7fe00010') return error('objectNotShown', undefined, 'Float Pixel Data')
  return undefined
}

const nameAndUid = (name: string, uid: string): string => (name === uid ? uid : `${name} (${uid})`)

function judgeImage(header: Header, file: FileBytes, source: ByteSource): FileReading {
  const { attributes, encoding, pixelData } = header
  const described = describePixels(attributes)
  if (!described.pixels) return { kind: 'refused', flaws: described.flaws }
  if (described.pixels.PhotometricInterpretation === 'PALETTE COLOR' && !header.hasPalette)
    return refuse(error('missingAttribute', 'RedPaletteColorLookupTableData'))
  const location = {
    ...file,
    ...(pixelData as Pick<PixelLocation, 'dataOffset' | 'length'>),
    TransferSyntaxUID: encoding.TransferSyntaxUID,
  }
  const { flaw: mislabelled, ...colour } = coloursOf(described.pixels, location)
  if (mislabelled?.severity === 'error') return refuse(mislabelled)
  const stored = { ...described.pixels, ...colour }
  const { frames, flaw, needsAll } = checkPixelData(stored, location)
  if (needsAll) return { kind: 'more', atLeast: file.size }
  const broken = extendedOffsetFlaw(header, file) ?? segmentationFlaw(header, frames)
  if (broken) return refuse(broken)
  if (frames === 0) return { kind: 'refused', flaws: flaw ? [flaw] : [] }
  const pixels = { ...stored, NumberOfFrames: frames }
  const tables = frameTableFlaws(header.elements, described.pixels)
  const unusable = tables.filter(({ severity }) => severity === 'error')
  if (unusable.length) return { kind: 'refused', flaws: unusable }
  const uids = deriveMissingUids(attributes, file)
  const built = buildInstance({ ...attributes, ...uids.derived }, pixels, encoding.TransferSyntaxUID, source)
  if (!built.imported) return { kind: 'refused', flaws: built.flaws }
  const { segmentation } = header
  const instance = segmentation ? { ...built.imported.instance, segmentation } : built.imported.instance
  const imported = { ...built.imported, instance }
  const flaws = [
    ...header.flaws,
    ...uids.flaws,
    ...described.flaws,
    ...(mislabelled ? [mislabelled] : []),
    ...(flaw ? [flaw] : []),
    ...tables,
    ...built.flaws,
  ]
  return { kind: 'image', imported, flaws, elements: header.elements }
}

/** A document has no frames. */
function judgeDocument(header: Header, file: FileBytes, source: ByteSource): FileReading {
  const { attributes, encoding, document } = header
  const uids = deriveMissingUids(attributes, file)
  const { imported, flaws } = buildInstance({ ...attributes, ...uids.derived }, NO_PIXELS, encoding.TransferSyntaxUID, source) // prettier-ignore
  if (!imported) return { kind: 'refused', flaws }
  const instance = { ...imported.instance, document }
  return {
    kind: 'image',
    imported: { ...imported, instance },
    flaws: [...header.flaws, ...uids.flaws, ...flaws],
  }
}

const NO_PIXELS: PixelDescription = {
  ...{ Rows: 0, Columns: 0, NumberOfFrames: 0, SamplesPerPixel: 1, PhotometricInterpretation: '' },
  ...{ PlanarConfiguration: 0, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0 },
}

/** Every frame must say which of the segments it shows: drawn as another it would mislead. */
function segmentationFlaw({ segmentation }: Header, frames: number): Flaw | undefined {
  if (!segmentation) return undefined
  const { segments, type } = segmentation
  const described = segmentation.frames.length
  if (described < frames) return error('invalidAttribute', `PerFrameFunctionalGroupsSequence ${frames}`, String(described)) // prettier-ignore
  const known = new Set(segments.map(({ number }) => number))
  const stray = segmentation.frames.find(({ segment }) => segment === undefined || !known.has(segment))
  if (!stray || type === 'LABELMAP') return undefined
  return error('invalidAttribute', `ReferencedSegmentNumber ${[...known].join(' | ')}`, String(stray.segment))
}

/** Extended Offset Table (7FE0,0001): 64-bit offsets into Pixel Data (PS3.3 section C.7.6.3.1.8). */
function extendedOffsetFlaw({ extendedOffsets }: Header, { size }: FileBytes): Flaw | undefined {
  const outside = extendedOffsets.find((offset) => offset >= BigInt(size))
  if (outside === undefined) return undefined
  return error('brokenPixelData', `Extended Offset Table < ${size}`, String(outside))
}

const refuse = (flaw: Flaw): FileReading => ({ kind: 'refused', flaws: [flaw] })
