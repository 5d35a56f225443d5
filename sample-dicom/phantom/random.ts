/*
 * Seeded random numbers: the same seed gives the same numbers on every machine, so every file of this folder
 * can be made again to the byte. One stream per purpose (`makeRandom(hashText('case-09/ct/noise'))`), never a
 * shared one: adding a draw in one place must not change another picture.
 */

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  between(low: number, high: number): number
  /** Normal, mean 0, standard deviation 1. */
  gaussian(): number
  pick<Item>(items: readonly Item[]): Item
}

/** Mulberry32: 32 bits of state, period 2³², good enough for pictures. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  let spare: number | undefined
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const gaussian = () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    // Box–Muller gives two independent values; the second waits for the next call.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
  return {
    uniform,
    gaussian,
    between: (low, high) => low + (high - low) * uniform(),
    pick: (items) => items[Math.floor(uniform() * items.length)],
  }
}

/** FNV-1a over the UTF-16 code units. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
