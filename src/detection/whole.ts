import type { TypicalLevels } from './tissue'
import type { Window } from './window'

/**
 * Where noise or the rays of metal raised the threshold, only the peaks of a faint deposit reached it. Smoothed, the
 * whole of it stands above half its height; that is taken if it ends within the window and is above muscle.
 */
export function wholeOf(
  { size, spacing }: Window,
  seen: Uint8Array,
  others: Uint8Array,
  quiet: Float32Array,
  backgroundHu: number,
  { muscle, noise = 0 }: TypicalLevels,
): Uint8Array {
  const stack: number[] = []
  for (let index = 0; index < seen.length; index++) if (seen[index]) stack.push(index)
  const atLeast = stack.length * MIN_GROWTH
  if (stack.length * spacing[0] * spacing[1] * spacing[2] < MIN_PEAKS_MM3) return seen
  const heights = Float32Array.from(stack, (index) => quiet[index]).sort()
  const half = (backgroundHu + heights[Math.floor(0.7 * heights.length)]) / 2
  if (half < muscle + SMOOTH_SIGMAS * noise) return seen
  const whole = seen.slice()
  const [ni, nj, nk] = size
  let voxels = stack.length
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const i = index % ni
    const j = Math.floor(index / ni) % nj
    const k = Math.floor(index / (ni * nj))
    if (i === 0 || j === 0 || i === ni - 1 || j === nj - 1) return seen
    for (const next of [index - 1, index + 1, index - ni, index + ni, index - ni * nj, index + ni * nj]) {
      if ((next < index - ni && k === 0) || (next > index + ni && k === nk - 1)) continue
      if (whole[next] || others[next] || quiet[next] < half) continue
      whole[next] = 1
      voxels++
      stack.push(next)
    }
  }
  return voxels > atLeast && typicalIn(quiet, whole) >= CALCIUM_HU ? whole : seen
}

function typicalIn(values: Float32Array, mask: Uint8Array): number {
  const sorted = values.filter((_, index) => mask[index]).sort()
  return sorted[sorted.length >> 1]
}

/** Tendons read up to 110. */
const CALCIUM_HU = 130
const MIN_GROWTH = 1.2
const MIN_PEAKS_MM3 = 15
/** Smoothing leaves some 0.4 of the noise: this is 3 σ of what is left. */
const SMOOTH_SIGMAS = 1.2
