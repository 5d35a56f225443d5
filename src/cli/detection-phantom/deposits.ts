import type { Body, Cord } from './body'
import type { Random } from './random'
import { ellipsoid, tube, unionOf, wallOf, waves, within, type Point, type Solid } from './solids'

export type Place =
  | 'subcutaneous'
  | 'dermal'
  | 'intramuscular'
  | 'periarticular'
  | 'vascular'
  | 'tendon'
  | 'attached' // touches bone
  | 'organ' // uterus, lymph node: no tissue of the list

/** Calcium put into a body, and what is known of it. */
export interface Deposit {
  readonly solid: Solid
  readonly hu: number
  readonly place: Place
  /** Near the border of its place: at a fascia, or near a joint without being at it. */
  readonly borderline: boolean
  /** Named where it is a trap: it must be seen for what it is. */
  readonly trap?: 'osteophyte' | 'phlebolith' | 'node' | 'fibroid' | 'bridge'
  readonly longestMm: number
  readonly leastMm: number
}

type Maybe = Deposit | undefined
const TRIES = 300

/** Somewhere in the body, at random. */
function somewhere(body: Body, random: Random, marginMm: number): Point {
  return [
    random.between(-body.widthMm / 2, body.widthMm / 2),
    random.between(-body.depthMm / 2, body.depthMm / 2),
    random.between(-body.heightMm / 2 + marginMm, body.heightMm / 2 - marginMm),
  ]
}

function place(
  body: Body,
  random: Random,
  marginMm: number,
  fits: (at: Point) => boolean,
): Point | undefined {
  for (let turn = 0; turn < TRIES; turn++) {
    const at = somewhere(body, random, Math.min(marginMm, body.heightMm / 2 - 4))
    if (fits(at)) return at
  }
  return undefined
}

const jointDistance = ({ joints }: Body, [x, y, z]: Point): number =>
  Math.min(
    Infinity,
    ...joints.map(
      ({ centre, radiusMm }) => Math.hypot(x - centre[0], y - centre[1], z - centre[2]) - radiusMm,
    ),
  )

const cordDistance = (cords: readonly Cord[], [x, y, z]: Point): number =>
  Math.min(Infinity, ...cords.map(({ points, radiusMm }) => tube(points, radiusMm).distance(x, y, z)))

/** Free of bone, vessels, tendons and other deposits by a margin. */
function isFree(body: Body, taken: readonly Deposit[], at: Point, radiusMm: number): boolean {
  if (body.boneDistance(...at) < radiusMm + 2.5) return false
  if (cordDistance([...body.arteries, ...body.veins, ...body.tendons], at) < radiusMm + 2) return false
  return isClear(taken, at, radiusMm)
}

const isClear = (taken: readonly Deposit[], at: Point, radiusMm: number): boolean =>
  taken.every(({ solid }) => solid.distance(...at) > radiusMm + 6)

/** A ball, an egg, a bunch of lobules, a ring or a grain, about `sizeMm` long. */
function lump(
  random: Random,
  at: Point,
  sizeMm: number,
): { solid: Solid; longestMm: number; leastMm: number } {
  const r = sizeMm / 2
  const kind =
    sizeMm < 4
      ? random.pick(['egg', 'egg', 'grain'])
      : random.pick(['egg', 'lobules', 'lobules', 'ring', 'grain'])
  const turn = random.between(0, 6)
  const lean = random.between(-1.2, 1.2)
  if (kind === 'grain')
    return {
      solid: ellipsoid(at, [r * 0.42, r * 0.42, r], turn, lean),
      longestMm: sizeMm,
      leastMm: sizeMm * 0.42,
    }
  if (kind === 'egg') {
    const [a, b] = [random.between(0.65, 1), random.between(0.7, 1)]
    const solid = ellipsoid(at, [r * a, r * b, r], turn, lean)
    return { solid, longestMm: sizeMm, leastMm: sizeMm * Math.min(a, b) }
  }
  if (kind === 'ring') {
    const solid = wallOf(ellipsoid(at, [r * 0.9, r * 0.85, r], turn, lean), Math.max(1.2, r * 0.3))
    return { solid, longestMm: sizeMm, leastMm: Math.max(1.2, r * 0.3) }
  }
  const lobules = Array.from({ length: 5 }, () => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()]
    const away = (0.5 * r) / Math.hypot(a, b, c)
    const size = r * random.between(0.38, 0.5)
    return ellipsoid([at[0] + a * away, at[1] + b * away, at[2] + c * away], [size, size, size])
  })
  const solid = unionOf(ellipsoid(at, [r * 0.5, r * 0.5, r * 0.5]), ...lobules)
  return { solid, longestMm: sizeMm * 0.95, leastMm: sizeMm * 0.7 }
}

const huOf = (random: Random): number => random.logBetween(150, 1200)

export function subcutaneous(
  body: Body,
  random: Random,
  taken: readonly Deposit[],
  borderline: boolean,
): Maybe {
  const sizeMm = random.logBetween(1.2, random.chance(0.15) ? 40 : 16)
  const isPlaque = sizeMm > 12
  const r = isPlaque ? 2.5 : sizeMm / 2
  const at = place(body, random, sizeMm / 2 + 3, (point) => {
    const [skin, fascia] = [body.skinDepth(...point), body.fasciaDepth(...point)]
    const reaches = borderline ? fascia > -r - 0.6 && fascia < -0.3 * r : fascia < -r - 1.6
    return skin > r + 3.4 && reaches && isFree(body, taken, point, sizeMm / 2)
  })
  if (!at) return undefined
  if (!isPlaque) return { ...lump(random, at, sizeMm), hu: huOf(random), place: 'subcutaneous', borderline }
  const depth = body.skinDepth(...at)
  const pits = waves(5, random.between(0, 6))
  const reach = ellipsoid(at, [sizeMm / 2, sizeMm / 2, sizeMm / 2])
  const solid = within(
    reach,
    (x, y, z) => Math.abs(body.skinDepth(x, y, z) - depth) - 2.2 - 0.7 * pits(x, y, z),
  )
  return { solid, hu: huOf(random), place: 'subcutaneous', borderline, longestMm: sizeMm, leastMm: 4 }
}

export function dermal(body: Body, random: Random, taken: readonly Deposit[]): Maybe {
  const sizeMm = random.between(2.2, 7)
  const at = place(body, random, 6, (point) => {
    const skin = body.skinDepth(...point)
    return skin > 0.9 && skin < 1.4 && isFree(body, taken, point, sizeMm / 2)
  })
  if (!at) return undefined
  const reach = ellipsoid(at, [sizeMm / 2, sizeMm / 2, sizeMm / 2])
  const thick = random.between(0.8, 1.1)
  const solid = within(reach, (x, y, z) => Math.abs(body.skinDepth(x, y, z) - 1.15) - thick)
  return {
    solid,
    hu: random.logBetween(300, 1200),
    place: 'dermal',
    borderline: false,
    longestMm: sizeMm,
    leastMm: 2 * thick,
  }
}

export function intramuscular(
  body: Body,
  random: Random,
  taken: readonly Deposit[],
  borderline: boolean,
): Maybe {
  const sizeMm = random.logBetween(1.2, random.chance(0.2) ? 40 : 18)
  const r = sizeMm / 2
  const nearJoint = borderline && body.joints.length > 0 && random.chance(0.6)
  const at = place(body, random, r + 3, (point) => {
    const fascia = body.fasciaDepth(...point)
    const joint = jointDistance(body, point)
    const inside = borderline && !nearJoint ? fascia > 0.3 * r && fascia < r + 1 : fascia > r + 2.5
    const away = nearJoint ? joint > 16 && joint < 26 : joint > 26
    const thick = body.muscleMm(point[0], point[1])
    return inside && away && fascia < thick - r - 2 && isFree(body, taken, point, r)
  })
  return at && { ...lump(random, at, sizeMm), hu: huOf(random), place: 'intramuscular', borderline }
}

export function periarticular(body: Body, random: Random, taken: readonly Deposit[]): Maybe {
  if (body.joints.length === 0) return undefined
  const sizeMm = random.logBetween(2, random.chance(0.25) ? 36 : 14)
  const r = sizeMm / 2
  const at = place(body, random, r + 2, (point) => {
    const joint = jointDistance(body, point)
    return joint > r - 2 && joint < r + 9 && body.fasciaDepth(...point) > 1.5 && isFree(body, taken, point, r)
  })
  return at && { ...lump(random, at, sizeMm), hu: huOf(random), place: 'periarticular', borderline: false }
}

/** Calcium in the wall of an artery (tram lines or plaques), or a stone in a vein. */
export function vascular(body: Body, random: Random, taken: readonly Deposit[]): Maybe {
  const stone = body.veins.length > 0 && random.chance(0.3)
  const cords = stone ? body.veins : body.arteries
  if (cords.length === 0) return undefined
  const { points, radiusMm } = random.pick(cords)
  const from = random.between(0.15, 0.6)
  const span = random.between(8, 34) / (body.heightMm + 30)
  const on = (share: number): Point => {
    const at = Math.min(points.length - 1.0001, Math.max(0, share * (points.length - 1)))
    const [low, t] = [Math.floor(at), at - Math.floor(at)]
    return [0, 1, 2].map(
      (axis) => points[low][axis] * (1 - t) + points[low + 1][axis] * t,
    ) as unknown as Point
  }
  if (Math.abs(on(from)[2]) > body.heightMm / 2 - 6) return undefined
  if (stone) {
    const r = Math.min(radiusMm, random.between(1.4, 2.6))
    const at = on(from + span / 2)
    if (Math.abs(at[2]) > body.heightMm / 2 - 5 || !isClear(taken, at, r)) return undefined
    if (body.boneDistance(...at) < r + 1) return undefined
    const solid = r > 2 ? wallOf(ellipsoid(at, [r, r, r * 1.1]), 1) : ellipsoid(at, [r, r, r * 1.1])
    return {
      solid,
      hu: random.logBetween(300, 1000),
      place: 'vascular',
      // A stone in a small vein of the subcutaneous fat looks like a deposit in that fat.
      borderline: body.fasciaDepth(...at) < 0,
      longestMm: 2.2 * r,
      leastMm: r > 2 ? 1 : 2 * r,
    }
  }
  const stretch = Array.from({ length: 7 }, (_, at) => on(from + (span * at) / 6))
  if (
    stretch.some(
      (point) =>
        Math.abs(point[2]) > body.heightMm / 2 - 3 ||
        !isClear(taken, point, radiusMm + 1) ||
        body.boneDistance(...point) < radiusMm + 1,
    )
  )
    return undefined
  const wallMm = random.between(0.7, 1.2)
  const wall = wallOf(tube(stretch, radiusMm + 0.3), wallMm)
  const gaps = random.between(0, 6)
  const keep = random.chance(0.5)
    ? () => -1
    : (x: number, y: number, z: number) =>
        1.5 * Math.sin(0.9 * (x - y) + gaps) + 0.8 * Math.sin(0.25 * z + gaps) - 0.9
  const lengthMm = Math.hypot(...[0, 1, 2].map((axis) => stretch[6][axis] - stretch[0][axis])) + 2 * radiusMm
  return {
    solid: within(wall, keep),
    hu: random.logBetween(450, 1200),
    place: 'vascular',
    borderline: false,
    longestMm: lengthMm,
    leastMm: wallMm,
  }
}

export function tendinous(body: Body, random: Random, taken: readonly Deposit[]): Maybe {
  if (body.tendons.length === 0) return undefined
  const { points, radiusMm } = random.pick(body.tendons)
  const low = Math.floor(random.between(0, points.length - 1))
  const [a, b] = [points[low], points[low + 1]]
  const length = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])
  const t = random.between(0.15, 0.8)
  const span = Math.min(0.2, random.between(2, 9) / length)
  const on = (s: number): Point =>
    [0, 1, 2].map((axis) => a[axis] * (1 - s) + b[axis] * s) as unknown as Point
  const [from, to] = [on(t), on(t + span)]
  if (Math.abs(from[2]) > body.heightMm / 2 - 5 || Math.abs(to[2]) > body.heightMm / 2 - 5) return undefined
  const r = radiusMm * random.between(0.45, 0.75)
  if (!isClear(taken, from, 4) || body.boneDistance(...from) < r + 2.5 || body.boneDistance(...to) < r + 2.5)
    return undefined
  const solid = tube([from, to], r)
  return {
    solid,
    hu: random.logBetween(300, 1000),
    place: 'tendon',
    borderline: false,
    longestMm: span * length + 2 * r,
    leastMm: 2 * r,
  }
}

/** A deposit, a spur or a bridge on the bone's surface. */
export function onBone(
  body: Body,
  random: Random,
  taken: readonly Deposit[],
  trap?: 'osteophyte' | 'bridge',
): Maybe {
  const sizeMm = trap === 'osteophyte' ? random.between(4, 9) : random.logBetween(3, 22)
  const r = sizeMm / 2
  const at = place(body, random, r + 6, (point) => {
    const bone = body.boneDistance(...point)
    const joint = jointDistance(body, point)
    const where = trap === 'osteophyte' ? joint < 4 : joint > 10
    const inLung = body.isLung?.(...point) ?? false
    return bone > 0.75 * r && bone < r && where && !inLung && isClear(taken, point, r)
  })
  if (!at) return undefined
  const base = { place: 'attached', borderline: false, trap } as const
  if (trap === 'osteophyte') {
    const solid = ellipsoid(at, [r * 0.8, r * 0.8, r], random.between(0, 6), random.between(-1, 1))
    return { ...base, solid, hu: random.between(500, 900), longestMm: sizeMm, leastMm: 0.8 * sizeMm }
  }
  return { ...base, ...lump(random, at, sizeMm), hu: random.logBetween(250, 1100) }
}

/** A bridge of calcium from bone to bone beside a joint. */
export function bridge(body: Body, random: Random): Maybe {
  const [joint] = body.joints
  if (!joint || joint.centre[0] !== 0) return undefined
  const turn = random.between(0, 6)
  const on = (away: number, z: number): Point => [away * Math.cos(turn), 0.8 * away * Math.sin(turn), z]
  const r = random.between(3, 5)
  const solid = tube([on(joint.radiusMm - 2, -16), on(joint.radiusMm + 6, 0), on(joint.radiusMm - 2, 16)], r)
  return {
    solid,
    hu: random.between(350, 900),
    place: 'attached',
    borderline: false,
    trap: 'bridge',
    longestMm: 38,
    leastMm: 2 * r,
  }
}

/** What is calcified in a pelvis without being the disease. */
export function ofPelvis(random: Random): Deposit[] {
  const stone = (x: number): Deposit => {
    const r = random.between(1.6, 2.6)
    const at: Point = [x, random.between(28, 40), random.between(-26, 10)]
    const solid = r > 2 ? wallOf(ellipsoid(at, [r, r, r]), 1) : ellipsoid(at, [r, r, r])
    return {
      solid,
      hu: random.between(300, 700),
      place: 'vascular',
      borderline: false,
      trap: 'phlebolith',
      longestMm: 2 * r,
      leastMm: r > 2 ? 1 : 2 * r,
    }
  }
  const fibroid = within(
    ellipsoid([random.between(-6, 6), 22, -8], [9, 8, 10]),
    waves(3.5, random.between(0, 6)),
  )
  const side = random.pick([-1, 1])
  const node = within(
    ellipsoid([side * 44, -34, random.between(-12, 12)], [5, 5, 7]),
    waves(3, random.between(0, 6)),
  )
  const rest = { place: 'organ', borderline: false } as const
  return [
    stone(-52),
    stone(50),
    { ...rest, solid: fibroid, hu: random.between(250, 600), trap: 'fibroid', longestMm: 18, leastMm: 4 },
    { ...rest, solid: node, hu: random.between(250, 700), trap: 'node', longestMm: 12, leastMm: 3 },
  ]
}
