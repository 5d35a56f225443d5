import type { Components } from './components'
import type { Look } from './look'
import { boundsOf, pieces, runsOf, voxelCount, type Run, type Runs } from './runs'
import { gridIndex } from './bone-grid'
import { BONE, type Skeleton } from './skeleton'
import type { CtVolume } from './volume'
import { spacingOf } from './volume'
import { runsOfMaskIn, type Bounds } from './window'

/** Something dense that is not skeleton, before it is looked at closely. */
export interface Seed {
  readonly kind: 'deposit' | 'attached' | 'ossified'
  readonly runs: Runs
  readonly bounds: Bounds
  readonly voxels: number
  readonly maxHu: number
  /** The component it is, or is part of. */
  readonly component: number
  /** Its number among the skeleton's parts; 0 for a whole component. */
  readonly part: number
  readonly heightMm: number
  /** It was found within a vessel that contrast medium shows. */
  readonly inVessel?: boolean
}

/** Components that may hold bone: drawn on the bone grid. */
const LARGE_MM = 18

export function largeComponents({ geometry }: CtVolume, { bounds, count, voxels }: Components): Uint8Array {
  const spacing = spacingOf(geometry)
  const large = new Uint8Array(count)
  const voxelMm3 = spacing[0] * spacing[1] * spacing[2]
  for (let c = 0; c < count; c++) {
    const span = Math.hypot(
      ...[0, 1, 2].map(
        (axis) => (bounds[6 * c + 2 * axis + 1] - bounds[6 * c + 2 * axis] + 1) * spacing[axis],
      ),
    )
    if (span >= LARGE_MM && voxels[c] * voxelMm3 > 150) large[c] = 1
  }
  return large
}

/** @param isWorthIt a first, cheap look at a small component */
export function seedsOf(
  volume: CtVolume,
  components: Components,
  isLarge: Uint8Array,
  skeleton: Skeleton,
  isWorthIt: (component: number) => boolean,
): Seed[] {
  const seeds: Seed[] = []
  for (let c = 0; c < components.count; c++) {
    if (isLarge[c]) seeds.push(...seedsOfLarge(volume, components, c, skeleton))
    else if (isWorthIt(c)) seeds.push(wholeSeed(volume, components, c))
  }
  return seeds
}

function wholeSeed({ geometry }: CtVolume, components: Components, c: number): Seed {
  const { at, order, runs, bounds, voxels, max } = components
  const [, nj] = geometry.size
  const own = new Int32Array(4 * (at[c + 1] - at[c]))
  for (let position = at[c], to = 0; position < at[c + 1]; position++, to += 4) {
    const run = order[position]
    const k = Math.floor(runs.row[run] / nj)
    own[to] = k
    own[to + 1] = runs.row[run] - k * nj
    own[to + 2] = runs.start[run]
    own[to + 3] = runs.end[run] - runs.start[run]
  }
  return {
    kind: 'deposit',
    runs: own,
    bounds: [...bounds.subarray(6 * c, 6 * c + 6)] as unknown as Bounds,
    voxels: voxels[c],
    maxHu: max[c],
    component: c,
    part: 0,
    heightMm: Infinity,
  }
}

/** A large component with bone in it comes apart along the cells of the bone grid; one without stays whole. */
function seedsOfLarge(volume: CtVolume, components: Components, c: number, skeleton: Skeleton): Seed[] {
  const whole = wholeSeed(volume, components, c)
  const shares = new Map<number, Run[]>()
  let bone = false
  for (let at = 0; at < whole.runs.length; at += 4) {
    const [k, j, i, length] = whole.runs.subarray(at, at + 4)
    for (let x = i; x < i + length;) {
      const owner = skeleton.owner[gridIndex(skeleton.grid, x, j, k)]
      let end = x + 1
      while (end < i + length && skeleton.owner[gridIndex(skeleton.grid, end, j, k)] === owner) end++
      if (owner === BONE) bone = true
      if (owner > 0) shares.set(owner, [...(shares.get(owner) ?? []), [k, j, x, end - x]])
      x = end
    }
  }
  if (!bone) {
    const ossified = [...shares.keys()].some((part) => skeleton.parts[part - 1].kind === 'ossified')
    return [{ ...whole, kind: ossified ? 'ossified' : 'deposit' }]
  }
  return [...shares].map(([part, stretches]) => partSeed(volume, runsOf(stretches), c, part, skeleton))
}

function partSeed(
  { values, geometry }: CtVolume,
  runs: Runs,
  component: number,
  part: number,
  { parts }: Skeleton,
): Seed {
  const [ni, nj] = geometry.size
  const bounds = [Infinity, -1, Infinity, -1, Infinity, -1]
  let maxHu = -Infinity
  const include = (axis: number, low: number, high: number) => {
    bounds[2 * axis] = Math.min(bounds[2 * axis], low)
    bounds[2 * axis + 1] = Math.max(bounds[2 * axis + 1], high)
  }
  for (let at = 0; at < runs.length; at += 4) {
    const [k, j, i, length] = runs.subarray(at, at + 4)
    include(0, i, i + length - 1)
    include(1, j, j)
    include(2, k, k)
    for (let x = i; x < i + length; x++) maxHu = Math.max(maxHu, values[(k * nj + j) * ni + x])
  }
  return {
    kind: parts[part - 1].kind,
    runs,
    bounds: bounds as unknown as Bounds,
    voxels: voxelCount(runs),
    maxHu,
    component,
    part,
    heightMm: parts[part - 1].heightMm,
  }
}

/** Calcium in the wall of a vessel stands this much above the blood, and by this many σ. */
const ABOVE_FLUID = { hu: 60, sigmas: 3.5 }

/** What lies in a fluid with contrast medium and is denser than it. */
export function denserSeeds({ window, mask, core, candidate }: Look, whole: Seed, inVessel: boolean): Seed[] {
  // Where calcium fills much of it, the lowest values are the blood's.
  const fluidHu = Math.min(core.medianHu, core.lowHu + candidate.noiseHu)
  const level = fluidHu + Math.max(ABOVE_FLUID.hu, ABOVE_FLUID.sigmas * candidate.noiseHu)
  const dense = mask.map((is, index) => (is && window.values[index] >= level ? 1 : 0))
  return pieces(runsOfMaskIn(window, dense)).flatMap((runs): Seed[] => {
    const bounds = boundsOf(runs)
    if (!bounds || voxelCount(runs) < 3) return []
    return [
      { ...whole, kind: 'deposit', runs, bounds, voxels: voxelCount(runs), maxHu: level, part: 0, inVessel },
    ]
  })
}
