import { voxelToPatient } from '../domain/volume-geometry'
import type { Candidate } from './candidate'
import { formOf } from './form'
import type { Look, Search } from './look'
import { marrowShareOf } from './marrow'
import { measure, type Marks } from './measure-candidate'
import { noiseAt, SMOOTH_MM } from './noise'
import { gridIndex } from './bone-grid'
import { hollowShare } from './structure'
import { shapeOf } from './shape'
import type { Seed } from './seeds'
import { surroundingsOf, type Scene } from './surroundings'
import { cutWindow, rasterised, runsOfMaskIn, smoothed, type Window } from './window'

/** The shell of 5 mm, and room for its smoothing. */
const MARGIN_MM = 7
/** Specks of fewer voxels than this are noise and belong to the background. */
const SPECK_VOXELS = 6

interface SeedWindow {
  readonly window: Window
  readonly marks: Marks
  readonly quiet: Float32Array
}

function seedWindowOf(search: Search, seed: Seed): SeedWindow {
  const window = cutWindow(search.volume, seed.bounds, MARGIN_MM)
  const own = rasterised(window, seed.runs)
  const marks = { own, others: othersIn(search, seed, window, own) }
  return { window, marks, quiet: smoothed(window, SMOOTH_MM) }
}

/** @returns undefined where a first look shows no more than noise */
export function lookAt(search: Search, seed: Seed, id: number): Look | undefined {
  const seedWindow = seedWindowOf(search, seed)
  return isBelowNoise(search, seedWindow) ? undefined : measured(search, seed, id, seedWindow)
}

/** The same for voxels that a reader put together: they are measured whatever they show. */
export const measureSeed = (search: Search, seed: Seed, id: number): Look =>
  measured(search, seed, id, seedWindowOf(search, seed))

function measured(search: Search, seed: Seed, id: number, { window, marks, quiet }: SeedWindow): Look {
  const { volume, scene } = search
  const { mask, squaredMm, core, ...sizes } = measure(
    window,
    marks,
    scene.body.levels,
    seed.kind === 'deposit' && seed.part === 0 && !seed.inVessel && !seed.beside ? quiet : undefined,
  )
  const runs = runsOfMaskIn(window, mask)
  const inVolume = sizes.centre.map((at, axis) => at + window.origin[axis]) as [number, number, number]
  const noiseHu = noiseAt(scene.body, inVolume[0], inVolume[1], inVolume[2])
  const around = surroundingsOf(window, quiet, squaredMm, marks.others, runs, scene)
  // Septa and edges pull the mean of muscle down: nothing in muscle stands on less than muscle.
  const { muscle } = scene.body.levels
  const standingOn = around.shell.muscle > 0.5 ? Math.max(muscle, sizes.backgroundHu) : sizes.backgroundHu
  const hollow = hollowShare({ window, mask })
  const shape = { ...shapeOf(runs, volume.geometry), hollowShare: hollow }
  const marrow = marrowShareOf({ kind: seed.kind, shape })
  const candidate: Candidate = {
    id,
    kind: seed.kind,
    runs,
    centre: voxelToPatient(volume.geometry, inVolume),
    volumeMm3: seed.kind === 'ossified' || marrow > 0 ? filledMm3(window, mask, marrow) : sizes.volumeMm3,
    ...statistics(window, mask),
    plateauHu: sizes.plateauHu,
    plateauFrom: sizes.plateauFrom,
    backgroundHu: sizes.backgroundHu,
    noiseHu,
    significance: (highest(quiet, mask) - standingOn) / Math.max(0.5, noiseHu * search.noiseShare),
    shape,
    surroundings: { ...around, inVessel: seed.inVessel ?? false },
    ...(seed.kind === 'attached'
      ? { heightMm: seed.heightMm }
      : {
          form: formOf({ window, mask, runs, shape, geometry: volume.geometry, levels: scene.body.levels }),
        }),
  }
  const slices = volume.geometry.size[2]
  return { candidate, window, marks, mask, squaredMm, quiet, core, isRest: seed.beside !== undefined, slices }
}

/** Of ossification: its marrow is part of it, and half of the voxels at its border are. */
function filledMm3({ spacing }: Window, mask: Uint8Array, marrow: number): number {
  const voxels = mask.reduce((sum, is) => sum + is, 0)
  return voxels * (1 + marrow) * spacing[0] * spacing[1] * spacing[2]
}

const MIN_SIGMAS_ABOVE = 4.5

/** Less contrast with the mean of the tissue around than any candidate is kept for. */
function isBelowNoise({ scene, noiseShare }: Search, { window: { values }, marks, quiet }: SeedWindow) {
  const { levels } = scene.body
  const border = (levels.fat + levels.muscle) / 2
  const [fat, soft] = [
    { sum: 0, count: 0 },
    { sum: 0, count: 0 },
  ]
  let [top, smoothTop] = [-Infinity, -Infinity]
  for (let index = 0; index < values.length; index++) {
    if (marks.own[index]) {
      if (values[index] > top) top = values[index]
      if (quiet[index] > smoothTop) smoothTop = quiet[index]
    } else if (!marks.others[index] && values[index] > -250) {
      const tissue = values[index] < border ? fat : soft
      tissue.sum += values[index]
      tissue.count++
    }
  }
  const tissue = soft.count > 3 * fat.count ? soft : fat
  const background = tissue.count > 0 ? tissue.sum / tissue.count : levels.muscle
  return (
    smoothTop - background < MIN_SIGMAS_ABOVE * Math.max(0.5, levels.noise * noiseShare) &&
    top - background < MIN_SIGMAS_ABOVE * levels.noise
  )
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
          if (isWithin(own, line + from, line + to)) continue
          if (isLarge[c] || voxels[c] >= SPECK_VOXELS) others.fill(1, line + from, line + to)
        } else if (seed.part > 0)
          for (let i = from; i < to; i++)
            if (!own[line + i] && isElsewhere(scene, seed.part, i + i0, j + j0, k + k0)) others[line + i] = 1
      }
    }
  if (seed.beside) {
    const beside = rasterised(window, seed.beside)
    for (let index = 0; index < own.length; index++) if (beside[index]) others[index] = 1
  }
  for (let index = 0; index < own.length; index++) if (own[index]) others[index] = 0
  return others
}

/** Voxels that a reader gave to the candidate are its own, whatever component they were of. */
const isWithin = (own: Uint8Array, from: number, to: number): boolean => own.subarray(from, to).includes(1)

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
