import type { Body, MusclePart, OrganPart } from './body'
import type { Bone } from './bones'
import { rollFascia } from './deep-fascia'
import { straighten, tabulate, type Grid } from './grid'
import { fractalNoise, smoothStep } from './noise'
import { hashText } from './random'
import { toLevels } from './ribbon-levels'
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
 * Wrist and hand, flat, fingers up. Tables in mm for a right hand laid on its palm: the thumb at −x, +y to the back
 * of the hand, +z to the finger tips, origin in the middle of the wrist joint. A left hand is mirrored. Lengths of
 * metacarpals and phalanges of an adult woman (Garn 1972, Radiology 105:375).
 */

export interface HandPlan {
  readonly seed: string
  readonly side: 'right' | 'left'
  readonly zRange: readonly [low: number, high: number]
  /** Sclerodactyly: thinner pulp, tufts eaten away by this much, mm, from thumb to little finger. */
  readonly tuftLossMm?: readonly number[]
}

export function buildHand({ seed, side, zRange, tuftLossMm = [0, 0, 0, 0, 0] }: HandPlan): Body {
  const box: Box = { min: [-84, -34, zRange[0]], max: [72, 34, zRange[1]] }
  const clip: Box =
    side === 'right' ? box : { min: [-box.max[0], box.min[1], box.min[2]], max: [-box.min[0], box.max[1], box.max[2]] } // prettier-ignore
  const sign = side === 'right' ? 1 : -1
  const turn = (shape: Shape) => (side === 'right' ? shape : mirror(shape))
  const put = (shape: Shape, stepMm: number, marginMm: number) =>
    tabulate(turn(shape), stepMm, marginMm + 3, clip)
  const uneven = (shape: Shape, name: string, mm: number, wave: number) => {
    const noise = fractalNoise(hashText(`${seed}/${name}`), 3)
    return displace(shape, (x, y, z) => mm * noise(x / wave, y / wave, z / wave), mm)
  }
  const skin = tabulate(
    { ...turn(uneven(makeSkin(tuftLossMm.some((mm) => mm > 0)), 'skin', 0.5, 14)), box: clip },
    1,
    0,
    clip,
  )
  straighten(skin, 8)
  const muscles = handMuscles().map(({ name, shape }): MusclePart => ({
    name,
    grid: put(uneven(shape, name, 0.6, 12), 1, 2),
    fibre: [0.1 * sign, 0, 1],
    fat: 0.4,
  }))
  const bones = handBones(tuftLossMm)
    .filter(({ shape }) => shape.box.max[2] > zRange[0] && shape.box.min[2] < zRange[1])
    .map((bone) => {
      const grid = put(uneven(bone.shape, bone.name, 0.22, 7), 0.6, 1.5)
      straighten(grid, 4)
      return { bone, side: sign, grid } as const
    })
  const firm: Grid[] = [...muscles, ...bones].map(({ grid }) => grid)
  return {
    box: clip,
    skin,
    fascia: rollFascia(skin, firm, 5),
    viscera: [],
    muscles,
    structures: strands().map((organ): OrganPart => ({ organ, grid: put(organ.shape, 0.6, 1.5) })),
    soft: [{ tissue: 'cartilage', grid: put(carpalJoints(), 0.8, 1) }],
    bones,
  }
}

// ---- bones ----

/** A ray: base and head of the metacarpal, then the heads of the phalanges. */
interface Ray {
  readonly name: string
  readonly base: Point
  readonly joints: readonly Point[]
  /** Radius at base, shaft and head of each bone. */
  readonly radii: readonly (readonly [base: number, shaft: number, head: number])[]
}

// prettier-ignore
export const rays: readonly Ray[] = [
  { name: '1', base: [-25, -5, 22], joints: [[-46, -7, 60], [-58, -8, 88], [-66, -8, 109]], radii: [[7.2, 4.8, 7.4], [7, 4.6, 6.2], [6, 3.4, 4.6]] },
  { name: '2', base: [-17, 1, 31], joints: [[-25, 1, 95], [-30, -1, 134], [-33, -2, 156], [-35, -3, 172]], radii: [[7.6, 4.3, 7.6], [7.2, 4.3, 5.6], [5.7, 3.5, 4.7], [5, 2.6, 3.9]] },
  { name: '3', base: [-3, 2, 32], joints: [[-5, 2, 94], [-7, 0, 137], [-8, -1, 163], [-8.5, -2, 180]], radii: [[7.4, 4.3, 7.6], [7.4, 4.4, 5.7], [5.8, 3.6, 4.8], [5.1, 2.7, 4]] },
  { name: '4', base: [9, 2, 31], joints: [[13, 1, 87], [16, -1, 127], [18, -2, 152], [19, -3, 169]], radii: [[6.4, 3.6, 6.6], [6.8, 4, 5.3], [5.4, 3.4, 4.5], [4.9, 2.5, 3.8]] },
  { name: '5', base: [20, 0, 29], joints: [[29, -1, 80], [36, -3, 111], [39, -4, 129], [42, -4, 144]], radii: [[6.4, 3.4, 6.2], [6, 3.5, 4.6], [4.8, 2.9, 3.9], [4.2, 2.2, 3.3]] },
]

/** Gap between the ends of two bones. */
const GAP_MM = 0.8

function longBone(from: Point, to: Point, [base, shaft, head]: readonly [number, number, number]): Shape {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2])
  const at = (t: number, sag = 0): Point => [
    from[0] + t * (to[0] - from[0]),
    from[1] + t * (to[1] - from[1]) + sag,
    from[2] + t * (to[2] - from[2]),
  ]
  const low = (base * 0.72 + GAP_MM) / length
  const high = 1 - (head * 0.8 + GAP_MM) / length
  // prettier-ignore
  const points: ChainPoint[] = [
    [...at(low), base * 0.82], [...at(low + 0.12, 0.6), base * 0.7], [...at(0.36, 1), shaft], [...at(0.6, 1), shaft * 0.96],
    [...at(high - 0.1, 0.5), (shaft + head) / 2.1], [...at(high), head * 0.82],
  ]
  const wings = (end: Point, r: number) =>
    [-1, 1].map((side): ChainPoint => [end[0] + side * r * 0.42, end[1] - 0.4, end[2], r * 0.66])
  const [left, right] = wings(at(low), base)
  const [inner, outer] = wings(at(high), head)
  return blend([smoothChain(points, 3), chain([left, right]), chain([inner, outer])], 2.2)
}

/** The last phalanx ends in a tuft; what disease takes from it is missing at its tip. */
function lastPhalanx(
  from: Point,
  to: Point,
  [base, shaft, head]: readonly [number, number, number],
  lossMm: number,
): Shape {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2])
  const at = (t: number): Point =>
    [0, 1, 2].map((axis) => from[axis] + t * (to[axis] - from[axis])) as unknown as Point
  const low = (base * 0.7 + GAP_MM) / length
  const stem = smoothChain([[...at(low), base * 0.8], [...at(0.5), shaft], [...at(0.78), shaft * 0.95]], 3) // prettier-ignore
  const [x, y, z] = at(0.86)
  const tuft = ellipsoid([x, y, z], [head, head * 0.62, head * 0.72])
  const broad = ellipsoid([at(low)[0], at(low)[1], at(low)[2]], [base * 1.02, base * 0.72, base * 0.72])
  const whole = blend([stem, tuft, broad], 1.6)
  if (lossMm === 0) return whole
  const tip = at(1)
  const bite = ellipsoid([tip[0], tip[1], tip[2] + 4.4 - lossMm], [head * 1.7, head * 1.6, 4.4])
  return subtract(whole, bite, 0.8)
}

// prettier-ignore
const carpals: readonly { readonly name: string; readonly at: Point; readonly radii: Point; readonly lean?: number }[] = [
  { name: 'scaphoid', at: [-15, -1, 7], radii: [6.4, 6, 11.5], lean: -0.5 },
  { name: 'lunate', at: [-2, 0, 4.5], radii: [7, 8, 6.6] },
  { name: 'triquetrum', at: [10.5, 1, 8], radii: [6.2, 6.4, 7], lean: 0.4 },
  { name: 'pisiform', at: [12, -9, 10], radii: [4.6, 4.4, 5.2] },
  { name: 'trapezium', at: [-22, -4, 17], radii: [7.4, 7.6, 6.6], lean: 0.4 },
  { name: 'trapezoid', at: [-14, 1, 21.5], radii: [5.2, 7.4, 6] },
  { name: 'capitate', at: [-3, 1, 18], radii: [6.8, 8, 11.5] },
  { name: 'hamate', at: [9.5, 0, 20], radii: [7.2, 8, 8.4], lean: -0.35 },
]

function carpal({ at, radii, lean = 0 }: (typeof carpals)[number]): Shape {
  const [c, s] = [Math.cos(lean), Math.sin(lean)]
  const straight = ellipsoid([0, 0, 0], radii)
  const reach = Math.max(...radii) + 1
  return {
    box: {
      min: [at[0] - reach, at[1] - reach, at[2] - reach],
      max: [at[0] + reach, at[1] + reach, at[2] + reach],
    },
    distance: (x, y, z) => {
      const [u, w] = [(x - at[0]) * c + (z - at[2]) * s, (z - at[2]) * c - (x - at[0]) * s]
      // Between a ball and a box: carpals have faces.
      const [a, b, d] = [Math.abs(u) / radii[0], Math.abs(y - at[1]) / radii[1], Math.abs(w) / radii[2]]
      const boxy = (a ** 3.2 + b ** 3.2 + d ** 3.2) ** (1 / 3.2)
      return 0.5 * straight.distance(u, y - at[1], w) + 0.5 * (boxy - 1) * Math.min(...radii)
    },
  }
}

function distalRadius(): Shape {
  const shaft = smoothChain([[-12, 1, -70, 7], [-12, 1, -40, 7.6], [-11, 1, -22, 9.5]], 3) // prettier-ignore
  const end = blend(
    [
      chain([[-12, 1, -46, 7.2], [-14, 1, -28, 8], [-18, 0, -11, 8.6]], 3), // prettier-ignore
      chain([[-11, 1, -46, 7], [-9, 1, -28, 7.6], [-5, 1, -11, 8.8]], 3), // prettier-ignore
    ],
    5,
  )
  const styloid = chain([[-21, 0, -6, 6.4], [-25, 0, 1.5, 3.6]]) // prettier-ignore
  const cup = chain([[-17, 0, 8, 10.6], [0, 0, 6, 9.6]]) // prettier-ignore
  return subtract(blend([shaft, end, styloid], 4), cup, 1)
}

function distalUlna(): Shape {
  const shaft = smoothChain([[15, 3, -70, 5.6], [14, 3, -30, 5.4], [13, 3, -12, 6.6], [13, 3, -6, 7]], 3) // prettier-ignore
  return blend([shaft, chain([[17, 4, -6, 3.4], [18.5, 4, 0, 2.2]])], 1.5) // prettier-ignore
}

function handBones(tuftLossMm: readonly number[]): Bone[] {
  const bone = (name: string, shape: Shape, cortexMm: Bone['cortexMm'], hu: number): Bone => ({
    name,
    paired: false,
    shape,
    cortexMm,
    insideHu: () => hu,
  })
  const tubular = rays.flatMap(({ name, base, joints, radii }, finger) => {
    const ends = [base, ...joints]
    return joints.map((head, index) => {
      const from = ends[index]
      const isLast = index === joints.length - 1
      const shape = isLast
        ? lastPhalanx(from, head, radii[index], tuftLossMm[finger] ?? 0)
        : longBone(from, head, radii[index])
      const length = head[2] - from[2]
      // Thick in the middle of the shaft, thin at the ends.
      const cortex: Bone['cortexMm'] = (_x, _y, z) => {
        const t = (z - from[2]) / length
        return 0.6 + radii[index][1] * 0.42 * smoothStep(0.12, 0.35, t) * smoothStep(0.95, 0.68, t)
      }
      return bone(`${name}.${index}`, shape, cortex, 190)
    })
  })
  const shaftwards = (z: number) => smoothStep(-18, -50, z)
  return [
    ...tubular,
    ...carpals.map((it) => bone(it.name, carpal(it), () => 0.7, 240)),
    {
      ...bone('radius', distalRadius(), (_x, _y, z) => 0.9 + 2 * shaftwards(z), 0),
      insideHu: (_x, _y, z) => 215 - 250 * shaftwards(z),
    },
    {
      ...bone('ulna', distalUlna(), (_x, _y, z) => 0.8 + 1.7 * shaftwards(z), 0),
      insideHu: (_x, _y, z) => 200 - 230 * shaftwards(z),
    },
  ]
}

function carpalJoints(): Shape {
  return blend([ellipsoid([-4, 0, 10], [25, 8, 11]), ellipsoid([-4, 0, 24], [25, 8, 9])], 4)
}

// ---- soft tissue ----

function handMuscles(): { readonly name: string; readonly shape: Shape }[] {
  const between = (x: number, top: number) =>
    chain([[x * 0.8 - 2, 0, 40, 4.6], [x, 0, 62, 5], [x * 1.15, -1, top, 2.6]], 2) // prettier-ignore
  return [
    { name: 'thenar', shape: chain([[-16, -12, 18, 5], [-26, -15, 36, 9], [-36, -14, 54, 7]], 4) }, // prettier-ignore
    { name: 'adductor pollicis', shape: chain([[-8, -8, 44, 5], [-22, -10, 54, 6], [-40, -10, 62, 3]], 3) }, // prettier-ignore
    { name: 'first dorsal interosseous', shape: chain([[-26, 3, 38, 5], [-32, 3, 56, 7], [-30, 2, 84, 3]], 3) }, // prettier-ignore
    { name: 'hypothenar', shape: chain([[16, -12, 14, 5], [26, -12, 34, 8], [32, -9, 62, 5]], 4) }, // prettier-ignore
    { name: 'second interosseous', shape: between(-14, 84) },
    { name: 'third interosseous', shape: between(4, 82) },
    { name: 'fourth interosseous', shape: between(21, 74) },
    { name: 'pronator quadratus', shape: ribbon(toLevels([[-52, [-10, -8, 3], [12, -6, 3]], [-18, [-10, -10, 3], [11, -7, 3]]])) }, // prettier-ignore
    { name: 'flexor bellies', shape: ribbon(toLevels([[-76, [-18, -14, 9], [16, -13, 9]], [-40, [-14, -14, 6], [12, -13, 6]], [-16, [-8, -13, 3], [8, -13, 3]]])) }, // prettier-ignore
    { name: 'extensor bellies', shape: ribbon(toLevels([[-76, [-16, 14, 7], [12, 15, 7]], [-40, [-14, 13, 4.5], [10, 14, 4.5]], [-20, [-10, 12, 2], [6, 13, 2]]])) }, // prettier-ignore
  ]
}

function strands(): OrganPart['organ'][] {
  const organ = (name: string, tissue: 'tendon' | 'blood' | 'nerve', points: readonly ChainPoint[]) => ({
    name,
    shape: smoothChain(points, 4),
    tissue,
    wallMm: 0,
    filling: 'solid' as const,
  })
  const flexors = rays
    .slice(1)
    .map(({ name, joints }, index) =>
      organ(`flexor tendon ${name}`, 'tendon', [
        [-6 + 4 * index, -12, -60, 2],
        [-5 + 3 * index, -11, 4, 2.2],
        ...joints.map(([x, y, z], at): ChainPoint => [x, y - (at === 0 ? 10 : 7.4 - at), z, 2]),
      ]),
    )
  const extensors = rays
    .slice(1)
    .map(({ name, joints }, index) =>
      organ(`extensor tendon ${name}`, 'tendon', [
        [-8 + 5 * index, 12, -50, 1.3],
        [-7 + 4 * index, 11, 0, 1.4],
        ...joints.map(([x, y, z], at): ChainPoint => [x, y + (at === 0 ? 9.4 : 6.6 - at), z, 1]),
      ]),
    )
  return [
    ...flexors,
    ...extensors,
    organ('median nerve', 'nerve', [[-2, -15, -60, 2.2], [-3, -15, 0, 2.4], [-6, -15, 34, 1.8]]), // prettier-ignore
    organ('radial artery', 'blood', [[-22, -12, -60, 1.4], [-24, -12, -8, 1.3], [-26, 2, 18, 1.2]]), // prettier-ignore
    organ('ulnar artery', 'blood', [[20, -13, -60, 1.3], [19, -13, -4, 1.3], [17, -15, 26, 1.2]]), // prettier-ignore
  ]
}

// From the palm over the little finger's side to the back.
// prettier-ignore
const outlines: readonly (readonly [z: number, ...points: (readonly [x: number, y: number])[]])[] = [
  [-92, [0, -25], [22, -20], [33, 0], [22, 21], [-2, 25], [-24, 21], [-35, 0], [-23, -20]],
  [-60, [0, -22], [19, -18], [28, 0], [19, 17], [-2, 20], [-22, 17], [-31, 0], [-21, -18]],
  [-20, [0, -19], [17, -16], [25, 0], [17, 14], [-3, 16], [-21, 13], [-31, -1], [-20, -16]],
  [4, [0, -18], [17, -17], [26, -2], [18, 12], [-3, 14], [-22, 11], [-33, -3], [-20, -17]],
  [26, [0, -18], [22, -19], [35, -5], [24, 11], [-3, 13], [-24, 11], [-37, -4], [-24, -21]],
  [52, [0, -17], [26, -19], [40, -5], [27, 11], [-4, 13], [-28, 11], [-40, -3], [-28, -20]],
  [78, [2, -15], [26, -15], [40, -4], [28, 10], [-4, 12], [-28, 11], [-36, 0], [-24, -15]],
  [94, [2, -13], [22, -12], [36, -3], [24, 9], [-4, 11], [-26, 10], [-34, 0], [-22, -13]],
]

function makeSkin(thinPulp: boolean): Shape {
  const palm = outlineSolid(outlines.map(([z, ...points]) => ({ z, points })))
  const tip = thinPulp ? 0.82 : 1
  const fingers = rays.map(({ joints, radii, base }, finger) => {
    const points: ChainPoint[] = joints.map(([x, y, z], index): ChainPoint => {
      const isLast = index === joints.length - 1
      const [, , head] = radii[index]
      const thick = isLast ? (head + 3.4) * tip : head + (index === 0 ? 4.4 : 3.4)
      return [x, y - 0.6, isLast ? z - thick * 0.25 : z, thick]
    })
    const start: ChainPoint = finger === 0 ? [base[0] - 3, base[1] - 5, base[2] + 4, 15] : [...base, 8]
    return smoothChain([start, ...points], 4)
  })
  return blend([palm, ...fingers], 5)
}
