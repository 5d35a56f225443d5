import { expect, test } from 'vitest'
import { thinned } from './thumbnail'

test('of a large frame every so many pixels are painted, of a small one all', () => {
  const [columns, rows] = [3000, 2000]
  const values = Uint16Array.from({ length: columns * rows }, (_, at) => (at % columns) % 65536)
  const frame = { columns, rows, components: 1, values, minimum: 0, maximum: columns } as const
  const thin = thinned(frame)
  expect([thin.columns, thin.rows, thin.values.length]).toEqual([1000, 667, 667_000])
  expect([...thin.values.subarray(1000, 1003)]).toEqual([0, 3, 6])
  expect(thinned(thin)).toBe(thin)
})

test('its shutter is thinned with it', () => {
  const [columns, rows] = [2048, 2048]
  const covered = Uint8Array.from({ length: columns * rows }, (_, at) => (at % columns < 1024 ? 1 : 0))
  const frame = { columns, rows, components: 1, values: new Uint8Array(columns * rows), minimum: 0, maximum: 0, shutter: { covered, grey: 0 } } as const // prettier-ignore
  const { shutter } = thinned(frame)
  expect(shutter?.covered.length).toBe(1024 * 1024)
  expect([...(shutter?.covered.subarray(510, 514) ?? [])]).toEqual([1, 1, 0, 0])
})
