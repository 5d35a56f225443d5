export const READING_VERSION = 3

type Saved = { readonly version: number }

/** One step for each version that was ever released: from it to the next. */
const STEPS: Readonly<Record<number, (saved: Saved) => Saved>> = {
  1: (saved) => ({ ...saved, version: 2, keyImages: [], calibrations: [] }),
  // A length that was saved as a focus stays one: the reader described it, and a report may be final.
  2: (saved) => ({ ...saved, version: 3, measurements: [] }),
}

/** Brings a reading of an older version up to this one; one of this version is returned as it is. */
export function migrate(saved: Saved): Saved {
  const step = STEPS[saved.version]
  return step ? migrate(step(saved)) : saved
}
