import { expect, test } from 'vitest'
import { RENDER_PRESETS } from '../volume/ray-cast'
import { noTextureFor } from './gpu-data'
import { opacitiesOf } from './gpu-volume'

const geometry = {
  FrameOfReferenceUID: '1.2',
  size: [512, 512, 300] as const,
  origin: [0, 0, 0] as const,
  iStep: [0.7, 0, 0] as const,
  jStep: [0, 0.7, 0] as const,
  kStep: [0, 0, 1.5] as const,
}

test('voxels are left to the worker without a graphics card, and where they are no box or too many', () => {
  expect(noTextureFor(geometry, { gpu: true, max3dTexture: 2048 })).toBeUndefined()
  expect(noTextureFor(geometry, { gpu: false, max3dTexture: 2048 })).toBe('noGpu')
  expect(noTextureFor(geometry, { gpu: true, max3dTexture: 256 })).toBe('tooLarge')
  const tilted = { ...geometry, kStep: [0, 0.4, 1.5] as const }
  expect(noTextureFor(tilted, { gpu: true, max3dTexture: 2048 })).toBe('sheared')
})

test('a preset is as opaque by the millimetre as in the ray caster', () => {
  const points = RENDER_PRESETS[0].points ?? []
  const opacities = opacitiesOf(points)
  for (const [hu, absorbed] of points) {
    const here = opacities.find(([at]) => at === hu)
    expect(here?.[1]).toBeCloseTo(1 - Math.exp(-absorbed))
  }
  const order = opacities.map(([hu]) => hu)
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect(opacities[0][1]).toBe(0)
})
