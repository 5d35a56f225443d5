/*
 * What is typed while a sheet is still being fetched. It is meant for the sheet: it runs no command, and what can be
 * written is there when the sheet is.
 */

let text = ''

/** A sheet has been asked for. */
export const beginTypingAhead = (): void => void (text = '')

export function typeAhead(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  if (event.key.length === 1) text += event.key
}

/** What was typed so far; from now on the sheet has the keyboard. */
export function takeTyped(): string {
  const typed = text
  text = ''
  return typed
}
