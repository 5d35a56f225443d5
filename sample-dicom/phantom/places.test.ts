import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { cross, dot, type Vec3 } from '../../src/domain/image-plane'
import { TeachingCase } from './case'
import { openFile, unpack } from './read-back'

/* Deposits lie in the CT files where case.json says: in the patient's coordinates. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

it.each([
  ['case-08', 'b/elbow', /of the forearm|olecranon|epicondyle/],
  ['case-08', 'b/wrist', /wrist|quadratus/],
])('%s/%s shows calcium in the middle of every deposit', async (folder, series, labels) => {
  const described = v.parse(TeachingCase, JSON.parse(readFileSync(join(root, folder, 'case.json'), 'utf8')))
  const foci = described.foci.filter(({ label }) => labels.test(label))
  expect(foci.length).toBeGreaterThan(2)
  const slices = slicesOf(`${folder}/${series}`)
  for (const { label, centreMm } of foci) {
    expect(await densestAround(slices, centreMm), label).toBeGreaterThan(CALCIUM_HU)
  }
})

const CALCIUM_HU = 130
/** The mass beside the ulna is bent about it: its middle lies just beside it. */
const REACH_MM = 2

interface Slice {
  readonly path: string
  readonly origin: Vec3
  readonly row: Vec3
  readonly column: Vec3
  readonly pixelMm: number
  readonly columns: number
}

function slicesOf(folder: string): Slice[] {
  return readdirSync(join(root, folder)).map((name) => {
    const path = `${folder}/${name}`
    const { text, dataset } = openFile(path)
    const numbers = (tag: string) => text(tag)!.split('\\').map(Number)
    const [origin, axes] = [numbers('x00200032'), numbers('x00200037')]
    return {
      path,
      origin: origin as unknown as Vec3,
      row: axes.slice(0, 3) as unknown as Vec3,
      column: axes.slice(3) as unknown as Vec3,
      pixelMm: numbers('x00280030')[0],
      columns: dataset.uint16('x00280011')!,
    }
  })
}

/** The densest 3 × 3 pixels within REACH_MM in the nearest slice, in HU: more than noise. */
async function densestAround(slices: readonly Slice[], place: Vec3): Promise<number> {
  const from = ({ origin }: Slice): Vec3 => [place[0] - origin[0], place[1] - origin[1], place[2] - origin[2]]
  const away = (slice: Slice) => Math.abs(dot(from(slice), cross(slice.row, slice.column)))
  const nearest = slices.reduce((best, slice) => (away(slice) < away(best) ? slice : best))
  const { path, row, column, pixelMm, columns } = nearest
  const [i, j] = [row, column].map((axis) => Math.round(dot(from(nearest), axis) / pixelMm))
  const { bytes, dataset } = openFile(path)
  const [{ position, length }] = dataset.elements.x7fe00010.fragments!
  const stored = await unpack(bytes.subarray(position, position + length))
  const around = [-1, 0, 1].flatMap((dj) => [-1, 0, 1].map((di) => dj * columns + di))
  const reach = Math.floor(REACH_MM / pixelMm)
  let densest = -Infinity
  for (let dj = -reach; dj <= reach; dj++)
    for (let di = -reach; di <= reach; di++) {
      const middle = (j + dj) * columns + i + di
      const sum = around.reduce((total, step) => total + stored[middle + step] - 1024, 0)
      densest = Math.max(densest, sum / around.length)
    }
  return densest
}
