import type { Body } from './body'
import { locate } from './deposits'
import { fractalNoise, smoothStep } from './noise'
import { hashText, makeRandom } from './random'
import { refine, type ChainPoint, type Point } from './sdf'

/*
 * Vessels as tubes along curved centre lines, trees of them in the subcutaneous fat, and calcium in their walls.
 * Calcium is kept as grains: points that each stand for a small piece of wall, with its volume and the CT number
 * it adds. Their sum is the wall's volume exactly, and every modality draws the same points.
 */

export interface VesselPath {
  readonly name: string
  /** Close together, from the larger end to the smaller. Patient mm; the fourth number is the radius. */
  readonly points: readonly ChainPoint[]
}

/** @param sparse centre line with a few points; bent through them every millimetre or so. */
export function bendVessel(name: string, sparse: readonly ChainPoint[], seed: string): VesselPath {
  const bent = refine(sparse, 18)
  const noise = fractalNoise(hashText(`${seed}/${name}/course`), 2)
  // Vessels wind a little: waves of some 25 mm, under a millimetre high.
  const points = bent.map(([x, y, z, r]): ChainPoint => [
    x + 0.7 * noise(z / 24, y / 24, 0.5),
    y + 0.7 * noise(z / 24, x / 24, 7.5),
    z,
    r,
  ])
  return { name, points }
}

// ---- trees in the fat ----

/** Where twigs run: coordinates of the fat as in `Place` of deposits.ts. */
export interface FatSheet {
  readonly from: readonly [x: number, y: number]
  /** The tree grows towards this place and stays beside it. */
  readonly target: { readonly angle: number; readonly z: number }
  /** Twigs fill the fat up to this far from the target, along the skin. */
  readonly reachMm: number
  /** Twigs stop at this distance from the target: the open ulcer. */
  readonly clearMm: number
}

interface Twig {
  readonly points: readonly ChainPoint[]
  readonly generation: number
}

/** Grows from `root` (in the fat) a tree that forks towards the target; radii shrink at each fork. */
export function growTree(
  body: Body,
  name: string,
  root: { readonly angle: number; readonly z: number; readonly radiusMm: number },
  sheet: FatSheet,
  seed: string,
): VesselPath[] {
  const random = makeRandom(hashText(`${seed}/${name}`))
  const twigs: Twig[] = []
  const radiusOfLeg = radiusAt(body, sheet, root.angle, root.z)
  const perDegree = (radiusOfLeg * Math.PI) / 180
  const heading = Math.atan2(sheet.target.z - root.z, (sheet.target.angle - root.angle) * perDegree)
  grow(root.angle, root.z, heading, root.radiusMm, 0)
  return twigs.map(({ points }, index) => ({ name: `${name} ${index + 1}`, points }))

  function grow(angle: number, z: number, direction: number, radiusMm: number, generation: number): void {
    const lengthMm = random.between(16, 34) * 0.86 ** generation
    const { path, end } = walk(angle, z, direction, radiusMm, lengthMm)
    if (path.length > 2) twigs.push({ points: path, generation })
    const fine = radiusMm * 0.78
    if (fine < 0.2 || generation > 5 || end.stopped) return
    const fork = random.between(0.3, 0.6)
    grow(end.angle, end.z, end.direction + fork, fine * random.between(0.85, 1.05), generation + 1)
    if (random.uniform() < 0.82)
      grow(end.angle, end.z, end.direction - random.between(0.35, 0.8), fine * 0.85, generation + 1)
  }

  function walk(angle: number, z: number, direction: number, radiusMm: number, lengthMm: number) {
    const stepMm = 0.8
    const path: ChainPoint[] = []
    const bend = fractalNoise(Math.floor(random.uniform() * 1e9), 2)
    const depth = random.between(0.25, 0.75)
    let stopped = false
    for (let way = 0; way < lengthMm; way += stepMm) {
      const away = distanceToTarget(angle, z)
      stopped = away < sheet.clearMm || away > sheet.reachMm * 1.25
      if (stopped) break
      const height = Math.min(0.85, Math.max(0.12, depth + 0.35 * bend(way / 18, 0.5, 3)))
      const [x, y] = locate(body, { from: sheet.from, angle, z, height })
      path.push([x, y, z, radiusMm * (1 - (0.2 * way) / lengthMm)])
      const toTarget = Math.atan2(sheet.target.z - z, (sheet.target.angle - angle) * perDegree)
      direction += 0.02 * wrapAngle(toTarget - direction) + 0.16 * bend(way / 5, 9.5, 1)
      angle += (Math.cos(direction) * stepMm) / perDegree
      z += Math.sin(direction) * stepMm
    }
    return { path, end: { angle, z, direction, stopped } }
  }

  function distanceToTarget(angle: number, z: number): number {
    return Math.hypot((angle - sheet.target.angle) * perDegree, z - sheet.target.z)
  }
}

function radiusAt(body: Body, sheet: FatSheet, angle: number, z: number): number {
  const [x, y] = locate(body, { from: sheet.from, angle, z, height: 0.5 })
  return Math.hypot(x - sheet.from[0], y - sheet.from[1])
}

function wrapAngle(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle))
}

// ---- calcium in the wall ----

export interface Grains {
  readonly x: Float32Array
  readonly y: Float32Array
  readonly z: Float32Array
  /** mm³ of calcified tissue each stands for. */
  readonly volumeMm3: Float32Array
  /** CT number it adds there. */
  readonly addedHu: Float32Array
}

export interface WallPlan {
  readonly wallMm: readonly [thin: number, thick: number]
  readonly addedHu: readonly [low: number, high: number]
  /** Share of the length that is calcified, as a function of the place. */
  readonly share: (x: number, y: number, z: number) => number
}

/** Grains per square millimetre of wall: enough that no picture shows them one by one. */
const GRAINS_PER_MM2 = 90

/** Plates of calcium around and along the walls, interrupted every 3–6 mm. */
export function calcifyWalls(paths: readonly VesselPath[], plan: WallPlan, seed: string): Grains {
  const out: number[][] = [[], [], [], [], []]
  for (const path of paths) calcifyWall(path, plan, `${seed}/${path.name}`, out)
  const [x, y, z, volumeMm3, addedHu] = out.map((values) => Float32Array.from(values))
  return { x, y, z, volumeMm3, addedHu }
}

function calcifyWall({ points }: VesselPath, plan: WallPlan, seed: string, out: number[][]): void {
  const random = makeRandom(hashText(seed))
  const gaps = fractalNoise(hashText(`${seed}/gaps`), 2)
  const grain = fractalNoise(hashText(`${seed}/density`), 2)
  let along = 0
  for (let index = 1; index < points.length; index++) {
    const a = points[index - 1]
    const b = points[index]
    const lengthMm = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])
    if (lengthMm < 1e-6) continue
    const frame = frameOf(a, b, lengthMm)
    const areaMm2 = Math.PI * (a[3] + b[3]) * lengthMm
    const count = Math.max(3, Math.round(areaMm2 * GRAINS_PER_MM2))
    for (let one = 0; one < count; one++) {
      const t = (one + random.uniform()) / count
      const turn = 2 * Math.PI * random.uniform()
      const radius = a[3] + t * (b[3] - a[3])
      const way = along + t * lengthMm
      // Round the wall a plate covers an arc rather than all of it; small vessels are ringed.
      const hole = gaps(way / 4.5, (Math.cos(turn) * radius) / 2.2, (Math.sin(turn) * radius) / 2.2)
      const share = plan.share(a[0], a[1], a[2])
      if (hole > -0.9 + 1.8 * share) continue
      const wallMm = Math.min(
        radius * 0.6,
        plan.wallMm[0] + (plan.wallMm[1] - plan.wallMm[0]) * random.uniform(),
      )
      const out3 = radius - wallMm * random.uniform()
      const place = [0, 1, 2].map(
        (axis) =>
          a[axis] +
          t * (b[axis] - a[axis]) +
          out3 * (Math.cos(turn) * frame[0][axis] + Math.sin(turn) * frame[1][axis]),
      )
      const middle = (plan.addedHu[0] + plan.addedHu[1]) / 2
      const spread = (plan.addedHu[1] - plan.addedHu[0]) / 2
      out[0].push(place[0])
      out[1].push(place[1])
      out[2].push(place[2])
      // A shell's inner half is shorter round: weigh by the radius the grain lies at.
      out[3].push(((areaMm2 / count) * wallMm * out3) / radius)
      out[4].push(middle + spread * Math.max(-1, Math.min(1, 1.4 * grain(way / 3, turn, 0.5))))
    }
    along += lengthMm
  }
}

/** Two directions square to the vessel. */
function frameOf(a: ChainPoint, b: ChainPoint, lengthMm: number): readonly [Point, Point] {
  const d = [(b[0] - a[0]) / lengthMm, (b[1] - a[1]) / lengthMm, (b[2] - a[2]) / lengthMm]
  const helper = Math.abs(d[2]) > 0.8 ? [1, 0, 0] : [0, 0, 1]
  const u = cross(d, helper)
  const length = Math.hypot(u[0], u[1], u[2])
  const across: Point = [u[0] / length, u[1] / length, u[2] / length]
  return [across, cross(d, across)]
}

function cross(a: readonly number[], b: readonly number[]): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

// ---- truth ----

export interface GrainTruth {
  readonly centreMm: Point
  readonly extentMm: Point
  readonly volumeMm3: number
  readonly meanAddedHu: number
  readonly peakAddedHu: number
}

export function measureGrains({ x, y, z, volumeMm3, addedHu }: Grains): GrainTruth {
  const low = [1e9, 1e9, 1e9]
  const high = [-1e9, -1e9, -1e9]
  const moment = [0, 0, 0]
  let volume = 0
  let excess = 0
  let peak = 0
  for (let index = 0; index < x.length; index++) {
    const amount = volumeMm3[index] * addedHu[index]
    volume += volumeMm3[index]
    excess += amount
    peak = Math.max(peak, addedHu[index])
    ;[x[index], y[index], z[index]].forEach((place, axis) => {
      moment[axis] += place * amount
      low[axis] = Math.min(low[axis], place)
      high[axis] = Math.max(high[axis], place)
    })
  }
  return {
    centreMm: moment.map((sum) => sum / excess) as unknown as Point,
    extentMm: high.map((value, axis) => value - low[axis]) as unknown as Point,
    volumeMm3: volume,
    meanAddedHu: excess / volume,
    peakAddedHu: peak,
  }
}

/** Denser near a place: 1 within `nearMm`, `far` beyond `farMm`. */
export function nearer(place: Point, nearMm: number, farMm: number, near: number, far: number) {
  return (x: number, y: number, z: number) =>
    far + (near - far) * smoothStep(farMm, nearMm, Math.hypot(x - place[0], y - place[1], z - place[2]))
}
