import type { Locator } from '@playwright/test'
import { expect, test, type App, type GivenFile } from './app'
import { syntheticSeries, type SyntheticElement, type SyntheticImage } from './synthetic-dicom'

/* CT that is no volume is searched slice by slice; what cannot be searched says why; marks by hand work on all. */

const SPACING = 1.5
const SIZE = 96
const SHEET = { columns: SIZE, rows: SIZE }
const HU: readonly SyntheticElement[] = [
  ['00281052', 'DS', '-1024'],
  ['00281053', 'DS', '1'],
  ['00281054', 'LO', 'HU'],
]

/** Deposits of 12 mm in the fat and in the muscle of a thigh. */
const DEPOSITS = [
  { at: [10, 48, 5], hu: 600 },
  { at: [62, 62, 14], hu: 700 },
] as const

/** Stored values: HU + 1024. */
function thighPixel(column: number, row: number, slice: number): number {
  const from = Math.hypot(column - 48, row - 48) * SPACING
  for (const { at, hu } of DEPOSITS)
    if (Math.hypot(column - at[0], row - at[1], slice - at[2]) * SPACING < 6) return 1024 + hu
  if (from > 68) return 24
  if (from > 48) return 1024 - 105
  if (from > 14) return 1024 + 55
  return from > 8 ? 1024 + 1200 : 1024 - 40
}

type Change = (number: number) => Partial<SyntheticImage>

const thigh =
  (change: Change = () => ({})) =>
  (number: number): SyntheticImage => {
    const { elements = [], ...more } = change(number)
    return {
      Rows: SIZE,
      Columns: SIZE,
      PixelSpacing: [SPACING, SPACING],
      ImagePositionPatient: [0, 0, SPACING * number],
      pixel: (column, row) => thighPixel(column, row, number - 1),
      ...more,
      elements: [...HU, ...elements],
    }
  }

const summary = (app: App): Locator => app.step.getByRole('status')
const notice = (app: App): Locator => app.step.getByRole('alert')
const foci = async (app: App) => (await app.readings())[0]?.findings.flatMap((finding) => finding.foci) ?? []

async function openAndSearch(app: App, files: readonly GivenFile[]): Promise<void> {
  await app.openAndSee(files)
  await app.press('Shift+KeyF')
}

/** A length by hand, as on any image. */
async function marksByHand(app: App): Promise<void> {
  await app.draw('Length', SHEET, [
    [20, 30],
    [20, 60],
  ])
  await expect(app.page.locator('[role=application] [data-focus=M1]')).not.toHaveCount(0)
}

test.describe('no volume: searched slice by slice', () => {
  const uneven = syntheticSeries(
    20,
    thigh((number) => ({ ImagePositionPatient: [0, 0, SPACING * number + (number > 9 ? 8 : 0)] })),
  )
  const cases: readonly (readonly [name: string, says: string, files: readonly GivenFile[]])[] = [
    ['uneven gaps', 'Slices are missing or unevenly spaced.', uneven],
    ['one slice', 'One image is not a volume.', syntheticSeries(6, thigh()).slice(5)],
    [
      'duplicate positions',
      'Several images share one position: echoes, phases or dates.',
      syntheticSeries(
        20,
        thigh((number) => ({ ImagePositionPatient: [0, 0, SPACING * Math.ceil(number / 2)] })),
      ),
    ],
    [
      'no place in the patient',
      'Not all images give their position in the patient.',
      syntheticSeries(20, (number) => ({
        ...thigh()(number),
        without: ['00200032', '00200037', '00200052'],
      })),
    ],
  ]
  for (const [name, says, files] of cases)
    test(name, async ({ app }) => {
      await openAndSearch(app, files)
      await expect(notice(app)).toContainText('This series is not a volume.')
      await expect(notice(app)).toContainText(says)
      await expect(notice(app)).toContainText('Searched slice by slice')
      await expect(notice(app)).toContainText('You can still mark by hand.')
      await expect(summary(app)).toContainText(/[1-9]\d* to review/)
      await expect(app.step.getByText('mm³')).toHaveCount(0)
      await marksByHand(app)
    })

  test('candidates are walked through, outlined, accepted, rejected, split and restored; none has a volume', async ({
    app,
  }) => {
    await openAndSearch(app, uneven)
    const count = await summary(app)
      .innerText()
      .then((text) => parseInt(text))
    expect(count).toBeGreaterThan(8)
    await app.press('KeyN')
    await expect(app.viewport().locator('[data-candidate]')).not.toHaveCount(0)
    await expect(app.step.getByText('Indeterminate: one slice shows neither')).toBeVisible()
    await app.press('KeyA')
    await expect(summary(app)).toContainText(`${count - 1} to review · 1 accepted`)
    await app.press('KeyJ')
    await expect(summary(app)).toContainText(`${count - 2} to review · 1 accepted · 1 rejected`)
    await app.press('Shift+KeyU')
    await expect(summary(app)).toContainText(`${count - 1} to review`)
    await app.seesSaved()
    const [focus] = await foci(app)
    expect(focus).toMatchObject({ mask: { runs: expect.any(Array) }, algorithm: { name: 'Calcimap' } })
    const quantities = focus.measures.map(({ quantity }) => quantity)
    expect(quantities).toContain('area')
    for (const never of ['volume', 'massLike', 'agatstonLike']) expect(quantities).not.toContain(never)
    const burden = app.step.getByRole('region', { name: 'Single-slice sections' })
    await burden.getByText('1 focus').click()
    await expect(burden.getByRole('row')).toHaveCount(3)
    const area = focus.measures.find(({ quantity }) => quantity === 'area')?.value ?? 0
    await expect(burden.getByRole('row').last()).toHaveText(new RegExp(`Total\\s*1\\s*${Math.round(area)}$`))
    await expect(app.step.getByText('mm³')).toHaveCount(0)
    await app.press('Control+z', 'Control+z', 'Control+z')
    await expect(summary(app)).toContainText(`${count} to review · 0 accepted · 0 rejected`)
    await expect(burden).toHaveCount(0)
  })

  test('the area is that of the section where it is largest', async ({ app }) => {
    await openAndSearch(app, uneven.slice(5, 6))
    await expect(summary(app)).toContainText('1 to review')
    await app.press('KeyN')
    const area = parseFloat(await app.measure('Area').innerText())
    const columns = [...Array(81).keys()].filter(
      (index) => Math.hypot((index % 9) - 4, Math.floor(index / 9) - 4) * SPACING < 6,
    )
    expect(Math.abs(area / (columns.length * SPACING ** 2) - 1)).toBeLessThan(0.1)
  })
})

test('slices of a tilted gantry are a volume all the same', async ({ app }) => {
  await openAndSearch(
    app,
    syntheticSeries(
      20,
      thigh((number) => ({ ImagePositionPatient: [0, 0.4 * number, SPACING * number] })),
    ),
  )
  await expect(summary(app)).toContainText('2 to review')
  await expect(notice(app)).toHaveCount(0)
  await app.press('KeyN')
  await expect(app.measure('Volume')).toContainText('mm³')
  await marksByHand(app)
})

/** Stored values of the thigh, changed. */
const stored = (change: (value: number, column: number, row: number) => number): Change => {
  return (number) => ({
    pixel: (column, row) => change(thighPixel(column, row, number - 1), column, row),
  })
}

test.describe('what cannot be searched says why', () => {
  const rescaled = (intercept: string, slope: string): Change => {
    return () => ({
      elements: [
        ['00281052', 'DS', intercept],
        ['00281053', 'DS', slope],
      ],
    })
  }
  const without: SyntheticImage['without'] = ['00281052', '00281053', '00281054']
  const isBody = (column: number, row: number) => Math.hypot(column - 48, row - 48) * SPACING <= 68
  const cases: readonly (readonly [name: string, says: string, image: (number: number) => SyntheticImage])[] =
    [
      [
        'missing rescale',
        'Its values are not Hounsfield units',
        (number) => ({ ...thigh()(number), elements: [], without }),
      ],
      ['a rescale without its intercept', 'Its values are not Hounsfield units', thigh(rescaled('0', '1'))],
      ['an intercept that counts twice', 'the rescale is wrong', thigh(rescaled('-4096', '1'))],
      ['a slope ten times too steep', 'the rescale is wrong', thigh(rescaled('-1024', '10'))],
      [
        'metal everywhere',
        'There is metal throughout',
        thigh(
          stored((value, column, row) => (isBody(column, row) && (column + row) % 2 ? 1024 + 3000 : value)),
        ),
      ],
      ['air alone', 'It shows only air', thigh(stored(() => 24))],
      ['bone alone', 'It shows almost nothing but bone', thigh(stored(() => 1024 + 600))],
    ]
  for (const [name, says, image] of cases) {
    test(name, async ({ app }) => {
      await openAndSearch(app, syntheticSeries(20, image))
      await expect(notice(app)).toContainText('This series cannot be searched.')
      await expect(notice(app)).toContainText(says)
      await expect(notice(app)).toContainText('You can still mark by hand.')
      await marksByHand(app)
    })

    test(`${name}, in one slice`, async ({ app }) => {
      await openAndSearch(app, syntheticSeries(6, image).slice(5))
      await expect(notice(app)).toContainText(says)
      await marksByHand(app)
    })
  }

  test('a localizer is no section', async ({ app }) => {
    const localizer: Change = () => ({ elements: [['00080008', 'CS', 'ORIGINAL\\PRIMARY\\LOCALIZER']] })
    await openAndSearch(app, syntheticSeries(1, thigh(localizer)))
    await expect(notice(app)).toContainText('A localizer is a projection')
    await marksByHand(app)
  })

  test('slices that cannot be searched do not hide the others', async ({ app }) => {
    await openAndSearch(
      app,
      syntheticSeries(
        12,
        thigh((number) => ({
          ImagePositionPatient: [0, 0, SPACING * number + (number > 3 ? 8 : 0)],
          ...(number < 3 ? { pixel: () => 24 } : {}),
        })),
      ),
    )
    await expect(notice(app)).toContainText('Searched slice by slice: 10 slices')
    await expect(notice(app)).toContainText('2 slices were not searched. It shows only air')
    await expect(summary(app)).toContainText(/[1-9]\d* to review/)
  })
})

test('a volume larger than the memory for images is not searched, and says so', async ({ app }) => {
  await app.page.evaluate(() => {
    const saved = JSON.parse(localStorage.getItem('calcimap.preferences') ?? '{}')
    localStorage.setItem('calcimap.preferences', JSON.stringify({ ...saved, memoryGb: 0.0001 }))
  })
  await app.page.reload()
  await app.open(syntheticSeries(20, thigh()))
  await app.page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).click()
  await app.seesImage()
  await app.press('Shift+KeyF')
  await expect(notice(app)).toContainText('The search would exceed the memory for images')
  await expect(notice(app)).toContainText('You can still mark by hand.')
  await marksByHand(app)
})

test('a search slice by slice is stopped at once', async ({ app }) => {
  await openAndSearch(
    app,
    syntheticSeries(
      300,
      thigh((number) => ({ ImagePositionPatient: [0, 0, SPACING * number + (number > 9 ? 8 : 0)] })),
    ),
  )
  await app.step.getByRole('button', { name: 'Cancel' }).click()
  await expect(app.step.getByText('Searches the CT in the active viewport')).toBeVisible()
  await marksByHand(app)
  await app.press('Shift+KeyF')
  await expect(notice(app)).toContainText('Searched slice by slice: 300 slices')
})
