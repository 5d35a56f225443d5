import type { Body } from './body'
import { makeFocus, type Focus } from './focus'
import { readAt } from './grid'
import { fractalNoise, smoothStep } from './noise'
import { hashText } from './random'
import type { Box, Point } from './sdf'

/*
 * Calcium as a sheet on the investing fascia, with holes in it: a veil from the front, a dense line where the rays
 * run along it.
 */

export interface SheetPlan {
  readonly label: string
  /** Axis of the limb in the axial plane, for the angles: 0 left, 90 back, 180 right, 270 front. */
  readonly from: readonly [x: number, y: number]
  readonly angles: readonly [low: number, high: number]
  readonly z: readonly [low: number, high: number]
  /** Middle of the sheet above the fascia. */
  readonly aboveMm: number
  readonly thickMm: number
  readonly addedHu: number
  /** Furthest from the axis. */
  readonly reachMm: number
}

export function makeSheet(body: Body, plan: SheetPlan, seed: string): Focus {
  const holes = fractalNoise(hashText(`${seed}/${plan.label}/holes`), 3)
  const grain = fractalNoise(hashText(`${seed}/${plan.label}/grain`), 3)
  const half = (plan.angles[1] - plan.angles[0]) / 2
  const middle = plan.angles[0] + half
  return makeFocus({
    label: plan.label,
    stepMm: 1,
    box: boxOf(plan),
    distance: (x, y, z) => {
      const flat = Math.abs(readAt(body.fascia, x, y, z, 30) - plan.aboveMm) - plan.thickMm / 2
      if (flat > 3) return flat
      const angle = (Math.atan2(y - plan.from[1], x - plan.from[0]) * 180) / Math.PI
      const away = Math.abs(((angle - middle + 540) % 360) - 180)
      const border = Math.max(
        (away / half) ** 2,
        ((2 * z - plan.z[0] - plan.z[1]) / (plan.z[1] - plan.z[0])) ** 2,
      )
      const hole = 5 * (holes(x / 15, y / 15, z / 17) - 0.12 + 0.9 * smoothStep(0.45, 1.05, border))
      return Math.max(flat, hole, 2 + readAt(body.skin, x, y, z, 9))
    },
    addedHu: (x, y, z) => plan.addedHu * Math.min(1, Math.max(0.35, 0.75 + 0.5 * grain(x / 6, y / 6, z / 6))),
  })
}

function boxOf({ from, angles, z, reachMm }: SheetPlan): Box {
  const turns = Array.from({ length: 9 }, (_, index) => angles[0] + ((angles[1] - angles[0]) * index) / 8)
  const at = (angle: number): Point => {
    const turn = (angle * Math.PI) / 180
    return [from[0] + reachMm * Math.cos(turn), from[1] + reachMm * Math.sin(turn), 0]
  }
  const points = [[from[0], from[1], 0] as Point, ...turns.map(at)]
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return {
    min: [Math.min(...xs) - 4, Math.min(...ys) - 4, z[0]],
    max: [Math.max(...xs) + 4, Math.max(...ys) + 4, z[1]],
  }
}
