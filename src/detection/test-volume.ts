import type { CtVolume } from './volume'

/* A thigh of simple shapes for the tests of this folder: skin, fat, muscle, a bone, and balls of calcium. */

export interface Ball {
  /** mm from the middle of the volume, in patient axes. */
  readonly at: readonly [number, number, number]
  readonly radiusMm: number
  readonly hu: number
}

/** Any form: how deep a place lies inside it, mm, negative outside; its HU, or what a place in it reads. */
export interface Solid {
  readonly insideMm: (x: number, y: number, z: number) => number
  readonly hu: number | ((x: number, y: number, z: number) => number)
}

export interface ThighOptions {
  readonly balls: readonly Ball[]
  /** After the balls; a later one lies over an earlier one. */
  readonly solids?: readonly Solid[]
  readonly noiseHu?: number
  readonly sliceMm?: number
  readonly bone?: boolean
  readonly seed?: number
}

export const THIGH = { columns: 120, rows: 120, pixelMm: 0.9, heightMm: 50 }
const [SKIN_MM, FAT_MM, MUSCLE_MM] = [50, 48, 38]

export function thigh({
  balls,
  solids = [],
  noiseHu = 8,
  sliceMm = 1,
  bone = true,
  seed = 1,
}: ThighOptions): CtVolume {
  const all = [...balls.map(asSolid), ...solids]
  const { columns, rows, pixelMm, heightMm } = THIGH
  const slices = Math.round(heightMm / sliceMm)
  const values = new Int16Array(columns * rows * slices)
  const noise = makeNoise(seed)
  for (let k = 0, index = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, index++) {
        const x = (i - (columns - 1) / 2) * pixelMm
        const y = (j - (rows - 1) / 2) * pixelMm
        const z = (k - (slices - 1) / 2) * sliceMm
        values[index] = Math.round(withSolids(tissueHu(x, y, bone), x, y, z, all) + noiseHu * noise())
      }
  const origin = [-((columns - 1) / 2) * pixelMm, -((rows - 1) / 2) * pixelMm, -((slices - 1) / 2) * sliceMm]
  return {
    geometry: {
      FrameOfReferenceUID: '2.25.1',
      size: [columns, rows, slices],
      origin: [origin[0], origin[1], origin[2]],
      iStep: [pixelMm, 0, 0],
      jStep: [0, pixelMm, 0],
      kStep: [0, 0, sliceMm],
    },
    values,
  }
}

function tissueHu(x: number, y: number, bone: boolean): number {
  const radius = Math.hypot(x, y)
  if (radius > SKIN_MM) return -1000
  if (radius > FAT_MM) return 60
  if (radius > MUSCLE_MM) return -100
  const toBone = Math.hypot(x - 5, y)
  if (!bone || toBone > 12) return 55
  return toBone > 7 ? 1200 : -50
}

const asSolid = ({ at, radiusMm, hu }: Ball): Solid => ({
  insideMm: (x, y, z) => radiusMm - Math.hypot(x - at[0], y - at[1], z - at[2]),
  hu,
})

/** Each with a border of 1 mm, in which it fades into the tissue. */
function withSolids(tissue: number, x: number, y: number, z: number, solids: readonly Solid[]): number {
  let value = tissue
  for (const { insideMm, hu } of solids) {
    const share = Math.min(1, Math.max(0, 0.5 + insideMm(x, y, z)))
    if (share > 0) value += share * ((typeof hu === 'number' ? hu : hu(x, y, z)) - value)
  }
  return value
}

/** Nearly normal numbers, mean 0, standard deviation 1: the sum of six uniform ones. */
function makeNoise(seed: number): () => number {
  let state = seed | 0
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 8) / 0x1000000
  }
  return () => (uniform() + uniform() + uniform() + uniform() + uniform() + uniform() - 3) * Math.SQRT2
}
