// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { setAge } from '../domain/clinical'
import { newReading } from '../domain/reading'
import { imageRegion } from '../domain/region'
import { EMPTY_REPORT_DRAFT, finaliseReport, setReportAuthor } from '../domain/report-draft'
import { ReadingSession } from './reading-session.svelte'

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
let session: ReadingSession
const names = () => session.findings.map(({ foci }) => foci.map((focus) => focus.TrackingIdentifier))

beforeEach(() => {
  session = new ReadingSession(newReading('1.2.3'))
})

test('a new mark is selected, and joins the selected finding only when asked to', () => {
  session.addFocus(mark)
  session.addFocus(mark)
  expect(names()).toEqual([['F1'], ['F2']])
  session.joining = true
  session.addFocus(mark)
  expect(names()).toEqual([['F1'], ['F2', 'F3']])
  expect(session.selectedFocus?.TrackingIdentifier).toBe('F3')
})

const line = {
  ...mark,
  imageRegion: imageRegion({ ...mark.imageRegion, shape: 'length', points: [[1, 1], [5, 4]] }), // prettier-ignore
}

test('a length is no focus: it stands alone, or belongs to a focus until that goes', () => {
  const focus = session.addMark(mark)
  session.addMark(line)
  expect(names()).toEqual([['F1']])
  expect(session.measurements.map(({ TrackingIdentifier, belongsTo }) => [TrackingIdentifier, belongsTo])).toEqual([['M1', undefined]]) // prettier-ignore
  expect([session.selectedFinding, session.selectedMeasurement?.TrackingIdentifier]).toEqual([
    undefined,
    'M1',
  ])

  session.select([focus.uid])
  session.joining = true
  session.addMark(line)
  const [alone, own] = session.measurements
  expect([alone.belongsTo, own.belongsTo]).toEqual([undefined, focus.uid])
  session.assignMeasurement(alone.uid, focus.uid)
  expect(session.measurements[0].belongsTo).toBe(focus.uid)

  session.groupFoci([focus.uid, own.uid])
  expect(names()).toEqual([['F1']])
  session.deleteMarks([focus.uid])
  expect(names()).toEqual([])
  expect(session.measurements.map(({ belongsTo }) => belongsTo)).toEqual([undefined, undefined])
  session.undo()
  expect(session.measurements[1].belongsTo).toBe(focus.uid)
  session.deleteMarks([own.uid])
  expect(session.measurements.map(({ TrackingIdentifier }) => TrackingIdentifier)).toEqual(['M1'])
})

test('every verb is undone and redone', () => {
  const verbs = [
    () => session.addFocus(mark),
    () => session.addFocus(mark),
    () => session.groupFoci(session.foci.map(({ uid }) => uid)),
    () => session.tag(session.findings[0].uid, 'site.thigh', 'present'),
    () => session.setLaterality(session.findings[0].uid, 'site.thigh', 'L'),
    () => session.setStructures(session.findings[0].uid, ['muscle']),
    () => session.setGrade(session.findings[0].uid, { scale: 'brooker', value: 'II' }),
    () => session.setGrade(session.findings[0].uid, undefined),
    () => session.renameFinding(session.findings[0].uid, 'hip'),
    () => session.changeFocus(session.foci[0].uid, { TrackingIdentifier: 'big' }),
    () => session.addMark(line),
    () => session.assignMeasurement(session.measurements[0].uid, session.foci[0].uid),
    () => session.changeMark(session.measurements[0].uid, { TrackingIdentifier: 'gap' }),
    () =>
      session.acceptSuggested(session.findings[0].uid, [{ site: 'site.hip', from: 'region' }], undefined, []),
    () => session.changeClinical((clinical) => setAge(clinical, 40)),
    () => session.setReport(setReportAuthor(session.report, 'A B')),
    () => session.splitFoci([session.foci[1].uid]),
    () => session.deleteMarks([session.foci[0].uid]),
    () => session.replace({ ...newReading('1.2.3'), findings: [] }),
  ]
  const states = [session.reading]
  for (const verb of verbs) {
    verb()
    expect(session.reading, `verb ${states.length}`).not.toBe(states.at(-1))
    states.push(session.reading)
  }
  for (const state of states.slice(0, -1).reverse()) {
    session.undo()
    expect(session.reading).toBe(state)
  }
  expect(session.canUndo).toBe(false)
  for (const state of states.slice(1)) {
    session.redo()
    expect(session.reading).toBe(state)
  }
})

test('a selection never names a mark that is gone', () => {
  const focus = session.addFocus(mark)
  session.deleteMarks([focus.uid])
  expect(session.selected).toEqual([])
  expect(session.selectedFinding).toBeUndefined()
  session.undo()
  expect(session.selected).toEqual([focus.uid])
})

test('a final report is a draft again as soon as the reading is changed', () => {
  const signed = finaliseReport(setReportAuthor(EMPTY_REPORT_DRAFT, 'A B'), new Date(0))
  session.setReport(signed)
  expect(session.report.status).toBe('final')
  session.addFocus(mark)
  expect(session.report.status).toBe('draft')
  session.undo()
  expect(session.report.status).toBe('final')
})
