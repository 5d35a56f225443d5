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
import { ellipsoid, length, melted, tube, unionOf, within, type Point, type Solid } from './solids'

/** A superellipse: the cross-section of a pelvis or a chest. */
function outlineOfTrunk(random: Random, a: number, b: number, fatSide: number, fatBack: number): Outline {
  const n = random.between(2.2, 2.6)
  return {
    radius: (turn) => (Math.abs(Math.cos(turn) / a) ** n + Math.abs(Math.sin(turn) / b) ** n) ** (-1 / n),
    taper: 0,
    fatMm: (turn) => {
      const back = Math.max(0, Math.sin(turn))
      return fatSide * (1 - back) + fatBack * back
    },
  }
}

export interface PelvisOptions {
  readonly bloodHu: number
  /** HU of what fills the bowel. */
  readonly bowelHu: number
  readonly heightMm: number
}

/** A pelvis at the height of the femoral heads; the middle between them is the origin. */
export function pelvis(random: Random, { bloodHu, bowelHu, heightMm }: PelvisOptions): Body {
  const [a, b] = [random.between(158, 172), random.between(98, 108)]
  const outline = outlineOfTrunk(random, a, b, random.between(14, 26), random.between(20, 34))
  const depths = depthsOf(outline)
  const axes = Array.from({ length: 12 }, (_, at): Point => {
    const turn = ((at + random.between(-0.2, 0.2)) * Math.PI) / 6
    return [0.68 * a * Math.cos(turn), 0.64 * b * Math.sin(turn), 0]
  })
  const muscleMm = random.between(34, 44)
  const bones = [-1, 1].map((side) => hip(random, side))
  const sacrum = ellipsoid([0, 62, 12], [42, 12, 40], 0)
  const arteries = [-1, 1].map((side) => straight(side * 72, -54, 4.3, heightMm))
  const veins = [-1, 1].map((side) => straight(side * 60, -51, 5.2, heightMm))
  const bowel = [-1, 0, 1].map((at) =>
    bowelLoop(random, at * 26 + random.between(-4, 4), random.between(-18, -6)),
  )
  return {
    parts: [
      ...wrapping(outline, random),
      ...muscles(outline, axes, 0.02, muscleMm),
      // The pelvic cavity: fat with organs in it.
      {
        solid: { box: [-95, 95, -70, 80, -200, 200], distance: cavity(depths.fasciaDepth, muscleMm) },
        hu: HU.fat + 8,
      },
      { solid: ellipsoid([0, 22, -8], [28, 18, 26]), hu: 62 },
      { solid: ellipsoid([0, -22, -30], [30, 20, 18]), hu: 6 },
      ...bowel.flatMap(({ solid, gas }): Part[] => [
        { solid, hu: 45 },
        { solid: { box: solid.box, distance: (x, y, z) => solid.distance(x, y, z) + 2 }, hu: bowelHu },
        {
          solid: within({ box: solid.box, distance: (x, y, z) => solid.distance(x, y, z) + 2 }, gas),
          hu: -950,
        },
      ]),
      ...[...arteries, ...veins].flatMap((cord): Part[] => [
        { solid: tube(cord.points, cord.radiusMm + 3), hu: HU.fat + 10 },
        { solid: tube(cord.points, cord.radiusMm), hu: bloodHu },
      ]),
      ...bones.flatMap(({ parts }) => parts),
      ...bone(sacrum, () => 1.6, trabecular(170), 900),
    ],
    ...depths,
    muscleMm: () => muscleMm,
    boneDistance: unionOf(...bones.map(({ solid }) => solid), sacrum).distance,
    joints: bones.map(({ joint }) => joint),
    arteries,
    veins,
    tendons: [-1, 1].map((side): Cord => ({
      points: [
        [side * 118, -6, 46],
        [side * 134, 2, 12],
        [side * 137, 8, -8],
      ],
      radiusMm: 4,
    })),
    widthMm: 2 * a + 16,
    depthMm: 2 * b + 16,
    heightMm,
  }
}

const cavity =
  (fasciaDepth: Solid['distance'], muscleMm: number): Solid['distance'] =>
  (x, y, z) =>
    Math.max(muscleMm - fasciaDepth(x, y, z), length(x / 88, (y + 2) / 58) * 60 - 60)

const straight = (x: number, y: number, radiusMm: number, heightMm: number): Cord => ({
  points: [
    [x, y, -heightMm / 2 - 10],
    [x * 0.98, y + 2, 0],
    [x * 0.94, y + 5, heightMm / 2 + 10],
  ],
  radiusMm,
})

function bowelLoop(random: Random, x: number, y: number) {
  const solid = tube(
    [
      [x - 8, y, 34],
      [x + 4, y - 6, 14],
      [x - 2, y + 4, -2],
    ],
    random.between(9, 13),
  )
  const level = y - random.between(1, 6)
  return { solid, gas: (_x: number, at: number) => at - level }
}

/** One hip: femur with head, neck and trochanter, and the acetabulum around the head. */
function hip(random: Random, side: number) {
  const head: Point = [side * 88, 0, 0]
  const radius = random.between(21.5, 24)
  const femur = melted(
    ellipsoid(head, [radius, radius, radius]),
    unionOf(
      tube(
        [
          [side * 96, 1, -5],
          [side * 122, 6, -20],
        ],
        [14, 15],
      ),
      ellipsoid([side * 139, 11, -12], [14, 18, 20]),
      tube(
        [
          [side * 131, 6, -24],
          [side * 131, 4, -120],
        ],
        15,
      ),
    ),
    6,
  )
  const gap = random.between(3, 4.2)
  const socket: Solid = {
    box: [head[0] - 40, head[0] + 40, -40, 40, -40, 40],
    distance: (x, y, z) => {
      const away = length(x - head[0], y, z)
      const shell = Math.max(radius + gap - away, away - radius - gap - 6)
      // Open to the side and below.
      const open = side * (x - head[0]) * 0.8 - z * 0.6 - 6
      return Math.max(shell, open)
    },
  }
  const ilium = ellipsoid([side * 84, 12, 58], [9, 34, 34], side * 0.5, side * -0.35)
  const pelvicBone = melted(socket, ilium, 8)
  const cortex = random.between(1.2, 2)
  const dense = trabecular(random.between(190, 280))
  return {
    parts: [
      { solid: ellipsoid(head, [radius + gap, radius + gap, radius + gap]), hu: HU.cartilage },
      ...bone(pelvicBone, () => cortex, trabecular(random.between(150, 230))),
      ...bone(
        femur,
        (_x, _y, z) => cortex + Math.min(5, Math.max(0, (-z - 40) / 6)),
        (x, y, z) => (z < -50 ? -50 : dense(x, y, z)),
      ),
    ],
    solid: unionOf(femur, pelvicBone),
    joint: { centre: head, radiusMm: radius + gap },
  }
}

/** A chest wall: ribs with their cartilage, lung inside. */
export function chest(random: Random, bloodHu: number, heightMm: number): Body {
  const [a, b] = [random.between(140, 155), random.between(98, 108)]
  const outline = outlineOfTrunk(random, a, b, random.between(14, 22), random.between(16, 24))
  const depths = depthsOf(outline)
  const muscleMm = 26
  const axes = Array.from({ length: 14 }, (_, at): Point => {
    const turn = (at * Math.PI) / 7
    return [0.8 * a * Math.cos(turn), 0.76 * b * Math.sin(turn), 0]
  })
  const inward = (turn: number, mm: number, z: number): Point => {
    const away = outline.radius(turn) - outline.fatMm(turn) - mm
    return [away * Math.cos(turn), away * Math.sin(turn), z]
  }
  const ribs: Solid[] = []
  const cartilages: Solid[] = []
  for (const side of [0, 1])
    for (let level = -2; level <= 2; level++) {
      const turn = (at: number) => (side ? Math.PI - at : at)
      const z = (at: number) => level * 24 + 14 * at + random.between(-1, 1)
      const angles = [1.25, 0.9, 0.5, 0.1, -0.3, -0.7]
      ribs.push(
        tube(
          angles.map((at) => inward(turn(at), 14, z(at))),
          [5, 5.5, 5.5, 5.5, 5.5, 6],
        ),
      )
      const ends = [-0.72, -0.95, -1.2]
      cartilages.push(
        tube(
          ends.map((at) => inward(turn(at), 14, z(-0.7))),
          6,
        ),
      )
    }
  const spine = ellipsoid([0, 0.45 * b, 0], [22, 18, 400])
  const sternum = ellipsoid([0, -b + outline.fatMm(-1.57) + 12, 0], [16, 5, 400])
  const all = unionOf(...ribs, spine, sternum)
  const depthInLung = (x: number, y: number, z: number) => depths.fasciaDepth(x, y, z) - 24
  const mediastinum = ellipsoid([0, 0.2 * b, 0], [40, 0.62 * b, 400])
  const artery = straight(18, 0.1 * b, 9, heightMm)
  return {
    parts: [
      ...wrapping(outline, random),
      ...muscles(outline, axes, 0, muscleMm),
      {
        solid: { box: [-a, a, -b, b, -300, 300], distance: (x, y, z) => -depthInLung(x, y, z) },
        hu: -860,
      },
      { solid: mediastinum, hu: 45 },
      { solid: tube(artery.points, artery.radiusMm), hu: bloodHu },
      ...cartilages.map((solid): Part => ({ solid, hu: HU.cartilage })),
      ...ribs.flatMap((solid) => bone(solid, () => 1.1, trabecular(150), 850)),
      ...bone(spine, () => 1, trabecular(190), 700),
      ...bone(sternum, () => 1, trabecular(140), 700),
      // Calcium in the cartilage, as rims and specks from the rib's end on.
      ...cartilages.flatMap((solid, at): Part[] =>
        at % 2 === 0
          ? []
          : [
              {
                solid: within(
                  { box: solid.box, distance: (x, y, z) => Math.abs(solid.distance(x, y, z) + 1.2) - 0.8 },
                  (x, y, z) => 1.2 * Math.sin(0.5 * x + at) * Math.sin(0.5 * y) * Math.sin(0.6 * z) - 0.1,
                ),
                hu: 420,
              },
            ],
      ),
    ],
    ...depths,
    muscleMm: () => muscleMm - 6,
    boneDistance: unionOf(all, ...cartilages).distance,
    isLung: (x, y, z) => depthInLung(x, y, z) > 0 && mediastinum.distance(x, y, z) > 0,
    joints: [],
    arteries: [],
    veins: [],
    tendons: [],
    widthMm: 2 * a + 14,
    depthMm: 2 * b + 14,
    heightMm,
  }
}
