import { bumpsOf } from './bone-bumps'
import { continuesIntoBone } from './bone-continuity'
import { BALL_MM, coresOf, regrow, type Cores } from './bone-cores'
import { boneGridOf, EMPTY, type BoneGrid } from './bone-grid'
import { smallBonesAmong } from './bone-facing'
import { territoriesOf, type Territory } from './bone-like'
import { eachNeighbour, piecesOn } from './bone-pieces'
import type { Components } from './components'
import { mirrorOf, type Mirror } from './symmetry'
import type { CtVolume } from './volume'

/*
 * The skeleton, segmented from what merely touches it. Dense components of some size are drawn on a grid of
 * 1.5 mm with their marrow filled in, opened by a ball (what the ball cannot enter is a process on the surface),
 * and the parts that the ball fills are looked at one by one: bone has a denser rim than core, calcification has
 * not. So a deposit that touches bone does not vanish with it, whatever its size.
 */

export interface Skeleton {
  readonly grid: BoneGrid
  /** What each cell of the grid belongs to: 0 nothing, BONE, or the number of a part, from 1. */
  readonly owner: Int16Array
  /** Number of the bone of each cell of bone, from 1; 0 elsewhere. Neighbouring bones differ. */
  readonly boneOf: Int16Array
  readonly parts: readonly Part[]
}

export const BONE = -1

/** Something dense that is not of the skeleton but was connected with it, or looks like bone by itself. */
export interface Part {
  readonly number: number
  readonly kind: 'attached' | 'ossified' | 'free'
  /** Indices of its cells in the grid. */
  readonly cells: readonly number[]
  /** How far it stands out from the bone, mm. */
  readonly heightMm: number
}

/** A piece with marrow of this size is skeleton, unless the other side of the body has nothing of the kind. */
const CERTAIN_BONE_MM3 = 15_000
/** Shares of a piece that have their like on the other side: bones nearly all, ossification of soft tissue next to none. */
const MIRRORED_BONE = 0.7
const MIRRORED_OSSIFICATION = 0.25
const MIRRORED_PROCESS = 0.5
const MIRRORED_PIECE = 0.65
/** What is larger and has no like may be the bone of a side that was operated on. */
const LARGEST_OSSIFICATION_MM3 = 40_000
/** Where ossification and bone are one, so much of it may be the bone. */
const MIN_BONY_PART_MM3 = 2000
const MIN_PROCESS_MM3 = 12
const MIN_PROCESS_HEIGHT_MM = 2

export function* skeletonOf(
  volume: CtVolume,
  components: Components,
  isLarge: Uint8Array,
  muscleHu: number,
): Generator<number, Skeleton> {
  const steps = boneGridOf(volume, components, isLarge)
  let step = steps.next()
  while (!step.done) {
    yield 0.5 * step.value
    step = steps.next()
  }
  const grid = step.value
  const cores = coresOf(grid)
  yield 0.6
  regrow(grid, cores, BALL_MM)
  yield 0.8
  const territories = territoriesOf(volume, grid, cores, muscleHu)
  yield 0.9
  const mirror = mirrorBetween(volume, grid, territories)
  yield 0.92
  return yield* divide(volume, grid, cores, territories, mirror)
}

function mirrorBetween(
  volume: CtVolume,
  grid: BoneGrid,
  territories: readonly Territory[],
): Mirror | undefined {
  const like = territories.filter(({ looksLikeBone }) => looksLikeBone)
  const known = like.filter(({ volumeMm3, goesOn }) => goesOn || volumeMm3 >= CERTAIN_BONE_MM3)
  return mirrorOf(
    volume,
    grid,
    known.map(({ cells }) => cells),
    like.map(({ cells }) => cells),
  )
}

function* divide(
  volume: CtVolume,
  grid: BoneGrid,
  { label }: Cores,
  territories: readonly Territory[],
  mirror?: Mirror,
): Generator<number, Skeleton> {
  const { isBone, isOneSided } = skeletal(grid, label, territories, mirror)
  const cellMm3 = grid.stepMm[0] * grid.stepMm[1] * grid.stepMm[2]
  const owner = new Int16Array(label.length)
  const boneOf = new Int16Array(label.length)
  const parts: Part[] = []
  const give = (kind: Part['kind'], cells: readonly number[], heightMm: number) => {
    const number = parts.length + 1
    for (const index of cells) owner[index] = number
    parts.push({ number, kind, cells, heightMm })
  }
  const bonyPart = (cells: readonly number[]): readonly number[] => {
    const part = mirror?.mirroredOf(cells) ?? []
    return part.length * cellMm3 >= MIN_BONY_PART_MM3 ? part : []
  }
  territories.forEach(({ cells }, at) => {
    for (const index of isBone[at] ? cells : isOneSided[at] ? bonyPart(cells) : []) {
      boneOf[index] = at + 1
      owner[index] = BONE
    }
  })
  const isOfBone = (index: number) => owner[index] === BONE
  // A spine or a ramus that the opening cut off: the other side has it too, or, in the middle, its marrow continues.
  const isNormal = (cells: readonly number[]) => {
    if (!mirror) return false
    const likeness = mirror.likenessOf(cells, isOfBone)
    if (likeness !== undefined) return likeness >= MIRRORED_PROCESS
    return mirror.shareOf(cells) === undefined && continuesIntoBone(volume, grid, cells, isOfBone)
  }
  const free = (index: number) => grid.solid[index] !== EMPTY && owner[index] === 0
  for (const { cells, heightMm, footCells } of piecesOn(grid, grid.cells, free, isOfBone)) {
    const isProcess = cells.length * cellMm3 >= MIN_PROCESS_MM3 && heightMm >= MIN_PROCESS_HEIGHT_MM
    if (footCells > 0 && isProcess && !isNormal(cells)) give('attached', cells, heightMm)
    else if (footCells > 0) for (const index of cells) owner[index] = BONE
    else give(territories[label[cells[0]] - 1]?.looksLikeBone ? 'ossified' : 'free', cells, Infinity)
  }
  yield 0.96
  for (const { cells, heightMm } of bumpsOf(grid, boneOf, isOfBone)) {
    if (isNormal(cells)) continue
    const below = partTouching(grid, owner, cells)
    if (below === undefined) give('attached', cells, heightMm)
    else for (const index of cells) owner[index] = below
  }
  return { grid, owner, boneOf, parts }
}

/** The number of an attached part that lies against cells: what stands on the bone under it is its foot. */
function partTouching(grid: BoneGrid, owner: Int16Array, cells: readonly number[]): number | undefined {
  let found: number | undefined
  for (const index of cells)
    eachNeighbour(grid, index, (next) => {
      if (owner[next] > 0) found ??= owner[next]
    })
  return found
}

/**
 * Which territories are skeleton: bone-like, and large, cut by the picture's edge, mirrored on the other side of the
 * body, or facing another bone.
 */
function skeletal(
  grid: BoneGrid,
  label: Int16Array,
  territories: readonly Territory[],
  mirror?: Mirror,
): { readonly isBone: readonly boolean[]; readonly isOneSided: readonly boolean[] } {
  const mirrored = territories.map(({ looksLikeBone, cells }) =>
    looksLikeBone ? mirror?.shareOf(cells) : undefined,
  )
  const isOfHandOrFoot = mirror
    ? territories.map(() => false)
    : smallBonesAmong(grid, label, territories, CERTAIN_BONE_MM3)
  // Against bone that has its like: a knee or a hand may lie another way than the other.
  const isOneSided = territories.map(
    ({ volumeMm3, cells }, at) =>
      volumeMm3 <= LARGEST_OSSIFICATION_MM3 &&
      (mirrored[at] ?? 1) < MIRRORED_OSSIFICATION &&
      touching(grid, label, cells, at).some((other) => (mirrored[other] ?? 0) >= MIRRORED_BONE),
  )
  const certain = territories.map(
    (territory, at) =>
      territory.looksLikeBone &&
      !isOneSided[at] &&
      (territory.volumeMm3 >= CERTAIN_BONE_MM3 ||
        isOfHandOrFoot[at] ||
        (territory.goesOn && !isStretchOfVessel(grid, label, territories, at))),
  )
  const isOfKnown = (index: number) => label[index] > 0 && certain[label[index] - 1]
  // What both sides have may be the disease of both: bone joins known bone, and is the same on the other side.
  const isSameOnBothSides = (at: number) =>
    (mirrored[at] ?? 0) >= MIRRORED_BONE &&
    touching(grid, label, territories[at].cells, at).some((other) => certain[other]) &&
    (mirror?.likenessOf(territories[at].cells, isOfKnown) ?? 0) >= MIRRORED_PIECE
  const order = territories
    .map((_, at) => at)
    .filter((at) => territories[at].looksLikeBone && !territories[at].holdsSoftTissue && !isOneSided[at])
    .sort((a, b) => territories[b].volumeMm3 - territories[a].volumeMm3)
  for (const at of order)
    if (!certain[at])
      certain[at] = isHeldByBone(grid, label, territories[at], certain) || isSameOnBothSides(at)
  return { isBone: certain, isOneSided }
}

/** Calcified stretches of a vessel go on as blood with contrast medium, which has no rim; bone does not. */
function isStretchOfVessel(
  grid: BoneGrid,
  label: Int16Array,
  territories: readonly Territory[],
  at: number,
): boolean {
  const { cells, volumeMm3 } = territories[at]
  if (volumeMm3 > LARGEST_STRETCH_MM3) return false
  return touching(grid, label, cells, at).some((other) => {
    const { looksLikeBone: like, volumeMm3: mm3, goesOn } = territories[other]
    return !like && goesOn && mm3 > SHORTEST_STRETCH * volumeMm3
  })
}

/** Which other territories lie against the cells of one. */
function touching(grid: BoneGrid, label: Int16Array, cells: readonly number[], at: number): number[] {
  const beyond = new Set<number>()
  for (const index of cells)
    eachNeighbour(grid, index, (next) => {
      if (label[next] > 0 && label[next] !== at + 1) beyond.add(label[next] - 1)
    })
  return [...beyond]
}

const LARGEST_STRETCH_MM3 = 6000
const SHORTEST_STRETCH = 0.3

/** More than a third of its surface lies against bone that is known: a part of it that the opening cut off. */
function isHeldByBone(grid: BoneGrid, label: Int16Array, { cells }: Territory, certain: readonly boolean[]) {
  const [ni, nj, nk] = grid.size
  const offsets = [-1, 1, -ni, ni, -ni * nj, ni * nj]
  let [surface, held] = [0, 0]
  for (const index of cells) {
    const k = Math.floor(index / (ni * nj))
    if (k === 0 || k === nk - 1) continue
    for (const offset of offsets) {
      const other = label[index + offset]
      if (other === label[index]) continue
      surface++
      if (other && certain[other - 1]) held++
    }
  }
  return held > 0.33 * surface
}
