import { readFileSync } from 'node:fs'
import { type BrowserContext } from '@playwright/test'
import { App, expect, test, type PixelPoint, type Sheet } from './app'
import { syntheticSeries } from './synthetic-dicom'

const SHEET: Sheet = { columns: 64, rows: 64 }
const FILES = syntheticSeries(3, { Rows: 64, Columns: 64 })

const status = (app: App, text: string) => app.status.getByText(text)
const mark = (app: App, ...points: readonly PixelPoint[]) => app.draw('Point', SHEET, points)

/** Another tab of the same browser; the study is opened in it again, since images are never kept. */
async function nextTab(context: BrowserContext): Promise<App> {
  const app = new App(await context.newPage())
  await app.page.goto('/')
  await app.openAndSee(FILES)
  return app
}

async function reopen(app: App) {
  await app.page.reload()
  await app.openAndSee(FILES)
}

async function markAndTag(app: App) {
  await app.openAndSee(FILES)
  await mark(app, [20.5, 30.5])
  await app.goTo('describe')
  await app.tag('Vascular (arterial or venous wall/lumen)')
}

async function seesMarkAndTag(app: App) {
  await expect(status(app, '1 finding · 1 focus')).toBeVisible()
  await expect(app.drawn('F1')).toBeVisible()
  await expect(app.panel.getByRole('button', { name: /^Finding 1 Vascular/ })).toBeVisible()
}

test.describe('nothing that was finished is lost', () => {
  test('by a reload, with a mark half drawn', async ({ app }) => {
    await markAndTag(app)
    await app.seesSaved()
    await app.take('Length')
    await app.page.mouse.click(...(await app.placeOf(SHEET, [10, 10])))
    await reopen(app)
    await seesMarkAndTag(app)
    await expect(app.page.locator('[data-focus]')).toHaveCount(1)
  })

  test('by a reload at once after the change', async ({ app }) => {
    await markAndTag(app)
    await reopen(app)
    await seesMarkAndTag(app)
  })

  test('by a tab that is closed without asking', async ({ app, context }) => {
    await markAndTag(app)
    await app.seesSaved()
    await app.page.close({ runBeforeUnload: false })
    await seesMarkAndTag(await nextTab(context))
  })

  test('by a tab whose process dies', async ({ app, context }) => {
    await markAndTag(app)
    await app.seesSaved()
    const crashed = app.page.waitForEvent('crash')
    const devtools = await app.devtools()
    // The process is gone before it can answer.
    devtools.send('Page.crash').catch(() => undefined)
    await crashed
    await seesMarkAndTag(await nextTab(context))
  })

  test('and it is in the browser’s storage within a second of the change', async ({ page }) => {
    await page.addInitScript(() => {
      const written: number[] = []
      Object.assign(window, { written })
      type Start = (this: IDBDatabase, ...given: Parameters<IDBDatabase['transaction']>) => IDBTransaction
      const { value: transaction } = Object.getOwnPropertyDescriptor(
        IDBDatabase.prototype,
        'transaction',
      ) as {
        value: Start
      }
      IDBDatabase.prototype.transaction = function (...given) {
        const made = transaction.apply(this, given)
        const stores = [...made.objectStoreNames]
        if (made.mode === 'readwrite' && stores.includes('readings'))
          made.addEventListener('complete', () => written.push(Date.now()))
        return made
      }
    })
    const app = new App(page)
    await app.start()
    await app.openAndSee(FILES)
    // The soonest of three: a machine that is busy elsewhere keeps every timer waiting.
    const after: number[] = []
    for (const row of [10.5, 20.5, 30.5]) {
      await mark(app, [20.5, row])
      await app.seesSaved()
      const [{ modified, findings }] = await app.readings()
      expect(findings).toHaveLength(after.length + 1)
      const written = await page.evaluate(() => (window as unknown as { written: number[] }).written.at(-1))
      after.push((written ?? NaN) - Date.parse(modified))
    }
    expect(Math.min(...after)).toBeGreaterThanOrEqual(0)
    expect(Math.min(...after)).toBeLessThan(1000)
  })

  test('by looking at another study and coming back', async ({ app }) => {
    await markAndTag(app)
    await app.open(
      syntheticSeries(1, {
        StudyInstanceUID: '2.25.11',
        SeriesInstanceUID: '2.25.12',
        SOPInstanceUID: '2.25.13',
      }),
    )
    await expect(status(app, '0 findings · 0 foci')).toBeVisible()
    await app.browser
      .getByRole('button', { name: /^Jan 1, 2026/ })
      .first()
      .click()
    await app.goTo('mark')
    await seesMarkAndTag(app)
  })
})

test('a reading is saved to a file and opened again, after the browser has forgotten it', async ({ app }) => {
  await markAndTag(app)
  await app.seesSaved()
  const download = app.page.waitForEvent('download')
  await app.page.keyboard.press('Control+s')
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^reading-.*\.json$/)
  const bytes = readFileSync(await file.path())
  const saved = JSON.parse(bytes.toString()) as Record<string, unknown>
  expect(saved).toMatchObject({ format: 'calcimap-reading', StudyInstanceUID: '2.25.1.1' })

  await app.page.getByRole('button', { name: 'Library' }).click()
  await app.page.getByRole('button', { name: 'Delete all readings' }).click()
  await expect(app.page.getByRole('button', { name: 'Delete all readings' })).toBeHidden()
  await reopen(app)
  await expect(status(app, '0 findings · 0 foci')).toBeVisible()
  await app.open([{ name: 'reading.json', bytes }])
  await seesMarkAndTag(app)
  await app.press('Control+z')
  await expect(status(app, '0 findings · 0 foci')).toBeVisible()
})

test.describe('storage that fails', () => {
  const warning = 'This browser cannot store the reading. Save it to a file now.'

  async function seesWarningAndSaves(app: App) {
    await expect(app.status.getByRole('alert')).toHaveText(warning)
    const download = app.page.waitForEvent('download')
    await app.status.getByRole('button', { name: 'Save reading to a file' }).click()
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as {
      findings: { foci: unknown[] }[]
    }
    expect(saved.findings.flatMap(({ foci }) => foci)).toHaveLength(1)
  }

  // The one place where a fault is put in: a browser that refuses storage cannot be asked for.
  test('because it cannot be opened: said when the study opens, before anything is marked', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('storage is switched off', 'SecurityError')
      }
    })
    const app = new App(page)
    await app.start()
    await app.openAndSee(FILES)
    await expect(app.status.getByRole('alert')).toHaveText(warning)
    await mark(app, [20.5, 30.5])
    await expect(status(app, '1 finding · 1 focus')).toBeVisible()
    await seesWarningAndSaves(app)
    expect(app.complaints).toEqual([])
  })

  test('because it is full: said at once, and withdrawn when there is room again', async ({ page }) => {
    await page.addInitScript(() => {
      type Put = (
        this: IDBObjectStore,
        ...given: Parameters<IDBObjectStore['put']>
      ) => IDBRequest<IDBValidKey>
      const { value: put } = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put') as {
        value: Put
      }
      IDBObjectStore.prototype.put = function (...given) {
        if ('full' in window) throw new DOMException('the disk is full', 'QuotaExceededError')
        return put.apply(this, given)
      }
    })
    const app = new App(page)
    await app.start()
    await app.openAndSee(FILES)
    await page.evaluate(() => Object.assign(window, { full: true }))
    await mark(app, [20.5, 30.5])
    await seesWarningAndSaves(app)

    await page.evaluate(() => Reflect.deleteProperty(window, 'full'))
    await app.goTo('describe')
    await app.tag('Vascular (arterial or venous wall/lumen)')
    await app.seesSaved()
    await reopen(app)
    await seesMarkAndTag(app)
    expect(app.complaints).toEqual([])
  })
})

test.describe('two windows on one study', () => {
  const labels = (reading: { findings: readonly { foci: readonly { TrackingIdentifier: string }[] }[] }) =>
    reading.findings.flatMap(({ foci }) => foci.map(({ TrackingIdentifier }) => TrackingIdentifier))

  test('what each has marked stays in the storage, and the second is told', async ({ app, context }) => {
    await app.openAndSee(FILES)
    await mark(app, [10.5, 10.5])
    await app.seesSaved()
    const other = await nextTab(context)
    await expect(status(other, '1 finding · 1 focus')).toBeVisible()

    await mark(app, [20.5, 20.5])
    await expect(status(app, '2 findings · 2 foci')).toBeVisible()
    await expect.poll(async () => (await app.readings()).map(labels)).toEqual([['F1', 'F2']])
    await mark(other, [30.5, 30.5])
    await mark(other, [40.5, 40.5])
    await expect(status(other, 'Also changed in another window: kept as a separate reading')).toBeVisible()
    await expect
      .poll(async () => (await app.readings()).map((reading) => labels(reading).length).sort())
      .toEqual([2, 3])
    expect(other.complaints).toEqual([])
  })

  test('each may open the reading of the other, and undo that', async ({ app, context }) => {
    await app.openAndSee(FILES)
    await mark(app, [10.5, 10.5])
    await app.seesSaved()
    const others = app.panel.getByRole('combobox', { name: 'Another reading of this study…' })
    const second = await nextTab(context)
    await expect(status(second, '1 finding · 1 focus')).toBeVisible()
    await expect(others).toBeHidden()
    await mark(app, [20.5, 20.5])
    await expect.poll(async () => (await app.readings()).map(labels)).toEqual([['F1', 'F2']])
    await mark(second, [30.5, 30.5])
    await mark(second, [40.5, 40.5])
    await expect(status(second, 'Also changed in another window: kept as a separate reading')).toBeVisible()

    // The second window sees the reading of the first, and works on a copy of it.
    const ofFirst = second.panel.getByRole('combobox', { name: 'Another reading of this study…' })
    await ofFirst.selectOption({ index: 1 })
    await expect(status(second, '2 findings · 2 foci')).toBeVisible()
    await second.press('Control+z')
    await expect(status(second, '3 findings · 3 foci')).toBeVisible()

    // After a reload the one changed last is shown, and the other is offered.
    await reopen(app)
    await expect(status(app, '3 findings · 3 foci')).toBeVisible()
    await others.selectOption({ label: await others.locator('option').last().innerText() })
    await expect(status(app, '2 findings · 2 foci')).toBeVisible()
    await mark(app, [50.5, 50.5])
    await expect
      .poll(async () => (await app.readings()).map((reading) => labels(reading).length).sort())
      .toEqual([3, 3])
  })
})
