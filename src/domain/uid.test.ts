import { expect, test } from 'vitest'
import { isUid, newUid } from './uid'

test('a new UID is valid, below 2.25, and never the same', () => {
  const uids = Array.from({ length: 100 }, newUid)
  expect(uids.every((uid) => isUid(uid) && uid.startsWith('2.25.'))).toBe(true)
  expect(new Set(uids).size).toBe(100)
})

test.each(['', '1', '1.', '.1', '1..2', '01.2', '1.02', '1.2a', `1.${'2'.repeat(63)}`])(
  '%j is no UID',
  (text) => expect(isUid(text)).toBe(false),
)

test.each(['1.2', '1.0.3', '0.1', `1.${'2'.repeat(62)}`])('%j is a UID', (text) =>
  expect(isUid(text)).toBe(true),
)
