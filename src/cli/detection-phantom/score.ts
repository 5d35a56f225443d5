import type { Candidate } from '../../detection/candidate'
import type { Found } from '../../detection/candidates'
import type { Deposit, Place } from './deposits'
import type { Disturbance, Phantom } from './phantom'
import type { DepositTruth } from './render'

/** What became of one phantom: deposits with the candidates on them, and candidates on nothing. */
export interface Score {
  readonly phantom: Omit<Phantom, 'label' | 'volume'>
  readonly deposits: readonly ScoredDeposit[]
  readonly falseMarks: readonly Candidate[]
}

export type Truth = Omit<Deposit, 'solid'> & DepositTruth & Disturbance & { readonly number: number }

export interface ScoredDeposit {
  readonly truth: Truth
  readonly candidates: readonly Candidate[]
  /** The largest of them holds this deposit alone. */
  readonly alone: boolean
}

/** A candidate without a voxel on a deposit may still be its mark when it lies this near. */
const NEAR_MM = 2

export function scored(phantom: Phantom, found: Pick<Found, 'candidates'>): Score {
  const on = new Map<number, Candidate[]>()
  const touched = new Map<number, ReadonlySet<number>>()
  const falseMarks: Candidate[] = []
  for (const candidate of found.candidates) {
    const numbers = depositsUnder(phantom, candidate)
    touched.set(candidate.id, numbers)
    if (numbers.size === 0) falseMarks.push(candidate)
    for (const number of numbers) on.set(number, [...(on.get(number) ?? []), candidate])
  }
  const deposits = phantom.deposits.map((truth): ScoredDeposit => {
    const candidates = [...(on.get(truth.number) ?? [])].sort((a, b) => b.volumeMm3 - a.volumeMm3)
    const [largest] = candidates
    return { truth, candidates, alone: largest !== undefined && touched.get(largest.id)?.size === 1 }
  })
  return { phantom, deposits, falseMarks }
}

function depositsUnder({ label, volume, deposits }: Phantom, { runs, centre }: Candidate): Set<number> {
  const [ni, nj] = volume.geometry.size
  const counts = new Map<number, number>()
  for (let at = 0; at < runs.length; at += 4) {
    const line = (runs[at] * nj + runs[at + 1]) * ni
    for (let i = runs[at + 2]; i < runs[at + 2] + runs[at + 3]; i++) {
      const number = label[line + i]
      if (number) counts.set(number, (counts.get(number) ?? 0) + 1)
    }
  }
  if (counts.size > 0) return new Set(counts.keys())
  const nearby = deposits.filter(
    (truth) =>
      Math.hypot(...centre.map((value, axis) => value - truth.centre[axis])) < truth.longestMm / 2 + NEAR_MM,
  )
  return new Set(nearby.slice(0, 1).map(({ number }) => number))
}

/** Whether a deposit counts for the gate of recall: calcium in soft tissue, no spur, that stands out of the noise. */
export const isGated = (truth: Truth, phantom: Score['phantom']): boolean =>
  phantom.sliceMm <= 1.25 &&
  truth.place !== 'organ' &&
  truth.trap !== 'osteophyte' &&
  truth.peakHu >= Math.max(130, standsOnHu(truth) + 5 * truth.sigmaHu)

/** Calcium in a vessel's wall must be told from the blood, which may hold contrast medium. */
const standsOnHu = ({ place, backgroundHu, densestHu }: Truth): number =>
  place === 'vascular' ? densestHu : backgroundHu

export const PLACES: readonly Place[] = [
  'subcutaneous',
  'dermal',
  'intramuscular',
  'periarticular',
  'vascular',
  'tendon',
  'attached',
  'organ',
]
