import { expect, test } from 'vitest'
import { chordOf } from './keys'

const press = (code: string, key: string, held: Partial<KeyboardEvent> = {}) =>
  chordOf({
    code,
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  } as KeyboardEvent)

const ctrl = { ctrlKey: true }

test.each([
  ['German', 'KeyY', 'z', '$mod+KeyZ'],
  ['German', 'KeyZ', 'y', '$mod+KeyY'],
  ['French', 'KeyW', 'z', '$mod+KeyZ'],
  ['Dvorak', 'Slash', 'z', '$mod+KeyZ'],
  ['English', 'KeyZ', 'z', '$mod+KeyZ'],
  ['Russian', 'KeyZ', 'я', '$mod+KeyZ'],
])('%s: Ctrl with the letter on the key', (_, code, key, chord) => expect(press(code, key, ctrl)).toBe(chord))

test('with Shift too', () => expect(press('KeyY', 'Z', { ...ctrl, shiftKey: true })).toBe('$mod+Shift+KeyZ'))

test('a letter alone is taken by its place', () => expect(press('KeyY', 'z')).toBe('KeyY'))
