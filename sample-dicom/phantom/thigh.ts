import type { Body, BonePart, MusclePart, OrganPart, SoftPart } from './body'
import { rollFascia } from './deep-fascia'
import { straighten, tabulate, type Grid, type Warp } from './grid'
import { fractalNoise } from './noise'
import type { Organ } from './organs'
import { hashText, makeRandom } from './random'
import { toLevels, type Level } from './ribbon-levels'
import {
  blend,
  chain,
  displace,
  outlineSolid,
  ribbon,
  smoothChain,
  type Box,
  type Point,
  type Shape,
} from './sdf'

/*
 * A thigh and knee from below the trochanters to the upper calf, of an adult or an adolescent. Millimetres from a
 * point near the middle of the thigh, the knee's joint line at z −229. The tables are
 * a right leg: lateral is −x. Until it is mature, the growth plates of femur and tibia are open. Positions are typical; common atlases agree within a centimetre.
 */

export const thighBox: Box = { min: [-98, -98, -304], max: [98, 102, 164] }

export interface ThighPlan {
  readonly seed: string
  readonly side: 'right' | 'left'
  /** Growth plates closed. */
  readonly mature: boolean
  /** Moves space before anything is drawn: swelling. */
  readonly bend?: Warp
}

export function buildThigh({ seed, side, mature, bend: swell }: ThighPlan): Body {
  const sign = side === 'right' ? 1 : -1
  const bend: Warp = (x, y, z, field) => {
    const turned = (px: number, py: number, pz: number) => field(sign * px, py, pz)
    return swell ? swell(x, y, z, turned) : turned(x, y, z)
  }
  const put = (shape: Shape, stepMm: number, marginMm: number) =>
    tabulate(wide(shape), stepMm, marginMm, thighBox, bend)
  const seedOf = (name: string) => hashText(`${seed}/${name}`)
  const skin = put(makeSkin(seedOf('skin')), 2, 0)
  straighten(skin, 20)
  const muscleParts = muscles.map((muscle): MusclePart => ({
    name: `${side} ${muscle.name}`,
    grid: put(muscleShape(muscle, seedOf(muscle.name)), 1.5, 2),
    fibre: [sign * muscle.fibre[0], muscle.fibre[1], muscle.fibre[2]],
    fat: muscle.fat,
  }))
  const boneParts = makeBones(seedOf('bones'), mature).map((bone): BonePart => {
    const grid = put(bone.shape, 1.25, 2)
    straighten(grid, 9)
    return { bone, side: sign, grid }
  })
  const firm: Grid[] = [...muscleParts, ...boneParts].map(({ grid }) => grid)
  return {
    box: thighBox,
    skin,
    fascia: rollFascia(skin, firm, 14),
    viscera: [],
    muscles: muscleParts,
    structures: makeStructures().map((organ): OrganPart => ({ organ, grid: put(organ.shape, 1, 2) })),
    soft: cartilage(mature).map((shape): SoftPart => ({ tissue: 'cartilage', grid: put(shape, 1.25, 1) })),
    bones: boneParts,
  }
}

/** A bend can carry a part out of its own box: the whole thigh is its box. */
function wide(shape: Shape): Shape {
  const { min, max } = shape.box
  return {
    distance: shape.distance,
    box: {
      min: [
        Math.min(min[0], min[1], -max[0], -max[1]) - 14,
        Math.min(min[0], min[1], -max[0], -max[1]) - 14,
        min[2],
      ],
      max: [
        Math.max(max[0], max[1], -min[0], -min[1]) + 14,
        Math.max(max[0], max[1], -min[0], -min[1]) + 14,
        max[2],
      ],
    },
  }
}

// ---- skin ----

/** Half widths: lateral, medial, front, back; and the section's middle. */
type SkinRow = readonly [z: number, lateral: number, medial: number, front: number, back: number, y: number]

// prettier-ignore
const skinRows: readonly SkinRow[] = [
  [170, 90, 84, 82, 86, 2],
  [90, 86, 80, 80, 82, 1],
  [0, 79, 76, 76, 78, -1],
  [-90, 66, 66, 68, 68, -2],
  [-150, 57, 60, 62, 62, -2],
  [-195, 54, 57, 64, 57, -2],
  [-225, 52, 54, 62, 54, 0],
  [-255, 50, 53, 54, 58, 4],
  [-310, 52, 54, 46, 68, 8],
]

function makeSkin(seed: number): Shape {
  const whole = outlineSolid(
    skinRows.map(([z, lateral, medial, front, back, middle]) => ({
      z,
      points: Array.from({ length: 16 }, (_, index) => {
        const angle = (index * Math.PI) / 8
        const [c, s] = [Math.cos(angle), Math.sin(angle)]
        // Fuller than an ellipse in front and to the side, where vastus lateralis lies.
        const full = 1 + 0.035 * Math.sin(2 * angle + 0.6) + 0.02 * Math.cos(3 * angle)
        return [
          -2 + full * c * (c < 0 ? lateral : medial),
          middle + full * s * (s < 0 ? front : back),
        ] as const
      }),
    })),
  )
  const noise = fractalNoise(seed, 2)
  return displace(whole, (x, y, z) => 1.8 * noise(x / 50, y / 50, z / 60), 3)
}

// ---- muscles ----

interface ThighMuscle {
  readonly name: string
  readonly fibre: Point
  readonly fat: number
  /** Section at mid thigh. */
  readonly discs: readonly (readonly [x: number, y: number, r: number])[]
  /** How the section continues: shift from mid thigh, and its size. */
  readonly course: readonly (readonly [z: number, dx: number, dy: number, size: number])[]
}

// prettier-ignore
const muscles: readonly ThighMuscle[] = [
  { name: 'rectus femoris', fibre: [0.06, 0.1, -1], fat: 0.12, discs: [[-17, -54, 9], [-3, -57, 10.5], [11, -54, 9]],
    course: [[170, -4, -4, 0.9], [90, -2, -2, 1.05], [0, 0, 0, 1], [-70, 2, 4, 0.75], [-125, 3, 6, 0.32], [-165, 3, 6, 0.26], [-178, 3, 6, 0.1]] },
  { name: 'vastus intermedius', fibre: [0, 0.12, -1], fat: 0.1, discs: [[-31, -8, 7], [-27, -26, 9], [-9, -35, 10], [8, -28, 8], [11, -14, 4]],
    course: [[145, -4, 4, 0.7], [90, -2, 1, 0.95], [0, 0, 0, 1], [-80, 4, 2, 0.85], [-135, 6, -2, 0.5], [-172, 8, -6, 0.15]] },
  { name: 'vastus lateralis', fibre: [0.15, -0.12, -1], fat: 0.12, discs: [[-44, 16, 9], [-52, -4, 15], [-50, -24, 14], [-38, -43, 9]],
    course: [[150, -4, 2, 0.85], [80, -3, 0, 1.02], [0, 0, 0, 1], [-80, 9, 2, 0.75], [-140, 17, 2, 0.42], [-180, 24, -2, 0.1]] },
  { name: 'vastus medialis', fibre: [-0.25, -0.1, -1], fat: 0.1, discs: [[24, -46, 10], [36, -34, 12], [30, -16, 8]],
    course: [[110, -10, 4, 0.25], [60, -4, 1, 0.75], [0, 0, 0, 1], [-80, -2, 4, 1.05], [-140, -2, 6, 0.95], [-182, -8, 2, 0.35], [-196, -12, 0, 0.1]] },
  { name: 'sartorius', fibre: [0.25, 0.15, -0.95], fat: 0.12, discs: [[44, -20, 5.5], [54, -12, 6.5]],
    course: [[170, -18, -34, 0.95], [90, -8, -16, 1], [0, 0, 0, 1], [-90, -2, 22, 0.9], [-180, -6, 42, 0.7], [-240, -16, 34, 0.35]] },
  { name: 'adductor longus', fibre: [-0.4, 0.1, -0.9], fat: 0.12, discs: [[28, -4, 7], [42, 2, 8]],
    course: [[170, 8, -16, 1.4], [80, 2, -4, 1.35], [0, 0, 0, 1], [-50, -6, 3, 0.2]] },
  { name: 'adductor magnus', fibre: [-0.4, 0, -0.9], fat: 0.18, discs: [[6, 14, 7], [26, 22, 14], [44, 22, 10]],
    course: [[170, 2, 0, 1.35], [80, 0, 0, 1.25], [0, 0, 0, 1], [-80, 2, -2, 0.55], [-150, 4, -8, 0.16], [-176, 4, -10, 0.1]] },
  { name: 'gracilis', fibre: [0, 0.05, -1], fat: 0.12, discs: [[60, 12, 5], [60, 26, 5.5]],
    course: [[170, -2, -10, 1.15], [0, 0, 0, 1], [-100, -12, 12, 0.75], [-180, -12, 26, 0.4], [-235, -24, 24, 0.2]] },
  { name: 'biceps femoris', fibre: [-0.1, 0, -1], fat: 0.15, discs: [[-16, 50, 13], [-32, 40, 13]],
    course: [[170, 26, 8, 0.5], [90, 10, 4, 0.9], [0, 0, 0, 1], [-100, -4, -6, 0.8], [-180, -8, -12, 0.4], [-245, -14, -20, 0.2]] },
  { name: 'biceps femoris, short head', fibre: [-0.2, 0.2, -1], fat: 0.15, discs: [[-18, 20, 5], [-28, 24, 6]],
    course: [[60, 4, -4, 0.25], [0, 0, 0, 1], [-80, -4, 6, 1.05], [-150, -4, 6, 0.7], [-200, -8, 8, 0.15]] },
  { name: 'semitendinosus', fibre: [0.05, 0, -1], fat: 0.15, discs: [[4, 58, 11], [18, 58, 12]],
    course: [[170, 2, 6, 0.7], [60, 0, 2, 1.05], [0, 0, 0, 1], [-80, 6, -4, 0.7], [-140, 14, -10, 0.28], [-230, 18, -18, 0.18]] },
  { name: 'semimembranosus', fibre: [0.05, 0, -1], fat: 0.15, discs: [[32, 44, 10], [46, 44, 10]],
    course: [[170, -12, 6, 0.3], [60, -4, 2, 0.8], [0, 0, 0, 1], [-90, -6, 0, 1.1], [-160, -8, -4, 0.75], [-225, -10, -12, 0.35]] },
  { name: 'gastrocnemius, medial head', fibre: [0, 0.1, -1], fat: 0.12, discs: [[14, 34, 8], [28, 34, 8]],
    course: [[-190, 4, -10, 0.3], [-225, 2, 2, 0.9], [-265, 0, 12, 1.5], [-310, 0, 16, 1.8]] },
  { name: 'gastrocnemius, lateral head', fibre: [0, 0.1, -1], fat: 0.12, discs: [[-14, 34, 7.5], [-27, 34, 7.5]],
    course: [[-192, -2, -10, 0.3], [-225, 0, 2, 0.9], [-265, 2, 12, 1.45], [-310, 2, 16, 1.7]] },
  { name: 'soleus and tibialis posterior', fibre: [0, 0, -1], fat: 0.12, discs: [[-16, 22, 8], [4, 22, 9], [18, 20, 7]],
    course: [[-236, 0, 0, 0.35], [-270, 0, 2, 0.95], [-310, 0, 6, 1.3]] },
  { name: 'tibialis anterior', fibre: [0, 0, -1], fat: 0.12, discs: [[-20, -14, 6], [-28, -4, 7]],
    course: [[-246, 2, 2, 0.35], [-275, 0, 0, 1], [-310, -2, 0, 1.35]] },
]

function muscleShape(muscle: ThighMuscle, seed: number): Shape {
  const random = makeRandom(seed)
  const noise = fractalNoise(seed, 3)
  const levels = muscle.course.map(([z, dx, dy, size]): Level => {
    const [mx, my] = middleOf(muscle.discs)
    const swell = size * random.between(0.98, 1.03)
    // A section shrinks towards its own middle.
    const spread = Math.min(1.25, 0.35 + 0.65 * size)
    return [
      z,
      ...muscle.discs.map(
        ([x, y, r]) =>
          [mx + spread * (x - mx) + dx, my + spread * (y - my) + dy, Math.max(0.6, r * swell)] as const,
      ),
    ]
  })
  return displace(ribbon(toLevels(levels)), (x, y, z) => 1.1 * noise(x / 24, y / 24, z / 40) - 1.6, 2.7)
}

function middleOf(discs: ThighMuscle['discs']): readonly [number, number] {
  const mean = (axis: 0 | 1) => discs.reduce((sum, disc) => sum + disc[axis], 0) / discs.length
  return [mean(0), mean(1)]
}

// ---- bones ----

/** Axis of the femur's shaft: bowed to the front. */
const shaft = [
  [-20, -2, 172, 14],
  [-15, -9, 100, 13.3],
  [-10, -11, 30, 13],
  [-7, -10, -40, 13],
  [-3, -5, -110, 13.6],
  [-1, 0, -140, 14.6],
] as const

/** Height of the growth plates: wavy, as they are. */
const femoralPlate = (x: number, y: number) =>
  -187 + 2.6 * Math.sin(x / 7.5) * Math.cos(y / 11) + 1.8 * Math.cos(x / 13) - 0.1 * y
const tibialPlate = (x: number, y: number) => -249 + 1.5 * Math.sin(x / 9 + 1) + 0.08 * (y + 10)
const fibularPlate = (x: number) => -259 + 0.5 * Math.sin(x / 4)

function makeBones(seed: number, mature: boolean): BonePart['bone'][] {
  const rough = (shape: Shape, amplitudeMm: number, index: number) => {
    const noise = fractalNoise(seed + 101 * index, 3)
    return displace(shape, (x, y, z) => amplitudeMm * noise(x / 20, y / 20, z / 24), amplitudeMm)
  }
  const spongy = (hu: number) => () => hu
  const femur = distalFemur()
  const tibia = proximalTibia()
  const fibula = smoothChain([[-33, 16, -247, 6], [-34, 16, -258, 8], [-34, 15, -275, 6.5], [-34, 14, -312, 6.4]]) // prettier-ignore
  const thin = (mm: number) => () => mm
  const bone = (
    name: string,
    shape: Shape,
    cortexMm: BonePart['bone']['cortexMm'],
    insideHu: BonePart['bone']['insideHu'],
  ): BonePart['bone'] => ({ name, paired: true, shape, cortexMm, insideHu })
  const marrow = (_x: number, _y: number, z: number) => -45 + 265 * ease(-110, -175, z)
  const femurCortex = (_x: number, _y: number, z: number) => 1.3 + 5.4 * ease(-165, -70, z)
  const tibiaCortex = (_x: number, _y: number, z: number) => 1.2 + 3 * ease(-255, -300, z)
  const tibiaMarrow = (_x: number, _y: number, z: number) => 215 - 230 * ease(-262, -310, z)
  if (mature)
    return [
      bone('femur', rough(femur, 0.5, 1), femurCortex, marrow),
      bone('tibia', rough(tibia, 0.5, 3), tibiaCortex, tibiaMarrow),
      bone('fibula', rough(fibula, 0.3, 5), thin(1.7), spongy(120)),
      bone('patella', rough(patella(), 0.5, 7), thin(1.3), spongy(240)),
    ]
  return [
    bone('femur', rough(cut(femur, femoralPlate, 1), 0.5, 1), femurCortex, marrow),
    bone('femoral epiphysis', rough(cut(femur, femoralPlate, -1), 0.5, 2), thin(1.1), spongy(235)),
    bone('tibia', rough(cut(tibia, tibialPlate, -1), 0.5, 3), tibiaCortex, tibiaMarrow),
    bone('tibial epiphysis', rough(cut(tibia, tibialPlate, 1), 0.4, 4), thin(1.2), spongy(250)),
    bone('fibula', rough(cut(fibula, fibularPlate, -1), 0.3, 5), thin(1.9), spongy(90)),
    bone('fibular epiphysis', rough(cut(fibula, fibularPlate, 1), 0.3, 6), thin(0.9), spongy(200)),
    bone('patella', rough(patella(), 0.5, 7), thin(1.3), spongy(260)),
  ]
}

function distalFemur(): Shape {
  const metaphysis = ribbon(
    toLevels([
      [-128, [-4, -3, 13.5], [-2, -3, 13.5], [0, -3, 13.5]],
      [-155, [-10, 0, 14], [0, -1, 15], [9, 0, 14]],
      [-176, [-22, 3, 15], [0, -1, 17], [20, 3, 15.5]],
      [-196, [-26, 4, 18], [0, -2, 19], [25, 4, 18]],
      [-208, [-25, 2, 19], [0, -4, 15], [25, 3, 19]],
    ]),
  )
  const condyles = blend(
    [
      chain([[-24, -14, -208, 15], [-25, 4, -208, 19.5], [-24, 20, -206, 15]]), // prettier-ignore
      chain([[20, -12, -208, 14], [24, 4, -209, 19.5], [25, 21, -206, 16]]), // prettier-ignore
    ],
    4,
  )
  const line = chain([[-8, 5, 120, 4], [-4, 6, 0, 4], [0, 9, -90, 3.4]]) // prettier-ignore
  const notch = chain([[0, 14, -222, 9], [0, 34, -212, 11]]) // prettier-ignore
  const whole = blend([smoothChain(shaft), metaphysis, condyles, line], 6)
  return {
    box: whole.box,
    distance: (x, y, z) => Math.max(whole.distance(x, y, z), -notch.distance(x, y, z)),
  }
}

function proximalTibia(): Shape {
  const plateau = ribbon(
    toLevels([
      [-233, [-25, 3, 15], [0, 2, 16], [24, 3, 16.5]],
      [-244, [-25, 4, 16], [0, 1, 18], [24, 4, 17]],
      [-258, [-18, 5, 14], [0, 0, 18], [17, 4, 15]],
      [-280, [-8, 2, 12], [1, -1, 15], [10, 2, 13]],
      [-312, [-3, 0, 11], [2, -2, 13], [7, 1, 11.5]],
    ]),
  )
  const tuberosity = chain([[-2, -16, -262, 6], [0, -12, -282, 7]]) // prettier-ignore
  const spines = blend([chain([[-5, 2, -236, 3], [-6, 2, -229.5, 1.4]]), chain([[6, 3, -236, 3], [6, 3, -228.5, 1.4]])], 2) // prettier-ignore
  const whole = blend([plateau, tuberosity, spines], 5)
  return {
    box: whole.box,
    distance: (x, y, z) => -softMin(-whole.distance(x, y, z), 232 + z + 0.9 * Math.cos(x / 9) > 0 && Math.abs(x) > 9 ? -(232 + z) : 9, 2), // prettier-ignore
  }
}

function patella(): Shape {
  return ribbon(
    toLevels([
      [-172, [-8, -46, 4], [0, -47, 5.5], [8, -46, 4]],
      [-182, [-15, -44, 5.5], [0, -46, 9], [14, -44, 5.5]],
      [-196, [-16, -43, 5.5], [0, -45, 9.5], [15, -43, 5.5]],
      [-208, [-7, -44, 4.5], [0, -45, 6.5], [7, -44, 4.5]],
      [-214, [-2, -45, 2.5], [0, -45, 3.5], [2, -45, 2.5]],
    ]),
  )
}

/** What lies above (`side` 1) or below a growth plate 2 mm thick. */
function cut(shape: Shape, plate: (x: number, y: number) => number, side: 1 | -1): Shape {
  return {
    box: shape.box,
    distance: (x, y, z) => Math.max(shape.distance(x, y, z), side * (plate(x, y) - z) + 1),
  }
}

function cartilage(mature: boolean): Shape[] {
  const plate = (shape: Shape, level: (x: number, y: number) => number): Shape => ({
    box: shape.box,
    distance: (x, y, z) => Math.max(shape.distance(x, y, z) + 0.4, Math.abs(z - level(x, y)) - 1.3),
  })
  const joint = chain([[-24, 4, -229.5, 15], [24, 4, -229.5, 15]]) // prettier-ignore
  const disc: Shape = {
    box: joint.box,
    distance: (x, y, z) => Math.max(joint.distance(x, y, z), Math.abs(z + 230) - 3),
  }
  if (mature) return [disc]
  return [plate(distalFemur(), femoralPlate), plate(proximalTibia(), tibialPlate), disc]
}

// ---- vessels, nerve, tendons ----

function makeStructures(): Organ[] {
  const solid = (name: string, tissue: Organ['tissue'], shape: Shape): Organ => ({
    name,
    tissue,
    shape,
    wallMm: 0,
    filling: 'solid',
  })
  // prettier-ignore
  return [
    solid('superficial femoral artery', 'blood', smoothChain([[28, -38, 164, 4.2], [34, -22, 80, 3.8], [38, -10, 0, 3.5], [28, 6, -80, 3.3], [8, 26, -150, 3.2], [2, 32, -230, 3], [2, 34, -300, 2.6]])),
    solid('superficial femoral vein', 'blood', smoothChain([[36, -32, 164, 4.8], [36, -14, 80, 4.4], [32, -5, 0, 4], [22, 14, -80, 3.9], [3, 33, -150, 3.8], [-1, 39, -230, 3.5], [-1, 40, -300, 3]])),
    solid('great saphenous vein', 'blood', smoothChain([[50, -58, 164, 2.2], [62, -38, 80, 2], [68, -12, 0, 2], [60, 22, -110, 1.9], [54, 28, -200, 1.8], [50, 10, -300, 1.7]])),
    solid('sciatic nerve', 'nerve', smoothChain([[-4, 36, 164, 4.5], [-6, 36, 60, 4.2], [-4, 36, -20, 4], [-4, 40, -110, 3.6], [-3, 46, -200, 2.8]])),
    solid('perforating vessels of vastus intermedius', 'blood', smoothChain([[-24, 10, 66, 1.2], [-30, -12, 58, 1.1], [-26, -36, 46, 0.9]])),
    solid('quadriceps tendon', 'tendon', smoothChain([[2, -48, -125, 2.6], [1, -48, -150, 3.4], [0, -48, -174, 3.6]])),
    solid('patellar ligament', 'tendon', smoothChain([[0, -46, -212, 3], [0, -40, -235, 2.8], [-1, -24, -262, 2.6]])),
  ]
}

function ease(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

function softMin(a: number, b: number, width: number): number {
  const overlap = Math.max(0, width - Math.abs(a - b))
  return Math.min(a, b) - (overlap * overlap) / (4 * width)
}
