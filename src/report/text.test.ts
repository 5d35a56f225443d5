import { expect, test } from 'vitest'
import { en } from '../i18n/en'
import { translator } from '../i18n/translate'
import { SAFETY_STATEMENT } from '../knowledge/safety'
import { exampleInputs } from './example'
import { buildReport } from './report'
import { reportText } from './text'

const inputs = exampleInputs()
const text = reportText(buildReport(inputs, translator('en', en), 'en'))

test('has the sections in the order of a report', () => {
  const titles = [
    'REPORT ON SOFT-TISSUE CALCIFICATIONS',
    'INDICATION',
    'TECHNIQUE',
    'COMPARISON',
    'CLINICAL CONTEXT',
    'FINDINGS',
    'CANDIDATE CAUSES',
    'IMPRESSION',
    SAFETY_STATEMENT.en,
  ]
  const places = titles.map((title) => text.indexOf(`${title}\n`))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('says each focus on a line of its own, every value with its heading', () => {
  expect(text).toContain(
    '- F1: Shape Ellipse; Series:image 2:31; Longest diameter 16.0 mm; Area 100.5 mm²; Mean',
  )
  for (const { foci } of inputs.reading.findings)
    for (const { TrackingIdentifier } of foci) expect(text).toContain(`\n- ${TrackingIdentifier}: `)
})

test('keeps what looks like markup as it was written', () => {
  expect(text).toContain('INDICATION\nPainful nodules of the thigh, <i>known lupus</i> & $1.')
  expect(text).toContain('Patient: Núñez <b>de</b> la O, Inés')
})

test('holds no picture, only its caption', () => {
  expect(text).toContain('[Key image of finding 1 (2:31)')
  expect(text).not.toContain('base64')
})
