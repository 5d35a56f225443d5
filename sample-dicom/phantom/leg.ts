import type { Body, BonePart, MusclePart, OrganPart, SkinChange } from './body'
import type { Bone } from './bones'
import { rollFascia } from './deep-fascia'
import { straighten, tabulate, type Grid, type Warp } from './grid'
import { footMuscles, legBones, legMuscles, legTendons, legNerves } from './leg-parts'
import { makeLegSkin } from './leg-skin'
import { fractalNoise, type Field } from './noise'
import { hashText, makeRandom } from './random'
import { toLevels, type Level } from './ribbon-levels'
import { chain, displace, mirror, ribbon, smoothChain, type Box, type ChainPoint, type Shape } from './sdf'

/*
 * Lower leg, ankle and hindfoot of one side, as a `Body` every modality samples. Patient axes: x to the
 * patient's left, y to the back, z to the head; origin in the middle of the tibial plafond. The tables are for a
 * right leg, where +x is medial; a left leg is mirrored, with other seeds and another bend.
 */

export type LegSide = 'right' | 'left'

export interface LegPlan {
  readonly seed: string
  readonly side: LegSide
  /** Part of the leg that is worked out; the toes end beyond it. */
  readonly zRange: readonly [low: number, high: number]
  readonly vessels?: readonly LegVessel[]
  readonly changeSkin?: SkinChange
  /** Thickness of new bone laid on the distal tibia by its periosteum, mm. */
  readonly periostealMm?: number
  readonly medullaHu?: number
}

/** A vessel beneath or above the fascia: centre line and radius, patient mm. */
export interface LegVessel {
  readonly name: string
  readonly points: readonly ChainPoint[]
}

/** The tables' x to the patient's: 1 for a right leg, −1 for a left one. */
export function medialSign(side: LegSide): 1 | -1 {
  return side === 'right' ? 1 : -1
}

export function buildLeg(plan: LegPlan): Body {
  const box: Box = { min: [-64, -128, plan.zRange[0]], max: [64, 86, plan.zRange[1]] }
  const warp = makeLegWarp(plan.seed)
  const turn = (shape: Shape) => (plan.side === 'right' ? shape : mirror(shape))
  const put = (shape: Shape, stepMm: number, marginMm: number) =>
    tabulate(turn(shape), stepMm, marginMm + 5, box, warp)
  const skin = legSkin(plan, box, warp, turn)
  const muscles = makeMuscles(plan, put)
  const bones = makeBoneParts(plan, put)
  return {
    box,
    skin,
    fascia: rollFascia(
      skin,
      [...muscles, ...bones].map((part) => part.grid),
      9,
    ),
    viscera: [],
    muscles,
    structures: [
      ...legTendons().map(({ name, shape }) => organ(name, 'tendon', put(shape, 0.8, 2), shape)),
      ...legNerves.map(({ name, points }) => {
        const shape = smoothChain(points, 4)
        return organ(name, 'nerve', put(shape, 0.8, 2), shape)
      }),
      ...(plan.vessels ?? []).map(({ name, points }) => {
        // Vessels come in patient coordinates: neither mirrored nor bent again.
        const shape = chain(points)
        return organ(name, 'blood', tabulate(shape, 0.8, 6, box), shape)
      }),
    ],
    soft: [],
    bones,
  }
}

function organ(name: string, tissue: 'tendon' | 'nerve' | 'blood', grid: Grid, shape: Shape): OrganPart {
  return { organ: { name, shape, tissue, wallMm: 0, filling: 'solid' }, grid }
}

function legSkin(plan: LegPlan, box: Box, warp: Warp, turn: (shape: Shape) => Shape): Grid {
  const straight = turn(makeLegSkin(hashText(`${plan.seed}/skin`)))
  const bent: Shape = { box, distance: (x, y, z) => warp(x, y, z, straight.distance) }
  const changed = plan.changeSkin ? plan.changeSkin(bent) : bent
  const grid = tabulate({ ...changed, box }, 1.5, 0, box)
  straighten(grid, 14)
  return grid
}

function makeMuscles(
  plan: LegPlan,
  put: (shape: Shape, stepMm: number, marginMm: number) => Grid,
): MusclePart[] {
  const sign = medialSign(plan.side)
  const bellies = legMuscles.map(({ name, fibre, fat, levels }) => ({
    name,
    fibre,
    fat,
    shape: ribbon(toLevels(varyLevels(levels, `${plan.seed}/${name}`))),
  }))
  const small = footMuscles.map(({ name, fibre, points }) => ({
    name,
    fibre,
    fat: 0.4,
    shape: chain(points, 5),
  }))
  return [...bellies, ...small].map(({ name, fibre, fat, shape }): MusclePart => {
    const noise = fractalNoise(hashText(`${plan.seed}/${name}/surface`), 3)
    const uneven = displace(shape, (x, y, z) => 0.8 * noise(x / 18, y / 18, z / 26) - 0.9, 1.7)
    return { name, grid: put(uneven, 1.5, 3), fibre: [fibre[0] * sign, fibre[1], fibre[2]], fat }
  })
}

/** No two legs have quite the same muscle. */
function varyLevels(levels: readonly Level[], seed: string): Level[] {
  const random = makeRandom(hashText(seed))
  const bulk = random.between(0.95, 1.05)
  const shift = random.between(-0.8, 0.8)
  return levels.map(([z, ...discs]): Level => [
    z,
    ...discs.map(([x, y, r]) => [x + shift, y - shift, r * bulk] as const),
  ])
}

function makeBoneParts(
  plan: LegPlan,
  put: (shape: Shape, stepMm: number, marginMm: number) => Grid,
): BonePart[] {
  const [low, high] = plan.zRange
  const side = medialSign(plan.side)
  return legBones(plan.medullaHu ?? -45)
    .filter(({ shape }) => shape.box.max[2] > low && shape.box.min[2] < high)
    .map((bone, index): BonePart => {
      const noise = fractalNoise(hashText(`${plan.seed}/bones/${index}`), 3)
      const rough = displace(bone.shape, (x, y, z) => 0.45 * noise(x / 13, y / 13, z / 17), 0.5)
      const laid = bone.name === 'tibia' ? layPeriosteum(rough, plan) : rough
      const grid = put(laid, 0.9, 2)
      straighten(grid, 7)
      return { bone: thickened(bone, plan), side, grid }
    })
}

/** Wavy new bone on the shaft from 25 to 130 mm above the joint, most of it behind and medially. */
function layPeriosteum(shape: Shape, { periostealMm = 0, seed }: LegPlan): Shape {
  if (periostealMm === 0) return shape
  const noise = fractalNoise(hashText(`${seed}/periosteum`), 2)
  const thicknessMm: Field = (x, y, z) =>
    -periostealMm * Math.max(0, 0.55 + 0.9 * noise(x / 14, y / 14, z / 11)) * hump(z, 25, 130)
  return displace(shape, thicknessMm, periostealMm * 1.5)
}

function thickened(bone: Bone, { periostealMm = 0 }: LegPlan): Bone {
  if (bone.name !== 'tibia' || periostealMm === 0) return bone
  return { ...bone, cortexMm: (x, y, z) => bone.cortexMm(x, y, z) + 0.6 * periostealMm * hump(z, 25, 130) }
}

/** 1 between the two heights, falling to 0 over 20 mm beyond. */
function hump(z: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (z - low + 20) / 20)) * Math.min(1, Math.max(0, (high + 20 - z) / 20))
}

/** The leg turned by a few degrees about its axis, bowed by a millimetre or two. */
export function makeLegWarp(seed: string): Warp {
  const random = makeRandom(hashText(`${seed}/warp`))
  const angle = random.between(-0.05, 0.05)
  const bowX = random.between(-1.6, 1.6)
  const bowY = random.between(-1.4, 1.4)
  const phase = random.between(0, 6)
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  return (x, y, z, field) => {
    const px = x * cos - y * sin + bowX * Math.sin(z / 90 + phase)
    const py = x * sin + y * cos + bowY * Math.sin(z / 75 + 2 * phase)
    return field(px, py, z)
  }
}
