import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { test as base, expect } from './app'
import { Reader } from './reader'
import { syntheticSeries } from './synthetic-dicom'

const SHEET = { columns: 64, rows: 64 }
const FILES = syntheticSeries(2, { Rows: 64, Columns: 64 })
const STEPS = ['open', 'mark', 'describe', 'report'] as const

/** A reader who has never been here. */
const test = base.extend<{ reader: Reader }>({
  reader: async ({ page, locale }, use) => {
    const reader = new Reader(page, locale === 'es' ? 'es' : 'en')
    await reader.start({ toured: false })
    await use(reader)
    expect(reader.complaints).toEqual([])
  },
})

const tourOf = ({ page, t }: Reader): Locator =>
  page.getByRole('region', { name: new RegExp(`^${t('tour.title')} `) })

async function seesStep(reader: Reader, step: (typeof STEPS)[number]) {
  const tour = tourOf(reader)
  await expect(tour.getByRole('heading')).toHaveText(reader.t(`tour.${step}Title`))
  const progress = reader.t('tour.progress', { n: STEPS.indexOf(step) + 1, total: STEPS.length })
  await expect(tour).toContainText(progress)
}

/** Left, top, right and bottom, in CSS pixels. */
async function edgesOf(element: Locator) {
  const box = await element.boundingBox()
  if (!box) throw new Error(`expected ${String(element)} on screen`)
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height }
}

/** The card is whole in the window and clear of what the ring is around; the ring is around the element. */
async function pointsAt(reader: Reader, target: Locator) {
  const { page } = reader
  await expect(async () => {
    const [card, ring, element] = await Promise.all([
      edgesOf(tourOf(reader)),
      edgesOf(page.locator('.ring')),
      edgesOf(target),
    ])
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
    expect(card.left).toBeGreaterThanOrEqual(0)
    expect(card.top).toBeGreaterThanOrEqual(0)
    expect(card.right).toBeLessThanOrEqual(width)
    expect(card.bottom).toBeLessThanOrEqual(height)
    expect(ring.left).toBeLessThanOrEqual(element.left)
    expect(ring.right).toBeGreaterThanOrEqual(element.right)
    expect(ring.top).toBeLessThanOrEqual(element.top)
    expect(ring.bottom).toBeGreaterThanOrEqual(element.bottom)
    const isClear =
      card.left >= element.right ||
      card.right <= element.left ||
      card.top >= element.bottom ||
      card.bottom <= element.top
    expect(isClear).toBe(true)
  }).toPass()
}

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'])
    .analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([])
}

const targetsOf = (reader: Reader): Record<(typeof STEPS)[number], Locator[]> => ({
  open: [reader.browser.getByRole('button', { name: reader.t('command.open') })],
  mark: [reader.tools.getByRole('button', { name: reader.t('command.tool_ellipse'), exact: true })],
  describe: [reader.tab('describe'), reader.tab('reason')],
  report: [reader.tab('report')],
})

for (const locale of ['en', 'es'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ]) {
    test.describe(`${locale}, ${viewport.width}×${viewport.height}`, () => {
      test.use({ locale, viewport, contextOptions: { reducedMotion: 'reduce' } })

      test('comes with the first study, points at what it is about, is walked by mouse', async ({
        reader,
      }) => {
        const { page, t } = reader
        await expect(tourOf(reader)).toBeHidden()
        await reader.openAndSee(FILES)
        for (const step of STEPS) {
          await seesStep(reader, step)
          for (const target of targetsOf(reader)[step]) await pointsAt(reader, target)
          await expectAccessible(page)
          await tourOf(reader)
            .getByRole('button', { name: step === 'report' ? t('tour.done') : t('tour.next') })
            .click()
        }
        await expect(tourOf(reader)).toBeHidden()
        await page.reload()
        await reader.openAndSee(FILES)
        await expect(reader.tab('report')).toBeVisible()
        await expect(tourOf(reader)).toBeHidden()
      })
    })
  }

  test.describe(`${locale}, keyboard alone`, () => {
    test.use({ locale })

    test('forwards, back and out; focus returns; again from the palette and the key sheet', async ({
      reader,
    }) => {
      const { page, t } = reader
      const { keyboard } = page
      await reader.openAndSee(FILES)
      await seesStep(reader, 'open')
      await reader.viewport().focus()
      await keyboard.press('Shift+F1')
      const next = tourOf(reader).getByRole('button', { name: t('tour.next') })
      await expect(next).toBeFocused()
      await keyboard.press('Enter')
      await seesStep(reader, 'mark')
      await keyboard.press('ArrowRight')
      await seesStep(reader, 'describe')
      await keyboard.press('ArrowLeft')
      await seesStep(reader, 'mark')
      await keyboard.press('Shift+Tab')
      await expect(tourOf(reader).getByRole('button', { name: t('tour.back') })).toBeFocused()
      await keyboard.press('Escape')
      await expect(tourOf(reader)).toBeHidden()
      await expect(reader.viewport()).toBeFocused()

      await keyboard.press('Control+k')
      await expect(page.getByRole('listbox')).toBeVisible()
      await keyboard.type(t('command.tour'))
      await keyboard.press('Enter')
      await seesStep(reader, 'open')
      await expect(next).toBeFocused()
      for (const step of STEPS.slice(1)) {
        await keyboard.press('Enter')
        await seesStep(reader, step)
      }
      await keyboard.press('Enter')
      await expect(tourOf(reader)).toBeHidden()
      await expect(reader.viewport()).toBeFocused()

      await keyboard.press('F1')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('command.tour'), exact: true })
        .focus()
      await keyboard.press('Enter')
      await expect(page.getByRole('dialog')).toBeHidden()
      await seesStep(reader, 'open')
      await expect(next).toBeFocused()
    })

    test('is skipped at any step, by button and by Escape from the image', async ({ reader }) => {
      const { page, t } = reader
      await reader.openAndSee(FILES)
      for (const [index, step] of STEPS.entries()) {
        if (index > 0) {
          await page.keyboard.press('Shift+F1')
          await expect(tourOf(reader).getByRole('button', { name: t('tour.next') })).toBeFocused()
        }
        for (let back = 0; back < index; back++) await page.keyboard.press('ArrowRight')
        await seesStep(reader, step)
        if (step === 'describe') await reader.press('Escape')
        else if (step === 'report') await page.keyboard.press('Escape')
        else
          await tourOf(reader)
            .getByRole('button', { name: t('tour.skip') })
            .click()
        await expect(tourOf(reader)).toBeHidden()
      }
    })
  })
}

test.describe('a reader who has begun', () => {
  test.use({ locale: 'en' })

  test('draws and goes from step to step while it is there; a mark ends it', async ({ reader }) => {
    await reader.openAndSee(FILES)
    await seesStep(reader, 'open')
    await reader.tab('describe').click()
    await expect(reader.step).toBeVisible()
    await reader.press('ArrowDown')
    await reader.seesSlice(2)
    await expect(tourOf(reader)).toBeVisible()
    await reader.draw('Ellipse', SHEET, [
      [20, 20],
      [40, 40],
    ])
    await expect(tourOf(reader)).toBeHidden()
    await expect(reader.viewport()).toBeFocused()
  })

  test('opens a sheet: it ends', async ({ reader }) => {
    await reader.openAndSee(FILES)
    await seesStep(reader, 'open')
    await reader.press('Shift+KeyI')
    await expect(reader.page.getByRole('dialog')).toBeVisible()
    await expect(tourOf(reader)).toBeHidden()
    await reader.page.keyboard.press('Escape')
    await expect(tourOf(reader)).toBeHidden()
  })

  test('asked for in the library, it goes on in the study that is opened', async ({ reader }) => {
    const { page } = reader
    await page.keyboard.press('Shift+F1')
    await seesStep(reader, 'open')
    await expect(tourOf(reader).getByRole('button', { name: 'Next' })).toBeHidden()
    await expectAccessible(page)
    await reader.openAndSee(FILES)
    await seesStep(reader, 'mark')
  })

  test('is not in the first JavaScript', async ({ reader }) => {
    const fetched = () =>
      reader.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect((await fetched()).filter((name) => /Tour-/.test(name))).toEqual([])
    await reader.openAndSee(FILES)
    await seesStep(reader, 'open')
    expect((await fetched()).filter((name) => /Tour-.*\.js$/.test(name))).toHaveLength(1)
  })
})
