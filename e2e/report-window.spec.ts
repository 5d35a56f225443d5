import { expect, test } from './app'
import { Reader } from './reader'
import { syntheticSeries } from './synthetic-dicom'

/* The report in a window of its own: the same Reading, and back in the panel when that window is closed. */

const SHEET = { columns: 16, rows: 16 }

async function withMark(reader: Reader): Promise<void> {
  await reader.start()
  await reader.openAndSee(syntheticSeries(3))
  await reader.draw('Ellipse', SHEET, [
    [4, 4],
    [9, 9],
  ])
  await reader.tab('report').click()
  await expect(reader.preview).toBeVisible()
}

test('the report in its own window is the same Reading, follows language and theme, and comes back', async ({
  page,
}) => {
  const reader = new Reader(page, 'en')
  await withMark(reader)
  const opening = page.waitForEvent('popup')
  await reader.button('Report in its own window').click()
  const popup = await opening
  const complaints: string[] = []
  popup.on('pageerror', (error) => complaints.push(error.message))
  popup.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  const report = popup.getByRole('main', { name: 'Report' })
  await expect(report.getByRole('heading', { level: 1 })).toBeVisible()
  expect(popup.url()).toBe('about:blank')
  expect(await popup.title()).toBe('Report · Calcimap')
  await expect(reader.step).toContainText('The report is in its own window.')
  await expect(popup.locator('body')).toHaveCSS('background-color', /rgb\(/)

  // What is written there is written here, and undone there.
  const own = report.getByRole('textbox', { name: 'Indication' })
  await own.fill('Hard lumps.')
  await reader.seesSaved()
  await own.press('Control+z')
  await expect(own).toHaveValue('')
  // What is marked here stands there.
  await reader.tab('mark').click()
  await reader.draw('Point', SHEET, [[3, 3]])
  await expect(report).toContainText('Finding 2')

  await page.locator('button[lang=es]').click()
  await expect(popup.locator('html')).toHaveAttribute('lang', 'es')
  await expect(popup.getByRole('main', { name: 'Informe' })).toContainText('Hallazgo 2')
  await page.locator('button[lang=en]').click()

  await popup.close()
  await reader.tab('report').click()
  await expect(reader.preview).toContainText('Finding 2')
  expect([...complaints, ...reader.complaints]).toEqual([])
})

test('it closes with the program; where windows are blocked the report stays in the panel', async ({
  page,
}) => {
  const reader = new Reader(page, 'en')
  await withMark(reader)
  const opening = page.waitForEvent('popup')
  await page.keyboard.press('Alt+KeyR')
  const popup = await opening
  await expect(popup.getByRole('main', { name: 'Report' })).toBeVisible()
  const closing = popup.waitForEvent('close')
  await page.reload()
  await closing

  await page.evaluate(() => (window.open = () => null))
  await reader.openAndSee(syntheticSeries(3))
  await reader.tab('report').click()
  await reader.button('Report in its own window').click()
  await expect(page.getByText('The browser did not open a window')).toBeVisible()
  await expect(reader.preview).toBeVisible()
})
