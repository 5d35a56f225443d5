import type { MadeFile } from './cases'
import type { EncodeFile } from './dicom'
import { fileName } from './focus'
import { renderMr, type MrGeometry, type MrAppearance } from './mr'
import type { MrSequence } from './mr-tissues'
import { mrAttributes, windowOf, type Region, type StudyPlan } from './objects'
import { hashText } from './random'
import type { RowSampler } from './sampler'

/* MR series of a case: a row each. */

export interface MrPlan {
  readonly description: string
  readonly sequence: MrSequence
  readonly geometry: MrGeometry
}

export const T1: MrSequence = { kind: 'SE', repetitionMs: 550, echoMs: 12 }
export const T1_GD: MrSequence = { ...T1, gadolinium: true }
export const T2: MrSequence = { kind: 'TSE', repetitionMs: 4000, echoMs: 90 }
export const STIR: MrSequence = { kind: 'STIR', repetitionMs: 4500, echoMs: 50 }

export interface MrStudy {
  readonly study: StudyPlan
  readonly region: Region
  readonly laterality?: 'L' | 'R'
  readonly look: MrAppearance
  readonly firstNumber: number
  /** HH of the first series. */
  readonly hour: number
  /** Tells the series of one side from those of the other. */
  readonly key?: string
  /** As in `SeriesPlan`, of all its series. */
  readonly placement?: string
}

/** Files under `folder`/mr/1, 2 … in the order of the plans, and the pictures of each series once it is written. */
export function* makeMrSeries(
  folder: string,
  sampler: RowSampler,
  plans: readonly MrPlan[],
  { study, region, laterality, look, firstNumber, hour, key: side, placement }: MrStudy,
  encode: EncodeFile,
  onSeries: (index: number, pictures: readonly Uint16Array[]) => void = () => undefined,
): Generator<MadeFile> {
  for (const [index, { description, sequence, geometry }] of plans.entries()) {
    const key = `mr/${index + 1}`
    // A short-tau inversion recovery has less signal, and more of its noise is seen.
    const noise = sequence.kind === 'STIR' ? { ...look, noise: look.noise * 0.6 } : look
    const pictures = renderMr(sampler, sequence, geometry, noise, hashText(`${folder}/${key}`))
    const window = windowOf(pictures)
    const minute = String(5 + 6 * index).padStart(2, '0')
    const series = {
      study,
      key: side ? `${side}/${key}` : key,
      number: firstNumber + index,
      description,
      region,
      laterality,
      placement,
      time: `${String(hour).padStart(2, '0')}${minute}00`,
    }
    for (const [slice, values] of pictures.entries())
      yield {
        path: `${folder}/${key}/${fileName(slice + 1)}`,
        bytes: encode(mrAttributes(series, slice, geometry, sequence, window), {
          columns: geometry.columns,
          rows: geometry.rows,
          bitsStored: 12,
          values,
        }),
      }
    onSeries(index, pictures)
  }
}

export const mrModalities = (folder: string, plans: readonly MrPlan[]) =>
  plans.map(({ description, geometry }, index) => ({
    modality: 'MR',
    images: geometry.slices,
    folder: `${folder}mr/${index + 1}`,
    series: description,
  }))
