import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFile } from './dicom/read-file'
import { addInstances, type ImportedInstance } from './dicom/study-builder'
import { calibrationFor } from './domain/calibration'
import type { PixelPoint } from './domain/image-plane'
import { measuresOf } from './domain/measure'
import type { Shape } from './domain/region'
import type { Instance, Series } from './domain/study'

/*
 * Inputs behind public reports of faults in viewers, where they lie beside the project: every value as its list says.
 * Each kind has further cases in the tests of the folder that reads it.
 */

const folder = new URL('../../shared/reported/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) console.log('reported files: not beside the project, their tests did not run')

const bytesOf = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(name, folder)))

const namesIn = (name: string): string[] =>
  readdirSync(new URL(`${name}/`, folder))
    .sort()
    .map((file) => `${name}/${file}`)

async function imported(name: string): Promise<ImportedInstance> {
  const bytes = bytesOf(name)
  const source = { key: name, name, size: bytes.length }
  const reading = await readFile({ bytes, size: bytes.length }, source)
  if (reading.kind !== 'image') throw new Error(`${name}: expected an image, got ${reading.kind}`)
  return reading.imported
}

async function seriesOf(names: readonly string[]): Promise<readonly Series[]> {
  const files = await Promise.all(names.map(imported))
  return addInstances([], files).studies.flatMap(({ series }) => series)
}

/** First size of a mark: its length or longest diameter. */
function sizeOn(instance: Instance, points: readonly PixelPoint[], shape: Shape = 'length') {
  const { SOPInstanceUID, SOPClassUID, calibration } = instance
  const region = { shape, SOPInstanceUID, SOPClassUID, frameNumber: 1, points }
  const [size] = measuresOf(region, calibrationFor(calibration, region))
  return `${size.value.toFixed(1)} ${size.unit}`
}

describe.runIf(isThere)('reported files', () => {
  describe('01 ultrasound regions', () => {
    test.each([
      ['a-spectral-first', 100, 30, 200, 30, '20.0 mm'],
      ['a-spectral-first', 100, 150, 200, 150, '100.0 {pixels}'],
      ['a-spectral-first', 100, 60, 100, 160, '100.0 {pixels}'],
      ['b-tissue-first', 100, 30, 200, 30, '20.0 mm'],
      ['d-two-same', 20, 30, 120, 30, '20.0 mm'],
      ['d-two-same', 170, 30, 270, 30, '20.0 mm'],
      ['e-inset', 210, 30, 290, 30, '4.0 mm'],
      ['e-inset', 20, 30, 120, 30, '20.0 mm'],
      ['e-inset', 150, 30, 250, 30, '100.0 {pixels}'],
    ])('%s: from (%i, %i) to (%i, %i) are %s', async (name, x0, y0, x1, y1, size) => {
      const { instance } = await imported(`01-us-regions/${name}.dcm`)
      expect(sizeOn(instance, [[x0, y0], [x1, y1]])).toBe(size) // prettier-ignore
    })
  })
})
