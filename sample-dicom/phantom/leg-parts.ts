import type { Bone } from './bones'
import { smoothStep } from './noise'
import { toLevels, type Level } from './ribbon-levels'
import {
  blend,
  chain,
  ellipsoid,
  outlineSolid,
  ribbon,
  roundCone,
  smoothChain,
  subtract,
  type ChainPoint,
  type OutlineLevel,
  type Point,
  type Shape,
} from './sdf'

/*
 * Bones, muscles, tendons and nerves of a right lower leg and hindfoot: mm from the middle of the tibial
 * plafond, +x medial, +y to the back, +z to the knee. Typical sizes of an adult woman: plafond 45 wide, medial
 * malleolus ending 12 and lateral malleolus 22 below it, tibial shaft 27 × 30, fibula Ø 12.
 */

// ---- bones ----

// Front crest, medial border, back medial, back, interosseous border, front lateral.
// prettier-ignore
const tibiaOutlines: readonly (readonly [z: number, ...points: (readonly [x: number, y: number])[]])[] = [
  [372, [2, -32], [24, -24], [34, -2], [22, 16], [-2, 14], [-26, 14], [-32, -6], [-20, -26]],
  [335, [1, -38], [19, -25], [26, -4], [17, 12], [0, 11], [-15, 9], [-21, -6], [-12, -25]],
  [290, [0, -36], [15, -24], [22, -6], [15, 6], [3, 5], [-9, 3], [-14, -9], [-8, -24]],
  [230, [1, -33], [14, -22], [20, -7], [15, 3], [5, 2], [-6, 0], [-10, -10], [-6, -22]],
  [160, [2, -30], [14, -20], [19, -7], [15, 3], [6, 2], [-5, 0], [-8, -10], [-4, -21]],
  [100, [3, -26], [14, -20], [18, -7], [14, 4], [5, 4], [-5, 2], [-9, -8], [-5, -19]],
  [55, [2, -24], [15, -20], [20, -6], [16, 6], [5, 9], [-8, 7], [-13, -5], [-8, -19]],
  [25, [1, -23], [17, -20], [24, -5], [20, 10], [5, 14], [-12, 11], [-18, 0], [-14, -16]],
  [5, [2, -22], [19, -19], [27, -4], [22, 10], [4, 15], [-13, 13], [-19, 2], [-16, -15]],
  [-2, [2, -21], [18, -18], [26, -4], [21, 9], [4, 14], [-13, 12], [-18, 2], [-15, -14]],
]

/** Axis of the talar trochlea, along x; the plafond fits over it with a gap of 3 mm. */
const trochlea = { y: -3, z: -23, r: 19.5 }

function drum(radiusMm: number, fromX: number, toX: number): Shape {
  const { y: cy, z: cz } = trochlea
  const middle = (fromX + toX) / 2
  const half = (toX - fromX) / 2
  return {
    box: {
      min: [fromX, cy - radiusMm, cz - radiusMm],
      max: [toX, cy + radiusMm, cz + radiusMm],
    },
    distance: (x, y, z) => {
      // A shallow groove runs over the dome from front to back.
      const groove = 1.1 * Math.exp(-(((x - middle) / 6) ** 2))
      const round = Math.sqrt((y - cy) ** 2 + (z - cz) ** 2) - radiusMm + groove
      // Wider in front than behind.
      const side = Math.abs(x - middle) - half * (1 - 0.006 * (y - cy))
      return Math.max(round, side) + 0.3 * Math.max(0, Math.min(round, side))
    },
  }
}

function tibia(): Shape {
  const shaft = outlineSolid(tibiaOutlines.map(([z, ...points]): OutlineLevel => ({ z, points })))
  const malleolus = chain([[19, -5, 16, 9], [23.5, -5, 0, 7.2], [24.5, -5, -6, 5.6]], 3) // prettier-ignore
  const colliculus = chain([[23, 4, 4, 6], [22.5, 5, -4, 4.4]]) // prettier-ignore
  const whole = blend([shaft, malleolus, colliculus], 4)
  return subtract(whole, drum(trochlea.r + 3.2, -24, 16.8), 1)
}

function fibula(): Shape {
  const body = smoothChain([[-30, 2, 352, 9], [-29, 7, 325, 6.2], [-26, 9, 250, 5.8], [-24, 9, 170, 6], [-23.5, 8, 100, 6], [-25, 8, 50, 6.4], [-27.5, 8, 20, 7.4], [-28.5, 8, 2, 7.6], [-28, 9, -10, 6.6], [-27, 10, -16, 5]], 3) // prettier-ignore
  const ridge = chain([[-21, 5, 285, 0.6], [-20, 4, 250, 2.2], [-19.7, 3.7, 170, 2.4], [-20.5, 5, 128, 0.6]]) // prettier-ignore
  return blend([body, ridge], 4)
}

function talus(): Shape {
  const dome = drum(trochlea.r, -17.6, 13.6)
  const cut: Shape = { box: dome.box, distance: (x, y, z) => Math.max(dome.distance(x, y, z), -32 - z) }
  const lateral = chain([[-12, 2, -24, 8], [-18, 2, -29, 5]]) // prettier-ignore
  const head = chain([[2, -12, -26, 11], [6, -23, -28, 10.5], [8.5, -31, -31, 11]], 3) // prettier-ignore
  const back = chain([[1, 10, -25, 8], [-1, 19, -29, 4.5]]) // prettier-ignore
  return blend([cut, lateral, head, back], 5)
}

function calcaneus(): Shape {
  const heel = blend(
    [
      chain([[-2, 50, -48, 12], [-1, 52, -58, 11]]), // prettier-ignore
      chain([[-3, 34, -50, 13], [-5, 14, -50, 12], [-8, -6, -49, 10.5], [-11, -19, -49, 10.5]], 3), // prettier-ignore
      chain([[-1, 57, -62, 7], [2, 46, -66, 5]]), // prettier-ignore
    ],
    6,
  )
  const facet = chain([[-8, 10, -44, 9], [-9, 2, -42, 8]]) // prettier-ignore
  const shelf = roundCone([4, 2, -44, 6], [13, -3, -43.5, 4.4])
  return blend([heel, facet, shelf], 5)
}

const smallBones: readonly { readonly name: string; readonly shape: () => Shape }[] = [
  {
    name: 'navicular',
    shape: () => subtract(blend([ellipsoid([9, -44, -36], [17, 8, 13]), ellipsoid([22, -42, -40], [6, 6, 7])], 4), ellipsoid([8.5, -31, -31], [14, 13, 14]), 1), // prettier-ignore
  },
  { name: 'cuboid', shape: () => chain([[-14, -38, -50, 10], [-17, -46, -52, 10.5], [-18, -55, -53, 9]], 4) }, // prettier-ignore
  { name: 'medial cuneiform', shape: () => blend([ellipsoid([19, -62, -46], [7.5, 12, 13]), ellipsoid([17, -62, -52], [7, 11, 8])], 4) }, // prettier-ignore
  { name: 'intermediate cuneiform', shape: () => ellipsoid([6, -60, -38], [7, 8.5, 9.5]) },
  { name: 'lateral cuneiform', shape: () => ellipsoid([-5, -59, -42], [7, 10, 10]) },
  { name: 'metatarsal 1', shape: () => smoothChain([[19, -79, -51, 9], [20, -90, -54, 7.6], [22, -112, -61, 6.4], [23, -130, -66, 8.4]], 3) }, // prettier-ignore
  { name: 'metatarsal 2', shape: () => smoothChain([[6, -74, -43, 6.6], [7, -88, -47, 4.8], [8, -112, -56, 4.2], [8, -136, -66, 5.4]], 3) }, // prettier-ignore
  { name: 'metatarsal 3', shape: () => smoothChain([[-5, -74, -47, 6.4], [-5, -88, -51, 4.4], [-6, -110, -59, 4], [-7, -133, -67, 5.2]], 3) }, // prettier-ignore
  { name: 'metatarsal 4', shape: () => smoothChain([[-17, -68, -54, 6.4], [-18, -82, -57, 4.4], [-20, -104, -62, 4], [-22, -127, -68, 5]], 3) }, // prettier-ignore
  { name: 'metatarsal 5', shape: () => blend([smoothChain([[-27, -64, -60, 6], [-30, -80, -62, 4.6], [-33, -100, -65, 4], [-36, -120, -69, 5]], 3), chain([[-29, -62, -61, 5], [-35, -50, -63, 3.6]])], 3) }, // prettier-ignore
]

/** @param medullaHu CT number of the marrow cavity of the shafts. */
export function legBones(medullaHu: number): Bone[] {
  const shaftInside = (from: number, to: number, spongy: number) => (_x: number, _y: number, z: number) =>
    spongy + smoothStep(from, to, z) * (1 - smoothStep(285, 330, z)) * (medullaHu - spongy)
  return [
    {
      name: 'tibia',
      paired: false,
      shape: tibia(),
      cortexMm: (_x, y, z) =>
        1.1 + smoothStep(20, 110, z) * (1 - smoothStep(270, 340, z)) * (4 + (y < -20 ? 2.4 : 0)),
      insideHu: shaftInside(30, 75, 230),
    },
    {
      name: 'fibula',
      paired: false,
      shape: fibula(),
      cortexMm: (_x, _y, z) => 1 + smoothStep(5, 70, z) * (1 - smoothStep(310, 345, z)) * 2,
      insideHu: shaftInside(20, 60, 190),
    },
    { name: 'talus', paired: false, shape: talus(), cortexMm: () => 0.9, insideHu: () => 270 },
    {
      name: 'calcaneus',
      paired: false,
      shape: calcaneus(),
      cortexMm: () => 0.9,
      // The neutral triangle holds little spongiosa.
      insideHu: (x, y, z) => 215 - 130 * nearness(x, y, z, [-6, 2, -56], 12),
    },
    ...smallBones.map(({ name, shape }) => ({
      name,
      paired: false,
      shape: shape(),
      cortexMm: (_x: number, y: number) => (y < -84 ? 1.9 : 0.8),
      insideHu: (_x: number, y: number) => (y < -90 ? 60 : 215),
    })),
  ]
}

function nearness(x: number, y: number, z: number, [cx, cy, cz]: Point, reachMm: number): number {
  return Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / (reachMm * reachMm))
}

// ---- muscles ----

interface LegMuscle {
  readonly name: string
  readonly fibre: Point
  readonly fat: number
  readonly levels: readonly Level[]
}

// prettier-ignore
export const legMuscles: readonly LegMuscle[] = [
  { name: 'tibialis anterior', fibre: [0.06, -0.05, -1], fat: 0.25, levels: [
    [365, [-18, -30, 6], [-25, -24, 6]], [330, [-14, -30, 9], [-24, -24, 9]], [270, [-12, -27, 11], [-22, -22, 9.5]],
    [200, [-11, -25, 9.5], [-19, -21, 8.5]], [140, [-9, -23, 6.5], [-15, -20, 6]], [100, [-6, -25, 3.8], [-10, -22, 3.8]], [78, [-4, -26, 1.5], [-6, -25, 1.5]]] },
  { name: 'long extensors', fibre: [0.1, -0.08, -1], fat: 0.3, levels: [
    [355, [-33, -18, 5], [-36, -12, 5]], [320, [-30, -17, 7], [-34, -11, 7]], [250, [-26, -12, 8.5], [-32, -9, 7.5]],
    [180, [-21, -10, 7.5], [-28, -9, 6.5]], [120, [-16, -15, 5.5], [-24, -12, 6]], [70, [-12, -20, 4.5], [-19, -17, 5]], [30, [-11, -23, 2], [-15, -22, 2]]] },
  { name: 'peroneal muscles', fibre: [0.05, 0.1, -1], fat: 0.3, levels: [
    [350, [-40, -3, 5], [-42, 5, 5]], [310, [-38, -2, 7.5], [-40, 9, 7.5]], [240, [-37, 3, 8.5], [-37, 13, 7.5]],
    [160, [-32, 8, 6.5], [-31, 17, 7]], [100, [-29, 14, 5], [-27, 19, 5]], [50, [-28, 18, 4], [-26, 21, 4]], [18, [-28, 19, 1.5], [-26, 21, 2]]] },
  { name: 'tibialis posterior', fibre: [0.12, 0.05, -1], fat: 0.25, levels: [
    [340, [-6, 14, 5], [-14, 10, 5]], [300, [-6, 12, 8], [-14, 8, 7]], [220, [-3, 9, 8], [-11, 6, 7]], [150, [-1, 8, 7], [-9, 5, 6]],
    [90, [6, 11, 4.5], [-1, 10, 4.5]], [45, [13, 12, 2], [10, 12, 2]]] },
  { name: 'flexor digitorum longus', fibre: [0.1, 0.05, -1], fat: 0.25, levels: [
    [290, [8, 12, 4], [13, 11, 4]], [220, [10, 11, 6], [17, 9, 5]], [150, [12, 10, 6], [17, 8, 4.4]], [90, [13, 12, 4.5], [17, 11, 3.5]], [45, [17, 14, 1.8], [19, 13, 1.6]]] },
  { name: 'flexor hallucis longus', fibre: [0.12, 0.05, -1], fat: 0.3, levels: [
    [260, [-16, 15, 4], [-22, 15, 4]], [190, [-14, 16, 8], [-22, 16, 6.5]], [120, [-10, 15, 8], [-18, 16, 6.5]], [60, [-6, 17, 7], [-13, 18, 6]], [25, [-3, 20, 5], [-9, 20, 5]], [4, [-1, 23, 2], [-4, 23, 2]]] },
  { name: 'soleus', fibre: [0.02, 0.12, -1], fat: 0.35, levels: [
    [345, [-30, 16, 5], [-13, 24, 6], [4, 25, 6], [15, 24, 4]], [300, [-34, 20, 7], [-14, 28, 10], [7, 30, 10], [24, 22, 7]],
    [250, [-35, 22, 8], [-14, 31, 11], [8, 32, 11], [27, 19, 8]], [195, [-30, 24, 8], [-12, 32, 11], [8, 31, 11], [25, 18, 7]],
    [140, [-20, 26, 6], [-8, 30, 7.5], [6, 29, 7.5], [17, 21, 5.5]], [95, [-11, 27, 4], [-4, 29, 5], [3, 29, 5], [9, 25, 4]], [55, [-5, 30, 1.5], [-2, 32, 1.8], [2, 32, 1.8], [4, 30, 1.5]]] },
  { name: 'medial gastrocnemius', fibre: [-0.05, 0.15, -1], fat: 0.35, levels: [
    [372, [8, 42, 9], [24, 35, 12], [34, 18, 9]], [330, [8, 47, 9], [26, 41, 12], [38, 22, 8]], [270, [8, 51, 8.5], [25, 46, 10.5], [38, 26, 6.5]],
    [225, [8, 48, 6], [21, 43, 7.5], [34, 27, 4.5]], [188, [6, 45, 1.2], [14, 42, 1.2], [22, 36, 1.2]]] },
  { name: 'lateral gastrocnemius', fibre: [0.05, 0.15, -1], fat: 0.35, levels: [
    [372, [-6, 43, 8], [-22, 36, 11], [-34, 20, 8]], [330, [-6, 47, 8.5], [-22, 42, 10.5], [-35, 26, 7]], [275, [-6, 50, 8], [-21, 45, 9], [-33, 31, 5.5]],
    [235, [-5, 48, 5.5], [-17, 44, 6], [-28, 34, 3.5]], [206, [-4, 46, 1.2], [-12, 43, 1.2], [-19, 38, 1.2]]] },
]

// prettier-ignore
export const footMuscles: readonly { readonly name: string; readonly fibre: Point; readonly points: readonly ChainPoint[] }[] = [
  { name: 'flexor digitorum brevis', fibre: [0.05, -1, 0], points: [[2, 34, -67, 4], [3, 8, -64, 6], [5, -30, -62, 6.5], [7, -70, -66, 5], [8, -110, -72, 2.5]] },
  { name: 'abductor hallucis', fibre: [0.05, -1, -0.05], points: [[15, 32, -62, 5], [22, 2, -56, 6], [25, -38, -56, 6], [27, -80, -63, 4.5], [27, -118, -70, 2]] },
  { name: 'abductor digiti minimi', fibre: [-0.1, -1, 0], points: [[-14, 34, -67, 4.5], [-24, 2, -66, 6], [-34, -48, -69, 4.5], [-40, -95, -71, 3.5]] },
  { name: 'quadratus plantae', fibre: [0, -1, 0], points: [[8, 24, -54, 5], [9, -6, -55, 6.5], [7, -38, -58, 5]] },
  { name: 'extensor digitorum brevis', fibre: [0.3, -1, 0], points: [[-21, -6, -32, 5.5], [-18, -34, -35, 5], [-10, -62, -31, 3], [2, -100, -42, 1.5]] },
  { name: 'interossei', fibre: [0, -1, -0.2], points: [[1, -82, -56, 7], [-6, -104, -63, 7.5], [-10, -124, -67, 5]] },
]

// ---- tendons and nerves ----

export function legTendons(): { readonly name: string; readonly shape: Shape }[] {
  const achilles = ribbon(
    toLevels([
      [205, [-5, 46, 1], [0, 47, 1.2], [9, 46, 1]],
      [140, [-7, 41, 1.6], [0, 42, 2], [6, 41, 1.6]],
      [80, [-6, 37.5, 2.2], [0, 38, 2.8], [6, 37.5, 2.2]],
      [40, [-5, 39, 2.4], [0, 39.5, 3], [5, 39, 2.4]],
      [0, [-6, 47.5, 2.4], [0, 48, 3], [6, 47.5, 2.4]],
      [-28, [-8, 58, 2.4], [0, 58.5, 2.8], [8, 58, 2.4]],
      [-48, [-9, 65, 2], [0, 65.5, 2.4], [9, 65, 2]],
    ]),
  )
  // prettier-ignore
  const cords: readonly (readonly [string, readonly ChainPoint[]])[] = [
    ['tibialis anterior', [[-6, -25, 105, 3], [-1, -27, 60, 2.8], [6, -30, 20, 2.8], [14, -39, -5, 2.8], [23, -54, -30, 2.8], [24, -64, -48, 2.4]]],
    ['extensor hallucis longus', [[-8, -26, 70, 1.8], [-3, -30, 20, 1.9], [4, -44, -4, 1.9], [14, -72, -26, 1.9], [20, -124, -50, 1.7]]],
    ['extensor digitorum longus', [[-12, -25, 40, 2.8], [-10, -30, 14, 2.8], [-9, -46, -8, 2.8], [-8, -76, -29, 2.6], [-8, -120, -53, 2.2]]],
    ['tibialis posterior', [[13, 12, 55, 2.6], [18, 14, 20, 2.8], [22, 14, 0, 3], [24.5, 8, -18, 3], [24, -14, -34, 3], [24, -36, -41, 3.2]]],
    ['flexor digitorum longus', [[17, 15, 50, 2], [21, 19, 2, 2], [20.5, 14, -24, 2.1], [16, -20, -52, 2.1], [6, -64, -60, 2.1]]],
    ['flexor hallucis longus', [[-2, 23, 6, 2.5], [3, 25, -18, 2.5], [10, 12, -46, 2.4], [13, -28, -58, 2.3], [20, -100, -74, 2.1]]],
    ['peroneal tendons', [[-27, 20, 32, 3], [-30, 20, 2, 3], [-30.5, 16, -20, 2.8], [-27, -6, -42, 2.5], [-31, -46, -62, 2.4]]],
    ['plantar aponeurosis', [[0, 44, -70, 2.4], [2, 10, -71, 1.9], [5, -45, -71, 1.7], [8, -115, -75, 1.5]]],
  ]
  return [
    { name: 'calcaneal tendon', shape: achilles },
    ...cords.map(([name, points]) => ({ name, shape: smoothChain(points, 4) })),
  ]
}

// prettier-ignore
export const legNerves: readonly { readonly name: string; readonly points: readonly ChainPoint[] }[] = [
  { name: 'tibial nerve', points: [[-2, 20, 360, 2.6], [0, 20, 270, 2.4], [6, 21, 150, 2.2], [14, 22, 60, 2.2], [18, 24, 5, 2.2], [16, 18, -26, 1.8]] },
  { name: 'sural nerve', points: [[-6, 52, 200, 1.1], [-14, 38, 100, 1.1], [-21, 32, 30, 1.1], [-25, 28, -10, 1]] },
]
