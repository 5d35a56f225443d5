import { App, expect, test } from './app'
import { en } from '../src/i18n/en'
import { es } from '../src/i18n/es'
import { TERMS } from '../src/domain/vocabulary'
import { syntheticSeries } from './synthetic-dicom'

type Texts = { readonly [key: string]: string | Texts }

/** Every English text that is written otherwise in Spanish. */
const ENGLISH = new Set([
  ...differing(en, es),
  ...TERMS.filter(({ label }) => label.en !== label.es).map(({ label }) => label.en),
])
/** Every Spanish text: some words are the same as an English one of another place. */
const SPANISH = new Set([...textsOf(es), ...TERMS.map(({ label }) => label.es)])

function differing(from: Texts, to: Texts): string[] {
  return Object.entries(from).flatMap(([key, text]) => {
    const other = to[key]
    if (typeof text !== 'string') return typeof other === 'object' ? differing(text, other) : textsOf(text)
    return text === other || text === '' ? [] : [text]
  })
}

function textsOf(texts: Texts): string[] {
  return Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : textsOf(text)))
}

/** `{n} images` → /^\d+ images$/ and the like: what stands where a value goes may be anything. */
const PATTERNS = [...ENGLISH]
  .filter((text) => !SPANISH.has(text))
  .map((text) => {
    const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return { text, pattern: new RegExp(`^${parts.join('.*')}$`, 's') }
  })
  // A text that is a value between two signs would match anything.
  .filter(({ text }) => /\p{L}{3}/u.test(text.replace(/\{\w+\}/g, '')))

/** Texts and names of all that is on the screen. */
const onScreen = (app: App): Promise<string[]> =>
  app.page.evaluate(() => {
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? '').trim()
      if (text && node.parentElement?.checkVisibility()) found.add(text)
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [data-tip], [placeholder]'))
      if (element.checkVisibility())
        for (const name of ['aria-label', 'title', 'data-tip', 'placeholder', 'aria-roledescription'])
          if (element.getAttribute(name)) found.add(element.getAttribute(name) as string)
    return [...found]
  })

async function expectNoEnglish(app: App, screen: string) {
  const left = (await onScreen(app)).filter((shown) => PATTERNS.some(({ pattern }) => pattern.test(shown)))
  // The two languages name themselves, and a key is named behind a title.
  expect(left, `English left on ${screen}`).toEqual([])
}

const FILES = syntheticSeries(2, { Rows: 64, Columns: 64 })

test('the patterns would see English', async ({ app }) => {
  const english = (await onScreen(app)).filter((shown) => PATTERNS.some(({ pattern }) => pattern.test(shown)))
  expect(english).toEqual(
    expect.arrayContaining(['Open files…', 'Drop DICOM files, a folder or a zip anywhere on this page']),
  )
})

test('every screen of the path changes to Spanish, with its decimals, and back', async ({ app }) => {
  const { page } = app
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('button', { name: 'Spanish' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expectNoEnglish(app, 'the library')
  await page.getByRole('button', { name: 'Inglés' }).click()

  await app.openAndSee(FILES)
  await app.draw('Length', { columns: 64, rows: 64 }, [
    [10, 10],
    [41, 10],
  ])
  await expect(app.measure('Length')).toHaveText('15.5 mm')
  await app.draw('Ellipse', { columns: 64, rows: 64 }, [
    [10, 20],
    [41, 30],
  ])
  await app.goTo('describe')
  await app.tag('Subcutaneous')
  await app.tag('Nodular / rounded')
  await app.goTo('mark')

  await page.getByRole('button', { name: 'Spanish' }).click()
  const panel = page.getByRole('complementary')
  await expect(panel.locator('dd').first()).toHaveText('15,5 mm')
  await expect(app.drawn('F1')).toContainText('15,5 mm')
  await expect(app.viewport().getByText('1 ene 2026')).toBeVisible()
  await expectNoEnglish(app, 'the marks')
  for (const [step, shown] of [
    [/Describir/, 'Nodular / redondeada'],
    [/Razonar/, /^Ordena causas candidatas/],
  ] as const) {
    await panel.getByRole('tab', { name: step }).click()
    const summaries = panel.getByRole('tabpanel').locator('summary')
    for (const summary of await summaries.all()) {
      const isOpen = await summary.evaluate((it) => (it.parentElement as HTMLDetailsElement).open)
      if (!isOpen && (await summary.isVisible())) await summary.click()
    }
    await expect(panel.getByRole('tabpanel').getByText(shown).first()).toBeVisible()
    await expectNoEnglish(app, String(step))
  }
  await expect(
    panel
      .getByRole('tabpanel')
      .getByText(/^[+−]?\d+,\d puntos$/)
      .first(),
  ).toBeVisible()

  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await page.getByRole('button', { name: 'Inglés' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { name: 'Sample cases' })).toBeVisible()
})

test('problems are told in Spanish', async ({ app }) => {
  await app.page.getByRole('button', { name: 'Spanish' }).click()
  const chooser = app.page.waitForEvent('filechooser')
  await app.page.getByRole('button', { name: 'Abrir archivos…' }).first().click()
  await (await chooser).setFiles([{ name: 'vacío.dcm', mimeType: '', buffer: Buffer.from('') }])
  await app.status.getByRole('button').click()
  await expect(app.page.getByRole('dialog')).toContainText('vacío.dcm')
  await expectNoEnglish(app, 'the problems')
})
