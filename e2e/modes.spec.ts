import { test as base, expect } from './app'
import { Reader } from './reader'
import { syntheticSeries } from './synthetic-dicom'

const SHEET = { columns: 64, rows: 64 }

const test = base.extend<{ reader: Reader }>({
  reader: async ({ page, locale }, use) => {
    const reader = new Reader(page, locale === 'es' ? 'es' : 'en')
    await reader.start()
    await use(reader)
    expect(reader.complaints).toEqual([])
  },
})

/** How the reader's browser may be set; 200 % of 1440×900 are 720×450 CSS pixels of two by two. */
const MODES = {
  '1024×768': { viewport: { width: 1024, height: 768 } },
  '200 %': { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
  'forced colours': { contextOptions: { forcedColors: 'active' } },
  'reduced motion': { contextOptions: { reducedMotion: 'reduce' } },
} as const

async function seesWhole(reader: Reader, screen: string) {
  await expect(async () => expect(await reader.clipped(), screen).toEqual([])).toPass()
}

for (const locale of ['en', 'es'])
  for (const [mode, options] of Object.entries(MODES))
    test.describe(`${locale}, ${mode}`, () => {
      test.use({ locale, ...options })

      test('nothing is cut off or out of reach: library, steps, palette, keys', async ({ reader }) => {
        const { page, t } = reader
        await seesWhole(reader, 'library')
        await page.keyboard.press('Control+k')
        await expect(page.getByRole('listbox')).toBeVisible()
        await seesWhole(reader, 'palette')
        await page.keyboard.press('Escape')
        await expect(page.locator('dialog')).toHaveCount(0)
        await page.keyboard.press('F1')
        await expect(page.getByRole('dialog', { name: t('keys.title') })).toBeVisible()
        await seesWhole(reader, 'keys')
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toBeHidden()
        await reader.openAndSee(syntheticSeries(3, { Rows: 64, Columns: 64 }))
        await seesWhole(reader, 'mark, empty')
        await reader.press('e')
        await reader.drag(
          await Promise.all([reader.placeOf(SHEET, [20, 20]), reader.placeOf(SHEET, [40, 44])]),
        )
        await reader.press('Escape', 'Shift+Digit1')
        await seesWhole(reader, 'mark')
        for (const step of ['describe', 'reason', 'report'] as const) {
          await reader.tab(step).click()
          await expect(reader.step).toBeVisible()
          await seesWhole(reader, step)
        }
      })

      test('nothing is cut off or out of reach: planes and volume', async ({ reader }) => {
        await reader.drop(
          syntheticSeries(20, (number) => ({
            ...{ Rows: 32, Columns: 32, ImagePositionPatient: [0, 0, number] },
          })),
        )
        await expect(reader.page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
        await expect(reader.tab('mark')).toBeVisible()
        await seesWhole(reader, 'planes and volume')
      })
    })

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('nothing moves by itself', async ({ reader }) => {
    await reader.openAndSee(syntheticSeries(3, { Rows: 64, Columns: 64 }))
    await reader.press('Shift+F1')
    await reader.page.keyboard.press('ArrowRight')
    const moving = await reader.page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element)
        return animationName === 'none' && /^0s(, 0s)*$/.test(transitionDuration) ? [] : [element.className]
      }),
    )
    expect(moving).toEqual([])
  })
})

test.describe('forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('what is chosen, present and absent are told apart', async ({ reader }) => {
    const { page, t } = reader
    await reader.openAndSee(syntheticSeries(3, { Rows: 64, Columns: 64 }))
    await reader.press('e')
    await reader.drag(await Promise.all([reader.placeOf(SHEET, [20, 20]), reader.placeOf(SHEET, [40, 44])]))
    await reader.press('Escape')
    const ground = (element: Element) => getComputedStyle(element).backgroundColor
    const isTold = async (chosen: string, other: string) => {
      const [one, two] = await Promise.all([
        page.locator(chosen).first().evaluate(ground),
        page.locator(other).first().evaluate(ground),
      ])
      expect(one, `${chosen} beside ${other}`).not.toBe(two)
    }
    await isTold('header [aria-pressed=true]', 'header [aria-pressed=false]')
    await isTold('[role=tab][aria-selected=true]', '[role=tab][aria-selected=false]')
    await isTold('.switch [aria-pressed=true]', '.switch [aria-pressed=false]')
    await reader.tab('describe').click()
    const chip = reader.step.locator('.chip')
    await chip.nth(0).getByRole('button').first().click()
    await chip
      .nth(1)
      .getByRole('button', { name: t('term.absent') })
      .click()
    await isTold('.chip .present[aria-pressed=true]', '.chip .present[aria-pressed=false]')
    await isTold('.chip .absent[aria-pressed=true]', '.chip .absent[aria-pressed=false]')
  })
})
