import { cross, dot, subtract, type PixelPoint, type Vec3 } from '../domain/image-plane'
import { patientToVoxel, voxelToPatient, type VolumeGeometry } from '../domain/volume-geometry'
import { extentAlong, makeSampler, type Volume } from './reslice'

/*
 * A volume seen from outside, without a graphics card: parallel rays, each step coloured and shaded by a transfer
 * function, or the largest value on the way. After Levoy 1988 (IEEE CG&A 8(3):29).
 */

export interface RenderPreset {
  readonly name: 'bone' | 'calcification' | 'mip'
  /** Opacity per mm and grey-to-colour by CT number, straight between the points; none for a projection. */
  readonly points?: readonly (readonly [
    hu: number,
    opacity: number,
    red: number,
    green: number,
    blue: number,
  ])[]
}

export const RENDER_PRESETS: readonly RenderPreset[] = [
  {
    name: 'bone',
    points: [
      [140, 0, 180, 130, 100],
      [220, 0.08, 222, 190, 150],
      [450, 0.5, 240, 225, 200],
      [1200, 1.2, 255, 250, 240],
    ],
  },
  {
    name: 'calcification',
    // Soft tissue as a ghost, calcium solid.
    points: [
      [-180, 0, 120, 90, 70],
      [-60, 0.0012, 205, 160, 130],
      [60, 0.004, 200, 110, 90],
      [130, 0.01, 225, 190, 150],
      [260, 0.35, 250, 240, 220],
      [700, 1.2, 255, 255, 250],
    ],
  },
  { name: 'mip' },
]

export interface RayRequest {
  readonly size: number
  /** Degrees about the patient's long axis, then towards the viewer's feet. */
  readonly azimuth: number
  readonly elevation: number
  readonly zoom: number
  readonly preset: RenderPreset
  /** For a projection: the CT numbers from black to white. */
  readonly window: { readonly center: number; readonly width: number }
  /** Coarser steps while the reader turns it. */
  readonly draft: boolean
}

/** Right, down and inward of the picture as seen from an angle, in patient directions. */
export function viewAxes(azimuth: number, elevation: number): { right: Vec3; down: Vec3; inward: Vec3 } {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180]
  // From the front at 0°: the patient's left is on the viewer's right.
  const right: Vec3 = [Math.cos(a), Math.sin(a), 0]
  const inward: Vec3 = [-Math.sin(a) * Math.cos(e), Math.cos(a) * Math.cos(e), -Math.sin(e)]
  return { right, inward, down: cross(inward, right) }
}

type Angle = Pick<RayRequest, 'azimuth' | 'elevation' | 'zoom'>

/** The axes of a picture, the place in its middle, and how many mm it is across. */
function cameraOf(geometry: VolumeGeometry, { azimuth, elevation, zoom }: Angle) {
  const axes = viewAxes(azimuth, elevation)
  const middle = voxelToPatient(geometry, geometry.size.map((count) => (count - 1) / 2) as unknown as Vec3)
  const extents = [axes.right, axes.down].map((axis) => extentAlong(geometry, axis))
  return { ...axes, middle, acrossMm: Math.max(...extents.map(([low, high]) => high - low)) / zoom }
}

/** Where a place in the patient is seen: from (0, 0) at the top left of the picture to (1, 1). */
export function projectionOf(geometry: VolumeGeometry, angle: Angle): (place: Vec3) => PixelPoint {
  const { right, down, middle, acrossMm } = cameraOf(geometry, angle)
  return (place) => {
    const away = subtract(place, middle)
    return [0.5 + dot(away, right) / acrossMm, 0.5 + dot(away, down) / acrossMm]
  }
}

/** RGBA, `size` × `size`. */
export function castRays(volume: Volume, request: RayRequest): Uint8ClampedArray {
  const { geometry } = volume
  const { size, preset, window, draft } = request
  const out = new Uint8ClampedArray(size * size * 4)
  const { right, down, inward, middle, acrossMm } = cameraOf(geometry, request)
  const [near, far] = extentAlong(geometry, inward)
  const pixelMm = acrossMm / size
  const finest = Math.min(
    ...[geometry.iStep, geometry.jStep, geometry.kStep].map((step) => Math.hypot(...step)),
  )
  const stepMm = finest * (draft ? 3 : 1)
  const steps = Math.ceil((far - near) / stepMm)
  const depth = near - dot(middle, inward)
  const sampler = makeSampler(volume)
  const table = preset.points && lookUp(preset.points, stepMm)
  const gradient = stepsInVoxels(volume)
  const light = unit([-inward[0] - 0.4 * right[0] - 0.5 * down[0], -inward[1] - 0.4 * right[1] - 0.5 * down[1], -inward[2] - 0.4 * right[2] - 0.5 * down[2]]) // prettier-ignore
  const colour = [0, 0, 0]
  for (let v = 0; v < size; v++)
    for (let u = 0; u < size; u++) {
      const [x, y] = [(u + 0.5 - size / 2) * pixelMm, (v + 0.5 - size / 2) * pixelMm]
      const at = [0, 1, 2].map((axis) => middle[axis] + x * right[axis] + y * down[axis] + depth * inward[axis]) as unknown as Vec3 // prettier-ignore
      const start = patientToVoxel(geometry, at)
      const end = patientToVoxel(geometry, [at[0] + inward[0] * stepMm, at[1] + inward[1] * stepMm, at[2] + inward[2] * stepMm]) // prettier-ignore
      const [di, dj, dk] = [end[0] - start[0], end[1] - start[1], end[2] - start[2]]
      const [first, last] = crossing(start, [di, dj, dk], geometry.size, steps)
      let [i, j, k] = [start[0] + first * di, start[1] + first * dj, start[2] + first * dk]
      let [left, largest] = [1, -Infinity]
      colour.fill(0)
      for (let n = first; n <= last && left > 0.03; n++, i += di, j += dj, k += dk) {
        const value = sampler(i, j, k)
        if (Number.isNaN(value)) continue
        if (!table) {
          if (value > largest) largest = value
          continue
        }
        const entry = table(value)
        if (!entry) continue
        const shade =
          entry.alpha > 0.02 ? 0.35 + 0.65 * Math.abs(dot(gradient(sampler, i, j, k), light)) : 0.8
        const weight = left * entry.alpha
        for (let channel = 0; channel < 3; channel++)
          colour[channel] += weight * shade * entry.colour[channel]
        left *= 1 - entry.alpha
      }
      const index = (v * size + u) * 4
      if (table) out.set(colour, index)
      else {
        const grey = largest === -Infinity ? 0 : 255 * ((largest - window.center) / window.width + 0.5)
        out.fill(grey, index, index + 3)
      }
      out[index + 3] = 255
    }
  return out
}

/** First and last step of a ray inside the box of voxels. */
function crossing(
  start: readonly [number, number, number],
  step: readonly [number, number, number],
  size: readonly [number, number, number],
  steps: number,
): readonly [number, number] {
  let [first, last] = [0, steps]
  for (let axis = 0; axis < 3; axis++) {
    const [low, high] = [-0.5, size[axis] - 0.5]
    if (Math.abs(step[axis]) < 1e-9) {
      if (start[axis] < low || start[axis] > high) return [1, 0]
      continue
    }
    const [a, b] = [(low - start[axis]) / step[axis], (high - start[axis]) / step[axis]]
    first = Math.max(first, Math.min(a, b))
    last = Math.min(last, Math.max(a, b))
  }
  return [Math.ceil(first), Math.floor(last)]
}

interface Entry {
  /** Of one step. */
  readonly alpha: number
  readonly colour: readonly [number, number, number]
}

const LOW = -1024
const BIN = 4

/** The transfer function as a table; undefined where nothing is seen. */
function lookUp(points: NonNullable<RenderPreset['points']>, stepMm: number) {
  const entries: (Entry | undefined)[] = Array.from({ length: 1100 }, (_, index) => {
    const hu = LOW + index * BIN
    if (hu < points[0][0]) return undefined
    const upper = points.findIndex(([at]) => at > hu)
    const [a, b] =
      upper < 0 ? [points[points.length - 1], points[points.length - 1]] : [points[upper - 1], points[upper]]
    const t = a === b ? 0 : (hu - a[0]) / (b[0] - a[0])
    const [opacity, red, green, blue] = [1, 2, 3, 4].map((part) => a[part] + t * (b[part] - a[part]))
    return { alpha: 1 - Math.exp(-opacity * stepMm), colour: [red, green, blue] }
  })
  return (value: number) =>
    entries[Math.min(entries.length - 1, Math.max(0, Math.round((value - LOW) / BIN)))]
}

/** Direction in which the values rise, by central differences of one voxel, as a unit vector of the patient. */
function stepsInVoxels({ geometry }: Volume) {
  const axes = [geometry.iStep, geometry.jStep, geometry.kStep].map((step) => {
    const length = Math.hypot(...step)
    return step.map((part) => part / (length * length)) as unknown as Vec3
  })
  return (sampler: (i: number, j: number, k: number) => number, i: number, j: number, k: number): Vec3 => {
    const g = [
      sampler(i + 1, j, k) - sampler(i - 1, j, k),
      sampler(i, j + 1, k) - sampler(i, j - 1, k),
      sampler(i, j, k + 1) - sampler(i, j, k - 1),
    ].map((part) => (Number.isNaN(part) ? 0 : part))
    return unit([0, 1, 2].map((axis) => g[0] * axes[0][axis] + g[1] * axes[1][axis] + g[2] * axes[2][axis]) as unknown as Vec3) // prettier-ignore
  }
}

function unit(vector: Vec3): Vec3 {
  const length = Math.hypot(...vector) || 1
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}
