import { test as base } from '@playwright/test'
import { expect } from './app'
import { Reader } from './reader'
import { readSampleCase } from './sample-case'
import type { PixelPoint } from '../src/domain/image-plane'
import { syntheticSeries } from './synthetic-dicom'

/* What a reader who knows nothing of the program comes upon first: on the sample case of both hips. */

const HIPS = readSampleCase('case-05')
const OSSIFICATION = HIPS.placeOf('')

const test = base.extend<{ reader: Reader }>({
  reader: async ({ page }, use) => {
    const reader = new Reader(page, 'en')
    await reader.start()
    await use(reader)
    expect(reader.complaints).toEqual([])
  },
})

/** Both hips in one viewport, at the slice of the largest ossification. */
async function openHips(reader: Reader): Promise<void> {
  await reader.card(HIPS.title.en).click()
  await reader.seesImage()
  await expect(reader.browser).toContainText(reader.t('browser.images', { n: HIPS.slices }))
  // While files are still coming, the image goes to where the series opens.
  await expect(reader.viewport()).toHaveAttribute('data-decoded', String(HIPS.slices))
  await reader.press('Home')
  await reader.seesSlice(1)
  for (let at = 1; at < OSSIFICATION.slice; at++) {
    await reader.press('ArrowDown')
    await reader.seesSlice(at + 1)
  }
}

test('side and site come from the images as suggested, and become the reader’s when accepted', async ({
  reader,
}) => {
  const { step } = reader
  await openHips(reader)
  await reader.draw('Ellipse', HIPS.sheet, OSSIFICATION.corners)
  await expect(reader.row('F1')).toBeVisible()

  await reader.goTo('describe')
  const suggested = step.getByRole('group', { name: 'Suggested by the images' })
  await expect(suggested).toContainText(
    'Hip, left (anatomic region in the file, laterality of the image, side of the midline on the CT)',
  )
  await expect(reader.chip('Hip').getByRole('button').first()).toHaveAttribute('aria-pressed', 'false')

  await reader.tab('report').click()
  await expect(reader.preview).toContainText('Suggested site (not confirmed)')
  await expect(reader.preview).not.toContainText('side not stated')

  await reader.goTo('describe')
  await reader.tag('Hip')
  const side = step.getByRole('combobox', { name: 'Hip' })
  await expect(side.locator('option:checked')).toHaveText('Suggested: left')
  await suggested.getByRole('button', { name: 'Accept' }).click()
  await expect(side.locator('option:checked')).toHaveText('Left')
  await expect(suggested).toBeHidden()
  await side.selectOption({ label: 'Right' })
  await expect(step).toContainText(
    'The images suggest another side: left (laterality of the image, side of the midline on the CT).',
  )
})

test('a slice is called by one number in the list, on the image and in the report', async ({ reader }) => {
  await openHips(reader)
  await reader.draw('Ellipse', HIPS.sheet, OSSIFICATION.corners)
  const row = reader.row('F1')
  const reference = /\d+:\d+/.exec(await row.innerText())?.[0] ?? 'none'
  await expect(reader.viewport().getByText(new RegExp(`^Slice .* ${reference}$`))).toBeVisible()
  await reader.tab('report').click()
  await expect(reader.preview.getByRole('cell', { name: reference, exact: true })).toBeVisible()
  await expect(reader.preview.getByRole('figure')).toContainText(`(${reference})`)
})

test('the gap between two bones is a measurement: no finding, no focus, no key image', async ({ reader }) => {
  const { step } = reader
  await openHips(reader)
  const [[left, top], [right, bottom]] = OSSIFICATION.corners
  await reader.draw('Length', HIPS.sheet, [
    [left - 20, top],
    [left - 10, bottom],
  ])
  await expect(step.getByRole('region', { name: 'Measurements' })).toContainText(/M1\s*Length\s*\d+\.\d mm/)
  await expect(reader.status).toContainText('0 findings · 0 foci')
  await expect(reader.drawn('M1')).toBeVisible()
  await reader.tab('report').click()
  await expect(reader.preview.getByRole('region', { name: 'Measurements' }).getByRole('row')).toHaveCount(2)
  await expect(reader.preview.getByRole('figure')).toHaveCount(0)
  await expect(reader.preview).toContainText('No calcification was marked.')

  await reader.goTo('mark')
  await reader.draw('Ellipse', HIPS.sheet, [
    [left, top],
    [right, bottom],
  ])
  await reader.row('M1').click()
  await step.getByRole('combobox', { name: 'Belongs to' }).selectOption('F1')
  await reader.tab('report').click()
  await expect(reader.preview.getByRole('region', { name: 'Measurements' })).toContainText('F1')
})

test('what the search excluded is restored once, also after a look at the marks, and undo takes it back', async ({
  reader,
}) => {
  const { step, t } = reader
  await openHips(reader)
  await reader.press('Shift+KeyF')
  const excluded = step.locator('details').filter({ hasText: t('found.restore') })
  const lists = step.getByRole('group', { name: t('found.lists') }).getByRole('button')
  await expect(excluded).toHaveCount(1)
  await excluded.locator('summary').click()
  const restore = excluded.getByRole('button', { name: t('found.restore') })
  const before = await excluded.locator('summary').innerText()
  const decided = await step.getByRole('status').first().innerText()

  await restore.first().click()
  await expect(excluded.locator('summary')).not.toHaveText(before)
  const after = await excluded.locator('summary').innerText()
  await lists.first().click()
  await lists.last().click()
  await expect(excluded.locator('summary')).toHaveText(after)

  await reader.press('Control+z')
  await expect(excluded.locator('summary')).toHaveText(before)
  await expect(step.getByRole('status').first()).toHaveText(decided)
})

const SQUARE = { columns: 64, rows: 64 }
const box = async (reader: Reader) => {
  const points = (await reader.readings())[0].findings.map(({ foci }) => foci[0].imageRegion.points)
  return points.map((corners) => corners.map((point) => point.map(Math.round)))
}

test('with a drawing tool the edge and the handles of the selected mark change it; Alt draws a new one', async ({
  reader,
}) => {
  await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  const at = (column: number, row: number) => reader.placeOf(SQUARE, [column, row])
  await reader.draw('Rectangle', SQUARE, [
    [10, 10],
    [30, 30],
  ])
  const handles = reader.drawn('F1').locator('.handle')
  await expect(handles).toHaveCount(4)

  await reader.drag([await at(20, 10), await at(24, 14)])
  await expect(reader.row('F2')).toHaveCount(0)
  await reader.drag([await at(34, 34), await at(40, 44)])
  await expect(reader.measure('Area')).toHaveText('195.0 mm²')
  await expect(reader.row('F2')).toHaveCount(0)
  await reader.drag([await at(40, 44), await at(50, 54)], { holding: ['Alt'] })
  await expect(reader.row('F2')).toBeVisible()
  await expect(handles).toHaveCount(0)
  await reader.seesSaved()
  expect(await box(reader)).toEqual([
    [[14, 14], [40, 14], [40, 44], [14, 44]], // prettier-ignore
    [[40, 44], [50, 44], [50, 54], [40, 54]], // prettier-ignore
  ])

  // With any tool, the pointer over a mark shows what can be taken hold of.
  await reader.take('Window / level')
  await reader.page.mouse.move(...(await at(14, 30)))
  await expect(handles).toHaveCount(4)
  await reader.page.mouse.move(...(await at(5, 60)))
  await expect(handles).toHaveCount(0)
})

test('undo and redo say what they are about', async ({ reader }) => {
  await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  await reader.draw('Point', SQUARE, [[20, 20]])
  await reader.press('Shift+1')
  const undo = reader.tools.getByRole('button', { name: 'Undo' })
  const said = reader.page.locator('.toast')
  await expect(undo).toHaveAttribute('data-tip', 'Undo: tag')
  await reader.press('Control+z')
  await expect(said).toHaveText('Undone: tag')
  await expect(undo).toHaveAttribute('data-tip', 'Undo: mark added')
  await expect(reader.tools.getByRole('button', { name: 'Redo' })).toHaveAttribute('data-tip', 'Redo: tag')
  await reader.press('Control+y')
  await expect(said).toHaveText('Redone: tag')
})

test('a tool’s key pressed again leaves the tool in hand', async ({ reader }) => {
  await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  await reader.press('e', 'e')
  await expect(reader.tools.getByRole('button', { name: 'Ellipse' })).toHaveAttribute('aria-pressed', 'true')
})

test('a study opens on its first step; what is open already is said to be, and recents name patient, date and progress', async ({
  reader,
}) => {
  const { page } = reader
  const files = syntheticSeries(3)
  await reader.openAndSee(files)
  await reader.draw('Point', { columns: 16, rows: 16 }, [[8, 8]])
  await reader.seesSaved()
  await reader.tab('report').click()
  await reader.open(files)
  await expect(page.locator('.toast')).toHaveText('Already open: 3 images')
  await expect(reader.status.getByRole('button')).toHaveCount(0)
  await expect(reader.tab('report')).toHaveAttribute('aria-selected', 'true')

  const other = { PatientID: 'B', PatientName: 'Beta', StudyInstanceUID: '2.25.7', SeriesInstanceUID: '2.25.7.1', SOPInstanceUID: '2.25.7.1.1' } // prettier-ignore
  await reader.open(syntheticSeries(1, other))
  await expect(reader.viewport().getByText('Beta')).toBeVisible()
  await expect(reader.tab('mark')).toHaveAttribute('aria-selected', 'true')

  await page.getByRole('button', { name: 'Library' }).click()
  const headings = page.getByRole('main').getByRole('heading', { level: 2 })
  await expect(headings.nth(1)).toHaveText('Recent studies')
  const recent = page.getByRole('listitem').filter({ hasText: 'Synthetic, Patient' })
  await expect(recent).toContainText('Jan 1, 2026')
  await expect(recent).toContainText('1 finding, 1 focus · 1 untagged · report in draft')
})

test.describe('at 1024×768', () => {
  test.use({ viewport: { width: 1024, height: 768 } })

  test('tools that do not fit are in one menu, by mouse and by keys', async ({ reader }) => {
    const { page, tools } = reader
    await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64, PatientName: 'Synthetic^Case of long name 0005' })) // prettier-ignore
    expect(await reader.clipped()).toEqual([])
    const more = tools.getByRole('button', { name: 'More tools' })
    await expect(tools.getByRole('button', { name: 'Crosshair' })).toHaveCount(0)
    await more.click()
    const menu = page.getByRole('menu', { name: 'More tools' })
    expect(await reader.clipped()).toEqual([])
    await menu.getByRole('menuitemcheckbox', { name: /^Crosshair/ }).click()
    await expect(menu).toBeHidden()
    await more.press('Enter')
    await expect(menu.getByRole('menuitemcheckbox', { name: /^Crosshair/ })).toHaveAttribute(
      'aria-checked',
      'true',
    )
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Escape')
    await expect(more).toBeFocused()
    // The end of a name is seen, where names of one series of cases differ.
    await expect(page.locator('header .study .end')).toHaveText('g name 0005'.slice(-10))
    await expect(page.locator('header .study .end')).toBeInViewport({ ratio: 1 })
  })

  test('the menu on the image lies inside the window', async ({ reader }) => {
    await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
    const { x, y, width, height } = await reader.boxOf()
    await reader.page.mouse.click(x + width - 4, y + height - 4, { button: 'right' })
    const menu = reader.page.getByRole('menu')
    await expect(menu).toBeVisible()
    const box = (await menu.boundingBox())!
    expect(box.y).toBeGreaterThanOrEqual(y)
    expect(box.y + box.height).toBeLessThanOrEqual(y + height + 1)
    expect(box.x + box.width).toBeLessThanOrEqual(x + width + 1)
  })
})

test('dragging the border of a panel is within the page’s policy', async ({ reader }) => {
  await reader.openAndSee(syntheticSeries(1))
  const border = reader.page.getByRole('slider').or(reader.page.locator('.resizer')).last()
  const { x, y, width, height } = (await border.boundingBox())!
  const [middle, down] = [x + width / 2, y + height / 2]
  await reader.drag([[middle, down], [middle - 60, down], [middle - 900, down], [middle + 40, down]]) // prettier-ignore
  // What the policy refused is among the complaints.
  expect(reader.complaints).toEqual([])
})

test('a panel is widened to half of the window, and reset by a double click on its border', async ({
  reader,
}) => {
  await reader.openAndSee(syntheticSeries(1))
  const border = reader.page.locator('.resizer').last()
  const width = async () => (await reader.panel.boundingBox())!.width
  const { x, y, height } = (await border.boundingBox())!
  const [at, down] = [x + 2, y + height / 2]
  await reader.drag([[at, down], [at - 60, down], [700, down]]) // prettier-ignore
  await expect.poll(width).toBeGreaterThanOrEqual(720)
  await border.dblclick()
  await expect.poll(width).toBeLessThan(400)
})

test('on a light panel every glyph has an edge of 3:1', async ({ reader }) => {
  await reader.openAndSee(syntheticSeries(1))
  await reader.draw('Point', { columns: 16, rows: 16 }, [[8, 8]])
  await reader.page.evaluate(() => (document.documentElement.dataset.theme = 'light'))
  const [edge, panel] = await reader.step
    .locator('.name svg .edge')
    .evaluate((path) => [
      getComputedStyle(path).stroke,
      getComputedStyle(path.closest('aside') as Element).backgroundColor,
    ])
  expect(contrast(edge, panel)).toBeGreaterThanOrEqual(3)
})

/** WCAG 2.2 contrast of two `rgb(…)`. */
function contrast(a: string, b: string): number {
  const parts = (colour: string) => (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number)
  const light = (colour: string) => {
    const [red, green, blue] = parts(colour)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [high, low] = [light(a), light(b)].sort((one, other) => other - one)
  return (high + 0.05) / (low + 0.05)
}

const patient = (name: string, root: string) => ({
  ...{ PatientName: name, PatientID: name, StudyInstanceUID: root, SeriesInstanceUID: `${root}.1` },
})

test('another patient’s series takes the place of the whole set of planes', async ({ reader }) => {
  const { page } = reader
  const volume = (name: string, root: string) =>
    syntheticSeries(12, (number) => ({ ...patient(name, root), SOPInstanceUID: `${root}.1.${number}` }))
  await reader.openAndSee(volume('Alpha', '2.25.71'))
  await reader.press('Shift+KeyM')
  const named = (name: string) => page.locator('main [data-cell]').filter({ hasText: name })
  await expect(named('Alpha')).toHaveCount(4)
  await reader.open(volume('Beta', '2.25.72'))
  await expect(reader.browser).toContainText('Beta')
  await named('Alpha').last().focus()
  const beta = reader.browser.locator('section', { hasText: 'Beta' })
  await beta.getByRole('button', { name: /images/ }).click()
  await expect(named('Alpha')).toHaveCount(0)
  await expect(named('Beta')).toHaveCount(4)
})

test('the menu under the right button opens at the pointer, in any viewport, and names what lies there', async ({
  reader,
}) => {
  const { page } = reader
  await openHips(reader)
  await reader.draw('Ellipse', HIPS.sheet, OSSIFICATION.corners)
  const menu = page.getByRole('menu', { name: 'Image actions' })
  const label = (await reader.drawn('F1').getByText('F1').boundingBox())!
  const outline = (await reader.drawn('F1').locator('.grip').boundingBox())!
  await page.mouse.click(outline.x + outline.width / 2, outline.y + outline.height, { button: 'right' })
  await expect(menu).toContainText(/^\s*F1/)
  expect(label.width).toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await reader.viewport(2).click({ button: 'right', position: { x: 40, y: 60 } })
  const box = (await reader.viewport(2).boundingBox())!
  const place = (await menu.boundingBox())!
  expect(Math.abs(place.x - box.x - 40)).toBeLessThan(3)
  await expect(menu).not.toContainText(/^\s*F1/)
})

test('a right click within a mark selects that mark alone', async ({ reader }) => {
  const sheet = { columns: 64, rows: 64 }
  await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  const draw = async (from: PixelPoint, to: PixelPoint) => {
    await reader.press('e')
    await reader.drag(await Promise.all([from, to].map((corner) => reader.placeOf(sheet, corner))))
    await reader.press('Escape')
  }
  await draw([8, 8], [24, 24])
  await draw([36, 36], [56, 56])
  await expect(reader.row('F2')).toHaveAttribute('aria-pressed', 'true')
  await reader.page.mouse.click(...(await reader.placeOf(sheet, [16, 16])), { button: 'right' })
  await expect(reader.page.getByRole('menu')).toContainText('F1')
  await reader.page.getByRole('menuitem', { name: reader.t('command.delete') }).click()
  await expect(reader.row('F1')).toBeHidden()
  await expect(reader.row('F2')).toBeVisible()
})

test('what is typed right after Ctrl+K is searched for, and runs nothing', async ({ reader }) => {
  await reader.openAndSee(syntheticSeries(3, { Rows: 64, Columns: 64 }))
  await reader.press('Control+k')
  await reader.page.keyboard.type('cine h')
  await expect(reader.page.getByRole('combobox', { name: reader.t('palette.search') })).toHaveValue('cine h')
  await reader.page.keyboard.press('Escape')
  await expect(reader.viewport()).not.toContainText(reader.t('overlay.mirrored'))
  await reader.press('h')
  await expect(reader.viewport()).toContainText(reader.t('overlay.mirrored'))
})
