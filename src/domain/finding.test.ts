import { expect, test } from 'vitest'
import {
  addFocus,
  changeFocus,
  deleteFoci,
  fociOf,
  groupFoci,
  presentTerms,
  setLaterality,
  splitFoci,
  tag,
  type Findings,
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
