/*
 * Tissue numbers. CT numbers in Hounsfield units at 120 kVp, attenuation μ in cm⁻¹ at 40, 50, 60, 70, 80 keV.
 * Sources: μ from ICRU-44 compositions and tabulated photon cross sections (NIST SRD 126); CT number ranges of
 * fat, bone and blood as usually taught (Hounsfield scale); linearity of CT number with hydroxyapatite:
 * Crookshank 2014, doi 10.12989/aba.2013.1.1.015. Where a range stands without a source it is typical.
 */

export interface Tissue {
  /** Mean drawn by the model, before noise. */
  readonly hu: number
  /** Published or typical range of the mean. */
  readonly huRange: readonly [low: number, high: number]
  readonly densityGPerCm3: number
}

export const tissues = {
  air: { hu: -1000, huRange: [-1000, -990], densityGPerCm3: 0.0012 },
  gas: { hu: -960, huRange: [-1000, -850], densityGPerCm3: 0.0012 },
  subcutaneousFat: { hu: -106, huRange: [-120, -90], densityGPerCm3: 0.95 },
  deepFat: { hu: -100, huRange: [-120, -85], densityGPerCm3: 0.95 },
  /** Before partial volume; septa are 0.2–0.6 mm thick. */
  septum: { hu: 40, huRange: [0, 60], densityGPerCm3: 1.0 },
  skin: { hu: 58, huRange: [40, 75], densityGPerCm3: 1.09 },
  granulation: { hu: 42, huRange: [20, 60], densityGPerCm3: 1.05 },
  muscle: { hu: 52, huRange: [42, 60], densityGPerCm3: 1.05 },
  fascia: { hu: 66, huRange: [60, 80], densityGPerCm3: 1.09 },
  tendon: { hu: 95, huRange: [90, 120], densityGPerCm3: 1.12 },
  nerve: { hu: 34, huRange: [30, 40], densityGPerCm3: 1.04 },
  cartilage: { hu: 92, huRange: [80, 105], densityGPerCm3: 1.1 },
  disc: { hu: 82, huRange: [60, 110], densityGPerCm3: 1.1 },
  yellowMarrow: { hu: -50, huRange: [-70, -30], densityGPerCm3: 0.98 },
  trabecularBone: { hu: 230, huRange: [150, 350], densityGPerCm3: 1.18 },
  corticalBone: { hu: 1350, huRange: [1100, 1700], densityGPerCm3: 1.85 },
  blood: { hu: 42, huRange: [35, 50], densityGPerCm3: 1.06 },
  urine: { hu: 6, huRange: [0, 15], densityGPerCm3: 1.01 },
  fluid: { hu: 13, huRange: [5, 20], densityGPerCm3: 1.01 },
  bowelWall: { hu: 44, huRange: [30, 60], densityGPerCm3: 1.04 },
  bowelContent: { hu: 22, huRange: [0, 60], densityGPerCm3: 1.02 },
  uterus: { hu: 58, huRange: [40, 70], densityGPerCm3: 1.05 },
  lymphNode: { hu: 40, huRange: [20, 60], densityGPerCm3: 1.04 },
} as const satisfies Record<string, Tissue>

/** What a voxel's CT number is split into before a radiograph is computed (see dx.ts). */
export type Basis = 'fat' | 'muscle' | 'hydroxyapatite'

export const tabulatedEnergiesKeV = [40, 50, 60, 70, 80] as const

/** μ in cm⁻¹; for hydroxyapatite per g/cm³ of it added to soft tissue. */
export const attenuation: Record<Basis, readonly number[]> = {
  fat: [0.228, 0.202, 0.188, 0.178, 0.171],
  muscle: [0.282, 0.238, 0.215, 0.201, 0.191],
  hydroxyapatite: [0.903, 0.515, 0.342, 0.252, 0.201],
}

/** μ of water at 70 keV, the effective energy of a 120 kVp scanner: 0 HU by definition. */
export const waterAttenuationAt70KeV = 0.193

/** CT number added by 1 mg/cm³ of hydroxyapatite at 70 keV. */
export const huPerMgHydroxyapatite = 1.31

/** μ of a basis material at any energy between 40 and 80 keV, by a power law between the tabulated ones. */
export function attenuationAt(basis: Basis, energyKeV: number): number {
  const table = attenuation[basis]
  const upper = Math.max(
    1,
    tabulatedEnergiesKeV.findIndex((energy) => energy >= energyKeV),
  )
  const low = tabulatedEnergiesKeV[upper - 1]
  const high = tabulatedEnergiesKeV[upper]
  const exponent = Math.log(table[upper] / table[upper - 1]) / Math.log(high / low)
  return table[upper - 1] * (energyKeV / low) ** exponent
}
