/*
 * Relaxation times at 1.5 T in ms and proton density relative to fat. Muscle, cartilage, fluid and marrow rounded
 * from Gold 2004 (AJR 183:343), blood from Stanisz 2005 (MRM 54:507); the others are typical.
 */

export interface MrTissue {
  readonly t1Ms: number
  readonly t2Ms: number
  readonly density: number
  /** Gadolinium it takes up, mM. */
  readonly gadoliniumMm: number
}

export const mrTissues = {
  fat: { t1Ms: 250, t2Ms: 85, density: 1, gadoliniumMm: 0 },
  muscle: { t1Ms: 1010, t2Ms: 38, density: 0.85, gadoliniumMm: 0.1 },
  skin: { t1Ms: 800, t2Ms: 25, density: 0.7, gadoliniumMm: 0.05 },
  tendon: { t1Ms: 600, t2Ms: 4, density: 0.6, gadoliniumMm: 0 },
  nerve: { t1Ms: 900, t2Ms: 60, density: 0.85, gadoliniumMm: 0 },
  cartilage: { t1Ms: 1060, t2Ms: 40, density: 0.8, gadoliniumMm: 0 },
  yellowMarrow: { t1Ms: 270, t2Ms: 85, density: 0.95, gadoliniumMm: 0 },
  fluid: { t1Ms: 2850, t2Ms: 700, density: 1, gadoliniumMm: 0 },
  inflamed: { t1Ms: 1200, t2Ms: 70, density: 0.92, gadoliniumMm: 0.5 },
  fibrous: { t1Ms: 950, t2Ms: 26, density: 0.6, gadoliniumMm: 0.25 },
  tophus: { t1Ms: 900, t2Ms: 32, density: 0.6, gadoliniumMm: 0.1 },
} as const satisfies Record<string, MrTissue>

export type MrTissueName = keyof typeof mrTissues

export interface MrSequence {
  readonly kind: 'SE' | 'TSE' | 'STIR'
  readonly repetitionMs: number
  readonly echoMs: number
  /** STIR only; fat is nulled when it is left out. */
  readonly inversionMs?: number
  readonly gadolinium?: boolean
}

/** Relaxivity of a gadolinium chelate in tissue, 1/(mM s). */
const RELAXIVITY = 4.5

/** Spin echo: PD (1 − e^(−TR/T1)) e^(−TE/T2); inversion recovery the magnitude of PD (1 − 2 e^(−TI/T1) + e^(−TR/T1)) e^(−TE/T2). */
export function signalOf(tissue: MrTissue, sequence: MrSequence): number {
  const { repetitionMs, echoMs, gadolinium = false } = sequence
  const rate = 1 / tissue.t1Ms + (gadolinium ? (RELAXIVITY * tissue.gadoliniumMm) / 1000 : 0)
  const recovered = Math.exp(-repetitionMs * rate)
  const longitudinal =
    sequence.kind === 'STIR'
      ? Math.abs(1 - 2 * Math.exp(-inversionOf(sequence) * rate) + recovered)
      : 1 - recovered
  return tissue.density * longitudinal * Math.exp(-echoMs / tissue.t2Ms)
}

/** The inversion time at which fat has no signal: T1 (ln 2 − ln(1 + e^(−TR/T1))). */
export function inversionOf({ repetitionMs, inversionMs }: MrSequence): number {
  const { t1Ms } = mrTissues.fat
  return inversionMs ?? t1Ms * (Math.LN2 - Math.log(1 + Math.exp(-repetitionMs / t1Ms)))
}
