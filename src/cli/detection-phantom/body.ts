import type { Random } from './random'
import { EVERYWHERE, length, type Box, type Point, type Solid } from './solids'

/** A part painted over what is there: its HU, with a border blended over the pixel. */
export interface Part {
  readonly solid: Solid
  readonly hu: number | ((x: number, y: number, z: number) => number)
}

/** A cord through the body: vessel or tendon. */
export interface Cord {
  readonly points: readonly Point[]
  readonly radiusMm: number
}

/** A body without deposits, and where things are in it. */
export interface Body {
  /** In the order of painting. */
  readonly parts: readonly Part[]
  /** mm below the skin; negative in the air. */
  readonly skinDepth: (x: number, y: number, z: number) => number
  /** mm below the deep fascia; negative in the subcutaneous fat. */
  readonly fasciaDepth: (x: number, y: number, z: number) => number
  /** How thick the muscle below the fascia is there, mm; Infinity where nothing but bone follows. */
  readonly muscleMm: (x: number, y: number) => number
  readonly boneDistance: (x: number, y: number, z: number) => number
  /** Whether there is lung; nowhere if left out. */
  readonly isLung?: (x: number, y: number, z: number) => boolean
  /** Middle of each joint space and its radius, mm. */
  readonly joints: readonly { readonly centre: Point; readonly radiusMm: number }[]
  readonly arteries: readonly Cord[]
  readonly veins: readonly Cord[]
  readonly tendons: readonly Cord[]
  readonly widthMm: number
  readonly depthMm: number
  readonly heightMm: number
}

export const HU = { air: -1000, skin: 60, fat: -100, muscle: 55, tendon: 105, cartilage: 95, blood: 42 }
const SKIN_MM = 2

/** The outline of a body: radius and thickness of the fat at an angle, and how the radius grows with z, per mm. */
export interface Outline {
  readonly radius: (turn: number) => number
  readonly fatMm: (turn: number) => number
  readonly taper: number
}

const TURNS = 4096

export function depthsOf({ radius, fatMm, taper }: Outline) {
  const radii = new Float64Array(TURNS)
  const slopes = new Float64Array(TURNS)
  const fats = new Float64Array(TURNS)
  for (let at = 0; at < TURNS; at++) {
    const turn = ((at + 0.5) / TURNS - 0.5) * 2 * Math.PI
    radii[at] = radius(turn)
    const slope = (radius(turn + 0.02) - radius(turn - 0.02)) / (0.04 * radii[at])
    slopes[at] = 1 / Math.sqrt(1 + slope * slope)
    fats[at] = fatMm(turn)
  }
  const turnAt = (x: number, y: number) =>
    Math.min(TURNS - 1, Math.floor((Math.atan2(y, x) / (2 * Math.PI) + 0.5) * TURNS))
  const skinDepth = (x: number, y: number, z: number) => {
    const at = turnAt(x, y)
    return (radii[at] * (1 + taper * z) - length(x, y)) * slopes[at]
  }
  const fasciaDepth = (x: number, y: number, z: number) => {
    const at = turnAt(x, y)
    return (radii[at] * (1 + taper * z) - length(x, y)) * slopes[at] - fats[at]
  }
  return { skinDepth, fasciaDepth }
}

/** Skin, fat with septa, and the deep fascia; the inside of it is for others to paint. */
export function wrapping(outline: Outline, random: Random): Part[] {
  const { skinDepth, fasciaDepth } = depthsOf(outline)
  const phase = random.between(0, 6)
  const solid = (distance: Solid['distance'], box: Box = EVERYWHERE): Solid => ({ distance, box })
  return [
    { solid: solid((x, y, z) => -skinDepth(x, y, z)), hu: HU.skin },
    {
      solid: solid((x, y, z) => SKIN_MM - skinDepth(x, y, z)),
      hu: (x, y, z) => HU.fat + 6 * Math.sin(0.6 * x + phase) * Math.sin(0.5 * y) * Math.sin(0.4 * z),
    },
    // Septa of the fat: thin sheets that reach −40 to 0 HU after sampling.
    {
      solid: solid((x, y, z) => {
        const deep = skinDepth(x, y, z)
        if (deep < SKIN_MM || fasciaDepth(x, y, z) > 0) return 1
        return 3.2 * Math.abs(Math.sin(0.42 * x + 0.3 * z + phase) + Math.sin(0.45 * y - 0.2 * z)) - 0.2
      }),
      hu: 10,
    },
    { solid: solid((x, y, z) => -fasciaDepth(x, y, z)), hu: 70 },
  ]
}

/** Muscles below a fascia of 1 mm, parted by fat where the two nearest of their axes are equally near. */
export function muscles(outline: Outline, axes: readonly Point[], lean: number, thicknessMm: number): Part[] {
  const { fasciaDepth } = depthsOf(outline)
  const inside = (x: number, y: number, z: number) => {
    const deep = fasciaDepth(x, y, z)
    return Math.max(1 - deep, deep - thicknessMm)
  }
  return [
    { solid: { distance: inside, box: EVERYWHERE }, hu: (x, y, z) => muscleHu(x, y, z) },
    {
      solid: {
        box: EVERYWHERE,
        distance: (x, y, z) => {
          const within = inside(x, y, z)
          if (within > 1) return 1
          let [first, second] = [Infinity, Infinity]
          for (const axis of axes) {
            const away = length(x - axis[0] - lean * z * axis[2], y - axis[1])
            if (away < first) [first, second] = [away, first]
            else if (away < second) second = away
          }
          return Math.max(within, (second - first) / 2 - 0.7)
        },
      },
      hu: HU.fat + 10,
    },
  ]
}

const muscleHu = (x: number, y: number, z: number): number =>
  HU.muscle +
  5 * Math.sin(0.9 * x + 0.1 * z) * Math.sin(0.8 * y) -
  6 * Math.max(0, Math.sin(0.35 * x - 0.25 * y + 0.03 * z)) ** 8

/** A bone: cortex, and within it trabeculae or marrow. */
export function bone(
  solid: Solid,
  cortexMm: (x: number, y: number, z: number) => number,
  innerHu: (x: number, y: number, z: number) => number,
  cortexHu = 1250,
): Part[] {
  return [
    { solid, hu: cortexHu },
    {
      solid: { box: solid.box, distance: (x, y, z) => solid.distance(x, y, z) + cortexMm(x, y, z) },
      hu: innerHu,
    },
  ]
}

/** Trabecular bone with its texture. */
export const trabecular =
  (hu: number) =>
  (x: number, y: number, z: number): number =>
    hu * (1 + 0.22 * Math.sin(2.1 * x + 0.4 * z) * Math.sin(1.9 * y) + 0.1 * Math.sin(1.7 * z))
