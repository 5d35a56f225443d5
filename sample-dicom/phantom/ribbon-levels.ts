import type { RibbonLevel } from './sdf'

/** One axial section as the anatomy tables write it: z, then discs joined in order. Millimetres. */
export type Disc = readonly [x: number, y: number, r: number]
export type Level = readonly [z: number, ...discs: Disc[]]

export function toLevels(levels: readonly Level[]): RibbonLevel[] {
  return levels.map(([z, ...discs]) => ({ z, discs }))
}
