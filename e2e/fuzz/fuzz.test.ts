import { beforeAll, expect, test } from 'vitest'
import { makeBases, type Base } from './bases'
import kept from './kept.json'
import { mutantAt, tryMutant, type Mutant } from './trial'

/*
 * A short run of `npm run fuzz`, always the same, and what longer runs have found.
 */

const SEED = 1
const COUNT = 600

let bases: readonly Base[]
beforeAll(async () => {
  bases = await makeBases()
})

test('every base opens, and its frames are drawn', async () => {
  for (const { name } of bases) {
    const { isOpen, decoded, drawn, faults } = await tryMutant(bases, { base: name, steps: [] })
    expect([name, isOpen, drawn, faults]).toEqual([name, name !== 'directory', decoded, []])
    expect([name, decoded > 0]).toEqual([name, !['directory', 'report', 'reading'].includes(name)])
  }
})

test(`of ${COUNT} broken files none is passed over, throws or gives other values`, async () => {
  let decoded = 0
  for (let index = 0; index < COUNT; index++) {
    const mutant = mutantAt(bases, SEED, index)
    const outcome = await tryMutant(bases, mutant)
    expect(outcome.faults, JSON.stringify(mutant)).toEqual([])
    decoded += outcome.decoded
  }
  expect(decoded).toBeGreaterThan(COUNT / 4)
})

test.each(kept as unknown as (Mutant & { found: string })[])(
  'found before, $base: $found',
  async (mutant) => {
    expect((await tryMutant(bases, mutant)).faults).toEqual([])
  },
)
