import { describe, expect, test } from 'vitest'
import { mirrorOf } from './symmetry'
import type { BoneGrid } from './bone-grid'
import type { CtVolume } from './volume'

const SIZE = [100, 40, 20] as const

const volume: CtVolume = {
  geometry: {
    FrameOfReferenceUID: '2.25.3',
    size: [100, 40, 20],
    origin: [0, 0, 0],
    iStep: [1.5, 0, 0],
    jStep: [0, 1.5, 0],
    kStep: [0, 0, 2],
  },
  values: new Int16Array(0),
}

/** Only what the mirror reads. */
const grid: BoneGrid = {
  size: [...SIZE],
  origin: [0, 0, 0],
  voxels: [1, 1, 1],
  stepMm: [1.5, 1.5, 2],
  solid: new Uint8Array(0),
  depth: new Uint8Array(0),
  cells: new Int32Array(0),
}

/** Cells of an upright cylinder, through all slices or those from one to another. */
function cylinder(x: number, y: number, radius: number, from = 0, to: number = SIZE[2]): number[] {
  const cells: number[] = []
  for (let k = from; k < to; k++)
    for (let j = 0; j < SIZE[1]; j++)
      for (let i = 0; i < SIZE[0]; i++)
        if (Math.hypot(i - x, j - y) <= radius) cells.push((k * SIZE[1] + j) * SIZE[0] + i)
  return cells
}

const LEFT = cylinder(80, 20, 9)
const RIGHT = cylinder(20, 20, 9)

test('two bones mirror each other; what one side alone has does not', () => {
  const alone = cylinder(65, 20, 5, 5, 15)
  const mirror = mirrorOf(volume, grid, [LEFT, RIGHT], [LEFT, RIGHT, alone])
  expect(mirror?.shareOf(LEFT)).toBeGreaterThan(0.95)
  expect(mirror?.shareOf(RIGHT)).toBeGreaterThan(0.95)
  expect(mirror?.shareOf(alone)).toBeLessThan(0.05)
})

test('of what is partly bone, the part that the other side has is told', () => {
  const alone = cylinder(62, 20, 5, 5, 15)
  const mirror = mirrorOf(volume, grid, [LEFT, RIGHT], [LEFT, RIGHT, alone])
  const mirrored = new Set(mirror?.mirroredOf([...LEFT, ...alone]))
  expect(LEFT.filter((index) => mirrored.has(index)).length).toBeGreaterThan(0.9 * LEFT.length)
  expect(alone.filter((index) => mirrored.has(index)).length).toBeLessThan(0.05 * alone.length)
})

/** A rod that stands out of the side of a bone, toward the plane or away from it. */
const rod = (from: number, to: number, y = 20): number[] =>
  cylinder((from + to) / 2, y, 100).filter((index) => {
    const [i, j] = [index % SIZE[0], Math.floor(index / SIZE[0]) % SIZE[1]]
    const k = Math.floor(index / (SIZE[0] * SIZE[1]))
    return i >= from && i <= to && Math.abs(j - y) <= 1 && Math.abs(k - 10) <= 1
  })

describe('a process', () => {
  const bones = [...LEFT, ...RIGHT]
  const likenessOf = (own: readonly number[], other: readonly number[]) => {
    const solid = new Uint8Array(SIZE[0] * SIZE[1] * SIZE[2])
    for (const index of [...bones, ...own, ...other]) solid[index] = 1
    const isBone = new Set(bones)
    const mirror = mirrorOf(volume, { ...grid, solid }, [bones], [bones])
    return mirror?.likenessOf(own, (index) => isBone.has(index))
  }

  test('has its like, even some millimetres off', () => {
    expect(likenessOf(rod(90, 95), rod(5, 10))).toBeGreaterThan(0.8)
    expect(likenessOf(rod(90, 95), rod(5, 10, 21))).toBeGreaterThan(0.5)
  })

  test('has none where the other side is bare or bears another form', () => {
    expect(likenessOf(rod(90, 95), [])).toBeLessThan(0.3)
    expect(likenessOf(rod(90, 95), rod(5, 10, 27))).toBeLessThan(0.3)
  })
})

test('what lies in the plane would be its own image, and is left open', () => {
  const middle = cylinder(50, 20, 3)
  expect(mirrorOf(volume, grid, [LEFT, RIGHT], [LEFT, RIGHT, middle])?.shareOf(middle)).toBeUndefined()
})

test('what has its like beyond the picture is left open', () => {
  const near = [...cylinder(10, 20, 9), ...cylinder(60, 20, 9)]
  const far = cylinder(92, 20, 6)
  const mirror = mirrorOf(volume, grid, [near], [near, far])
  expect(mirror).toBeDefined()
  expect(mirror?.shareOf(far)).toBeUndefined()
})

test('a single bone, and two of one limb, have no sides', () => {
  const forearm = [...cylinder(45, 20, 6), ...cylinder(62, 20, 6)]
  for (const bones of [LEFT, forearm, []]) expect(mirrorOf(volume, grid, [bones], [bones])).toBeUndefined()
})

test('bones of unlike places have no plane between them', () => {
  const unlike = [...cylinder(80, 8, 7, 0, 8), ...cylinder(20, 30, 7, 12, 20)]
  expect(mirrorOf(volume, grid, [unlike], [unlike])).toBeUndefined()
})
