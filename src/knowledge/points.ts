/** How evidence becomes points, beside the weights of the entries. One point is a factor of 2 in odds. */
export const POINTS = {
  /** Of the first, second, third … item of the same kind of evidence; then half of the one before. */
  attenuation: [1, 0.5, 0.25, 0.125],
  unlistedDistribution: -2,
  unlistedSpecificMorphology: -1,
  otherSiteThanRequired: -6,
  requiredSiteUnknown: -1,
  otherDistributionThanRequired: -4,
  alteredBiochemistry: { metastatic: 1, other: -1 },
  normalBiochemistry: { metastatic: -3 },
  prior: { common: 0, uncommon: -1, rare: -2, veryrare: -3 },
} as const

/** Years: from, up to but not including. */
export const AGE_BANDS = {
  neonate: [0, 0.25],
  child: [0.25, 18],
  young: [18, 40],
  middle: [40, 65],
  elder: [65, 200],
} as const

export type AgeBand = keyof typeof AGE_BANDS

export const ageBandOf = (age: number | undefined): AgeBand | undefined =>
  age === undefined
    ? undefined
    : (Object.keys(AGE_BANDS) as AgeBand[]).find(
        (band) => age >= AGE_BANDS[band][0] && age < AGE_BANDS[band][1],
      )
