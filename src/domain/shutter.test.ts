import { expect, test } from 'vitest'
import { coveredBy, type Shutter, type ShutterShape } from './shutter'

const size = { columns: 6, rows: 4 }
const picture = (...shapes: ShutterShape[]) => {
  const covered = coveredBy({ shapes, grey: 0 } satisfies Shutter, size, [
    { group: 0x6002, description: '', type: 'G', rows: 2, columns: 2, left: 1, top: 1, bitPosition: 0, bitmap: Uint8Array.from([1, 0, 0, 1]) }, // prettier-ignore
  ])
  return covered && Array.from({ length: 4 }, (_, row) => covered.subarray(6 * row, 6 * row + 6).join(''))
}

test.each<[string, ShutterShape, string[] | undefined]>([
  [
    'a rectangle with its edges',
    { kind: 'rectangle', left: 2, right: 4, upper: 2, lower: 3 },
    ['111111', '100011', '100011', '111111'],
  ],
  ['a circle', { kind: 'circle', column: 3, row: 2, radius: 1 }, ['110111', '100011', '110111', '111111']],
  [
    'a polygon',
    {
      kind: 'polygon',
      vertices: [
        [1, 1],
        [4, 1],
        [1, 4],
      ],
    },
    ['000011', '000111', '001111', '011111'],
  ],
  ['a bitmap', { kind: 'bitmap', group: 0x6002 }, ['000000', '010000', '001000', '000000']],
  ['one that covers nothing', { kind: 'rectangle', left: 0, right: 9, upper: 0, lower: 9 }, undefined],
  ['one that covers everything', { kind: 'circle', column: 50, row: 50, radius: 1 }, undefined],
  ['a bitmap that is not there', { kind: 'bitmap', group: 0x6010 }, undefined],
])('%s', (_, shape, expected) => expect(picture(shape)).toEqual(expected))

test('of several shapes, what lies within all is seen', () =>
  expect(
    picture(
      { kind: 'rectangle', left: 2, right: 6, upper: 1, lower: 4 },
      { kind: 'circle', column: 2, row: 2, radius: 1 },
    ),
  ).toEqual(['101111', '100111', '101111', '111111']))
