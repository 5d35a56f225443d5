import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import type { Preferences } from '../../state/preferences.svelte'
import { bringForward } from '../../workflow/looking'
import { COMMANDS, isAllowed, type Bench, type Command } from '../../workflow/commands'
import { printedKeys } from './printed-keys.svelte'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))

const inViewport = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-cell]') !== null

/** Groups of commands whose keys act also in a list that has focus: those about what it lists. */
const keysOfList = (target: EventTarget | null): string[] =>
  (target instanceof Element ? target.closest('[data-keys]')?.getAttribute('data-keys') : null)?.split(' ') ??
  []

/** The viewport in which the event arose. */
function cellOf(target: EventTarget | null): number | undefined {
  const cell = target instanceof Element ? target.closest('[data-cell]')?.getAttribute('data-cell') : null
  return cell ? Number(cell) : undefined
}

/** Whether the command's keys count where the event came from. */
function applies(command: Command, event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], [role=dialog]')) return false
  if (inViewport(event.target)) return true
  if (keysOfList(event.target).includes(command.group) && !isTyping(event.target)) return true
  return command.scope === 'anywhere' && (!isTyping(event.target) || event.ctrlKey || event.metaKey)
}

/** A chord that is one printing character, alone or with Shift. */
export const isPlain = (chord: string): boolean =>
  /^(Shift\+)?(Key[A-Z]|Digit\d|Numpad\w+|Space|[^A-Za-z0-9])$/.test(chord)

export const matches = (chord: string, event: KeyboardEvent): boolean =>
  matchKeyBindingPress(asPrinted(event), parseKeybinding(chord)[0])

/**
 * A letter pressed with Ctrl stands for what is printed on its key, as undo is on every keyboard where the Z is; one of
 * another script, and a letter alone, for the place of its key.
 */
function asPrinted(event: KeyboardEvent): KeyboardEvent {
  const letter = printedLetter(event)
  if (!letter) return event
  return new Proxy(event, {
    get: (_, name) => {
      if (name === 'code') return `Key${letter}`
      const value: unknown = Reflect.get(event, name)
      return typeof value === 'function' ? (value.bind(event) as unknown) : value
    },
  })
}

const printedLetter = ({ ctrlKey, metaKey, key }: KeyboardEvent): string | undefined =>
  (ctrlKey || metaKey) && /^[a-z]$/i.test(key) ? key.toUpperCase() : undefined

/** Runs the command whose keys were pressed, if it is allowed where they were pressed. */
export function runByKeys(event: KeyboardEvent, bench: Bench): void {
  if (event.defaultPrevented) return
  const { preferences } = bench
  const pressed = (command: Command) =>
    actingKeys(command, preferences).some((chord) => matches(chord, event))
  const command = COMMANDS.find((candidate) => pressed(candidate) && applies(candidate, event))
  if (!command) return
  event.preventDefault()
  // A study that was opened, or a list that was clicked, may have made another viewport the active one: what is typed
  // in an image, a document or a volume is about the study shown there.
  const cell = cellOf(event.target)
  if (cell !== undefined) bringForward(bench.workbench, bench.layout, cell)
  if (isAllowed(command, bench)) command.run(bench)
}

export const keysOf = (command: Command, preferences: Preferences): readonly string[] =>
  preferences.keysOf(command.id, command.keys)

/** Those that act: keys without Ctrl or Alt may be off. */
export const actingKeys = (command: Command, preferences: Preferences): readonly string[] =>
  keysOf(command, preferences).filter((chord) => preferences.plainKeys || !isPlain(chord))

/**
 * The chord that was pressed, undefined for a modifier alone. Letters and digits by their place; with Ctrl by what is
 * printed on the key, as undo is on every keyboard where the Z is. A letter of another script has none: by its place.
 */
export function chordOf(event: KeyboardEvent): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) return undefined
  const byPlace = /^(Key|Digit|Numpad|Arrow|F\d)/.test(event.code) || event.key.length > 1
  const letter = printedLetter(event)
  const key = (letter && `Key${letter}`) ?? (event.key === ' ' ? 'Space' : byPlace ? event.code : event.key)
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

/**
 * `$mod+Shift+KeyZ` → `Ctrl ⇧ Z`; `KeyZ` → `Y` on a German keyboard.
 * @param printed what the reader's keyboard prints on a key, by its place
 */
export const describeKeys = (
  chord: string,
  printed: ReadonlyMap<string, string> = printedKeys.map,
): string =>
  chord === '+'
    ? chord
    : chord
        .replace(/\+\+$/, '+plus')
        .split('+')
        .map((part) => NAMES[part] ?? (part === 'plus' ? '+' : nameOf(part, chord, printed)))
        .join(' ')

/** With Ctrl a letter is the letter itself, wherever it is. */
function nameOf(key: string, chord: string, printed: ReadonlyMap<string, string>): string {
  const isByPlace = /^(Key[A-Z]|Digit\d)$/.test(key) && !(chord.startsWith('$mod') && key.startsWith('Key'))
  return (isByPlace && printed.get(key)?.toUpperCase()) || key.replace(/^(Key|Digit)/, '')
}
