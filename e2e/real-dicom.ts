import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GivenFile } from './app'

const folder = fileURLToPath(new URL('../../shared/dicom', import.meta.url))

/** Real DICOM files lie beside the project, not in it: tests that need them are made only where they are. */
export const hasRealFiles = existsSync(folder)

let said = false

/** @returns the values where the real files are; elsewhere none, and one line says so */
export function whereReal<Value>(values: readonly Value[]): readonly Value[] {
  // Every worker reads the specs again; the first alone speaks.
  if (!hasRealFiles && !said && (process.env.TEST_WORKER_INDEX ?? '0') === '0')
    console.log('../shared/dicom is not here: the browser tests on real files are left out.')
  said = true
  return hasRealFiles ? values : []
}

/** @param paths below `../shared/dicom` */
export const realFiles = (...paths: readonly string[]): GivenFile[] =>
  paths.map((path) => ({ name: basename(path), bytes: readFileSync(`${folder}/${path}`) }))
