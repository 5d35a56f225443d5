import { expect, test as base, type App, type PagePoint } from './app'
import { syntheticSeries } from './synthetic-dicom'

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

test('a finger draws; a second finger lets go of what the first began', async ({ app }) => {
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
  await expect(app.row('F2')).toBeHidden()
})
