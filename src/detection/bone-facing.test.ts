import { expect, test } from 'vitest'
import { smallBonesAmong } from './bone-facing'
import type { BoneGrid } from './bone-grid'
import type { Territory } from './bone-like'

const SIZE = [60, 40, 30] as const

/** Only what is read here. */
const grid: BoneGrid = {
  size: [...SIZE],
  origin: [0, 0, 0],
  voxels: [1, 1, 1],
  stepMm: [1, 1, 1],
  solid: new Uint8Array(0),
  depth: new Uint8Array(0),
  cells: new Int32Array(0),
}

type Corner = readonly [number, number, number]

/** Cubes of 9 mm, each a territory; the last ones go on beyond the picture. */
function cubes(corners: readonly Corner[], { areBones = true, goingOn = 0 } = {}) {
  const label = new Int16Array(SIZE[0] * SIZE[1] * SIZE[2])
  const territories = corners.map(([x, y, z], at): Territory => {
    const cells: number[] = []
    for (let k = z; k < z + 9; k++)
      for (let j = y; j < y + 9; j++)
        for (let i = x; i < x + 9; i++) cells.push((k * SIZE[1] + j) * SIZE[0] + i)
    for (const index of cells) label[index] = at + 1
    const goesOn = at >= corners.length - goingOn
    return { cells, volumeMm3: cells.length, looksLikeBone: areBones, goesOn, holdsSoftTissue: false }
  })
  return smallBonesAmong(grid, label, territories, 15_000)
}

/** Two rows of three, 2 mm apart; and the rays, which follow them. */
const row = (y: number, z: number): Corner[] => [0, 11, 22].map((x): Corner => [x + 2, y, z])
const CARPUS = [...row(2, 4), ...row(13, 4)]
const RAYS = [...row(2, 15), ...row(13, 15)]

test('the bones of a carpus face each other and the rays', () => {
  const found = cubes([...CARPUS, ...RAYS], { goingOn: 6 })
  expect(found.slice(0, 6)).toEqual(CARPUS.map(() => true))
})

test('a mass of many lobules is no carpus', () => {
  expect(cubes([...CARPUS, ...RAYS])).toEqual([...CARPUS, ...RAYS].map(() => false))
  expect(cubes([...CARPUS, ...RAYS.slice(0, 3)], { goingOn: 3 }).slice(0, 6)).toEqual(CARPUS.map(() => false))
})

test('a few pieces beside each other are no carpus', () => {
  expect(cubes(CARPUS.slice(0, 4), { goingOn: 4 })).toEqual([false, false, false, false])
})

test('one that stands off is not of it', () => {
  expect(cubes([[50, 2, 4], ...CARPUS, ...RAYS], { goingOn: 6 })[0]).toBe(false)
})

test('what does not look like bone is not of it', () => {
  expect(cubes([...CARPUS, ...RAYS], { areBones: false, goingOn: 6 }).some(Boolean)).toBe(false)
})
