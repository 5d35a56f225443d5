/** Mean of the highest of so many normal numbers, in σ (Blom, Statistical Estimates, 1958). */
export function highestOfNormal(highest: number, of: number): number {
  let sum = 0
  for (let rank = 1; rank <= highest; rank++) sum += normalQuantile(1 - (rank - 0.375) / (of + 0.25))
  return sum / highest
}

/** Abramowitz and Stegun 26.2.23, error under 4.5e-4. */
function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share)
  const t = Math.sqrt(-2 * Math.log(1 - share))
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}

/** Abramowitz and Stegun 7.1.26, error under 1.5e-7. */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * x)
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return 1 - poly * Math.exp(-x * x)
}
