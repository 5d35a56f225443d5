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
  // The workers read the specs again, in silence.
  if (!hasRealFiles && !said && process.env.TEST_WORKER_INDEX === undefined)
    console.log('../shared/dicom is not here: the browser tests on real files are left out.')
  said = true
  return hasRealFiles ? values : []
}

/** @param paths below `../shared/dicom` */
export const realFiles = (...paths: readonly string[]): GivenFile[] =>
  paths.map((path) => ({ name: basename(path), bytes: readFileSync(`${folder}/${path}`) }))

/** Grey values of the first frame as dcmtk draws them, at a few pixels of smooth places and others. */
export function referenceGreys(
  path: string,
): readonly (readonly [row: number, column: number, grey: number])[] {
  const { files } = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')) as {
    files: { file: string; display_frame1: { probes_row_col_value8: [number, number, number][] } }[]
  }
  return files.find(({ file }) => file === path)?.display_frame1.probes_row_col_value8 ?? []
}
