import { expect, test as base } from '@playwright/test'
import { historyItemById } from '../src/domain/clinical'
import { termById, type TermId } from '../src/domain/vocabulary'
import type { Language } from '../src/i18n/translate'
import { BAND_LABELS } from '../src/knowledge/explain'
import { NO_PATHOGNOMONIC_SIGN, SAFETY_STATEMENT } from '../src/knowledge/safety'
import type { PixelPoint } from './app'
import { hasPdftotext, pdftotext, pdfText } from './pdf-text'
import { Reader } from './reader'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

if (!hasPdftotext) console.log('pdftotext is not installed: PDF text is read by our own reader alone')

const SHEET = { columns: 64, rows: 64 }
const pixel = (column: number, row: number) => 1000 + 7 * column + 13 * row
const CT: SyntheticImage = { Rows: 64, Columns: 64, pixel }
const RADIOGRAPH: SyntheticImage = {
  ...CT,
  Modality: 'DX',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
  without: ['00200032', '00200037', '00200052', '00280030'],
}

/** One patient: a CT, a radiograph calibrated at the detector, and one without any calibration. */
const STUDY = [
  ...syntheticSeries(3, CT),
  ...syntheticSeries(1, {
    ...RADIOGRAPH,
    SeriesInstanceUID: '2.25.1.22',
    SOPInstanceUID: '2.25.1.33.1',
    SeriesNumber: 2,
    elements: [
      ['0008103E', 'LO', 'At the detector'],
      ['00181164', 'DS', '0.2\\0.2'],
    ],
  }),
  ...syntheticSeries(1, {
    ...RADIOGRAPH,
    SeriesInstanceUID: '2.25.1.23',
    SOPInstanceUID: '2.25.1.34.1',
    SeriesNumber: 3,
    elements: [['0008103E', 'LO', 'Bare']],
  }),
]

const test = base.extend<{ reader: Reader; language: Language }>({
  language: ['en', { option: true }],
  reader: async ({ page, language, context }, use) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const reader = new Reader(page, language)
    await reader.start()
    await use(reader)
    expect(reader.complaints).toEqual([])
  },
})

/** Without any white space: where lines are broken says nothing. */
const bare = (text: string) => text.replace(/\s+/g, '')

/** The text of the PDF, by every reader there is. */
async function textsOfPdf(reader: Reader): Promise<string[]> {
  const pdf = await reader.downloadPdf((button) => button.click())
  return [pdfText(pdf), ...(hasPdftotext ? [pdftotext(pdf)] : [])].map(bare)
}

async function textOfClipboard(reader: Reader): Promise<string> {
  await reader.button(reader.t('reportPanel.copy')).click()
  await expect(reader.step.getByText(reader.t('reportPanel.copied'))).toBeVisible()
  return bare(await reader.page.evaluate(() => navigator.clipboard.readText()))
}

interface Mark {
  readonly series: string
  readonly tool: 'tool_ellipse' | 'tool_rectangle'
  readonly points: readonly PixelPoint[]
  readonly terms: readonly TermId[]
}

const MARKS: readonly Mark[] = [
  {
    series: 'Synthetic series',
    tool: 'tool_ellipse',
    points: [
      [10.5, 12.5],
      [30.5, 24.5],
    ],
    terms: ['dist.subcutaneous', 'ext.multifocal', 'morph.nodular', 'site.buttock'],
  },
  {
    series: 'At the detector',
    tool: 'tool_ellipse',
    points: [
      [20.5, 10.5],
      [28.5, 50.5],
    ],
    terms: ['dist.vascular', 'morph.linear', 'site.thigh'],
  },
  {
    series: 'Bare',
    tool: 'tool_rectangle',
    points: [
      [15.5, 15.5],
      [45.5, 35.5],
    ],
    terms: ['dist.intramuscular'],
  },
]

/** Draws a mark and tags its finding; gives its measures as the panel writes them. */
async function markAndTag(reader: Reader, { series, tool, points, terms }: Mark): Promise<string[]> {
  const { t, language } = reader
  await reader.tab('mark').click()
  await reader.browser.getByRole('button', { name: series }).click()
  await expect(reader.viewport()).toHaveAccessibleName(new RegExp(series))
  await reader.draw(t(`command.${tool}`), SHEET, points)
  const measures = await reader.step.locator('.detail dd').allInnerTexts()
  expect(measures.length).toBeGreaterThan(0)
  await reader.tab('describe').click()
  for (const id of terms) {
    const { group, label } = termById(id)
    await reader.unfold(t(`group.${group}`), (summary) => summary.click())
    await reader.chip(label[language]).getByRole('button').first().click()
  }
  return measures
}

/** The causes in front of a finding, as the step says them; `[]` where none is ranked. */
async function leadingCauses(reader: Reader): Promise<string[]> {
  await reader.tab('reason').click()
  const leading = BAND_LABELS.leading[reader.language]
  const rows = await reader.candidates.getByRole('button').allInnerTexts()
  return rows.filter((row, index) => index < 5 || row.includes(leading)).map((row) => row.split('\n')[1])
}

for (const language of ['en', 'es'] as const)
  test.describe(language, () => {
    test.use({ language, locale: language })

    test('PDF and clipboard hold findings, measures with unit and calibration, candidates, disclaimer', async ({
      reader,
    }) => {
      const { t } = reader
      await reader.openAndSee(STUDY)
      // The history first: it changes the order of the causes.
      const lupus = historyItemById('hx.sle').label[language]
      await reader.tab('reason').click()
      for (const chapter of ['clinical.title', 'clinical.history'] as const)
        await reader.unfold(t(chapter), (summary) => summary.click())
      await reader.step.getByRole('searchbox').fill(lupus)
      await reader.step.getByRole('searchbox').press('Enter')
      const wanted: string[] = []
      for (const [index, mark] of MARKS.entries()) {
        const measures = await markAndTag(reader, mark)
        // The note of the panel, `(detector)`, is spelt out in the report.
        wanted.push(...measures.map((measure) => measure.replace(/ \(.*\)$/, '')))
        wanted.push(t('report.finding', { label: String(index + 1) }), `F${index + 1}`)
        wanted.push(...mark.terms.map((id) => termById(id).label[language]))
        wanted.push(...(await leadingCauses(reader)))
      }
      for (const kind of ['patient', 'detector', 'none'] as const)
        wanted.push(t(`report.calibration_${kind}`))

      await reader.tab('report').click()
      const indication = t('reportPanel.ownIn', { section: t('report.indication') })
      await reader.step
        .getByRole('textbox', { name: indication })
        .fill('Bultos duros: ¿calcinosis?\nDesde 2016.')
      wanted.push(lupus, 'Bultos duros: ¿calcinosis?', 'Desde 2016.')
      wanted.push(SAFETY_STATEMENT[language], NO_PATHOGNOMONIC_SIGN[language], t('report.safety'))
      wanted.push(t('report.title'), 'Synthetic, Patient', 'SYNTHETIC-1')

      const texts = await textsOfPdf(reader)
      for (const text of texts) for (const part of wanted) expect(text).toContain(bare(part))
      const other = language === 'en' ? 'es' : 'en'
      for (const text of texts) expect(text).not.toContain(bare(SAFETY_STATEMENT[other]))

      const copied = await textOfClipboard(reader)
      const inCapitals = new Set([t('report.title')])
      for (const part of wanted.filter((part) => !inCapitals.has(part))) expect(copied).toContain(bare(part))
      expect(copied).toContain(bare(t('report.title').toLocaleUpperCase(language)))
    })
  })

test('a draft until it is final; final with name and time; a change makes it a draft again', async ({
  reader,
}) => {
  const { t } = reader
  await reader.openAndSee(STUDY)
  await markAndTag(reader, MARKS[0])
  await reader.tab('report').click()
  const finalise = reader.button(t('reportPanel.finalise'))
  await expect(reader.preview).toContainText('Draft, last changed')
  await expect(finalise).toBeDisabled()
  expect((await textsOfPdf(reader))[0]).toContain('Draft,lastchanged')

  await reader.step.getByRole('textbox', { name: t('reportPanel.author') }).fill('M. Reader')
  await finalise.click()
  const final = /Final: M\. Reader, \w{3} \d{1,2}, \d{4}, \d\d:\d\d UTC/
  await expect(reader.preview).toContainText(final)
  await expect(reader.tab('report')).toContainText(t('step.final'))
  await expect(finalise).toBeDisabled()
  const status = final.exec(await reader.preview.innerText())?.[0] ?? ''
  for (const text of await textsOfPdf(reader)) expect(text).toContain(bare(status))

  await reader.step
    .getByRole('textbox', { name: t('reportPanel.ownIn', { section: t('report.impression') }) })
    .fill('One more word.')
  await expect(reader.preview).toContainText('Draft, last changed')
  await expect(reader.tab('report')).toContainText(t('step.draft'))
  for (const text of await textsOfPdf(reader)) expect(text).not.toContain(bare('Final: M. Reader'))
})

test('the key image shows the mark on its frame, is in the PDF, and can be left out', async ({ reader }) => {
  const { t, page } = reader
  await reader.openAndSee(STUDY)
  await markAndTag(reader, MARKS[0])
  await reader.tab('report').click()
  const picture = reader.preview.getByRole('figure').getByRole('img')
  await expect(picture).toHaveAccessibleName(/^Key image of finding 1 \(1:2\) · W 400 \/ L 40 .*Subcutaneous/)
  const colours = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const found = { grey: 0, coloured: 0 }
    for (let at = 0; at < data.length; at += 4)
      if (
        Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]) >
        60
      )
        found.coloured++
      else if (data[at] > 30) found.grey++
    return found
  })
  // The picture and, in the colour of its distribution, the mark.
  expect(colours.grey).toBeGreaterThan(1000)
  expect(colours.coloured).toBeGreaterThan(50)
  const pictures = (pdf: Buffer) => pdf.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0
  expect(pictures(await reader.downloadPdf((button) => button.click()))).toBeGreaterThan(0)

  await reader.preview.getByRole('button', { name: t('reportPanel.leaveOut') }).click()
  await expect(picture).toHaveCount(0)
  expect(pictures(await reader.downloadPdf((button) => button.click()))).toBe(0)
  await page.keyboard.press('Control+z')
  await expect(picture).toHaveCount(1)
})

test('without identity neither PDF nor text names the patient', async ({ reader }) => {
  const { t } = reader
  await reader.openAndSee(STUDY)
  await markAndTag(reader, MARKS[0])
  await reader.tab('report').click()
  await reader.step.getByRole('checkbox', { name: t('reportPanel.identity') }).uncheck()
  for (const text of [...(await textsOfPdf(reader)), await textOfClipboard(reader)]) {
    expect(text).not.toContain('Synthetic,Patient')
    expect(text).not.toContain('SYNTHETIC-1')
    expect(text).toContain(bare(t('report.finding', { label: '1' })))
  }
})

test('two patients open at once never mix', async ({ reader }) => {
  const { t, page } = reader
  const patient = (number: number, name: string): SyntheticImage => ({
    ...CT,
    PatientName: `${name}^Given`,
    PatientID: `ID-${name}`,
    StudyInstanceUID: `2.25.7.${number}`,
    SeriesInstanceUID: `2.25.8.${number}`,
    elements: [
      ['00081030', 'LO', `Study of ${name}`],
      ['0008103E', 'LO', `Series of ${name}`],
    ],
  })
  const filesOf = (number: number, name: string) =>
    syntheticSeries(2, (slice) => ({ ...patient(number, name), SOPInstanceUID: `2.25.9.${number}.${slice}` }))
  const PEOPLE = [
    { number: 1, name: 'Alpha', viewport: 1, tag: MARKS[0].terms },
    { number: 2, name: 'Bravo', viewport: 2, tag: MARKS[1].terms },
  ] as const
  await reader.openAndSee(filesOf(1, 'Alpha'))
  await reader.tools.getByRole('combobox', { name: t('bar.layout') }).selectOption('2×1')
  await reader.viewport(2).click()
  await reader.drop(filesOf(2, 'Bravo'))
  await reader.seesImage(2)

  for (const { name, viewport, tag } of PEOPLE) {
    await reader.viewport(viewport).click({ position: { x: 30, y: 200 } })
    await expect(page.getByRole('banner')).toContainText(`${name}, Given`)
    await reader.tab('mark').click()
    await reader.take(t('command.tool_ellipse'))
    await reader.drag(
      await Promise.all(
        [[10.5, 12.5] as const, [40.5, 30.5] as const].map((point) => reader.placeOf(SHEET, point, viewport)),
      ),
    )
    await expect(reader.row('F1')).toBeVisible()
    await reader.tab('describe').click()
    for (const id of tag) {
      const { group, label } = termById(id)
      await reader.unfold(t(`group.${group}`), (summary) => summary.click())
      await reader.chip(label.en).getByRole('button').first().click()
    }
  }

  for (const { name, viewport, tag } of PEOPLE) {
    const other = PEOPLE.find((person) => person.name !== name) ?? PEOPLE[0]
    const labels = tag.map((id) => termById(id).label.en)
    const foreign = other.tag.map((id) => termById(id).label.en)
    await reader.viewport(viewport).click({ position: { x: 30, y: 200 } })
    await expect(page.getByRole('banner')).toContainText(`${name}, Given`)
    await expect(page.getByRole('banner')).not.toContainText(other.name)
    await expect(reader.viewport(viewport)).toContainText(`${name}, Given`)
    await expect(reader.viewport(viewport)).not.toContainText(other.name)
    await expect(reader.viewport(viewport).locator('[data-focus]')).toHaveCount(1)

    await reader.tab('mark').click()
    await expect(reader.step).toContainText(labels[0])
    await expect(reader.step).not.toContainText(foreign[0])
    await reader.tab('report').click()
    await expect(reader.preview).toContainText(`${name}, Given`)
    await expect(reader.preview).not.toContainText(other.name)
    for (const text of [...(await textsOfPdf(reader)), await textOfClipboard(reader)]) {
      for (const own of [`${name}, Given`, `ID-${name}`, `Study of ${name}`, ...labels])
        expect(text).toContain(bare(own))
      for (const not of [other.name, foreign.at(-1) ?? '']) expect(text).not.toContain(bare(not))
    }
  }

  // Undo is that of the patient in front.
  await reader.viewport(1).click({ position: { x: 30, y: 200 } })
  for (let steps = 0; steps < 1 + PEOPLE[0].tag.length; steps++) await page.keyboard.press('Control+z')
  await expect(reader.viewport(1).locator('[data-focus]')).toHaveCount(0)
  await expect(reader.viewport(2).locator('[data-focus]')).toHaveCount(1)
  await reader.browser.getByRole('button', { name: t('browser.close', { name: 'Study of Alpha' }) }).click()
  await expect(page.getByText('Alpha')).toHaveCount(0)
  await expect(page.getByRole('banner')).toContainText('Bravo, Given')
})
