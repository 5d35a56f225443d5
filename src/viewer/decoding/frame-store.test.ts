import { expect, it, vi } from 'vitest'
import type { Instance, Study } from '../../domain/study'
import { decodeFrame, type DecodedFrame } from './decoder'
import { FrameStore } from './frame-store'

vi.mock('./decoder', () => ({ decodeFrame: vi.fn(), prepareDecoder: vi.fn() }))

const instanceFrom = (key: string) =>
  ({ SOPInstanceUID: '1.2', NumberOfFrames: 1, source: { key, name: '', size: 0 } }) as unknown as Instance
const instance = instanceFrom('bytes-1')
const study = { series: [{ instances: [instance] }] } as unknown as Study
const frameOf = (...values: number[]): DecodedFrame => ({
  ...{ columns: 2, rows: 1, components: 1, minimum: 0, maximum: 1 },
  values: Int16Array.from(values),
})
const FRAME = frameOf(0, 1)

function storeWithSlowFrame() {
  let arrive = (_: DecodedFrame) => {}
  vi.mocked(decodeFrame).mockImplementation(() => new Promise((resolve) => (arrive = resolve)))
  const store = new FrameStore(() =>
    Promise.resolve({ bytes: new Uint8Array(), TransferSyntaxUID: '', tables: { voi: [], overlays: [] } }),
  )
  const settled = () => vi.waitFor(() => expect(vi.mocked(decodeFrame)).toHaveBeenCalled())
  const arriveNow = async (frame = FRAME) => {
    await settled()
    arrive(frame)
    vi.mocked(decodeFrame).mockClear()
  }
  vi.mocked(decodeFrame).mockClear()
  return { store, arrive: arriveNow }
}

it('keeps a frame that was asked for', async () => {
  const { store, arrive } = storeWithSlowFrame()
  const asked = store.frame(instance, 1)
  expect(store.frame(instance, 1)).toBe(asked)
  await arrive()
  expect(await asked).toBe(FRAME)
  expect(store.peek(instance, 1)).toBe(FRAME)
})

it('keeps nothing that arrives after its study was closed, and asks anew', async () => {
  const { store, arrive } = storeWithSlowFrame()
  const asked = store.frame(instance, 1)
  store.forget(study)
  await arrive()
  await asked
  expect(store.peek(instance, 1)).toBeUndefined()
  const again = store.frame(instance, 1)
  expect(again).not.toBe(asked)
  await arrive()
  expect(await again).toBe(FRAME)
})

it('never gives the frame of one file for that of another with the same UID', async () => {
  const { store, arrive } = storeWithSlowFrame()
  const asked = store.frame(instance, 1)
  await arrive()
  await asked
  const others = instanceFrom('bytes-2')
  expect(store.peek(others, 1)).toBeUndefined()
  const other = store.frame(others, 1)
  await arrive(frameOf(7, 8))
  expect((await other).values).toEqual(Int16Array.of(7, 8))
  expect(store.peek(instance, 1)).toBe(FRAME)
})

it('does not wait for ever for a picture whose maker has gone', async () => {
  const { store } = storeWithSlowFrame()
  const lost = store.made('planes', 1, () => new Promise(() => {}))
  store.forgetMade('planes')
  const again = store.made('planes', 1, () => Promise.resolve(FRAME))
  expect(again).not.toBe(lost)
  expect(await again).toBe(FRAME)
})
