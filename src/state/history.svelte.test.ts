// @vitest-environment jsdom
import { flushSync } from 'svelte'
import { expect, test } from 'vitest'
import { History } from './history.svelte'

test('undo and redo walk through the snapshots, and readers hear of it', () => {
  const history = new History('a')
  const seen: string[] = []
  const stop = $effect.root(() => {
    $effect(() => {
      seen.push(history.now)
    })
  })
  flushSync()
  for (const act of [
    () => history.change('b'),
    () => history.change('c'),
    () => history.undo(),
    () => history.redo(),
  ]) {
    act()
    flushSync()
  }
  expect(seen).toEqual(['a', 'b', 'c', 'b', 'c'])
  stop()
})

test('changes with one name in a row are one step, until they settle', () => {
  const history = new History('')
  for (const text of ['h', 'hi']) history.change(text, undefined, 'typing')
  history.settle()
  history.change('hi!', undefined, 'typing')
  history.undo()
  expect(history.now).toBe('hi')
  history.undo()
  expect(history.now).toBe('')
  expect(history.canUndo).toBe(false)
})

test('a change after an undo forgets what was undone', () => {
  const history = new History(1)
  history.change(2)
  history.undo()
  history.change(3)
  expect(history.canRedo).toBe(false)
  history.undo()
  expect(history.now).toBe(1)
})

test('what changes nothing is no step', () => {
  const history = new History(1)
  history.change(1)
  expect(history.canUndo).toBe(false)
})

test('each step says what it was, also undone, redone and settled', () => {
  const history = new History(0)
  history.change(1, 'mark')
  history.change(2, 'move', 'drag')
  history.change(3, 'move', 'drag')
  history.settle()
  expect([history.undoes, history.redoes]).toEqual(['move', undefined])
  history.undo()
  expect([history.now, history.undoes, history.redoes]).toEqual([1, 'mark', 'move'])
  history.redo()
  expect([history.now, history.undoes, history.redoes]).toEqual([3, 'move', undefined])
})
