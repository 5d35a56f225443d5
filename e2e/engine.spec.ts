import { expect, test, type Browser, type Page } from '@playwright/test'
import { greyOf, windowOf, type VoiFunction, type Window } from '../src/viewer/window-lut'
import type { DotOptions } from './engine-page/page'
import { serveEnginePage } from './engine-page/serve'

/* Cornerstone behind the viewer, on a page of its own: that a picture lies where its marks lie, in the right grey. */

let served: Awaited<ReturnType<typeof serveEnginePage>>
test.beforeAll(async () => {
  served = await serveEnginePage()
})
test.afterAll(() => served.close())

/** A fresh page at a density of screen pixels; what the page says of itself that is amiss. */
async function pageAt(browser: Browser, density: number): Promise<{ page: Page; amiss: string[] }> {
  const context = await browser.newContext({
    deviceScaleFactor: density,
    viewport: { width: 900, height: 700 },
  })
  const page = await context.newPage()
  const amiss: string[] = []
  page.on('pageerror', (error) => amiss.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) amiss.push(message.text())
  })
  await page.goto(served.url)
  return { page, amiss }
}

const PLACES: readonly [string, Partial<DotOptions>][] = [
  ['fitted', {}],
  ['panned', { presentation: { pan: [30, -17] } }],
  ['zoomed and panned', { presentation: { zoom: 1.5, pan: [40, 60] } }],
  ['turned by a quarter', { presentation: { rotation: 90 } }],
  ['turned by 30° and panned', { presentation: { rotation: 30, pan: [-12, 25] } }],
  ['flipped', { presentation: { flippedHorizontally: true, pan: [25, -10] } }],
  ['flipped and turned', { presentation: { flippedVertically: true, rotation: 30, zoom: 1.3, pan: [9, 4] } }],
  ['flipped twice and turned', { presentation: { flippedHorizontally: true, flippedVertically: true, rotation: 250 } }], // prettier-ignore
  ['with tall pixels', { spacing: [1, 0.5], presentation: { rotation: 90, pan: [5, 5] } }],
  ['with wide pixels, flipped and turned', { spacing: [0.5, 1], presentation: { flippedHorizontally: true, rotation: 30 } }], // prettier-ignore
  ['without a plane', { instance: { plane: undefined, pixelAspect: 2 }, presentation: { rotation: 180 } }],
  ['in an element with an odd side', { width: 401, height: 333, presentation: { zoom: 1.2, pan: [3, 31] } }],
]

for (const density of [1, 1.5, 2])
  test(`a bright pixel is seen where the map says, at a density of ${density}`, async ({ browser }) => {
    const { page, amiss } = await pageAt(browser, density)
    await page.evaluate(() => window.enginePage.start())
    for (const [name, options] of PLACES) {
      const { seen, said, wanted, left } = await page.evaluate((given) => window.enginePage.dot(given), {
        width: 512,
        height: 400,
        ...options,
      })
      for (const place of [seen, said])
        expect(
          place && Math.hypot(place[0] - wanted[0], place[1] - wanted[1]) * density,
          `${name}: ${JSON.stringify({ seen, said, wanted })}`,
        ).toBeLessThan(0.5)
      expect(left).toBe(0)
    }
    expect(amiss).toEqual([])
  })

const CURVE = { explanation: '', firstMapped: -200, bits: 8, entries: Uint16Array.from({ length: 400 }, (_, at) => 255 - (at * at) % 256) } // prettier-ignore
const GREYS: readonly [string, { window: Window; voi: VoiFunction; inverted?: boolean }][] = [
  ['LINEAR', { window: { center: 50, width: 400 }, voi: 'LINEAR' }],
  ['LINEAR, white on black turned round', { window: { center: 50, width: 400 }, voi: 'LINEAR', inverted: true }], // prettier-ignore
  ['LINEAR of width 1', { window: { center: 40, width: 1 }, voi: 'LINEAR' }],
  ['LINEAR_EXACT', { window: { center: 50, width: 401 }, voi: 'LINEAR_EXACT' }],
  ['SIGMOID', { window: { center: 300, width: 900 }, voi: 'SIGMOID' }],
  ['a table of the file', { window: { ...windowOf(CURVE) }, voi: 'LINEAR' }],
]

test('every grey is that of the standard, and of the picture that was there before', async ({ browser }) => {
  const { page, amiss } = await pageAt(browser, 1)
  await page.evaluate(() => window.enginePage.start())
  for (const [name, picture] of GREYS) {
    const { values, greys, size, differing } = await page.evaluate(
      (given) => window.enginePage.handover(given),
      { picture },
    )
    const wanted = values.map((value) => {
      const grey = Math.round(greyOf(value, picture.window, picture.voi))
      return picture.inverted ? 255 - grey : grey
    })
    expect(greys, name).toEqual(wanted)
    expect(size[0]).toBe(size[1])
    expect(differing, name).toBe(0)
  }
  expect(amiss).toEqual([])
})
