import { expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { thigh } from './test-volume'

test('a faint deposit is measured whole, though noise left only its peaks above the threshold', () => {
  const radiusMm = 7
  const { candidates, thresholdHu } = find(
    thigh({ balls: [{ at: [-24, 0, 0], radiusMm, hu: 165 }], noiseHu: 42 }),
  ) as Found
  expect(thresholdHu).toBeGreaterThan(155)
  const [largest] = [...candidates].sort((a, b) => b.volumeMm3 - a.volumeMm3)
  const truth = (4 / 3) * Math.PI * radiusMm ** 3
  expect(Math.abs(largest.volumeMm3 / truth - 1)).toBeLessThan(0.15)
})
