import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { find } from '../detection/candidates'
import { FEATURES, featuresOf, SUGGESTED } from '../detection/suggest-distribution'
import type { Place } from './detection-phantom/deposits'
import { makePhantom, PHANTOMS } from './detection-phantom/phantom'
import { scored, type Score } from './detection-phantom/score'

/*
 * tsx src/cli/fit-distribution.ts SEED…: fits the weights of the suggested distribution to the phantoms of these
 * seeds and writes src/detection/distribution-weights.json. Not for the seeds that a validation is run with.
 */

const CLASS_OF: Partial<Record<Place, (typeof SUGGESTED)[number] | 'none'>> = {
  subcutaneous: 'dist.subcutaneous',
  dermal: 'dist.dermal',
  intramuscular: 'dist.intramuscular',
  periarticular: 'dist.periarticular',
  vascular: 'dist.vascular',
  tendon: 'dist.tendon_ligament',
  organ: 'none',
}
const CLASSES = [...SUGGESTED, 'none'] as const
const OUTPUT = fileURLToPath(new URL('../detection/distribution-weights.json', import.meta.url))

export interface Example {
  readonly features: readonly number[]
  /** Number of its class. */
  readonly label: number
}

/** What a score teaches: candidates on one deposit alone, that are not attached to bone. */
export const examplesOf = ({ deposits }: Score): Example[] =>
  deposits.flatMap(({ truth, candidates, alone }): Example[] => {
    const name = CLASS_OF[truth.place]
    const [candidate] = candidates
    if (!name || !candidate || !alone || candidate.kind === 'attached') return []
    return [{ features: featuresOf(candidate), label: CLASSES.indexOf(name) }]
  })

/** Weights by class and feature: gradient descent with momentum on the penalised log likelihood. */
export function fit(examples: readonly Example[], ridge = 0.0006): number[][] {
  const weights = CLASSES.map(() => new Array<number>(FEATURES.length).fill(0))
  const speed = CLASSES.map(() => new Array<number>(FEATURES.length).fill(0))
  for (let turn = 0; turn < 4000; turn++) {
    const slope = CLASSES.map((_, c) => weights[c].map((weight, f) => (f === 0 ? 0 : -ridge * weight)))
    for (const { features, label } of examples) {
      const shares = sharesOf(weights, features)
      for (let c = 0; c < CLASSES.length; c++) {
        const miss = ((c === label ? 1 : 0) - shares[c]) / examples.length
        for (let f = 0; f < features.length; f++) slope[c][f] += miss * features[f]
      }
    }
    for (let c = 0; c < CLASSES.length; c++)
      for (let f = 0; f < FEATURES.length; f++) {
        speed[c][f] = 0.9 * speed[c][f] + 0.6 * slope[c][f]
        weights[c][f] += speed[c][f]
      }
  }
  return weights
}

function sharesOf(weights: readonly (readonly number[])[], features: readonly number[]): number[] {
  const scores = weights.map((row) => row.reduce((sum, weight, f) => sum + weight * features[f], 0))
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

export function writeWeights(weights: readonly (readonly number[])[], version: string): void {
  const rounded = (value: number) => Math.round(value * 1000) / 1000
  const classes = Object.fromEntries(
    CLASSES.map((name, c) => [
      name,
      Object.fromEntries(FEATURES.map(({ name: feature }, f) => [feature, rounded(weights[c][f])])),
    ]),
  )
  writeFileSync(OUTPUT, `${JSON.stringify({ version, classes }, null, 2)}\n`)
}

function run(seeds: readonly number[]): void {
  const examples: Example[] = []
  for (const seed of seeds)
    for (let at = 0; at < PHANTOMS; at++) {
      const phantom = makePhantom(seed, at)
      const found = find(phantom.volume)
      if (!found.problem) examples.push(...examplesOf(scored(phantom, found)))
      process.stderr.write(`\rseed ${seed}, phantom ${at + 1} of ${PHANTOMS}`)
    }
  writeWeights(fit(examples), `phantoms ${seeds.join(' ')}, ${examples.length} deposits`)
  process.stdout.write(`\n${examples.length} deposits\n`)
}

const seeds = process.argv.slice(2).map(Number)
if (process.argv[1]?.endsWith('fit-distribution.ts') && seeds.length > 0) run(seeds)
