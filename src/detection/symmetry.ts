import { EMPTY, type BoneGrid } from './bone-grid'
import { spacingOf, type CtVolume } from './volume'

/*
 * The plane between left and right, where both sides are in the picture: a bone has its like at the mirrored
 * place, ossification of the soft tissues rarely has.
 */

export interface Mirror {
  /**
   * Share of cells whose mirrored place is bone within some 5 mm; undefined where they lie in the plane itself, or
   * where the picture shows too little of the other side.
   */
  readonly shareOf: (cells: readonly number[]) => number | undefined
  /** Those of the cells whose mirrored place is bone within some 2 mm. */
  readonly mirroredOf: (cells: readonly number[]) => number[]
  /**
   * Share of the cells of something small that have their like on the other side, cell by cell, once the bone around
   * it is laid over that of the other side; undefined where that does not fit.
   */
  readonly likenessOf: (cells: readonly number[], isBone: (index: number) => boolean) => number | undefined
}

/** Known bone this far from the plane tells of sides: a joint or a pair of shafts is symmetric within itself. */
const SIDE_MM = 30
const MIN_SIDE_SHARE = 0.4
/** So much of it must have its like on the other side. */
const MIN_SYMMETRY = 0.75
/** Nearer to the plane than this a thing would be its own mirror image. */
const OWN_IMAGE_MM = 8
const BLOCK_MM = 3
const SAMPLES = 800
const SHARE_SAMPLES = 3000

/** A plane in mm from the grid's first cell: what lies on it has normal · place = at. */
interface Plane {
  readonly normal: readonly [number, number, number]
  readonly at: number
}

/**
 * @param known cells of each bone that is known: the plane is sought for them
 * @param like cells of each thing that looks like bone: what a mirrored place may hold
 * @returns undefined when the picture shows no two sides
 */
export function mirrorOf(
  volume: CtVolume,
  grid: BoneGrid,
  known: readonly (readonly number[])[],
  like: readonly (readonly number[])[],
): Mirror | undefined {
  const total = known.reduce((sum, { length }) => sum + length, 0)
  if (total === 0) return undefined
  const blocks = blocksOf(grid, like)
  const places = known.flatMap((cells) => placesIn(grid, cells, Math.max(1, Math.floor(total / SAMPLES))))
  const plane = planeFor(blocks, places, acrossAxis(volume))
  if (!plane) return undefined
  const picture = pictureOf(volume, grid)
  return {
    shareOf: (cells) => shareOf(grid, blocks, plane, picture, cells),
    mirroredOf: (cells) =>
      cells.filter((index) => {
        const image = imageOf(placeOf(grid, index), plane)
        return nearnessAt(blocks, image[0], image[1], image[2]) === HELD
      }),
    likenessOf: (cells, isBone) => likenessOf(grid, plane, cells, isBone),
  }
}

function placesIn(grid: BoneGrid, cells: readonly number[], stride: number): Place[] {
  const places: Place[] = []
  for (let at = 0; at < cells.length; at += stride) places.push(placeOf(grid, cells[at]))
  return places
}

const placeOf = ({ size, stepMm }: BoneGrid, index: number): Place => [
  ((index % size[0]) + 0.5) * stepMm[0],
  ((Math.floor(index / size[0]) % size[1]) + 0.5) * stepMm[1],
  (Math.floor(index / (size[0] * size[1])) + 0.5) * stepMm[2],
]

type Place = readonly [number, number, number]

/** The axis of the grid that runs from one side of the patient to the other. */
function acrossAxis({ geometry: { iStep, jStep, kStep } }: CtVolume): 0 | 1 | 2 {
  const shares = [iStep, jStep, kStep].map((step) => Math.abs(step[0]) / Math.hypot(...step))
  return shares.indexOf(Math.max(...shares)) as 0 | 1 | 2
}

/** Where the picture begins and ends, mm from the grid's first cell. */
function pictureOf({ geometry }: CtVolume, { origin }: BoneGrid): readonly (readonly [number, number])[] {
  return spacingOf(geometry).map((mm, axis) => [
    -origin[axis] * mm,
    (geometry.size[axis] - origin[axis]) * mm,
  ])
}

interface Blocks {
  readonly size: readonly number[]
  readonly mm: readonly number[]
  /** HELD in a block that holds bone, BESIDE in those that share a face with one; 0 elsewhere. */
  readonly near: Uint8Array
}

const BESIDE = 1
const HELD = 2

function blocksOf(grid: BoneGrid, like: readonly (readonly number[])[]): Blocks {
  const cells = grid.stepMm.map((mm) => Math.max(1, Math.round(BLOCK_MM / mm)))
  const size = grid.size.map((count, axis) => Math.ceil(count / cells[axis]))
  const [ni, nj] = grid.size
  const [bi, bj, bk] = size
  const near = new Uint8Array(bi * bj * bk)
  const mark = (index: number) => {
    const x = Math.floor((index % ni) / cells[0])
    const y = Math.floor((Math.floor(index / ni) % nj) / cells[1])
    const z = Math.floor(Math.floor(index / (ni * nj)) / cells[2])
    const at = (z * bj + y) * bi + x
    if (near[at] === HELD) return
    near[at] = HELD
    if (x > 0) near[at - 1] ||= BESIDE
    if (x < bi - 1) near[at + 1] ||= BESIDE
    if (y > 0) near[at - bi] ||= BESIDE
    if (y < bj - 1) near[at + bi] ||= BESIDE
    if (z > 0) near[at - bi * bj] ||= BESIDE
    if (z < bk - 1) near[at + bi * bj] ||= BESIDE
  }
  for (const own of like) own.forEach(mark)
  return { size, mm: cells.map((count, axis) => count * grid.stepMm[axis]), near }
}

function nearnessAt({ size, mm, near }: Blocks, x: number, y: number, z: number): number {
  const i = Math.floor(x / mm[0])
  const j = Math.floor(y / mm[1])
  const k = Math.floor(z / mm[2])
  if (i < 0 || j < 0 || k < 0 || i >= size[0] || j >= size[1] || k >= size[2]) return 0
  return near[(k * size[1] + j) * size[0] + i]
}

/** A patient lies turned or bent by some degrees; coarse steps first, then fine ones around the best. */
const COARSE = { turns: [-12, -8, -4, 0, 4, 8, 12], stepMm: 3 }
const FINE = {
  turns: [-3, -2, -1, 0, 1, 2, 3],
  tilts: [-6, -4, -2, 0, 2, 4, 6],
  shiftsMm: [-3, -1.5, 0, 1.5, 3],
}

function planeFor(blocks: Blocks, places: readonly Place[], across: 0 | 1 | 2): Plane | undefined {
  const along = places.map((place) => place[across]).sort((a, b) => a - b)
  const [low, high] = [along[0], along[along.length - 1]]
  const middle = middleOf(places)
  let best = { fit: 0, share: 0, turn: 0, tilt: 0, offMm: 0 }
  const attempt = (turn: number, tilt: number, offMm: number) => {
    const { fit, share } = symmetryAbout(blocks, places, planeAt(middle, across, turn, tilt, offMm))
    if (fit > best.fit) best = { fit, share, turn, tilt, offMm }
  }
  const reach = 0.3 * (high - low)
  for (const turn of COARSE.turns)
    for (let offMm = -reach; offMm <= reach; offMm += COARSE.stepMm) attempt(turn, 0, offMm)
  const { turn: turned, offMm: off } = best
  for (const turn of FINE.turns)
    for (const tilt of FINE.tilts)
      for (const shift of FINE.shiftsMm) attempt(turned + turn, tilt, off + shift)
  return best.share >= MIN_SYMMETRY ? planeAt(middle, across, best.turn, best.tilt, best.offMm) : undefined
}

function middleOf(places: readonly Place[]): Place {
  const sum = [0, 0, 0]
  for (const place of places) place.forEach((mm, axis) => (sum[axis] += mm / places.length))
  return [sum[0], sum[1], sum[2]]
}

/** @param turn and tilt in degrees, toward the axes after and before the one across */
function planeAt(middle: Place, across: 0 | 1 | 2, turn: number, tilt: number, offMm: number): Plane {
  const normal: [number, number, number] = [0, 0, 0]
  normal[(across + 1) % 3] = Math.sin((turn * Math.PI) / 180)
  normal[(across + 2) % 3] = Math.sin((tilt * Math.PI) / 180)
  normal[across] = Math.sqrt(1 - normal[(across + 1) % 3] ** 2 - normal[(across + 2) % 3] ** 2)
  const at = normal.reduce((sum, part, axis) => sum + part * middle[axis], 0) + offMm
  return { normal, at }
}

/** Of the places to the sides: the share that has bone near its mirrored place, and how well it fits, 0 to 1. */
function symmetryAbout(blocks: Blocks, places: readonly Place[], { normal, at }: Plane) {
  let [sides, mirrored, fit] = [0, 0, 0]
  for (const [x, y, z] of places) {
    const away = normal[0] * x + normal[1] * y + normal[2] * z - at
    if (Math.abs(away) < SIDE_MM) continue
    const image = [x - 2 * away * normal[0], y - 2 * away * normal[1], z - 2 * away * normal[2]]
    const nearness = nearnessAt(blocks, image[0], image[1], image[2])
    sides++
    fit += nearness / HELD
    if (nearness > 0) mirrored++
  }
  return sides >= MIN_SIDE_SHARE * places.length
    ? { share: mirrored / sides, fit: fit / sides }
    : { share: 0, fit: 0 }
}

function imageOf([x, y, z]: Place, { normal, at }: Plane): Place {
  const away = normal[0] * x + normal[1] * y + normal[2] * z - at
  return [x - 2 * away * normal[0], y - 2 * away * normal[1], z - 2 * away * normal[2]]
}

function shareOf(
  grid: BoneGrid,
  blocks: Blocks,
  { normal, at }: Plane,
  picture: readonly (readonly [number, number])[],
  cells: readonly number[],
): number | undefined {
  const stride = Math.max(1, Math.floor(cells.length / SHARE_SAMPLES))
  let [looked, counted, mirrored] = [0, 0, 0]
  for (let next = 0; next < cells.length; next += stride) {
    looked++
    const place = placeOf(grid, cells[next])
    const away = normal[0] * place[0] + normal[1] * place[1] + normal[2] * place[2] - at
    if (Math.abs(away) < OWN_IMAGE_MM) continue
    const image = place.map((mm, axis) => mm - 2 * away * normal[axis])
    if (image.some((mm, axis) => mm < picture[axis][0] || mm > picture[axis][1])) continue
    counted++
    if (nearnessAt(blocks, image[0], image[1], image[2]) > 0) mirrored++
  }
  return counted >= 0.5 * looked ? mirrored / counted : undefined
}

/** How far the bone of one side is moved at most to lie over that of the other, mm. */
const OVERLAY_MM = 5
/** What is bone, and what is not, must then agree in so much of the surroundings. */
const MIN_OVERLAY = 0.8
const LESS_PER_MM = 0.004
const AROUND_MM = 10
const OVERLAY_SAMPLES = 800

function likenessOf(
  grid: BoneGrid,
  plane: Plane,
  cells: readonly number[],
  isBone: (index: number) => boolean,
): number | undefined {
  const images = imagesOf(grid, plane, cells)
  if (images.length < 3 * 0.75 * cells.length) return undefined
  const around = surroundingsOf(grid, cells, isBone)
  const bone = imagesOf(grid, plane, around.bone)
  const empty = imagesOf(grid, plane, around.empty)
  if (bone.length === 0 || empty.length === 0) return undefined
  let best = { fit: -1, overlay: 0, moved: [0, 0, 0] }
  const attempt = (moved: readonly [number, number, number]) => {
    // Of places that fit alike, along a shaft, the nearest.
    const movedMm = Math.hypot(...moved.map((cells, axis) => cells * grid.stepMm[axis]))
    const overBone = solidShare(grid, bone, moved)
    if (overBone - LESS_PER_MM * movedMm <= best.fit) return
    const overlay = Math.min(overBone, 1 - solidShare(grid, empty, moved))
    const fit = overlay - LESS_PER_MM * movedMm
    if (fit > best.fit) best = { fit, overlay, moved: [...moved] }
  }
  // Every second place first, then those around the best.
  const [i, j, k] = grid.stepMm.map((mm) => 2 * Math.round(OVERLAY_MM / mm / 2))
  for (let z = -k; z <= k; z += 2)
    for (let y = -j; y <= j; y += 2) for (let x = -i; x <= i; x += 2) attempt([x, y, z])
  const [x, y, z] = best.moved
  for (const dz of [-1, 0, 1])
    for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) attempt([x + dx, y + dy, z + dz])
  if (best.overlay < MIN_OVERLAY) return undefined
  return solidShare(grid, images, best.moved)
}

/** Some of the cells of bone and of the empty ones in the box around cells. */
function surroundingsOf(grid: BoneGrid, cells: readonly number[], isBone: (index: number) => boolean) {
  const { size, stepMm, solid } = grid
  const [ni, nj] = size
  const low = [Infinity, Infinity, Infinity]
  const high = [0, 0, 0]
  for (const index of cells) {
    const place = [index % ni, Math.floor(index / ni) % nj, Math.floor(index / (ni * nj))]
    place.forEach((at, axis) => {
      low[axis] = Math.min(low[axis], at)
      high[axis] = Math.max(high[axis], at)
    })
  }
  const margin = stepMm.map((mm) => Math.round(AROUND_MM / mm))
  const from = low.map((at, axis) => Math.max(0, at - margin[axis]))
  const to = high.map((at, axis) => Math.min(size[axis] - 1, at + margin[axis]))
  const bone: number[] = []
  const empty: number[] = []
  const total = (to[0] - from[0] + 1) * (to[1] - from[1] + 1) * (to[2] - from[2] + 1)
  // An odd step walks through all columns.
  const stride = 2 * Math.floor(total / OVERLAY_SAMPLES / 4) + 1
  let count = 0
  for (let k = from[2]; k <= to[2]; k++)
    for (let j = from[1]; j <= to[1]; j++)
      for (let i = from[0]; i <= to[0]; i++, count++) {
        if (count % stride !== 0) continue
        const index = (k * nj + j) * ni + i
        if (solid[index] === EMPTY) empty.push(index)
        else if (isBone(index)) bone.push(index)
      }
  return { bone, empty }
}

/** The cells that cells are mirrored to, as their places in the grid; those in the plane are left out. */
function imagesOf(grid: BoneGrid, { normal, at }: Plane, cells: readonly number[]): Int16Array {
  const places: number[] = []
  for (const index of cells) {
    const place = placeOf(grid, index)
    const away = normal[0] * place[0] + normal[1] * place[1] + normal[2] * place[2] - at
    if (Math.abs(away) < OWN_IMAGE_MM) continue
    place.forEach((mm, axis) => places.push(Math.floor((mm - 2 * away * normal[axis]) / grid.stepMm[axis])))
  }
  return Int16Array.from(places)
}

function solidShare({ size, solid }: BoneGrid, places: Int16Array, [di, dj, dk]: readonly number[]): number {
  let count = 0
  for (let at = 0; at < places.length; at += 3) {
    const [i, j, k] = [places[at] + di, places[at + 1] + dj, places[at + 2] + dk]
    if (i < 0 || j < 0 || k < 0 || i >= size[0] || j >= size[1] || k >= size[2]) continue
    if (solid[(k * size[1] + j) * size[0] + i] !== EMPTY) count++
  }
  return (3 * count) / places.length
}
