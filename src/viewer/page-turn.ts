/** The page has its turn: what it draws, and what the reader does, comes before what follows. */
export const pageTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/**
 * For long work that is done in steps.
 * @param afterMs how long it goes on before the page has its turn
 * @returns to be waited for after each step, by all that share the work
 */
export function givesWay(afterMs: number): () => Promise<void> {
  let since = performance.now()
  let turn: Promise<void> | undefined
  return async () => {
    if (!turn && performance.now() - since < afterMs) return
    turn ??= pageTurn().then(() => {
      since = performance.now()
      turn = undefined
    })
    await turn
  }
}
