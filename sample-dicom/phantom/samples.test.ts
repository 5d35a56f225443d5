import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { LibraryIndex, TeachingCase } from './case'
import { ctGeometry, dxGeometry } from './case-09-dicom'
import { cases } from './cases'
import { openFile, unpack } from './read-back'
import {
  attenuationAt,
  huPerMgHydroxyapatite,
  tissues,
  waterAttenuationAt70KeV,
  type Tissue,
} from './tissues'

/* The committed samples: whole, described truthfully, and readable. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const read = (path: string) => readFileSync(join(root, path))
const readJson = (path: string): unknown => JSON.parse(read(path).toString('utf8'))
const teachingCase = v.parse(TeachingCase, readJson('case-09/case.json'))
const index = v.parse(LibraryIndex, readJson('index.json'))

describe('files', () => {
  const listed = read('sha256.txt')
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  ') as [string, string])

  it('are the generated ones, to the byte', () => {
    const changed = listed.filter(
      ([sum, path]) => createHash('sha256').update(read(path)).digest('hex') !== sum,
    )
    expect(changed).toEqual([])
  })

  it('are all on the list', () => {
    const present = cases.flatMap(({ folder }) =>
      readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
    )
    expect(new Set(listed.map(([, path]) => path))).toEqual(new Set([...present, 'index.json']))
  })

  it('are offered with their size, and without the diagnosis', () => {
    for (const { folder, files, thumbnail, images } of index.cases) {
      expect(existsSync(join(root, folder, thumbnail))).toBe(true)
      expect(files).toHaveLength(images)
      for (const { path, bytes } of files) expect(read(`${folder}/${path}`).length).toBe(bytes)
    }
    expect(index.cases.map(({ folder }) => folder)).toEqual(cases.map(({ folder }) => folder))
    expect(JSON.stringify(index)).not.toMatch(
      /lupus|calcinos|calcif|cutis|distr[oó]f|cisticerc|cysticerc|dermatomi|dermatomy|mios?itis|myositis|osific|ossific|gout|gota|tof[oi]|toph|escler|scler|thrombos|trombos/i,
    )
  })
})

describe('case 9', () => {
  it('draws what it says: volumes within 1 % without noise and 5 % in the files', () => {
    for (const { measuredOverTrueVolume } of teachingCase.foci) {
      expect(Math.abs(measuredOverTrueVolume!.noiseFree - 1)).toBeLessThan(0.01)
      expect(Math.abs(measuredOverTrueVolume!.shipped - 1)).toBeLessThan(0.05)
    }
  })

  it('keeps all calcium between skin and fascia', () => {
    for (const { aboveFasciaMm, depthMm } of teachingCase.foci) {
      expect(aboveFasciaMm!).toBeGreaterThan(0)
      expect(depthMm![0]).toBeGreaterThan(1)
    }
  })

  it('has nodules of 5–20 mm, plates of 60–180 mm and 600–1400 HU', () => {
    for (const { morphology, extentMm, peakHu } of teachingCase.foci) {
      const longest = Math.max(...extentMm)
      const [least, greatest] = morphology.includes('morph.plaque_sheet') ? [60, 180] : [5, 20]
      expect(longest).toBeGreaterThanOrEqual(least)
      expect(longest).toBeLessThanOrEqual(greatest)
      expect(peakHu).toBeGreaterThan(600)
      expect(peakHu).toBeLessThan(1400)
    }
  })

  it('shows the calcium where the truth places it', async () => {
    const plate = teachingCase.foci.find(({ label }) => label === 'plaque of the left buttock')!
    const slices = await Promise.all([1, 20, 38, 45, 60, 75].map((number) => openCt(number)))
    for (const slice of slices) expect(slice.pixels).toHaveLength(384 * 384)
    const nearest = await openCt(ctNumberAt(plate.centreMm[2]))
    const around = valuesNear(nearest, plate.centreMm, 14)
    expect(Math.max(...around)).toBeGreaterThan(600)
  })

  it('has fat, muscle and air of the right CT number in the files', async () => {
    const slice = await openCt(45)
    const hist = (low: number, high: number) => slice.pixels.filter((value) => value >= low && value < high)
    const middle = (values: Float64Array) => values.sort()[values.length >> 1]
    expect(middle(hist(-160, -60))).toBeGreaterThan(-112)
    expect(middle(hist(-160, -60))).toBeLessThan(-94)
    expect(middle(hist(20, 90))).toBeGreaterThan(42)
    expect(middle(hist(20, 90))).toBeLessThan(60)
  })

  it('has a radiograph with spacing at the detector only', () => {
    const { text, dataset } = openFile('case-09/dx/0001.dcm')
    expect(text('x00181164')).toBe(`${dxGeometry.pixelMm}\\${dxGeometry.pixelMm}`)
    expect(text('x00280030')).toBeUndefined()
    expect(text('x00080068')).toBe('FOR PRESENTATION')
    expect(dataset.uint16('x00280011')).toBe(dxGeometry.columns)
  })

  it('belongs to one study of a patient who is plainly synthetic', () => {
    const ct = openFile('case-09/ct/0001.dcm')
    const dx = openFile('case-09/dx/0001.dcm')
    expect(ct.text('x0020000d')).toBe(dx.text('x0020000d'))
    for (const file of [ct, dx]) {
      expect(file.text('x0008001c')).toBe('YES')
      expect(file.text('x00100010')).toBe('SYNTHETIC^Case09')
      for (const tag of ['x00081030', 'x0008103e', 'x00181030'])
        expect(file.text(tag) ?? '').not.toMatch(/lupus|calcin|cutis/i)
    }
  })
})

describe('tissues', () => {
  it.each(Object.entries(tissues) as [string, Tissue][])(
    '%s lies in its published range',
    (_, { hu, huRange }) => {
      expect(hu).toBeGreaterThanOrEqual(huRange[0])
      expect(hu).toBeLessThanOrEqual(huRange[1])
    },
  )

  it('attenuates as its CT number says', () => {
    // At 70 keV, the effective energy of the CT: HU = 1000 (μ / μ water − 1), within 35 HU of the drawn value.
    const huOf = (basis: 'fat' | 'muscle') => 1000 * (attenuationAt(basis, 70) / waterAttenuationAt70KeV - 1)
    expect(Math.abs(huOf('fat') - tissues.subcutaneousFat.hu)).toBeLessThan(35)
    expect(Math.abs(huOf('muscle') - tissues.muscle.hu)).toBeLessThan(35)
    const perMg = (attenuationAt('hydroxyapatite', 70) / waterAttenuationAt70KeV) * 1
    expect(perMg).toBeCloseTo(huPerMgHydroxyapatite, 1)
  })
})

// ---- reading back, with the readers of the product ----

interface OpenSlice {
  readonly originMm: readonly number[]
  /** HU */
  readonly pixels: Float64Array
}

async function openCt(number: number): Promise<OpenSlice> {
  const { bytes, dataset, text } = openFile(`case-09/ct/${String(number).padStart(4, '0')}.dcm`)
  const [fragment] = dataset.elements.x7fe00010.fragments!
  const stored = await unpack(bytes.subarray(fragment.position, fragment.position + fragment.length))
  return {
    originMm: text('x00200032')!.split('\\').map(Number),
    pixels: Float64Array.from(stored, (value) => value - 1024),
  }
}

/** Number of the file whose slice is nearest to a height; 1 is nearest the head. */
function ctNumberAt(zMm: number): number {
  const top = Number(openFile('case-09/ct/0001.dcm').text('x00200032')!.split('\\')[2])
  return 1 + Math.round((top - zMm) / ctGeometry.sliceMm)
}

function valuesNear({ originMm, pixels }: OpenSlice, [x, y]: readonly number[], reachMm: number): number[] {
  const column = Math.round((x - originMm[0]) / ctGeometry.pixelMm)
  const row = Math.round((y - originMm[1]) / ctGeometry.pixelMm)
  const reach = Math.round(reachMm / ctGeometry.pixelMm)
  const values: number[] = []
  for (let j = row - reach; j <= row + reach; j++)
    for (let i = column - reach; i <= column + reach; i++) values.push(pixels[j * ctGeometry.columns + i])
  return values
}
