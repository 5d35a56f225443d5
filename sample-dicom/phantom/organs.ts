import { makeRandom, type Random } from './random'
import { blend, chain, ellipsoid, smoothChain, type ChainPoint, type Shape } from './sdf'

/*
 * What lies inside the abdominal wall and between the muscles, and the vessels. Millimetres as in muscles.ts.
 * Paired structures are given for the left side; `left` and `right` parts are not the same and stand alone.
 */

export type Filling = 'solid' | 'urine' | 'fluid' | 'faeces' | 'gas'

export interface Organ {
  readonly name: string
  readonly shape: Shape
  readonly tissue: 'uterus' | 'bowelWall' | 'muscle' | 'blood' | 'nerve' | 'lymphNode' | 'tendon' | 'fluid'
  readonly wallMm: number
  readonly filling: Filling
  /** Height of the gas–stool surface; gas rises to the front of a patient on her back (small y). */
  readonly gasAboveY?: number
}

/** Room of abdomen and pelvis, well inside its walls: keeps the fascia from following the pelvic outlet inwards. */
export function makeCavity(): Shape {
  return blend([ellipsoid([0, -22, 160], [90, 44, 130]), ellipsoid([0, 14, 30], [44, 46, 68])], 20)
}

/** Organs that give way to one another along a seam of fat. */
export function makeViscera(seed: number): Organ[] {
  return [...pelvicOrgans(), ...perineum(), ...colon(), ...smallBowel(seed)]
}

function pelvicOrgans(): Organ[] {
  const bladder = blend([ellipsoid([3, -34, 14], [37, 24, 23]), ellipsoid([-4, -26, 4], [26, 22, 20])], 14)
  const uterus = smoothChain([[4, 24, 4, 12], [2, 16, 18, 13.5], [-1, 2, 36, 21], [-5, -12, 50, 24]]) // prettier-ignore
  return [
    { name: 'bladder', shape: bladder, tissue: 'muscle', wallMm: 2.6, filling: 'urine' },
    { name: 'uterus', shape: uterus, tissue: 'uterus', wallMm: 0, filling: 'solid' },
    {
      name: 'left ovary',
      shape: blend([ellipsoid([45, 10, 46], [12, 9, 14]), ellipsoid([40, 6, 40], [7, 7, 7])], 4),
      tissue: 'uterus',
      wallMm: 2.2,
      filling: 'fluid',
    },
    {
      name: 'right ovary',
      shape: ellipsoid([-44, 14, 42], [10, 8, 13]),
      tissue: 'lymphNode',
      wallMm: 0,
      filling: 'solid',
    },
    {
      name: 'vagina',
      shape: blend([chain([[-11, 20, -4, 5], [11, 20, -4, 5]]), chain([[-9, 10, -34, 4], [9, 10, -34, 4]]), chain([[0, 21, 0, 7], [0, 6, -50, 6]])], 8), // prettier-ignore
      tissue: 'muscle',
      wallMm: 0,
      filling: 'solid',
    },
    {
      name: 'urethra',
      shape: chain([[0, -22, -8, 6], [0, -20, -40, 5.5], [0, -16, -56, 9]]), // prettier-ignore
      tissue: 'muscle',
      wallMm: 0,
      filling: 'solid',
    },
    {
      name: 'anal sphincter',
      shape: chain([[0, 42, -26, 13], [0, 46, -48, 14], [0, 53, -62, 11.5], [1, 58, -70, 8]]), // prettier-ignore
      tissue: 'muscle',
      wallMm: 0,
      filling: 'solid',
    },
  ]
}

/** The muscles of the perineum on both sides, not quite alike. */
function perineum(): Organ[] {
  const muscle = (name: string, shape: Shape): Organ => ({
    name,
    shape,
    tissue: 'muscle',
    wallMm: 0,
    filling: 'solid',
  })
  return [1, -0.94].flatMap((side) => [
    muscle('ischiocavernosus', chain([[side * 13, -34, -56, 4], [side * 26, -15, -64, 4.4], [side * 41, 8, -70, 3.6]])), // prettier-ignore
    muscle('bulb and bulbospongiosus', chain([[side * 6, -30, -56, 5], [side * 11, -12, -60, 6.4], [side * 8, 8, -62, 6], [side * 4, 26, -60, 5]])), // prettier-ignore
    muscle('transverse perineal', chain([[side * 4, 29, -57, 4.4], [side * 24, 28, -61, 3.4], [side * 46, 31, -66, 2.8]])), // prettier-ignore
  ])
}

function colon(): Organ[] {
  const rectum: ChainPoint[] = [[0, 44, -22, 11], [2, 52, -8, 15], [3, 57, 12, 18.5], [-4, 57, 34, 17], [2, 50, 54, 14]] // prettier-ignore
  const sigmoid: ChainPoint[] = [[2, 50, 54, 13], [22, 36, 68, 13], [12, 14, 82, 14], [34, -8, 92, 13], [62, -6, 98, 12], [88, -4, 104, 12], [100, 6, 122, 13]] // prettier-ignore
  const descending: ChainPoint[] = [[100, 6, 122, 13], [101, 12, 150, 14], [98, 14, 190, 14.5], [92, 14, 245, 15]] // prettier-ignore
  const ascending: ChainPoint[] = [[-82, -24, 76, 17], [-90, -18, 92, 24], [-97, -8, 116, 25], [-98, 0, 150, 23], [-92, 4, 190, 23], [-86, 6, 245, 22]] // prettier-ignore
  const tube = (
    name: string,
    points: ChainPoint[],
    filling: Filling,
    wallMm: number,
    gasAboveY?: number,
  ): Organ => ({
    name,
    shape: haustra(smoothChain(points, 5), points === rectum ? 0 : 2.6),
    tissue: 'bowelWall',
    wallMm,
    filling,
    ...(gasAboveY === undefined ? {} : { gasAboveY }),
  })
  return [
    tube('rectum', rectum, 'faeces', 3.2, 51),
    tube('sigmoid colon', sigmoid, 'faeces', 3.2, -9),
    tube('descending colon', descending, 'faeces', 2.4, 6),
    tube('ascending colon', ascending, 'faeces', 1.8, -15),
  ]
}

/** Sacculations of the colon: waists about every 30 mm. */
function haustra(shape: Shape, depthMm: number): Shape {
  if (depthMm === 0) return shape
  return {
    box: shape.box,
    distance: (x, y, z) =>
      shape.distance(x, y, z) +
      depthMm * Math.max(0, Math.sin(0.21 * z + 0.05 * x) + Math.sin(0.13 * x - 0.1 * y + 1) * 0.4) ** 3,
  }
}

/** Loops that wander through the free space in front of the spine and keep away from their own course. */
function smallBowel(seed: number): Organ[] {
  const random = makeRandom(seed)
  const taken: ChainPoint[] = []
  return Array.from({ length: 19 }, (_, index) => {
    const points = wander(random, taken, 7 + Math.floor(4 * random.uniform()))
    taken.push(...points)
    const gas = index % 4 === 2
    return {
      name: `ileal loop ${index + 1}`,
      shape: smoothChain(points, 4),
      tissue: 'bowelWall',
      wallMm: 2.2,
      filling: 'fluid',
      ...(gas ? { gasAboveY: points[Math.floor(points.length / 2)][1] - 4 } : {}),
    } satisfies Organ
  })
}

function wander(random: Random, taken: readonly ChainPoint[], length: number): ChainPoint[] {
  const points: ChainPoint[] = [bestOf(random, taken, () => freePlace(random))]
  while (points.length < length) {
    const [x, y, z] = points[points.length - 1]
    const next = bestOf(random, [...taken, ...points.slice(0, -1)], () => [
      x + random.between(-24, 24),
      y + random.between(-16, 16),
      z + random.between(-16, 16),
      random.between(8.5, 12.5),
    ])
    points.push(next)
  }
  return points
}

function freePlace(random: Random): ChainPoint {
  return [
    random.between(-78, 84),
    random.between(-64, -20),
    random.between(66, 240),
    random.between(8.5, 12.5),
  ]
}

/** The candidate inside the cavity that is farthest from everything taken. */
function bestOf(random: Random, taken: readonly ChainPoint[], propose: () => ChainPoint): ChainPoint {
  let best: ChainPoint | undefined
  let bestRoom = -Infinity
  for (let trial = 0; trial < 24; trial++) {
    const candidate = propose()
    const room = roomAround(candidate, taken) + 0.001 * random.uniform()
    if (room > bestRoom) {
      bestRoom = room
      best = candidate
    }
  }
  return best!
}

function roomAround([x, y, z, r]: ChainPoint, taken: readonly ChainPoint[]): number {
  const inWall = Math.max(0, (x / 92) ** 2 + ((y + 20) / 54) ** 2 - 0.8) * 90
  const onSpine = Math.max(0, 34 - Math.sqrt(x * x * 0.6 + (y - 6) ** 2)) * 3
  const outOfReach = Math.max(0, 64 - z, z - 244) * 3
  const nearest = taken.reduce(
    (least, [tx, ty, tz, tr]) =>
      Math.min(least, Math.sqrt((tx - x) ** 2 + (ty - y) ** 2 + (tz - z) ** 2) - tr - r),
    18,
  )
  return nearest - inWall - onSpine - outOfReach
}

/** Great vessels, single. */
export function makeGreatVessels(): Organ[] {
  const vessel = (name: string, points: ChainPoint[]): Organ => ({
    name,
    shape: smoothChain(points, 4),
    tissue: 'blood',
    wallMm: 0,
    filling: 'solid',
  })
  return [
    vessel('aorta', [[8, -30, 250, 8.2], [9, -28, 200, 7.8], [7, -27, 166, 7.4]]), // prettier-ignore
    vessel('inferior vena cava', [[-17, -26, 250, 9.5], [-18, -24, 200, 9.5], [-15, -18, 152, 9.5]]), // prettier-ignore
    vessel('left common iliac artery', [[6, -27, 168, 5.4], [20, -26, 140, 5], [36, -20, 112, 4.8], [46, -14, 94, 4.6]]), // prettier-ignore
    vessel('right common iliac artery', [[6, -27, 168, 5.4], [-14, -28, 140, 5], [-34, -22, 110, 4.8], [-45, -15, 92, 4.6]]), // prettier-ignore
    vessel('left common iliac vein', [[-13, -18, 154, 7], [8, -14, 134, 6.6], [32, -8, 110, 6], [44, -3, 90, 5.8]]), // prettier-ignore
    vessel('right common iliac vein', [[-15, -18, 152, 7], [-28, -12, 126, 6.4], [-42, -5, 92, 5.8]]), // prettier-ignore
  ]
}

/** Paired vessels, nerves and nodes of the left side; `side` is only used to vary sizes. */
export function makePairedStructures(random: Random): Organ[] {
  const vary = (points: ChainPoint[]): ChainPoint[] =>
    points.map(([x, y, z, r]) => [
      x + random.between(-1.5, 1.5),
      y + random.between(-1.5, 1.5),
      z,
      r * random.between(0.92, 1.08),
    ])
  const tube = (name: string, tissue: Organ['tissue'], points: ChainPoint[]): Organ => ({
    name,
    shape: smoothChain(vary(points), 4),
    tissue,
    wallMm: 0,
    filling: 'solid',
  })
  return [
    tube('external iliac and femoral artery', 'blood', [[46, -14, 93, 4.4], [54, -24, 74, 4.2], [63, -40, 48, 4.3], [71, -56, 20, 4.5], [75, -61, 0, 4.7], [78, -64, -30, 4.2], [80, -62, -60, 3.7], [80, -54, -95, 3.5], [80, -44, -150, 3.5]]), // prettier-ignore
    tube('external iliac and femoral vein', 'blood', [[45, -4, 90, 5.4], [50, -14, 70, 5.4], [56, -32, 46, 5.6], [61, -50, 20, 5.8], [63, -55, 0, 5.8], [67, -57, -30, 5.2], [72, -55, -60, 4.6], [77, -46, -95, 4.4], [82, -36, -150, 4.4]]), // prettier-ignore
    tube('internal iliac vessels', 'blood', [[47, -8, 90, 4.2], [45, 10, 74, 4.2], [43, 28, 58, 4], [44, 40, 40, 3.2], [50, 46, 24, 2.4]]), // prettier-ignore
    tube('profunda femoris artery', 'blood', [[78, -62, -34, 3.2], [88, -46, -58, 3], [96, -32, -86, 2.8], [102, -18, -150, 2.6]]), // prettier-ignore
    tube('profunda femoris vein', 'blood', [[72, -54, -40, 3.4], [84, -40, -62, 3.3], [92, -27, -90, 3], [98, -14, -150, 2.8]]), // prettier-ignore
    tube('lateral circumflex vessels', 'blood', [[88, -46, -58, 2.2], [104, -42, -56, 2], [118, -40, -62, 1.6], [130, -36, -72, 1.2]]), // prettier-ignore
    tube('great saphenous vein', 'blood', [[66, -60, -26, 2.6], [60, -74, -36, 2.4], [50, -80, -60, 2.2], [40, -78, -100, 2], [32, -70, -150, 2]]), // prettier-ignore
    tube('superficial epigastric vein', 'blood', [[64, -66, -24, 1.5], [66, -86, 0, 1.3], [62, -89, 40, 1.1], [66, -88, 80, 1]]), // prettier-ignore
    tube('superficial circumflex vein', 'blood', [[66, -68, -22, 1.4], [92, -88, -6, 1.3], [122, -82, 22, 1.1], [142, -66, 52, 0.9]]), // prettier-ignore
    tube('gluteal perforator', 'blood', [[70, 96, 36, 1.1], [78, 108, 40, 1], [92, 112, 52, 0.9], [110, 104, 70, 0.8]]), // prettier-ignore
    tube('gluteal vessels', 'blood', [[58, 54, 44, 3.2], [72, 62, 42, 2.6], [86, 62, 34, 2], [96, 62, 24, 1.6]]), // prettier-ignore
    tube('inferior gluteal vessels', 'blood', [[60, 58, 12, 2.6], [70, 62, -6, 2.2], [76, 64, -30, 1.8], [80, 62, -60, 1.5]]), // prettier-ignore
    tube('pudendal bundle', 'blood', [[46, 42, 0, 2], [44, 38, -20, 2], [40, 24, -40, 1.8]]), // prettier-ignore
    tube('obturator bundle', 'blood', [[50, -10, 40, 1.8], [50, -20, 12, 2], [50, -28, -8, 2.2], [52, -32, -24, 2]]), // prettier-ignore
    tube('sciatic nerve', 'nerve', [[62, 58, 26, 4], [76, 57, 10, 4], [90, 56, -14, 4], [94, 53, -40, 4.2], [94, 48, -80, 4], [92, 40, -150, 4]]), // prettier-ignore
    tube('femoral nerve', 'nerve', [[80, -52, 40, 2.2], [86, -60, 10, 2.6], [88, -66, -20, 2.2]]), // prettier-ignore
    ...nodes(random),
    {
      name: 'hamstring tendon',
      shape: chain([[66, 54, -56, 5], [72, 58, -76, 4.5], [78, 55, -92, 3]]), // prettier-ignore
      tissue: 'tendon',
      wallMm: 0,
      filling: 'solid',
    },
  ]
}

/** Superficial and deep inguinal nodes, flat ovals. */
function nodes(random: Random): Organ[] {
  const places = [[58, -82, -8], [74, -84, -22], [86, -90, -4], [66, -80, -42], [62, -40, 34], [52, -64, 2]] as const // prettier-ignore
  return places.map(([x, y, z], index) => {
    const [dx, dy, dz] = [0, 0, 0].map(() => random.between(-3, 3)) as [number, number, number]
    return {
      name: `inguinal node ${index + 1}`,
      shape: ellipsoid(
        [x + dx, y + dy * 0.6, z + dz],
        [random.between(3, 5.4), random.between(2, 3.2), random.between(4, 7.5)],
      ),
      tissue: 'lymphNode',
      wallMm: 0,
      filling: 'solid',
    }
  })
}
