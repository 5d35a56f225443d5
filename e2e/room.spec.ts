import type { Locator } from '@playwright/test'
import { expect, test, type App, type PagePoint } from './app'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/* What a reader has at hand beside the marks: lens, window as numbers, known lengths, key images, the image's attributes. */

const SHEET = { columns: 64, rows: 64 }
const view = (app: App, name: string): Locator => app.page.locator(`[role=application][data-view="${name}"]`)

/** A radiograph that says nothing of its size. */
const radiograph: SyntheticImage = {
  Modality: 'CR',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.1',
  Rows: 64,
  Columns: 64,
  pixel: (column, row) => 100 * row + column,
  without: ['00280030', '00200032', '00200037', '00200052'],
}

test('a calibration line sizes the image, its marks included, and is undone', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, radiograph))
  await app.draw('Length', SHEET, [
    [4, 10],
    [4, 50],
  ])
  await expect(app.measure('Length')).toHaveText('40.0 px')
  await app.press('Escape', 'Shift+KeyD')
  const line = await Promise.all([app.placeOf(SHEET, [10, 20]), app.placeOf(SHEET, [60, 20])])
  await app.drag(line)
  const dialog = app.page.getByRole('dialog')
  await expect(dialog).toContainText('50.0 px')
  await dialog.getByLabel('True length').fill('25')
  await app.page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(app.measure('Length')).toHaveText('20.0 mm (user)')
  await app.press('Control+z')
  await expect(app.measure('Length')).toHaveText('40.0 px')
  await app.press('Control+y')
  await expect(app.measure('Length')).toHaveText('20.0 mm (user)')
})

test('no line sizes a slice whose size in the patient is known', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  await app.press('Shift+KeyD')
  const line = await Promise.all([app.placeOf(SHEET, [10, 20]), app.placeOf(SHEET, [60, 20])])
  await app.drag(line)
  await expect(app.page.getByRole('dialog')).toBeHidden()
})

test('K stars the frame shown; the list leads back to it, and the star stays with the Reading', async ({
  app,
}) => {
  await app.openAndSee(syntheticSeries(6, { Rows: 16, Columns: 16 }))
  await app.press('Home')
  await app.seesSlice(1)
  await app.press('k')
  await expect(app.viewport().locator('[data-star]')).toBeVisible()
  await app.press('End')
  await app.seesSlice(6)
  await expect(app.viewport().locator('[data-star]')).toBeHidden()
  const list = app.panel.getByRole('region', { name: 'Key images' })
  await list.getByRole('button', { name: '1:1', exact: true }).click()
  await app.seesSlice(1)
  await app.seesSaved()
  // It stands in the report, until its star is taken away there or here.
  await app.press('Alt+Digit4')
  const figure = app.step.getByRole('figure')
  await expect(figure.getByRole('img', { name: /^Key image \(1:1\)/ })).toBeVisible()
  await figure.getByRole('button', { name: 'Remove from key images' }).click()
  await expect(figure).toBeHidden()
  await expect(app.viewport().locator('[data-star]')).toBeHidden()
  await app.press('Alt+Digit1', 'k')
  await expect(list).toBeVisible()
  await app.press('k')
  await expect(list).toBeHidden()
})

test('the window is set as numbers', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, { Rows: 16, Columns: 16 }))
  await app.press('Shift+KeyW')
  const dialog = app.page.getByRole('dialog')
  await dialog.getByLabel('Width').fill('640')
  await dialog.getByLabel('Level').fill('-30')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(app.viewport().getByText('W 640 · L −30')).toBeVisible()
})

test('the lens shows three times as much detail under the pointer', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  await app.press('Shift+KeyZ')
  const lens = app.viewport().locator('[data-lens]')
  await expect(lens).toBeVisible()
  const [x, y] = await app.placeOf(SHEET, [20.5, 30.5])
  await app.page.mouse.move(x, y)
  const [under] = await app.greysAt([[x, y]])
  await expect
    .poll(() =>
      lens.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d') as CanvasRenderingContext2D
        return context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0]
      }),
    )
    .toBe(under)
  await app.press('Escape')
  await expect(lens).toBeHidden()
})

test('attributes are searched, statistics are of the modality values', async ({ app }) => {
  await app.openAndSee(
    syntheticSeries(1, {
      Rows: 10,
      Columns: 10,
      PatientName: 'Doe^Jane',
      pixel: (column, row) => 10 * row + column,
      elements: [
        ['00281052', 'DS', '-50'],
        ['00281053', 'DS', '1'],
      ],
    }),
  )
  await app.press('Shift+KeyI')
  const dialog = app.page.getByRole('dialog')
  await expect(dialog).toContainText('Minimum −50 HU')
  await expect(dialog).toContainText('Maximum 49 HU')
  await expect(dialog).toContainText('Mean −0.500 HU')
  await expect(dialog).toContainText('SD 28.9 HU')
  await dialog.getByRole('searchbox').fill('patientname')
  await expect(dialog.getByRole('row')).toHaveCount(2)
  await expect(dialog.getByRole('row').last()).toContainText('Doe^Jane')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
  await app.press('o', 'Shift+KeyI')
  await dialog.getByRole('searchbox').fill('patientname')
  await expect(dialog.getByRole('row')).toHaveCount(1)
})

/** Two series of one kind, the second with pixels of another size. */
const twoSizes = (PixelSpacing: readonly [number, number]) => [
  ...syntheticSeries(2, { Rows: 16, Columns: 16 }),
  ...syntheticSeries(2, (number) => ({
    ...{ Rows: 16, Columns: 16, PixelSpacing, SeriesNumber: 2, SeriesInstanceUID: '2.25.9' },
    SOPInstanceUID: `2.25.9.${number}`,
  })).map(({ name, bytes }) => ({ name: `b${name}`, bytes })),
]

/** Both viewports show a zoom, in % of CSS pixels per pixel of the image. */
async function seesZooms(app: App, ...zooms: (() => Promise<number>)[]) {
  await expect(async () => {
    for (const [index, zoom] of zooms.entries()) {
      const text = await app
        .viewport(index + 1)
        .getByText(/^Zoom/)
        .innerText()
      const seen = Number(text.replace(/[^\d]/g, ''))
      expect(Math.abs(seen / (100 * (await zoom())) - 1), text).toBeLessThan(0.001)
    }
  }).toPass()
}

test('viewports take on window and zoom of the active one', async ({ app }) => {
  await app.openAndSee(twoSizes([0.5, 0.5]))
  await app.page.getByRole('combobox', { name: 'Layout' }).selectOption('2×1')
  await app.viewport(2).focus()
  await app.page.keyboard.press('PageDown')
  await app.seesImage(2)
  await app.press('Shift+KeyS', '2', '+', '+')
  const zoom = async () => 1.25 ** 2 * (await app.fittedScale({ columns: 16, rows: 16 }))
  await seesZooms(app, zoom, zoom)
  const window = await app.viewport(1).getByText(/^W \d/).innerText()
  await expect(app.viewport(2).getByText(/^W \d/)).toHaveText(window)
})

test('viewports that were made alike stay so, whatever comes later: another viewport, another size', async ({
  app,
}) => {
  await app.openAndSee(twoSizes([1, 1]))
  await app.press('Shift+KeyS', '2', '+', '+')
  await app.page.getByRole('combobox', { name: 'Layout' }).selectOption('2×1')
  await app.viewport(2).focus()
  for (const key of ['PageDown', 'PageDown']) await app.page.keyboard.press(key)
  // A millimetre is as large in both: pixels of twice the side are drawn twice as large.
  const zoom = async () => 1.25 ** 2 * (await app.fittedScale({ columns: 16, rows: 16 }))
  const twice = async () => 2 * (await zoom())
  await seesZooms(app, zoom, twice)
  const window = await app.viewport(1).getByText(/^W \d/).innerText()
  await expect(app.viewport(2).getByText(/^W \d/)).toHaveText(window)
  await app.page.setViewportSize({ width: 1200, height: 700 })
  await seesZooms(app, zoom, twice)
  // The same the other way about: the second is fitted, and shows the larger pixels.
  await app.viewport(2).focus()
  await app.page.keyboard.press('=')
  const fitted = () => app.fittedScale({ columns: 16, rows: 16 }, 2)
  const half = async () => (await fitted()) / 2
  await seesZooms(app, half, fitted)
  await app.page.setViewportSize({ width: 1440, height: 900 })
  await seesZooms(app, half, fitted)
})

test('counts are shown dark on white', async ({ app }) => {
  const hot = (column: number, row: number) => (column === 8 && row === 8 ? 2024 : 1024)
  await app.openAndSee(
    syntheticSeries(1, {
      ...{ Modality: 'NM', Rows: 16, Columns: 16, pixel: hot },
      elements: [
        ['00281050', 'DS', '500'],
        ['00281051', 'DS', '1000'],
      ],
    }),
  )
  const sheet = { columns: 16, rows: 16 }
  const greys = await app.greysAt([
    await app.placeOf(sheet, [8.5, 8.5]),
    await app.placeOf(sheet, [3.5, 3.5]),
  ])
  expect(greys[0]).toBeLessThan(20)
  expect(greys[1]).toBeGreaterThan(235)
})

test.describe('a series that needs more memory than there is', () => {
  test.beforeEach(async ({ app }) => {
    await app.page.evaluate(() => {
      const saved = JSON.parse(localStorage.getItem('calcimap.preferences') ?? '{}')
      localStorage.setItem('calcimap.preferences', JSON.stringify({ ...saved, memoryGb: 0.00005 }))
    })
    await app.page.reload()
    await app.open(syntheticSeries(20, rod))
    await expect(app.page.getByRole('dialog')).toContainText('takes 128 KB once decoded')
  })

  test('every second slice covers the same stretch, and says so', async ({ app }) => {
    await app.page.getByRole('button', { name: 'Every second slice' }).click()
    await expect(app.viewport().getByText('every second slice')).toBeVisible()
    await expect(app.viewport().getByText(/^Slice \d+\/10\b/)).toBeVisible()
    await expect(view(app, 'coronal')).toHaveAttribute('data-slice', /./)
  })

  test('this series only loads all of it', async ({ app }) => {
    await app.page.getByRole('button', { name: 'This series only' }).click()
    await expect(view(app, 'coronal')).toHaveAttribute('data-slice', /./)
    await expect(app.viewport().getByText(/^Slice \d+\/20\b/)).toBeVisible()
  })

  test('cancel shows the slices that are looked at, and no other plane', async ({ app }) => {
    await app.page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(view(app, 'coronal')).toContainText('Not loaded')
    await app.press('End')
    await app.seesSlice(20)
  })
})

/** A rod of 21 slices, edge to edge 31.5 mm, along the patient. */
const rod: (number: number) => SyntheticImage = (number) => ({
  Rows: 40,
  Columns: 40,
  PixelSpacing: [0.8, 0.8],
  ImagePositionPatient: [0, 0, 1.5 * number],
  pixel: (column, row) =>
    number >= 9 && number <= 29 && Math.hypot(column - 20, row - 22) < 3 ? 2600 : 1024,
  elements: [
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    ['00281050', 'DS', '800'],
    ['00281051', 'DS', '1600'],
  ],
})

/** First and last row of the page where a column of pixels is brighter than half. */
const brightRows = async (viewport: Locator, x: number): Promise<readonly [number, number]> => {
  const [top, bottom] = await viewport
    .locator('canvas[data-series]')
    .evaluate((canvas: HTMLCanvasElement, at) => {
      const density = canvas.width / canvas.clientWidth
      const context = canvas.getContext('2d') as CanvasRenderingContext2D
      const { data } = context.getImageData(Math.round(at * density), 0, 1, canvas.height)
      const bright = Array.from({ length: canvas.height }, (_, row) => row).filter(
        (row) => data[4 * row] > 160,
      )
      return [bright[0] / density, (bright[bright.length - 1] + 1) / density]
    }, x)
  return [top, bottom]
}

test('a length on a plane that was cut equals the truth, shows where it lies, and is found again', async ({
  app,
}) => {
  await app.openAndSee(syntheticSeries(40, rod))
  const coronal = view(app, 'coronal')
  await expect(coronal).toHaveAttribute('data-slice', /./)
  await app.viewport(1).focus()
  // The crosshair puts the coronal plane through the rod.
  await app.press('KeyX')
  const box = (await view(app, 'stack').boundingBox())!
  const scale = Math.min(box.width, box.height) / 40
  const at = ([column, row]: PagePoint): PagePoint => [
    box.x + box.width / 2 + (column - 20) * scale,
    box.y + box.height / 2 + (row - 20) * scale,
  ]
  await app.page.mouse.click(...at([20.5, 22.5]))
  const plane = (await coronal.boundingBox())!
  const spot = await expect
    .poll(async () => {
      const rows = await Promise.all(
        [0.45, 0.5, 0.55].map((share) => brightRows(coronal, plane.width * share)),
      )
      return rows.some(([top]) => Number.isFinite(top))
    })
    .toBe(true)
    .then(() => crosshair(coronal))
  const [top, bottom] = await brightRows(coronal, spot[0])
  await app.page.keyboard.press('Escape')
  await coronal.focus()
  await app.page.keyboard.press('d')
  await app.drag([
    [plane.x + spot[0], plane.y + top],
    [plane.x + spot[0], plane.y + bottom],
  ])
  const measured = parseFloat(await app.measure('Length').innerText())
  expect(Math.abs(measured - 31.5)).toBeLessThan(0.75)
  await expect(app.row('M1')).toContainText(/plane near \d+:\d+/)
  await expect(coronal.locator('[data-focus=M1]')).toBeVisible()
  await expect(view(app, 'stack').locator('[data-passing=M1]')).toBeVisible()
  await expect(view(app, 'volume').locator('[data-mark=M1]')).toBeVisible()
  // Elsewhere it is not shown; chosen in the list, its plane comes back.
  await coronal.focus()
  await app.page.keyboard.press('Home')
  await expect(coronal.locator('[data-focus=M1]')).toBeHidden()
  await app.row('M1').click()
  await expect(coronal.locator('[data-focus=M1]')).toBeVisible()
})

const crosshair = (viewport: Locator): Promise<PagePoint> =>
  viewport.locator('[data-point]').evaluate((element) => {
    const { e, f } = (element as SVGGElement).transform.baseVal.consolidate()!.matrix
    return [e, f]
  })
