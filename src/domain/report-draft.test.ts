import { describe, expect, test } from 'vitest'
import { checkReading, newReading } from './reading'
import {
  EMPTY_REPORT_DRAFT,
  finaliseReport,
  reopened,
  setKeyImageShown,
  setReportAuthor,
  setReportText,
} from './report-draft'

const NOW = new Date('2026-03-14T11:30:00Z')

describe('a draft', () => {
  test('keeps the text of a section until it is emptied', () => {
    const written = setReportText(EMPTY_REPORT_DRAFT, 'indication', 'Pain <b>and</b> nodules ')
    expect(written.texts).toEqual({ indication: 'Pain <b>and</b> nodules ' })
    expect(setReportText(written, 'indication', '  \n').texts).toEqual({})
  })

  test('takes plain text: one kind of line end, no control characters, nothing that turns the writing', () => {
    const { texts } = setReportText(EMPTY_REPORT_DRAFT, 'findings', 'a\r\nb\rc\u2028d\te\u0007\u202Ef\uFEFF')
    expect(texts.findings).toBe('a\nb\nc\nd ef')
  })

  test('leaves a key image out and puts it back, once', () => {
    const without = setKeyImageShown(setKeyImageShown(EMPTY_REPORT_DRAFT, '2.25.1', false), '2.25.1', false)
    expect(without.keyImagesLeftOut).toEqual(['2.25.1'])
    expect(setKeyImageShown(without, '2.25.1', true).keyImagesLeftOut).toEqual([])
  })
})

describe('a final report', () => {
  const named = setReportAuthor(EMPTY_REPORT_DRAFT, 'M.  Lector')
  const final = finaliseReport(named, NOW)

  test('needs the name of its author', () => {
    expect(finaliseReport(setReportAuthor(EMPTY_REPORT_DRAFT, ' '), NOW).status).toBe('draft')
    expect(final).toMatchObject({
      author: 'M. Lector',
      status: 'final',
      finalised: '2026-03-14T11:30:00.000Z',
    })
  })

  test.each([
    ['text', setReportText(final, 'impression', 'Other.')],
    ['author', setReportAuthor(final, 'Another')],
    ['key image', setKeyImageShown(final, '2.25.1', false)],
    ['reading', reopened(final)],
  ])('is a draft again when its %s is changed', (_, changed) => {
    expect(changed.status).toBe('draft')
    expect(changed).not.toHaveProperty('finalised')
  })
})

describe('a saved reading', () => {
  const reading = newReading('1.2.3')
  const withReport = (report: object) =>
    checkReading({ ...reading, report: { ...reading.report, ...report } })

  test('brings its report back', () => {
    const report = finaliseReport(setReportAuthor(reading.report, 'M. Lector'), NOW)
    expect(withReport(report)).toEqual({ reading: { ...reading, report } })
  })

  test('of before there were reports has an empty one', () => {
    expect(checkReading({ ...reading, report: undefined })).toEqual({ reading })
    expect(checkReading(JSON.parse(JSON.stringify({ ...reading, report: undefined })))).toEqual({ reading })
  })

  test.each([
    ['final without a time', { status: 'final', author: 'M. Lector' }],
    ['a time without being final', { finalised: NOW.toISOString() }],
    ['a text of an unknown section', { texts: { conclusion: 'x' } }],
    ['a text that is none', { texts: { findings: 7 } }],
  ])('is refused with %s', (_, report) => {
    expect(withReport(report)).toMatchObject({ problem: { code: 'invalid' } })
  })

  test('has its texts made plain', () => {
    expect(withReport({ texts: { findings: 'a\u202Eb' } })).toMatchObject({
      reading: { report: { texts: { findings: 'ab' } } },
    })
  })
})
