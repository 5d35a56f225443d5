import { dot, subtract, type Vec3 } from '../domain/image-plane'
import { voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'
import {
  isInOneSlice,
  longestDiameterOf,
  type AnyCandidate,
  type Candidate,
  type SliceCandidate,
} from './candidate'
import { eachRun, runsOf, union, voxelCount, type Run, type Runs } from './runs'

/*
 * What a reader does with candidates, as pure functions over a list: nothing is changed in place, so that every
 * step can be undone by keeping the list before it.
 */

export type Decision = 'open' | 'accepted' | 'rejected'

export interface ListedCandidate {
  readonly candidate: AnyCandidate
  readonly decision: Decision
  /** Voxels of what the search had excluded, and the reader restored as this candidate or as a part of it. */
  readonly restored?: readonly Runs[]
}

export type CandidateList = readonly ListedCandidate[]

export const listed = (candidates: readonly AnyCandidate[]): CandidateList =>
  candidates.map((candidate) => ({ candidate, decision: 'open' }))

/** An exclusion as an open candidate; the list stays as it is when it has been restored before. @param excluded its voxels */
export const restore = (list: CandidateList, candidate: AnyCandidate, excluded: Runs): CandidateList =>
  isRestored(list, excluded) ? list : [...list, { candidate, decision: 'open', restored: [excluded] }]

/** Told by the voxels that the search gave, also after they were merged with others, cut or rejected. */
export const isRestored = (list: CandidateList, excluded: Runs): boolean =>
  list.some(({ restored }) => restored?.includes(excluded))

export const open = (list: CandidateList): AnyCandidate[] => decided(list, 'open')
export const accepted = (list: CandidateList): AnyCandidate[] => decided(list, 'accepted')

const decided = (list: CandidateList, decision: Decision): AnyCandidate[] =>
  list.filter((item) => item.decision === decision).map(({ candidate }) => candidate)

export const accept = (list: CandidateList, ids: ReadonlySet<number>): CandidateList =>
  decide(list, ids, 'accepted')
export const reject = (list: CandidateList, ids: ReadonlySet<number>): CandidateList =>
  decide(list, ids, 'rejected')
export const reopen = (list: CandidateList, ids: ReadonlySet<number>): CandidateList =>
  decide(list, ids, 'open')

function decide(list: CandidateList, ids: ReadonlySet<number>, decision: Decision): CandidateList {
  return list.map((item) => (ids.has(item.candidate.id) ? { ...item, decision } : item))
}

/** Measures a set of voxels as the search would; undefined when it holds nothing. */
export type Remeasure = (runs: Runs, id: number, kind: Candidate['kind']) => AnyCandidate | undefined

/** One candidate of several, in the place of the first. The list stays as it is with fewer than two. */
export function merge(list: CandidateList, ids: ReadonlySet<number>, remeasure: Remeasure): CandidateList {
  const chosen = list.filter(({ candidate }) => ids.has(candidate.id))
  if (chosen.length < 2) return list
  const runs = chosen.map(({ candidate }) => candidate.runs).reduce(union)
  const [{ candidate: first }] = chosen
  const kind = chosen.some(({ candidate }) => candidate.kind === 'attached') ? 'attached' : first.kind
  const merged = remeasure(runs, nextId(list), kind)
  if (!merged) return list
  return list.flatMap((item): CandidateList => {
    if (!ids.has(item.candidate.id)) return [item]
    if (item.candidate.id !== first.id) return []
    const restored = chosen.flatMap((one) => one.restored ?? [])
    return [{ candidate: merged, decision: 'open', ...(restored.length > 0 && { restored }) }]
  })
}

/**
 * A candidate cut in two by parts of its voxels (drawn by the reader, or `pieces` after erasing), each measured
 * anew. The list stays as it is when fewer than two parts hold anything.
 */
export function split(
  list: CandidateList,
  id: number,
  parts: readonly Runs[],
  remeasure: Remeasure,
): CandidateList {
  const at = list.findIndex(({ candidate }) => candidate.id === id)
  const filled = parts.filter((runs) => voxelCount(runs) > 0)
  if (at < 0 || filled.length < 2) return list
  const { candidate: whole, restored } = list[at]
  const { kind } = whole
  const made = filled.flatMap((runs, index) => remeasure(runs, nextId(list) + index, kind) ?? [])
  if (made.length < 2) return list
  return [
    ...list.slice(0, at),
    ...made.map((candidate): ListedCandidate => ({
      candidate,
      decision: 'open',
      ...(restored && { restored }),
    })),
    ...list.slice(at + 1),
  ]
}

/**
 * The two sides of a plane through a candidate's voxels, in patient mm: with the centre and the longest axis of a
 * candidate, its halves. Voxels whose centres lie on the plane go with the first.
 */
export function sidesOf(runs: Runs, geometry: VolumeGeometry, point: Vec3, normal: Vec3): [Runs, Runs] {
  const sides: [Run[], Run[]] = [[], []]
  for (const [k, j, i, length] of eachRun(runs))
    for (let x = i; x < i + length; x++) {
      const side = dot(subtract(voxelToPatient(geometry, [x, j, k]), point), normal) <= 0 ? 0 : 1
      sides[side].push([k, j, x, 1])
    }
  return [runsOf(sides[0]), runsOf(sides[1])]
}

/** The two sides of a line through a section's centre, across its longest axis. */
export function sidesInSlice({ runs, centre, axis }: SliceCandidate): [Runs, Runs] {
  const sides: [Run[], Run[]] = [[], []]
  for (const [k, row, column, length] of eachRun(runs))
    for (let x = column; x < column + length; x++) {
      const along = (x + 0.5 - centre[0]) * axis[0] + (row + 0.5 - centre[1]) * axis[1]
      sides[along <= 0 ? 0 : 1].push([k, row, x, 1])
    }
  return [runsOf(sides[0]), runsOf(sides[1])]
}

const nextId = (list: CandidateList): number =>
  list.reduce((highest, { candidate }) => Math.max(highest, candidate.id), 0) + 1

/** Ids of those that pass; for bulk decisions by size, place or suggestion. */
export const idsWhere = (list: CandidateList, test: (candidate: AnyCandidate) => boolean): Set<number> =>
  new Set(list.filter(({ candidate }) => test(candidate)).map(({ candidate }) => candidate.id))

/** What has no size in mm is never smaller. */
export const isSmallerThan =
  (mm: number) =>
  (candidate: AnyCandidate): boolean =>
    (longestDiameterOf(candidate) ?? Infinity) < mm

/** Whether the centre lies within a box in patient mm, corners in any order; single slices are no part of one. */
export const isWithin =
  (a: Vec3, b: Vec3) =>
  (candidate: AnyCandidate): boolean =>
    !isInOneSlice(candidate) &&
    candidate.centre.every(
      (value, axis) => value >= Math.min(a[axis], b[axis]) && value <= Math.max(a[axis], b[axis]),
    )
