import { expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { thigh, type Ball, type Solid } from './test-volume'

const volumeAt = ({ candidates }: Found, at: Ball['at']): number =>
  candidates
    .filter(({ centre }) => Math.hypot(...centre.map((mm, axis) => mm - at[axis])) < 3)
    .reduce((sum, { volumeMm3 }) => sum + volumeMm3, 0)

const ball = (radiusMm: number): number => (4 / 3) * Math.PI * radiusMm ** 3

test('calcium within a tendon is measured against the tendon', () => {
  const at = [-24, 0, 0] as const
  const tendon: Solid = { insideMm: (x, y) => 5 - Math.hypot(x - at[0], y - at[1]), hu: 105 }
  const calcium: Solid = {
    insideMm: (x, y, z) => 2.9 - Math.hypot(x - at[0], y - at[1], z - at[2]),
    hu: 320,
  }
  const found = find(thigh({ balls: [], solids: [tendon, calcium], noiseHu: 12 })) as Found
  expect(Math.abs(volumeAt(found, at) / ball(2.9) - 1)).toBeLessThan(0.15)
})

test.each([2, 3])('noise in what has no core makes it no smaller (%s)', (seed) => {
  const at = [-24, 0, 0.5] as const
  const found = find(
    thigh({ balls: [{ at, radiusMm: 3.2, hu: 300 }], noiseHu: 25, sliceMm: 3, seed }),
  ) as Found
  expect(Math.abs(volumeAt(found, at) / ball(3.2) - 1)).toBeLessThan(0.2)
})
