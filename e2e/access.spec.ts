import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, type App } from './app'
import { syntheticSeries } from './synthetic-dicom'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const SHEET = { columns: 64, rows: 64 }

/** What WCAG 2.2 AA finds on the page, in both themes. */
async function expectAccessible(page: Page, screen: string) {
  // A colour on its way to another is not the colour of the screen.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((it) => (document.documentElement.dataset.theme = it), theme)
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} — ${failureSummary?.slice(0, 200)}`,
      ),
    )
    expect(found, `${screen}, ${theme}`).toEqual([])
  }
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'))
}

/** The step's panel, whatever the language calls it. */
const stepOf = ({ page }: App) => page.getByRole('tabpanel')

async function goTo(app: App, step: number) {
  await app.page.keyboard.press(`Alt+Digit${step}`)
  await expect(stepOf(app)).toBeVisible()
}

for (const language of ['EN', 'ES'] as const) {
  test.describe(language, () => {
    test.beforeEach(async ({ app }) => {
      await app.page.getByRole('button', { name: language === 'EN' ? 'English' : 'Spanish' }).click()
      await expect(app.page.locator('html')).toHaveAttribute('lang', language.toLowerCase())
    })

    test('library, palette, keys', async ({ app: { page } }) => {
      await expectAccessible(page, 'library')
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('listbox')).toBeVisible()
      await expectAccessible(page, 'palette')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('listbox')).toBeHidden()
      await page.keyboard.press('F1')
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessible(page, 'keys')
    })

    test('planes and volume', async ({ app }) => {
      const { page } = app
      await app.drop(
        syntheticSeries(20, (number) => ({
          Rows: 32,
          Columns: 32,
          ImagePositionPatient: [0, 0, number],
        })),
      )
      await expect(page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
      await expectAccessible(page, 'planes and volume')
    })

    const searchCase9 = async (app: App) => {
      await app.page.getByRole('button', { name: /^(36-year-old woman|Mujer de 36)/ }).click()
      await expect(app.page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
      await app.press('Shift+KeyF')
      await expect(stepOf(app).getByRole('status')).toContainText(/^[1-9]\d/)
    }

    test('candidates: none selected, and one', async ({ app }) => {
      await searchCase9(app)
      await expectAccessible(app.page, 'found')
      await app.press('KeyN')
      await expectAccessible(app.page, 'one selected')
    })

    test('candidates: several selected, and the burden of accepted foci', async ({ app }) => {
      await searchCase9(app)
      await app.press('KeyN', 'KeyA')
      await stepOf(app)
        .getByRole('button', { name: /^(Subcutaneous|Subcutánea)/ })
        .first()
        .click()
      await stepOf(app)
        .getByText(/^(Burden of accepted|Carga cálcica)/)
        .click()
      await expectAccessible(app.page, 'several selected')
    })

    test('sheets: window, information, memory, calibration line', async ({ app }) => {
      const { page } = app
      await app.drop(
        syntheticSeries(1, {
          ...{ Modality: 'CR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1', Rows: 64, Columns: 64 },
          without: ['00280030', '00200032', '00200037', '00200052'],
        }),
      )
      await app.seesImage()
      const sheet = page.getByRole('dialog')
      const seen = async (name: string) => {
        await expect(sheet).toBeVisible()
        await expectAccessible(page, name)
        await page.keyboard.press('Escape')
        await expect(sheet).toBeHidden()
      }
      await app.press('Shift+KeyW')
      await seen('window')
      await app.press('Shift+KeyI')
      await expect(sheet.getByRole('row').nth(3)).toBeVisible()
      await seen('information')
      await page.keyboard.press('Control+k')
      await page.getByRole('option', { name: language === 'EN' ? /^Image memory/ : /^Memoria/ }).click()
      await seen('memory')
      await app.press('Shift+KeyD')
      await app.drag(await Promise.all([app.placeOf(SHEET, [10, 20]), app.placeOf(SHEET, [60, 20])]))
      await seen('calibration line')
    })

    /** Three small slices and a file that is none. */
    const openSlices = async (app: App) => {
      await app.drop([
        ...syntheticSeries(3, { Rows: 64, Columns: 64 }),
        { name: 'notes.dcm', bytes: Uint8Array.of(1, 2) },
      ])
      await app.seesImage()
      await app.seesAllOpened()
    }
    /** @returns the place of its first corner on the page */
    const markOne = async (app: App) => {
      const [from, to] = [await app.placeOf(SHEET, [10, 10]), await app.placeOf(SHEET, [30, 40])]
      await app.press('e')
      await app.drag([from, to])
      await app.press('Escape', 'Shift+Digit1')
      return from
    }

    test('every step, empty', async ({ app }) => {
      await openSlices(app)
      for (const step of [1, 2, 3, 4]) {
        await goTo(app, step)
        await expectAccessible(app.page, `step ${step}, empty`)
      }
    })

    test('marks, tags and the list of the poster', async ({ app }) => {
      await openSlices(app)
      await markOne(app)
      for (const [step, screen] of ['marks', 'tags', 'the list of the poster'].entries()) {
        await goTo(app, step + 1)
        await expectAccessible(app.page, screen)
      }
    })

    test('ranked candidates and the report', async ({ app }) => {
      const { page } = app
      await openSlices(app)
      await markOne(app)
      await goTo(app, 2)
      await stepOf(app)
        .getByRole('group', { name: language === 'EN' ? 'Nodular / rounded' : 'Nodular / redondeada' })
        .getByRole('button')
        .first()
        .click()
      await goTo(app, 3)
      await stepOf(app)
        .getByRole('list')
        .filter({ has: page.getByRole('button', { expanded: false }) })
        .first()
        .getByRole('button')
        .first()
        .click()
      await expect(stepOf(app).getByRole('button', { expanded: true })).toHaveCount(1)
      await expectAccessible(page, 'candidates')
      await goTo(app, 4)
      await expect(stepOf(app).getByRole('img')).toBeVisible()
      await expectAccessible(page, 'report')
    })

    test('the menu of the picture and the problems', async ({ app }) => {
      const { page } = app
      await openSlices(app)
      const place = await markOne(app)
      await page.mouse.click(...place, { button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible()
      await expectAccessible(page, 'menu')
      await page.keyboard.press('Escape')
      await app.status.getByRole('button').last().click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessible(page, 'problems')
    })
  })
}

test('the intended use', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'intended use')
})
