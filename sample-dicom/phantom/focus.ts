import * as v from 'valibot'
import { TeachingCase, type FocusTruth } from './case'
import type { MadeFile } from './cases'
import { emptyGrid, type Grid } from './grid'
import type { Field } from './noise'
import { folderOf, round, type CasePatient } from './objects'
import { encodePng } from './png'
import { grow, type Box, type Point } from './sdf'

/*
 * A deposit as a lattice of the CT number it adds to its host, with its truth summed over the same lattice; and
 * case.json made of such deposits.
 */

export interface FocusPlan {
  readonly label: string
  readonly box: Box
  /** Signed distance to its surface, mm. */
  readonly distance: Field
  /** CT number added inside, at a place and its distance to the surface (negative). */
  readonly addedHu: (x: number, y: number, z: number, distance: number) => number
  readonly stepMm: number
}

export interface Focus {
  readonly label: string
  readonly added: Grid
  readonly truth: SummedTruth
}

export interface SummedTruth {
  readonly centreMm: Point
  readonly extentMm: Point
  readonly volumeMm3: number
  readonly integratedExcessHuMm3: number
  readonly meanContrastHu: number
  readonly peakAddedHu: number
}

/** Cells the surface passes through are filled in part: a ramp one cell wide. */
export function makeFocus({ label, box, distance, addedHu, stepMm }: FocusPlan): Focus {
  const added = emptyGrid(grow(box, 2 * stepMm), stepMm)
  const sum = { volume: 0, excess: 0, peak: 0 }
  const moment = [0, 0, 0]
  const low = [1e9, 1e9, 1e9]
  const high = [-1e9, -1e9, -1e9]
  let index = 0
  for (let k = 0; k < added.nz; k++)
    for (let j = 0; j < added.ny; j++)
      for (let i = 0; i < added.nx; i++, index++) {
        const place = [added.x0 + i * stepMm, added.y0 + j * stepMm, added.z0 + k * stepMm]
        const d = distance(place[0], place[1], place[2])
        const cover = Math.min(1, Math.max(0, 0.5 - d / stepMm))
        if (cover === 0) continue
        const value = cover * addedHu(place[0], place[1], place[2], d)
        added.values[index] = value
        sum.volume += cover
        sum.excess += value
        sum.peak = Math.max(sum.peak, value)
        place.forEach((at, axis) => {
          moment[axis] += at * value
          low[axis] = Math.min(low[axis], at)
          high[axis] = Math.max(high[axis], at)
        })
      }
  if (sum.excess === 0) throw new Error(`${label}: nothing of it was drawn`)
  const cell = stepMm ** 3
  return {
    label,
    added,
    truth: {
      centreMm: moment.map((value) => value / sum.excess) as unknown as Point,
      extentMm: high.map((value, axis) => value - low[axis] + stepMm) as unknown as Point,
      volumeMm3: sum.volume * cell,
      integratedExcessHuMm3: sum.excess * cell,
      meanContrastHu: sum.excess / sum.volume,
      peakAddedHu: sum.peak,
    },
  }
}

/** What the reader of a case is told of a deposit, apart from its numbers. */
export interface FocusWords {
  readonly distribution: string
  readonly morphology: readonly string[]
  readonly site: string
  readonly laterality: FocusTruth['laterality']
  readonly structures?: readonly string[]
  readonly study?: string
}

/** @param offsetMm model to patient coordinates */
export function describeFocus(
  { label, truth }: Pick<Focus, 'label' | 'truth'>,
  words: FocusWords,
  offsetMm: Point = [0, 0, 0],
): FocusTruth {
  const vector = (values: readonly number[]) =>
    values.map((value) => round(value, 1)) as [number, number, number]
  return {
    label,
    centreMm: vector(truth.centreMm.map((value, axis) => value + offsetMm[axis])),
    extentMm: vector(truth.extentMm),
    volumeMm3: round(truth.volumeMm3, 2),
    peakHu: round(truth.peakAddedHu, 0),
    distribution: `dist.${words.distribution}`,
    morphology: words.morphology.map((term) => `morph.${term}`),
    site: `site.${words.site}`,
    laterality: words.laterality,
    structures: [...(words.structures ?? [])],
    ...(words.study && { study: words.study }),
  }
}

export type CaseText = Pick<
  TeachingCase,
  'folder' | 'title' | 'history' | 'laboratory' | 'input' | 'key' | 'source'
>

const LICENCE: TeachingCase['licence'] = {
  images: 'CC0-1.0',
  texts: 'CC0-1.0',
  statement: {
    en: 'Synthetic images of a mathematical body; no patient was imaged. Images and texts may be used without restriction.',
    es: 'Imágenes sintéticas de un cuerpo matemático; no proceden de ningún paciente. Imágenes y textos pueden usarse sin restricciones.',
  },
}

export function caseFile(
  patient: CasePatient,
  text: CaseText,
  modalities: TeachingCase['modalities'],
  foci: readonly FocusTruth[],
  otherFindings: TeachingCase['otherFindings'] = [],
): MadeFile {
  const described = v.parse(TeachingCase, {
    schema: 'calcimap-sample-case',
    version: 1,
    folder: text.folder,
    title: text.title,
    patient: { age: patient.age, sex: patient.sex },
    history: text.history,
    laboratory: text.laboratory,
    modalities,
    input: text.input,
    key: text.key,
    foci,
    otherFindings,
    source: text.source,
    licence: LICENCE,
  })
  return {
    path: `${folderOf(patient.number)}/case.json`,
    bytes: new TextEncoder().encode(`${JSON.stringify(described, null, 2)}\n`),
  }
}

/** A card's picture, 320 × 240: the middle of a frame, stored values between `low` and `high` from black to white. */
export function thumbnail(
  folder: string,
  frame: { readonly columns: number; readonly rows: number; readonly values: Uint16Array | Uint8Array },
  low: number,
  high: number,
  crop: { readonly x: number; readonly y: number; readonly width: number },
): MadeFile {
  const [width, height] = [320, 240]
  const scale = crop.width / width
  const grey = Uint8Array.from({ length: width * height }, (_, index) => {
    const column = Math.floor(crop.x + (index % width) * scale)
    const row = Math.floor(crop.y + Math.floor(index / width) * scale)
    if (column < 0 || row < 0 || column >= frame.columns || row >= frame.rows) return 0
    const value = frame.values[row * frame.columns + column]
    return Math.min(255, Math.max(0, ((value - low) / (high - low)) * 255))
  })
  return { path: `${folder}/thumbnail.png`, bytes: encodePng(width, height, grey) }
}

export const fileName = (number: number): string => `${String(number).padStart(4, '0')}.dcm`
