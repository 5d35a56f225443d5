import {
  bone,
  depthsOf,
  HU,
  muscles,
  trabecular,
  wrapping,
  type Body,
  type Cord,
  type Outline,
  type Part,
} from './body'
import type { Random } from './random'
import { ellipsoid, melted, tube, unionOf, type Point, type Solid } from './solids'

function outlineOfLimb(random: Random, radiusMm: number): Outline {
  const [a, b, c] = [random.between(0, 6), random.between(0, 6), random.between(0, 6)]
  const taper = random.between(-0.0012, 0.0012)
  const fat = random.between(7, 0.24 * radiusMm + 4)
  return {
    radius: (turn) => radiusMm * (1 + 0.06 * Math.cos(2 * turn + a) + 0.03 * Math.cos(3 * turn + b)),
    taper,
    fatMm: (turn) => fat * (1 + 0.35 * Math.cos(turn + c)),
  }
}

function axesAround(random: Random, count: number, radiusMm: number): Point[] {
  const turn = random.between(0, 6)
  return Array.from({ length: count }, (_, at): Point => {
    const angle = turn + ((at + random.between(-0.2, 0.2)) * 2 * Math.PI) / count
    const away = radiusMm * random.between(0.42, 0.62)
    return [away * Math.cos(angle), away * Math.sin(angle), random.between(-1, 1)]
  })
}

/** A straight cord at an angle, with a slight wave. */
function cordAt(random: Random, turn: number, awayMm: number, radiusMm: number, heightMm: number): Cord {
  const [lean, wave] = [random.between(-0.06, 0.06), random.between(-2, 2)]
  const points = Array.from({ length: 9 }, (_, at): Point => {
    const z = (at / 8 - 0.5) * (heightMm + 30)
    const angle = turn + (lean * z) / awayMm
    const away = awayMm + wave * Math.sin(z / 18)
    return [away * Math.cos(angle), away * Math.sin(angle), z]
  })
  return { points, radiusMm }
}

export interface LimbOptions {
  readonly joint: boolean
  /** HU of the blood in arteries and veins. */
  readonly bloodHu: number
  readonly heightMm: number
}

/** A thigh, arm or leg; with a joint across its middle or without. */
export function limb(random: Random, { joint, bloodHu, heightMm }: LimbOptions): Body {
  const radiusMm = joint ? random.between(48, 60) : random.between(42, 70)
  const outline = outlineOfLimb(random, radiusMm)
  const depths = depthsOf(outline)
  const bones = joint ? jointBones(random, heightMm) : shaftBones(random, radiusMm, heightMm)
  const deep = radiusMm - 14
  const turn = clearTurn(random, bones.solid, deep)
  const arteries = [
    cordAt(random, turn, joint ? deep * 0.86 : deep * 0.5, random.between(2, 4), heightMm),
    cordAt(random, turn + 2.2, deep * (joint ? 0.9 : 0.62), random.between(1.2, 2.2), heightMm),
  ]
  const veins = [
    cordAt(random, turn + 0.35, joint ? deep * 0.86 : deep * 0.5, random.between(2.5, 4.5), heightMm),
  ]
  const saphenous = underTheSkin(random, outline, heightMm)
  const tendons = joint ? jointTendons(random, heightMm) : []
  const vesselParts = [...arteries, ...veins].flatMap((cord): Part[] => [
    { solid: tube(cord.points, cord.radiusMm + 2), hu: HU.fat + 15 },
    { solid: tube(cord.points, cord.radiusMm), hu: bloodHu },
  ])
  return {
    parts: [
      ...wrapping(outline, random),
      ...muscles(outline, axesAround(random, joint ? 7 : 6, radiusMm), random.between(-0.05, 0.05), Infinity),
      { solid: tube(saphenous.points, saphenous.radiusMm), hu: Math.min(bloodHu, 60) },
      ...vesselParts,
      ...tendons.map(({ points, radiusMm: r }): Part => ({ solid: tube(points, r), hu: HU.tendon })),
      ...bones.parts,
    ],
    ...depths,
    muscleMm: () => Infinity,
    boneDistance: bones.solid.distance,
    joints: bones.joints,
    arteries,
    veins: [...veins, saphenous],
    tendons,
    widthMm: 2.2 * radiusMm + 12,
    depthMm: 2.2 * radiusMm + 12,
    heightMm,
  }
}

/** An angle at which vessels run clear of the bones. */
function clearTurn(random: Random, bones: Solid, deepMm: number): number {
  const isClear = (turn: number, awayMm: number) =>
    [-40, 0, 40].every((z) => bones.distance(awayMm * Math.cos(turn), awayMm * Math.sin(turn), z) > 10)
  for (let tries = 0; ; tries++) {
    const turn = random.between(0, 6)
    const clear =
      [0, 0.35].every((step) => isClear(turn + step, 0.5 * deepMm)) && isClear(turn + 2.2, 0.62 * deepMm)
    if (clear || tries > 60) return turn
  }
}

/** A vein in the middle of the subcutaneous fat. */
function underTheSkin(random: Random, outline: Outline, heightMm: number): Cord {
  const turn = random.between(0, 6)
  const points = Array.from({ length: 9 }, (_, at): Point => {
    const z = (at / 8 - 0.5) * (heightMm + 30)
    const angle = turn + 0.002 * z
    const away = outline.radius(angle) * (1 + outline.taper * z) - 0.55 * outline.fatMm(angle) - 1
    return [away * Math.cos(angle), away * Math.sin(angle), z]
  })
  return { points, radiusMm: random.between(1.2, 2) }
}

interface Bones {
  readonly parts: readonly Part[]
  readonly solid: Solid
  readonly joints: Body['joints']
}

function shaftBones(random: Random, radiusMm: number, heightMm: number): Bones {
  const two = radiusMm < 52 && random.chance(0.6)
  const end = heightMm / 2 + 20
  const shaft = (x: number, y: number, r: number) =>
    tube(
      [
        [x - 1, y, -end],
        [x + 1, y + 1, 0],
        [x - 1, y, end],
      ],
      r,
    )
  const marrow = random.chance(0.5) ? -50 : 25
  const shafts = two
    ? [shaft(-9, 2, 9), shaft(14, 4, 6.5)]
    : [shaft(random.between(-6, 6), random.between(-6, 6), random.between(10, 14))]
  return {
    parts: shafts.flatMap((solid) => {
      const thick = two ? random.between(2.5, 3.5) : random.between(4, 6.5)
      return bone(
        solid,
        (x, _y, z) => thick * (1 + 0.15 * Math.sin(0.2 * z + 0.3 * x)),
        () => marrow,
      )
    }),
    solid: unionOf(...shafts),
    joints: [],
  }
}

function jointBones(random: Random, heightMm: number): Bones {
  const gap = random.between(3, 4.5)
  const end = heightMm / 2 + 20
  const [wide, deep, high] = [random.between(22, 29), random.between(16, 22), random.between(14, 18)]
  const upper = melted(
    tube(
      [
        [0, 0, gap / 2 + high],
        [0, 0, end],
      ],
      random.between(10, 12),
    ),
    ellipsoid([0, 0, gap / 2 + high], [wide, deep, high]),
    8,
  )
  const lower = melted(
    tube(
      [
        [0, 1, -gap / 2 - high],
        [0, 1, -end],
      ],
      random.between(9, 11),
    ),
    // A flat top: the ellipsoid cut where the joint begins.
    cutAbove(ellipsoid([0, 1, -gap / 2 - high * 0.55], [wide * 0.98, deep, high]), -gap / 2 + 0.2),
    8,
  )
  const trabeculae = trabecular(random.between(170, 280))
  const isShaft = (z: number) => Math.min(1, Math.max(0, (Math.abs(z) - 1.6 * high) / 14))
  const cortex = (_x: number, _y: number, z: number) => 1.3 + 3 * isShaft(z)
  const inner = (x: number, y: number, z: number) => trabeculae(x, y, z) * (1 - isShaft(z)) - 50 * isShaft(z)
  const cartilage = ellipsoid([0, 0, 0], [wide * 0.85, deep * 0.85, gap / 2 + 2])
  return {
    parts: [
      { solid: cartilage, hu: HU.cartilage },
      ...bone(upper, cortex, inner),
      ...bone(lower, cortex, inner),
    ],
    solid: unionOf(upper, lower),
    joints: [{ centre: [0, 0, 0], radiusMm: (wide + deep) / 2 }],
  }
}

const cutAbove = ({ box, distance }: Solid, height: number): Solid => ({
  box,
  distance: (x, y, z) => Math.max(distance(x, y, z), z - height),
})

/** Tendons that pass the joint outside of its capsule and end on the lower bone. */
function jointTendons(random: Random, heightMm: number): Cord[] {
  const turn = random.between(0, 6)
  return [0, 1.6, 3.4].map((step): Cord => {
    const angle = turn + step
    const at = (away: number, z: number): Point => [away * Math.cos(angle), away * 0.85 * Math.sin(angle), z]
    return {
      points: [at(27, heightMm / 2), at(32, 22), at(33, 2), at(27, -20), at(13, -heightMm / 2 + 2)],
      radiusMm: random.between(2.5, 4),
    }
  })
}
