import type { Row } from './rows'
import { median } from './statistics'
import type { Values } from './steps'

/** One viewer doing one thing in a browser of its own. */
export interface Run {
  readonly viewer: string
  readonly step: string
  readonly round: number
  readonly values: Values
  /** Why there are no values. */
  readonly failure?: string
  /** Share of the machine that other programs had meanwhile, percent. */
  readonly othersPercent: number
}

export interface Column {
  readonly id: string
  readonly label: string
}

export interface Results {
  readonly columns: readonly Column[]
  readonly runs: readonly Run[]
  /** Viewers that could not be installed, and why. */
  readonly missing: readonly string[]
  readonly knowledge: { readonly ranking?: number; readonly questions?: number }
  readonly circumstances: {
    readonly date: string
    readonly browser: string
    readonly cores: number
    readonly load: number
    readonly command: string
  }
}

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export function valuesOf(runs: readonly Run[], column: string, { id }: Row): number[] {
  const all = runs.filter(({ viewer }) => viewer === column).map(({ values }) => values[id])
  return all.filter((value) => value !== undefined)
}

export function spreadOf(values: readonly number[]): Spread | undefined {
  const middle = median(values)
  return middle === undefined
    ? undefined
    : { median: middle, least: Math.min(...values), most: Math.max(...values) }
}

/** Median over the rounds of one viewer's value by another's of the same round: what weighed on one weighed on both. */
export function ratioOf(
  runs: readonly Run[],
  column: string,
  against: string,
  { id }: Row,
): number | undefined {
  const valueIn = (viewer: string, round: number) =>
    runs.find((run) => run.viewer === viewer && run.round === round && run.values[id] !== undefined)?.values[
      id
    ]
  const rounds = [...new Set(runs.map(({ round }) => round))]
  const ratios = rounds.flatMap((round) => {
    const [value, other] = [valueIn(column, round), valueIn(against, round)]
    return value !== undefined && other ? [value / other] : []
  })
  return median(ratios)
}
