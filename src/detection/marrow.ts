import type { Shape } from './shape'

/** Smaller shells on bone are hollow deposits. */
const OSSIFIED_ON_BONE = { hollowShare: 0.3, longestDiameterMm: 24 }

export interface Marrowed {
  readonly kind: 'deposit' | 'attached' | 'ossified'
  readonly shape: Pick<Shape, 'hollowShare' | 'longestDiameterMm'>
}

/** Marrow over calcium, in voxels: of ossification, free or grown onto bone; 0 of all else. */
export function marrowShareOf({ kind, shape }: Marrowed): number {
  const onBone =
    kind === 'attached' &&
    shape.hollowShare >= OSSIFIED_ON_BONE.hollowShare &&
    shape.longestDiameterMm >= OSSIFIED_ON_BONE.longestDiameterMm
  return kind === 'ossified' || onBone ? shape.hollowShare : 0
}
