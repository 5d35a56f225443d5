import { fractalNoise } from './noise'
import { blend, displace, outlineSolid, smoothMin, type OutlineLevel, type Shape } from './sdf'

/*
 * The outline of a woman lying on her back, from L2 to the upper thighs: half outlines from the front midline to
 * the back midline, left side, mm. Width 352 at the trochanters, thickness 222 at the hips; the back is
 * flattened by the table. The trunk ends at the perineum; each thigh is an outline of its own.
 */

type HalfOutline = readonly [z: number, ...points: (readonly [x: number, y: number])[]]

// prettier-ignore
const trunk: readonly HalfOutline[] = [
  [245, [0, -91], [38, -92], [80, -79], [113, -46], [133, -2], [130, 38], [106, 76], [56, 97], [0, 93]],
  [190, [0, -93], [40, -94], [86, -81], [123, -47], [145, 0], [142, 44], [114, 83], [60, 102], [0, 96]],
  [155, [0, -96], [42, -97], [92, -84], [133, -49], [157, 2], [155, 48], [125, 92], [64, 110], [0, 103]],
  [120, [0, -99], [44, -100], [97, -88], [140, -53], [166, 0], [165, 51], [134, 99], [70, 120], [0, 112]],
  [85, [0, -101], [44, -102], [98, -92], [142, -60], [169, -8], [170, 48], [141, 103], [76, 128], [0, 120]],
  [50, [0, -101], [46, -103], [100, -95], [145, -67], [172, -16], [174, 40], [147, 103], [80, 134], [0, 126]],
  [15, [0, -93], [46, -99], [100, -98], [147, -74], [175, -22], [176, 34], [149, 99], [82, 135], [0, 128]],
  [-20, [0, -88], [42, -94], [98, -101], [148, -80], [177, -28], [177, 30], [150, 97], [84, 134], [0, 120]],
  [-50, [0, -71], [32, -84], [70, -88], [98, -70], [108, -30], [108, 20], [88, 58], [42, 76], [0, 72]],
  [-70, [0, -46], [14, -48], [28, -42], [36, -20], [38, 4], [36, 30], [30, 50], [17, 64], [0, 62]],
  [-84, [0, -16], [5, -16], [9, -12], [11, -4], [12, 8], [11, 22], [9, 32], [5, 38], [0, 38]],
]

// prettier-ignore
const thigh: readonly (readonly [z: number, ...points: (readonly [x: number, y: number])[]])[] = [
  [22, [96, -70], [130, -58], [150, -20], [150, 24], [130, 70], [90, 90], [58, 80], [46, 34], [46, -22], [60, -58]],
  [-20, [97, -100], [148, -81], [177, -28], [177, 30], [149, 96], [86, 132], [44, 112], [30, 40], [30, -30], [46, -86]],
  [-50, [96, -103], [145, -84], [179, -31], [178, 30], [147, 90], [90, 131], [34, 126], [3, 86], [10, -30], [44, -88]],
  [-80, [95, -105], [144, -87], [176, -36], [175, 22], [147, 78], [96, 119], [42, 113], [6, 66], [5, -14], [20, -70]],
  [-105, [95, -105], [142, -87], [172, -38], [170, 18], [145, 71], [98, 104], [46, 93], [12, 46], [5, -10], [18, -64]],
  [-145, [93, -103], [139, -85], [164, -40], [161, 14], [139, 62], [94, 92], [47, 80], [14, 38], [6, -12], [20, -62]],
]

const TABLE_TOP_Y = 131.5

export function makeSkin(seed: number): Shape {
  const trunkSolid = outlineSolid(trunk.map(closeTrunk))
  const left = outlineSolid(thigh.map((level) => toOutline(level)))
  const right: Shape = {
    box: { min: [-190, left.box.min[1], left.box.min[2]], max: [0, left.box.max[1], left.box.max[2]] },
    distance: (x, y, z) => left.distance(-x, y, z),
  }
  // A wide blend would leave a ridge where trunk and thigh run side by side.
  const whole = blend([trunkSolid, left, right], 3)
  const noise = fractalNoise(seed, 2)
  const uneven = displace(whole, (x, y, z) => 2.4 * noise(x / 55, y / 55, z / 60), 4)
  return {
    box: whole.box,
    distance: (x, y, z) => {
      const flattened = -smoothMin(-uneven.distance(x, y, z), TABLE_TOP_Y - y, 9)
      return -smoothMin(-flattened, glutealCleft(x, y, z), 5)
    },
  }
}

/** Distance to the wedge of air between the buttocks, which press on each other while the patient lies. */
function glutealCleft(x: number, y: number, z: number): number {
  const bottom = z > 0 ? 100 + 0.35 * z : 100 + Math.min(0, z + 20) * 0.55
  const half = 0.4 + Math.max(0, y - bottom) * 0.1 + Math.max(0, y - 118) * 0.5
  const sideways = Math.abs(x + 0.06 * (y - bottom)) - half
  const beneath = bottom - y
  return sideways > 0 && beneath > 0
    ? Math.sqrt(sideways * sideways + beneath * beneath)
    : Math.max(sideways, beneath)
}

function closeTrunk([z, ...half]: HalfOutline): OutlineLevel {
  const otherSide = half.slice(1, -1).map(([x, y]) => [-x, y] as const)
  return { z, points: [...half, ...otherSide.reverse()] }
}

function toOutline([z, ...points]: HalfOutline): OutlineLevel {
  return { z, points }
}
