import type { Box } from './box'

/**
 * Parts of a mask that necks set apart. Depth under the surface has a peak in every lobule and a pass in every neck:
 * voxels are taken from the deepest outwards, and where two parts meet, the one of the lower peak counts by itself
 * when the pass is clearly shallower than its peak (the persistence of a peak; Edelsbrunner et al., Discrete Comput
 * Geom 2002;28:511-533). Waves of the surface have no peaks of their own and do not count.
 *
 * @param depthMm2 squared distance to what is not the mask, 0 outside it
 */
export function lobulesOf({ size, spacing, mask }: Box, depthMm2: Float32Array): number {
  const [ni, nj] = size
  const inside: number[] = []
  for (let index = 0; index < mask.length; index++) if (mask[index]) inside.push(index)
  inside.sort((a, b) => depthMm2[b] - depthMm2[a])
  // Thick slices cut what runs aslant into steps, which are no lobules.
  const leastPeakMm2 = Math.max(MIN_PEAK_MM, 1.5 * Math.max(...spacing)) ** 2
  const part = new Int32Array(mask.length).fill(-1)
  const root = (index: number): number => {
    while (part[index] !== index) index = part[index] = part[part[index]]
    return index
  }
  let lobules = 1
  for (const index of inside) {
    part[index] = index
    // The box has a border of one voxel that is not of the mask: no neighbour lies beyond it.
    for (let dk = -1; dk <= 1; dk++)
      for (let dj = -1; dj <= 1; dj++)
        for (let di = -1; di <= 1; di++) {
          const neighbour = index + (dk * nj + dj) * ni + di
          if (part[neighbour] < 0) continue
          const [one, other] = [root(index), root(neighbour)]
          if (one === other) continue
          // A part is known by its deepest voxel.
          const [higher, lower] = depthMm2[one] >= depthMm2[other] ? [one, other] : [other, one]
          part[lower] = higher
          if (depthMm2[lower] >= leastPeakMm2 && depthMm2[index] <= NECK ** 2 * depthMm2[lower]) lobules++
        }
  }
  return lobules
}

const MIN_PEAK_MM = 2
/** A neck is at most this part of the thickness of the thinner lobule. */
const NECK = 0.7
