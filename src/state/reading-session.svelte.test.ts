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
    () => session.changeClinical((clinical) => setAge(clinical, 40)),
    () => session.setReport(setReportAuthor(session.report, 'A B')),
    () => session.splitFoci([session.foci[1].uid]),
    () => session.deleteFoci([session.foci[0].uid]),
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
  session.deleteFoci([focus.uid])
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
