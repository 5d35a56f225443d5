import { expect, test } from 'vitest'
import { chordOf, matches } from './keys'

const pressed = (code: string, key: string, held: Partial<KeyboardEvent> = {}) => {
  const event = { code, key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
  const states: Readonly<Record<string, boolean>> = {
    Control: event.ctrlKey,
    Meta: event.metaKey,
    Alt: event.altKey,
    Shift: event.shiftKey,
  }
  return { ...event, getModifierState: (modifier: string) => states[modifier] ?? false } as KeyboardEvent
}
const press = (...of: Parameters<typeof pressed>) => chordOf(pressed(...of))

const ctrl = { ctrlKey: true }

test.each([
  ['German', 'KeyY', 'z', '$mod+KeyZ'],
  ['German', 'KeyZ', 'y', '$mod+KeyY'],
  ['French', 'KeyW', 'z', '$mod+KeyZ'],
  ['Dvorak', 'Slash', 'z', '$mod+KeyZ'],
  ['English', 'KeyZ', 'z', '$mod+KeyZ'],
  ['Russian', 'KeyZ', 'я', '$mod+KeyZ'],
])('%s: Ctrl with the letter on the key', (_, code, key, chord) => {
  expect(press(code, key, ctrl)).toBe(chord)
  const run = ['$mod+KeyZ', '$mod+KeyY', '$mod+KeyW'].filter((one) => matches(one, pressed(code, key, ctrl)))
  expect(run).toEqual([chord])
})

test('a letter alone runs what belongs to its place', () => {
  expect(matches('KeyZ', pressed('KeyZ', 'y'))).toBe(true)
  expect(matches('KeyY', pressed('KeyZ', 'y'))).toBe(false)
})

test('with Shift too', () => expect(press('KeyY', 'Z', { ...ctrl, shiftKey: true })).toBe('$mod+Shift+KeyZ'))

test('a letter alone is taken by its place', () => expect(press('KeyY', 'z')).toBe('KeyY'))
