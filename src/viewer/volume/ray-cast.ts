import { cross, dot, subtract, type PixelPoint, type Vec3 } from '../../domain/image-plane'
import { patientToVoxel, voxelToPatient, type VolumeGeometry } from '../../domain/volume-geometry'
import { extentAlong, makeProbe, type Volume } from './reslice'

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
  const light = unit([-inward[0] - 0.4 * right[0] - 0.5 * down[0], -inward[1] - 0.4 * right[1] - 0.5 * down[1], -inward[2] - 0.4 * right[2] - 0.5 * down[2]]) // prettier-ignore
  const cast = preset.points
    ? shadedRay(volume, preset.points, stepMm, light)
    : brightestRay(volume, window.center, window.width)
  const pixel = new Float64Array(3)
  for (let v = 0; v < size; v++)
    for (let u = 0; u < size; u++) {
      const [x, y] = [(u + 0.5 - size / 2) * pixelMm, (v + 0.5 - size / 2) * pixelMm]
      const at = [0, 1, 2].map((axis) => middle[axis] + x * right[axis] + y * down[axis] + depth * inward[axis]) as unknown as Vec3 // prettier-ignore
      const start = patientToVoxel(geometry, at)
      const end = patientToVoxel(geometry, [at[0] + inward[0] * stepMm, at[1] + inward[1] * stepMm, at[2] + inward[2] * stepMm]) // prettier-ignore
      const step: Vec3 = [end[0] - start[0], end[1] - start[1], end[2] - start[2]]
      cast(start, step, crossing(start, step, geometry.size, steps), pixel)
      const index = (v * size + u) * 4
      out.set(pixel, index)
      out[index + 3] = 255
    }
  return out
}

/** Colours a pixel by what a ray meets from its first step to its last. */
type CastRay = (start: Vec3, step: Vec3, reach: readonly [number, number], pixel: Float64Array) => void

/*
 * Millions of steps make a picture. Their loops make no object and call nothing that gives back a number, which would
 * be one on the heap; where whole blocks of voxels hold nothing that could be seen they leap to where the next may
 * begin. A place is worked out from its step, so that it is the same however it was come to.
 */

function shadedRay(volume: Volume, points: Points, stepMm: number, light: Vec3): CastRay {
  const { alphas, reds, greens, blues, leastSeen } = lookUp(points, stepMm)
  const last = alphas.length - 1
  const sample = makeProbe(volume)
  const { across, layer } = blocksOf(volume)
  const away = awayFromSeen(volume, leastSeen)
  const [ni, nj, nk] = stepsInVoxels(volume.geometry)
  const [place, found] = [new Float64Array(3), new Float64Array(7)]
  return (start, step, reach, pixel) => {
    const [di, dj, dk] = step
    const [first, end] = reach
    let [left, red, green, blue] = [1, 0, 0, 0]
    for (let n = first; n <= end && left > 0.03; n++) {
      const [i, j, k] = [start[0] + n * di, start[1] + n * dj, start[2] + n * dk]
      // Towards zero: a place half a voxel before the first is with the first.
      const blocks = away[(k >> SHIFT) * layer + (j >> SHIFT) * across + (i >> SHIFT)]
      if (blocks > 0) {
        n += Math.min(leap(i, di, blocks), leap(j, dj, blocks), leap(k, dk, blocks))
        continue
      }
      place[0] = i
      place[1] = j
      place[2] = k
      sample(place, found, 6)
      // NaN, outside, is seen nowhere.
      const bin = Math.min(last, Math.max(0, Math.round((found[6] - LOW) / BIN)))
      const alpha = alphas[bin]
      if (!(alpha > 0)) continue
      let shade = 0.8
      if (alpha > 0.02) {
        for (let side = 0; side < 6; side++) {
          place[0] = i + SIDES[side * 3]
          place[1] = j + SIDES[side * 3 + 1]
          place[2] = k + SIDES[side * 3 + 2]
          sample(place, found, side)
        }
        const gi = rise(found[0], found[1])
        const gj = rise(found[2], found[3])
        const gk = rise(found[4], found[5])
        const x = gi * ni[0] + gj * nj[0] + gk * nk[0]
        const y = gi * ni[1] + gj * nj[1] + gk * nk[1]
        const z = gi * ni[2] + gj * nj[2] + gk * nk[2]
        const length = Math.sqrt(x * x + y * y + z * z) || 1
        shade = 0.35 + 0.65 * Math.abs((x * light[0] + y * light[1] + z * light[2]) / length)
      }
      const weight = left * alpha * shade
      red += weight * reds[bin]
      green += weight * greens[bin]
      blue += weight * blues[bin]
      left *= 1 - alpha
    }
    pixel[0] = red
    pixel[1] = green
    pixel[2] = blue
  }
}

/** The largest value on the way as a grey. */
function brightestRay(volume: Volume, center: number, width: number): CastRay {
  const sample = makeProbe(volume)
  const { most, across, layer } = blocksOf(volume)
  const [place, found] = [new Float64Array(3), new Float64Array(1)]
  return (start, step, reach, pixel) => {
    const [di, dj, dk] = step
    const [first, end] = reach
    let largest = -Infinity
    for (let n = first; n <= end; n++) {
      const [i, j, k] = [start[0] + n * di, start[1] + n * dj, start[2] + n * dk]
      if (most[(k >> SHIFT) * layer + (j >> SHIFT) * across + (i >> SHIFT)] <= largest) {
        n += Math.min(leap(i, di, 1), leap(j, dj, 1), leap(k, dk, 1))
        continue
      }
      place[0] = i
      place[1] = j
      place[2] = k
      sample(place, found, 0)
      if (found[0] > largest) largest = found[0]
    }
    pixel.fill(largest === -Infinity ? 0 : 255 * ((largest - center) / width + 0.5))
  }
}

/** One voxel further along i, j and k, and one back. */
const SIDES = Int8Array.of(1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1)

/** Beyond the edge nothing rises. */
function rise(further: number, back: number): number {
  const difference = further - back
  return Number.isNaN(difference) ? 0 : difference
}

/** Edge of a block: 8 voxels. */
const SHIFT = 3

interface Blocks {
  /** The largest value that is met in a block, up to the first voxels of the next. */
  readonly most: Float32Array
  readonly across: number
  readonly layer: number
}

const blocks = new WeakMap<Volume, Blocks>()

function blocksOf(volume: Volume): Blocks {
  const known = blocks.get(volume) ?? makeBlocks(volume)
  blocks.set(volume, known)
  return known
}

function makeBlocks({ geometry, values }: Volume): Blocks {
  const [nx, ny, nz] = geometry.size
  const [across, down, deep] = [nx, ny, nz].map((count) => ((count - 1) >> SHIFT) + 1)
  const layer = across * down
  const most = new Float32Array(layer * deep).fill(-Infinity)
  const row = new Float32Array(across)
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++, at += nx) {
      for (let block = 0; block < across; block++) {
        const end = Math.min(nx, ((block + 1) << SHIFT) + 1)
        let largest = -Infinity
        for (let voxel = at + (block << SHIFT); voxel < at + end; voxel++)
          if (values[voxel] > largest) largest = values[voxel]
        row[block] = largest
      }
      // The first row and slice of a block are met from the one before, too.
      for (let bk = Math.max(0, k - 1) >> SHIFT; bk <= k >> SHIFT; bk++)
        for (let bj = Math.max(0, j - 1) >> SHIFT; bj <= j >> SHIFT; bj++)
          for (let block = 0, to = bk * layer + bj * across; block < across; block++, to++)
            if (row[block] > most[to]) most[to] = row[block]
    }
  return { most, across, layer }
}

/**
 * How many steps more stay, along one axis, among blocks that hold nothing.
 * @param at in voxels @param step in voxels; 0 never leaves
 * @param blocks how many blocks away the nearest is that holds something
 */
function leap(at: number, step: number, blocks: number): number {
  const block = at >> SHIFT
  if (step > 0) return Math.max(0, Math.ceil((((block + blocks) << SHIFT) - at) / step) - 1)
  if (step < 0) return Math.max(0, Math.floor((((block - blocks + 1) << SHIFT) - at) / step))
  return Infinity
}

const away = new WeakMap<Volume, { readonly leastSeen: number; readonly blocks: Uint8Array }>()

/** For each block how many blocks away, in any direction, the nearest is that holds something to be seen. */
function awayFromSeen(volume: Volume, leastSeen: number): Uint8Array {
  const known = away.get(volume)
  if (known?.leastSeen === leastSeen) return known.blocks
  const { most, across, layer } = blocksOf(volume)
  const blocks = Uint8Array.from(most, (largest) => (largest < leastSeen ? FARTHEST : 0))
  const [down, deep] = [layer / across, most.length / layer]
  // Chessboard distance: each of two passes takes over what the neighbours it has been at are away, and one.
  const pass = (at: number, i: number, j: number, k: number, back: 1 | -1) => {
    for (let dk = -1; dk <= 0; dk++)
      for (let dj = -1; dj <= (dk < 0 ? 1 : 0); dj++)
        for (let di = -1; di <= (dk < 0 || dj < 0 ? 1 : -1); di++) {
          const [ni, nj, nk] = [i + di * back, j + dj * back, k + dk * back]
          if (ni < 0 || nj < 0 || nk < 0 || ni >= across || nj >= down || nk >= deep) continue
          const further = blocks[nk * layer + nj * across + ni] + 1
          if (further < blocks[at]) blocks[at] = further
        }
  }
  const each = (visit: (at: number, i: number, j: number, k: number) => void, from: number, by: 1 | -1) => {
    for (let at = from; at >= 0 && at < blocks.length; at += by)
      visit(at, at % across, Math.floor(at / across) % down, Math.floor(at / layer))
  }
  each((at, i, j, k) => pass(at, i, j, k, 1), 0, 1)
  each((at, i, j, k) => pass(at, i, j, k, -1), blocks.length - 1, -1)
  away.set(volume, { leastSeen, blocks })
  return blocks
}

const FARTHEST = 200

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

type Points = NonNullable<RenderPreset['points']>

const LOW = -1024
const BIN = 4
const BINS = 1100

/** The transfer function as a table: opacity of one step, 0 where nothing is seen, and colour. */
function lookUp(points: Points, stepMm: number) {
  const [alphas, reds, greens, blues] = [0, 1, 2, 3].map(() => new Float64Array(BINS))
  for (let bin = 0; bin < BINS; bin++) {
    const hu = LOW + bin * BIN
    if (hu < points[0][0]) continue
    const upper = points.findIndex(([at]) => at > hu)
    const [a, b] =
      upper < 0 ? [points[points.length - 1], points[points.length - 1]] : [points[upper - 1], points[upper]]
    const t = a === b ? 0 : (hu - a[0]) / (b[0] - a[0])
    const [opacity, red, green, blue] = [1, 2, 3, 4].map((part) => a[part] + t * (b[part] - a[part]))
    alphas[bin] = 1 - Math.exp(-opacity * stepMm)
    reds[bin] = red
    greens[bin] = green
    blues[bin] = blue
  }
  return { alphas, reds, greens, blues, leastSeen: points[0][0] - BIN }
}

/** One voxel along i, j and k as slopes in the patient's directions, per mm. */
const stepsInVoxels = ({ iStep, jStep, kStep }: VolumeGeometry): readonly Vec3[] =>
  [iStep, jStep, kStep].map((step) => {
    const length = Math.hypot(...step)
    return step.map((part) => part / (length * length)) as unknown as Vec3
  })

function unit(vector: Vec3): Vec3 {
  const length = Math.hypot(...vector) || 1
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}
