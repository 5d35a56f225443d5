import { expect, test, type App } from './app'
import { Reader } from './reader'
import { syntheticSeries } from './synthetic-dicom'

/* Long lists: only the rows in view are in the document, and a list stays where the reader scrolled it. */

const COUNT = 2000
const SHEET = { columns: 16, rows: 16 }

const marksList = (app: App) => app.step.locator('.list')
const scrolled = (app: App) => marksList(app).evaluate((list) => list.scrollTop)

/** A reading of the open study with many foci: saved, copied and opened again. */
async function openWithFoci(app: App): Promise<void> {
  await app.openAndSee(syntheticSeries(4))
  await app.draw('Ellipse', SHEET, [
    [4, 4],
    [9, 9],
  ])
  await expect(app.row('F1')).toBeVisible()
  await app.seesSaved()
  const [reading] = await app.readings()
  const [finding] = reading.findings
  const foci = Array.from({ length: COUNT }, (_, index) => ({
    ...finding.foci[0],
    uid: `2.25.7${index}`,
    TrackingUID: `2.25.8${index}`,
    TrackingIdentifier: `F${index + 1}`,
  }))
  const text = JSON.stringify({ ...reading, findings: [{ ...finding, foci }] })
  await app.open([{ name: 'reading.json', bytes: new TextEncoder().encode(text) }])
  await expect(app.status).toContainText(`${COUNT} foci`)
}

test('2,000 foci are a list of the rows in view; it keeps its place, and selecting brings a row into view', async ({
  app,
}) => {
  await openWithFoci(app)
  const { page } = app
  await expect(app.row('F3')).toBeVisible()
  expect(await marksList(app).getByRole('listitem').count()).toBeLessThan(80)
  const third = marksList(app)
    .getByRole('listitem')
    .filter({ has: app.page.getByRole('button', { name: /^F3 / }) })
  await expect(third).toHaveAttribute('aria-setsize', String(COUNT + 1))
  await expect(third).toHaveAttribute('aria-posinset', '4')

  await marksList(app).evaluate((list) => (list.scrollTop = 20_000))
  await expect(app.row('F715')).toBeVisible()
  // A row that is in view already moves nothing, however much is shown of it below.
  await app.row('F717').click()
  await expect(app.row('F717')).toHaveAttribute('aria-pressed', 'true')
  await expect(app.step.getByRole('textbox', { name: 'Name' })).toHaveValue('F717')
  expect(await scrolled(app)).toBe(20_000)

  await app.press('.')
  await expect(app.row('F718')).toHaveAttribute('aria-pressed', 'true')
  expect(await scrolled(app)).toBe(20_000)

  for (const step of ['describe', 'mark'] as const) await app.goTo(step)
  await expect(app.row('F718')).toBeInViewport()
  expect(await scrolled(app)).toBe(20_000)
  const lists = app.step.getByRole('group', { name: 'Marks or candidates' }).getByRole('button')
  await lists.last().click()
  await expect(app.row('F718')).toBeHidden()
  await lists.first().click()
  await expect(app.row('F718')).toBeInViewport()
  expect(await scrolled(app)).toBe(20_000)

  // One that is far away is brought into view: the first, after the last.
  await marksList(app).evaluate((list) => (list.scrollTop = list.scrollHeight))
  await app.row(`F${COUNT}`).click()
  await app.press('.')
  await expect(app.row('F1')).toHaveAttribute('aria-pressed', 'true')
  await expect(app.row('F1')).toBeInViewport()

  // A row with focus stays while it is scrolled away.
  await app.row('F5').focus()
  await marksList(app).evaluate((list) => (list.scrollTop = 30_000))
  await expect(app.row('F1072')).toBeVisible()
  await expect(app.row('F5')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(app.status).toContainText(`${COUNT - 1} foci`)
})

test('hundreds of series: the list of studies keeps its place', async ({ page }) => {
  const app = new Reader(page, 'en')
  await app.start()
  const series = (number: number) =>
    syntheticSeries(1, () => ({
      SeriesInstanceUID: `2.25.5.${number}`,
      SOPInstanceUID: `2.25.6.${number}`,
      SeriesNumber: number,
    })).map(({ bytes }) => ({ name: `image-${number}`, bytes }))
  await app.openAndSee(Array.from({ length: 320 }, (_, index) => series(index + 1)).flat())
  const rows = app.browser.getByRole('listitem')
  await expect(rows).toHaveCount(320)
  const last = rows.last().getByRole('button')
  await last.click()
  const at = await app.browser.evaluate((list) => list.scrollTop)
  expect(at).toBeGreaterThan(10_000)
  await page.keyboard.press('Alt+KeyL')
  await expect(app.browser).toBeHidden()
  await page.keyboard.press('Alt+KeyL')
  await expect(last).toBeInViewport()
  await expect(last).toHaveAttribute('aria-pressed', 'true')
})
