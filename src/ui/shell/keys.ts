import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import type { Preferences } from '../../state/preferences.svelte'
import { COMMANDS, isAllowed, type Bench, type Command } from '../../workflow/commands'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))

const inViewport = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-cell]') !== null

/** Whether the command's keys count where the event came from. */
function applies(command: Command, event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], [role=dialog]')) return false
  if (inViewport(event.target)) return true
  return command.scope === 'anywhere' && (!isTyping(event.target) || event.ctrlKey || event.metaKey)
}

/** A chord that is one printing character, alone or with Shift. */
export const isPlain = (chord: string): boolean =>
  /^(Shift\+)?(Key[A-Z]|Digit\d|Numpad\w+|Space|[^A-Za-z0-9])$/.test(chord)

export const matches = (chord: string, event: KeyboardEvent): boolean =>
  matchKeyBindingPress(asPrinted(event), parseKeybinding(chord)[0])

/** With Ctrl, the code of the key that has the letter on an English keyboard: tinykeys compares codes. */
function asPrinted(event: KeyboardEvent): KeyboardEvent {
  const letter = printedLetter(event)
  if (!letter) return event
  const getModifierState = (key: string) => event.getModifierState(key)
  return { key: event.key, code: letter, getModifierState } as KeyboardEvent
}

/** `KeyZ` for what is printed Z, where a letter is taken by what is printed: with Ctrl. */
const printedLetter = ({ key, ctrlKey, metaKey }: KeyboardEvent): string | undefined =>
  (ctrlKey || metaKey) && /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : undefined

/** Runs the command whose keys were pressed, if it is allowed where they were pressed. */
export function runByKeys(event: KeyboardEvent, bench: Bench): void {
  if (event.defaultPrevented) return
  const { preferences } = bench
  const pressed = (command: Command) =>
    keysOf(command, preferences).some(
      (chord) => (preferences.plainKeys || !isPlain(chord)) && matches(chord, event),
    )
  const command = COMMANDS.find((candidate) => pressed(candidate) && applies(candidate, event))
  if (!command) return
  event.preventDefault()
  if (isAllowed(command, bench)) command.run(bench)
}

export const keysOf = (command: Command, preferences: Preferences): readonly string[] =>
  preferences.keysOf(command.id, command.keys)

/**
 * The chord that was pressed, undefined for a modifier alone. Letters and digits by their place; with Ctrl by what is
 * printed on the key, as undo is on every keyboard where the Z is. A letter of another script has none: by its place.
 */
export function chordOf(event: KeyboardEvent): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) return undefined
  const byPlace = /^(Key|Digit|Numpad|Arrow|F\d)/.test(event.code) || event.key.length > 1
  const key = printedLetter(event) ?? (event.key === ' ' ? 'Space' : byPlace ? event.code : event.key)
  const modifiers = [
    (event.ctrlKey || event.metaKey) && '$mod',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
  ].filter(Boolean)
  return [...modifiers, key].join('+')
}

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  Shift: '⇧',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
  Backspace: '⌫',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}

/** `$mod+Shift+KeyZ` → `Ctrl ⇧ Z`. */
export const describeKeys = (chord: string): string =>
  chord === '+'
    ? chord
    : chord
        .replace(/\+\+$/, '+plus')
        .split('+')
        .map((part) => NAMES[part] ?? (part === 'plus' ? '+' : part.replace(/^(Key|Digit)/, '')))
        .join(' ')
