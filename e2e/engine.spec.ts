import { expect, test, type Browser, type Page } from '@playwright/test'
import { greyOf, windowOf, type VoiFunction, type Window } from '../src/viewer/picture/window-lut'
import type { DotOptions, EnginePage } from './engine-page/page'
import { servePage, type ServedPage } from './served-page'

/* Cornerstone behind the viewer, on a page of its own: that a picture lies where its marks lie, in the right grey. */

let served: ServedPage
test.beforeAll(async () => {
  served = await servePage('e2e/engine-page')
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

/* Without a graphics card these are left to the worker; here software WebGL is told to draw them. */

type PlaneOptions = Parameters<EnginePage['plane']>[0]
type VolumeOptions = Parameters<EnginePage['volume']>[0]
const VOXELS = { landmark: [12, 9, 20] as const, width: 400, height: 300 }
const apart = (a: readonly number[] | undefined, b: readonly number[] | undefined) =>
  a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : Infinity

const PLANES: readonly [string, Omit<PlaneOptions, keyof typeof VOXELS>][] = [
  ['axial', { name: 'axial' }],
  ['coronal', { name: 'coronal' }],
  ['sagittal', { name: 'sagittal' }],
  ['axial, slices towards the feet', { name: 'axial', kMm: -1.5 }],
  ['coronal, flipped and turned', { name: 'coronal', kMm: -1.5, presentation: { flippedHorizontally: true, rotation: 90 } }], // prettier-ignore
  ['turned by 30°, zoomed and panned', { name: 'sagittal', turns: [{ about: [0, 0, 1], degrees: 30, within: 'axial' }], presentation: { zoom: 1.4, pan: [10, -5] } }], // prettier-ignore
  ['a mean slab', { name: 'axial', slab: { mode: 'mean', thicknessMm: 6 } }],
  ['a slab that reaches it', { name: 'axial', slab: { mode: 'mip', thicknessMm: 14 }, awayMm: 6 }],
]

test('the graphics card cuts a plane where the worker cuts it', async ({ browser }) => {
  const { page, amiss } = await pageAt(browser, 1)
  const backing = await page.evaluate(() => window.enginePage.start({ softwareWebGL: true }))
  expect(backing).toMatchObject({ gpu: true, none: 'software' })
  for (const [name, options] of PLANES) {
    const result = await page.evaluate((given) => window.enginePage.plane(given), { ...VOXELS, ...options })
    expect(apart(result.seen, result.cutAt), `${name}: ${JSON.stringify(result)}`).toBeLessThan(
      result.voxelPx,
    )
    expect(result.apart, name).toBeLessThan(0.01)
  }
  expect(amiss).toEqual([])
})

test('a slab is as thick as it says, and no thicker', async ({ browser }) => {
  const { page } = await pageAt(browser, 1)
  await page.evaluate(() => window.enginePage.start({ softwareWebGL: true }))
  const slab = { mode: 'mip', thicknessMm: 6 } as const
  const options: PlaneOptions = { ...VOXELS, name: 'axial', slab, awayMm: 6 }
  const { seen, cutAt } = await page.evaluate((given) => window.enginePage.plane(given), options)
  expect([seen, cutAt]).toEqual([undefined, undefined])
})

const VOLUMES: readonly Omit<VolumeOptions, keyof typeof VOXELS>[] = [
  { preset: 'bone', azimuth: 0, elevation: 0 },
  { preset: 'calcification', azimuth: 35, elevation: 20 },
  { preset: 'mip', azimuth: 90, elevation: 0 },
  { preset: 'bone', azimuth: 200, elevation: -15, zoom: 1.5, draft: true, kMm: -1.5 },
]

test('the graphics card casts a volume where the worker casts it', async ({ browser }) => {
  const { page, amiss } = await pageAt(browser, 1)
  await page.evaluate(() => window.enginePage.start({ softwareWebGL: true }))
  for (const options of VOLUMES) {
    const result = await page.evaluate((given) => window.enginePage.volume(given), { ...VOXELS, ...options })
    const said = JSON.stringify({ options, result })
    expect(apart(result.seen, result.wanted), said).toBeLessThan(result.voxelPx)
    expect(apart(result.said, result.wanted), said).toBeLessThan(0.01)
  }
  expect(amiss).toEqual([])
})

test('a graphics card that goes is said to be gone', async ({ browser }) => {
  const { page } = await pageAt(browser, 1)
  await page.evaluate(() => window.enginePage.start({ softwareWebGL: true }))
  expect(await page.evaluate(() => window.enginePage.loseContext())).toBe(1)
})

test('without WebGL a picture is drawn all the same', async ({ playwright }, { project }) => {
  const { launchOptions } = project.use
  const args = ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis']
  const browser = await playwright.chromium.launch({ ...launchOptions, args })
  const { page, amiss } = await pageAt(browser, 1)
  const backing = await page.evaluate(() => window.enginePage.start({ softwareWebGL: true }))
  expect(backing).toMatchObject({ gpu: false, none: 'refused', max3dTexture: 0 })
  const { seen, wanted } = await page.evaluate(() => window.enginePage.dot({ width: 512, height: 400 }))
  expect(apart(seen, wanted)).toBeLessThan(0.5)
  expect(amiss).toEqual([])
  await browser.close()
})

test('a program that cannot be fetched is said so', async ({ browser }) => {
  const { page } = await pageAt(browser, 1)
  await page.route('**/running-engine-*.js', (route) => route.abort())
  const failure = await page.evaluate(() =>
    window.enginePage.start().then(
      () => undefined,
      (error: { failure?: string }) => error.failure,
    ),
  )
  expect(failure).toBe('notFetched')
})

test("Cornerstone's tools do with the mouse what our own gestures do", async ({ browser }) => {
  const { page, amiss } = await pageAt(browser, 1)
  const { mouse, keyboard } = page
  const arrive = async (...wanted: string[]) => {
    const seen: string[] = []
    await expect
      .poll(async () => {
        seen.push(...(await page.evaluate(() => window.enginePage.arrived())))
        return seen
      })
      .toEqual(wanted)
  }
  const drag = async (button: 'left' | 'middle' | 'right') => {
    await mouse.move(100, 100)
    await mouse.down({ button })
    await mouse.move(110, 105)
    await mouse.move(130, 120)
    await mouse.up({ button })
  }
  const habits = async (by: 'tools' | 'none') => {
    await drag('left')
    await arrive(by, 'window 10 5', 'window 20 15')
    await drag('middle')
    await arrive(by, 'pan 10 5', 'pan 20 15')
    await drag('right')
    await arrive(by, 'zoom 0.97 100 100', 'zoom 0.9 100 100')
    for (const [keys, ...wanted] of [
      ['Control', 'zoom 0.97 100 100', 'zoom 0.9 100 100'],
      ['Shift', 'pan 10 5', 'pan 20 15'],
      ['Alt', 'window 10 5', 'window 20 15'],
      ['Control+Shift', 'zoom 0.97 100 100', 'zoom 0.9 100 100'],
    ]) {
      for (const key of keys.split('+')) await keyboard.down(key)
      await drag('left')
      for (const key of keys.split('+')) await keyboard.up(key)
      await arrive(by, ...wanted)
    }
    for (const way of [100, -100, 25, 25]) await mouse.wheel(0, way)
    await arrive('scroll 1', 'scroll -1', 'scroll 1')
    await mouse.click(200, 150, { button: 'right' })
    await arrive(by, 'menu 200 150')
    // The least drag, at once after a click in the same place.
    await mouse.click(200, 200)
    await mouse.down()
    await mouse.move(202, 201)
    await mouse.up()
    await arrive(by, by, 'window 2 1')
  }
  await page.evaluate(async () => {
    await window.enginePage.start()
    await window.enginePage.navigate(500, 400, 'window')
  })
  await habits('none')
  // A drag under way is not handed over.
  await mouse.move(100, 100)
  await mouse.down()
  await page.evaluate(() => window.enginePage.fetchTools())
  await mouse.move(110, 105)
  await mouse.up()
  await arrive('none', 'window 10 5')
  await habits('tools')
  await page.evaluate(() => window.enginePage.choose('scroll'))
  await drag('left')
  await arrive('tools', 'scroll 2')
  expect(amiss).toEqual([])
})

test("Cornerstone's tools leave keys and double clicks to the page", async ({ browser }) => {
  const { page } = await pageAt(browser, 1)
  await page.evaluate(async () => {
    await window.enginePage.start()
    await window.enginePage.navigate(500, 400, 'window')
    await window.enginePage.fetchTools()
  })
  const heard = await page.evaluateHandle(() => {
    const heard: string[] = []
    for (const name of ['keydown', 'dblclick'])
      document.addEventListener(name, (event) => heard.push(`${name} ${event.defaultPrevented}`))
    return heard
  })
  await page.mouse.move(100, 100)
  await page.mouse.down()
  await page.mouse.move(150, 150)
  await page.mouse.up()
  await page.mouse.dblclick(200, 200)
  await page.locator('[data-viewport-uid]').press('w')
  await expect.poll(() => heard.jsonValue()).toEqual(['dblclick false', 'keydown false'])
})

test('what is seen is the frame last asked for, however fast and whatever the series', async ({
  browser,
}) => {
  const { page, amiss } = await pageAt(browser, 1)
  await page.evaluate(() => window.enginePage.start())
  expect(await page.evaluate(() => window.enginePage.browse())).toEqual({
    seen: {
      first: 1,
      scrolled: 4,
      scrolledFast: 3,
      otherSeries: 13,
      thereAndBack: 5,
      white: 26,
      beside: 5,
      cleared: 0,
      clearedMeanwhile: 0,
      afterRefusal: 1,
      grown: 12,
    },
    refused: 'notMounted',
  })
  expect(amiss).toEqual([])
})
