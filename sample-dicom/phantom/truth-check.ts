import type { CtGeometry, CtSlice } from './ct'
import { readAt, type Grid } from './grid'

/*
 * Is what was drawn what the truth says? For each deposit the excess over its surroundings is summed over the
 * voxels it reaches and divided by its contrast: that must be its volume. Done on the rendering without noise
 * and on the values that are shipped.
 */

export interface VolumeRatio {
  noiseFree: number
  shipped: number
}

/** What of a deposit is checked. */
interface Checked {
  readonly added: Grid
  readonly truth: { readonly integratedExcessHuMm3: number }
}

export class TruthCheck {
  readonly #sums: { noiseFree: number; shipped: number }[]
  readonly #deposits: readonly Checked[]
  readonly #geometry: CtGeometry

  constructor(deposits: readonly Checked[], geometry: CtGeometry) {
    this.#deposits = deposits
    this.#geometry = geometry
    this.#sums = deposits.map(() => ({ noiseFree: 0, shipped: 0 }))
  }

  /** @param shippedHu the slice as a reader of the file gets it. */
  add(slice: CtSlice, shippedHu: (index: number) => number): void {
    const { columns, pixelMm, originMm } = this.#geometry
    for (let index = 0; index < slice.added.length; index++) {
      if (slice.added[index] < 0.5) continue
      const x = originMm[0] + (index % columns) * pixelMm
      const y = originMm[1] + Math.floor(index / columns) * pixelMm
      const owner = this.#ownerOf(x, y, slice.zMm)
      if (owner < 0) continue
      this.#sums[owner].noiseFree += slice.added[index]
      this.#sums[owner].shipped += shippedHu(index) - slice.host[index]
    }
  }

  ratios(): VolumeRatio[] {
    const voxelMm3 = this.#geometry.pixelMm ** 2 * this.#geometry.sliceMm
    return this.#sums.map((sum, index) => {
      const expected = this.#deposits[index].truth.integratedExcessHuMm3
      return {
        noiseFree: (sum.noiseFree * voxelMm3) / expected,
        shipped: (sum.shipped * voxelMm3) / expected,
      }
    })
  }

  /** The deposit whose lattice holds calcium within the reach of blur and slice profile. */
  #ownerOf(x: number, y: number, z: number): number {
    const reachZ = this.#geometry.sliceMm
    return this.#deposits.findIndex(({ added }) => {
      if (!near(added, x, y, z, 4)) return false
      for (let dz = 0; dz <= reachZ; dz += reachZ / 5)
        for (let dy = 0; dy <= 2; dy += 0.5)
          for (let dx = 0; dx <= 2; dx += 0.5) if (touches(added, x, y, z, dx, dy, dz)) return true
      return false
    })
  }
}

function near(grid: Grid, x: number, y: number, z: number, mm: number): boolean {
  const along = (value: number, start: number, count: number) =>
    value > start - mm && value < start + (count - 1) * grid.stepMm + mm
  return along(x, grid.x0, grid.nx) && along(y, grid.y0, grid.ny) && along(z, grid.z0, grid.nz)
}

function touches(grid: Grid, x: number, y: number, z: number, dx: number, dy: number, dz: number): boolean {
  for (let sign = 0; sign < 8; sign++) {
    const px = x + (sign & 1 ? dx : -dx)
    const py = y + (sign & 2 ? dy : -dy)
    const pz = z + (sign & 4 ? dz : -dz)
    if (readAt(grid, px, py, pz, 0) > 0) return true
  }
  return false
}
