import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { inversionOf, mrTissues, signalOf, type MrTissueName } from './mr-tissues'
import { STIR, T1, T1_GD, T2 } from './mr-series'

/* What the modalities other than CT show, against published numbers: in the formulas, and in the files. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

describe('MR signals at 1.5 T', () => {
  // T1 TR 550 TE 12, T2 TR 4000 TE 90, STIR TR 4500 TE 50; computed from the published relaxation times.
  const expected: Readonly<Partial<Record<MrTissueName, readonly [t1: number, t2: number, stir: number]>>> = {
    fat: [0.77, 0.35, 0.01],
    muscle: [0.26, 0.08, 0.15],
    fluid: [0.17, 0.66, 0.63],
    inflamed: [0.28, 0.25, 0.32],
    yellowMarrow: [0.72, 0.33, 0.03],
    cartilage: [0.24, 0.08, 0.16],
    tophus: [0.19, 0.04, 0.08],
  }

  it.each(Object.entries(expected))('%s', (name, [t1, t2, stir]) => {
    const tissue = mrTissues[name as MrTissueName]
    expect(signalOf(tissue, T1)).toBeCloseTo(t1, 1)
    expect(Math.abs(signalOf(tissue, T1) - t1)).toBeLessThan(0.03)
    expect(Math.abs(signalOf(tissue, T2) - t2)).toBeLessThan(0.03)
    expect(Math.abs(signalOf(tissue, STIR) - stir)).toBeLessThan(0.03)
  })

  it('fat is nulled at 173 ms, inflamed tissue enhances, fat does not', () => {
    expect(inversionOf(STIR)).toBeCloseTo(173, 0)
    expect(signalOf(mrTissues.inflamed, T1_GD)).toBeGreaterThan(2 * signalOf(mrTissues.inflamed, T1))
    expect(signalOf(mrTissues.fat, T1_GD)).toBe(signalOf(mrTissues.fat, T1))
  })
})

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

function readFrame(path: string, frame = 0): Uint8Array {
  const { parseDicom } = require('dicom-parser') as {
    parseDicom: (bytes: Uint8Array) => { elements: Record<string, { fragments: { position: number; length: number }[] }> } // prettier-ignore
  }
  const bytes = new Uint8Array(readFileSync(join(root, path)))
  const { position, length } = parseDicom(bytes).elements.x7fe00010.fragments[frame]
  const decoder = makeDecoder()
  decoder.getEncodedBuffer(length).set(bytes.subarray(position, position + length))
  decoder.decode()
  const decoded = decoder.getDecodedBuffer().slice()
  decoder.delete()
  return decoded
}

const wide = (path: string, frame?: number): Uint16Array => new Uint16Array(readFrame(path, frame).buffer)
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]

describe('the files', () => {
  it('fat has less than a twentieth of its T1 signal in STIR', () => {
    const t1 = wide('case-10/a/mr/1/0011.dcm')
    const stir = wide('case-10/a/mr/2/0011.dcm')
    const fat = [...t1.keys()].filter((index) => t1[index] > 650 && t1[index] < 850)
    expect(fat.length).toBeGreaterThan(2000)
    expect(median(fat.map((index) => stir[index]))).toBeLessThan(0.05 * median(fat.map((index) => t1[index])))
  })

  it('muscle in ultrasound has the speckle of many scatterers', () => {
    const grey = readFrame('case-04/a/us/0001.dcm')
    // 60 dB over 255 grey levels; a patch of muscle between the fascia and the haematoma.
    const ratios: number[] = []
    for (let row = 130; row < 190; row += 12)
      for (let column = 240; column < 400; column += 16) {
        const amplitudes: number[] = []
        for (let v = 0; v < 12; v++)
          for (let u = 0; u < 16; u++)
            amplitudes.push(10 ** ((grey[(row + v) * 640 + column + u] * 60) / 255 / 20))
        const mean = amplitudes.reduce((sum, value) => sum + value, 0) / amplitudes.length
        const variance = amplitudes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / amplitudes.length
        ratios.push(mean / Math.sqrt(variance))
      }
    // Rayleigh: 1.91; the planes between the bundles widen it a little.
    expect(median(ratios)).toBeGreaterThan(1.55)
    expect(median(ratios)).toBeLessThan(2.1)
  })

  it('the bone scan has the counts it states', () => {
    const counts = wide('case-10/a/nm/0001.dcm').reduce((sum, value) => sum + value, 0)
    expect(Math.abs(counts / 760_000 - 1)).toBeLessThan(0.05)
  })

  it('contrast climbs from the foot: the last frames of the run are darker above than the first', () => {
    const above = (frame: number) => {
      const values = wide('case-01/xa/0001.dcm', frame)
      const part = values.subarray(0, Math.floor(values.length / 4))
      return part.reduce((sum, value) => sum + value, 0) / part.length
    }
    expect(above(19)).toBeLessThan(above(0) - 1)
    expect(Math.abs(above(1) - above(0))).toBeLessThan(0.6)
  })
})
