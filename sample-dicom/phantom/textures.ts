import { cellularWalls, fractalNoise, gradientNoise, makeTile, type Tile } from './noise'
import { hashText } from './random'

/** Periodic noise kept ready for the painters; one set per case. Steps in mm, tiles are 128 steps wide. */
export interface Textures {
  /** −1 … 1, waves of about 24 mm: slow changes of fat, faeces, cortex. */
  readonly slow: Tile
  /** −1 … 1, waves of 3–6 mm. */
  readonly fine: Tile
  /** Half the way (mm) to the walls of cells about 11 mm wide: septa of fat. */
  readonly walls: Tile
  /** −1 … 1, ridges 1.2–2 mm apart: trabeculae. */
  readonly trabeculae: Tile
}

export function makeTextures(seed: string): Textures {
  const seedOf = (name: string) => hashText(`${seed}/texture/${name}`)
  const slow = fractalNoise(seedOf('slow'), 3, 8)
  const fine = fractalNoise(seedOf('fine'), 2, 12)
  const walls = cellularWalls(seedOf('walls'), 6)
  const ridges = gradientNoise(seedOf('ridges'), 24)
  const cross = gradientNoise(seedOf('cross'), 36)
  return {
    slow: makeTile(1.5, (x, y, z) => slow(x * 8, y * 8, z * 8)),
    fine: makeTile(0.5, (x, y, z) => fine(x * 12, y * 12, z * 12)),
    walls: makeTile(0.5, (x, y, z) => walls(x * 6, y * 6, z * 6) * 5.3),
    trabeculae: makeTile(0.4, (x, y, z) => {
      const plates = 1 - 3.2 * Math.abs(ridges(x * 24, y * 24, z * 24))
      const struts = 1 - 3.2 * Math.abs(cross(x * 36, y * 36, z * 36))
      return Math.max(-1, Math.max(plates, 0.7 * struts))
    }),
  }
}
