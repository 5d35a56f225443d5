import type { Locator } from '@playwright/test'
import { expect, test, type App, type PagePoint } from './app'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/* Other planes, slabs and the volume of a CT; a run that plays; viewports that follow one another. */

/** An oblique volume: the patient turned by 20° about his long axis and 8° about the transverse one. */
const [A, B] = [(20 * Math.PI) / 180, (8 * Math.PI) / 180]
const ROW = [Math.cos(A), Math.sin(A), 0]
const COLUMN = [-Math.sin(A) * Math.cos(B), Math.cos(A) * Math.cos(B), Math.sin(B)]
const NORMAL = [Math.sin(A) * Math.sin(B), -Math.cos(A) * Math.sin(B), Math.cos(B)]
const SIZE = 48
const SLICES = 40
const text = (values: readonly number[]) => values.map((value) => value.toFixed(8)).join('\\')

/** A ball of a millimetre or so, and a rod of known length along a row, in water; 1 mm voxels. */
const BALL = { i: 31, j: 14, k: 27 }
const ROD = { from: 8, to: 38, j: 36, k: 12 }

const oblique = (number: number): SyntheticImage => {
  const k = number - 1
  return {
    Rows: SIZE,
    Columns: SIZE,
    PixelSpacing: [1, 1],
    SOPInstanceUID: `2.25.44.${number}`,
    pixel: (column, row) => {
      const ball = Math.hypot(column - BALL.i, row - BALL.j, k - BALL.k) < 1.2
      const rod =
        Math.abs(row - ROD.j) < 1 && Math.abs(k - ROD.k) < 1 && column >= ROD.from && column <= ROD.to
      return 1024 + (ball ? 1800 : rod ? 900 : 0)
    },
    elements: [
      ['00200037', 'DS', text([...ROW, ...COLUMN])],
      ['00200032', 'DS', text(NORMAL.map((part) => part * k - 20))],
      ['00281052', 'DS', '-1024'],
      ['00281053', 'DS', '1'],
      ['00281054', 'LO', 'HU'],
      ['00281050', 'DS', '400'],
      ['00281051', 'DS', '1600'],
    ],
  }
}

const view = (app: App, name: string): Locator => app.page.locator(`[role=application][data-view="${name}"]`)

async function openAsPlanes(app: App): Promise<void> {
  await app.openAndSee(syntheticSeries(SLICES, oblique))
  await expect(view(app, 'volume')).toHaveAttribute('data-drawn', /./)
}

/** The middle of the ball, brighter than all else, CSS pixels of the viewport. */
const brightest = (viewport: Locator): Promise<PagePoint> =>
  viewport.evaluate((element) => {
    const canvas = element.querySelector('canvas') as HTMLCanvasElement
    const { data, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    const most = data.reduce((high, value, index) => (index % 4 === 0 ? Math.max(high, value) : high), 0)
    let [x, y, weight] = [0, 0, 0]
    for (let index = 0; index < data.length; index += 4) {
      const light = data[index] - (most - 40)
      if (light <= 0) continue
      x += light * (((index / 4) % width) + 0.5)
      y += light * (Math.floor(index / 4 / width) + 0.5)
      weight += light
    }
    const density = width / element.clientWidth
    return [x / weight / density, y / weight / density]
  })

/** The crosshair's place in a viewport, CSS pixels. */
const crosshairOf = (viewport: Locator): Promise<PagePoint> =>
  viewport.locator('[data-point]').evaluate((element) => {
    const { e, f } = (element as SVGGElement).transform.baseVal.consolidate()!.matrix
    return [e, f]
  })

/** Waits until all three planes show a slab so thick: the picture comes after its caption. */
async function drawsSlab(app: App, thicknessMm: number): Promise<void> {
  for (const name of ['axial', 'coronal', 'sagittal'])
    await expect(view(app, name)).toHaveAttribute('data-slab', String(thicknessMm))
}

const scaleOf = async (viewport: Locator) => {
  const zoom = await viewport.getByText(/^Zoom/).innerText()
  return parseFloat(zoom.replace(/[^\d.]/g, '')) / 100
}

test.describe('a CT that is a volume', () => {
  test('opens as acquired, coronal, sagittal and as a volume', async ({ app }) => {
    await openAsPlanes(app)
    for (const name of ['stack', 'coronal', 'sagittal', 'volume']) await expect(view(app, name)).toBeVisible()
    await expect(view(app, 'coronal').getByText('reformatted')).toBeVisible()
  })

  test('a ball of 1 mm that is pointed at in one plane is under the crosshair in all three', async ({
    app,
  }) => {
    await openAsPlanes(app)
    await app.viewport(1).focus()
    await app.page.keyboard.press('Shift+M')
    for (const name of ['axial', 'coronal', 'sagittal'])
      await expect(view(app, name)).toHaveAttribute('data-slice', /./)
    // A slab as thick as the volume shows the ball wherever the plane lies.
    await app.page.keyboard.press('Shift+N')
    for (let times = 0; times < 5; times++) await app.page.keyboard.press(']')
    await expect(view(app, 'axial').getByText(/MIP \d+ mm/)).toBeVisible()
    await drawsSlab(app, 80)
    const box = (await view(app, 'axial').boundingBox())!
    const [x, y] = await brightest(view(app, 'axial'))
    await app.page.mouse.click(box.x + x, box.y + y)
    // The coronal plane has followed: its line in the axial one goes through the crosshair.
    const line = view(app, 'axial').locator('line.line.plane-1')
    await expect
      .poll(async () =>
        Math.abs(Number(await line.getAttribute('y1')) - (await crosshairOf(view(app, 'axial')))[1]),
      )
      .toBeLessThan(await scaleOf(view(app, 'axial')))
    const coronal = (await view(app, 'coronal').boundingBox())!
    const [cx] = await crosshairOf(view(app, 'coronal'))
    const [, depth] = await brightest(view(app, 'coronal'))
    await app.page.mouse.click(coronal.x + cx, coronal.y + depth)
    // Now without a slab: each plane goes through the ball.
    for (let times = 0; times < 3; times++) await app.page.keyboard.press('Shift+N')
    await drawsSlab(app, 0)
    for (const name of ['axial', 'coronal', 'sagittal']) {
      const viewport = view(app, name)
      const voxel = await scaleOf(viewport)
      await expect
        .poll(async () => {
          const [bx, by] = await brightest(viewport)
          const [px, py] = await crosshairOf(viewport)
          return Math.hypot(bx - px, by - py) / voxel
        })
        .toBeLessThan(1)
    }
  })

  test('planes are turned by keys and straightened again; the active plane stays, letters of the others say how', async ({
    app,
  }) => {
    await openAsPlanes(app)
    await app.viewport(1).focus()
    await app.page.keyboard.press('Shift+M')
    await expect(view(app, 'axial')).toHaveAttribute('data-slice', /./)
    await view(app, 'coronal').focus()
    const letters = (name: string) => view(app, name).locator('[data-side=left]')
    await expect(letters('coronal')).toHaveText('R')
    await expect(letters('axial')).toHaveText('R')
    await app.page.keyboard.press('Shift+ArrowRight')
    await app.page.keyboard.press('Shift+ArrowRight')
    await expect(letters('axial')).toHaveText(/^R[HF]$/)
    await expect(letters('coronal')).toHaveText('R')
    await app.page.keyboard.press('Shift+X')
    await expect(letters('axial')).toHaveText('R')
  })

  test('a line that is dragged by its grip turns its plane with it', async ({ app }) => {
    await openAsPlanes(app)
    await app.viewport(1).focus()
    await app.page.keyboard.press('Shift+M')
    const axial = view(app, 'axial')
    // The line of the coronal plane: viewport 2.
    const grips = axial.locator('[data-turn="1"]')
    await expect(grips).toHaveCount(2)
    const { x, y, width, height } = (await axial.boundingBox())!
    const middle: PagePoint = [x + width / 2, y + height / 2]
    await app.page.mouse.click(...middle)
    const ends = () =>
      grips.evaluateAll((all) =>
        all.map((each): [number, number] => {
          const box = each.getBoundingClientRect()
          return [box.x + box.width / 2, box.y + box.height / 2]
        }),
      )
    const bearing = ([[ax, ay], [bx, by]]: PagePoint[]) => (Math.atan2(by - ay, bx - ax) * 180) / Math.PI
    const before = await ends()
    const [from] = before
    const turned = (degrees: number): PagePoint => {
      const angle = (degrees * Math.PI) / 180
      const [right, down] = [from[0] - middle[0], from[1] - middle[1]]
      return [
        middle[0] + right * Math.cos(angle) - down * Math.sin(angle),
        middle[1] + right * Math.sin(angle) + down * Math.cos(angle),
      ]
    }
    await app.drag([from, ...[5, 10, 15, 20, 25, 30].map(turned)])
    // Clockwise on the screen, as seen from the feet: the patient's right end of the plane has gone to the front.
    await expect(view(app, 'coronal').locator('[data-side=left]')).toHaveText('RA')
    await expect(axial.locator('[data-side=left]')).toHaveText('R')
    const by = async () => (((bearing(await ends()) - bearing(before) + 270) % 180) - 90 + 180) % 180
    await expect.poll(by).toBeGreaterThan(29)
    expect(await by()).toBeLessThan(31)
  })

  test('slices of another plane are scrolled, windowed and zoomed like any others', async ({ app }) => {
    await openAsPlanes(app)
    const coronal = view(app, 'coronal')
    await coronal.focus()
    const before = Number(await coronal.getAttribute('data-slice'))
    await app.page.keyboard.press('ArrowDown')
    await expect(coronal).toHaveAttribute('data-slice', String(before + 1))
    await app.page.keyboard.press('3')
    await expect(coronal.getByText('W 2500 · L 480')).toBeVisible()
    await app.page.keyboard.press('+')
    await expect(coronal.getByText(/^Zoom/)).not.toHaveText('Zoom 100 %')
  })

  test('the volume turns by mouse and by keys, and changes its look', async ({ app }) => {
    await openAsPlanes(app)
    const volume = view(app, 'volume')
    const drawn = async () => Number(await volume.getAttribute('data-drawn'))
    let last = await drawn()
    await volume.focus()
    await app.page.keyboard.press('ArrowRight')
    await expect.poll(drawn).toBeGreaterThan(last)
    last = await drawn()
    await volume.getByRole('combobox').selectOption({ label: 'Bone' })
    await expect.poll(drawn).toBeGreaterThan(last)
    last = await drawn()
    const { x, y, width, height } = (await volume.boundingBox())!
    await app.drag([
      [x + width / 2, y + height / 2],
      [x + width / 2 + 40, y + height / 2],
    ])
    await expect.poll(drawn).toBeGreaterThan(last)
    expect((await brightest(volume))[0]).toBeGreaterThan(0)
  })
})

test('slices that a tilted gantry shifted are resampled, and the planes say so', async ({ app }) => {
  await app.openAndSee(
    syntheticSeries(20, (number) => ({
      Rows: 16,
      Columns: 16,
      ImagePositionPatient: [0, 0.3 * number, number],
    })),
  )
  await expect(view(app, 'coronal').getByText('reformatted, gantry tilt corrected')).toBeVisible()
})

test('what is no volume says why', async ({ app }) => {
  const gap = (number: number): SyntheticImage => ({
    Rows: 16,
    Columns: 16,
    ImagePositionPatient: [0, 0, number + (number > 9 ? 6 : 0)],
  })
  await app.openAndSee(syntheticSeries(20, gap))
  await app.viewport(1).focus()
  await app.page.keyboard.press('Shift+M')
  await expect(view(app, 'coronal').getByRole('alert')).toContainText(
    'Slices are missing or unevenly spaced.',
  )
})

/** How often the first viewport shows another slice within so many milliseconds. */
const picturesWithin = (app: App, milliseconds: number) =>
  app.viewport().evaluate(async (viewport, wait) => {
    let shown = 0
    const observer = new MutationObserver((changes) => (shown += changes.length))
    observer.observe(viewport, { attributeFilter: ['data-slice'] })
    await new Promise((resolve) => setTimeout(resolve, wait))
    observer.disconnect()
    return shown
  }, milliseconds)

test('a series that plays runs by itself, begins again, and stops', async ({ app }) => {
  await app.openAndSee(syntheticSeries(4, { Rows: 16, Columns: 16 }))
  await app.press('Home')
  await app.seesSlice(1)
  const seen = new Set<string | null>()
  await app.page.keyboard.press('c')
  // Looked at more often than it changes: a slower look could keep the time of the pictures and miss one for ever.
  await expect
    .poll(async () => seen.add(await app.viewport().getAttribute('data-slice')).size, { intervals: [20] })
    .toBe(4)
  await app.page.keyboard.press('c')
  // A picture that was on its way may still come.
  await expect.poll(() => picturesWithin(app, 500)).toBe(0)
})

test('viewports scroll together: by place in one frame of reference, by share otherwise, and say so', async ({
  app,
}) => {
  const series = (uid: number, count: number, step: number, frame: string) =>
    syntheticSeries(count, (number) => ({
      Rows: 16,
      Columns: 16,
      Modality: 'MR',
      SeriesInstanceUID: `2.25.70.${uid}`,
      SOPInstanceUID: `2.25.70.${uid}.${number}`,
      SeriesNumber: uid,
      ImagePositionPatient: [0, 0, step * number],
      elements: [['00200052', 'UI', frame]],
    })).map(({ name, bytes }) => ({ name: `${uid}-${name}`, bytes }))
  await app.openAndSee([
    ...series(1, 10, 2, '2.25.7'),
    ...series(2, 20, 1, '2.25.7'),
    ...series(3, 5, 4, '2.25.8'),
  ])
  await app.seesImage(3)
  await expect(app.viewport(2).getByText('linked by position')).toBeVisible()
  await expect(app.viewport(3).getByText('linked by relative position')).toBeVisible()
  await app.press('Home')
  await app.seesSlice(1)
  for (let times = 0; times < 9; times++) await app.press('ArrowDown')
  await app.seesSlice(10)
  await app.seesSlice(20, 2)
  await app.seesSlice(5, 3)
  await app.press('Shift+L', 'Home')
  await app.seesSlice(1)
  await app.seesSlice(20, 2)
})

test('planes of a volume share window and level, until they are not to', async ({ app }) => {
  await openAsPlanes(app)
  const sees = (name: string, text: string) => expect(view(app, name).getByText(text)).toBeVisible()
  await view(app, 'stack').focus()
  await app.page.keyboard.press('Digit3')
  for (const name of ['stack', 'coronal', 'sagittal']) await sees(name, 'W 2500 · L 480')
  await view(app, 'sagittal').focus()
  await app.page.keyboard.press('KeyI')
  for (const name of ['stack', 'coronal', 'sagittal']) await sees(name, 'W 2500 · L 480 · inverted')

  await app.page.keyboard.press('Control+k')
  const palette = app.page.getByRole('dialog')
  await palette.getByRole('combobox').fill('share window and level')
  await app.page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await view(app, 'stack').focus()
  await app.page.keyboard.press('Digit1')
  await sees('stack', 'W 400 · L 40 · inverted')
  await sees('coronal', 'W 2500 · L 480 · inverted')
})
