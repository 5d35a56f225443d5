import { cellAt, type Cells } from './cells'
import { TISSUE, type Body } from './tissue'
import type { CtVolume } from './volume'
import { cutWindow, smoothed } from './window'

/** Half the width of the smallest deposit that must be found, 2 mm, after the blur of the picture. */
export const SMOOTH_MM = 0.8
const SOFT = [-160, 130] as const
const PLACES = 240
const MARGIN_MM = 4

/**
 * How much of the noise is left after smoothing, measured in this very picture: neighbouring voxels share noise,
 * in a way that depends on kernel, pixel size and slice distance, so no formula gives it.
 */
export function smoothNoiseShare(volume: CtVolume, body: Body): number {
  const rests: number[] = []
  for (const centre of uniformPlaces(body)) {
    const window = cutWindow(
      volume,
      [centre[0], centre[0], centre[1], centre[1], centre[2], centre[2]],
      MARGIN_MM,
    )
    const soft = smoothed(window, SMOOTH_MM)
    const [i, j, k] = centre.map((at, axis) => at - window.origin[axis])
    const middle = soft[(k * window.size[1] + j) * window.size[0] + i]
    rests.push(middle - median([...window.values]))
  }
  if (rests.length < 30) return TYPICAL_SHARE
  const spread = 1.4826 * median(rests.map(Math.abs))
  return Math.min(1, Math.max(0.08, spread / body.levels.noise))
}

/** Of a soft kernel at pixels of 0.75 mm. */
const TYPICAL_SHARE = 0.4

/** Voxels in the middle of 3 × 3 × 3 cells of one tissue, spread over the volume. */
function uniformPlaces({ cells, place, levels }: Body): [number, number, number][] {
  const [ni, nj, nk] = cells.size
  const isCalm = (index: number) =>
    place[index] === TISSUE &&
    cells.mean[index] > SOFT[0] &&
    cells.mean[index] < SOFT[1] &&
    cells.sd[index] < 1.5 * levels.noise + 1
  const calm: number[] = []
  for (let index = 0; index < place.length; index++) {
    const i = index % ni
    const j = Math.floor(index / ni) % nj
    if (i === 0 || j === 0 || i === ni - 1 || j === nj - 1 || !isCalm(index)) continue
    if (isCalm(index - 1) && isCalm(index + 1) && isCalm(index - ni) && isCalm(index + ni)) calm.push(index)
  }
  const stride = Math.max(1, Math.floor(calm.length / PLACES))
  return calm
    .filter((_, at) => at % stride === 0)
    .map((index) => {
      const k = Math.floor(index / (ni * nj))
      const at = [index % ni, Math.floor(index / ni) % nj, Math.min(k, nk - 1)]
      return at.map((cell, axis) => cell * cells.voxels[axis] + (cells.voxels[axis] >> 1)) as [
        number,
        number,
        number,
      ]
    })
}

/** Without metal noise is nowhere in a picture as many times the usual. */
const MAX_NOISE = 2.5

/** σ of the noise about a voxel: the lower middle of the deviations of the soft cells within 12 mm. */
export function noiseAt({ cells, place, levels, hasMetal }: Body, i: number, j: number, k: number): number {
  const [ni, nj, nk] = cells.size
  const centre = cellAt(cells, i, j, k)
  const ck = Math.floor(centre / (ni * nj))
  const cj = Math.floor(centre / ni) - ck * nj
  const ci = centre % ni
  const [ri, rj, rk] = cells.stepMm.map((mm) => Math.max(1, Math.round(12 / mm)))
  const found: number[] = []
  for (let z = Math.max(0, ck - rk); z <= Math.min(nk - 1, ck + rk); z++)
    for (let y = Math.max(0, cj - rj); y <= Math.min(nj - 1, cj + rj); y++)
      for (let x = Math.max(0, ci - ri); x <= Math.min(ni - 1, ci + ri); x++) {
        const index = (z * nj + y) * ni + x
        const mean = cells.mean[index]
        if (place[index] === TISSUE && mean > SOFT[0] && mean < SOFT[1]) found.push(cells.sd[index])
      }
  if (found.length < 8) return levels.noise
  found.sort((a, b) => a - b)
  const lowerMiddle = found[Math.floor(0.35 * found.length)]
  // Between small bones and tendons no cell is of one tissue.
  const most = hasMetal ? Infinity : MAX_NOISE * levels.noise
  return Math.max(1, 0.7 * levels.noise, Math.min(lowerMiddle, most))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

export const isSoftCell = ({ mean }: Cells, index: number): boolean =>
  mean[index] > SOFT[0] && mean[index] < SOFT[1]
