import { isLaboratoryId, laboratoryTestById } from '../domain/laboratory'
import type { EvaluationInput } from '../knowledge/facts'
import { isFeatureId } from '../knowledge/feature'

/** What is wrong with a file: its name, the field, what was expected and what came, in one line. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message.replace(/\s+/g, ' '))
  }
}

/**
 * The inputs in the text of a file: one object, or a list of them.
 * @throws Refusal at the first fault
 */
export function readMapInputs(text: string, name: string): EvaluationInput[] {
  const content = parseJson(text, name)
  if (!Array.isArray(content)) return [checkedInput(content, (field) => joined([name, field], ': '))]
  return content.map((item, index) =>
    checkedInput(item, (field) => `${name}: ${joined([`[${index}]`, field], '.')}`),
  )
}

const joined = (parts: readonly string[], by: string): string => parts.filter(Boolean).join(by)

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // The rest of the message quotes the file, which is about a patient.
    const position = /position \d+/.exec((error as Error).message)?.[0]
    throw new Refusal(`${name}: expected JSON, got a text that is not${position ? ` (${position})` : ''}`)
  }
}

/** Names the place of a field for a message; the empty field is the input itself. */
type At = (field: string) => string

const FIELDS = ['age', 'sex', 'modality', 'present', 'absent', 'historyComplete', 'labs']

function checkedInput(value: unknown, at: At): EvaluationInput {
  if (!isRecord(value)) throw refusal(at(''), 'an object', value)
  for (const field of Object.keys(value))
    if (!FIELDS.includes(field)) throw refusal(at(field), inWords(FIELDS), field)
  return {
    ...checked('age', value, at, isAge, 'an age in years, from 0 to less than 200'),
    ...checked('sex', value, at, (sex) => sex === 'F' || sex === 'M', 'F or M'),
    present: checkedFeatures('present', value, at),
    absent: checkedFeatures('absent', value, at),
    ...checked('historyComplete', value, at, (complete) => typeof complete === 'boolean', 'true or false'),
    labs: checkedLaboratory(value, at),
  }
}

function checked(
  field: string,
  input: Record<string, unknown>,
  at: At,
  isValid: (value: unknown) => boolean,
  expected: string,
): Record<string, unknown> {
  if (!Object.hasOwn(input, field)) return {}
  if (!isValid(input[field])) throw refusal(at(field), expected, input[field])
  return { [field]: input[field] }
}

const isAge = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < 200

function checkedFeatures(field: string, input: Record<string, unknown>, at: At): EvaluationInput['present'] {
  if (!Object.hasOwn(input, field)) return []
  const ids = input[field]
  if (!Array.isArray(ids)) throw refusal(at(field), 'a list of features', ids)
  return ids.map((id: unknown, index) => {
    if (typeof id !== 'string' || !isFeatureId(id))
      throw refusal(at(`${field}[${index}]`), 'a known feature', id)
    return id
  })
}

function checkedLaboratory(input: Record<string, unknown>, at: At): EvaluationInput['labs'] {
  if (!Object.hasOwn(input, 'labs')) return {}
  const { labs } = input
  if (!isRecord(labs)) throw refusal(at('labs'), 'an object of laboratory tests', labs)
  for (const [id, state] of Object.entries(labs)) {
    if (!isLaboratoryId(id)) throw refusal(at(`labs.${id}`), 'a known laboratory test', id)
    const states: readonly unknown[] = laboratoryTestById(id).states
    if (!states.includes(state)) throw refusal(at(`labs.${id}`), inWords(states), state)
  }
  return labs
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `low, normal or high`. */
const inWords = (words: readonly unknown[]): string =>
  [words.slice(0, -1).join(', '), words.at(-1)].join(' or ')

const refusal = (place: string, expected: string, got: unknown): Refusal =>
  new Refusal(`${place}: expected ${expected}, got ${shown(got)}`)

const LONGEST_SHOWN = 60

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isRecord(value)) return 'an object'
  const text = JSON.stringify(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
