import type { Body, MusclePart, OrganPart } from './body'
import type { Bone } from './bones'
import { rollFascia } from './deep-fascia'
import { humerus } from './elbow'
import { straighten, tabulate } from './grid'
import { fractalNoise, smoothStep } from './noise'
import { hashText } from './random'
import { toLevels, type Level } from './ribbon-levels'
import {
  blend,
  chain,
  displace,
  mirror,
  outlineSolid,
  ribbon,
  smoothChain,
  type Box,
  type ChainPoint,
  type Shape,
} from './sdf'

/*
 * An upper arm from shoulder to elbow. Tables in mm for a left arm: +x lateral, +y to the back, +z to the shoulder,
 * origin in the middle of the elbow's axis; a right arm is mirrored. Mid arm Ø 98, humerus Ø 22.
 */

export interface ArmPlan {
  readonly seed: string
  readonly side: 'left' | 'right'
  /** Subcutaneous fat is thicker by this much, mm. */
  readonly fatMm: number
  /** CT number of the spongiosa, lower in osteoporosis. */
  readonly spongyHu: number
}

export const armBox: Box = { min: [-70, -66, -20], max: [96, 66, 330] }

export function buildArm({ seed, side, fatMm, spongyHu }: ArmPlan): Body {
  const sign = side === 'left' ? 1 : -1
  const box: Box =
    side === 'left' ? armBox : { min: [-armBox.max[0], armBox.min[1], armBox.min[2]], max: [-armBox.min[0], armBox.max[1], armBox.max[2]] } // prettier-ignore
  const turn = (shape: Shape) => (side === 'left' ? shape : mirror(shape))
  const put = (shape: Shape, stepMm: number, marginMm: number) =>
    tabulate(turn(shape), stepMm, marginMm + 4, box)
  const uneven = (shape: Shape, name: string, mm: number) => {
    const noise = fractalNoise(hashText(`${seed}/${name}`), 3)
    return displace(shape, (x, y, z) => mm * noise(x / 20, y / 20, z / 30), mm)
  }
  const skinShape = uneven(makeSkin(fatMm), 'skin', 1.6)
  const skin = tabulate({ ...turn(skinShape), box }, 1.75, 0, box)
  straighten(skin, 16)
  const muscles = armMuscles.map(({ name, levels }): MusclePart => ({
    name,
    grid: put(uneven(ribbon(toLevels(levels)), name, 1), 1.75, 3),
    fibre: [0, 0.05, -1],
    fat: 0.8,
  }))
  const bones = [shaft(spongyHu), glenoid(spongyHu)].map((bone) => {
    const grid = put(uneven(bone.shape, bone.name, 0.4), 1, 2)
    straighten(grid, 8)
    return { bone, side: sign, grid } as const
  })
  return {
    box,
    skin,
    fascia: rollFascia(
      skin,
      [...muscles, ...bones].map((part) => part.grid),
      10,
    ),
    viscera: [],
    muscles,
    structures: [brachialArtery()].map((organ): OrganPart => ({ organ, grid: put(organ.shape, 0.9, 2) })),
    soft: [],
    bones,
  }
}

function shaft(spongyHu: number): Bone {
  const upper = smoothChain([[2, 0, 90, 10.5], [2, 0, 160, 10.8], [3, 0, 220, 11.4], [4, -1, 262, 13.5], [3, -1, 285, 18]]) // prettier-ignore
  const head = chain([[-3, 1, 296, 22], [-6, 2, 300, 21]]) // prettier-ignore
  const tubercles = blend([chain([[16, 0, 288, 10], [13, 0, 300, 9]]), chain([[8, -15, 288, 6]])], 4) // prettier-ignore
  const deltoid = chain([[9, -2, 190, 5], [9, -3, 160, 6], [8, -2, 140, 5]], 3) // prettier-ignore
  return {
    name: 'humerus',
    paired: false,
    shape: blend([humerus(), upper, head, tubercles, deltoid], 5),
    cortexMm: (_x, _y, z) => 0.9 + 3 * smoothStep(25, 80, z) * smoothStep(275, 235, z),
    insideHu: (_x, _y, z) => spongyHu - (spongyHu + 45) * smoothStep(30, 80, z) * smoothStep(272, 225, z),
  }
}

function glenoid(spongyHu: number): Bone {
  const socket = chain([[-36, 6, 310, 12], [-37, 6, 288, 13]], 3) // prettier-ignore
  const neck = chain([[-40, 8, 298, 13], [-60, 12, 296, 10]], 4) // prettier-ignore
  const acromion = chain([[-2, 22, 334, 8], [14, 6, 334, 8]], 4) // prettier-ignore
  return {
    name: 'scapula',
    paired: false,
    shape: blend([socket, neck, acromion], 3),
    cortexMm: () => 1.1,
    insideHu: () => spongyHu,
  }
}

function brachialArtery(): OrganPart['organ'] {
  const points: ChainPoint[] = [[-30, -2, 300, 3], [-24, -4, 220, 2.4], [-20, -8, 120, 2.2], [-9, -23, 20, 2], [-4, -22, -18, 1.8]] // prettier-ignore
  return { name: 'brachial artery', shape: smoothChain(points), tissue: 'blood', wallMm: 0, filling: 'solid' }
}

interface ArmMuscle {
  readonly name: string
  readonly levels: readonly Level[]
}

// prettier-ignore
const armMuscles: readonly ArmMuscle[] = [
  { name: 'biceps', levels: [[280, [-6, -22, 5], [4, -24, 5]], [220, [-11, -27, 9], [8, -29, 10]], [150, [-11, -28, 12], [10, -29, 12]], [80, [-8, -26, 10], [9, -26, 10.5]], [30, [-3, -25, 5], [6, -25, 5]], [-10, [4, -21, 2.2], [7, -20, 2.2]]] },
  { name: 'brachialis', levels: [[180, [-6, -11, 4], [10, -12, 5]], [110, [-8, -12, 7], [12, -12, 8]], [60, [-12, -13, 9], [11, -13, 9]], [10, [-13, -15, 7], [2, -16, 7]], [-14, [-10, -13, 4], [-3, -13, 4]]] },
  { name: 'triceps', levels: [[290, [-22, 14, 6], [-6, 20, 7], [14, 16, 6]], [200, [-23, 15, 11], [0, 24, 13], [22, 14, 10]], [130, [-22, 14, 11], [0, 24, 14], [22, 13, 11]], [70, [-18, 15, 9], [0, 22, 11], [18, 14, 9]], [20, [-13, 18, 4], [-5, 22, 4], [8, 16, 4]], [-4, [-10, 21, 2], [-7, 22, 2], [-4, 21, 2]]] },
  { name: 'deltoid', levels: [[326, [8, -26, 8], [34, 2, 9], [10, 28, 9]], [270, [12, -27, 10], [33, 0, 12], [12, 26, 10]], [220, [16, -20, 8], [28, -2, 10], [20, 14, 7]], [165, [14, -8, 3], [17, -3, 4], [16, 2, 3]]] },
  { name: 'coracobrachialis', levels: [[290, [-22, -8, 6], [-16, -14, 6]], [210, [-17, -8, 7], [-13, -12, 6]], [150, [-12, -6, 3], [-10, -8, 3]]] },
  { name: 'brachioradialis', levels: [[70, [16, -8, 3], [18, -5, 3]], [20, [20, -14, 7], [25, -5, 6]], [-20, [22, -19, 9], [29, -3, 8]]] },
  { name: 'common flexors', levels: [[14, [-25, -3, 3], [-23, -6, 3]], [-20, [-25, -2, 8], [-14, -19, 8]]] },
]

// From the front over the lateral side to the back.
// prettier-ignore
const outlines: readonly (readonly [z: number, ...points: (readonly [x: number, y: number])[]])[] = [
  [336, [-6, -48], [34, -42], [60, 0], [34, 44], [-6, 50], [-70, 46], [-84, 4], [-70, -44]],
  [290, [-4, -50], [36, -43], [58, 0], [36, 42], [-4, 48], [-48, 42], [-66, 2], [-48, -42]],
  [230, [0, -51], [34, -41], [51, 0], [34, 39], [0, 49], [-36, 39], [-48, 0], [-34, -40]],
  [150, [0, -50], [32, -39], [47, 0], [32, 38], [0, 48], [-34, 37], [-46, 0], [-32, -38]],
  [70, [0, -45], [28, -35], [40, 0], [29, 32], [0, 42], [-30, 32], [-41, 0], [-29, -35]],
  [30, [0, -38], [27, -31], [38, -3], [26, 24], [-4, 32], [-27, 26], [-39, 0], [-28, -30]],
  [0, [0, -36], [30, -33], [40, -5], [26, 22], [-8, 33], [-27, 24], [-40, 0], [-30, -31]],
  [-24, [1, -38], [31, -34], [43, -3], [28, 24], [-6, 31], [-28, 23], [-41, 0], [-29, -32]],
]

function makeSkin(fatMm: number): Shape {
  const whole = outlineSolid(outlines.map(([z, ...points]) => ({ z, points })))
  return displace(whole, (_x, _y, z) => -fatMm * smoothStep(10, 90, z), fatMm)
}
