import type { Cells } from './cells'
import type { RaisedThreshold } from './components'
import { median } from './noise'
import { METAL_CELL_HU, TISSUE, type Body } from './tissue'

/*
 * Around metal the reconstruction draws bright and dark rays. How bright, the picture itself says: in the slices
 * that hold metal the soft tissue at each distance from it is looked at, and where its brightest part stands above
 * muscle, the threshold is raised above that. Weaker than the rays nothing can be told from them.
 */

const RING_MM = 6
/** Of the soft tissue of a ring, the part that may be brighter than its rays. */
const BRIGHTEST = 0.95
/** Rays have peaks above their ring's brightest twentieth by this part of its height. */
const ABOVE = 1.5
/** Bone in the ring is no ray. */
const BONE_CELL_HU = 420
const MIN_RING_CELLS = 12

/** @returns undefined where there is no metal */
export function thresholdNearMetal(body: Body): RaisedThreshold | undefined {
  const { cells } = body
  if (!body.hasMetal) return undefined
  const layers = Array.from({ length: cells.size[2] }, (_, k) => levelsOfLayer(body, k))
  const [ni] = cells.size
  return {
    columns: cells.voxels[0],
    rowAt: (j, k) => {
      const levels = layers[Math.floor(k / cells.voxels[2])]
      const row = Math.floor(j / cells.voxels[1])
      return levels?.subarray(row * ni, (row + 1) * ni)
    },
  }
}

function levelsOfLayer(body: Body, k: number): Float32Array | undefined {
  const { cells, levels, place } = body
  const [ni, nj] = cells.size
  const layer = k * ni * nj
  const metal: number[] = []
  for (let index = 0; index < ni * nj; index++)
    if (cells.mean[layer + index] >= METAL_CELL_HU) metal.push(index)
  if (metal.length === 0) return undefined
  const ringOf = ringsAround(cells, metal)
  const rings = new Map<number, number[]>()
  for (let index = 0; index < ni * nj; index++) {
    const mean = cells.mean[layer + index]
    if (place[layer + index] !== TISSUE || mean > BONE_CELL_HU) continue
    const ring = rings.get(ringOf[index]) ?? []
    ring.push(mean)
    rings.set(ringOf[index], ring)
  }
  const raised = new Map<number, number>()
  for (const [ring, means] of rings) {
    if (means.length < MIN_RING_CELLS) continue
    means.sort((a, b) => a - b)
    const ray = Math.max(0, means[Math.floor(BRIGHTEST * means.length)] - levels.muscle)
    raised.set(ring, levels.muscle + ABOVE * ray + 3 * levels.noise)
  }
  return Float32Array.from(ringOf, (ring, index) => {
    const level = raised.get(ring)
    return level === undefined ? 0 : level - (levels.muscle - tissueAround(body, layer, index))
  })
}

/** HU of the tissue that prevails around a cell of a layer, from fat to muscle: rays are as bright in fat, on less. */
function tissueAround({ cells, levels }: Body, layer: number, index: number): number {
  const [ni, nj] = cells.size
  const [i, j] = [index % ni, Math.floor(index / ni)]
  if (i === 0 || j === 0 || i === ni - 1 || j === nj - 1) return levels.muscle
  const at = layer + index
  const around = [at - ni - 1, at - ni, at - ni + 1, at - 1, at + 1, at + ni - 1, at + ni, at + ni + 1]
  const middle = median(around.map((other) => cells.mean[other]))
  return Math.min(levels.muscle, Math.max(levels.fat, middle))
}

/** Number of the ring of each cell: its distance to the nearest metal in the slice, in steps of RING_MM. */
function ringsAround({ size, stepMm }: Cells, metal: readonly number[]): Int16Array {
  const [ni, nj] = size
  const stride = Math.max(1, Math.floor(metal.length / 24))
  const places = metal
    .filter((_, at) => at % stride === 0)
    .map((index) => [index % ni, Math.floor(index / ni)])
  const rings = new Int16Array(ni * nj)
  for (let j = 0, index = 0; j < nj; j++)
    for (let i = 0; i < ni; i++, index++) {
      let nearest = Infinity
      for (const [x, y] of places)
        nearest = Math.min(nearest, ((i - x) * stepMm[0]) ** 2 + ((j - y) * stepMm[1]) ** 2)
      rings[index] = Math.floor(Math.sqrt(nearest) / RING_MM)
    }
  return rings
}
