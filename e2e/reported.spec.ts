import { syntheticImage, syntheticSeries, type SyntheticElement } from './synthetic-dicom'
import { expect, test, type PixelPoint } from './app'

/* What public reports of faults in viewers came down to, as a reader meets it. */

const SHEET = { columns: 64, rows: 64 }
const PLAIN = { Rows: 64, Columns: 64, PixelSpacing: [1, 1] as const, pixel: () => 1100 }

test('a localizer in the series is listed apart, and planes are cut through the rest', async ({ app }) => {
  const localizer = syntheticImage({
    ...PLAIN,
    InstanceNumber: 1,
    elements: [
      ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\LOCALIZER'],
      ['00200037', 'DS', '1\\0\\0\\0\\0\\-1'],
    ],
  })
  const slices = syntheticSeries(8, (index) => ({ ...PLAIN, InstanceNumber: index + 1 }))
  await app.openAndSee([{ name: 'localizer', bytes: localizer }, ...slices.slice(1)])
  await expect(app.browser.getByText('Axial slices')).toBeVisible()
  await expect(app.browser.getByText('Localizer', { exact: true })).toBeVisible()
  await expect(app.browser.getByText('7 images')).toBeVisible()
})

test('a mark beside the image is refused, one that leaves it ends at its edge', async ({ app }) => {
  // Higher than wide: there is room beside it.
  const [columns, rows] = [32, 64]
  await app.openAndSee(syntheticSeries(1, { ...PLAIN, Columns: columns, Rows: rows }))
  const draw = (from: number, to: number) =>
    app.draw('Length', { columns, rows }, [
      [from, 32],
      [to, 32],
    ])
  await draw(22, 40)
  await expect(app.measure('Length')).toHaveText('10.0 mm')
  await draw(36, 44)
  await expect(app.page.getByText('A mark beside the image is not kept.')).toBeVisible()
  await expect(app.row('M1')).toBeVisible()
  await expect(app.row('M2')).toBeHidden()
})

for (const off of [0, 2, 3.5])
  test(`an outline drawn in one drag that ends ${off} CSS pixels from its start is one mark`, async ({
    app,
  }) => {
    await app.openAndSee(syntheticSeries(1, PLAIN))
    const away = off / (await app.fittedScale(SHEET))
    const around: PixelPoint[] = [
      [20, 20],
      [40, 20],
      [40, 40],
      [20, 40],
      [20, 20 + away],
    ]
    await app.draw('Freehand outline', SHEET, around)
    await expect(app.row('F1')).toBeVisible()
    await expect(app.measure('Area')).toHaveText('400.0 mm²')
  })

test('an outline that crosses itself has the area of the pixels inside', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, PLAIN))
  const bowTie: PixelPoint[] = [
    [10, 10],
    [30, 30],
    [30, 10],
    [10, 30],
    [10, 10],
  ]
  await app.draw('Freehand outline', SHEET, bowTie)
  await expect(app.measure('Area')).toHaveText('200.0 mm²')
})

test('a key image is drawn in the window it was starred in, whatever the window is afterwards', async ({
  app,
}) => {
  const setWindow = async (width: string, level: string) => {
    await app.press('Shift+KeyW')
    const dialog = app.page.getByRole('dialog')
    await dialog.getByLabel('Width').fill(width)
    await dialog.getByLabel('Level').fill(level)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(dialog).toBeHidden()
  }
  await app.openAndSee(syntheticSeries(1, { ...PLAIN, pixel: () => 1524 }))
  await setWindow('60', '510')
  await app.press('k')
  await expect(app.viewport().locator('[data-star]')).toBeVisible()
  await setWindow('2000', '0')
  await app.press('Alt+Digit4')
  const picture = app.step.getByRole('figure').getByRole('img')
  await expect(picture).toHaveAccessibleName(/W 60 \/ L 510/)
  const grey = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2)
    return context.getImageData(0, 0, 1, 1).data[0]
  })
  // 500 HU: ((500 − 509.5) / 59 + 0.5) · 255; in the window of the file it would be white, in the last one 191.
  expect(Math.abs(grey - 86)).toBeLessThan(3)
})

test('Ctrl with the key printed Z takes a mark away again, where Z and Y have changed places', async ({
  app,
}) => {
  await app.openAndSee(syntheticSeries(1, PLAIN))
  await app.draw('Length', SHEET, [
    [10, 32],
    [30, 32],
  ])
  await expect(app.row('M1')).toBeVisible()
  const printed = (code: string, key: string) =>
    app.viewport().dispatchEvent('keydown', { code, key, ctrlKey: true, bubbles: true, cancelable: true })
  await printed('KeyY', 'z')
  await expect(app.row('M1')).toBeHidden()
  await printed('KeyZ', 'y')
  await expect(app.row('M1')).toBeVisible()
})

test('what the file covers with a shutter is black until the reader takes it away', async ({ app }) => {
  const shutter: SyntheticElement[] = [
    ['00181600', 'CS', 'RECTANGULAR'],
    ['00181602', 'IS', '17'],
    ['00181604', 'IS', '48'],
    ['00181606', 'IS', '17'],
    ['00181608', 'IS', '48'],
  ]
  await app.openAndSee(syntheticSeries(1, { ...PLAIN, elements: shutter }))
  const greyAt = async (point: PixelPoint) => (await app.greysAt([await app.placeOf(SHEET, point)]))[0]
  await expect.poll(() => greyAt([8, 8])).toBe(0)
  expect(await greyAt([32, 32])).toBeGreaterThan(100)
  await app.viewport().click({ button: 'right', position: { x: 40, y: 40 } })
  await app.page.getByRole('menuitem', { name: 'Show or hide the display shutter' }).click()
  await expect.poll(() => greyAt([8, 8])).toBeGreaterThan(100)
})

test('a thumbnail is in the window of the series and behind the shutter, as the picture is', async ({
  app,
}) => {
  const values = [400, 1000, 3100]
  const slices = syntheticSeries(3, (number) => ({
    ...PLAIN,
    InstanceNumber: number,
    pixel: (column) => (column < 4 ? 0 : values[number - 1]),
    without: ['00281050', '00281051'],
    elements: [
      ['00281052', 'DS', '0'],
      ['00181600', 'CS', 'RECTANGULAR'],
      ['00181602', 'IS', '9'],
      ['00181604', 'IS', '64'],
      ['00181606', 'IS', '33'],
      ['00181608', 'IS', '64'],
    ],
  }))
  await app.openAndSee(slices)
  const greys = () =>
    app.browser.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d') as CanvasRenderingContext2D
      const at = (x: number, y: number) =>
        context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data[0]
      return [at(0.5, 0.75), at(0.5, 0.25)]
    })
  // 1000 of 0–3100, and what is covered; by its own frame the first would be 255.
  await expect.poll(greys).toEqual([82, 0])
})
