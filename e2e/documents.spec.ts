import { readFileSync } from 'node:fs'
import { expect, test, type App } from './app'
import { part10, syntheticImage, syntheticSeries, type SyntheticElement } from './synthetic-dicom'

/* What a study holds besides images: reports, key object selections, printed pages, segmentations. */

const identity = (
  uid: string,
  SOPClassUID: string,
  Modality: string,
  description: string,
): SyntheticElement[] => [
  ['00080005', 'CS', 'ISO_IR 192'],
  ['00080016', 'UI', SOPClassUID],
  ['00080018', 'UI', uid],
  ['00080020', 'DA', '20260101'],
  ['00080060', 'CS', Modality],
  ['00081030', 'LO', 'Synthetic study'],
  ['0008103E', 'LO', description],
  ['00100010', 'PN', 'Synthetic^Patient'],
  ['00100020', 'LO', 'SYNTHETIC-1'],
  ['0020000D', 'UI', '2.25.1.1'],
  ['0020000E', 'UI', `${uid}.1`],
  ['00200011', 'IS', '7'],
]

const code = (meaning: string): SyntheticElement[][] => [[['00080104', 'LO', meaning]]]

const item = (type: string, name: string, ...more: SyntheticElement[]): SyntheticElement[] => [
  ['0040A010', 'CS', 'CONTAINS'],
  ['0040A040', 'CS', type],
  ['0040A043', 'SQ', code(name)],
  ...more,
]

const imageItem = (SOPInstanceUID: string): SyntheticElement[] =>
  item('IMAGE', 'Key image', ['00081199', 'SQ', [[['00081155', 'UI', SOPInstanceUID]]]])

const REPORT = '1.2.840.10008.5.1.4.1.1.88.33'
const KEY_OBJECTS = '1.2.840.10008.5.1.4.1.1.88.59'
const PDF = '1.2.840.10008.5.1.4.1.1.104.1'

const report = (SOPClassUID: string, Modality: string, content: readonly SyntheticElement[][]) => ({
  name: 'report',
  bytes: part10([
    ...identity('2.25.60', SOPClassUID, Modality, 'Findings of the wrist'),
    ...item('CONTAINER', 'Imaging report'),
    ['0040A491', 'CS', 'COMPLETE'],
    ['0040A730', 'SQ', content],
  ]),
})

const documentIn = (app: App, number = 1) =>
  app.page.locator(`[data-view=document][data-cell="${number - 1}"]`)

test('a report is an indented tree, its text is text, and its images are one click away', async ({ app }) => {
  const content = [
    item('TEXT', 'Finding', ['0040A160', 'UT', '<b onclick=window.__xss=1>Calcificación</b>']),
    item('CONTAINER', 'Evidence', ['0040A730', 'SQ', [imageItem('2.25.1.3.3'), imageItem('2.25.99')]]),
  ]
  await app.openAndSee([...syntheticSeries(3), report(REPORT, 'SR', content)])
  await app.browser.getByRole('button', { name: /Findings of the wrist/ }).click()
  const document = documentIn(app)
  await expect(document.getByText('Imaging report')).toBeVisible()
  await expect(document.getByText('COMPLETE')).toBeVisible()
  await expect(document.getByText('<b onclick=window.__xss=1>Calcificación</b>')).toBeVisible()
  await expect(
    document.locator('li[aria-level="3"]').filter({ hasText: 'Image not open (2.25.99)' }),
  ).toBeVisible()
  await document.getByRole('button', { name: 'Series 1, image 3' }).click()
  await expect(app.viewport(2)).toHaveAttribute('data-instance', '2.25.1.3.3')
  await expect(document).toBeVisible()
})

test('key objects without their images are listed; images that come later can be gone to', async ({
  app,
}) => {
  await app.open([report(KEY_OBJECTS, 'KO', [imageItem('2.25.1.3.2')])])
  const document = documentIn(app)
  await expect(document.getByText('Image not open (2.25.1.3.2)')).toBeVisible()
  await app.open(syntheticSeries(3))
  await document.getByRole('button', { name: 'Series 1, image 2' }).click()
  await expect(app.viewport(2)).toHaveAttribute('data-instance', '2.25.1.3.2')
})

test('pages of a PDF are opened by the browser or saved, byte for byte', async ({ app }) => {
  const pages = new TextEncoder().encode('%PDF-1.4\nsynthetic pages\n%%EOF\n\0')
  const bytes = part10([
    ...identity('2.25.61', PDF, 'DOC', 'Letter'),
    ['00420010', 'ST', 'Letter to the ward'],
    ['00420011', 'OB', pages],
    ['00420012', 'LO', 'application/pdf'],
    ['00420015', 'UL', pages.length - 1],
  ])
  await app.open([{ name: 'letter', bytes }])
  const document = documentIn(app)
  await expect(document.getByRole('heading', { name: 'Letter to the ward' })).toBeVisible()
  await expect(document.getByRole('link', { name: 'Open in a new tab' })).toHaveAttribute('href', /^blob:/)
  const saving = app.page.waitForEvent('download')
  await document.getByRole('link', { name: 'Save as PDF' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('Letter to the ward.pdf')
  expect(new Uint8Array(readFileSync(await saved.path()))).toEqual(pages.slice(0, -1))
})

test('a segmentation is drawn over the slices it was found on, with the names of its segments', async ({
  app,
}) => {
  const bits = new Uint8Array(32)
  // rows 4 to 11, columns 4 to 11 of 16
  for (let row = 4; row < 12; row++) bits.set([0xf0, 0x0f], 2 * row)
  const segmentation = syntheticImage({
    ...{ SOPInstanceUID: '2.25.62', SeriesInstanceUID: '2.25.63', SeriesNumber: 8, Modality: 'SEG' },
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
    without: ['00281050', '00281051', '00281052', '00281053', '00200032', '00200037'],
    elements: [
      ['0008103E', 'LO', 'Segments'],
      ['00280100', 'US', 1],
      ['00280101', 'US', 1],
      ['00280102', 'US', 0],
      ['00620001', 'CS', 'BINARY'],
      ['00620002', 'SQ', [[['00620004', 'US', 1], ['00620005', 'LO', 'Calcification'], ['0062000D', 'US', [35579, 53664, 50858]]]]], // prettier-ignore
      ['52009230', 'SQ', [[['0062000A', 'SQ', [[['0062000B', 'US', 1]]]], ['00089124', 'SQ', [[['00082112', 'SQ', [[['00081155', 'UI', '2.25.1.3.2']]]]]]]]]], // prettier-ignore
      ['7FE00010', 'OW', [...new Uint16Array(bits.buffer)]],
    ],
  })
  const black = syntheticSeries(3, { pixel: () => 0 })
  await app.openAndSee([...black, { name: 'segments', bytes: segmentation }])
  const legend = app.viewport().getByRole('list', { name: 'Segments' })
  const sheet = { columns: 16, rows: 16 }
  const [inside, outside] = [await app.placeOf(sheet, [8, 8]), await app.placeOf(sheet, [2, 2])]
  await app.seesSlice(2)
  await expect(legend).toHaveText('Calcification')
  await expect.poll(() => app.greysAt([inside, outside])).toEqual([77, 0])
  await app.press('ArrowDown')
  await app.seesSlice(3)
  await expect(legend).toBeHidden()
  expect(await app.greysAt([inside])).toEqual([0])
  await app.press('ArrowUp', 'o', 'o')
  await app.seesSlice(2)
  await expect(legend).toBeHidden()
  await expect.poll(() => app.greysAt([inside])).toEqual([0])
})
