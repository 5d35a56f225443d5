import type { Box } from './box'
import { squaredDistances } from './window'

/*
 * What a mask encloses. In a plane of the grid a ring encloses its hole; a shell encloses it in every plane and in
 * space, a tube only in planes across it and with open ends, a flat ring only in its own plane.
 */

export interface Cavity {
  /** Voxels enclosed in a plane of the grid, of any of its three directions, over the voxels of the mask. */
  readonly share: number
  /** Of these, the share that nothing leads into from outside: near 1 for a shell, 0 for an open tube. */
  readonly closedShare: number
  /** Of the planes across the longest axis that hold some of the mask, the share in which it is a ring. */
  readonly ringShare: number
  /** Twice the greatest distance to the mask. */
  readonly widthMm: number
  /** Mean where the distance to the mask is at least 0.6 of the greatest: blur has the least part there. */
  readonly centreHu: number
}

/**
 * @param closed as `enclosedIn` says
 * @param along how far each axis of the grid goes with the longest axis of the candidate
 */
export function cavityOf(box: Box, closed: Uint8Array, along: readonly number[]): Cavity | undefined {
  const enclosed = [0, 1, 2].map((normal) => enclosedIn(box, normal))
  const [ofI, ofJ, ofK] = enclosed
  const hole = ofI.map((value, index) => value | ofJ[index] | ofK[index])
  const holes = count(hole)
  if (holes === 0) return undefined
  const across = along.indexOf(Math.max(...along))
  return {
    share: holes / count(box.mask),
    closedShare: count(hole.map((value, index) => value & closed[index])) / holes,
    ringShare: ringShare(box, enclosed[across], across),
    ...centreOf(box, hole),
  }
}

function count(mask: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < mask.length; index++) sum += mask[index]
  return sum
}

/** Voxels outside the mask from which no way leads to the edge: in space, or within planes of one direction. */
export function enclosedIn({ size: [ni, nj, nk], mask }: Box, normal?: number): Uint8Array {
  const [alongI, alongJ, alongK] = [normal !== 0, normal !== 1, normal !== 2]
  const layer = ni * nj
  const enclosed = mask.map((value) => 1 - value)
  const stack: number[] = []
  const enter = (index: number) => {
    if (!enclosed[index]) return
    enclosed[index] = 0
    stack.push(index)
  }
  for (let k = 0, index = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, index++)
        if (
          (alongI && (i === 0 || i === ni - 1)) ||
          (alongJ && (j === 0 || j === nj - 1)) ||
          (alongK && (k === 0 || k === nk - 1))
        )
          enter(index)
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const i = index % ni
    const j = Math.floor(index / ni) % nj
    if (alongI && i > 0) enter(index - 1)
    if (alongI && i < ni - 1) enter(index + 1)
    if (alongJ && j > 0) enter(index - ni)
    if (alongJ && j < nj - 1) enter(index + ni)
    if (alongK && index >= layer) enter(index - layer)
    if (alongK && index < layer * (nk - 1)) enter(index + layer)
  }
  return enclosed
}

function ringShare({ size, mask }: Box, enclosed: Uint8Array, axis: number): number {
  const stride = [1, size[0], size[0] * size[1]][axis]
  const holds = new Uint8Array(size[axis])
  const rings = new Uint8Array(size[axis])
  for (let index = 0; index < mask.length; index++) {
    const plane = Math.floor(index / stride) % size[axis]
    if (mask[index]) holds[plane] = 1
    else if (enclosed[index]) rings[plane] = 1
  }
  return count(rings) / Math.max(1, count(holds))
}

function centreOf(box: Box, hole: Uint8Array): Pick<Cavity, 'widthMm' | 'centreHu'> {
  const toMask = squaredDistances(box, box.mask)
  let farthest = 0
  for (let index = 0; index < hole.length; index++)
    if (hole[index] && toMask[index] > farthest) farthest = toMask[index]
  let [sum, voxels] = [0, 0]
  for (let index = 0; index < hole.length; index++)
    if (hole[index] && toMask[index] >= 0.6 ** 2 * farthest) {
      sum += box.values[index]
      voxels++
    }
  return { widthMm: 2 * Math.sqrt(farthest), centreHu: sum / voxels }
}
