import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { engineOutput } from '../knowledge/engine-output'
import { knowledgeIdentity } from '../knowledge/identity'
import { readMapInputs } from './map-input'

const refusalOf = (text: string): string => {
  try {
    readMapInputs(text, 'cases.json')
  } catch (error) {
    return (error as Error).message
  }
  return 'accepted'
}

describe('an input is refused with one line that names the field', () => {
  test.each([
    [
      '[{},{},{"labs":{"calcium":"hi"}}]',
      'cases.json: [2].labs.calcium: expected low, normal or high, got "hi"',
    ],
    ['{"labs":{"ana":"high"}}', 'cases.json: labs.ana: expected neg or pos, got "high"'],
    ['{"labs":{"gold":"high"}}', 'cases.json: labs.gold: expected a known laboratory test, got "gold"'],
    [
      '{"labs":{"constructor":"high"}}',
      'cases.json: labs.constructor: expected a known laboratory test, got "constructor"',
    ],
    ['{"labs":[]}', 'cases.json: labs: expected an object of laboratory tests, got a list'],
    ['{"present":["dist.nowhere"]}', 'cases.json: present[0]: expected a known feature, got "dist.nowhere"'],
    ['[{"present":[],"absent":["hx.sle",7]}]', 'cases.json: [0].absent[1]: expected a known feature, got 7'],
    ['{"present":"dist.dermal"}', 'cases.json: present: expected a list of features, got "dist.dermal"'],
    ['{"age":"41"}', 'cases.json: age: expected an age in years, from 0 to less than 200, got "41"'],
    ['{"age":-3}', 'cases.json: age: expected an age in years, from 0 to less than 200, got -3'],
    ['{"sex":"female"}', 'cases.json: sex: expected F or M, got "female"'],
    ['{"historyComplete":1}', 'cases.json: historyComplete: expected true or false, got 1'],
    [
      '[{"colour":"red"}]',
      'cases.json: [0].colour: expected age, sex, modality, present, absent, historyComplete or labs, got "colour"',
    ],
    ['[[]]', 'cases.json: [0]: expected an object, got a list'],
    ['null', 'cases.json: expected an object, got null'],
    ['"text\\nof two lines"', 'cases.json: expected an object, got "text\\nof two lines"'],
  ])('%s', (text, message) => {
    expect(refusalOf(text)).toBe(message)
  })

  test('broken JSON is not quoted', () => {
    expect(refusalOf('{"name": "Jane", ')).toMatch(/^cases\.json: expected JSON, got a text that is not/)
    expect(refusalOf('{"name": "Jane", ')).not.toContain('Jane')
    expect(refusalOf('['.repeat(200_000) + ']'.repeat(200_000))).toMatch(/^cases\.json: /)
  })
})

test('modality is ignored, and everything but the object itself may be missing', () => {
  expect(readMapInputs('{"modality":["CT"]}', 'a.json')).toEqual([{ present: [], absent: [], labs: {} }])
  expect(readMapInputs('\uFEFF[]', 'a.json')).toEqual([])
})

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'map-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'map.ts'), ...args],
      { encoding: 'utf8' },
    )
    return { status, stdout, stderr }
  }
  const save = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  test('prints the results of a list and of a single input', () => {
    const input = { age: 61, present: ['dist.periarticular', 'morph.ossified', 'hx.arthroplasty'] } as const
    const list = run(save('list.json', JSON.stringify([input, input])))
    expect([list.status, list.stderr]).toEqual([0, ''])
    const result = JSON.parse(JSON.stringify(engineOutput(input)))
    expect(JSON.parse(list.stdout)).toEqual([result, result])
    expect(result.ranking).toHaveLength(64)
    expect(result.ranking[0].id).toBe('ho_arthroplasty')
    expect(result.knowledge).toEqual(knowledgeIdentity())
    expect(JSON.parse(run(save('one.json', JSON.stringify(input))).stdout)).toEqual([result])
  })

  test.each([
    [
      'an unknown state',
      () => [save('hi.json', '{"labs":{"calcium":"hi"}}')],
      'hi.json: labs.calcium: expected',
    ],
    [
      'a missing file',
      () => [join(folder, 'none.json')],
      'none.json: expected a JSON file, got no such file',
    ],
    ['a folder', () => [folder], 'expected a JSON file, got one that cannot be read'],
    ['no file', () => [], 'map: expected one file, got 0'],
  ])('%s ends with 2 and one line', (_, args, message) => {
    const { status, stdout, stderr } = run(...args())
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
