import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Download, Page } from '@playwright/test'
import { expect, test, type App } from './app'
import { syntheticImage } from './synthetic-dicom'

interface Case {
  readonly title: { readonly en: string; readonly es: string }
}

const { cases } = JSON.parse(
  readFileSync(new URL('../sample-dicom/index.json', import.meta.url), 'utf8'),
) as { cases: (Case & { folder: string })[] }
const SAMPLE = cases.find(({ folder }) => folder === 'case-09') as Case
const SHEET = { columns: 384, rows: 384 }
const hasPdfToText = spawnSync('pdftotext', ['-v']).error === undefined
if (!hasPdfToText) console.log('pdftotext is not installed: the words of the PDF were not read back.')

/** The words of the page as a reader finds them, in lines as they stand. */
async function wordsOf(download: Download): Promise<string> {
  const path = await download.path()
  expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-')
  if (!hasPdfToText) return ''
  const { stdout } = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
  return stdout.replaceAll(/\s+/g, ' ')
}

const stepOf = (page: Page) => page.getByRole('tabpanel')

/** Nothing of the panel is wider than the panel. */
async function expectNothingClipped(page: Page) {
  const wide = await page.getByRole('complementary').evaluate((panel) => {
    const { right } = panel.getBoundingClientRect()
    return [...panel.querySelectorAll('button, input, select, textarea, h2, p')]
      .filter((element) => element.getClientRects().length > 0 && !element.closest('.table'))
      .filter((element) => element.getBoundingClientRect().right > right + 1)
      .map((element) => element.outerHTML.slice(0, 100))
  })
  expect(wide).toEqual([])
}

async function openSample(app: App, language: 'en' | 'es') {
  await app.page.getByRole('button', { name: SAMPLE.title[language] }).click()
  await app.seesImage()
  await app.page
    .getByRole('button', { name: /^(Abdomen pelvis|.*CT ·)/ })
    .first()
    .click()
  await expect(app.viewport()).toHaveAttribute('data-slice', /./)
}

test('from the library to the PDF on the sample case, by mouse', async ({ app }) => {
  const { page } = app
  await openSample(app, 'en')
  await app.draw('Ellipse', SHEET, [
    [60, 300],
    [150, 340],
  ])
  await app.goTo('describe')
  for (const term of ['Subcutaneous', 'Plaque / sheet-like']) await app.tag(term)
  await app.goTo('reason')
  await stepOf(page).getByRole('heading', { name: 'History' }).click()
  const search = stepOf(page).getByRole('searchbox', { name: 'Search history and signs' })
  await search.fill('systemic lupus')
  await search.press('Enter')
  const [first] = await stepOf(page)
    .getByRole('list', { name: 'Candidate causes' })
    .getByRole('button')
    .allInnerTexts()
  expect(first).toContain('lupus')
  await expectNothingClipped(page)
  await page.getByRole('tab', { name: /Report/ }).click()
  await expect(stepOf(page).getByRole('img')).toBeVisible()
  await stepOf(page).getByRole('textbox', { name: 'Your own text in Impression' }).fill('Read with care.')
  await stepOf(page).getByRole('textbox', { name: 'Reader' }).fill('M. Reader')
  await stepOf(page).getByRole('textbox', { name: 'Reader' }).press('Enter')
  await stepOf(page).getByRole('button', { name: 'Mark as final' }).click()
  await expect(
    stepOf(page)
      .getByText(/^Final/)
      .first(),
  ).toBeVisible()
  await expectNothingClipped(page)
  const size = await stepOf(page).getByRole('row', { name: /F1/ }).innerText()
  const download = page.waitForEvent('download')
  await stepOf(page).getByRole('button', { name: 'PDF' }).click()
  const words = await wordsOf(await download)
  if (!hasPdfToText) return
  const diameter = /[\d.]+ mm(?!²)/.exec(size)?.[0] ?? 'no size in the preview'
  for (const text of [
    'Subcutaneous',
    'Plaque / sheet-like',
    'Systemic lupus erythematosus',
    diameter,
    'in the patient',
    'Read with care.',
    'M. Reader',
    'Page 1 of',
    'Not for diagnosis',
    'It is not a diagnosis',
  ])
    expect(words).toContain(text)
  expect(words).toContain(first.split('\n')[1] ?? first.split('\n')[0])
})

test('en español, en una pantalla pequeña, hasta el PDF', async ({ app }) => {
  const { page } = app
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.getByRole('button', { name: 'Spanish' }).click()
  await openSample(app, 'es')
  await app.press('e')
  await app.drag([await app.placeOf(SHEET, [60, 300]), await app.placeOf(SHEET, [150, 340])])
  await app.press('Escape', 'Shift+Digit1')
  for (const step of ['Digit1', 'Digit2', 'Digit3', 'Digit4']) {
    await page.keyboard.press(`Alt+${step}`)
    await expect(stepOf(page)).toBeVisible()
    await expectNothingClipped(page)
  }
  const download = page.waitForEvent('download')
  await stepOf(page).getByRole('button', { name: 'PDF' }).click()
  const words = await wordsOf(await download)
  if (!hasPdfToText) return
  for (const text of [
    'Subcutánea',
    'No apto para diagnóstico',
    'No es un diagnóstico',
    'en el paciente',
    'Página 1 de',
  ])
    expect(words).toContain(text)
  expect(words).not.toMatch(/Findings|Candidate causes|not stated/)
})

test('from the library to the PDF without a mouse', async ({ app }) => {
  const { page } = app
  const { keyboard } = page
  await page.evaluate(() => {
    for (const type of ['mousedown', 'wheel'])
      addEventListener(type, () => document.body.setAttribute('data-mouse', 'used'), true)
  })
  const tabTo = async (name: RegExp | string, role: 'button' | 'textbox' | 'tab' = 'button') => {
    const target = page.getByRole(role, { name }).first()
    await target.waitFor()
    for (let presses = 0; presses < 300; presses++) {
      if (await target.evaluate((it) => it === document.activeElement)) return
      await keyboard.press('Tab')
    }
    throw new Error(`${String(name)}: expected focus within 300 presses of Tab`)
  }
  await tabTo(SAMPLE.title.en)
  await keyboard.press('Enter')
  await app.seesImage()
  await app.viewport().focus()
  for (const key of [
    'e',
    'ArrowLeft',
    'Shift+ArrowUp',
    'Enter',
    'Shift+ArrowRight',
    'Shift+ArrowDown',
    'Enter',
  ])
    await keyboard.press(key)
  await expect(app.row('F1')).toBeVisible()
  for (const key of ['Escape', 'Shift+Digit1', 'Alt+Digit4']) await keyboard.press(key)
  await expect(stepOf(page).getByRole('img')).toBeVisible()
  await tabTo('Your own text in Indication', 'textbox')
  await keyboard.type('Hard lumps.')
  const download = page.waitForEvent('download')
  await keyboard.press('Shift+Tab')
  await tabTo('PDF')
  await keyboard.press('Enter')
  const words = await wordsOf(await download)
  if (hasPdfToText) expect(words).toContain('Hard lumps.')
  await expect(page.locator('body')).not.toHaveAttribute('data-mouse', 'used')
})

test('two patients side by side are never mixed', async ({ app, context }) => {
  const { page } = app
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const patient = (name: string) => ({
    name: `${name}.dcm`,
    bytes: syntheticImage({
      StudyInstanceUID: name === 'One' ? '1.2.3.1' : '1.2.3.2',
      SeriesInstanceUID: name === 'One' ? '1.2.3.1.1' : '1.2.3.2.1',
      SOPInstanceUID: name === 'One' ? '1.2.3.1.1.1' : '1.2.3.2.1.1',
      elements: [
        ['00100010', 'PN', `Patient^${name}`],
        ['00100020', 'LO', name],
      ],
    } as never),
  })
  await app.openAndSee([patient('One'), patient('Two')])
  await page.getByRole('combobox', { name: 'Viewports' }).selectOption('2×1')
  await app.viewport(2).click()
  const other = app.browser.getByRole('button', { pressed: false }).filter({ hasText: /image/ })
  await other.first().click()
  await app.seesImage(2)
  const nameIn = async (number: number) =>
    /Patient, (One|Two)/.exec(await app.viewport(number).innerText())?.[1]
  const [left, right] = [await nameIn(1), await nameIn(2)]
  expect(new Set([left, right])).toEqual(new Set(['One', 'Two']))
  await app.viewport(1).click()
  await page.keyboard.press('f')
  await app.viewport(1).click({ position: { x: 200, y: 300 } })
  await expect(app.row('F1')).toBeVisible()
  await page.keyboard.press('Escape')
  for (const [number, name, foci] of [
    [2, right, '0 foci'],
    [1, left, '1 focus'],
  ] as const) {
    await app.viewport(number).click({ position: { x: 20, y: 200 } })
    await expect(app.status).toContainText(foci)
    await expect(page.getByRole('banner')).toContainText(`Patient, ${name}`)
    await page.keyboard.press('Alt+Digit4')
    await expect(stepOf(page).getByRole('article')).toContainText(`Patient, ${name}`)
    await stepOf(page).getByRole('button', { name: 'Copy as text' }).click()
    await expect(stepOf(page).getByRole('status')).toContainText('Copied')
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toContain(`Patient, ${name}`)
    expect(text).not.toContain(`Patient, ${name === 'One' ? 'Two' : 'One'}`)
  }
})
