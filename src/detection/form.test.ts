import { describe, expect, test } from 'vitest'
import { find, type Found } from './candidates'
import { widthMm } from './form'
import { thigh, type Solid } from './test-volume'

type Inside = Solid['insideMm']

const widthOf = (insideMm: Inside): number =>
  widthMm(
    (find(thigh({ balls: [], solids: [{ insideMm, hu: 800 }] })) as Found).candidates.reduce((a, b) =>
      b.volumeMm3 > a.volumeMm3 ? b : a,
    ),
  )
/** On an arc of 30 mm around the middle of the thigh, 72 mm long: how far aside. */
const arc = (x: number, y: number): number =>
  Math.abs(Math.atan2(y, -x)) > 1.2 ? 99 : Math.abs(Math.hypot(x, y) - 30)

describe('the width', () => {
  test('of a rod is near its diameter, straight or bent', () => {
    const straight = widthOf((x, y, z) => Math.min(18 - Math.abs(z), 3 - Math.hypot(x + 24, y)))
    const bent = widthOf((x, y, z) => 3 - Math.hypot(arc(x, y), z))
    for (const mm of [straight, bent]) {
      expect(mm).toBeGreaterThan(6)
      expect(mm).toBeLessThan(10)
    }
  })

  test('of a pipe is its outer diameter, along a slice or across slices', () => {
    const wall = (along: number, aside: number) => Math.min(14 - Math.abs(along), 5 - aside, aside - 3)
    for (const mm of [
      widthOf((x, y, z) => wall(z, Math.hypot(x + 24, y))),
      widthOf((x, y, z) => wall(y, Math.hypot(x + 24, z))),
    ])
      expect(Math.abs(mm - 10)).toBeLessThan(1)
  })

  test('of a bent sheet is measured along its bend', () => {
    const mm = widthOf((x, y, z) => Math.min(2.5 - arc(x, y), 18 - Math.abs(z)))
    // The bend of 72 mm is 60 mm long from end to end.
    expect(mm).toBeGreaterThan(33)
    expect(mm).toBeLessThan((36 * 72) / 58)
  })
})
