import type { Vec3 } from '../domain/image-plane'
import type { Runs } from './runs'
import type { Shape } from './shape'
import type { Surroundings } from './surroundings'

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
  /** Shares of voxels counted (measure-candidate.ts). */
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
}

/** What was found dense and is not proposed, with the reason; a reader can take it back. */
export interface Excluded {
  readonly runs: Runs
  readonly centre: Vec3
  readonly maxHu: number
  readonly volumeMm3: number
  readonly reason: ExclusionReason
}

export type ExclusionReason =
  | 'metal'
  | 'streak' // contrast no larger than the streaks around metal
  | 'vessel' // blood with contrast medium
  | 'bowel' // bowel with contrast medium
  | 'outsideBody' // table, cushion, clothing
  | 'boneSurface' // a ridge of normal bone
  | 'cartilage' // costal cartilage that ossifies
