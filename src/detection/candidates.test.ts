import { describe, expect, test } from 'vitest'
import { find, findCandidates, type Found } from './candidates'
import { thigh, type Ball } from './test-volume'

const BALLS: readonly Ball[] = [
  { at: [-20, 0, 0], radiusMm: 3, hu: 500 }, // muscle
  { at: [0, 43, 0], radiusMm: 3, hu: 300 }, // fat
  { at: [0, -20, 12], radiusMm: 1.5, hu: 700 }, // muscle, small
]
const found = (options: Parameters<typeof thigh>[0]) => find(thigh(options)) as Found
const near = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
const at = ({ candidates }: Found, ball: Ball) => candidates.filter(({ centre }) => near(centre, ball.at) < 1)

describe('deposits in soft tissue', () => {
  const result = found({ balls: BALLS })

  test('each is found once, and nothing else', () => {
    expect(BALLS.map((ball) => at(result, ball).length)).toEqual([1, 1, 1])
    expect(result.candidates).toHaveLength(BALLS.length)
    expect(result.candidates.every(({ kind }) => kind === 'deposit')).toBe(true)
  })

  test('centres are within half a millimetre', () => {
    for (const ball of BALLS) expect(near(at(result, ball)[0].centre, ball.at)).toBeLessThan(0.5)
  })

  test('volumes of the larger are within 12 %', () => {
    for (const ball of BALLS.slice(0, 2)) {
      const truth = (4 / 3) * Math.PI * ball.radiusMm ** 3
      expect(Math.abs(at(result, ball)[0].volumeMm3 / truth - 1)).toBeLessThan(0.12)
    }
  })

  test('the tissue around is named', () => {
    expect(at(result, BALLS[0])[0].surroundings.shell.muscle).toBeGreaterThan(0.95)
    expect(at(result, BALLS[1])[0].surroundings.shell.fat).toBeGreaterThan(0.8)
  })

  test('tissue levels and noise are read from the picture', () => {
    expect(result.levels.fat).toBeCloseTo(-100, -1)
    expect(result.levels.muscle).toBeCloseTo(55, -1)
    expect(result.levels.noise).toBeCloseTo(8, -0.3)
  })
})

test('noise alone gives nothing', () => {
  for (const noiseHu of [10, 20]) expect(found({ balls: [], noiseHu }).candidates).toEqual([])
})

test('a deposit that touches bone is a class of its own', () => {
  const { candidates } = found({ balls: [{ at: [22, 0, 0], radiusMm: 5, hu: 700 }] })
  expect(candidates).toHaveLength(1)
  expect(candidates[0].kind).toBe('attached')
  expect(near(candidates[0].centre, [22, 0, 0])).toBeLessThan(1.5)
})

test('progress goes from 0 to 1 and never back', () => {
  const shares: number[] = []
  const steps = findCandidates(thigh({ balls: BALLS }))
  for (let step = steps.next(); !step.done; step = steps.next()) shares.push(step.value.share)
  expect(shares.length).toBeGreaterThan(10)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBeLessThanOrEqual(1)
})
