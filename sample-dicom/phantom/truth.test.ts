import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { buildCase05, geometry as hipGeometry } from './case-05'
import { buildElbowOfCase, buildWristOfCase, PLACES, tableTop } from './case-08'
import { tableAndPad } from './case-09'
import { buildCaseBody } from './case-09-body'
import { ctGeometry } from './case-09-dicom'
import { renderSlices, type CtGeometry, type Scenery } from './ct'
import type { Focus } from './focus'
import type { RowSampler } from './sampler'
import { TruthCheck } from './truth-check'

/*
 * Every CT file is read again beside a fresh rendering of its body without noise: what each deposit adds to its
 * surroundings, over its contrast, must be its volume: within 1 % without noise, within 5 % in the file. Minutes.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

interface Stack {
  readonly folder: string
  readonly geometry: CtGeometry
  readonly scenery: Scenery
  readonly build: () => {
    readonly sampler: RowSampler
    readonly deposits: readonly Pick<Focus, 'label' | 'added' | 'truth'>[]
  }
}

const place = (name: keyof typeof PLACES): CtGeometry => {
  const { originMm, columns, slices, pixelMm } = PLACES[name]
  return { originMm, columns, rows: columns, slices, pixelMm, sliceMm: 1.5 }
}

const stacks: readonly Stack[] = [
  {
    folder: 'case-05/soft',
    geometry: hipGeometry,
    scenery: tableAndPad,
    build: () => {
      const { sampler, foci } = buildCase05()
      return { sampler, deposits: foci }
    },
  },
  ...(['elbow', 'wrist'] as const).map((name): Stack => ({
    folder: `case-08/b/${name}`,
    geometry: place(name),
    scenery: tableTop,
    build: () => {
      const { sampler, tophi } = name === 'elbow' ? buildElbowOfCase() : buildWristOfCase()
      return { sampler, deposits: tophi.map(({ focus }) => focus) }
    },
  })),
  {
    folder: 'case-09/ct',
    geometry: ctGeometry,
    scenery: tableAndPad,
    build: () => {
      const { sampler, deposits } = buildCaseBody()
      return {
        sampler,
        deposits: deposits.map((deposit) => ({ ...deposit, truth: { ...deposit.truth, peakAddedHu: deposit.truth.peakHu } })), // prettier-ignore
      }
    },
  },
]

interface Decoder {
  getEncodedBuffer(size: number): Uint8Array
  decode(): void
  getDecodedBuffer(): Uint8Array
  delete(): void
}

let makeDecoder: () => Decoder

beforeAll(async () => {
  const start = require('@cornerstonejs/codec-charls/decodewasmjs') as () => Promise<{ JpegLSDecoder: new () => Decoder }> // prettier-ignore
  const { JpegLSDecoder } = await start()
  makeDecoder = () => new JpegLSDecoder()
})

/** Stored values of a slice; files are numbered from the head. */
function readStored(folder: string, fromHead: number): Uint16Array {
  const { parseDicom } = require('dicom-parser') as {
    parseDicom: (bytes: Uint8Array) => { elements: Record<string, { fragments: { position: number; length: number }[] }> } // prettier-ignore
  }
  const bytes = new Uint8Array(readFileSync(join(root, folder, `${String(fromHead).padStart(4, '0')}.dcm`)))
  const [{ position, length }] = parseDicom(bytes).elements.x7fe00010.fragments
  const decoder = makeDecoder()
  decoder.getEncodedBuffer(length).set(bytes.subarray(position, position + length))
  decoder.decode()
  const stored = new Uint16Array(decoder.getDecodedBuffer().slice().buffer)
  decoder.delete()
  return stored
}

it.each(stacks)(
  '$folder shows the volumes its truth states',
  { timeout: 600_000 },
  ({ folder, geometry, scenery, build }) => {
    const { sampler, deposits } = build()
    const check = new TruthCheck(deposits, geometry)
    for (const slice of renderSlices(sampler, geometry, scenery)) {
      const fromHead = geometry.slices - Math.round((slice.zMm - geometry.originMm[2]) / geometry.sliceMm)
      const stored = readStored(folder, fromHead)
      check.add(slice, (index) => stored[index] - 1024)
    }
    const ratios = check.ratios()
    for (const [index, { label, truth }] of deposits.entries()) {
      if (Math.max(...truth.extentMm) < 6) continue
      expect(Math.abs(ratios[index].noiseFree - 1), `${label}, without noise`).toBeLessThan(0.01)
      expect(Math.abs(ratios[index].shipped - 1), `${label}, in the file`).toBeLessThan(0.05)
    }
  },
)
