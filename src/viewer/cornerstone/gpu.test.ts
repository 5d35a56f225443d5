import { describe, expect, test } from 'vitest'
import { backingOf, isSoftware } from './gpu'

describe('a renderer in software', () => {
  test.each([
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
    'llvmpipe (LLVM 15.0.7, 256 bits)',
    'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
  ])('%s', (renderer) => expect(isSoftware(renderer)).toBe(true))

  test.each([
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)',
    'Mesa Intel(R) UHD Graphics 620 (KBL GT2)',
    '',
  ])('is not %s', (renderer) => expect(isSoftware(renderer)).toBe(false))
})

test('software draws planes and volume only where it is asked to', () => {
  const software = { none: 'software', renderer: 'llvmpipe', max3dTexture: 2048 } as const
  expect(backingOf(software, {}).gpu).toBe(false)
  expect(backingOf(software, { softwareWebGL: true }).gpu).toBe(true)
  const refused = { none: 'refused', renderer: '', max3dTexture: 0 } as const
  expect(backingOf(refused, { softwareWebGL: true }).gpu).toBe(false)
  expect(backingOf({ renderer: 'Apple M2', max3dTexture: 2048 }, {}).gpu).toBe(true)
})
