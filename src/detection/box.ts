import type { Window } from './window'

/** Mask and values within its bounds and one voxel more, coarser where there would be too many voxels. */
export interface Box extends Window {
  readonly mask: Uint8Array
}

/** A larger box is looked at with every second voxel, along its finest axis first. */
const MAX_BOX_VOXELS = 100_000

export function boxOf(window: Window, mask: Uint8Array, bounds: BoundsAlong): Box {
  const stride = [1, 1, 1]
  const count = (axis: number) => Math.floor((bounds[axis][1] - bounds[axis][0]) / stride[axis]) + 3
  const stepMm = (axis: number) => stride[axis] * window.spacing[axis]
  while (count(0) * count(1) * count(2) > MAX_BOX_VOXELS)
    stride[[0, 1, 2].reduce((a, b) => (stepMm(b) < stepMm(a) ? b : a))] *= 2
  const size = [count(0), count(1), count(2)] as const
  const values = new Float32Array(size[0] * size[1] * size[2])
  const inside = new Uint8Array(values.length)
  const places = [0, 1, 2].map((axis) =>
    Array.from({ length: size[axis] }, (_, step) => bounds[axis][0] + (step - 1) * stride[axis]).map((at) =>
      at >= 0 && at < window.size[axis] ? at : -1,
    ),
  )
  const [ni, nj] = window.size
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, to++) {
        const x = places[0][i]
        const y = places[1][j]
        const z = places[2][k]
        if (x < 0 || y < 0 || z < 0) continue
        const from = (z * nj + y) * ni + x
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
