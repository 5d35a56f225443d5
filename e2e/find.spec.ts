import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator } from '@playwright/test'
import { expect, test, type App } from './app'
import { Reader } from './reader'
import { syntheticImage, syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/* Candidates on CT: found, walked through, accepted, rejected, put together, split, and restored. */

const SPACING = 1.5
const SIZE = 96

/** A thigh of fat around muscle around a bone, and deposits of 12 mm: two in the fat, one in the muscle. */
const DEPOSITS: readonly { readonly at: readonly [number, number, number]; readonly hu: number }[] = [
  { at: [10, 48, 12], hu: 600 },
  { at: [86, 48, 20], hu: 500 },
  { at: [62, 62, 16], hu: 700 },
]
type Deposits = typeof DEPOSITS

/** The same two in the fat, and one at the bone. */
const ONE_AT_BONE: Deposits = [...DEPOSITS.slice(0, 2), { at: [60, 48, 16], hu: 700 }]

/** What the balls fill on this grid. */
const BALL_MM3 =
  SPACING ** 3 *
  [...Array(9 ** 3).keys()].filter(
    (index) => Math.hypot((index % 9) - 4, (Math.floor(index / 9) % 9) - 4, Math.floor(index / 81) - 4) < 4,
  ).length

const thigh = (InstanceNumber: number, deposits = DEPOSITS): SyntheticImage => ({
  Rows: SIZE,
  Columns: SIZE,
  PixelSpacing: [SPACING, SPACING],
  ImagePositionPatient: [0, 0, SPACING * InstanceNumber],
  pixel: (column, row) => {
    const slice = InstanceNumber - 1
    const from = Math.hypot(column - 48, row - 48) * SPACING
    for (const { at, hu } of deposits)
      if (Math.hypot(column - at[0], row - at[1], slice - at[2]) * SPACING < 6) return 1024 + hu
    if (from > 68) return 24
    if (from > 48) return 1024 - 105
    if (from > 14) return 1024 + 55
    return from > 8 ? 1024 + 1200 : 1024 - 40
  },
  elements: [
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    ['00281054', 'LO', 'HU'],
  ],
})

async function openAndFind(app: App, deposits = DEPOSITS): Promise<void> {
  await app.openAndSee(syntheticSeries(34, (number) => thigh(number, deposits)))
  await expect(app.page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
  await app.press('Shift+KeyF')
  await expect(summary(app)).toContainText('3 to review')
}

const summary = (app: App) => app.step.getByRole('status')
const foci = async (app: App) => (await app.readings())[0]?.findings.flatMap((finding) => finding.foci) ?? []

test('deposits are found, shown dashed on every plane, and marked only when accepted', async ({ app }) => {
  await openAndFind(app)
  expect(await foci(app)).toEqual([])
  await app.press('KeyN')
  const stack = app.page.locator('[role=application][data-view=stack]')
  await expect(stack.locator('[data-candidate]')).not.toHaveCount(0)
  await expect(app.page.locator('[data-view=coronal] [data-candidate]')).not.toHaveCount(0)
  await expect(app.page.locator('[data-view=volume] [data-candidate]')).toHaveCount(3)
  await app.press('KeyA')
  await expect(summary(app)).toContainText('2 to review · 1 accepted')
  await app.press('KeyJ')
  await expect(summary(app)).toContainText('1 to review · 1 accepted · 1 rejected')
  await expect(stack.locator('[data-focus=F1]')).toHaveCount(0)
  await app.press('Control+z', 'Control+z')
  await expect(summary(app)).toContainText('3 to review · 0 accepted · 0 rejected')
  await app.press('Control+y')
  await expect(summary(app)).toContainText('2 to review · 1 accepted')
  await app.seesSaved()
  const [kept] = (await app.readings())[0].findings
  expect(kept.foci[0]).toMatchObject({ mask: { runs: expect.any(Array) }, algorithm: { name: 'Calcimap' } })
})

test('on the image a candidate is taken anywhere inside, what was accepted by its line only', async ({
  app,
}) => {
  await openAndFind(app)
  const stack = app.page.locator('[role=application][data-view=stack]')
  const detail = app.step.getByRole('region', { name: 'Selected candidate' })
  await app.press('KeyN')
  await expect(detail).toBeVisible()
  const inside = stack.locator('[data-candidate] .grip')
  await expect(inside).toHaveCount(1)
  await inside.click({ modifiers: ['Control'] })
  await expect(detail).toBeHidden()
  await inside.click()
  await expect(detail).toBeVisible()

  await app.press('KeyA')
  await app.step.getByRole('button', { name: 'Marks (1)' }).click()
  const row = app.row('F1')
  await row.click()
  await app.press('ArrowDown', 'ArrowDown')
  const line = stack.locator('[data-mask=F1] .line')
  await expect(line).toBeVisible()
  await row.click({ modifiers: ['Control'] })
  await expect(row).toHaveAttribute('aria-pressed', 'false')
  const { x, y, width, height } = await line.evaluate((path) => path.getBoundingClientRect())
  await app.page.mouse.click(x + width / 2, y + height / 2)
  await expect(row).toHaveAttribute('aria-pressed', 'false')
  await app.page.mouse.click(x + width / 2, y)
  await expect(row).toHaveAttribute('aria-pressed', 'true')
})

test('a key that is pressed twice accepts the selected candidate once', async ({ app }) => {
  await openAndFind(app)
  await app.press('KeyN')
  await app.viewport().evaluate((element) => {
    const press = { code: 'KeyA', key: 'a', bubbles: true }
    for (let times = 0; times < 2; times++) element.dispatchEvent(new KeyboardEvent('keydown', press))
  })
  await expect(summary(app)).toContainText('2 to review · 1 accepted')
  // The next one is accepted after it: a mark that was made twice would be counted by now.
  await app.press('KeyA')
  await expect(summary(app)).toContainText('1 to review · 2 accepted')
  await expect(app.step.getByRole('button', { name: 'Marks (2)' })).toBeVisible()
})

test('what is chosen in a list lies under the crosshair in every plane, also where the picture was zoomed', async ({
  app,
}) => {
  await openAndFind(app)
  const planes = ['stack', 'coronal', 'sagittal'].map((name) =>
    app.page.locator(`[role=application][data-view=${name}]`),
  )
  for (const plane of planes) await plane.focus()
  for (let times = 0; times < 6; times++) await app.page.keyboard.press('+')
  /** How far the crosshair is from the middle of an outline, in its widths; far away where either is out of sight. */
  const away = async (plane: Locator, shape: string) => {
    const [cross, line] = [plane.locator('[data-point]'), plane.locator(`${shape} .line`)]
    if ((await cross.count()) !== 1 || (await line.count()) !== 1) return Infinity
    const [x, y] = await cross.evaluate((element) => {
      const { e, f } = (element as SVGGElement).getScreenCTM()!
      return [e, f]
    })
    const box = await line.evaluate((element) => element.getBoundingClientRect())
    const seen = (await plane.boundingBox())!
    if (x < seen.x || y < seen.y || x > seen.x + seen.width || y > seen.y + seen.height) return Infinity
    return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) / box.width
  }
  const liesUnder = async (shape: string) => {
    for (const plane of planes) await expect.poll(() => away(plane, shape)).toBeLessThan(0.15)
  }
  for (let times = 0; times < 3; times++) {
    await app.press('KeyN')
    await liesUnder('[data-candidate]:has(.halo)')
  }
  for (const accepted of [1, 2, 3]) {
    await app.press('KeyA')
    await expect(summary(app)).toContainText(`${accepted} accepted`)
  }
  await app.step.getByRole('button', { name: 'Marks (3)' }).click()
  for (const name of ['F2', 'F3', 'F1']) {
    await app.row(name).click()
    await liesUnder(`[data-mask=${name}]`)
  }
})

test('a whole suggestion is accepted as one finding with its tag, which says where it came from', async ({
  app,
}) => {
  await openAndFind(app)
  const fat = app.step.getByRole('listitem').filter({ hasText: 'Subcutaneous' }).first()
  await fat.getByRole('button', { name: 'Accept all 2' }).click()
  await expect(summary(app)).toContainText('1 to review · 2 accepted')
  await app.seesSaved()
  const [finding] = (await app.readings())[0].findings
  expect(finding.terms).toEqual({ 'dist.subcutaneous': 'present', 'morph.nodular': 'present' })
  expect(finding.foci).toHaveLength(2)
  expect(finding).toMatchObject({
    suggestions: [
      { term: 'dist.subcutaneous', algorithm: { name: 'Calcimap' } },
      { term: 'morph.nodular', algorithm: { name: 'Calcimap' } },
    ],
  })
  const volumes = finding.foci.map(
    ({ measures }) => measures.find(({ quantity }) => quantity === 'volume')?.value,
  )
  for (const volume of volumes) expect(Math.abs((volume ?? 0) / BALL_MM3 - 1)).toBeLessThan(0.05)
})

test('what was accepted keeps its voxels on every slice and from outside, until it is moved by hand', async ({
  app,
}) => {
  await openAndFind(app)
  await app.press('KeyN', 'KeyA')
  await expect(summary(app)).toContainText('2 to review · 1 accepted')
  await app.step.getByRole('button', { name: 'Marks (1)' }).click()
  await app.row('F1').click()
  const stack = app.page.locator('[role=application][data-view=stack]')
  const voxels = stack.locator('[data-mask=F1]')
  await expect(stack.locator('[data-focus=F1]')).toBeVisible()
  await app.press('ArrowDown', 'ArrowDown')
  await expect(stack.locator('[data-focus=F1]')).toHaveCount(0)
  await expect(voxels).toBeVisible()
  const outside = app.page.locator('[data-view=volume] [data-mark=F1] path')
  const { width, height } = await outside.evaluate((path) => path.getBoundingClientRect())
  expect(height / width).toBeGreaterThan(0.8)
  expect(height / width).toBeLessThan(1.25)

  await app.press('ArrowUp', 'ArrowUp')
  await app.take('Select and move marks')
  const {
    x,
    y,
    width: wide,
  } = await stack.locator('[data-focus=F1] .line').evaluate((path) => path.getBoundingClientRect())
  await app.drag([
    [x + wide / 2, y],
    [x + wide / 2, y - 20],
    [x + wide / 2, y - 40],
  ])
  await expect(voxels).toHaveCount(0)
  await app.press('Control+z')
  await expect(voxels).toBeVisible()
})

test('the form of the selected candidate is suggested with its numbers, and tagged only with the suggestion', async ({
  app,
}) => {
  await openAndFind(app)
  await app.press('KeyN')
  const detail = app.step.getByRole('region', { name: 'Selected candidate' })
  await expect(detail).toContainText('Suggested morphology: Nodular / rounded')
  await expect(detail).toContainText(/longest axis 1[.]\d times the shortest/)
  await app.press('Shift+KeyA')
  await expect(summary(app)).toContainText('2 to review · 1 accepted')
  await app.press('KeyA')
  await expect(summary(app)).toContainText('1 to review · 2 accepted')
  await app.seesSaved()
  const [plain, tagged] = (await app.readings())[0].findings
  expect(plain.terms).toEqual({})
  expect(tagged.terms['morph.nodular']).toBe('present')
  expect(tagged.foci[0]).toMatchObject({ suggestedMorphology: ['morph.nodular'] })
})

for (const language of ['en', 'es'] as const)
  test(`no name of a measure is broken on a small screen: ${language}`, async ({ browser }) => {
    const context = await browser.newContext({ locale: language, viewport: { width: 1024, height: 768 } })
    const reader = new Reader(await context.newPage(), language)
    await reader.start()
    await reader.open(syntheticSeries(34, (number) => thigh(number)))
    await expect(reader.page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
    await reader.press('Shift+KeyF')
    await expect(summary(reader)).toContainText(reader.t('found.open', { n: 3 }))
    await reader.press('KeyN')
    const names = reader.step.getByRole('region', { name: reader.t('found.selected') }).locator('dt')
    await expect(names).toHaveCount(6)
    const lines = await names.evaluateAll((all) =>
      all.map((name) => {
        const text = document.createRange()
        text.selectNodeContents(name)
        return text.getClientRects().length
      }),
    )
    expect(lines).toEqual([1, 1, 1, 1, 1, 1])
    await context.close()
  })

test('what touches bone is a class of its own; accepting says what it will record', async ({ app }) => {
  await openAndFind(app, ONE_AT_BONE)
  const selected = app.step.getByRole('region', { name: 'Selected candidate' })
  await app.press('KeyN')
  await selected.getByRole('button', { name: 'Accept as Subcutaneous' }).click()
  await expect(summary(app)).toContainText('2 to review · 1 accepted')
  await app.step.getByRole('button', { name: /^Attached to bone 1/ }).click()
  await expect(selected.getByRole('button', { name: 'Accept without a tag' })).toBeVisible()
  await selected.getByRole('button', { name: 'Reject' }).click()
  await expect(summary(app)).toContainText('1 to review · 1 accepted · 1 rejected')
  await expect(app.step.getByRole('button', { name: /^Attached to bone/ })).toHaveCount(0)
})

test('an image that cannot be searched says so, and offers the tool that grows a mark', async ({ app }) => {
  await app.openAndSee([
    {
      name: 'hand',
      bytes: syntheticImage({
        Modality: 'CR',
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.1',
        Rows: 64,
        Columns: 64,
      }),
    },
  ])
  await app.press('Shift+KeyF')
  await expect(app.step).toContainText('Only CT can be searched')
  const grow = 'Region growing: new focus from a point'
  await app.step.getByRole('button', { name: grow }).click()
  await expect(app.step.getByRole('button', { name: grow })).toHaveAttribute('aria-pressed', 'true')
  await expect(app.step).toContainText('The wheel moves the border.')
  await expect(app.viewport()).toBeFocused()
})

test('several selected candidates get one suggestion, and are one finding only where it is clear', async ({
  app,
}) => {
  await openAndFind(app, ONE_AT_BONE)
  const detail = app.step.getByRole('region', { name: 'Selected candidates' })
  const inFat = app.step.getByRole('button', { name: /^Subcutaneous 2/ })
  await inFat.click()
  await expect(detail).toContainText('Suggested for all 2: Subcutaneous')
  await expect(detail).toContainText('2 of 2 agree')
  await expect(detail).toContainText('Suggested morphology: Nodular / rounded, 2 of 2')
  await expect(detail).toContainText('Will be accepted as one finding.')
  await app.step.getByRole('button', { name: /attached to bone/ }).click({ modifiers: ['Control'] })
  await expect(detail).toContainText('They differ')
  await expect(detail).toContainText('2 of 3 agree')
  const numbers = async () => (await app.readings())[0].findings.map(({ foci }) => foci.length)
  await app.press('KeyA')
  await expect(summary(app)).toContainText('0 to review · 3 accepted')
  await app.seesSaved()
  expect(await numbers()).toEqual([2, 1])
  await app.press('Control+z')
  await expect(summary(app)).toContainText('3 to review · 0 accepted')
  await inFat.click()
  await app.press('KeyA')
  await expect(summary(app)).toContainText('1 to review · 2 accepted')
  await app.seesSaved()
  expect(await numbers()).toEqual([2])
})

test('what was accepted is added up by site and pattern, with scores that are no coronary scores', async ({
  app,
}) => {
  await openAndFind(app)
  const fat = app.step.getByRole('listitem').filter({ hasText: 'Subcutaneous' }).first()
  await fat.getByRole('button', { name: 'Accept all 2' }).click()
  const burden = app.step.getByRole('region', { name: 'Burden of accepted foci' })
  await burden.getByText('2 foci').click()
  await expect(burden.getByRole('row')).toHaveCount(3)
  const [number, volume, mass, agatston] = await burden
    .getByRole('row')
    .last()
    .getByRole('cell')
    .allInnerTexts()
  expect(number).toBe('2')
  expect(Math.abs(Number(volume) / (2 * BALL_MM3) - 1)).toBeLessThan(0.05)
  expect(Number(mass)).toBeGreaterThan(0)
  // Five slices and more of up to 100 mm² each, four times over as all are denser than 400 HU.
  expect(Number(agatston)).toBeGreaterThan(1000)
  await expect(burden).toContainText('Not coronary scores')
})

test('candidates in a region are selected together, merged, and cut again', async ({ app }) => {
  await openAndFind(app)
  await app.press('Shift+KeyB')
  const box = (await app.viewport(1).boundingBox())!
  await app.drag([
    [box.x + 5, box.y + 5],
    [box.x + box.width - 5, box.y + box.height - 5],
  ])
  await expect(app.step.getByText('3 candidates selected')).toBeVisible()
  await app.press('Escape', 'KeyU')
  await expect(summary(app)).toContainText('1 to review')
  await app.press('Shift+KeyU')
  await expect(summary(app)).toContainText('2 to review')
  await app.press('Control+z', 'Control+z')
  await expect(summary(app)).toContainText('3 to review')
})

test('a search is stopped at once; what is no CT or no volume says so', async ({ app }) => {
  await app.openAndSee(
    syntheticSeries(20, (number) => ({
      ...thigh(number),
      ImagePositionPatient: [0, 0, SPACING * number + (number > 9 ? 8 : 0)],
    })),
  )
  await app.press('Shift+KeyF')
  await expect(app.step.getByRole('alert')).toContainText('Slices are missing or unevenly spaced.')
  await expect(app.step.getByRole('alert')).toContainText('You can still mark by hand.')
})

test('from opening case 9 to an accepted, tagged, measured set of findings in under 20 clicks or keys', async ({
  app,
}) => {
  const { title } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../sample-dicom/case-09/case.json', import.meta.url)), 'utf8'),
  ) as { title: { en: string } }
  let acts = 0
  const key = async (chord: string) => {
    acts++
    await app.page.keyboard.press(chord)
  }
  acts++
  await app.page.getByRole('button', { name: title.en }).click()
  await expect(app.page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
  await app.viewport(1).focus()
  await key('Shift+KeyF')
  await expect(summary(app)).toContainText('to review')
  acts++
  await app.step
    .getByRole('listitem')
    .filter({ hasText: 'Subcutaneous' })
    .first()
    .getByRole('button', { name: /^Accept/ })
    .click()
  await expect(summary(app)).toContainText(/[1-9]\d+ accepted/)
  await app.seesSaved()
  const [finding] = (await app.readings())[0].findings
  expect(finding.terms['dist.subcutaneous']).toBe('present')
  expect(finding.foci.length).toBeGreaterThan(20)
  expect(acts).toBeLessThan(20)
})

/** A radiograph of 0.5 mm pixels with a dense spot of 10 mm, its edge two pixels wide. */
const spot: SyntheticImage = {
  Modality: 'CR',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.1',
  Rows: 128,
  Columns: 128,
  pixel: (column, row) => 800 + 600 / (1 + Math.exp((Math.hypot(column - 63.5, row - 63.5) - 10) / 0.6)),
  without: ['00280030', '00200032', '00200037', '00200052', '00281052', '00281053'],
  elements: [
    ['00181164', 'DS', '0.5\\0.5'],
    ['00281050', 'DS', '1100'],
    ['00281051', 'DS', '1000'],
  ],
}
const SPOT = { columns: 128, rows: 128 }

test('a click on a dense spot of a radiograph grows it to its border; wheel, brush and eraser refine it', async ({
  app,
}) => {
  await app.openAndSee(syntheticSeries(1, spot))
  await app.press('Shift+KeyE')
  const middle = await app.placeOf(SPOT, [62, 65])
  await app.page.mouse.click(...middle)
  const diameter = async () => parseFloat(await app.measure('Longest diameter').innerText())
  await expect(app.measure('Longest diameter')).toContainText('mm (detector)')
  const grown = await diameter()
  expect(Math.abs(grown - 10)).toBeLessThan(1)
  await expect(app.panel.getByText(/mm³/)).toHaveCount(0)
  await app.page.mouse.wheel(0, 100)
  await expect.poll(diameter).toBeLessThan(grown)
  await app.press('Alt+ArrowUp')
  await expect.poll(diameter).toBe(grown)
  // A stroke to the right makes it longer, the eraser takes it back.
  await app.press('Shift+KeyK')
  const right = await app.placeOf(SPOT, [84, 64])
  await app.drag([middle, right])
  await expect.poll(diameter).toBeGreaterThan(grown + 3)
  await app.press('Control+z')
  await expect.poll(diameter).toBe(grown)
  await app.press('Shift+KeyJ')
  await app.page.mouse.click(...(await app.placeOf(SPOT, [56, 64])))
  await expect(app.measure('Area')).not.toHaveText('')
  await app.press('Control+z')
  await expect.poll(diameter).toBe(grown)
})
