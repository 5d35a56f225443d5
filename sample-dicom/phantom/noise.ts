/*
 * Noise as functions of space. Lattice noise repeats after `period` cells when one is given, so that it can be
 * kept in a tile (`makeTile`) and looked up instead of computed: a CT samples the model some 10⁸ times.
 */

/** A value at a point; lengths in mm unless the name says otherwise. */
export type Field = (x: number, y: number, z: number) => number

/** Gradient noise of wavelength 1, about −0.8 … 0.8, mean 0. `period` in cells, 0 for none. */
export function gradientNoise(seed: number, period = 0): Field {
  return (x, y, z) => {
    const cx = Math.floor(x)
    const cy = Math.floor(y)
    const cz = Math.floor(z)
    const dx = x - cx
    const dy = y - cy
    const dz = z - cz
    const x0 = wrap(cx, period)
    const y0 = wrap(cy, period)
    const z0 = wrap(cz, period)
    const x1 = wrap(cx + 1, period)
    const y1 = wrap(cy + 1, period)
    const z1 = wrap(cz + 1, period)
    const sx = ease(dx)
    const sy = ease(dy)
    const nearLow = mix(slope(x0, y0, z0, seed, dx, dy, dz), slope(x1, y0, z0, seed, dx - 1, dy, dz), sx)
    const nearHigh = mix(
      slope(x0, y1, z0, seed, dx, dy - 1, dz),
      slope(x1, y1, z0, seed, dx - 1, dy - 1, dz),
      sx,
    )
    const farLow = mix(
      slope(x0, y0, z1, seed, dx, dy, dz - 1),
      slope(x1, y0, z1, seed, dx - 1, dy, dz - 1),
      sx,
    )
    const farHigh = mix(
      slope(x0, y1, z1, seed, dx, dy - 1, dz - 1),
      slope(x1, y1, z1, seed, dx - 1, dy - 1, dz - 1),
      sx,
    )
    return mix(mix(nearLow, nearHigh, sy), mix(farLow, farHigh, sy), ease(dz))
  }
}

/** The lattice point's gradient (one of the cube's 12 edge directions) times the way to it. */
function slope(cx: number, cy: number, cz: number, seed: number, dx: number, dy: number, dz: number): number {
  const hash = hashLattice(cx, cy, cz, seed) & 15
  const u = hash < 8 ? dx : dy
  const v = hash < 4 ? dy : hash === 12 || hash === 14 ? dx : dz
  return ((hash & 1) === 0 ? u : -u) + ((hash & 2) === 0 ? v : -v)
}

function mix(a: number, b: number, t: number): number {
  return a + t * (b - a)
}

/** Sum of octaves, each half as wide and half as strong; scaled to about −1 … 1. */
export function fractalNoise(seed: number, octaves: number, period = 0): Field {
  const layers = Array.from({ length: octaves }, (_, octave) =>
    gradientNoise(seed + octave * 7919, period * 2 ** octave),
  )
  const total = 2 - 2 ** (1 - octaves)
  return (x, y, z) => {
    let sum = 0
    for (let octave = 0; octave < octaves; octave++) {
      const scale = 2 ** octave
      sum += layers[octave](x * scale, y * scale, z * scale) / scale
    }
    return (1.35 * sum) / total
  }
}

/**
 * Cellular noise with cells of size 1: distance to the second nearest feature point minus that to the nearest.
 * Zero on the walls between cells, so `value < thickness` draws septa.
 */
export function cellularWalls(seed: number, period = 0): Field {
  return (x, y, z) => {
    const cx = Math.floor(x)
    const cy = Math.floor(y)
    const cz = Math.floor(z)
    let first = 9
    let second = 9
    for (let ox = -1; ox <= 1; ox++)
      for (let oy = -1; oy <= 1; oy++)
        for (let oz = -1; oz <= 1; oz++) {
          const hash = hashLattice(wrap(cx + ox, period), wrap(cy + oy, period), wrap(cz + oz, period), seed)
          const dx = cx + ox + (hash & 1023) / 1023 - x
          const dy = cy + oy + ((hash >>> 10) & 1023) / 1023 - y
          const dz = cz + oz + ((hash >>> 20) & 1023) / 1023 - z
          const squared = dx * dx + dy * dy + dz * dz
          if (squared < first) {
            second = first
            first = squared
          } else if (squared < second) second = squared
        }
    return Math.sqrt(second) - Math.sqrt(first)
  }
}

/** 128³ samples of a field that repeats after 128 · stepMm; nearest-neighbour look-up. */
export interface Tile {
  readonly stepMm: number
  readonly values: Float32Array
}

const TILE_SIZE = 128

/** `periodic` must repeat after 1 in each axis when its argument is measured in tiles. */
export function makeTile(stepMm: number, periodic: Field): Tile {
  const values = new Float32Array(TILE_SIZE ** 3)
  let index = 0
  for (let z = 0; z < TILE_SIZE; z++)
    for (let y = 0; y < TILE_SIZE; y++)
      for (let x = 0; x < TILE_SIZE; x++)
        values[index++] = periodic(x / TILE_SIZE, y / TILE_SIZE, z / TILE_SIZE)
  return { stepMm, values }
}

export function lookUp(tile: Tile, x: number, y: number, z: number): number {
  const scale = 1 / tile.stepMm
  return tile.values[tileIndex(x * scale, y * scale, z * scale)]
}

/** The look-up index for coordinates already divided by the tile's step. */
export function tileIndex(x: number, y: number, z: number): number {
  return ((Math.floor(z) & 127) << 14) | ((Math.floor(y) & 127) << 7) | (Math.floor(x) & 127)
}

/** 0 at `low`, 1 at `high`, level at both; `low` may be the greater. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

function ease(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10)
}

function wrap(cell: number, period: number): number {
  return period === 0 ? cell : ((cell % period) + period) % period
}

/** Whole-number hash of a lattice point, 32 bits. */
function hashLattice(x: number, y: number, z: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1) ^ seed
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
