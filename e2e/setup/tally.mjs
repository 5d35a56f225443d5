/*
 * Counts what the steps of `npm test` found. A step that ends with an error counts at least one failure, even
 * where its report names none (a test file that could not be loaded, say) or was never written.
 */

/** A check that only says yes or no. */
export const gate = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, notRun: 0 })

/** @param report Vitest's JSON report, or undefined where none was written */
export function vitestTally(report, ok) {
  return atLeastOneFailure(ok, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    notRun: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  })
}

/** @param report Playwright's JSON report, or undefined where none was written */
export function playwrightTally(report, ok) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {}
  return atLeastOneFailure(ok, { passed: expected, failed: unexpected + flaky, notRun: skipped })
}

const atLeastOneFailure = (ok, tally) => (ok ? tally : { ...tally, failed: Math.max(tally.failed, 1) })

export function sum(tallies) {
  const add = (a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    notRun: a.notRun + b.notRun,
  })
  return tallies.reduce(add, { passed: 0, failed: 0, notRun: 0 })
}

/** The line that ends `npm test`. */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`
