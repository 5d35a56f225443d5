import type { RaySums } from './dx'
import type { RowSampler } from './sampler'
import { huPerMgHydroxyapatite, tissues } from './tissues'
import type { Grains } from './vessels'

/*
 * Ray sums of a limb in two views at once, front and side: one sampling of the body gives both, so they agree
 * point by point. The beam is parallel and the picture enlarged evenly, which for a limb on the detector
 * differs from a cone by less than the thickness of the skin.
 */

export interface LimbGrid {
  /** Patient mm of the sample at the top, left and front edge. */
  readonly topZ: number
  readonly xRange: readonly [number, number]
  readonly yRange: readonly [number, number]
  readonly lengthMm: number
  /** Distance between rays, in the patient. */
  readonly pitchMm: number
}

export interface LimbRays {
  /** Seen from the front: columns along +x. */
  readonly front: RaySums
  /** Seen from the side: columns along +y. */
  readonly side: RaySums
}

export function sumLimbRays(sampler: RowSampler, grid: LimbGrid): LimbRays {
  const { front, side } = emptyLimbRays(grid)
  const columns = front.columns
  const depths = side.columns
  const cm = grid.pitchMm / 10
  const line = { fat: new Float32Array(3), muscle: 0 }
  const place = { y: 0, z: 0, x0: grid.xRange[0] + grid.pitchMm / 2, dx: grid.pitchMm, count: columns }
  for (let row = 0; row < front.rows; row++)
    for (let depth = 0; depth < depths; depth++) {
      place.z = grid.topZ - (row + 0.5) * grid.pitchMm
      place.y = grid.yRange[0] + (depth + 0.5) * grid.pitchMm
      sampler.sample(place)
      const { from, to } = sampler.body
      const target = row * depths + depth
      for (let i = from; i < to; i++) {
        split(sampler.host[i], sampler.added[i], line.fat)
        const at = row * columns + i
        front.fat[at] += cm * line.fat[0]
        front.muscle[at] += cm * line.fat[1]
        front.hydroxyapatite[at] += cm * line.fat[2]
        side.fat[target] += cm * line.fat[0]
        side.muscle[target] += cm * line.fat[1]
        side.hydroxyapatite[target] += cm * line.fat[2]
      }
    }
  return { front, side }
}

export function emptyLimbRays({ xRange, yRange, lengthMm, pitchMm }: LimbGrid): LimbRays {
  const rows = even(lengthMm / pitchMm)
  return {
    front: emptySums(even((xRange[1] - xRange[0]) / pitchMm), rows),
    side: emptySums(even((yRange[1] - yRange[0]) / pitchMm), rows),
  }
}

function even(count: number): number {
  return 2 * Math.round(count / 2)
}

function emptySums(columns: number, rows: number): RaySums {
  const lines = () => new Float32Array(columns * rows)
  return { columns, rows, fat: lines(), muscle: lines(), hydroxyapatite: lines() }
}

/** A CT number as parts of fat and muscle and g/cm³ of hydroxyapatite, as dx.ts does for a pelvis. */
function split(hu: number, added: number, out: Float32Array): void {
  const fatHu = tissues.subcutaneousFat.hu
  const muscleHu = tissues.muscle.hu
  const lean = Math.min(1, Math.max(0, (hu - fatHu) / (muscleHu - fatHu)))
  out[0] = hu < fatHu ? (hu + 1000) / (fatHu + 1000) : 1 - lean
  out[1] = lean
  out[2] = (Math.max(0, hu - muscleHu) + added) / huPerMgHydroxyapatite / 1000
}

/** Adds grains of calcium to both views, each spread over its four nearest rays. */
export function addGrains({ front, side }: LimbRays, grid: LimbGrid, grains: Grains): void {
  const perArea = 0.1 / (grid.pitchMm * grid.pitchMm)
  for (let index = 0; index < grains.x.length; index++) {
    // mm³ · mg/cm³ → g/cm² on one ray's area: mm³/mm² = mm = 0.1 cm.
    const amount = (grains.volumeMm3[index] * perArea * grains.addedHu[index]) / huPerMgHydroxyapatite / 1000
    const row = (grid.topZ - grains.z[index]) / grid.pitchMm - 0.5
    spread(front, row, (grains.x[index] - grid.xRange[0]) / grid.pitchMm - 0.5, amount)
    spread(side, row, (grains.y[index] - grid.yRange[0]) / grid.pitchMm - 0.5, amount)
  }
}

function spread(sums: RaySums, row: number, column: number, amount: number): void {
  const j = Math.floor(row)
  const i = Math.floor(column)
  if (i < 0 || j < 0 || i >= sums.columns - 1 || j >= sums.rows - 1) return
  const v = row - j
  const u = column - i
  const at = j * sums.columns + i
  sums.hydroxyapatite[at] += amount * (1 - u) * (1 - v)
  sums.hydroxyapatite[at + 1] += amount * u * (1 - v)
  sums.hydroxyapatite[at + sums.columns] += amount * (1 - u) * v
  sums.hydroxyapatite[at + sums.columns + 1] += amount * u * v
}

/** Columns in the opposite order: the view from the other side. */
export function flip(sums: RaySums): RaySums {
  const turn = (values: Float32Array) =>
    values.map((_, index) => {
      const row = Math.floor(index / sums.columns)
      return values[row * sums.columns + sums.columns - 1 - (index - row * sums.columns)]
    })
  return {
    ...sums,
    fat: turn(sums.fat),
    muscle: turn(sums.muscle),
    hydroxyapatite: turn(sums.hydroxyapatite),
  }
}
