import type { Components } from './components'
import type { Look } from './look'
import { boundsOf, pieces, runsOf, voxelCount, type Run, type Runs } from './runs'
import { gridIndex } from './bone-grid'
import { BONE, type Part, type Skeleton } from './skeleton'
import type { CtVolume } from './volume'
import { spacingOf } from './volume'
import { peakIn } from './structure'
import { rasterised, runsOfMaskIn, type Bounds, type Window } from './window'

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
  /** HU that it must have by itself where a voxel holds nothing else. */
  readonly leastHu?: number
  /** Of its component, what is another candidate already. */
  readonly beside?: Runs
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

/** @param standsOutFirst a first, cheap look at a small component */
export function seedsOf(
  volume: CtVolume,
  components: Components,
  isLarge: Uint8Array,
  skeleton: Skeleton,
  standsOutFirst: (component: number) => boolean,
): Seed[] {
  const seeds: Seed[] = []
  for (let c = 0; c < components.count; c++) {
    if (isLarge[c]) seeds.push(...seedsOfLarge(volume, components, c, skeleton))
    else if (standsOutFirst(c)) seeds.push(wholeSeed(volume, components, c))
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
    kind: kindOf(parts[part - 1]),
    runs,
    bounds: bounds as unknown as Bounds,
    voxels: voxelCount(runs),
    maxHu,
    component,
    part,
    heightMm: parts[part - 1].heightMm,
  }
}

const kindOf = ({ kind }: Part): Seed['kind'] => (kind === 'free' ? 'deposit' : kind)

/** Calcium in the wall of a vessel stands this much above the blood, and by this many σ. */
const ABOVE_FLUID = { hu: 60, sigmas: 3.5 }

/** What lies in a fluid with contrast medium and is denser than it. */
export function denserSeeds({ window, mask, core, candidate }: Look, whole: Seed, inVessel: boolean): Seed[] {
  const above = Math.max(ABOVE_FLUID.hu, ABOVE_FLUID.sigmas * candidate.noiseHu)
  // Where calcium fills much of it, the lowest values are the blood's.
  const coreHu = Math.min(core.medianHu, core.lowHu + candidate.noiseHu)
  // A thin vessel has a core only where it is calcified.
  const alongHu = typicalTop({ window, mask })
  const level = (alongHu + above < coreHu ? alongHu : coreHu) + above
  const dense = mask.map((is, index) => (is && window.values[index] >= level ? 1 : 0))
  return pieces(runsOfMaskIn(window, dense)).flatMap((runs): Seed[] => {
    const bounds = boundsOf(runs)
    if (!bounds || voxelCount(runs) < 3) return []
    return [
      { ...whole, kind: 'deposit', runs, bounds, voxels: voxelCount(runs), maxHu: level, part: 0, inVessel },
    ]
  })
}

/** HU of the highest voxel of a typical layer across the mask's longest axis: of blood where most of it is blood. */
function typicalTop({ window: { size, spacing, values }, mask }: Pick<Look, 'window' | 'mask'>): number {
  const strides = [1, size[0], size[0] * size[1]]
  const lengths = size.map((count, axis) => count * spacing[axis])
  const axis = lengths.indexOf(Math.max(...lengths))
  const tops = new Float32Array(size[axis]).fill(-Infinity)
  for (let index = 0; index < mask.length; index++) {
    const layer = Math.floor(index / strides[axis]) % size[axis]
    if (mask[index] && values[index] > tops[layer]) tops[layer] = values[index]
  }
  const found = tops.filter((hu) => hu > -Infinity).sort()
  return found[Math.floor(TYPICAL_SHARE * found.length)] ?? Infinity
}

const TYPICAL_SHARE = 0.15

/** Farther than the blur of what was measured reaches. */
const APART_MM = 2
/** The top of another deposit lies at least this far away: nearer it is the slope of the same. */
const TOP_APART_MM = 3
/** The way over to it falls below this part of its height; blood continues at one height. */
const MAX_PASS = 0.6
const MIN_APART_VOXELS = 4
const MIN_APART_SIGMAS = 6

/**
 * What is left of a component beyond the candidate that was measured in it: noise or a tendon may join two deposits,
 * and at half the height of the denser one the other is not seen.
 */
export function seedsApart({ window, marks, squaredMm, candidate }: Look, whole: Seed): Seed[] {
  const rest = marks.own.map((is, index) => (is && squaredMm[index] >= APART_MM ** 2 ? 1 : 0))
  if (!rest.includes(1)) return []
  const clear = candidate.backgroundHu + MIN_APART_SIGMAS * candidate.noiseHu
  return pieces(runsOfMaskIn(window, rest)).flatMap((runs): Seed[] => {
    const bounds = boundsOf(runs)
    if (!bounds || voxelCount(runs) < MIN_APART_VOXELS) return []
    const own = rasterised(window, runs)
    const top = peakIn(window.values, own)
    const maxHu = window.values[top]
    if (maxHu < clear || squaredMm[top] < TOP_APART_MM ** 2) return []
    const passHu = candidate.backgroundHu + MAX_PASS * (maxHu - candidate.backgroundHu)
    if (leadsTo(window, top, passHu, squaredMm)) return []
    return [{ ...whole, runs, bounds, voxels: voxelCount(runs), maxHu, beside: candidate.runs }]
  })
}

/** Whether a way of at least a level leads from a voxel to where the distance is 0. */
function leadsTo({ size, values }: Window, from: number, level: number, squaredMm: Float32Array): boolean {
  const [ni, nj, nk] = size
  const seen = new Uint8Array(values.length)
  const stack = [from]
  seen[from] = 1
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (squaredMm[index] === 0) return true
    const i = index % ni
    const j = Math.floor(index / ni) % nj
    const k = Math.floor(index / (ni * nj))
    for (let z = Math.max(0, k - 1); z <= Math.min(nk - 1, k + 1); z++)
      for (let y = Math.max(0, j - 1); y <= Math.min(nj - 1, j + 1); y++)
        for (let x = Math.max(0, i - 1); x <= Math.min(ni - 1, i + 1); x++) {
          const next = (z * nj + y) * ni + x
          if (seen[next] || values[next] < level) continue
          seen[next] = 1
          stack.push(next)
        }
  }
  return false
}
