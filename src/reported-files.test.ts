import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFile } from './dicom/read-file'
import { ByteStore } from './dicom/byte-store'
import { importFiles } from './dicom/import'
import { openZip } from './dicom/zip'
import { addInstances, type ImportedInstance } from './dicom/study-builder'
import { calibrationFor } from './domain/calibration'
import type { PixelPoint } from './domain/image-plane'
import { measuresOf, statisticsByRow, type PixelGrid } from './domain/measure'
import { frameData } from './dicom/frames'
import { decode } from './viewer/decoding/decode'
import { acquiredImage } from './domain/shown-image'
import { nextOfClip } from './viewer/clip'
import { isPadding } from './viewer/decoding/decoded-frame'
import { defaultWindow } from './viewer/picture/display'
import { rangeOfSeries } from './viewer/picture/series-range'
import { greyOf } from './viewer/picture/window-lut'
import type { Shape } from './domain/region'
import { IDENTITY } from './domain/affine'
import { sidesOf } from './domain/orientation'
import { atFrame, frameCount, framesOf, modalityUnit, type Instance, type Series } from './domain/study'
import { volumeShapeOf } from './domain/volume-geometry'

/*
 * Inputs behind public reports of faults in viewers, where they lie beside the project: every value as its list says.
 * Each kind has further cases in the tests of the folder that reads it.
 */

const folder = new URL('../../shared/reported/', import.meta.url)
const isThere = existsSync(folder)

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

async function decodedOf(name: string) {
  const { instance, series } = await imported(name)
  const frame = await decode({ ...frameData(bytesOf(name), instance, 1), instance, frameNumber: 1 })
  const grid: PixelGrid = {
    columns: frame.columns,
    rows: frame.rows,
    unit: modalityUnit(series, instance),
    valueAt: (column, row) => frame.values[row * frame.columns + column],
    isPadding: (value) => isPadding(frame, value),
  }
  return { instance, frame, grid }
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

  describe('02 frames stored out of order', () => {
    test.each(['02-enhanced-ct-random-frames.dcm', '02-control-in-order.dcm'])('%s', async (name) => {
      const [series] = await seriesOf([name])
      const frames = framesOf(series).map(({ instance }) => instance)
      expect(frames.map(({ plane }) => plane?.ImagePositionPatient[2])).toEqual(
        Array.from({ length: 12 }, (_, index) => 2 * index),
      )
      expect(series.order).toEqual({ by: 'position', spacingMm: 2, unevenAfter: [] })
      expect(volumeShapeOf(frames).geometry).toMatchObject({ size: [64, 64, 12], kStep: [0, 0, 2] })
    })
  })

  describe('03 padding', () => {
    test.each([
      ['ct-no-window', 781, 310.5],
      ['mr-65535', 591, 515.5],
    ])('%s: W %d L %d', async (name, width, center) => {
      const { instance, frame } = await decodedOf(`03-padding/${name}.dcm`)
      expect(defaultWindow(instance, frame)).toEqual({ width, center })
    })

    test.each(['ct-no-window', 'ct-2000-window'])('%s: statistics', async (name) => {
      const { grid } = await decodedOf(`03-padding/${name}.dcm`)
      const points: PixelPoint[] = [[1, 10.5], [20, 10.5], [10.5, 1], [10.5, 20]] // prettier-ignore
      const region = {
        shape: 'ellipse',
        SOPInstanceUID: '1',
        SOPClassUID: '1',
        frameNumber: 1,
        points,
      } as const
      const measured = Object.fromEntries(
        measuresOf(region, undefined, grid).map(({ quantity, value }) => [quantity, value.toFixed(1)]),
      )
      expect(measured).toMatchObject({ mean: '43.5', minimum: '40.0' })
      expect([...statisticsByRow(grid)].at(-1)?.mean.toFixed(1)).toBe('53.2')
    })
  })

  describe('18 windows', () => {
    test('one window for a series without: 400, 1000 and 3100 differ', async () => {
      const names = namesIn('18-windows').filter((name) => name.includes('b-none'))
      const [series] = await seriesOf(names)
      const greys = []
      const range = await rangeOfSeries(series, {
        frame: async ({ source }) => (await decodedOf(source.name)).frame,
      })
      for (const name of names) {
        const { instance, frame } = await decodedOf(name)
        const window = defaultWindow(instance, frame, range)
        greys.push(Math.round(greyOf(frame.maximum, window, 'LINEAR')))
      }
      expect(greys).toEqual([25, 77, 255])
    })
  })

  describe('04 what is not of the stack', () => {
    test.each([
      ['04-localizer-in-series', 'localizer'],
      ['04-screenshot-in-series', 'secondary'],
    ])('%s: set apart as %s', async (name, kind) => {
      const [slices, other] = await seriesOf(namesIn(name))
      expect(slices.group?.kind).toBe('slices')
      expect(slices.order).toMatchObject({ by: 'position', unevenAfter: [] })
      expect(volumeShapeOf(framesOf(slices).map(({ instance }) => instance)).geometry?.size[2]).toBe(10)
      expect(other.group?.kind).toBe(kind)
      expect(frameCount(other)).toBe(1)
    })

    test('a length on a localizer is one of a projection; its Rescale Type decides the unit', async () => {
      const { instance, series } = await imported('04-localizer-in-series/a-IM001.dcm')
      expect(instance.calibration?.kind).toBe('projection')
      expect(modalityUnit(series, instance)).toBe('HU')
    })
  })

  test.each(['full422-even', 'full422-odd'])('09 %s: red, green, blue, white', async (name) => {
    const { frame } = await decodedOf(`09-ybr422/${name}.dcm`)
    const at = (column: number, row: number) =>
      [0, 1, 2]
        .map((part) => (frame.values[3 * (row * frame.columns + column) + part] > 127 ? 1 : 0))
        .join('')
    expect([at(9, 9), at(23, 9), at(9, 23), at(23, 23)]).toEqual(['100', '010', '001', '111'])
  })

  describe('11 clips', () => {
    test('each plays within itself, at its own rate; a still is none', async () => {
      const [series] = await seriesOf(namesIn('11-us-cines'))
      const images = framesOf(series).map(({ instance, frameNumber }) => acquiredImage(instance, frameNumber))
      expect(nextOfClip(images, 7)).toEqual({ index: 0, afterMs: 100 })
      expect(nextOfClip(images, 13)).toEqual({ index: 8, afterMs: 500 })
      expect(nextOfClip(images, 14)).toBeUndefined()
    })

    test('the times of a vector are followed', async () => {
      const [series] = await seriesOf(['11-varying-frame-time.dcm'])
      const images = framesOf(series).map(({ instance, frameNumber }) => acquiredImage(instance, frameNumber))
      expect(images.slice(0, 5).map((_, index) => nextOfClip(images, index)?.afterMs)).toEqual([
        100, 100, 100, 1000, 1000,
      ])
    })
  })

  test.each([
    ['circle', [60, 50], [60, 8]],
    ['rectangle', [20, 10], [18, 8]],
  ])('14 shutter: %s', async (name, [inX, inY], [outX, outY]) => {
    const { frame } = await decodedOf(`14-shutters/${name}.dcm`)
    const covered = frame.shutter?.covered
    expect(covered?.[inY * frame.columns + inX]).toBe(0)
    expect(covered?.[outY * frame.columns + outX]).toBe(1)
  })

  test('17 the unit of the file beside the value', async () => {
    const { grid } = await decodedOf('17-pet-units/BQML-1.dcm')
    expect(grid.unit).toBe('Bq/ml')
  })

  describe('22 zips', () => {
    const opened = async (name: string) => {
      const blob = new Blob([bytesOf(`22-zips/${name}.zip`)])
      const { instances, problems } = await importFiles([{ name: `${name}.zip`, blob }], {
        store: new ByteStore(),
        startReader: () => ({
          read: ({ source, bytes, size }) => readFile({ bytes: new Uint8Array(bytes), size }, source),
          sizes: (blobs) => Promise.resolve(blobs.map(({ size }) => size)),
          close: () => undefined,
        }),
        openZip,
      })
      return {
        names: instances.map(({ instance }) => instance.source.name),
        problems: problems.map(({ code, found }) => `${code} ${found}`),
      }
    }

    test.each([
      ['a-sjis-names', ['a-sjis-names.zip/患者表示/画像1'], []],
      ['d-prefix', ['d-prefix.zip/im/1'], []],
      ['f-bzip2', [], ['zipMethod bzip2']],
      ['g-deflate64', [], ['zipMethod deflate64']],
    ])('%s', async (name, names, problems) => {
      const found = await opened(name)
      expect(found.names).toEqual(names)
      expect(found.problems.filter((problem) => !problem.startsWith('noImages'))).toEqual(problems)
    })
  })

  test('16 one position for many frames: the others follow by the spacing', async () => {
    const [series] = await seriesOf(['16-cbct-one-position.dcm'])
    const heights = framesOf(series).map(({ instance }) => instance.plane?.ImagePositionPatient[2])
    expect([heights[14], heights[19]]).toEqual([107, 109.5])
  })

  describe('21 no spacing', () => {
    test('order by position, letters, and lengths in pixels', async () => {
      const [series] = await seriesOf(namesIn('21-no-spacing'))
      expect(series.instances.map(({ InstanceNumber }) => InstanceNumber)).toEqual([4, 2, 5, 1, 3])
      const [instance] = series.instances
      expect(sidesOf(instance, IDENTITY)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' })
      expect(sizeOn(instance, [[10, 10], [20, 10]])).toBe('10.0 {pixels}') // prettier-ignore
    })
  })

  test('25 the spacing at the detector from the functional groups', async () => {
    const { instance } = await imported('25-enhanced-xa.dcm')
    expect(sizeOn(atFrame(instance, 3), [[5, 5], [55, 5]])).toBe('10.0 mm') // prettier-ignore
    expect(instance.calibration?.kind).toBe('detector')
  })
})
