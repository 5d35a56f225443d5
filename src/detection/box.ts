import type { Window } from './window'

/** Mask and values within its bounds and one voxel more, coarser where there would be too many voxels. */
export interface Box extends Window {
  readonly mask: Uint8Array
}

/** A larger box is looked at with every second voxel, along its finest axis first. */
const MAX_BOX_VOXELS = 150_000

export function boxOf(window: Window, mask: Uint8Array, bounds: BoundsAlong): Box {
  const stride = [1, 1, 1]
  const count = (axis: number) => Math.floor((bounds[axis][1] - bounds[axis][0]) / stride[axis]) + 3
  const stepMm = (axis: number) => stride[axis] * window.spacing[axis]
  while (count(0) * count(1) * count(2) > MAX_BOX_VOXELS)
    stride[[0, 1, 2].reduce((a, b) => (stepMm(b) < stepMm(a) ? b : a))] *= 2
  const size = [count(0), count(1), count(2)] as const
  const values = new Float32Array(size[0] * size[1] * size[2])
  const inside = new Uint8Array(values.length)
  const [ni, nj] = window.size
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, to++) {
        const at = [i, j, k].map((step, axis) => bounds[axis][0] + (step - 1) * stride[axis])
        if (at.some((value, axis) => value < 0 || value >= window.size[axis])) continue
        const from = (at[2] * nj + at[1]) * ni + at[0]
        values[to] = window.values[from]
        inside[to] = mask[from]
      }
  return {
    origin: [0, 0, 0],
    size,
    spacing: [stepMm(0), stepMm(1), stepMm(2)],
    values,
    mask: inside,
  }
}

/** First and last voxel of the mask along each axis. */
export type BoundsAlong = readonly (readonly [first: number, last: number])[]

export function boundsIn({ size }: Window, mask: Uint8Array): BoundsAlong {
  const low = [Infinity, Infinity, Infinity]
  const high = [-1, -1, -1]
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index]) continue
    const row = Math.floor(index / size[0])
    const at = [index % size[0], row % size[1], Math.floor(row / size[1])]
    for (let axis = 0; axis < 3; axis++) {
      if (at[axis] < low[axis]) low[axis] = at[axis]
      if (at[axis] > high[axis]) high[axis] = at[axis]
    }
  }
  return low.map((first, axis) => [first, high[axis]] as const)
}
