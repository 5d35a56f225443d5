import type { Locator } from '@playwright/test'
import { App, expect, test, type PagePoint } from './app'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/*
 * Planes and volume by WebGL, forced where no graphics card is: they show what the worker shows, in the same place. And
 * what becomes of the images where WebGL, the graphics card or the engine cannot be had.
 */

const SIZE = 32
const COUNT = 24
/** A bright block of 3 × 3 × 3 voxels of a millimetre and a half, off the middle. */
const BLOCK = { i: 21, j: 9, k: 15 }

const ct = (number: number): SyntheticImage => ({
  Rows: SIZE,
  Columns: SIZE,
  PixelSpacing: [1.5, 1.5],
  SOPInstanceUID: `2.25.81.${number}`,
  ImagePositionPatient: [-20, -30, 1.5 * number],
  pixel: (column, row) => {
    const isBlock = [column - BLOCK.i, row - BLOCK.j, number - 1 - BLOCK.k].every(
      (away) => Math.abs(away) <= 1,
    )
    return isBlock ? 1024 + 2000 : 0
  },
  elements: [
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    ['00281054', 'LO', 'HU'],
    ['00281050', 'DS', '500'],
    ['00281051', 'DS', '1000'],
  ],
})

const volume = (app: App): Locator => app.page.locator('[data-view=volume]')

/** Opens the CT; the volume is drawn. */
async function open(app: App, path = '/'): Promise<void> {
  await app.page.goto(path)
  await app.open(syntheticSeries(COUNT, ct))
  await expect(volume(app)).toHaveAttribute('data-drawn', /./)
}

/** The middle of what is bright, CSS pixels of the viewport. */
const middleOfLight = (viewport: Locator): Promise<PagePoint> =>
  viewport.evaluate((element) => {
    const canvas = element.querySelector('canvas') as HTMLCanvasElement
    const copy = document.createElement('canvas')
    ;[copy.width, copy.height] = [canvas.width, canvas.height]
    const context = copy.getContext('2d')!
    context.drawImage(canvas, 0, 0)
    const { data, width, height } = context.getImageData(0, 0, copy.width, copy.height)
    let [x, y, weight] = [0, 0, 0]
    for (let at = 0; at < data.length / 4; at++) {
      const light = data[4 * at] < 40 ? 0 : data[4 * at]
      x += light * ((at % width) + 0.5)
      y += light * (Math.floor(at / width) + 0.5)
      weight += light
    }
    // The picture fits into its box, as large as it can be.
    const box = canvas.getBoundingClientRect()
    const outer = element.getBoundingClientRect()
    const scale = Math.min(box.width / width, box.height / height)
    return [
      box.left - outer.left + (box.width - width * scale) / 2 + (x / weight) * scale,
      box.top - outer.top + (box.height - height * scale) / 2 + (y / weight) * scale,
    ]
  })

/** The same twice in a row. */
async function settled(look: () => Promise<PagePoint>): Promise<PagePoint> {
  let seen = await look()
  await expect
    .poll(async () => {
      const before = seen
      seen = await look()
      return Math.hypot(seen[0] - before[0], seen[1] - before[1])
    })
    .toBeLessThan(0.01)
  return seen
}

const castBy = (app: App) => volume(app).locator('.gpu')

test('the volume is where the worker casts it, to within a voxel, and turns alike', async ({ app }) => {
  const turn = async () => {
    await volume(app).focus()
    const before = Number(await volume(app).getAttribute('data-drawn'))
    await app.page.keyboard.press('ArrowLeft')
    await expect
      .poll(async () => Number(await volume(app).getAttribute('data-drawn')))
      .toBeGreaterThan(before)
  }
  await open(app)
  await expect(castBy(app)).toHaveCount(0)
  const byWorker = [await middleOfLight(volume(app))]
  await turn()
  byWorker.push(await middleOfLight(volume(app)))

  await open(app, '/?webgl=software')
  await expect(castBy(app)).toHaveCount(1)
  await expect(volume(app)).toHaveAttribute('data-drawn', /./)
  const byCard = [await middleOfLight(volume(app))]
  await turn()
  byCard.push(await middleOfLight(volume(app)))
  const { width, height } = (await volume(app).boundingBox())!
  // The whole volume, 48 mm across and 36 mm high, is seen.
  const voxel = (1.5 * Math.min(width, height)) / 70
  for (const [index, [x, y]] of byCard.entries())
    expect(Math.hypot(x - byWorker[index][0], y - byWorker[index][1])).toBeLessThan(voxel)
})

test('planes lie where the worker cuts them, to within a voxel, also as a slab and zoomed', async ({
  app,
}) => {
  const PLANES = ['coronal', 'sagittal'] as const
  const look = async () => {
    // A slab as thick as the volume shows the block wherever the planes lie.
    await app.page.locator('[data-view=coronal]').focus()
    for (const key of ['Shift+N', ']', ']', ']', ']', ']']) await app.page.keyboard.press(key)
    const seen: PagePoint[] = []
    for (const name of PLANES) {
      const plane = app.page.locator(`[data-view=${name}]`)
      await expect.poll(async () => Number(await plane.getAttribute('data-slab'))).toBeGreaterThan(40)
      await plane.focus()
      for (const key of ['=', '+', '=']) {
        await app.page.keyboard.press(key)
        await expect.poll(async () => (await middleOfLight(plane))[0]).toBeGreaterThan(0)
        seen.push(await settled(() => middleOfLight(plane)))
      }
    }
    return seen
  }
  await open(app)
  const byWorker = await look()
  await open(app, '/?webgl=software')
  await expect(app.page.locator('[data-surface^=gpu]')).toHaveCount(2)
  const byCard = await look()
  const { width, height } = (await app.page.locator('[data-view=coronal]').boundingBox())!
  const voxel = (1.5 * Math.min(width, height)) / 48
  for (const [index, [x, y]] of byCard.entries())
    expect(Math.hypot(x - byWorker[index][0], y - byWorker[index][1])).toBeLessThan(1.3 * voxel)
})

test('a graphics card that goes while it draws is said to be gone, and a worker draws on', async ({
  app,
}) => {
  await app.page.addInitScript(() => {
    const contexts: WebGL2RenderingContext[] = []
    Object.assign(window, { contexts })
    const original = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'getContext')?.value as (
      ...given: unknown[]
    ) => RenderingContext | null
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: unknown[]) {
      const context = original.apply(this, given)
      if (context instanceof WebGL2RenderingContext) contexts.push(context)
      return context
    } as typeof HTMLCanvasElement.prototype.getContext
  })
  await open(app, '/?webgl=software')
  await expect(castBy(app)).toHaveCount(1)
  const before = await middleOfLight(volume(app))
  await app.page.evaluate(() => {
    for (const context of (window as unknown as { contexts: WebGL2RenderingContext[] }).contexts)
      if (!context.isContextLost()) context.getExtension('WEBGL_lose_context')?.loseContext()
  })
  await expect(app.status.getByText('The graphics card stopped responding')).toBeVisible()
  await expect(castBy(app)).toHaveCount(0)
  await expect.poll(async () => (await volume(app).locator('canvas').count()) > 0).toBe(true)
  await expect
    .poll(async () => {
      const [x, y] = await middleOfLight(volume(app))
      return Math.hypot(x - before[0], y - before[1])
    })
    .toBeLessThan(12)
})

test('a volume larger than a texture may be is cast by the worker', async ({ app }) => {
  await app.page.addInitScript(() => {
    const original = Object.getOwnPropertyDescriptor(WebGL2RenderingContext.prototype, 'getParameter')
      ?.value as (name: number) => unknown
    WebGL2RenderingContext.prototype.getParameter = function (name: number): unknown {
      return name === WebGL2RenderingContext.MAX_3D_TEXTURE_SIZE ? 16 : original.call(this, name)
    }
  })
  await open(app, '/?webgl=software')
  await expect(castBy(app)).toHaveCount(0)
  const [x] = await middleOfLight(volume(app))
  expect(x).toBeGreaterThan(0)
})

test('where WebGL is refused images and planes are drawn all the same', async ({ app }) => {
  await app.page.addInitScript(() => {
    const original = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'getContext')?.value as (
      ...given: unknown[]
    ) => RenderingContext | null
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: unknown[]) {
      return String(given[0]).startsWith('webgl') ? null : original.apply(this, given)
    } as typeof HTMLCanvasElement.prototype.getContext
  })
  await open(app)
  await app.seesImage()
  await app.press('End')
  await app.seesSlice(COUNT)
  await expect(app.status.getByText('engine')).toBeHidden()
})

test('without the engine images are drawn plainly, which is said, and marks are kept', async ({ app }) => {
  await app.page.route(/running-engine/, (route) => route.abort())
  await open(app)
  await expect(app.status.getByText('The image engine could not be downloaded')).toBeVisible()
  const sheet = { columns: SIZE, rows: SIZE }
  await app.draw('Length', sheet, [
    [4, 4],
    [24, 4],
  ])
  await expect(app.measure('Length')).toHaveText('30.0 mm')
})
