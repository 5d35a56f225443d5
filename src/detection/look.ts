import type { Candidate } from './candidate'
import type { Components } from './components'
import type { Core, Marks } from './measure-candidate'
import type { Scene } from './surroundings'
import type { CtVolume } from './volume'
import type { Window } from './window'

/** What every candidate of one search is looked at with. */
export interface Search {
  readonly volume: CtVolume
  readonly components: Components
  readonly isLarge: Uint8Array
  readonly scene: Scene
  /** What smoothing by SMOOTH_MM leaves of the noise. */
  readonly noiseShare: number
  /** Highest HU of a vessel with contrast medium found so far; 0 for none. */
  readonly blood: { hu: number }
}

/** A seed as measured, with what the tests that follow need. */
export interface Look {
  readonly candidate: Candidate
  readonly window: Window
  readonly marks: Marks
  readonly mask: Uint8Array
  readonly squaredMm: Float32Array
  readonly quiet: Float32Array
  readonly core: Core
  /** It is what another candidate left of its component. */
  readonly isRest: boolean
  /** Slices of the series. */
  readonly slices: number
}
