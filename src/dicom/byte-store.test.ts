import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dataSet, EXPLICIT_LITTLE_ENDIAN } from '../../e2e/synthetic-dicom'
import { ByteStore, isSameFile } from './byte-store'

const blob = (...bytes: number[]) => new Blob([new Uint8Array(bytes)])

test('bytes are loaded when first asked for, and once', async () => {
  let loads = 0
  const store = new ByteStore()
  const source = store.add('a', 1, () => Promise.resolve(blob(++loads)))
  expect(loads).toBe(0)
  expect(await store.blobOf(source)).toBe(await store.blobOf(source))
  expect(loads).toBe(1)
})

test('a failed load is tried again', async () => {
  let isThere = false
  const store = new ByteStore()
  const source = store.add('a', 1, () =>
    isThere ? Promise.resolve(blob(7)) : Promise.reject(new Error('gone')),
  )
  await expect(store.blobOf(source)).rejects.toThrow('gone')
  isThere = true
  expect((await store.blobOf(source)).size).toBe(1)
})

test('a deflated file is given inflated, with preamble and meta', async () => {
  const bare = dataSet([['00100010', 'PN', 'A']], EXPLICIT_LITTLE_ENDIAN)
  const file = new Uint8Array([1, 2, 3, ...deflateRawSync(bare)])
  const store = new ByteStore()
  const source = store.add('a', file.length, () => Promise.resolve(new Blob([file])))
  store.inflateWhenRead(source, { SOPClassUID: '1.2', SOPInstanceUID: '1.3', dataSetOffset: 3 })
  const text = await (await store.blobOf(source)).text()
  expect(text.slice(128, 132)).toBe('DICM')
  expect(text).toContain(EXPLICIT_LITTLE_ENDIAN)
  expect(text.endsWith('A ')).toBe(true)
})

test('a forgotten source gives no bytes', async () => {
  const store = new ByteStore()
  const source = store.add('study/a', 1, () => Promise.resolve(blob(1)))
  store.forget([source])
  await expect(store.blobOf(source)).rejects.toThrow('study/a')
})

test('files are the same when all their bytes are', async () => {
  expect(await isSameFile(blob(1, 2), blob(1, 2))).toBe(true)
  expect(await isSameFile(blob(1, 2), blob(1, 3))).toBe(false)
  expect(await isSameFile(blob(1, 2), undefined)).toBe(false)
})

test('a frame that was just read is handed over once, then its file is read again', async () => {
  const store = new ByteStore()
  const source = store.add('a', 1, () => Promise.resolve(blob(1)))
  const frame = {
    bytes: Uint8Array.of(9),
    TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
    tables: { voi: [], overlays: [] },
  }
  store.keep(source, frame)
  expect(store.takeFrame(source)).toBe(frame)
  expect(store.takeFrame(source)).toBeUndefined()
  expect(await store.bytesOf(source)).toEqual(Uint8Array.of(1))
  store.keep(source, frame)
  store.release()
  expect(store.takeFrame(source)).toBeUndefined()
  store.keep(source, frame)
  store.forget([source])
  store.keep(source, frame)
  expect(store.takeFrame(source)).toBeUndefined()
  await expect(store.bytesOf(source)).rejects.toThrow('closed')
})
