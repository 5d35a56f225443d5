import type { Vec3 } from './image-plane'

/* How a volume is cut: the words that layout and viewer share. */

export const PLANE_NAMES = ['axial', 'coronal', 'sagittal'] as const
export type PlaneName = (typeof PLANE_NAMES)[number]

/** Applied to all three planes, one after another. */
export interface Turn {
  /** Unit vector of the patient. */
  readonly about: Vec3
  readonly degrees: number
  /** The plane it was turned in: its picture stays as it is, and the others turn about its line of sight. */
  readonly within?: PlaneName
}

export const SLAB_MODES = ['mip', 'minip', 'mean'] as const
export type SlabMode = (typeof SLAB_MODES)[number]

export interface Slab {
  readonly mode: SlabMode
  /** 0 for a plane without thickness. */
  readonly thicknessMm: number
}

export const NO_SLAB: Slab = { mode: 'mip', thicknessMm: 0 }
