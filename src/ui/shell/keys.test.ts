// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest'
import { Layout } from '../../state/layout.svelte'
import type { Bench } from '../../workflow/commands'
import { chordOf, describeKeys, matches, runByKeys } from './keys'

const event = (code: string, key: string, held: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { code, key, ...held })
const press = (code: string, key: string, held: KeyboardEventInit = {}) => chordOf(event(code, key, held))

const ctrl = { ctrlKey: true }

/** Where keyboards have their letters: what the key prints, by its place. */
const KEYBOARDS = {
  German: { KeyY: 'z', KeyZ: 'y', KeyS: 's', KeyK: 'k' },
  French: { KeyW: 'z', KeyY: 'y', KeyS: 's', KeyK: 'k' },
  Dvorak: { Slash: 'z', KeyT: 'y', Semicolon: 's', KeyV: 'k' },
  Cyrillic: { KeyZ: 'я', KeyY: 'н', KeyS: 'ы', KeyK: 'л' },
}
const COMMANDS = ['$mod+KeyZ', '$mod+KeyY', '$mod+KeyS', '$mod+KeyK']

describe.each(Object.entries(KEYBOARDS))('%s keyboard', (_, keyboard) => {
  test.each(Object.entries(keyboard).map(([code, key], index) => [code, key, COMMANDS[index]]))(
    'Ctrl with %s, which prints %s, is %s and nothing else',
    (code, key, chord) => {
      expect(press(code, key, ctrl)).toBe(chord)
      expect(COMMANDS.filter((other) => matches(other, event(code, key, ctrl)))).toEqual([chord])
    },
  )

  test.each(Object.entries(keyboard))('%s alone, which prints %s, is its place', (code, key) => {
    const own = event(code, key)
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`)
    expect(letters.filter((chord) => matches(chord, own))).toEqual(code.startsWith('Key') ? [code] : [])
  })
})

test('with Shift too', () => {
  expect(press('KeyY', 'Z', { ...ctrl, shiftKey: true })).toBe('$mod+Shift+KeyZ')
  expect(matches('$mod+Shift+KeyZ', event('KeyY', 'Z', { ...ctrl, shiftKey: true }))).toBe(true)
})

test('a letter alone is taken by its place', () => expect(press('KeyY', 'z')).toBe('KeyY'))

test('keys are called by what is printed on them, with Ctrl by their letter', () => {
  const german = new Map([
    ['KeyY', 'z'],
    ['KeyZ', 'y'],
    ['KeyW', 'w'],
  ])
  expect(describeKeys('KeyZ', german)).toBe('Y')
  expect(describeKeys('Shift+KeyZ', german)).toBe('⇧ Y')
  expect(describeKeys('$mod+KeyZ', german)).toBe('Ctrl Z')
  expect(describeKeys('KeyQ', german)).toBe('Q')
  expect(describeKeys('Digit1', new Map([['Digit1', '&']]))).toBe('&')
  expect(describeKeys('Shift++', german)).toBe('⇧ +')
})

test('what is typed in a viewport is about the study shown there', () => {
  const layout = new Layout()
  layout.arrange({
    grid: { columns: 2, rows: 1 },
    cells: [
      { study: 'a', series: '1' },
      { study: 'b', series: '2' },
    ],
  })
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  const workbench = {
    study: a,
    studyBy: (key: string) => (key === 'a' ? a : b),
    activate: vi.fn((study: typeof a) => (workbench.study = study)),
  }
  const bench = {
    layout,
    workbench,
    preferences: { plainKeys: true, keysOf: (_: string, keys: string[]) => keys },
  }
  document.body.innerHTML = '<div data-cell="0"></div><div data-cell="1"><p tabindex="0"></p></div>'
  const typed = event('KeyO', 'o', { bubbles: true })
  document.addEventListener('keydown', (it) => runByKeys(it, bench as unknown as Bench), { once: true })
  document.querySelector('p')?.dispatchEvent(typed)
  expect(workbench.study).toBe(b)
  expect(layout.active.study).toBe('b')
})
