import { expect, test } from 'vitest'
import { beside, overlap, type Box } from './beside'

const ROOM = { width: 1024, height: 768 }
const SIZE = { width: 200, height: 40 }
const PLACING = { sides: ['below', 'above', 'left', 'right'], gap: 6, margin: 4 } as const
const target = (left: number, top: number): Box => ({ left, top, width: 30, height: 30 })

test('centred below the target', () => {
  expect(beside(target(500, 100), SIZE, ROOM, PLACING)).toEqual({ ...SIZE, left: 415, top: 136 })
})

test.each([
  ['left', target(0, 100), { left: 4, top: 136 }],
  ['right', target(994, 100), { left: 820, top: 136 }],
  ['bottom', target(500, 738), { left: 415, top: 692 }],
])('whole at the %s edge', (_, at, place) => {
  expect(beside(at, SIZE, ROOM, PLACING)).toEqual({ ...SIZE, ...place })
})

test('beside a target that is as high as the window', () => {
  const column = { left: 0, top: 0, width: 128, height: 768 }
  expect(beside(column, SIZE, ROOM, PLACING)).toMatchObject({ left: 134 })
})

test('a side that covers nothing of what is avoided comes before the preferred one', () => {
  const image = { left: 0, top: 44, width: 600, height: 700 }
  const place = beside(target(590, 200), SIZE, ROOM, { ...PLACING, avoid: [image] })
  expect(place).toMatchObject({ left: 626 })
  expect(overlap(place, image)).toBe(0)
})

test('the preferred side where every side covers something', () => {
  const everything = { left: 0, top: 0, ...ROOM }
  expect(beside(target(500, 100), SIZE, ROOM, { ...PLACING, avoid: [everything] })).toMatchObject({
    top: 136,
  })
})
