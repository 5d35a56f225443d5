import { fractalNoise, smoothStep } from './noise'
import {
  ball,
  blend,
  chain,
  displace,
  ellipsoid,
  mirror,
  ribbon,
  roundCone,
  smoothMin,
  subtract,
  type ChainPoint,
  type Point,
  type Shape,
} from './sdf'
import { toLevels, type Level } from './ribbon-levels'

/*
 * Bones of pelvis, upper femur and lower spine of an adult woman, left side where paired. Millimetres from the
 * midpoint between the femoral heads. Femoral head Ø 44 (vertical diameter 42.2 ± 3.5: Khaleel, IJRMS), neck
 * inclination 129° and anteversion 9.7° (PubMed 18758876), head centres 176 apart.
 */

export const headCentre: Point = [88, 0, 0]
export const headRadiusMm = 22

export interface Bone {
  readonly name: string
  readonly paired: boolean
  readonly shape: Shape
  /** Thickness of the cortex at a place. */
  readonly cortexMm: (x: number, y: number, z: number) => number
  /** CT number of the spongiosa before its texture. */
  readonly insideHu: (x: number, y: number, z: number) => number
}

export function makeBones(seed: number): Bone[] {
  const rough = (shape: Shape, amplitudeMm: number, index: number) => {
    const noise = fractalNoise(seed + 101 * index, 3)
    return displace(shape, (x, y, z) => amplitudeMm * noise(x / 22, y / 22, z / 22), amplitudeMm)
  }
  return [
    {
      name: 'hip bone',
      paired: true,
      shape: rough(hipBone(), 0.8, 1),
      cortexMm: (x, y, z) => 1.3 + (z > 30 ? 0.7 : 0) + 0.9 * nearness(x, y, z, headCentre, 30),
      insideHu: (x, y, z) => 190 + 110 * nearness(x, y, z, [84, 4, 26], 22),
    },
    {
      name: 'femur',
      paired: true,
      shape: rough(femur(), 0.6, 2),
      cortexMm: femurCortex,
      insideHu: femurInside,
    },
    {
      name: 'sacrum',
      paired: false,
      shape: rough(sacrum(), 0.8, 3),
      cortexMm: () => 0.9,
      insideHu: (x, y, z) => 130 + 70 * nearness(x, y, z, [0, 36, 90], 26),
    },
    ...lumbarLevels.map((level, index) => ({
      name: level.name,
      paired: false,
      shape: rough(vertebra(level), 0.6, 10 + index),
      cortexMm: () => 0.9,
      insideHu: () => 205,
    })),
  ]
}

/** The joint space: everything between head and socket, filled with the two layers of cartilage. */
export function jointSpace(): Shape {
  return subtract(ball([...headCentre, 25.2]), ball([...headCentre, headRadiusMm - 1]))
}

/** Capsule and ligaments around the neck. */
export function hipCapsule(): Shape {
  const sleeve: ChainPoint[] = [
    [86, 0, 2, 29],
    [104, 3, -14, 23],
    [116, 6, -23, 17],
  ]
  return chain(sleeve, 6)
}

// ---- hip bone ----

// prettier-ignore
const iliumLevels: readonly Level[] = [
  [128, [98, 34, 2], [108, 22, 2.8], [117, 9, 3], [122, -1, 3], [123, -8, 2.2]],
  [119, [80, 48, 3.6], [97, 36, 4], [115, 15, 4.2], [125, -5, 4.4], [123, -19, 4]],
  [108, [68, 57, 5], [91, 38, 4], [114, 14, 3.8], [127, -9, 4.8], [123, -27, 5]],
  [96, [61, 63, 6.5], [86, 40, 4], [110, 14, 3], [122, -13, 4], [120, -34, 5]],
  [80, [55, 65, 8], [79, 41, 4.6], [102, 14, 2.6], [112, -14, 3.4], [115, -39, 5.4]],
  [64, [50, 66, 8], [71, 40, 5.6], [93, 16, 2.8], [104, -10, 3.6], [110, -36, 5.6]],
  [50, [53, 57, 7.5], [68, 36, 8], [87, 16, 4.4], [98, -8, 4.8], [103, -32, 5.6]],
  [38, [60, 44, 6.5], [70, 28, 9], [83, 12, 8], [94, -8, 7], [98, -31, 6]],
  [27, [66, 36, 6.5], [72, 22, 10], [83, 8, 12], [92, -10, 10], [94, -26, 7]],
]

function hipBone(): Shape {
  const blade = ribbon(toLevels(iliumLevels))
  const columns = blend(
    [
      chain([[98, -30, 34, 6], [88, -31, 14, 10], [72, -35, -4, 8.5]]), // prettier-ignore
      chain([[70, 30, 30, 9], [77, 34, 4, 11], [70, 42, -30, 11], [61, 46, -60, 13.5], [57, 42, -70, 10]]), // prettier-ignore
      chain([[66, 34, 4, 4], [55, 38, -6, 2.6], [50, 39, -9, 1.8]]), // prettier-ignore
      // Arcuate line: the brim from the sacroiliac joint to the pubis.
      chain([
        [56, 52, 54, 5],
        [66, 34, 38, 6],
        [71, 8, 24, 6.5],
        [69, -18, 8, 6],
        [58, -36, -10, 5.5],
      ]),
      // Quadrilateral plate, bulging into the pelvis.
      ribbon(toLevels([
        [38, [80, 13, 3], [76, 20, 4], [71, 28, 4]],
        [14, [67, -16, 4], [65, 4, 3.4], [67, 28, 5]],
        [-6, [65, -24, 3.6], [62.5, 2, 2.8], [65, 30, 5]],
        [-22, [67, -14, 2.8], [65.5, 6, 3.2], [66, 30, 5]],
        [-38, [69, 36, 4], [70, 40, 4], [69, 43, 4]],
      ])), // prettier-ignore
    ],
    5,
  )
  const rami = blend(
    [
      chain([[74, -34, -2, 8], [56, -40, -14, 6.6], [34, -43, -23, 6], [14, -42, -29, 7]]), // prettier-ignore
      chain([[10, -41, -29, 7], [9.5, -39, -40, 7.2], [13, -36, -50, 5.5]]), // prettier-ignore
      chain([[13, -36, -50, 5.4], [24, -22, -60, 4.8], [38, 2, -68, 5], [52, 30, -72, 8]]), // prettier-ignore
    ],
    4,
  )
  const whole = blend([blade, socket(), columns, rami], 5)
  return subtract(whole, ball([...headCentre, 24.6]), 1)
}

/** A thick shell around the head, open to the side, the front and below (45° lateral, 18° anteverted). */
function socket(): Shape {
  const opening: Point = [0.67, -0.24, -0.7]
  const shell = ball([...headCentre, 31])
  return {
    box: shell.box,
    distance: (x, y, z) => {
      const ahead = (x - 88) * opening[0] + y * opening[1] + z * opening[2]
      return -smoothMin(-shell.distance(x, y, z), 4 - ahead, 7)
    },
  }
}

// ---- femur ----

function femur(): Shape {
  const head = ball([...headCentre, headRadiusMm])
  const neck = chain([[92, 1, -3, 17], [106, 3, -15, 14.2], [122, 7, -28, 16.5]]) // prettier-ignore
  const greater = blend([roundCone([134, 16, 2, 8.5], [138, 11, -16, 14.5]), roundCone([138, 11, -16, 14.5], [130, 7, -40, 15])], 4) // prettier-ignore
  const lesser = roundCone([113, 22, -56, 7], [121, 12, -58, 11])
  const shaft = chain([[127, 7, -44, 16.5], [126, 5, -66, 14.6], [125, 2, -100, 13.4], [123, 0, -150, 13.2]]) // prettier-ignore
  const linea = chain([
    [128, 18, -80, 4],
    [126, 16, -150, 3.6],
  ])
  const fovea = ball([66, 4, -3, 4.5])
  return subtract(blend([blend([head, neck], 7), greater, lesser, shaft, linea], 6), fovea, 2)
}

/** Shaft 3 → 6.5 mm, medial neck (calcar) up to 4, head 1. */
function femurCortex(x: number, y: number, z: number): number {
  const shaft = Math.min(6.5, 1.3 + Math.max(0, -22 - z) * 0.068)
  const calcar = 3 * nearness(x, y, z, [104, 6, -32], 16)
  const head = nearness(x, y, z, headCentre, 20)
  return (shaft + calcar) * (1 - head) + 0.9 * head
}

/** Compressive wedge of the head dense, Ward's triangle poor, marrow fat in the shaft. */
function femurInside(x: number, y: number, z: number): number {
  const wedge = 170 * nearness(x, y, z, [86, 0, 9], 16) + 70 * nearness(x, y, z, [98, 3, -12], 12)
  const ward = 90 * nearness(x, y, z, [116, 6, -24], 10)
  const shaft = smoothStep(-28, -84, z)
  return (190 + wedge - ward) * (1 - shaft) - 45 * shaft
}

/** 1 at the centre, falling smoothly to 0 at about twice `reachMm`. */
function nearness(x: number, y: number, z: number, [cx, cy, cz]: Point, reachMm: number): number {
  return Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / (reachMm * reachMm))
}

// ---- sacrum and spine ----

// prettier-ignore
const sacrumLevels: readonly Level[] = [
  [101, [-40, 38, 5], [-22, 33, 7], [0, 30, 12], [22, 33, 7], [40, 38, 5]],
  [90, [-50, 50, 8.5], [-25, 40, 11], [0, 34, 15], [25, 40, 11], [50, 50, 8.5]],
  [72, [-46, 58, 9.5], [-25, 53, 11], [0, 50, 13.5], [25, 53, 11], [46, 58, 9.5]],
  [52, [-36, 65, 7.5], [-20, 66, 9], [0, 66, 10.5], [20, 66, 9], [36, 65, 7.5]],
  [34, [-25, 73, 6], [-13, 76, 7], [0, 77, 8], [13, 76, 7], [25, 73, 6]],
  [16, [-13, 80, 4.5], [-7, 82, 5.5], [0, 83, 6], [7, 82, 5.5], [13, 80, 4.5]],
  [2, [-5, 82, 3.6], [-2, 82, 4.2], [0, 82, 4.6], [2, 82, 4.2], [5, 82, 3.6]],
  [-12, [-2, 76, 2], [-1, 76, 2.6], [0, 76, 3], [1, 76, 2.6], [2, 76, 2]],
]

function sacrum(): Shape {
  const crest = chain([[0, 66, 94, 3.5], [0, 80, 74, 4], [0, 90, 52, 3.5], [0, 90, 36, 3]]) // prettier-ignore
  // The roof of the sacral canal: fused laminae, an arch that sinks into the back of the mass.
  const roof = ribbon(
    toLevels([
      [92, [-22, 52, 5], [-12, 68, 4.2], [0, 74, 4.6], [12, 68, 4.2], [22, 52, 5]],
      [70, [-24, 62, 5], [-12, 77, 4.2], [0, 81, 4.6], [12, 77, 4.2], [24, 62, 5]],
      [50, [-18, 72, 4.4], [-10, 84, 4], [0, 87, 4.2], [10, 84, 4], [18, 72, 4.4]],
      [33, [-11, 80, 3.6], [-6, 87, 3.4], [0, 88, 3.6], [6, 87, 3.4], [11, 80, 3.6]],
    ]),
  )
  const mass = blend([ribbon(toLevels(sacrumLevels)), crest, roof], 6)
  const canal = chain([[0, 56, 106, 9], [0, 68, 72, 7], [0, 79, 46, 4.5], [0, 84, 30, 2.5]]) // prettier-ignore
  // Wide in front, narrow behind: each opens into the canal's side.
  const foramina = [-1, 1].flatMap((side) => [
    chain([[side * 27, 34, 76, 6], [side * 22, 52, 79, 4.6], [side * 16, 72, 86, 2]]), // prettier-ignore
    chain([[side * 24, 46, 56, 5.4], [side * 19, 62, 58, 4], [side * 13, 84, 64, 1.8]]), // prettier-ignore
    chain([[side * 19, 60, 37, 4.4], [side * 16, 73, 38, 3.2], [side * 11, 92, 44, 1.6]]), // prettier-ignore
    chain([[side * 14, 70, 21, 3.4], [side * 12, 80, 22, 2.4], [side * 11, 94, 22, 1.4]]), // prettier-ignore
  ])
  return subtract(mass, blend([canal, ...foramina], 2), 1.5)
}

export interface LumbarLevel {
  readonly name: string
  /** Centre of the vertebral body. */
  readonly centre: Point
  /** Forward tilt of the upper endplate, degrees: positive when its front edge lies lower. */
  readonly tilt: number
  readonly widthMm: number
  readonly depthMm: number
  readonly heightMm: number
}

export const lumbarLevels: readonly LumbarLevel[] = [
  { name: 'L5', centre: [0, 10, 124], tilt: 22, widthMm: 50, depthMm: 34, heightMm: 26 },
  { name: 'L4', centre: [0, 0, 161], tilt: 8, widthMm: 48, depthMm: 34, heightMm: 27 },
  { name: 'L3', centre: [1, -4, 199], tilt: 0, widthMm: 46, depthMm: 33, heightMm: 27.5 },
  { name: 'L2', centre: [1, -4, 237], tilt: -5, widthMm: 44, depthMm: 32, heightMm: 27 },
]

function vertebra(level: LumbarLevel): Shape {
  const { widthMm: w, depthMm: d, heightMm: h } = level
  const back = d / 2
  const parts = [-1, 1].flatMap((side) => [
    chain([[side * 14, back - 3, 6, 6], [side * 16, back + 10, 5, 5.5]]), // pedicle
    chain([[side * 16, back + 9, 5, 5], [side * 30, back + 9, 5, 3.4], [side * 43, back + 11, 7, 3]]), // transverse process
    chain([[side * 16, back + 14, 12, 5.5], [side * 15, back + 17, 0, 5.2], [side * 14, back + 19, -16, 5.5]]), // articular processes
    chain([[side * 14, back + 16, 4, 4.4], [side * 2, back + 25, -2, 4]]), // lamina
    chain([[side * 13, back + 18, -8, 4.2], [side * 2, back + 26, -11, 4]]),
  ]) // prettier-ignore
  const spinous = blend([chain([[0, back + 25, -2, 3.4], [0, back + 46, -5, 3.6]]), chain([[0, back + 26, -10, 3.2], [0, back + 46, -14, 4.2]])], 8) // prettier-ignore
  const arch = blend([...parts, spinous], 4)
  const canal = chain([
    [0, back + 9, -30, 9.5],
    [0, back + 9, 30, 9.5],
  ])
  const whole = subtract(blend([body(w, d, h), arch], 3), canal, 1.5)
  return place(whole, level)
}

/** A drum with a waist, concave endplates and a flat, slightly hollow back. */
function body(widthMm: number, depthMm: number, heightMm: number): Shape {
  const rx = widthMm / 2
  const ry = depthMm / 2
  return {
    box: { min: [-rx - 1, -ry - 1, -heightMm / 2 - 1], max: [rx + 1, ry + 1, heightMm / 2 + 1] },
    distance: (x, y, z) => {
      const level = (2 * z) / heightMm
      const waist = 0.9 + 0.1 * level * level
      const hollow = y > 0 ? 0.82 + 0.1 * Math.min(1, (x / rx) ** 2) : 1
      const around = ((x / rx) ** 2) ** 1.15 + ((y / (ry * hollow)) ** 2) ** 1.15
      const side = (around ** (1 / 2.3) - waist) * Math.min(rx, ry)
      const centre = Math.max(0, 1 - ((x / rx) ** 2 + (y / ry) ** 2))
      const ends = Math.abs(z) - heightMm / 2 + 2 * centre
      return -smoothMin(-side, -ends, 3)
    },
  }
}

function place(shape: Shape, { centre, tilt }: LumbarLevel): Shape {
  const cos = Math.cos((tilt * Math.PI) / 180)
  const sin = Math.sin((tilt * Math.PI) / 180)
  return {
    box: {
      min: [centre[0] - 50, centre[1] - 32, centre[2] - 42],
      max: [centre[0] + 50, centre[1] + 74, centre[2] + 42],
    },
    distance: (x, y, z) => {
      const dy = y - centre[1]
      const dz = z - centre[2]
      return shape.distance(x - centre[0], dy * cos + dz * sin, dz * cos - dy * sin)
    },
  }
}

/** Discs between the vertebral bodies, as drums between the centres; the bones are painted over them. */
export function makeDiscs(): Shape[] {
  const centres: Point[] = [[0, 22, 101], ...lumbarLevels.map((level) => level.centre)]
  return centres.slice(1).map((upper, index) => {
    const lower = centres[index]
    const middle: Point = [0, (upper[1] + lower[1]) / 2 + (index === 0 ? -2 : 0), (upper[2] + lower[2]) / 2]
    const level = lumbarLevels[index]
    const tilt = index === 0 ? 32 : level.tilt * 0.5 + lumbarLevels[index - 1].tilt * 0.5
    const flat = ellipsoid([0, 0, 0], [level.widthMm / 2 + 1, level.depthMm / 2, 30])
    const drum: Shape = {
      box: flat.box,
      distance: (x, y, z) => -smoothMin(-flat.distance(x, y, z), 9 - Math.abs(z), 3),
    }
    return place(drum, { ...level, centre: middle, tilt })
  })
}

/** Both sides of a paired shape, the left as given. */
export function bothSides(shape: Shape): readonly [left: Shape, right: Shape] {
  return [shape, mirror(shape)]
}
