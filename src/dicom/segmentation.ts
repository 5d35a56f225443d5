import type { Segment, Segmentation, SegmentFrame } from '../domain/segmentation'
import type { FrameRef } from '../domain/study'
import { PER_FRAME_FUNCTIONAL_GROUPS, SHARED_FUNCTIONAL_GROUPS } from './attributes'
import { cieLabToRgb } from './cie-lab'
import { firstItem, itemsOf, type ElementList } from './elements'
import { numbersAt, textAt } from './values'

/** Segmentation and Label Map Segmentation Storage. */
export const isSegmentation = (SOPClassUID: string): boolean =>
  SOPClassUID === '1.2.840.10008.5.1.4.1.1.66.4' || SOPClassUID === '1.2.840.10008.5.1.4.1.1.66.7'

/** Segments, and on which images each frame of a segmentation was drawn (PS3.3 sections C.8.20 and C.8.31). */
export function readSegmentation(list: ElementList): Segmentation {
  const charsets = textAt(list, 'x00080005').split('\\')
  const declared = textAt(list, 'x00620001')
  const type = declared === 'FRACTIONAL' || declared === 'LABELMAP' ? declared : 'BINARY'
  const shared = firstItem(list, SHARED_FUNCTIONAL_GROUPS)
  const segments = itemsOf(list, 'x00620002').map((item, index) => readSegment(item, index, charsets))
  const described = itemsOf(list, PER_FRAME_FUNCTIONAL_GROUPS)
  return {
    type,
    segments,
    fullValue: type === 'FRACTIONAL' ? (numbersAt(list, 'x0062000e')[0] ?? 255) : 1,
    frames:
      textAt(list, 'x00209311') === 'TILED_FULL'
        ? tiles(list, type === 'LABELMAP' ? [] : segments)
        : described.map((item) => readFrame(item, shared)),
  }
}

/**
 * TILED_FULL (PS3.3 section C.7.6.17.3): no frame says anything of itself, all tiles of a segment come before those of the
 * next. Which frames of another object they lie on depends on its tiles: they are drawn on none.
 */
function tiles(list: ElementList, segments: readonly Segment[]): SegmentFrame[] {
  const [count = 1] = numbersAt(list, 'x00280008')
  const numbers = segments.map(({ number }) => number).sort((a, b) => a - b)
  const perSegment = count / Math.max(1, numbers.length)
  if (!Number.isInteger(perSegment) || !(count <= MAX_TILES)) return []
  return Array.from({ length: count }, (_, index) => ({
    segment: numbers[Math.floor(index / perSegment)],
    sources: [],
  }))
}

/** As of the frames of any object. */
const MAX_TILES = 100_000

/** Told apart by those who do not see all colours (Okabe and Ito 2008), for segments without one of their own. */
const COLOURS: readonly Segment['colour'][] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [213, 94, 0],
  [204, 121, 167],
]

function readSegment(item: ElementList, index: number, charsets: readonly string[]): Segment {
  const lab = numbersAt(item, 'x0062000d')
  return {
    number: numbersAt(item, 'x00620004')[0] ?? index + 1,
    label: textAt(item, 'x00620005', charsets) || textAt(item, 'x00620006', charsets),
    colour: lab.length === 3 ? cieLabToRgb(lab) : COLOURS[index % COLOURS.length],
  }
}

function readFrame(item: ElementList, shared: ElementList | undefined): SegmentFrame {
  const groups = [item, ...(shared ? [shared] : [])]
  const identification = groups.flatMap((group) => itemsOf(group, 'x0062000a'))[0]
  const sources = groups
    .flatMap((group) => itemsOf(group, 'x00089124'))
    .flatMap((derivation) => itemsOf(derivation, 'x00082112'))
  return {
    segment: identification && numbersAt(identification, 'x0062000b')[0],
    sources: sources.flatMap(framesNamedBy),
  }
}

function framesNamedBy(source: ElementList): FrameRef[] {
  const SOPInstanceUID = textAt(source, 'x00081155')
  const frames = numbersAt(source, 'x00081160').filter(Number.isInteger)
  return (frames.length ? frames : [0]).map((frameNumber) => ({ SOPInstanceUID, frameNumber }))
}
