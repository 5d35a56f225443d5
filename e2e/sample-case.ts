import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import dicomParser from 'dicom-parser'
import type { Label } from '../src/domain/vocabulary'
import type { AetiologyId } from '../src/knowledge/scheme'
import type { PixelPoint, Sheet } from './app'

/** What a sample case tells of itself, as far as it is read here. */
interface CaseFile {
  readonly title: Label
  readonly input: { readonly present: readonly string[]; readonly labs: Readonly<Record<string, string>> }
  readonly key: { readonly aetiology: AetiologyId }
  readonly modalities: readonly {
    readonly modality: string
    readonly folder: string
    readonly series: string
  }[]
  readonly foci: readonly CaseFocus[]
}

interface CaseFocus {
  readonly label: string
  readonly centreMm: readonly [x: number, y: number, z: number]
  readonly extentMm: readonly [x: number, y: number, z: number]
  readonly site: string
  readonly laterality: string
}

/** Where a deposit lies on the frames of the CT. */
export interface Place {
  /** From 1, along the normal of the slices: an axial stack starts at the feet. */
  readonly slice: number
  /** Opposite corners of the box around it, in pixels. */
  readonly corners: readonly [PixelPoint, PixelPoint]
  /** The longer side of the box, across the slice. */
  readonly longestMm: number
}

const CASES = fileURLToPath(new URL('../sample-dicom/', import.meta.url))

/** A sample case with its deposits, placed on its axial CT. */
export function readSampleCase(folder: string) {
  const file = JSON.parse(readFileSync(`${CASES}${folder}/case.json`, 'utf8')) as CaseFile
  const seriesOf = (modality: string) => {
    const found = file.modalities.find((series) => series.modality === modality)
    if (!found) throw new Error(`expected ${modality} in ${folder}`)
    return found
  }
  const ct = readStack(`${CASES}${folder}/${seriesOf('CT').folder}`)
  const focus = (label: string) => {
    const found = file.foci.find((focus) => focus.label.startsWith(label))
    if (!found) throw new Error(`expected a deposit ${label} in ${folder}`)
    return found
  }
  return {
    ...file,
    seriesOf,
    focus,
    sheet: ct.sheet,
    slices: ct.instances.length,
    /** From 1. */
    sliceOf: (SOPInstanceUID: string) => ct.instances.indexOf(SOPInstanceUID) + 1,
    placeOf: (label: string) => placeIn(ct, focus(label)),
  }
}

interface Stack {
  readonly sheet: Sheet
  /** SOP Instance UIDs from the feet to the head. */
  readonly instances: readonly string[]
  /** Middle of the first pixel of the lowest slice. */
  readonly originMm: readonly [x: number, y: number, z: number]
  readonly pixelMm: number
  readonly stepMm: number
}

/** The planes of an axial stack with square pixels. */
function readStack(folder: string): Stack {
  const numbers = (data: dicomParser.DataSet, tag: string) => (data.string(tag) ?? '').split('\\').map(Number)
  const headers = readdirSync(folder)
    .map((name) => dicomParser.parseDicom(readFileSync(`${folder}/${name}`), { untilTag: 'x7fe00010' }))
    .map((data) => ({ data, position: numbers(data, 'x00200032') as [number, number, number] }))
    .sort((a, b) => a.position[2] - b.position[2])
  const [lowest, next] = headers
  return {
    sheet: { columns: lowest.data.uint16('x00280011') ?? 0, rows: lowest.data.uint16('x00280010') ?? 0 },
    instances: headers.map(({ data }) => data.string('x00080018') ?? ''),
    originMm: lowest.position,
    pixelMm: numbers(lowest.data, 'x00280030')[0],
    stepMm: next.position[2] - lowest.position[2],
  }
}

/** Pixel positions count from the corner of the first pixel, whose middle is the origin. */
function placeIn({ originMm, pixelMm, stepMm }: Stack, { centreMm, extentMm }: CaseFocus): Place {
  const corner = (sign: number): PixelPoint => [
    Math.round((centreMm[0] + (sign * extentMm[0]) / 2 - originMm[0]) / pixelMm) + 0.5,
    Math.round((centreMm[1] + (sign * extentMm[1]) / 2 - originMm[1]) / pixelMm) + 0.5,
  ]
  return {
    slice: Math.round((centreMm[2] - originMm[2]) / stepMm) + 1,
    corners: [corner(-1), corner(1)],
    longestMm: Math.max(extentMm[0], extentMm[1]),
  }
}
