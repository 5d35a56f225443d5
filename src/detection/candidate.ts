import type { Vec3 } from '../domain/image-plane'
import type { Form } from './form'
import type { Runs } from './runs'
import type { Shape } from './shape'
import type { Shell, Surroundings } from './surroundings'

/** A deposit lies free in soft tissue; attached touches the skeleton; ossified has marrow and a rim like bone. */
export type CandidateKind = 'deposit' | 'attached' | 'ossified'

/** One calcification that the search proposes. Nothing is accepted by itself. */
export interface Candidate {
  readonly id: number
  readonly kind: CandidateKind
  /** Voxels that are at least half calcium. */
  readonly runs: Runs
  /** Patient mm, weighted by the calcium in each voxel. */
  readonly centre: Vec3
  /** Shares of voxels counted (measure-candidate.ts); of ossification with its marrow. */
  readonly volumeMm3: number
  /** HU over the voxels of `runs`. */
  readonly meanHu: number
  readonly maxHu: number
  readonly sdHu: number
  /** HU of the calcium without its surroundings' share, and how it was come by. */
  readonly plateauHu: number
  readonly plateauFrom: 'core' | 'peak'
  /** HU of what it lies in. */
  readonly backgroundHu: number
  /** σ of the noise around it, HU. */
  readonly noiseHu: number
  /** Smoothed contrast over the noise of the same smoothing. */
  readonly significance: number
  readonly shape: Shape
  readonly surroundings: Surroundings
  /** How far an attached candidate stands out from the bone, mm; undefined for others. */
  readonly heightMm?: number
  /** Undefined for what is attached to bone: where it was cut from the bone gives it its form. */
  readonly form?: Form
}

/**
 * One calcification in one frame of a CT that is no volume. It has an area and no volume, and how far it reaches
 * beyond its frame nobody knows; nor does one frame tell how far skin, bone or a joint really are.
 */
export interface SliceCandidate {
  readonly id: number
  /** The frame, in the order of its series, from 0; all of `runs` lie in it. */
  readonly sliceIndex: number
  readonly kind: CandidateKind
  /** Pixels that are at least half calcium. */
  readonly runs: Runs
  /** Column and row, (0, 0) the outer corner of the first pixel. */
  readonly centre: readonly [column: number, row: number]
  /** What the file gives no spacing for has neither area nor diameter. */
  readonly size?: SliceSize
  readonly meanHu: number
  readonly maxHu: number
  readonly sdHu: number
  readonly backgroundHu: number
  readonly noiseHu: number
  readonly significance: number
  /** Longest over shortest axis in the frame, and the longest's direction in pixels. */
  readonly elongation: number
  readonly axis: readonly [column: number, row: number]
  /** Shares of the tissue within 5 mm in the frame, without what is dense otherwise; they add up to 1. */
  readonly shell: Shell
}

export interface SliceSize {
  readonly areaMm2: number
  readonly longestDiameterMm: number
}

export type AnyCandidate = Candidate | SliceCandidate

export const isInOneSlice = (candidate: AnyCandidate): candidate is SliceCandidate =>
  'sliceIndex' in candidate

/** Undefined where the file gives no spacing. */
export const longestDiameterOf = (candidate: AnyCandidate): number | undefined =>
  isInOneSlice(candidate) ? candidate.size?.longestDiameterMm : candidate.shape.longestDiameterMm

/** What was found dense and is not proposed, with the reason; a reader can take it back. */
export interface Excluded {
  readonly runs: Runs
  readonly centre: Vec3
  readonly maxHu: number
  readonly volumeMm3: number
  readonly reason: ExclusionReason
}

/** The same in one frame. */
export interface SliceExcluded {
  readonly sliceIndex: number
  readonly runs: Runs
  readonly maxHu: number
  readonly areaMm2?: number
  readonly reason: ExclusionReason
}

export type ExclusionReason =
  | 'metal'
  | 'vessel' // blood with contrast medium
  | 'bowel' // bowel with contrast medium
  | 'outsideBody' // table, cushion, clothing
  | 'boneSurface' // a ridge of normal bone
  | 'cartilage' // costal cartilage that ossifies
  | 'likeBone' // in one frame: dense around something darker, as bone is, and a ring of calcium
