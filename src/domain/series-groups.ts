import { cross, dot, type ImageOrientation, type Vec3 } from './image-plane'
import {
  atFrame,
  isColour,
  isLocalizer,
  modalityUnit,
  type FrameAttributes,
  type GroupKind,
  type Instance,
  type Matrix,
  type RepeatKind,
  type SeriesFrame,
  type SeriesGroup,
  type SeriesOrder,
} from './study'

/*
 * A DICOM series may hold images that do not belong together: a localizer before the slices, a picture of the screen
 * after them, stacks of several directions, sizes or Frames of Reference. Each of them is a group of its own with an
 * order of its own; none is in the way of the others.
 */

/** The frames of one DICOM series, group by group, each in reading order; the slices first. */
export function groupFrames(
  frames: readonly SeriesFrame[],
  known: readonly SeriesGroup[] = [],
): { group: SeriesGroup; frames: SeriesFrame[]; order: SeriesOrder }[] {
  const byKind = new Map<GroupKind, SeriesFrame[]>()
  for (const frame of frames) {
    const kind = kindOf(frame)
    const there = byKind.get(kind)
    if (there) there.push(frame)
    else byKind.set(kind, [frame])
  }
  const groups = KINDS.flatMap((kind) => {
    const own = byKind.get(kind) ?? []
    if (own.length === 0) return []
    const parts = byUnit(kind, own, known)
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

function kindOf({ instance, frameNumber }: SeriesFrame): GroupKind {
  if (instance.document) return 'document'
  if (instance.segmentation) return 'segmentation'
  if (isLocalizer(instance)) return 'localizer'
  const { SOPClassUID: uid } = instance
  if (uid === SECONDARY_CAPTURE || uid.startsWith(`${SECONDARY_CAPTURE}.`)) return 'secondary'
  return hasPlace(atFrame(instance, frameNumber)) && arePlaced(instance) ? 'slices' : 'unplaced'
}

const hasPlace = ({ orientation, ImagePositionPatient }: FrameAttributes): boolean =>
  orientation !== undefined && ImagePositionPatient !== undefined

/** One place given for many frames makes no stack: they stay together, without one. */
const arePlaced = ({ frames }: Instance): boolean =>
  !frames || frames.filter(hasPlace).length > frames.length / 2

interface Part {
  readonly group: SeriesGroup
  readonly frames: SeriesFrame[]
}

type Divide = (kind: GroupKind, frames: readonly SeriesFrame[], known: readonly SeriesGroup[]) => Part[]

interface Division<Value> {
  readonly valueOf: (frame: SeriesFrame) => Value
  readonly isSame: (a: Value, b: Value) => boolean
  /** Undefined for a group that was not divided so. */
  readonly knownOf: (group: SeriesGroup) => { readonly value: Value; readonly number?: number } | undefined
  /** @param among every value, in the order in which they were met */
  readonly named: (value: Value, number: number | undefined, among: readonly Value[]) => Partial<SeriesGroup>
  readonly word: string
  /** Unless nearly each frame has a value of its own, where it is absent. */
  readonly divides?: (frames: readonly SeriesFrame[], values: readonly Value[]) => boolean
}

/** Where nearly each has a value of its own, they are looked at together and are no volume. */
const areShared = (frames: readonly SeriesFrame[], values: readonly unknown[]): boolean =>
  values.length <= frames.length / 2

/** Of images repeated in two ways both are kept. */
const merged = ({ repeats = [] }: SeriesGroup, added: Partial<SeriesGroup>): Partial<SeriesGroup> =>
  added.repeats ? { repeats: [...added.repeats, ...repeats] } : added

/** Frames with one value together, the first by the plain name, the others numbered as they come. */
const dividedBy =
  <Value>(
    { valueOf, isSame, knownOf, named, word, divides = areShared }: Division<Value>,
    divide: Divide,
  ): Divide =>
  (kind, frames, known) => {
    const divisions: { value: Value; frames: SeriesFrame[] }[] = []
    for (const frame of frames) {
      const value = valueOf(frame)
      const there = divisions.find((division) => isSame(division.value, value))
      if (there) there.frames.push(frame)
      else divisions.push({ value, frames: [frame] })
    }
    const values = divisions.map(({ value }) => value)
    if (divisions.length < 2 || !divides(frames, values)) return divide(kind, frames, known)
    const numbered = known.flatMap((group) => {
      const there = knownOf(group)
      return there ? [{ value: there.value, number: there.number ?? 1 }] : []
    })
    return divisions.flatMap(({ value, frames: own }) => {
      const last = Math.max(0, ...numbered.map(({ number }) => number))
      const { number } = numbered.find((one) => isSame(one.value, value)) ?? { number: last + 1 }
      numbered.push({ value, number })
      const there = known.filter((group) => (knownOf(group)?.number ?? 1) === number)
      const other = number > 1 ? number : undefined
      return divide(kind, own, there).map((part) => ({
        ...part,
        group: {
          ...part.group,
          ...merged(part.group, named(value, other, values)),
          key: other ? `${part.group.key} ${word} ${other}` : part.group.key,
        },
      }))
    })
  }

/** Rows and columns, their distances, and whether there are colours: of those that differ no volume is made. */
const byMatrix = dividedBy<Matrix>(
  {
    valueOf: ({ instance, frameNumber }) => {
      const { plane, Rows: rows, Columns: columns } = atFrame(instance, frameNumber)
      const { rowSpacingMm, columnSpacingMm } = plane ?? {}
      return { rows, columns, rowSpacingMm, columnSpacingMm, isColour: isColour(instance) }
    },
    isSame: (a, b) =>
      a.rows === b.rows &&
      a.columns === b.columns &&
      a.isColour === b.isColour &&
      isNear(a.rowSpacingMm, b.rowSpacingMm) &&
      isNear(a.columnSpacingMm, b.columnSpacingMm),
    knownOf: ({ matrix: value, otherMatrix: number }) =>
      value === undefined ? undefined : { value, number },
    named: (matrix, otherMatrix) => ({ matrix, otherMatrix }),
    word: 'matrix',
  },
  byDirection,
)

const isNear = (a: number | undefined, b: number | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-3 * b)

/** Positions in two Frames of Reference say nothing of one another. */
const byReference = dividedBy<string>(
  {
    valueOf: ({ instance: { FrameOfReferenceUID = '' } }) => FrameOfReferenceUID,
    isSame: (a, b) => a === b,
    knownOf: ({ FrameOfReferenceUID: value, reference: number }) =>
      value === undefined ? undefined : { value, number },
    named: (FrameOfReferenceUID, reference) => ({ FrameOfReferenceUID, reference }),
    word: 'reference',
  },
  byMatrix,
)

/** The unit of the values: those of several are never drawn in one window, and no volume is made of them. */
const byUnit = dividedBy<string>(
  {
    valueOf: ({ instance, frameNumber }) =>
      modalityUnit({ Modality: isCT(instance) ? 'CT' : '' }, atFrame(instance, frameNumber)),
    isSame: (a, b) => a === b,
    knownOf: ({ unit: value, otherUnit: number }) => (value === undefined ? undefined : { value, number }),
    named: (unit, otherUnit) => ({ unit, otherUnit }),
    word: 'unit',
    divides: () => true,
  },
  (kind, frames, known) =>
    kind === 'slices' || kind === 'localizer'
      ? byReference(kind, frames, known)
      : [{ group: { key: kind, kind }, frames: [...frames] }],
)

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2'

const isCT = ({ SOPClassUID: uid }: Instance): boolean => uid === CT_IMAGE || uid.startsWith(`${CT_IMAGE}.`)

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
    own.length > 0 ? byStack(kind, orientation, own, known) : [],
  )
}

function byStack(
  kind: GroupKind,
  orientation: ImageOrientation | undefined,
  frames: readonly SeriesFrame[],
  known: readonly SeriesGroup[],
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
  const parts =
    stacks.size < 2 || stacks.size > frames.length / 2
      ? [{ group: group(), frames: [...frames] }]
      : [...stacks].map(([stack, own]) => ({ group: group(stack), frames: own }))
  return parts.flatMap((part) => byRepeat(part, known))
}

/** Slices that were taken several times over: each time by itself, so that each is a volume. */
function byRepeat({ group, frames }: Part, known: readonly SeriesGroup[]): Part[] {
  const there = known.filter(
    ({ stack, orientation }) => stack === group.stack && isAlike(orientation, group.orientation),
  )
  const divide = REPEATS.reduceRight<Divide>(
    (next, repeat) => dividedBy(repeatedBy(repeat), next),
    (_, own) => [{ group, frames: [...own] }],
  )
  return divide(group.kind, frames, there)
}

const REPEATS: readonly RepeatKind[] = ['phase', 'echo', 'bValue', 'cardiac']

/** What tells images at one place apart; undefined where the file does not say. */
export const REPEAT_VALUES: Readonly<Record<RepeatKind, (image: FrameAttributes) => number | undefined>> = {
  phase: ({ temporalPosition }) => temporalPosition,
  echo: ({ echo }) => echo,
  bValue: ({ bValue }) => bValue,
  cardiac: ({ triggerTimeMs }) => triggerTimeMs,
}

const repeatedBy = (kind: RepeatKind): Division<number | undefined> => ({
  valueOf: ({ instance, frameNumber }) => REPEAT_VALUES[kind](atFrame(instance, frameNumber)),
  isSame: (a, b) => a === b,
  knownOf: ({ repeats }) => repeats?.find((one) => one.kind === kind),
  named: (value, number, among) => {
    const sorted = [...among].sort((a = -Infinity, b = -Infinity) => a - b)
    const repeat = { kind, value, number, place: 1 + sorted.indexOf(value), count: among.length }
    return { repeats: [repeat] }
  },
  word: kind,
  divides: (frames, values) => areRepeated(frames, values.length),
})

/** Several images at most places, and no more times than that. */
function areRepeated(frames: readonly SeriesFrame[], times: number): boolean {
  const positions = positionsOf(frames)
  if (!positions) return false
  const counts = new Map<number, number>()
  for (const position of positions.values()) {
    const at = Math.round(position / SAME_POSITION_MM)
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  const shared = [...counts.values()].filter((count) => count > 1).length
  return counts.size > 1 && shared >= counts.size / 2 && times <= Math.max(...counts.values())
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
