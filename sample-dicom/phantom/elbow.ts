import type { Body, MusclePart, OrganPart, SkinChange } from './body'
import type { Bone } from './bones'
import { rollFascia } from './deep-fascia'
import { straighten, tabulate, type Grid } from './grid'
import { fractalNoise, smoothStep } from './noise'
import { hashText } from './random'
import { toLevels, type Level } from './ribbon-levels'
import {
  blend,
  chain,
  displace,
  ellipsoid,
  mirror,
  outlineSolid,
  ribbon,
  smoothChain,
  subtract,
  type Box,
  type ChainPoint,
  type Point,
  type Shape,
} from './sdf'

/*
 * Elbow and the adjoining halves of arm and forearm, stretched and supinated, as a `Body` every modality
 * samples. Tables in mm for a left arm: +x lateral, +y to the back, +z to the shoulder; origin in the middle of
 * the axis through trochlea and capitellum. A right arm is mirrored. Typical sizes of an adult woman:
 * epicondyles 58 apart, trochlea Ø 22, capitellum Ø 20, radial head Ø 21, shafts 22, 13 and 14.
 */

export interface ElbowPlan {
  readonly seed: string
  readonly side: 'left' | 'right'
  /** Part of the arm that is worked out, within −130 … 130. */
  readonly zRange: readonly [low: number, high: number]
  readonly changeSkin?: SkinChange
}

export function buildElbow({ seed, side, zRange, changeSkin }: ElbowPlan): Body {
  const box: Box = { min: [-66, -62, zRange[0]], max: [66, 62, zRange[1]] }
  const sign = side === 'left' ? 1 : -1
  const turn = (shape: Shape) => (side === 'left' ? shape : mirror(shape))
  const put = (shape: Shape, stepMm: number, marginMm: number) =>
    tabulate(turn(shape), stepMm, marginMm + 4, box)
  const uneven = (shape: Shape, name: string, mm: number) => {
    const noise = fractalNoise(hashText(`${seed}/${name}`), 3)
    return displace(shape, (x, y, z) => mm * noise(x / 18, y / 18, z / 26), mm)
  }
  const plain = turn(uneven(makeSkin(), 'skin', 1.1))
  const skin = tabulate({ ...(changeSkin ? changeSkin(plain) : plain), box }, 1.5, 0, box)
  straighten(skin, 14)
  const muscles = elbowMuscles.map(({ name, fibre, levels }): MusclePart => ({
    name,
    grid: put(uneven(ribbon(toLevels(levels)), name, 0.8), 1.5, 3),
    fibre: [fibre[0] * sign, fibre[1], fibre[2]],
    fat: 0.35,
  }))
  const bones = elbowBones().map((bone) => {
    const grid = put(uneven(bone.shape, bone.name, 0.4), 0.9, 2)
    straighten(grid, 7)
    return { bone, side: sign, grid } as const
  })
  const firm = [...muscles, ...bones].map((part) => part.grid)
  return {
    box,
    skin,
    fascia: rollFascia(skin, firm, 9),
    viscera: [],
    muscles,
    structures: strands.map((strand) => makeStrand(strand, put)),
    soft: [{ tissue: 'cartilage' as const, grid: put(jointSpace(), 0.9, 1) }],
    bones,
  }
}

interface Strand {
  readonly name: string
  readonly tissue: 'tendon' | 'nerve' | 'blood'
  readonly points: readonly ChainPoint[]
}

function makeStrand(
  { name, tissue, points }: Strand,
  put: (shape: Shape, stepMm: number, marginMm: number) => Grid,
): OrganPart {
  const shape = smoothChain(points)
  return { organ: { name, shape, tissue, wallMm: 0, filling: 'solid' }, grid: put(shape, 0.8, 2) }
}

// ---- bones ----

export function humerus(): Shape {
  const shaft = smoothChain([[3, 0, 132, 11], [2, 0, 90, 10.5], [1, 1, 60, 10], [0, 2, 38, 9]]) // prettier-ignore
  const medialPillar = chain(
    [
      [0, 2, 40, 8],
      [-14, 2, 22, 6.5],
      [-18, 2, 8, 6],
    ],
    4,
  )
  const lateralPillar = chain(
    [
      [0, 2, 40, 8],
      [12, 1, 22, 6.5],
      [17, 1, 8, 7],
    ],
    4,
  )
  const epicondyles = [
    chain([[-18, 2, 12, 6], [-26, 5, 12, 4.6]]), // prettier-ignore
    chain([[17, 2, 11, 6], [23, 2, 11, 5]]), // prettier-ignore
  ]
  // The spool: high medial lip, waist, low lateral lip.
  const spool = chain([[-18, 0, 0, 11.4], [-14, 0, 0, 11], [-8, 0, 0, 8.8], [-2, 0, 0, 10.2], [1, 0, 0, 10.4]]) // prettier-ignore
  // Thin bone between the pillars, at the floor of both fossae.
  const plate = ellipsoid([-2, 2, 19], [17, 4.6, 15])
  const capitellum = ellipsoid([13, -2.5, -0.5], [8, 10.4, 10.4])
  const whole = blend([shaft, medialPillar, lateralPillar, ...epicondyles, plate, spool, capitellum], 4)
  const olecranonFossa = ellipsoid([-5, 13, 19], [10, 9, 9])
  const coronoidFossa = ellipsoid([-5, -8, 17], [8, 6.4, 6])
  return subtract(subtract(whole, olecranonFossa, 2), coronoidFossa, 2)
}

function ulna(): Shape {
  const olecranon = chain([[-8, 15, 8, 7], [-8, 18, -2, 9], [-7, 12, -18, 10]], 5) // prettier-ignore
  const coronoid = chain(
    [
      [-7, 6, -20, 9],
      [-8, -7, -17, 5],
    ],
    4,
  )
  const shaft = smoothChain([[-7, 12, -18, 9.5], [-5, 12, -40, 8], [-7, 11, -75, 6.6], [-11, 9, -132, 6.2]]) // prettier-ignore
  // Notch around the trochlea with a joint gap of 2.5 mm.
  const spool = chain([[-20, 0, 0, 14.1], [-8, 0, 0, 11.5], [4, 0, 0, 12.9]]) // prettier-ignore
  return subtract(blend([olecranon, coronoid, shaft], 4), spool, 1)
}

function radius(): Shape {
  // A drum with a rounded rim that narrows to the neck.
  const head: Shape = {
    box: { min: [1, -13, -26], max: [23, 9, -11] },
    distance: (x, y, z) => {
      const across = Math.hypot(x - 12, y + 2) - (8.4 - 0.16 * Math.max(0, -14 - z))
      const along = Math.abs(z + 17) - 3.6
      return Math.hypot(Math.max(across, 0), Math.max(along, 0)) + Math.min(Math.max(across, along), 0) - 2
    },
  }
  const neck = chain([[12, -2, -19, 7.4], [11.5, -1.5, -26, 6.2], [11, -1, -32, 6]], 2) // prettier-ignore
  const tuberosity = ellipsoid([6, -2, -42], [5, 5, 9])
  const shaft = smoothChain([[11, -1, -30, 6], [10, 0, -45, 6.6], [13, 1, -80, 7], [15, 0, -132, 7]]) // prettier-ignore
  const cup = ellipsoid([12, -2, 0], [12.5, 13, 13.2])
  return subtract(blend([head, neck, tuberosity, shaft], 3), cup, 1)
}

/** What fills the joint between the bones. */
function jointSpace(): Shape {
  return chain([[-17, 0, -1, 13], [-8, 0, -1, 11.5], [3, 0, -1, 12.5], [12, -2, -4, 11.5]], 3) // prettier-ignore
}

export function elbowBones(): Bone[] {
  const bone = (name: string, shape: Shape, thickMm: number): Bone => {
    const shaftwards = (z: number) => smoothStep(25, 70, Math.abs(z))
    return {
      name,
      paired: false,
      shape,
      cortexMm: (_x, _y, z) => 0.9 + thickMm * shaftwards(z),
      insideHu: (_x, _y, z) => 220 - 265 * shaftwards(z),
    }
  }
  return [bone('humerus', humerus(), 3.4), bone('ulna', ulna(), 2), bone('radius', radius(), 2)]
}

// ---- soft tissue ----

interface ElbowMuscle {
  readonly name: string
  readonly fibre: Point
  readonly levels: readonly Level[]
}

// prettier-ignore
const elbowMuscles: readonly ElbowMuscle[] = [
  { name: 'biceps', fibre: [0.05, 0.1, -1], levels: [
    [132, [-10, -26, 10], [10, -26, 11]], [80, [-8, -26, 10], [9, -26, 10.5]], [40, [-3, -25, 6], [6, -25, 6]], [10, [3, -23, 2.5], [6, -22, 2.5]], [-35, [6, -9, 2], [8, -9, 2]]] },
  { name: 'brachialis', fibre: [0, 0.15, -1], levels: [
    [110, [-8, -12, 6], [10, -12, 7]], [60, [-12, -13, 9], [11, -13, 9]], [20, [-14, -14, 8], [4, -15, 8]], [-10, [-10, -15, 5], [-2, -15, 5]], [-30, [-8, -4, 2], [-6, -4, 2]]] },
  { name: 'triceps', fibre: [0, -0.1, -1], levels: [
    [132, [-22, 14, 11], [0, 24, 14], [22, 13, 11]], [70, [-18, 15, 9], [0, 22, 11], [18, 14, 9]], [30, [-14, 15, 4], [-4, 18, 5], [10, 14, 4]], [10, [-11, 23, 2], [-7, 24, 2], [-3, 23, 2]]] },
  { name: 'brachioradialis and extensors', fibre: [0.1, -0.1, -1], levels: [
    [60, [15, -8, 4], [18, -4, 4]], [25, [20, -14, 7], [25, -5, 6]], [-20, [22, -19, 9], [29, -3, 8]], [-60, [20, -20, 9], [29, 0, 9]], [-132, [17, -18, 6], [26, 2, 7]]] },
  { name: 'anconeus and back extensors', fibre: [-0.2, 0.1, -1], levels: [
    [10, [21, 6, 3], [17, 9, 3]], [-25, [20, 10, 6], [7, 17, 5]], [-70, [22, 14, 8], [8, 19, 6]], [-132, [18, 13, 7], [6, 17, 5]]] },
  { name: 'pronator and flexors', fibre: [0.2, -0.1, -1], levels: [
    [10, [-26, -3, 3], [-24, -7, 3]], [-20, [-25, -2, 8], [-14, -19, 8]], [-60, [-24, 1, 10], [-5, -20, 10]], [-132, [-21, 0, 8], [-3, -17, 9]]] },
  { name: 'deep flexors', fibre: [0.05, 0.05, -1], levels: [
    [-25, [-20, 8, 4], [-17, 12, 4]], [-65, [-18, 9, 8], [-1, -6, 6]], [-132, [-15, 6, 7], [2, -4, 7]]] },
]

const strands: readonly Strand[] = [
  { name: 'triceps tendon', tissue: 'tendon', points: [[-6, 25, 60, 1.6], [-7, 25, 28, 2.6], [-8, 21, 10, 3.2]] }, // prettier-ignore
  { name: 'ulnar nerve', tissue: 'nerve', points: [[-22, 2, 120, 2], [-21, 10, 60, 2], [-21, 12, 12, 2.2], [-19, 12, -18, 2], [-18, 2, -60, 1.8]] }, // prettier-ignore
  { name: 'median nerve', tissue: 'nerve', points: [[-20, -12, 120, 2], [-13, -23, 20, 2], [-6, -17, -40, 1.8]] }, // prettier-ignore
  { name: 'brachial artery', tissue: 'blood', points: [[-18, -10, 120, 2.1], [-9, -23, 20, 2], [-1, -20, -25, 1.8]] }, // prettier-ignore
]

// Points run from the front over the lateral side to the back.
// prettier-ignore
const skinOutlines: readonly (readonly [z: number, ...points: (readonly [x: number, y: number])[]])[] = [
  [132, [0, -47], [30, -37], [44, 0], [32, 36], [0, 46], [-33, 36], [-45, 0], [-31, -37]],
  [70, [0, -45], [28, -35], [40, 0], [29, 32], [0, 42], [-30, 32], [-41, 0], [-29, -35]],
  [30, [0, -38], [27, -31], [38, -3], [26, 24], [-4, 32], [-27, 26], [-39, 0], [-28, -30]],
  [0, [0, -36], [30, -33], [40, -5], [26, 22], [-8, 33], [-27, 24], [-40, 0], [-30, -31]],
  [-50, [2, -40], [31, -35], [45, -2], [31, 26], [-3, 30], [-30, 22], [-43, 0], [-29, -33]],
  [-132, [4, -35], [28, -29], [39, 0], [28, 24], [-2, 27], [-27, 20], [-37, -2], [-25, -28]],
]

function makeSkin(): Shape {
  return outlineSolid(skinOutlines.map(([z, ...points]) => ({ z, points })))
}
