import { expect, test } from 'vitest'
import { continuesIntoBone } from './bone-continuity'
import { DENSE, type BoneGrid } from './bone-grid'
import type { CtVolume } from './volume'

const SIZE = [40, 40, 50] as const

/** How deep a place lies in a box, in cells; 0 and less outside. */
const inBox =
  (x: number, y: number, z: number, halfXy: number, halfZ: number) => (i: number, j: number, k: number) =>
    Math.min(halfXy - Math.abs(i - x), halfXy - Math.abs(j - y), halfZ - Math.abs(k - z))

const BONE = inBox(20, 20, 15, 14, 13)
/** It begins within the bone, so that both are one where they meet. */
const PROCESS = inBox(20, 20, 30, 7, 14)

/** @param hu of a place of the process, by its depth and its height above the bone's surface */
function isContinuous(hu: (depth: number, height: number) => number): boolean {
  const total = SIZE[0] * SIZE[1] * SIZE[2]
  const values = new Int16Array(total).fill(50)
  const solid = new Uint8Array(total)
  const depth = new Uint8Array(total)
  const process: number[] = []
  for (let k = 0, index = 0; k < SIZE[2]; k++)
    for (let j = 0; j < SIZE[1]; j++)
      for (let i = 0; i < SIZE[0]; i++, index++) {
        const [inBone, inProcess] = [BONE(i, j, k), PROCESS(i, j, k)]
        const deep = Math.max(inBone, inProcess)
        if (deep <= 0) continue
        solid[index] = DENSE
        depth[index] = Math.min(250, 10 * deep)
        if (inBone > 0) values[index] = (inProcess > 2 ? inBone + inProcess : inBone) > 2 ? 220 : 900
        if (inBone > 2 || inProcess <= 0) continue
        values[index] = hu(inProcess, k - 28)
        if (inBone <= 0) process.push(index)
      }
  const volume: CtVolume = {
    geometry: {
      FrameOfReferenceUID: '2.25.4',
      size: [...SIZE],
      origin: [0, 0, 0],
      iStep: [1, 0, 0],
      jStep: [0, 1, 0],
      kStep: [0, 0, 1],
    },
    values,
  }
  const grid: BoneGrid = {
    size: [...SIZE],
    origin: [0, 0, 0],
    voxels: [1, 1, 1],
    stepMm: [1, 1, 1],
    solid,
    depth,
    cells: new Int32Array(0),
  }
  const own = new Set(process)
  return continuesIntoBone(volume, grid, process, (index) => solid[index] === DENSE && !own.has(index))
}

const withCortex = (depth: number) => (depth <= 2 ? 850 : 230)

test('a process whose trabeculae go on into the bone is bone', () => {
  expect(isContinuous(withCortex)).toBe(true)
})

test('cortex in between tells what was laid down on the bone', () => {
  expect(isContinuous((depth, height) => (height <= 1 ? 850 : withCortex(depth)))).toBe(false)
})

test('calcium of one density is no process, dense or not', () => {
  for (const hu of [260, 400, 800]) expect(isContinuous(() => hu)).toBe(false)
})
