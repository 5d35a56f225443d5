import type { Body } from './body'
import { makeFocus, type Focus } from './focus'
import { emptyGrid, readAt, type Grid } from './grid'
import { cellularWalls, fractalNoise, smoothStep } from './noise'
import { hashText, makeRandom } from './random'
import { grow, joinBoxes, smoothMin, type ChainPoint, type Point } from './sdf'

/*
 * Masses of many lobules with thin lucent septa between them, as milk of calcium forms them beside joints: no
 * cortex, no trabeculae. Bone and skin are left alone.
 */

export interface Cluster {
  readonly centre: Point
  readonly radii: Point
  readonly count: number
  /** Of a lobule, mm. */
  readonly radius: readonly [low: number, high: number]
}

export interface LobulePlan {
  readonly label: string
  readonly clusters: readonly Cluster[]
  readonly addedHu: readonly [low: number, high: number]
  /** Distance kept from bone and skin, mm. */
  readonly clearMm: number
  readonly stepMm: number
}

export interface Mass extends Focus {
  readonly lumps: readonly ChainPoint[]
  /** Inflamed tissue around it, 0 … 1. */
  readonly reaction: Grid
}

export function makeMass(body: Body, plan: LobulePlan, reactionMm: number, seed: string): Mass {
  const random = makeRandom(hashText(`${seed}/${plan.label}`))
  const free = (x: number, y: number, z: number) =>
    body.bones.reduce(
      (least, { grid }) => Math.min(least, readAt(grid, x, y, z, 30)),
      -readAt(body.skin, x, y, z, 9),
    )
  const lumps: ChainPoint[] = []
  for (const { centre, radii, count, radius } of plan.clusters) {
    let tries = 0
    for (let made = 0; made < count && tries < 40 * count; tries++) {
      const [u, v, w] = [random.between(-1, 1), random.between(-1, 1), random.between(-1, 1)]
      if (u * u + v * v + w * w > 1) continue
      const place: Point = [centre[0] + u * radii[0], centre[1] + v * radii[1], centre[2] + w * radii[2]]
      const r = radius[0] + (radius[1] - radius[0]) * random.uniform() ** 1.6
      if (free(...place) < plan.clearMm + 0.35 * r) continue
      lumps.push([...place, r])
      made++
    }
  }
  if (lumps.length === 0) throw new Error(`${plan.label}: no room for it`)
  const surface = fractalNoise(hashText(`${seed}/${plan.label}/surface`), 2)
  const walls = cellularWalls(hashText(`${seed}/${plan.label}/walls`))
  const grain = fractalNoise(hashText(`${seed}/${plan.label}/grain`), 3)
  const distance = (x: number, y: number, z: number) => {
    let d = 99
    for (const [cx, cy, cz, r] of lumps) {
      const dx = x - cx
      const dy = y - cy
      const dz = z - cz
      const reach = r + 14
      if (dx > reach || dx < -reach || dy > reach || dy < -reach || dz > reach || dz < -reach) continue
      d = smoothMin(d, Math.sqrt(dx * dx + dy * dy + dz * dz) - r, 2)
    }
    return d
  }
  const box = joinBoxes(lumps.map(([x, y, z, r]) => ({ min: [x - r, y - r, z - r] as Point, max: [x + r, y + r, z + r] as Point }))) // prettier-ignore
  const focus = makeFocus({
    label: plan.label,
    stepMm: plan.stepMm,
    box,
    distance: (x, y, z) => {
      const d = distance(x, y, z)
      if (d > 3) return d
      const rough = d + 1.1 * surface(x / 8, y / 8, z / 8)
      return Math.max(rough, plan.clearMm - free(x, y, z))
    },
    addedHu: (x, y, z, d) => {
      const [low, high] = plan.addedHu
      const speckle = low + (high - low) * Math.min(1, Math.max(0, 0.55 + 0.6 * grain(x / 7, y / 7, z / 7)))
      // Septa one to two millimetres thick, lucent: chicken wire.
      const septum = smoothStep(0.16, 0.05, walls(x / 11, y / 11, z / 11)) * smoothStep(-0.5, -2, d)
      return speckle * (1 - 0.72 * septum)
    },
  })
  const reaction = emptyGrid(grow(box, reactionMm), 2)
  let index = 0
  for (let k = 0; k < reaction.nz; k++)
    for (let j = 0; j < reaction.ny; j++)
      for (let i = 0; i < reaction.nx; i++, index++) {
        const [x, y, z] = [reaction.x0 + 2 * i, reaction.y0 + 2 * j, reaction.z0 + 2 * k]
        const d = distance(x, y, z)
        if (d > reactionMm) continue
        reaction.values[index] =
          smoothStep(reactionMm, 0.3 * reactionMm, d + 3 * surface(x / 13, y / 13, z / 13)) *
          smoothStep(-1, -4, readAt(body.skin, x, y, z, 9))
      }
  return { ...focus, lumps, reaction }
}
