import type { Solid } from './test-volume'
import type { CtVolume } from './volume'

/* Two thighs side by side for the tests of this folder, each with its femur; and lumps of bone. */

export const HIPS = { columns: 190, rows: 90, slices: 40, pixelMm: 1.2, sliceMm: 2, shaftMm: 45 }

/** A ball of bone: a cortex of 3 mm around trabeculae. */
export const boneIn = (at: readonly [number, number, number], radiusMm: number): Solid => {
  const insideMm: Solid['insideMm'] = (x, y, z) => radiusMm - Math.hypot(x - at[0], y - at[1], z - at[2])
  return { insideMm, hu: (x, y, z) => (insideMm(x, y, z) < 3 ? 800 : 180) }
}

export function hips(solids: readonly Solid[], { turnDegrees = 0 } = {}): CtVolume {
  const { columns, rows, slices, pixelMm, sliceMm } = HIPS
  const [cos, sin] = [Math.cos((turnDegrees * Math.PI) / 180), Math.sin((turnDegrees * Math.PI) / 180)]
  const values = new Int16Array(columns * rows * slices)
  let state = 1
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return 12 * ((state >>> 8) / 0x1000000 + ((state >>> 4) & 0xffff) / 0x10000 - 1)
  }
  for (let k = 0, index = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, index++) {
        const [u, v] = [(i - (columns - 1) / 2) * pixelMm, (j - (rows - 1) / 2) * pixelMm]
        const [x, y, z] = [u * cos + v * sin, v * cos - u * sin, (k - (slices - 1) / 2) * sliceMm]
        let hu = tissueHu(x, y)
        for (const solid of solids) {
          const share = Math.min(1, Math.max(0, 0.5 + solid.insideMm(x, y, z)))
          if (share > 0) hu += share * ((typeof solid.hu === 'number' ? solid.hu : solid.hu(x, y, z)) - hu)
        }
        values[index] = Math.round(hu + noise())
      }
  return {
    geometry: {
      FrameOfReferenceUID: '2.25.2',
      size: [columns, rows, slices],
      origin: [-((columns - 1) / 2) * pixelMm, -((rows - 1) / 2) * pixelMm, -((slices - 1) / 2) * sliceMm],
      iStep: [pixelMm, 0, 0],
      jStep: [0, pixelMm, 0],
      kStep: [0, 0, sliceMm],
    },
    values,
  }
}

function tissueHu(x: number, y: number): number {
  const away = Math.hypot(x / 100, y / 44)
  if (away > 1) return -1000
  if (away > 0.85) return -100
  const toShaft = Math.hypot(Math.abs(x) - HIPS.shaftMm, y)
  if (toShaft > 16) return 55
  return toShaft > 11 ? 1100 : -50
}
