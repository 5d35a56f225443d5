import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import { COMMANDS, isAllowed, type Bench, type Command } from './commands'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))

const inViewport = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-cell]') !== null

/** Whether the command's keys count where the event came from. */
function applies(command: Command, event: KeyboardEvent): boolean {
  if (inViewport(event.target)) return true
  return command.scope === 'anywhere' && (!isTyping(event.target) || event.ctrlKey || event.metaKey)
}

const presses = (command: Command, event: KeyboardEvent): boolean =>
  command.keys.some((keys) => {
    const [press] = parseKeybinding(keys)
    return matchKeyBindingPress(event, press)
  })

/** Runs the command whose keys were pressed, if it is allowed where they were pressed. */
export function runByKeys(event: KeyboardEvent, bench: Bench): void {
  if (event.defaultPrevented) return
  const command = COMMANDS.find((candidate) => presses(candidate, event) && applies(candidate, event))
  if (!command) return
  event.preventDefault()
  if (isAllowed(command, bench)) command.run(bench)
}

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** `$mod+Shift+KeyZ` → `Ctrl Shift Z`. */
export const describeKeys = (keys: string): string =>
  keys === '+' || keys === '-' || keys === '='
    ? keys
    : keys
        .split('+')
        .map((part) => NAMES[part] ?? part.replace(/^(Key|Digit)/, ''))
        .join(' ')
