import type { Candidate, Excluded, ExclusionReason } from './candidate'
import { cellsOf } from './cells'
import { componentsAbove } from './components'
import { lookAt } from './evaluate'
import { faintSeeds } from './faint'
import type { Search } from './look'
import { exclusionOf, isNoise, standsOutFirst } from './exclude'
import { boneDistancesOf } from './joints'
import { smoothNoiseShare } from './noise'
import { denserSeeds, largeComponents, seedsApart, seedsOf, type Seed } from './seeds'
import { skeletonOf } from './skeleton'
import { thresholdNearMetal } from './streaks'
import { bodyOf, type TissueLevels } from './tissue'
import { problemOf, type CtVolume, type VolumeProblem } from './volume'

/*
 * From a CT to candidates: cells of 3 mm say where the body is and how noisy; runs above the threshold make
 * components; the skeleton is segmented; and every component that is left is measured in a box of its own.
 */

export interface FindOptions {
  /** HU; 130 as for the calcium score of coronary arteries (Agatston 1990). */
  readonly thresholdHu: number
  /** Smaller candidates are left out. */
  readonly minVolumeMm3: number
  /** What the search may use; undefined for no limit. */
  readonly budgetBytes?: number
}

export const DEFAULT_OPTIONS: FindOptions = { thresholdHu: 130, minVolumeMm3: 0.05 }

export type FindStage = 'tissues' | 'threshold' | 'skeleton' | 'candidates'

export interface FindProgress {
  readonly stage: FindStage
  /** 0 to 1 over the whole search. */
  readonly share: number
}

export interface Found {
  readonly problem?: undefined
  readonly candidates: readonly Candidate[]
  readonly excluded: readonly Excluded[]
  readonly levels: TissueLevels
  /** HU; above the one asked for where the noise requires it. */
  readonly thresholdHu: number
}

export type FindResult = Found | { readonly problem: VolumeProblem }

/** A search runs as far as its reader asks for steps; each takes well under 50 ms, so it can be stopped there. */
export type FindSteps = Generator<FindProgress, FindResult>

/** Rays of metal break vessels with contrast medium into pieces: up to here these are taken for vessels. */
const BLOOD_NEAR_METAL_HU = 260
/** Noise reaches above muscle by this many σ in one voxel of some 700: what is left is looked at one by one. */
const SCAN_SIGMAS = 3

/** @param onSearch given what candidates are measured in, for `remeasure` */
export function* findCandidates(
  volume: CtVolume,
  asked: Partial<FindOptions> = {},
  onSearch?: (search: Search) => void,
): FindSteps {
  const options = { ...DEFAULT_OPTIONS, ...asked }
  const problem = problemOf(volume, options.budgetBytes)
  if (problem) return { problem }
  const cells = yield* stage('tissues', 0, 0.2, cellsOf(volume))
  const body = bodyOf(cells)
  const { levels } = body
  const thresholdHu = Math.max(options.thresholdHu, levels.muscle + SCAN_SIGMAS * levels.noise)
  const raised = thresholdNearMetal(body)
  const components = yield* stage('threshold', 0.2, 0.4, componentsAbove(volume, thresholdHu, raised))
  const isLarge = largeComponents(volume, components)
  const skeleton = yield* stage('skeleton', 0.4, 0.6, skeletonOf(volume, components, isLarge, levels.muscle))
  yield { stage: 'skeleton', share: 0.6 }
  const scene = { body, skeleton, bones: boneDistancesOf(volume, cells, skeleton) }
  yield { stage: 'candidates', share: 0.6 }
  const noiseShare = smoothNoiseShare(volume, body)
  const search: Search = {
    volume,
    components,
    isLarge,
    scene,
    noiseShare,
    blood: { hu: raised ? BLOOD_NEAR_METAL_HU : 0 },
  }
  onSearch?.(search)
  const seeds = seedsOf(volume, components, isLarge, skeleton, (c) => standsOutFirst(search, c))
  seeds.push(...faintSeeds(search, seeds, options.thresholdHu))
  // Vessels that go through tell what blood reads; they are among the largest.
  seeds.sort((a, b) => b.voxels - a.voxels)
  const candidates: Candidate[] = []
  const excluded: Excluded[] = []
  const exclude = ({ runs, centre, maxHu, volumeMm3 }: Candidate, reason: ExclusionReason) =>
    excluded.push({ runs, centre, maxHu, volumeMm3, reason })
  const take = (seed: Seed, inFluid: boolean) => {
    const look = lookAt(search, seed, candidates.length + 1)
    if (!look || look.candidate.volumeMm3 < options.minVolumeMm3) return
    if (look.candidate.plateauHu < (seed.leastHu ?? -Infinity) || isNoise(look, search)) return
    const reason = exclusionOf(look, search)
    if (reason === 'vessel' || reason === 'bowel') {
      if (inFluid && reason === 'vessel') candidates.push(look.candidate)
      else {
        exclude(look.candidate, reason)
        for (const denser of denserSeeds(look, seed, reason === 'vessel')) take(denser, true)
      }
      return
    }
    if (reason) exclude(look.candidate, reason)
    else candidates.push(look.candidate)
    if (seed.kind === 'deposit') for (const apart of seedsApart(look, seed)) take(apart, inFluid)
  }
  for (const [at, seed] of seeds.entries()) {
    if (at % 4 === 0) yield { stage: 'candidates', share: 0.6 + (0.4 * at) / seeds.length }
    take(seed, false)
  }
  return { candidates, excluded, levels, thresholdHu }
}

function* stage<T>(name: FindStage, from: number, to: number, work: Generator<number, T>) {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    yield { stage: name, share: from + (to - from) * step.value } satisfies FindProgress
  }
}

/** Runs a search to its end at once. */
export function find(volume: CtVolume, options?: Partial<FindOptions>): FindResult {
  const steps = findCandidates(volume, options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
