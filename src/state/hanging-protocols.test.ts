import { describe, expect, it } from 'vitest'
import type { ImagePlane, Vec3 } from '../domain/image-plane'
import { studyKey, type Instance, type Series, type Study } from '../domain/study'
import { gridFor, hangingProtocolOf, openingPoint, openingSlice } from './hanging-protocols'

const AXIAL: readonly [Vec3, Vec3] = [
  [1, 0, 0],
  [0, 1, 0],
]
const SAGITTAL: readonly [Vec3, Vec3] = [
  [0, 1, 0],
  [0, 0, -1],
]
let serial = 0

function series(Modality: string, slices = 1, change: Partial<Instance> = {}, axes = AXIAL): Series {
  const [rowDirection, columnDirection] = axes
  const instances = Array.from({ length: slices }, (_, index) => {
    const plane: ImagePlane = {
      FrameOfReferenceUID: '1.2',
      ImagePositionPatient: axes === AXIAL ? [0, 0, index] : [index, 0, 0],
      rowDirection,
      columnDirection,
      rowSpacingMm: 1,
      columnSpacingMm: 1,
    }
    return { SOPInstanceUID: `1.${serial++}`, NumberOfFrames: 1, Rows: 8, Columns: 8, laterality: '', ViewPosition: '', plane, orientation: plane, ...change } // prettier-ignore
  })
  return {
    SeriesInstanceUID: `2.${serial++}`,
    Modality,
    BodyPartExamined: '',
    instances,
  } as unknown as Series
}

const study = (StudyDate: string, ...all: Series[]): Study =>
  ({
    StudyInstanceUID: `3.${serial++}`,
    StudyDate,
    StudyTime: '',
    patient: { PatientID: 'P' },
    series: all,
  }) as unknown as Study

const arrangedSeries = (of: Study, open = [of]) =>
  hangingProtocolOf(of, open)?.cells.map(({ series: key, view }) => [key, view ?? 'stack'])
const uids = (...all: Series[]) => all.map(({ SeriesInstanceUID }) => [SeriesInstanceUID, 'stack'])

describe('a study is arranged', () => {
  it('as slices, coronal, sagittal and volume for a CT that is a volume, whatever else was taken', () => {
    const ct = series('CT', 40)
    expect(arrangedSeries(study('20240101', series('DX'), ct))).toEqual(
      ['stack', 'coronal', 'sagittal', 'volume'].map((view) => [ct.SeriesInstanceUID, view]),
    )
  })

  it('as slices alone for a CT of few slices, or unevenly spaced', () => {
    const few = series('CT', 3)
    expect(arrangedSeries(study('20240101', few))).toEqual(uids(few))
    const uneven = series('CT', 40)
    const gap = { ...uneven, instances: uneven.instances.filter((_, index) => index !== 7) }
    expect(arrangedSeries(study('20240101', gap))).toEqual(uids(gap))
  })

  it('with the sequences of the plane that has most of them, linked', () => {
    const [t1, t2, sagittal] = [series('MR', 5), series('MR', 5), series('MR', 5, {}, SAGITTAL)]
    const mr = study('20240101', sagittal, t1, t2)
    expect(arrangedSeries(mr)).toEqual(uids(t1, t2))
    expect(hangingProtocolOf(mr, [mr])?.linked).toBe(true)
    const planes = study('20240101', sagittal, t1)
    expect(arrangedSeries(planes)).toEqual(uids(sagittal, t1))
    expect(hangingProtocolOf(planes, [planes])?.linked).toBe(false)
  })

  it('with a radiograph where the sequences leave a place over', () => {
    const [axial, sagittal, dx] = [series('MR', 5), series('MR', 5, {}, SAGITTAL), series('DX', 2)]
    const coronal = series('MR', 5, {}, [AXIAL[0], [0, 0, -1]])
    expect(arrangedSeries(study('20240101', dx, axial, sagittal, coronal))).toEqual(
      uids(axial, sagittal, coronal, dx),
    )
    expect(arrangedSeries(study('20240101', dx, axial, sagittal))).toEqual(uids(axial, sagittal))
  })

  it('with the right hand on the left, frontal before lateral', () => {
    const left = series('DX', 1, { laterality: 'L', ViewPosition: 'PA' })
    const lateral = series('DX', 1, { laterality: 'R', ViewPosition: 'LL' })
    const right = series('DX', 1, { laterality: 'R', ViewPosition: 'PA' })
    expect(arrangedSeries(study('20240101', left, lateral, right))).toEqual(uids(right, lateral, left))
  })

  it('with the dates of one patient side by side, the oldest left', () => {
    const [late, early] = [series('US', 2), series('US', 2)]
    const [after, before] = [study('20240201', late), study('20240101', series('CR'), early)]
    expect(arrangedSeries(after, [after, before])).toEqual(uids(early, late))
    expect(hangingProtocolOf(after, [after, before])?.cells.map(({ study }) => study)).toEqual(
      [before, after].map(studyKey),
    )
  })

  it('apart from the studies of another patient', () => {
    const other = { ...study('20230101', series('US')), patient: { PatientID: 'Q' } } as Study
    const own = series('US')
    const mine = study('20240101', own)
    expect(arrangedSeries(mine, [other, mine])).toEqual(uids(own))
  })

  it('not at all without an image', () => {
    expect(hangingProtocolOf(study('20240101'), [])).toBeUndefined()
  })
})

it.each([
  [1, 1, 1],
  [2, 2, 1],
  [3, 3, 1],
  [4, 2, 2],
  [5, 3, 2],
  [9, 3, 3],
])('%d pictures are arranged in %d × %d', (count, columns, rows) => {
  expect(gridFor(count)).toEqual({ columns, rows })
})

it.each([
  ['CT', 9, 4],
  ['MR', 20, 10],
  ['XA', 20, 10],
  ['US', 14, 0],
  ['DX', 2, 0],
])('%s of %d images opens at index %d', (modality, count, index) => {
  expect(openingSlice({ Modality: modality }, count)).toBe(index)
})

describe('planes are first cut', () => {
  /** 401 mm wide from x = 100 on when the pixels are 1 mm. */
  const geometryOf = (pixelMm: number) => ({
    FrameOfReferenceUID: '1.2',
    size: [401, 201, 11] as const,
    origin: [100, 0, 0] as const,
    iStep: [pixelMm, 0, 0] as const,
    jStep: [0, 1, 0] as const,
    kStep: [0, 0, 3] as const,
  })

  it('through the side that was examined, where both are in view', () => {
    expect(openingPoint(series('CT', 11, { laterality: 'L' }), geometryOf(1))).toEqual([400, 100, 15])
    expect(openingPoint(series('CT', 11, { laterality: 'R' }), geometryOf(1))).toEqual([200, 100, 15])
  })

  it('through the middle where no side was named, or one fills the picture', () => {
    expect(openingPoint(series('CT', 11), geometryOf(1))).toBeUndefined()
    expect(openingPoint(series('CT', 11, { laterality: 'L' }), geometryOf(0.5))).toBeUndefined()
  })
})
