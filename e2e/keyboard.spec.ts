import { App, expect, test } from './app'
import { syntheticSeries } from './synthetic-dicom'

/** Whatever has focus, by what a screen reader would say of it; nothing when focus is lost. */
const focused = (app: App) =>
  app.page.evaluate(() => {
    const { activeElement } = document
    return activeElement && activeElement !== document.body ? activeElement.outerHTML.slice(0, 120) : ''
  })

async function expectFocus(app: App) {
  await expect.poll(() => focused(app), 'something has focus').not.toBe('')
}

/** Tabs on until the element has focus; fails when it is out of reach. */
async function tabTo(app: App, name: string, element: ReturnType<App['chip']>, key = 'Tab') {
  const has = () => element.evaluate((it) => it === document.activeElement)
  for (let presses = 0; presses < 200; presses++) {
    if (await has()) return
    await app.page.keyboard.press(key)
  }
  throw new Error(`${name}: expected focus within 200 presses of ${key}`)
}

test('open, mark, tag, search, read the candidates and their evidence without a mouse', async ({ app }) => {
  const { page } = app
  const { keyboard } = page
  // A mouse that is used is a test that fails.
  await page.evaluate(() => {
    for (const type of ['mousedown', 'pointerdown', 'wheel'])
      addEventListener(type, () => document.body.setAttribute('data-mouse', 'used'), true)
  })

  const open = page.getByRole('main').getByRole('button', { name: 'Open files…' })
  const chooser = page.waitForEvent('filechooser')
  await tabTo(app, 'open', open)
  await keyboard.press('Enter')
  const files = syntheticSeries(5, { Rows: 64, Columns: 64 })
  await (
    await chooser
  ).setFiles(files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })))
  await app.seesImage()
  await expectFocus(app)

  // Slices, then a tool, the crosshair, two corners.
  await tabTo(app, 'viewport', app.viewport())
  await keyboard.press('ArrowDown')
  await app.seesSlice(4)
  await keyboard.press('e')
  await expect(app.tools.getByRole('button', { name: 'Ellipse' })).toHaveAttribute('aria-pressed', 'true')
  await expect(app.viewport()).toBeFocused()
  for (const key of ['ArrowLeft', 'Shift+ArrowUp', 'Enter']) await keyboard.press(key)
  for (const key of ['Shift+ArrowRight', 'Shift+ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter'])
    await keyboard.press(key)
  await expect(app.row('F1')).toBeVisible()
  await expect(app.viewport().getByText('Mark F1 added')).toBeAttached()
  // Ten pixels wide and twelve high, half a millimetre each.
  await expect(app.measure('Longest diameter')).toHaveText('6.0 mm')
  await expect(app.measure('Area')).toHaveText(`${(Math.PI * 2.5 * 3).toFixed(1)} mm²`)
  await expect(app.viewport()).toBeFocused()
  await keyboard.press('Escape')

  await keyboard.press('Shift+1')
  await expect(app.status.getByText('1 finding · 1 focus')).toBeVisible()
  await expectFocus(app)

  await keyboard.press('Alt+2')
  await expect(app.chip('Subcutaneous').getByRole('button').first()).toHaveAttribute('aria-pressed', 'true')
  await expectFocus(app)
  const search = app.step.getByRole('searchbox')
  await tabTo(app, 'search', search)
  await keyboard.type('nodular')
  await expect(app.chip('Subcutaneous')).toHaveCount(0)
  const nodular = app.chip('Nodular / rounded').getByRole('button').first()
  await tabTo(app, 'Nodular', nodular)
  await keyboard.press('Space')
  await expect(nodular).toHaveAttribute('aria-pressed', 'true')
  await expect(nodular).toBeFocused()

  await keyboard.press('Alt+3')
  const candidates = app.step.getByRole('list', { name: 'Candidate causes' }).getByRole('listitem')
  await expect(candidates.first()).toBeVisible()
  await expectFocus(app)
  const first = candidates.first().getByRole('button').first()
  await tabTo(app, 'candidate', first)
  await keyboard.press('Enter')
  await expect(first).toHaveAttribute('aria-expanded', 'true')
  await expect(first).toBeFocused()
  await expect(candidates.first().getByText('Nodular / rounded: present')).toBeVisible()

  // Undo from wherever focus is; the tag goes, the mark stays.
  await keyboard.press('Control+z')
  await expect(app.step.getByText('No ranking: the distribution alone')).toBeVisible()
  await expectFocus(app)
  await keyboard.press('Control+Shift+z')
  await expect(candidates.first()).toBeVisible()
  await keyboard.press('Alt+1')
  await expectFocus(app)
  await tabTo(app, 'the mark', app.row('F1'))
  await keyboard.press('Enter')
  await expect(app.row('F1')).toBeFocused()
  await tabTo(app, 'delete', app.step.getByRole('button', { name: 'Delete selected marks' }), 'Shift+Tab')
  await keyboard.press('Enter')
  await expect(app.status.getByText('0 findings · 0 foci')).toBeVisible()
  await expectFocus(app)
  expect(await page.locator('body').getAttribute('data-mouse')).toBeNull()
})

test('every shape by keys: point, length, rectangle, outline; Esc cancels one that is begun', async ({
  app,
}) => {
  await app.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  const { keyboard } = app.page
  const type = async (...keys: readonly string[]) => {
    for (const key of keys) await keyboard.press(key)
  }
  await app.viewport().focus()
  await type('f', 'ArrowLeft', 'Enter')
  await expect(app.row('F1')).toContainText('Point')
  await type('d', 'ArrowRight', 'Enter', 'Shift+ArrowRight', 'Enter')
  await expect(app.measure('Length')).toHaveText('5.0 mm')
  await type('b', 'ArrowDown', 'Enter', 'Shift+ArrowLeft', 'Shift+ArrowDown', 'Enter')
  await expect(app.measure('Area')).toHaveText('25.0 mm²')
  await type('y', 'ArrowDown', 'Enter', 'Shift+ArrowUp', 'Enter', 'Shift+ArrowRight', 'Enter')
  await type('Shift+ArrowDown', 'Enter', 'Shift+ArrowLeft', 'Enter')
  await expect(app.row('F3')).toContainText('Outline')
  await expect(app.measure('Area')).toHaveText('25.0 mm²')

  await type('e', 'ArrowDown', 'Enter', 'Shift+ArrowDown', 'Escape', 'Escape')
  await expect(app.tools.getByRole('button', { name: 'Window / level' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(app.status.getByText('3 findings · 3 foci')).toBeVisible()
  await expect(app.viewport()).toBeFocused()
})

test('a letter typed in a field is a letter', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  await app.viewport().focus()
  for (const key of ['f', 'ArrowLeft', 'Enter', 'Escape']) await app.page.keyboard.press(key)
  const name = app.step.getByRole('textbox', { name: 'Name' })
  await name.focus()
  await name.selectText()
  await app.page.keyboard.type('ridge 1')
  await app.page.keyboard.press('Enter')
  await expect(app.row('ridge 1')).toBeVisible()
  await expect(app.viewport().getByText('W 400 · L 40')).toBeVisible()
  await expect(app.tools.getByRole('button', { name: 'Window / level' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})

test('the menu on the image works by keys and gives focus back', async ({ app }) => {
  await app.openAndSee(syntheticSeries(1, { Rows: 64, Columns: 64 }))
  await app.viewport().click({ button: 'right', position: { x: 300, y: 300 } })
  const menu = app.page.getByRole('menu', { name: 'Image actions' })
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await app.page.keyboard.press('ArrowDown')
  await expect(menu.getByRole('menuitem').nth(1)).toBeFocused()
  await app.page.keyboard.press('Enter')
  await expect(menu).toBeHidden()
  await expect(app.viewport()).toBeFocused()
  await expect(app.tools.getByRole('button', { name: 'Ellipse' })).toHaveAttribute('aria-pressed', 'true')
})
