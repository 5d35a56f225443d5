import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { evenOddArea } from './even-odd'
import type { PixelPoint } from './image-plane'
import { measuresOf } from './measure'
import { heldMove, heldOn, rowOf, SHAPES } from './shapes'

const grid = { columns: 60, rows: 60, unit: '', valueAt: () => 1 }

/** Pixels inside, counted one by one. */
function counted(points: readonly PixelPoint[]): number {
  let count = 0
  for (let row = 0; row < grid.rows; row++)
    for (let column = 0; column < grid.columns; column++)
      if (rowOf('outline').contains(points, [column + 0.5, row + 0.5])) count++
  return count
}

describe('area is what is inside by the even-odd rule', () => {
  const bowTie: PixelPoint[] = [[10, 10], [30, 30], [30, 10], [10, 30]] // prettier-ignore
  const twice: PixelPoint[] = [[10, 10], [30, 10], [30, 30], [10, 30], [10, 10], [30, 10], [30, 30], [10, 30]] // prettier-ignore
  const loop: PixelPoint[] = [[10, 10], [40, 10], [40, 30], [20, 30], [20, 20], [30, 20], [30, 40], [10, 40]] // prettier-ignore
  const star: PixelPoint[] = [0, 2, 4, 1, 3].map((corner): PixelPoint => {
    const angle = (2 * Math.PI * corner) / 5
    return [30 + 25 * Math.sin(angle), 30 - 25 * Math.cos(angle)]
  })

  test.each([
    ['a bow tie', bowTie, 200],
    ['twice around', twice, 0],
    ['a loop over itself', loop, 700],
    ['a plain square', [[10, 10], [30, 10], [30, 30], [10, 30]] as PixelPoint[], 400], // prettier-ignore
  ])('%s', (_, points, area) => {
    expect(evenOddArea(points)).toBeCloseTo(area, 9)
    expect(Math.abs(counted(points) - area)).toBeLessThan(0.06 * Math.max(area, 1) + 1)
  })

  test('a star agrees with its pixels', () => expect(evenOddArea(star) / counted(star)).toBeCloseTo(1, 1))

  test('of twenty thousand points, as a brush may leave them', () => {
    const round = Array.from({ length: 20_000 }, (_, step): PixelPoint => {
      const angle = (2 * Math.PI * step) / 20_000
      return [30 + 20 * Math.cos(angle), 30 + 20 * Math.sin(angle)]
    })
    expect(evenOddArea(round)).toBeCloseTo(400 * Math.PI, 3)
  })

  test('area and statistics of a mark follow one rule', () => {
    const region = {
      shape: 'outline',
      SOPInstanceUID: '1',
      SOPClassUID: '1',
      frameNumber: 1,
      points: bowTie,
    } as const
    expect(measuresOf(region, undefined, grid)).toMatchObject([
      { quantity: 'longestDiameter' },
      { quantity: 'area', value: 200 },
      { quantity: 'mean', value: 1 },
      {},
      {},
      {},
    ])
  })
})

describe('the edge of the image', () => {
  const size = { columns: 100, rows: 50 }

  test.each<[string, PixelPoint[], PixelPoint[] | undefined]>([
    ['inside it stays', [[10, 10], [20, 20]], [[10, 10], [20, 20]]],
    ['what leaves is held', [[90, 40], [130, 70]], [[90, 40], [100, 50]]],
    ['across is held at both', [[-5, 10], [105, 10]], [[0, 10], [100, 10]]],
    ['beside is refused', [[-20, 10], [-3, 20]], undefined],
    ['below is refused', [[10, 50], [20, 60]], undefined],
    ['a point beside is refused', [[101, 20]], undefined],
  ])('%s', (_, anchors, held) => expect(heldOn(anchors, size)).toEqual(held)) // prettier-ignore

  test('a mark is moved as far as the edge', () => {
    const line: PixelPoint[] = [[10, 10], [30, 20]] // prettier-ignore
    expect(heldMove(line, [-50, 5], size)).toEqual([-10, 5])
    expect(heldMove(line, [80, 40], size)).toEqual([70, 30])
  })
})

test('nothing but the row asks which shape a mark has', () => {
  const names = Object.keys(SHAPES).join('|')
  const asks = new RegExp(`[!=]==\\s*'(${names})'`)
  const root = new URL('../', import.meta.url)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|svelte)$/.test(file),
  )
  const asking = files.filter(
    (file) => !file.endsWith('.test.ts') && asks.test(shapeLines(new URL(file, root))),
  )
  expect(asking).toEqual([])
})

const shapeLines = (file: URL): string =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /shape/i.test(line))
    .join('\n')
