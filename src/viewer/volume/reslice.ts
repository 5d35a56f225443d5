import { dot, subtract, type Vec3 } from '../../domain/image-plane'
import type { Slab } from '../../domain/reformat'
import { patientToVoxel, type VolumeGeometry } from '../../domain/volume-geometry'

/*
 * Pictures of a volume in any plane: trilinear between voxel centres, and through a slab the largest, the least or
 * the mean value on the way. Nothing is shown beyond the outermost voxel centres by more than half a voxel.
 */

export interface Volume {
  readonly geometry: VolumeGeometry
  /** Modality values; i fastest, then j, then k. */
  readonly values: Int16Array | Float32Array
  /** Shown where there is no voxel. */
  readonly background: number
  /** Stands where nothing was measured; below every value that was. Absent where everything was. */
  readonly padding?: number
}

export interface PlaneRequest {
  /** Centre of the first pixel, patient mm. */
  readonly origin: Vec3
  /** One column, one row further, in mm. */
  readonly columnStep: Vec3
  readonly rowStep: Vec3
  readonly columns: number
  readonly rows: number
  readonly slab: Slab
  /** Unit vector across the plane, along which a slab is summed. */
  readonly normal: Vec3
}

export interface Picture {
  readonly values: Int16Array | Float32Array
  readonly minimum: number
  readonly maximum: number
}

export function reslice(volume: Volume, request: PlaneRequest): Picture {
  const { columns, rows } = request
  const values = new (volume.values.constructor as { new (length: number): Int16Array | Float32Array })(
    columns * rows,
  )
  const probe = makeProbe(volume)
  const [place, found] = [new Float64Array(3), new Float64Array(1)]
  const across = inVoxels(volume.geometry, request.columnStep)
  const down = inVoxels(volume.geometry, request.rowStep)
  const layers = layersOf(volume.geometry, request)
  const start = patientToVoxel(volume.geometry, request.origin)
  const { mode } = request.slab
  let [minimum, maximum] = [Infinity, -Infinity]
  for (let row = 0, index = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, index++) {
      const i = start[0] + column * across[0] + row * down[0]
      const j = start[1] + column * across[1] + row * down[1]
      const k = start[2] + column * across[2] + row * down[2]
      let [sum, count, best] = [0, 0, mode === 'minip' ? Infinity : -Infinity]
      for (const layer of layers) {
        place[0] = i + layer[0]
        place[1] = j + layer[1]
        place[2] = k + layer[2]
        probe(place, found, 0)
        const value = found[0]
        if (Number.isNaN(value)) continue
        sum += value
        count++
        if (mode === 'minip' ? value < best : value > best) best = value
      }
      const value = count === 0 ? volume.background : mode === 'mean' ? sum / count : best
      values[index] = values instanceof Int16Array ? Math.round(value) : value
      // As it is stored: whole numbers where the volume has whole numbers.
      const stored = values[index]
      if (stored < minimum) minimum = stored
      if (stored > maximum) maximum = stored
    }
  return { values, minimum, maximum }
}

/** A step in mm as voxels. */
function inVoxels(geometry: VolumeGeometry, step: Vec3): readonly [number, number, number] {
  const zero = patientToVoxel(geometry, geometry.origin)
  const moved = patientToVoxel(geometry, [
    geometry.origin[0] + step[0],
    geometry.origin[1] + step[1],
    geometry.origin[2] + step[2],
  ])
  return [moved[0] - zero[0], moved[1] - zero[1], moved[2] - zero[2]]
}

/** Offsets through the slab, no further apart than the finest voxel. */
function layersOf(
  geometry: VolumeGeometry,
  { slab, normal }: PlaneRequest,
): (readonly [number, number, number])[] {
  const finest = Math.min(
    ...[geometry.iStep, geometry.jStep, geometry.kStep].map((step) => Math.hypot(...step)),
  )
  const count = slab.thicknessMm > 0 ? Math.max(2, Math.ceil(slab.thicknessMm / finest) + 1) : 1
  return Array.from({ length: count }, (_, index) => {
    const mm = count === 1 ? 0 : slab.thicknessMm * (index / (count - 1) - 0.5)
    return inVoxels(geometry, [normal[0] * mm, normal[1] * mm, normal[2] * mm])
  })
}

/**
 * Writes the value at a place between voxel centres (i, j, k) into `found` at `slot`; NaN outside. Numbers come and go
 * in arrays: as arguments each would be an object.
 */
export type Probe = (place: Float64Array, found: Float64Array, slot: number) => void

export function makeProbe({ geometry, values, padding }: Volume): Probe {
  const [nx, ny, nz] = geometry.size
  const [maxI, maxJ, maxK] = [nx - 1, ny - 1, nz - 1]
  const right = nx > 1 ? 1 : 0
  const below = ny > 1 ? nx : 0
  const beyond = nz > 1 ? nx * ny : 0
  const corners = [0, right, below, below + right].flatMap((at) => [at, at + beyond])
  const isPaddedAt = (at: number) => corners.some((corner) => values[at + corner] === padding)
  return (place, found, slot) => {
    const i = place[0]
    const j = place[1]
    const k = place[2]
    if (i < -0.5 || j < -0.5 || k < -0.5 || i > maxI + 0.5 || j > maxJ + 0.5 || k > maxK + 0.5) {
      found[slot] = NaN
      return
    }
    const ci = i < 0 ? 0 : i > maxI ? maxI : i
    const cj = j < 0 ? 0 : j > maxJ ? maxJ : j
    const ck = k < 0 ? 0 : k > maxK ? maxK : k
    const i0 = ci >= maxI ? maxI - right : ci | 0
    const j0 = cj >= maxJ ? maxJ - (below && 1) : cj | 0
    const k0 = ck >= maxK ? maxK - (beyond && 1) : ck | 0
    const u = ci - i0
    const v = cj - j0
    const w = ck - k0
    let at = (k0 * ny + j0) * nx + i0
    if (padding !== undefined && isPaddedAt(at)) {
      // Between a measured voxel and padding there is nothing to mix: the nearest voxel counts.
      const nearest = values[(Math.round(ck) * ny + Math.round(cj)) * nx + Math.round(ci)]
      found[slot] = nearest === padding ? NaN : nearest
      return
    }
    let a = values[at]
    let b = values[at + below]
    a += u * (values[at + right] - a)
    b += u * (values[at + below + right] - b)
    const near = a + v * (b - a)
    at += beyond
    a = values[at]
    b = values[at + below]
    a += u * (values[at + right] - a)
    b += u * (values[at + below + right] - b)
    found[slot] = near + w * (a + v * (b - a) - near)
  }
}

/** Least and greatest extent of the volume along a direction, mm from the patient's origin. */
export function extentAlong(geometry: VolumeGeometry, direction: Vec3): readonly [low: number, high: number] {
  const [nx, ny, nz] = geometry.size
  const steps = [
    [geometry.iStep, nx],
    [geometry.jStep, ny],
    [geometry.kStep, nz],
  ] as const
  const corner = subtract(geometry.origin, [0, 0, 0])
  let [low, high] = [dot(corner, direction), dot(corner, direction)]
  for (const [step, count] of steps) {
    const reach = dot(step, direction) * (count - 1)
    if (reach < 0) low += reach
    else high += reach
  }
  return [low, high]
}
