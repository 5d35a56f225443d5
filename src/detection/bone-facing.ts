import type { BoneGrid } from './bone-grid'
import type { Territory } from './bone-like'

/*
 * The small bones of a wrist or a foot: each has other bones around it across narrow joints, and there are many.
 * Ossification beside one of the large joints has few such neighbours.
 */

/** A joint space and the blur on both sides. */
const FACING_MM = 5
/** Share of the surface that faces other bones: a pisiform has 0.69. */
const MIN_FACED = 0.6
/** Bones that face each other in a row, the large ones of the limb not counted. */
const MIN_SMALL_BONES = 5
/**
 * And the bones of the limb and of the rays that they lie between, which are large or go on beyond the picture: a
 * calcified mass of many lobules lies beside two or three.
 */
const MIN_RAYS = 4
/** One in so many cells of a surface is looked at. */
const STRIDE = 3

/**
 * Which territories are small bones among their like.
 * @param label number of the territory of each cell, from 1
 * @param largestMm3 what is larger is counted among the large bones
 */
export function smallBonesAmong(
  grid: BoneGrid,
  label: Int16Array,
  territories: readonly Territory[],
  largestMm3: number,
): boolean[] {
  const isSmall = territories.map(
    ({ looksLikeBone, volumeMm3, holdsSoftTissue }) =>
      looksLikeBone && !holdsSoftTissue && volumeMm3 < largestMm3,
  )
  if (isSmall.filter(Boolean).length < MIN_SMALL_BONES) return isSmall.map(() => false)
  const facing = territories.map((_, at) =>
    isSmall[at] ? facingOf(grid, label, territories, at) : { share: 0, others: [] },
  )
  const parent = territories.map((_, at) => at)
  const root = (at: number): number => (parent[at] === at ? at : root(parent[at]))
  facing.forEach(({ others }, at) => {
    for (const other of others) if (isSmall[other]) parent[root(other)] = root(at)
  })
  const small = new Map<number, number>()
  const rays = new Map<number, Set<number>>()
  isSmall.forEach((is, at) => {
    if (!is) return
    const group = root(at)
    small.set(group, (small.get(group) ?? 0) + 1)
    const around = [at, ...facing[at].others].filter(
      (other) => territories[other].goesOn || territories[other].volumeMm3 >= largestMm3,
    )
    rays.set(group, new Set([...(rays.get(group) ?? []), ...around]))
  })
  const isHandOrFoot = (group: number) =>
    (small.get(group) ?? 0) >= MIN_SMALL_BONES && (rays.get(group)?.size ?? 0) >= MIN_RAYS
  return isSmall.map((is, at) => is && facing[at].share >= MIN_FACED && isHandOrFoot(root(at)))
}

/** How much of a territory's surface within the slices faces other bones, and which. */
function facingOf(
  { size, stepMm }: BoneGrid,
  label: Int16Array,
  territories: readonly Territory[],
  at: number,
): { readonly share: number; readonly others: readonly number[] } {
  const [ni, nj, nk] = size
  const reach = stepMm.map((mm) => Math.max(1, Math.round(FACING_MM / mm)))
  const others = new Set<number>()
  let [surface, faced] = [0, 0]
  const { cells } = territories[at]
  let outer = 0
  for (const index of cells) {
    const k = Math.floor(index / (ni * nj))
    const j = Math.floor(index / ni) - k * nj
    const i = index % ni
    const isInside = [
      i > 0 ? index - 1 : -1,
      i < ni - 1 ? index + 1 : -1,
      j > 0 ? index - ni : -1,
      j < nj - 1 ? index + ni : -1,
    ].every((beside) => beside >= 0 && label[beside] === at + 1)
    if (isInside || outer++ % STRIDE !== 0) continue
    surface++
    let found = false
    for (let z = Math.max(0, k - reach[2]); z <= Math.min(nk - 1, k + reach[2]); z++)
      for (let y = Math.max(0, j - reach[1]); y <= Math.min(nj - 1, j + reach[1]); y++)
        for (let x = Math.max(0, i - reach[0]); x <= Math.min(ni - 1, i + reach[0]); x++) {
          const other = label[(z * nj + y) * ni + x] - 1
          if (other < 0 || other === at || !territories[other].looksLikeBone) continue
          found = true
          others.add(other)
        }
    if (found) faced++
  }
  return { share: surface > 0 ? faced / surface : 0, others: [...others] }
}
