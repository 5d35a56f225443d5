import type { Locator, Page } from '@playwright/test'
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

const tipOf = (page: Page): Locator => page.getByRole('tooltip')

/** The keys of every command by its name, as the key sheet shows them. */
async function keysByName({ page, t }: Reader): Promise<ReadonlyMap<string, string>> {
  await page.keyboard.press('F1')
  const sheet = page.getByRole('dialog', { name: t('keys.title') })
  await expect(sheet).toBeVisible()
  const rows = await sheet.locator('dl > div').evaluateAll((all) =>
    all.map((row) => {
      const [name, ...keys] = [...row.querySelectorAll('dt, kbd')].map((it) => it.textContent?.trim() ?? '')
      return [name, keys[0] ?? ''] as const
    }),
  )
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  return new Map(rows.filter(([, keys]) => keys))
}

interface IconButton {
  readonly name: string
  readonly at: number
  /** Buttons of one kind have the same classes. */
  readonly kind: string
}

/** Buttons on screen that show nothing to read. */
const iconButtons = (page: Page): Promise<IconButton[]> =>
  page.evaluate(() => {
    const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true })
    const isRead = (element: HTMLElement) => isSeen(element) && element.offsetWidth > 1
    const top = document.querySelector('dialog[open]') ?? document
    return [...document.querySelectorAll('button, summary, a[href], [role=button]')].flatMap((button, at) => {
      if (!top.contains(button) || !isSeen(button)) return []
      const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT)
      let text = ''
      while (walker.nextNode())
        if (isRead(walker.currentNode.parentElement as HTMLElement)) text += walker.currentNode.nodeValue
      return /[\p{L}\p{N}]/u.test(text)
        ? []
        : [{ name: button.getAttribute('aria-label') ?? '', at, kind: button.className }]
    })
  })

/** Every one of them has a tooltip with its name and, where it is a command with a key, the key; whole in the window. */
async function seesTooltips(reader: Reader, screen: string, keys: ReadonlyMap<string, string>) {
  const { page } = reader
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const buttons = await iconButtons(page)
  for (const [index, { name, at, kind }] of buttons.entries()) {
    const where = `${screen}: “${name}”`
    expect(name, where).not.toBe('')
    // Of the crosses of a hundred chips, the first three.
    const isCommand = keys.has(name)
    if (!isCommand && buttons.slice(0, index).filter((other) => other.kind === kind).length >= 3) continue
    const button = page.locator('button, summary, a[href], [role=button]').nth(at)
    await button.hover()
    await expect(tipOf(page).locator('span'), where).toContainText(name)
    const key = keys.get(name)
    if (key) await expect(tipOf(page).locator('kbd'), where).toHaveText(key)
    const box = await tipOf(page).boundingBox()
    expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width, where).toBe(true)
    expect(box && box.y + box.height <= height, where).toBe(true)
    await page.mouse.move(width / 2, height - 2)
    await expect(tipOf(page), where).toBeHidden()
  }
  return buttons.length
}

for (const locale of ['en', 'es']) {
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 1024, height: 768 } })

    test('every icon is named: library, steps, menus of the bar, sheets', async ({ reader }) => {
      const { page, t } = reader
      const keys = await keysByName(reader)
      expect(keys.get(t('command.undo'))).toBe('Ctrl Z')
      expect(await seesTooltips(reader, 'library', keys)).toBeGreaterThan(2)
      await reader.drop([
        ...syntheticSeries(3, { Rows: 64, Columns: 64 }),
        { name: 'notes.dcm', bytes: Uint8Array.of(1, 2) },
      ])
      await reader.seesImage()
      await expect(reader.tab('mark')).toBeVisible()
      await reader.press('e')
      await reader.drag(await Promise.all([reader.placeOf(SHEET, [10, 10]), reader.placeOf(SHEET, [30, 40])]))
      await reader.press('Escape', 'KeyK')
      expect(await seesTooltips(reader, 'mark', keys)).toBeGreaterThan(15)
      for (const step of ['describe', 'reason', 'report'] as const) {
        await reader.tab(step).click()
        await expect(reader.step).toBeVisible()
        await reader.step
          .locator('details')
          .evaluateAll((all) => all.forEach((details) => ((details as HTMLDetailsElement).open = true)))
        await seesTooltips(reader, step, keys)
      }
      for (const [name, open] of [
        ['window', () => reader.press('Shift+KeyW')],
        ['information', () => reader.press('Shift+KeyI')],
        ['keys', () => page.keyboard.press('F1')],
        ['problems', () => reader.status.getByRole('button').last().click()],
      ] as const) {
        await open()
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await seesTooltips(reader, name, keys)).toBeGreaterThan(0)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toBeHidden()
      }
    })

    test('every icon is named: planes, volume, candidates', async ({ reader }) => {
      const { page } = reader
      const keys = await keysByName(reader)
      await reader.drop(
        syntheticSeries(20, (number) => ({
          ...{ Rows: 32, Columns: 32, ImagePositionPatient: [0, 0, number] },
        })),
      )
      await expect(page.locator('[data-view=volume]')).toHaveAttribute('data-drawn', /./)
      await expect(reader.tab('mark')).toBeVisible()
      expect(await seesTooltips(reader, 'planes and volume', keys)).toBeGreaterThan(10)
      await reader.press('Shift+KeyF')
      await expect(reader.step.getByRole('status').first()).toBeVisible()
      await seesTooltips(reader, 'candidates', keys)
    })
  })
}

test.describe('a tooltip', () => {
  test.use({ locale: 'en' })

  test('is shown at keyboard focus, names the button to a screen reader, and goes with Escape', async ({
    reader,
  }) => {
    const { page } = reader
    const open = page.getByRole('banner').getByRole('button', { name: 'Open files…' })
    await expect(tipOf(page)).toBeHidden()
    await reader.tabTo(open)
    await expect(tipOf(page)).toHaveText(/^Open files…\s*Alt O$/)
    await expect(open).toHaveAccessibleDescription(/Alt O/)
    await page.keyboard.press('Escape')
    await expect(tipOf(page)).toBeHidden()
    await expect(open).toBeFocused()
    await expect(open).toHaveAccessibleDescription('')
  })

  test('is not in the way: it goes at a press, and what lies under it takes the press', async ({
    reader,
  }) => {
    const { page } = reader
    await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
    await reader.tools.getByRole('button', { name: 'Ellipse' }).hover()
    await expect(tipOf(page)).toBeVisible()
    const box = await tipOf(page).boundingBox()
    if (!box) throw new Error('expected a tooltip with a place')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await expect(tipOf(page)).toBeVisible()
    await page.mouse.down()
    await expect(tipOf(page)).toBeHidden()
    await page.mouse.up()
    await expect(reader.viewport()).toBeFocused()
  })

  test('shows the key that the reader has chosen, and none that is off', async ({ reader }) => {
    const { page } = reader
    await page.keyboard.press('F1')
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: /^Change keys for Invert|^.*Invert/ }).click()
    await page.keyboard.press('Shift+KeyQ')
    await sheet.getByRole('button', { name: 'Close' }).click()
    await reader.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
    const invert = reader.tools.getByRole('button', { name: /^Invert/ })
    await invert.hover()
    await expect(tipOf(page).locator('kbd')).toHaveText('⇧ Q')
    await page.keyboard.press('F1')
    await sheet.getByRole('checkbox').uncheck()
    await sheet.getByRole('button', { name: 'Close' }).click()
    await invert.hover()
    await expect(tipOf(page).locator('span')).toHaveText(/^Invert/)
    await expect(tipOf(page).locator('kbd')).toHaveCount(0)
  })
})
