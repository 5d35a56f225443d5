import type { CtVolume } from '../../detection/volume'
import { HU, type Body, type Part } from './body'
import {
  bridge,
  dermal,
  intramuscular,
  ofPelvis,
  onBone,
  periarticular,
  subcutaneous,
  tendinous,
  vascular,
  type Deposit,
} from './deposits'
import { limb } from './limbs'
import { makeRandom, type Random } from './random'
import { addNoise, addStreaks, render, type DepositTruth, type Grid } from './render'
import { EVERYWHERE, tube, type Solid } from './solids'
import { chest, pelvis } from './trunk'

export type BodyKind = 'limb' | 'joint' | 'pelvis' | 'chest'

export interface Phantom {
  readonly name: string
  readonly kind: BodyKind
  readonly volume: CtVolume
  readonly noiseHu: number
  readonly sliceMm: number
  readonly deposits: readonly (Deposit & DepositTruth & Disturbance & { readonly number: number })[]
  /** Number of the deposit in each voxel, 0 for none. */
  readonly label: Uint8Array
  readonly traps: readonly string[]
}

export interface Disturbance {
  /** What disturbs the picture where the deposit lies: noise, and the rays of metal, HU. */
  readonly sigmaHu: number
}

/** How many phantoms of each kind a run makes; 42 in all. */
const KINDS: readonly BodyKind[] = [
  ...Array.from({ length: 16 }, () => 'limb' as const),
  ...Array.from({ length: 14 }, () => 'joint' as const),
  ...Array.from({ length: 8 }, () => 'pelvis' as const),
  ...Array.from({ length: 4 }, () => 'chest' as const),
]
export const PHANTOMS = KINDS.length

const LIMB_SLICES = [0.6, 0.8, 1, 1, 1.25, 1.25, 2, 3, 5]
const TRUNK_SLICES = [1, 1.25, 1.25, 2, 2.5, 5]
const NOISE = [5, 8, 10, 12, 15, 18, 20, 25, 30, 40]

export function makePhantom(seed: number, at: number): Phantom {
  const random = makeRandom(seed * 1009 + at * 7919)
  const kind = KINDS[at]
  const isTrunk = kind === 'pelvis' || kind === 'chest'
  const sliceMm = random.pick(isTrunk ? TRUNK_SLICES : LIMB_SLICES)
  const noiseHu = isTrunk ? random.pick(NOISE.slice(2, 8)) : random.pick(NOISE)
  const heightMm = isTrunk ? 70 : sliceMm < 1 ? 64 : sliceMm > 2 ? 110 : 80
  const contrast = random.chance(0.35)
  const bloodHu = contrast ? random.between(135, 350) : HU.blood
  const body = bodyOf(kind, random, bloodHu, heightMm)
  const metal = kind === 'limb' && at % 5 === 2 ? implant(random) : undefined
  const deposits = depositsFor(kind, body, random, metal?.solid)
  const columns = isTrunk ? 368 : 256
  const wide = Math.max(body.widthMm, body.depthMm) + 12
  const pixelMm = wide / columns
  const rows = Math.round((body.depthMm + 40) / pixelMm)
  const grid: Grid = {
    columns,
    rows: Math.min(columns, rows),
    slices: Math.round(heightMm / sliceMm),
    pixelMm,
    sliceMm,
  }
  const parts = [...table(body), ...body.parts, ...(metal ? [metal] : [])]
  const { clean, label, truths } = render(parts, deposits, grid, random.between(0.42, 0.58))
  const whole = metal ? clean.slice() : clean
  if (metal) addStreaks(clean, grid, metal.at, random.between(90, 200), random)
  const streaks = streaksOver(label, whole, clean, deposits.length)
  return {
    name: `${kind} ${at + 1}`,
    kind,
    volume: { geometry: geometryOf(grid), values: addNoise(clean, grid, noiseHu, random) },
    noiseHu,
    sliceMm,
    deposits: deposits.map((deposit, index) => ({
      ...deposit,
      ...truths[index],
      number: index + 1,
      sigmaHu: Math.hypot(noiseHu, streaks[index]),
    })),
    label,
    traps: [
      ...(contrast ? [`blood ${Math.round(bloodHu)} HU`] : []),
      ...(metal ? ['metal'] : []),
      ...(kind === 'pelvis' ? ['bowel'] : []),
      ...(kind === 'chest' ? ['ribs'] : []),
    ],
  }
}

function bodyOf(kind: BodyKind, random: Random, bloodHu: number, heightMm: number): Body {
  if (kind === 'pelvis')
    return pelvis(random, { bloodHu, heightMm, bowelHu: random.chance(0.7) ? random.between(160, 420) : 30 })
  if (kind === 'chest') return chest(random, bloodHu, heightMm)
  return limb(random, { joint: kind === 'joint', bloodHu, heightMm })
}

/** A nail of titanium or steel beside the shaft. */
function implant(random: Random): Part & { readonly at: readonly [number, number] } {
  const at = [random.between(-8, 8), random.between(-8, 8)] as const
  const solid = tube(
    [
      [at[0], at[1], -200],
      [at[0], at[1], 200],
    ],
    random.between(4, 6),
  )
  return { solid, hu: 6000, at }
}

/** A table of carbon over foam below the body, with two rails. */
function table(body: Body): Part[] {
  const top = body.depthMm / 2 + 1
  const slab = (from: number, to: number, wide: number): Solid => ({
    box: EVERYWHERE,
    distance: (x, y) => Math.max(top + from - y, y - top - to, Math.abs(x) - wide),
  })
  const wide = 0.42 * body.widthMm
  return [
    { solid: slab(0, 14, wide), hu: -50 },
    { solid: slab(1.5, 12.5, wide - 1.5), hu: -940 },
    ...[-1, 1].map((side): Part => ({
      solid: tube(
        [
          [side * 0.6 * wide, top + 7, -200],
          [side * 0.6 * wide, top + 7, 200],
        ],
        2,
      ),
      hu: 900,
    })),
  ]
}

function depositsFor(kind: BodyKind, body: Body, random: Random, metal?: Solid): Deposit[] {
  const taken: Deposit[] = []
  const add = (deposit: Deposit | undefined) => {
    if (deposit && (!metal || metal.distance(...middleOf(deposit.solid)) > 12 + deposit.longestMm / 2))
      taken.push(deposit)
  }
  if (kind === 'pelvis') ofPelvis(random).forEach(add)
  if (kind === 'joint') {
    if (random.chance(0.5)) add(onBone(body, random, taken, 'osteophyte'))
    if (random.chance(0.25)) add(bridge(body, random))
  }
  if (random.chance(0.6)) add(onBone(body, random, taken))
  const turns = kind === 'chest' ? 2 : 3
  for (let turn = 0; turn < turns; turn++) {
    add(subcutaneous(body, random, taken, random.chance(0.3)))
    add(intramuscular(body, random, taken, random.chance(0.45)))
    add(periarticular(body, random, taken))
    if (turn < 2) add(vascular(body, random, taken))
    if (turn < 2) add(tendinous(body, random, taken))
    add(turn === 0 ? dermal(body, random, taken) : subcutaneous(body, random, taken, random.chance(0.3)))
  }
  return taken
}

/** Root mean square of what the rays of metal change over each deposit, HU. */
function streaksOver(label: Uint8Array, before: Float32Array, after: Float32Array, count: number): number[] {
  const sums = Array.from({ length: count }, () => ({ squares: 0, voxels: 0 }))
  if (before !== after)
    label.forEach((number, index) => {
      if (number === 0) return
      sums[number - 1].squares += (after[index] - before[index]) ** 2
      sums[number - 1].voxels++
    })
  return sums.map(({ squares, voxels }) => Math.sqrt(squares / Math.max(1, voxels)))
}

const middleOf = ({ box }: Solid): [number, number, number] => [
  (box[0] + box[1]) / 2,
  (box[2] + box[3]) / 2,
  (box[4] + box[5]) / 2,
]

function geometryOf({ columns, rows, slices, pixelMm, sliceMm }: Grid): CtVolume['geometry'] {
  return {
    FrameOfReferenceUID: '2.25.6',
    size: [columns, rows, slices],
    origin: [-((columns - 1) / 2) * pixelMm, -((rows - 1) / 2) * pixelMm, -((slices - 1) / 2) * sliceMm],
    iStep: [pixelMm, 0, 0],
    jStep: [0, pixelMm, 0],
    kStep: [0, 0, sliceMm],
  }
}
