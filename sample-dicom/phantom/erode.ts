import type { Body } from './body'
import { fractalNoise } from './noise'
import { hashText } from './random'
import type { ChainPoint } from './sdf'

/** Bones with holes punched out of their surface, as a tophus leaves them: sharp, with an edge that overhangs. */
export function erode(body: Body, holes: readonly ChainPoint[], seed: string): Body {
  const noise = fractalNoise(hashText(`${seed}/holes`), 2)
  const bones = body.bones.map((part) => {
    const { grid } = part
    const values = grid.values.slice()
    let index = 0
    for (let k = 0; k < grid.nz; k++)
      for (let j = 0; j < grid.ny; j++)
        for (let i = 0; i < grid.nx; i++, index++) {
          const [x, y, z] = [grid.x0 + i * grid.stepMm, grid.y0 + j * grid.stepMm, grid.z0 + k * grid.stepMm]
          for (const [cx, cy, cz, r] of holes) {
            const d = Math.hypot(x - cx, y - cy, z - cz)
            if (d < r + 4) values[index] = Math.max(values[index], r - d + 0.6 * noise(x / 3, y / 3, z / 3))
          }
        }
    return { ...part, grid: { ...grid, values } }
  })
  return { ...body, bones }
}
