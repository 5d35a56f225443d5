import type { Components } from './components'
import { pieces, runsOf, type Run, type Runs } from './runs'
import type { CtSlice } from './slice'
import { cutWindow, rasterised, runsOfMaskIn, squaredDistances, type Bounds, type Window } from './window'
import type { CtVolume } from './volume'

/*
 * The skeleton as far as one slice shows it. Bone is dense around something less dense: marrow, or trabeculae of
 * less than its rim. A dense component is cut at its waists, so that a deposit that touches bone does not vanish
 * with it; each part is judged alone.
 */

/** One dense thing of a slice. */
export interface SlicePart {
  readonly runs: Runs
  readonly kind: 'deposit' | 'attached'
}

export interface SliceBones {
  /** Like bone: excluded with a reason, for a ring of calcium looks the same in one slice. */
  readonly bones: readonly Runs[]
  readonly rest: readonly SlicePart[]
}

/** A radius that ribs and metacarpals have and processes have not; as in three dimensions. */
const BALL_MM = 2.9
const WAIST_SHARE = 0.8
/** Smaller things are never taken for bone. */
const MIN_BONE_MM2 = 20
/** Larger holes hold more than marrow: the brain, or a pelvis. Filled they would hide what lies within. */
const MAX_MARROW_MM2 = 3000
const HOLLOW_SHARE = 0.06
/** The cortex of a larger thing may have gaps of twice this where the slice cuts it aslant. */
const GAP_MM = 2.5
const GAPPED_MM2 = 100
/** Core over rim in HU, and the rim's least; as in three dimensions. */
const BONE_CORE_RATIO = 0.74
/** The ends of large bones have a thin rim, which the blur lowers. */
const LARGE_MM2 = 300
const LARGE_CORE_RATIO = 0.88
/** No artery of a limb is larger, wall included. */
const ARTERY_MM2 = 120
const BLOOD_HU = [15, 130] as const
const MIN_CORTEX_HU = 350
const RIM_MM = 2
const CORE_MM = 3

/** @param noiseHu σ in homogeneous tissue */
export function bonesIn(
  slice: CtSlice,
  volume: CtVolume,
  components: Components,
  noiseHu: number,
): SliceBones {
  const found: Sorted = { bones: [], rest: [] }
  for (let c = 0; c < components.count; c++)
    sort(slice, volume, runsOfComponent(volume, components, c), noiseHu, found)
  return found
}

interface Sorted {
  readonly bones: Runs[]
  readonly rest: SlicePart[]
}

function sort(
  slice: CtSlice,
  volume: CtVolume,
  { runs, bounds, pixels }: Whole,
  noiseHu: number,
  found: Sorted,
): void {
  const pixelMm2 = slice.rowMm * slice.columnMm
  if (pixels * pixelMm2 < MIN_BONE_MM2) {
    found.rest.push({ runs, kind: 'deposit' })
    return
  }
  const window = cutWindow(volume, bounds, GAP_MM + 2)
  const own = rasterised(window, runs)
  const filled = filledIn(window, pixels * pixelMm2 < GAPPED_MM2 ? own : closed(window, own))
  const depth = squaredDistances(
    window,
    filled.map((value) => 1 - value),
  ).map(Math.sqrt)
  const judged = partsOf(window, filled, depth).map((part) => ({
    part,
    isBone: isLikeBone(window, part, depth, pixelMm2, noiseHu),
  }))
  const touchesBone = judged.some(({ isBone }) => isBone)
  for (const { part, isBone } of judged) {
    const dense = runsOfMaskIn(
      window,
      part.map((value, index) => value & own[index]),
    )
    if (dense.length === 0) continue
    if (isBone) found.bones.push(dense)
    else for (const piece of pieces(dense)) found.rest.push(restOf(piece, touchesBone))
  }
}

const restOf = (runs: Runs, touchesBone: boolean): SlicePart => ({
  runs,
  kind: touchesBone ? 'attached' : 'deposit',
})

interface Whole {
  readonly runs: Runs
  readonly bounds: Bounds
  readonly pixels: number
}

function runsOfComponent({ geometry }: CtVolume, components: Components, c: number): Whole {
  const { at, order, runs, bounds, voxels } = components
  const [, nj] = geometry.size
  const own: Run[] = []
  for (let position = at[c]; position < at[c + 1]; position++) {
    const run = order[position]
    own.push([0, runs.row[run] % nj, runs.start[run], runs.end[run] - runs.start[run]])
  }
  return {
    runs: runsOf(own),
    bounds: [...bounds.subarray(6 * c, 6 * c + 6)] as unknown as Bounds,
    pixels: voxels[c],
  }
}

/**
 * The parts that meet at a waist: a watershed of the depth from the deepest pixel outward, in which two basins stay
 * apart only where the pass between them is clearly shallower than the lesser (Vincent and Soille 1991; Grimaud 1992).
 */
function partsOf(window: Window, filled: Uint8Array, depth: Float32Array): Uint8Array[] {
  const basin = new Int32Array(filled.length).fill(-1)
  const parent: number[] = []
  const peak: number[] = []
  const root = (at: number): number => (parent[at] === at ? at : (parent[at] = root(parent[at])))
  const [ni, nj] = window.size
  for (const index of byFallingDepth(filled, depth)) {
    const [i, j] = [index % ni, Math.floor(index / ni)]
    for (let y = Math.max(0, j - 1); y <= Math.min(nj - 1, j + 1); y++)
      for (let x = Math.max(0, i - 1); x <= Math.min(ni - 1, i + 1); x++) {
        if (basin[y * ni + x] < 0) continue
        const other = root(basin[y * ni + x])
        if (basin[index] < 0) basin[index] = other
        const mine = root(basin[index])
        if (mine === other) continue
        const [deeper, lesser] = peak[mine] >= peak[other] ? [mine, other] : [other, mine]
        if (peak[lesser] < BALL_MM || depth[index] >= WAIST_SHARE * peak[lesser]) parent[lesser] = deeper
      }
    if (basin[index] >= 0) continue
    basin[index] = parent.length
    parent.push(parent.length)
    peak.push(depth[index])
  }
  const roots = [...new Set(parent.map((_, at) => root(at)))]
  return roots
    .map((at) => basin.map((own) => Number(own >= 0 && root(own) === at)))
    .map((part) => Uint8Array.from(part))
}

const byFallingDepth = (filled: Uint8Array, depth: Float32Array): number[] =>
  [...filled.keys()].filter((index) => filled[index]).sort((a, b) => depth[b] - depth[a])

/** With the gaps of a thin cortex closed: what a ball cannot leave. */
function closed(window: Window, own: Uint8Array): Uint8Array {
  const reach = squaredDistances(window, own)
  const beyond = squaredDistances(
    window,
    Uint8Array.from(reach, (mm2) => Number(mm2 > GAP_MM ** 2)),
  )
  return own.map((value, index) => Number(value === 1 || beyond[index] > GAP_MM ** 2))
}

/** The mask with its holes, but for those that hold more than marrow. */
function filledIn({ size, spacing }: Window, own: Uint8Array): Uint8Array {
  const [ni, nj] = size
  const filled = own.slice()
  const seen = own.slice()
  for (let start = 0; start < own.length; start++) {
    if (seen[start]) continue
    const hole = [start]
    let isOpen = false
    seen[start] = 1
    const enter = (index: number) => {
      if (seen[index]) return
      seen[index] = 1
      hole.push(index)
    }
    for (let at = 0; at < hole.length; at++) {
      const [i, j] = [hole[at] % ni, Math.floor(hole[at] / ni)]
      if (i === 0 || j === 0 || i === ni - 1 || j === nj - 1) isOpen = true
      if (i > 0) enter(hole[at] - 1)
      if (i < ni - 1) enter(hole[at] + 1)
      if (j > 0) enter(hole[at] - ni)
      if (j < nj - 1) enter(hole[at] + ni)
    }
    const isMarrow = !isOpen && hole.length * spacing[0] * spacing[1] <= MAX_MARROW_MM2
    if (isMarrow) for (const index of hole) filled[index] = 1
  }
  return filled
}

/**
 * Whether a part looks like bone: marrow within it, or a core of less than its rim; or a ring around the brain.
 * @param depth below the surface of the whole thing: where it was cut there is no rim
 */
function isLikeBone(
  window: Window,
  part: Uint8Array,
  depth: Float32Array,
  pixelMm2: number,
  noiseHu: number,
): boolean {
  const { core, rim, area, inside } = layersOf(window, part, depth)
  const rimHu = upperQuarter(rim)
  const areaMm2 = area * pixelMm2
  if (areaMm2 < MIN_BONE_MM2 || rimHu < leastCortexHu(areaMm2)) return false
  if (surrounds(window, part)) return true
  const ratio = areaMm2 < LARGE_MM2 ? BONE_CORE_RATIO : LARGE_CORE_RATIO
  const lessHu = ratio * rimHu - noiseHu
  const isHollow = inside.filter((hu) => hu < lessHu).length > HOLLOW_SHARE * area
  if (!isHollow && !(core.length > 0 && median(core) < lessHu)) return false
  return areaMm2 >= ARTERY_MM2 || !isLikeBlood(median(inside))
}

/** Thick slices blur the cortex of large bones, which lie aslant, the most. */
const leastCortexHu = (areaMm2: number): number =>
  areaMm2 < ARTERY_MM2 ? MIN_CORTEX_HU : areaMm2 < LARGE_MM2 ? 250 : 200

/** Marrow is fat, or trabeculae; what a calcified artery holds is neither. */
const isLikeBlood = (hu: number): boolean => hu > BLOOD_HU[0] && hu < BLOOD_HU[1]

function layersOf(window: Window, part: Uint8Array, depth: Float32Array) {
  const [core, rim, inside]: [number[], number[], number[]] = [[], [], []]
  let area = 0
  for (let index = 0; index < part.length; index++) {
    if (!part[index]) continue
    area++
    const value = window.values[index]
    if (depth[index] <= RIM_MM) rim.push(value)
    else {
      inside.push(value)
      if (depth[index] >= CORE_MM) core.push(value)
    }
  }
  return { core, rim, inside, area }
}

/** Whether it closes around more than marrow, as the skull does. */
function surrounds(window: Window, part: Uint8Array): boolean {
  const [ni, nj] = window.size
  const open = new Uint8Array(part.length)
  const stack: number[] = []
  const enter = (index: number) => {
    if (open[index] || part[index]) return
    open[index] = 1
    stack.push(index)
  }
  for (let i = 0; i < ni; i++) [i, (nj - 1) * ni + i].forEach(enter)
  for (let j = 0; j < nj; j++) [j * ni, j * ni + ni - 1].forEach(enter)
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at % ni > 0) enter(at - 1)
    if (at % ni < ni - 1) enter(at + 1)
    if (at >= ni) enter(at - ni)
    if (at < ni * (nj - 1)) enter(at + ni)
  }
  const closed = part.length - open.reduce((sum, value) => sum + value, 0)
  const own = part.reduce((sum, value) => sum + value, 0)
  return (closed - own) * window.spacing[0] * window.spacing[1] > MAX_MARROW_MM2
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? 0
const upperQuarter = (values: readonly number[]): number =>
  sorted(values)[Math.floor(0.75 * values.length)] ?? 0
