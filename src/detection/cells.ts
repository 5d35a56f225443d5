import { spacingOf, type CtVolume } from './volume'

/*
 * The volume in cells of about 3 mm: mean and standard deviation of each. One pass; everything that asks where
 * the body, the skin and the bones are works on these.
 */

export interface Cells {
  /** Cells along i, j and k; the last ones may hold fewer voxels. */
  readonly size: readonly [number, number, number]
  /** Voxels of a cell along i, j and k. */
  readonly voxels: readonly [number, number, number]
  readonly stepMm: readonly [number, number, number]
  /** HU */
  readonly mean: Int16Array
  /** HU; the noise where a cell holds one tissue. */
  readonly sd: Float32Array
}

const CELL_MM = 3

/** Yields the share that is done. */
export function* cellsOf(volume: CtVolume): Generator<number, Cells> {
  const cells = emptyCells(volume)
  for (let k = 0; k < cells.size[2]; k++) {
    fillLayer(volume, cells, k)
    if ((k & 3) === 3) yield (k + 1) / cells.size[2]
  }
  return cells
}

function emptyCells({ geometry }: CtVolume): Cells {
  const spacing = spacingOf(geometry)
  const along = [0, 1, 2].map((axis) =>
    Math.min(geometry.size[axis], Math.max(1, Math.round(CELL_MM / spacing[axis]))),
  )
  const counts = along.map((voxels, axis) => Math.ceil(geometry.size[axis] / voxels))
  const total = counts[0] * counts[1] * counts[2]
  return {
    size: [counts[0], counts[1], counts[2]],
    voxels: [along[0], along[1], along[2]],
    stepMm: [along[0] * spacing[0], along[1] * spacing[1], along[2] * spacing[2]],
    mean: new Int16Array(total),
    sd: new Float32Array(total),
  }
}

function fillLayer({ values, geometry }: CtVolume, { size, voxels, mean, sd }: Cells, layer: number): void {
  const [ni, nj, nk] = geometry.size
  const [ci, cj] = size
  const [vi, vj, vk] = voxels
  const sums = new Float64Array(ci)
  const squares = new Float64Array(ci)
  for (let cellRow = 0; cellRow < cj; cellRow++) {
    sums.fill(0)
    squares.fill(0)
    const jEnd = Math.min(nj, (cellRow + 1) * vj)
    const kEnd = Math.min(nk, (layer + 1) * vk)
    for (let k = layer * vk; k < kEnd; k++)
      for (let j = cellRow * vj; j < jEnd; j++) addRow(values, (k * nj + j) * ni, ni, vi, sums, squares)
    const rows = (jEnd - cellRow * vj) * (kEnd - layer * vk)
    const line = (layer * cj + cellRow) * ci
    for (let i = 0; i < ci; i++) {
      const count = rows * (Math.min(ni, (i + 1) * vi) - i * vi)
      const average = sums[i] / count
      mean[line + i] = average
      const variance = squares[i] / count - average * average
      sd[line + i] = count > 1 ? Math.sqrt(Math.max(0, (variance * count) / (count - 1))) : 0
    }
  }
}

function addRow(
  values: CtVolume['values'],
  base: number,
  ni: number,
  vi: number,
  sums: Float64Array,
  squares: Float64Array,
): void {
  for (let cell = 0, i = 0; i < ni; cell++) {
    const end = Math.min(ni, i + vi)
    let sum = 0
    let square = 0
    for (; i < end; i++) {
      const value = values[base + i]
      sum += value
      square += value * value
    }
    sums[cell] += sum
    squares[cell] += square
  }
}

export const cellIndex = ({ size }: Cells, i: number, j: number, k: number): number =>
  (k * size[1] + j) * size[0] + i

/** The cell that holds a voxel. */
export function cellAt({ size, voxels }: Cells, i: number, j: number, k: number): number {
  const at = (value: number, axis: number) =>
    Math.min(size[axis] - 1, Math.max(0, Math.floor(value / voxels[axis])))
  return (at(k, 2) * size[1] + at(j, 1)) * size[0] + at(i, 0)
}

/**
 * Distance in mm from every cell's centre to the nearest source cell: chamfer distance with the 26 neighbours'
 * true lengths (Borgefors 1986), at most 9 % too long. `reachMm` where there is none nearer.
 */
export function distancesFrom(
  { size, stepMm }: Pick<Cells, 'size' | 'stepMm'>,
  source: Uint8Array,
  reachMm: number,
): Float32Array {
  const [ni, nj, nk] = size
  const distance = new Float32Array(source.length)
  if (!source.includes(1)) return distance.fill(reachMm)
  for (let index = 0; index < source.length; index++) distance[index] = source[index] ? 0 : reachMm
  const offsets = Int32Array.from(EARLIER, ([i, j, k]) => (k * nj + j) * ni + i)
  const ways = Float64Array.from(EARLIER, ([i, j, k]) =>
    Math.hypot(i * stepMm[0], j * stepMm[1], k * stepMm[2]),
  )
  /** Within the grid's faces no neighbour needs to be asked whether it is there. */
  const relaxInside = (index: number, sign: number) => {
    let best = distance[index]
    if (best === 0) return
    for (let step = 0; step < 13; step++) {
      const through = distance[index + sign * offsets[step]] + ways[step]
      if (through < best) best = through
    }
    distance[index] = best
  }
  const relaxAtFace = (index: number, i: number, j: number, k: number, sign: number) => {
    for (let step = 0; step < 13; step++) {
      const ii = i + sign * EARLIER[step][0]
      const jj = j + sign * EARLIER[step][1]
      const kk = k + sign * EARLIER[step][2]
      if (ii < 0 || jj < 0 || kk < 0 || ii >= ni || jj >= nj || kk >= nk) continue
      const through = distance[index + sign * offsets[step]] + ways[step]
      if (through < distance[index]) distance[index] = through
    }
  }
  const relaxRow = (j: number, k: number, sign: number) => {
    const line = (k * nj + j) * ni
    const isFace = j === 0 || k === 0 || j === nj - 1 || k === nk - 1
    for (let step = 0; step < ni; step++) {
      const i = sign > 0 ? step : ni - 1 - step
      if (isFace || i === 0 || i === ni - 1) relaxAtFace(line + i, i, j, k, sign)
      else relaxInside(line + i, sign)
    }
  }
  for (let k = 0; k < nk; k++) for (let j = 0; j < nj; j++) relaxRow(j, k, 1)
  for (let k = nk - 1; k >= 0; k--) for (let j = nj - 1; j >= 0; j--) relaxRow(j, k, -1)
  return distance
}

/** The 13 neighbours that come before a cell in the order of the array. */
const EARLIER: readonly (readonly [i: number, j: number, k: number])[] = [-1, 0, 1]
  .flatMap((k) => [-1, 0, 1].flatMap((j) => [-1, 0, 1].map((i) => [i, j, k] as const)))
  .slice(0, 13)
