import { describe, expect, test } from 'vitest'
import type { Finding, Focus } from './finding'
import type { Instance } from './study'
import {
  acceptSuggested,
  contradicts,
  suggestedSide,
  suggestedSites,
  type MarkedImage,
} from './suggested-site'

const focus = (name: string, column = 100, more: Partial<Focus> = {}): Focus => ({
  uid: `2.25.${name}`,
  TrackingUID: `2.25.1${name}`,
  TrackingIdentifier: `F${name}`,
  imageRegion: { shape: 'point', SOPInstanceUID: name, SOPClassUID: '1.2', frameNumber: 1, points: [[column, 50]] }, // prettier-ignore
  measures: [],
  ...more,
})

const finding = (foci: readonly Focus[], more: Partial<Finding> = {}): Finding => ({
  ...{ uid: '2.25.9', label: '1', foci, terms: {}, laterality: {}, structures: [] },
  ...more,
})

interface Said extends Partial<Pick<Instance, 'laterality' | 'PatientOrientation' | 'anatomicRegion'>> {
  readonly BodyPartExamined?: string
  readonly isPlaced?: boolean
}

/** Images by the name of the focus, 1000 columns wide. */
const images =
  (said: Readonly<Record<string, Said>>) =>
  ({ imageRegion: { SOPInstanceUID } }: Focus): MarkedImage | undefined => {
    const { BodyPartExamined = '', isPlaced, ...own } = said[SOPInstanceUID] ?? {}
    if (!said[SOPInstanceUID]) return undefined
    const orientation = isPlaced ? { rowDirection: [1, 0, 0], columnDirection: [0, 1, 0] } : undefined
    const instance = { laterality: '', PatientOrientation: [], Columns: 1000, orientation, ...own }
    return { series: { BodyPartExamined, Modality: 'DX' }, instance: instance as unknown as Instance }
  }

describe('side', () => {
  const of = (said: Said, column = 100, more: Partial<Focus> = {}) =>
    suggestedSide(finding([focus('1', column, more)]), images({ 1: said }))

  test('is the one that the file states', () => {
    expect(of({ laterality: 'R' })).toEqual({ side: 'R', from: ['laterality'] })
  })

  test.each(['', 'B', 'U', 'X'])('is not taken from a laterality of "%s"', (laterality) => {
    expect(of({ laterality })).toBeUndefined()
  })

  test('is that of the midline on which a mark on a CT lies', () => {
    expect(of({ isPlaced: true }, 100, { sideOfMidline: 'L' })).toEqual({ side: 'L', from: ['midline'] })
  })

  test('follows Patient Orientation on a projection of both sides', () => {
    const pelvis = { BodyPartExamined: 'PELVIS', PatientOrientation: ['L', 'F'] }
    expect(of(pelvis, 100)).toEqual({ side: 'R', from: ['orientation'] })
    expect(of(pelvis, 900)).toEqual({ side: 'L', from: ['orientation'] })
    expect(of({ ...pelvis, PatientOrientation: ['R', 'F'] }, 900)).toMatchObject({ side: 'R' })
    expect(of({ PatientOrientation: ['L', 'F'], laterality: 'B' }, 900)).toMatchObject({ side: 'L' })
  })

  test('is not taken from Patient Orientation near the middle, of one limb, from the side, or of slices', () => {
    const pelvis = { BodyPartExamined: 'PELVIS', PatientOrientation: ['L', 'F'] }
    expect(of(pelvis, 560)).toBeUndefined()
    expect(of({ ...pelvis, BodyPartExamined: 'KNEE' }, 900)).toBeUndefined()
    expect(of({ ...pelvis, PatientOrientation: ['P', 'F'] }, 900)).toBeUndefined()
    expect(of({ ...pelvis, isPlaced: true }, 900)).toBeUndefined()
  })

  test('is of both where the foci lie on both', () => {
    const both = finding([focus('1'), focus('2')])
    const said = images({ 1: { laterality: 'R' }, 2: { laterality: 'L' } })
    expect(suggestedSide(both, said)).toEqual({ side: 'B', from: ['laterality'] })
  })

  test('is not suggested while one focus tells of none, or its image is not open', () => {
    const both = finding([focus('1'), focus('2')])
    expect(suggestedSide(both, images({ 1: { laterality: 'R' }, 2: {} }))).toBeUndefined()
    expect(suggestedSide(both, images({ 1: { laterality: 'R' } }))).toBeUndefined()
  })

  test('is not suggested where the sources differ', () => {
    const differing = of({ laterality: 'R' }, 100, { sideOfMidline: 'L' })
    expect(differing).toEqual({
      conflict: true,
      sides: [
        { side: 'R', from: ['laterality'] },
        { side: 'L', from: ['midline'] },
      ],
    })
    expect(contradicts('L', differing)).toBe(false)
  })

  test('contradicts a reader who said another', () => {
    expect(contradicts('L', of({ laterality: 'R' }))).toBe(true)
    expect(contradicts('R', of({ laterality: 'R' }))).toBe(false)
    expect(contradicts(undefined, of({ laterality: 'R' }))).toBe(false)
  })
})

describe('site', () => {
  const of = (said: Said, terms: Finding['terms'] = {}) =>
    suggestedSites(finding([focus('1')], { terms }), images({ 1: said }))

  test('is that of Anatomic Region Sequence before Body Part Examined', () => {
    expect(of({ BodyPartExamined: 'LEG', anatomicRegion: '70258002' })).toEqual([
      { site: 'site.ankle', from: 'region' },
    ])
    expect(of({ BodyPartExamined: 'Lower Leg' })).toEqual([{ site: 'site.leg', from: 'bodyPart' }])
  })

  test('is not suggested for a part that is no site, nor against what the reader said', () => {
    expect(of({ BodyPartExamined: 'WHOLEBODY', anatomicRegion: '38266002' })).toEqual([])
    expect(of({ BodyPartExamined: 'KNEE' }, { 'site.thigh': 'present' })).toEqual([])
    expect(of({ BodyPartExamined: 'KNEE' }, { 'site.knee': 'absent' })).toEqual([])
    expect(of({ BodyPartExamined: 'KNEE' }, { 'site.thigh': 'absent' })).toHaveLength(1)
  })
})

test('what is accepted is as if the reader had said it, and leaves what the reader said', () => {
  const sites = [{ site: 'site.knee', from: 'bodyPart' }] as const
  const side = { side: 'R', from: ['laterality'] } as const
  expect(acceptSuggested(finding([]), sites, side)).toMatchObject({
    terms: { 'site.knee': 'present' },
    laterality: { 'site.knee': 'R' },
  })
  const said = finding([], {
    terms: { 'site.thigh': 'present', 'site.hip': 'present', 'site.trunk': 'present' },
    laterality: { 'site.hip': 'L' },
  })
  expect(acceptSuggested(said, [], side).laterality).toEqual({ 'site.hip': 'L', 'site.thigh': 'R' })
  expect(acceptSuggested(said, [], { conflict: true, sides: [] })).toEqual(said)
})
