import { voxelToPatient } from '../domain/volume-geometry'
import type { Candidate } from './candidate'
import type { Components } from './components'
import { measure, type Marks } from './measure-candidate'
import { noiseAt, SMOOTH_MM } from './noise'
import { gridIndex } from './skeleton'
import { shapeOf } from './shape'
import type { Seed } from './seeds'
import { surroundingsOf, wayToSkin, type Scene } from './surroundings'
import type { CtVolume } from './volume'
import { cutWindow, rasterised, runsOfMaskIn, smoothed, type Window } from './window'

export interface Search {
  readonly volume: CtVolume
  readonly components: Components
  readonly isLarge: Uint8Array
  readonly scene: Scene
  /** What smoothing by SMOOTH_MM leaves of the noise. */
  readonly noiseShare: number
}

/** A seed as measured, with what the tests that follow need. */
export interface Look {
  readonly candidate: Candidate
  readonly window: Window
  readonly marks: Marks
  readonly mask: Uint8Array
  readonly squaredMm: Float32Array
  readonly quiet: Float32Array
}

/** The shell of 5 mm, and room for its smoothing. */
const MARGIN_MM = 7
/** Specks of fewer voxels than this are noise and belong to the background. */
const SPECK_VOXELS = 6

export function lookAt(search: Search, seed: Seed, id: number): Look {
  const { volume, scene } = search
  const window = cutWindow(volume, seed.bounds, MARGIN_MM)
  const own = rasterised(window, seed.runs)
  const marks = { own, others: othersIn(search, seed, window, own) }
  const { mask, squaredMm, ...measured } = measure(window, marks, scene.body.levels)
  const quiet = smoothed(window, SMOOTH_MM)
  const runs = runsOfMaskIn(window, mask)
  const inVolume = measured.centre.map((at, axis) => at + window.origin[axis]) as [number, number, number]
  const noiseHu = noiseAt(scene.body, inVolume[0], inVolume[1], inVolume[2])
  const candidate: Candidate = {
    id,
    kind: seed.kind,
    runs,
    centre: voxelToPatient(volume.geometry, inVolume),
    volumeMm3: measured.volumeMm3,
    ...statistics(window, mask),
    plateauHu: measured.plateauHu,
    plateauFrom: measured.plateauFrom,
    backgroundHu: measured.backgroundHu,
    noiseHu,
    significance: (highest(quiet, mask) - measured.backgroundHu) / Math.max(0.5, noiseHu * search.noiseShare),
    shape: shapeOf(runs, volume.geometry),
    surroundings: {
      ...surroundingsOf(window, quiet, squaredMm, marks.others, measured.centre, scene),
      ...wayToSkin(scene, inVolume),
    },
    ...(seed.kind === 'attached' ? { heightMm: seed.heightMm } : {}),
  }
  return { candidate, window, marks, mask, squaredMm, quiet }
}

/** Dense voxels of the window that belong to something else. */
function othersIn(
  { volume, components, isLarge, scene }: Search,
  seed: Seed,
  window: Window,
  own: Uint8Array,
) {
  const { runs, voxels } = components
  const [, nj] = volume.geometry.size
  const others = new Uint8Array(own.length)
  const [ni, rows, slices] = window.size
  const [i0, j0, k0] = window.origin
  for (let k = 0; k < slices; k++)
    for (let j = 0; j < rows; j++) {
      const row = (k + k0) * nj + j + j0
      const line = (k * rows + j) * ni
      for (let run = runs.rowAt[row]; run < runs.rowAt[row + 1]; run++) {
        const from = Math.max(0, runs.start[run] - i0)
        const to = Math.min(ni, runs.end[run] - i0)
        if (to <= from) continue
        const c = runs.label[run]
        if (c !== seed.component) {
          if (isLarge[c] || voxels[c] >= SPECK_VOXELS) others.fill(1, line + from, line + to)
        } else if (seed.part > 0)
          for (let i = from; i < to; i++)
            if (!own[line + i] && isElsewhere(scene, seed.part, i + i0, j + j0, k + k0)) others[line + i] = 1
      }
    }
  for (let index = 0; index < own.length; index++) if (own[index]) others[index] = 0
  return others
}

const isElsewhere = ({ skeleton }: Scene, part: number, i: number, j: number, k: number): boolean => {
  const owner = skeleton.owner[gridIndex(skeleton.grid, i, j, k)]
  return owner !== 0 && owner !== part
}

function statistics({ values }: Window, mask: Uint8Array) {
  let [count, sum, squares, maxHu] = [0, 0, 0, -Infinity]
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index]) continue
    const value = values[index]
    count++
    sum += value
    squares += value * value
    if (value > maxHu) maxHu = value
  }
  const meanHu = sum / count
  return { meanHu, maxHu, sdHu: Math.sqrt(Math.max(0, squares / count - meanHu * meanHu)) }
}

function highest(values: Float32Array, mask: Uint8Array): number {
  let best = -Infinity
  for (let index = 0; index < mask.length; index++)
    if (mask[index] && values[index] > best) best = values[index]
  return best
}
