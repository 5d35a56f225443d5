import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  CT_IMAGE_STORAGE,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  syntheticImage,
  type SyntheticElement,
  type SyntheticImage,
} from '../synthetic-dicom'
import { CACHE } from './paths'

/** Folders of files, made once; the same bytes on every machine. */
export interface BenchData {
  /** 300 slices of 512 × 512 as CT: a volume. */
  readonly ct: string
  /** The same pixels as MR, which opens as slices in one viewport. */
  readonly mr: string
  /** One projection of 2500 × 3000. */
  readonly radiograph: string
  /** 3,000 small files: 30 series of ten patients. */
  readonly many: string
}

export const PATIENTS = 10
const SLICES = 300
const SIDE = 512
const SPACING_MM = 0.75
const FILES_PER_SERIES = 100

const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4'
const ULTRASOUND_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.6.1'
const DIGITAL_XRAY_STORAGE = '1.2.840.10008.5.1.4.1.1.1.1'

export function benchData(): BenchData {
  return {
    ct: madeOnce('ct', () => slices('CT', CT_IMAGE_STORAGE)),
    mr: madeOnce('mr', () => slices('MR', MR_IMAGE_STORAGE)),
    radiograph: madeOnce('radiograph', radiograph),
    many: madeOnce('many', manySeries),
  }
}

type NamedFile = readonly [name: string, bytes: Uint8Array]

/** A folder that is there is whole: it is named when its last file is. */
function madeOnce(name: string, make: () => Iterable<NamedFile>): string {
  const folder = join(CACHE, 'bench-data', name)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  for (const [file, bytes] of make()) {
    mkdirSync(dirname(join(unfinished, file)), { recursive: true })
    writeFileSync(join(unfinished, file), bytes)
  }
  renameSync(unfinished, folder)
  return folder
}

function* slices(Modality: string, SOPClassUID: string): Generator<NamedFile> {
  const study = Modality === 'CT' ? 1 : 2
  for (let slice = 0; slice < SLICES; slice++) {
    const image = imageOf({ study, series: 1, slice, patient: study, Modality, SOPClassUID })
    const bytes = syntheticImage({
      ...image,
      Rows: SIDE,
      Columns: SIDE,
      PixelSpacing: [SPACING_MM, SPACING_MM],
      ImagePositionPatient: [(-SPACING_MM * SIDE) / 2, (-SPACING_MM * SIDE) / 2, slice],
      elements: [...(image.elements ?? []), ['00180050', 'DS', '1'], ['7FE00010', 'OW', sliceBytes(slice)]],
    })
    yield [numbered('IM', slice), bytes]
  }
}

function sliceBytes(slice: number): Uint8Array {
  const values = new Uint16Array(SIDE * SIDE)
  for (let at = 0; at < values.length; at++)
    values[at] = 1024 + hounsfield((at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2, slice)
  return new Uint8Array(values.buffer)
}

/** A pelvis of ellipses and cylinders, in noise. @param column @param row from the middle of the picture */
function hounsfield(column: number, row: number, slice: number): number {
  const [x, y] = [column * SPACING_MM, row * SPACING_MM]
  const swell = 1 + 0.06 * Math.sin((slice / SLICES) * 2 * Math.PI)
  const within = (width: number, height: number) => (x / width) ** 2 + (y / height) ** 2 < swell ** 2
  const noise = 40 * (noiseAt(column, row, slice) - 0.5)
  if (!within(172, 128)) return -1000
  const texture = 20 * Math.sin(x / 9 + slice / 15) * Math.cos(y / 7 - slice / 11)
  return Math.round(noise + texture + tissue(x, y, slice, within(148, 104)))
}

function tissue(x: number, y: number, slice: number, isMuscle: boolean): number {
  const [femur, spine] = [Math.hypot(Math.abs(x) - 105, y - 5), Math.hypot(x, y - 62)]
  if (femur < 26) return femur > 19 ? 1150 : 180
  if (spine < 30) return spine > 26 ? 750 : 220
  if (isCalcified(x, y, slice)) return 700
  if (Math.hypot(x - 40 * Math.cos(slice / 40), y + 45) < 12) return -900
  return isMuscle ? 50 : -100
}

/** Balls of 4 mm on a lattice. */
const isCalcified = (x: number, y: number, slice: number): boolean =>
  Math.hypot(distanceTo(x, 55), distanceTo(y - 20, 45), distanceTo(slice, 60)) < 4

const distanceTo = (value: number, step: number): number => Math.abs(value - step * Math.round(value / step))

function* radiograph(): Generator<NamedFile> {
  const [Columns, Rows] = [2500, 3000]
  const values = new Uint16Array(Columns * Rows)
  for (let at = 0; at < values.length; at++) {
    const [column, row] = [at % Columns, Math.floor(at / Columns)]
    const limb = 9000 * Math.exp(-(((column - Columns / 2) / 700) ** 2))
    const bone = Math.abs(column - Columns / 2) < 160 ? 2500 : 0
    values[at] = 2000 + limb + bone + 600 * Math.sin(row / 90) + 400 * noiseAt(column, row, 0)
  }
  const image = imageOf({
    ...{ study: 3, series: 1, slice: 0, patient: 3 },
    ...{ Modality: 'DX', SOPClassUID: DIGITAL_XRAY_STORAGE },
  })
  const bytes = syntheticImage({
    ...image,
    Columns,
    Rows,
    PixelSpacing: [0.139, 0.139],
    without: ['00200032', '00200037'],
    elements: [
      ...(image.elements ?? []),
      ['00080068', 'CS', 'FOR PRESENTATION'],
      ['00280101', 'US', 14],
      ['00280102', 'US', 13],
      ['00281050', 'DS', '8000'],
      ['00281051', 'DS', '14000'],
      ['00281052', 'DS', '0'],
      ['7FE00010', 'OW', new Uint8Array(values.buffer)],
    ],
  })
  yield ['DX0001.dcm', bytes]
}

const KINDS = [
  { Modality: 'CT', SOPClassUID: CT_IMAGE_STORAGE, count: 14 },
  { Modality: 'MR', SOPClassUID: MR_IMAGE_STORAGE, count: 10 },
  { Modality: 'US', SOPClassUID: ULTRASOUND_IMAGE_STORAGE, count: 3 },
  { Modality: 'DX', SOPClassUID: DIGITAL_XRAY_STORAGE, count: 3 },
]

function* manySeries(): Generator<NamedFile> {
  const kinds = KINDS.flatMap((kind) => Array.from({ length: kind.count }, () => kind))
  for (const [index, kind] of kinds.entries())
    for (let slice = 0; slice < FILES_PER_SERIES; slice++) {
      const patient = 100 + (index % PATIENTS)
      const image = imageOf({ study: patient, series: index + 1, slice, patient, ...kind })
      const bytes = syntheticImage({
        ...image,
        Rows: 128,
        Columns: 128,
        // Some scanners still write implicit VR.
        TransferSyntaxUID: index % 8 === 0 ? IMPLICIT_LITTLE_ENDIAN : EXPLICIT_LITTLE_ENDIAN,
        PixelSpacing: [1.5, 1.5],
        ImagePositionPatient: [-96, -96, 2 * slice],
      })
      yield [`S${String(index + 1).padStart(2, '0')}/${numbered('IM', slice)}`, bytes]
    }
}

interface Placed {
  readonly study: number
  readonly series: number
  readonly slice: number
  readonly patient: number
  readonly Modality: string
  readonly SOPClassUID: string
}

const UIDS = '2.25.20261128'

function imageOf({ study, series, slice, patient, Modality, SOPClassUID }: Placed): SyntheticImage {
  const number = String(patient).padStart(3, '0')
  return {
    Modality,
    SOPClassUID,
    PatientName: `PHANTOM^P${number}`,
    PatientID: `P${number}`,
    StudyInstanceUID: `${UIDS}.${study}`,
    SeriesInstanceUID: `${UIDS}.${study}.${series}`,
    SOPInstanceUID: `${UIDS}.${study}.${series}.${slice + 1}`,
    SeriesNumber: series,
    InstanceNumber: slice + 1,
    elements: [
      ['00080030', 'TM', '101500'],
      ['00080050', 'SH', `ACC${study}`],
      ['00080090', 'PN', 'Referring^Physician'],
      ['00081030', 'LO', `Study ${study}`],
      ['0008103E', 'LO', `${Modality} series ${series}`],
      ['00100030', 'DA', '19600101'],
      ['00100040', 'CS', 'F'],
      ['00200010', 'SH', String(study)],
      ['00200052', 'UI', `${UIDS}.${study}.9999`],
      ...longHeader(),
    ],
  }
}

/** What real scanners write besides: sequences and private elements. */
function longHeader(): SyntheticElement[] {
  const code: SyntheticElement[] = [
    ['00080100', 'SH', '77477000'],
    ['00080102', 'SH', 'SCT'],
    ['00080104', 'LO', 'Computed tomography'],
  ]
  const privateElements = ['0009', '0019', '0029'].flatMap((group) => [
    [`${group}0010`, 'LO', 'SYNTHETIC'] as const,
    ...Array.from(
      { length: 12 },
      (_, index) =>
        [`${group}10${(index + 1).toString(16).padStart(2, '0')}`, 'LO', `value ${index}`] as const,
    ),
    [`${group}1020`, 'OB', new Uint8Array(256)] as const,
  ])
  return [['00081032', 'SQ', [code]], ['00400275', 'SQ', [[['00400008', 'SQ', [code]]]]], ...privateElements]
}

const numbered = (name: string, index: number): string => `${name}${String(index + 1).padStart(4, '0')}.dcm`

/** Between 0 and 1, the same for the same place. */
function noiseAt(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(z, 1442695041)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
