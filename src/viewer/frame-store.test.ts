import { expect, it } from 'vitest'
import type { Instance, Study } from '../domain/study'
import type { DecodedFrame } from './decoder'
import { FrameStore } from './frame-store'

const instance = {
  SOPInstanceUID: '1.2',
  NumberOfFrames: 1,
  source: { key: 'made', name: '', size: 0 },
} as unknown as Instance
const study = { series: [{ instances: [instance] }] } as unknown as Study
const FRAME: DecodedFrame = {
  ...{ columns: 2, rows: 1, components: 1, minimum: 0, maximum: 1 },
  values: Int16Array.of(0, 1),
}

function storeWithSlowFrame() {
  const store = new FrameStore(() => Promise.reject(new Error('expected no file to be read')))
  let arrive = (_: DecodedFrame) => {}
  store.provide('made', () => new Promise((resolve) => (arrive = resolve)))
  return { store, arrive: () => arrive(FRAME) }
}

it('keeps a frame that was asked for', async () => {
  const { store, arrive } = storeWithSlowFrame()
  const asked = store.frame(instance, 1)
  expect(store.frame(instance, 1)).toBe(asked)
  arrive()
  expect(await asked).toBe(FRAME)
  expect(store.peek(instance, 1)).toBe(FRAME)
})

it('keeps nothing that arrives after its study was closed, and asks anew', async () => {
  const { store, arrive } = storeWithSlowFrame()
  const asked = store.frame(instance, 1)
  store.forget(study)
  arrive()
  await asked
  expect(store.peek(instance, 1)).toBeUndefined()
  const again = store.frame(instance, 1)
  expect(again).not.toBe(asked)
  arrive()
  expect(await again).toBe(FRAME)
})

it('does not wait for ever for a frame whose maker has gone', async () => {
  const { store } = storeWithSlowFrame()
  const lost = store.frame({ ...instance, SOPInstanceUID: 'made|1' }, 1)
  store.withdraw('made')
  store.provide('made', () => Promise.resolve(FRAME))
  const again = store.frame({ ...instance, SOPInstanceUID: 'made|1' }, 1)
  expect(again).not.toBe(lost)
  expect(await again).toBe(FRAME)
})
