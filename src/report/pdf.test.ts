import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { en } from '../i18n/en'
import { es } from '../i18n/es'
import type { Language } from '../i18n/translate'
import { translator } from '../i18n/translate'
import { exampleInputs } from './example'
import type { Report, Section } from './model'
import { reportPdf } from './pdf'
import { pdfLayout } from './pdf-layout'
import { isPicture, printable } from './printable'
import { buildReport, type ReportInputs } from './report'

const TEXTS = { en, es }
const built = (language: Language, inputs: ReportInputs) =>
  buildReport(inputs, translator(language, TEXTS[language]), language)
const bytesOf = async (report: Report) => Buffer.from(await (await reportPdf(report)).arrayBuffer())
/** A line may end after a hyphen. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/- /g, '-').trim()

/** Every text of the report that a reader must find again. */
const textsOf = ({ readerText, title, blocks }: Section): string[] => [
  title,
  ...readerText.split('\n'),
  ...blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return [block.text]
      case 'fields':
        return [...block.fields.flatMap(({ label, value }) => [label, value]), block.picture?.caption ?? '']
      case 'list':
        return [block.title ?? '', ...block.items]
      case 'pictures':
        return [block.title, ...block.pictures.map(({ caption }) => caption)]
      case 'table':
        return [...block.columns.map(({ title }) => title), ...block.rows.flat(2).map(({ text }) => text)]
    }
  }),
]

const wantedFrom = (report: Report): string[] =>
  [
    report.title,
    report.footer,
    report.status,
    ...report.identity.flat().map(({ value }) => value),
    ...report.sections.flatMap(textsOf),
    ...report.disclaimer,
  ].filter(Boolean)

describe('layout', () => {
  test.each(['en', 'es'] as const)('names its language, title and author, and is tagged: %s', (language) => {
    const layout = pdfLayout(built(language, exampleInputs()))
    expect(layout).toMatchObject({ language, tagged: true, displayTitle: true, pageSize: 'A4' })
    expect(layout.info).toMatchObject({
      title: expect.stringContaining(TEXTS[language].report.title),
      author: 'M. Lector',
    })
    expect(layout.info?.title).not.toContain('Núñez')
  })

  test('has a text for every text of the report', () => {
    const report = built('en', exampleInputs())
    const drawn = JSON.stringify(pdfLayout(report).content, (key, value) =>
      key === 'text' && Array.isArray(value) ? value.map(({ text }) => text).join('') : value,
    )
    for (const text of report.sections.flatMap(textsOf))
      expect(drawn).toContain(JSON.stringify(printable(text)).slice(1, -1))
  })
})

describe('file', () => {
  const [reader] = ['pdftotext'].filter((program) => !spawnSync(program, ['-v']).error)
  if (!reader) console.log('pdftotext is not installed: the text of the PDF is not read back')

  const read = (bytes: Buffer, ...options: string[]) =>
    spawnSync(reader, [...options, '-', '-'], { input: bytes, encoding: 'utf8' }).stdout

  test('is a tagged PDF in its language with embedded fonts', async () => {
    const bytes = (await bytesOf(built('es', exampleInputs()))).toString('latin1')
    expect(bytes).toMatch(/^%PDF-1\.7/)
    expect(bytes).toContain('/Lang (es)')
    expect(bytes).toContain('/MarkInfo')
    expect(bytes).toMatch(/\/S \/H1\b/)
    expect(bytes).toMatch(/\/S \/TH\b/)
    expect(bytes).toMatch(/\/S \/Figure\b/)
    expect(bytes.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2)
  })

  test.runIf(reader).each(['en', 'es'] as const)('says all that the report says: %s', async (language) => {
    const report = built(language, exampleInputs())
    const text = plain(read(await bytesOf(report), '-raw'))
    for (const wanted of wantedFrom(report)) expect(text).toContain(plain(printable(wanted)))
  })

  test.runIf(reader)('repeats patient, study, page number and the head of a long table', async () => {
    const report = built('en', exampleInputs(60))
    const pages = read(await bytesOf(report), '-layout')
      .split('\f')
      .slice(0, -1)
    expect(pages.length).toBeGreaterThan(5)
    pages.forEach((page, index) => {
      expect(page).toContain('Núñez <b>de</b> la O, Inés · C-1042')
      expect(page).toContain('Thigh and pelvis · Mar 14, 2026')
      expect(page).toContain('Not for diagnosis')
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
    })
    const withFoci = pages.filter((page) => /^F\d+ +(Ellipse|Outline) +2:/m.test(page))
    expect(withFoci.length).toBeGreaterThan(1)
    for (const page of withFoci) expect(page).toMatch(/Focus +Shape +Series:image +Longest diameter/)
    for (let focus = 1; focus <= 60; focus++)
      expect(withFoci.join('\n')).toMatch(new RegExp(`^F${focus} +\\S+ +2:`, 'm'))
  })

  test.runIf(reader)('survives a picture that is none, and letters its font lacks', async () => {
    const inputs = exampleInputs()
    const [image] = inputs.keyImages!
    const study = { ...inputs.study, patient: { ...inputs.study.patient, PatientName: '山田^太郎' } }
    const broken = { ...inputs, study, keyImages: [{ ...image, dataUrl: 'data:image/png;base64,AAAA' }] }
    const text = plain(read(await bytesOf(built('en', broken)), '-raw'))
    expect(text).toContain('Patient ��, ��')
    expect(text).toContain('Characters missing from the font of this document appear as �.')
    expect(text).not.toContain('Key image of finding')
    expect(text).toContain('Key image (2:31)')
  })
})

test('what the font can draw stays; arrows are said otherwise; the rest is shown as missing', () => {
  const drawn = 'ñ Ñ − ² µ ≥ ≤ × · – — ½ “cita” ’ Ω β é ő Ж'
  expect(printable(drawn)).toBe(drawn)
  expect(printable('a → b ↑ e\u0301')).toBe('a › b (+) é')
  expect(printable('山 🦴 ✓')).toBe('� � �')
})

test('pictures are known by their first bytes', () => {
  expect(isPicture('data:image/png;base64,iVBORw0KGgoAAAA=')).toBe(true)
  expect(isPicture('data:image/jpeg;base64,/9j/4AAQ')).toBe(true)
  expect(isPicture('data:image/png;base64,/9j/4AAQ')).toBe(false)
  expect(isPicture('https://example.org/a.png')).toBe(false)
})
