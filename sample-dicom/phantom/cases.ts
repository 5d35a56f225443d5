import type { TeachingCase } from './case'
import { makeCase06 } from './case-06'
import { case06Text } from './case-06-text'
import { makeCase09 } from './case-09'
import { case09Text } from './case-09-text'
import type { EncodeFile } from './dicom'

export interface MadeFile {
  /** Relative to sample-dicom/. */
  readonly path: string
  readonly bytes: Uint8Array
}

export interface CaseSource {
  readonly folder: string
  readonly title: TeachingCase['title']
  /** In the order of the studies. */
  readonly modalities: readonly string[]
  /** All files of the folder: images (.dcm), thumbnail.png, case.json. */
  readonly make: (encode: EncodeFile) => Iterable<MadeFile>
}

/** Every case of the samples, a row each. */
export const cases: readonly CaseSource[] = [
  { ...case06Text, modalities: ['CR'], make: makeCase06 },
  { ...case09Text, modalities: ['DX', 'CT'], make: makeCase09 },
]
