import { describe, expect, it } from 'vitest'
import type { ImagePlane, Vec3 } from './image-plane'
import { patientToVoxel, volumeShapeOf, voxelToPatient, voxelVolumeMm3 } from './volume-geometry'

const turn = Math.PI / 6
const plane = (position: Vec3, change: Partial<ImagePlane> = {}): ImagePlane => ({
  FrameOfReferenceUID: '1.2',
  ImagePositionPatient: position,
  rowDirection: [Math.cos(turn), Math.sin(turn), 0],
  columnDirection: [-Math.sin(turn), Math.cos(turn), 0],
  rowSpacingMm: 0.5,
  columnSpacingMm: 0.8,
  ...change,
})
const frame = (position: Vec3, change: Partial<ImagePlane> = {}) => ({
  Rows: 20,
  Columns: 30,
  plane: plane(position, change),
})
const stack = (...heights: number[]) => heights.map((z) => frame([-12, 7, z]))

describe('a regular stack', () => {
  const { geometry, sheared } = volumeShapeOf(stack(100, 102.5, 105, 107.5))

  it('is a grid of voxels', () => {
    expect(geometry?.size).toEqual([30, 20, 4])
    expect(sheared).toBe(false)
    expect(voxelVolumeMm3(geometry!)).toBeCloseTo(0.5 * 0.8 * 2.5, 12)
  })

  it('has its corners where the frames have them', () => {
    expect(voxelToPatient(geometry!, [0, 0, 3])).toEqual([-12, 7, 107.5])
    const [x, y, z] = voxelToPatient(geometry!, [10, 0, 0])
    expect(x).toBeCloseTo(-12 + 8 * Math.cos(turn), 12)
    expect(y).toBeCloseTo(7 + 8 * Math.sin(turn), 12)
    expect(z).toBe(100)
  })

  it('finds the voxel of every point', () => {
    const point = voxelToPatient(geometry!, [3.25, 11.5, 2.75])
    patientToVoxel(geometry!, point).forEach((index, axis) =>
      expect(index).toBeCloseTo([3.25, 11.5, 2.75][axis], 10),
    )
  })
})

it('a tilted gantry makes a sheared grid that is still exact', () => {
  const frames = [0, 1, 2, 3].map((k) => frame([-12, 7 + 1.2 * k, 100 + 4.8 * k]))
  const { geometry, sheared } = volumeShapeOf(frames)
  expect(sheared).toBe(true)
  expect(geometry?.kStep[1]).toBeCloseTo(1.2, 12)
  patientToVoxel(geometry!, voxelToPatient(geometry!, [5, 6, 1.5])).forEach((index, axis) =>
    expect(index).toBeCloseTo([5, 6, 1.5][axis], 10),
  )
})

describe('what is no grid says why', () => {
  it.each([
    ['singleFrame', stack(1)],
    ['noPlane', [...stack(1, 2), { Rows: 20, Columns: 30 }]],
    ['samePosition', stack(1, 2, 2, 3)],
    ['unevenSteps', stack(1, 2, 3, 5)],
    ['mixedSize', [...stack(1, 2), { ...frame([-12, 7, 3]), Rows: 21 }]],
    ['mixedSize', [...stack(1, 2), frame([-12, 7, 3], { rowSpacingMm: 0.6 })]],
    ['mixedReference', [...stack(1, 2), frame([-12, 7, 3], { FrameOfReferenceUID: '1.9' })]],
    ['mixedOrientation', [...stack(1, 2), frame([-12, 7, 3], { rowDirection: [1, 0, 0] })]],
  ] as const)('%s', (irregular, frames) => {
    expect(volumeShapeOf(frames)).toEqual({ irregular })
  })

  it('but positions rounded to a tenth are one', () => {
    expect(volumeShapeOf(stack(0, 3.3, 6.7, 10)).geometry).toBeDefined()
  })
})
