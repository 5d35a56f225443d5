import type { Locator } from '@playwright/test'
import { App, expect, test } from './app'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/*
 * Two patients, each a CT of one value throughout: whatever viewport is looked at, its pixels are those of the patient
 * whose name it shows, or black. Looked at on the canvas, at every step on the way, while the workers are slow.
 */

interface Patient {
  readonly name: string
  readonly uid: string
  /** Stored value of the whole body. */
  readonly value: number
  /** How bright it is drawn with the window of the file. */
  readonly grey: number
}

const DARK: Patient = { name: 'Dark', uid: '2.25.71', value: 1024 + 100, grey: 64 }
const BRIGHT: Patient = { name: 'Bright', uid: '2.25.72', value: 1024 + 300, grey: 191 }
const COUNT = 20
const DELAY_MS = 60
/** Darker than this nothing is drawn. */
const BLANK = 12
/** From outside, by the transfer function for calcification. */
const VOLUME_BETWEEN = 62

const ct = ({ name, uid, value }: Patient, shared = false): ReturnType<typeof syntheticSeries> =>
  syntheticSeries(COUNT, (number): SyntheticImage => ({
    PatientName: `Patient^${name}`,
    PatientID: name,
    StudyInstanceUID: shared ? '2.25.70' : uid,
    SeriesInstanceUID: shared ? '2.25.70.1' : `${uid}.1`,
    SOPInstanceUID: `${uid}.1.${number}`,
    Rows: 32,
    Columns: 32,
    PixelSpacing: [1, 1],
    ImagePositionPatient: [0, 0, number],
    pixel: () => value,
    elements: [
      ['00281052', 'DS', '-1024'],
      ['00281053', 'DS', '1'],
      ['00281050', 'DS', '200'],
      ['00281051', 'DS', '400'],
    ],
  })).map((file) => ({ ...file, name: `${name}-${file.name}` }))

/** Every question reaches a worker late; the order of questions stays. */
const slowDown = (app: App) =>
  app.page.addInitScript((delayMs) => {
    const Original = window.Worker
    window.Worker = class extends Original {
      override postMessage(message: unknown, options?: StructuredSerializeOptions | Transferable[]): void {
        setTimeout(() => super.postMessage(message, options as StructuredSerializeOptions), delayMs)
      }
    }
  }, DELAY_MS)

/** What a viewport said of itself on a painted frame, and how bright its middle was. */
interface Seen {
  /** As the viewport counts itself, from 1. */
  readonly cell: number
  readonly view: string
  readonly identity: string
  readonly grey: number
}

/** Looks at every viewport on every frame that is painted from now on. */
const watch = (app: App) =>
  app.page.evaluate(() => {
    const seen: { cell: number; view: string; identity: string; grey: number }[] = []
    const copy = document.createElement('canvas')
    ;[copy.width, copy.height] = [1, 1]
    const context = copy.getContext('2d', { willReadFrequently: true })!
    const greyOf = (canvas: HTMLCanvasElement): number => {
      if (getComputedStyle(canvas).visibility === 'hidden' || !canvas.width) return 0
      const { width, height } = canvas
      context.clearRect(0, 0, 1, 1)
      context.drawImage(canvas, width / 2 - 1, height / 2 - 1, 2, 2, 0, 0, 1, 1)
      return context.getImageData(0, 0, 1, 1).data[0]
    }
    const look = () => {
      for (const cell of document.querySelectorAll<HTMLElement>('[data-cell]')) {
        const canvas = cell.querySelector('canvas')
        const identity = cell.querySelector('.corner.top.left')?.textContent ?? ''
        if (!canvas) continue
        const { cell: id, view = '' } = cell.dataset
        seen.push({ cell: Number(id) + 1, view, identity, grey: greyOf(canvas) })
      }
      requestAnimationFrame(look)
    }
    look()
    Object.assign(window, { seen })
  })

const seenBy = (app: App): Promise<Seen[]> =>
  app.page.evaluate(() => (window as unknown as { seen: Seen[] }).seen)

/**
 * No painted frame on which a viewport showed the pixels of one patient under the name of the other, or of nobody.
 * From outside a volume has no one grey: all of the dark one is darker than all of the bright one.
 */
function expectOwnPixels(seen: readonly Seen[]): void {
  const wrong = seen.filter(({ identity, grey, view }) => {
    if (grey < BLANK) return false
    const owner = grey < (view === 'volume' ? VOLUME_BETWEEN : (DARK.grey + BRIGHT.grey) / 2) ? DARK : BRIGHT
    return !identity.includes(owner.name)
  })
  expect(wrong.slice(0, 3)).toEqual([])
}

/** All that is seen of both, so that the watching itself is known to work. */
async function seesBoth(app: App): Promise<void> {
  const seen = await seenBy(app)
  for (const view of ['axial', 'coronal', 'sagittal', 'volume'])
    for (const { name } of [DARK, BRIGHT])
      expect(
        seen.some((it) => it.view === view && it.identity.includes(name) && it.grey >= BLANK),
        `${view} of ${name}`,
      ).toBe(true)
}

/** Every viewport shows a picture of the patient. */
async function seesAll(app: App, { name }: Patient): Promise<void> {
  for (const number of [1, 2, 3, 4]) {
    await expect(app.viewport(number).locator('.corner.top.left')).toContainText(name)
    await expect.poll(() => lastGrey(app, number)).toBeGreaterThanOrEqual(BLANK)
  }
}

const lastGrey = async (app: App, number: number): Promise<number> =>
  (await seenBy(app)).filter(({ cell }) => cell === number).at(-1)?.grey ?? 0

const sectionOf = (app: App, { name }: Patient): Locator =>
  app.browser.locator('section').filter({ hasText: `Patient, ${name}` })

const series = (app: App, patient: Patient): Locator =>
  sectionOf(app, patient).getByRole('listitem').getByRole('button')

test.describe('one patient after another, with slow workers', () => {
  test('opened on top of one another, 20 times over', async ({ app }) => {
    await openBoth(app)
    for (let turn = 0; turn < 10; turn++)
      for (const patient of [DARK, BRIGHT]) {
        await hang(app, patient)
        if (turn > 7) await seesAll(app, patient)
      }
    await seesBoth(app)
    expectOwnPixels(await seenBy(app))
  })

  test('by the list and by a key, 20 times over', async ({ app }) => {
    await openBoth(app)
    for (let turn = 0; turn < 20; turn++) {
      const cell = app.page.locator(`[data-cell="${turn % 3}"]`)
      await cell.focus()
      await series(app, turn % 2 ? BRIGHT : DARK).click()
      await app.page.keyboard.press(turn % 4 < 2 ? 'PageDown' : 'PageUp')
    }
    expectOwnPixels(await seenBy(app))
  })

  test('dragged onto viewports, 20 times over', async ({ app }) => {
    await openBoth(app)
    for (let turn = 0; turn < 20; turn++) {
      const patient = turn % 2 ? BRIGHT : DARK
      const viewport = app.page.locator(`[data-cell="${turn % 4}"]`)
      await series(app, patient).dragTo(viewport)
      // What is dropped is what the tools and the panel are about.
      await expect(viewport).toHaveClass(/active/)
      await expect(viewport).toBeFocused()
      await expect(app.browser.locator('.study.current')).toHaveCount(1)
      await expect(sectionOf(app, patient).locator('.study')).toHaveClass(/current/)
    }
    expectOwnPixels(await seenBy(app))
  })

  test('closed, opened again, and after a reload', async ({ app }) => {
    await openBoth(app)
    await app.browser
      .getByRole('button', { name: /^Close/ })
      .first()
      .click()
    await app.open(ct(DARK))
    await seesAll(app, DARK)
    const before = await seenBy(app)
    await app.page.reload()
    await watch(app)
    await app.open(ct(BRIGHT))
    await seesAll(app, BRIGHT)
    expectOwnPixels([...before, ...(await seenBy(app))])
  })

  test('who share the UIDs of their series and study', async ({ app }) => {
    await openBoth(app, true)
    for (let turn = 0; turn < 6; turn++) {
      await hang(app, DARK)
      await seesAll(app, DARK)
      await hang(app, BRIGHT)
      await seesAll(app, BRIGHT)
    }
    expectOwnPixels(await seenBy(app))
  })
})

/** From the list into the active viewport, and from there into all four as planes and volume; into the set that is there. */
async function hang(app: App, patient: Patient): Promise<void> {
  await app.page.locator('[data-cell="0"]').focus()
  await series(app, patient).click()
  const first = app.page.locator('[data-cell="0"]')
  await first.focus()
  if ((await first.getAttribute('data-view')) === 'stack') await app.page.keyboard.press('Shift+M')
}

async function openBoth(app: App, shared = false): Promise<void> {
  await slowDown(app)
  await app.page.goto('/')
  await watch(app)
  await app.open(ct(DARK, shared))
  await seesAll(app, DARK)
  await app.open(ct(BRIGHT, shared))
  await expect(app.browser.getByText('Patient, Bright')).toBeVisible()
  // A study that was just opened comes to the front once all of it is there.
  await expect(app.page.getByRole('group', { name: 'Opening files' })).toBeHidden()
  await expect(sectionOf(app, BRIGHT).locator('.study')).toHaveClass(/current/)
}
