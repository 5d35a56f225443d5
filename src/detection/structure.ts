import type { Look } from './look'

/*
 * A peak of noise on a tendon, on skin or in a vein with a little contrast stands far above the fat around, and is
 * still noise: what it must stand out from is the structure it lies on. The structure is what continues from the peak
 * at half its height.
 */

/**
 * HU of the structure that a candidate lies on, smoothed; undefined when nothing continues beyond the candidate.
 * @param field the values of the window, smoothed
 * @param level what continues is at least this
 * @param ownHu what ends all around and reads at least this is the rest of a faint deposit
 * @param faintHu below this a vessel may lie in pieces: other dense things that are no brighter belong to it
 */
export function structureUnder(
  { window, mask, marks, squaredMm, candidate }: Look,
  field: Float32Array,
  level: number,
  faintHu: number,
  ownHu: number,
): number | undefined {
  const { size, spacing } = window
  const peak = peakIn(field, mask)
  if (peak < 0) return undefined
  const isFaint = candidate.plateauHu < faintHu
  const [ni, nj, nk] = size
  const seen = new Uint8Array(mask.length)
  const stack = [peak]
  seen[peak] = 1
  let [beyond, sum, farthest] = [0, 0, 0]
  let isOpen = false
  const enter = (next: number) => {
    if (seen[next]) return
    seen[next] = 1
    if (field[next] < level || (marks.others[next] && (!isFaint || field[next] > 1.25 * field[peak]))) return
    stack.push(next)
  }
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (squaredMm[index] > BEYOND_MM ** 2) {
      beyond++
      sum += field[index]
      farthest = Math.max(farthest, squaredMm[index])
    }
    const i = index % ni
    const j = Math.floor(index / ni) % nj
    const k = Math.floor(index / (ni * nj))
    if (i === 0 || i === ni - 1 || j === 0 || j === nj - 1 || k === 0 || k === nk - 1) isOpen = true
    if (i > 0) enter(index - 1)
    if (i < ni - 1) enter(index + 1)
    if (j > 0) enter(index - ni)
    if (j < nj - 1) enter(index + ni)
    if (k > 0) enter(index - ni * nj)
    if (k < nk - 1) enter(index + ni * nj)
  }
  if (!isOpen && sum / beyond >= ownHu) return undefined
  const beyondMm3 = beyond * spacing[0] * spacing[1] * spacing[2]
  const goesOn =
    beyondMm3 >= MIN_STRUCTURE_MM3 || (beyondMm3 >= MIN_CORD_MM3 && farthest >= CORD_REACH_MM ** 2)
  return goesOn ? sum / beyond : undefined
}

/** Beyond the candidate's own blur, smoothed once more. */
const BEYOND_MM = 3
const MIN_STRUCTURE_MM3 = 15
/** Or less, if it leads away. */
const MIN_CORD_MM3 = 5
const CORD_REACH_MM = 5.5

export function peakIn(values: Float32Array, mask: Uint8Array): number {
  let best = -1
  for (let index = 0; index < mask.length; index++)
    if (mask[index] && (best < 0 || values[index] > values[best])) best = index
  return best
}

/** Voxels that the mask encloses within its slices, over the voxels of the mask: rings and tubes across the slices. */
export function hollowShare({ window, mask }: Pick<Look, 'window' | 'mask'>): number {
  const [ni, nj, nk] = window.size
  let [holes, own] = [0, 0]
  const open = new Uint8Array(ni * nj)
  const stack: number[] = []
  for (let k = 0; k < nk; k++) {
    const layer = k * ni * nj
    open.fill(0)
    const enter = (at: number) => {
      if (open[at] || mask[layer + at]) return
      open[at] = 1
      stack.push(at)
    }
    for (let i = 0; i < ni; i++) {
      enter(i)
      enter((nj - 1) * ni + i)
    }
    for (let j = 0; j < nj; j++) {
      enter(j * ni)
      enter(j * ni + ni - 1)
    }
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const i = at % ni
      if (i > 0) enter(at - 1)
      if (i < ni - 1) enter(at + 1)
      if (at >= ni) enter(at - ni)
      if (at < ni * (nj - 1)) enter(at + ni)
    }
    for (let at = 0; at < ni * nj; at++) {
      if (mask[layer + at]) own++
      else if (!open[at]) holes++
    }
  }
  return own > 0 ? holes / own : 0
}
