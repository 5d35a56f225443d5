import { describe, expect, it } from 'vitest'
import { dot, pixelToPatient, type Vec3 } from '../../domain/image-plane'
import { NO_SLAB, type PlaneName, type Slab } from '../../domain/reformat'
import type { Instance, Series } from '../../domain/study'
import { voxelToPatient, type VolumeGeometry } from '../../domain/volume-geometry'
import { castRays, RENDER_PRESETS } from './ray-cast'
import { cutPlanes, rotated } from './cut-planes'
import { reslice, type Volume } from './reslice'

const tilt = (vector: Vec3) => rotated(rotated(vector, [0, 0, 1], 11), [1, 0, 0], 5)
const scaled = (vector: Vec3, mm: number) => vector.map((part) => part * mm) as unknown as Vec3

function makeGeometry(turned: boolean): VolumeGeometry {
  const place = turned ? tilt : (vector: Vec3) => vector
  return {
    FrameOfReferenceUID: '1.2',
    size: [40, 36, 20],
    origin: [-188.3, -164.6, -846.25],
    iStep: scaled(place([1, 0, 0]), 0.98),
    jStep: scaled(place([0, 1, 0]), 0.98),
    kStep: scaled(place([0, 0, 1]), 3.75),
  }
}

function fill(geometry: VolumeGeometry, of: (point: Vec3) => number): Volume {
  const [nx, ny, nz] = geometry.size
  const values = new Float32Array(nx * ny * nz)
  for (let k = 0, index = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) values[index++] = of(voxelToPatient(geometry, [i, j, k]))
  return { geometry, values, background: -1024 }
}

const series = {
  SeriesInstanceUID: '1.3',
  SeriesDescription: '',
  instances: [{} as Instance],
} as unknown as Series

function cut(volume: Volume, name: PlaneName, slab: Slab = NO_SLAB) {
  const { images, requests } = cutPlanes(series, volume.geometry, name, [], slab)
  return images.map((image, index) => {
    const request = requests[index]
    return { image, request, picture: () => reslice(volume, request) }
  })
}

describe.each([
  ['straight', false],
  ['oblique', true],
])('a %s volume', (_, turned) => {
  const geometry = makeGeometry(turned)
  const slope: Vec3 = [1.5, -2, 0.75]
  const ramp = fill(geometry, (point) => dot(point, slope))

  it.each(['axial', 'coronal', 'sagittal'] as const)('%s planes show a ramp exactly', (name) => {
    const slices = cut(ramp, name)
    const { image, picture } = slices[Math.floor(slices.length / 2)]
    const { values } = picture()
    let seen = 0
    for (let row = 0; row < image.rows; row++)
      for (let column = 0; column < image.columns; column++) {
        const value = values[row * image.columns + column]
        if (value === ramp.background) continue
        const truth = dot(pixelToPatient(image.plane, [column + 0.5, row + 0.5]), slope)
        // Half a voxel beyond the outermost centres the last value is held.
        if (Math.abs(value - truth) < 0.01) seen++
      }
    expect(seen).toBeGreaterThan(0.5 * image.rows * image.columns * (turned ? 0.4 : 1))
  })

  it('a ball of 1 mm is where it lies, in all three planes', () => {
    const middle = voxelToPatient(geometry, [21.3, 17.6, 9.4])
    const ball = fill(geometry, (point) => 1000 * Math.exp(-(Math.hypot(point[0] - middle[0], point[1] - middle[1], (point[2] - middle[2]) / 3) ** 2))) // prettier-ignore
    for (const name of ['axial', 'coronal', 'sagittal'] as const) {
      const slices = cut(ball, name).map((slice) => ({ ...slice, maximum: slice.picture().maximum }))
      const best = slices.reduce((a, b) => (b.maximum > a.maximum ? b : a))
      const { values } = best.picture()
      const at = Float64Array.from(values).reduce(
        (most, value, index) => (value > values[most] ? index : most),
        0,
      )
      const { columns, plane } = best.image
      const found = pixelToPatient(plane, [(at % columns) + 0.5, Math.floor(at / columns) + 0.5])
      expect(Math.hypot(found[0] - middle[0], found[1] - middle[1])).toBeLessThan(1.2)
      expect(Math.abs(found[2] - middle[2])).toBeLessThan(3.75 / 2 + 0.5)
    }
  })
})

it('a slab shows the largest, the least and the mean value through it', () => {
  const geometry = makeGeometry(false)
  const [, middle] = [0, voxelToPatient(geometry, [20, 18, 10])]
  const layered = fill(geometry, ([, y]) => (Math.abs(y - middle[1]) < 0.6 ? 500 : 0))
  const of = (mode: Slab['mode']) => {
    const slices = cut(layered, 'coronal', { mode, thicknessMm: 8 })
    const near = slices.reduce((a, b) => Math.abs(b.request.origin[1] - middle[1] - 2) < Math.abs(a.request.origin[1] - middle[1] - 2) ? b : a) // prettier-ignore
    const { values } = near.picture()
    return values[10 * near.request.columns + 20]
  }
  expect(of('mip')).toBeGreaterThan(300)
  expect(of('minip')).toBe(0)
  expect(of('mean')).toBeGreaterThan(20)
  expect(of('mean')).toBeLessThan(200)
})

it('the volume from outside: a dense ball is a bright disc in the middle, for every look', () => {
  const geometry = makeGeometry(true)
  const middle = voxelToPatient(geometry, [19.5, 17.5, 9.5])
  const ball = fill(geometry, (point) => (Math.hypot(point[0] - middle[0], point[1] - middle[1], point[2] - middle[2]) < 7 ? 900 : -200)) // prettier-ignore
  for (const preset of RENDER_PRESETS) {
    const picture = castRays(ball, { size: 48, azimuth: 30, elevation: 20, zoom: 1, preset, window: { center: 500, width: 1400 }, draft: false }) // prettier-ignore
    const brightAt = (u: number, v: number) => picture[(v * 48 + u) * 4]
    expect(brightAt(24, 24)).toBeGreaterThan(90)
    expect(brightAt(2, 2)).toBeLessThan(brightAt(24, 24) / 2)
  }
})

it('of whole numbers makes whole numbers, and says their range as they are', () => {
  const geometry = makeGeometry(true)
  const whole = { ...fill(geometry, () => 0), values: Int16Array.from({ length: 40 * 36 * 20 }, (_, index) => (index * 37) % 1900) } // prettier-ignore
  for (const { picture } of cut(whole, 'sagittal').slice(10, 14)) {
    const { values, minimum, maximum } = picture()
    expect([minimum, maximum]).toEqual([Math.min(...values), Math.max(...values)])
    expect(Number.isInteger(minimum) && Number.isInteger(maximum)).toBe(true)
  }
})

describe('padding', () => {
  const geometry = makeGeometry(false)
  const [nx, ny] = geometry.size
  const padded: Volume = { ...fill(geometry, () => 500), padding: -3000 }
  // Every second slice is padding.
  padded.values.forEach((_, at) => {
    if (Math.floor(at / (nx * ny)) % 2 === 1) padded.values[at] = -3000
  })

  it.each(['mip', 'minip', 'mean'] as const)('is left out of a slab: %s', (mode) => {
    const [{ picture }] = cut(padded, 'axial', { mode, thicknessMm: 20 }).slice(10, 11)
    const { minimum, maximum } = picture()
    expect([minimum, maximum]).toEqual([500, 500])
  })

  it('alone is background, and is not mixed with what was measured', () => {
    const { minimum, maximum } = cut(padded, 'coronal')[10].picture()
    expect([minimum, maximum]).toEqual([-1024, 500])
    const { values } = cut(padded, 'coronal')[10].picture()
    expect(new Set(values)).toEqual(new Set([-1024, 500]))
  })
})
