import type { ExclusionReason } from './candidate'
import type { Look, Search } from './evaluate'
import { METAL_HU } from './volume'

const MIN_SIGNIFICANCE = 5.5

export function isNoise({ candidate }: Look, _: Search): boolean {
  return candidate.significance < MIN_SIGNIFICANCE
}

/** Why a dense thing is not proposed; undefined when it is. */
export function exclusionOf({ candidate }: Look, _: Search): ExclusionReason | undefined {
  const { shell } = candidate.surroundings
  if (candidate.maxHu >= METAL_HU) return 'metal'
  if (shell.fat + shell.muscle < 0.15 && shell.bone < 0.3) return 'outsideBody'
  return undefined
}
