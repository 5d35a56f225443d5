import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import dicomParser from 'dicom-parser'
import { App, expect, test, type PagePoint, type PixelPoint, type Sheet } from './app'
import { realFiles, whereReal } from './real-dicom'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/** mm: rows 0.8 apart, columns 0.5. */
const SPACING = [0.8, 0.5] as const
const SHEET: Sheet = { columns: 64, rows: 64, aspect: SPACING[0] / SPACING[1] }
/** 500 HU in a square of ten pixels, −100 HU around it. */
const hounsfield = (column: number, row: number) =>
  column >= 20 && column < 30 && row >= 10 && row < 20 ? 500 : -100
const CALCIUM: SyntheticImage = {
  Rows: 64,
  Columns: 64,
  PixelSpacing: SPACING,
  pixel: (column, row) => hounsfield(column, row) + 1024,
}

/** Statistics of the pixels whose centres lie where `inside` says, worked out here and not by the program. */
function statistics(inside: (column: number, row: number) => boolean) {
  const values: number[] = []
  for (let row = 0; row < 64; row++)
    for (let column = 0; column < 64; column++)
      if (inside(column + 0.5, row + 0.5)) values.push(hounsfield(column, row))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean: hu(mean), minimum: hu(Math.min(...values)), maximum: hu(Math.max(...values)) }
}
const hu = (value: number) => `${Math.round(value)} HU`.replace('-', '−')

const button = (app: App, name: string) => app.panel.getByRole('button', { name, exact: true })
const findings = (app: App, count: string) => app.status.getByText(count)

const kept = async (app: App) => JSON.stringify((await app.readings()).map(({ findings }) => findings))

const OFTEN = { intervals: [50] }

/** What is kept, once it is another than `before`. */
async function nextKept(app: App, before = '[]'): Promise<string> {
  await expect.poll(() => kept(app), OFTEN).not.toBe(before)
  return kept(app)
}

const expectKept = (app: App, expected: string) => expect.poll(() => kept(app), OFTEN).toBe(expected)

test.describe('marks and their measures', () => {
  test('length, in millimetres of both directions', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    await app.draw('Length', SHEET, [
      [10, 10],
      [40, 50],
    ])
    const truth = Math.hypot(30 * SPACING[1], 40 * SPACING[0])
    await expect(app.measure('Length')).toHaveText(`${truth.toFixed(1)} mm`)
    await expect(app.row('M1')).toContainText(`${truth.toFixed(1)} mm`)
    await expect(app.drawn('M1')).toContainText(`M1 · ${truth.toFixed(1)} mm`)
  })

  test('rectangle: longest diameter, area, values inside', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    await app.draw('Rectangle', SHEET, [
      [18, 8],
      [32, 22],
    ])
    const [wide, high] = [14 * SPACING[1], 14 * SPACING[0]]
    await expect(app.measure('Longest diameter')).toHaveText(`${Math.hypot(wide, high).toFixed(1)} mm`)
    await expect(app.measure('Area')).toHaveText(`${(wide * high).toFixed(1)} mm²`)
    const truth = statistics((column, row) => column > 18 && column < 32 && row > 8 && row < 22)
    await expect(app.measure('Mean')).toHaveText(truth.mean)
    await expect(app.measure('Minimum')).toHaveText(truth.minimum)
    await expect(app.measure('Maximum')).toHaveText(truth.maximum)
  })

  test('ellipse: area and mean of what lies inside', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    await app.draw('Ellipse', SHEET, [
      [20.2, 6.2],
      [40.2, 26.2],
    ])
    await expect(app.measure('Longest diameter')).toHaveText(`${(20 * SPACING[0]).toFixed(1)} mm`)
    await expect(app.measure('Area')).toHaveText(
      `${(Math.PI * 10 * SPACING[1] * 10 * SPACING[0]).toFixed(1)} mm²`,
    )
    const truth = statistics((column, row) => Math.hypot(column - 30.2, row - 16.2) <= 10)
    await expect(app.measure('Mean')).toHaveText(truth.mean)
  })

  test('outline by hand: its area', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    await app.draw('Freehand outline', SHEET, [
      [10, 30],
      [30, 30],
      [30, 50],
      [10, 50],
    ])
    await expect(app.measure('Area')).toHaveText(`${(20 * SPACING[1] * 20 * SPACING[0]).toFixed(1)} mm²`)
    await expect(app.measure('Mean')).toHaveText('−100 HU')
  })

  test('point: the value under it', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    await app.draw('Point', SHEET, [[29.9, 19.9]])
    await expect(app.measure('Value')).toHaveText('500 HU')
    await app.draw('Point', SHEET, [[30.1, 19.9]])
    await expect(app.measure('Value')).toHaveText('−100 HU')
  })

  test('by clicks instead of a drag; an outline closes on its start', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    const click = async (point: PixelPoint) => app.page.mouse.click(...(await app.placeOf(SHEET, point)))
    await app.take('Length')
    await click([10, 10])
    await click([40, 50])
    await expect(app.measure('Length')).toHaveText('35.3 mm')
    await app.take('Freehand outline')
    for (const point of [
      [10, 30],
      [30, 30],
      [30, 50],
      [10, 50],
      [10, 30],
    ] as const)
      await click(point)
    await expect(app.row('F1')).toBeVisible()
    await expect(app.measure('Area')).toHaveText('160.0 mm²')
  })

  test('what was begun on one image is cancelled on the next', async ({ app }) => {
    await app.openAndSee(syntheticSeries(3, CALCIUM))
    const click = async (point: PixelPoint) => app.page.mouse.click(...(await app.placeOf(SHEET, point)))
    await app.take('Length')
    await click([12, 12])
    await app.page.mouse.wheel(0, 100)
    await expect(app.viewport(1)).toHaveAttribute('data-slice', '3')
    await click([10, 10])
    await click([40, 50])
    await expect(app.measure('Length')).toHaveText('35.3 mm')
  })

  test('regions are kept in pixels of the image and in millimetres of the patient', async ({ app }) => {
    const position = [-100, 20, 300] as const
    await app.openAndSee(syntheticSeries(1, { ...CALCIUM, ImagePositionPatient: position }))
    await app.draw('Point', SHEET, [[20.5, 40.5]])
    await app.seesSaved()
    const [{ findings }] = await app.readings()
    const [{ imageRegion, spatialRegion }] = findings[0].foci
    expect(imageRegion.points[0][0]).toBeCloseTo(20.5, 1)
    expect(imageRegion.points[0][1]).toBeCloseTo(40.5, 1)
    // The position of the file is the centre of the first pixel, (0.5, 0.5).
    const [x, y, z] = spatialRegion?.points[0] ?? []
    expect(x).toBeCloseTo(position[0] + 20 * SPACING[1], 1)
    expect(y).toBeCloseTo(position[1] + 40 * SPACING[0], 1)
    expect(z).toBe(position[2])
  })
})

test.describe('selected marks', () => {
  test('select on the image, move, drag a handle: the measures follow', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    await app.draw('Rectangle', SHEET, [
      [40, 40],
      [50, 50],
    ])
    await app.draw('Point', SHEET, [[5.5, 5.5]])
    await expect(app.measure('Value')).toHaveText('−100 HU')

    await app.take('Select and move marks')
    const edge = await app.placeOf(SHEET, [45, 40])
    await app.page.mouse.click(...edge)
    await expect(app.row('F1')).toHaveAttribute('aria-pressed', 'true')
    await expect(app.row('F2')).toHaveAttribute('aria-pressed', 'false')
    await expect(app.measure('Mean')).toHaveText('−100 HU')

    // Twenty columns to the left and thirty rows up is the square of calcium.
    await app.drag([edge, await app.placeOf(SHEET, [25, 10])])
    await expect(app.measure('Mean')).toHaveText('500 HU')
    await expect(app.measure('Area')).toHaveText(`${(10 * SPACING[1] * 10 * SPACING[0]).toFixed(1)} mm²`)

    await app.drag([await app.placeOf(SHEET, [30, 20]), await app.placeOf(SHEET, [40, 30])])
    await expect(app.measure('Area')).toHaveText(`${(20 * SPACING[1] * 20 * SPACING[0]).toFixed(1)} mm²`)
    const truth = statistics((column, row) => column > 20 && column < 40 && row > 10 && row < 30)
    await expect(app.measure('Mean')).toHaveText(truth.mean)

    await app.press('Control+z')
    await expect(app.measure('Mean')).toHaveText('500 HU')
    await app.press('Control+z')
    await expect(app.measure('Mean')).toHaveText('−100 HU')
    await app.press('Control+y', 'Control+Shift+z')
    await expect(app.measure('Mean')).toHaveText(truth.mean)
  })

  test('rename, list by slice, jump to the slice, step through, delete', async ({ app }) => {
    await app.openAndSee(syntheticSeries(5, CALCIUM))
    for (const slice of [1, 4]) {
      await app.press('Escape', 'Home')
      for (let step = 1; step < slice; step++) await app.press('ArrowDown')
      await app.seesSlice(slice)
      await app.draw('Point', SHEET, [[30.5, 30.5 + slice]])
      await expect(app.row(slice === 1 ? 'F1' : 'F2')).toContainText(`1:${slice}`)
    }
    await app.panel.getByRole('textbox', { name: 'Name' }).fill('left gluteal')
    await app.page.keyboard.press('Enter')
    await expect(app.row('left gluteal')).toBeVisible()
    await expect(app.drawn('left gluteal')).toBeVisible()

    await app.row('F1').click()
    await app.seesSlice(1)
    await expect(app.drawn('F1')).toBeVisible()
    await expect(app.drawn('left gluteal')).toHaveCount(0)
    await app.press('.')
    await app.seesSlice(4)
    await expect(app.row('left gluteal')).toHaveAttribute('aria-pressed', 'true')
    await app.press(',')
    await app.seesSlice(1)

    await app.press('Delete')
    await expect(app.row('F1')).toHaveCount(0)
    await expect(findings(app, '1 finding · 1 focus')).toBeVisible()
    await app.row('left gluteal').click()
    await button(app, 'Delete selected marks').click()
    await expect(findings(app, '0 findings · 0 foci')).toBeVisible()
    await expect(button(app, 'Draw an ellipse')).toBeVisible()
  })

  test('group into a finding and split off again', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, CALCIUM))
    for (const row of [10.5, 20.5, 30.5]) await app.draw('Point', SHEET, [[40.5, row]])
    await expect(findings(app, '3 findings · 3 foci')).toBeVisible()
    await app.row('F1').click()
    await app.row('F3').click({ modifiers: ['Control'] })
    await button(app, 'Group selected marks into one finding').click()
    await expect(findings(app, '2 findings · 3 foci')).toBeVisible()
    await app.row('F3').click()
    await button(app, 'Separate selected marks').click()
    await expect(findings(app, '3 findings · 3 foci')).toBeVisible()

    await app.row('F2').click()
    await app.panel.getByRole('checkbox', { name: 'Add to selected finding' }).check()
    await app.draw('Point', SHEET, [[50.5, 50.5]])
    await expect(findings(app, '3 findings · 4 foci')).toBeVisible()
  })
})

async function openMarked(app: App) {
  await app.openAndSee(syntheticSeries(1, CALCIUM))
  await app.draw('Point', SHEET, [[25.5, 15.5]])
  await app.goTo('describe')
}

test.describe('tags', () => {
  test('a term is present, absent or unknown', async ({ app }) => {
    await openMarked(app)
    const chip = app.chip('Periarticular')
    const [present, absent] = [
      chip.getByRole('button', { name: /^Periarticular( |$|⇧)/ }),
      chip.getByRole('button', { name: 'Periarticular: absent' }),
    ]
    const expectState = async (...[isPresent, isAbsent]: [boolean, boolean]) => {
      await expect(present).toHaveAttribute('aria-pressed', String(isPresent))
      await expect(absent).toHaveAttribute('aria-pressed', String(isAbsent))
    }
    await expectState(false, false)
    await present.click()
    await expectState(true, false)
    await absent.click()
    await expectState(false, true)
    await absent.click()
    await expectState(false, false)
    await app.press('Shift+2')
    await expectState(true, false)
  })

  test('every group is there; search finds across them, in both languages', async ({ app }) => {
    await openMarked(app)
    for (const group of ['Distribution', 'Extent', 'Morphology', 'Site', 'Associated signs'])
      await expect(app.step.getByRole('heading', { name: group })).toBeVisible()
    const search = app.panel.getByRole('searchbox', { name: 'Search all terms' })
    await search.fill('nodul')
    await expect(app.chip('Nodular / rounded')).toBeVisible()
    await expect(app.chip('Subcutaneous')).toHaveCount(0)
    await search.fill('muslo')
    await expect(app.chip('Thigh')).toBeVisible()
    await search.fill('acro-osteo')
    await app.tag('Acro-osteolysis')
    await expect(
      app.chip('Acro-osteolysis').getByRole('button', { name: 'Acro-osteolysis' }).first(),
    ).toHaveAttribute('aria-pressed', 'true')
    await search.fill('zzz')
    await expect(app.step.getByText('No matching term.')).toBeVisible()
  })

  test('site with its side, structures, grade; the finding is summed up', async ({ app }) => {
    await openMarked(app)
    await app.tag('Subcutaneous')
    await app.step.getByRole('heading', { name: 'Site' }).click()
    await app.tag('Thigh')
    await app.panel.getByRole('combobox', { name: 'Thigh' }).selectOption('Right')
    await app.step.getByRole('heading', { name: 'Structures involved or encased' }).click()
    const nerve = button(app, 'Sciatic nerve')
    await nerve.click()
    await expect(nerve).toHaveAttribute('aria-pressed', 'true')
    await app.step.getByRole('heading', { name: 'Grade' }).click()
    await app.step.getByRole('radio', { name: /^III/ }).check()
    await app.goTo('mark')
    await expect(app.panel.getByRole('button', { name: /^Finding 1/ })).toContainText(
      'Subcutaneous · Thigh (right)',
    )
    await app.goTo('describe')
    await expect(app.step.getByRole('radio', { name: /^III/ })).toBeChecked()
    await button(app, 'No grade').click()
    await expect(app.step.getByRole('radio', { name: /^III/ })).not.toBeChecked()
  })
})

test('undo and redo go through every kind of change', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, CALCIUM))
  const describe = async (act: () => Promise<void>) => {
    await app.goTo('describe')
    await act()
  }
  const VERBS: readonly (() => Promise<void>)[] = [
    () => app.draw('Point', SHEET, [[10.5, 10.5]]),
    () =>
      app.draw('Ellipse', SHEET, [
        [30, 30],
        [40, 40],
      ]),
    async () => {
      await app.panel.getByRole('textbox', { name: 'Name' }).fill('calf')
      await app.page.keyboard.press('Enter')
    },
    async () => {
      await app.take('Select and move marks')
      await app.drag([await app.placeOf(SHEET, [35, 30]), await app.placeOf(SHEET, [45, 40])])
    },
    async () => {
      await app.row('F1').click({ modifiers: ['Control'] })
      await button(app, 'Group selected marks into one finding').click()
    },
    async () => {
      await app.row('F1').click()
      await button(app, 'Separate selected marks').click()
    },
    () => describe(() => app.tag('Vascular (arterial or venous wall/lumen)')),
    () =>
      describe(async () =>
        app
          .chip('Subcutaneous')
          .getByRole('button', { name: /absent/ })
          .click(),
      ),
    () =>
      describe(async () => {
        await app.step.getByRole('heading', { name: 'Site' }).click()
        await app.tag('Knee')
      }),
    () =>
      describe(async () => {
        await app.panel.getByRole('combobox', { name: 'Knee' }).selectOption('Left')
      }),
    () =>
      describe(async () => {
        await app.step.getByRole('heading', { name: 'Structures involved or encased' }).click()
        await button(app, 'Muscle').click()
      }),
    () =>
      describe(async () => {
        await app.step.getByRole('heading', { name: 'Grade' }).click()
        await app.step.getByRole('radio', { name: /^II / }).check()
      }),
    async () => {
      await app.goTo('mark')
      await app.press('Delete')
    },
  ]
  const versions: string[] = []
  for (const verb of VERBS) {
    await verb()
    versions.push(await nextKept(app, versions.at(-1)))
  }
  const [undo, redo] = ['Undo', 'Redo'].map((name) => app.tools.getByRole('button', { name, exact: true }))
  for (const before of [...versions].reverse().slice(1)) {
    await undo.click()
    await expectKept(app, before)
  }
  await undo.click()
  await expect(findings(app, '0 findings · 0 foci')).toBeVisible()
  await expect(undo).toBeDisabled()
  for (const after of versions) {
    await redo.click()
    await expectKept(app, after)
  }
  await expect(redo).toBeDisabled()
})

test.describe('candidate causes', () => {
  const candidates = (app: App) =>
    app.step.getByRole('list', { name: 'Candidate causes' }).getByRole('listitem')

  test('with a distribution alone: the poster’s list and what to tag next, no ranking', async ({ app }) => {
    await openMarked(app)
    await app.tag('Subcutaneous')
    await app.goTo('reason')
    await expect(app.step.getByText('No ranking: the distribution alone')).toBeVisible()
    await expect(app.step.getByText('Tag next: Morphology → Site → Extent')).toBeVisible()
    const list = app.step.getByRole('region', { name: 'Causes on the poster' })
    await expect(list.getByRole('heading', { name: /^Soft tissue/ })).toBeVisible()
    await expect(list.getByRole('listitem').filter({ hasText: 'Synovial sarcoma' })).toBeVisible()
    await expect(candidates(app)).toHaveCount(0)
  })

  test('with more: ranked, each with its mechanism, its reasons in points, what to do next', async ({
    app,
  }) => {
    await openMarked(app)
    for (const term of ['Subcutaneous', 'Multifocal (several regions, not confluent)', 'Nodular / rounded'])
      await app.tag(term)
    await app.goTo('reason')
    await expect(app.step.getByText('It is not a diagnosis')).toBeVisible()
    const first = candidates(app).first()
    await expect(first).toContainText(/Leading/)
    await expect(first).toContainText(/Dystrophic|Metastatic|Iatrogenic|Idiopathic|Calciphylaxis/)
    await first.getByRole('button').first().click()
    const evidence = first.locator('.evidence').getByRole('listitem')
    await expect(evidence.filter({ hasText: 'Subcutaneous: present' })).toContainText(/\+\d+\.\d/)
    await expect(first.getByRole('heading', { name: 'Next test' })).toBeVisible()

    // The points of the reasons are the score.
    const points = (texts: readonly string[]) =>
      texts
        .map((text) => parseFloat((text.match(/[+−-]?\d+\.\d(?=\s*$)/)?.[0] ?? 'NaN').replace('−', '-')))
        .reduce((sum, value) => sum + value, 0)
    const total = points(await evidence.allInnerTexts())
    const score = parseFloat(
      ((await first.innerText()).match(/([−-]?\d+\.\d) points/)?.[1] ?? 'NaN').replace('−', '-'),
    )
    // Each is rounded to a tenth.
    expect(Math.abs(total - score)).toBeLessThanOrEqual(0.05 * ((await evidence.count()) + 1) + 1e-9)

    const before = await candidates(app).allInnerTexts()
    await app.goTo('describe')
    await app
      .chip('Nodular / rounded')
      .getByRole('button', { name: /absent/ })
      .click()
    await app.goTo('reason')
    await expect.poll(() => candidates(app).allInnerTexts()).not.toEqual(before)
  })

  test('what must not be missed is listed apart, whatever its rank', async ({ app }) => {
    await openMarked(app)
    for (const term of ['Intramuscular', 'Amorphous / cloud-like']) await app.tag(term)
    await app.goTo('reason')
    const section = app.step.getByRole('region', { name: 'Do not miss' })
    await expect(section.getByText('Extraskeletal osteosarcoma', { exact: false }).first()).toBeVisible()
  })
})

interface RealCase {
  readonly name: string
  readonly paths: readonly string[]
  readonly sheet: Sheet
  /** The slice of the series that is marked, and its name in the list. */
  readonly place: string
  /** mm between columns, where the file gives it. */
  readonly columnMm?: number
  readonly note?: string
}

const REAL: readonly RealCase[] = [
  {
    name: 'a plain radiograph (CR, MONOCHROME1, no spacing)',
    paths: ['image/pydicom-data__RG3_J2KR.dcm'],
    sheet: { columns: 1760, rows: 1760 },
    place: '1:2',
  },
  {
    name: 'a radiograph (DX, spacing at the detector)',
    paths: ['image/highdicom__dx_image.dcm'],
    sheet: { columns: 211, rows: 169, aspect: 1.2 / 1.2012 },
    place: '1001:1002',
    columnMm: 1.201199999999,
    note: '(detector)',
  },
  {
    name: 'a CT series',
    paths: ['01', '02', '03'].map((name) => `series/dcmqi-ct3/${name}.dcm`),
    sheet: { columns: 512, rows: 512 },
    place: '2:2',
    columnMm: 0.810547,
  },
  {
    name: 'an MR series with unequal spacing',
    paths: ['001', '002', '003', '004'].map((name) => `series/nonisotropic-4/${name}.dcm`),
    sheet: { columns: 64, rows: 28, aspect: 4 / 6.39995861053464 },
    place: '201:3',
    columnMm: 6.39995861053464,
  },
]

for (const { name, paths, sheet, place, columnMm, note } of whereReal(REAL))
  test(`the whole path on ${name}`, async ({ app }) => {
    await app.openAndSee(realFiles(...paths))
    const [left, right, row] = [sheet.columns / 4, (sheet.columns * 3) / 4, sheet.rows / 2]
    await app.draw('Length', sheet, [
      [left, row],
      [right, row],
    ])
    const span = right - left
    const truth = columnMm
      ? [(span * columnMm).toFixed(1), 'mm', note].filter(Boolean).join(' ')
      : `${span.toFixed(1)} px`
    await expect(app.measure('Length')).toHaveText(truth)
    await expect(app.row('M1')).toContainText(place)

    await app.draw('Point', sheet, [[left, row / 2]])
    await expect(app.row('F1')).toContainText(place)
    await app.press('Shift+1')
    await app.goTo('describe')
    await app.tag('Nodular / rounded')
    await app.goTo('reason')
    await expect(app.step.getByRole('list', { name: 'Candidate causes' })).toBeVisible()
    await app.seesSaved()
    expect((await app.readings())[0].findings[0].terms).toMatchObject({
      'dist.subcutaneous': 'present',
      'morph.nodular': 'present',
    })
  })

for (const path of whereReal(['series/dcmqi-ct3/02.dcm']))
  test('mean HU of a real CT is that of its stored values', async ({ app }) => {
    const [file] = realFiles(path)
    await app.openAndSee([file])
    await app.draw('Rectangle', { columns: 512, rows: 512 }, [
      [200, 240],
      [260, 300],
    ])
    // Implicit VR little endian, uncompressed: the file ends with its 512 × 512 signed words; rescale intercept −1024.
    const words = new DataView(file.bytes.buffer, file.bytes.byteOffset + file.bytes.length - 2 * 512 * 512)
    let sum = 0
    for (let row = 240; row < 300; row++)
      for (let column = 200; column < 260; column++)
        sum += words.getInt16(2 * (512 * row + column), true) - 1024
    await expect(app.measure('Mean')).toHaveText(hu(sum / 3600))
  })

const SAMPLES = fileURLToPath(new URL('../sample-dicom', import.meta.url))

interface SampleKey {
  readonly title: { readonly en: string }
  readonly foci: readonly { readonly centreMm: readonly [number, number, number] }[]
}

/** Sample cases whose CT is there. */
const sampleCases = existsSync(SAMPLES)
  ? readdirSync(SAMPLES).filter((folder) => existsSync(`${SAMPLES}/${folder}/ct`))
  : []

for (const folder of sampleCases.slice(0, 1))
  test(`the whole path on the sample case ${folder}, on a focus of its key`, async ({ app }) => {
    const key = JSON.parse(readFileSync(`${SAMPLES}/${folder}/case.json`, 'utf8')) as SampleKey
    const { slice, point, sheet } = placeInCt(folder, key.foci[0].centreMm)
    await app.page.getByRole('button', { name: key.title.en }).click()
    await app.seesImage()
    await app.browser.getByRole('button', { name: /CT · / }).click()
    await expect(app.viewport()).toHaveAccessibleName(/slice \d+ of \d\d/)
    await app.press('Home')
    await app.seesSlice(1)
    for (let at = 1; at + 10 <= slice; at += 10) await app.press('Shift+ArrowDown')
    for (let at = 0; at < (slice - 1) % 10; at++) await app.press('ArrowDown')
    await app.seesSlice(slice)

    const [column, row] = point
    await app.draw('Ellipse', sheet, [
      [column - 8, row - 8],
      [column + 8, row + 8],
    ])
    // Calcium: no soft tissue reaches 130 HU.
    await expect.poll(async () => parseFloat(await app.measure('Maximum').innerText())).toBeGreaterThan(130)
    await app.goTo('describe')
    for (const term of ['Subcutaneous', 'Multifocal (several regions, not confluent)', 'Nodular / rounded'])
      await app.tag(term)
    await app.goTo('reason')
    await app.panel.getByRole('button', { name: /^Show all/ }).click()
    await expect(app.step.getByText('Calcinosis cutis in systemic lupus erythematosus').first()).toBeVisible()
    await app.seesSaved()
  })

/** The slice nearest to a place in the patient, from 1 at the lowest, and the pixel on it; axial slices only. */
function placeInCt(folder: string, [x, y, z]: readonly [number, number, number]) {
  const files = readdirSync(`${SAMPLES}/${folder}/ct`).map((name) => {
    const data = dicomParser.parseDicom(readFileSync(`${SAMPLES}/${folder}/ct/${name}`), {
      untilTag: 'x7fe00010',
    })
    const numbers = (tag: string) => (data.string(tag) ?? '').split('\\').map(Number)
    const [columns, rows] = [data.uint16('x00280011') ?? 0, data.uint16('x00280010') ?? 0]
    return { position: numbers('x00200032'), spacing: numbers('x00280030'), columns, rows }
  })
  files.sort((a, b) => a.position[2] - b.position[2])
  const distances = files.map(({ position }) => Math.abs(position[2] - z))
  const index = distances.indexOf(Math.min(...distances))
  const { position, spacing, columns, rows } = files[index]
  const point: PixelPoint = [(x - position[0]) / spacing[1] + 0.5, (y - position[1]) / spacing[0] + 0.5]
  return { slice: index + 1, point, sheet: { columns, rows, aspect: spacing[0] / spacing[1] } }
}

test('two studies side by side: marks go to the study they are drawn on', async ({ app }) => {
  const other = {
    ...CALCIUM,
    StudyInstanceUID: '2.25.1.11',
    SeriesInstanceUID: '2.25.1.22',
    SOPInstanceUID: '2.25.1.33',
    elements: [['00081030', 'LO', 'Second study']] as const,
  }
  await app.openAndSee(syntheticSeries(1, CALCIUM))
  await app.draw('Point', SHEET, [[10.5, 10.5]])
  await app.open(syntheticSeries(1, other))
  await expect(findings(app, '0 findings · 0 foci')).toBeVisible()
  await app.tools.getByRole('combobox', { name: 'Layout' }).selectOption('2×1')
  await app.viewport(2).click()
  await app.browser.getByRole('button', { name: /^Jan 1, 2026 Synthetic study/ }).click()
  await app.seesImage(2)
  await expect(app.viewport(1)).toHaveAttribute('data-instance', '2.25.1.33')
  await expect(app.viewport(2)).toHaveAttribute('data-instance', '2.25.1.3.1')
  await expect(findings(app, '1 finding · 1 focus')).toBeVisible()

  await app.take('Point')
  const at = async (number: number): Promise<PagePoint> => app.placeOf(SHEET, [30.5, 30.5], number)
  await app.page.mouse.click(...(await at(1)))
  await app.page.mouse.click(...(await at(2)))
  await expect(findings(app, '2 findings · 2 foci')).toBeVisible()
  await app.viewport(1).focus()
  await expect(findings(app, '1 finding · 1 focus')).toBeVisible()
  await expect(app.viewport(1)).toHaveAttribute('data-instance', '2.25.1.33')
})
