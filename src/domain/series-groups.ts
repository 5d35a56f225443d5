import { cross, dot, type ImageOrientation, type Vec3 } from './image-plane'
import {
  atFrame,
  type GroupKind,
  type Instance,
  type SeriesFrame,
  type SeriesGroup,
  type SeriesOrder,
} from './study'

/*
 * A DICOM series may hold images that do not belong together: a localizer before the slices, a picture of the screen
 * after them, stacks of several directions or frames of reference. Each of them is a group of its own with an order of
 * its own; none is in the way of the others.
 */

/** The frames of one DICOM series, group by group, each in reading order; the slices first. */
export function groupFrames(
  frames: readonly SeriesFrame[],
  known: readonly SeriesGroup[] = [],
): { group: SeriesGroup; frames: SeriesFrame[]; order: SeriesOrder }[] {
  const byKind = new Map<GroupKind, SeriesFrame[]>()
  for (const frame of frames) {
    const kind = kindOf(frame.instance)
    const there = byKind.get(kind)
    if (there) there.push(frame)
    else byKind.set(kind, [frame])
  }
  const groups = KINDS.flatMap((kind) => {
    const own = byKind.get(kind) ?? []
    if (own.length === 0) return []
    const isPlaced = kind === 'slices' || kind === 'localizer'
    const parts = isPlaced ? byReference(kind, own, known) : [{ group: { key: kind, kind }, frames: own }]
    return parts.sort((a, b) => b.frames.length - a.frames.length)
  })
  return groups.map(({ group, frames: own }) => ({ group, ...orderFrames(own) }))
}

/** In the order in which they are listed. */
const KINDS: readonly GroupKind[] = [
  'slices',
  'unplaced',
  'localizer',
  'secondary',
  'segmentation',
  'document',
]

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7'

function kindOf(instance: Instance): GroupKind {
  if (instance.document) return 'document'
  if (instance.segmentation) return 'segmentation'
  if (instance.ImageType[2] === 'LOCALIZER') return 'localizer'
  const { SOPClassUID: uid } = instance
  if (uid === SECONDARY_CAPTURE || uid.startsWith(`${SECONDARY_CAPTURE}.`)) return 'secondary'
  return isPlaced(instance) ? 'slices' : 'unplaced'
}

/** Every frame has a place: one that had none would be put between those of others. */
const isPlaced = (instance: Instance): boolean =>
  (instance.frames ?? [instance]).every(
    ({ orientation, ImagePositionPatient }) => orientation && ImagePositionPatient,
  )

interface Part {
  readonly group: SeriesGroup
  readonly frames: SeriesFrame[]
}

/**
 * Frames of one Frame of Reference together: positions in two say nothing of one another. All of them where nearly each
 * has its own, as after careless anonymisation; they are looked at together and are no volume.
 */
function byReference(kind: GroupKind, frames: readonly SeriesFrame[], known: readonly SeriesGroup[]): Part[] {
  const references = new Map<string, SeriesFrame[]>()
  for (const frame of frames) {
    const { FrameOfReferenceUID = '' } = frame.instance
    references.set(FrameOfReferenceUID, [...(references.get(FrameOfReferenceUID) ?? []), frame])
  }
  if (references.size < 2 || references.size > frames.length / 2) return byDirection(kind, frames, known)
  const numbers = new Map(
    known.flatMap(({ FrameOfReferenceUID: uid, reference = 1 }) =>
      uid === undefined ? [] : [[uid, reference]],
    ),
  )
  return [...references].flatMap(([FrameOfReferenceUID, own]) => {
    const number = numbers.get(FrameOfReferenceUID) ?? Math.max(0, ...numbers.values()) + 1
    numbers.set(FrameOfReferenceUID, number)
    const there = known.filter(({ reference = 1 }) => reference === number)
    const reference = number > 1 ? number : undefined
    return byDirection(kind, own, there).map(({ group, frames: part }) => ({
      group: {
        ...group,
        key: reference ? `${group.key} reference ${reference}` : group.key,
        FrameOfReferenceUID,
        reference,
      },
      frames: part,
    }))
  })
}

/** Frames of one direction and stack together; all of them where nearly each has a direction of its own. */
function byDirection(kind: GroupKind, frames: readonly SeriesFrame[], known: readonly SeriesGroup[]): Part[] {
  const directions: { orientation: ImageOrientation | undefined; frames: SeriesFrame[] }[] = known.flatMap(
    (group) =>
      group.kind === kind && group.orientation ? [{ orientation: group.orientation, frames: [] }] : [],
  )
  for (const frame of frames) {
    const { orientation } = atFrame(frame.instance, frame.frameNumber)
    const there = directions.find((direction) => isAlike(direction.orientation, orientation))
    if (there) there.frames.push(frame)
    else directions.push({ orientation, frames: [frame] })
  }
  const single = directions.filter((direction) => direction.frames.length === 1).length
  // Slices turned about an axis, or one image in each plane, are looked at together.
  if (single > 1 && single > frames.length / 2)
    return [{ group: { key: `${kind} turned`, kind }, frames: [...frames] }]
  return directions.flatMap(({ orientation, frames: own }) =>
    own.length > 0 ? byStack(kind, orientation, own) : [],
  )
}

function byStack(
  kind: GroupKind,
  orientation: ImageOrientation | undefined,
  frames: readonly SeriesFrame[],
): Part[] {
  const stacks = new Map<string, SeriesFrame[]>()
  for (const frame of frames) {
    const { StackID = '' } = atFrame(frame.instance, frame.frameNumber)
    stacks.set(StackID, [...(stacks.get(StackID) ?? []), frame])
  }
  const group = (stack?: string): SeriesGroup => ({
    key: [kind, ...orientationKey(orientation), ...(stack ? [`stack ${stack}`] : [])].join(' '),
    kind,
    orientation,
    stack,
  })
  // A stack of one image is none: some writers number every frame.
  if (stacks.size < 2 || stacks.size > frames.length / 2) return [{ group: group(), frames: [...frames] }]
  return [...stacks].map(([stack, own]) => ({ group: group(stack), frames: own }))
}

const orientationKey = (orientation: ImageOrientation | undefined): string[] =>
  orientation
    ? [orientation.rowDirection, orientation.columnDirection].map((vector) =>
        vector.map((part) => Math.round(100 * part) || 0).join(','),
      )
    : []

/** cos of about 1° */
const SAME_DIRECTION = 0.9998

function isAlike(a: ImageOrientation | undefined, b: ImageOrientation | undefined): boolean {
  if (!a || !b) return a === b
  return (
    dot(a.rowDirection, b.rowDirection) > SAME_DIRECTION &&
    dot(a.columnDirection, b.columnDirection) > SAME_DIRECTION
  )
}

/**
 * Orders slices by position along their common normal, frames at one position by their place in time; by Instance
 * Number, and within an instance by stack and place in it, when any has no position, the directions differ by more
 * than about 1°, or all lie at one position.
 */
export function orderFrames(frames: readonly SeriesFrame[]): { frames: SeriesFrame[]; order: SeriesOrder } {
  const positions = positionsOf(frames)
  if (!positions) return orderByNumber(frames)
  const at = (frame: SeriesFrame) => positions.get(frame) as number
  const inTime = new Map(frames.map((frame) => [frame, momentOf(frame)]))
  const ordered = [...frames].sort(
    (a, b) =>
      Math.round(at(a) / SAME_POSITION_MM) - Math.round(at(b) / SAME_POSITION_MM) ||
      (inTime.get(a) as number) - (inTime.get(b) as number) ||
      (a.instance.InstanceNumber ?? 0) - (b.instance.InstanceNumber ?? 0) ||
      a.frameNumber - b.frameNumber,
  )
  const steps = ordered.slice(1).map((frame, index) => at(frame) - at(ordered[index]))
  const apart = steps.filter((step) => step > SAME_POSITION_MM).sort((a, b) => a - b)
  if (apart.length === 0) return orderByNumber(frames)
  const spacingMm = apart[Math.floor(apart.length / 2)]
  const unevenAfter = steps.flatMap((step, index) =>
    Math.abs(step - spacingMm) > 0.1 * spacingMm ? [index] : [],
  )
  return { frames: ordered, order: { by: 'position', spacingMm, unevenAfter } }
}

/** Below the precision with which positions are written. */
const SAME_POSITION_MM = 1e-3

const momentOf = ({ instance, frameNumber }: SeriesFrame): number =>
  atFrame(instance, frameNumber).temporalPosition ?? 0

/** @returns undefined when the slices do not lie in parallel planes */
function positionsOf(frames: readonly SeriesFrame[]): Map<SeriesFrame, number> | undefined {
  if (frames.length < 2) return undefined
  const first = atFrame(frames[0].instance, frames[0].frameNumber).orientation
  if (!first) return undefined
  const normal = normalOf(first)
  const positions = new Map<SeriesFrame, number>()
  for (const frame of frames) {
    const { orientation, ImagePositionPatient } = atFrame(frame.instance, frame.frameNumber)
    if (!orientation || !ImagePositionPatient || dot(normalOf(orientation), normal) <= SAME_DIRECTION)
      return undefined
    // one normal for all: far from the origin, small differences of direction would become distances
    positions.set(frame, dot(ImagePositionPatient, normal))
  }
  return positions
}

const normalOf = ({ rowDirection, columnDirection }: ImageOrientation): Vec3 =>
  cross(rowDirection, columnDirection)

function orderByNumber(frames: readonly SeriesFrame[]): { frames: SeriesFrame[]; order: SeriesOrder } {
  const places = new Map(frames.map((frame) => [frame, placeInStack(frame)]))
  const numbered = [...frames].sort((a, b) =>
    a.instance === b.instance
      ? comparePlaces(places.get(a), places.get(b)) || a.frameNumber - b.frameNumber
      : compareNumbers(a.instance.InstanceNumber, b.instance.InstanceNumber) ||
        a.instance.source.name.localeCompare(b.instance.source.name, 'en', { numeric: true }) ||
        (a.instance.source.key < b.instance.source.key ? -1 : 1),
  )
  return { frames: numbered, order: { by: 'InstanceNumber', unevenAfter: [] } }
}

/** Stack, place in it, place in time; undefined unless every frame of the instance says it. */
function placeInStack({ instance, frameNumber }: SeriesFrame): readonly (string | number)[] | undefined {
  if (!instance.frames?.every(({ inStackPosition }) => inStackPosition !== undefined)) return undefined
  const { StackID = '', inStackPosition = 0, temporalPosition = 0 } = atFrame(instance, frameNumber)
  return [StackID, inStackPosition, temporalPosition]
}

function comparePlaces(a: readonly (string | number)[] = [], b: readonly (string | number)[] = []): number {
  const differs = a.findIndex((part, index) => part !== b[index])
  if (differs < 0) return 0
  return String(a[differs]).localeCompare(String(b[differs]), 'en', { numeric: true })
}

/** Those without a number come last. */
const compareNumbers = (a = Infinity, b = Infinity): number => (a === b ? 0 : a - b)
