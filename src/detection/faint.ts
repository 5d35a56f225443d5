import type { Cells } from './cells'
import type { Components } from './components'
import type { Search } from './look'
import { boundsOf, voxelCount } from './runs'
import type { Seed } from './seeds'
import { fatMuscleBorder, TISSUE, type TissueLevels } from './tissue'
import type { CtVolume } from './volume'
import { cutWindow, runsOfMaskIn } from './window'

/*
 * In a noisy picture the threshold lies high above fat, and noise may leave no two voxels of a grain above it. A
 * grain in fat still stands out of the fat: its cell of 3 mm is uneven, and one voxel is many σ above the tissue
 * around. So fat is looked at by itself, against its own level.
 */

/** With less noise the threshold of the search finds what reaches it. */
const MIN_NOISE_HU = 4
/** In thicker slices a grain fades. */
const MAX_STEP_MM = 4
/** The deviation within the cell over that of noise. */
const MIN_UNEVEN = 1.3
/** Of the 26 cells around, this many are fat. */
const MIN_FAT_AROUND = 15
/** The highest voxel over fat. */
const MIN_SIGMAS = 5
/** The mean of it and its neighbours over fat. */
const MIN_MEAN_SIGMAS = 1
/** Noise may take this much from what reaches the threshold. */
const SIGMAS_BELOW = 1.5
const REACH_MM = 4

/**
 * Grains in fat that no seed holds yet.
 * @param thresholdHu asked for: what is fainter without noise is not looked for
 */
export function faintSeeds(search: Search, seeds: readonly Seed[], thresholdHu: number): Seed[] {
  const { volume, components, scene } = search
  const { cells, place, levels } = scene.body
  if (levels.noise < MIN_NOISE_HU || Math.max(...cells.stepMm) > MAX_STEP_MM) return []
  const border = fatMuscleBorder(levels)
  const isFat = (index: number) => place[index] === TISSUE && cells.mean[index] < border
  const level = Math.max(thresholdHu - SIGMAS_BELOW * levels.noise, levels.fat + MIN_SIGMAS * levels.noise)
  const seen = new Set(seeds.map(({ component }) => component))
  const tops: number[] = []
  const [ni, nj, nk] = cells.size
  for (let k = 1; k < nk - 1; k++)
    for (let j = 1; j < nj - 1; j++)
      for (let i = 1; i < ni - 1; i++) {
        const index = (k * nj + j) * ni + i
        if (place[index] !== TISSUE || cells.sd[index] < MIN_UNEVEN * levels.noise) continue
        if (fatAround(cells.size, index, isFat) < MIN_FAT_AROUND) continue
        const top = highestIn(volume, cells, i, j, k)
        if (volume.values[top] < level || !standsUp(volume, top, levels)) continue
        if (!seen.has(componentAt(components, volume, top))) tops.push(top)
      }
  return tops.flatMap((top) => grainAt(volume, top, levels.fat, thresholdHu - levels.noise))
}

function fatAround([ni, nj]: readonly number[], index: number, isFat: (index: number) => boolean): number {
  let fat = 0
  for (let dk = -1; dk <= 1; dk++)
    for (let dj = -1; dj <= 1; dj++)
      for (let di = -1; di <= 1; di++) if (isFat(index + (dk * nj + dj) * ni + di)) fat++
  return fat
}

/** Index of the highest voxel of a cell. */
function highestIn({ values, geometry }: CtVolume, { voxels }: Cells, ci: number, cj: number, ck: number) {
  const [ni, nj, nk] = geometry.size
  const [i0, j0, k0] = [ci * voxels[0], cj * voxels[1], ck * voxels[2]]
  let best = (k0 * nj + j0) * ni + i0
  for (let k = k0; k < Math.min(nk, k0 + voxels[2]); k++)
    for (let j = j0; j < Math.min(nj, j0 + voxels[1]); j++)
      for (let i = i0; i < Math.min(ni, i0 + voxels[0]); i++) {
        const index = (k * nj + j) * ni + i
        if (values[index] > values[best]) best = index
      }
  return best
}

/** Whether no neighbour is higher and their mean is above fat too: a grain is more than one voxel. */
function standsUp({ values, geometry }: CtVolume, top: number, levels: TissueLevels): boolean {
  const [ni, nj, nk] = geometry.size
  const [i, j, k] = [top % ni, Math.floor(top / ni) % nj, Math.floor(top / (ni * nj))]
  if (i === 0 || j === 0 || k === 0 || i === ni - 1 || j === nj - 1 || k === nk - 1) return false
  let sum = 0
  for (let dk = -1; dk <= 1; dk++)
    for (let dj = -1; dj <= 1; dj++)
      for (let di = -1; di <= 1; di++) {
        const value = values[top + (dk * nj + dj) * ni + di]
        if (value > values[top]) return false
        sum += value
      }
  return sum / 27 >= levels.fat + MIN_MEAN_SIGMAS * levels.noise
}

/** The component of a voxel, -1 for none. */
function componentAt({ runs }: Components, { geometry }: CtVolume, index: number): number {
  const row = Math.floor(index / geometry.size[0])
  const i = index - row * geometry.size[0]
  for (let run = runs.rowAt[row]; run < runs.rowAt[row + 1]; run++)
    if (i >= runs.start[run] && i < runs.end[run]) return runs.label[run]
  return -1
}

/** The voxels about a top that reach half its height over fat; none where it is no top or leads on. */
function grainAt(volume: CtVolume, top: number, fatHu: number, leastHu: number): Seed[] {
  const [ni, nj] = volume.geometry.size
  const [i, j, k] = [top % ni, Math.floor(top / ni) % nj, Math.floor(top / (ni * nj))]
  const window = cutWindow(volume, [i, i, j, j, k, k], REACH_MM)
  const [wi, wj, wk] = window.size
  const maxHu = volume.values[top]
  const half = (maxHu + fatHu) / 2
  const mask = new Uint8Array(window.values.length)
  const first = ((k - window.origin[2]) * wj + j - window.origin[1]) * wi + i - window.origin[0]
  const stack = [first]
  mask[first] = 1
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const x = index % wi
    const y = Math.floor(index / wi) % wj
    const z = Math.floor(index / (wi * wj))
    if (window.values[index] > maxHu || x === 0 || y === 0 || x === wi - 1 || y === wj - 1) return []
    for (const next of [index - 1, index + 1, index - wi, index + wi, index - wi * wj, index + wi * wj]) {
      if ((next < index - wi && z === 0) || (next > index + wi && z === wk - 1)) continue
      if (mask[next] || window.values[next] < half) continue
      mask[next] = 1
      stack.push(next)
    }
  }
  const runs = runsOfMaskIn(window, mask)
  const bounds = boundsOf(runs)
  if (!bounds) return []
  return [
    {
      kind: 'deposit',
      runs,
      bounds,
      voxels: voxelCount(runs),
      maxHu,
      component: -1,
      part: 0,
      heightMm: Infinity,
      leastHu,
    },
  ]
}
