/** Seeded random numbers: a seed gives the same phantoms on every machine. */
export interface Random {
  /** In [0, 1). */
  uniform(): number
  between(low: number, high: number): number
  /** As many doublings lie between low and any value as chance has it. */
  logBetween(low: number, high: number): number
  /** Normal, mean 0, standard deviation 1. */
  normal(): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
}

export function makeRandom(seed: number): Random {
  // xorshift128 (Marsaglia, J Stat Softw 2003;8(14)), its state filled from the seed.
  let [x, y, z, w] = [seed ^ 0x75bcd15, 0x159a55e5, 0x1f123bb5 ^ (seed << 7), 0x5491333]
  const uniform = () => {
    const t = x ^ (x << 11)
    ;[x, y, z] = [y, z, w]
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8)
    return (w >>> 0) / 0x100000000
  }
  for (let warm = 0; warm < 40; warm++) uniform()
  let kept: number | undefined
  const normal = () => {
    if (kept !== undefined) {
      const value = kept
      kept = undefined
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const turn = 2 * Math.PI * uniform()
    kept = radius * Math.sin(turn)
    return radius * Math.cos(turn)
  }
  return {
    uniform,
    normal,
    between: (low, high) => low + (high - low) * uniform(),
    logBetween: (low, high) => low * (high / low) ** uniform(),
    chance: (probability) => uniform() < probability,
    pick: (items) => items[Math.floor(uniform() * items.length)],
  }
}
