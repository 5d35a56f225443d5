import { expect, test as base, type App, type PagePoint } from './app'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/* Fingers and pen, as the browser hands them over from a touch screen. */

const test = base.extend({ hasTouch: true })
const IMAGE = { Rows: 64, Columns: 64, PixelSpacing: [0.5, 0.5] as const }
const SHEET = { columns: 64, rows: 64 }

type Touch = 'touchStart' | 'touchMove' | 'touchEnd'

async function fingers(app: App) {
  const devtools = await app.devtools()
  return (type: Touch, ...places: readonly PagePoint[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: places.map(([x, y], id) => ({ x, y, id })),
    })
}

const middle = async (app: App): Promise<PagePoint> => {
  const { x, y, width, height } = await app.boxOf()
  return [x + width / 2, y + height / 2]
}

test('one finger is the chosen tool', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, IMAGE))
  const touch = await fingers(app)
  const [x, y] = await middle(app)
  const before = await app.viewport().getByText(/^W /).innerText()
  await touch('touchStart', [x, y])
  await touch('touchMove', [x + 40, y])
  await touch('touchEnd')
  await expect(app.viewport().getByText(/^W /)).not.toHaveText(before)
})

test('two fingers zoom and pan, three scroll', async ({ app }) => {
  await app.openAndSee(syntheticSeries(9, IMAGE))
  const touch = await fingers(app)
  const [x, y] = await middle(app)
  const zoom = async () =>
    parseFloat((await app.viewport().getByText(/^Zoom/).innerText()).replace(/[^\d.]/g, ''))
  const before = await zoom()
  const window = await app.viewport().getByText(/^W /).innerText()
  await touch('touchStart', [x - 40, y])
  await touch('touchStart', [x - 40, y], [x + 40, y])
  await touch('touchMove', [x - 80, y], [x + 80, y])
  await touch('touchEnd')
  await expect.poll(zoom).toBeGreaterThan(1.7 * before)
  expect(await app.viewport().getByText(/^W /).innerText()).toBe(window)

  await app.press('Home')
  await app.seesSlice(1)
  const three = (down: number): PagePoint[] => [
    [x - 60, y + down],
    [x, y + down],
    [x + 60, y + down],
  ]
  await touch('touchStart', three(0)[0])
  await touch('touchStart', ...three(0).slice(0, 2))
  await touch('touchStart', ...three(0))
  for (let down = 8; down <= 48; down += 8) await touch('touchMove', ...three(down))
  await touch('touchEnd')
  await expect.poll(async () => Number(await app.viewport().getAttribute('data-slice'))).toBeGreaterThan(3)
})

test('a finger draws; a second finger cancels what the first began', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, IMAGE))
  await app.take('Length')
  const touch = await fingers(app)
  const [from, to] = [await app.placeOf(SHEET, [10, 10]), await app.placeOf(SHEET, [40, 50])]
  await touch('touchStart', from)
  await touch('touchMove', to)
  await touch('touchEnd')
  await expect(app.measure('Length')).toHaveText('25.0 mm')

  await touch('touchStart', from)
  await touch('touchMove', [from[0] + 30, from[1]])
  await touch('touchStart', [from[0] + 30, from[1]], to)
  await touch('touchEnd')
  await expect(app.row('M2')).toBeHidden()
})

const volume = (number: number): SyntheticImage => ({
  ...{ Rows: 32, Columns: 32, PixelSpacing: [1, 1], ImagePositionPatient: [0, 0, number] },
  pixel: (column, row) => (Math.hypot(column - 20, row - 12) < 4 ? 2600 : 1024),
})

test.describe('a finger on planes and volume', () => {
  const view = (app: App, name: string) => app.page.locator(`[role=application][data-view="${name}"]`)
  const boxOf = async (app: App, name: string) => (await view(app, name).boundingBox())!

  test.beforeEach(async ({ app }) => {
    await app.openAndSee(syntheticSeries(32, volume))
    await app.press('Shift+KeyM')
    for (const name of ['axial', 'coronal', 'sagittal'])
      await expect(view(app, name)).toHaveAttribute('data-slice', /./)
  })

  test('carries the crosshair, and the other planes go with it', async ({ app }) => {
    const touch = await fingers(app)
    const { x, y, width, height } = await boxOf(app, 'axial')
    const before = await view(app, 'sagittal').getAttribute('data-slice')
    await touch('touchStart', [x + width / 2, y + height / 2])
    await touch('touchMove', [x + width * 0.6, y + height * 0.55])
    await touch('touchEnd')
    await expect(view(app, 'axial').locator('[data-point]')).toBeVisible()
    await expect(view(app, 'sagittal')).not.toHaveAttribute('data-slice', before ?? '')
  })

  test('turns a plane by the grip of its line', async ({ app }) => {
    const touch = await fingers(app)
    const grip = (await view(app, 'axial').locator('[data-turn="1"]').first().boundingBox())!
    const from: PagePoint = [grip.x + grip.width / 2, grip.y + grip.height / 2]
    await touch('touchStart', from)
    for (let up = 10; up <= 60; up += 10) await touch('touchMove', [from[0], from[1] - up])
    await touch('touchEnd')
    await expect(view(app, 'coronal').locator('[data-side=left]')).toHaveText(/^R[AP]$/)
  })

  test('turns the volume; the lens follows it', async ({ app }) => {
    const touch = await fingers(app)
    await expect(view(app, 'volume')).toHaveAttribute('data-drawn', /./)
    const drawn = Number(await view(app, 'volume').getAttribute('data-drawn'))
    const { x, y, width, height } = await boxOf(app, 'volume')
    await touch('touchStart', [x + width / 2, y + height / 2])
    await touch('touchMove', [x + width / 2 + 60, y + height / 2])
    await touch('touchEnd')
    await expect
      .poll(async () => Number(await view(app, 'volume').getAttribute('data-drawn')))
      .toBeGreaterThan(drawn)

    await app.press('Shift+KeyZ')
    const lens = view(app, 'axial').locator('[data-lens]')
    const axial = await boxOf(app, 'axial')
    await touch('touchStart', [axial.x + axial.width / 2, axial.y + axial.height / 2])
    await touch('touchMove', [axial.x + axial.width * 0.3, axial.y + axial.height * 0.4])
    await expect
      .poll(async () => {
        const box = (await lens.boundingBox())!
        return Math.hypot(
          box.x + box.width / 2 - (axial.x + axial.width * 0.3),
          box.y + box.height / 2 - (axial.y + axial.height * 0.4),
        )
      })
      .toBeLessThan(3)
    await touch('touchEnd')
  })
})

test('a finger draws the calibration line; the keyboard draws it too', async ({ app }) => {
  await app.openAndSee(
    syntheticSeries(1, {
      ...{ Modality: 'CR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1', Rows: 64, Columns: 64 },
      without: ['00280030', '00200032', '00200037', '00200052'],
    }),
  )
  const touch = await fingers(app)
  const dialog = app.page.getByRole('dialog')
  await app.press('Shift+KeyD')
  await touch('touchStart', await app.placeOf(SHEET, [10, 20]))
  await touch('touchMove', await app.placeOf(SHEET, [60, 20]))
  await touch('touchEnd')
  await expect(dialog).toContainText('50.0 px')
  await app.page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await app.press('Shift+KeyD', 'ArrowLeft', 'Enter', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Enter')
  await expect(dialog).toContainText('20.0 px')
  await expect(dialog.getByLabel('True length')).toBeFocused()
})
