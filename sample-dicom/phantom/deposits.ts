import type { Body } from './body'
import { emptyGrid, readAt, type Grid } from './grid'
import { fractalNoise, smoothStep } from './noise'
import { hashText, makeRandom, type Random } from './random'
import { grow, joinBoxes, smoothMin, subtract, type ChainPoint, type Point, type Shape } from './sdf'

/*
 * Calcium in the subcutaneous fat: nodules, and nodules that merge to plaques. A deposit is a lattice of 0.75 mm
 * that holds the CT number hydroxyapatite adds to its host, read back linearly; so its integral is known
 * exactly and every modality sees the same thing.
 */

/** Where a lump sits: a direction from a point of the axial plane, and how deep in the fat. */
export interface Place {
  /** The ray's start in the axial plane. */
  readonly from: readonly [x: number, y: number]
  /** Degrees: 0 to the patient's left, 90 to the back, 180 to the right, 270 to the front. */
  readonly angle: number
  readonly z: number
  /** 0 at the fascia, 1 at the skin. */
  readonly height: number
}

/** A patch of the fat, curved like the skin, that is filled with merging nodules. */
export interface Patch {
  readonly from: readonly [x: number, y: number]
  readonly angles: readonly [low: number, high: number]
  readonly z: readonly [low: number, high: number]
  readonly height: number
  /** Radius of the nodules, mm. */
  readonly radius: readonly [low: number, high: number]
  /** Distance between nodules as a multiple of that at which they merge. */
  readonly spread?: number
}

export interface FocusPlan {
  readonly label: string
  readonly patches: readonly Patch[]
  readonly nodule?: { readonly place: Place; readonly diameterMm: number }
  /** CT number the densest part adds. */
  readonly peakHu: number
  readonly skinMarginMm: number
}

export interface Deposit {
  readonly label: string
  /** Lumps it was built from, for keeping others away. */
  readonly lumps: readonly ChainPoint[]
  /** CT number added to the host. */
  readonly added: Grid
  /** 0 … 1: fibrous reaction in and around it. */
  readonly reaction: Grid
  readonly truth: DepositTruth
}

export interface DepositTruth {
  /** Centre of mass of the added density, patient mm. */
  readonly centreMm: Point
  /** Volume of calcified tissue: integral of coverage (1 inside, 0 outside). */
  readonly volumeMm3: number
  /** Integral of the added CT number over its volume, HU·mm³. */
  readonly integratedExcessHuMm3: number
  /** integratedExcessHuMm3 / volumeMm3 */
  readonly meanContrastHu: number
  /** Highest CT number in the model: host and deposit. */
  readonly peakHu: number
  /** Largest extent along x, y, z. */
  readonly extentMm: Point
  /** Least distance from the investing fascia; positive means superficial to it. */
  readonly aboveFasciaMm: number
  /** Least and greatest depth below the skin. */
  readonly depthMm: readonly [least: number, greatest: number]
}

const STEP_MM = 0.75

/** @param keepOut distance lattices of what calcium leaves free: a track of fluid. */
export function makeDeposit(
  body: Body,
  plan: FocusPlan,
  seed: string,
  keepOut: readonly Grid[] = [],
): Deposit {
  const random = makeRandom(hashText(`${seed}/${plan.label}`))
  const lumps = [
    ...plan.patches.flatMap((patch) => fillPatch(body, patch, random)),
    ...(plan.nodule ? clump(locate(body, plan.nodule.place), plan.nodule.diameterMm, random) : []),
  ]
  return buildDeposit(body, plan, lumps, hashText(`${seed}/${plan.label}/surface`), keepOut)
}

/** Nodules on a jittered grid over the patch, fewer towards its ragged border. */
function fillPatch(body: Body, patch: Patch, random: Random): ChainPoint[] {
  const noise = fractalNoise(Math.floor(random.uniform() * 1e9), 2)
  const pitchMm = (patch.radius[0] + patch.radius[1] * 0.5) * (patch.spread ?? 1)
  const middle = (patch.angles[0] + patch.angles[1]) / 2
  const reach = surfaceRadius(body, { ...patch, angle: middle, z: (patch.z[0] + patch.z[1]) / 2 })
  const arcMm = ((patch.angles[1] - patch.angles[0]) * Math.PI * reach) / 180
  const columns = Math.max(2, Math.round(arcMm / pitchMm))
  const rows = Math.max(2, Math.round((patch.z[1] - patch.z[0]) / pitchMm))
  const lumps: ChainPoint[] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const u = (column + 0.5 + random.between(-0.35, 0.35)) / columns
      const v = (row + 0.5 + random.between(-0.35, 0.35)) / rows
      // Few large lumps among many small ones.
      const radius =
        patch.radius[0] * 0.7 + (patch.radius[1] * 1.25 - patch.radius[0] * 0.7) * random.uniform() ** 1.7
      const border = (2 * u - 1) ** 2 + (2 * v - 1) ** 2
      const islands = noise((u * arcMm) / 26, (v * (patch.z[1] - patch.z[0])) / 26, 0.5)
      const wave = noise((u * arcMm) / 40, (v * (patch.z[1] - patch.z[0])) / 40, 7.5)
      if (border + 0.55 * islands > 1.08 || islands > 0.52) continue
      const angle = patch.angles[0] + u * (patch.angles[1] - patch.angles[0])
      const z = patch.z[0] + v * (patch.z[1] - patch.z[0])
      const height = patch.height + 0.2 * wave + random.between(-0.17, 0.17)
      const [x, y] = locate(body, { from: patch.from, angle, z, height })
      lumps.push([x, y, z, radius * (border > 0.75 ? 0.75 : 1)])
    }
  return lumps
}

/** A few balls that overlap: a nodule with a knobbly surface. */
function clump([x, y, z]: Point, diameterMm: number, random: Random): ChainPoint[] {
  const count = 2 + Math.floor(diameterMm / 4)
  return Array.from({ length: count }, (): ChainPoint => {
    const r = diameterMm * random.between(0.24, 0.34)
    const away = Math.max(0, diameterMm / 2 - r)
    const azimuth = random.between(0, 2 * Math.PI)
    const height = random.between(-1, 1)
    const flat = Math.sqrt(1 - height * height)
    return [x + away * flat * Math.cos(azimuth), y + away * flat * Math.sin(azimuth), z + away * height, r]
  })
}

/** The point between fascia and skin along the ray. */
export function locate(body: Body, { from, angle, z, height }: Place): Point {
  const dx = Math.cos((angle * Math.PI) / 180)
  const dy = Math.sin((angle * Math.PI) / 180)
  const at = (grid: Grid, t: number) => readAt(grid, from[0] + t * dx, from[1] + t * dy, z, 30)
  let outer = 240
  while (outer > 0 && at(body.skin, outer) > 0) outer -= 0.5
  let inner = outer
  while (inner > 0 && at(body.fascia, inner) > 0) inner -= 0.5
  const t = inner + height * (outer - inner)
  return [from[0] + t * dx, from[1] + t * dy, z]
}

function surfaceRadius(body: Body, place: Omit<Place, 'height'>): number {
  const [x, y] = locate(body, { ...place, height: 1 })
  return Math.sqrt((x - place.from[0]) ** 2 + (y - place.from[1]) ** 2)
}

// ---- from lumps to a lattice ----

function buildDeposit(
  body: Body,
  plan: FocusPlan,
  lumps: readonly ChainPoint[],
  seed: number,
  keepOut: readonly Grid[],
): Deposit {
  const box = joinBoxes(
    lumps.map(([x, y, z, r]) => ({
      min: [x - r, y - r, z - r] as Point,
      max: [x + r, y + r, z + r] as Point,
    })),
  )
  const distance = emptyGrid(grow(box, 8), STEP_MM)
  merge(distance, lumps)
  const added = { ...distance, values: new Float32Array(distance.values.length) }
  const reaction = { ...distance, values: new Float32Array(distance.values.length) }
  const tally = new Tally()
  const pits = fractalNoise(seed, 2)
  const grain = fractalNoise(seed + 1, 3)
  forEachPoint(distance, (index, x, y, z) => {
    const merged = distance.values[index]
    if (merged > 6) return
    const skin = readAt(body.skin, x, y, z, 30)
    const fascia = readAt(body.fascia, x, y, z, 30)
    const rough = merged + 2.1 * pits(x / 7.5, y / 7.5, z / 7.5) + 0.4
    const free = keepOut.reduce((least, grid) => Math.min(least, readAt(grid, x, y, z, 30)), 30)
    const held = Math.max(rough, 1.6 - fascia, skin + plan.skinMarginMm, 1 - free)
    reaction.values[index] =
      smoothStep(5.4, 0.2, held) * smoothStep(-1, 1, fascia) * smoothStep(-0.5, -2, skin)
    const cover = Math.min(1, Math.max(0, 0.5 - held / 1.2))
    if (cover === 0) return
    const cleft = smoothStep(0.5, 0.75, grain(x / 9, y / 9, z / 9))
    const density = 0.82 + 0.2 * grain(x / 5, y / 5, z / 5) - 0.35 * cleft
    const value = plan.peakHu * Math.min(1, Math.max(0.35, density)) * cover
    added.values[index] = value
    tally.add(x, y, z, cover, value, skin, fascia)
  })
  return { label: plan.label, lumps, added, reaction, truth: tally.finish(STEP_MM ** 3) }
}

/** Blends the lumps into the distance lattice, each only where it can matter. */
function merge(grid: Grid, lumps: readonly ChainPoint[]): void {
  const blendMm = 5
  grid.values.fill(99)
  for (const [cx, cy, cz, r] of lumps) {
    const reach = r + 9
    const low = (centre: number, start: number) =>
      Math.max(0, Math.floor((centre - reach - start) / grid.stepMm))
    const high = (centre: number, start: number, count: number) =>
      Math.min(count - 1, Math.ceil((centre + reach - start) / grid.stepMm))
    for (let k = low(cz, grid.z0); k <= high(cz, grid.z0, grid.nz); k++)
      for (let j = low(cy, grid.y0); j <= high(cy, grid.y0, grid.ny); j++) {
        const dy = grid.y0 + j * grid.stepMm - cy
        const dz = grid.z0 + k * grid.stepMm - cz
        const line = (k * grid.ny + j) * grid.nx
        for (let i = low(cx, grid.x0); i <= high(cx, grid.x0, grid.nx); i++) {
          const dx = grid.x0 + i * grid.stepMm - cx
          const distance = Math.sqrt(dx * dx + dy * dy + dz * dz) - r
          grid.values[line + i] = smoothMin(grid.values[line + i], distance, blendMm)
        }
      }
  }
}

function forEachPoint(grid: Grid, visit: (index: number, x: number, y: number, z: number) => void): void {
  let index = 0
  for (let k = 0; k < grid.nz; k++)
    for (let j = 0; j < grid.ny; j++)
      for (let i = 0; i < grid.nx; i++)
        visit(index++, grid.x0 + i * grid.stepMm, grid.y0 + j * grid.stepMm, grid.z0 + k * grid.stepMm)
}

/** Sums up the truth while the lattice is filled. */
class Tally {
  #volume = 0
  #excess = 0
  #moment = [0, 0, 0]
  #low = [1e9, 1e9, 1e9]
  #high = [-1e9, -1e9, -1e9]
  #peak = 0
  #fascia = 1e9
  #shallow = 1e9
  #deep = 0

  add(x: number, y: number, z: number, cover: number, value: number, skin: number, fascia: number): void {
    this.#volume += cover
    this.#excess += value
    ;[x, y, z].forEach((place, axis) => {
      this.#moment[axis] += place * value
      this.#low[axis] = Math.min(this.#low[axis], place)
      this.#high[axis] = Math.max(this.#high[axis], place)
    })
    this.#peak = Math.max(this.#peak, value)
    this.#fascia = Math.min(this.#fascia, fascia)
    this.#shallow = Math.min(this.#shallow, -skin)
    this.#deep = Math.max(this.#deep, -skin)
  }

  finish(cellMm3: number): DepositTruth {
    return {
      centreMm: this.#moment.map((moment) => moment / this.#excess) as unknown as Point,
      volumeMm3: this.#volume * cellMm3,
      integratedExcessHuMm3: this.#excess * cellMm3,
      meanContrastHu: this.#excess / this.#volume,
      peakHu: this.#peak + REACTION_HU,
      extentMm: this.#high.map((value, axis) => value - this.#low[axis]) as unknown as Point,
      aboveFasciaMm: this.#fascia,
      depthMm: [this.#shallow, this.#deep],
    }
  }
}

/** CT number of the fibrous tissue in which a deposit lies. */
export const REACTION_HU = 28

// ---- phleboliths: rounded calcium in pelvic veins, lucent in the middle, a finding without meaning ----

export function makePhlebolith([cx, cy, cz]: Point, diameterMm: number, peakHu: number): Grid {
  const r = diameterMm / 2
  const grid = emptyGrid(
    { min: [cx - r - 2, cy - r - 2, cz - r - 2], max: [cx + r + 2, cy + r + 2, cz + r + 2] },
    0.5,
  )
  forEachPoint(grid, (index, x, y, z) => {
    const distance = Math.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2)
    grid.values[index] =
      peakHu * smoothStep(r + 0.4, r - 0.4, distance) * (0.35 + 0.65 * smoothStep(0.2 * r, 0.7 * r, distance))
  })
  return grid
}

// ---- ulcer ----

export interface UlcerPlan {
  readonly from: readonly [x: number, y: number]
  readonly angle: number
  readonly z: number
  readonly widthMm: number
  readonly depthMm: number
}

export interface Ulcer {
  /** On the skin as it was before. */
  readonly centreMm: Point
  readonly skin: Shape
  readonly thickSkin: Grid
  readonly reaction: Grid
  readonly fluid: Grid
}

/** A crater in the skin with heaped-up edges, and a track of fluid from its floor. `skin` in patient mm. */
export function makeUlcer(skin: Shape, plan: UlcerPlan, seed: string): Ulcer {
  const dx = Math.cos((plan.angle * Math.PI) / 180)
  const dy = Math.sin((plan.angle * Math.PI) / 180)
  let t = 240
  while (skin.distance(plan.from[0] + t * dx, plan.from[1] + t * dy, plan.z) > 0) t -= 0.25
  const centre: Point = [plan.from[0] + t * dx, plan.from[1] + t * dy, plan.z]
  const noise = fractalNoise(hashText(`${seed}/ulcer`), 3)
  const half = plan.widthMm / 2
  // A ball that cuts the surface in a circle of the given width and reaches the given depth.
  const radius = (half * half + plan.depthMm * plan.depthMm) / (2 * plan.depthMm)
  const above = radius - plan.depthMm
  const hole: Shape = {
    box: skin.box,
    distance: (x, y, z) => {
      const ox = x - centre[0] - above * dx
      const oy = y - centre[1] - above * dy
      const oz = (z - centre[2]) * 0.82
      return Math.sqrt(ox * ox + oy * oy + oz * oz) - radius + 1.6 * noise(x / 9, y / 9, z / 9)
    },
  }
  const around = (mm: number) => {
    const [x, y, z] = centre
    return emptyGrid({ min: [x - mm, y - mm, z - mm], max: [x + mm, y + mm, z + mm] }, 1)
  }
  const inward = (mm: number, alongZ: number, turn: number): Point => [
    centre[0] - mm * dx - turn * dy,
    centre[1] - mm * dy + turn * dx,
    centre[2] + alongZ,
  ]
  const thickSkin = around(40)
  forEachPoint(thickSkin, (index, x, y, z) => {
    const away = Math.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (0.82 * (z - centre[2])) ** 2)
    thickSkin.values[index] = 2.9 * Math.exp(-(((away - half) / 9) ** 2))
  })
  const track: ChainPoint[] = [
    [...inward(plan.depthMm - 0.5, 0, 1), 5.4],
    [...inward(plan.depthMm - 0.5, -9, 4), 4.4],
    [...inward(plan.depthMm - 1, -18, 8), 4.2],
    [...inward(plan.depthMm, -27, 12), 6.6],
  ]
  const fluid = around(44)
  merge(fluid, track)
  const reaction = around(44)
  forEachPoint(reaction, (index, x, y, z) => {
    const wet = fluid.values[index]
    const away = Math.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2)
    fluid.values[index] = wet + 0.8 * noise(x / 5, y / 5, z / 5)
    reaction.values[index] = Math.max(smoothStep(5, 0.5, wet), 0.8 * smoothStep(42, 14, away))
  })
  return { centreMm: centre, skin: subtract(skin, hole, 2.5), thickSkin, reaction, fluid }
}
