import { bothSides, hipCapsule, jointSpace, makeBones, makeDiscs, type Bone } from './bones'
import { rollFascia } from './deep-fascia'
import { straighten, tabulate, type Grid, type Warp } from './grid'
import { muscles, type Muscle } from './muscles'
import { fractalNoise, smoothStep, type Field } from './noise'
import { makeCavity, makeGreatVessels, makePairedStructures, makeViscera, type Organ } from './organs'
import { hashText, makeRandom, type Random } from './random'
import { toLevels, type Level } from './ribbon-levels'
import { displace, mirror, ribbon, type Box, type Shape } from './sdf'
import { makeSkin } from './skin'

/*
 * The body of one case: every part worked out once on a lattice of 1–2 mm as a signed distance (mm, negative
 * inside). Patient axes: x to the left, y to the back, z to the head; origin midway between the femoral heads.
 * One side is made from the tables, the other mirrored with other seeds, and a gentle warp bends the whole: no
 * two sides are alike.
 */

export interface Body {
  readonly box: Box
  /** Distance to the skin surface. */
  readonly skin: Grid
  /** Distance to the investing fascia: negative beneath it. */
  readonly fascia: Grid
  readonly viscera: readonly OrganPart[]
  readonly muscles: readonly MusclePart[]
  readonly structures: readonly OrganPart[]
  readonly soft: readonly SoftPart[]
  readonly bones: readonly BonePart[]
}

export interface MusclePart {
  readonly name: string
  readonly grid: Grid
  readonly fibre: Muscle['fibre']
  readonly fat: number
}

export interface OrganPart {
  readonly organ: Organ
  readonly grid: Grid
}

export interface SoftPart {
  readonly tissue: 'disc' | 'cartilage' | 'muscle'
  readonly grid: Grid
}

export interface BonePart {
  readonly bone: Bone
  /** −1 for the right side: the tables are for x > 0. */
  readonly side: 1 | -1
  readonly grid: Grid
}

/** Head and foot ends lie beyond what is imaged, so that no picture shows a cut body. */
const bodyBox: Box = { min: [-196, -122, -142], max: [196, 142, 236] }

/** Changes the skin before it is tabulated: an ulcer, for one. Given in patient coordinates. */
export type SkinChange = (skin: Shape) => Shape

export function buildBody(seed: string, changeSkin: SkinChange = (skin) => skin): Body {
  const warp = makeWarp(seed)
  const put = (shape: Shape, stepMm: number, marginMm: number) =>
    tabulate(shape, stepMm, marginMm + 9, bodyBox, warp)
  const seedOf = (name: string) => hashText(`${seed}/${name}`)

  const straightSkin = makeSkin(seedOf('skin'))
  const bentSkin = changeSkin({ box: bodyBox, distance: (x, y, z) => warp(x, y, z, straightSkin.distance) })
  const skin = tabulate({ ...bentSkin, box: bodyBox }, 2, 0, bodyBox)
  straighten(skin, 24)

  const muscleParts = muscles.flatMap((muscle) =>
    ([1, -1] as const).map((side): MusclePart => ({
      name: `${side === 1 ? 'left' : 'right'} ${muscle.name}`,
      grid: put(muscleShape(muscle, side, seedOf(`${muscle.name}/${side}`)), 2, 3),
      fibre: [muscle.fibre[0] * side, muscle.fibre[1], muscle.fibre[2]],
      fat: muscle.fat,
    })),
  )
  const boneParts = boneShapes(seed, put)
  const firm = [...muscleParts, ...boneParts].map((part) => part.grid)
  const organPart = (organ: Organ, stepMm: number): OrganPart => ({
    organ,
    grid: put(organ.shape, stepMm, 2),
  })
  const pairs = ([1, -1] as const).flatMap((side) =>
    makePairedStructures(makeRandom(seedOf(`structures/${side}`))).map((organ) =>
      side === 1 ? organ : { ...organ, name: `right ${organ.name}`, shape: mirror(organ.shape) },
    ),
  )
  return {
    box: bodyBox,
    skin,
    fascia: rollFascia(skin, [...firm, put(makeCavity(), 2, 2)], 12),
    viscera: makeViscera(seedOf('viscera')).map((organ) => organPart(organ, 2)),
    muscles: muscleParts,
    structures: [...makeGreatVessels(), ...pairs].map((organ) => organPart(organ, 1.25)),
    soft: [
      ...bothSides(hipCapsule()).map((shape): SoftPart => ({ tissue: 'muscle', grid: put(shape, 2, 2) })),
      ...bothSides(jointSpace()).map((shape): SoftPart => ({
        tissue: 'cartilage',
        grid: put(shape, 1.5, 1),
      })),
      ...makeDiscs().map((shape): SoftPart => ({ tissue: 'disc', grid: put(shape, 2, 1) })),
    ],
    bones: boneParts,
  }
}

function boneShapes(seed: string, put: (shape: Shape, stepMm: number, marginMm: number) => Grid): BonePart[] {
  const left = makeBones(hashText(`${seed}/bones/left`))
  const right = makeBones(hashText(`${seed}/bones/right`))
  return left.flatMap((bone, index): BonePart[] => {
    const part = (shape: Shape, side: 1 | -1): BonePart => {
      const grid = put(shape, 1.25, 2)
      straighten(grid, 9)
      return { bone, side, grid }
    }
    return bone.paired ? [part(bone.shape, 1), part(mirror(right[index].shape), -1)] : [part(bone.shape, 1)]
  })
}

function muscleShape(muscle: Muscle, side: 1 | -1, seed: number): Shape {
  const varied = vary(muscle.levels, makeRandom(seed))
  const noise = fractalNoise(seed, 3)
  const amplitudeMm = muscle.sheet ? 0.5 : 1.4
  const swollenMm = muscle.sheet ? 0 : 2.2
  const shape = displace(
    ribbon(toLevels(varied)),
    (x, y, z) => amplitudeMm * noise(x / 26, y / 26, z / 34) - swollenMm,
    amplitudeMm + swollenMm,
  )
  return side === 1 ? shape : mirror(shape)
}

/** No two people, and no two sides, have quite the same muscle. */
function vary(levels: readonly Level[], random: Random): Level[] {
  const bulk = random.between(0.96, 1.05)
  const shiftX = random.between(-1.2, 1.2)
  const shiftY = random.between(-1.2, 1.2)
  return levels.map(([z, ...discs]): Level => {
    const swell = bulk * random.between(0.97, 1.03)
    return [z, ...discs.map(([x, y, r]) => [x + shiftX, y + shiftY, r * swell] as const)]
  })
}

/**
 * Where a place in the bent body lies in the straight one: pelvis turned 1.2° and tilted 0.9°, thighs rotated
 * by different angles about their hips, and a wave of 2 mm through everything.
 */
function makeWarp(seed: string): Warp {
  const random = makeRandom(hashText(`${seed}/warp`))
  const waves = Array.from({ length: 6 }, () => ({
    kx: random.between(-0.03, 0.03),
    ky: random.between(-0.03, 0.03),
    kz: random.between(-0.03, 0.03),
    phase: random.between(0, 2 * Math.PI),
  }))
  const wave = (index: number, x: number, y: number, z: number) => {
    const { kx, ky, kz, phase } = waves[index]
    return Math.sin(kx * x + ky * y + kz * z + phase)
  }
  const turn = (1.2 * Math.PI) / 180
  const tilt = (-0.9 * Math.PI) / 180
  return (x: number, y: number, z: number, field: Field) => {
    let px = x + turn * y + tilt * z + 1.4 * (wave(0, x, y, z) + wave(1, x, y, z))
    let py = y - turn * x + 0.9 * (wave(2, x, y, z) + wave(3, x, y, z))
    const pz = z - tilt * x + 1.2 * (wave(4, x, y, z) + wave(5, x, y, z))
    const side = px > 0 ? 1 : -1
    const amount = smoothStep(-8, -60, pz) * smoothStep(16, 60, Math.abs(px))
    const angle = amount * (px > 0 ? 0.07 : 0.025)
    const dx = px - 88 * side
    const dy = py
    px = 88 * side + dx * Math.cos(angle) - dy * Math.sin(angle)
    py = dx * Math.sin(angle) + dy * Math.cos(angle)
    return field(px, py, pz)
  }
}
