import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { Reader } from './reader'
import { readSampleCase } from './sample-case'
import { servePage, type ServedPage } from './served-page'

/*
 * The interface as it looks: the kit in every state, and the main screens. Pixels of images are left out, since
 * software draws them; so is the version. A change that is meant is taken over with
 * `npm run looks -- -u all`.
 */

/** Left out of the pictures. Rules of a constructed sheet, which the page's policy allows. */
const HIDDEN = `
  canvas, img { visibility: hidden !important; }
  .paper footer p:last-child { visibility: hidden !important; }
`
const HIPS = readSampleCase('case-05')
const OSSIFICATION = HIPS.placeOf('')
/**
 * Of all pixels of a picture. Text that is drawn by another version of the browser differs by less than the comparison
 * of a pixel allows; a panel moved by 2 px differs by more than 1 % of the page.
 */
const MOST_DIFFERING = 0.003
const DESK = { width: 1440, height: 900 }
const SMALL = { width: 1024, height: 768 }

const test = base.extend<{ reader: Reader }>({
  reader: async ({ page }, use) => {
    const reader = new Reader(page, 'en')
    await reader.start()
    await hideImages(page)
    await use(reader)
    expect(reader.complaints).toEqual([])
  },
  contextOptions: async ({}, use) => use({ reducedMotion: 'reduce' }),
})

const hideImages = (page: Page) =>
  page.evaluate((rules) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    document.adoptedStyleSheets.push(sheet)
  }, HIDDEN)

/** All pictures of a test are taken, also after one that is not as before. The pointer lies where it lights nothing up. */
async function looksAsBefore(page: Page, name: string, of?: Locator): Promise<void> {
  await page.mouse.move(0, 0)
  const options = { scale: 'css', maxDiffPixelRatio: MOST_DIFFERING } as const
  if (of) await expect.soft(of).toHaveScreenshot(`${name}.png`, options)
  else await expect.soft(page).toHaveScreenshot(`${name}.png`, options)
}

test.describe('the kit', () => {
  let served: ServedPage
  test.beforeAll(async () => {
    served = await servePage('src', 'kit.html')
  })
  test.afterAll(() => served.close())

  for (const theme of ['dark', 'light'])
    for (const language of ['en', 'es'])
      test(`${theme}, ${language}`, async ({ page }) => {
        await page.goto(`${served.url}?theme=${theme}&language=${language}`)
        await expect(page.locator('main')).toHaveAttribute('data-ready', 'true')
        await expect(page.getByRole('menuitem').first()).toBeFocused()
        // Each part by itself: a small one that moves is as much of its picture as a large one.
        for (const [index, part] of (await page.locator('main > section').all()).entries())
          await looksAsBefore(page, `kit-${theme}-${language}-${index + 1}`, part)
      })
})

/** A report says when it was changed: always then, in the pictures. */
const settleDates = (place: Locator) =>
  place.evaluate((root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (texts.nextNode())
      texts.currentNode.nodeValue = (texts.currentNode.nodeValue ?? '').replace(
        /last changed .* UTC/,
        'last changed Jan 15, 2026, 10:00 UTC',
      )
  })

/** At the slice of the largest ossification, once nothing is read or decoded any more. */
async function openHips(reader: Reader): Promise<void> {
  await reader.card(HIPS.title.en).click()
  await reader.seesImage()
  await reader.seesAllOpened()
  await expect(reader.viewport()).toHaveAttribute('data-decoded', String(HIPS.slices))
  await reader.press('Home')
  await reader.seesSlice(1)
  for (let at = 1; at < OSSIFICATION.slice; at++) {
    await reader.press('ArrowDown')
    await reader.seesSlice(at + 1)
  }
}

for (const [size, viewport, all] of [
  ['1440', DESK, true],
  ['1024', SMALL, false],
] as const)
  test.describe(`the screens at ${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport })

    test('from the library to the report', async ({ reader }) => {
      const { page, step } = reader
      const looks = (name: string) => looksAsBefore(page, `${name}-${size}`)

      await expect(page.getByRole('main').locator('.card').last()).toBeVisible()
      if (all) await looks('library')
      await openHips(reader)
      if (all) await looks('room')

      await reader.draw('Ellipse', HIPS.sheet, OSSIFICATION.corners)
      await reader.draw('Length', HIPS.sheet, OSSIFICATION.corners)
      await reader.row('F1').click()
      await reader.seesSaved()
      await looks('mark')

      await reader.press('Shift+KeyF')
      await expect(step.getByRole('status')).toContainText('to review')
      await step.getByRole('button', { name: /^1 / }).first().click()
      await looks('found')

      await reader.goTo('describe')
      await reader.tag('Periarticular')
      await reader.tag('Nodular / rounded')
      await reader.chip('Subcutaneous').getByRole('button').last().click()
      await reader.seesSaved()
      await looks('describe')

      if (all) {
        await reader.goTo('reason')
        await reader.candidates.first().getByRole('button').first().click()
        await expect(step.getByRole('heading', { name: 'Next test' })).toBeVisible()
        await looks('reason')
      }

      await reader.tab('report').click()
      await expect(reader.preview.locator('img').first()).toBeAttached()
      await settleDates(reader.preview)
      await settleDates(step.getByText(/last changed/).first())
      await looks('report')

      if (!all) return
      await page
        .getByRole('banner')
        .getByRole('button', { name: reader.t('command.keys') })
        .click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await looks('keys')
    })
  })
