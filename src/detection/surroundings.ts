import { cellAt, type Cells } from './cells'
import type { BoneDistances } from './joints'
import { gridIndex } from './bone-grid'
import type { Runs } from './runs'
import { BONE, type Skeleton } from './skeleton'
import { fatMuscleBorder, OUTSIDE, TISSUE, type Body } from './tissue'
import type { Window } from './window'

/** Shares of the tissue within 5 mm of a candidate's surface; they add up to 1. */
export interface Shell {
  readonly fat: number
  readonly muscle: number
  readonly bone: number
  readonly air: number
}

export interface Surroundings {
  readonly shell: Shell
  /** Share of the shell that is denser than muscle and no bone: tendon, ligament, cartilage, contrast. */
  readonly fibrousShare: number
  /** Share of the shell that is air within the body. */
  readonly gasShare: number
  /** It lies in the wall or the lumen of a vessel that contrast medium shows. */
  readonly inVessel: boolean
  /** From the candidate's nearest voxel to the air around the body, mm. */
  readonly skinMm: number
  /** From the candidate's nearest voxel to the skeleton, mm. */
  readonly boneMm: number
  /** From the candidate's nearest voxel to the nearest joint, mm; found on a grid of 3 mm. */
  readonly jointMm: number
  /** Muscle and fat on the way from where it lies nearest to the skin, beyond the skin's own 3 mm, mm. */
  readonly muscleToSkinMm: number
  readonly fatToSkinMm: number
}

const SHELL_MM = 5
/** Nearer than this a voxel holds the candidate's own blur. */
const BLUR_MM = 1.5
const AIR_HU = -350
/** Above muscle by this much: tendon reads 90 to 120 HU. */
const FIBROUS_ABOVE_MUSCLE_HU = 24
const BONE_HU = 150

export interface Scene {
  readonly body: Body
  readonly skeleton: Skeleton
  readonly bones: BoneDistances
}

/**
 * @param quiet the window's values, smoothed against noise
 * @param squaredMm squared distance of each voxel of the window to the candidate
 * @param runs the candidate's voxels, in the volume's indices
 */
export function surroundingsOf(
  window: Window,
  quiet: Float32Array,
  squaredMm: Float32Array,
  others: Uint8Array,
  runs: Runs,
  scene: Scene,
): Omit<Surroundings, 'inVessel'> {
  const { airMm2, boneMm2, ...around } = lookAround(window, quiet, squaredMm, others, scene)
  const { body, bones } = scene
  const own = cellsHolding(body.cells, runs)
  return {
    ...around,
    skinMm: nearestOf(airMm2, leastOf(body.skinMm, own)),
    boneMm: nearestOf(boneMm2, leastOf(bones.boneMm, own)),
    jointMm: leastOf(bones.jointMm, own),
    ...wayToSkin(scene, own),
  }
}

/** What lies as near as this to a candidate is in its window, and its distance there is exact. */
const EXACT_MM = 7

const nearestOf = (squaredMm: number, onGridMm: number): number =>
  squaredMm <= EXACT_MM ** 2 ? Math.sqrt(squaredMm) : Math.min(Math.sqrt(squaredMm), onGridMm)

/** The cells of 3 mm that hold voxels of a candidate. */
function cellsHolding(cells: Cells, runs: Runs): number[] {
  const own = new Set<number>()
  for (let at = 0; at < runs.length; at += 4) {
    const first = cellAt(cells, runs[at + 2], runs[at + 1], runs[at])
    const last = cellAt(cells, runs[at + 2] + runs[at + 3] - 1, runs[at + 1], runs[at])
    for (let cell = first; cell <= last; cell++) own.add(cell)
  }
  return [...own]
}

const leastOf = (distances: Float32Array, own: readonly number[]): number =>
  own.reduce((least, cell) => Math.min(least, distances[cell]), Infinity)

function lookAround(
  window: Window,
  quiet: Float32Array,
  squaredMm: Float32Array,
  others: Uint8Array,
  { body, skeleton }: Scene,
) {
  const [ni, nj] = window.size
  const border = fatMuscleBorder(body.levels)
  const fibrousHu = body.levels.muscle + FIBROUS_ABOVE_MUSCLE_HU
  const counts = { fat: 0, muscle: 0, bone: 0, air: 0, fibrous: 0, gas: 0 }
  let [airMm2, boneMm2] = [Infinity, Infinity]
  for (let index = 0; index < squaredMm.length; index++) {
    const mm2 = squaredMm[index]
    if (mm2 === 0) continue
    const i = window.origin[0] + (index % ni)
    const j = window.origin[1] + (Math.floor(index / ni) % nj)
    const k = window.origin[2] + Math.floor(index / (ni * nj))
    const value = window.values[index]
    const isBone = value >= BONE_HU && skeleton.owner[gridIndex(skeleton.grid, i, j, k)] === BONE
    if (isBone && mm2 < boneMm2) boneMm2 = mm2
    const isAir = value < AIR_HU
    const isAround = isAir && isOutside(body, i, j, k)
    if (isAround && mm2 < airMm2) airMm2 = mm2
    if (mm2 > SHELL_MM ** 2 || mm2 < BLUR_MM ** 2) continue
    if (isBone) counts.bone++
    else if (isAir) {
      counts.air++
      if (!isAround) counts.gas++
    } else if (others[index]) continue
    else if (quiet[index] < border) counts.fat++
    else {
      counts.muscle++
      if (quiet[index] >= fibrousHu) counts.fibrous++
    }
  }
  const total = Math.max(1, counts.fat + counts.muscle + counts.bone + counts.air)
  return {
    shell: {
      fat: counts.fat / total,
      muscle: counts.muscle / total,
      bone: counts.bone / total,
      air: counts.air / total,
    },
    fibrousShare: counts.fibrous / total,
    gasShare: counts.gas / total,
    airMm2,
    boneMm2,
  }
}

/** Whether the air at a voxel is that around the body: its cell of 3 mm, or one beside it, is outside. */
function isOutside({ cells, place }: Body, i: number, j: number, k: number): boolean {
  const at = cellAt(cells, i, j, k)
  if (place[at] !== TISSUE) return place[at] === OUTSIDE
  const [ni] = cells.size
  return [at - 1, at + 1, at - ni, at + ni].some((other) => place[other] === OUTSIDE)
}

/**
 * The way to the skin from where a candidate lies nearest to it, down the distances of the 3 mm grid, and what lies
 * on it. Its own blur reaches into the first 3 mm; the last 3 mm are skin, whatever they read.
 *
 * @param own the cells that hold the candidate
 */
function wayToSkin({ body }: Scene, own: readonly number[]) {
  const { cells, skinMm } = body
  const [ni, nj, nk] = cells.size
  const border = fatMuscleBorder(body.levels)
  let at = own.reduce((nearest, cell) => (skinMm[cell] < skinMm[nearest] ? cell : nearest), own[0])
  let [muscleToSkinMm, fatToSkinMm] = [0, 0]
  for (let turn = 0; turn < 120 && skinMm[at] > 0; turn++) {
    const k = Math.floor(at / (ni * nj))
    const j = Math.floor(at / ni) - k * nj
    const i = at % ni
    let best = at
    for (let dk = -1; dk <= 1; dk++)
      for (let dj = -1; dj <= 1; dj++)
        for (let di = -1; di <= 1; di++) {
          const [x, y, z] = [i + di, j + dj, k + dk]
          if (x < 0 || y < 0 || z < 0 || x >= ni || y >= nj || z >= nk) continue
          const next = (z * nj + y) * ni + x
          if (skinMm[next] < skinMm[best]) best = next
        }
    if (best === at) break
    const step = skinMm[at] - skinMm[best]
    at = best
    if (skinMm[at] < 4.5 || turn === 0) continue
    if (cells.mean[at] >= border) muscleToSkinMm += step
    else fatToSkinMm += step
  }
  return { muscleToSkinMm, fatToSkinMm }
}
