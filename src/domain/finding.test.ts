import { describe, expect, test } from 'vitest'
import {
  addFocus,
  addFoundFoci,
  changeFocus,
  deleteFoci,
  fociOf,
  groupFoci,
  likelyMorphologies,
  presentTerms,
  setLaterality,
  splitFoci,
  tag,
  type Findings,
  type Focus,
} from './finding'
import { imageRegion } from './region'

const mark = {
  imageRegion: imageRegion({
    shape: 'point',
    SOPInstanceUID: '1.2',
    SOPClassUID: '1.3',
    frameNumber: 1,
    points: [[1, 1]],
  }),
  measures: [],
}
const add = (findings: Findings, joins?: string) =>
  addFocus(findings, mark, { focus: 'F', finding: '' }, joins)

function three() {
  const first = add([])
  const second = add(first.findings)
  return add(second.findings).findings
}
const labels = (findings: Findings) =>
  findings.map((finding) => [finding.label, ...finding.foci.map((focus) => focus.TrackingIdentifier)])

test('a new mark is a finding of its own, or joins one', () => {
  const findings = three()
  expect(labels(findings)).toEqual([
    ['1', 'F1'],
    ['2', 'F2'],
    ['3', 'F3'],
  ])
  expect(labels(add(findings, findings[1].uid).findings)).toEqual([
    ['1', 'F1'],
    ['2', 'F2', 'F4'],
    ['3', 'F3'],
  ])
  expect(new Set(fociOf(findings).flatMap(({ uid, TrackingUID }) => [uid, TrackingUID])).size).toBe(6)
})

test('numbers are not used again while a higher one is there', () => {
  const findings = three()
  const without = deleteFoci(findings, new Set([findings[1].foci[0].uid]))
  expect(labels(add(without).findings).at(-1)).toEqual(['4', 'F4'])
})

test('grouping keeps the tags of the first finding and fills in those of emptied ones', () => {
  const [a, b, c] = three()
  const tagged = [
    tag(a, 'dist.dermal', 'absent'),
    tag(tag(b, 'dist.dermal', 'present'), 'site.hip', 'present'),
    c,
  ]
  const grouped = groupFoci(tagged, [a.foci[0].uid, b.foci[0].uid])
  expect(labels(grouped)).toEqual([
    ['1', 'F1', 'F2'],
    ['3', 'F3'],
  ])
  expect(grouped[0].terms).toEqual({ 'dist.dermal': 'absent', 'site.hip': 'present' })
  expect(groupFoci(grouped, [a.foci[0].uid])).toBe(grouped)
})

test('splitting takes foci out with a copy of the tags', () => {
  const [a, b] = three()
  const grouped = groupFoci([tag(a, 'ext.focal', 'present'), b], [a.foci[0].uid, b.foci[0].uid])
  const split = splitFoci(grouped, [b.foci[0].uid], '')
  expect(labels(split)).toEqual([
    ['1', 'F1'],
    ['2', 'F2'],
  ])
  expect(presentTerms(split[1])).toEqual(['ext.focal'])
  expect(split[1].uid).not.toBe(split[0].uid)
  expect(splitFoci(split, [a.foci[0].uid], '')).toBe(split)
})

test('a change leaves every other finding as it is', () => {
  const findings = three()
  const changed = changeFocus(findings, findings[1].foci[0].uid, { TrackingIdentifier: 'hip' })
  expect(labels(changed)).toEqual([
    ['1', 'F1'],
    ['2', 'hip'],
    ['3', 'F3'],
  ])
  expect(changed[0]).toBe(findings[0])
})

test('unknown again is not absent', () => {
  const [finding] = three()
  const tagged = setLaterality(tag(finding, 'site.thigh', 'present'), 'site.thigh', 'R')
  const cleared = setLaterality(tag(tagged, 'site.thigh', undefined), 'site.thigh', undefined)
  expect('site.thigh' in cleared.terms).toBe(false)
  expect(cleared.laterality).toEqual({})
})

describe('what was found and accepted', () => {
  const algorithm = { name: 'Calcimap', version: '1' }
  const suggestion = { term: 'dist.subcutaneous', algorithm } as const
  const found = (...suggestedMorphology: NonNullable<Focus['suggestedMorphology']>) => ({
    ...mark,
    algorithm,
    suggestedMorphology,
  })
  const accept = (findings: Findings, ...marks: Parameters<typeof addFoundFoci>[1]) =>
    addFoundFoci(findings, marks, { focus: 'F', finding: '' }, { suggestion }).findings
  const suggested = ([finding]: Findings) => finding.suggestions?.map(({ term }) => term)

  test('takes the morphology that most of the foci share, and says that it was suggested', () => {
    const findings = accept(
      [],
      found('morph.nodular'),
      found('morph.nodular', 'morph.ring_eggshell'),
      found(),
    )
    expect(presentTerms(findings[0])).toEqual(['dist.subcutaneous', 'morph.nodular'])
    expect(suggested(findings)).toEqual(['dist.subcutaneous', 'morph.nodular'])
  })

  test('takes none that half of them share, nor of foci without a suggestion', () => {
    expect(presentTerms(accept([], found('morph.nodular'), found())[0])).toEqual(['dist.subcutaneous'])
    expect(presentTerms(accept([], { ...mark, algorithm })[0])).toEqual(['dist.subcutaneous'])
  })

  test('takes it back when later ones do not share it', () => {
    const first = accept([], found('morph.linear'))
    expect(presentTerms(first[0])).toContain('morph.linear')
    const both = accept(first, found('morph.nodular'), found('morph.nodular'))
    expect(both).toHaveLength(1)
    expect(presentTerms(both[0])).toEqual(['dist.subcutaneous', 'morph.nodular'])
    expect(suggested(both)).toEqual(['dist.subcutaneous', 'morph.nodular'])
  })

  test('leaves what the reader decided', () => {
    const first = accept([], found('morph.nodular'))
    const refused = first.map((finding) => tag(finding, 'morph.nodular', undefined))
    expect(presentTerms(accept(refused, found('morph.nodular'))[0])).toEqual(['dist.subcutaneous'])
    const own = first.map((finding) => tag(finding, 'morph.amorphous', 'present'))
    expect(presentTerms(accept(own, found('morph.nodular'))[0])).toContain('morph.amorphous')
    const absent = accept([], found()).map((finding) => tag(finding, 'morph.linear', 'absent'))
    const [after] = accept(absent, found('morph.linear'), found('morph.linear'))
    expect(after.terms['morph.linear']).toBe('absent')
  })

  test('a morphology that half of the foci share is offered, and tagged only by the reader', () => {
    const marks = [found('morph.ossified'), found('morph.ossified'), found(), found()]
    const names = { focus: 'F', finding: '' }
    const [finding] = addFoundFoci([], marks, names, { tagged: 'dist.periarticular' }).findings
    expect(finding.terms).toEqual({ 'dist.periarticular': 'present' })
    expect(finding.suggestions ?? []).toEqual([])
    expect(likelyMorphologies(finding)).toEqual([{ term: 'morph.ossified', foci: 2, of: 4 }])
    expect(likelyMorphologies(tag(finding, 'morph.ossified', 'absent'))).toEqual([])
    const [few] = addFoundFoci([], [...marks, found()], names).findings
    expect(likelyMorphologies(few)).toEqual([])
  })
})
