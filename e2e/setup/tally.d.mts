export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly notRun: number
}

export function gate(ok: boolean): Tally
export function vitestTally(report: object | undefined, ok: boolean): Tally
export function playwrightTally(report: object | undefined, ok: boolean): Tally
export function sum(tallies: readonly Tally[]): Tally
export function closingLine(tally: Tally): string
