// @vitest-environment jsdom
import 'fake-indexeddb/auto'
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { newReading, type Reading } from '../domain/reading'
import { Autosave } from './autosave.svelte'
import { Storage, type RecentStudy } from './storage'

let storage: Storage
const recent = (StudyInstanceUID: string): RecentStudy => ({
  StudyInstanceUID,
  description: 'Pelvis',
  StudyDate: '20240312',
  modalities: 'CT',
  findings: 0,
  foci: 0,
  opened: '2024-03-12T10:00:00.000Z',
})
const touched = (reading: Reading, modified: string): Reading => ({ ...reading, modified })

beforeEach(async () => {
  storage = new Storage()
  await storage.forgetAll()
})

async function save(autosave: Autosave, reading: Reading) {
  autosave.saveSoon(reading, recent(reading.StudyInstanceUID))
  await autosave.flush()
  flushSync()
}

test('a reading is there again; one that nobody touched is not kept', async () => {
  const autosave = new Autosave(storage)
  const reading = newReading('1.2.3')
  await save(autosave, reading)
  expect(await storage.readingOf('1.2.3')).toEqual({})
  const changed = touched(reading, '2030-01-01T00:00:00.000Z')
  await save(autosave, changed)
  expect(autosave.state.kind).toBe('saved')
  expect(await storage.readingOf('1.2.3')).toEqual({ reading: changed })
  expect((await storage.recent()).map(({ StudyInstanceUID }) => StudyInstanceUID)).toEqual(['1.2.3'])
})

test('undo and redo back to what is stored leaves nothing pending', async () => {
  const autosave = new Autosave(storage)
  const reading = newReading('1.2.3')
  const changed = touched(reading, '2030-01-01T00:00:00.000Z')
  autosave.saveSoon(changed, recent('1.2.3'))
  await save(autosave, reading)
  expect(autosave.state.kind).toBe('idle')
  await save(autosave, changed)
  autosave.saveSoon(reading, recent('1.2.3'))
  await save(autosave, changed)
  expect(autosave.state.kind).toBe('saved')
})

test('a change made while the one before is being written is not called saved', async () => {
  const autosave = new Autosave(storage)
  const first = touched(newReading('1.2.3'), '2030-01-01T00:00:00.000Z')
  const second = touched(first, '2030-01-01T00:00:01.000Z')
  const write = storage.save.bind(storage)
  storage.save = async (...given) => {
    if (given[0].modified === first.modified) autosave.saveSoon(second, recent('1.2.3'))
    return write(...given)
  }
  await save(autosave, first)
  expect((await storage.readingOf('1.2.3')).reading?.modified).toBe(first.modified)
  expect(autosave.state.kind).toBe('pending')
  await autosave.flush()
  expect((await storage.readingOf('1.2.3')).reading?.modified).toBe(second.modified)
  expect(autosave.state.kind).toBe('saved')
})

test('what another window wrote is not written over: this one continues beside it', async () => {
  const [here, there] = [new Autosave(storage), new Autosave(storage)]
  const reading = touched(newReading('1.2.3'), '2030-01-01T00:00:00.000Z')
  await save(here, reading)
  there.known(reading)
  const theirs = touched(reading, '2030-01-01T00:00:02.000Z')
  await save(there, theirs)
  const ours = touched(reading, '2030-01-01T00:00:03.000Z')
  await save(here, ours)
  expect(here.state.kind).toBe('forked')
  const { reading: latest } = await storage.readingOf('1.2.3')
  expect(latest?.modified).toBe(ours.modified)
  expect(latest?.uid).not.toBe(theirs.uid)
  expect(here.storedUid(ours)).toBe(latest?.uid)
  expect(await storage.readingsOf('1.2.3')).toEqual([latest, theirs])
  await storage.forget('1.2.3')
  expect(await storage.readingOf('1.2.3')).toEqual({})
})

test('a store that is full is said at once, and the next change tries again', async () => {
  const autosave = new Autosave(storage)
  const reading = newReading('1.2.3')
  const write = storage.save.bind(storage)
  storage.save = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'))
  await save(autosave, touched(reading, '2030-01-01T00:00:00.000Z'))
  expect(autosave.state).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('no room') as string,
  })
  storage.save = write
  await save(autosave, touched(reading, '2030-01-01T00:00:01.000Z'))
  expect(autosave.state.kind).toBe('saved')
})
