import { expect, test } from 'vitest'
import { readName } from './zip-names'

const bytes = (...values: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(
    values.flatMap((value) =>
      typeof value === 'string' ? [...value].map((it) => it.charCodeAt(0)) : [value],
    ),
  )

test.each([
  ['plain', bytes('DICOM/IM1'), 'DICOM/IM1'],
  ['UTF-8 without saying so', new TextEncoder().encode('riñón/1'), 'riñón/1'],
  ['Japanese', bytes(0x8a, 0xb3, 0x8e, 0xd2, '/1'), '患者/1'],
  ['code page 437', bytes('Gr', 0x94, 0xe1, 'e/M', 0x81, 'ller'), 'Größe/Müller'],
  ['code page 437, capitals', bytes('GR', 0x99, 'SSE'), 'GRÖSSE'],
  ['Spanish', bytes('ri', 0xa4, 0xa2, 'n'), 'riñón'],
])('%s', (_, raw, name) => expect(readName(raw)).toBe(name))
