import type { TeachingCase } from './case'
import { makeCase01 } from './case-01'
import { case01Text } from './case-01-text'
import { makeCase02 } from './case-02'
import { case02Text } from './case-02-text'
import { makeCase03 } from './case-03'
import { case03Text } from './case-03-text'
import { makeCase04 } from './case-04'
import { case04Text } from './case-04-text'
import { makeCase05 } from './case-05'
import { case05Text } from './case-05-text'
import { makeCase06 } from './case-06'
import { case06Text } from './case-06-text'
import { makeCase07 } from './case-07'
import { case07Text } from './case-07-text'
import { makeCase08 } from './case-08'
import { case08Text } from './case-08-text'
import { makeCase09 } from './case-09'
import { case09Text } from './case-09-text'
import { makeCase10 } from './case-10'
import { case10Text } from './case-10-text'
import { makeCase11 } from './case-11'
import { case11Text } from './case-11-text'
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
  { ...case01Text, modalities: ['MR', 'DX', 'XA'], make: makeCase01 },
  { ...case02Text, modalities: ['CR'], make: makeCase02 },
  { ...case03Text, modalities: ['DX'], make: makeCase03 },
  { ...case04Text, modalities: ['US', 'DX'], make: makeCase04 },
  { ...case05Text, modalities: ['CT'], make: makeCase05 },
  { ...case06Text, modalities: ['CR'], make: makeCase06 },
  { ...case07Text, modalities: ['DX', 'MR'], make: makeCase07 },
  { ...case08Text, modalities: ['US', 'CT'], make: makeCase08 },
  { ...case09Text, modalities: ['DX', 'CT'], make: makeCase09 },
  { ...case10Text, modalities: ['DX', 'MR', 'NM'], make: makeCase10 },
  { ...case11Text, modalities: ['DX', 'MR'], make: makeCase11 },
]
