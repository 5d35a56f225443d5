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
  await expect(app.browser.getByText('Slices, axial')).toBeVisible()
  await expect(app.browser.getByText('Localizer', { exact: true })).toBeVisible()
  await expect(app.browser.getByText('7 images')).toBeVisible()
})

test('a mark beside the image is refused, one that leaves it ends at its edge', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, PLAIN))
  await app.draw('Length', SHEET, [
    [54, 32],
    [90, 32],
  ])
  await expect(app.measure('Length')).toHaveText('10.0 mm')
  await app.draw('Length', SHEET, [
    [70, 30],
    [90, 50],
  ])
  await expect(app.row('F2')).toBeHidden()
})

test('an outline drawn in one drag that ends where it began is one mark', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, PLAIN))
  const around: PixelPoint[] = [
    [20, 20],
    [40, 20],
    [40, 40],
    [20, 40],
    [20, 20],
  ]
  await app.draw('Freehand outline', SHEET, around)
  await expect(app.row('F1')).toBeVisible()
  await expect(app.measure('Area')).toHaveText('400.0 mm²')
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
