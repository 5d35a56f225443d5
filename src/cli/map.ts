import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { engineOutput } from '../knowledge/engine-output'
import { readMapInputs, Refusal } from './map-input'

/*
 * npm run --silent map -- FILE.json: ranks candidate causes for the input in the file, or for each one of a list.
 * Results as JSON on the standard output; exit code 2 and one line on the standard error when the file is refused.
 */

// A reader that closes the pipe early (head, less) wants no more output, and no complaint.
process.stdout.on('error', () => process.exit())
run(process.argv.slice(2))

function run(names: readonly string[]): void {
  try {
    if (names.length !== 1) throw new Refusal(`map: expected one file, got ${names.length}`)
    const [name] = names
    const results = readMapInputs(readText(name), basename(name)).map(engineOutput)
    process.stdout.write(`${JSON.stringify(results, null, 1)}\n`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  }
}

function readText(name: string): string {
  try {
    return readFileSync(name, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Refusal(
      `${basename(name)}: expected a JSON file, got ${missing ? 'no such file' : 'one that cannot be read'}`,
    )
  }
}
