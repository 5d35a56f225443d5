import { expect, test } from 'vitest'
import { fitting } from './fitting'

const groups = [['a', 'b'], ['c', 'd', 'e'], ['f']]
const widths = { button: 30, gap: 10 }

test('all fit', () => {
  expect(fitting(groups, 210, widths)).toEqual(groups)
  expect(fitting(groups, Infinity, widths)).toEqual(groups)
})

test('where they do not, the first ones are shown, and there is room for the menu', () => {
  expect(fitting(groups, 209, widths)).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ])
  expect(fitting(groups, 140, widths)).toEqual([['a', 'b'], ['c']])
  expect(fitting(groups, 100, widths)).toEqual([['a', 'b']])
  expect(fitting(groups, 20, widths)).toEqual([])
})
