import { find } from '../detection/candidates'
import { suggestDistribution, type SuggestedTerm } from '../detection/suggest-distribution'
import { makePhantom, PHANTOMS, type Phantom } from './detection-phantom/phantom'
import { isGated, scored, type Score, type ScoredDeposit, type Truth } from './detection-phantom/score'

/*
 * npm run validate:detection -- --seed N: makes synthetic CTs from the seed, searches them, and compares. Tables on
 * the standard output, the summary as the last line; exit code 1 when a gate does not hold.
 */

interface Gate {
  readonly name: string
  readonly value: number
  readonly limit: number
  readonly atLeast: boolean
  readonly count: number
}

interface Row extends ScoredDeposit {
  readonly phantom: Score['phantom']
}

const TERM_OF: Partial<Record<Truth['place'], SuggestedTerm>> = {
  subcutaneous: 'dist.subcutaneous',
  dermal: 'dist.dermal',
  intramuscular: 'dist.intramuscular',
  periarticular: 'dist.periarticular',
  vascular: 'dist.vascular',
  tendon: 'dist.tendon_ligament',
}

function seedOf(words: readonly string[]): number {
  const seed = Number(words[words.indexOf('--seed') + 1])
  if (words.includes('--seed') && Number.isInteger(seed) && seed > 0) return seed
  process.stderr.write('validate:detection: expected --seed and a whole number from 1\n')
  return process.exit(2)
}

function run(seed: number): void {
  const started = performance.now()
  const scores: Score[] = []
  for (let at = 0; at < PHANTOMS; at++) scores.push(examined(makePhantom(seed, at)))
  const rows = scores.flatMap(({ phantom, deposits }) => deposits.map((row): Row => ({ ...row, phantom })))
  printRecall(rows)
  printFalseMarks(scores)
  printMeasures(rows)
  const answers = answersOf(rows)
  printConfusion(answers)
  printCalibration(answers)
  const gates = [...recallGates(rows), falseGate(scores), ...measureGates(rows), ...answerGates(answers)]
  summarise(seed, scores, rows, gates, (performance.now() - started) / 60_000)
}

function examined(phantom: Phantom): Score {
  const found = find(phantom.volume)
  if (found.problem)
    throw new Error(`${phantom.name}: expected a volume that can be searched, got ${found.problem.kind}`)
  const score = scored(phantom, found)
  const missed = score.deposits.filter(
    ({ truth, candidates }) => isGated(truth, phantom) && candidates.length === 0,
  )
  print(
    `${phantom.name}: ${phantom.sliceMm} mm, noise ${phantom.noiseHu} HU${phantom.traps.map((trap) => `, ${trap}`).join('')}: ` +
      `${score.deposits.length} deposits, ${found.candidates.length} candidates, ${score.falseMarks.length} false, ` +
      `${missed.length} missed, ${found.excluded.length} excluded`,
  )
  // What a score needs of a phantom is small: its voxels are released.
  const { name, kind, noiseHu, sliceMm, deposits, traps } = phantom
  return { ...score, phantom: { name, kind, noiseHu, sliceMm, deposits, traps } }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const isHit = ({ candidates }: Row): boolean => candidates.length > 0
const share = <Item>(items: readonly Item[], test: (item: Item) => boolean): number =>
  items.length > 0 ? items.filter(test).length / items.length : NaN

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN
}

// ---- recall ----

const SIZES = [
  [1, 2],
  [2, 3],
  [3, 5],
  [5, 10],
  [10, 50],
] as const
const CONTRASTS = [
  [0, 5],
  [5, 8],
  [8, 15],
  [15, 1e9],
] as const

const contrastOf = ({ truth }: Pick<Row, 'truth'>): number =>
  (truth.peakHu - truth.backgroundHu) / truth.sigmaHu
const isBetween = (value: number, [low, high]: readonly [number, number]): boolean =>
  value >= low && value < high
const bandName = ([low, high]: readonly [number, number]): string =>
  high > 100 ? `${low}+` : `${low}-${high}`

function printRecall(rows: readonly Row[]): void {
  print('\nRecall by size (mm) and contrast (σ); gated deposits in brackets')
  print(['size', ...CONTRASTS.map((band) => `${bandName(band)} σ`)].join('\t'))
  const counted = rows.filter(({ truth }) => truth.place !== 'organ')
  for (const size of SIZES) {
    const cells = CONTRASTS.map((band) => {
      const here = counted.filter(
        (row) => isBetween(row.truth.longestMm, size) && isBetween(contrastOf(row), band),
      )
      const gated = here.filter(({ truth, phantom }) => isGated(truth, phantom))
      return `${here.filter(isHit).length}/${here.length} [${gated.filter(isHit).length}/${gated.length}]`
    })
    print([bandName(size), ...cells].join('\t'))
  }
  const spurs = rows.filter(({ truth }) => truth.trap === 'osteophyte')
  print(`osteophytes, a trap and not gated: ${spurs.filter(isHit).length}/${spurs.length} shown as attached`)
  for (const row of rows)
    if (isGated(row.truth, row.phantom) && !isHit(row))
      print(`missed in ${row.phantom.name}: ${describe(row.truth)}`)
}

const describe = ({ place, trap, longestMm, leastMm, hu, peakHu, centre }: Truth): string =>
  `${trap ?? place} ${longestMm.toFixed(1)} × ${leastMm.toFixed(1)} mm, ${hu.toFixed(0)} HU, peak ${peakHu.toFixed(0)} HU, ` +
  `at ${centre.map((value) => value.toFixed(0)).join(' ')}`

function recallGates(rows: readonly Row[]): Gate[] {
  const gated = rows.filter(({ truth, phantom }) => isGated(truth, phantom))
  const large = gated.filter(({ truth }) => truth.longestMm >= 3)
  const small = gated.filter(({ truth }) => truth.longestMm >= 2 && truth.longestMm < 3)
  return [
    { name: 'recall ≥ 3 mm', value: share(large, isHit), limit: 0.98, atLeast: true, count: large.length },
    { name: 'recall 2-3 mm', value: share(small, isHit), limit: 0.9, atLeast: true, count: small.length },
  ]
}

// ---- false marks ----

const GATED_NOISE_HU = 25

function printFalseMarks(scores: readonly Score[]): void {
  print('\nFalse marks')
  for (const { phantom, falseMarks } of scores)
    for (const { kind, centre, volumeMm3, maxHu, significance } of falseMarks)
      print(
        `${phantom.name}: ${kind} at ${centre.map((value) => value.toFixed(0)).join(' ')}, ${volumeMm3.toFixed(1)} mm³, ` +
          `${maxHu.toFixed(0)} HU, ${significance.toFixed(1)} σ`,
      )
  const noisy = scores.filter(({ phantom }) => phantom.noiseHu > GATED_NOISE_HU)
  const marks = noisy.reduce((sum, { falseMarks }) => sum + falseMarks.length, 0)
  print(
    `above ${GATED_NOISE_HU} HU of noise, not gated: ${(marks / noisy.length).toFixed(2)} per study (${noisy.length})`,
  )
}

function falseGate(scores: readonly Score[]): Gate {
  const quiet = scores.filter(({ phantom }) => phantom.noiseHu <= GATED_NOISE_HU)
  const marks = quiet.reduce((sum, { falseMarks }) => sum + falseMarks.length, 0)
  return {
    name: 'false marks per study',
    value: marks / quiet.length,
    limit: 1,
    atLeast: false,
    count: quiet.length,
  }
}

// ---- volume and centre ----

/** The least of its axes counts: a plaque of 2 mm is below what blur leaves measurable. */
const isMeasured = ({ truth, alone, candidates }: Row): boolean =>
  alone &&
  candidates.length > 0 &&
  truth.leastMm >= 5 &&
  truth.slices >= 3 &&
  contrastOf({ truth }) >= 5 &&
  truth.place !== 'attached' &&
  truth.place !== 'organ'

const volumeError = ({ truth, candidates }: Row): number =>
  Math.abs(candidates[0].volumeMm3 / truth.volumeMm3 - 1)
const centreError = ({ truth, candidates }: Row): number =>
  Math.hypot(...candidates[0].centre.map((value, axis) => value - truth.centre[axis]))
const centreLimit = ({ phantom }: Row): number => Math.max(0.5, phantom.sliceMm / 2)

function printMeasures(rows: readonly Row[]): void {
  print('\nVolume and centre')
  const groups: readonly [string, (row: Row) => boolean][] = [
    ['gated (least axis 5 mm, 3 slices, 5 σ)', isMeasured],
    [
      'thinner, not gated',
      (row) => isHit(row) && row.alone && row.truth.leastMm < 5 && row.truth.longestMm >= 3,
    ],
    ['attached to bone, not gated', (row) => isHit(row) && row.alone && row.truth.place === 'attached'],
  ]
  for (const [name, test] of groups) {
    const errors = rows.filter(test).map(volumeError)
    const centres = rows.filter(test).map(centreError)
    print(
      `${name}: n ${errors.length}, volume error median ${percent(quantile(errors, 0.5))}, 95th ${percent(quantile(errors, 0.95))}; ` +
        `centre median ${quantile(centres, 0.5).toFixed(2)} mm, 95th ${quantile(centres, 0.95).toFixed(2)} mm`,
    )
  }
}

function measureGates(rows: readonly Row[]): Gate[] {
  const measured = rows.filter(isMeasured)
  const errors = measured.map(volumeError)
  const centres = measured.map((row) => centreError(row) / centreLimit(row))
  const gate = (name: string, value: number, limit: number): Gate => ({
    name,
    value,
    limit,
    atLeast: false,
    count: measured.length,
  })
  return [
    gate('volume error, median', quantile(errors, 0.5), 0.05),
    gate('volume error, 95th', quantile(errors, 0.95), 0.15),
    gate('centre error over its limit, 95th', quantile(centres, 0.95), 1),
  ]
}

// ---- distribution ----

interface Answer {
  readonly truth: Truth
  readonly right?: SuggestedTerm
  readonly given?: SuggestedTerm
  readonly likeliest: SuggestedTerm
  readonly confidence: number
}

function answersOf(rows: readonly Row[]): Answer[] {
  return rows.flatMap(({ truth, candidates, alone }): Answer[] => {
    const [candidate] = candidates
    if (!candidate || !alone || truth.place === 'attached' || candidate.kind === 'attached') return []
    const { term, likeliest, confidence } = suggestDistribution(candidate)
    return [{ truth, right: TERM_OF[truth.place], given: term, likeliest, confidence }]
  })
}

const isClear = ({ truth }: Answer): boolean => !truth.borderline && truth.place !== 'organ'

function printConfusion(answers: readonly Answer[]): void {
  print('\nSuggested distribution: rows are the truth, columns the answer (clear cases + borderline ones)')
  const columns = [...Object.values(TERM_OF), undefined]
  print(['', ...columns.map((term) => term?.slice(5) ?? 'cannot tell')].join('\t'))
  for (const place of [...Object.keys(TERM_OF), 'organ']) {
    const own = answers.filter(({ truth }) => truth.place === place)
    const cells = columns.map((term) => {
      const here = own.filter(({ given }) => given === term)
      return `${here.filter(({ truth }) => !truth.borderline).length}+${here.filter(({ truth }) => truth.borderline).length}`
    })
    print([place, ...cells].join('\t'))
  }
  const border = answers.filter(({ truth }) => truth.borderline)
  print(
    `borderline ${percent(border.length / answers.length)} of all: answered ${percent(share(border, ({ given }) => given !== undefined))}, ` +
      `right ${percent(
        share(
          border.filter(({ given }) => given),
          ({ given, right }) => given === right,
        ),
      )}`,
  )
}

function printCalibration(answers: readonly Answer[]): void {
  print('\nCalibration: confidence given, share that is right')
  const edges = [0, 0.4, 0.55, 0.7, 0.8, 0.9, 0.95, 1.0001]
  for (let at = 0; at + 1 < edges.length; at++) {
    const own = answers.filter(({ confidence }) => isBetween(confidence, [edges[at], edges[at + 1]]))
    const mean = own.reduce((sum, { confidence }) => sum + confidence, 0) / own.length
    if (own.length > 0)
      print(
        `${edges[at].toFixed(2)}-${Math.min(1, edges[at + 1]).toFixed(2)}\tn ${own.length}\tmean ${mean.toFixed(2)}\t` +
          `right ${share(own, ({ likeliest, right }) => likeliest === right).toFixed(2)}`,
      )
  }
}

function answerGates(answers: readonly Answer[]): Gate[] {
  const clear = answers.filter(isClear)
  const answered = clear.filter(({ given }) => given !== undefined)
  const right = share(answered, ({ given, right: truth }) => given === truth)
  return [
    { name: 'distribution right', value: right, limit: 0.9, atLeast: true, count: answered.length },
    {
      name: 'distribution answered',
      value: answered.length / clear.length,
      limit: 0.85,
      atLeast: true,
      count: clear.length,
    },
  ]
}

// ---- summary ----

const holds = ({ value, limit, atLeast }: Gate): boolean => (atLeast ? value >= limit : value <= limit)

function summarise(
  seed: number,
  scores: readonly Score[],
  rows: readonly Row[],
  gates: readonly Gate[],
  minutes: number,
) {
  print('\nGates')
  for (const gate of gates)
    print(
      `${holds(gate) ? 'holds ' : 'MISSED'} ${gate.name}: ${gate.value.toFixed(3)} (${gate.atLeast ? 'at least' : 'at most'} ` +
        `${gate.limit}, n ${gate.count})`,
    )
  const missed = gates.filter((gate) => !holds(gate))
  process.exitCode = missed.length > 0 ? 1 : 0
  print(
    `seed ${seed}: ${scores.length} studies, ${rows.length} deposits, ${minutes.toFixed(1)} min; ` +
      gates.map(({ name, value }) => `${name} ${value.toFixed(3)}`).join('; ') +
      (missed.length > 0 ? `; MISSED: ${missed.map(({ name }) => name).join(', ')}` : '; all gates hold'),
  )
}

run(seedOf(process.argv.slice(2)))
